use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::*;
use crate::model::is_identifier;
use crate::note::VerifierKey;

/// Reads the members. `covered`: the charter names a legal authority for those without an own one.
pub(super) fn members(
    root: &Section<'_, '_>,
    tree: Option<&Geography>,
    files: &CharterFiles,
    covered: bool,
) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    let mut claims = Claims::default();
    for section in root.some_sections("member") {
        let id = unique(&section, "id", members.iter().map(|member| member.id.as_str()));
        let name = section.bilingual("name");
        let jurisdiction = optional(&section, "jurisdiction");
        let legal_authority = match covered {
            true => section.optional_bilingual("legal_authority"),
            false => Some(section.bilingual("legal_authority")),
        };
        let areas = areas(&section, "areas", tree);
        if section.optional_texts("areas").is_some_and(|areas| areas.is_empty()) {
            section.report("areas", &CharterError::Range { allowed: "≥ 1".to_owned() });
        }
        let population = section.has("population").then(|| whole(&section, "population", None, 1, 10_000_000_000));
        let weight_cap = within(&section, "weight_cap", Method::MIN_WEIGHT..=Method::MAX_WEIGHT);
        let endpoint = section.optional_text("endpoint");
        if endpoint.as_deref().is_some_and(|endpoint| !is_endpoint(endpoint)) {
            section.report("endpoint", &CharterError::Endpoint {});
        }
        let authority = certificates(&section, files);
        let signing_key = optional(&section, "signing_key");
        let officer_key = optional(&section, "officer_key");
        unshared(&section, "signing_key", &signing_key, members.iter().flat_map(keys));
        unshared(&section, "officer_key", &officer_key, members.iter().flat_map(keys));
        let Ok(id) = id.parse::<MemberId>() else { continue };
        for &spot in &areas {
            if let Some((tree, other)) = tree.and_then(|tree| Some((tree, claims.claim(tree, spot, &id)?))) {
                let code = tree.area(spot).code.to_string();
                section.report("areas", &CharterError::SharedArea { code, other: other.to_string() });
            }
        }
        members.push(Member {
            id,
            name,
            jurisdiction,
            legal_authority,
            areas,
            population: population.map(i64::cast_unsigned),
            weight_cap,
            endpoint,
            authority,
            signing_key,
            officer_key,
        });
    }
    members.sort_by(|a, b| a.id.cmp(&b.id));
    members
}

/// Member of each area so far.
#[derive(Default)]
struct Claims {
    claimed: HashMap<AreaPosition, MemberId>,
    /// Every area around a claimed one.
    above: HashMap<AreaPosition, MemberId>,
}

impl Claims {
    /// Notes a claim. Returns the member that already speaks for the area, a part of it or one around it, if there is
    /// one.
    fn claim(&mut self, tree: &Geography, own: AreaPosition, member: &MemberId) -> Option<MemberId> {
        let around =
            (0..own.level).map(|level| AreaPosition { level, area: tree.ancestor(own.level, own.area, level) });
        let around: Vec<AreaPosition> = around.collect();
        let known = around.iter().chain([&own]).find_map(|spot| self.claimed.get(spot));
        let known = known.or_else(|| self.above.get(&own)).cloned();
        self.claimed.insert(own, member.clone());
        self.above.extend(around.into_iter().map(|spot| (spot, member.clone())));
        known
    }
}

/// Keys of a member, which may be equal.
fn keys(member: &Member) -> [(&str, &Option<VerifierKey>); 2] {
    [(member.id.as_str(), &member.signing_key), (member.id.as_str(), &member.officer_key)]
}

/// Refuses a key of another party: else one person could sign for two.
fn unshared<'k>(
    section: &Section<'_, '_>,
    name: &str,
    own: &Option<VerifierKey>,
    mut others: impl Iterator<Item = (&'k str, &'k Option<VerifierKey>)>,
) {
    let is_own = |key: &VerifierKey| own.as_ref().is_some_and(|own| own.is_same_key(key));
    if let Some((other, _)) = others.find(|(_, key)| key.as_ref().is_some_and(is_own)) {
        section.report(name, &CharterError::SharedKey { other: other.to_owned() });
    }
}

pub(super) fn coordinators(
    root: &Section<'_, '_>,
    charter: &str,
    members: &[Member],
    files: &CharterFiles,
) -> Vec<Coordinator> {
    let mut coordinators: Vec<Coordinator> = Vec::new();
    for section in root.sections("coordinator") {
        let id = unique(&section, "id", coordinators.iter().map(|other| other.id.as_str()));
        let name = section.bilingual("name");
        let jurisdiction = optional(&section, "jurisdiction");
        let identity = section.text("identity");
        let expected = format!("spiffe://{charter}/coordinator/");
        if section.has("identity") && !identity.strip_prefix(&expected).is_some_and(is_identifier) {
            section.report("identity", &CharterError::Identity { expected: expected + "<name>" });
        } else if section.has("identity") && coordinators.iter().any(|other| other.identity == identity) {
            section.report("identity", &CharterError::Twice { id: identity.clone() });
        }
        let (authority, signing_key) = (certificates(&section, files), optional(&section, "signing_key"));
        let others = coordinators.iter().map(|other| (other.id.as_str(), &other.signing_key));
        unshared(&section, "signing_key", &signing_key, others.chain(members.iter().flat_map(keys)));
        coordinators.push(Coordinator { id, name, jurisdiction, identity, authority, signing_key });
    }
    coordinators
}

/// File of an authority's certificates, if one is named.
fn certificates(section: &Section<'_, '_>, files: &CharterFiles) -> Option<String> {
    let (file, pem) = named_file(section, "authority", false, files)?;
    const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
    if !pem.split(|&byte| byte == b'\n').any(|line| line.starts_with(BEGIN)) {
        section.report("authority", &CharterError::NoCertificate { file: file.clone() });
    }
    Some(file)
}

/// Value of a text, if the text is there.
fn optional<T: std::str::FromStr<Err = String>>(section: &Section<'_, '_>, key: &str) -> Option<T> {
    section.optional_text(key).and_then(|_| section.parsed(key))
}

/// Whether a text is `host:port`, where the host is a name, an IPv4 address, or an IPv6 address in brackets.
fn is_endpoint(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else { return false };
    let is_port = port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0);
    let is_host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => host.parse::<Ipv4Addr>().is_ok() || is_host_name(host),
    };
    is_port && is_host
}

/// Whether a host name has labels of letters, digits and inner hyphens (RFC 1123, section 2.1).
fn is_host_name(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_are_host_and_port() {
        for good in ["node.example.org:7443", "localhost:1", "192.0.2.7:65535", "[2001:db8::1]:7443"] {
            assert!(is_endpoint(good), "{good}");
        }
        for bad in [
            "",
            "node.example.org",
            "https://node.example.org:7443",
            "node:0",
            "node:65536",
            "node:+1",
            "node:",
            ":7443",
            "2001:db8::1:7443",
            "[node]:7443",
            "-node:1",
            "a..b:1",
            "no de:1",
        ] {
            assert!(!is_endpoint(bad), "{bad}");
        }
    }
}
