//! Parties: members, and coordinators, which run computations.

use super::geography::AreaPosition;
use crate::model::{Bilingual, Jurisdiction, MemberId};
use crate::note::VerifierKey;

/// A jurisdiction that takes part.
#[derive(Clone, Debug)]
pub struct Member {
    /// Identifier.
    pub id: MemberId,
    /// Name for people.
    pub name: Bilingual,
    /// Jurisdiction whose law applies to it.
    pub jurisdiction: Option<Jurisdiction>,
    /// Law or decision that lets it use its records and share figures, if it differs from the charter's.
    pub legal_authority: Option<Bilingual>,
    /// Areas whose subtrees it speaks for.
    pub areas: Vec<AreaPosition>,
    /// Number of people that it speaks for: the people missing from a sum when it doesn't answer.
    pub population: Option<u64>,
    /// Cap of the weights of its people, in place of the method's.
    pub weight_cap: Option<f64>,
    /// Host and port of its node.
    pub endpoint: Option<String>,
    /// File of certificates (PEM) of the authority that vouches for it.
    pub authority: Option<String>,
    /// Key that verifies its signatures.
    pub signing_key: Option<VerifierKey>,
    /// Key that verifies its officer's decisions; without one, the operator decides.
    pub officer_key: Option<VerifierKey>,
}

/// A party that may run computations across members.
#[derive(Clone, Debug)]
pub struct Coordinator {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: Bilingual,
    /// Jurisdiction whose law applies to it.
    pub jurisdiction: Option<Jurisdiction>,
    /// SPIFFE URI in its certificate.
    pub identity: String,
    /// File of certificates (PEM) of the authority that vouches for it.
    pub authority: Option<String>,
    /// Key that verifies its signatures.
    pub signing_key: Option<VerifierKey>,
}
