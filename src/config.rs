//! Settings of a node and of a coordinator, checked once before anything else happens.

mod coordinator;
mod limits;
mod node;

pub use coordinator::CoordinatorConfig;
pub use limits::{CallLimits, Limits};
pub use node::NodeConfig;
