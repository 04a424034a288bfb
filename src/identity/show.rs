use rcgen::SanType;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{PemObject as _, SectionKind};

use super::authority::{listed, read_request, speaks_for};
use super::certificate::{check_authority, parse, peer_of, serial};
use super::{IdentityError, Party, Peer, SpiffeId};
use crate::model::Digest;

/// One of the items of a PEM file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum PemContent {
    /// A holder's certificate.
    Certificate(Peer),
    /// An authority's certificate.
    Authority(AuthorityCertificate),
    /// Request to an authority.
    Request(CertificateRequest),
}

/// Certificate of an authority, made by this program or another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuthorityCertificate {
    /// Federation and party, if its name gives them.
    pub speaks_for: Option<(String, Party)>,
    /// Its whole name, in X.509 form.
    pub subject: String,
    /// SHA-256 over the certificate (DER).
    pub sha256: Digest,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// First second of validity, since 1970.
    pub not_before: i64,
    /// Last second of validity, since 1970.
    pub not_after: i64,
}

/// Request whose own signature verifies.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CertificateRequest {
    /// Requested name.
    pub id: SpiffeId,
    /// Other requested names, separated by commas.
    pub others: String,
    /// SHA-256 over the request (DER), which two people compare by voice.
    pub sha256: Digest,
}

/// Returns the items of a PEM file that may be shown. *Errors:* it has none, or a private key.
pub fn show(pem: &[u8]) -> Result<Vec<PemContent>, IdentityError> {
    let sections: Result<Vec<(SectionKind, Vec<u8>)>, _> = <(SectionKind, Vec<u8>)>::pem_slice_iter(pem).collect();
    let sections = sections.map_err(|_| IdentityError::NothingToShow {})?;
    if sections.is_empty() {
        return Err(IdentityError::NothingToShow {});
    }
    sections
        .into_iter()
        .map(|(kind, der)| match kind {
            SectionKind::Certificate => certificate(&der),
            SectionKind::Csr => request(&der).map(PemContent::Request),
            SectionKind::PrivateKey | SectionKind::EcPrivateKey | SectionKind::RsaPrivateKey => {
                Err(IdentityError::Secret {})
            }
            _ => Err(IdentityError::NothingToShow {}),
        })
        .collect()
}

fn certificate(der: &[u8]) -> Result<PemContent, IdentityError> {
    let parsed = parse(der)?;
    if check_authority(&parsed).is_err() {
        return peer_of(&[CertificateDer::from(der)]).map(PemContent::Certificate);
    }
    let name = parsed.subject().iter_common_name().next().and_then(|name| name.as_str().ok());
    Ok(PemContent::Authority(AuthorityCertificate {
        speaks_for: name.and_then(speaks_for),
        subject: parsed.subject().to_string(),
        sha256: Digest::of(der),
        serial: serial(&parsed),
        not_before: parsed.validity().not_before.timestamp(),
        not_after: parsed.validity().not_after.timestamp(),
    }))
}

fn request(der: &[u8]) -> Result<CertificateRequest, IdentityError> {
    let names = read_request(&der.into())?.params.subject_alt_names;
    let (uris, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| matches!(name, SanType::URI(_)));
    match &uris[..] {
        [SanType::URI(uri)] => {
            Ok(CertificateRequest { id: uri.as_str().parse()?, others: listed(&others), sha256: Digest::of(der) })
        }
        _ => Err(IdentityError::NameCount { count: uris.len() }),
    }
}
