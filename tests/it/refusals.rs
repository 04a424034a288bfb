//! A node's refusals: of callers before any answer, of calls by role, of questions beyond the lattice, and of too much
//! of everything.
#![allow(clippy::disallowed_methods, reason = "a test runs the program over real files")]

use std::collections::BTreeSet;

use archipel::charter::Charter;
use archipel::config::Limits;
use archipel::identity::{Party, Role, Speaker};
use archipel::system::SystemClock;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tonic::Code;

use super::fixture::{COORDINATOR, Federation, PERIOD, Papers, authority, days_ago, hub, node, of_member, until};

mod caller;
mod limits;
mod missing;

pub(crate) use caller::proto;
use caller::{PATIENCE, caller, client, forged, knock, learned, not_allowed, rightful, serve_here, stranger};
use proto::{CategoryFilter, DescribeRequest, GetTableRequest, OpenEditionRequest, TableAxis, WatchEditionRequest};

#[tokio::test]
async fn callers_are_refused_before_any_answer() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let served = federation.serve("east");
    let address = federation.address("east");
    let (own, other) = (Party::Coordinator(COORDINATOR.1.into()), Party::Member("west".parse().unwrap()));
    let (today, then) = (days_ago(0), days_ago(50));

    let rogue = authority(own.clone());
    let by_rogue = Papers::issue(&rogue, hub(), 30, &today);
    let west = &federation.authorities[&other];
    let by_west = forged(west, hub());
    let right = &federation.authorities[&own];
    let expired = Papers::issue(right, hub(), 1, &then);
    let rival = Speaker::Coordinator { name: "rival".into() };
    let unknown = authority(rival.party());
    let by_unknown = Papers::issue(&unknown, rival.clone(), 30, &today);
    let call = |speaker: Speaker, issuer, papers, clock| caller(&federation, "east", speaker, issuer, papers, clock);
    for (tls, alert, reason) in [
        (call(hub(), &rogue, &by_rogue, &today), "DecryptError", "identity-wrong-authority"),
        (call(hub(), west, &by_west, &today), "UnknownCA", "identity-wrong-authority"),
        (call(hub(), right, &expired, &then), "CertificateExpired", "identity-expired"),
        (call(rival, &unknown, &by_unknown, &today), "CertificateUnknown", "identity-unknown-party"),
        (stranger(&federation, "east"), "CertificateRequired", "identity-no-certificate"),
    ] {
        let named = || served.log().matches(&format!("handshake refused code={reason}")).count();
        let before = named();
        assert_eq!(knock(address, tls).await, Err(alert.to_owned()));
        until("the operator can read why", || (named() == before + 1).then_some(()));
    }

    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&client_hello_1_2()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    // One alert record: fatal, 70 = protocol_version.
    assert_eq!((answer[0], &answer[3..]), (21, [0, 2, 2, 70].as_slice()));

    assert!(knock(address, rightful(&federation, "east", hub())).await.unwrap() > 0, "the right one is heard");
}

#[tokio::test]
async fn a_call_takes_the_right_role() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.ingest("east");
    let _served = federation.serve("east");
    let digest = Charter::parse(&federation.charter_files()).unwrap().digest().to_string();
    let open = OpenEditionRequest { charter_digest: digest, period: PERIOD.into(), revision: 0 };
    let watch = WatchEditionRequest { edition: "0".repeat(64) };
    for speaker in [
        of_member("east", Role::Officer),
        of_member("east", Role::Operator),
        of_member("east", Role::Witness),
        node("east"),
        node("west"),
        of_member("west", Role::Officer),
    ] {
        let mut client = client(federation.address("east"), rightful(&federation, "east", speaker.clone())).await;
        let described = client.describe(DescribeRequest {}).await;
        if [of_member("east", Role::Officer), of_member("east", Role::Operator)].contains(&speaker) {
            assert_eq!(described.unwrap().into_inner().member, "east");
        } else {
            assert_eq!(learned(described), not_allowed(speaker.clone()));
        }
        assert_eq!(learned(client.open_edition(open.clone()).await), not_allowed(speaker.clone()));
        assert_eq!(learned(client.watch_edition(watch.clone()).await), not_allowed(speaker.clone()));
        assert_eq!(learned(client.get_table(GetTableRequest::default()).await), not_allowed(speaker.clone()));
    }
    let mut client = client(federation.address("east"), rightful(&federation, "east", hub())).await;
    // Officers aren't asked about an unlimited number of revisions.
    let beyond = OpenEditionRequest { revision: 100, ..open.clone() };
    assert_eq!(learned(client.open_edition(beyond).await).1, "call-bad-request");
    let described = client.describe(DescribeRequest {}).await.unwrap().into_inner();
    assert!(described.editions.is_empty(), "nothing was opened: {:?}", described.editions);
    client.open_edition(open).await.unwrap();
}

/// If an authority were ever trusted that the charter doesn't name, its coordinator might still ask nothing.
#[tokio::test]
async fn a_coordinator_that_the_charter_does_not_name_may_ask_nothing() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    let rival = Speaker::Coordinator { name: "rival".into() };
    // Its id in the charter isn't the name in its certificate.
    let id = Speaker::Coordinator { name: COORDINATOR.0.into() };
    let mut trust = federation.trust();
    let authorities = [&rival, &id].map(|speaker| authority(speaker.party()));
    for authority in &authorities {
        trust.add(authority.party().clone(), "authority.pem", authority.certificate_pem().as_bytes()).unwrap();
    }
    let address = serve_here(&federation, "east", &trust, Limits::default()).await;
    for (speaker, authority) in [rival, id].into_iter().zip(&authorities) {
        let papers = Papers::issue(authority, speaker.clone(), 30, &SystemClock);
        let tls = caller(&federation, "east", speaker.clone(), authority, &papers, &days_ago(0));
        let mut client = client(address, tls).await;
        assert_eq!(learned(client.describe(DescribeRequest {}).await), not_allowed(speaker.clone()));
        let open = OpenEditionRequest::default();
        assert_eq!(learned(client.open_edition(open).await), not_allowed(speaker.clone()));
        assert_eq!(learned(client.get_table(GetTableRequest::default()).await), not_allowed(speaker.clone()));
    }
    let mut client = client(address, rightful(&federation, "east", hub())).await;
    assert_eq!(client.describe(DescribeRequest {}).await.unwrap().into_inner().member, "east");
}

#[tokio::test]
async fn every_question_beyond_the_lattice_gets_the_same_refusal() {
    let federation = Federation::new();
    federation.init_node("east", "charter");
    federation.ingest("east");
    let _served = federation.serve("east");
    let mut client = client(federation.address("east"), rightful(&federation, "east", hub())).await;
    let digest = Charter::parse(&federation.charter_files()).unwrap().digest().to_string();
    let open = OpenEditionRequest { charter_digest: digest, period: PERIOD.into(), revision: 0 };
    let edition = client.open_edition(open).await.unwrap().into_inner().edition;
    let mut reports =
        client.watch_edition(WatchEditionRequest { edition: edition.clone() }).await.unwrap().into_inner();
    while reports.message().await.unwrap().is_some() {}

    let axis = |group: &str, level: &str| TableAxis { group: group.into(), coarser_level: level.into() };
    let only = |group: &str, category: &str| CategoryFilter { group: group.into(), categories: vec![category.into()] };
    let good = GetTableRequest {
        edition,
        level: "town".into(),
        axes: vec![axis("age", "")],
        areas: vec!["E1".into(), "W1".into()],
        categories: vec![only("age", "old")],
    };
    let mut answer = client.get_table(good.clone()).await.unwrap().into_inner();
    let rows = answer.message().await.unwrap().unwrap().areas.len();
    assert_eq!(rows, 1, "its own town, and nothing about another member’s");

    let change = |change: fn(&mut GetTableRequest)| {
        let mut request = good.clone();
        change(&mut request);
        request
    };
    let both = vec![axis("age", ""), axis("home", "")];
    let questions = [
        ("edition", change(|q| q.edition = "0".repeat(64))),
        ("no edition", change(|q| q.edition = "0".into())),
        ("level", change(|q| q.level = "street".into())),
        ("table", GetTableRequest { axes: both, ..good.clone() }),
        ("group", GetTableRequest { axes: vec![axis("income", "")], categories: vec![], ..good.clone() }),
        ("group twice", GetTableRequest { axes: vec![axis("age", ""), axis("age", "")], ..good.clone() }),
        ("coarser level", GetTableRequest { axes: vec![axis("age", "age_in_nine")], ..good.clone() }),
        ("area", change(|q| q.areas = vec!["E1".into(), "E9".into()])),
        ("area of another level", change(|q| q.areas = vec!["E".into()])),
        ("category", GetTableRequest { categories: vec![only("age", "ancient")], ..good.clone() }),
        ("category of another level", GetTableRequest { categories: vec![only("age", "older")], ..good.clone() }),
        ("category of another group", GetTableRequest { categories: vec![only("home", "alone")], ..good.clone() }),
    ];
    let mut answers = BTreeSet::new();
    for (what, question) in questions {
        let (code, message, details) = learned(client.get_table(question).await);
        assert_eq!(code, Code::FailedPrecondition, "{what}");
        answers.insert((message, details));
    }
    assert_eq!(answers, BTreeSet::from([("edition-outside-lattice".into(), Some("edition-outside-lattice".into()))]));
}

/// RFC 5246, section 7.4.1.2: no `supported_versions`, so the client speaks 1.2 at most.
fn client_hello_1_2() -> Vec<u8> {
    let counted = |bytes: &[u8]| [&(bytes.len() as u16).to_be_bytes(), bytes].concat();
    let extension = |kind: u16, bytes: &[u8]| [&kind.to_be_bytes(), counted(bytes).as_slice()].concat();
    let groups = extension(10, &counted(&[0, 23, 0, 24]));
    let schemes = extension(13, &counted(&[4, 3, 5, 3, 8, 4, 4, 1]));
    let suites = counted(&[0xc0, 0x2b, 0xc0, 0x2c, 0xc0, 0x2f, 0xc0, 0x30]);
    let extensions = counted(&[groups, extension(11, &[1, 0]), schemes].concat());
    let body = [&[3, 3], [7; 32].as_slice(), &[0], &suites, &[1, 0], &extensions].concat();
    let handshake = [&[1, 0], counted(&body).as_slice()].concat();
    [&[22, 3, 1], counted(&handshake).as_slice()].concat()
}
