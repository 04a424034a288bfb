use rcgen::{BasicConstraints, PKCS_ECDSA_P384_SHA384};

use super::super::certificate::certificates;
use super::*;

fn terms<'t>(id: &'t SpiffeId, dns: &'t [String]) -> Terms<'t> {
    Terms { id, dns, addresses: &[], days: 90 }
}

fn issue(authority: &Authority, csr: &str, terms: Terms<'_>) -> Result<Peer, IdentityError> {
    let pem = authority.issue(csr.as_bytes(), terms, &FixedClock(NOW), &CountingEntropy)?;
    peer_of(&certificates(pem.as_bytes()).unwrap())
}

/// A request in the name of [`NODE`], altered by `change`.
fn asking(key: &KeyPair, change: impl FnOnce(&mut CertificateParams)) -> String {
    let mut params = CertificateParams::default();
    params.subject_alt_names = vec![SanType::URI(NODE.try_into().unwrap())];
    change(&mut params);
    params.serialize_request(key).unwrap().pem().unwrap()
}

#[test]
fn grants_the_name_and_the_days_and_a_long_serial() {
    let on = authority("member/on");
    let (_, csr) = request(&id(NODE)).unwrap();
    let first = issue(&on, &csr, terms(&id(NODE), &[])).unwrap();
    let second = issue(&on, &csr, terms(&id(NODE), &[])).unwrap();
    assert_eq!(first.id, id(NODE));
    assert_eq!((first.not_before, first.not_after), (NOW - 300, NOW + 90 * DAY));
    assert_eq!(first.serial.len(), 32);
    assert_ne!(first.serial, second.serial);
}

#[test]
fn never_outlives_its_authority() {
    let on = Authority::generate("evi", "member/on".parse().unwrap(), 10, &FixedClock(NOW), &CountingEntropy).unwrap();
    let (_, csr) = request(&id(NODE)).unwrap();
    assert_eq!(issue(&on, &csr, terms(&id(NODE), &[])).unwrap().not_after, NOW + 10 * DAY);
    let late = on.issue(csr.as_bytes(), terms(&id(NODE), &[]), &FixedClock(NOW + 11 * DAY), &CountingEntropy);
    assert_eq!(late.unwrap_err(), IdentityError::Expired { on: "2026-01-11T00:00:00Z".into() });
}

#[test]
fn speaks_for_nobody_else() {
    let (_, csr) = request(&id(NODE)).unwrap();
    for party in ["member/bc", "coordinator/on"] {
        let refused = issue(&authority(party), &csr, terms(&id(NODE), &[])).unwrap_err();
        let (authority, party) = (format!("evi/{party}"), "evi/member/on".into());
        assert_eq!(refused, IdentityError::OtherParty { authority, party });
    }
    let other = id("spiffe://evi2/member/on/node/n1");
    let (_, csr) = request(&other).unwrap();
    let refused = issue(&authority("member/on"), &csr, terms(&other, &[]));
    assert!(matches!(refused, Err(IdentityError::OtherParty { .. })));
}

#[test]
fn refuses_a_request_for_other_names() {
    let on = authority("member/on");
    let key = KeyPair::generate().unwrap();
    let name = |text: &str| SanType::URI(text.try_into().unwrap());
    let host = || SanType::DnsName("n1.example.org".try_into().unwrap());
    let refused = |csr: &str| {
        let result = issue(&on, csr, terms(&id(NODE), &[]));
        assert!(matches!(result, Err(IdentityError::RequestNames { .. })), "{result:?}");
    };
    refused(&asking(&key, |params| params.subject_alt_names = vec![name("spiffe://evi/member/on/node/n2")]));
    refused(&asking(&key, |params| params.subject_alt_names.push(name("spiffe://evi/member/on/officer/o"))));
    refused(&asking(&key, |params| params.subject_alt_names.push(host())));
    refused(&asking(&key, |params| params.subject_alt_names.clear()));
    let csr = asking(&key, |params| params.subject_alt_names.push(host()));
    assert!(issue(&on, &csr, terms(&id(NODE), &["n1.example.org".to_owned()])).is_ok());
    let bad = issue(&on, &csr, terms(&id(NODE), &["n1 example".to_owned()]));
    assert_eq!(bad, Err(IdentityError::Host { name: "n1 example".into() }));
}

#[test]
fn a_request_decides_nothing_but_the_key() {
    let on = authority("member/on");
    let csr = asking(&KeyPair::generate().unwrap(), |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::CodeSigning];
    });
    // If any of it had passed, the certificate would not read as a holder's.
    assert_eq!(issue(&on, &csr, terms(&id(NODE), &[])).unwrap().id, id(NODE));
}

#[test]
fn refuses_a_request_whose_signature_does_not_hold() {
    let on = authority("member/on");
    let (_, csr) = request(&id(NODE)).unwrap();
    let der = rustls::pki_types::pem::PemObject::from_pem_slice(csr.as_bytes()).unwrap();
    let der: rustls::pki_types::CertificateSigningRequestDer<'_> = der;
    let at = der.windows(2).position(|two| two == b"n1").unwrap();
    let mut altered = der.to_vec();
    altered[at + 1] = b'2';
    assert!(super::super::authority::read_request(&der).is_ok());
    let refused = super::super::authority::read_request(&altered.into());
    assert_eq!(refused.unwrap_err(), IdentityError::Request {});
    assert_eq!(issue(&on, "no request", terms(&id(NODE), &[])), Err(IdentityError::Request {}));
}

#[test]
fn refuses_keys_on_another_curve() {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).unwrap();
    let refused = issue(&authority("member/on"), &asking(&key, |_| ()), terms(&id(NODE), &[]));
    assert_eq!(refused, Err(IdentityError::RequestKey {}));
}

#[test]
fn an_authority_reads_back_and_its_key_must_be_its_own() {
    let (on, bc) = (authority("member/on"), authority("member/bc"));
    let again = Authority::from_pem(on.key_pem().as_bytes(), on.certificate_pem().as_bytes()).unwrap();
    assert_eq!(again.party(), on.party());
    let papers = issued(&again, NODE);
    assert!(papers.check(NODE, &trust(&[&on]), NOW).is_ok());

    let refused = |key: &str, certificate: &str| {
        Authority::from_pem(key.as_bytes(), certificate.as_bytes()).map(|_| ()).unwrap_err()
    };
    assert_eq!(refused(&bc.key_pem(), on.certificate_pem()), IdentityError::KeyMismatch {});
    assert_eq!(refused(&papers.key, &papers.chain), IdentityError::NotAuthority {});
    assert_eq!(refused("", on.certificate_pem()), IdentityError::Key {});
}

#[test]
fn shows_what_was_made_and_no_private_key() {
    let hub = authority("coordinator/hub");
    let name = "spiffe://evi/coordinator/hub";
    let (key, csr) = request(&id(name)).unwrap();
    let papers = issued(&hub, name);
    let shown = show(format!("{}{}{csr}", papers.chain, hub.certificate_pem()).as_bytes()).unwrap();
    let [PemContent::Certificate(peer), PemContent::Authority(authority), PemContent::Request(request)] = &shown[..]
    else {
        panic!("{shown:?}")
    };
    assert_eq!((peer.id.to_string(), request.id.to_string()), (name.into(), name.into()));
    assert_eq!(authority.speaks_for, Some(("evi".into(), "coordinator/hub".parse().unwrap())));
    assert_eq!(show(key.as_bytes()), Err(IdentityError::Secret {}));
    assert_eq!(show(b"text"), Err(IdentityError::NothingToShow {}));
}
