//! Sign-off by the coordinators, and what a bundle says of itself before it: a pilot, or the correction of another.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use zeroize::Zeroizing;

use super::bundle;
use super::coordinator::Desk;
use super::shell::Shell;
use crate::charter::Charter;
use crate::coordinator::standing;
use crate::folder;
use crate::identity::{create_folder, write_public};
use crate::model::{Bilingual, Findings, MemberId, Period, Problem, problems};
use crate::note::SigningKey;
use crate::report::{Correction, Published, SignOff, Standing, publication_file};
use crate::verify::Verified;

/// What `simulate` and `index compute` take alike.
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

problems! {
    /// Why something can't be corrected, or isn't published.
    pub(super) enum PublishError {
        /// A reason that is none.
        Reason(Usage, "publication-reason") {},
        /// Another agreement, or another period.
        OtherEdition(Usage, "publication-other-edition") {},
        /// A bundle that doesn't correct the one that is named.
        NotACorrection(Integrity, "publication-not-a-correction") {},
        /// A pilot in the place of a publication, or the other way round: each counts by itself.
        OtherStanding(Usage, "publication-pilot") {},
        /// A member has withdrawn the release that the bundle rests on.
        Withdrawn(Policy, "publication-withdrawn") { member: MemberId },
        /// Members couldn't be asked whether they stand by their releases.
        NotAsked(Peer, "publication-not-asked") { members: String },
        /// What isn't published needs no correction.
        NotPublished(Policy, "publication-not-published") { signed: usize, needed: usize },
    }
}

impl StandingWords {
    /// What the new bundle will say of itself; the corrected one is verified first.
    pub(super) fn read(&self, charter: &Charter, period: &Period) -> Result<Standing, Findings> {
        let mut standing = Standing { pilot: self.pilot, correction: None };
        if let Some(path) = &self.corrects {
            let said = |text: &Option<String>| text.clone().unwrap_or_default().trim().to_owned();
            let reason = Bilingual { en: said(&self.reason_en), fr: said(&self.reason_fr) };
            let sound = bundle::verify(path, None)?;
            sound.must_be_repeated()?;
            let (corrects, (old, sign_off)) = (sound.sums, (sound.published, sound.sign_off));
            if old.charter.id != charter.id || old.period != *period {
                return Err(PublishError::OtherEdition {}.into());
            }
            must_be_published(&sign_off)?;
            if old.standing.pilot != self.pilot {
                return Err(PublishError::OtherStanding {}.into());
            }
            let correction = Correction { number: old.standing.number() + 1, corrects, reason };
            if !correction.is_sound() {
                return Err(PublishError::Reason {}.into());
            }
            standing.correction = Some(correction);
        }
        Ok(standing)
    }
}

/// Refuses what too few coordinators have signed.
pub(super) fn must_be_published(sign_off: &SignOff) -> Result<(), PublishError> {
    let (signed, needed) = (sign_off.signed.len(), sign_off.needed);
    if sign_off.is_reached() { Ok(()) } else { Err(PublishError::NotPublished { signed, needed }) }
}

/// Refuses what isn't the next publication after `old`.
pub(super) fn must_correct(sound: &Verified, old: &Verified) -> Result<(), PublishError> {
    let next = |correction: &Correction| {
        correction.corrects == old.sums && correction.number == old.published.standing.number() + 1
    };
    let follows = sound.published.standing.correction.as_ref().is_some_and(next);
    if follows { Ok(()) } else { Err(PublishError::NotACorrection {}) }
}

/// How members are asked whether they stand by their releases.
pub(super) struct Asking {
    /// Settings of the coordinator that asks.
    pub config: PathBuf,
    /// Whether to go on where a member can't be asked.
    pub unasked: bool,
}

impl Asking {
    /// Asks every member that answered. Those who can't be asked, with why. *Errors:* a member has withdrawn its release.
    fn ask(&self, published: &Published) -> Result<Vec<(MemberId, Problem)>, Findings> {
        let desk = match Desk::open(&self.config) {
            Ok(desk) => desk,
            Err(findings) => {
                // Whoever only signs may have no way to the members.
                let why = findings.shown().first().filter(|_| self.unasked).cloned().ok_or(findings)?;
                let answered = published.members.iter().filter(|member| member.vouched.is_some());
                return Ok(answered.map(|member| (member.member.clone(), why.clone())).collect());
            }
        };
        let asked = standing(published, desk.peers.clone(), desk.config.limits.members_at_a_time);
        let (mut unasked, mut withdrawn) = (Vec::new(), Findings::default());
        for (member, stands) in super::runtime(super::cores())?.block_on(asked) {
            match stands {
                Ok(true) => {}
                Ok(false) => withdrawn.push(PublishError::Withdrawn { member }.into()),
                Err(problem) => unasked.push((member, problem)),
            }
        }
        withdrawn.or_else(unasked)
    }
}

/// Signs a bundle that holds, and says who else has to.
pub(super) fn run(
    shell: &Shell,
    path: &Path,
    key: &Path,
    keys: Option<&Path>,
    asking: &Asking,
) -> Result<(), Findings> {
    let sound = bundle::verify(path, keys)?;
    sound.must_be_of_members()?;
    // Nobody signs what this program can't make again.
    sound.must_be_repeated()?;
    sound.must_be_agreed()?;
    let (sums, (published, mut sign_off)) = (sound.sums, (sound.published, sound.sign_off));
    let text = Zeroizing::new(folder::read_file(key)?);
    let key = SigningKey::parse(&text).map_err(|error| Problem::from(error).in_file(key.display().to_string()))?;
    let (own, note) = published.sign(&sums, &key)?;
    let unasked = asking.ask(&published)?;
    for (member, problem) in &unasked {
        let (what, _) = shell.texts().problem(problem);
        shell.say("publish-not-asked", &[("member", member.into()), ("what", what.into())]);
    }
    let names: Vec<&str> = unasked.iter().map(|(member, _)| member.as_str()).collect();
    if !names.is_empty() && !asking.unasked {
        return Err(PublishError::NotAsked { members: names.join(", ") }.into());
    }
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
    shell.say("publish-state", &state(&sign_off));
    bundle::say_keys(shell, keys);
    let next = if sign_off.is_reached() { "publish-next-reached" } else { "publish-next-missing" };
    shell.say(next, &[("path", (&path.display()).into())]);
    Ok(())
}

/// Words of the sentence that says who signed.
pub(super) fn state(sign_off: &SignOff) -> [(&'static str, crate::text::Word); 3] {
    [
        ("signed", sign_off.signed.len().into()),
        ("needed", sign_off.needed.into()),
        ("names", sign_off.signed.join(", ").into()),
    ]
}
