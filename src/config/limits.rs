use std::time::Duration;

use crate::model::{DocumentError, Section};

/// Limits of a serving node: every wait has an end, and every queue a length.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    /// Time for a TLS handshake.
    pub handshake: Duration,
    /// Number of connections at a time, over all peers.
    pub connections: usize,
    /// Number of connections at a time of one peer, and of handshakes at a time of one address.
    pub connections_per_peer: usize,
    /// Number of calls at a time on one connection.
    pub streams_per_connection: u32,
    /// Number of calls at a time of one peer, each until its answer is sent; more are shed.
    pub calls_per_peer: usize,
    /// Age at which a connection takes no more calls, so that a withdrawn certificate doesn't live on in it.
    pub connection_age: Duration,
    /// Time for calls under way at that age, or when the node stops; then they are cut.
    pub connection_grace: Duration,
    /// Interval of HTTP/2 pings on a quiet connection.
    pub keepalive: Duration,
    /// Time for the answer to a ping.
    pub keepalive_timeout: Duration,
    /// Bytes of all headers of a call.
    pub header_bytes: u32,
    /// Bytes of one message from a peer.
    pub message_bytes: usize,
    /// Time for a call, its answer included, whatever deadline the caller gave.
    pub request: Duration,
    /// Number of streams that a peer may reset while they wait.
    pub pending_resets: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(5),
            connections: 256,
            connections_per_peer: 32,
            streams_per_connection: 64,
            calls_per_peer: 32,
            connection_age: Duration::from_secs(540),
            connection_grace: Duration::from_secs(30),
            keepalive: Duration::from_secs(30),
            keepalive_timeout: Duration::from_secs(10),
            header_bytes: 16 << 10,
            message_bytes: 1 << 20,
            request: Duration::from_secs(600),
            pending_resets: 20,
        }
    }
}

impl Limits {
    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        let default = Self::default();
        let seconds = |key, default, most| seconds(section, key, default, most);
        let count = |key, default, most| whole(section, key, default, 1, most);
        Self {
            handshake: seconds("handshake_s", default.handshake, 60),
            connections: count("connections", default.connections as u64, 100_000) as usize,
            connections_per_peer: count("connections_per_peer", default.connections_per_peer as u64, 10_000) as usize,
            streams_per_connection: count("streams_per_connection", default.streams_per_connection.into(), 10_000)
                as u32,
            calls_per_peer: count("calls_per_peer", default.calls_per_peer as u64, 10_000) as usize,
            connection_age: seconds("connection_age_s", default.connection_age, 540),
            connection_grace: seconds("connection_grace_s", default.connection_grace, 60),
            keepalive: seconds("keepalive_s", default.keepalive, 3600),
            keepalive_timeout: seconds("keepalive_timeout_s", default.keepalive_timeout, 600),
            header_bytes: count("header_bytes", default.header_bytes.into(), 1 << 20) as u32,
            message_bytes: count("message_bytes", default.message_bytes as u64, 64 << 20) as usize,
            request: seconds("request_s", default.request, 86_400),
            pending_resets: count("pending_resets", default.pending_resets as u64, 1000) as usize,
        }
    }
}

/// Limits of a coordinator towards each member.
#[derive(Clone, Debug, PartialEq)]
pub struct CallLimits {
    /// Number of members that are asked at a time.
    pub members_at_a_time: usize,
    /// Time to connect, the handshake included.
    pub connect: Duration,
    /// Time for a call.
    pub call: Duration,
    /// Time for one member to make its release ready.
    pub build: Duration,
    /// Number of attempts at a call that may be repeated.
    pub attempts: u32,
    /// Bytes of one message from a node.
    pub message_bytes: usize,
}

impl Default for CallLimits {
    fn default() -> Self {
        Self {
            members_at_a_time: 64,
            connect: Duration::from_secs(5),
            call: Duration::from_secs(30),
            build: Duration::from_secs(3600),
            attempts: 3,
            message_bytes: 16 << 20,
        }
    }
}

impl CallLimits {
    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        let default = Self::default();
        let seconds = |key, default, most| seconds(section, key, default, most);
        let count = |key, default, most| whole(section, key, default, 1, most);
        Self {
            members_at_a_time: count("members_at_a_time", default.members_at_a_time as u64, 1000) as usize,
            connect: seconds("connect_s", default.connect, 600),
            call: seconds("call_s", default.call, 3600),
            build: seconds("build_s", default.build, 86_400),
            attempts: count("attempts", default.attempts.into(), 20) as u32,
            message_bytes: count("message_bytes", default.message_bytes as u64, 256 << 20) as usize,
        }
    }
}

fn seconds(section: &Section<'_, '_>, key: &str, default: Duration, most: u64) -> Duration {
    Duration::from_secs(whole(section, key, default.as_secs(), 1, most))
}

pub(super) fn whole(section: &Section<'_, '_>, key: &str, default: u64, low: u64, high: u64) -> u64 {
    let Some(number) = section.optional_integer(key) else { return default };
    match u64::try_from(number).ok().filter(|number| (low..=high).contains(number)) {
        Some(number) => number,
        None => {
            section.report(key, &DocumentError::Choice { key: key.to_owned(), expected: format!("{low}–{high}") });
            default
        }
    }
}
