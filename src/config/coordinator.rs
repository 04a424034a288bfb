use std::path::{Path, PathBuf};

use super::limits::CallLimits;
use crate::model::{Document, Findings, quoted};

/// Settings of a coordinator: `coordinator.toml`. Relative paths count from the file's own folder.
#[derive(Clone, Debug, PartialEq)]
pub struct CoordinatorConfig {
    /// Its id in the charter.
    pub id: String,
    /// Charter folder.
    pub charter: PathBuf,
    /// Certificate chain (PEM).
    pub certificate: PathBuf,
    /// Its key (PEM), mode 0600.
    pub key: PathBuf,
    /// Folder of the coordinator's memory between runs: what it knows of nodes, the claims that it signed, and the secret
    /// `witness.key`.
    pub memory: PathBuf,
    /// Limits, all with defaults.
    pub limits: CallLimits,
}

impl CoordinatorConfig {
    /// Checks the text of the file at `path`.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Findings> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let document = Document::parse(&path.display().to_string(), text);
        let root = document.root();
        let coordinator = root.section("coordinator");
        let identity = root.section("identity");
        let limits = root.optional_section("limits").as_ref().map(CallLimits::read).unwrap_or_default();
        let config = Self {
            id: coordinator.text("id"),
            charter: folder.join(coordinator.text("charter")),
            certificate: folder.join(identity.text("certificate")),
            key: folder.join(identity.text("key")),
            memory: folder.join(coordinator.optional_text("memory").unwrap_or_else(|| "memory".to_owned())),
            limits,
        };
        drop((coordinator, identity, root));
        document.finish(config)
    }

    /// Text of a new file, with comments in both languages; `name` is the one in its certificate.
    pub fn template(id: &str, name: &str, charter: &str) -> String {
        let charter = quoted(charter);
        format!(
            r#"# Settings of the coordinator. Relative paths count from this file's folder.
# Réglages du coordonnateur. Les chemins relatifs partent du répertoire de ce fichier.

[coordinator]
id = "{id}"
charter = {charter}              # the charter folder / le répertoire de la charte
# memory = "memory"                 # keys and releases of nodes, between runs / clés et diffusions des nœuds, d’une fois à l’autre

[identity]
certificate = "{name}.pem"           # from pki issue / produit par pki issue
key = "{name}.key"                   # from pki request, mode 0600 / produit par pki request, mode 0600

[limits]                           # every one has a default; see the reference / toutes ont une valeur par défaut
# members_at_a_time = 64
# connect_s = 5
# call_s = 30
# build_s = 3600
# attempts = 3
# message_bytes = 16777216
"#
        )
    }
}
