use std::fmt::Debug;

use prost::Message;

use super::*;
use crate::disclosure::private::{Attack, Noise};
use crate::ingest::{Accepted, ColumnCounts};
use crate::model::{EditionId, EditionState, Findings, ReleaseState};
use crate::node::{
    AttackReport, BudgetProposal, BudgetStatus, DatasetStatus, Deed, EditionSpending, EditionStatus, IngestOrder,
    Ingested, LedgerReview, Loaded, LogStatus, NextSet, NodeStatus, RecordFile, ReleaseDecision, ReleaseReview,
    SpendingState, TableReview, WitnessSet,
};
use crate::rpc::proto::operator as wire;
use crate::store::{ReleaseRecord, Replace, Spending, StoreError};

/// Checks that a value is the same after it was sent as a message.
fn comes_back<W: Message + Default + From<T>, T: Debug + TryFrom<W, Error = Malformed>>(value: T) {
    let sent = format!("{value:#?}");
    let message = W::decode(&*W::from(value).encode_to_vec()).expect("a message");
    let received = T::try_from(message).expect("a sound message");
    assert_eq!(format!("{received:#?}"), sent);
}

fn digest_of(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn edition() -> EditionId {
    EditionId::new(digest_of("edition"))
}

fn spending(full: bool) -> Spending {
    Spending {
        rho: Rho::millionths(1),
        total: Rho::millionths(2),
        plan: digest_of("plan"),
        plan_text: "plan text".to_owned(),
        seed: full.then(|| digest_of("seed")),
        measured: full.then(|| digest_of("measured")),
        min_frequency: full.then_some(3),
    }
}

fn release(state: ReleaseState, full: bool) -> ReleaseRecord {
    ReleaseRecord {
        edition: edition(),
        number: 4,
        period: "2025".parse().expect("a period"),
        revision: 5,
        charter: digest_of("charter"),
        dataset: digest_of("dataset"),
        state,
        cells: 6,
        digest: digest_of("release"),
        file: full.then(|| digest_of("file")),
        spending: Some(spending(full)).filter(|_| full || state == ReleaseState::Approved),
        class: "private".to_owned(),
        built_at: -7,
        decided_at: full.then_some(8),
    }
}

#[test]
fn releases_come_back_whole() {
    use ReleaseState::{Active, Approved, Burnt, Pending, Refused, Withdrawn};
    for state in [Pending, Approved, Burnt, Active, Refused, Withdrawn] {
        [true, false].into_iter().for_each(|full| comes_back::<wire::Release, _>(release(state, full)));
    }
    let tables = vec![TableReview { published: 1, withheld: 2, people: 3.5, sure: 4.5 }, TableReview::default()];
    comes_back::<wire::GetReleaseResponse, _>(ReleaseReview { release: release(Active, true), tables });
    let noise = |between| Noise { level: "city".into(), family: "people".into(), numbers: 9, ratio: 1.25, between };
    comes_back::<wire::AttackReleaseResponse, _>(AttackReport {
        release: release(Active, true),
        ledger: LedgerReview { spent: Rho::millionths(10), lifetime: Some(Rho::millionths(11)), sound: true },
        attack: Attack {
            guesses: 12,
            right: 0.13,
            promised: 0.14,
            apart: [0.15, 0.16],
            noise: vec![noise([0.5, 2.0]), noise([0.25, 4.0])],
            additive: 17.0,
            statuses: 18,
        },
        succeeded: vec!["ledger".to_owned()],
        at: "2026-01-01T00:00:00Z".to_owned(),
    });
}

fn budget(full: bool) -> BudgetStatus {
    use SpendingState::{Burnt, Cosigned, Found, Reserved, Spent};
    let one = |outcome| EditionSpending {
        edition: full.then(edition),
        period: "2025".to_owned(),
        rho: Rho::millionths(1),
        outcome,
    };
    BudgetStatus {
        rho: Rho::millionths(2),
        lifetime: full.then_some(Rho::millionths(3)),
        witnesses: vec!["a".to_owned(), "b".to_owned()],
        proposed: full.then(|| BudgetProposal { lifetime: Rho::millionths(4), witnesses: vec!["c".to_owned()] }),
        lacks: full.then(|| "lacks".to_owned()),
        waits: full,
        spent: Rho::millionths(5),
        editions: [Reserved, Cosigned, Spent, Burnt, Found].map(one).into(),
    }
}

#[test]
fn budgets_and_states_come_back_whole() {
    use EditionState::{Building, Failed, Ready, Waiting, Withdrawn};
    for full in [true, false] {
        comes_back::<wire::Budget, _>(budget(full));
        let text = |text: &str| text.to_owned();
        let edition = |state| EditionStatus { edition: edition(), period: text("2024"), state };
        comes_back::<wire::GetStatusResponse, _>(NodeStatus {
            member: text("north"),
            software: text("1.2.3"),
            charter: text("isles 1"),
            charter_digest: digest_of("charter"),
            charter_ends: text("2030-12-31"),
            datasets: vec![DatasetStatus {
                period: text("2025"),
                rows: 1,
                bytes: 2,
                loaded_at: text("then"),
                fits_charter: full,
            }],
            editions: [Building, Waiting, Withdrawn, Ready, Failed].map(edition).into(),
            log: LogStatus {
                key: text("key"),
                size: 3,
                obstacle: full.then(|| text("log-broken")),
                witnesses: vec![(text("south"), 4, text("before"))],
                witness_set: WitnessSet {
                    now: vec![text("now")],
                    next: full.then(|| NextSet { record: 5, witnesses: vec![text("next")] }),
                },
                witness_key: text("cosigner"),
            },
            budget: full.then(|| budget(full)),
        });
    }
}

#[test]
fn loads_come_back_whole() {
    for full in [true, false] {
        let order = IngestOrder {
            source: RecordFile { file: "/a.csv".into(), mapping: full.then(|| "/mapping.toml".into()) },
            period: "2025".parse().expect("a period"),
            replace: if full { Replace::Yes } else { Replace::No },
            check_only: !full,
        };
        let message = ingest_request(&order);
        assert_eq!(format!("{:?}", IngestOrder::try_from(message).expect("an order")), format!("{order:?}"));
        let column = ColumnCounts {
            name: "age".to_owned(),
            columns: vec!["Age".to_owned(), "AGE".to_owned()],
            answered: 1,
            missing: 2,
            out_of_range: 3,
            unknown: 4,
        };
        let accepted = Accepted {
            rows: 5,
            columns: vec![column],
            ignored: vec!["name".to_owned()],
            multiline: 6,
            first_multiline: full.then_some(7),
        };
        let loaded = Loaded { period: "2025".parse().expect("a period"), accepted };
        let findings = if full { StoreError::WrongKey {}.into() } else { Findings::default() };
        comes_back::<wire::IngestResult, _>(Ingested { loaded, findings, release_stands: full });
    }
}

#[test]
fn deeds_come_back_whole_and_what_is_not_known_is_malformed() {
    use ReleaseDecision::{Approve, Refuse, Withdraw};
    let releases = [Approve, Refuse, Withdraw].map(|decision| Deed::Release(decision, "abcdef".to_owned()));
    let others = [Deed::Erase(7), Deed::Settle, Deed::Forget("isles/south/audit".to_owned()), Deed::Budget];
    releases.into_iter().chain(others).for_each(comes_back::<wire::DraftDecisionRequest, _>);
    for unknown in [0, 4, -1] {
        let release = wire::ReleaseDeed { edition: "abcdef".to_owned(), decision: unknown };
        let deed = Some(wire::draft_decision_request::Deed::Release(release));
        Deed::try_from(wire::DraftDecisionRequest { deed }).unwrap_err();
        ReleaseRecord::try_from(wire::Release { state: unknown * 7, ..release_message() }).unwrap_err();
    }
    for text in ["", "abc", "x"] {
        let text = text.to_owned();
        ReleaseRecord::try_from(wire::Release { edition: text.clone(), ..release_message() }).unwrap_err();
        EditionStatus::try_from(wire::Edition { edition: text, ..wire::Edition { state: 1, ..Default::default() } })
            .unwrap_err();
    }
    ReleaseRecord::try_from(release_message()).expect("a sound message");
}

fn release_message() -> wire::Release {
    release(ReleaseState::Active, true).into()
}
