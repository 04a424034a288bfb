//! Settings of a node and of a coordinator, checked once before anything else happens.

mod coordinator;
mod limits;
mod node;

pub use coordinator::CoordinatorConfig;
pub use limits::{CallLimits, Limits};
pub use node::NodeConfig;

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The samples in `deploy/` are whole, and show the defaults.
    #[test]
    fn the_samples_are_valid_and_show_the_defaults() {
        let node = NodeConfig::parse(Path::new("node.toml"), include_str!("../deploy/node.toml")).unwrap();
        assert_eq!(node.limits, Limits::default());
        let text = include_str!("../deploy/coordinator.toml");
        let coordinator = CoordinatorConfig::parse(Path::new("coordinator.toml"), text).unwrap();
        assert_eq!(coordinator.limits, CallLimits::default());
    }

    /// `pki request` writes `<name>.key`, so a new file must look for it under that name.
    #[test]
    fn a_new_coordinator_finds_the_key_that_pki_writes_and_its_charter() {
        let charter = r#"/a "b"\c"#;
        let text = CoordinatorConfig::template("hub", "hub", charter);
        let config = CoordinatorConfig::parse(Path::new("desk/coordinator.toml"), &text).unwrap();
        assert_eq!(config.charter, Path::new(charter));
        assert_eq!((config.certificate, config.key), ("desk/hub.pem".into(), "desk/hub.key".into()));
    }
}
