//! A bundle, verified from its own files: no node, no network, no disk.

mod checksums;
mod edition_file;
mod known_keys;
mod logs;
mod publication;
mod receipts;
mod repeat;
mod statement;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use known_keys::{KnownKeys, known_keys};
pub use publication::CorrectionError;
pub use statement::{VerificationText, log_statement};

use crate::audit::{Verified as VerifiedLog, Vouched};
use crate::charter::{AgreementError, Charter, CharterFiles, Signature, broken, signature_file, signatures};
use crate::model::{Digest, EditionId, Findings, MemberId, Problem, problems};
use crate::report::{
    self, Answered, Layers, MemberOutcome, Missing, PublicationError, Published, SUMS, SignOff, answers_file,
    plan_file, plan_of, read_answers,
};
use checksums::{check_sums, file};
use edition_file::EditionFile;
use receipts::ReceiptCheck;

problems! {
    /// Errors of a bundle that doesn't verify.
    pub enum BundleError {
        /// A file that differs from its listed checksum, or has none.
        Sum(Integrity, "bundle-checksum") { path: String },
        /// A file that is missing, or can't be read.
        Missing(Integrity, "bundle-file-missing") { path: String },
        /// A charter other than the one that the edition names.
        Charter(Integrity, "bundle-other-charter") { named: String, found: String },
        /// An edition that isn't that of the charter and the period.
        Edition(Integrity, "bundle-other-edition") { named: String, found: String },
        /// A file that doesn't follow from the members' answers.
        Figures(Integrity, "bundle-figures") { path: String },
        /// Answers of a member that aren't the release in its receipts.
        Release(Integrity, "bundle-other-release") { member: MemberId },
        /// A key of a member that isn't the known one.
        Key(Integrity, "bundle-other-key") { member: MemberId },
        /// A key of a member that isn't among the known ones.
        Unknown(Usage, "bundle-unknown-key") { member: MemberId },
        /// A key given as known that isn't that of a member's log, or is a second one of a member.
        KnownKey(Usage, "bundle-known-key") { line: usize },
        /// A log that isn't that of the member's receipts.
        Log(Integrity, "bundle-other-log") { member: String },
        /// Files by another version of the software, which this one can't make again.
        OtherVersion(Integrity, "bundle-other-version") { software: String, own: String, files: String },
        /// A file without any reason to be in the bundle.
        More(Integrity, "bundle-more") { path: String },
        /// A party that may not be a witness, or is listed twice.
        Witness(Integrity, "bundle-witness") { path: String },
        /// A signature under a member's checkpoint that doesn't verify.
        Signatures(Integrity, "bundle-signatures") { member: MemberId },
        /// Receipts of a member for a caller that isn't a coordinator, or for several callers.
        Caller(Integrity, "bundle-other-caller") { member: MemberId },
        /// A bundle by another version, in a format in which figures or receipts have another meaning.
        OldForm(Data, "bundle-old-form") { found: u64, known: u64 },
    }
}

/// Files of a bundle, by their paths below its folder.
pub type BundleFiles = BTreeMap<String, Vec<u8>>;

/// A bundle that verifies.
pub struct VerifiedBundle {
    /// The computation.
    pub edition: EditionId,
    /// Members that answered, and the proofs of their answers.
    pub members: Vec<(MemberId, Vouched)>,
    /// Logs in the bundle, by member.
    pub logs: Vec<(String, VerifiedLog)>,
    /// Number of its files.
    pub files: usize,
    /// Figures computed from the members' answers.
    pub published: Published,
    /// Coordinators that signed it.
    pub sign_off: SignOff,
    /// Files by another version of the software, which this one can't make again.
    pub unrepeated: Vec<String>,
    /// Members that signed the charter.
    agreed: Agreed,
    /// Digest of the checksums.
    pub sums: Digest,
}

/// Versions of the software whose files pass.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Versions {
    /// Those that word every file as this one: every file is made again and compared.
    Same,
    /// Any: files that this one can't make again are named in [`VerifiedBundle::unrepeated`].
    Any,
}

/// Members that signed the charter of a bundle.
struct Agreed {
    signed: usize,
    broken: Option<String>,
}

impl Agreed {
    fn of(charter: &Charter, files: &CharterFiles) -> Self {
        let states = signatures(charter, files);
        let signed = states.values().filter(|state| **state == Signature::Holds).count();
        let broken = broken(&states).next().map(signature_file);
        Self { signed, broken }
    }
}

/// Verifies a bundle: checksums; charter and edition; every receipt, with its cosignatures, against the member's
/// answers; all figures against the answers; and the logs, where there are any. `keys` are the known keys.
///
/// *Errors:* the first check that fails.
pub fn verify(files: &BundleFiles, keys: Option<&KnownKeys>, versions: Versions) -> Result<VerifiedBundle, Findings> {
    let count = check_sums(files)?;
    let charter_files = charter_files(files);
    let charter = Charter::parse(&charter_files)?;
    let told = EditionFile::read(files)?;
    let (period, revision) = told.of_charter(&charter)?;
    let edition = told.edition(&charter, &period, revision)?;
    let receipts = ReceiptCheck::new(files, &charter, (edition, &period), keys)?;
    let (mut answers, mut outcomes) = (Vec::new(), Vec::new());
    for member in charter.members.iter().map(|member| &member.id) {
        let (outcome, answer) = member_outcome(&receipts, &told, member)?;
        outcomes.push(outcome);
        answers.extend(answer);
    }
    let proved = |outcome: &MemberOutcome| Some((outcome.member.clone(), outcome.vouched.clone()?));
    let members: Vec<(MemberId, Vouched)> = outcomes.iter().filter_map(proved).collect();
    let (tables, cross_border, coverage) = Published::combine(&charter, &answers, &Missing::of(&charter, &outcomes));
    let layers = Layers::of_bundle(files, &charter, &told.0).map_err(broken_layer)?;
    let agreed = Agreed::of(&charter, &charter_files);
    let published = Published {
        charter: Arc::new(charter),
        edition,
        revision,
        period,
        require: told.text(&["require"]),
        // Another version of the software may have written it.
        software: told.text(&["software", "coordinator"]),
        tables,
        cross_border,
        members: outcomes,
        coverage,
        answers,
        layers,
        standing: told.standing()?,
        rehearsal: told.flag("rehearsal"),
        synthetic: told.flag("synthetic"),
    };
    let unrepeated = repeat::check_files(files, &published)?;
    let sign_off = published.sign_off(files)?;
    let logs = logs::check_logs(files, &members)?;
    let sums = Digest::of(file(files, SUMS)?);
    let sound = VerifiedBundle { edition, members, logs, files: count, published, sign_off, unrepeated, agreed, sums };
    if versions == Versions::Same {
        sound.must_be_repeated()?;
    }
    Ok(sound)
}

/// Files of the charter in a bundle, under their names in a charter folder.
fn charter_files(files: &BundleFiles) -> CharterFiles {
    let own = |(name, bytes): (&String, &Vec<u8>)| Some((name.strip_prefix("charter/")?.to_owned(), bytes.clone()));
    files.iter().filter_map(own).collect()
}

/// Reason that a member is missing, or its answer, which its receipts prove.
fn member_outcome(
    receipts: &ReceiptCheck<'_>,
    told: &EditionFile,
    member: &MemberId,
) -> Result<(MemberOutcome, Option<Answered>), Findings> {
    let (files, charter) = (receipts.files, receipts.charter);
    let mut outcome = MemberOutcome {
        member: member.clone(),
        software: told.node_software(member),
        weighted: told.weighted(member),
        vouched: None,
        missing: None,
        own: None,
        population: None,
    };
    let Some(bytes) = files.get(&answers_file(member)) else {
        outcome.missing = Some(edition_file::missing_because(files, member)?);
        outcome.population = told.population(charter, member)?;
        return Ok((outcome, None));
    };
    let tables = read_answers(charter, bytes).map_err(|error| in_file(error, &answers_file(member)))?;
    let plan = files.get(&plan_file(member)).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let plan = plan_of(charter, member, plan).map_err(|error| in_file(error, &plan_file(member)))?;
    let answer = Answered { member: member.clone(), plan, tables };
    outcome.vouched = Some(receipts.check(&answer)?);
    outcome.own = report::whole(charter, &answer);
    Ok((outcome, Some(answer)))
}

/// Layers were read before they went into a bundle: one that can't be read any more has changed.
fn broken_layer(findings: Findings) -> BundleError {
    let file = findings.shown().first().and_then(|problem| problem.place.file.clone());
    BundleError::Figures { path: file.unwrap_or_else(|| "layers/".to_owned()) }
}

fn in_file(error: impl Into<Problem>, name: &str) -> Problem {
    error.into().in_file(name)
}

impl VerifiedBundle {
    /// Refuses files by another version of the software, if this one can't make them again.
    pub fn must_be_repeated(&self) -> Result<(), BundleError> {
        if self.unrepeated.is_empty() {
            return Ok(());
        }
        Err(BundleError::OtherVersion {
            software: self.published.software.clone(),
            own: env!("CARGO_PKG_VERSION").to_owned(),
            files: self.unrepeated.join(", "),
        })
    }

    /// Refuses a charter that too few members signed.
    pub fn must_be_agreed(&self) -> Result<(), AgreementError> {
        let (signed, needed) = (self.agreed.signed, self.published.charter.quorum);
        match &self.agreed.broken {
            Some(file) => Err(AgreementError::BadSignature { file: file.clone() }),
            None if signed < needed => Err(AgreementError::Quorum { signed, needed }),
            None => Ok(()),
        }
    }

    /// Refuses a bundle without any part by members, whatever else may be wrong with it.
    pub fn must_be_of_members(&self) -> Result<(), PublicationError> {
        if self.published.rehearsal { Err(PublicationError::Rehearsal {}) } else { Ok(()) }
    }
}
