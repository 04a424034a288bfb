use std::time::Duration;

use rcgen::{BasicConstraints, CertifiedIssuer, CustomExtension};
use rustls::pki_types::UnixTime;

use super::super::certificate::certificates;
use super::super::trust::CertificateUse;
use super::*;
use crate::model::Explain as _;

/// Key of the error with which these credentials are refused.
fn refusal(papers: &HeldCertificate, trust: &Trust) -> &'static str {
    papers.check(NODE, trust, NOW).map(|_| ()).unwrap_err().key()
}

#[test]
fn accepts_what_the_authority_issued() {
    let on = authority("member/on");
    let trust = trust(&[&on]);
    for name in [
        NODE,
        "spiffe://evi/member/on/operator/jane",
        "spiffe://evi/member/on/officer/o",
        "spiffe://evi/member/on/witness/w",
    ] {
        let credentials = issued(&on, name).check(name, &trust, NOW).unwrap();
        assert_eq!(credentials.peer().id.to_string(), name);
        assert!(!format!("{credentials:?}").contains("PRIVATE"));
    }
}

#[test]
fn every_wrong_profile_has_its_own_error() {
    let on = authority("member/on");
    let trust = trust(&[&on]);
    assert!(forged(&on, NODE, |_| ()).check(NODE, &trust, NOW).is_ok(), "the forger starts from a good one");
    type ParamsChange = fn(&mut CertificateParams);
    let cases: [(&str, ParamsChange); 9] = [
        ("identity-name-count", |params| params.subject_alt_names.push(params.subject_alt_names[0].clone())),
        ("identity-name-count", |params| params.subject_alt_names.clear()),
        ("identity-name", |params| {
            params.subject_alt_names = vec![SanType::URI("https://evi/member/on".try_into().unwrap())];
        }),
        ("identity-is-authority", |params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained)),
        ("identity-key-usage", |params| params.key_usages.clear()),
        ("identity-key-usage", |params| params.key_usages.push(KeyUsagePurpose::KeyCertSign)),
        ("identity-key-usage", |params| {
            // digitalSignature, but not critical.
            params.key_usages.clear();
            params.custom_extensions.push(CustomExtension::from_oid_content(&[2, 5, 29, 15], vec![3, 2, 7, 0x80]));
        }),
        ("identity-purpose", |params| params.extended_key_usages.clear()),
        ("identity-purpose", |params| params.extended_key_usages.truncate(1)),
    ];
    for (key, change) in cases {
        assert_eq!(refusal(&forged(&on, NODE, change), &trust), key);
    }
}

#[test]
fn dates_are_checked_by_the_given_clock() {
    let on = authority("member/on");
    let (papers, trust) = (issued(&on, NODE), trust(&[&on]));
    let at = |now: i64| papers.check(NODE, &trust, now).map(|_| ());
    assert_eq!(at(NOW - 300), Ok(()));
    assert_eq!(at(NOW + 90 * DAY), Ok(()));
    assert_eq!(at(NOW - 301), Err(IdentityError::NotYetValid { from: "2025-12-31T23:55:00Z".into() }));
    assert_eq!(at(NOW + 90 * DAY + 1), Err(IdentityError::Expired { on: "2026-04-01T00:00:00Z".into() }));
}

#[test]
fn names_keys_and_authorities_must_fit_together() {
    let (on, bc) = (authority("member/on"), authority("member/bc"));
    let trusted = trust(&[&on, &bc]);
    let good = issued(&on, NODE);
    let swapped = |chain: &str, key: &str| HeldCertificate { chain: chain.to_owned(), key: key.to_owned() };

    assert_eq!(refusal(&issued(&on, "spiffe://evi/member/on/node/n2"), &trusted), "identity-other-name");
    assert_eq!(refusal(&issued(&on, "spiffe://evi/member/on/officer/n1"), &trusted), "identity-other-name");
    assert_eq!(refusal(&swapped(&good.chain, &issued(&on, NODE).key), &trusted), "identity-key-mismatch");
    assert_eq!(refusal(&swapped(&good.chain, "no key"), &trusted), "identity-key");
    assert_eq!(refusal(&swapped("no certificate", &good.key), &trusted), "identity-certificate");
    assert_eq!(refusal(&swapped(on.certificate_pem(), &on.key_pem()), &trusted), "identity-is-authority");
    assert_eq!(refusal(&forged(&bc, NODE, |_| ()), &trusted), "identity-wrong-authority");
    assert_eq!(refusal(&issued(&authority("member/on"), NODE), &trusted), "identity-wrong-authority");
    assert_eq!(refusal(&good, &trust(&[&bc])), "identity-unknown-party");
    assert_eq!(refusal(&good, &Trust::new("other").unwrap()), "identity-other-federation");
}

#[test]
fn a_role_may_be_expected_without_a_name() {
    let on = authority("member/on");
    let papers = issued(&on, NODE);
    let check = |role| {
        let expected = Expected::Anyone { federation: "evi".into(), member: "on".parse().unwrap(), role };
        Credentials::from_pem(
            papers.chain.as_bytes(),
            papers.key.as_bytes(),
            &expected,
            &trust(&[&on]),
            &FixedClock(NOW),
        )
        .map(|_| ())
    };
    assert_eq!(check(Role::Node), Ok(()));
    assert!(matches!(check(Role::Officer), Err(IdentityError::OtherName { .. })));
}

#[test]
fn an_intermediate_certificate_may_stand_between() {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params.distinguished_name.push(DnType::CommonName, "root");
    let root = CertifiedIssuer::self_signed(params.clone(), KeyPair::generate().unwrap()).unwrap();
    // An authority like ours, but signed by the root.
    let on = authority("member/on");
    params.distinguished_name.push(DnType::CommonName, "archipel authority: evi/member/on");
    let key = KeyPair::from_pem(&on.key_pem()).unwrap();
    let between = params.signed_by(&key, &root).unwrap().pem();

    let mut papers = issued(&on, NODE);
    let mut trust = Trust::new("evi").unwrap();
    trust.add("member/on".parse().unwrap(), "root.pem", root.pem().as_bytes()).unwrap();
    assert_eq!(refusal(&papers, &trust), "identity-wrong-authority");
    papers.chain += &between;
    assert!(papers.check(NODE, &trust, NOW).is_ok());
}

#[test]
fn an_authority_counts_within_its_own_dates() {
    let on = Authority::generate("evi", "member/on".parse().unwrap(), 30, &FixedClock(NOW), &CountingEntropy).unwrap();
    let papers = forged(&on, NODE, |_| ());
    let both = trust(&[&on]);
    let at = |now: i64| papers.check(NODE, &both, now).map(|_| ());
    let party = "member/on".to_owned();
    assert_eq!(at(NOW + 30 * DAY), Ok(()));
    let expired = IdentityError::AuthorityExpired { party: party.clone(), on: "2026-01-31T00:00:00Z".into() };
    assert_eq!(at(NOW + 30 * DAY + 1), Err(expired));
    let early = IdentityError::AuthorityNotYetValid { party, from: "2025-12-31T23:55:00Z".into() };
    assert_eq!(at(NOW - 301), Err(early));
    // The certificate that comes after it is enough, wherever it is.
    let signer = KeyPair::from_pem(&on.key_pem()).unwrap();
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.distinguished_name.push(DnType::CommonName, "archipel authority: evi/member/on");
    let renewed = params.self_signed(&signer).unwrap().pem();
    for pems in [[on.certificate_pem(), &renewed], [&renewed, on.certificate_pem()]] {
        let mut trust = Trust::new("evi").unwrap();
        trust.add(on.party().clone(), "authority.pem", pems.concat().as_bytes()).unwrap();
        assert!(papers.check(NODE, &trust, NOW + 40 * DAY).is_ok());
    }
}

#[test]
fn an_authority_lets_as_many_stand_below_it_as_it_says() {
    let authority_of = |name: &str, length: Option<u8>| {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(length.map_or(BasicConstraints::Unconstrained, BasicConstraints::Constrained));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(DnType::CommonName, name);
        params
    };
    let on = authority("member/on");
    let key = KeyPair::from_pem(&on.key_pem()).unwrap();
    let refused = |limit: u32| Err(IdentityError::PathLength { party: "member/on".to_owned(), limit });
    for (length, one, two) in [
        (Some(0), refused(0), refused(0)),
        (Some(1), Ok(()), refused(1)),
        (Some(2), Ok(()), Ok(())),
        (None, Ok(()), Ok(())),
    ] {
        let root = CertifiedIssuer::self_signed(authority_of("root", length), KeyPair::generate().unwrap()).unwrap();
        let middle =
            CertifiedIssuer::signed_by(authority_of("middle", None), KeyPair::generate().unwrap(), &root).unwrap();
        let last = authority_of("archipel authority: evi/member/on", None);
        let [under_root, under_middle] =
            [last.signed_by(&key, &root).unwrap().pem(), last.signed_by(&key, &middle).unwrap().pem()];
        let mut trust = Trust::new("evi").unwrap();
        trust.add("member/on".parse().unwrap(), "root.pem", root.pem().as_bytes()).unwrap();
        let check = |behind: &[&str]| {
            let mut papers = issued(&on, NODE);
            behind.iter().for_each(|pem| papers.chain += pem);
            papers.check(NODE, &trust, NOW).map(|_| ())
        };
        assert_eq!(check(&[&under_root]), one, "{length:?}");
        assert_eq!(check(&[&under_middle, &middle.pem()]), two, "{length:?}");
        // The root itself is none of those below it.
        assert_eq!(check(&[&under_root, &root.pem()]), one, "{length:?}");
        assert_eq!(check(&[&root.pem(), &under_root]), one, "{length:?}");
    }
}

/// The files were made with OpenSSL and the profiles in `certs/`.
#[test]
fn certificates_of_another_make_are_believed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/identity");
    let pem = |file: &str| read_public(&folder.join(file)).unwrap();
    let mut trust = Trust::new("evi").unwrap();
    trust.add("member/on".parse().unwrap(), "authority.pem", &pem("authority.pem")).unwrap();
    let chain = certificates(&pem("node.pem")).unwrap();
    // 2027-01-15T08:00:00Z
    let time = UnixTime::since_unix_epoch(Duration::from_secs(1_800_000_000));
    for side in [CertificateUse::Server, CertificateUse::Client] {
        let peer = trust.check(&chain[0], &[], time, side).unwrap();
        assert_eq!((peer.id, &*peer.serial), (id(NODE), "b85998b9e97321a2d9bf684f8e95165b"));
    }
}

#[test]
fn while_an_authority_changes_keys_both_count() {
    let (old, new) = (authority("member/on"), authority("member/on"));
    let both = trust(&[&old, &new]);
    assert!(issued(&old, NODE).check(NODE, &both, NOW).is_ok());
    assert!(issued(&new, NODE).check(NODE, &both, NOW).is_ok());
}

#[test]
fn a_bad_authority_file_is_named() {
    let on = authority("member/on");
    let mut trust = Trust::new("evi").unwrap();
    let mut refused = |pem: &str| {
        let found = trust.add("member/on".parse().unwrap(), "authorities/on.pem", pem.as_bytes()).unwrap_err();
        let problem = &found.shown()[0];
        assert_eq!(problem.place.file.as_deref(), Some("authorities/on.pem"));
        problem.key.clone()
    };
    assert_eq!(refused(""), "identity-certificate");
    assert_eq!(refused(&issued(&on, NODE).chain), "identity-not-authority");
    // permittedSubtrees, with one URI.
    for kind in [0xa0, 0xa1] {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let constraint = [&[0x30, 9, kind, 7, 0x30, 5, 0x86, 3][..], b"evi"].concat();
        params.custom_extensions.push(CustomExtension::from_oid_content(&[2, 5, 29, 30], constraint));
        let limited = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        assert_eq!(refused(&limited.pem()), "identity-name-constraint");
    }
    assert_eq!(Trust::new("EVI").unwrap_err(), IdentityError::Federation { federation: "EVI".into() });
}

#[test]
fn files_are_loaded_and_named_when_wrong() {
    let on = authority("member/on");
    let (papers, trust) = (issued(&on, NODE), trust(&[&on]));
    let folder = tempfile::tempdir().unwrap();
    let [chain, key, other] = ["n1.pem", "n1.key", "n2.key"].map(|name| folder.path().join(name));
    write_public(&chain, papers.chain.as_bytes()).unwrap();
    write_private(&key, papers.key.as_bytes()).unwrap();
    write_private(&other, issued(&on, NODE).key.as_bytes()).unwrap();
    let load = |key: &std::path::Path| {
        Credentials::load(&chain, key, &Expected::Exactly(id(NODE)), &trust, &FixedClock(NOW)).map(|_| ())
    };
    assert_eq!(load(&key), Ok(()));
    let refused = |key| load(key).unwrap_err().shown()[0].clone();
    assert_eq!(refused(&other).key, "identity-key-mismatch");
    assert_eq!(refused(&other).place.file, Some(other.display().to_string()));
    assert_eq!(refused(&chain).key, "identity-key-open");
}
