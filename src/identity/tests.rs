//! A federation of two members and a coordinator, and a forger with any key that a test gives away.

mod credentials;
mod issue;
mod tls;

use std::sync::atomic::{AtomicU8, Ordering};

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose, SanType};

use super::*;
use crate::model::{Clock, Entropy};

/// 2026-01-01T00:00:00Z
const NOW: i64 = 1_767_225_600;
const DAY: i64 = 86_400;
const NODE: &str = "spiffe://evi/member/on/node/n1";

struct FixedClock(i64);

impl Clock for FixedClock {
    fn unix_seconds(&self) -> i64 {
        self.0
    }
}

/// Never gives the same bytes twice, which is enough for serial numbers here.
struct CountingEntropy;

impl Entropy for CountingEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        static NEXT: AtomicU8 = AtomicU8::new(0);
        bytes.fill(NEXT.fetch_add(1, Ordering::Relaxed));
    }
}

fn id(text: &str) -> SpiffeId {
    text.parse().unwrap()
}

fn authority(party: &str) -> Authority {
    Authority::generate("evi", party.parse().unwrap(), 3650, &FixedClock(NOW), &CountingEntropy).unwrap()
}

/// Trust in these authorities, each for the party it was made for.
fn trust(authorities: &[&Authority]) -> Trust {
    let mut trust = Trust::new("evi").unwrap();
    for authority in authorities {
        trust.add(authority.party().clone(), "authority.pem", authority.certificate_pem().as_bytes()).unwrap();
    }
    trust
}

/// Certificate and key of a holder.
struct HeldCertificate {
    chain: String,
    key: String,
}

impl HeldCertificate {
    fn check(&self, expected: &str, trust: &Trust, now: i64) -> Result<Credentials, IdentityError> {
        let expected = Expected::Exactly(id(expected));
        Credentials::from_pem(self.chain.as_bytes(), self.key.as_bytes(), &expected, trust, &FixedClock(now))
    }
}

fn issued(authority: &Authority, name: &str) -> HeldCertificate {
    let (key, csr) = request(&id(name)).unwrap();
    let terms = Terms { id: &id(name), dns: &[], addresses: &[], days: 90 };
    let chain = authority.issue(csr.as_bytes(), terms, &FixedClock(NOW), &CountingEntropy).unwrap();
    HeldCertificate { chain, key: key.to_string() }
}

/// A certificate that its authority would never issue: `change` starts from a node's.
fn forged(authority: &Authority, name: &str, change: impl FnOnce(&mut CertificateParams)) -> HeldCertificate {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.not_before = rcgen::date_time_ymd(2025, 12, 31);
    params.not_after = rcgen::date_time_ymd(2026, 3, 31);
    params.distinguished_name.push(DnType::CommonName, "n1");
    params.subject_alt_names = vec![SanType::URI(name.try_into().unwrap())];
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
    change(&mut params);
    let signer = KeyPair::from_pem(&authority.key_pem()).unwrap();
    let issuer = Issuer::from_ca_cert_pem(authority.certificate_pem(), signer).unwrap();
    HeldCertificate { chain: params.signed_by(&key, &issuer).unwrap().pem(), key: key.serialize_pem() }
}
