//! Logs in a bundle: each is that of the member's receipts.

use std::collections::BTreeSet;

use super::{BundleError, BundleFiles};
use crate::audit::{Copy, LogError, Verified as VerifiedLog, Vouched};
use crate::model::{Findings, MemberId, Problem};
use crate::tlog::{CHECKPOINT, COSIGNED, Checkpoint, Damage, KEY, RECORDS, Tile, TileReader, entries_path};

/// Checks that each log is that of a member with receipts here, and contains their checkpoint.
pub(super) fn check_logs(
    files: &BundleFiles,
    members: &[(MemberId, Vouched)],
) -> Result<Vec<(String, VerifiedLog)>, Findings> {
    let named: BTreeSet<&str> = files.keys().filter_map(|name| name.strip_prefix("logs/")?.split('/').next()).collect();
    let mut logs = Vec::new();
    for name in named {
        let vouched = members.iter().find(|(member, _)| member.as_str() == name).map(|(_, vouched)| vouched);
        let other = || BundleError::Log { member: name.to_owned() };
        let vouched = vouched.ok_or_else(other)?;
        let known = Checkpoint::open(&vouched.checkpoint, &vouched.key);
        let known = known.map(|known| (format!("receipts/{name}"), known)).into_iter().collect();
        let verified = verified_log(files, &format!("logs/{name}"), known)?;
        if vouched.key != verified.key {
            return Err(other().into());
        }
        let size = verified.checkpoint.size;
        let tiles: BTreeSet<String> = (0..8).flat_map(|level| Tile::of_level(level, size)).map(Tile::path).collect();
        let entries: BTreeSet<String> =
            Tile::of_level(0, size).map(|tile| entries_path(tile.index, tile.width)).collect();
        let whole = |file: &str| {
            [CHECKPOINT, COSIGNED, KEY, RECORDS].contains(&file) || tiles.contains(file) || entries.contains(file)
        };
        let prefix = format!("logs/{name}/");
        let mut own = files.range(prefix.clone()..).map_while(|(file, _)| file.strip_prefix(&prefix));
        if let Some(file) = own.find(|file| !whole(file)) {
            return Err(BundleError::More { path: format!("{prefix}{file}") }.into());
        }
        logs.push((name.to_owned(), verified));
    }
    Ok(logs)
}

/// Files of a log, below a folder of a bundle.
struct LogFiles<'f> {
    files: &'f BundleFiles,
    folder: &'f str,
}

impl TileReader for LogFiles<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.files.get(&format!("{}/{path}", self.folder)).cloned()
    }
}

/// Verifies a log in a bundle, against checkpoints known from elsewhere.
fn verified_log(files: &BundleFiles, folder: &str, known: Vec<(String, Checkpoint)>) -> Result<VerifiedLog, Problem> {
    let log = LogFiles { files, folder };
    let missing = |name: &str| Damage::Missing { path: format!("{folder}/{name}") };
    let text = |name: &str| log.read(name).and_then(|bytes| String::from_utf8(bytes).ok());
    let key = text(KEY).and_then(|key| key.trim().parse().ok()).ok_or_else(|| missing(KEY))?;
    let checkpoint = text(CHECKPOINT).ok_or_else(|| missing(CHECKPOINT))?;
    // A file that can't be read isn't an absent one.
    let unread = |_| LogError::Cosignature { path: format!("{folder}/{COSIGNED}") };
    let cosigned = log.read(COSIGNED).map(|bytes| String::from_utf8(bytes).map_err(unread)).transpose()?;
    let records = files.get(&format!("{folder}/{RECORDS}"));
    let lines = records.map(|bytes| {
        let lines = bytes.split_inclusive(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\n").unwrap_or(line));
        Box::new(lines.map(<[u8]>::to_vec)) as Box<dyn Iterator<Item = Vec<u8>>>
    });
    let copy = Copy { tiles: &log, key, checkpoint, cosigned, proofs: Vec::new(), known, lines };
    copy.verify().map_err(|problem| problem.in_file(folder.to_owned()))
}
