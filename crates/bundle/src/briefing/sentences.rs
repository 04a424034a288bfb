mod index;
mod parties;
mod published;
mod records;

pub(super) use parties::{areas, levels};
pub(super) use published::tables;

use super::limits;
use super::promise::Promise;
use crate::charter::{Charter, Class};
use crate::model::Digest;
use crate::text::{TextPage, Texts};

/// A whole charter in sentences, for a person who reads no TOML and must decide whether to sign.
pub fn sentences(texts: &Texts, charter: &Charter, promise: &Promise<'_>) -> String {
    let mut page = TextPage::new(texts);
    page.text(charter.title.get(texts.lang()));
    page.line("charter-summary", &[("id", (&charter.id).into()), ("version", charter.version.into())]);
    limits::head(&mut page, charter);
    parties::agreement(&mut page, texts, charter);
    records::records(&mut page, texts, charter);
    index::index(&mut page, texts, charter);
    published::published(&mut page, texts, charter, promise);
    parties::coordinators(&mut page, texts, charter);
    page.heading("show-heading-signature");
    page.paragraph("show-signature-meaning", &[]);
    // In class `public` no release waits for a decision.
    let waits = charter.class() != Class::Public;
    page.paragraph(if waits { "show-signature-waits" } else { "show-signature-limits" }, &[]);
    page.heading("show-heading-digest");
    page.paragraph("show-digest", &[]);
    spoken_digest(&charter.digest()).iter().for_each(|line| page.verbatim(line));
    page.finish()
}

/// Digest in four lines of four groups of four digits: short enough to read aloud without losing one's place.
fn spoken_digest(digest: &Digest) -> Vec<String> {
    let digits = digest.to_string();
    let groups: Vec<&str> = (0..16).map(|i| &digits[4 * i..4 * i + 4]).collect();
    groups.chunks(4).map(|line| line.join(" ")).collect()
}

/// Labels in quotation marks, joined.
fn quoted<'l>(texts: &Texts, labels: impl Iterator<Item = &'l str>, between: &str) -> String {
    let quote = |label: &'l str| texts.line("word-quoted", &[("text", label.into())]);
    labels.map(quote).collect::<Vec<_>>().join(between)
}
