use maud::{Markup, html};

use super::Page;
use super::languages::{cell, percent, table};
use crate::charter::{Class, Table};
use crate::text::Texts;

/// Withheld cells, and the share of people in the others.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let public = page.published.charter.class() == Class::Public;
    Some(page.languages.each(|texts| {
        html! {
            @if public { p { (texts.line("report-coverage-public", &[])) } } @else {
                p { (texts.line("report-coverage-text", &[])) }
                @if let Some(least) = least(page, texts) { p { (least) } }
            }
            (tables(page, texts))
        }
    }))
}

/// Table with the smallest share of people, in words.
fn least(page: &Page<'_>, texts: &Texts) -> Option<String> {
    let tables = page.published.charter.lattice.numbered();
    let known = tables.filter_map(|(position, table)| Some((table, page.published.covered(position).share()?)));
    let (table, share) = known.min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, share)| *share < 1.0)?;
    let words = [("table", name(page, texts, table).into()), ("percent", percent(texts, share, 0).into())];
    Some(texts.line("report-coverage-least", &words))
}

fn name(page: &Page<'_>, texts: &Texts, table: &Table) -> String {
    table.name(&page.published.charter).get(texts.lang()).to_owned()
}

fn tables(page: &Page<'_>, texts: &Texts) -> Markup {
    let number = |count: u64| texts.number(count as f64, 0);
    let rows = html! {
        @for (position, of) in page.published.charter.lattice.numbered() {
            @let covered = page.published.covered(position);
            tr {
                th { (name(page, texts, of)) }
                (cell(&number(covered.published)))
                (cell(&number(covered.withheld)))
                (cell(&covered.share().map_or("…".to_owned(), |share| percent(texts, share, 1))))
            }
        }
    };
    let header = ["report-table", "report-cells-published", "report-cells-withheld", "report-people-covered"];
    let header = header.map(|key| texts.line(key, &[]));
    let id = format!("coverage-{}", texts.lang().code());
    table(&id, &texts.line("report-coverage-caption", &[]), &header, 1, &rows)
}
