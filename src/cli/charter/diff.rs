use std::path::Path;

use serde_json::json;

use super::super::page::Page;
use super::super::shell::Shell;
use super::values::{json_words, words};
use crate::charter::{Charter, changes};
use crate::model::Findings;

pub(super) fn run(shell: &Shell, old: &Path, new: &Path) -> Result<(), Findings> {
    let (old, new) = (super::open(old)?.1, super::open(new)?.1);
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
