use std::io;

use crate::model::problems;

problems! {
    /// Problems of a data file or its mapping. Their texts name columns, rules and settings, never a value.
    pub enum IngestError {
        /// The file is neither `.csv` nor `.parquet`.
        FileType(Data, "ingest-file-type") {},
        /// There is no file.
        FileMissing(Data, "ingest-file-missing") {},
        /// There is a folder instead of a file.
        Folder(Data, "ingest-folder") {},
        /// The system refuses to read on.
        Unreadable(Operator, "ingest-unreadable") { reason: String },

        /// The file has a header and no records.
        NoRows(Data, "ingest-no-rows") {},
        /// The first line has none of the columns of the items.
        NoHeader(Data, "ingest-no-header") {},
        /// A name is in the header twice.
        HeaderTwice(Data, "ingest-header-twice") {},

        /// The file isn't Parquet, or is damaged.
        ParquetBroken(Data, "ingest-parquet-broken") {},
        /// The file's compression is unknown to this version.
        ParquetCompression(Data, "ingest-parquet-compression") { compression: String },
        /// The column has lists, maps or structures.
        ParquetNested(Data, "ingest-parquet-nested") {},
        /// The column has dates, times or binary values.
        ParquetType(Data, "ingest-parquet-type") { found: String },
        /// A text isn't UTF-8.
        ParquetText(Data, "ingest-parquet-not-text") {},

        /// The character can't be a delimiter.
        Delimiter(Data, "ingest-mapping-delimiter") {},
        /// A code has a translation and also means missing.
        CodeAndMissing(Data, "ingest-mapping-code-and-missing") {},
        /// A name in the mapping isn't an item of the charter.
        NotAsked(Data, "ingest-mapping-not-asked") { name: String, nearest: String },
        /// A code that means missing is also one of the charter's own.
        MissingHides(Data, "ingest-mapping-missing-hides") { code: String, name: String },
        /// The charter doesn't have the target of a translation.
        CodeTarget(Data, "ingest-mapping-code-target") { name: String },
        /// The file lacks a column.
        ColumnAbsent(Data, "ingest-column-absent") { column: String, nearest: String },
        /// A column of the file has a name that looks the same, but isn't.
        ColumnAlike(Data, "ingest-column-alike") { column: String, characters: String },

        /// A value is missing that must be there.
        ValueMissing(Data, "ingest-value-missing") { name: String },
        /// The mapping doesn't list the code.
        CodeUnlisted(Data, "ingest-code-unlisted") { name: String },
        /// The group doesn't have the category.
        Category(Data, "ingest-category-unknown") { name: String },
        /// The category differs from one of the group only by something that programs change unasked.
        CategoryAlike(Data, "ingest-category-alike") { name: String },
        /// The value has invisible characters.
        Hidden(Data, "ingest-hidden-characters") { characters: String },
        /// Other parts have made the same joined code before.
        Joined(Data, "ingest-joined-twice") { first: u64 },
        /// The value is neither 1 nor 0.
        YesNo(Data, "ingest-not-yes-no") {},
        /// The value isn't a step of an ordered answer.
        Step(Data, "ingest-not-a-step") { steps: u32 },
        /// The value isn't a number.
        Number(Data, "ingest-not-a-number") { decimal: String },
        /// There is a weight, and the charter says that there are none.
        WeightForbidden(Data, "ingest-weight-forbidden") {},
        /// There is no weight, and the charter says that each person has one.
        WeightNeeded(Data, "ingest-weight-needed") {},
        /// Most of the numbers lie beyond the charter's bounds.
        MostlyOutside(Data, "ingest-mostly-out-of-range") { name: String, outside: u64, answered: u64 },
        /// The weight is below 0.
        WeightNegative(Data, "ingest-weight-negative") {},
        /// The sums would round the weight too much.
        WeightTooSmall(Data, "ingest-weight-too-small") {},
        /// The weight would break the sums.
        WeightTooLarge(Data, "ingest-weight-too-large") { most: u64 },
        /// The charter doesn't have the area.
        AreaUnknown(Data, "ingest-area-unknown") {},
        /// The area is of a coarser level.
        AreaNotFinest(Data, "ingest-area-not-finest") { level: String },
        /// The area is another member's, or no member's.
        AreaOfAnother(Data, "ingest-area-of-another-member") { member: String },
        /// A person is in the file twice.
        PersonTwice(Data, "ingest-person-twice") { pairs: String },
    }
}

impl IngestError {
    /// Error of a file that can't be opened or read on.
    pub(super) fn unreadable(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::FileMissing {},
            _ => Self::Unreadable { reason: error.to_string() },
        }
    }
}
