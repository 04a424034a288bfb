use std::io;

use crate::model::problems;

problems! {
    /// Problems of a data file or its mapping. The words name columns, rules and settings, never a value.
    pub enum IngestError {
        /// Neither `.csv` nor `.parquet`.
        FileType(Data, "ingest-file-type") {},
        /// Nothing there.
        FileMissing(Data, "ingest-file-missing") {},
        /// A folder where a file should be.
        Folder(Data, "ingest-folder") {},
        /// The system refuses to read on.
        Unreadable(Operator, "ingest-unreadable") { reason: String },

        /// A header without records.
        NoRows(Data, "ingest-no-rows") {},
        /// A first line with none of the columns that are asked for.
        NoHeader(Data, "ingest-no-header") {},
        /// A name that stands twice in the header.
        HeaderTwice(Data, "ingest-header-twice") {},

        /// Not a Parquet file, or a damaged one.
        ParquetBroken(Data, "ingest-parquet-broken") {},
        /// Compressed in a way that this version doesn't know.
        ParquetCompression(Data, "ingest-parquet-compression") { compression: String },
        /// Lists, maps or structures.
        ParquetNested(Data, "ingest-parquet-nested") {},
        /// Dates, times, binary values.
        ParquetType(Data, "ingest-parquet-type") { found: String },
        /// A text that isn't UTF-8.
        ParquetText(Data, "ingest-parquet-not-text") {},

        /// A delimiter that can't be one.
        Delimiter(Data, "ingest-mapping-delimiter") {},
        /// A code that has a translation and means missing, too.
        CodeAndMissing(Data, "ingest-mapping-code-and-missing") {},
        /// A name in the mapping that the charter doesn't ask for.
        NotAsked(Data, "ingest-mapping-not-asked") { name: String, nearest: String },
        /// A code that means missing, and is one of the charter's own.
        MissingHides(Data, "ingest-mapping-missing-hides") { code: String, name: String },
        /// A translation into something that the charter doesn't have.
        CodeTarget(Data, "ingest-mapping-code-target") { name: String },
        /// A column that the file doesn't have.
        ColumnAbsent(Data, "ingest-column-absent") { column: String, nearest: String },
        /// A column whose name looks the same in the file, and isn't.
        ColumnAlike(Data, "ingest-column-alike") { column: String, characters: String },

        /// Nothing where something must be.
        ValueMissing(Data, "ingest-value-missing") { name: String },
        /// A code that the mapping doesn't list.
        CodeUnlisted(Data, "ingest-code-unlisted") { name: String },
        /// A category that the group doesn't have.
        Category(Data, "ingest-category-unknown") { name: String },
        /// A category of the group, but for something that programs change unasked.
        CategoryAlike(Data, "ingest-category-alike") { name: String },
        /// Invisible characters.
        Hidden(Data, "ingest-hidden-characters") { characters: String },
        /// A joined code that other parts have made before.
        Joined(Data, "ingest-joined-twice") { first: u64 },
        /// Neither 1 nor 0.
        YesNo(Data, "ingest-not-yes-no") {},
        /// Not a step of an ordered answer.
        Step(Data, "ingest-not-a-step") { steps: u32 },
        /// Not a number.
        Number(Data, "ingest-not-a-number") { decimal: String },
        /// A weight where the charter says that there are none.
        WeightForbidden(Data, "ingest-weight-forbidden") {},
        /// No weight where the charter says that each person has one.
        WeightNeeded(Data, "ingest-weight-needed") {},
        /// Numbers most of which lie beyond the charter's bounds.
        MostlyOutside(Data, "ingest-mostly-out-of-range") { name: String, outside: u64, answered: u64 },
        /// A weight below 0.
        WeightNegative(Data, "ingest-weight-negative") {},
        /// A weight that the sums would round too much.
        WeightTooSmall(Data, "ingest-weight-too-small") {},
        /// A weight that would break the sums.
        WeightTooLarge(Data, "ingest-weight-too-large") { most: u64 },
        /// An area that the charter doesn't have.
        AreaUnknown(Data, "ingest-area-unknown") {},
        /// An area of a coarser level.
        AreaNotFinest(Data, "ingest-area-not-finest") { level: String },
        /// An area for which another member speaks, or none.
        AreaOfAnother(Data, "ingest-area-of-another-member") { member: String },
        /// A person who stands in the file twice.
        PersonTwice(Data, "ingest-person-twice") { pairs: String },
    }
}

impl IngestError {
    /// A file that can't be opened or read on.
    pub(super) fn unreadable(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::FileMissing {},
            _ => Self::Unreadable { reason: error.to_string() },
        }
    }
}
