use std::io;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring::{cipher_suite, default_provider, kx_group};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, HandshakeKind, ServerConfig, ServerConnection, SignatureScheme};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use super::*;
use crate::model::Fault;

const HUB: &str = "spiffe://evi/coordinator/hub";

/// The authorities of two members and a coordinator.
struct Federation {
    on: Authority,
    bc: Authority,
    hub: Authority,
}

impl Federation {
    fn new() -> Self {
        Self { on: authority("member/on"), bc: authority("member/bc"), hub: authority("coordinator/hub") }
    }

    fn trust(&self) -> Trust {
        trust(&[&self.on, &self.bc, &self.hub])
    }

    fn node(&self) -> Credentials {
        issued(&self.on, NODE).check(NODE, &self.trust(), NOW).unwrap()
    }

    fn caller(&self) -> Credentials {
        issued(&self.hub, HUB).check(HUB, &self.trust(), NOW).unwrap()
    }

    fn server(&self, credentials: &Credentials) -> ServerConfig {
        server_config(credentials, &self.trust(), Arc::new(FixedClock(NOW)))
    }

    /// Calls Ontario's node.
    fn client(&self, credentials: &Credentials) -> ClientConfig {
        client_config(credentials, &self.trust(), &"on".parse().unwrap(), Arc::new(FixedClock(NOW))).unwrap()
    }
}

/// Credentials that only their holder trusts: the holder names `authority` as `party`'s.
fn pretended(papers: &HeldCertificate, name: &str, authority: &Authority) -> Credentials {
    let mut trust = Trust::new("evi").unwrap();
    trust.add(id(name).speaker().party(), "", authority.certificate_pem().as_bytes()).unwrap();
    papers.check(name, &trust, NOW).unwrap()
}

/// Outcome of a handshake, for the server and for the client: the other's name, or the key of the problem.
type HandshakeOutcome = (Result<String, String>, Result<String, String>);

/// Makes one connection, over which a byte must pass each way.
async fn meet(server: ServerConfig, client: ClientConfig) -> HandshakeOutcome {
    let (near, far) = tokio::io::duplex(1 << 16);
    let answering = async {
        let mut stream = TlsAcceptor::from(Arc::new(server)).accept(near).await?;
        let mut byte = [0];
        stream.read_exact(&mut byte).await?;
        stream.write_all(&byte).await?;
        stream.flush().await?;
        let (_, connection) = stream.get_ref();
        assert_eq!(connection.alpn_protocol(), Some(b"h2".as_slice()));
        Ok(peer_of(connection.peer_certificates().unwrap()).unwrap().id.to_string())
    };
    let calling = async {
        let name = ServerName::try_from("node.invalid").unwrap();
        let mut stream = TlsConnector::from(Arc::new(client)).connect(name, far).await?;
        stream.write_all(b"?").await?;
        stream.flush().await?;
        let mut byte = [0];
        stream.read_exact(&mut byte).await?;
        let (_, connection) = stream.get_ref();
        Ok(peer_of(connection.peer_certificates().unwrap()).unwrap().id.to_string())
    };
    let (server, client) = tokio::join!(answering, calling);
    let key = |error: io::Error| {
        let problem = handshake_problem(&error);
        assert_eq!(problem.fault, Fault::Peer);
        let words: Vec<String> = problem.args.into_iter().map(|(_, word)| word).collect();
        [vec![problem.key.into_owned()], words].concat().join(" ")
    };
    (server.map_err(key), client.map_err(key))
}

fn refused_by_server(outcome: HandshakeOutcome, why: &str, alert: &str) {
    assert_eq!(outcome, (Err(why.to_owned()), Err(format!("identity-refused {alert}"))));
}

fn refused_by_client(outcome: HandshakeOutcome, why: &str, alert: &str) {
    assert_eq!(outcome, (Err(format!("identity-refused {alert}")), Err(why.to_owned())));
}

#[tokio::test]
async fn the_right_certificates_meet_both_ways() {
    let federation = Federation::new();
    let outcome = meet(federation.server(&federation.node()), federation.client(&federation.caller())).await;
    assert_eq!(outcome, (Ok(HUB.into()), Ok(NODE.into())));
    // Other people of a member, and other members' nodes, are callers too; their rights are checked for each call.
    for (authority, name) in [
        (&federation.on, "spiffe://evi/member/on/officer/o"),
        (&federation.on, "spiffe://evi/member/on/operator/jane"),
        (&federation.bc, "spiffe://evi/member/bc/node/n1"),
        (&federation.bc, "spiffe://evi/member/bc/witness/w"),
    ] {
        let caller = issued(authority, name).check(name, &federation.trust(), NOW).unwrap();
        let outcome = meet(federation.server(&federation.node()), federation.client(&caller)).await;
        assert_eq!(outcome, (Ok(name.into()), Ok(NODE.into())));
    }
}

#[tokio::test]
async fn no_session_is_taken_up_again() {
    let federation = Federation::new();
    // The caller is another program, and would resume a session if it could.
    let eager = stranger_with(default_provider(), &issued(&federation.hub, HUB));
    let (server, client) = (federation.server(&federation.node()), eager);
    let (server, client) = (TlsAcceptor::from(Arc::new(server)), TlsConnector::from(Arc::new(client)));
    for _ in 0..2 {
        let (near, far): (DuplexStream, DuplexStream) = tokio::io::duplex(1 << 16);
        let name = ServerName::try_from("node.invalid").unwrap();
        let (answered, called) = tokio::join!(server.accept(near), client.connect(name, far));
        let (mut answered, mut called) = (answered.unwrap(), called.unwrap());
        answered.write_all(b"!").await.unwrap();
        called.read_exact(&mut [0]).await.unwrap();
        assert_ne!(called.get_ref().1.handshake_kind(), Some(HandshakeKind::Resumed));
        assert_eq!(called.get_ref().1.tls13_tickets_received(), 0);
    }
}

#[tokio::test]
async fn a_caller_without_certificate_is_refused() {
    let federation = Federation::new();
    let outcome = meet(federation.server(&federation.node()), stranger(default_provider())).await;
    refused_by_server(outcome, "identity-no-certificate", "CertificateRequired");
}

#[tokio::test]
async fn a_caller_from_an_unknown_authority_is_refused() {
    let federation = Federation::new();
    let rogue = authority("coordinator/hub");
    let caller = pretended(&issued(&rogue, HUB), HUB, &rogue);
    let outcome = meet(federation.server(&federation.node()), federation.client(&caller)).await;
    refused_by_server(outcome, "identity-wrong-authority", "DecryptError");
}

/// The most valuable key of all: a known authority signs a name that isn't its party's.
#[tokio::test]
async fn another_members_authority_with_a_right_looking_name_is_refused() {
    let federation = Federation::new();
    for name in ["spiffe://evi/member/on/officer/o", HUB] {
        let caller = pretended(&forged(&federation.bc, name, |_| ()), name, &federation.bc);
        let outcome = meet(federation.server(&federation.node()), federation.client(&caller)).await;
        refused_by_server(outcome, "identity-wrong-authority", "UnknownCA");
    }
    let node = pretended(&forged(&federation.bc, NODE, |_| ()), NODE, &federation.bc);
    let outcome = meet(federation.server(&node), federation.client(&federation.caller())).await;
    refused_by_client(outcome, "identity-wrong-authority", "UnknownCA");
}

#[tokio::test]
async fn whom_the_charter_does_not_name_is_refused() {
    let federation = Federation::new();
    for (party, name, why) in [
        ("member/yt", "spiffe://evi/member/yt/node/n1", "identity-unknown-party member/yt"),
        ("coordinator/rival", "spiffe://evi/coordinator/rival", "identity-unknown-party coordinator/rival"),
    ] {
        let authority = authority(party);
        let caller = pretended(&issued(&authority, name), name, &authority);
        let outcome = meet(federation.server(&federation.node()), federation.client(&caller)).await;
        refused_by_server(outcome, why, "CertificateUnknown");
    }
    let unknown =
        client_config(&federation.caller(), &federation.trust(), &"yt".parse().unwrap(), Arc::new(FixedClock(NOW)));
    assert_eq!(unknown.map(|_| ()), Err(IdentityError::UnknownParty { party: "member/yt".into() }));
}

#[tokio::test]
async fn a_forged_profile_is_refused_by_the_server() {
    let federation = Federation::new();
    // Its own holder can't even load it, so a client without checks shows it.
    let twice = forged(&federation.hub, HUB, |params| {
        params.subject_alt_names.push(SanType::URI(NODE.try_into().unwrap()));
    });
    let outcome = meet(federation.server(&federation.node()), stranger_with(default_provider(), &twice)).await;
    refused_by_server(outcome, "identity-name-count 2", "CertificateUnknown");
    let signs = forged(&federation.hub, HUB, |params| params.key_usages.push(KeyUsagePurpose::KeyCertSign));
    let outcome = meet(federation.server(&federation.node()), stranger_with(default_provider(), &signs)).await;
    refused_by_server(outcome, "identity-key-usage", "CertificateUnknown");
}

#[tokio::test]
async fn only_nodes_of_the_called_member_may_answer() {
    let federation = Federation::new();
    let expected = "spiffe://evi/member/on/node/*";
    let officer = "spiffe://evi/member/on/officer/o";
    let abroad = "spiffe://evi/member/bc/node/n1";
    for (papers, name) in [
        (issued(&federation.bc, abroad), abroad),
        // It has a server's purposes, so that the role alone decides.
        (forged(&federation.on, officer, |_| ()), officer),
        (forged(&federation.hub, HUB, |_| ()), HUB),
    ] {
        let node = papers.check(name, &federation.trust(), NOW).unwrap();
        let outcome = meet(federation.server(&node), federation.client(&federation.caller())).await;
        refused_by_client(outcome, &format!("identity-other-name {name} {expected}"), "CertificateUnknown");
    }
    let node = issued(&federation.on, officer).check(officer, &federation.trust(), NOW).unwrap();
    let outcome = meet(federation.server(&node), federation.client(&federation.caller())).await;
    let (_, client) = outcome;
    assert!(client.is_err(), "an officer’s own certificate, which has no server’s purposes");
}

#[tokio::test]
async fn dates_count_by_the_clock_of_the_one_who_checks() {
    let federation = Federation::new();
    let (node, caller) = (federation.node(), federation.caller());
    let (from, to) = ("2025-12-31T23:55:00Z", "2026-04-01T00:00:00Z");
    for (now, why) in
        [(NOW + 91 * DAY, format!("identity-expired {to}")), (NOW - DAY, format!("identity-not-yet-valid {from}"))]
    {
        let server = server_config(&node, &federation.trust(), Arc::new(FixedClock(now)));
        refused_by_server(meet(server, federation.client(&caller)).await, &why, "CertificateExpired");
        let member = "on".parse().unwrap();
        let client = client_config(&caller, &federation.trust(), &member, Arc::new(FixedClock(now))).unwrap();
        refused_by_client(meet(federation.server(&node), client).await, &why, "CertificateExpired");
    }
}

#[tokio::test]
async fn only_the_listed_suites_and_groups_are_spoken() {
    let federation = Federation::new();
    let papers = issued(&federation.hub, HUB);
    let client = |cipher_suites: Vec<_>, kx_groups: Vec<_>| {
        stranger_with(CryptoProvider { cipher_suites, kx_groups, ..default_provider() }, &papers)
    };
    let outcome = |client| meet(federation.server(&federation.node()), client);
    let (aes, chacha) = (cipher_suite::TLS13_AES_128_GCM_SHA256, cipher_suite::TLS13_CHACHA20_POLY1305_SHA256);
    let aes256 = cipher_suite::TLS13_AES_256_GCM_SHA384;
    for (suites, groups) in [
        (vec![aes], vec![kx_group::SECP256R1]),
        (vec![aes256], vec![kx_group::SECP384R1]),
        (vec![chacha, aes], vec![kx_group::X25519, kx_group::SECP256R1]),
    ] {
        assert_eq!(outcome(client(suites, groups)).await, (Ok(HUB.into()), Ok(NODE.into())));
    }
    for (suites, groups) in [(vec![chacha], vec![kx_group::SECP256R1]), (vec![aes], vec![kx_group::X25519])] {
        let (server, client) = outcome(client(suites, groups)).await;
        assert!(server.unwrap_err().starts_with("identity-handshake"));
        assert_eq!(client.unwrap_err(), "identity-refused HandshakeFailure");
    }
}

#[test]
fn our_own_hello_offers_what_the_list_has_and_no_more() {
    let federation = Federation::new();
    let config = federation.client(&federation.caller());
    let provider = config.crypto_provider();
    let suites: Vec<_> = provider.cipher_suites.iter().map(|suite| suite.suite()).collect();
    let groups: Vec<_> = provider.kx_groups.iter().map(|group| group.name()).collect();
    assert_eq!(format!("{suites:?}"), "[TLS13_AES_256_GCM_SHA384, TLS13_AES_128_GCM_SHA256]");
    assert_eq!(format!("{groups:?}"), "[secp384r1, secp256r1]");
}

#[test]
fn tls_1_2_is_answered_with_a_protocol_version_alert() {
    let federation = Federation::new();
    let mut server = ServerConnection::new(Arc::new(federation.server(&federation.node()))).unwrap();
    server.read_tls(&mut client_hello_1_2().as_slice()).unwrap();
    server.process_new_packets().unwrap_err();
    let mut answer = Vec::new();
    server.write_tls(&mut answer).unwrap();
    // Alert record, two bytes: fatal, 70 = protocol_version.
    assert_eq!((answer[0], &answer[3..]), (21, [0, 2, 2, 70].as_slice()));
}

/// RFC 5246, section 7.4.1.2: no `supported_versions`, so the client speaks 1.2 at most.
fn client_hello_1_2() -> Vec<u8> {
    let counted = |bytes: &[u8]| [&(bytes.len() as u16).to_be_bytes(), bytes].concat();
    let extension = |kind: u16, bytes: &[u8]| [&kind.to_be_bytes(), counted(bytes).as_slice()].concat();
    let extensions = [
        extension(10, &counted(&[0, 23, 0, 24])),
        extension(11, &[1, 0]),
        extension(13, &counted(&[4, 3, 5, 3, 8, 4, 4, 1])),
    ]
    .concat();
    let body = [
        &[3, 3],
        [7; 32].as_slice(),
        &[0],
        &counted(&[0xc0, 0x2b, 0xc0, 0x2c, 0xc0, 0x2f, 0xc0, 0x30]),
        &[1, 0],
        &counted(&extensions),
    ]
    .concat();
    let handshake = [&[1, 0], counted(&body).as_slice()].concat();
    [&[22, 3, 1], counted(&handshake).as_slice()].concat()
}

/// Another program's client, which trusts any server and shows no certificate.
fn stranger(provider: CryptoProvider) -> ClientConfig {
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Gullible))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

/// Another program's client, which trusts any server and shows this certificate.
fn stranger_with(provider: CryptoProvider, papers: &HeldCertificate) -> ClientConfig {
    let chain = super::super::certificate::certificates(papers.chain.as_bytes()).unwrap();
    let key = rustls::pki_types::pem::PemObject::from_pem_slice(papers.key.as_bytes()).unwrap();
    let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Gullible))
        .with_client_auth_cert(chain, key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

#[derive(Debug)]
struct Gullible;

impl ServerCertVerifier for Gullible {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        default_provider().signature_verification_algorithms.supported_schemes()
    }
}
