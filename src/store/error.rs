use crate::model::{MemberId, Period, problems};

problems! {
    /// Errors of the store.
    pub enum StoreError {
        /// Another process holds the folder.
        Locked(Operator, "store-locked") { path: String },
        /// There is no store here.
        Absent(Operator, "store-absent") { path: String },
        /// There is one already.
        Exists(Operator, "store-exists") { path: String },
        /// It belongs to another member.
        OtherMember(Operator, "store-other-member") { path: String, member: MemberId },
        /// Written by a version that this one doesn't know.
        Format(Operator, "store-format") { path: String },
        /// A sealed part in a format that this version doesn't know.
        PartFormat(Operator, "store-part-format") { what: String },
        /// The master key isn't the one that sealed the store.
        WrongKey(Operator, "store-wrong-key") {},
        /// The master key can't be read, or is open to others.
        KeyFile(Operator, "store-key-file") { path: String, reason: String },
        /// Disk full, no rights, broken disk.
        Io(Operator, "store-io") { path: String, reason: String },
        /// The catalogue or a file isn't what was written.
        Damaged(Integrity, "store-damaged") { what: String },
        /// A dataset for this period is there already.
        PeriodTaken(Policy, "store-period-taken") { period: Period },
    }
}
