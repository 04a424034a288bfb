//! What a charter can't promise, at the head of everything that people sign or act on.

use super::page::Page;
use crate::charter::Charter;
use crate::disclosure::{Limit, limits};
use crate::text::{Texts, Word};

/// A heading and at most five lines.
pub(super) fn head(page: &mut Page<'_>, charter: &Charter) {
    page.heading("limits-heading");
    limits(charter).iter().for_each(|limit| page.item(&key(limit), &words(limit)));
}

/// The same as sentences.
pub(super) fn sentences(texts: &Texts, charter: &Charter) -> Vec<String> {
    limits(charter).iter().map(|limit| texts.line(&key(limit), &words(limit))).collect()
}

/// How many editions about the same people there can be, if that is limited.
pub(super) fn editions(texts: &Texts, charter: &Charter) -> Option<String> {
    let limit = limits(charter).into_iter().find(|limit| limit.key == "editions-population")?;
    Some(texts.line(&key(&limit), &words(&limit)))
}

fn key(limit: &Limit) -> String {
    format!("limit-{}", limit.key)
}

fn words(limit: &Limit) -> Vec<(&'static str, Word)> {
    limit.words.iter().map(|&(name, number)| (name, number.into())).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::charter::{Class, Knowledge, Weights, template};
    use crate::model::Lang;

    /// Every charter that there can be: six lines of eighty columns, and every sentence of the catalogue is said by one.
    #[test]
    fn six_lines_say_what_no_charter_promises() {
        let mut charter = Charter::parse(&template(None)).unwrap();
        let mut said = BTreeSet::new();
        for class in [Class::Public, Class::Controlled, Class::Private] {
            for knowledge in [Knowledge::Population, Knowledge::Sample] {
                for weights in [None, Some(Weights::None), Some(Weights::Design), Some(Weights::Calibrated)] {
                    for releases in [1, 2, 100] {
                        (charter.class, charter.method.weights) = (class, weights);
                        (charter.rules.knowledge, charter.rules.releases) = (knowledge, releases);
                        for texts in Lang::ALL.map(Texts::new) {
                            let mut page = Page::new(&texts);
                            head(&mut page, &charter);
                            let page = page.finish();
                            assert!((2..=6).contains(&page.lines().count()), "{page}");
                            assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
                        }
                        said.extend(limits(&charter).iter().map(key));
                    }
                }
            }
        }
        let entries = include_str!("../text/en.ftl").lines().filter_map(|line| line.split_once(" ="));
        let known = entries.map(|(key, _)| key.to_owned()).filter(|key| key.starts_with("limit-"));
        assert_eq!(said, known.collect());
    }

    /// A single edition is said to be one, and what it means.
    #[test]
    fn one_edition_is_no_second_year_and_no_correction() {
        let mut charter = Charter::parse(&template(None)).unwrap();
        let [en, fr] = Lang::ALL.map(Texts::new);
        assert_eq!(editions(&en, &charter), None);
        charter.class = Class::Controlled;
        assert!(editions(&en, &charter).unwrap().contains("no second year, no correction"));
        assert!(editions(&fr, &charter).unwrap().contains("ni deuxième année, ni correction"));
        charter.rules.releases = 3;
        assert!(editions(&fr, &charter).unwrap().contains("3 éditions"));
    }
}
