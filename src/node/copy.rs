//! Logs as others read them: a node's own folder, or a copy of it.

use std::path::Path;

use crate::audit::{Copy, Verified};
use crate::journal::LogFolder;
use crate::model::Problem;
use crate::tlog::{CHECKPOINT, COSIGNED, Damage, KEY, RECORDS};

/// Verifies the log in a folder, a node's own or a copy of it.
pub fn verify_log(path: &Path) -> Result<Verified, Problem> {
    let log = LogFolder::new(path);
    let missing = |name: &str| Damage::Missing { path: log.path(name) };
    let key = log.key().ok_or_else(|| missing(KEY))?;
    let texts = |names: Vec<String>| {
        names.into_iter().filter_map(|name| Some((name.clone(), log.text(&name)?))).collect::<Vec<_>>()
    };
    log.must_be_of_this_version()?;
    let (cosigned, proofs) = (log.required(COSIGNED)?, texts(log.proof_files()));
    // Read after the cosignatures, which must not be ahead of it: the log may be growing.
    let checkpoint = log.checkpoint_note().ok_or_else(|| missing(CHECKPOINT))?;
    let lines = log.lines(RECORDS).map(|lines| Box::new(lines) as Box<dyn Iterator<Item = Vec<u8>>>);
    let copy = Copy { tiles: &log, key, checkpoint, cosigned, proofs, known: Vec::new(), lines };
    copy.verify().map_err(|problem| problem.in_file(path.display().to_string()))
}
