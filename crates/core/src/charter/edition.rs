use super::Charter;
use crate::model::{Digest, EditionId, Period};

/// The last revision of an edition: each is asked of an officer, so a coordinator can't ask without end.
pub const LAST_REVISION: u32 = 99;

/// Names a computation: digest over charter, period and method. Methods with fixed bounds have no frame.
pub fn edition_id(charter: &Charter, period: &Period, revision: u32) -> EditionId {
    let method = &charter.method;
    // The first one has no line of its own.
    let revision = if revision > 0 { format!("revision {revision}\n") } else { String::new() };
    let text = format!(
        "archipel edition\ncharter {}\nperiod {period}\n{revision}method {} {}\nframe fixed\n",
        charter.digest, method.id, method.version
    );
    EditionId::new(Digest::of(text.as_bytes()))
}
