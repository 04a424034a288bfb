use serde_json::{Value, json};

use super::super::markdown;
use super::super::page::wrap;
use super::super::shell::Shell;
use crate::model::Lang;

/// Ids of the pages, in the order in which they are read: the names of their files in `docs/`.
pub(super) const IDS: [&str; 8] =
    ["index", "governance", "agreement", "technology", "skills", "privacy", "readiness", "exercises"];

macro_rules! pages {
    ($lang:literal) => {
        [
            include_str!(concat!("../../../docs/", $lang, "/guide/index.md")),
            include_str!(concat!("../../../docs/", $lang, "/guide/governance.md")),
            include_str!(concat!("../../../docs/", $lang, "/guide/agreement.md")),
            include_str!(concat!("../../../docs/", $lang, "/guide/technology.md")),
            include_str!(concat!("../../../docs/", $lang, "/guide/skills.md")),
            include_str!(concat!("../../../docs/", $lang, "/guide/privacy.md")),
            include_str!(concat!("../../../docs/", $lang, "/guide/readiness.md")),
            include_str!(concat!("../../../docs/", $lang, "/guide/exercises.md")),
        ]
    };
}
const PAGES: [[&str; 8]; 2] = [pages!("en"), pages!("fr")];

/// The Markdown of a page; empty for an id that isn't one.
pub(super) fn text(lang: Lang, id: &str) -> &'static str {
    let pages = match lang {
        Lang::En => &PAGES[0],
        Lang::Fr => &PAGES[1],
    };
    IDS.iter().position(|known| *known == id).map_or("", |place| pages[place])
}

/// What a page is called: its first heading.
fn title(page: &str) -> &str {
    page.lines().next().unwrap_or_default().trim_start_matches('#').trim()
}

/// All pages, with the question that each answers.
pub(super) fn list(shell: &Shell) {
    let lang = shell.texts().lang();
    let question = |id: &str| shell.line(&format!("guide-page-{id}"), &[]);
    let page = |id: &&str| json!({ "page": id, "title": title(text(lang, id)), "question": question(id) });
    let value: Value = IDS.iter().map(page).collect();
    shell.data(&value, || {
        let header = ["guide-head-page", "guide-head-question"].map(|key| shell.line(key, &[]));
        let rows: Vec<Vec<String>> = IDS.iter().map(|id| vec![(*id).to_owned(), question(id)]).collect();
        shell.table(&header, &rows, 2..)
    });
    shell.say("guide-next-list", &[]);
}

/// One page, plain.
pub(super) fn show(shell: &Shell, id: &str) {
    let page = text(shell.texts().lang(), id);
    shell.data(&json!({ "page": id, "title": title(page), "text": page }), || page_for_people(shell, page));
    let place = IDS.iter().position(|known| *known == id);
    if let Some(next) = place.and_then(|place| IDS.get(place + 1)) {
        shell.say("guide-next-page", &[("page", next.into())]);
    }
}

/// The text, and where its links lead: nobody can follow them on a terminal.
pub(super) fn page_for_people(shell: &Shell, page: &str) -> String {
    let texts = shell.texts();
    let plain = markdown::plain(texts, page);
    let mut text = plain.text;
    let mut known: Vec<String> = Vec::new();
    for link in plain.links {
        let file = link.target.split('#').next().unwrap_or_default();
        let target = match file.strip_suffix(".md").filter(|id| IDS.contains(id)) {
            Some(id) => format!("archipel guide show {id}"),
            None => in_repository(texts.lang(), &link.target),
        };
        if known.contains(&target) {
            continue;
        }
        if known.is_empty() {
            text += &format!("\n{}\n", texts.line("guide-links", &[]));
        }
        let line = texts.line("guide-named", &[("name", (&link.text).into()), ("text", (&target).into())]);
        text += &wrap(&line, "  - ", "    ");
        known.push(target);
    }
    text
}

/// Where a relative link of a page leads to, from the top of the repository.
fn in_repository(lang: Lang, target: &str) -> String {
    if target.contains("://") {
        return target.to_owned();
    }
    let mut path = vec!["docs", lang.code(), "guide"];
    for step in target.split('/') {
        if step == ".." {
            path.pop();
        } else {
            path.push(step);
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Texts;

    #[test]
    fn every_page_has_a_title_and_a_question_in_both_languages() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for id in IDS {
                assert!(!title(text(lang, id)).is_empty(), "{lang:?} {id}");
                assert!(texts.find(&format!("guide-page-{id}"), &[]).is_some(), "{lang:?} {id}");
            }
        }
        assert_eq!(text(Lang::En, "nowhere"), "");
    }

    #[test]
    fn links_lead_from_the_top_of_the_repository() {
        assert_eq!(in_repository(Lang::En, "../reference/glossary.md"), "docs/en/reference/glossary.md");
        assert_eq!(in_repository(Lang::Fr, "../../../deploy/README.fr.md"), "deploy/README.fr.md");
        assert_eq!(in_repository(Lang::Fr, "https://example.org/a/../b"), "https://example.org/a/../b");
    }
}
