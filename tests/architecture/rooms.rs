//! The rooms of the house: the imports that each may have, the outside crates that stay in each, and what the core does
//! without.

/// Permissions of a module.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Layer {
    /// Texts and values that all others share.
    Words,
    /// Values in, values out: no files, no clock, no waiting, no logs.
    Core,
    /// One kind of input and output for each module.
    Edge,
    /// Steps one after another.
    Service,
    /// Connects to people and peers; only other shells import it.
    Shell,
    /// Wiring.
    Main,
}

use Layer::{Core, Edge, Main, Service, Shell, Words};

/// Each module, and its imports besides `model`: exactly these.
pub(super) const MODULES: &[(&str, Layer, &[&str])] = &[
    ("model", Words, &[]),
    ("text", Words, &[]),
    ("note", Core, &[]),
    ("delimited", Core, &[]),
    // Members sign it.
    ("charter", Core, &["delimited", "note"]),
    ("method", Core, &["charter"]),
    ("cube", Core, &["charter", "method"]),
    ("disclosure", Core, &["charter", "cube"]),
    // Boundaries are joined to the charter's areas.
    ("map", Core, &["charter"]),
    // The bundle names groups and levels as the charter does, and holds receipts of members' logs.
    ("report", Core, &["audit", "charter", "disclosure", "facilities", "map", "note", "text"]),
    // Catchments are made of the charter's areas.
    ("facilities", Core, &["charter", "delimited"]),
    ("briefing", Core, &["charter", "disclosure", "note", "text"]),
    ("register", Core, &["audit", "charter", "text"]),
    ("guide", Core, &["charter", "report", "text", "verify"]),
    ("verify", Core, &["audit", "charter", "note", "report", "text", "tlog"]),
    ("tlog", Core, &["note"]),
    // Decisions in a log are verified with the officer's key, which the charter names.
    ("audit", Core, &["charter", "note", "tlog"]),
    ("country", Core, &["charter"]),
    ("config", Edge, &[]),
    ("folder", Edge, &[]),
    // The columns and codes that a file must have are in the charter.
    ("ingest", Edge, &["charter", "delimited"]),
    // It keeps protected cells, and records for the cube to scan.
    ("store", Edge, &["cube", "disclosure"]),
    ("journal", Edge, &["note", "tlog"]),
    // The trusted authorities are in the charter.
    ("identity", Edge, &["charter"]),
    ("system", Edge, &[]),
    ("telemetry", Edge, &[]),
    // The officer sees what leaves in the form that readers will see.
    (
        "node",
        Service,
        &["audit", "charter", "cube", "disclosure", "folder", "ingest", "journal", "note", "report", "store", "tlog"],
    ),
    // Combining is pure, and so in `report`; plans of measurements are `disclosure`'s. Its memory is files.
    ("coordinator", Service, &["audit", "charter", "disclosure", "folder", "identity", "note", "report", "tlog"]),
    // The officer's view of a release goes over the socket, too.
    (
        "rpc",
        Shell,
        &[
            "audit",
            "charter",
            "config",
            "coordinator",
            "disclosure",
            "identity",
            "ingest",
            "node",
            "note",
            "store",
            "tlog",
        ],
    ),
    // It opens the ports that rpc serves.
    ("daemon", Shell, &["charter", "config", "folder", "identity", "node", "rpc", "store", "system"]),
    // A whole federation in one process: it starts nodes and a coordinator as their own shells do.
    (
        "rehearsal",
        Shell,
        &[
            "audit",
            "charter",
            "config",
            "coordinator",
            "folder",
            "identity",
            "node",
            "note",
            "report",
            "rpc",
            "store",
            "system",
        ],
    ),
    // It starts the other shells, and calls nodes through the clients of rpc.
    (
        "cli",
        Shell,
        &[
            "audit",
            "briefing",
            "charter",
            "config",
            "coordinator",
            "country",
            "daemon",
            // For the officer's view of a release, and the promises of each class.
            "disclosure",
            "folder",
            "guide",
            "identity",
            "journal",
            // For the coordinator's own files.
            "map",
            "node",
            "note",
            "register",
            "rehearsal",
            "report",
            "rpc",
            "store",
            "system",
            "telemetry",
            "text",
            "tlog",
            "verify",
        ],
    ),
    // Pages that verify bundles.
    ("bindings", Shell, &["text", "verify"]),
    ("main", Main, &["cli"]),
];

/// Each outside crate, and the modules that it stays in. Those of the core are pure.
pub(super) const OUTSIDE: &[(&str, &[&str])] = &[
    ("base64", &["note", "tlog"]),
    ("clap", &["cli"]),
    ("comfy_table", &["cli"]),
    // The bundle's tables, which are written and read again in memory; those of the demonstration.
    ("csv", &["country", "report"]),
    ("csv_core", &["delimited"]),
    ("encoding_rs", &["delimited"]),
    // Sums of squares wider than any number of the language.
    ("ethnum", &["cube"]),
    ("fluent_bundle", &["text"]),
    ("http", &["rpc"]),
    ("http_body", &["rpc"]),
    ("hyper_util", &["rpc"]),
    // Union and intersection of parts of areas, on whole numbers.
    ("i_overlay", &["map"]),
    ("indicatif", &["cli"]),
    // Dates as values; the clock is `system`'s.
    ("jiff", &["charter", "identity", "model", "node"]),
    ("libm", &["disclosure", "facilities", "map", "method", "report"]),
    ("lz4_flex", &["store"]),
    // The report as HTML: all contents are escaped by type.
    ("maud", &["report"]),
    // Reading members' files at the edge; writing the bundle's table happens in memory.
    ("parquet", &["ingest", "report"]),
    ("prost", &["rpc"]),
    ("pulldown_cmark", &["text"]),
    ("rayon", &["model"]),
    ("rcgen", &["identity"]),
    // Digests in `model`, signatures in `note`, record keys in `cube`, noise in `disclosure`; sealing in `store`;
    // randomness in `system` alone.
    ("ring", &["cube", "disclosure", "model", "note", "store", "system"]),
    // The number of files that the process may have open, and the width of the terminal.
    ("rustix", &["system"]),
    // Writing the bundle's workbook happens in memory.
    ("rust_xlsxwriter", &["report"]),
    // `identity` makes the settings of TLS, `rpc` runs connections with them.
    ("rustls", &["identity", "rpc"]),
    ("serde", &["audit", "bindings", "cli", "disclosure", "ingest", "map", "model", "node", "store"]),
    (
        "serde_json",
        &[
            "audit",
            "bindings",
            "briefing",
            "cli",
            "guide",
            "map",
            "node",
            "register",
            "rehearsal",
            "report",
            "store",
            "verify",
        ],
    ),
    ("signal_hook", &["system"]),
    ("sled", &["store"]),
    ("strsim", &["ingest", "model"]),
    ("tempfile", &["folder", "identity", "journal", "rehearsal"]),
    ("textwrap", &["cli", "text"]),
    ("tokio", &["cli", "coordinator", "daemon", "node", "rehearsal", "rpc", "system"]),
    ("tokio_rustls", &["rpc"]),
    ("tokio_stream", &["rpc"]),
    ("toml", &["model"]),
    ("tonic", &["rpc"]),
    ("tonic_prost", &["rpc"]),
    ("tower", &["rpc"]),
    ("tracing", &["coordinator", "daemon", "node", "rpc"]),
    ("tracing_subscriber", &["telemetry"]),
    ("unic_langid", &["text"]),
    // Codes that look the same, and names in the order of their letters without accents.
    ("unicode_normalization", &["ingest", "report"]),
    ("x509_parser", &["identity"]),
    ("zeroize", &["cli", "disclosure", "identity", "node", "note", "rehearsal", "store"]),
];

/// Crates that only generated code names.
pub(super) const GENERATED: [&str; 1] = ["tonic_prost"];

/// Names that the core and the shared texts do without.
pub(super) const IMPURE: [&str; 11] = [
    "async",
    "await",
    "Instant",
    "SystemTime",
    "Timestamp::now",
    "Zoned::now",
    "std::env",
    "std::fs",
    "std::process",
    "std::thread",
    "TcpStream",
];

/// Exceptions to [`IMPURE`].
pub(super) const IMPURE_BUT: &[(&str, &str)] = &[
    // The time of the cube, threads apart, can be measured only where they run; no figure depends on it.
    ("model", "Instant"),
];

/// Macros that end the process when no reader is left: `cli::terminal` prints without them.
pub(super) const SPOKEN: [&str; 4] = ["print", "println", "eprint", "eprintln"];
