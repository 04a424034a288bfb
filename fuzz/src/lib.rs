//! Targets on bytes from other parties: each reads its bytes and asserts what must hold for any. `cargo fuzz` looks for
//! bytes that break an assertion; `tests/it/corpora.rs` tries the kept ones on any compiler.

use std::sync::LazyLock;

use archipel::audit::{Entry, Receipt};
use archipel::charter::{Charter, CharterFiles};
use archipel::delimited::{self, ByteSource, DelimitedReader, Encoding, Form};
use archipel::ingest::Mapping;
use archipel::map::Boundaries;
use archipel::model::{Findings, Lang, Problem, table_digest};
use archipel::note::{SigningKey, VerifierKey, text_and_signatures};
use archipel::report::read_answers;
use archipel::rpc::{table_from_wire, table_to_wire};
use archipel::text::Texts;
use archipel::tlog::{Checkpoint, Proof, Submission, WitnessPolicy, leaf_hash};

/// Name of a target, and its function on bytes, which says whether a reader of it accepts them.
pub type Target = (&'static str, fn(&[u8]) -> bool);

/// All targets, by name.
pub const TARGETS: [Target; 9] = [
    ("answers", answers),
    ("boundaries", boundaries),
    ("charter", charter),
    ("delimited", delimited),
    ("mapping", mapping),
    ("note", note),
    ("proof", proof),
    ("receipt", receipt),
    ("table", table),
];

/// Charter of the three islands.
static ISLES: LazyLock<Charter> = LazyLock::new(|| {
    let files = [
        ("charter.toml", include_str!("../../examples/three-islands/charter/charter.toml")),
        ("geography.csv", include_str!("../../examples/three-islands/charter/geography.csv")),
    ];
    let files: CharterFiles = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).into();
    Charter::parse(&files).expect("the example is sound")
});

static LOG: LazyLock<SigningKey> =
    LazyLock::new(|| SigningKey::from_seed("isles/gulls/audit", [7; 32].into()).expect("a name"));

thread_local! {
    static TEXTS: [Texts; 2] = [Lang::En, Lang::Fr].map(Texts::new);
}

/// Asserts that a problem has a key, and both texts of its own.
fn explained(problem: &Problem) {
    TEXTS.with(|texts| {
        for (said, to_do) in texts.each_ref().map(|texts| texts.problem(problem)) {
            assert!(!problem.key.is_empty() && !said.is_empty() && !to_do.is_empty(), "{problem:?}");
        }
    });
}

/// Asserts the same of all problems of refused bytes. Returns false: they aren't accepted.
fn all_explained(findings: &Findings) -> bool {
    assert!(!findings.is_empty());
    findings.shown().iter().for_each(explained);
    false
}

/// Reads `answers/<member>.csv` of a bundle.
pub fn answers(bytes: &[u8]) -> bool {
    match read_answers(&ISLES, bytes) {
        Ok(tables) => {
            assert_eq!(tables.len(), ISLES.lattice.tables().len());
            for (table, cells) in ISLES.lattice.tables().iter().zip(tables) {
                let areas = ISLES.geography.areas(table.level).len();
                assert!(cells.rows.is_sorted() && cells.rows.iter().all(|row| row.area.at() < areas));
                assert!(cells.columns.iter().all(|column| column.len() == cells.len()));
            }
            true
        }
        Err(error) => {
            explained(&error.into());
            false
        }
    }
}

/// Reads boundaries of areas as GeoJSON.
pub fn boundaries(bytes: &[u8]) -> bool {
    match Boundaries::read("boundaries.geojson", bytes, &ISLES.geography, None) {
        Ok((boundaries, _)) => {
            let written = boundaries.to_geojson();
            let again = Boundaries::read_again("boundaries.geojson", &written, &ISLES.geography);
            assert_eq!(again.expect("what was written").to_geojson(), written);
            true
        }
        Err(findings) => all_explained(&findings),
    }
}

/// Reads a charter's folder: files one after another, each after a line `--- <name>`; the first one is `charter.toml`.
pub fn charter(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let named = text.split("\n--- ").enumerate().map(|(place, file)| match place {
        0 => ("charter.toml", file),
        _ => file.split_once('\n').unwrap_or((file, "")),
    });
    let files: CharterFiles = named.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    match Charter::parse(&files) {
        Ok(charter) => {
            assert_eq!(charter.digest(), archipel::charter::digest(&files));
            assert!(!charter.members.is_empty() && !charter.lattice.tables().is_empty());
            true
        }
        Err(findings) => all_explained(&findings),
    }
}

/// Reader that gives one byte at a time.
struct Drops<'b>(&'b [u8]);

impl ByteSource for Drops<'_> {
    fn fill(&mut self, room: &mut [u8]) -> Result<usize, Problem> {
        let one = room.len().min(1);
        self.0.fill(&mut room[..one])
    }
}

/// Reads a file of records, in a form that the first byte selects.
pub fn delimited(bytes: &[u8]) -> bool {
    let Some((form, bytes)) = bytes.split_first() else { return false };
    let form = Form {
        delimiter: [None, Some(b','), Some(b'\t'), Some(b'|')][usize::from(form & 3)],
        encoding: if form & 4 == 0 { Encoding::Utf8 } else { Encoding::Windows1252 },
        quotes: form & 8 == 0,
    };
    let found = records(bytes, form);
    assert_eq!(found, records(Drops(bytes), form), "the same however it comes");
    let mut findings = Findings::default();
    let lines = delimited::table("table.csv", bytes, &["code", "name"], Some("parent"), &mut findings);
    assert!(lines.is_sorted_by_key(|(line, _)| *line));
    findings.shown().iter().for_each(explained);
    found.is_ok_and(|records| records.iter().all(|(_, fields)| fields.is_ok()))
}

/// Line and fields, or the key of the problem.
type Read = (u64, Result<Vec<Vec<u8>>, String>);

fn records(source: impl ByteSource, form: Form) -> Result<Vec<Read>, String> {
    let key = |problem: Problem| {
        explained(&problem);
        problem.key.into()
    };
    let mut reader = DelimitedReader::open(source, form).map_err(key)?;
    let columns = reader.names().len();
    let mut found: Vec<Read> = Vec::new();
    while let Some((line, record)) = reader.read_next().map_err(key)? {
        assert!(found.last().is_none_or(|(last, _)| *last <= line));
        let fields = record.map(|record| record.fields().map(<[u8]>::to_vec).collect::<Vec<_>>());
        assert!(fields.as_ref().is_ok_and(|fields| fields.len() == columns) || fields.is_err());
        found.push((line, fields.map_err(|error| key(error.into()))));
    }
    Ok(found)
}

/// Reads `mapping.toml` of a member.
pub fn mapping(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    Mapping::parse("mapping.toml", text).map_or_else(|findings| all_explained(&findings), |_| true)
}

/// Reads a signed note, the checkpoint in it, a key, and a policy for witnesses.
pub fn note(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let key = text.parse::<VerifierKey>().ok();
    if let Some(key) = &key {
        // Letters of the id may be large.
        let mut written = text.to_owned();
        written[key.name().len() + 1..key.short().len()].make_ascii_lowercase();
        assert_eq!(key.to_string(), written);
    }
    let signed = text_and_signatures(text);
    if let Some((body, signatures)) = signed {
        assert!(text.starts_with(body) && text.ends_with(signatures));
    }
    let checkpoint = Checkpoint::parse(text);
    if let Some(checkpoint) = &checkpoint {
        assert_eq!(Checkpoint::parse(&checkpoint.to_string()).as_ref(), Some(checkpoint));
    }
    assert!(Checkpoint::open(text, LOG.verifier()).is_none(), "nobody has its key");
    assert_eq!(LOG.verifier().signed(text), None);
    let plain = text.chars().all(|c| c == '\n' || !c.is_ascii_control());
    assert_eq!(LOG.verifier().open(&LOG.sign(text)) == Some(text), text.ends_with('\n') && plain);
    key.is_some() || signed.is_some() || checkpoint.is_some() || WitnessPolicy::parse(text).is_ok()
}

/// Reads a proof that a record is in a log, and a checkpoint that a witness is asked to sign.
pub fn proof(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let (proof, submission) = (Proof::parse(text), Submission::parse(text));
    if let Some(proof) = &proof {
        assert_eq!(Proof::parse(&proof.to_string()).as_ref(), Some(proof));
        assert!(proof.verify(b"record", LOG.verifier()).is_none(), "nobody has its key");
    }
    if let Some(submission) = &submission {
        assert_eq!(Submission::parse(&submission.to_string()).as_ref(), Some(submission));
    }
    proof.is_some() || submission.is_some()
}

/// Reads a record of a log, in a receipt under the log's own signature.
pub fn receipt(record: &[u8]) -> bool {
    let checkpoint = Checkpoint { origin: LOG.verifier().name().to_owned(), size: 1, root: leaf_hash(record) };
    let checkpoint = LOG.sign(&checkpoint.to_string());
    let proof = Proof { record: Some(record.to_vec()), index: 0, hashes: Vec::new(), checkpoint };
    let opened = Receipt::open(&proof.to_string(), LOG.verifier());
    let entry = Entry::parse(record).filter(|entry| entry.seq == 0);
    assert_eq!(opened.is_ok(), entry.is_some());
    match opened {
        Ok(receipt) => {
            let _ = (receipt.release(), receipt.is_for("hub"));
        }
        Err(error) => explained(&error.into()),
    }
    let other = Proof { record: Some([record, b" "].concat()), ..proof };
    assert!(Receipt::open(&other.to_string(), LOG.verifier()).is_err(), "another record");
    entry.is_some()
}

/// Reads an answer to a request for a table, which the first byte selects, in the form of a connection.
pub fn table(bytes: &[u8]) -> bool {
    let Some((place, bytes)) = bytes.split_first() else { return false };
    let tables = ISLES.lattice.tables();
    let table = &tables[usize::from(*place) % tables.len()];
    let Some((cells, receipt)) = table_from_wire(&ISLES, table, bytes) else { return false };
    let digest = table_digest(&cells);
    let written = table_to_wire(&ISLES, cells, receipt.clone());
    let again = table_from_wire(&ISLES, table, &written);
    assert_eq!(again.map(|(cells, receipt)| (table_digest(&cells), receipt)), Some((digest, receipt)));
    true
}
