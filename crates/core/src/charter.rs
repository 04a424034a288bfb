//! The charter: the information-sharing agreement as data. A folder of files becomes one checked [`Charter`] and one
//! digest; signatures over the digest say who has agreed. Values in, values out: no file is opened here.

mod changes;
mod class;
mod decision;
mod dictionary;
mod digest;
mod edition;
mod geography;
mod group;
mod lattice;
mod policy;
mod population;
mod privacy;
mod read;
mod rules;
mod signature;
mod template;
mod totals;
mod witnesses;

use std::collections::BTreeMap;

use jiff::civil::Date;

#[cfg(any(test, feature = "fixtures"))]
pub use changes::every_kind;
pub use changes::{Change, Topic, Value, Words, changes};
pub use class::{ByClass, Class, Controlled, OfClass, Private, Public};
pub use decision::{Act, DecisionError, Statement};
pub use digest::{CharterFiles, digest};
pub use edition::{LAST_REVISION, edition_id};
pub use geography::{Area, Geography, Level, is_dguid};
pub use group::{Category, Group, Partition};
pub use lattice::{Axis, Lattice, Table, group_word, groups_word};
pub use policy::{Policy, PolicyError, StandingApproval, Witness};
pub use population::{Population, PopulationError, Shares};
pub use privacy::{Emphasis, Privacy};
pub use read::CharterError;
pub use rules::Rules;
pub use signature::{Agreement, AgreementError, Signature, broken, sign, signature_file, signatures};
pub use template::{proposal, template};
pub use totals::{Totals, TotalsError};

use crate::model::{Bilingual, Digest, Findings, Jurisdiction, Lang, MemberId, Statistics};
use crate::note::VerifierKey;

/// On what terms anybody may use figures.
#[derive(Clone, Debug)]
pub struct Licence {
    /// What it is called, in both languages.
    pub title: Bilingual,
    /// Where its text is, in both languages, if it is on the web.
    pub url: Option<Bilingual>,
}

impl Licence {
    /// Its name, and where its text is.
    pub fn named(&self, lang: Lang) -> String {
        let title = self.title.get(lang);
        self.url.as_ref().map_or_else(|| title.to_owned(), |url| format!("{title}, {}", url.get(lang)))
    }
}

/// An agreement in one version, checked as a whole.
#[derive(Clone, Debug)]
pub struct Charter {
    /// Identifier; also the name of the federation in certificates.
    pub id: String,
    /// Counts up with every change.
    pub version: u32,
    /// What the agreement is called.
    pub title: Bilingual,
    /// What the figures may be used for.
    pub purpose: Bilingual,
    /// Who is counted: the people that the figures are about.
    pub target_population: Bilingual,
    /// The day as of which they are.
    pub reference_date: Bilingual,
    /// Legal authority of every member that names none of its own.
    pub legal_authority: Option<Bilingual>,
    /// On what terms anybody may use what is published.
    pub licence: Option<Licence>,
    /// First day in force.
    pub starts: Date,
    /// Last day in force.
    pub ends: Date,
    /// How figures are protected.
    pub class: Class,
    /// How many members must have signed.
    pub quorum: usize,
    /// How many other members witness each member's log.
    pub witnesses: usize,
    /// How many coordinators must sign what is published.
    pub sign_off: usize,
    /// The tree of areas.
    pub geography: Geography,
    /// Group dimensions, in the charter's order.
    pub groups: Vec<Group>,
    /// How the index is computed.
    pub method: Method,
    /// What may be published.
    pub lattice: Lattice,
    /// Members, by id.
    pub members: Vec<Member>,
    /// Who may run computations.
    pub coordinators: Vec<Coordinator>,
    /// Areas that lie in several members, each a sum of areas that the lattice publishes.
    pub cross_border: Vec<CrossBorder>,
    /// Public totals that figures are made to add up to, if there are any.
    pub totals: Option<Totals>,
    /// How its class protects figures.
    pub rules: Rules,
    /// The `[privacy]` and `[disclosure]` sections, key path → value as written.
    pub protection: BTreeMap<String, String>,
    /// SHA-256 of every file that the digest covers.
    pub files: BTreeMap<String, Digest>,
    /// SHA-256 over the exact bytes of every file.
    pub digest: Digest,
}

impl Charter {
    /// Reads and checks a whole charter folder. *Errors:* every problem found, with file, line and key.
    pub fn parse(files: &CharterFiles) -> Result<Self, Findings> {
        read::charter(files)
    }

    /// Which sums its tables carry.
    pub fn statistics(&self) -> Statistics {
        let method = &self.method;
        Statistics {
            dimensions: method.dimensions.len(),
            bands: method.bands.len(),
            indexed: !method.is_linear(),
            partial: method.missing_dimension == MissingDimension::AverageOfAnswered,
            spread: self.class == Class::Public,
        }
    }

    /// The member with this id.
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        let place = self.members.binary_search_by(|member| member.id.cmp(id)).ok()?;
        Some(&self.members[place])
    }

    /// The law or decision that a member names, or the charter for it: the reader sees to it that there is one.
    pub fn legal_authority<'c>(&'c self, member: &'c Member) -> Option<&'c Bilingual> {
        member.legal_authority.as_ref().or(self.legal_authority.as_ref())
    }

    /// For every area of the geography's finest level, the position of the member who speaks for it, if there is one.
    pub fn owners(&self) -> Vec<Option<usize>> {
        let geography = &self.geography;
        let mut owners: Vec<Vec<Option<usize>>> =
            (0..=geography.finest()).map(|level| vec![None; geography.areas(level).len()]).collect();
        for (member, claims) in self.members.iter().enumerate() {
            claims.areas.iter().for_each(|&(level, area)| owners[level][area as usize] = Some(member));
        }
        // Whoever speaks for an area speaks for what lies in it.
        for level in 1..owners.len() {
            for (area, place) in geography.areas(level).iter().enumerate() {
                owners[level][area] = owners[level - 1][place.parent as usize].or(owners[level][area]);
            }
        }
        owners.pop().unwrap_or_default()
    }

    /// For every level, which of its areas a member's people can live in: its own ones and those around them.
    pub fn reach(&self, member: &MemberId) -> Vec<Vec<bool>> {
        let geography = &self.geography;
        let mut reach: Vec<Vec<bool>> =
            (0..=geography.finest()).map(|level| vec![false; geography.areas(level).len()]).collect();
        let own = self.members.binary_search_by(|known| known.id.cmp(member)).ok();
        for (area, _) in (0..).zip(self.owners()).filter(|(_, owner)| owner.is_some() && *owner == own) {
            for (level, reach) in reach.iter_mut().enumerate() {
                reach[geography.ancestor(geography.finest(), area, level) as usize] = true;
            }
        }
        reach
    }

    /// How many cells a table can have: areas and cross-border areas of its level × combinations of categories.
    pub fn cells(&self, table: &Table) -> u64 {
        let crossing = self.cross_border.iter().filter(|area| area.level == table.level).count();
        let areas = self.geography.areas(table.level).len() + crossing;
        (areas as u64).saturating_mul(table.combinations(&self.groups))
    }

    /// What a weight of a member's people counts for at most, if there is a limit.
    pub fn clipped_at(&self, member: &MemberId) -> Option<f64> {
        self.member(member).and_then(|member| member.weight_cap).or(self.method.weight_cap)
    }

    /// The largest weight that one of a member's people may have; `None` where the charter says that nobody has one.
    pub fn weight_cap(&self, member: &MemberId) -> Option<f64> {
        self.clipped_at(member).filter(|_| self.has_weights())
    }

    /// Whether people have weights, as the charter says.
    pub fn has_weights(&self) -> bool {
        self.method.weights.is_some_and(|weights| weights != Weights::None)
    }

    /// Ids of the dimensions, in order.
    pub fn dimension_ids(&self) -> Vec<String> {
        self.method.dimensions.iter().map(|dimension| dimension.id.clone()).collect()
    }

    /// Ids of the bands, in order.
    pub fn band_ids(&self) -> Vec<String> {
        self.method.bands.iter().map(|band| band.id.clone()).collect()
    }
}

/// Indicators, dimensions, aggregation and bands of one index. Exact definitions: method page, unit `person`.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// Identifier.
    pub id: String,
    /// Counts up with every change.
    pub version: u32,
    /// Mean by which dimension scores become the index.
    pub aggregate: Mean,
    /// What becomes of a person without a score in some dimension.
    pub missing_dimension: MissingDimension,
    /// Whether people have weights, and what these are; each member decides where it isn't said.
    pub weights: Option<Weights>,
    /// Weights above it count as this much.
    pub weight_cap: Option<f64>,
    /// Shown wherever the index is shown.
    pub notes: Option<Bilingual>,
    /// Dimensions, in the charter's order.
    pub dimensions: Vec<Dimension>,
    /// Indicators, in the charter's order.
    pub indicators: Vec<Indicator>,
    /// Bands from low to high.
    pub bands: Vec<Band>,
}

impl Method {
    /// Whether the mean index of people follows from their mean dimension scores.
    pub fn is_linear(&self) -> bool {
        self.aggregate == Mean::Arithmetic && self.missing_dimension == MissingDimension::LeaveOutPerson
    }
}

/// What the weights of people are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Weights {
    /// Nobody has one: everybody who is counted is in the data, as in a register.
    None,
    /// Those of the design of a survey.
    Design,
    /// Those of a survey, fitted to totals that are known.
    Calibrated,
}

impl Weights {
    /// All of them, by the words in the charter.
    pub const WORDS: [(&str, Self); 3] =
        [("none", Self::None), ("design", Self::Design), ("calibrated", Self::Calibrated)];
}

/// A weighted mean.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mean {
    /// Σ w s / Σ w
    Arithmetic,
    /// exp(Σ w ln max(s, 1) / Σ w)
    Geometric,
    /// Σ w / Σ (w / max(s, 1))
    Harmonic,
}

/// What becomes of a person without a score in some dimension.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MissingDimension {
    /// Not scored, counted nowhere.
    LeaveOutPerson,
    /// The index is taken over the dimensions that are there.
    AverageOfAnswered,
}

/// One part of the index.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// Identifier; a column of the published table.
    pub id: String,
    /// For people.
    pub label: Bilingual,
    /// Weight in the index.
    pub weight: f64,
    /// Mean by which indicator scores become the dimension score.
    pub aggregate: Mean,
    /// Indicators that must be answered for a score.
    pub min_answered: u32,
}

/// One question, or one property of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Indicator {
    /// Identifier; a column of members' files.
    pub id: String,
    /// For people.
    pub label: Bilingual,
    /// Position of its dimension.
    pub dimension: usize,
    /// What its values are and what score they give.
    pub scale: Scale,
    /// Weight in the dimension.
    pub weight: f64,
}

/// How values of an indicator become scores from 0 to 100, 100 = most vulnerable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// 1 = yes, 0 = no.
    YesNo {
        /// The answer that scores 100.
        worse: bool,
    },
    /// 1..=steps.
    Ordered {
        /// Number of steps, at least 2.
        steps: u32,
        /// Whether higher values are worse.
        worse: Worse,
    },
    /// A number, clipped to bounds.
    Number {
        /// Scores 0, or 100 where lower is worse.
        low: f64,
        /// Scores 100, or 0 where lower is worse.
        high: f64,
        /// Whether higher values are worse.
        worse: Worse,
    },
}

/// The end of a scale that is worse.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Worse {
    /// Large values.
    Higher,
    /// Small values.
    Lower,
}

/// A stretch of the index with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Identifier; gives the column `share_<id>`.
    pub id: String,
    /// For people.
    pub label: Bilingual,
    /// The index lies strictly below; the last band has no upper end.
    pub below: Option<f64>,
}

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
    /// How many people it speaks for: what a sum lacks when it doesn't answer.
    pub population: Option<u64>,
    /// Weights of its people above it count as this much, instead of above the method's.
    pub weight_cap: Option<f64>,
    /// Host and port of its node.
    pub endpoint: Option<String>,
    /// Certificates (PEM) of the authority that speaks for it.
    pub authority: Option<String>,
    /// Key that verifies its signatures.
    pub signing_key: Option<VerifierKey>,
    /// Key that verifies its officer's decisions; where there is none, whoever runs the node decides.
    pub officer_key: Option<VerifierKey>,
}

/// Who may run computations across members.
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

/// An area across members' borders, computed from published cells: a sum of areas of one level.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossBorder {
    /// Code of the whole.
    pub id: String,
    /// For people.
    pub name: Bilingual,
    /// Level of the parts.
    pub level: usize,
    /// Positions of the parts in their level.
    pub parts: Vec<u32>,
}
