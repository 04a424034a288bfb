//! Why a run has no result, or a member is missing from it.

use crate::model::{MemberId, Period, problems};

problems! {
    /// Why there is no result.
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
        /// The key of a member's log is named after somebody else.
        ForeignLog(Integrity, "member-foreign-log") { log: String },
        /// A member's log has another key than before.
        OtherKey(Integrity, "member-other-key") { known: String, found: String },
        /// A member told something else of the same edition before.
        ChangedRelease(Integrity, "member-changed-release") {},
        /// A member's log has lost records that it had, or has others in their place.
        LogForked(Integrity, "member-log-forked") { known: u64, found: u64 },
        /// A node that answered has no release of the edition any more.
        NoRelease(Policy, "member-no-release") {},
        /// Too few of a member's witnesses know what it is about to spend.
        NotWitnessed(Peer, "member-not-witnessed") {},
        /// It has answered for the edition before, and would draw other figures now.
        LostRelease(Integrity, "member-lost-release") {},
        /// Asking broke off.
        Broke(Bug, "member-asking-broke") {},
    }
}
