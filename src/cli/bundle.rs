//! A bundle in a folder: verified, and told of.

use std::path::Path;

use serde_json::json;

use super::logs;
use super::page::wrap;
use super::publish;
use super::shell::Shell;
use crate::audit::Vouched;
use crate::charter::Coordinator;
use crate::folder;
use crate::model::{Findings, MemberId};
use crate::report::key_file;
use crate::verify::{Files, KnownKeys, Verified};

/// Verifies a bundle in a folder; `keys` is a folder of keys of logs that are known.
pub(super) fn verify(path: &Path, keys: Option<&Path>) -> Result<Verified, Findings> {
    let files = folder::read_published(path)?;
    let known = keys.map(|keys| known_keys(keys, &files)).transpose()?;
    crate::verify::verify(&files, known.as_ref())
}

/// `MEMBER.vkey` for each member with a key in the bundle, whatever else lies in that folder.
fn known_keys(folder: &Path, files: &Files) -> Result<KnownKeys, Findings> {
    let member = |name: &String| name.split('/').nth(1)?.parse().ok().filter(|member| key_file(member) == *name);
    let mut known = KnownKeys::new();
    for member in files.keys().filter_map(member) {
        let key = folder::read_file(&folder.join(format!("{member}.vkey")))?;
        // One that is none can't be that of the bundle.
        known.extend(key.trim().parse().ok().map(|key| (member, key)));
    }
    Ok(known)
}

/// What was found, for machines and for people.
pub(super) fn show(sound: &Verified, shell: &Shell, path: &Path, keys: Option<&Path>) {
    let records = |vouched: &Vouched| vouched.receipts.first().map_or(0, |receipt| receipt.checkpoint.size);
    let member = |(member, vouched): &(MemberId, Vouched)| {
        json!({
            "member": member.to_string(),
            "receipts": vouched.receipts.len(),
            "records": records(vouched),
            "witnesses": vouched.witnesses.len(),
            "key": vouched.key.to_string(),
        })
    };
    let value = json!({
        "edition": sound.edition.to_string(),
        "files": sound.files,
        "members": sound.members.iter().map(member).collect::<Vec<_>>(),
        "logs": sound.logs.len(),
        "publication": {
            "number": sound.published.standing.number(),
            "pilot": sound.published.standing.pilot,
            "corrects": sound.published.standing.correction.as_ref().map(|known| known.corrects.to_string()),
            "signed": sound.sign_off.signed,
            "needed": sound.sign_off.needed,
            "published": sound.sign_off.is_reached(),
        },
        "rehearsal": sound.published.rehearsal,
        "unrepeated": sound.unrepeated,
    });
    shell.data(&value, || {
        let header = ["member", "receipts", "records", "witnesses"];
        let header: Vec<String> = header.iter().map(|name| shell.line(&format!("bundle-{name}"), &[])).collect();
        let number = |number: u64| shell.texts().number(number as f64, 0);
        let row = |(member, vouched): &(MemberId, Vouched)| {
            let counts = [vouched.receipts.len() as u64, records(vouched), vouched.witnesses.len() as u64];
            [member.to_string()].into_iter().chain(counts.map(number)).collect()
        };
        let rows: Vec<Vec<String>> = sound.members.iter().map(row).collect();
        let words = [("edition", sound.edition.digest().short().into()), ("files", sound.files.into())];
        let key = if sound.unrepeated.is_empty() { "bundle-sound" } else { "bundle-sound-in-part" };
        shell.table(&header, &rows, 1..) + "\n" + &wrap(&shell.line(key, &words), "", "")
    });
    logs::say(shell, &sound.logs);
    if let Err(error) = sound.must_be_repeated() {
        shell.say("bundle-unrepeated", &[("what", shell.texts().problem(&error.into()).0.into())]);
    }
    if sound.published.rehearsal {
        shell.say("bundle-rehearsal", &[]);
    }
    let signed = if sound.sign_off.signed.is_empty() { "bundle-unsigned" } else { "publish-state" };
    shell.say(signed, &publish::state(&sound.sign_off));
    say_keys(shell, keys);
    let signs = |coordinator: &Coordinator| coordinator.signing_key.is_some();
    let able = sound.published.charter.coordinators.iter().any(signs);
    if able && !sound.published.rehearsal && !sound.sign_off.is_reached() {
        shell.say("bundle-next-publish", &[("path", (&path.display()).into())]);
    }
}

/// Whether the keys of logs were held against known ones.
pub(super) fn say_keys(shell: &Shell, keys: Option<&Path>) {
    match keys {
        Some(keys) => shell.say("bundle-keys-known", &[("path", (&keys.display()).into())]),
        None => shell.say("bundle-sound-next", &[]),
    }
}
