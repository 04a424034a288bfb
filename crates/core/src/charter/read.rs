//! Reads a folder of files into a charter, and finds everything that is wrong with it at once.

mod disclosure;
mod files;
mod geography;
mod groups;
mod head;
mod ids;
mod method;
mod parties;
mod tables;

use std::ops::RangeInclusive;

use files::named_file;
use head::CharterHead;
use ids::ColumnIds;

use super::section::*;
use super::*;
use crate::model::{Document, DocumentError, Explain, Findings, Lang, Place, Section, is_plain, text_of};

/// Default number of other members that witness each log, and the largest: an answer carries no more.
const WITNESSES: i64 = 7;
const MOST_WITNESSES: i64 = 32;

impl Charter {
    /// Reads and checks a whole charter folder. *Errors:* every problem found, with file, line and key.
    pub fn parse(files: &CharterFiles) -> Result<Self, Findings> {
        const FILE: &str = "charter.toml";
        let document = Document::parse(FILE, files::text(files, FILE)?);
        if !document.is_sound() {
            return Err(document.finish(()).err().unwrap_or_default());
        }
        let mut elsewhere = files::unfit_files(files);
        let found = read(&document.root(), files, &mut elsewhere);
        let mut findings = document.finish(()).err().unwrap_or_default();
        findings.append(elsewhere);
        let Some(mut charter) = found.filter(|_| findings.is_empty()) else { return Err(findings) };
        charter.totals = files.get(totals::TOTALS).map(|bytes| Totals::parse(&charter, bytes)).transpose()?;
        Ok(charter)
    }
}

/// Charter in a document, if its geography can be read; problems are reported to the document, or `elsewhere`.
fn read(root: &Section<'_, '_>, files: &CharterFiles, elsewhere: &mut Findings) -> Option<Charter> {
    let section = root.section("charter");
    let head = CharterHead::read(&section);
    let mut ids = ColumnIds::default();
    let (levels, geography) = geography::geography(root, files, elsewhere);
    let tree = geography.as_ref();
    let groups = groups::groups(root, &mut ids);
    let method = method::method(root, &mut ids, head.class);
    let covered = section.has("legal_authority") || section.has("authority");
    let members = parties::members(root, tree, files, covered);
    let coordinators = parties::coordinators(root, &head.id, &members, files);
    let lattice = tables::lattice(root, &levels, tree, &groups);
    let cross_border = tables::cross_border(root, tree, &lattice);
    let everyone = members.len().max(1) as i64;
    let keyed = coordinators.iter().filter(|coordinator| coordinator.signing_key.is_some()).count().max(1) as i64;
    let rules = disclosure::rules(root, head.class);
    disclosure::refuse_impossible(root, head.class);
    refuse_lifetime(root);
    let number = |key: &str, default: i64, most: i64| whole(&section, key, Some(default), 1, most) as usize;
    Some(Charter {
        id: head.id,
        version: head.version,
        title: head.title,
        purpose: head.purpose,
        target_population: head.target_population,
        reference_date: head.reference_date,
        legal_authority: head.legal_authority,
        licence: head.licence,
        starts: head.starts,
        ends: head.ends,
        class: head.class,
        quorum: number("quorum", everyone, everyone),
        witnesses: number("witnesses", WITNESSES, MOST_WITNESSES),
        sign_off: number("sign_off", keyed, keyed),
        geography: geography?,
        groups,
        method,
        lattice,
        members,
        coordinators,
        cross_border,
        totals: None,
        rules,
        files: digest::sums(files),
        digest: digest(files),
    })
}

#[cfg(test)]
mod tests;
