//! `report.html`: the result as a page for people. One file that needs no other: English and French side by side, one
//! of them shown; without its script, sorting, pointing at the map and the reader's own language at the start are
//! missing. It begins with a picture that shows which members are most vulnerable, and how sure that is.

mod areas;
mod bands;
mod chart;
mod coverage;
mod facilities;
mod figures;
mod groups;
mod headline;
mod languages;
mod map;
mod members;
mod method;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Catchments, Published, Reading, Shown};
use crate::charter::Class;
use crate::model::Lang;
use languages::Languages;

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// Source of every part of the page.
struct Page<'p> {
    published: &'p Published,
    languages: Languages,
    catchments: Option<Catchments>,
}

impl Page<'_> {
    /// Figures of its rows.
    fn shown(&self) -> Shown {
        Reading::new(&self.published.charter).shown
    }
}

/// The whole page. It has no dates, so that the same figures give the same bytes.
pub(super) fn page(published: &Published) -> Vec<u8> {
    let page = Page { published, languages: Languages::new(), catchments: published.catchments() };
    let parts = [
        ("headline", headline::section(&page)),
        ("areas", areas::section(&page)),
        ("bands", bands::section(&page)),
        ("groups", groups::section(&page)),
        ("borders", areas::borders(&page)),
        ("service", facilities::section(&page)),
        ("coverage", coverage::section(&page)),
        ("quality", figures::legend(&page)),
        ("members", members::section(&page)),
        ("method", method::section(&page)),
        ("verify", members::verification(&page)),
        ("cite", members::citation(&page)),
    ];
    let parts: Vec<(&str, Markup)> =
        parts.into_iter().filter_map(|(id, markup)| markup.map(|markup| (id, markup))).collect();
    let text = whole(&page, &parts).into_string();
    // HTML implies these end tags; in tables and maps of thousands of areas they would be a third of the file.
    let text = ["</td>", "</th>", "</tr>", "</li>"].iter().fold(text, |text, end| text.replace(end, ""));
    // A row doesn't need an empty last cell either.
    let text = text.replace("<td><tr>", "<tr>");
    let text = ["path", "circle"].iter().fold(text, |text, name| text.replace(&format!("\"></{name}>"), "\"/>"));
    (text + "\n").into_bytes()
}

fn whole(page: &Page<'_>, parts: &[(&str, Markup)]) -> Markup {
    let charter = &page.published.charter;
    // A rehearsal is another look at real people, which no budget counts.
    let real = page.published.rehearsal && !page.published.synthetic;
    let unpaid = real && charter.class() == Class::Private;
    let pilot = if page.published.standing.pilot { "PILOT · PILOTE · " } else { "" };
    let title = |lang: Lang| format!("{pilot}{}", charter.title.get(lang));
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title data-en=(title(Lang::En)) data-fr=(title(Lang::Fr)) {
                    (title(Lang::En)) " · " (title(Lang::Fr))
                }
                style { (PreEscaped(STYLE)) }
            }
            body.pilot[page.published.standing.pilot].rehearsal[unpaid] {
                (map::patterns())
                a.skip href="#main" { (page.languages.line("report-skip")) }
                (header(page, parts))
                main #main tabindex="-1" {
                    @for (id, part) in parts {
                        section #(id) aria-labelledby={ (id) "-title" } {
                            h2 id={ (id) "-title" } { (page.languages.line(&format!("report-{id}"))) }
                            (part)
                        }
                    }
                }
                footer { p { (page.languages.inline(|texts| members::edition(page, texts))) } }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// Language, title, subject, and contents of the page.
fn header(page: &Page<'_>, parts: &[(&str, Markup)]) -> Markup {
    let (charter, standing, languages) = (&page.published.charter, &page.published.standing, &page.languages);
    html! {
        header {
            form.language {
                fieldset {
                    legend { span lang="en" { "Language" } " · " span lang="fr" { "Langue" } }
                    label lang="en" { input #show-en type="radio" name="language" checked; " English" }
                    label lang="fr" { input #show-fr type="radio" name="language"; " Français" }
                }
            }
            @if page.published.rehearsal { p.mark { (languages.line("report-rehearsal")) } }
            @if standing.pilot { p.mark { (languages.line("report-pilot")) } }
            h1 { (languages.inline(|texts| charter.title.get(texts.lang()).to_owned())) }
            @if let Some(correction) = &standing.correction {
                p.mark { (languages.inline(|texts| headline::correction(standing, correction, texts))) }
            }
            p.about { (languages.inline(|texts| headline::about(page, texts))) }
            p.about { (languages.inline(|texts| headline::people(page, texts))) }
            nav aria-labelledby="contents" {
                h2 #contents { (languages.line("report-contents")) }
                ul {
                    @for (id, _) in parts {
                        li { a href={ "#" (id) } { (languages.line(&format!("report-{id}"))) } }
                    }
                }
            }
        }
    }
}
