use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Limit on the permits of each peer; a permit comes back when it is dropped.
pub(super) struct PeerLimiter<K> {
    each: usize,
    taken: Mutex<HashMap<K, Arc<Semaphore>>>,
}

impl<K: Clone + Eq + Hash> PeerLimiter<K> {
    pub(super) fn new(each: usize) -> Self {
        Self { each, taken: Mutex::default() }
    }

    /// Returns a permit for this peer; `None` if it holds all of them.
    pub(super) fn take(&self, peer: &K) -> Option<OwnedSemaphorePermit> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, places| places.available_permits() < self.each);
        let places = taken.entry(peer.clone()).or_insert_with(|| Arc::new(Semaphore::new(self.each)));
        places.clone().try_acquire_owned().ok()
    }
}
