use maud::{Markup, html};

use super::Page;
use super::chart::{self, ChartRow};
use super::figures::{self, Figures};
use super::languages::table;
use crate::charter::Axis;
use crate::report::Combined;
use crate::text::Texts;

/// The index of each category of each group, over all areas.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let charter = &page.published.charter;
    let mut groups: Vec<(Axis, Combined)> = Vec::new();
    for (group, of) in charter.groups.iter().enumerate() {
        for axis in (0..of.levels()).map(|group_level| Axis { group, group_level }) {
            // The coarsest level that has the group by itself.
            let tables = charter.lattice.numbered();
            let alone = tables.filter(|(_, table)| table.axes == [axis]).min_by_key(|(_, table)| table.level);
            groups.extend(alone.map(|(table, _)| (axis, page.published.whole_of(table))));
        }
    }
    (!groups.is_empty()).then(|| {
        html! {
            (page.languages.paragraph("report-groups-text", |_| Vec::new()))
            (page.languages.each(|texts| html! {
                @if let Some(picture) = picture(page, texts, &groups) { (picture) }
            }))
            @for (axis, sums) in &groups {
                (page.languages.each(|texts| group(page, texts, *axis, sums)))
            }
        }
    })
}

/// Categories of all groups, the most vulnerable first, beside all people.
fn picture(page: &Page<'_>, texts: &Texts, groups: &[(Axis, Combined)]) -> Option<Markup> {
    let (charter, shown) = (&page.published.charter, page.shown());
    let categories = groups.iter().flat_map(|(axis, sums)| {
        let group = &charter.groups[axis.group];
        (0..sums.cells.len()).map(move |row| {
            let category = &group.categories_of(axis.group_level)[sums.cells.rows[row].combination as usize];
            let [of, name] = [group.label_of(axis.group_level), &category.label].map(|label| label.get(texts.lang()));
            ChartRow {
                name: match of == name {
                    true => name.to_owned(),
                    false => texts.line("report-chart-category", &[("group", of.into()), ("category", name.into())]),
                },
                figures: Some(Figures::new(sums, row, shown)),
                rank: None,
                whole: false,
            }
        })
    });
    let everybody = page.published.whole();
    let everybody = everybody.as_ref().map(|sums| ChartRow {
        name: page.whole_name(texts),
        figures: Some(Figures::new(sums, 0, shown)),
        rank: None,
        whole: true,
    });
    chart::chart(page, texts, "groups-chart", categories.chain(everybody).collect())
}

fn group(page: &Page<'_>, texts: &Texts, axis: Axis, sums: &Combined) -> Markup {
    let (charter, lang) = (&page.published.charter, texts.lang());
    let shown = page.shown();
    let group = &charter.groups[axis.group];
    let rows = html! {
        @for (number, category) in (0..).zip(group.categories_of(axis.group_level)) {
            @let row = sums.cells.rows.iter().position(|key| key.combination == number);
            tr {
                th { (category.label.get(lang)) }
                (figures::cells(texts, shown, row.map(|row| Figures::new(sums, row, shown)), true))
            }
        }
    };
    let label = group.label_of(axis.group_level).get(lang).to_owned();
    let header = [vec![label.clone()], figures::header(page, texts)].concat();
    table(&format!("group-{}-{}-{}", group.id, axis.group_level, lang.code()), &label, &header, 1, &rows)
}
