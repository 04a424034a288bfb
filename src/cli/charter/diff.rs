use std::path::Path;

use serde_json::json;

use super::super::open_charter;
use super::super::page::Page;
use super::super::shell::Shell;
use super::values::{json_words, words};
use crate::charter::{Charter, changes};
use crate::model::Findings;

pub(super) fn run(shell: &Shell, old: &Path, new: &Path) -> Result<(), Findings> {
    let (old, new) = (open_charter(old)?.1, open_charter(new)?.1);
    let texts = shell.texts();
    let told: Vec<_> = changes(&old, &new)
        .into_iter()
        .map(|change| {
            let key = format!("change-{}", change.key);
            let words_ready = words(texts, &change.words);
            (change, key, words_ready)
        })
        .collect();
    let listed = told.iter().map(|(change, key, ready)| {
        json!({
            "topic": change.topic.id(), "change": change.key, "words": json_words(&change.words),
            "text": shell.line(key, ready),
        })
    });
    let value = json!({
        "old": summary(&old), "new": summary(&new), "same_bytes": old.digest == new.digest,
        "changes": listed.collect::<Vec<_>>(),
    });
    shell.data(&value, || {
        let mut page = Page::new(texts);
        for (key, charter) in [("charter-diff-old", &old), ("charter-diff-new", &new)] {
            let (id, digest) = (&charter.id, charter.digest.short());
            page.line(key, &[("id", id.into()), ("version", charter.version.into()), ("digest", digest.into())]);
        }
        if told.is_empty() {
            page.line(if old.digest == new.digest { "charter-diff-same" } else { "charter-diff-bytes" }, &[]);
        }
        for topic in told.chunk_by(|a, b| a.0.topic == b.0.topic) {
            page.heading(&format!("charter-topic-{}", topic[0].0.topic.id()));
            topic.iter().for_each(|(_, key, ready)| page.item(key, ready));
        }
        page.finish()
    });
    if old.digest != new.digest {
        shell.say("charter-next-diff", &[]);
    }
    Ok(())
}

fn summary(charter: &Charter) -> serde_json::Value {
    json!({ "id": charter.id, "version": charter.version, "digest": charter.digest })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::charter::{Topic, every_kind};
    use crate::model::Lang;
    use crate::text::Texts;

    /// Each change is a whole sentence with all its words, and no sentence waits for a change that never comes.
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
