use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::limits::{Limits, whole};
use crate::model::{Document, DocumentError, Findings, MemberId, Section, quoted};

/// Settings of a node: `node.toml`. Relative paths count from the file's own folder.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeConfig {
    /// Member of this node.
    pub member: MemberId,
    /// Charter folder.
    pub charter: PathBuf,
    /// File with the officer's standing decisions, which may be absent.
    pub policy: PathBuf,
    /// Data folder.
    pub data: PathBuf,
    /// Folder of the transparency log.
    pub log: PathBuf,
    /// File with the master key, mode 0600.
    pub master_key: PathBuf,
    /// Address for coordinators (gRPC over mutual TLS).
    pub listen: SocketAddr,
    /// Unix socket for the operator's commands.
    pub operator_socket: PathBuf,
    /// Unix socket for the officer's commands.
    pub officer_socket: PathBuf,
    /// Number of computing threads; 0 = as many as the machine has.
    pub threads: usize,
    /// Certificate chain of the node (PEM).
    pub certificate: PathBuf,
    /// Its key (PEM), mode 0600.
    pub key: PathBuf,
    /// Cosignatures that the node needs to answer.
    pub witnesses: Witnesses,
    /// Limits, all with defaults.
    pub limits: Limits,
}

/// Cosignatures of witnesses that a node needs to answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Witnesses {
    /// Number of witnesses that must have cosigned; 0 = none.
    pub needed: usize,
    /// Hours after which the node asks for them.
    pub warn_h: u64,
    /// Hours after which it answers no more; 0 = never.
    pub stop_h: u64,
}

impl Default for Witnesses {
    fn default() -> Self {
        Self { needed: 0, warn_h: 1, stop_h: 4 }
    }
}

impl Witnesses {
    fn read(section: &Section<'_, '_>) -> Self {
        const YEAR_H: u64 = 8760;
        let default = Self::default();
        Self {
            needed: whole(section, "needed", default.needed as u64, 0, 1000) as usize,
            warn_h: whole(section, "warn_h", default.warn_h, 0, YEAR_H),
            stop_h: whole(section, "stop_h", default.stop_h, 0, YEAR_H),
        }
    }
}

impl NodeConfig {
    /// Checks the text of the file at `path`.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Findings> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let document = Document::parse(&path.display().to_string(), text);
        let root = document.root();
        let node = root.section("node");
        let identity = root.section("identity");
        let limits = root.optional_section("limits").as_ref().map(Limits::read).unwrap_or_default();
        let witnesses = root.optional_section("witnesses").as_ref().map(Witnesses::read).unwrap_or_default();
        let file = |text: String| folder.join(text);
        let listen = listen(&node);
        let threads = whole(&node, "threads", 0, 0, 1024) as usize;
        let member = node.parsed("member");
        let (charter, data) = (file(node.text("charter")), file(node.text("data")));
        let policy = file(node.optional_text("policy").unwrap_or_else(|| "policy.toml".to_owned()));
        let log = file(node.optional_text("log").unwrap_or_else(|| "log".to_owned()));
        let (master_key, operator_socket) = (file(node.text("master_key")), file(node.text("operator_socket")));
        let officer = node.optional_text("officer_socket").unwrap_or_else(|| "officer.sock".to_owned());
        let officer_socket = file(officer);
        let (certificate, key) = (file(identity.text("certificate")), file(identity.text("key")));
        drop((node, identity, root));
        let member: Option<MemberId> = document.finish(member)?;
        let member = member.expect("a missing member is a finding");
        Ok(Self {
            member,
            charter,
            policy,
            data,
            log,
            master_key,
            listen,
            operator_socket,
            officer_socket,
            threads,
            certificate,
            key,
            witnesses,
            limits,
        })
    }

    /// Text of a new file, with comments in both languages. The charter's path is relative to the file.
    pub fn template(member: &MemberId, charter: &str, listen: SocketAddr) -> String {
        let charter = quoted(charter);
        format!(
            r#"# Settings of the node of {member}. Relative paths count from this file's folder.
# Réglages du nœud de {member}. Les chemins relatifs partent du répertoire de ce fichier.

[node]
member = "{member}"
charter = {charter}              # the charter folder / le répertoire de la charte
data = "data"                      # datasets and releases, sealed / jeux de données et diffusions, scellés
# log = "log"                      # the transparency log, in the open / le journal de transparence, en clair
master_key = "master.key"          # opens data; back it up apart / ouvre data; à sauvegarder à part
listen = "{listen}"                # for coordinators, mutual TLS / pour les coordonnateurs, TLS mutuel
operator_socket = "node.sock"      # for commands on this machine / pour les commandes sur cette machine
# officer_socket = "officer.sock"   # for the privacy officer / pour le responsable de la vie privée
threads = 0                        # 0 = all cores / 0 = tous les cœurs

[identity]
certificate = "node.pem"           # from pki issue / produit par pki issue
key = "node.key"                   # from pki request, mode 0600 / produit par pki request, mode 0600

[witnesses]                        # who must have seen what was answered / qui doit avoir vu ce qui a été répondu
# needed = 0
# warn_h = 1
# stop_h = 4

[limits]                           # every one has a default; see the reference / toutes ont une valeur par défaut
# handshake_s = 5
# connections = 256
# connections_per_peer = 32
# streams_per_connection = 64
# calls_per_peer = 32
# connection_age_s = 540
# connection_grace_s = 30
# keepalive_s = 30
# keepalive_timeout_s = 10
# header_bytes = 16384
# message_bytes = 1048576
# request_s = 600
# pending_resets = 20
"#
        )
    }
}

/// Address to listen on. Where there is none, which is a finding, any address.
fn listen(node: &Section<'_, '_>) -> SocketAddr {
    node.text("listen").parse().unwrap_or_else(|_| {
        if node.has("listen") {
            let (key, expected) = ("node.listen".to_owned(), "0.0.0.0:7443".to_owned());
            node.report("listen", &DocumentError::Type { key, expected });
        }
        SocketAddr::from(([127, 0, 0, 1], 0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listen() -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], 7443))
    }

    #[test]
    fn the_template_is_a_valid_file_with_the_defaults() {
        let member: MemberId = "ON".parse().unwrap();
        let text = NodeConfig::template(&member, "charter", listen());
        let config = NodeConfig::parse(Path::new("/etc/archipel/node.toml"), &text).unwrap();
        assert_eq!(config.data, Path::new("/etc/archipel/data"));
        let spoken_out = text.replace("# handshake", "handshake").replace("\n# ", "\n");
        let limits = spoken_out.split("[limits]").nth(1).map(|tail| format!("[limits]{tail}")).unwrap();
        let whole = text.split("[limits]").next().unwrap().to_owned() + &limits;
        assert_eq!(NodeConfig::parse(Path::new("/etc/archipel/node.toml"), &whole).unwrap(), config);
    }

    #[test]
    fn limits_outside_of_their_range_are_refused() {
        let member: MemberId = "ON".parse().unwrap();
        let text = NodeConfig::template(&member, "charter", listen()) + "connection_age_s = 3600\n";
        let text = text.replace("threads = 0 ", "threads = 1025 ");
        assert_eq!(NodeConfig::parse(Path::new("node.toml"), &text).unwrap_err().total(), 2);
    }

    #[test]
    fn a_path_is_written_as_it_is() {
        let member: MemberId = "ON".parse().unwrap();
        for path in [r#"/a "b"/c"#, r"/a\nb", "/l'île", r#"/'"\"#, "/{charter}"] {
            let text = NodeConfig::template(&member, path, listen());
            assert_eq!(NodeConfig::parse(Path::new("node.toml"), &text).unwrap().charter, Path::new(path));
        }
    }
}
