use std::collections::BTreeMap;
use std::sync::Arc;

use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use rustls::{CertificateError, RootCertStore};

use super::certificate::{certificates, check_authority, check_constraints, check_dates, parse, peer_of};
use super::name::check_federation;
use super::provider::provider;
use super::{IdentityError, Party, Peer};
use crate::model::{Findings, Problem};

/// Authority that is trusted for each party, by the charter: one for each member and each coordinator.
#[derive(Clone, Debug)]
pub struct Trust {
    federation: String,
    /// Certificates of each authority, several while it changes keys. Shared by all verifiers.
    authorities: Arc<BTreeMap<Party, Vec<Anchor>>>,
}

/// A certificate that the charter names. RFC 5280 leaves open the meaning of its dates and its path length; here they
/// are rules, as readers expect.
#[derive(Clone, Debug)]
struct Anchor {
    der: CertificateDer<'static>,
    roots: Arc<RootCertStore>,
    client: Arc<dyn ClientCertVerifier>,
    not_before: i64,
    not_after: i64,
    /// Most authorities between it and a holder.
    path_length: Option<u32>,
}

/// Use for which a certificate is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum CertificateUse {
    /// Its holder answers.
    Server,
    /// Its holder calls.
    Client,
}

impl Trust {
    /// Trust in no authority yet. `federation` is the charter's id.
    pub fn new(federation: &str) -> Result<Self, IdentityError> {
        check_federation(federation)?;
        Ok(Self { federation: federation.to_owned(), authorities: Arc::default() })
    }

    /// Trusts an authority for `party`, besides those that were added before.
    ///
    /// *Errors:* name `file`, from which the certificates (PEM) were read.
    pub fn add(&mut self, party: Party, file: &str, pem: &[u8]) -> Result<(), Findings> {
        let anchors = Anchor::read(pem).map_err(|error| Problem::from(error).in_file(file))?;
        Arc::make_mut(&mut self.authorities).entry(party).or_default().extend(anchors);
        Ok(())
    }

    /// Id of the charter.
    pub fn federation(&self) -> &str {
        &self.federation
    }

    /// Whether an authority is trusted for `party`.
    pub fn knows(&self, party: &Party) -> bool {
        self.authorities.contains_key(party)
    }

    /// Returns the holder that a chain names, if it is trusted now: the one authority for that name has signed it.
    ///
    /// *Errors:* ours about names, in [`rustls::CertificateError::Other`]; the usual ones about signatures and dates, so
    /// that the other side gets the usual alerts.
    pub(super) fn check(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
        side: CertificateUse,
    ) -> Result<Peer, rustls::Error> {
        let peer = peer_of(std::slice::from_ref(leaf)).map_err(refusal)?;
        if peer.id.federation() != self.federation {
            let (found, expected) = (peer.id.to_string(), self.federation.clone());
            return Err(refusal(IdentityError::OtherFederation { found, expected }));
        }
        let party = peer.id.speaker().party();
        let unknown = || refusal(IdentityError::UnknownParty { party: party.to_string() });
        let anchors = self.authorities.get(&party).ok_or_else(unknown)?;
        // Of several certificates, the one that has signed it gives the reason of the refusal.
        let mut refused = CertificateError::UnknownIssuer.into();
        for anchor in anchors {
            match anchor.check(&party, leaf, intermediates, now, side) {
                Ok(()) => return Ok(peer),
                Err(rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer)) => {}
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }
}

impl Anchor {
    fn read(pem: &[u8]) -> Result<Vec<Self>, IdentityError> {
        let anchor = |der: CertificateDer<'static>| {
            let parsed = parse(&der)?;
            check_authority(&parsed)?;
            check_constraints(&parsed)?;
            let constraints = parsed.basic_constraints().map_err(|_| IdentityError::Malformed {})?;
            let path_length = constraints.and_then(|constraints| constraints.value.path_len_constraint);
            let [not_before, not_after] =
                [parsed.validity().not_before, parsed.validity().not_after].map(|date| date.timestamp());
            let mut roots = RootCertStore::empty();
            roots.add(der.clone()).map_err(|_| IdentityError::Malformed {})?;
            let roots = Arc::new(roots);
            let client = WebPkiClientVerifier::builder_with_provider(roots.clone(), provider()).build();
            let client = client.map_err(|_| IdentityError::Malformed {})?;
            Ok(Self { der, roots, client, not_before, not_after, path_length })
        };
        certificates(pem)?.into_iter().map(anchor).collect()
    }

    /// Checks that it has signed the chain, now may, and allows this length.
    fn check(
        &self,
        party: &Party,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
        side: CertificateUse,
    ) -> Result<(), rustls::Error> {
        self.has_signed(leaf, intermediates, now, side)?;
        let party = party.to_string();
        match check_dates(self.not_before, self.not_after, now.as_secs().cast_signed()) {
            Err(IdentityError::Expired { on }) => return Err(refusal(IdentityError::AuthorityExpired { party, on })),
            Err(IdentityError::NotYetValid { from }) => {
                return Err(refusal(IdentityError::AuthorityNotYetValid { party, from }));
            }
            _ => {}
        }
        // Each certificate after the holder's signs the one before. The anchor itself may be at the end.
        let between: Vec<_> = intermediates.iter().filter(|der| **der != self.der).cloned().collect();
        match self.path_length.filter(|&limit| between.len() > limit as usize) {
            Some(limit) => self
                .has_signed(leaf, &between[..limit as usize], now, side)
                .map_err(|_| refusal(IdentityError::PathLength { party, limit })),
            None => Ok(()),
        }
    }

    fn has_signed(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
        side: CertificateUse,
    ) -> Result<(), rustls::Error> {
        match side {
            CertificateUse::Client => self.client.verify_client_cert(leaf, intermediates, now).map(|_| ()),
            CertificateUse::Server => verify_server_cert_signed_by_trust_anchor(
                &ParsedCertificate::try_from(leaf)?,
                &self.roots,
                intermediates,
                now,
                provider().signature_verification_algorithms.all,
            ),
        }
    }
}

/// Error of ours in the form that ends a handshake.
pub(super) fn refusal(error: IdentityError) -> rustls::Error {
    CertificateError::Other(rustls::OtherError(Arc::new(error))).into()
}
