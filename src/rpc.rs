//! gRPC over mutual TLS: the node's services for coordinators, and the coordinator's client of its peers. Over Unix
//! sockets, without TLS: the services for the operator and the officer on the node's machine, and their clients.
//! Generated types stay in here.

mod audit_service;
mod authorizer;
mod channel;
mod client;
mod concurrency_limit;
mod listener;
mod node_service;
mod operator_client;
mod operator_service;
mod operator_socket;
mod operator_wire;
mod peer_limiter;
mod status;
mod wire;

pub use channel::Address;
pub use client::RemotePeers;
pub use listener::{Serving, TransportError, serve};
pub use operator_client::{OfficerClient, OperatorCallError, OperatorClient};
pub use operator_socket::OperatorSocket;
pub use wire::{table_from_wire, table_to_wire};

/// Generated from `proto/`.
#[allow(missing_docs, unreachable_pub, reason = "generated code; the .proto files carry the comments")]
#[allow(clippy::all, clippy::pedantic, clippy::allow_attributes_without_reason, reason = "generated code")]
mod proto {
    pub mod audit {
        tonic::include_proto!("archipel.audit.v1");
    }
    pub mod node {
        tonic::include_proto!("archipel.node.v1");
    }
    pub mod operator {
        tonic::include_proto!("archipel.operator.v1");
    }
}
