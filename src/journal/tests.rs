#![allow(clippy::disallowed_methods, reason = "tests damage the files")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;
use zeroize::Zeroizing;

use super::disk::may_pass;
use super::*;
use crate::model::Digest;
use crate::note::SigningKey;
use crate::tlog::{COSIGNED, Damage, RightEdge, TileReader as _, verify, verify_consistency};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed("isles/north/audit", Zeroizing::new([seed; 32])).unwrap()
}

fn record(seq: u64) -> Vec<u8> {
    format!("{{\"seq\":{seq},\"kind\":\"test\"}}").into_bytes()
}

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Checks every record of a log and how its files fit, and returns its size.
fn check(path: &Path) -> u64 {
    let folder = LogFolder::new(path);
    let (checkpoint, _) = folder.checkpoint().expect("a signed checkpoint");
    let whole = |edge: &RightEdge, bytes: &[u8]| {
        assert_eq!(bytes, record(edge.size()));
        Ok::<_, Damage>(())
    };
    verify(&checkpoint, &folder, whole).unwrap_or_else(|damage| panic!("{damage}"));
    checkpoint.size
}

#[test]
fn a_limit_passes_and_a_failed_disk_does_not() {
    // No space, quota, file too large, open files of the system and of the process; an error of the device.
    let passes = |number| may_pass(&io::Error::from_raw_os_error(number));
    assert!([28, 122, 27, 23, 24].into_iter().all(passes) && !passes(5));
}

#[test]
fn records_stay_and_prove_themselves_however_often_the_log_is_opened() {
    let home = home();
    let path = home.path().join("log");
    let mut checkpoints = BTreeMap::new();
    let mut journal = Journal::create(&path, Box::new(RealDisk), key(1)).unwrap();
    for seq in 0..600_u64 {
        if [1, 255, 256, 257, 400, 512, 513].contains(&seq) {
            drop(journal);
            assert_eq!(check(&path), seq);
            journal = Journal::open(&path, Box::new(RealDisk), key(1)).unwrap();
        }
        let proof = journal.append(record).unwrap();
        let checkpoint = proof.verify(&record(seq), journal.key()).unwrap();
        assert_eq!((proof.index, checkpoint.size), (seq, seq + 1));
        checkpoints.insert(checkpoint.size, (checkpoint, proof.checkpoint));
    }
    assert!(!path.join("tile/0/000.p").exists() && path.join("tile/0/002.p/88").exists());
    for (size, (checkpoint, note)) in checkpoints.iter().filter(|(size, _)| *size % 37 == 1 || **size > 598) {
        for seq in [0, size / 2, size - 1] {
            assert_eq!(journal.prove(seq, note).unwrap().verify(&record(seq), journal.key()).unwrap().size, *size);
        }
        assert_eq!(journal.root(*size).unwrap(), checkpoint.root);
        for (later, (other, note)) in checkpoints.range(size..).step_by(61) {
            let proof = journal.consistency(*size, note).unwrap();
            assert!(verify_consistency(*size, *later, &checkpoint.root, &other.root, &proof));
        }
    }
    let refused = journal.prove(600, &checkpoints[&600].1).unwrap_err();
    assert_eq!(refused, JournalError::NoRecord { seq: 600, size: 600 });
}

#[test]
fn many_at_once_get_one_place_each() {
    let home = home();
    let path = home.path().join("log");
    let journal = Journal::create(&path, Box::new(RealDisk), key(1)).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                for _ in 0..50 {
                    let proof = journal.append(record).unwrap();
                    assert!(proof.verify(&record(proof.index), journal.key()).is_some());
                }
            });
        }
    });
    drop(journal);
    assert_eq!(check(&path), 800);
}

#[test]
fn a_draft_that_panics_fails_alone() {
    let home = home();
    let path = home.path().join("log");
    let journal = Journal::create(&path, Box::new(RealDisk), key(1)).unwrap();
    std::thread::scope(|scope| {
        let broken: Vec<_> =
            (0..4).map(|_| scope.spawn(|| journal.append(|_| std::panic::panic_any("broken")).map(drop))).collect();
        let others: Vec<_> = (0..64).map(|_| scope.spawn(|| journal.append(record).is_ok())).collect();
        assert!(broken.into_iter().all(|broken| broken.join().is_err()));
        assert!(others.into_iter().all(|other| other.join().unwrap()));
    });
    assert_eq!(journal.append(record).unwrap().index, 64);
    let long = journal.append(|_| vec![b'x'; 70_000]);
    assert_eq!(long, Err(JournalError::TooLong {}));
    drop(journal);
    assert_eq!(check(&path), 65);
}

#[test]
fn one_process_writes_and_only_its_own_log() {
    let home = home();
    let path = home.path().join("log");
    let open = |seed| Journal::open(&path, Box::new(RealDisk), key(seed)).map(drop);
    assert!(matches!(open(1), Err(JournalError::Absent { .. })));
    let journal = Journal::create(&path, Box::new(RealDisk), key(1)).unwrap();
    assert!(matches!(open(1), Err(JournalError::Locked { .. })));
    drop(journal);
    assert!(matches!(Journal::create(&path, Box::new(RealDisk), key(1)), Err(JournalError::Exists { .. })));
    assert!(matches!(open(2), Err(JournalError::OtherKey { .. })));
    assert_eq!(open(1), Ok(()));
}

/// A disk that fails once, at a given call: before anything happens, or after it did.
struct Failing {
    left: Arc<AtomicUsize>,
    after: bool,
    error: Box<dyn Fn() -> io::Error + Send + Sync>,
}

impl Failing {
    fn call(&self, call: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let turn = self.left.fetch_sub(1, Ordering::SeqCst);
        if turn != 1 {
            return call();
        }
        if self.after {
            call()?;
        }
        Err((self.error)())
    }
}

impl Disk for Failing {
    fn write(&self, files: &[(PathBuf, Vec<u8>)], folders: &[PathBuf]) -> io::Result<()> {
        for (path, bytes) in files {
            self.call(|| {
                // Torn, if it fails midway.
                fs::write(path, &bytes[..bytes.len() / 2])?;
                fs::write(path, bytes)
            })?;
        }
        // This test has no power cut.
        files
            .iter()
            .map(|(path, _)| path)
            .chain(folders)
            .try_for_each(|path| self.call(|| fs::metadata(path).map(drop)))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|| RealDisk.rename(from, to))
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.call(|| fs::metadata(path).map(drop))
    }
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.call(|| RealDisk.create_folder(path))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(|| RealDisk.remove(path))
    }
    fn remove_folder(&self, path: &Path) {
        RealDisk.remove_folder(path);
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let place = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &place),
            false => assert!(fs::copy(entry.path(), place).is_ok()),
        }
    }
}

/// At every call, before and after: acknowledged records are there, the log verifies and goes on.
#[test]
fn a_write_that_fails_loses_nothing_that_was_acknowledged() {
    for kind in [io::ErrorKind::StorageFull, io::ErrorKind::Other] {
        for after in [false, true] {
            for start in [0, 254, 256] {
                let begun = home();
                let journal = Journal::create(&begun.path().join("log"), Box::new(RealDisk), key(1)).unwrap();
                (0..start).for_each(|_| drop(journal.append(record).unwrap()));
                drop(journal);
                // Files of older checkpoints, which aren't needed here.
                for kind in ["0", "entries"] {
                    let parts = begun.path().join(format!("log/tile/{kind}/000.p"));
                    for entry in fs::read_dir(parts).into_iter().flatten().map(Result::unwrap) {
                        if entry.file_name() != start.to_string().as_str() {
                            fs::remove_file(entry.path()).unwrap();
                        }
                    }
                }
                let (mut call, mut recovered) = (0, 0);
                loop {
                    call += 1;
                    let home = home();
                    let path = home.path().join("log");
                    let left = Arc::new(AtomicUsize::new(usize::MAX));
                    let disk = Failing { left: left.clone(), after, error: Box::new(move || kind.into()) };
                    copy(&begun.path().join("log"), &path);
                    let journal = Journal::open(&path, Box::new(disk), key(1)).unwrap();
                    left.store(call, Ordering::SeqCst);
                    let acknowledged = (0..4).map(|_| journal.append(record).is_ok()).collect::<Vec<_>>();
                    // The counter is at 0 at the call, and below it where more calls followed.
                    let passed = matches!(left.load(Ordering::SeqCst), 0 | 0x8000_0000..);
                    drop(journal);
                    let size = check(&path);
                    let answered = start + acknowledged.iter().filter(|ok| **ok).count() as u64;
                    assert!(size >= answered && size <= answered + 1, "call {call}: {size} and {acknowledged:?}");
                    let again = Journal::open(&path, Box::new(RealDisk), key(1)).unwrap();
                    assert_eq!(again.append(record).unwrap().index, size);
                    drop(again);
                    assert_eq!(check(&path), size + 1);
                    recovered += usize::from(acknowledged.iter().filter(|ok| !**ok).count() == 1);
                    if !passed {
                        break;
                    }
                }
                assert!(call > 30, "{call} calls in four appends");
                // Once there is room again, the log goes on by itself.
                assert!(recovered > if kind == io::ErrorKind::StorageFull { 20 } else { 0 }, "{recovered} of {call}");
            }
        }
    }
}

/// The status of the node says so, as with a disk that failed; what was acknowledged is there.
#[test]
fn a_writer_that_died_is_an_obstacle() {
    let home = home();
    let path = home.path().join("log");
    let left = Arc::new(AtomicUsize::new(usize::MAX));
    let disk = Failing { left: left.clone(), after: false, error: Box::new(|| panic!("a disk that panics")) };
    let journal = Journal::create(&path, Box::new(disk), key(1)).unwrap();
    journal.append(record).unwrap();
    assert_eq!(journal.obstacle(), None);
    left.store(1, Ordering::SeqCst);
    for _ in 0..2 {
        let refused = journal.append(record).unwrap_err();
        assert!(matches!(refused, JournalError::Broken { .. }));
        assert_eq!(journal.obstacle(), Some(refused));
    }
    drop(journal);
    assert_eq!(check(&path), 1);
    assert_eq!(Journal::open(&path, Box::new(RealDisk), key(1)).unwrap().append(record).unwrap().index, 1);
}

/// Records after the checkpoint were never acknowledged.
#[test]
fn a_torn_end_is_written_anew_and_damage_below_the_checkpoint_is_refused() {
    let home = home();
    let path = home.path().join("log");
    let journal = Journal::create(&path, Box::new(RealDisk), key(1)).unwrap();
    (0..300).for_each(|_| drop(journal.append(record).unwrap()));
    drop(journal);
    fs::write(path.join("tile/entries/001.p/45"), b"\x00\x05torn").unwrap();
    fs::write(path.join("tile/0/001.p/45"), b"torn").unwrap();
    fs::write(path.join("checkpoint.new"), b"torn").unwrap();
    let journal = Journal::open(&path, Box::new(RealDisk), key(1)).unwrap();
    assert_eq!(journal.append(record).unwrap().index, 300);
    drop(journal);
    assert_eq!(check(&path), 301);
    for name in ["checkpoint", "tile/entries/001.p/45", "tile/0/001.p/45", "tile/1/000.p/1"] {
        let file = path.join(name);
        let bytes = fs::read(&file).unwrap();
        for at in (0..bytes.len()).step_by(bytes.len().div_ceil(40)) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 4;
            fs::write(&file, &damaged).unwrap();
            let opened = Journal::open(&path, Box::new(RealDisk), key(1)).map(drop);
            assert!(
                matches!(opened, Err(JournalError::Damaged { .. } | JournalError::Absent { .. })),
                "{name} {at}: {opened:?}"
            );
        }
        fs::write(&file, &bytes[..bytes.len() - 1]).unwrap();
        assert!(Journal::open(&path, Box::new(RealDisk), key(1)).is_err(), "{name} torn");
        fs::write(&file, &bytes).unwrap();
    }
    // By its files alone, a log can't tell that its checkpoint is an older one: the witnesses tell.
    assert!(LogFolder::new(&path).read("tile/0/000").is_some());
}

/// The files for given records and keys equal those of another implementation of the C2SP documents, byte for byte.
///
/// *Source:* tests/vectors/tlog, README there.
#[test]
fn files_are_those_of_another_implementation() {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/tlog");
    let (home, path) = (home(), vectors.join("log"));
    let text = |name: &str| fs::read_to_string(vectors.join(name)).unwrap();
    let own = home.path().join("log");
    let journal = Journal::create(&own, Box::new(RealDisk), key(1)).unwrap();
    let witness = SigningKey::from_seed("isles/east/witness", Zeroizing::new([2; 32])).unwrap();
    let roots: Vec<String> = text("roots.txt").lines().map(str::to_owned).collect();
    assert_eq!(roots[0], format!("0 {}", Digest::of(b"")));
    for seq in 0..300 {
        let record = move |seq| format!("{{\"seq\":{seq},\"kind\":\"vector\"}}").into_bytes();
        journal.append(record).unwrap();
        assert_eq!(format!("{} {}", seq + 1, journal.root(seq + 1).unwrap()), roots[seq as usize + 1]);
        if seq + 1 == 290 {
            let checkpoint = journal.checkpoint();
            let (body, _) = crate::note::text_and_signatures(&checkpoint).unwrap();
            let cosigned = checkpoint.clone() + &witness.cosign(body, 1_767_225_600);
            let mut said = crate::tlog::Cosignatures::default();
            assert!(said.add(&cosigned, journal.key(), [&witness.cosigner()]));
            journal.put(COSIGNED, said.to_string().as_bytes()).unwrap();
        }
    }
    let last = journal.checkpoint();
    assert_eq!(journal.prove(7, &last).unwrap().to_string(), text("log/proofs/7.tlog-proof"));
    let hashes = journal.consistency(255, &last).unwrap();
    let submission = crate::tlog::Submission { old: 255, hashes, checkpoint: last };
    assert_eq!(submission.to_string(), text("submission.txt"));
    let copy = home.path().join("copy");
    journal.folder().export(&copy).unwrap();
    let files = |folder: &Path| {
        let files = crate::folder::read(folder).unwrap();
        files.into_iter().filter(|(name, _)| !name.starts_with("proofs/")).collect::<BTreeMap<_, _>>()
    };
    let (expected, found) = (files(&path), files(&copy));
    assert_eq!(expected.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
    for (name, bytes) in expected {
        assert!(found[&name] == bytes, "{name}");
    }
}
