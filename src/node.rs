//! A member's node: datasets in, one release per edition, answers out of releases.

mod budget;
mod build;
mod claims;
mod decisions;
mod editions;
mod log;
mod releases;
mod seen;
mod set;
mod status;
mod witness;

use std::sync::{Arc, Mutex};

pub use budget::{BudgetError, BudgetProposal, BudgetStatus, EditionSpending, LedgerReview};
pub use claims::Claimed;
pub use editions::{Answer, Build, EditionError, EditionProgress, EditionState};
pub use log::{LogOrderError, open_log};
pub use releases::{AttackReport, Decision, Deed, ReleaseError, ReleaseReview, TableReview};
pub use seen::WitnessRule;
pub use set::{NextSet, WitnessSet};
pub use status::{DatasetStatus, EditionStatus, LogStatus, NodeStatus, moment};
pub use witness::{Cosigned, WitnessError};

use crate::audit::{Decision as Done, Event, Ledger, Word};
use crate::charter::{Agreement, Charter, Policy};
use crate::journal::Journal;
use crate::model::{Clock, Entropy, MemberId, Period, Problem};
use crate::store::{Dataset, Load, Replace, Store};
use editions::Editions;
use log::NodeLog;

/// One member's node. Holds the store open; cheap to share.
pub struct Node {
    agreement: Agreement,
    policy: Policy,
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    editions: Editions,
    log: NodeLog,
    /// What the log says of the budget.
    ledger: Mutex<Ledger>,
    threads: usize,
}

impl Node {
    /// A node that acts under `agreement` and its own `policy` on `store`, and writes into the log `journal` what it does;
    /// `threads` at most compute at a time. *Errors:* the log can't be written.
    pub fn new(
        agreement: Agreement,
        policy: Policy,
        store: Store,
        journal: Journal,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        threads: usize,
    ) -> Result<Arc<Self>, Problem> {
        let ledger = Mutex::new(budget::read_ledger(&journal)?);
        let log = NodeLog::new(journal, &agreement, &store, policy.digest());
        let node = Arc::new(Self {
            agreement,
            policy,
            store: Arc::new(store),
            clock,
            entropy,
            editions: Editions::default(),
            log,
            ledger,
            threads,
        });
        node.note_changes()?;
        node.begin_set()?;
        node.forget_seeds()?;
        Ok(node)
    }

    /// The member whose node this is.
    pub fn member(&self) -> &MemberId {
        self.store.member()
    }

    /// The charter that it acts under.
    pub fn charter(&self) -> &Charter {
        self.agreement.charter()
    }

    /// The keyed 128-bit value of an id.
    pub fn pseudonym(&self, id: &[u8]) -> u128 {
        self.store.pseudonym(id)
    }

    /// Begins a load; see [`Load`].
    pub fn begin_load(&self, period: Period, replace: Replace) -> Result<Load, Problem> {
        self.agreement.check_dates(self.clock.today())?;
        Ok(Load::begin(self.store.clone(), self.agreement.shared(), self.entropy.clone(), period, replace)?)
    }

    /// Makes a load a dataset.
    pub fn commit(&self, load: Load) -> Result<Dataset, Problem> {
        let (period, dataset) = (load.period().clone(), load.id());
        let before = self.store.dataset(&period)?.map(|before| before.id);
        // Before it is so: a dataset without its record can't be.
        self.record(Event::DatasetLoaded { period: period.clone(), dataset })?;
        let committed = load.commit(self.clock.unix_seconds()).map_err(Problem::from);
        match (&committed, before) {
            (Ok(_), Some(before)) => drop(self.record(Event::DatasetRetired { period, dataset: before })?),
            (Ok(_), None) => {}
            (Err(problem), _) => {
                let reason = Some(Word::new(&*problem.key));
                self.record_decision(Event::DatasetLoaded { period, dataset }, Done::Error, reason, None)?;
            }
        }
        committed
    }

    /// Datasets whose columns fit the charter, by period.
    pub fn fitting_datasets(&self) -> Result<Vec<Dataset>, Problem> {
        let dictionary = self.charter().dictionary(self.member());
        let all = self.store.datasets()?;
        Ok(all.into_iter().filter(|dataset| dataset.dictionary == dictionary).collect())
    }

    /// Waits until the step in hand is done; none is begun afterwards.
    pub async fn drain(&self) {
        self.editions.drain().await;
    }
}
