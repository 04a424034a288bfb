use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;

use super::{IdentityError, SpiffeId};
use crate::model::Digest;

/// Holder that a certificate names, and the certificate's identity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Peer {
    /// Its only name.
    pub id: SpiffeId,
    /// SHA-256 over the certificate as sent (DER).
    pub certificate_sha256: Digest,
    /// Serial number, hexadecimal, by which it is revoked.
    pub serial: String,
    /// First second of validity, since 1970.
    pub not_before: i64,
    /// Last second of validity, since 1970.
    pub not_after: i64,
}

/// Returns the holder that the first certificate of a chain names. Doesn't check whether to trust it: the handshake
/// has.
///
/// *Errors:* everything that is wrong with a holder's certificate by itself (its form, the number of names, usages).
/// *Source:* SPIFFE X509-SVID, sections 2, 4 and 5.
pub fn peer_of(chain: &[CertificateDer<'_>]) -> Result<Peer, IdentityError> {
    let der = chain.first().ok_or(IdentityError::Malformed {})?;
    let certificate = parse(der)?;
    let malformed = |_| IdentityError::Malformed {};

    let constraints = certificate.basic_constraints().map_err(malformed)?;
    if constraints.is_some_and(|constraints| constraints.value.ca) {
        return Err(IdentityError::IsAuthority {});
    }
    let id: SpiffeId = one_uri(&certificate)?.parse()?;
    let usage = certificate.key_usage().map_err(malformed)?.map(|usage| (usage.critical, usage.value));
    let signs_handshakes_only = |(critical, usage): (bool, &x509_parser::extensions::KeyUsage)| {
        critical && usage.digital_signature() && !usage.key_cert_sign() && !usage.crl_sign()
    };
    if !usage.is_some_and(signs_handshakes_only) {
        return Err(IdentityError::KeyUsage {});
    }
    let serves = id.speaker().serves();
    let purposes = certificate.extended_key_usage().map_err(malformed)?;
    if !purposes.is_some_and(|purposes| purposes.value.client_auth && (purposes.value.server_auth || !serves)) {
        let needed = if serves { "serverAuth, clientAuth" } else { "clientAuth" };
        return Err(IdentityError::Purpose { needed: needed.to_owned() });
    }
    let validity = certificate.validity();
    Ok(Peer {
        id,
        certificate_sha256: Digest::of(der),
        serial: serial(&certificate),
        not_before: validity.not_before.timestamp(),
        not_after: validity.not_after.timestamp(),
    })
}

/// Refuses an authority's certificate that can't sign others, and any certificate that isn't an authority's.
pub(super) fn check_authority(certificate: &X509Certificate<'_>) -> Result<(), IdentityError> {
    let usage = certificate.key_usage().map_err(|_| IdentityError::Malformed {})?;
    let signs = usage.is_none_or(|usage| usage.value.key_cert_sign());
    (certificate.is_ca() && signs).then_some(()).ok_or(IdentityError::NotAuthority {})
}

/// Refuses an authority whose certificate limits its URIs: verifiers of chains know no such rule, and would refuse
/// every certificate that it issues.
pub(super) fn check_constraints(certificate: &X509Certificate<'_>) -> Result<(), IdentityError> {
    let constraints = certificate.name_constraints().map_err(|_| IdentityError::Malformed {})?;
    let subtrees = constraints.iter().flat_map(|constraints| {
        [&constraints.value.permitted_subtrees, &constraints.value.excluded_subtrees].into_iter().flatten().flatten()
    });
    let limits_uris = subtrees.into_iter().any(|subtree| matches!(subtree.base, GeneralName::URI(_)));
    if limits_uris { Err(IdentityError::NameConstraint {}) } else { Ok(()) }
}

/// Parses exactly one certificate; no bytes may follow it.
pub(super) fn parse(der: &[u8]) -> Result<X509Certificate<'_>, IdentityError> {
    match x509_parser::parse_x509_certificate(der) {
        Ok(([], certificate)) => Ok(certificate),
        _ => Err(IdentityError::Malformed {}),
    }
}

/// Reads every certificate in a PEM file, at least one.
pub(super) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, IdentityError> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    chain.ok().filter(|chain| !chain.is_empty()).ok_or(IdentityError::Malformed {})
}

/// Refuses a certificate outside of its dates, both ends included.
pub(super) fn check_dates(not_before: i64, not_after: i64, now: i64) -> Result<(), IdentityError> {
    if now < not_before {
        return Err(IdentityError::NotYetValid { from: iso(not_before) });
    }
    if now > not_after {
        return Err(IdentityError::Expired { on: iso(not_after) });
    }
    Ok(())
}

/// Serial number in hexadecimal, without the zero byte that keeps it positive.
pub(super) fn serial(certificate: &X509Certificate<'_>) -> String {
    let bytes = certificate.raw_serial();
    let bytes = bytes.strip_prefix(&[0]).filter(|rest| !rest.is_empty()).unwrap_or(bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Seconds since 1970 as ISO 8601, in UTC.
pub fn iso(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |time| time.to_string())
}

fn one_uri<'c>(certificate: &'c X509Certificate<'_>) -> Result<&'c str, IdentityError> {
    let names = certificate.subject_alternative_name().map_err(|_| IdentityError::Malformed {})?;
    let uris: Vec<&str> = names
        .iter()
        .flat_map(|names| &names.value.general_names)
        .filter_map(|name| match name {
            GeneralName::URI(uri) => Some(*uri),
            _ => None,
        })
        .collect();
    match uris[..] {
        [uri] => Ok(uri),
        _ => Err(IdentityError::NameCount { count: uris.len() }),
    }
}
