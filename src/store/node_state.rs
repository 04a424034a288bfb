use super::catalogue::Catalogue;
use super::error::StoreError;
use crate::model::Digest;

/// A node's own state between two runs, besides its data.
pub struct NodeState<'s>(pub(super) &'s Catalogue);

const LOG_MARK: &str = "log";
const SERVING: &str = "serving";
const CERTIFICATE: &str = "certificate";

impl NodeState<'_> {
    /// Size and root of the node's log when they were last stored; `None` where they never were.
    pub fn log_mark(&self) -> Result<Option<(u64, Digest)>, StoreError> {
        self.0.get(LOG_MARK)
    }

    /// Stores size and root of the node's log.
    pub fn put_log_mark(&self, size: u64, root: Digest) -> Result<(), StoreError> {
        self.0.put(LOG_MARK, &(size, root))
    }

    /// Whether a node began to serve with this store and hasn't stored that it stopped.
    pub fn is_serving(&self) -> Result<bool, StoreError> {
        Ok(self.0.get(SERVING)?.unwrap_or(false))
    }

    /// Stores whether a node serves with this store.
    pub fn put_serving(&self, serving: bool) -> Result<(), StoreError> {
        self.0.put(SERVING, &serving)
    }

    /// SHA-256 of the certificate that the node last served with.
    pub fn known_certificate(&self) -> Result<Option<Digest>, StoreError> {
        self.0.get(CERTIFICATE)
    }

    /// Stores the digest of the certificate that the node serves with.
    pub fn put_known_certificate(&self, certificate: &Digest) -> Result<(), StoreError> {
        self.0.put(CERTIFICATE, certificate)
    }
}
