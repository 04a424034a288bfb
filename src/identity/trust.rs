use std::collections::BTreeMap;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};

use super::certificate::{certificates, check_authority, parse, peer_of};
use super::name::check_federation;
use super::tls::provider;
use super::{IdentityError, Party, Peer};
use crate::model::{Findings, Problem};

/// Which authority is believed about whom, as the charter says: one for each member and each coordinator.
#[derive(Clone, Debug)]
pub struct Trust {
    federation: String,
    /// Shared: everybody who checks certificates has the same.
    authorities: Arc<BTreeMap<Party, Anchors>>,
}

/// The certificates of one authority; several while it changes keys.
#[derive(Clone, Debug)]
struct Anchors {
    roots: Arc<RootCertStore>,
    client: Arc<dyn ClientCertVerifier>,
}

/// What a certificate is shown for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Side {
    /// Its holder answers.
    Server,
    /// Its holder calls.
    Client,
}

impl Trust {
    /// Nobody is believed yet. `federation` is the charter's id.
    pub fn new(federation: &str) -> Result<Self, IdentityError> {
        check_federation(federation)?;
        Ok(Self { federation: federation.to_owned(), authorities: Arc::default() })
    }

    /// Believes what an authority says about `party`, besides those that were added before.
    ///
    /// *Errors:* name `file`, from which the certificates (PEM) were read.
    pub fn add(&mut self, party: Party, file: &str, pem: &[u8]) -> Result<(), Findings> {
        let before = self.authorities.get(&party).map(|anchors| RootCertStore::clone(&anchors.roots));
        let anchors = Anchors::read(before.unwrap_or_else(RootCertStore::empty), pem);
        let anchors = anchors.map_err(|error| Problem::from(error).in_file(file))?;
        Arc::make_mut(&mut self.authorities).insert(party, anchors);
        Ok(())
    }

    /// The charter's id.
    pub fn federation(&self) -> &str {
        &self.federation
    }

    /// Whether some authority is believed about `party`.
    pub fn knows(&self, party: &Party) -> bool {
        self.authorities.contains_key(party)
    }

    /// Whom a chain names, if it may be believed now: the one authority that speaks for that name has signed it.
    ///
    /// *Errors:* ours about names, in [`rustls::CertificateError::Other`]; the usual ones about signatures and dates, so
    /// that the other side gets the usual alerts.
    pub(super) fn check(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
        side: Side,
    ) -> Result<Peer, rustls::Error> {
        let peer = peer_of(std::slice::from_ref(leaf)).map_err(refusal)?;
        if peer.id.federation() != self.federation {
            let (found, expected) = (peer.id.to_string(), self.federation.clone());
            return Err(refusal(IdentityError::OtherFederation { found, expected }));
        }
        let party = peer.id.speaker().party();
        let unknown = || refusal(IdentityError::UnknownParty { party: party.to_string() });
        let anchors = self.authorities.get(&party).ok_or_else(unknown)?;
        match side {
            Side::Client => anchors.client.verify_client_cert(leaf, intermediates, now).map(|_| ())?,
            Side::Server => verify_server_cert_signed_by_trust_anchor(
                &ParsedCertificate::try_from(leaf)?,
                &anchors.roots,
                intermediates,
                now,
                provider().signature_verification_algorithms.all,
            )?,
        }
        Ok(peer)
    }
}

impl Anchors {
    fn read(mut roots: RootCertStore, pem: &[u8]) -> Result<Self, IdentityError> {
        for der in certificates(pem)? {
            check_authority(&parse(&der)?)?;
            roots.add(der).map_err(|_| IdentityError::Malformed {})?;
        }
        let roots = Arc::new(roots);
        let client = WebPkiClientVerifier::builder_with_provider(roots.clone(), provider()).build();
        Ok(Self { roots, client: client.map_err(|_| IdentityError::Malformed {})? })
    }
}

/// Our reason, in the form that ends a handshake.
pub(super) fn refusal(error: IdentityError) -> rustls::Error {
    rustls::CertificateError::Other(rustls::OtherError(Arc::new(error))).into()
}
