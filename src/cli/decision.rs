//! Decisions that an officer takes: with the key at hand, with a note that was signed elsewhere, or as a text to be signed.

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

/// Where the signature comes from.
#[derive(Args, Debug)]
pub(super) struct Signing {
    #[arg(long, conflicts_with_all = ["note", "key"])]
    print: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    note: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
}

/// That one means what can't be undone.
#[derive(Args, Debug)]
pub(super) struct Sure {
    #[arg(long)]
    yes: bool,
}

problems! {
    /// What can't be undone, and is said before it is done.
    enum FinalError {
        /// The release will never answer.
        Refuse(Usage, "decision-final-refuse") {},
        /// The release will answer no more.
        Withdraw(Usage, "decision-final-withdraw") {},
        /// What lies beside the record will be gone.
        Erase(Usage, "decision-final-erase") {},
    }
}

impl Signing {
    /// Whether anything was said about it.
    pub(super) fn is_given(&self) -> bool {
        self.print || self.note.is_some() || self.key.is_some()
    }

    /// Whether something that can't be undone is about to be done. A text to read commits nobody, and whoever signed a note
    /// has read one.
    fn commits(&self, sure: Option<&Sure>) -> bool {
        !self.print && self.note.is_none() && !sure.is_some_and(|sure| sure.yes)
    }
}

/// Why an order must be meant, if it can't be undone.
fn finality(deed: &Deed) -> Option<FinalError> {
    match deed {
        Deed::Release(ReleaseDecision::Refuse, _) => Some(FinalError::Refuse {}),
        Deed::Release(ReleaseDecision::Withdraw, _) => Some(FinalError::Withdraw {}),
        Deed::Erase(_) => Some(FinalError::Erase {}),
        Deed::Release(ReleaseDecision::Approve, _) | Deed::Settle | Deed::Forget(_) | Deed::Budget => None,
    }
}

/// Has the node perform a decision on the officer's word, and says whose word is written down; `None` where only the text was
/// wanted.
pub(super) fn decide<T>(
    shell: &Shell,
    config: &Path,
    deed: &Deed,
    (signing, sure): (&Signing, Option<&Sure>),
    perform: impl FnOnce(&dyn OfficerOperations, Option<&str>) -> Result<T, Problem>,
) -> Result<Option<T>, Findings> {
    finality(deed).filter(|_| signing.commits(sure)).map_or(Ok(()), Err)?;
    let draft = || Ok::<_, Findings>(officer(config)?.draft(deed)?);
    if signing.print {
        let text = draft()?;
        shell.data(&json!({ "text": text }), || text.clone());
        shell.say("decision-next-sign", &[]);
        return Ok(None);
    }
    let note = match (&signing.note, &signing.key) {
        (Some(path), _) => Some(folder::read_file(path)?),
        (None, Some(path)) => {
            let (key, statement) = (read_key(path)?, Statement::parse(&draft()?)?);
            // Nobody signs what a node says unless it is what was ordered.
            let ordered = Some(&statement).filter(|statement| deed.is(&statement.act));
            Some(key.sign(&ordered.ok_or(OperatorCallError::BadAnswer {})?.text()))
        }
        (None, None) => None,
    };
    let done = perform(&*officer(config)?, note.as_deref())?;
    if note.is_none() {
        shell.say("decision-by-account", &[]);
    }
    Ok(Some(done))
}

/// An officer's key: nobody else may read its file.
pub(super) fn read_key(path: &Path) -> Result<SigningKey, Findings> {
    let bytes = read_private(path)?;
    let in_file = |error| Problem::from(error).in_file(path.display().to_string());
    Ok(SigningKey::parse(&String::from_utf8_lossy(&bytes)).map_err(in_file)?)
}

/// Signs the text of a decision, and no other text, into a new file: needs no node.
pub(super) fn sign(shell: &Shell, text: &Path, key: &Path, out: &Path) -> Result<(), Findings> {
    folder::must_be_new(out)?;
    let in_file = |error| Problem::from(error).in_file(text.display().to_string());
    // As it may come out of a mail.
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
