use std::sync::{Arc, LazyLock};

use rustls::crypto::CryptoProvider;
use rustls::crypto::ring::{cipher_suite, default_provider, kx_group};

/// Suites and groups that ITSP.40.062 recommends and *ring* has: ChaCha20-Poly1305 and X25519 aren't on that list.
pub(super) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| {
        Arc::new(CryptoProvider {
            cipher_suites: vec![cipher_suite::TLS13_AES_256_GCM_SHA384, cipher_suite::TLS13_AES_128_GCM_SHA256],
            kx_groups: vec![kx_group::SECP384R1, kx_group::SECP256R1],
            ..default_provider()
        })
    });
    PROVIDER.clone()
}
