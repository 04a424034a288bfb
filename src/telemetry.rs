//! Logs of a serving process: to stderr, in English, one line for each event. Never rows, cell values or keys.

use tracing_subscriber::EnvFilter;

/// Starts logging. `ARCHIPEL_LOG` chooses the messages, such as `info` or `archipel=debug`; default `info`.
pub fn start() {
    let filter = EnvFilter::try_from_env("ARCHIPEL_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    // A line that can't be written is dropped: reported on the same stderr, it would end the process.
    let log = log.log_internal_errors(false);
    // A second start in one process (tests) keeps the first.
    let _ = log.try_init();
}
