//! Settings and folders of settings, read once and checked before anything else happens.
#![expect(clippy::disallowed_methods, reason = "settings are files")]

mod coordinator;
mod folder;
mod limits;
mod node;

pub use coordinator::CoordinatorConfig;
pub use folder::{FolderError, read_file, read_folder};
pub use limits::{CallLimits, Limits};
pub use node::NodeConfig;
