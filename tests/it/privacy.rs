//! Values planted in a file never come out of the program: not in data, not in messages, not in logs.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use parquet::file::metadata::{
    ColumnChunkMetaData, FileMetaData, ParquetMetaData, ParquetMetaDataWriter, RowGroupMetaData,
};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::SchemaDescriptor;

use archipel::coordinator::NodeClient as _;

use super::fixture::{Ended, Federation, MEMBERS, PEOPLE, PERIOD, archipel, files, people};

/// Number of persons of one town, and of one category there: numbers that are unlikely elsewhere here.
const TOWN: u64 = 1873;
const CATEGORY: u64 = 1291;
/// Beginnings of ids, and values that are in no charter.
const PLANTED: [&str; 8] = [
    "plantedperson",
    "plantedhouse",
    "plantedcategory",
    "plantedarea",
    "plantedweight",
    "91.775",
    "1187.25",
    "83.0625",
];

/// A good file: two towns, of which the first has `TOWN` persons, `CATEGORY` of them young.
fn good() -> String {
    let mut text = "person_id,household_id,area,weight,age,home,online,cost,ease\n".to_owned();
    for person in 0..TOWN + 700 {
        let (town, age) =
            if person < TOWN { ("E1", if person < CATEGORY { "young" } else { "old" }) } else { ("E2", "old") };
        let _ =
            writeln!(text, "plantedperson{person},plantedhouse{},{town},91.775,{age},alone,1,83.0625,3", person / 2);
    }
    text
}

/// The good file with one mistake in each of some lines.
fn bad() -> String {
    let wrongs = [
        ("plantedperson1,", "plantedperson0,"),
        ("plantedperson2,plantedhouse1,E1,", "plantedperson2,plantedhouse1,plantedarea,"),
        ("plantedperson3,plantedhouse1,E1,", "plantedperson3,plantedhouse1,W1,"),
        ("plantedperson4,plantedhouse2,E1,91.775,young", "plantedperson4,plantedhouse2,E1,91.775,plantedcategory"),
        ("plantedperson5,plantedhouse2,E1,91.775", "plantedperson5,plantedhouse2,E1,plantedweight"),
        ("plantedperson6,plantedhouse3,E1,91.775", "plantedperson6,plantedhouse3,E1,-1187.25"),
        (
            "plantedperson7,plantedhouse3,E1,91.775,young,alone,1,83.0625,3",
            "plantedperson7,plantedhouse3,E1,91.775,young,alone,plantedcategory,plantedcategory,1187.25",
        ),
        ("plantedperson8,plantedhouse4,E1,91.775,young,alone,1,83.0625,3", "plantedperson8,\"plantedhouse4,E1"),
    ];
    wrongs.iter().fold(good(), |text, (right, wrong)| {
        assert!(text.contains(right), "{right}");
        text.replacen(right, wrong, 1)
    })
}

/// Words of letters, digits and points; ends of sentences don't count.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '.').map(|word| word.trim_end_matches('.'))
}

fn silent(what: &str, text: &str) {
    for planted in PLANTED {
        assert!(!text.contains(planted), "{what} tells {planted}:\n{text}");
    }
    for count in [TOWN, CATEGORY].map(|count| count.to_string()) {
        let bare: String = text.replace([',', '\u{202f}', '\u{a0}'], "");
        assert!(!words(text).chain(words(&bare)).any(|word| word == count), "{what} tells {count}:\n{text}");
    }
}

fn said(ended: &Ended) -> String {
    format!("{}\n{}", ended.stdout, ended.stderr)
}

#[test]
fn nothing_that_a_file_holds_is_ever_said() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.init_coordinator();
    federation.write("good.csv", &good());
    federation.write("bad.csv", &bad());
    federation.write("headless.csv", good().split_once('\n').unwrap().1);
    let order = |file: &str| format!("ingest {} --period {PERIOD} --replace", federation.at(file));
    let all = |when: &str| {
        for (file, code) in [("headless.csv", 3), ("bad.csv", 3), ("good.csv", 0)] {
            for options in ["", "--json", "--check", "--check --json", "--lang fr"] {
                let ended = federation.of_node("east", &format!("{} {options}", order(file)));
                assert_eq!(ended.code, code, "{}", ended.stderr);
                silent(&format!("{when}: ingest {file} {options}"), &said(&ended));
            }
        }
        for command in ["status", "status --json", "datasets", "datasets --json"] {
            silent(&format!("{when}: {command}"), &said(&federation.of_node("east", command).ok()));
        }
    };
    let before = federation.of_node("east", &order("bad.csv"));
    assert_eq!(before.stderr.matches("error:").count(), 10, "every wrong is found: {}", before.stderr);
    all("stopped");

    // Everything that any part of the program would ever log.
    let node = federation.serve_with("east", &[("ARCHIPEL_LOG", "debug"), ("RUST_BACKTRACE", "1")]);
    all("running");
    let out = federation.at("bundle");
    let computed = federation.of_hub(&format!("index compute --require quorum=1 --out {out}")).ok();
    let published = std::fs::read_to_string(federation.path("bundle/index.csv")).unwrap();
    assert!(words(&published).any(|word| word == TOWN.to_string()), "the count is in the bundle, and there alone");
    silent("compute", &computed.stderr);
    let log = node.log();
    assert!(log.contains(" DEBUG "), "{log}");
    node.stop();
    silent("the log", &log);
    // Nor in what can't be undone: every leaf, and the details beside.
    let master = std::fs::read_to_string(federation.path("east/master.key")).unwrap();
    let key = std::fs::read_to_string(federation.path("east/node.key")).unwrap();
    let secret = key.lines().nth(1).unwrap();
    let kept = files(&federation.path("east/log"));
    assert!(kept.keys().any(|name| name.starts_with("tile/entries/")));
    for (name, bytes) in kept {
        let text = String::from_utf8_lossy(&bytes);
        silent(&name, &text);
        assert!(!text.contains(master.trim()) && !text.contains(secret), "{name} has a key");
    }
    let shown = archipel(&format!("audit log --json --config {}", federation.at("east/node.toml"))).ok();
    assert!(shown.stdout.contains("table.answered") && shown.stdout.contains("dataset.retired"));
    for (command, args) in [("log", ""), ("log", "--lang fr"), ("report", ""), ("report", "--json"), ("show", "3")] {
        let said = archipel(&format!("audit {command} {args} --config {}", federation.at("east/node.toml"))).ok();
        silent(command, &format!("{}{}", said.stdout, said.stderr));
    }
}

/// A Parquet file whose columns begin before the file does. The library considers that impossible, and panics.
fn impossible() -> Vec<u8> {
    let fields =
        ["person_id", "area", "age", "home", "online", "cost", "ease"].map(|name| format!("required int32 {name};"));
    let schema = parse_message_type(&format!("message persons {{ {} }}", fields.concat())).unwrap();
    let schema = Arc::new(SchemaDescriptor::new(Arc::new(schema)));
    let columns = schema.columns().iter().cloned();
    let columns = columns.map(|column| ColumnChunkMetaData::builder(column).set_data_page_offset(-4).build().unwrap());
    let group = RowGroupMetaData::builder(schema.clone()).set_num_rows(1).set_column_metadata(columns.collect());
    let metadata =
        ParquetMetaData::new(FileMetaData::new(1, 1, None, None, schema, None), vec![group.build().unwrap()]);
    let mut bytes = b"PAR1".to_vec();
    ParquetMetaDataWriter::new(&mut bytes, &metadata).finish().unwrap();
    bytes
}

#[test]
fn what_a_panic_says_stays_untold() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    std::fs::write(federation.path("broken.parquet"), impossible()).unwrap();
    let order = format!("ingest {} --period {PERIOD}", federation.at("broken.parquet"));
    let stopped = federation.of_node("east", &order);
    let node = federation.serve_with("east", &[("RUST_BACKTRACE", "1")]);
    let running = federation.of_node("east", &order);
    for ended in [&stopped, &running] {
        assert_eq!(ended.code, 3, "{}", ended.stderr);
        assert!(ended.stderr.contains("[ingest-parquet-broken]"), "{}", ended.stderr);
    }
    for said in [stopped.stderr, node.log()] {
        assert!(said.contains("panicked at "), "{said}");
        assert!(!said.contains("negative"), "{said}");
    }
}

/// Two files of the north's: one without any person in its third town; one with a person there, who is at the ends of
/// all scales, and with other persons' answers changed.
fn neighbours() -> [String; 2] {
    let file = people("north", PEOPLE, 2);
    let without: Vec<&str> = file.lines().filter(|line| !line.contains(",N3,")).collect();
    // The last answer of every seventh person.
    let changed = |(place, line): (usize, &&str)| match place % 7 {
        6 => line[..line.len() - 1].to_owned() + "1",
        _ => (*line).to_owned(),
    };
    let mut with: Vec<String> = without.iter().enumerate().map(changed).collect();
    with.push("north-last,north-hlast,N3,3.00,old,alone,0,120.0,5".to_owned());
    [without.join("\n") + "\n", with.join("\n") + "\n"]
}

/// Text without words that are of one run alone and aren't figures: names by digest, keys, times.
fn bare(text: &str) -> String {
    let of_a_run = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let is_hash = |part: &str| part.len() == 8 && part.chars().all(|c| c.is_ascii_hexdigit());
        word.len() > 15 && digits > 2 || word.ends_with('Z') && digits > 9 || word.split('+').skip(1).any(is_hash)
    };
    let ends = |c: char| !(c.is_alphanumeric() || "+/=:.-".contains(c));
    text.split_inclusive(ends)
        .map(|word| match of_a_run(word.trim_end_matches(ends)) {
            true => format!("…{}", word.trim_start_matches(|c| !ends(c))),
            false => word.to_owned(),
        })
        .collect()
}

/// Text without these words and without numbers.
fn worded(text: &str) -> String {
    bare(text).split(|c: char| c.is_ascii_digit() || c == '.' || c == '-').filter(|part| !part.is_empty()).collect()
}

/// Columns of a table of figures, and for each row its place and whether it is shown.
fn places(csv: &[u8]) -> String {
    const SAID: [&str; 12] = [
        "level",
        "area",
        "age",
        "home",
        "status",
        "member",
        "reason",
        "period",
        "software",
        "people_from",
        "weights",
        "kind",
    ];
    let mut lines = csv::Reader::from_reader(csv);
    let heads = lines.headers().unwrap().clone();
    let rows = lines.records().map(|line| {
        let line = line.unwrap();
        let told = heads.iter().zip(&line).filter(|(head, _)| SAID.contains(head));
        told.map(|(_, cell)| cell).collect::<Vec<_>>().join(",")
    });
    [heads.iter().collect::<Vec<_>>().join(",")].into_iter().chain(rows).map(|row| row + "\n").collect()
}

/// Everything that leaves the north with a release, without figures, by where it was told.
#[expect(clippy::too_many_lines, reason = "all that anybody outside hears, in one place")]
fn told(file: &str) -> BTreeMap<String, String> {
    let federation = Federation::new();
    federation.write_private_charter("private");
    federation.write("data/north.csv", file);
    for member in MEMBERS {
        federation.init_node(member, "private");
        federation.ingest(member);
    }
    federation.init_coordinator_under("private");
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "0.185"));
    let mut told = BTreeMap::new();
    let nodes = federation.serve_all();
    let mut say = |what: &str, ended: &Ended| {
        let words = format!("{}\n{}\n{}", ended.code, ended.stdout, ended.stderr);
        told.insert(what.to_owned(), worded(&words.replace(&federation.at(""), "")));
    };
    let edition = federation.of_hub("edition open --json").json()["edition"].as_str().unwrap().to_owned();
    say("asked", &federation.of_hub("edition open"));
    say("waits", &federation.of_hub("edition status --json"));
    MEMBERS.iter().for_each(|member| federation.approve(member, &edition));
    // The state of the release, as a coordinator sees it.
    let peers = federation.peers("private");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let heard = std::sync::Mutex::new(Vec::new());
    let hears = |done| heard.lock().unwrap().push(done);
    let north = "north".parse().unwrap();
    let opened = runtime.block_on(peers.open_edition(&north, (&PERIOD.parse().unwrap(), 0), &hears));
    assert_eq!(opened.unwrap_err().key, "edition-not-approved");
    say("opens", &federation.of_hub("edition open"));
    let opened = runtime.block_on(peers.open_edition(&north, (&PERIOD.parse().unwrap(), 0), &hears));
    opened.unwrap();
    say(
        "describes",
        &archipel(&format!("coordinator status --json --config {}", federation.at("hub/coordinator.toml"))),
    );
    say("ready", &federation.of_hub("edition status --json"));
    say("computes", &federation.of_hub(&format!("index compute --out {}", federation.at("bundle"))));
    say("no more", &federation.of_hub("edition open --revision 1 --json"));
    told.insert("progress".to_owned(), format!("{:?}", heard.lock().unwrap()));
    let records = archipel(&format!("audit log --json --config {}", federation.at("north/node.toml"))).ok();
    // In no order, as tables are asked for several at a time; the time when an answer had left isn't for outsiders to
    // know.
    let records = records.json();
    let records = records.as_array().unwrap().iter().filter(|record| record["kind"] != "table.sent");
    let mut records: Vec<String> = records
        .map(|record| {
            let mut record = record.clone();
            // Nor the lengths of others' logs, which depend on that.
            ["seq", "logs"].iter().for_each(|field| drop(record.as_object_mut().unwrap().remove(*field)));
            bare(&record.to_string())
        })
        .collect();
    records.sort();
    told.insert("log".to_owned(), records.join("\n"));
    for (name, bytes) in files(&federation.path("bundle")) {
        let text = String::from_utf8(bytes.clone()).unwrap_or_default();
        let shape = match name.rsplit('.').next().unwrap() {
            "csv" => places(&bytes),
            "plan" => text,
            // Sizes of files are those of figures.
            _ if name == "datapackage.json" => worded(&text),
            "json" if name != "index.sdmx.json" => bare(&text),
            "vkey" | "vkeys" => text.lines().count().to_string(),
            // Records; their proofs depend on the order in which they came.
            _ if name.ends_with("/proofs") => text.lines().filter(|line| line.len() > 100).count().to_string(),
            _ => String::new(),
        };
        told.insert(name, shape);
    }
    drop(nodes);
    told
}

/// Whether a person lives in a town without others: only figures may tell, and only as far as the noise allows.
#[test]
fn nothing_but_figures_hangs_on_who_is_there() {
    // Nodes wait for whole steps most of the time.
    let [without, with] = std::thread::scope(|scope| {
        neighbours().map(|file| scope.spawn(move || told(&file))).map(|running| running.join().unwrap())
    });
    assert_eq!(without.keys().collect::<Vec<_>>(), with.keys().collect::<Vec<_>>());
    let other: Vec<_> = without.iter().filter(|(what, one)| *one != &with[*what]).map(|(what, _)| what).collect();
    for what in &other {
        println!("{what}:\n{}\n{}", without[*what], with[*what]);
    }
    assert!(other.is_empty(), "{other:?}");
    println!("{} places, {} characters", without.len(), without.values().map(String::len).sum::<usize>());
    assert!(
        !without["progress"].contains(|c: char| c.is_ascii_digit() && !"01".contains(c)),
        "{}",
        without["progress"]
    );
}
