//! Records that a node writes into its log: callers, decisions and publications; never a figure, a key or free text.
//! And readings of the log by others: receipts, and the officer's report. Values in, values out.

mod check;
mod claim;
mod decisions;
mod event;
mod ledger;
mod name;
mod receipt;
mod record;
mod report;
mod witness;

pub use check::{Copy, LastCosigned, LogError, Verified};
pub use claim::{Claim, Purpose, Verdict, is_enough, signed_by};
pub use decisions::{Decided, Decisions};
pub use event::{Certified, DecidedBy, Decision, Event, KINDS, Look, Seen, Word};
pub use ledger::{BudgetRule, Ledger, Outcome, Reservation};
pub use name::{is_log_of, member_of, witness_of};
pub use receipt::{About, Receipt, ReceiptError, Vouched};
pub use record::{Entry, Frame, event_name, record};
pub use report::{Happening, Month, Query, Refusal, Registered, Report, Reporter, Unsent};
pub use witness::{ClaimOutcome, CosignOutcome, Disagreement};
