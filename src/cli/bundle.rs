//! A bundle, verified from its own files: no node, no network.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use super::logs;
use super::page::wrap;
use super::shell::Shell;
use crate::audit::{About, Receipt, Verified};
use crate::charter::{Charter, CharterFiles, groups_word};
use crate::folder;
use crate::model::{
    Digest, EditionId, Findings, MemberId, Problem, PublishedTable, problems, release_digest, table_digest,
};
use crate::node::edition_id;
use crate::note::VerifierKey;
use crate::report::{MemberOutcome, Published, SUMS, WITNESS_KEYS, answers_file, key_file, read_answers, receipt_file};

problems! {
    /// What can be wrong with a bundle.
    pub(super) enum BundleError {
        /// A file isn't the one whose checksum was written down, or has none.
        Sum(Integrity, "bundle-checksum") { path: String },
        /// A file isn't there, or can't be read.
        Missing(Integrity, "bundle-file-missing") { path: String },
        /// The charter isn't the one that the edition names.
        Charter(Integrity, "bundle-other-charter") { named: String, found: String },
        /// The edition isn't that of the charter and the period.
        Edition(Integrity, "bundle-other-edition") { named: String, found: String },
        /// A file doesn't follow from the members' answers.
        Figures(Integrity, "bundle-figures") { path: String },
        /// A member's answers aren't the release that its receipts name.
        Release(Integrity, "bundle-other-release") { member: MemberId },
        /// A member's key isn't the one that is known.
        Key(Integrity, "bundle-other-key") { member: MemberId },
        /// Receipts of one member are under different checkpoints.
        Checkpoints(Integrity, "bundle-checkpoints") { member: MemberId },
    }
}

/// What a bundle turned out to be.
pub(super) struct Sound {
    edition: EditionId,
    members: Vec<SoundMember>,
    logs: Vec<(String, Verified)>,
    files: usize,
}

struct SoundMember {
    member: MemberId,
    receipts: usize,
    records: u64,
    witnesses: usize,
    key: String,
}

/// Verifies a bundle: checksums; charter and edition; every receipt, with its cosignatures, against the member's answers;
/// that all figures follow from the answers; and the logs, where there are any. `keys` has the keys that are known.
pub(super) fn verify(path: &Path, keys: Option<&Path>) -> Result<Sound, Findings> {
    let files = folder::read_large(path)?;
    let sums = check_sums(&files)?;
    let charter_files: CharterFiles = files
        .iter()
        .filter_map(|(name, bytes)| Some((name.strip_prefix("charter/")?.to_owned(), bytes.clone())))
        .collect();
    let charter = Charter::parse(&charter_files)?;
    let told: Value = serde_json::from_slice(file(&files, "edition.json")?).map_err(|_| missing("edition.json"))?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let named = text(&told["charter"]["digest"]);
    if named != charter.digest.to_string() {
        return Err(BundleError::Charter { named: short(&named), found: charter.digest.short() }.into());
    }
    let period = super::load::period(&text(&told["period"]))?;
    let edition = edition_id(&charter, &period);
    if text(&told["edition"]) != edition.to_string() {
        let named = short(&text(&told["edition"]));
        return Err(BundleError::Edition { named, found: edition.digest().short() }.into());
    }
    let witnesses = witness_keys(&files)?;
    let (mut answers, mut members) = (Vec::new(), Vec::new());
    for member in charter.members.iter().map(|member| &member.id) {
        let Some(bytes) = files.get(&answers_file(member)) else { continue };
        let tables = read_answers(&charter, bytes).map_err(|error| in_file(error, &answers_file(member)))?;
        members.push(check_member(&files, &charter, &edition, member, &tables, (&witnesses, keys))?);
        answers.push((member.clone(), tables));
    }
    check_figures(&files, charter, edition, period, answers)?;
    let logs = check_logs(path, &files)?;
    Ok(Sound { edition, members, logs, files: sums })
}

fn short(digest: &str) -> String {
    digest.get(..12).unwrap_or_default().to_owned()
}

fn missing(path: &str) -> BundleError {
    BundleError::Missing { path: path.to_owned() }
}

fn in_file(error: impl Into<Problem>, name: &str) -> Problem {
    error.into().in_file(name)
}

fn file<'f>(files: &'f BTreeMap<String, Vec<u8>>, name: &str) -> Result<&'f [u8], BundleError> {
    files.get(name).map(Vec::as_slice).ok_or_else(|| missing(name))
}

/// Every file has its checksum, and every checksum its file. The number of files.
fn check_sums(files: &BTreeMap<String, Vec<u8>>) -> Result<usize, BundleError> {
    let sums = std::str::from_utf8(file(files, SUMS)?).map_err(|_| missing(SUMS))?;
    let mut listed = BTreeSet::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").ok_or_else(|| BundleError::Sum { path: SUMS.to_owned() })?;
        if Digest::of(file(files, name)?).to_string() != sum {
            return Err(BundleError::Sum { path: name.to_owned() });
        }
        listed.insert(name);
    }
    match files.keys().find(|name| *name != SUMS && !listed.contains(name.as_str())) {
        Some(path) => Err(BundleError::Sum { path: path.clone() }),
        None => Ok(listed.len()),
    }
}

fn witness_keys(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<VerifierKey>, BundleError> {
    let keys = files.iter().filter(|(name, _)| name.starts_with(WITNESS_KEYS));
    let read = |(name, bytes): (&String, &Vec<u8>)| {
        let key = std::str::from_utf8(bytes).ok().and_then(|text| VerifierKey::parse_cosigner(text.trim()));
        key.ok_or_else(|| missing(name))
    };
    keys.map(read).collect()
}

/// A member's receipts prove just these answers, all under one checkpoint.
fn check_member(
    files: &BTreeMap<String, Vec<u8>>,
    charter: &Charter,
    edition: &EditionId,
    member: &MemberId,
    tables: &[PublishedTable],
    (witnesses, known): (&[VerifierKey], Option<&Path>),
) -> Result<SoundMember, Findings> {
    let key_file = key_file(member);
    let text = |name: &str| std::str::from_utf8(file(files, name)?).map(str::to_owned).map_err(|_| missing(name));
    let key: VerifierKey = text(&key_file)?.trim().parse().map_err(|_| missing(&key_file))?;
    let other_key = || BundleError::Key { member: member.clone() };
    if !key.name().ends_with(&format!("/{member}/audit")) {
        return Err(other_key().into());
    }
    if let Some(known) = known {
        let known = folder::read_file(&known.join(format!("{member}.vkey")))?;
        if known.trim() != key.to_string() {
            return Err(other_key().into());
        }
    }
    let node = format!("{}/{member}", charter.id);
    let mut checkpoint: Option<String> = None;
    let mut records = 0;
    let release = release_digest(tables.iter().map(table_digest));
    for (table, cells) in charter.lattice.tables().iter().zip(tables) {
        let name = receipt_file(charter, member, table);
        let receipt = Receipt::open(&text(&name)?, &key).map_err(|error| in_file(error, &name))?;
        let about = About {
            node: &node,
            charter: &charter.digest,
            edition,
            level: &charter.geography.levels()[table.level],
            groups: &groups_word(charter, table),
            answer: table_digest(cells),
        };
        receipt.check(&about).map_err(|error| in_file(error, &name))?;
        if receipt.release() != Some(release) {
            return Err(BundleError::Release { member: member.clone() }.into());
        }
        if checkpoint.as_ref().is_some_and(|first| *first != receipt.proof.checkpoint) {
            return Err(BundleError::Checkpoints { member: member.clone() }.into());
        }
        records = receipt.checkpoint.size;
        checkpoint = Some(receipt.proof.checkpoint);
    }
    let cosigned = |witness: &&VerifierKey| checkpoint.as_ref().is_some_and(|note| witness.cosigned_at(note).is_some());
    let witnesses = witnesses.iter().filter(cosigned).count();
    Ok(SoundMember { member: member.clone(), receipts: tables.len(), records, witnesses, key: key.to_string() })
}

/// Index, coverage and areas across borders are just what the answers add up to.
fn check_figures(
    files: &BTreeMap<String, Vec<u8>>,
    charter: Charter,
    edition: EditionId,
    period: crate::model::Period,
    answers: Vec<(MemberId, Vec<PublishedTable>)>,
) -> Result<(), Findings> {
    let (tables, cross_border, coverage) = Published::combine(&charter, &answers);
    let members: Vec<MemberOutcome> = Vec::new();
    let (charter, require) = (std::sync::Arc::new(charter), String::new());
    let published = Published { charter, edition, period, require, tables, cross_border, members, coverage, answers };
    for (name, bytes) in published.figures() {
        if file(files, &name)? != bytes {
            return Err(BundleError::Figures { path: name }.into());
        }
    }
    let answered = |member: &MemberId| published.answers.iter().any(|(known, _)| known == member);
    let listed = std::str::from_utf8(file(files, "members.csv")?).map_err(|_| missing("members.csv"))?;
    for member in published.charter.members.iter().map(|member| &member.id) {
        let line = listed.lines().find(|line| line.split(',').next() == Some(member.as_str()));
        let says = line.is_some_and(|line| line.split(',').nth(1) == Some("answered"));
        if says != answered(member) {
            return Err(BundleError::Figures { path: "members.csv".to_owned() }.into());
        }
    }
    Ok(())
}

fn check_logs(path: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<(String, Verified)>, Findings> {
    let named = files.keys().filter_map(|name| name.strip_prefix("logs/")?.split('/').next());
    let named: BTreeSet<&str> = named.collect();
    let check = |name: &str| Ok((name.to_owned(), logs::verify(&path.join("logs").join(name), |_| ())?));
    named.into_iter().map(check).collect()
}

impl Sound {
    /// What was found, for machines and for people.
    pub(super) fn show(&self, shell: &Shell) {
        let member = |member: &SoundMember| {
            json!({
                "member": member.member.to_string(),
                "receipts": member.receipts,
                "records": member.records,
                "witnesses": member.witnesses,
                "key": member.key,
            })
        };
        let value = json!({
            "edition": self.edition.to_string(),
            "files": self.files,
            "members": self.members.iter().map(member).collect::<Vec<_>>(),
            "logs": self.logs.len(),
        });
        shell.data(&value, || {
            let header = ["member", "receipts", "records", "witnesses"];
            let header: Vec<String> = header.iter().map(|name| shell.line(&format!("bundle-{name}"), &[])).collect();
            let number = |number: u64| shell.texts().number(number as f64, 0);
            let row = |member: &SoundMember| {
                let counts = [member.receipts as u64, member.records, member.witnesses as u64].map(number);
                [member.member.to_string()].into_iter().chain(counts).collect()
            };
            let rows: Vec<Vec<String>> = self.members.iter().map(row).collect();
            let words = [("edition", self.edition.digest().short().into()), ("files", self.files.into())];
            shell.table(&header, &rows, 1..) + "\n" + &wrap(&shell.line("bundle-sound", &words), "", "")
        });
        logs::say(shell, &self.logs);
        shell.say("bundle-sound-next", &[]);
    }
}
