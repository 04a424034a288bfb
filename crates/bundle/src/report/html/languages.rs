use maud::{Markup, html};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::model::Lang;
use crate::text::{Texts, Variable};

/// Every language that the page is written in.
pub(super) struct Languages([Texts; 2]);

impl Languages {
    pub(super) fn new() -> Self {
        Self(Lang::ALL.map(Texts::new))
    }

    /// Texts of all languages.
    pub(super) fn all(&self) -> &[Texts] {
        &self.0
    }

    /// A block in every language.
    pub(super) fn each(&self, block: impl Fn(&Texts) -> Markup) -> Markup {
        html! {
            @for texts in &self.0 {
                div class=(texts.lang().code()) lang=(texts.lang().code()) { (block(texts)) }
            }
        }
    }

    /// Words within a line: once, if they are equal in every language.
    pub(super) fn inline(&self, words: impl Fn(&Texts) -> String) -> Markup {
        let all = self.0.each_ref().map(&words);
        if all.windows(2).all(|pair| pair[0] == pair[1]) {
            return html! { (all[0]) };
        }
        html! {
            @for (texts, words) in self.0.iter().zip(&all) {
                span class=(texts.lang().code()) lang=(texts.lang().code()) { (words) }
            }
        }
    }

    /// A text of the catalogue, within a line.
    pub(super) fn line(&self, key: &str) -> Markup {
        self.inline(|texts| texts.line(key, &[]))
    }

    /// A text of the catalogue with words in it, as a paragraph.
    pub(super) fn paragraph(&self, key: &str, words: impl Fn(&Texts) -> Vec<(&'static str, Variable)>) -> Markup {
        html! { p { (self.inline(|texts| texts.line(key, &words(texts)))) } }
    }
}

/// A table that scrolls by itself where the page is too narrow, by keyboard too. `id` names its caption; the first
/// `words` columns are words, the others figures.
pub(super) fn table(id: &str, caption: &str, header: &[String], words: usize, rows: &Markup) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-labelledby=(id) {
            table {
                caption #(id) { (caption) }
                thead {
                    tr {
                        @for (column, name) in header.iter().enumerate() {
                            th.word[column < words] scope="col" { (name) }
                        }
                    }
                }
                tbody { (rows) }
            }
        }
    }
}

/// Sort key of a name: French and English sort letters with accents like the letters without.
pub(super) fn alphabetical(name: &str) -> String {
    name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A share in percent.
pub(super) fn percent(texts: &Texts, share: f64, decimals: usize) -> String {
    texts.line("percent", &[("number", texts.number(100.0 * share, decimals).into())])
}

/// Markup of one cell of figures, aligned to the right.
pub(super) fn cell(text: &str) -> Markup {
    html! { td { (text) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_as_people_look_for_them() {
        let mut names =
            ["Québec", "Île-du-Prince-Édouard", "Terre-Neuve", "Ontario", "Nouvelle-Écosse", "Nouveau-Brunswick"];
        names.sort_by_key(|name| alphabetical(name));
        let right =
            ["Île-du-Prince-Édouard", "Nouveau-Brunswick", "Nouvelle-Écosse", "Ontario", "Québec", "Terre-Neuve"];
        assert_eq!(names, right);
    }
}
