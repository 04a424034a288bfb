use maud::{Markup, html};

use super::Page;
use super::figures::{self, Figures};
use super::languages::{cell, percent, table};
use crate::report::{CLOSE_KM, Catchments, FAR_KM, Facilities, tenth};
use crate::text::Texts;

/// Largest number of rows of a list on the page; the bundle's files have them all.
const SHOWN: usize = 100;

/// Service points, the people near them, and those who aren't.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let facilities = page.published.layers.facilities.as_ref()?;
    let catchments = page.catchments.as_ref()?;
    Some(page.languages.each(|texts| {
        html! {
            p { (explained(page, texts, facilities, catchments)) }
            @if let Some(far) = &catchments.far {
                p {
                    (texts.line("report-service-far", &[
                        ("percent", percent(texts, (far.people / far.of).clamp(0.0, 1.0), 1).into()),
                        ("people", texts.number(far.people.max(0.0), 0).into()),
                        ("km", texts.number(FAR_KM, 0).into()),
                    ]))
                }
            }
            @if catchments.unplaced > 0 {
                p { (texts.line("report-service-unplaced", &[("count", catchments.unplaced.into())])) }
            }
            (points(page, texts, facilities, catchments))
            h3 { (texts.line("report-gaps", &[])) }
            @if catchments.gaps.is_empty() { p { (texts.line("report-gaps-none", &[])) } } @else {
                p { (texts.line("report-gaps-text", &[])) }
                (gaps(page, texts, catchments))
            }
            h3 { (texts.line("report-pairs", &[("km", texts.number(CLOSE_KM, 0).into())])) }
            @if catchments.close.is_empty() { p { (texts.line("report-pairs-none", &[])) } } @else {
                (pairs(texts, facilities, catchments))
            }
        }
    }))
}

/// Explanation of a catchment.
fn explained(page: &Page<'_>, texts: &Texts, facilities: &Facilities, catchments: &Catchments) -> String {
    let name = page.published.charter.geography.label(catchments.level).get(texts.lang());
    let words =
        [("level", name.into()), ("km", texts.number(facilities.within_km, digits(facilities.within_km)).into())];
    let key = if facilities.served.is_some() { "report-service-table" } else { "report-service-distance" };
    texts.line(key, &words)
}

fn points(page: &Page<'_>, texts: &Texts, facilities: &Facilities, catchments: &Catchments) -> Markup {
    let shown = page.shown();
    let rows = html! {
        @for (point, catchment) in facilities.points.iter().zip(&catchments.points).take(SHOWN) {
            tr {
                th { (point.name.get(texts.lang())) }
                td.word { (point.owner) }
                td.word { (point.languages.join(", ")) }
                td { (texts.number(catchment.areas as f64, 0)) }
                (figures::cells(
                    texts,
                    shown,
                    catchment.sums.as_ref().map(|sums| Figures::new(sums, 0, shown)),
                    true,
                ))
            }
        }
    };
    let names = ["report-point", "report-owner", "report-languages", "report-catchment-areas"];
    let header = [names.map(|key| texts.line(key, &[])).to_vec(), figures::header(page, texts)].concat();
    let id = format!("points-{}", texts.lang().code());
    html! {
        (table(&id, &texts.line("report-points-caption", &[]), &header, 3, &rows))
        (more(texts, facilities.points.len(), "service_points.csv"))
    }
}

fn gaps(page: &Page<'_>, texts: &Texts, catchments: &Catchments) -> Markup {
    let (published, charter) = (page.published, &page.published.charter);
    let shown = page.shown();
    let areas = charter.geography.areas(catchments.level);
    let sums = published.everybody(catchments.level);
    let rows = html! {
        @for gap in catchments.gaps.iter().take(SHOWN) {
            @let area = &areas[gap.area.at()];
            tr {
                th { (area.name.get(texts.lang())) }
                td.code { (area.code) }
                (cell(&gap.nearest_km.map_or("…".to_owned(), |km| texts.number(tenth(km), 1))))
                (figures::cells(
                    texts,
                    shown,
                    sums.map(|sums| Figures::new(sums, gap.row, shown)),
                    true,
                ))
            }
        }
    };
    let names = ["report-area", "report-code", "report-nearest"].map(|key| texts.line(key, &[])).to_vec();
    let id = format!("gaps-{}", texts.lang().code());
    let header = [names, figures::header(page, texts)].concat();
    html! {
        (table(&id, &texts.line("report-gaps-caption", &[]), &header, 2, &rows))
        (more(texts, catchments.gaps.len(), "service_gaps.csv"))
    }
}

fn pairs(texts: &Texts, facilities: &Facilities, catchments: &Catchments) -> Markup {
    let rows = html! {
        @for &(a, b, km) in catchments.close.iter().take(SHOWN) {
            @let [one, other] = [a, b].map(|point| &facilities.points[point]);
            tr {
                th { (one.name.get(texts.lang())) }
                td.word { (one.owner) }
                td.word { (other.name.get(texts.lang())) }
                td.word { (other.owner) }
                (cell(&texts.number(tenth(km), 1)))
            }
        }
    };
    let header = ["report-point", "report-owner", "report-point", "report-owner", "report-distance"];
    let header = header.map(|key| texts.line(key, &[]));
    let id = format!("pairs-{}", texts.lang().code());
    html! {
        (table(&id, &texts.line("report-pairs-caption", &[]), &header, 4, &rows))
        (more(texts, catchments.close.len(), "service_pairs.csv"))
    }
}

/// Note on the file with the rest of a list.
fn more(texts: &Texts, rows: usize, file: &str) -> Markup {
    html! {
        @if let Some(more) = rows.checked_sub(SHOWN).filter(|more| *more > 0) {
            p { (texts.line("report-more", &[("count", more.into()), ("file", file.into())])) }
        }
    }
}

/// Number of digits with which a number of km was given, up to three.
fn digits(km: f64) -> usize {
    (0..3).find(|&digits| format!("{km:.digits$}").parse() == Ok(km)).unwrap_or(3)
}
