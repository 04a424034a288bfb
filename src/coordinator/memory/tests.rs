use tempfile::TempDir;
use zeroize::Zeroizing;

use super::*;
use crate::audit::Purpose;
use crate::model::{Digest, Rho};

struct At(i64);

impl Clock for At {
    fn unix_seconds(&self) -> i64 {
        self.0
    }
}

fn log_key(seed: u8) -> SigningKey {
    SigningKey::from_seed("isles/north/audit", Zeroizing::new([seed; 32])).unwrap()
}

/// Answer of the member `north` from a log of this size.
fn answered(key: &SigningKey, size: u64) -> MemberOutcome {
    let origin = key.verifier().name().to_owned();
    let checkpoint = key.sign(&Checkpoint { origin, size, root: Digest::of(&size.to_le_bytes()) }.to_string());
    let release = Digest::of(b"release");
    let key = key.verifier().clone();
    MemberOutcome {
        member: "north".parse().unwrap(),
        software: None,
        weighted: None,
        vouched: Some(Vouched { key, checkpoint, wanted: vec![], witnesses: vec![], receipts: vec![], release }),
        missing: None,
        own: None,
        population: None,
    }
}

fn memory() -> (TempDir, CoordinatorMemory, EditionId) {
    let home = tempfile::tempdir().unwrap();
    let memory = CoordinatorMemory::new(&home.path().join("known"));
    (home, memory, EditionId::new(Digest::of(b"edition")))
}

/// Size of the log of `north`, as it is remembered.
fn known(memory: &CoordinatorMemory, key: &SigningKey) -> u64 {
    let note = folder::read_file(&memory.file(&"north".parse().unwrap(), "checkpoint")).unwrap();
    Checkpoint::open(&note, key.verifier()).unwrap().size
}

/// Of two runs at a time, the one that began first may end last.
#[test]
fn a_run_that_ends_late_sets_no_checkpoint_back() {
    let (_home, memory, edition) = memory();
    let key = log_key(1);
    for (size, remembered) in [(7, 7), (9, 9), (8, 9), (9, 9), (12, 12)] {
        memory.keep(&edition, &[answered(&key, size)]).unwrap();
        assert_eq!(known(&memory, &key), remembered, "{size}");
    }
}

#[test]
fn a_key_that_another_run_found_is_not_replaced() {
    let (_home, memory, edition) = memory();
    memory.keep(&edition, &[answered(&log_key(1), 7)]).unwrap();
    let findings = memory.keep(&edition, &[answered(&log_key(2), 9)]).unwrap_err();
    assert!(findings.shown()[0].is(&ComputeError::OtherKey { known: String::new(), found: String::new() }));
    assert_eq!(known(&memory, &log_key(1)), 7);
}

fn claim(key: &SigningKey, total: u64) -> String {
    let purpose = Purpose::Draw(EditionId::new(Digest::of(b"e")), Digest::of(&[1]), Rho::millionths(100));
    let (log, witnesses) = (key.verifier().name().to_owned(), Digest::of(b"w"));
    key.sign(&Claim { log, witnesses, purpose, total: Rho::millionths(total) }.to_string())
}

/// Runs side by side read and replace the claim one after another: the highest total stays.
#[test]
fn claims_that_come_at_once_leave_the_highest() {
    let (_home, memory, _) = memory();
    let (key, member) = (log_key(1), "north".parse().unwrap());
    let own = SigningKey::from_seed("isles/hub/witness", Zeroizing::new([9; 32])).unwrap();
    std::thread::scope(|scope| {
        for total in 1..=16 {
            let (memory, own, key, member) = (&memory, &own, &key, &member);
            let sign = move || memory.sign_claim(own, member, key.verifier(), &claim(key, total * 100), &At(1));
            scope.spawn(move || sign().unwrap());
        }
    });
    let kept = folder::read_file(&memory.file(&member, "claim")).unwrap();
    assert_eq!(Claim::open(&kept, key.verifier()).unwrap().total, Rho::millionths(1600));
}
