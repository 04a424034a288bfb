//! Reasons why a run has no result, or lacks a member.

use crate::model::{MemberId, Period, problems};

problems! {
    /// Reason why a run has no result, or lacks a member.
    pub enum ComputeError {
        /// Fewer members answered than the rule asks for.
        TooFew(Peer, "index-too-few-members") { answered: usize, needed: usize },
        /// A member acts under another charter.
        OtherCharter(Policy, "member-other-charter") { ours: String, theirs: String },
        /// A member has no data for the period.
        NoData(Policy, "member-no-data") { period: Period },
        /// The node says that it is another member's.
        OtherMember(Integrity, "member-other-member") { found: MemberId },
        /// A member names the same computation differently.
        OtherEdition(Integrity, "member-other-edition") { ours: String, theirs: String },
        /// A member's tables aren't the release that it named.
        OtherRelease(Integrity, "member-other-release") { named: String, found: String },
        /// The key of a member's log carries the name of another party.
        ForeignLog(Integrity, "member-foreign-log") { log: String },
        /// A member's log has another key than before.
        OtherKey(Integrity, "member-other-key") { known: String, found: String },
        /// A member answered the same edition differently before.
        ChangedRelease(Integrity, "member-changed-release") {},
        /// A member's log has lost records that it had, or has others in their place.
        LogForked(Integrity, "member-log-forked") { known: u64, found: u64 },
        /// A node that answered has no release of the edition any more.
        NoRelease(Policy, "member-no-release") {},
        /// Too few of a member's witnesses know what it is about to spend.
        NotWitnessed(Peer, "member-not-witnessed") {},
        /// It has answered for the edition before, and would draw other figures now.
        LostRelease(Integrity, "member-lost-release") {},
        /// The task that asked the member broke off.
        Broke(Bug, "member-asking-broke") {},
    }
}
