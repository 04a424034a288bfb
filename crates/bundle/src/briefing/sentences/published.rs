use super::super::promise::Promise;
use super::super::values::counted;
use super::quoted;
use crate::charter::{Charter, Class, Table};
use crate::text::{TextPage, Texts};

/// Published figures, and their protection.
pub(super) fn published(page: &mut TextPage<'_>, texts: &Texts, charter: &Charter, promise: &Promise<'_>) {
    let lang = texts.lang();
    page.heading("show-heading-published");
    page.paragraph("show-figures", &[]);
    page.paragraph("show-precision", &[]);
    page.paragraph("show-tables", &[]);
    tables(texts, charter).iter().for_each(|table| page.item_of(table));
    let total = charter.lattice.tables().iter().map(|table| charter.cells(table)).sum();
    page.paragraph("show-cells", &[counted(texts, total)]);
    if !charter.cross_border.is_empty() {
        page.paragraph("show-cross-border-head", &[]);
    }
    for area in &charter.cross_border {
        let parts = area.parts.iter().map(|&part| charter.geography.areas(area.level)[part.at()].name.get(lang));
        let parts = parts.collect::<Vec<_>>().join(" + ");
        let level = charter.geography.label(area.level).get(lang);
        let name = area.name.get(lang);
        page.item("show-cross-border", &[("name", name.into()), ("level", level.into()), ("parts", parts.into())]);
    }
    if let Some(totals) = &charter.totals {
        let table = totals.table.name(charter);
        page.paragraph("show-totals", &[("table", table.get(lang).into()), ("count", (totals.count() as u64).into())]);
    }
    page.paragraph("show-never", &[]);
    page.paragraph("show-only", &[]);
    protection(page, texts, charter, promise);
}

/// A line for each table.
pub(in crate::briefing) fn tables(texts: &Texts, charter: &Charter) -> Vec<String> {
    let line = |table: &Table| {
        let level = charter.geography.label(table.level).get(texts.lang());
        let labels =
            table.axes.iter().map(|axis| charter.groups[axis.group].label_of(axis.group_level).get(texts.lang()));
        let groups = quoted(texts, labels, " × ");
        let count = counted(texts, charter.cells(table));
        let key = if table.axes.is_empty() { "show-table-everybody" } else { "show-table-groups" };
        texts.line(key, &[("level", level.into()), ("groups", groups.into()), count])
    };
    charter.lattice.tables().iter().map(line).collect()
}

fn protection(page: &mut TextPage<'_>, texts: &Texts, charter: &Charter, promise: &Promise<'_>) {
    page.heading("show-heading-protection");
    page.paragraph(&format!("show-class-{}", charter.class().id()), &[]);
    match promise.sentences(texts) {
        Ok(rules) if rules.is_empty() => {}
        Ok(rules) => {
            page.paragraph("show-rules", &[]);
            rules.iter().for_each(|(key, words)| page.item(key, words));
            page.paragraph("show-rules-stricter", &[]);
            if charter.class() == Class::Private {
                page.paragraph("show-budget", &[]);
            }
        }
        Err(error) => page.paragraph_of(&texts.problem(&error.into()).0),
    }
}
