use maud::{Markup, html};

use super::Page;
use super::figures::{Figures, State};
use super::languages::{cell, table};
use crate::report::Combined;
use crate::text::Texts;

/// How people are distributed over the bands of the index, for each member and for all.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let whole = page.published.whole();
    (page.published.charter.method.bands.len() > 1).then(|| {
        page.languages.each(|texts| {
            html! {
                p { (texts.line("report-bands-text", &[])) }
                ul.key { @for (number, name) in names(page, texts).iter().enumerate() {
                    li { span class={ "swatch d" (number % SHADES) } {} (name) }
                } }
                (members(page, texts, whole.as_ref()))
            }
        })
    })
}

/// Shades that the style sheet has for bands.
const SHADES: usize = 5;

/// Bands with the stretch that each takes.
fn names(page: &Page<'_>, texts: &Texts) -> Vec<String> {
    let mut low = 0.0;
    let bands = page.published.charter.method.bands.iter().map(|band| {
        let from = texts.number(low, 0);
        let to = texts.number(band.below.unwrap_or(100.0), 0);
        low = band.below.unwrap_or(100.0);
        format!("{} ({from}–{to})", band.label.get(texts.lang()))
    });
    bands.collect()
}

fn members(page: &Page<'_>, texts: &Texts, whole: Option<&Combined>) -> Markup {
    let (published, lang) = (page.published, texts.lang());
    let rows = html! {
        @for outcome in page.members(texts) {
            @if let Some(own) = &outcome.own {
                tr {
                    th {
                        (published.charter.member(&outcome.member).map_or("", |member| member.name.get(lang)))
                    }
                    (shares(page, texts, own))
                }
            }
        }
        @if let Some(whole) = whole {
            tr.whole { th { (page.whole_name(texts)) } (shares(page, texts, whole)) }
        }
    };
    let bands = published.charter.method.bands.iter().map(|band| band.label.get(lang).to_owned());
    let header: Vec<String> =
        [texts.line("result-member", &[]), texts.line("report-bands-picture", &[])].into_iter().chain(bands).collect();
    table(&format!("bands-{}", lang.code()), &texts.line("report-bands-caption", &[]), &header, 2, &rows)
}

fn shares(page: &Page<'_>, texts: &Texts, sums: &Combined) -> Markup {
    let statistics = page.published.charter.statistics();
    let figures = Figures::new(sums, 0, statistics);
    if figures.state() == State::Withheld {
        return html! { td.withheld colspan=(1 + statistics.bands()) { (texts.line("report-withheld", &[])) } };
    }
    let known = |band| figures.score(statistics.share(band));
    html! {
        td.picture {
            span.stack aria-hidden="true" {
                @for band in 0..statistics.bands() {
                    @if let Some(share) = known(band) {
                        i class={ "d" (band % SHADES) } style={ "flex:" (format!("{share:.3}")) } {}
                    }
                }
            }
        }
        @for band in 0..statistics.bands() { (cell(&figures.share(texts, band).unwrap_or_else(|| "…".to_owned()))) }
    }
}
