//! gRPC over mutual TLS: the node's services, and the coordinator's way to its peers. Generated types stay in here.

mod client;
mod listener;
mod node_service;
mod operator_service;
mod status;
mod wire;

pub use client::{Address, RemotePeers};
pub use listener::{Serving, TransportError, serve};
pub use operator_service::{IngestOrder, IngestReport, Operations, OperatorClient, serve_operator};

/// Problems of calls and connections; a test in the crate's root holds the catalogues against them.
#[cfg(test)]
pub(crate) const PROBLEMS: &[&[(&str, &[&str])]] = &[TransportError::KEYS, status::CallError::KEYS];

/// Generated from `proto/`.
#[allow(missing_docs, clippy::all, reason = "generated code; the .proto files carry the comments")]
mod proto {
    pub mod node {
        tonic::include_proto!("archipel.node.v1");
    }
    pub mod operator {
        tonic::include_proto!("archipel.operator.v1");
    }
}
