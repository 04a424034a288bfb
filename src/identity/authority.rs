use std::net::IpAddr;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertificateSigningRequestParams, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PublicKeyData as _,
    SanType, SerialNumber,
};
use rustls::pki_types::{CertificateSigningRequestDer, DnsName, pem::PemObject as _};
use zeroize::Zeroizing;

use super::certificate::{certificates, check_authority, check_dates, parse};
use super::name::check_federation;
use super::{IdentityError, Party, SpiffeId};
use crate::model::{Clock, Entropy};

/// Time by which certificates are backdated, as other machines' clocks may be slow. *Unit:* seconds.
const BACKDATED: i64 = 300;
const DAY: i64 = 86_400;
/// Beginning of the name of an authority's certificate; federation and party follow.
const COMMON_NAME: &str = "archipel authority: ";

/// Everything in a certificate that the issuer grants and that isn't fixed by its profile. The request decides nothing.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'t> {
    /// Name of the holder.
    pub id: &'t SpiffeId,
    /// Further host names, for other clients that look for one.
    pub dns: &'t [String],
    /// Further addresses.
    pub addresses: &'t [IpAddr],
    /// Validity in days; at most the rest of the authority's own.
    pub days: u32,
}

/// An authority for pilots and demonstrations: it speaks for one member or one coordinator of one federation.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    federation: String,
    party: Party,
    certificate_pem: String,
    not_before: i64,
    not_after: i64,
}

impl Authority {
    /// Makes an authority with a new P-256 key, valid for `days`.
    pub fn generate(
        federation: &str,
        party: Party,
        days: u32,
        clock: &dyn Clock,
        entropy: &dyn Entropy,
    ) -> Result<Self, IdentityError> {
        check_federation(federation)?;
        let key = new_key();
        let now = clock.unix_seconds();
        let (not_before, not_after) = (now - BACKDATED, now + i64::from(days) * DAY);
        let mut params = blank(not_before, not_after, entropy);
        params.distinguished_name.push(DnType::CommonName, format!("{COMMON_NAME}{federation}/{party}"));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key).map_err(|_| IdentityError::Key {})?;
        let certificate_pem = certificate.pem();
        let federation = federation.to_owned();
        Ok(Self { issuer: Issuer::new(params, key), federation, party, certificate_pem, not_before, not_after })
    }

    /// Restores an authority from a key and a certificate that [`Self::generate`] made earlier.
    pub fn from_pem(key: &[u8], certificate: &[u8]) -> Result<Self, IdentityError> {
        let key = std::str::from_utf8(key).ok().and_then(|pem| KeyPair::from_pem(pem).ok());
        let key = key.ok_or(IdentityError::Key {})?;
        let chain = certificates(certificate)?;
        let [der] = &chain[..] else { return Err(IdentityError::Malformed {}) };
        let parsed = parse(der)?;
        check_authority(&parsed)?;
        let name = parsed.subject().iter_common_name().next().and_then(|name| name.as_str().ok());
        let (federation, party) = name.and_then(speaks_for).ok_or(IdentityError::NotAuthority {})?;
        if key.subject_public_key_info() != parsed.public_key().raw {
            return Err(IdentityError::KeyMismatch {});
        }
        Ok(Self {
            federation,
            party,
            certificate_pem: String::from_utf8_lossy(certificate).into_owned(),
            not_before: parsed.validity().not_before.timestamp(),
            not_after: parsed.validity().not_after.timestamp(),
            issuer: Issuer::from_ca_cert_der(der, key).map_err(|_| IdentityError::Malformed {})?,
        })
    }

    /// Party for which it speaks.
    pub fn party(&self) -> &Party {
        &self.party
    }

    /// Its certificate, which goes into the charter.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// Its key: a secret.
    pub fn key_pem(&self) -> Zeroizing<String> {
        Zeroizing::new(self.issuer.key().serialize_pem())
    }

    /// Issues a certificate (PEM) for the key in a request. Only the key is taken from the request: its signature must
    /// verify, and its names must be among those granted; usages, dates and serial number come from here.
    pub fn issue(
        &self,
        request: &[u8],
        terms: Terms<'_>,
        clock: &dyn Clock,
        entropy: &dyn Entropy,
    ) -> Result<String, IdentityError> {
        let (federation, party) = (terms.id.federation(), terms.id.speaker().party());
        if (federation, &party) != (&self.federation, &self.party) {
            return Err(IdentityError::OtherParty {
                authority: format!("{}/{}", self.federation, self.party),
                party: format!("{federation}/{party}"),
            });
        }
        let now = clock.unix_seconds();
        check_dates(self.not_before, self.not_after, now)?;
        let request = CertificateSigningRequestDer::from_pem_slice(request).map_err(|_| IdentityError::Request {})?;
        let mut request = read_request(&request)?;
        let names = names(terms)?;
        let asked = &request.params.subject_alt_names;
        if !asked.contains(&names[0]) || !asked.iter().all(|name| names.contains(name)) {
            return Err(IdentityError::RequestNames { found: listed(asked), expected: listed(&names) });
        }
        let not_after = self.not_after.min(now + i64::from(terms.days) * DAY);
        let mut params = blank((now - BACKDATED).max(self.not_before), not_after, entropy);
        params.distinguished_name.push(DnType::OrganizationName, federation);
        params.distinguished_name.push(DnType::CommonName, terms.id.speaker().name());
        params.subject_alt_names = names;
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = match terms.id.speaker().serves() {
            true => vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth],
            false => vec![ExtendedKeyUsagePurpose::ClientAuth],
        };
        params.use_authority_key_identifier_extension = true;
        request.params = params;
        let certificate = request.signed_by(&self.issuer).map_err(|_| IdentityError::Request {})?;
        Ok(certificate.pem())
    }
}

/// Makes a new P-256 key and the request (both PEM) for a certificate in the name of `id`. The key stays where it was
/// made.
pub fn request(id: &SpiffeId) -> Result<(Zeroizing<String>, String), IdentityError> {
    let key = new_key();
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::OrganizationName, id.federation());
    params.distinguished_name.push(DnType::CommonName, id.speaker().name());
    params.subject_alt_names = vec![uri(id)?];
    let request = params.serialize_request(&key).and_then(|request| request.pem());
    Ok((Zeroizing::new(key.serialize_pem()), request.map_err(|_| IdentityError::Request {})?))
}

/// Federation and party for which an authority of this name speaks.
pub(super) fn speaks_for(common_name: &str) -> Option<(String, Party)> {
    let (federation, party) = common_name.strip_prefix(COMMON_NAME)?.split_once('/')?;
    check_federation(federation).ok()?;
    Some((federation.to_owned(), party.parse().ok()?))
}

/// Reads a request whose own signature verifies, so that its sender has the key. P-256 only, as every TLS library takes
/// it.
pub(super) fn read_request(
    der: &CertificateSigningRequestDer<'_>,
) -> Result<CertificateSigningRequestParams, IdentityError> {
    let request = CertificateSigningRequestParams::from_der(der).map_err(|_| IdentityError::Request {})?;
    // The algorithm above is the signature's. Only the length shows a key on another curve, as it is an uncompressed
    // point.
    let p256 = *request.public_key.algorithm() == PKCS_ECDSA_P256_SHA256 && request.public_key.der_bytes().len() == 65;
    p256.then_some(request).ok_or(IdentityError::RequestKey {})
}

/// Lists names for people.
pub(super) fn listed(names: &[SanType]) -> String {
    let words = names.iter().map(|name| match name {
        SanType::URI(name) | SanType::DnsName(name) | SanType::Rfc822Name(name) => name.to_string(),
        SanType::IpAddress(address) => address.to_string(),
        _ => "?".to_owned(),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// All granted names, with the holder's first.
fn names(terms: Terms<'_>) -> Result<Vec<SanType>, IdentityError> {
    let mut names = vec![uri(terms.id)?];
    for name in terms.dns {
        let bad = || IdentityError::Host { name: name.clone() };
        DnsName::try_from(name.as_str()).map_err(|_| bad())?;
        names.push(SanType::DnsName(name.as_str().try_into().map_err(|_| bad())?));
    }
    names.extend(terms.addresses.iter().copied().map(SanType::IpAddress));
    Ok(names)
}

fn uri(id: &SpiffeId) -> Result<SanType, IdentityError> {
    let name = id.to_string();
    Ok(SanType::URI(name.as_str().try_into().map_err(|_| IdentityError::Name { name: name.clone() })?))
}

fn new_key() -> KeyPair {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).expect("the operating system gives random bytes")
}

/// A certificate with dates and a serial number of 16 bytes, nothing else. The first byte is neither zero nor negative,
/// so that all 16 stay; 126 random bits are left.
fn blank(not_before: i64, not_after: i64, entropy: &dyn Entropy) -> CertificateParams {
    let mut serial = [0; 16];
    entropy.fill(&mut serial);
    serial[0] = serial[0] & 0x7f | 0x40;
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    // Clamped to the years that X.509 can write.
    let date = |seconds: i64| epoch + Duration::from_secs(seconds.clamp(0, 253_402_300_799).unsigned_abs());
    let mut params = CertificateParams::default();
    (params.not_before, params.not_after) = (date(not_before), date(not_after));
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    params.distinguished_name = DistinguishedName::new();
    params
}
