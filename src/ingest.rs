//! Input of person records: a CSV or Parquet file goes through the member's mapping and comes out as checked
//! [`Rows`](crate::model::Rows). Problems are named by file, line and column, never by value.

mod error;

mod alike;
mod code_book;
mod duplicates;
mod mistakes;
mod number;

mod mapping;

mod accepted;
mod intake;

mod csv_file;
mod footer;
mod parquet_file;
mod record_file;

mod binder;
mod plan;

mod loader;
mod read;
mod tally;

#[cfg(test)]
mod tests;

pub use accepted::{Accepted, CheckReport, ColumnCounts};
pub use error::IngestError;
pub use intake::{Intake, Progress, Sink};
pub use mapping::Mapping;
pub use read::{check, load};
