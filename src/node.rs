//! A member's node: datasets in, one release per edition, answers out of releases.

mod build;
mod editions;
mod releases;
mod status;

use std::sync::Arc;

pub use editions::{Answer, Build, EditionError, EditionProgress, EditionState, edition_id};
pub use releases::{AttackReport, Decision, ReleaseError, ReleaseReview};
pub use status::{DatasetStatus, EditionStatus, NodeStatus};

use crate::charter::{Agreement, Policy};
use crate::model::{Clock, Entropy, MemberId, Period, Problem};
use crate::store::{Dataset, Load, Replace, Store};
use editions::Editions;

/// One member's node. Holds the store open; cheap to share.
pub struct Node {
    agreement: Agreement,
    policy: Policy,
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    editions: Editions,
    threads: usize,
}

impl Node {
    /// A node that acts under `agreement` and its own `policy` on `store`; `threads` at most compute at a time.
    pub fn new(
        agreement: Agreement,
        policy: Policy,
        store: Store,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        threads: usize,
    ) -> Arc<Self> {
        Arc::new(Self {
            agreement,
            policy,
            store: Arc::new(store),
            clock,
            entropy,
            editions: Editions::default(),
            threads,
        })
    }

    /// The member whose node this is.
    pub fn member(&self) -> &MemberId {
        self.store.member()
    }

    /// The charter that it acts under.
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// The keyed 128-bit value of an id.
    pub fn pseudonym(&self, id: &[u8]) -> u128 {
        self.store.pseudonym(id)
    }

    /// Begins a load; see [`Load`].
    pub fn begin_load(&self, period: Period, replace: Replace) -> Result<Load, Problem> {
        self.agreement.check_dates(self.clock.today())?;
        Ok(Load::begin(self.store.clone(), self.agreement.charter(), self.entropy.clone(), period, replace)?)
    }

    /// Makes a load a dataset.
    pub fn commit(&self, load: Load) -> Result<Dataset, Problem> {
        Ok(load.commit(self.clock.unix_seconds())?)
    }

    /// Datasets whose columns fit the charter, by period.
    pub fn fitting_datasets(&self) -> Result<Vec<Dataset>, Problem> {
        let dictionary = self.agreement.dictionary(self.member());
        let all = self.store.datasets()?;
        Ok(all.into_iter().filter(|dataset| dataset.dictionary == dictionary).collect())
    }

    /// Waits until the step in hand is done; none is begun afterwards.
    pub async fn drain(&self) {
        self.editions.drain().await;
    }
}
