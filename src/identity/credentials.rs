use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{PrivateKeyDer, UnixTime, pem::PemObject as _};
use rustls::sign::{CertifiedKey, SingleCertAndKey};

use super::certificate::{certificates, check_dates, peer_of};
use super::files::{read_private, read_public};
use super::handshake::of_certificate;
use super::provider::provider;
use super::trust::CertificateUse;
use super::{Expected, IdentityError, Peer, Trust};
use crate::model::{Clock, Findings, Problem};

/// Our own certificate chain and key, fully checked before they are used. Its debug form leaves the key out.
#[derive(Clone)]
pub struct Credentials {
    certified: Arc<CertifiedKey>,
    peer: Peer,
}

impl Credentials {
    /// Reads and checks the two files. *Errors:* as [`Self::from_pem`], with the file.
    pub fn load(
        chain: &Path,
        key: &Path,
        expected: &Expected,
        trust: &Trust,
        clock: &dyn Clock,
    ) -> Result<Self, Findings> {
        let (chain_pem, key_pem) = (read_public(chain)?, read_private(key)?);
        Self::from_pem(&chain_pem, &key_pem, expected, trust, clock).map_err(|error| {
            let file = match error {
                IdentityError::Key {} | IdentityError::KeyMismatch {} => key,
                _ => chain,
            };
            Problem::from(error).in_file(file.display().to_string()).into()
        })
    }

    /// Checks a chain (holder's certificate first) and its key: form, name, usages, dates, whether the key is the
    /// certificate's, and whether the authority is the one for the name.
    pub fn from_pem(
        chain: &[u8],
        key: &[u8],
        expected: &Expected,
        trust: &Trust,
        clock: &dyn Clock,
    ) -> Result<Self, IdentityError> {
        let chain = certificates(chain)?;
        let peer = peer_of(&chain)?;
        expected.check(&peer.id)?;
        let now = clock.unix_seconds();
        check_dates(peer.not_before, peer.not_after, now)?;
        let time = UnixTime::since_unix_epoch(Duration::from_secs(now.max(0).unsigned_abs()));
        let side = if peer.id.speaker().serves() { CertificateUse::Server } else { CertificateUse::Client };
        trust
            .check(&chain[0], &chain[1..], time, side)
            .map_err(|error| of_certificate(&error).unwrap_or(IdentityError::Malformed {}))?;
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| IdentityError::Key {})?;
        let certified = CertifiedKey::from_der(chain, key, &provider()).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => IdentityError::KeyMismatch {},
            _ => IdentityError::Key {},
        })?;
        Ok(Self { certified: Arc::new(certified), peer })
    }

    /// The holder that our certificate names.
    pub fn peer(&self) -> &Peer {
        &self.peer
    }

    pub(super) fn resolver(&self) -> Arc<SingleCertAndKey> {
        Arc::new(SingleCertAndKey::from(self.certified.clone()))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Credentials({}, ‹secret›)", self.peer.id)
    }
}
