//! Limits of a charter's promises, at the head of every text that people sign or act on.

use crate::charter::Charter;
use crate::disclosure::{Limit, limits};
use crate::text::{TextPage, Texts, Variable};

/// A heading and at most five lines.
pub fn head(page: &mut TextPage<'_>, charter: &Charter) {
    page.heading("limits-heading");
    limits(charter).iter().for_each(|limit| page.item(&key(limit), &words(limit)));
}

/// Each limit as a sentence.
pub fn sentences(texts: &Texts, charter: &Charter) -> Vec<String> {
    limits(charter).iter().map(|limit| texts.line(&key(limit), &words(limit))).collect()
}

fn key(limit: &Limit) -> String {
    format!("limit-{}", limit.key)
}

fn words(limit: &Limit) -> Vec<(&'static str, Variable)> {
    limit.words.iter().map(|&(name, number)| (name, number.into())).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::charter::{Class, Privacy, template};
    use crate::model::{Lang, Rho};

    /// Every possible charter has at most six lines of eighty columns, and every sentence of the catalogue occurs.
    #[test]
    fn six_lines_say_what_no_charter_promises() {
        let mut charter = Charter::parse(&template(None)).unwrap();
        let mut said = BTreeSet::new();
        for class in Class::ALL {
            for rho in Privacy::PRESETS.map(|(_, rho)| rho).into_iter().chain([Rho::millionths(1), Rho::MOST]) {
                charter = charter.of_class(class);
                charter.rules.privacy.rho = rho;
                for texts in Lang::ALL.map(Texts::new) {
                    let mut page = TextPage::new(&texts);
                    head(&mut page, &charter);
                    let page = page.finish();
                    assert!((2..=6).contains(&page.lines().count()), "{page}");
                    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
                }
                said.extend(limits(&charter).iter().map(key));
            }
        }
        let entries = crate::text::CATALOGUES[0].lines().filter_map(|line| line.split_once(" ="));
        let known = entries.map(|(key, _)| key.to_owned()).filter(|key| key.starts_with("limit-"));
        assert_eq!(said, known.collect());
    }
}
