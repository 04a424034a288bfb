//! A member's node: datasets in, one release per edition, answers out of releases.

mod answers;
mod budget;
mod build;
mod claims;
mod copy;
mod decisions;
mod disagreements;
mod edition;
mod editions;
mod ingest;
mod load;
mod log;
mod operations;
mod private;
mod releases;
mod seen;
mod set;
mod status;
mod witness;

use std::sync::{Arc, Mutex};

pub use answers::Answer;
pub use budget::{BudgetError, BudgetProposal, BudgetStatus, EditionSpending, LedgerReview, SpendingState};
pub use copy::verify_log;
pub use edition::{Build, EditionError, EditionProgress};
pub use ingest::{IngestOrder, Ingested, LoadError, Loaded, RecordFile};
pub use load::{Load, WeightsError};
pub use log::{LogOrderError, open_log};
pub use operations::{OfficerOperations, OperatorOperations};
pub use releases::{AttackReport, Deed, ReleaseDecision, ReleaseError, ReleaseReview, TableReview};
pub use seen::WitnessRule;
pub use set::{NextSet, WitnessSet};
pub use status::{DatasetStatus, EditionStatus, LogStatus, NodeStatus, moment};
pub use witness::WitnessError;

use crate::audit::Ledger;
use crate::charter::{Agreement, Charter, Policy};
use crate::journal::Journal;
use crate::model::{Clock, Entropy, MemberId, Problem};
use crate::store::{Dataset, Store};
use editions::Editions;
use log::NodeLog;

/// A member's node. Holds the store open; cheap to share.
pub struct Node {
    agreement: Agreement,
    policy: Policy,
    store: Arc<Store>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    editions: Editions,
    log: NodeLog,
    /// State of the budget, by the log.
    ledger: Mutex<Ledger>,
    threads: usize,
}

impl Node {
    /// Makes a node that acts under `agreement` and its own `policy` on `store`, and records its acts in the log
    /// `journal`; at most `threads` compute at a time. *Errors:* the log can't be written.
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

    /// Datasets whose columns fit the charter, by period.
    pub fn fitting_datasets(&self) -> Result<Vec<Dataset>, Problem> {
        let dictionary = self.charter().dictionary(self.member());
        let all = self.store.datasets()?;
        Ok(all.into_iter().filter(|dataset| dataset.dictionary == dictionary).collect())
    }

    /// Waits until the step in hand is done; no other begins afterwards.
    pub async fn drain(&self) {
        self.editions.drain().await;
    }
}
