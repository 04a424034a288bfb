//! Sign-off by the coordinators, and the standing of a bundle before it: a pilot, or the correction of another.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use zeroize::Zeroizing;

use super::bundle;
use super::coordinator::CoordinatorSession;
use super::shell::Shell;
use crate::charter::Charter;
use crate::coordinator::{Unasked, must_stand};
use crate::folder;
use crate::identity::{create_folder, write_public};
use crate::model::{Bilingual, Findings, Period, Problem};
use crate::note::SigningKey;
use crate::report::{Published, Standing, publication_file};
use crate::verify::Versions;

/// Arguments on the standing of a bundle, which `simulate` and `index compute` share.
#[derive(Args, Debug)]
pub(super) struct StandingWords {
    #[arg(long)]
    pilot: bool,
    #[arg(long, value_name = "DIR", requires = "reason_en", requires = "reason_fr")]
    corrects: Option<PathBuf>,
    #[arg(long, value_name = "TEXT", requires = "corrects")]
    reason_en: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "corrects")]
    reason_fr: Option<String>,
}

impl StandingWords {
    /// Standing that the new bundle will state. A bundle that it corrects is verified first.
    pub(super) fn read(&self, charter: &Charter, period: &Period) -> Result<Standing, Findings> {
        let Some(path) = &self.corrects else { return Ok(Standing { pilot: self.pilot, correction: None }) };
        let text = |text: &Option<String>| text.clone().unwrap_or_default().trim().to_owned();
        let reason = Bilingual { en: text(&self.reason_en), fr: text(&self.reason_fr) };
        let old = bundle::verify(path, None, Versions::Same)?;
        Ok(old.corrected(charter, period, self.pilot, reason)?)
    }
}

/// Settings for asking members whether they stand by their releases.
pub(super) struct Asking {
    /// Settings file of the coordinator that asks.
    pub config: PathBuf,
    /// Whether to go on where a member can't be asked.
    pub unasked: bool,
}

impl Asking {
    /// Asks every member that answered. *Errors:* a member has withdrawn its release.
    fn ask(&self, published: &Published) -> Result<Unasked, Findings> {
        let session = match CoordinatorSession::open(&self.config) {
            Ok(session) => session,
            Err(findings) => {
                // A coordinator that only signs may have no connection to the members.
                let why = findings.shown().first().filter(|_| self.unasked).cloned().ok_or(findings)?;
                return Ok(Unasked::all_of(published, &why));
            }
        };
        let asked = must_stand(published, session.peers.clone(), session.config.limits.members_at_a_time);
        super::runtime(super::cores())?.block_on(asked)
    }
}

/// Signs a bundle that verifies, and says which signatures are still missing.
pub(super) fn run(
    shell: &Shell,
    path: &Path,
    key: &Path,
    keys: Option<&Path>,
    asking: &Asking,
) -> Result<(), Findings> {
    let sound = bundle::verify(path, keys, Versions::Any)?;
    sound.must_be_of_members()?;
    // No coordinator signs what this program can't reproduce.
    sound.must_be_repeated()?;
    sound.must_be_agreed()?;
    let (sums, (published, mut sign_off)) = (sound.sums, (sound.published, sound.sign_off));
    let text = Zeroizing::new(folder::read_file(key)?);
    let key = SigningKey::parse(&text).map_err(|error| Problem::from(error).in_file(key.display().to_string()))?;
    let (own, note) = published.sign(&sums, &key)?;
    let unasked = asking.ask(&published)?;
    for (member, problem) in &unasked.0 {
        let (what, _) = shell.texts().problem(problem);
        shell.say("publish-not-asked", &[("member", member.into()), ("what", what.into())]);
    }
    if !asking.unasked {
        unasked.must_be_none()?;
    }
    let names: Vec<&str> = unasked.0.iter().map(|(member, _)| member.as_str()).collect();
    let file = path.join(publication_file(&own.id));
    let written = !sign_off.signed.contains(&own.id);
    if written {
        create_folder(&path.join("publication"))?;
        write_public(&file, note.as_bytes())?;
        sign_off.signed.push(own.id.clone());
    }
    let value = json!({
        "bundle": path, "edition": published.edition.to_string(), "coordinator": own.id, "file": file,
        "written": written, "number": published.standing.number(), "pilot": published.standing.pilot,
        "signed": sign_off.signed, "needed": sign_off.needed, "published": sign_off.is_reached(), "unasked": names,
    });
    shell.data(&value, || {
        let words = [
            ("coordinator", (&own.id).into()),
            ("publication", published.standing.named(shell.texts()).into()),
            ("edition", published.edition.digest().short().into()),
        ];
        shell.line(if written { "publish-signed" } else { "publish-signed-before" }, &words)
    });
    shell.say("publish-state", &sign_off.words());
    bundle::say_keys(shell, keys);
    let next = if sign_off.is_reached() { "publish-next-reached" } else { "publish-next-missing" };
    shell.say(next, &[("path", (&path.display()).into())]);
    Ok(())
}
