//! A bundle, verified from its own files: no node, no network, no disk.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use crate::audit::{
    About, Copy, LogError, REHEARSAL, Receipt, ReceiptError, Verified as VerifiedLog, Vouched, is_log_of, witness_of,
};
use crate::charter::{
    AgreementError, Charter, CharterFiles, Coordinator, Signature, broken, edition_id, groups_word, signature_file,
    signatures,
};
use crate::model::{Bilingual, Digest, EditionId, Fault, Findings, MemberId, Period, Place, Problem, problems};
use crate::note::{VerifierKey, signer, text_and_signatures};
use crate::report::{
    self, Answered, Correction, FORMAT, Layers, MemberOutcome, Missing, Population, PublicationError, Published,
    Require, SUMS, SignOff, Standing, WITNESS_KEYS, answers_file, checkpoint_file, is_publication, key_file, plan_file,
    plan_of, proofs_file, read_answers,
};
use crate::tlog::{CHECKPOINT, COSIGNED, Checkpoint, Damage, KEY, Proof, RECORDS, Tile, Tiles, entries_path};

problems! {
    /// What can be wrong with a bundle.
    pub enum BundleError {
        /// A file isn't the one whose checksum was written down, or has none.
        Sum(Integrity, "bundle-checksum") { path: String },
        /// A file isn't there, or can't be read.
        Missing(Integrity, "bundle-file-missing") { path: String },
        /// The charter isn't the one that the edition names.
        Charter(Integrity, "bundle-other-charter") { named: String, found: String },
        /// The edition isn't that of the charter and the period.
        Edition(Integrity, "bundle-other-edition") { named: String, found: String },
        /// A file doesn't follow from the members' answers.
        Figures(Integrity, "bundle-figures") { path: String },
        /// A member's answers aren't the release that its receipts name.
        Release(Integrity, "bundle-other-release") { member: MemberId },
        /// A member's key isn't the one that is known.
        Key(Integrity, "bundle-other-key") { member: MemberId },
        /// A member's key isn't among those that are known.
        Unknown(Usage, "bundle-unknown-key") { member: MemberId },
        /// A log isn't that of the member's receipts.
        Log(Integrity, "bundle-other-log") { member: String },
        /// Files that another version of the software wrote, and this one can't make again.
        OtherVersion(Integrity, "bundle-other-version") { software: String, own: String, files: String },
        /// A file that nothing in the bundle accounts for.
        More(Integrity, "bundle-more") { path: String },
        /// A witness that isn't one, or is there twice.
        Witness(Integrity, "bundle-witness") { path: String },
        /// A signature under a member's checkpoint doesn't hold.
        Signatures(Integrity, "bundle-signatures") { member: MemberId },
        /// Receipts of a member are for somebody who is no coordinator, or for several.
        Caller(Integrity, "bundle-other-caller") { member: MemberId },
        /// Another version wrote it, in a form in which figures or receipts mean something else.
        OldForm(Data, "bundle-old-form") { found: u64, known: u64 },
    }
}

/// Files of a folder, by their paths below it.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Keys of members' logs that are known from elsewhere.
pub type KnownKeys = BTreeMap<MemberId, VerifierKey>;

/// What a bundle turned out to be.
pub struct Verified {
    /// The computation.
    pub edition: EditionId,
    /// Members that answered, and what proves their answers.
    pub members: Vec<(MemberId, Vouched)>,
    /// Logs that lie in it, by member.
    pub logs: Vec<(String, VerifiedLog)>,
    /// Number of its files.
    pub files: usize,
    /// The figures, as the members' answers make them.
    pub published: Published,
    /// Who signed it.
    pub sign_off: SignOff,
    /// Files that another version of the software wrote, and this one can't repeat.
    pub unrepeated: Vec<String>,
    /// Members that signed the charter.
    agreed: Agreed,
    /// Digest of the checksums.
    pub sums: Digest,
}

/// How many members signed the charter of a bundle.
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

/// What every receipt of a bundle must agree with.
struct Named<'b> {
    edition: &'b EditionId,
    period: &'b Period,
    /// Keys of logs that are known from elsewhere.
    known: Option<&'b KnownKeys>,
    /// Keys of witnesses in the bundle, by name.
    witnesses: &'b BTreeMap<String, VerifierKey>,
}

/// Whether this is the name of a coordinator: one that the charter names, if it names any.
fn is_coordinator(charter: &Charter, name: &str) -> bool {
    let any =
        name.strip_prefix(&format!("spiffe://{}/coordinator/", charter.id)).is_some_and(|rest| !rest.contains('/'));
    let named = &charter.coordinators;
    any && (named.is_empty() || named.iter().any(|coordinator| coordinator.identity == name))
}

/// Verifies a bundle: checksums; charter and edition; every receipt, with its cosignatures, against the member's answers;
/// that all figures follow from the answers; and the logs, where there are any. `keys` has the keys that are known.
///
/// *Errors:* the first that doesn't hold.
pub fn verify(files: &Files, keys: Option<&KnownKeys>) -> Result<Verified, Findings> {
    let sums = check_sums(files)?;
    let charter_files: CharterFiles = files
        .iter()
        .filter_map(|(name, bytes)| Some((name.strip_prefix("charter/")?.to_owned(), bytes.clone())))
        .collect();
    let charter = Charter::parse(&charter_files)?;
    let told: Value = serde_json::from_slice(file(files, "edition.json")?).map_err(|_| missing("edition.json"))?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if told["format"] != FORMAT {
        // The first one didn't say.
        let found = told["format"].as_u64().unwrap_or(1);
        return Err(BundleError::OldForm { found, known: FORMAT }.into());
    }
    let named = text(&told["charter"]["digest"]);
    if named != charter.digest.to_string() {
        return Err(BundleError::Charter { named: short(&named), found: charter.digest.short() }.into());
    }
    let period = text(&told["period"]).parse().map_err(|_| missing("edition.json"))?;
    let revision = told["revision"].as_u64().and_then(|revision| revision.try_into().ok()).unwrap_or(0);
    let edition = edition_id(&charter, &period, revision);
    if text(&told["edition"]) != edition.to_string() {
        let named = short(&text(&told["edition"]));
        return Err(BundleError::Edition { named, found: edition.digest().short() }.into());
    }
    let witnesses = witness_keys(files, &charter)?;
    let named = Named { edition: &edition, period: &period, known: keys, witnesses: &witnesses };
    let (mut answers, mut members, mut outcomes) = (Vec::new(), Vec::new(), Vec::new());
    for member in charter.members.iter().map(|member| &member.id) {
        let software = told["software"]["nodes"][member.as_str()].as_str().map(str::to_owned);
        let weighted = told["members"]["weighted"][member.as_str()].as_bool();
        let Some(bytes) = files.get(&answers_file(member)) else {
            let missing = Some(reason(files, member)?);
            let population = population(&charter, &told, member)?;
            let member = member.clone();
            outcomes.push(MemberOutcome { member, software, weighted, vouched: None, missing, own: None, population });
            continue;
        };
        let tables = read_answers(&charter, bytes).map_err(|error| in_file(error, &answers_file(member)))?;
        let plan = files.get(&plan_file(member)).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let plan = plan_of(&charter, member, plan).map_err(|error| in_file(error, &plan_file(member)))?;
        let answer = Answered { member: member.clone(), plan, tables };
        let vouched = check_member(files, &charter, &named, &answer)?;
        members.push((member.clone(), vouched.clone()));
        outcomes.push(MemberOutcome {
            member: member.clone(),
            software,
            weighted,
            own: report::whole(&charter, &answer),
            vouched: Some(vouched),
            missing: None,
            population: None,
        });
        answers.push(answer);
    }
    let (tables, cross_border, coverage) = Published::combine(&charter, &answers, &Missing::of(&charter, &outcomes));
    let layers = Layers::of_bundle(files, &charter, &told).map_err(broken_layer)?;
    let (charter, require) = (Arc::new(charter), text(&told["require"]));
    // Another version of the software may have written it.
    let software = text(&told["software"]["coordinator"]);
    let published = Published {
        charter,
        edition,
        revision,
        period,
        require,
        software,
        tables,
        cross_border,
        members: outcomes,
        coverage,
        answers,
        layers,
        standing: standing(&told["publication"])?,
        rehearsal: told["rehearsal"].as_bool().unwrap_or_default(),
        synthetic: told["synthetic"].as_bool().unwrap_or_default(),
    };
    let agreed = Agreed::of(&published.charter, &charter_files);
    let unrepeated = check_files(files, &published)?;
    let sign_off = published.sign_off(files)?;
    let logs = check_logs(files, &members)?;
    Ok(Verified {
        edition,
        members,
        logs,
        files: sums,
        published,
        sign_off,
        unrepeated,
        agreed,
        sums: Digest::of(file(files, SUMS)?),
    })
}

/// Layers in a bundle were read before they went into it: one that can't be read any more has changed.
fn broken_layer(findings: Findings) -> BundleError {
    let file = findings.shown().first().and_then(|problem| problem.place.file.clone());
    BundleError::Figures { path: file.unwrap_or_else(|| "layers/".to_owned()) }
}

/// How many people a missing member speaks for, as the bundle says: by the charter, or by what the coordinator knew of it.
fn population(charter: &Charter, told: &Value, member: &MemberId) -> Result<Option<Population>, BundleError> {
    let declared = charter.member(member).and_then(|known| known.population).map(|people| people as f64);
    match &told["members"]["people"][member.as_str()] {
        Value::Null => Ok(declared.map(Population::Declared)),
        told => Ok(Some(Population::Answered(
            told.as_f64().filter(|people| *people >= 0.0).ok_or_else(|| missing("edition.json"))?,
        ))),
    }
}

/// What the bundle says of itself.
fn standing(told: &Value) -> Result<Standing, BundleError> {
    let bad = || missing("edition.json");
    let text = |value: &Value| value.as_str().map(str::to_owned).ok_or_else(bad);
    let mut standing = Standing { pilot: told["pilot"].as_bool().unwrap_or_default(), correction: None };
    if !told["corrects"].is_null() {
        let correction = Correction {
            number: told["number"].as_u64().and_then(|number| number.try_into().ok()).ok_or_else(bad)?,
            corrects: text(&told["corrects"])?.parse().map_err(|_| bad())?,
            reason: Bilingual { en: text(&told["reason"]["en"])?, fr: text(&told["reason"]["fr"])? },
        };
        standing.correction = Some(correction).filter(Correction::is_sound);
        standing.correction.as_ref().ok_or_else(bad)?;
    }
    Ok(standing)
}

fn short(digest: &str) -> String {
    digest.get(..12).unwrap_or_default().to_owned()
}

fn missing(path: &str) -> BundleError {
    BundleError::Missing { path: path.to_owned() }
}

fn in_file(error: impl Into<Problem>, name: &str) -> Problem {
    error.into().in_file(name)
}

fn file<'f>(files: &'f Files, name: &str) -> Result<&'f [u8], BundleError> {
    files.get(name).map(Vec::as_slice).ok_or_else(|| missing(name))
}

/// Every file has its checksum, and every checksum its file. The number of files.
fn check_sums(files: &Files) -> Result<usize, BundleError> {
    let sums = std::str::from_utf8(file(files, SUMS)?).map_err(|_| missing(SUMS))?;
    let mut listed = BTreeSet::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").ok_or_else(|| BundleError::Sum { path: SUMS.to_owned() })?;
        if Digest::of(file(files, name)?).to_string() != sum {
            return Err(BundleError::Sum { path: name.to_owned() });
        }
        listed.insert(name);
    }
    match files.keys().find(|name| *name != SUMS && !is_publication(name) && !listed.contains(name.as_str())) {
        Some(path) => Err(BundleError::More { path: path.clone() }),
        None => Ok(listed.len()),
    }
}

/// Keys of witnesses: other members' and coordinators', one each. By name.
fn witness_keys(files: &Files, charter: &Charter) -> Result<BTreeMap<String, VerifierKey>, BundleError> {
    let bad = || BundleError::Witness { path: WITNESS_KEYS.to_owned() };
    let text = std::str::from_utf8(file(files, WITNESS_KEYS)?).map_err(|_| bad())?;
    let members: BTreeSet<&str> = charter.members.iter().map(|member| member.id.as_str()).collect();
    let coordinators = &charter.coordinators;
    let (mut keys, mut parties, mut known) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    for line in text.lines() {
        let key = VerifierKey::parse_cosigner(line).ok_or_else(bad)?;
        let id = witness_of(key.name()).unwrap_or_default().to_owned();
        let named = |coordinator: &Coordinator| {
            coordinator.id == id || coordinator.identity.ends_with(&format!("/coordinator/{id}"))
        };
        let party = members.contains(id.as_str())
            || coordinators.iter().any(named)
            || coordinators.is_empty() && id == REHEARSAL;
        if !party || !parties.insert(id) || !known.insert(*key.public()) {
            return Err(bad());
        }
        keys.insert(key.name().to_owned(), key);
    }
    Ok(keys)
}

/// A member's receipts prove just these answers, all under one checkpoint.
fn check_member(files: &Files, charter: &Charter, named: &Named<'_>, answer: &Answered) -> Result<Vouched, Findings> {
    let Answered { member, tables, .. } = answer;
    let Named { edition, known, witnesses, .. } = named;
    let key_file = key_file(member);
    let text = |name: &str| std::str::from_utf8(file(files, name)?).map(str::to_owned).map_err(|_| missing(name));
    let key: VerifierKey = text(&key_file)?.trim().parse().map_err(|_| missing(&key_file))?;
    let other_key = || BundleError::Key { member: member.clone() };
    if !is_log_of(key.name(), member.as_str()) {
        return Err(other_key().into());
    }
    if let Some(known) = known {
        let known = known.get(member).ok_or_else(|| BundleError::Unknown { member: member.clone() })?;
        if *known != key {
            return Err(other_key().into());
        }
    }
    let node = format!("{}/{member}", charter.id);
    let release = answer.digest(charter);
    let mut receipts: Vec<Receipt> = Vec::with_capacity(tables.len());
    let (name, checkpoint) = (proofs_file(member), text(&checkpoint_file(member))?);
    let (proofs, signed) = (text(&name)?, Checkpoint::open(&checkpoint, &key));
    let mut heads = proofs.strip_suffix('\n').unwrap_or_default().split("\n\n");
    for (table, cells) in charter.lattice.tables().iter().zip(tables) {
        let proof = heads.next().and_then(|head| Proof::parse_head(head, &checkpoint));
        let receipt = proof.zip(signed.as_ref()).ok_or(ReceiptError::NotProved {});
        let receipt = receipt.and_then(|(proof, signed)| Receipt::under(proof, signed));
        let receipt = receipt.map_err(|error| in_file(error, &name))?;
        let about = About {
            node: &node,
            charter: &charter.digest,
            edition,
            period: named.period,
            level: &charter.geography.levels()[table.level],
            groups: &groups_word(charter, table),
            cells,
        };
        receipt.check(&about).map_err(|error| in_file(error, &name))?;
        let caller = receipt.entry.text("peer");
        if !is_coordinator(charter, caller) || receipts.first().is_some_and(|first| !first.is_for(caller)) {
            return Err(BundleError::Caller { member: member.clone() }.into());
        }
        receipts.push(receipt);
    }
    report::check_answer(charter, member, tables)?;
    if receipts.iter().any(|receipt| receipt.release() != Some(release)) {
        return Err(BundleError::Release { member: member.clone() }.into());
    }
    if heads.next().is_some() {
        return Err(BundleError::More { path: name }.into());
    }
    // Every signature is by the log or a witness whose key is here, and holds.
    let (text_of, signatures) = text_and_signatures(&checkpoint).unwrap_or_default();
    let mut cosigned: Vec<VerifierKey> = Vec::new();
    for line in signatures.split_inclusive('\n') {
        let alone = format!("{text_of}\n{line}");
        let witness = signer(line).and_then(|name| witnesses.get(name));
        let witness = witness.filter(|witness| witness.cosigned_at(&alone).is_some());
        match witness {
            // Nobody is a witness of their own log.
            Some(witness) if !cosigned.contains(witness) && witness_of(witness.name()) != Some(member.as_str()) => {
                cosigned.push(witness.clone());
            }
            None if key.open(&alone).is_some() => {}
            _ => return Err(BundleError::Signatures { member: member.clone() }.into()),
        }
    }
    let witnesses = cosigned;
    Ok(Vouched { key, checkpoint, wanted: Vec::new(), witnesses, receipts, release })
}

/// Files whose words are those of one version of the software; every other file is the same in all of them.
const WORDED: [&str; 6] =
    ["report.html", "datapackage.json", "index.parquet", "index.sdmx.json", "index.sdmx.xml", "index.xlsx"];

/// Everything in the bundle is what the answers, and the few words that don't follow from them, make of it. Gives the
/// files that another version of the software wrote, and this one can't repeat.
fn check_files(files: &Files, published: &Published) -> Result<Vec<String>, BundleError> {
    let expected = published.files(BTreeMap::new());
    // What the charter's digest leaves out are its members' signatures, and nothing else.
    let signatures: BTreeSet<String> =
        published.charter.members.iter().map(|member| signature_file(&member.id)).collect();
    let of_charter = |name: &str| !name.starts_with("signatures/") || signatures.contains(name);
    let beside = |name: &str| {
        name.strip_prefix("charter/").is_some_and(of_charter) || name.starts_with("logs/") || is_publication(name)
    };
    if let Some(more) = files.keys().find(|name| !expected.contains_key(*name) && !beside(name)) {
        return Err(BundleError::More { path: more.clone() });
    }
    let needed = published.require.parse::<Require>().map(|require| require.needed(published.members.len()));
    if needed.map_or(true, |needed| needed > published.answered()) {
        return Err(BundleError::Figures { path: "edition.json".to_owned() });
    }
    let other = published.software != env!("CARGO_PKG_VERSION");
    let mut unrepeated = Vec::new();
    for (name, bytes) in expected.into_iter().filter(|(name, _)| name != SUMS) {
        let worded = other && WORDED.contains(&name.as_str());
        match file(files, &name) {
            Ok(found) if found == bytes => {}
            Ok(_) | Err(_) if worded => unrepeated.push(name),
            Ok(_) => return Err(BundleError::Figures { path: name }),
            Err(error) => return Err(error),
        }
    }
    Ok(unrepeated)
}

/// Why a member is missing, as `members.csv` has it.
fn reason(files: &Files, member: &MemberId) -> Result<Problem, BundleError> {
    let listed = std::str::from_utf8(file(files, "members.csv")?).map_err(|_| missing("members.csv"))?;
    let line = listed.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let mut own = line.filter(|fields| fields.first() == Some(&member.as_str()));
    let reason = own.next().and_then(|fields| fields.get(2).map(|reason| (*reason).to_owned()));
    // A key, and nothing that could be taken for something else.
    let reason = reason.filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    let key = reason.ok_or_else(|| BundleError::Figures { path: "members.csv".to_owned() })?.into();
    Ok(Problem { key, fault: Fault::Peer, args: Vec::new(), place: Place::default(), again: Box::default() })
}

/// Each log is that of the member whose receipts are here, and has what they are under.
fn check_logs(files: &Files, members: &[(MemberId, Vouched)]) -> Result<Vec<(String, VerifiedLog)>, Findings> {
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
    files: &'f Files,
    folder: &'f str,
}

impl Tiles for LogFiles<'_> {
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.files.get(&format!("{}/{path}", self.folder)).cloned()
    }
}

/// A log in a bundle, held against checkpoints that are known from elsewhere.
fn verified_log(files: &Files, folder: &str, known: Vec<(String, Checkpoint)>) -> Result<VerifiedLog, Problem> {
    let log = LogFiles { files, folder };
    let missing = |name: &str| Damage::Missing { path: format!("{folder}/{name}") };
    let text = |name: &str| log.read(name).and_then(|bytes| String::from_utf8(bytes).ok());
    let key = text(KEY).and_then(|key| key.trim().parse().ok()).ok_or_else(|| missing(KEY))?;
    let checkpoint = text(CHECKPOINT).ok_or_else(|| missing(CHECKPOINT))?;
    // What can't be read is not the same as nothing.
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

impl Verified {
    /// Refuses what another version of the software wrote, as far as this one can't make it again.
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

    /// Refuses what no member had a part in, whatever else may be wrong with it.
    pub fn must_be_of_members(&self) -> Result<(), PublicationError> {
        if self.published.rehearsal { Err(PublicationError::Rehearsal {}) } else { Ok(()) }
    }
}
