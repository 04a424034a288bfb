//! A transparency log's tree: proofs that a record is in a log, and that a log only ever grew.
//!
//! Hashes and proofs are those of RFC 6962 and 9162; files are named as in C2SP tlog-tiles, checkpoints written as in
//! tlog-checkpoint.

mod checkpoint;
mod cosigned;
mod proof;
mod right_edge;
mod tile;
mod tree;
mod verify;
mod witness_policy;

pub use checkpoint::Checkpoint;
pub use cosigned::{Cosignature, Cosignatures};
pub use proof::{Proof, Submission, with_signatures};
pub use right_edge::{NotOnRightEdge, RightEdge};
pub use tile::{Tile, WIDTH, entries_path};
pub use witness_policy::WitnessPolicy;

/// File of a log's last checkpoint.
pub const CHECKPOINT: &str = "checkpoint";
/// File of the log's key.
pub const KEY: &str = "log.vkey";
/// File with the bytes of every record, one a line.
pub const RECORDS: &str = "records.jsonl";
/// File of the checkpoints that witnesses cosigned.
pub const COSIGNED: &str = "cosigned";
pub use tree::{Hashes, consistency, inclusion, leaf_hash, node_hash, root, verify_consistency, verify_inclusion};
pub use verify::{Damage, TileReader, join_records, split_records, verify};
