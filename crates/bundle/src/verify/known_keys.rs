//! Keys of members' logs that a reader got from the members themselves.

use std::collections::BTreeMap;

use super::BundleError;
use crate::audit::member_of;
use crate::model::MemberId;
use crate::note::VerifierKey;

/// Keys of members' logs that are known from elsewhere.
pub type KnownKeys = BTreeMap<MemberId, VerifierKey>;

/// Reads keys of logs, one a line, in the form of `log.vkey`. Empty lines are ignored.
///
/// *Errors:* a line that isn't a key of a member's log, or is a second key of a member.
pub fn known_keys(text: &str) -> Result<KnownKeys, BundleError> {
    let mut known = KnownKeys::new();
    for (line, text) in (1..).zip(text.lines().map(str::trim)).filter(|(_, text)| !text.is_empty()) {
        let bad = || BundleError::KnownKey { line };
        let key: VerifierKey = text.parse().map_err(|_| bad())?;
        let member: MemberId = member_of(key.name()).and_then(|member| member.parse().ok()).ok_or_else(bad)?;
        if known.get(&member).is_some_and(|other| *other != key) {
            return Err(bad());
        }
        known.insert(member, key);
    }
    Ok(known)
}
