use crate::model::{MemberId, Period, problems};

problems! {
    /// Errors of the store.
    pub enum StoreError {
        /// Another process has the folder open.
        Locked(Operator, "store-locked") { path: String },
        /// The folder has no store.
        Absent(Operator, "store-absent") { path: String },
        /// The folder has a store already.
        Exists(Operator, "store-exists") { path: String },
        /// It belongs to another member.
        OtherMember(Operator, "store-other-member") { path: String, member: MemberId },
        /// A version unknown to this one wrote the store.
        Format(Operator, "store-format") { path: String },
        /// A sealed part has a format that this version doesn't know.
        PartFormat(Operator, "store-part-format") { what: String },
        /// The master key isn't the one that sealed the store.
        WrongKey(Operator, "store-wrong-key") {},
        /// The master key can't be read, or other users can read it.
        KeyFile(Operator, "store-key-file") { path: String, reason: String },
        /// Reading or writing failed: disk full, no rights, broken disk.
        Io(Operator, "store-io") { path: String, reason: String },
        /// The catalogue or a file has other contents than were written.
        Damaged(Integrity, "store-damaged") { what: String },
        /// The period has a dataset already.
        PeriodTaken(Policy, "store-period-taken") { period: Period },
    }
}
