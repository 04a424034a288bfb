use crate::model::Lang;
use crate::text::{Texts, plain, wrap};

/// Ids of the pages in reading order, which are the names of their files in `docs/`.
pub const PAGES: [&str; 8] =
    ["index", "governance", "agreement", "technology", "skills", "privacy", "readiness", "exercises"];

macro_rules! pages {
    ($lang:literal) => {
        [
            include_str!(concat!("../../../../docs/", $lang, "/guide/index.md")),
            include_str!(concat!("../../../../docs/", $lang, "/guide/governance.md")),
            include_str!(concat!("../../../../docs/", $lang, "/guide/agreement.md")),
            include_str!(concat!("../../../../docs/", $lang, "/guide/technology.md")),
            include_str!(concat!("../../../../docs/", $lang, "/guide/skills.md")),
            include_str!(concat!("../../../../docs/", $lang, "/guide/privacy.md")),
            include_str!(concat!("../../../../docs/", $lang, "/guide/readiness.md")),
            include_str!(concat!("../../../../docs/", $lang, "/guide/exercises.md")),
        ]
    };
}
const TEXTS: [[&str; 8]; 2] = [pages!("en"), pages!("fr")];

/// Markdown of a page; empty for an id that isn't one.
pub fn page(lang: Lang, id: &str) -> &'static str {
    let pages = match lang {
        Lang::En => &TEXTS[0],
        Lang::Fr => &TEXTS[1],
    };
    PAGES.iter().position(|known| *known == id).map_or("", |place| pages[place])
}

/// Title of a page: its first heading.
pub fn title(page: &str) -> &str {
    page.lines().next().unwrap_or_default().trim_start_matches('#').trim()
}

/// Plain text of a page, followed by the targets of its links, as links can't be followed on a terminal.
pub fn plain_page(texts: &Texts, page: &str) -> String {
    let plain = plain(texts, page);
    let mut text = plain.text;
    let mut known: Vec<String> = Vec::new();
    for link in plain.links {
        let file = link.target.split('#').next().unwrap_or_default();
        let target = match file.strip_suffix(".md").filter(|id| PAGES.contains(id)) {
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

/// Target of a relative link of a page, from the top of the repository.
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

    #[test]
    fn every_page_has_a_title_and_a_question_in_both_languages() {
        for lang in Lang::ALL {
            let texts = Texts::new(lang);
            for id in PAGES {
                assert!(!title(page(lang, id)).is_empty(), "{lang:?} {id}");
                assert!(texts.find(&format!("guide-page-{id}"), &[]).is_some(), "{lang:?} {id}");
            }
        }
        assert_eq!(page(Lang::En, "nowhere"), "");
    }

    #[test]
    fn links_lead_from_the_top_of_the_repository() {
        assert_eq!(in_repository(Lang::En, "../reference/glossary.md"), "docs/en/reference/glossary.md");
        assert_eq!(in_repository(Lang::Fr, "../../../deploy/README.fr.md"), "deploy/README.fr.md");
        assert_eq!(in_repository(Lang::Fr, "https://example.org/a/../b"), "https://example.org/a/../b");
    }
}
