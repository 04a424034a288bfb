//! Names in certificates, the authorities of members and coordinators, our own certificate and key, and the mutual TLS
//! that uses them. Everything here is decided from bytes and a clock; only [`files`](read_private) opens files.
//!
//! One rule governs all: a certificate is trusted for its name only if it chains to the one authority that the charter
//! names for the member or coordinator in that name.

mod authorities;
mod authority;
mod certificate;
mod credentials;
mod error;
mod files;
mod handshake;
mod name;
mod provider;
mod show;
mod tls;
mod trust;

pub use authorities::AuthorityError;
pub use authority::{Authority, Terms, request};
pub use certificate::{Peer, iso, peer_of};
pub use credentials::Credentials;
pub use error::IdentityError;
pub use files::{create_folder, read_private, read_public, write_private, write_public};
pub use handshake::handshake_problem;
pub use name::{Expected, Party, Role, Speaker, SpiffeId};
pub use show::{AuthorityCertificate, CertificateRequest, PemContent, show};
pub use tls::{client_config, server_config};
pub use trust::Trust;

#[cfg(test)]
mod tests;
