//! `archipel pki`: authorities, certificates and signing keys.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::shell::Shell;
use crate::identity::{
    Authority, CertificateRequest, Party, Peer, PemContent, Role, Speaker, SpiffeId, Terms, create_folder, iso,
    read_private, read_public, request, show, write_private, write_public,
};
use crate::model::{Clock as _, Digest, Findings, MemberId, Problem};
use crate::note::SigningKey;
use crate::system::{SystemClock, SystemEntropy};
use crate::text::Variable;

/// Most days that a certificate may be valid: ten years.
const MOST_DAYS: i64 = 3_660;
const DAY: i64 = 86_400;
/// Prefix of the secret form of a signing key.
const SIGNING_KEY: &[u8] = b"PRIVATE+KEY+";

#[derive(Debug, Subcommand)]
pub(super) enum PkiCommand {
    Authority {
        #[arg(long, value_name = "NAME")]
        federation: String,
        #[command(flatten)]
        party: PartyArguments,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[arg(long, value_name = "N", default_value_t = 3650, value_parser = clap::value_parser!(u32).range(1..=MOST_DAYS))]
        days: u32,
    },
    Request {
        #[arg(long, value_name = "NAME")]
        federation: String,
        #[command(flatten)]
        party: PartyArguments,
        #[arg(long, value_name = "ROLE", conflicts_with = "coordinator", required_unless_present = "coordinator")]
        role: Option<Role>,
        #[arg(long, conflicts_with = "coordinator", required_unless_present = "coordinator")]
        name: Option<String>,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Issue {
        #[arg(long, value_name = "DIR")]
        authority: PathBuf,
        #[arg(long, value_name = "FILE")]
        csr: PathBuf,
        #[arg(long, value_name = "spiffe://…")]
        id: String,
        #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=MOST_DAYS))]
        days: u32,
        #[arg(long, value_name = "NAME")]
        dns: Vec<String>,
        #[arg(long, value_name = "ADDRESS")]
        ip: Vec<IpAddr>,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    Show {
        file: PathBuf,
    },
    SigningKey {
        #[arg(long)]
        name: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    Sign {
        text: PathBuf,
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

/// Arguments that name a party: a member, or a coordinator.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(super) struct PartyArguments {
    #[arg(long, value_name = "ID")]
    member: Option<MemberId>,
    #[arg(long, value_name = "NAME")]
    coordinator: Option<String>,
}

pub(super) fn run(shell: &Shell, command: PkiCommand) -> Result<(), Findings> {
    match command {
        PkiCommand::Authority { federation, party, out, days } => authority(shell, &federation, party, &out, days),
        PkiCommand::Request { federation, party, role, name, out } => {
            let speaker = match (party.member, party.coordinator, role, name) {
                (Some(member), _, Some(role), Some(name)) => Speaker::Member { member, role, name },
                (_, coordinator, ..) => Speaker::Coordinator { name: coordinator.unwrap_or_default() },
            };
            make_request(shell, &SpiffeId::new(&federation, speaker)?, &out)
        }
        PkiCommand::Issue { authority, csr, id, days, dns, ip, out } => {
            let terms = Terms { id: &id.parse()?, dns: &dns, addresses: &ip, days };
            issue(shell, &authority, &csr, terms, &out)
        }
        PkiCommand::Show { file } => show_file(shell, &file),
        PkiCommand::SigningKey { name, out } => signing_key(shell, &name, &out),
        PkiCommand::Sign { text, key, out } => super::decision::sign(shell, &text, &key, &out),
    }
}

fn authority(shell: &Shell, federation: &str, party: PartyArguments, out: &Path, days: u32) -> Result<(), Findings> {
    let party = match (party.member, party.coordinator) {
        (Some(member), _) => Party::Member(member),
        (_, name) => format!("coordinator/{}", name.unwrap_or_default()).parse()?,
    };
    let authority = Authority::generate(federation, party, days, &SystemClock, &SystemEntropy)?;
    create_folder(out)?;
    let (key, certificate) = (out.join("authority.key"), out.join("authority.pem"));
    // The key first: where a key exists already, nothing else is touched.
    write_private(&key, authority.key_pem().as_bytes())?;
    write_public(&certificate, authority.certificate_pem().as_bytes())?;
    let shown = show(authority.certificate_pem().as_bytes())?;
    tell(shell, &shown, json!({ "key": key, "certificate": certificate }));
    shell.say("pki-next-authority", &[("certificate", path(&certificate)), ("key", path(&key))]);
    Ok(())
}

fn make_request(shell: &Shell, id: &SpiffeId, out: &Path) -> Result<(), Findings> {
    let (key_pem, request_pem) = request(id)?;
    create_folder(out)?;
    let name = id.speaker().name();
    let (key, csr) = (out.join(format!("{name}.key")), out.join(format!("{name}.csr")));
    write_private(&key, key_pem.as_bytes())?;
    write_public(&csr, request_pem.as_bytes())?;
    tell(shell, &show(request_pem.as_bytes())?, json!({ "key": key, "csr": csr }));
    shell.say("pki-next-request", &[("csr", path(&csr)), ("key", path(&key))]);
    Ok(())
}

fn issue(shell: &Shell, folder: &Path, csr: &Path, terms: Terms<'_>, out: &Path) -> Result<(), Findings> {
    let (key, certificate) = (folder.join("authority.key"), folder.join("authority.pem"));
    let (key_pem, certificate_pem) = (read_private(&key)?, read_public(&certificate)?);
    let authority = Authority::from_pem(&key_pem, &certificate_pem).map_err(in_file(folder))?;
    let request = read_public(csr)?;
    let issued = authority.issue(&request, terms, &SystemClock, &SystemEntropy).map_err(in_file(csr))?;
    write_public(out, issued.as_bytes())?;
    tell(shell, &show(issued.as_bytes())?, json!({ "certificate": out }));
    shell.say("pki-next-issue", &[("certificate", path(out))]);
    Ok(())
}

fn show_file(shell: &Shell, file: &Path) -> Result<(), Findings> {
    let bytes = read_public(file)?;
    if bytes.starts_with(SIGNING_KEY) {
        let bytes = read_private(file)?;
        let key = SigningKey::parse(&String::from_utf8_lossy(&bytes)).map_err(in_file(file))?;
        tell_signing_key(shell, &key, None);
        return Ok(());
    }
    tell(shell, &show(&bytes).map_err(in_file(file))?, json!({ "file": file }));
    Ok(())
}

fn signing_key(shell: &Shell, name: &str, out: &Path) -> Result<(), Findings> {
    let key = SigningKey::generate(name, &SystemEntropy)?;
    write_private(out, key.secret_text().as_bytes())?;
    tell_signing_key(shell, &key, Some(out));
    let next = if is_of_officer(name) { "pki-next-officer-key" } else { "pki-next-signing-key" };
    shell.say(next, &[("key", path(out))]);
    Ok(())
}

/// Prints the content of a file of certificates or requests. `files` joins the JSON form.
fn tell(shell: &Shell, shown: &[PemContent], mut files: Value) {
    let now = SystemClock.unix_seconds();
    files["items"] = shown.iter().map(|shown| as_json(shown, now)).collect();
    shell.data(&files, || shown.iter().map(|shown| in_words(shell, shown, now)).collect::<Vec<_>>().join("\n\n"));
}

/// Whether a key of this name signs an officer's decisions, and not charters or bundles.
fn is_of_officer(name: &str) -> bool {
    name.ends_with("/officer")
}

fn tell_signing_key(shell: &Shell, key: &SigningKey, out: Option<&Path>) {
    let name = key.verifier().name();
    let entry = if is_of_officer(name) { "officer_key" } else { "signing_key" };
    let line = format!("{entry} = \"{}\"", key.verifier());
    let value = json!({ "kind": "signing-key", "name": name, "verifier": key.verifier().to_string(), "key": out });
    shell.data(&value, || shell.line("pki-signing-key", &[("name", name.into()), ("line", line.as_str().into())]));
}

fn as_json(shown: &PemContent, now: i64) -> Value {
    let dates = |from: i64, to: i64| (iso(from), iso(to), days_left(to, now));
    match shown {
        PemContent::Certificate(peer) => {
            let (from, to, days) = dates(peer.not_before, peer.not_after);
            json!({
                "kind": "certificate", "id": peer.id.to_string(), "role": role(&peer.id),
                "sha256": peer.certificate_sha256,
                "serial": peer.serial, "not_before": from, "not_after": to, "days_left": days,
            })
        }
        PemContent::Authority(authority) => {
            let (from, to, days) = dates(authority.not_before, authority.not_after);
            let whose = authority.speaks_for.as_ref();
            json!({
                "kind": "authority", "federation": whose.map(|whose| &whose.0),
                "speaks_for": whose.map(|whose| whose.1.to_string()), "subject": authority.subject,
                "sha256": authority.sha256, "serial": authority.serial,
                "not_before": from, "not_after": to, "days_left": days,
            })
        }
        PemContent::Request(CertificateRequest { id, others, sha256 }) => {
            json!({
                "kind": "request", "id": id.to_string(), "role": role(id), "others": others, "sha256": sha256,
            })
        }
    }
}

fn in_words(shell: &Shell, shown: &PemContent, now: i64) -> String {
    match shown {
        PemContent::Certificate(peer) => {
            let Peer { id, certificate_sha256, serial, not_before, not_after } = peer;
            let mut words = vec![("whose", whose(shell, id).into()), ("id", id.into()), ("serial", serial.into())];
            words.extend(validity(shell, *not_before, *not_after, now));
            words.extend(fingerprint(certificate_sha256));
            shell.line("pki-certificate", &words)
        }
        PemContent::Authority(authority) => {
            let whose = match &authority.speaks_for {
                Some((federation, Party::Member(member))) => {
                    shell.line("pki-for-member", &[("member", member.into()), ("federation", federation.into())])
                }
                Some((federation, Party::Coordinator(name))) => {
                    shell.line("pki-for-coordinator", &[("name", name.into()), ("federation", federation.into())])
                }
                None => shell.line("pki-for-charter", &[]),
            };
            let subject = &authority.subject;
            let mut words =
                vec![("whose", whose.into()), ("subject", subject.into()), ("serial", (&authority.serial).into())];
            words.extend(validity(shell, authority.not_before, authority.not_after, now));
            words.extend(fingerprint(&authority.sha256));
            shell.line("pki-authority", &words)
        }
        PemContent::Request(CertificateRequest { id, others, sha256 }) => {
            let others = if others.is_empty() { "–" } else { others };
            let mut words = vec![("whose", whose(shell, id).into()), ("id", id.into()), ("others", others.into())];
            words.extend(fingerprint(sha256));
            shell.line("pki-request", &words)
        }
    }
}

fn role(id: &SpiffeId) -> &'static str {
    match id.speaker() {
        Speaker::Member { role, .. } => role.id(),
        Speaker::Coordinator { .. } => "coordinator",
    }
}

fn whose(shell: &Shell, id: &SpiffeId) -> String {
    match id.speaker() {
        Speaker::Member { member, name, .. } => {
            shell.line(&format!("pki-{}", role(id)), &[("name", name.into()), ("member", member.into())])
        }
        Speaker::Coordinator { name } => shell.line("pki-coordinator", &[("name", name.into())]),
    }
}

fn validity(shell: &Shell, from: i64, to: i64, now: i64) -> [(&'static str, Variable); 3] {
    let left = match (now < from, now > to) {
        (true, _) => shell.line("pki-not-yet", &[]),
        (_, true) => shell.line("pki-over", &[]),
        _ => shell.line("pki-days-left", &[("days", days_left(to, now).into())]),
    };
    [("from", iso(from).into()), ("to", iso(to).into()), ("left", left.into())]
}

/// Fingerprint in groups of four digits on two lines, as it is read aloud.
fn fingerprint(digest: &Digest) -> [(&'static str, Variable); 2] {
    let digits = digest.to_string();
    let line = |half: &str| {
        let groups = (0..half.len()).step_by(4).map(|at| &half[at..at + 4]);
        Variable::from(groups.collect::<Vec<_>>().join(" "))
    };
    let (first, second) = digits.split_at(32);
    [("first", line(first)), ("second", line(second))]
}

fn days_left(to: i64, now: i64) -> i64 {
    (to - now).div_euclid(DAY).max(0)
}

fn path(path: &Path) -> Variable {
    Variable::from(path.display().to_string())
}

fn in_file<E: Into<Problem>>(file: &Path) -> impl Fn(E) -> Problem {
    let file = file.display().to_string();
    move |error| error.into().in_file(file.clone())
}
