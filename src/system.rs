//! The machine we run on: the real clock, the operating system's generator, signals, memory.
#![expect(clippy::disallowed_methods, reason = "this is where the clock and /proc are read")]

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use ring::rand::{SecureRandom as _, SystemRandom};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};

use crate::model::{Clock, Entropy};

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn unix_seconds(&self) -> i64 {
        // A clock before 1970 is a broken clock: every date check then fails closed.
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
    }
}

/// The generator of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        // Going on without randomness would mean predictable keys; there is nothing to fall back to.
        SystemRandom::new().fill(bytes).expect("the operating system gives random bytes");
    }
}

/// Number of threads that the machine can run at a time.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Most memory that this process ever held, in bytes; `None` where the system doesn't tell.
pub fn peak_rss_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

/// Number of columns of the terminal of messages, if there is one.
pub fn terminal_width() -> Option<usize> {
    rustix::termios::tcgetwinsize(std::io::stderr()).ok().map(|size| usize::from(size.ws_col))
}

/// Raises the number of files and connections that this process may hold at a time to the highest that it may ask for.
/// Returns that number; `None` where there is no limit.
pub fn raise_open_files() -> Option<u64> {
    let maximum = getrlimit(Resource::Nofile).maximum;
    // If it can't be raised, it stays as it is.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    getrlimit(Resource::Nofile).current
}

/// From now on, a write beyond a limit of file sizes (`ulimit -f`, `LimitFSIZE`) fails, like one onto a full disk, and
/// doesn't end the process silently.
pub fn outlive_large_writes() {
    // The signal itself isn't used: the write fails.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// Resolves when the process is asked to stop: Ctrl-C or SIGTERM. From this call on, not only from the first poll,
/// neither ends the process by itself. Called within a runtime.
pub fn stop_signal() -> impl Future<Output = ()> {
    let signals = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async move {
        let [Ok(mut interrupt), Ok(mut terminate)] = signals else { return std::future::pending().await };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}
