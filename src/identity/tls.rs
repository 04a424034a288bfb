use std::fmt;
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::verify_tls13_signature;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::NoServerSessionStorage;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::time_provider::TimeProvider;
use rustls::version::TLS13;
use rustls::{
    ClientConfig, DigitallySignedStruct, DistinguishedName, Error, PeerIncompatible, ServerConfig, SignatureScheme,
};

use super::provider::provider;
use super::trust::{CertificateUse, refusal};
use super::{Credentials, Expected, IdentityError, Party, Role, Trust};
use crate::model::{Clock, MemberId};

/// HTTP/2, the only protocol that is spoken inside.
const ALPN: &[u8] = b"h2";

/// TLS settings of a node: TLS 1.3 only, every caller shows a certificate, and no session outlives its connection (a
/// resumed one would skip the check of the certificate).
pub fn server_config(credentials: &Credentials, trust: &Trust, clock: Arc<dyn Clock>) -> ServerConfig {
    let mut config = ServerConfig::builder_with_details(provider(), Arc::new(Time(clock)))
        .with_protocol_versions(&[&TLS13])
        .expect("the provider has suites and groups for TLS 1.3")
        .with_client_cert_verifier(Arc::new(Callers(trust.clone())))
        .with_cert_resolver(credentials.resolver());
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config.max_early_data_size = 0;
    config
}

/// TLS settings of a client of the member `expected`. The rules are those of [`server_config`]; any host that answers
/// must hold a certificate of that member's authority that names one of its nodes. Host names don't count.
///
/// *Errors:* no authority is known for that member.
pub fn client_config(
    credentials: &Credentials,
    trust: &Trust,
    expected: &MemberId,
    clock: Arc<dyn Clock>,
) -> Result<ClientConfig, IdentityError> {
    let party = Party::Member(expected.clone());
    if !trust.knows(&party) {
        return Err(IdentityError::UnknownParty { party: party.to_string() });
    }
    let federation = trust.federation().to_owned();
    let expected = Expected::Anyone { federation, member: expected.clone(), role: Role::Node };
    let mut config = ClientConfig::builder_with_details(provider(), Arc::new(Time(clock)))
        .with_protocol_versions(&[&TLS13])
        .expect("the provider has suites and groups for TLS 1.3")
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Answerer { trust: trust.clone(), expected }))
        .with_client_cert_resolver(credentials.resolver());
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.resumption = Resumption::disabled();
    config.enable_early_data = false;
    Ok(config)
}

/// Adapter from our clock to that of rustls.
struct Time(Arc<dyn Clock>);

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Time")
    }
}

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.unix_seconds()).ok()?;
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds)))
    }
}

/// Verifier of callers: accepts those that the trust knows. Which calls each may make is decided for each call,
/// elsewhere.
#[derive(Debug)]
struct Callers(Trust);

/// Verifier of servers: accepts nodes of one member.
#[derive(Debug)]
struct Answerer {
    trust: Trust,
    expected: Expected,
}

/// Half of a verifier that both sides share: signatures of the handshake itself.
macro_rules! signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            _message: &[u8],
            _certificate: &CertificateDer<'_>,
            _signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            Err(PeerIncompatible::Tls12NotOfferedOrEnabled.into())
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            verify_tls13_signature(message, certificate, signature, &provider().signature_verification_algorithms)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            provider().signature_verification_algorithms.supported_schemes()
        }
    };
}

impl ClientCertVerifier for Callers {
    fn offer_client_auth(&self) -> bool {
        true
    }

    fn client_auth_mandatory(&self) -> bool {
        true
    }

    /// Empty: callers don't learn the list of members before they have proved an identity.
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.0.check(leaf, intermediates, now, CertificateUse::Client).map(|_| ClientCertVerified::assertion())
    }

    signatures!();
}

impl ServerCertVerifier for Answerer {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _host: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let peer = self.trust.check(leaf, intermediates, now, CertificateUse::Server)?;
        self.expected.check(&peer.id).map_err(refusal)?;
        Ok(ServerCertVerified::assertion())
    }

    signatures!();
}
