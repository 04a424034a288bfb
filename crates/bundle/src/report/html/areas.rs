use maud::{Markup, html};

use super::Page;
use super::figures::{self, Figures};
use super::languages::table;
use super::map;
use crate::charter::{Table, TableIndex};
use crate::text::Texts;

/// Largest number of rows of a table that is written plainly, with the index as bars, too. A larger one is kept as text
/// where scripts run, and our script makes a table of it in the reader's language: twice thousands of rows take a
/// browser seconds.
const PLAIN: usize = 400;

/// Section with a table for each level, beside a map where there is one.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let charter = &page.published.charter;
    let tables = charter.lattice.numbered().filter(|(_, table)| table.axes.is_empty());
    // The whole is shown above.
    let several: Vec<_> = tables.filter(|(_, table)| charter.geography.areas(table.level).len() > 1).collect();
    (!several.is_empty()).then(|| {
        html! {
            @for (position, table) in several {
                @let label = charter.geography.label(table.level);
                h3 id={ "level-" (table.level) } { (page.languages.inline(|texts| label.get(texts.lang()).to_owned())) }
                div.beside.coded {
                    @if let Some(figure) = map::figure(page, table.level, &page.published.tables[position.at()]) { (figure) }
                    (page.languages.each(|texts| areas(page, texts, position, table)))
                }
            }
        }
    })
}

fn areas(page: &Page<'_>, texts: &Texts, position: TableIndex, of: &Table) -> Markup {
    let (charter, lang) = (&page.published.charter, texts.lang());
    let (shown, sums) = (page.shown(), &page.published.tables[position.at()]);
    let areas = charter.geography.areas(of.level);
    let rows = html! {
        @for (number, area) in charter.geography.numbered(of.level) {
            tr {
                th { (area.name.get(lang)) }
                td { (area.code) }
                (figures::cells(
                    texts,
                    shown,
                    sums.row(number, 0).map(|row| Figures::new(sums, row, shown)),
                    areas.len() <= PLAIN,
                ))
            }
        }
    };
    let names = ["report-area", "report-code"].map(|key| texts.line(key, &[])).to_vec();
    let caption = texts.line("report-areas-caption", &[("level", charter.geography.label(of.level).get(lang).into())]);
    let header = [names, figures::header(page, texts)].concat();
    let table = table(&format!("areas-{}-{}", of.level, lang.code()), &caption, &header, 2, &rows);
    html! { @if areas.len() <= PLAIN { (table) } @else { noscript { (table) } } }
}

/// Section of areas across members' borders.
pub(super) fn borders(page: &Page<'_>) -> Option<Markup> {
    let (published, charter) = (page.published, &page.published.charter);
    let shown = page.shown();
    let whole = published.cross_border.iter().filter(|part| charter.lattice.tables()[part.table.at()].axes.is_empty());
    let whole: Vec<_> = whole.filter(|part| !part.rows.cells.is_empty()).collect();
    (!whole.is_empty()).then(|| {
        page.languages.each(|texts| {
            let rows = html! {
                @for part in &whole {
                    tr {
                        th { (charter.cross_border[part.area].name.get(texts.lang())) }
                        (figures::cells(texts, shown, Some(Figures::new(&part.rows, 0, shown)), true))
                    }
                }
            };
            let header = [vec![texts.line("report-area", &[])], figures::header(page, texts)].concat();
            let id = format!("borders-{}", texts.lang().code());
            html! {
                p { (texts.line("report-borders-text", &[])) }
                (table(&id, &texts.line("report-borders-caption", &[]), &header, 1, &rows))
            }
        })
    })
}
