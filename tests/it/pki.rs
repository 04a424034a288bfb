//! `archipel pki`, as users run it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::Value;

use super::fixture::archipel_in;

const NODE: &str = "spiffe://evi/member/on/node/n1";

/// Output of a command that succeeds, as JSON.
fn json(folder: &Path, arguments: &str) -> Value {
    archipel_in(folder, &format!("{arguments} --json")).ok().json()
}

/// Exit code and key of a command that fails.
fn refusal(folder: &Path, arguments: &str) -> (i32, String) {
    archipel_in(folder, &format!("{arguments} --json")).refusal()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// An authority of Ontario and a request of its node.
fn enrolled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    json(folder.path(), "pki authority --federation evi --member on --out authority");
    json(folder.path(), "pki request --federation evi --member on --role node --name n1 --out identity");
    folder
}

#[test]
fn a_node_gets_its_certificate_without_its_key_leaving() {
    let folder = enrolled();
    let folder = folder.path();
    let request = json(folder, "pki show identity/n1.csr");
    assert_eq!(request["items"][0]["id"], NODE);
    let issued = json(
        folder,
        &format!("pki issue --authority authority --csr identity/n1.csr --id {NODE} --days 30 --out n1.pem"),
    );
    let mut issued = issued["items"][0].clone();
    let mut certificate = json(folder, "pki show n1.pem")["items"][0].clone();
    // Whole days: one is gone as soon as a second has passed.
    for left in [&mut issued, &mut certificate].map(|item| item["days_left"].take()) {
        assert!(left == 30 || left == 29, "{left}");
    }
    assert_eq!(certificate, issued);
    assert_eq!((&certificate["id"], &certificate["role"]), (&NODE.into(), &"node".into()));
    assert_eq!(certificate["serial"].as_str().unwrap().len(), 32);

    assert_eq!(mode(&folder.join("authority/authority.key")), 0o600);
    assert_eq!(mode(&folder.join("identity/n1.key")), 0o600);
    for public in ["authority/authority.pem", "identity/n1.csr", "n1.pem"] {
        assert!(!fs::read_to_string(folder.join(public)).unwrap().contains("PRIVATE"), "{public}");
    }
}

#[test]
fn people_read_it_in_their_language() {
    let folder = enrolled();
    let english = archipel_in(folder.path(), "pki show identity/n1.csr");
    let french = archipel_in(folder.path(), "pki show identity/n1.csr --lang fr");
    assert!(english.stdout.starts_with("Request: node “n1” of the member on\n"));
    assert!(french.stdout.starts_with("Demande\u{a0}: nœud «\u{a0}n1\u{a0}» du membre on\n"));
    for output in [english, french] {
        assert!(output.stdout.lines().all(|line| line.chars().count() <= 80));
    }
}

#[test]
fn nothing_that_holds_a_key_is_overwritten() {
    let folder = enrolled();
    let before = fs::read(folder.path().join("authority/authority.pem")).unwrap();
    for arguments in [
        "pki authority --federation evi --member bc --out authority",
        "pki request --federation evi --member on --role node --name n1 --out identity",
    ] {
        assert_eq!(refusal(folder.path(), arguments), (2, "identity-file-exists".into()));
    }
    assert_eq!(fs::read(folder.path().join("authority/authority.pem")).unwrap(), before);
}

#[test]
fn an_authority_grants_what_was_compared_and_speaks_for_its_own() {
    let folder = enrolled();
    let folder = folder.path();
    json(folder, "pki authority --federation evi --member bc --out bc");
    let issue = |authority: &str, id: &str| {
        let arguments = format!("pki issue --authority {authority} --csr identity/n1.csr --id {id} --out out.pem");
        refusal(folder, &arguments)
    };
    let other = "spiffe://evi/member/on/node/n2";
    assert_eq!(issue("authority", other), (4, "identity-request-names".into()));
    assert_eq!(issue("bc", NODE), (4, "identity-other-party".into()));
    assert_eq!(issue("authority", "n1"), (2, "identity-name".into()));
    fs::set_permissions(folder.join("authority/authority.key"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(issue("authority", NODE), (1, "identity-key-open".into()));
    assert!(!folder.join("out.pem").exists());
}

#[test]
fn a_signing_key_is_made_for_the_charter_and_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let made = json(folder, "pki signing-key --name evi/on --out signing.key");
    let shown = json(folder, "pki show signing.key");
    assert_eq!(made["verifier"], shown["verifier"]);
    assert_eq!(mode(&folder.join("signing.key")), 0o600);
    let said = archipel_in(folder, "pki show signing.key").stdout;
    let secret = fs::read_to_string(folder.join("signing.key")).unwrap();
    // PRIVATE+KEY+<name>+<key id>+<base64>, and base64 has + as well.
    let seed = secret.trim().splitn(5, '+').last().unwrap();
    assert_eq!(seed.len(), 44);
    assert!(said.contains("signing_key = \"evi/on+") && !said.contains(seed));
    assert_eq!(refusal(folder, "pki signing-key --name evi/on --out signing.key"), (2, "identity-file-exists".into()));
}

#[test]
fn private_keys_are_not_shown() {
    let folder = enrolled();
    assert_eq!(refusal(folder.path(), "pki show identity/n1.key"), (2, "identity-secret".into()));
    assert_eq!(refusal(folder.path(), "pki show missing.pem"), (1, "identity-file-unreadable".into()));
}

#[test]
fn a_coordinator_has_neither_role_nor_member() {
    let folder = tempfile::tempdir().unwrap();
    let made = json(folder.path(), "pki request --federation evi --coordinator hub --out .");
    assert_eq!(made["items"][0]["id"], "spiffe://evi/coordinator/hub");
    for wrong in ["--coordinator hub --role node --name x", "--member on --name x", "--member on --coordinator hub", ""]
    {
        let output = archipel_in(folder.path(), &format!("pki request --federation evi {wrong} --out ."));
        assert_eq!(output.code, 2, "{wrong}");
    }
    assert_eq!(
        refusal(folder.path(), "pki request --federation EVI --coordinator hub --out ."),
        (2, "identity-federation".into())
    );
}
