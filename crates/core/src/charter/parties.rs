//! Who takes part: members, and those who run computations.

use crate::model::{Bilingual, Jurisdiction, MemberId};
use crate::note::VerifierKey;

/// A jurisdiction.
#[derive(Clone, Debug)]
pub struct Member {
    /// Identifier.
    pub id: MemberId,
    /// For people.
    pub name: Bilingual,
    /// Whose law applies to it.
    pub jurisdiction: Option<Jurisdiction>,
    /// The law or decision that lets it use its records and share figures, if not the charter's own.
    pub legal_authority: Option<Bilingual>,
    /// Areas whose subtrees it speaks for: level and position.
    pub areas: Vec<(usize, u32)>,
    /// Number of people it speaks for: what a sum lacks when it doesn't answer.
    pub population: Option<u64>,
    /// Weights of its people above it count as this much, instead of above the method's.
    pub weight_cap: Option<f64>,
    /// Host and port of its node.
    pub endpoint: Option<String>,
    /// Certificates (PEM) of the authority that speaks for it.
    pub authority: Option<String>,
    /// Key that verifies its signatures.
    pub signing_key: Option<VerifierKey>,
    /// Key that verifies its officer's decisions; where there is none, the operator decides.
    pub officer_key: Option<VerifierKey>,
}

/// A party that may run computations across members.
#[derive(Clone, Debug)]
pub struct Coordinator {
    /// Identifier.
    pub id: String,
    /// For people.
    pub name: Bilingual,
    /// Whose law applies to it.
    pub jurisdiction: Option<Jurisdiction>,
    /// SPIFFE URI in its certificate.
    pub identity: String,
    /// Certificates (PEM) of the authority that speaks for it.
    pub authority: Option<String>,
    /// Key that verifies its signatures.
    pub signing_key: Option<VerifierKey>,
}
