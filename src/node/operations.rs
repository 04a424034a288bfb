//! Operations that an operator and a privacy officer have a node perform. The node itself implements them, and so does
//! a client of a node in service.

use super::{
    AttackReport, BudgetStatus, Deed, IngestOrder, Ingested, Node, NodeStatus, ReleaseDecision, ReleaseReview,
};
use crate::audit::Look;
use crate::ingest::Progress;
use crate::model::{Findings, Problem};
use crate::store::{Detail, ReleaseRecord};

/// Operations of the operator.
pub trait OperatorOperations: Send + Sync {
    /// State of the node.
    fn status(&self) -> Result<NodeStatus, Problem>;

    /// Loads or checks a file; blocks, and reports progress.
    fn ingest(&self, order: &IngestOrder, progress: &dyn Fn(Progress)) -> Result<Ingested, Findings>;
}

/// Operations of the privacy officer. An edition may be named by the beginning of its identifier; `note` is the decision,
/// signed, where the charter names the officer's key.
pub trait OfficerOperations: Send + Sync {
    /// Releases under the charter.
    fn releases(&self) -> Result<Vec<ReleaseRecord>, Problem>;

    /// A release, and counts of what leaves with it.
    fn review(&self, edition: &str) -> Result<ReleaseReview, Problem>;

    /// Attacks a release.
    fn attack(&self, edition: &str) -> Result<AttackReport, Problem>;

    /// Decides about a release; `detail` lies beside the log.
    fn decide(
        &self,
        edition: &str,
        decision: ReleaseDecision,
        detail: &Detail,
        note: Option<&str>,
    ) -> Result<ReleaseRecord, Problem>;

    /// Budget of class `private`, and what is spent of it; `None` in other classes.
    fn budget(&self) -> Result<Option<BudgetStatus>, Problem>;

    /// Makes the budget what `policy.toml` says.
    fn adopt_budget(&self, note: Option<&str>) -> Result<Option<BudgetStatus>, Problem>;

    /// Detail beside a record; `None` where it was erased.
    fn detail(&self, seq: u64) -> Result<Option<Detail>, Problem>;

    /// Erases the detail beside a record.
    fn erase_detail(&self, seq: u64, note: Option<&str>) -> Result<(), Problem>;

    /// Settles a disagreement about the node's own log.
    fn settle(&self, note: Option<&str>) -> Result<(), Problem>;

    /// Forgets what the node, as a witness, knew of another log.
    fn forget(&self, log: &str, note: Option<&str>) -> Result<(), Problem>;

    /// Records that an officer reads the log.
    fn record_look(&self, look: Look) -> Result<(), Problem>;

    /// Text that the officer has to sign for a decision.
    fn draft(&self, deed: &Deed) -> Result<String, Problem>;
}

impl OperatorOperations for Node {
    fn status(&self) -> Result<NodeStatus, Problem> {
        self.status()
    }

    fn ingest(&self, order: &IngestOrder, progress: &dyn Fn(Progress)) -> Result<Ingested, Findings> {
        self.ingest(order, progress)
    }
}

impl OfficerOperations for Node {
    fn releases(&self) -> Result<Vec<ReleaseRecord>, Problem> {
        self.releases()
    }

    fn review(&self, edition: &str) -> Result<ReleaseReview, Problem> {
        self.review(&self.find_release(edition)?)
    }

    fn attack(&self, edition: &str) -> Result<AttackReport, Problem> {
        self.attack(&self.find_release(edition)?)
    }

    fn decide(
        &self,
        edition: &str,
        decision: ReleaseDecision,
        detail: &Detail,
        note: Option<&str>,
    ) -> Result<ReleaseRecord, Problem> {
        self.decide(&self.find_release(edition)?, decision, detail, note)
    }

    fn budget(&self) -> Result<Option<BudgetStatus>, Problem> {
        Ok(self.budget())
    }

    fn adopt_budget(&self, note: Option<&str>) -> Result<Option<BudgetStatus>, Problem> {
        self.rule_budget(note)
    }

    fn detail(&self, seq: u64) -> Result<Option<Detail>, Problem> {
        self.detail(seq)
    }

    fn erase_detail(&self, seq: u64, note: Option<&str>) -> Result<(), Problem> {
        self.erase_detail(seq, note)
    }

    fn settle(&self, note: Option<&str>) -> Result<(), Problem> {
        self.settle(note)
    }

    fn forget(&self, log: &str, note: Option<&str>) -> Result<(), Problem> {
        self.forget_party(log, note)
    }

    fn record_look(&self, look: Look) -> Result<(), Problem> {
        self.looked(look)
    }

    fn draft(&self, deed: &Deed) -> Result<String, Problem> {
        self.draft(deed)
    }
}
