//! The transparency log: answers recorded by many calls at once, and a log of ten million records opened, proved from,
//! appended to and verified.
#![allow(clippy::disallowed_methods, reason = "a bench writes a log of its own")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use archipel::audit::{Certified, Copy, Decision, Event, Frame, Word, record};
use archipel::journal::{Journal, LogFolder, RealDisk};
use archipel::model::{Digest, EditionId};
use archipel::note::SigningKey;
use archipel::tlog::{Checkpoint, RightEdge, Tile, WIDTH, entries_path, join_records, leaf_hash, root};
use divan::Bencher;
use tempfile::TempDir;
use zeroize::Zeroizing;

fn main() {
    divan::main();
}

fn key() -> SigningKey {
    SigningKey::from_seed("bench/north/audit", Zeroizing::new([1; 32])).expect("a key")
}

/// The record of an answer, as a node writes it.
fn answered(seq: u64) -> Vec<u8> {
    static FRAME: LazyLock<(Frame, Event)> = LazyLock::new(|| {
        let digest = Digest::of(b"bench");
        let frame = Frame {
            node: Word::new("bench/north"),
            software: Word::new("0.1.0"),
            policy_digest: digest,
            charter_digest: digest,
        };
        let by = Certified { peer: Word::new("spiffe://bench/coordinator/hub"), certificate: digest, outside: true };
        let event = Event::TableAnswered {
            by,
            edition: EditionId::new(digest),
            period: "2025".parse().expect("a period"),
            dataset: digest,
            release: digest,
            level: Word::new("province"),
            groups: Word::new("age+gender"),
            whole: true,
            answer: digest,
            published: 40,
            withheld: 2,
        };
        (frame, event)
    });
    let (frame, event) = &*FRAME;
    record(frame, seq, [7; 16], "2026-01-01T00:00:00Z", (event, Decision::Allow, None), None)
}

/// Answers recorded by `at_a_time` calls at a time: each is durable before it is told.
#[divan::bench(args = [1, 32, 256, 512], sample_count = 5)]
fn answers_recorded(bencher: Bencher<'_, '_>, at_a_time: usize) {
    const ANSWERS: usize = 20_480;
    let answers = if at_a_time == 1 { 512 } else { ANSWERS };
    let folder = tempfile::tempdir().expect("a folder");
    let journal = Journal::create(&folder.path().join("log"), Box::new(RealDisk), key()).expect("a log");
    bencher.counter(divan::counter::ItemsCount::new(answers)).bench_local(|| {
        std::thread::scope(|scope| {
            for _ in 0..at_a_time {
                scope.spawn(|| (0..answers / at_a_time).for_each(|_| drop(journal.append(answered).expect("durable"))));
            }
        });
    });
}

/// Makes a log of `size` records in a folder of its own, without waiting for the disk.
fn log_of(size: u64, record: impl Fn(u64) -> Vec<u8>) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("log");
    let mut edge = RightEdge::default();
    let put = |name: &str, bytes: &[u8]| {
        let file = path.join(name);
        fs::create_dir_all(file.parent().expect("below the log")).expect("a folder");
        fs::write(file, bytes).expect("room on the disk");
    };
    for tile in Tile::of_level(0, size) {
        let first = tile.index * WIDTH;
        let records: Vec<Vec<u8>> = (first..first + tile.width).map(&record).collect();
        records.iter().for_each(|record| edge.push(leaf_hash(record)));
        put(&entries_path(tile.index, tile.width), &join_records(records.iter().map(Vec::as_slice)));
        for tile in RightEdge::last_tiles(edge.size()) {
            let below = WIDTH.pow(u32::from(tile.level));
            if edge.size() == size || edge.size().is_multiple_of(below * WIDTH) {
                let bytes: Vec<u8> = edge.tile(tile.level).iter().flat_map(|hash| *hash.as_bytes()).collect();
                put(&tile.path(), &bytes);
            }
        }
    }
    let root = root(size, &edge).expect("the edge has it");
    let checkpoint = Checkpoint { origin: key().verifier().name().to_owned(), size, root };
    put("log.vkey", format!("{}\n", key().verifier()).as_bytes());
    put("checkpoint", key().sign(&checkpoint.to_string()).as_bytes());
    (home, path)
}

fn small(seq: u64) -> Vec<u8> {
    format!("{{\"seq\":{seq}}}").into_bytes()
}

/// Logs of two sizes, so that costs that depend on the size show.
static LOGS: LazyLock<Vec<(u64, TempDir, PathBuf)>> = LazyLock::new(|| {
    let log = |size| {
        let (home, path) = log_of(size, small);
        (size, home, path)
    };
    vec![log(1000), log(10_000_000)]
});

fn of_size(size: u64) -> &'static Path {
    &LOGS.iter().find(|(known, ..)| *known == size).expect("one of them").2
}

#[divan::bench(args = [1000, 10_000_000])]
fn open(bencher: Bencher<'_, '_>, size: u64) {
    let path = of_size(size);
    bencher.bench_local(|| Journal::open(path, Box::new(RealDisk), key()).expect("whole").size());
}

#[divan::bench(args = [1000, 10_000_000])]
fn proof(bencher: Bencher<'_, '_>, size: u64) {
    let folder = LogFolder::new(of_size(size));
    let (checkpoint, note) = folder.checkpoint().expect("signed");
    let mut seq = 0;
    bencher.bench_local(|| {
        seq = (seq + 7_654_321) % size;
        folder.prove(seq, size, &note, checkpoint.size).expect("a proof")
    });
}

#[divan::bench(args = [1000, 10_000_000], sample_count = 100)]
fn append(bencher: Bencher<'_, '_>, size: u64) {
    let journal = Journal::open(of_size(size), Box::new(RealDisk), key()).expect("whole");
    bencher.bench_local(|| journal.append(small).expect("durable"));
}

/// All checks of `archipel audit verify`, on records of answers.
#[divan::bench(sample_count = 3)]
fn verify(bencher: Bencher<'_, '_>) {
    const RECORDS: u64 = 500_000;
    let (_home, path) = log_of(RECORDS, answered);
    bencher.counter(divan::counter::ItemsCount::new(RECORDS)).bench_local(|| {
        let folder = LogFolder::new(&path);
        let (key, checkpoint) = (folder.key().expect("a key"), folder.checkpoint_note().expect("a checkpoint"));
        let copy = Copy {
            tiles: &folder,
            key,
            checkpoint,
            cosigned: None,
            proofs: Vec::new(),
            known: Vec::new(),
            lines: None,
        };
        copy.verify().expect("whole")
    });
}
