use super::Charter;
use crate::model::{Digest, EditionId, Period};

/// Largest revision of an edition: each needs an officer's decision, so a coordinator can't ask without end.
pub const LAST_REVISION: u32 = 99;

/// Identifier of a computation: digest over charter, period and method. Methods with fixed bounds have no frame.
pub fn edition_id(charter: &Charter, period: &Period, revision: u32) -> EditionId {
    let method = &charter.method;
    // The first edition has no such line.
    let revision = if revision > 0 { format!("revision {revision}\n") } else { String::new() };
    let text = format!(
        "archipel edition\ncharter {}\nperiod {period}\n{revision}method {} {}\nframe fixed\n",
        charter.digest(),
        method.id,
        method.version
    );
    EditionId::new(Digest::of(text.as_bytes()))
}
