//! Decisions of an officer: with the key at hand, with a note that was signed elsewhere, or as a text to be signed.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::node::officer;
use super::shell::Shell;
use crate::charter::Statement;
use crate::folder;
use crate::identity::{read_private, write_public};
use crate::model::{Findings, Problem, problems};
use crate::node::{Deed, OfficerOperations, ReleaseDecision};
use crate::note::SigningKey;
use crate::rpc::OperatorCallError;

/// Arguments that say where the signature comes from.
#[derive(Args, Debug)]
pub(super) struct Signing {
    #[arg(long, conflicts_with_all = ["note", "key"])]
    print: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    note: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

/// Argument that confirms a decision that can't be undone.
#[derive(Args, Debug)]
pub(super) struct Sure {
    #[arg(long)]
    yes: bool,
}

problems! {
    /// Refusal to do without confirmation what can't be undone.
    enum FinalError {
        /// The release will never answer.
        Refuse(Usage, "decision-final-refuse") {},
        /// The release will answer no more.
        Withdraw(Usage, "decision-final-withdraw") {},
        /// The detail beside the record will be gone.
        Erase(Usage, "decision-final-erase") {},
    }
}

impl Signing {
    /// Whether any of the arguments was given.
    pub(super) fn is_given(&self) -> bool {
        self.print || self.note.is_some() || self.key.is_some()
    }

    /// Whether something that can't be undone is about to be done without confirmation. Printing a text commits to
    /// nothing, and a person who signed a note has read its text.
    fn commits(&self, sure: Option<&Sure>) -> bool {
        !self.print && self.note.is_none() && !sure.is_some_and(|sure| sure.yes)
    }
}

/// Reason why an order must be confirmed, if it can't be undone.
fn finality(deed: &Deed) -> Option<FinalError> {
    match deed {
        Deed::Release(ReleaseDecision::Refuse, _) => Some(FinalError::Refuse {}),
        Deed::Release(ReleaseDecision::Withdraw, _) => Some(FinalError::Withdraw {}),
        Deed::Erase(_) => Some(FinalError::Erase {}),
        Deed::Release(ReleaseDecision::Approve, _) | Deed::Settle | Deed::Forget(_) | Deed::Budget => None,
    }
}

/// Has the node perform a decision of the officer, and says by whose decision it is recorded; `None` where only the
/// text was printed.
pub(super) fn decide<T>(
    shell: &Shell,
    config: &Path,
    deed: &Deed,
    (signing, sure): (&Signing, Option<&Sure>),
    perform: impl FnOnce(&dyn OfficerOperations, Option<&str>) -> Result<T, Problem>,
) -> Result<Option<T>, Findings> {
    finality(deed).filter(|_| signing.commits(sure)).map_or(Ok(()), Err)?;
    let signed = signing.note.as_deref().map(folder::read_file).transpose()?;
    let key = signing.key.as_deref().map(read_key).transpose()?;
    let node = officer(config)?;
    if signing.print {
        let text = node.draft(deed)?;
        shell.data(&json!({ "text": text }), || text.clone());
        shell.say("decision-next-sign", &[]);
        return Ok(None);
    }
    let note = match key {
        Some(key) => {
            let statement = Statement::parse(&node.draft(deed)?)?;
            // The officer signs a node's text only if it is the act that was ordered.
            let ordered = Some(&statement).filter(|statement| deed.is(&statement.act));
            Some(key.sign(&ordered.ok_or(OperatorCallError::BadAnswer {})?.text()))
        }
        None => signed,
    };
    let done = perform(&*node, note.as_deref())?;
    if note.is_none() {
        shell.say("decision-by-account", &[]);
    }
    Ok(Some(done))
}

/// Reads an officer's key; no other user may read its file.
pub(super) fn read_key(path: &Path) -> Result<SigningKey, Findings> {
    let bytes = read_private(path)?;
    let in_file = |error| Problem::from(error).in_file(path.display().to_string());
    Ok(SigningKey::parse(&String::from_utf8_lossy(&bytes)).map_err(in_file)?)
}

/// Signs the text of a decision, and no other text, into a new file; needs no node.
pub(super) fn sign(shell: &Shell, text: &Path, key: &Path, out: &Path) -> Result<(), Findings> {
    folder::must_be_new(out)?;
    let in_file = |error| Problem::from(error).in_file(text.display().to_string());
    // A mail program may have changed line ends and margins.
    let lines = folder::read_file(text)?.replace('\r', "").trim().to_owned() + "\n";
    let (statement, key) = (Statement::parse(&lines).map_err(in_file)?, read_key(key)?);
    write_public(out, key.sign(&statement.text()).as_bytes())?;
    let value = json!({
        "federation": statement.federation, "member": statement.member, "act": statement.act.id(),
        "key": key.verifier().short(), "note": out,
    });
    shell.data(&value, || statement.text());
    let words = [("key", key.verifier().short().into()), ("path", (&out.display()).into())];
    shell.say("decision-signed", &words);
    Ok(())
}
