use super::super::values::spoken;
use crate::charter::{Charter, CoarserLevel, Group, Weights};
use crate::text::{TextPage, Texts};

/// Columns that each member's person records must have.
pub(super) fn records(page: &mut TextPage<'_>, texts: &Texts, charter: &Charter) {
    let lang = texts.lang();
    page.heading("show-heading-records");
    let level = charter.geography.label(charter.geography.finest()).get(texts.lang());
    let weighed = charter.method.weights != Some(Weights::None);
    page.paragraph(if weighed { "show-records" } else { "show-records-unweighted" }, &[("level", level.into())]);
    page.paragraph(if charter.groups.is_empty() { "show-no-groups" } else { "show-groups" }, &[]);
    for group in &charter.groups {
        let categories: Vec<&str> = group.categories.iter().map(|category| category.label.get(lang)).collect();
        let label = group.label.get(lang);
        let words = [("id", (&group.id).into()), ("label", label.into()), ("categories", categories.join("; ").into())];
        page.item("show-group", &words);
        if let Some(other) = group.other {
            let label = group.categories[usize::from(other)].label.get(lang);
            page.detail("show-group-other", &[("category", label.into())]);
        }
        for level in &group.coarser_levels {
            let (label, categories) = (level.label.get(lang), composition(texts, group, level));
            page.detail("show-coarser-level", &[("label", label.into()), ("categories", categories.into())]);
        }
    }
    page.paragraph("show-indicators", &[]);
    for indicator in &charter.method.indicators {
        let (label, scale) = (indicator.label.get(lang), spoken(texts, &indicator.scale.phrase()));
        page.item(
            "show-indicator",
            &[("id", (&indicator.id).into()), ("label", label.into()), ("scale", scale.into())],
        );
    }
}

/// `Under 65 (16 to 24, 25 to 64); …`
fn composition(texts: &Texts, group: &Group, level: &CoarserLevel) -> String {
    let lang = texts.lang();
    let parts = level.categories.iter().enumerate().map(|(i, own)| {
        let finest = group.categories.iter().zip(&level.of).filter(|(_, of)| usize::from(**of) == i);
        let finest: Vec<&str> = finest.map(|(category, _)| category.label.get(lang)).collect();
        format!("{} ({})", own.label.get(lang), finest.join(", "))
    });
    parts.collect::<Vec<_>>().join("; ")
}
