//! Answers over mutual TLS on loopback: a table of 4,000 cells from one node, and from 13 at the same time; small
//! tables again and again.

use std::fmt::Write as _;
use std::sync::Arc;

use archipel::charter::{Agreement, Charter, CharterFiles};
use archipel::coordinator::NodeClient as _;
use archipel::model::{Answers, AreaIndex, Clock as _, EditionId, Period, Rows};
use archipel::rehearsal::{LoadRecords, Rehearsal, RehearsalSetup};
use archipel::report::Require;
use archipel::rpc::RemotePeers;
use archipel::store::Replace;
use archipel::system::SystemClock;
use divan::Bencher;
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

/// One table of 100 cells from one node, again and again, with `at_a_time` calls at a time.
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
    /// Federation that serves until it is dropped.
    _rehearsal: Rehearsal,
}

/// Charter with this number of members and of areas of each; one table of areas × a group of four.
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
        let (charter, period): (_, Period) = (agreement.shared(), "2021".parse().expect("a period"));
        let load: LoadRecords = {
            let (charter, period) = (charter.clone(), period.clone());
            Arc::new(move |node| {
                let position = charter.members.iter().position(|member| member.id == *node.member());
                let mut load = node.begin_load(period.clone(), Replace::No)?;
                load.add(rows(position.expect("a member"), areas))?;
                Ok(node.commit(load)?.rows)
            })
        };
        let setup =
            RehearsalSetup { agreement, period: period.clone(), load, threads: 1, require: Require::All, seed: None };
        let (rehearsal, peers, edition) = runtime.block_on(async {
            let rehearsal = Rehearsal::start(setup, |_| ()).await.expect("nodes");
            let peers = Arc::new(rehearsal.peers().expect("certificates"));
            let mut edition = None;
            for member in &charter.members {
                let opened = peers.open_edition(&member.id, (&period, 0), &|_| ()).await.expect("a release");
                edition = Some(opened.0);
            }
            (rehearsal, peers, edition.expect("there are members"))
        });
        let federation = Self { areas, runtime, peers, charter, edition, _rehearsal: rehearsal };
        // Connections are made before anything is measured.
        federation.fetch(members, 1);
        federation
    }

    /// Fetches the table of each of the first `members`, `times` each, all at once.
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

/// Rows with two persons in every cell of a member.
fn rows(member: usize, areas: usize) -> Rows {
    let count = areas * 4 * 2;
    let codes = |salt: usize| Answers::Codes((0..count).map(|i| ((i * 7 + salt * 3 + i / 11) % 2) as u8).collect());
    Rows {
        persons: (0..count as u128).collect(),
        households: None,
        areas: (0..count).map(|i| AreaIndex((member * areas + i / 8) as u32)).collect(),
        combinations: (0..count).map(|i| (i % 4) as u32).collect(),
        weights: None,
        indicators: (0..3).map(codes).collect(),
    }
}
