use maud::{Markup, html};

use super::Page;
use super::languages::table;
use crate::text::{Texts, Variable};

/// Members that answered, and those that didn't.
pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    Some(page.languages.each(|texts| {
        let published = page.published;
        let name = |member| published.charter.member(member).map_or("", |known| known.name.get(texts.lang()));
        let rows = html! {
            @for outcome in page.members(texts) {
                tr {
                    th { (name(&outcome.member)) }
                    @match &outcome.missing {
                        None => td.word { (texts.line("report-answered", &[])) },
                        Some(problem) => td.absent { (texts.line("report-missing", &[])) " [" (problem.key) "]" },
                    }
                    td.word { (outcome.weights().map_or_else(String::new, |word| texts.line(&format!("report-weights-{word}"), &[]))) }
                    td.word { (outcome.software.as_deref().unwrap_or("…")) }
                    td.code { (outcome.vouched.as_ref().map_or_else(String::new, |vouched| vouched.release.short())) }
                }
            }
        };
        let header = ["result-member", "report-answer", "report-weights", "report-software", "report-release"];
        let header = header.map(|key| texts.line(key, &[]));
        let id = format!("answers-{}", texts.lang().code());
        let missing = published.members.len() - published.answered();
        html! {
            p { (texts.line("report-members-text", &[("missing", missing.into())])) }
            @if !published.unweighted().is_empty() { p { (texts.line("report-weights-mixed", &[])) } }
            (table(&id, &texts.line("report-members-caption", &[]), &header, 5, &rows))
        }
    }))
}

/// Steps to verify the bundle.
pub(super) fn verification(page: &Page<'_>) -> Option<Markup> {
    Some(html! {
        (page.languages.paragraph("report-verify-text", |_| Vec::new()))
        pre { code { "sha256sum -c SHA256SUMS\narchipel index verify ." } }
        (page.languages.paragraph("report-verify-more", |_| Vec::new()))
        @if page.published.charter.coordinators.iter().any(|known| known.signing_key.is_some()) {
            (page.languages.paragraph("report-verify-signed", |_| {
                vec![("needed", page.published.charter.sign_off.into())]
            }))
        }
    })
}

/// Citation of the figures, in every language.
pub(super) fn citation(page: &Page<'_>) -> Option<Markup> {
    Some(html! {
        (page.languages.paragraph("report-cite-text", |_| Vec::new()))
        @for texts in page.languages.all() {
            blockquote lang=(texts.lang().code()) { p { (citation_in(page, texts)) } }
        }
        @if let Some(licence) = &page.published.charter.licence {
            (page.languages.paragraph("report-licence", |texts| vec![("licence", licence.named(texts.lang()).into())]))
        }
    })
}

fn citation_in(page: &Page<'_>, texts: &Texts) -> String {
    let charter = &page.published.charter;
    let mut words = identity(page, texts);
    words.push(("title", charter.title.get(texts.lang()).to_owned().into()));
    texts.line("report-citation", &words)
}

/// Identifier of the computation.
pub(super) fn edition(page: &Page<'_>, texts: &Texts) -> String {
    texts.line("report-edition", &identity(page, texts))
}

fn identity(page: &Page<'_>, texts: &Texts) -> Vec<(&'static str, Variable)> {
    let published = page.published;
    vec![
        ("period", (&published.period).into()),
        ("publication", published.standing.named(texts).into()),
        ("edition", published.edition.digest().short().into()),
        ("charter", (&published.charter.id).into()),
        ("version", Variable::from(published.charter.version.to_string())),
        ("digest", published.charter.digest().short().into()),
        ("software", (&published.software).into()),
    ]
}
