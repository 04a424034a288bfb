//! A federation of three members and a coordinator on this machine, and the program as its people run it.
//! Everything lies in a temporary folder; whatever was started ends with its handle.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use archipel::charter::{Charter, CharterFiles, sign, signature_file};
use archipel::config::CallLimits;
use archipel::folder;
use archipel::identity::{
    Authority, Credentials, Expected, Party, Role, Speaker, SpiffeId, Terms, Trust, client_config, request,
    write_private, write_public,
};
use archipel::model::{Clock, MemberId};
use archipel::note::SigningKey;
use archipel::rpc::{Address, RemotePeers};
use archipel::system::{SystemClock, SystemEntropy};
use serde_json::Value;
use tempfile::TempDir;

#[path = "../reference.rs"]
mod given;
pub(crate) use given::reference;

/// The charter of the public microdata, in a folder of its own.
pub(crate) fn reference_charter(reference: &Path) -> TempDir {
    let (from, to) = (reference.join("examples/eph/charter"), tempfile::tempdir().unwrap());
    let text = fs::read_to_string(from.join("charter.toml")).unwrap();
    fs::write(to.path().join("charter.toml"), given::todays_charter(&text)).unwrap();
    fs::copy(from.join("geography.csv"), to.path().join("geography.csv")).unwrap();
    to
}

/// Id of the charter.
pub(crate) const FEDERATION: &str = "isles";
/// By id, as everything lists them.
pub(crate) const MEMBERS: [&str; 3] = ["east", "north", "west"];
/// The coordinator's id in the charter, and the name in its certificate.
pub(crate) const COORDINATOR: (&str, &str) = ("secretariat", "hub");
/// Period of the members' files.
pub(crate) const PERIOD: &str = "2025";
/// Persons in each of them.
pub(crate) const PEOPLE: u64 = 300;
/// Longer than anything here ever takes: what reaches it hangs.
const PATIENCE: Duration = Duration::from_secs(120);
const DAY: i64 = 86_400;

/// A clock that stands still.
pub(crate) struct At(pub i64);

impl Clock for At {
    fn unix_seconds(&self) -> i64 {
        self.0
    }
}

/// So many days before now.
pub(crate) fn days_ago(days: i64) -> At {
    At(SystemClock.unix_seconds() - days * DAY)
}

/// Certificate chain and key (PEM), as their holder has them.
pub(crate) struct Papers {
    pub(crate) chain: String,
    pub(crate) key: String,
}

impl Papers {
    /// Certificates are issued here at the time of `clock`, for `days`.
    pub(crate) fn issue(authority: &Authority, speaker: Speaker, days: u32, clock: &dyn Clock) -> Self {
        let id = SpiffeId::new(FEDERATION, speaker).unwrap();
        let (key, csr) = request(&id).unwrap();
        // Clients of other makes look for a host name.
        let terms = Terms { id: &id, dns: &["localhost".to_owned()], addresses: &[], days };
        let chain = authority.issue(csr.as_bytes(), terms, clock, &SystemEntropy).unwrap();
        Self { chain, key: key.to_string() }
    }

    /// Ready for use, to a holder with this trust and clock.
    pub(crate) fn credentials(&self, speaker: Speaker, trust: &Trust, clock: &dyn Clock) -> Credentials {
        let expected = Expected::Exactly(SpiffeId::new(FEDERATION, speaker).unwrap());
        Credentials::from_pem(self.chain.as_bytes(), self.key.as_bytes(), &expected, trust, clock).unwrap()
    }
}

/// The node of a member.
pub(crate) fn node(member: &str) -> Speaker {
    of_member(member, Role::Node)
}

/// Somebody of a member.
pub(crate) fn of_member(member: &str, role: Role) -> Speaker {
    Speaker::Member { member: member.parse().unwrap(), role, name: "n1".to_owned() }
}

/// The coordinator that the charter names.
pub(crate) fn hub() -> Speaker {
    Speaker::Coordinator { name: COORDINATOR.1.to_owned() }
}

/// A new authority, old enough that its certificates may have expired.
pub(crate) fn authority(party: Party) -> Authority {
    Authority::generate(FEDERATION, party, 3650, &days_ago(100), &SystemEntropy).unwrap()
}

/// Charter, keys, files and settings of a whole federation.
pub(crate) struct Federation {
    folder: TempDir,
    pub(crate) authorities: BTreeMap<Party, Authority>,
    keys: BTreeMap<MemberId, SigningKey>,
    addresses: BTreeMap<MemberId, SocketAddr>,
}

impl Federation {
    /// A signed charter and a file of persons per member. No node is there yet.
    pub(crate) fn new() -> Self {
        let members = MEMBERS.map(|member| Party::Member(member.parse().unwrap()));
        let parties = members.into_iter().chain([Party::Coordinator(COORDINATOR.1.to_owned())]);
        let authorities = parties.map(|party| (party.clone(), authority(party))).collect();
        let key = |member: &str| SigningKey::generate(&format!("{FEDERATION}/{member}"), &SystemEntropy).unwrap();
        let addresses = free_addresses(own_host());
        let federation = Self {
            folder: tempfile::tempdir().unwrap(),
            authorities,
            keys: MEMBERS.iter().map(|member| (member.parse().unwrap(), key(member))).collect(),
            addresses: MEMBERS.iter().map(|member| member.parse().unwrap()).zip(addresses).collect(),
        };
        federation.write_charter("charter", "The isles");
        for (seed, member) in (1..).zip(MEMBERS) {
            federation.write(&format!("data/{member}.csv"), &people(member, PEOPLE, seed));
        }
        federation
    }

    /// The same with every node and the coordinator set up, and the members' files loaded.
    pub(crate) fn ready() -> Self {
        let federation = Self::new();
        MEMBERS.iter().for_each(|member| federation.init_node(member, "charter"));
        MEMBERS.iter().for_each(|member| federation.ingest(member));
        federation.init_coordinator();
        federation
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Path as a word of a command.
    pub(crate) fn at(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    pub(crate) fn address(&self, member: &str) -> SocketAddr {
        self.addresses[&member.parse().unwrap()]
    }

    /// Writes a file below the folder.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The files of the charter that every member has signed.
    pub(crate) fn charter_files(&self) -> CharterFiles {
        folder::read(&self.path("charter")).unwrap()
    }

    /// Whom its charter lets everybody believe.
    pub(crate) fn trust(&self) -> Trust {
        let mut trust = Trust::new(FEDERATION).unwrap();
        for (party, authority) in &self.authorities {
            trust.add(party.clone(), "authority.pem", authority.certificate_pem().as_bytes()).unwrap();
        }
        trust
    }

    /// A certificate by the right authority, good for a month.
    pub(crate) fn papers(&self, speaker: Speaker) -> Papers {
        Papers::issue(&self.authorities[&speaker.party()], speaker, 30, &SystemClock)
    }

    /// Writes a charter folder of this title, signed by all members.
    pub(crate) fn write_charter(&self, name: &str, title: &str) {
        self.write_edited_charter(name, title, |text| text);
    }

    /// The same of class `controlled`, for a survey.
    pub(crate) fn write_controlled_charter(&self, name: &str) {
        self.write_edited_charter(name, "Controlled", |text| of_class(&text, "controlled"));
    }

    /// The same of class `private`, in which no officer has a key.
    pub(crate) fn write_private_charter_of_nobody(&self, name: &str) {
        self.write_edited_charter(name, "Private", |text| of_class(&text, "private"));
    }

    /// The same of class `private`, with an officer of each member, whose key lies on their desk.
    pub(crate) fn write_private_charter(&self, name: &str) {
        fs::create_dir(self.path("desk")).unwrap();
        let key = |member: &&str| {
            let order = format!("pki signing-key --json --name isles/{member}/officer --out {member}.key");
            let made = archipel_in(&self.path("desk"), &order).ok().json();
            (member.to_uppercase()[..1].to_owned(), made["verifier"].as_str().unwrap().to_owned())
        };
        let officers: Vec<(String, String)> = MEMBERS.iter().map(key).collect();
        self.write_edited_charter(name, "Private", |text| {
            officers.iter().fold(of_class(&text, "private"), |text, (area, key)| {
                let named = format!("areas = [\"{area}\"]\n");
                text.replace(&named, &format!("{named}officer_key = \"{key}\"\n"))
            })
        });
    }

    /// The same with its text changed.
    pub(crate) fn write_edited_charter(&self, name: &str, title: &str, edit: impl Fn(String) -> String) {
        let mut files = CharterFiles::from([("geography.csv".to_owned(), GEOGRAPHY.into())]);
        let mut toml = CHARTER.replace("TITLE", title);
        for (member, address) in &self.addresses {
            let (initial, key) = (member.as_str()[..1].to_uppercase(), self.keys[member].verifier());
            let _ = write!(
                toml,
                "[[member]]\nid = \"{member}\"\nname = {{ en = \"{member}\", fr = \"{member}\" }}\nareas = [\"{initial}\"]\n\
                 endpoint = \"{address}\"\nauthority = \"authorities/{member}.pem\"\nsigning_key = \"{key}\"\n"
            );
        }
        let (id, common_name) = COORDINATOR;
        let _ = write!(
            toml,
            "[[coordinator]]\nid = \"{id}\"\nname = {{ en = \"Hub\", fr = \"Centre\" }}\n\
             identity = \"spiffe://{FEDERATION}/coordinator/{common_name}\"\nauthority = \"authorities/{id}.pem\"\n"
        );
        for (party, authority) in &self.authorities {
            let name = match party {
                Party::Member(member) => member.as_str(),
                Party::Coordinator(_) => id,
            };
            files.insert(format!("authorities/{name}.pem"), authority.certificate_pem().into());
        }
        files.insert("charter.toml".to_owned(), edit(toml).into_bytes());
        self.sign_charter(name, files);
    }

    /// Another charter: the text of one that is there changed, with the same keys.
    pub(crate) fn write_next_charter(&self, before: &str, name: &str, edit: impl Fn(String) -> String) {
        let mut files = folder::read(&self.path(before)).unwrap();
        files.retain(|file, _| !file.starts_with("signatures/"));
        let text = String::from_utf8(files["charter.toml"].clone()).unwrap();
        files.insert("charter.toml".to_owned(), edit(text).into_bytes());
        self.sign_charter(name, files);
    }

    /// Writes the files of a charter with everybody's signatures.
    fn sign_charter(&self, name: &str, mut files: CharterFiles) {
        let charter = Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}"));
        for (member, key) in &self.keys {
            files.insert(signature_file(member), sign(&charter, member, key).unwrap().into_bytes());
        }
        folder::write_new(&self.path(name), &files).unwrap();
    }

    /// The officer of a member lets all editions cost so much, and names witnesses: the other members and the coordinator. The
    /// node reads its policy when it starts.
    pub(crate) fn adopt_budget(&self, member: &str, lifetime: &str) {
        let mut policy = format!("lifetime_rho = \"{lifetime}\"\n");
        for other in MEMBERS.iter().filter(|other| **other != member) {
            let status = self.of_node(other, "status --json").ok().json();
            let key = status["log"]["witness_key"].as_str().unwrap().to_owned();
            let _ = write!(policy, "[[witness]]\nid = \"{other}\"\nkey = \"{key}\"\n");
        }
        let status = archipel(&format!("coordinator status --config {}", self.at("hub/coordinator.toml")));
        let key =
            status.stderr.lines().find_map(|line| line.split_whitespace().find(|word| word.contains("/witness+")));
        let _ = write!(policy, "[[witness]]\nid = \"{}\"\nkey = \"{}\"\n", COORDINATOR.0, key.unwrap());
        self.write(&format!("{member}/policy.toml"), &policy);
        let key = self.at(&format!("desk/{member}.key"));
        self.of_node(member, &format!("budget --adopt --key {key}")).ok();
    }

    /// The officer of a member decides about a release.
    pub(crate) fn decide(&self, member: &str, order: &str) -> Ended {
        let key = self.at(&format!("desk/{member}.key"));
        self.of_node(member, &format!("releases {order} --key {key}"))
    }

    /// The officer of a member lets a release through.
    pub(crate) fn approve(&self, member: &str, edition: &str) {
        self.decide(member, &format!("approve {edition}")).ok();
    }

    /// Sets up a member's node under a charter folder, with its certificate.
    pub(crate) fn init_node(&self, member: &str, charter: &str) {
        let (folder, address) = (self.at(member), self.address(member));
        archipel(&format!("node init {folder} --member {member} --charter {} --listen {address}", self.at(charter)))
            .ok();
        self.write_papers(member, "node", &self.papers(node(member)));
    }

    /// Sets up the coordinator, with its certificate.
    pub(crate) fn init_coordinator(&self) {
        self.init_coordinator_under("charter");
    }

    /// The same under another charter folder.
    pub(crate) fn init_coordinator_under(&self, charter: &str) {
        let (folder, id) = (self.at("hub"), COORDINATOR.0);
        archipel(&format!("coordinator init {folder} --id {id} --charter {}", self.at(charter))).ok();
        self.write_papers("hub", COORDINATOR.1, &self.papers(hub()));
    }

    /// Adds lines to a file of settings, which ends with its limits.
    pub(crate) fn limit(&self, settings: &str, limits: &str) {
        let text = fs::read_to_string(self.path(settings)).unwrap();
        self.write(settings, &(text + limits));
    }

    /// Writes certificate and key where a node or a coordinator looks for them.
    pub(crate) fn write_papers(&self, folder: &str, name: &str, papers: &Papers) {
        write_public(&self.path(&format!("{folder}/{name}.pem")), papers.chain.as_bytes()).unwrap();
        write_private(&self.path(&format!("{folder}/{name}.key")), papers.key.as_bytes()).unwrap();
    }

    /// Loads a member's file.
    pub(crate) fn ingest(&self, member: &str) {
        let file = self.at(&format!("data/{member}.csv"));
        self.of_node(member, &format!("ingest {file} --period {PERIOD}")).ok();
    }

    /// Loads it in the place of what is there.
    pub(crate) fn ingest_again(&self, member: &str) {
        let file = self.at(&format!("data/{member}.csv"));
        self.of_node(member, &format!("ingest {file} --period {PERIOD} --replace")).ok();
    }

    /// Runs a command of a node.
    pub(crate) fn of_node(&self, member: &str, arguments: &str) -> Ended {
        archipel(&format!("node {arguments} --config {}", self.at(&format!("{member}/node.toml"))))
    }

    /// The same with words that may have spaces.
    pub(crate) fn of_node_with(&self, member: &str, arguments: &str, words: &[&str]) -> Ended {
        let mut command = program(&format!("node {arguments} --config {}", self.at(&format!("{member}/node.toml"))));
        command.args(words);
        ended(command, arguments)
    }

    /// Runs a command of the coordinator for the period.
    pub(crate) fn of_hub(&self, arguments: &str) -> Ended {
        archipel(&format!("{arguments} --period {PERIOD} --config {}", self.at("hub/coordinator.toml")))
    }

    /// Starts a member's node and waits until it serves.
    pub(crate) fn serve(&self, member: &str) -> Served {
        self.serve_with(member, &[])
    }

    /// The same with variables of the environment.
    pub(crate) fn serve_with(&self, member: &str, variables: &[(&str, &str)]) -> Served {
        let mut command = program(&format!("node serve --config {}", self.at(&format!("{member}/node.toml"))));
        command.envs(variables.iter().copied());
        self.serve_by(member, command)
    }

    /// The same under another program; `None` if it ends before it serves.
    pub(crate) fn serve_under(&self, wrapper: &[&str], member: &str) -> Option<Served> {
        let mut command = Command::new(wrapper[0]);
        command.args(&wrapper[1..]).arg(env!("CARGO_BIN_EXE_archipel"));
        command.args(["node", "serve", "--config", &self.at(&format!("{member}/node.toml"))]);
        self.try_serve_by(member, command).1
    }

    fn serve_by(&self, member: &str, command: Command) -> Served {
        let (said, served) = self.try_serve_by(member, command);
        served.unwrap_or_else(|| panic!("{member} ended: {said}"))
    }

    /// What it said, and the node if it serves.
    fn try_serve_by(&self, member: &str, mut command: Command) -> (String, Option<Served>) {
        let (log, socket) = (self.path(&format!("{member}/said")), self.path(&format!("{member}/node.sock")));
        let out = File::options().create(true).append(true).open(&log).unwrap();
        let before = out.metadata().unwrap().len() as usize;
        let child = command.stdin(Stdio::null()).stdout(out.try_clone().unwrap()).stderr(out).spawn().unwrap();
        let mut served = Served { child, log, before, socket };
        let serves = until("the node serves", || {
            let ended = served.child.try_wait().unwrap().map(|_| false);
            ended.or_else(|| UnixStream::connect(&served.socket).ok().map(|_| true))
        });
        (served.log(), serves.then_some(served))
    }

    /// The way to every node, as the coordinator has it under a charter folder.
    pub(crate) fn peers(&self, charter: &str) -> RemotePeers {
        let charter = Arc::new(Charter::parse(&folder::read(&self.path(charter)).unwrap()).unwrap());
        let own = self.papers(hub()).credentials(hub(), &self.trust(), &SystemClock);
        let address = |(member, endpoint): (&MemberId, &SocketAddr)| {
            let tls = client_config(&own, &self.trust(), member, Arc::new(SystemClock)).unwrap();
            (member.clone(), Address { endpoint: endpoint.to_string(), tls: Arc::new(tls) })
        };
        RemotePeers::new(charter, self.addresses.iter().map(address).collect(), CallLimits::default())
    }

    /// Every node, serving.
    pub(crate) fn serve_all(&self) -> BTreeMap<&'static str, Served> {
        MEMBERS.iter().map(|member| (*member, self.serve(member))).collect()
    }
}

/// A node that serves; killed when dropped.
pub(crate) struct Served {
    child: Child,
    log: PathBuf,
    /// Bytes in it of nodes that served before.
    before: usize,
    pub(crate) socket: PathBuf,
}

impl Served {
    /// Everything that it has said so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }

    /// The whole lines of it that are its own.
    pub(crate) fn own_log(&self) -> String {
        let log = self.log();
        log[self.before..].rsplit_once('\n').map_or(String::new(), |(whole, _)| whole.to_owned())
    }

    /// Its process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// Asks it to stop, and waits.
    pub(crate) fn stop(mut self) -> ExitStatus {
        self.signal("TERM");
        until("the node stops", || self.child.try_wait().unwrap())
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The shell's own `kill`: there is no other way to signals without unsafe code.
fn signal(process: u32, name: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {process}")]).status().unwrap();
    assert!(sent.success(), "kill -{name} {process}");
}

/// What a command that has ended said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) arguments: String,
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// Itself, if it succeeded.
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}: {}", self.arguments, self.stderr);
        self
    }

    /// Its data; it ran with `--json`.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Exit code and the key of its first error; it ran with `--json`.
    pub(crate) fn refusal(&self) -> (i32, String) {
        let errors: Value = serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        (self.code, errors["errors"][0]["key"].as_str().unwrap_or_default().to_owned())
    }
}

/// Runs the program; words are parted by spaces.
pub(crate) fn archipel(arguments: &str) -> Ended {
    archipel_in(Path::new("."), arguments)
}

/// Runs the program in a folder.
pub(crate) fn archipel_in(folder: &Path, arguments: &str) -> Ended {
    let mut command = program(arguments);
    command.current_dir(folder);
    ended(command, arguments)
}

/// What a command says until it ends.
fn ended(mut command: Command, arguments: &str) -> Ended {
    let [mut stdout, mut stderr] = [(); 2].map(|()| tempfile::tempfile().unwrap());
    command.stdin(Stdio::null()).stdout(stdout.try_clone().unwrap()).stderr(stderr.try_clone().unwrap());
    let mut child = command.spawn().unwrap();
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if began.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("{arguments}: still running after {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let text = |file: &mut File| {
        let mut text = String::new();
        file.rewind().unwrap();
        file.read_to_string(&mut text).unwrap();
        text
    };
    let code = status.code().unwrap_or_else(|| panic!("{arguments}: {status}"));
    Ended { arguments: arguments.to_owned(), code, stdout: text(&mut stdout), stderr: text(&mut stderr) }
}

/// The program with these words, in English and with its own defaults unless they say otherwise.
pub(crate) fn program(arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_archipel"));
    command.args(arguments.split_whitespace()).env("LC_ALL", "C").env_remove("ARCHIPEL_LOG");
    command
}

/// Asks again and again until there is something.
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "{what}: not after {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Copies a folder with everything below it.
pub(crate) fn copy(from: &Path, to: &Path) {
    let done = Command::new("cp").args(["-a", "--no-target-directory"]).args([from, to]).status().unwrap();
    assert!(done.success(), "{} → {}", from.display(), to.display());
}

/// The files of a folder, by relative name.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    folder::read(folder).unwrap_or_else(|error| panic!("{error}"))
}

/// Files of a bundle that are the same for the same question: logs, and what they prove, are of one run.
pub(crate) fn lasting(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(folder);
    files.retain(|name, _| !["receipts/", "logs/", "SHA256SUMS"].iter().any(|of_a_run| name.starts_with(of_a_run)));
    files
}

/// Whether every line of a bundle's checksums holds, and every other file has one.
pub(crate) fn check_sums(bundle: &BTreeMap<String, Vec<u8>>) {
    let sums = std::str::from_utf8(&bundle["SHA256SUMS"]).unwrap();
    let hex = |bytes: &[u8]| {
        let digest = ring::digest::digest(&ring::digest::SHA256, bytes);
        digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let lines: Vec<String> = sums.lines().map(str::to_owned).collect();
    let others = bundle.iter().filter(|(name, _)| *name != "SHA256SUMS");
    let expected: Vec<String> = others.map(|(name, bytes)| format!("{}  {name}", hex(bytes))).collect();
    assert_eq!(lines, expected);
}

/// `members.csv` of a bundle: member, status, reason.
pub(crate) fn members(bundle: &BTreeMap<String, Vec<u8>>) -> Vec<(String, String, String)> {
    let mut lines = csv::Reader::from_reader(bundle["members.csv"].as_slice());
    lines
        .deserialize::<BTreeMap<String, String>>()
        .map(|line| {
            let mut line = line.unwrap();
            let mut take = |name: &str| line.remove(name).unwrap();
            (take("member"), take("status"), take("reason"))
        })
        .collect()
}

/// A host of this federation alone, so that no other process here can take its ports: all of 127/8 is this machine.
fn own_host() -> Ipv4Addr {
    static NEXT: AtomicU8 = AtomicU8::new(1);
    let [_, _, high, low] = std::process::id().to_be_bytes();
    let own = Ipv4Addr::new(127, high & 0x7f, low, NEXT.fetch_add(1, Ordering::Relaxed));
    TcpListener::bind((own, 0)).map_or(Ipv4Addr::LOCALHOST, |_| own)
}

/// A charter's text in another class than `public`: people have weights, none above 3.
pub(crate) fn of_class(text: &str, class: &str) -> String {
    let weights = "missing_dimension = \"leave_out_person\"\nweights = \"design\"\nweight_cap = 3.0";
    let text = text.replace("missing_dimension = \"leave_out_person\"", weights);
    text.replace("class = \"public\"", &format!("class = \"{class}\""))
}

/// One for each member. All are held until the last is found, as a port that is let go can be given out again.
fn free_addresses(host: Ipv4Addr) -> Vec<SocketAddr> {
    let held: Vec<_> = MEMBERS.iter().map(|_| TcpListener::bind((host, 0)).unwrap()).collect();
    held.iter().map(|listener| listener.local_addr().unwrap()).collect()
}

/// Numbers without end that look random (splitmix64).
pub(crate) struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub(crate) fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len() as u64) as usize]
    }

    /// From 0 to below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}

/// A file of `count` persons in the towns of a member.
pub(crate) fn people(member: &str, count: u64, seed: u64) -> String {
    let dice = &mut Dice(seed);
    let initial = member[..1].to_uppercase();
    let mut text = "person_id,household_id,area,weight,age,home,online,cost,ease\n".to_owned();
    for person in 0..count {
        let household = person / (1 + dice.below(2));
        let (town, weight) = (1 + dice.below(3), 25 * (1 + dice.below(12)));
        let age = ["young", "middle", "old"][dice.below(3) as usize];
        let home = ["alone", "shared"][dice.below(2) as usize];
        let (online, cost, ease) = (dice.below(2), dice.below(1400), 1 + dice.below(5));
        let _ = writeln!(
            text,
            "{member}-{person},{member}-h{household},{initial}{town},{}.{:02},{age},{home},{online},{}.{},{ease}",
            weight / 100,
            weight % 100,
            cost / 10,
            cost % 10
        );
    }
    text
}

const GEOGRAPHY: &str = "code,level,parent,name_en,name_fr
C,country,,Isles,Îles
E,province,C,East,Est
N,province,C,North,Nord
W,province,C,West,Ouest
E1,town,E,East One,Est-Un
E2,town,E,East Two,Est-Deux
E3,town,E,East Three,Est-Trois
N1,town,N,North One,Nord-Un
N2,town,N,North Two,Nord-Deux
N3,town,N,North Three,Nord-Trois
W1,town,W,West One,Ouest-Un
W2,town,W,West Two,Ouest-Deux
W3,town,W,West Three,Ouest-Trois
";

/// Members and coordinator come behind it.
const CHARTER: &str = r#"[charter]
id = "isles"
version = 1
title = { en = "TITLE", fr = "TITLE" }
purpose = { en = "Tests", fr = "Essais" }
target_population = { en = "Everybody in the tests", fr = "Tout le monde dans les essais" }
reference_date = { en = "January 1", fr = "1er janvier" }
legal_authority = { en = "None", fr = "Aucun" }
starts = 2020-01-01
ends = 2099-12-31
class = "public"

[geography]
file = "geography.csv"
vintage = "2025"
levels = [
  { id = "country", label = { en = "Country", fr = "Pays" } },
  { id = "province", label = { en = "Provinces and territories", fr = "Provinces et territoires" } },
  { id = "town", label = { en = "Towns", fr = "Villes" } },
]

[[group]]
id = "age"
label = { en = "Age", fr = "Âge" }
categories = [
  { id = "young", label = { en = "Young", fr = "Jeunes" } },
  { id = "middle", label = { en = "Middle", fr = "Milieu" } },
  { id = "old", label = { en = "Old", fr = "Âgés" } },
]
coarser = [{ id = "age_in_two", label = { en = "Age, in two", fr = "Âge, en deux" }, categories = [
  { id = "younger", label = { en = "Younger", fr = "Plus jeunes" }, of = ["young", "middle"] },
  { id = "older", label = { en = "Older", fr = "Plus âgés" }, of = ["old"] },
] }]

[[group]]
id = "home"
label = { en = "Home", fr = "Ménage" }
categories = [
  { id = "alone", label = { en = "Alone", fr = "Seuls" } },
  { id = "shared", label = { en = "Shared", fr = "Avec d’autres" } },
]

[method]
id = "ease"
version = 1
aggregate = "arithmetic"
missing_dimension = "leave_out_person"

[[dimension]]
id = "access"
label = { en = "Access", fr = "Accès" }

[[dimension]]
id = "comfort"
label = { en = "Comfort", fr = "Aisance" }
weight = 2.0

[[indicator]]
id = "online"
dimension = "access"
label = { en = "Online", fr = "En ligne" }
type = "yes_no"
worse = "no"

[[indicator]]
id = "cost"
dimension = "access"
label = { en = "Cost", fr = "Coût" }
type = "number"
worse = "higher"
normalise = { kind = "bounds", low = 0.0, high = 120.0 }

[[indicator]]
id = "ease"
dimension = "comfort"
label = { en = "Ease", fr = "Aisance" }
type = "ordered"
steps = 5
worse = "lower"

[[band]]
id = "low"
label = { en = "Low", fr = "Faible" }
below = 40.0

[[band]]
id = "high"
label = { en = "High", fr = "Élevée" }

[[table]]
level = "country"
groups = ["age", "home"]

[[table]]
level = "province"
groups = ["age", "home"]

[[table]]
level = "town"
groups = ["age"]

[[cross_border]]
id = "STRAIT"
name = { en = "The strait", fr = "Le détroit" }
parts = ["E2", "N1"]

"#;
