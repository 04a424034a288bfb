//! The charter: the information-sharing agreement as data. A folder of files becomes one checked [`Charter`] and one
//! digest; signatures over the digest show which members have agreed. Values in, values out: no file is opened here.

mod changes;
mod class;
mod cross_border;
mod decision;
mod dictionary;
mod digest;
mod edition;
mod error;
mod geography;
mod group;
mod lattice;
mod licence;
mod method;
mod parties;
mod policy;
mod population;
mod privacy;
mod read;
mod rules;
mod section;
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
pub use cross_border::CrossBorder;
pub use decision::{Act, DecisionError, Statement};
pub use digest::{CharterFiles, digest};
pub use edition::{LAST_REVISION, edition_id};
pub use error::{CharterError, PolicyError};
pub use geography::{Area, AreaPosition, Geography, Level, is_dguid};
pub use group::{Category, CategoryPosition, CoarserLevel, Group};
pub use lattice::{Axis, Lattice, Table, TableIndex, group_word, groups_word};
pub use licence::Licence;
pub use method::{Band, Dimension, Indicator, Mean, Method, MissingDimension, Scale, Weights, Worse};
pub use parties::{Coordinator, Member};
pub use policy::{Policy, StandingApproval, Witness};
pub use population::{Population, PopulationError, Shares};
pub use privacy::{Privacy, Workload};
pub use rules::Rules;
pub use signature::{Agreement, AgreementError, Signature, broken, sign, signature_file, signatures};
pub use template::{proposal, template};
pub use totals::{Totals, TotalsError};
pub use witnesses::REHEARSAL;

use crate::model::{AreaIndex, Bilingual, Digest, FigureColumns, MemberId};

/// An agreement in one version, checked as a whole.
#[derive(Clone, Debug)]
pub struct Charter {
    /// Identifier; also the name of the federation in certificates.
    pub id: String,
    /// Version, which counts up with every change.
    pub version: u32,
    /// Name of the agreement.
    pub title: Bilingual,
    /// Purpose for which figures may be used.
    pub purpose: Bilingual,
    /// Target population: the people described by the figures.
    pub target_population: Bilingual,
    /// Reference date of the records.
    pub reference_date: Bilingual,
    /// Legal authority of every member that names no own one.
    pub legal_authority: Option<Bilingual>,
    /// Licence of the published figures.
    pub licence: Option<Licence>,
    /// First day in force.
    pub starts: Date,
    /// Last day in force.
    pub ends: Date,
    class: Class,
    /// Number of members that must have signed.
    pub quorum: usize,
    /// Number of other members that witness each member's log.
    pub witnesses: usize,
    /// Number of coordinators that must sign a publication.
    pub sign_off: usize,
    /// The tree of areas.
    pub geography: Geography,
    /// Group dimensions, in the charter's order.
    pub groups: Vec<Group>,
    /// Method of the index.
    pub method: Method,
    /// Tables that may be published.
    pub lattice: Lattice,
    /// Members, by id.
    pub members: Vec<Member>,
    /// Coordinators, who may run computations.
    pub coordinators: Vec<Coordinator>,
    /// Areas across members' borders, each a sum of areas that the lattice publishes.
    pub cross_border: Vec<CrossBorder>,
    /// Public totals to which figures are calibrated, if there are any.
    pub totals: Option<Totals>,
    /// Parameters of the class's protection.
    pub rules: Rules,
    /// SHA-256 of every file that the digest covers.
    pub files: BTreeMap<String, Digest>,
    digest: Digest,
}

impl Charter {
    /// SHA-256 over the exact bytes of every file.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Sums that the charter's tables carry.
    pub fn statistics(&self) -> FigureColumns {
        let method = &self.method;
        FigureColumns {
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

    /// Law or decision that the member names, or the charter for it: the reader makes sure that there is one.
    pub fn legal_authority<'c>(&'c self, member: &'c Member) -> Option<&'c Bilingual> {
        member.legal_authority.as_ref().or(self.legal_authority.as_ref())
    }

    /// For every area of the geography's finest level, the position of the member that speaks for it, if there is one.
    pub fn owners(&self) -> Vec<Option<usize>> {
        let geography = &self.geography;
        let mut owners: Vec<Vec<Option<usize>>> =
            (0..=geography.finest()).map(|level| vec![None; geography.areas(level).len()]).collect();
        for (member, claims) in self.members.iter().enumerate() {
            claims.areas.iter().for_each(|own| owners[own.level][own.area.at()] = Some(member));
        }
        // A member that speaks for an area speaks for all areas within it.
        for level in 1..owners.len() {
            for (area, place) in geography.areas(level).iter().enumerate() {
                owners[level][area] = owners[level - 1][place.parent.at()].or(owners[level][area]);
            }
        }
        owners.pop().unwrap_or_default()
    }

    /// For every level, whether a member's people can live in each area: its own ones and those around them.
    pub fn reach(&self, member: &MemberId) -> Vec<Vec<bool>> {
        let geography = &self.geography;
        let mut reach: Vec<Vec<bool>> =
            (0..=geography.finest()).map(|level| vec![false; geography.areas(level).len()]).collect();
        let own = self.members.binary_search_by(|known| known.id.cmp(member)).ok();
        for (area, _) in (0..).map(AreaIndex).zip(self.owners()).filter(|(_, owner)| owner.is_some() && *owner == own) {
            for (level, reach) in reach.iter_mut().enumerate() {
                reach[geography.ancestor(geography.finest(), area, level).at()] = true;
            }
        }
        reach
    }

    /// Number of cells that a table can have: areas and cross-border areas of its level × combinations of categories.
    pub fn cells(&self, table: &Table) -> u64 {
        let crossing = self.cross_border.iter().filter(|area| area.level == table.level).count();
        let areas = self.geography.areas(table.level).len() + crossing;
        (areas as u64).saturating_mul(table.combinations(&self.groups))
    }

    /// Cap of the weights of a member's people, if there is one.
    pub fn clipped_at(&self, member: &MemberId) -> Option<f64> {
        self.member(member).and_then(|member| member.weight_cap).or(self.method.weight_cap)
    }

    /// Largest weight that one of a member's people may have; `None` where the charter says that there are no weights.
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
