//! gRPC over mutual TLS: the node's services, and the coordinator's way to its peers. Generated types stay in here.

mod audit_service;
mod client;
mod desk;
mod listener;
mod node_service;
mod operator_service;
mod places;
mod status;
mod turns;
mod wire;

pub use client::{Address, RemotePeers};
pub use listener::{Serving, TransportError, serve};
pub use operator_service::{
    DecideOrder, IngestOrder, IngestReport, OfficerClient, OfficerOrder, Operations, OperatorClient, OperatorSocket,
};

/// Generated from `proto/`.
#[allow(missing_docs, unreachable_pub, reason = "generated code; the .proto files carry the comments")]
#[allow(clippy::all, clippy::allow_attributes_without_reason, reason = "generated code")]
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
