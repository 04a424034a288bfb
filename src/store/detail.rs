use serde::{Deserialize, Serialize};

use super::catalogue::encode;
use super::error::StoreError;
use super::files;
use super::open::Store;
use super::seal::{DataKey, Unopened};
use crate::model::{Digest, Entropy};

/// Name and reason that an officer gave. They lie beside the log, as they can be erased there and not in it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Detail {
    /// Person who decided.
    pub by: Option<String>,
    /// Reason of the decision.
    pub reason: Option<String>,
}

impl Detail {
    /// This detail without words that say nothing; `None` if none are left.
    pub fn said(&self) -> Option<Self> {
        let words = |words: &Option<String>| words.clone().filter(|words| !words.is_empty());
        Some(Self { by: words(&self.by), reason: words(&self.reason) }).filter(|said| *said != Self::default())
    }
}

/// The sealed text: the detail with random bytes, so that the log's commitment to both reveals nothing.
#[derive(Deserialize, Serialize)]
struct Salted {
    salt: [u8; 32],
    detail: Detail,
}

impl Store {
    /// Seals a detail under a key of its own, for the record of this name: durable when this returns. Returns the commitment
    /// that goes into the log.
    pub fn put_detail(&self, event_id: &str, detail: &Detail, entropy: &dyn Entropy) -> Result<Digest, StoreError> {
        let mut salt = [0; 32];
        entropy.fill(&mut salt);
        let plain = encode(&Salted { salt, detail: detail.clone() });
        let key = DataKey::generate(entropy);
        let folder = self.folder.join("details");
        files::create_folder(&folder)?;
        let sealed = key.seal(event_id.as_bytes(), &plain, entropy);
        files::write_private(&folder.join(format!("{event_id}.sealed")), &sealed)?;
        let wrapped = self.key.seal(event_id.as_bytes(), key.secret(), entropy);
        files::write_private(&folder.join(format!("{event_id}.key")), &wrapped)?;
        files::sync(&folder)?;
        files::sync(&self.folder)?;
        Ok(Digest::of(&plain))
    }

    /// Detail of the record of this name; `None` where it was erased, or never was. *Errors:* it isn't the one to which
    /// the log commits.
    pub fn detail(&self, event_id: &str, commitment: &Digest) -> Result<Option<Detail>, StoreError> {
        let folder = self.folder.join("details");
        let what = format!("details/{event_id}");
        let damaged = || StoreError::Damaged { what: what.clone() };
        let read = |end: &str| files::read_if_there(&folder.join(format!("{event_id}.{end}")));
        let Some((wrapped, sealed)) = read("key")?.zip(read("sealed")?) else { return Ok(None) };
        let failed = |unopened: Unopened| unopened.of(&what);
        let secret = self.key.open(event_id.as_bytes(), wrapped).map_err(failed)?;
        let secret = DataKey::of(secret).ok_or_else(damaged)?;
        let plain = secret.open(event_id.as_bytes(), sealed).map_err(failed)?;
        if Digest::of(&plain) != *commitment {
            return Err(damaged());
        }
        let salted: Salted = serde_json::from_slice(&plain).map_err(|_| damaged())?;
        Ok(Some(salted.detail))
    }

    /// Whether any file of a detail is there.
    pub fn has_detail(&self, event_id: &str) -> bool {
        let folder = self.folder.join("details");
        ["key", "sealed"].iter().any(|end| folder.join(format!("{event_id}.{end}")).exists())
    }

    /// Destroys the key of a detail, and the sealed text. Copies of the key in backups and on the disk itself are out
    /// of reach: they are wrapped under the store's own key. Returns whether there was a detail.
    pub fn erase_detail(&self, event_id: &str) -> Result<bool, StoreError> {
        let folder = self.folder.join("details");
        let there = files::erase(&folder.join(format!("{event_id}.key")))?;
        let sealed = files::erase(&folder.join(format!("{event_id}.sealed")))?;
        if there || sealed {
            files::sync(&folder)?;
        }
        Ok(there)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::store;
    use super::*;
    use crate::system::SystemEntropy;

    #[test]
    fn a_detail_opens_for_its_record_alone_until_it_is_erased() {
        let home = tempfile::tempdir().unwrap();
        let store = store(&home);
        let detail = Detail { by: Some("Jane Doe".to_owned()), reason: Some("as agreed".to_owned()) };
        let commitment = store.put_detail("0a", &detail, &SystemEntropy).unwrap();
        assert_ne!(store.put_detail("0b", &detail, &SystemEntropy).unwrap(), commitment, "salted");
        assert_eq!(store.detail("0a", &commitment).unwrap(), Some(detail));
        assert!(store.detail("0b", &commitment).is_err());
        assert_eq!(store.detail("0c", &commitment).unwrap(), None);
        assert!(store.erase_detail("0a").unwrap() && !store.erase_detail("0a").unwrap());
        assert_eq!(store.detail("0a", &commitment).unwrap(), None);
    }
}
