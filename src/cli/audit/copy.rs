use std::path::{Path, PathBuf};

use serde_json::json;

use super::{LogArguments, checkpoint};
use crate::audit::{Look, witness_of};
use crate::cli::node::{load_config, officer};
use crate::cli::shell::Shell;
use crate::folder;
use crate::identity::{create_folder, write_public};
use crate::journal::{LogFolder, PROOFS};
use crate::model::{Findings, Lang};
use crate::node::verify_log;
use crate::text::{Texts, wrap};
use crate::tlog::Checkpoint;

/// Proof of a record under the last checkpoint that most witnesses have seen, or else under the last one.
fn proof(folder: &LogFolder, seq: u64) -> Result<String, Findings> {
    let (checkpoint, note) = checkpoint(folder)?;
    let cosigned = folder.cosigned()?;
    let signatures = |(_, note): &(&Checkpoint, String)| note.matches("\n— ").count();
    let seen = cosigned.notes().into_iter().filter(|(seen, _)| seen.size > seq).max_by_key(signatures);
    let (size, note) = seen.map_or((checkpoint.size, note), |(seen, note)| (seen.size, note));
    Ok(folder.prove(seq, size, &note, checkpoint.size)?.to_string())
}

/// Writes the proof of one record.
pub(super) fn prove(shell: &Shell, seq: u64, which: &LogArguments, out: Option<PathBuf>) -> Result<(), Findings> {
    let out = out.unwrap_or_else(|| PathBuf::from(format!("{seq}.tlog-proof")));
    folder::must_be_new(&out)?;
    let folder = which.open(Look::Prove)?;
    write_public(&out, proof(&folder, seq)?.as_bytes())?;
    shell.data(&json!({ "seq": seq, "file": out }), || {
        shell.line("audit-proved", &[("seq", seq.into()), ("path", (&out.display()).into())])
    });
    Ok(())
}

/// Writes a copy of the whole log, with the files needed to verify it.
pub(super) fn export(shell: &Shell, into: &Path, config: &Path, proofs: &[u64]) -> Result<(), Findings> {
    folder::must_be_new(into)?;
    let settings = load_config(config)?;
    let log = LogFolder::new(&settings.log);
    let (before, _) = checkpoint(&log)?;
    officer(config)?.record_look(Look::Export(before.size))?;
    let copied = log.export(into)?;
    let copy = LogFolder::new(into);
    for seq in proofs {
        let path = into.join(format!("{PROOFS}/{seq}.tlog-proof"));
        create_folder(path.parent().unwrap_or(into))?;
        write_public(&path, proof(&copy, *seq)?.as_bytes())?;
    }
    for (name, lang) in [("README.md", Lang::En), ("LISEZMOI.md", Lang::Fr)] {
        let words = [("log", copied.origin.as_str().into()), ("records", copied.size.into())];
        let text = wrap(&Texts::new(lang).line("audit-pack", &words), "", "");
        write_public(&into.join(name), text.as_bytes())?;
    }
    if let Some(policy) = witness_policy(&copy, settings.witnesses.needed)? {
        write_public(&into.join(WITNESS_POLICY), policy.as_bytes())?;
    }
    verify_log(into)?;
    shell.data(&json!({ "folder": into, "size": copied.size, "root": copied.root.to_string() }), || {
        let words = [("path", (&into.display()).into()), ("records", copied.size.into())];
        shell.line("audit-exported", &words)
    });
    shell.say("audit-exported-next", &[("path", (&into.display()).into())]);
    Ok(())
}

/// Name of the file with the rule for witnesses in a copy.
const WITNESS_POLICY: &str = "witness-policy.txt";

/// The node's own rule for witnesses as C2SP tlog-policy: its log, the witnesses that have seen it, and the number of
/// them that must have. `None` where fewer have seen it than must: a weaker rule isn't the node's.
fn witness_policy(copy: &LogFolder, needed: usize) -> Result<Option<String>, Findings> {
    let Some(key) = copy.key() else { return Ok(None) };
    let mut text = format!("log {key}\n");
    let mut names = Vec::new();
    for last in copy.cosigned()?.iter() {
        let name = witness_of(last.key.name()).unwrap_or(last.key.name());
        text += &format!("witness {name} {}\n", last.key);
        names.push(name.to_owned());
    }
    Ok(match needed {
        0 => Some(text + "quorum none\n"),
        _ if needed > names.len() => None,
        _ => Some(text + &format!("group enough {needed} {}\nquorum enough\n", names.join(" "))),
    })
}
