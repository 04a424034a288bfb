//! Problems of a charter, and of a node's own policy under it.

use crate::model::{MemberId, problems};

problems! {
    /// Problems of a charter, beyond the form of its files.
    pub enum CharterError {
        /// A file that must be there isn't.
        FileMissing(Data, "charter-file-missing") { file: String },
        /// A file whose bytes the digest doesn't cover, or that lies outside of the folder.
        FileOutside(Data, "charter-file-outside") { file: String },
        /// A file name that the lines of the digest can't distinguish from another.
        FileName(Data, "charter-file-name") { file: String },
        /// A private key in a folder that is handed to all parties.
        Secret(Data, "charter-private-key") { file: String },
        /// A file of certificates without one.
        NoCertificate(Data, "charter-no-certificate") { file: String },
        /// A line of the geography without a valid code or level.
        GeographyArea(Data, "charter-geography-area") { levels: String },
        /// An area without a name in some language.
        GeographyName(Data, "charter-geography-name") { code: String, language: String },
        /// A DGUID of the wrong form.
        GeographyDguid(Data, "charter-geography-dguid") { code: String },
        /// A code used twice.
        AreaTwice(Data, "charter-area-twice") { code: String, first: u64 },
        /// A parent that isn't an area of the next coarser level.
        AreaParent(Data, "charter-area-parent") { code: String, level: String },
        /// An area without any area of the finest level in it.
        AreaBarren(Data, "charter-area-barren") { code: String, level: String },
        /// No root, or several.
        Roots(Data, "charter-geography-roots") { count: usize },
        /// A key of an earlier form of charters, and its replacement.
        Outdated(Data, "charter-outdated-key") { now: String },
        /// Keys of an earlier form of charters, without a replacement.
        Gone(Data, "charter-keys-gone") { keys: String },
        /// An empty text where one is required.
        Blank(Data, "charter-blank") {},
        /// An identifier used twice.
        Twice(Data, "charter-id-twice") { id: String },
        /// An identifier that is already used in the published table.
        Reserved(Data, "charter-id-reserved") { id: String },
        /// A reference to something unknown.
        Unknown(Data, "charter-unknown-reference") { id: String, known: String },
        /// A name of a level or a category that is empty, too long or hard to distinguish from another.
        Label(Data, "charter-label") {},
        /// A number, or the length of a list, outside of its range.
        Range(Data, "charter-number-range") { allowed: String },
        /// Dates in the wrong order.
        Dates(Data, "charter-dates") {},
        /// A dimension without indicators.
        DimensionEmpty(Data, "charter-dimension-empty") { id: String },
        /// Bands whose cut points don't rise, or whose last one has an end.
        Bands(Data, "charter-bands") {},
        /// A coarser level of a group whose categories aren't unions of those of the level before.
        CoarserLevel(Data, "charter-coarser-level") { id: String },
        /// Two categories that take all other values.
        SecondOther(Data, "charter-second-other") {},
        /// An area that a member already speaks for.
        SharedArea(Data, "charter-area-shared") { code: String, other: String },
        /// Two members with one signing key: one person could sign for both.
        SharedKey(Data, "charter-key-shared") { other: String },
        /// The address of a licence's text that isn't on the web, or without a licence.
        LicenceUrl(Data, "charter-licence-url") {},
        /// An endpoint of the wrong form.
        Endpoint(Data, "charter-endpoint") {},
        /// A coordinator's identity in another federation, or of the wrong form.
        Identity(Data, "charter-identity") { expected: String },
        /// A privacy loss that isn't a preset or decimal text in its range.
        Rho(Data, "charter-rho") { presets: String, most: String },
        /// Structural zeros: their status would be decided by an exact count.
        Impossible(Policy, "charter-impossible") {},
        /// A key that makes one person's record depend on those of others.
        NotPrivate(Policy, "charter-not-private") { key: String, class: String },
        /// Calibrated weights, which depend on other people's data, in class `private`.
        WeightsCalibrated(Policy, "charter-weights-calibrated") {},
        /// No statement whether people have weights, in a class that must know.
        WeightsUnsaid(Data, "charter-weights-unsaid") { class: String },
        /// Weights without a cap: one person could weigh anything.
        NoWeightCap(Data, "charter-no-weight-cap") { class: String },
        /// Parts of a cross-border area at different levels.
        PartsLevel(Data, "charter-parts-level") {},
        /// Parts of a cross-border area at a level that no table publishes.
        PartsUnpublished(Data, "charter-parts-unpublished") { level: String },
        /// A table with too many cells to compute.
        TooManyCells(Data, "charter-lattice-too-large") { limit: u64 },
        /// A listed table that implies too many others.
        TooManyTables(Data, "charter-tables-too-many") { limit: u64 },
        /// Groups that together divide people too finely to be stored.
        TooManyGroups(Data, "charter-groups-too-fine") { limit: u64 },
        /// A unit that isn't built yet.
        UnitNotYet(Policy, "charter-unit-not-yet") {},
    }
}

problems! {
    /// Problems of a node's own policy.
    pub enum PolicyError {
        /// A threshold that protects less than the charter's own.
        Looser(Policy, "policy-looser") { charter: String },
        /// A lifetime budget that isn't decimal text in its range.
        Lifetime(Data, "policy-lifetime") { most: String },
        /// A lifetime budget in a section, or in a charter.
        LifetimeElsewhere(Data, "policy-lifetime-elsewhere") {},
        /// A section about another class than that of the charter.
        OtherClass(Data, "policy-other-class") { section: String, class: String },
        /// Text that isn't the key of a witness.
        WitnessKey(Data, "policy-witness-key") {},
        /// A witness named twice, or unreachable: neither a party of the charter nor named with a key.
        Witness(Data, "policy-witness") { id: String },
        /// A standing approval of class `private` for no editions, or for too many.
        Editions(Data, "policy-editions") { most: i64 },
        /// A standing approval that the officer hasn't signed with the key that the charter names.
        Unsigned(Policy, "policy-unsigned") { key: String, member: MemberId },
    }
}
