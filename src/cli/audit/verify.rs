use std::path::{Path, PathBuf};

use serde_json::json;

use super::{AuditError, each};
use crate::audit::{Decided, Decisions, Verified};
use crate::charter::Charter;
use crate::cli::open_charter;
use crate::cli::shell::Shell;
use crate::folder;
use crate::journal::LogFolder;
use crate::model::Findings;
use crate::node::verify_log;
use crate::text::wrap;
use crate::tlog::WitnessPolicy;

/// Verifies a copy of a log, against a rule for witnesses and against the charters that name the officers' keys.
pub(super) fn run(shell: &Shell, path: &Path, policy: Option<&Path>, charters: &[PathBuf]) -> Result<(), Findings> {
    let policy = policy.map(read_policy).transpose()?;
    let charters = charters.iter().map(|path| Ok(open_charter(path)?.1)).collect::<Result<Vec<_>, Findings>>()?;
    let found = verify_log(path)?;
    let covered = policy.as_ref().map(|policy| {
        let covered = policy.covers(&found.key, &found.seen, found.checkpoint.size);
        covered.ok_or_else(|| AuditError::Quorum { path: path.display().to_string() })
    });
    let covered = covered.transpose()?;
    let decided = Some(&charters).filter(|charters| !charters.is_empty());
    let decided = decided.map(|charters| decisions(path, charters)).transpose()?;
    shell.data(&verified_json(&found, covered, decided), || {
        let words = [
            ("log", found.checkpoint.origin.as_str().into()),
            ("records", shell.texts().number(found.checkpoint.size as f64, 0).into()),
            ("proofs", found.proofs.into()),
        ];
        let mut text = wrap(&shell.line("audit-verified", &words), "", "  ");
        for (name, last) in &found.witnesses {
            let words = [
                ("name", name.as_str().into()),
                ("records", shell.texts().number(last.size as f64, 0).into()),
                ("time", crate::node::moment(last.time.cast_signed()).into()),
            ];
            text += &wrap(&shell.line("audit-verified-witness", &words), "", "  ");
        }
        text
    });
    if let Some(covered) = covered {
        shell.say("audit-covered", &[("records", shell.texts().number(covered as f64, 0).into())]);
    }
    match decided {
        Some(Decided { signed, by_account, other_charter }) => {
            let words = [("signed", signed), ("account", by_account), ("other", other_charter)];
            shell.say("audit-decided", &words.map(|(name, count)| (name, count.into())));
        }
        None => shell.say("audit-decided-unknown", &[]),
    }
    shell.say("audit-verified-key", &[("key", found.key.to_string().into())]);
    Ok(())
}

/// Checks the decisions in a verified log against the charters that name the officers' keys.
fn decisions(path: &Path, charters: &[Charter]) -> Result<Decided, Findings> {
    let mut decisions = Decisions::new(charters);
    let mut bad = Ok(());
    each(&LogFolder::new(path), |entry, _| {
        if bad.is_ok() {
            bad = decisions.add(&entry);
        }
    })?;
    bad?;
    Ok(decisions.finish())
}

fn verified_json(found: &Verified, covered: Option<u64>, decided: Option<Decided>) -> serde_json::Value {
    let witnesses = found.witnesses.iter();
    let witnesses = witnesses.map(|(name, last)| json!({ "name": name, "size": last.size, "time": last.time }));
    json!({
        "log": found.checkpoint.origin,
        "size": found.checkpoint.size,
        "root": found.checkpoint.root.to_string(),
        "key": found.key.to_string(),
        "proofs": found.proofs,
        "covered": covered,
        "decisions": decided,
        "witnesses": witnesses.collect::<Vec<_>>(),
    })
}

fn read_policy(path: &Path) -> Result<WitnessPolicy, Findings> {
    let text = folder::read_file(path)?;
    let bad = |line| AuditError::WitnessPolicy { path: path.display().to_string(), line };
    Ok(WitnessPolicy::parse(&text).map_err(bad)?)
}
