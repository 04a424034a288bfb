//! Cost of a federation in one process, per member: `simulate` over invented members of 2,000 persons each. A cost that
//! grows with the square of the members shows as a growing column.
//!
//! `cargo bench --bench federation -- [MEMBERS …]`, by default 13 130 1000. Fsyncs are counted by `strace`, in a run of
//! their own, where it is installed.
#![allow(clippy::disallowed_methods, reason = "a bench writes files of its own and runs the program")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use archipel::model::Random;

const PERSONS: u32 = 2_000;
/// Number of towns of a member.
const TOWNS: u32 = 3;

fn main() {
    let asked: Vec<u32> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![13, 130, 1_000] } else { asked };
    let class = std::env::var("FEDERATION_CLASS").unwrap_or_else(|_| "controlled".to_owned());
    println!(
        "| members | seconds | processor ms | fsyncs | files | KiB of bundle | KiB of memory | most descriptors | most threads | verified in s |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for members in sizes {
        let home = tempfile::tempdir().expect("a folder");
        write_world(home.path(), members, &class);
        let run = run(home.path());
        let fsyncs = fsyncs(home.path()).map_or("–".to_owned(), |count| per(count as f64, members));
        let (files, bytes) = size(&home.path().join("bundle"));
        let began = Instant::now();
        let verified =
            archipel().args(["index", "verify"]).arg(home.path().join("bundle")).stdout(Stdio::null()).status();
        assert!(verified.expect("the program runs").success(), "the bundle holds");
        println!(
            "| {members} | {:.1} | {} | {fsyncs} | {} | {} | {} | {} | {} | {:.1} |",
            run.wall.as_secs_f64(),
            per(run.processor.as_secs_f64() * 1e3, members),
            per(files as f64, members),
            per(bytes as f64 / 1024.0, members),
            per(run.peak as f64 / 1024.0, members),
            run.descriptors,
            run.threads,
            began.elapsed().as_secs_f64(),
        );
        let _ = std::io::stdout().flush();
    }
    println!("\nprocessor time, fsyncs, files, bundle and memory are per member; the rest is of the whole");
}

fn per(whole: f64, members: u32) -> String {
    format!("{:.1}", whole / f64::from(members))
}

fn archipel() -> Command {
    let own = std::env::var("FEDERATION_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_archipel").to_owned());
    let mut command = Command::new(own);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Adds the arguments of a run, with its bundle in the folder `out`.
fn simulate(mut command: Command, home: &Path, out: &str) -> Command {
    command.current_dir(home).args(["simulate", "--charter", "charter", "--data", "data", "--out", out]);
    command
}

struct Took {
    wall: Duration,
    processor: Duration,
    peak: u64,
    descriptors: usize,
    threads: usize,
}

fn run(home: &Path) -> Took {
    let mut command = simulate(archipel(), home, "bundle");
    command.args(["--timings", "timings.json"]).stderr(fs::File::create(home.join("said")).expect("a file"));
    let began = Instant::now();
    let mut child = command.spawn().expect("the program runs");
    let (processor, descriptors, threads) = watch(&mut child);
    let wall = began.elapsed();
    let said = || fs::read_to_string(home.join("said")).unwrap_or_default();
    assert!(child.wait().expect("it ends").success(), "simulate: {}", said());
    let timings = fs::read_to_string(home.join("timings.json")).expect("timings");
    let timings: serde_json::Value = serde_json::from_str(&timings).expect("JSON");
    if std::env::var_os("FEDERATION_TIMINGS").is_some() {
        eprintln!("{timings:#}");
    }
    Took { wall, processor, peak: timings["peak_rss_bytes"].as_u64().expect("a number"), descriptors, threads }
}

/// Follows a process to its end: its processor time, and the largest numbers of descriptors and threads seen.
fn watch(child: &mut Child) -> (Duration, usize, usize) {
    let place = |name: &str| format!("/proc/{}/{name}", child.id());
    let (mut descriptors, mut threads) = (0, 0);
    loop {
        let stat = fs::read_to_string(place("stat")).expect("nobody has waited for it");
        let fields: Vec<&str> = stat.rsplit_once(')').expect("a name").1.split_whitespace().collect();
        if fields[0] == "Z" {
            let ticks: u64 = [11, 12].iter().map(|at| fields[*at].parse::<u64>().expect("a number")).sum();
            // Linux counts in hundredths of a second.
            return (Duration::from_millis(ticks * 10), descriptors, threads);
        }
        let count = |name: &str| fs::read_dir(place(name)).map_or(0, Iterator::count);
        (descriptors, threads) = (descriptors.max(count("fd")), threads.max(count("task")));
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Number of fsyncs, if they can be counted.
fn fsyncs(home: &Path) -> Option<u64> {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-c", "-e", "trace=fsync,fdatasync,sync_file_range,msync", "-o", "calls"]);
    strace.arg(archipel().get_program()).stdout(Stdio::null()).stderr(Stdio::null());
    if !simulate(strace, home, "counted").status().ok()?.success() {
        return None;
    }
    let calls = fs::read_to_string(home.join("calls")).ok()?;
    let lines = calls.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let counts = lines.filter(|fields| fields.last().is_some_and(|name| name.ends_with("sync")));
    Some(counts.filter_map(|fields| fields.get(3)?.parse::<u64>().ok()).sum())
}

/// Number of files below a folder, and of their bytes.
fn size(folder: &Path) -> (u64, u64) {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries.fold((0, 0), |(files, bytes), entry| match entry.metadata().expect("it is there") {
        about if about.is_dir() => {
            let (more, bigger) = size(&entry.path());
            (files + more, bytes + bigger)
        }
        about => (files + 1, bytes + about.len()),
    })
}

/// Writes a charter with this number of members, and a file of persons for each.
fn write_world(home: &Path, members: u32, class: &str) {
    let [charter, data] = ["charter", "data"].map(|name| home.join(name));
    [&charter, &data].iter().for_each(|folder| fs::create_dir(folder).expect("a new folder"));
    let label = r#"{ en = "x", fr = "x" }"#;
    let mut toml = format!(
        "[charter]\nid = \"bench\"\nversion = 1\ntitle = {label}\npurpose = {label}\ntarget_population = {label}\nreference_date = {label}\nlegal_authority = {label}\n\
         starts = 2020-01-01\nends = 2099-12-31\nclass = \"{class}\"\n\
         [geography]\nfile = \"geography.csv\"\nvintage = \"1\"\nlevels = [{{ id = \"country\", label = {label} }}, {{ id = \"province\", label = {label} }}, {{ id = \"town\", label = {label} }}]\n"
    );
    for (group, size) in [("age", 4), ("home", 2)] {
        let categories: Vec<String> = (0..size).map(|c| format!("{{ id = \"{c}\", label = {label} }}")).collect();
        let _ = writeln!(toml, "[[group]]\nid = \"{group}\"\nlabel = {label}\ncategories = [{}]", categories.join(","));
    }
    toml.push_str("[method]\nid = \"m\"\nversion = 1\nweights = \"design\"\nweight_cap = 10.0\n");
    for dimension in ["access", "comfort"] {
        let _ = writeln!(toml, "[[dimension]]\nid = \"{dimension}\"\nlabel = {label}");
    }
    for (id, dimension, kind) in [
        ("online", "access", "type = \"yes_no\"\nworse = \"no\""),
        ("ease", "comfort", "type = \"ordered\"\nsteps = 5\nworse = \"lower\""),
    ] {
        let _ = writeln!(toml, "[[indicator]]\nid = \"{id}\"\ndimension = \"{dimension}\"\nlabel = {label}\n{kind}");
    }
    let _ = writeln!(
        toml,
        "[[band]]\nid = \"low\"\nlabel = {label}\nbelow = 40.0\n[[band]]\nid = \"high\"\nlabel = {label}"
    );
    for (level, groups) in [("country", "\"age\", \"home\""), ("province", "\"age\", \"home\""), ("town", "\"age\"")] {
        let _ = writeln!(toml, "[[table]]\nlevel = \"{level}\"\ngroups = [{groups}]");
    }
    let mut geography = "code,level,parent,name_en,name_fr\nC,country,,C,C\n".to_owned();
    for member in 0..members {
        let _ = writeln!(toml, "[[member]]\nid = \"m{member:04}\"\nname = {label}\nareas = [\"P{member:04}\"]");
        let _ = writeln!(geography, "P{member:04},province,C,P{member:04},P{member:04}");
        for town in 0..TOWNS {
            let _ = writeln!(geography, "T{member:04}-{town},town,P{member:04},T,T");
        }
        fs::write(data.join(format!("m{member:04}.csv")), persons(member)).expect("room on the disk");
    }
    fs::write(charter.join("charter.toml"), toml).expect("room on the disk");
    fs::write(charter.join("geography.csv"), geography).expect("room on the disk");
}

fn persons(member: u32) -> String {
    let mut random = Random::seeded(member.into());
    let mut text = "person_id,household_id,area,weight,age,home,online,ease\n".to_owned();
    for person in 0..PERSONS {
        let _ = writeln!(
            text,
            "{person},h{},T{member:04}-{},{}.5,{},{},{},{}",
            person / 2,
            random.below(TOWNS),
            1 + random.below(9),
            random.below(4),
            random.below(2),
            random.below(2),
            1 + random.below(5)
        );
    }
    text
}
