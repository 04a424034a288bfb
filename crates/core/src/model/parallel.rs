//! Work on several threads where the feature `parallel` is on, and one piece after another where it is off: results are
//! equal, to the last bit.

#[cfg(feature = "parallel")]
use std::sync::atomic::{AtomicU64, Ordering};
#[cfg(feature = "parallel")]
use std::time::Instant;

use std::time::Duration;

#[cfg(feature = "parallel")]
use rayon::iter::{IntoParallelIterator, ParallelIterator as _};

/// Results of all items, in their order.
#[cfg(feature = "parallel")]
pub(crate) fn map<I: IntoParallelIterator, R: Send>(items: I, result: impl Fn(I::Item) -> R + Send + Sync) -> Vec<R> {
    items.into_par_iter().map(result).collect()
}

/// Results of all items, in their order.
#[cfg(not(feature = "parallel"))]
pub(crate) fn map<I: IntoIterator, R: Send>(items: I, result: impl Fn(I::Item) -> R + Send + Sync) -> Vec<R> {
    items.into_iter().map(result).collect()
}

/// A number of threads for one piece of work.
pub(crate) struct Threads {
    #[cfg(feature = "parallel")]
    pool: rayon::ThreadPool,
    /// Nanoseconds of work, summed over threads.
    #[cfg(feature = "parallel")]
    spent: AtomicU64,
}

#[cfg(feature = "parallel")]
impl Threads {
    pub(crate) fn new(number: usize) -> Self {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(number.max(1)).build();
        Self { pool: pool.expect("threads can be started"), spent: AtomicU64::new(0) }
    }

    /// Results of the same work on every thread.
    pub(crate) fn each<R: Send>(&self, work: impl Fn() -> R + Sync) -> Vec<R> {
        self.pool.broadcast(|_| work())
    }

    /// Runs work whose parallel parts use these threads.
    pub(crate) fn within<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        self.pool.install(work)
    }

    /// Adds the time of a piece of work.
    pub(crate) fn timed<R>(&self, work: impl FnOnce() -> R) -> R {
        let began = Instant::now();
        let result = work();
        self.spent.fetch_add(began.elapsed().as_nanos() as u64, Ordering::Relaxed);
        result
    }

    /// Time of all pieces of work that were timed.
    pub(crate) fn spent(&self) -> Duration {
        Duration::from_nanos(self.spent.load(Ordering::Relaxed))
    }
}

#[cfg(not(feature = "parallel"))]
impl Threads {
    pub(crate) fn new(_: usize) -> Self {
        Self {}
    }

    /// Results of the same work on every thread.
    pub(crate) fn each<R: Send>(&self, work: impl Fn() -> R + Sync) -> Vec<R> {
        vec![work()]
    }

    /// Runs the work on the only thread.
    pub(crate) fn within<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        work()
    }

    /// Runs a piece of work untimed: without threads there may be no clock either.
    pub(crate) fn timed<R>(&self, work: impl FnOnce() -> R) -> R {
        work()
    }

    /// Always 0.
    pub(crate) fn spent(&self) -> Duration {
        Duration::ZERO
    }
}
