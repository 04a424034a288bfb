//! Logs as folders: verified, copied into bundles, and told of.

use std::collections::BTreeMap;
use std::path::Path;

use super::shell::Shell;
use crate::audit::{Copy, Verified};
use crate::folder;
use crate::journal::LogFolder;
use crate::model::{Findings, MemberId, Problem};
use crate::tlog::{CHECKPOINT, COSIGNED, Damage, KEY, RECORDS};

/// Verifies the log in a folder, a node's own or a copy of it.
pub(super) fn verify(path: &Path) -> Result<Verified, Problem> {
    let log = LogFolder::new(path);
    let missing = |name: &str| Damage::Missing { path: log.path(name) };
    let key = log.key().ok_or_else(|| missing(KEY))?;
    let texts = |names: Vec<String>| {
        names.into_iter().filter_map(|name| Some((name.clone(), log.text(&name)?))).collect::<Vec<_>>()
    };
    log.must_be_of_this_version()?;
    let (cosigned, proofs) = (log.required(COSIGNED)?, texts(log.proof_files()));
    // Behind what witnesses have seen: the log may be growing.
    let checkpoint = log.checkpoint_note().ok_or_else(|| missing(CHECKPOINT))?;
    let lines = log.lines(RECORDS).map(|lines| Box::new(lines) as Box<dyn Iterator<Item = Vec<u8>>>);
    let copy = Copy { tiles: &log, key, checkpoint, cosigned, proofs, known: Vec::new(), lines };
    copy.verify().map_err(|problem| problem.in_file(path.display().to_string()))
}

/// The files of a log, as a bundle has them, and what verifying them came to.
pub(super) fn copied(log: &LogFolder, member: &MemberId) -> Result<(BTreeMap<String, Vec<u8>>, Verified), Findings> {
    let scratch = tempfile::tempdir().map_err(|error| super::rehearsal::temporary(&error))?;
    let copy = scratch.path().join("log");
    log.export(&copy)?;
    let verified = verify(&copy)?;
    let named = |(name, bytes): (String, Vec<u8>)| (format!("logs/{member}/{name}"), bytes);
    Ok((folder::read_large(&copy)?.into_iter().map(named).collect(), verified))
}

/// Says of each log that it was verified.
pub(super) fn say(shell: &Shell, logs: &[(String, Verified)]) {
    for (name, verified) in logs {
        let words = [
            ("name", name.as_str().into()),
            ("records", verified.checkpoint.size.into()),
            ("witnesses", verified.witnesses.len().into()),
        ];
        shell.say("log-verified", &words);
    }
}
