//! Statements of a bundle about itself in `edition.json` and `members.csv` that don't follow from the answers.

use serde_json::Value;

use super::checksums::{file, missing, text_file};
use super::{BundleError, BundleFiles};
use crate::charter::{Charter, edition_id};
use crate::model::{Bilingual, EditionId, Fault, MemberId, Period, Place, Problem};
use crate::report::{AbsentPopulation, Correction, FORMAT, Standing};

const FILE: &str = "edition.json";

/// `edition.json` of a bundle, in a known format.
pub(super) struct EditionFile(pub(super) Value);

impl EditionFile {
    pub(super) fn read(files: &BundleFiles) -> Result<Self, BundleError> {
        let value: Value = serde_json::from_slice(file(files, FILE)?).map_err(|_| missing(FILE))?;
        if value["format"] != FORMAT {
            // The first format had no number.
            let found = value["format"].as_u64().unwrap_or(1);
            return Err(BundleError::OldForm { found, known: FORMAT });
        }
        Ok(Self(value))
    }

    /// A text, empty where there is none.
    pub(super) fn text(&self, path: &[&str]) -> String {
        let value = path.iter().fold(&self.0, |value, name| &value[name]);
        value.as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.0[name].as_bool().unwrap_or_default()
    }

    /// Period and revision of a computation under this charter.
    pub(super) fn of_charter(&self, charter: &Charter) -> Result<(Period, u32), BundleError> {
        let named = self.text(&["charter", "digest"]);
        if named != charter.digest().to_string() {
            return Err(BundleError::Charter { named: short(&named), found: charter.digest().short() });
        }
        let period = self.text(&["period"]).parse().map_err(|_| BundleError::Figures { path: FILE.to_owned() })?;
        let revision = self.0["revision"].as_u64().and_then(|revision| revision.try_into().ok()).unwrap_or(0);
        Ok((period, revision))
    }

    /// Edition, which follows from charter, period and revision.
    pub(super) fn edition(&self, charter: &Charter, period: &Period, revision: u32) -> Result<EditionId, BundleError> {
        let edition = edition_id(charter, period, revision);
        let named = self.text(&["edition"]);
        if named != edition.to_string() {
            return Err(BundleError::Edition { named: short(&named), found: edition.digest().short() });
        }
        Ok(edition)
    }

    pub(super) fn node_software(&self, member: &MemberId) -> Option<String> {
        self.0["software"]["nodes"][member.as_str()].as_str().map(str::to_owned)
    }

    pub(super) fn weighted(&self, member: &MemberId) -> Option<bool> {
        self.0["members"]["weighted"][member.as_str()].as_bool()
    }

    /// Number of people of a missing member: in the charter, or in the coordinator's knowledge.
    pub(super) fn population(
        &self,
        charter: &Charter,
        member: &MemberId,
    ) -> Result<Option<AbsentPopulation>, BundleError> {
        match &self.0["members"]["people"][member.as_str()] {
            Value::Null => {
                let declared = charter.member(member).and_then(|known| known.population);
                Ok(declared.map(|people| AbsentPopulation::Declared(people as f64)))
            }
            people => {
                let people = people.as_f64().filter(|people| *people >= 0.0).ok_or_else(|| missing(FILE))?;
                Ok(Some(AbsentPopulation::Answered(people)))
            }
        }
    }

    /// Pilot or publication, and the corrected one.
    pub(super) fn standing(&self) -> Result<Standing, BundleError> {
        let (told, bad) = (&self.0["publication"], || missing(FILE));
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
}

fn short(digest: &str) -> String {
    digest.get(..12).unwrap_or_default().to_owned()
}

/// Reason that a member is missing, from `members.csv`.
pub(super) fn missing_because(files: &BundleFiles, member: &MemberId) -> Result<Problem, BundleError> {
    let lines = text_file(files, "members.csv")?.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let mut own = lines.filter(|fields| fields.first() == Some(&member.as_str()));
    let reason = own.next().and_then(|fields| fields.get(2).map(|reason| (*reason).to_owned()));
    // A key, and nothing that could be mistaken for something else.
    let reason = reason.filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    let key = reason.ok_or_else(|| BundleError::Figures { path: "members.csv".to_owned() })?.into();
    Ok(Problem { key, fault: Fault::Peer, args: Vec::new(), place: Place::default(), again: Box::default() })
}
