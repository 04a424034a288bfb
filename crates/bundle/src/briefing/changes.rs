use serde_json::{Value as Json, json};

use super::values::{json_words, words};
use crate::charter::{Change, Charter, changes};
use crate::text::{TextPage, Texts};

/// Changes from one charter to another.
pub struct CharterChanges<'c> {
    old: &'c Charter,
    new: &'c Charter,
    changes: Vec<Change>,
}

impl<'c> CharterChanges<'c> {
    /// Compares two charters.
    pub fn between(old: &'c Charter, new: &'c Charter) -> Self {
        Self { old, new, changes: changes(old, new) }
    }

    /// Whether both charters are equal to the last byte.
    pub fn are_none(&self) -> bool {
        self.old.digest() == self.new.digest()
    }

    /// The changes as data, each with its sentence.
    pub fn facts(&self, texts: &Texts) -> Json {
        let fact = |change: &Change| {
            json!({
                "topic": change.topic.id(), "change": change.key, "words": json_words(&change.words),
                "text": sentence(texts, change),
            })
        };
        json!({
            "old": summary(self.old), "new": summary(self.new), "same_bytes": self.are_none(),
            "changes": self.changes.iter().map(fact).collect::<Vec<_>>(),
        })
    }

    /// The changes as sentences, by topic.
    pub fn text(&self, texts: &Texts) -> String {
        let mut page = TextPage::new(texts);
        for (key, charter) in [("charter-diff-old", self.old), ("charter-diff-new", self.new)] {
            let (id, digest) = (&charter.id, charter.digest().short());
            page.line(key, &[("id", id.into()), ("version", charter.version.into()), ("digest", digest.into())]);
        }
        if self.changes.is_empty() {
            page.line(if self.are_none() { "charter-diff-same" } else { "charter-diff-bytes" }, &[]);
        }
        for topic in self.changes.chunk_by(|a, b| a.topic == b.topic) {
            page.heading(&format!("charter-topic-{}", topic[0].topic.id()));
            topic.iter().for_each(|change| page.item(&key(change), &words(texts, &change.words)));
        }
        page.finish()
    }
}

fn key(change: &Change) -> String {
    format!("change-{}", change.key)
}

fn sentence(texts: &Texts, change: &Change) -> String {
    texts.line(&key(change), &words(texts, &change.words))
}

fn summary(charter: &Charter) -> Json {
    json!({ "id": charter.id, "version": charter.version, "digest": charter.digest() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::charter::{Topic, every_kind};
    use crate::model::Lang;

    /// Each change has a whole sentence with all its words, and each sentence has a change.
    #[test]
    fn every_change_has_its_sentence_and_every_sentence_its_change() {
        let mut told = BTreeSet::new();
        let mut topics = BTreeSet::new();
        for (old, new) in every_kind() {
            for change in changes(&old, &new) {
                let key = format!("change-{}", change.key);
                for lang in Lang::ALL {
                    let texts = Texts::new(lang);
                    let sentence = texts.find(&key, &words(&texts, &change.words));
                    let sentence = sentence.unwrap_or_else(|| panic!("{lang:?} lacks {key}"));
                    assert!(!sentence.contains("{"), "{sentence}");
                    let topic = format!("charter-topic-{}", change.topic.id());
                    assert!(texts.find(&topic, &[]).is_some(), "{lang:?} lacks {topic}");
                }
                topics.insert(change.topic);
                told.insert(key);
            }
        }
        let catalogue = crate::text::CATALOGUES[0].lines().filter_map(|line| line.split_once(" ="));
        let keys = catalogue.map(|(key, _)| key.to_owned());
        assert_eq!(told, keys.filter(|key| key.starts_with("change-")).collect());
        assert!(topics.contains(&Topic::Protection) && topics.len() == 8);
    }
}
