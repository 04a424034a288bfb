//! Answers over mutual TLS on loopback: a table of 4,000 cells from one node, and from 13 at the same time; small tables
//! again and again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::sync::Arc;

use archipel::charter::{Agreement, Charter, CharterFiles, Policy};
use archipel::config::{CallLimits, Limits};
use archipel::coordinator::Peers as _;
use archipel::identity::{
    Authority, Credentials, Expected, Party, Role, Speaker, SpiffeId, Terms, Trust, client_config, request,
    server_config,
};
use archipel::model::{Answers, Clock, EditionId, MemberId, Period, Rows};
use archipel::node::{Node, open_log};
use archipel::rpc::{Address, RemotePeers, Serving, serve};
use archipel::store::{MasterKey, Replace, Store};
use archipel::system::{SystemClock, SystemEntropy};
use divan::Bencher;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const MEMBERS: usize = 13;

fn main() {
    divan::main();
}

#[divan::bench(args = [1, MEMBERS], sample_count = 100)]
fn table_of_4000_cells(bencher: Bencher<'_, '_>, members: usize) {
    let federation = Federation::new(MEMBERS, 1000);
    bencher.bench_local(|| federation.fetch(members, 1));
}

/// The same table of 100 cells from one node, again and again, so many calls at a time.
#[divan::bench(args = [1, 8], sample_count = 20)]
fn tables_of_100_cells(bencher: Bencher<'_, '_>, at_a_time: usize) {
    const TABLES: usize = 1000;
    let federation = Federation::new(1, 25);
    let rounds = TABLES / at_a_time;
    bencher.counter(divan::counter::ItemsCount::new(TABLES)).bench_local(|| {
        (0..rounds).for_each(|_| federation.fetch(1, at_a_time));
    });
}

struct Federation {
    areas: usize,
    runtime: Runtime,
    peers: Arc<RemotePeers>,
    charter: Arc<Charter>,
    edition: EditionId,
    _folder: TempDir,
}

/// Members of so many areas each; one table of areas × a group of four.
fn charter(members: usize, areas: usize) -> Charter {
    let label = r#"{ en = "x", fr = "x" }"#;
    let mut toml = format!(
        "[charter]\nid = \"c\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\nstarts = 2020-01-01\nends = 2099-01-01\nclass = \"public\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"province\", label = {label} }}, {{ id = \"area\", label = {label} }}]\n\
         [[group]]\nid = \"g\"\nlabel = {label}\ncategories = [{{ id = \"1\", label = {label} }}, {{ id = \"2\", label = {label} }}, {{ id = \"3\", label = {label} }}, {{ id = \"4\", label = {label} }}]\n\
         [method]\nid = \"m\"\nversion = 1\n"
    );
    let mut indicators = String::new();
    for id in ["a", "b", "c"] {
        let _ = writeln!(toml, "[[dimension]]\nid = \"d{id}\"\nlabel = {label}");
        let _ = writeln!(
            indicators,
            "[[indicator]]\nid = \"i{id}\"\ndimension = \"d{id}\"\nlabel = {label}\ntype = \"yes_no\"\nworse = \"no\""
        );
    }
    toml += &indicators;
    for (id, below) in [("low", "below = 25"), ("medium", "below = 50"), ("high", "below = 75"), ("top", "")] {
        let _ = writeln!(toml, "[[band]]\nid = \"{id}\"\nlabel = {label}\n{below}");
    }
    toml.push_str("[[table]]\nlevel = \"area\"\ngroups = [\"g\"]\n");
    let mut geography = String::from("code,level,parent,name_en,name_fr\nC,country,,C,C\n");
    for member in 0..members {
        let _ = writeln!(toml, "[[member]]\nid = \"m{member:02}\"\nname = {label}\nareas = [\"P{member:02}\"]");
        let _ = writeln!(geography, "P{member:02},province,C,p,p");
        for area in 0..areas {
            let _ = writeln!(geography, "A{member:02}{area:03},area,P{member:02},a,a");
        }
    }
    let files = CharterFiles::from([
        ("charter.toml".to_owned(), toml.into_bytes()),
        ("geography.csv".to_owned(), geography.into_bytes()),
    ]);
    Charter::parse(&files).expect("the charter is sound")
}

impl Federation {
    fn new(members: usize, areas: usize) -> Self {
        let runtime = Runtime::new().expect("threads");
        let agreement = Agreement::on_this_machine(charter(members, areas), SystemClock.today()).expect("in force");
        let period: Period = "2021".parse().expect("a period");
        let folder = tempfile::tempdir().expect("a folder");
        let ids: Vec<MemberId> = agreement.charter().members.iter().map(|member| member.id.clone()).collect();
        let mut trust = Trust::new("c").expect("a name");
        let hub = Speaker::Coordinator { name: "hub".to_owned() };
        let parties = ids.iter().cloned().map(Party::Member).chain([hub.party()]);
        let authorities: BTreeMap<Party, Authority> = parties
            .map(|party| {
                (party.clone(), Authority::generate("c", party, 1, &SystemClock, &SystemEntropy).expect("an authority"))
            })
            .collect();
        for (party, authority) in &authorities {
            trust.add(party.clone(), "authority", authority.certificate_pem().as_bytes()).expect("a certificate");
        }
        let credentials = |speaker: Speaker| {
            let authority = &authorities[&speaker.party()];
            let id = SpiffeId::new("c", speaker).expect("a name");
            let (key, csr) = request(&id).expect("a request");
            let terms = Terms { id: &id, dns: &[], addresses: &[], days: 1 };
            let chain = authority.issue(csr.as_bytes(), terms, &SystemClock, &SystemEntropy).expect("a certificate");
            Credentials::from_pem(chain.as_bytes(), key.as_bytes(), &Expected::Exactly(id), &trust, &SystemClock)
                .expect("they match")
        };
        let own = credentials(hub);
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let mut addresses = BTreeMap::new();
        let mut edition = None;
        for (position, member) in ids.iter().enumerate() {
            let master = MasterKey::parse(&MasterKey::generate_text(&SystemEntropy)).expect("a key");
            let store =
                Store::create(&folder.path().join(member.as_str()), member, &master, &SystemEntropy).expect("a store");
            let log =
                open_log(&folder.path().join(format!("{member}-log")), &store, agreement.charter()).expect("a log");
            let (policy, entropy) = (Policy::none(agreement.charter(), member), Arc::new(SystemEntropy));
            let node = Node::new(agreement.clone(), policy, store, log, clock.clone(), entropy, 1).expect("a node");
            let mut load = node.begin_load(period.clone(), Replace::No).expect("a load");
            load.add(rows(position, areas)).expect("rows");
            node.commit(load).expect("a dataset");
            let named =
                credentials(Speaker::Member { member: member.clone(), role: Role::Node, name: "node".to_owned() });
            let opened = runtime.block_on(async {
                let edition = node.open_edition(&agreement.charter().digest, (&period, 0)).expect("an edition");
                let mut progress = node.watch_edition(&edition).expect("progress");
                progress.wait_for(|progress| progress.done_permille == 1000).await.expect("a release");
                edition
            });
            edition = Some(opened);
            let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).expect("a port");
            let endpoint = listener.local_addr().expect("an address").to_string();
            let tls = Arc::new(server_config(&named, &trust, clock.clone()));
            let serving = Serving { listener, tls, limits: Limits::default(), clock: clock.clone() };
            runtime.spawn(serve(node, serving, std::future::pending()));
            let tls = Arc::new(client_config(&own, &trust, member, clock.clone()).expect("a known member"));
            addresses.insert(member.clone(), Address { endpoint, tls });
        }
        let charter = agreement.shared();
        let peers = Arc::new(RemotePeers::new(charter.clone(), addresses, CallLimits::default()));
        let federation =
            Self { areas, runtime, peers, charter, edition: edition.expect("there are members"), _folder: folder };
        // Connections stand before anything is measured.
        federation.fetch(members, 1);
        federation
    }

    /// The table of so many members, so many times each, all at once.
    fn fetch(&self, members: usize, times: usize) {
        self.runtime.block_on(async {
            let mut calls = tokio::task::JoinSet::new();
            let members = self.charter.members.iter().take(members);
            for member in members.flat_map(|member| std::iter::repeat_n(member, times)) {
                let (peers, charter, edition, member) =
                    (self.peers.clone(), self.charter.clone(), self.edition, member.id.clone());
                calls.spawn(async move {
                    let table = &charter.lattice.tables()[1];
                    peers.table(&member, &edition, table).await.expect("an answer").0.len()
                });
            }
            while let Some(cells) = calls.join_next().await {
                assert_eq!(cells.expect("no panic"), 4 * self.areas);
            }
        });
    }
}

/// Two persons in every cell of a member.
fn rows(member: usize, areas: usize) -> Rows {
    let count = areas * 4 * 2;
    let codes = |salt: usize| Answers::Codes((0..count).map(|i| ((i * 7 + salt * 3 + i / 11) % 2) as u8).collect());
    Rows {
        persons: (0..count as u128).collect(),
        households: None,
        areas: (0..count).map(|i| (member * areas + i / 8) as u32).collect(),
        combinations: (0..count).map(|i| (i % 4) as u32).collect(),
        weights: None,
        indicators: (0..3).map(codes).collect(),
    }
}
