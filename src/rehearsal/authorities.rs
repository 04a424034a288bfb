//! One throw-away authority for each party, and the certificates that it issues.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use zeroize::Zeroizing;

use crate::identity::{Authority, Credentials, Expected, Party, Speaker, SpiffeId, Terms, Trust, request};
use crate::model::{Findings, Problem};
use crate::system::{SystemClock, SystemEntropy};

/// Days that the keys of a rehearsal are valid.
const DAYS: u32 = 1;

/// Authorities of a rehearsal, all of which every party trusts.
pub(super) struct Authorities {
    trust: Trust,
    authorities: BTreeMap<Party, Authority>,
}

impl Authorities {
    pub(super) fn new(federation: &str, parties: impl IntoIterator<Item = Party>) -> Result<Self, Findings> {
        let (mut trust, mut authorities) = (Trust::new(federation)?, BTreeMap::new());
        for party in parties {
            let authority = Authority::generate(federation, party.clone(), DAYS, &SystemClock, &SystemEntropy)?;
            trust.add(party.clone(), "authority.pem", authority.certificate_pem().as_bytes())?;
            authorities.insert(party, authority);
        }
        Ok(Self { trust, authorities })
    }

    pub(super) fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Certificate of a party's authority, as PEM.
    pub(super) fn certificate_pem(&self, party: &Party) -> &str {
        self.authorities[party].certificate_pem()
    }

    /// Certificate and key of a speaker, ready for use.
    pub(super) fn credentials(&self, speaker: Speaker) -> Result<Credentials, Problem> {
        let expected = Expected::Exactly(SpiffeId::new(self.trust.federation(), speaker.clone())?);
        let (key, chain) = self.issue(speaker)?;
        Ok(Credentials::from_pem(chain.as_bytes(), key.as_bytes(), &expected, &self.trust, &SystemClock)?)
    }

    /// New key of a speaker and its certificate chain, as PEM.
    pub(super) fn issue(&self, speaker: Speaker) -> Result<(Zeroizing<String>, String), Problem> {
        let authority = &self.authorities[&speaker.party()];
        let id = SpiffeId::new(self.trust.federation(), speaker)?;
        let (key, csr) = request(&id)?;
        // Other clients look for a host name.
        let (dns, addresses) = (["localhost".to_owned()], [IpAddr::V4(Ipv4Addr::LOCALHOST)]);
        let terms = Terms { id: &id, dns: &dns, addresses: &addresses, days: DAYS };
        Ok((key, authority.issue(csr.as_bytes(), terms, &SystemClock, &SystemEntropy)?))
    }
}
