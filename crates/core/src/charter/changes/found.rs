//! Collection of differences, topic by topic.

use super::difference::{Change, Topic, Value, Words};
use crate::model::{Bilingual, Lang};

/// Changes so far, and the topic of the next ones.
#[derive(Default)]
pub(super) struct Found {
    topic: Option<Topic>,
    pub(super) changes: Vec<Change>,
}

impl Found {
    pub(super) fn topic(&mut self, topic: Topic, look: impl FnOnce(&mut Self)) {
        self.topic = Some(topic);
        look(self);
    }

    pub(super) fn push(&mut self, key: &'static str, words: Words) {
        let topic = self.topic.unwrap_or(Topic::Other);
        self.changes.push(Change { topic, key, words });
    }

    /// Notes a value that has changed.
    pub(super) fn differ(&mut self, key: &'static str, about: &[(&'static str, Value)], was: Value, now: Value) {
        if was != now {
            self.push(key, [about, &[("was", was), ("now", now)]].concat());
        }
    }

    /// Notes a text for people that has changed: each language in which it differs is a change of its own.
    pub(super) fn label(
        &mut self,
        key: &'static str,
        about: &[(&'static str, Value)],
        was: &Bilingual,
        now: &Bilingual,
    ) {
        self.optional_label(key, about, Some(was), Some(now));
    }

    /// Notes a change of a text that may be absent: each language is a change of its own.
    pub(super) fn optional_label(
        &mut self,
        key: &'static str,
        about: &[(&'static str, Value)],
        was: Option<&Bilingual>,
        now: Option<&Bilingual>,
    ) {
        for (lang, name) in [(Lang::En, "word-in-english"), (Lang::Fr, "word-in-french")] {
            let about = [about, &[("language", Value::Phrase(name, Vec::new()))]].concat();
            let [was, now] = [was, now].map(|text| Value::option(text.map(|text| Value::text(text.get(lang)))));
            self.differ(key, &about, was, now);
        }
    }

    /// Pairs things by id: removed ones, added ones, and changes of the others.
    pub(super) fn pairs<T>(
        &mut self,
        (old, new): (&[T], &[T]),
        id: impl Fn(&T) -> &str,
        mut removed: impl FnMut(&mut Self, &T),
        mut added: impl FnMut(&mut Self, &T),
        mut kept: impl FnMut(&mut Self, &T, &T),
    ) {
        let find = |list: &'_ [T], wanted: &str| list.iter().position(|item| id(item) == wanted);
        for item in old.iter().filter(|item| find(new, id(item)).is_none()) {
            removed(self, item);
        }
        for item in new.iter().filter(|item| find(old, id(item)).is_none()) {
            added(self, item);
        }
        for item in new {
            if let Some(before) = find(old, id(item)) {
                kept(self, &old[before], item);
            }
        }
    }
}
