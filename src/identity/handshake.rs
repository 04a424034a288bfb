use rustls::pki_types::UnixTime;
use rustls::{CertificateError, Error};

use super::IdentityError;
use super::certificate::iso;
use crate::model::{Explain as _, Fault, Place, Problem};

/// Reason why a handshake failed, in helpful words, from the error of a TLS connection. The fault always lies between
/// us and a peer. The first error after a handshake counts as well, as a TLS 1.3 client learns of the server's refusal
/// only then.
pub fn handshake_problem(error: &std::io::Error) -> Problem {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    let problem = match inner {
        Some(Error::NoCertificatesPresented) => IdentityError::NoCertificate {},
        Some(Error::AlertReceived(alert)) => IdentityError::Refused { alert: format!("{alert:?}") },
        inner => {
            let reason = || IdentityError::Handshake { reason: error.to_string() };
            inner.and_then(of_certificate).unwrap_or_else(reason)
        }
    };
    Problem { fault: Fault::Peer, ..problem.at(Place::default()) }
}

/// Problem of a refused certificate; `None` if the error has another reason.
pub(super) fn of_certificate(error: &Error) -> Option<IdentityError> {
    let date = |time: &UnixTime| iso(time.as_secs() as i64);
    let Error::InvalidCertificate(inner) = error else { return None };
    match inner {
        CertificateError::Other(inner) => inner.0.downcast_ref().cloned(),
        CertificateError::ExpiredContext { not_after, .. } => Some(IdentityError::Expired { on: date(not_after) }),
        CertificateError::NotValidYetContext { not_before, .. } => {
            Some(IdentityError::NotYetValid { from: date(not_before) })
        }
        CertificateError::UnknownIssuer | CertificateError::BadSignature => Some(IdentityError::WrongAuthority {}),
        _ => None,
    }
}
