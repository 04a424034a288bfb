//! The one table from problems to gRPC status codes, and back.

use std::borrow::Cow;
use std::fmt::Write as _;

use prost::Message as _;
use tonic::metadata::MetadataValue;
use tonic::{Code, Status};

use super::proto::operator as wire;
use crate::model::{Explain as _, Fault, MemberId, Place, Problem, problems, visible};

problems! {
    /// Failure of a call to a peer, besides the problems that the peer itself reports.
    pub(super) enum CallError {
        /// The peer didn't answer in time.
        Deadline(Peer, "peer-deadline") {},
        /// The charter names no address or no authority of the node.
        NoAddress(Data, "charter-no-endpoint") { member: MemberId },
        /// The connection failed or broke.
        Unreachable(Peer, "peer-unreachable") { reason: String },
        /// The peer is overloaded.
        Busy(Peer, "peer-busy") {},
        /// The answer doesn't follow the contract.
        Malformed(Peer, "peer-malformed") {},
        /// The caller may not ask this.
        NotAllowed(Policy, "call-not-allowed") { who: String },
        /// The request doesn't follow the contract.
        BadRequest(Usage, "call-bad-request") {},
        /// The peer failed, and gives no reason.
        Internal(Peer, "peer-internal") {},
    }
}

const PROBLEM: &str = "archipel-problem-bin";
/// Most bytes of a problem that a peer may send.
const LONGEST: usize = 4 << 10;

/// Status code of a problem. One that the caller can't solve is written to the log of the process.
fn logged_code(problem: &Problem) -> Code {
    let code = match problem.fault {
        Fault::Usage | Fault::Data => Code::InvalidArgument,
        Fault::Policy if problem.is(&CallError::NotAllowed { who: String::new() }) => Code::PermissionDenied,
        // Asking again won't help until a person has decided something.
        Fault::Policy => Code::FailedPrecondition,
        Fault::Peer | Fault::Operator => Code::Unavailable,
        Fault::Integrity | Fault::Bug => Code::Internal,
    };
    if code == Code::Internal || code == Code::Unavailable {
        tracing::error!(code = %problem.key, %problem, "call failed");
    }
    code
}

/// Status for a caller on the same machine, with the whole problem.
pub(super) fn to_detailed_status(problem: Problem) -> Status {
    let (code, key) = (logged_code(&problem), problem.key.clone());
    Status::with_details(code, key, wire::Problem::from(problem).encode_to_vec().into())
}

/// Problem in the status of a node on the same machine, whole if the status has details.
pub(super) fn from_detailed_status(status: &Status) -> Problem {
    let details = Some(status.details()).filter(|details| !details.is_empty());
    let problem = details.and_then(|details| wire::Problem::decode(details).ok()?.try_into().ok());
    problem.unwrap_or_else(|| from_status(status))
}

/// Status for a caller: the stable key and its words; for a fault of our own, never more.
pub(super) fn to_status(problem: &Problem) -> Status {
    let code = logged_code(problem);
    // The state of this disk is not for callers to know.
    let told = match problem.fault {
        Fault::Operator | Fault::Integrity | Fault::Bug => CallError::Internal {}.into(),
        _ => problem.clone(),
    };
    let mut status = Status::new(code, told.key.clone());
    let mut text = told.key.to_string();
    for (name, word) in &told.args {
        let _ = write!(text, "\n{name}={}", word.replace(['\n', '\\'], " "));
    }
    status.metadata_mut().insert_bin(PROBLEM, MetadataValue::from_bytes(text.as_bytes()));
    status
}

/// Problem for the status of a peer.
pub(super) fn from_status(status: &Status) -> Problem {
    if let Some(problem) = sent_problem(status) {
        return problem;
    }
    match status.code() {
        Code::DeadlineExceeded | Code::Cancelled => CallError::Deadline {}.into(),
        Code::ResourceExhausted => CallError::Busy {}.into(),
        Code::Internal => CallError::Internal {}.into(),
        Code::OutOfRange | Code::InvalidArgument | Code::Unimplemented => CallError::Malformed {}.into(),
        _ => CallError::Unreachable { reason: cause(status) }.at(Place::default()),
    }
}

/// Whether the same call may be sent again soon.
pub(super) fn may_retry(status: &Status) -> bool {
    matches!(status.code(), Code::Unavailable | Code::ResourceExhausted | Code::Unknown)
}

/// Whether a stream ended early, without a reason that the peer gives.
pub(super) fn broke_off(status: &Status) -> bool {
    status.code() == Code::DeadlineExceeded || may_retry(status) && sent_problem(status).is_none()
}

fn sent_problem(status: &Status) -> Option<Problem> {
    let bytes = status.metadata().get_bin(PROBLEM)?.to_bytes().ok().filter(|bytes| bytes.len() <= LONGEST)?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let mut lines = text.lines();
    let key =
        lines.next().filter(|key| key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))?;
    // Whether the peer could be reached is for this client to say.
    let ours = ["peer-unreachable", "peer-deadline", "peer-busy"];
    let key = if ours.contains(&key) { "peer-malformed" } else { key };
    let args =
        lines.filter_map(|line| line.split_once('=')).map(|(name, word)| (Cow::Owned(visible(name)), visible(word)));
    let fault = match status.code() {
        Code::PermissionDenied | Code::FailedPrecondition => Fault::Policy,
        _ => Fault::Peer,
    };
    let (place, again) = (Place::default(), Box::default());
    Some(Problem { key: Cow::Owned(key.to_owned()), fault, args: args.collect(), place, again })
}

/// Innermost cause that the transport or the peer gives, as one line.
fn cause(status: &Status) -> String {
    let mut source: Option<&dyn std::error::Error> = std::error::Error::source(status);
    let mut words = status.message().to_owned();
    while let Some(error) = source {
        words = error.to_string();
        source = error.source();
    }
    visible(words.lines().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_peer_can_not_deceive_a_reader() {
        let mut status = Status::permission_denied("");
        let text = "call-not-allowed\nwho=me\u{202e}uoy\u{1b}[2J";
        status.metadata_mut().insert_bin(PROBLEM, MetadataValue::from_bytes(text.as_bytes()));
        let problem = from_status(&status);
        assert_eq!(
            (problem.key.as_ref(), problem.args[0].1.as_str()),
            ("call-not-allowed", "me\u{fffd}uoy\u{fffd}[2J")
        );
        let problem = from_status(&Status::unknown("me\u{2066}you\r"));
        assert_eq!(problem.args[0].1, "me\u{fffd}you\u{fffd}");
    }
}
