//! Releases of a node of class `controlled`, and the decisions about them.

use serde_json::{Value, json};

use super::fixture::{Federation, MEMBERS, archipel, archipel_in, files, members, of_class};

/// Nodes with loaded data that serve under a charter of class `controlled`.
fn controlled() -> Federation {
    let federation = Federation::new();
    federation.write_controlled_charter("controlled");
    MEMBERS.iter().for_each(|member| {
        federation.init_node(member, "controlled");
        federation.ingest(member);
    });
    federation.init_coordinator_under("controlled");
    federation
}

fn releases(federation: &Federation, member: &str) -> Vec<Value> {
    federation.of_node(member, "releases list --json").ok().json().as_array().unwrap().clone()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn nothing_is_answered_before_the_officer_approves() {
    let federation = controlled();
    let mut nodes = federation.serve_all();
    let open = federation.of_hub("edition open --json").ok();
    let obstacles: Vec<Value> =
        open.json()["members"].as_array().unwrap().iter().map(|member| member["obstacle"].clone()).collect();
    assert_eq!(obstacles, [(); 3].map(|()| json!("edition-not-approved")));
    let status = federation.of_hub("edition status --json").ok().json();
    assert!(status["members"].as_array().unwrap().iter().all(|member| member["state"] == "waiting"));

    let edition = releases(&federation, "north")[0]["edition"].as_str().unwrap().to_owned();
    for member in MEMBERS {
        let listed = releases(&federation, member);
        assert_eq!((listed.len(), &listed[0]["state"]), (1, &json!("pending")));
        let shown = federation.of_node(member, &format!("releases show {edition} --json")).ok().json();
        let cells = |field: &str| -> u64 {
            shown["tables"].as_array().unwrap().iter().map(|table| table[field].as_u64().unwrap()).sum()
        };
        assert_eq!(cells("published") + cells("withheld"), shown["release"]["cells"].as_u64().unwrap());
        // Nothing is promised, so there is nothing to attack.
        let attacked = federation.of_node(member, &format!("attack {edition} --json"));
        assert_eq!(attacked.refusal(), (2, "release-not-private".to_owned()));
    }
    // The north approves with its node running, the east with its node stopped, the west refuses.
    federation.of_node("north", &format!("releases approve {}", &edition[..8])).ok();
    nodes.remove("east").unwrap().stop();
    federation.of_node("east", &format!("releases approve {edition}")).ok();
    nodes.insert("east", federation.serve("east"));
    // A decision that can't be undone is named before it is taken.
    let unsure = federation.of_node("west", &format!("releases refuse {edition} --json"));
    assert_eq!(unsure.refusal(), (2, "decision-final-refuse".to_owned()));
    assert_eq!(releases(&federation, "west")[0]["state"], "pending");
    federation.of_node("west", &format!("releases refuse {edition} --yes")).ok();
    let again = federation.of_node("west", &format!("releases approve {edition} --json"));
    assert_eq!(again.refusal(), (4, "release-state".to_owned()));

    let out = federation.path("bundle");
    federation.of_hub(&format!("index compute --require quorum=2 --out {}", out.display())).ok();
    let bundle = files(&out);
    let missing = ("west".to_owned(), "missing".to_owned(), "edition-not-approved".to_owned());
    assert_eq!(members(&bundle)[2], missing);
    // Every possible cell is there, with figures or without: a missing one would tell something.
    let index = String::from_utf8(bundle["index.csv"].clone()).unwrap();
    let towns = index.lines().filter(|line| line.starts_with("town,")).count();
    assert_eq!(towns, 6 * (1 + 3 + 2));
    assert!(index.lines().any(|line| line.contains(",published,1,")));
    let unsure = federation.of_node("north", &format!("releases withdraw {edition} --json"));
    assert_eq!(unsure.refusal(), (2, "decision-final-withdraw".to_owned()));
    assert_eq!(releases(&federation, "north")[0]["state"], "active");
    federation.of_node("north", &format!("releases withdraw {edition} --yes")).ok();
    // A withdrawal is told: coordinators that had the release know what it was. A refusal looks like waiting.
    let after = federation.of_hub(&format!("index compute --json --require quorum=2 --out {}", federation.at("after")));
    assert_eq!(after.code, 5, "{}", after.stderr);
    assert!(after.stderr.contains("edition-withdrawn") && after.stderr.contains("edition-not-approved"));
    let status = federation.of_hub("edition status --json").ok().json();
    let states: Vec<_> = status["members"].as_array().unwrap().iter().map(|member| member["state"].clone()).collect();
    assert_eq!(states, ["ready", "withdrawn", "waiting"]);
    let unknown = federation.of_node("north", "releases show ffffffff --json");
    assert_eq!(unknown.refusal(), (2, "release-unknown".to_owned()));
}

#[test]
fn a_policy_is_stricter_or_an_error_and_approves_for_good() {
    let federation = controlled();
    let charter = archipel(&format!("charter show {} --json", federation.at("controlled"))).ok().json();
    let lattice = charter["lattice_digest"].as_str().unwrap();
    let standing = |threshold: &str| {
        format!(
            "[disclosure]\n{threshold}\n[[standing_approval]]\ncharter = \"isles\"\nmethod = \"ease\"\nmethod_version = 1\nlattice = \"{lattice}\"\n"
        )
    };
    federation.write("north/policy.toml", &standing("min_frequency = 5"));
    assert_eq!(federation.of_node("north", "status --json").refusal(), (4, "policy-looser".to_owned()));
    federation.write("north/policy.toml", &standing("min_frequency = 20"));
    let _north = federation.serve("north");
    federation.of_hub("edition open");
    assert_eq!(releases(&federation, "north")[0]["state"], "active");
    let edition = releases(&federation, "north")[0]["edition"].as_str().unwrap().to_owned();
    let shown = federation.of_node("north", &format!("releases show {edition} --json")).ok().json();
    let people: Vec<f64> =
        shown["tables"].as_array().unwrap().iter().map(|table| table["people"].as_f64().unwrap()).collect();
    assert!(people.iter().all(|people| *people == 0.0 || *people > 20.0), "{people:?}");
}

/// A federation whose charter names the key of the north's officer, which only the officer has; one release waits.
pub(crate) fn with_an_officer() -> (Federation, String) {
    let federation = Federation::new();
    let desk = federation.path("desk");
    std::fs::create_dir(&desk).unwrap();
    let key = |name: &str| {
        let order = format!("pki signing-key --json --name isles/north/{name} --out {name}.key");
        archipel_in(&desk, &order).ok().json()["verifier"].as_str().unwrap().to_owned()
    };
    let (officer, _) = (key("officer"), key("stranger"));
    federation.write_edited_charter("controlled", "Controlled", |text| {
        let named = format!("areas = [\"N\"]\nofficer_key = \"{officer}\"\n");
        of_class(&text, "controlled").replace("areas = [\"N\"]\n", &named)
    });
    MEMBERS.iter().for_each(|member| {
        federation.init_node(member, "controlled");
        federation.ingest(member);
    });
    federation.init_coordinator_under("controlled");
    let nodes = federation.serve_all();
    federation.of_hub("edition open");
    drop(nodes);
    let edition = releases(&federation, "north")[0]["edition"].as_str().unwrap().to_owned();
    (federation, edition)
}

fn log_size(federation: &Federation, member: &str) -> u64 {
    let checkpoint = std::fs::read_to_string(federation.path(&format!("{member}/log/checkpoint"))).unwrap();
    checkpoint.lines().nth(1).unwrap().parse().unwrap()
}

/// The operator can give every order, and can't sign for the officer.
#[test]
#[expect(clippy::too_many_lines, reason = "one story")]
fn no_decision_is_the_officers_without_the_officers_key() {
    let (federation, edition) = with_an_officer();
    let north = federation.serve("north");
    let desk = federation.path("desk");
    let of_north = |order: &str| federation.of_node("north", &format!("releases {order} --json"));
    let audit = |order: &str| {
        let settings = federation.at("north/node.toml");
        archipel(&format!("audit {order} --config {settings} --json"))
    };
    let state = || releases(&federation, "north")[0]["state"].clone();
    let draft = |order: &str, name: &str| {
        let text = of_north(&format!("{order} --print")).ok().json()["text"].as_str().unwrap().to_owned();
        federation.write(&format!("desk/{name}.txt"), &text);
        text
    };
    let sign = |name: &str, key: &str, out: &str| {
        archipel_in(&desk, &format!("pki sign {name}.txt --key {key}.key --out {out}.note --json"))
    };
    let with = |note: &str| format!("--note {}", federation.at(&format!("desk/{note}.note")));

    // Refused: no signature, another's signature, or one of another decision.
    let before = log_size(&federation, "north");
    for decision in ["approve", "refuse --yes"] {
        assert_eq!(of_north(&format!("{decision} {edition}")).refusal(), (4, "decision-unsigned".to_owned()));
    }
    let text = draft(&format!("approve {}", &edition[..8]), "approve");
    assert!(text.starts_with("archipel decision 1\nfederation isles\nmember north\nact approve\nedition "), "{text}");
    assert!(text.contains(&edition));
    let signed = sign("approve", "officer", "approve").ok().json();
    assert_eq!((&signed["act"], &signed["member"]), (&json!("approve"), &json!("north")));
    sign("approve", "stranger", "stranger").ok();
    draft(&format!("refuse {edition}"), "refuse");
    sign("refuse", "officer", "refuse").ok();
    for (order, note, key) in [
        ("approve", "stranger", "decision-other-key"),
        ("approve", "refuse", "decision-other-text"),
        ("refuse", "approve", "decision-other-text"),
    ] {
        let refused = of_north(&format!("{order} {edition} {}", with(note)));
        assert_eq!(refused.refusal(), (4, key.to_owned()), "{order} {note}");
    }
    let stranger = federation.at("desk/stranger.key");
    let refused = of_north(&format!("approve {edition} --key {stranger}"));
    assert_eq!(refused.refusal(), (4, "decision-other-key".to_owned()));
    assert_eq!((state(), log_size(&federation, "north")), (json!("pending"), before));
    // An officer's key signs decisions and nothing else.
    federation.write("desk/charter.txt", "archipel charter\nisles\n1\nabc\n");
    assert_eq!(sign("charter", "officer", "charter").refusal(), (3, "decision-not-one".to_owned()));
    // Nor does another member accept what the north's officer signed, and a charter without a key accepts no signature.
    let east = federation.of_node("east", &format!("releases approve {edition} --json {}", with("approve")));
    assert_eq!(east.refusal(), (4, "decision-no-key".to_owned()));
    let printed = federation.of_node("east", &format!("releases approve {edition} --print --json"));
    assert_eq!(printed.refusal(), (4, "decision-no-key".to_owned()));

    // The officer's decision, twice: once is enough.
    of_north(&format!("approve {edition} {}", with("approve"))).ok();
    let after = log_size(&federation, "north");
    assert_eq!((state(), after), (json!("active"), before + 2));
    of_north(&format!("approve {edition} {}", with("approve"))).ok();
    assert_eq!(log_size(&federation, "north"), after);
    let approved = audit("log --kind release.approved").ok().json()[0].clone();
    assert_eq!(approved["decided_by"], "officer-key");
    let settings = federation.at("north/node.toml");
    let said = archipel(&format!("audit report --config {settings}")).ok().stdout;
    assert!(said.contains("Signed with the officer’s key."), "{said}");
    let after = log_size(&federation, "north");
    of_north(&format!("approve {edition} {}", with("approve"))).ok();
    assert_eq!(log_size(&federation, "north"), after);
    // The detail beside the log is the officer's to erase.
    let seq = approved["seq"].to_string();
    assert_eq!(audit(&format!("erase {seq} --yes")).refusal(), (2, "log-no-detail".to_owned()));
    let withdrawn = ["--yes", "--by", "Somebody", "--json"];
    let key = federation.at("desk/officer.key");
    federation.of_node_with("north", &format!("releases withdraw {edition} --key {key}"), &withdrawn).ok();
    let seq = audit("log --kind release.withdrawn").ok().json()[0]["seq"].to_string();
    assert_eq!(audit(&format!("erase {seq}")).refusal(), (2, "decision-final-erase".to_owned()));
    assert_eq!(audit(&format!("erase {seq} --yes")).refusal(), (4, "decision-unsigned".to_owned()));
    audit(&format!("erase {seq} --yes --key {key}")).ok();
    // The east's charter names no key: its decisions are by the account that took them.
    federation.of_node("east", &format!("releases approve {edition}")).ok();
    drop(north);
    let verify = |member: &str, more: &str| archipel(&format!("audit verify {}{more} --json", federation.at(member)));
    let charter = format!(" --charter {}", federation.at("controlled"));
    assert_eq!(verify("north/log", "").ok().json()["decisions"], Value::Null);
    let decided = |member: &str, more: &str| verify(member, more).ok().json()["decisions"].clone();
    let counts = |signed: u64, account: u64, other: u64| json!({ "signed": signed, "by_account": account, "other_charter": other });
    assert_eq!(decided("north/log", &charter), counts(3, 0, 0));
    assert_eq!(decided("east/log", &charter), counts(0, 1, 0));
    let other = format!(" --charter {}", federation.at("charter"));
    assert_eq!(decided("north/log", &other), counts(0, 0, 3));

    // The node's own key can write another log; it can't write the officer's signature.
    for (from, to) in [
        ("\"signature\":\"", "\"signature\":\"A"),
        ("\"release.withdrawn\"", "\"release.refused\""),
        ("\"officer-key\"", "\"operator-account\""),
        ("\"kind\":\"release.approved\"", "\"kind\":\"release.considered\""),
    ] {
        let forged = forge(&federation, from, to);
        verify(&forged, "").ok();
        let found = verify(&forged, &charter);
        // The text alone changes nothing: the signature counts.
        match from {
            "\"officer-key\"" => drop(found.ok()),
            _ => assert_eq!(found.refusal(), (6, "log-decision".to_owned()), "{from}"),
        }
    }
}

/// Makes the north's log anew with some text in its records replaced, signed with the log's own key. Returns its
/// folder.
fn forge(federation: &Federation, from: &str, to: &str) -> String {
    use archipel::journal::{Journal, RealDisk};
    use archipel::note::SigningKey;
    use archipel::store::{MasterKey, Store};
    let name = format!("forged-{}", archipel::model::Digest::of(from.as_bytes()).short());
    let (copy, id) = (federation.path(&format!("{name}-copy")), "north".parse().unwrap());
    archipel(&format!("audit export {} --config {}", copy.display(), federation.at("north/node.toml"))).ok();
    let master = std::fs::read_to_string(federation.path("north/master.key")).unwrap();
    let store = Store::open(&federation.path("north/data"), &id, &MasterKey::parse(&master).unwrap()).unwrap();
    let key = SigningKey::from_seed("isles/north/audit", store.secret("log key")).unwrap();
    let log = Journal::create(&federation.path(&name), Box::new(RealDisk), key).unwrap();
    let records = String::from_utf8(files(&copy)["records.jsonl"].clone()).unwrap();
    assert!(records.contains(from), "{from}");
    for record in records.replace(from, to).lines() {
        let record = record.as_bytes().to_vec();
        log.append(move |_| record).unwrap();
    }
    name
}

/// A standing approval is a decision like others.
#[test]
fn a_standing_approval_is_the_officers_where_the_charter_names_a_key() {
    let (federation, edition) = with_an_officer();
    let [charter, key] = ["controlled", "desk/officer.key"].map(|name| federation.at(name));
    let standing = |member: &str, more: &str| {
        archipel(&format!("charter standing-approval {charter} --member {member} {more} --json"))
    };
    let text = standing("north", "").ok().json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("act standing-approval\ncharter "), "{text}");
    let signed = standing("north", &format!("--key {key}")).ok().json()["section"].as_str().unwrap().to_owned();
    let stranger = standing("north", &format!("--key {}", federation.at("desk/stranger.key")));
    assert_eq!(stranger.refusal(), (4, "decision-other-key".to_owned()));
    let unsigned = standing("east", "").ok().json()["section"].as_str().unwrap().to_owned();
    let (_, note) = signed.split_once("note = ").unwrap();
    let other = signed.replace("act standing-approval", "act approve");
    let release = format!("{unsigned}note = {}", note.replace("isles/north/officer", "isles/north/someone"));
    for (policy, line) in [(&unsigned, "standing_approval"), (&other, "note"), (&release, "note")] {
        federation.write("north/policy.toml", policy);
        let refused = federation.of_node("north", "releases list --json");
        assert_eq!(refused.refusal(), (4, "policy-unsigned".to_owned()), "{line}");
        assert!(refused.stderr.contains("policy.toml") && refused.stderr.contains(line), "{}", refused.stderr);
    }
    federation.write("north/policy.toml", &signed);
    // The waiting release goes on waiting; the next one doesn't wait.
    assert_eq!(releases(&federation, "north")[0]["state"], "pending");
    federation.of_node("north", &format!("releases refuse {edition} --yes --key {key}")).ok();
    let file = federation.at("data/north.csv");
    federation.of_node("north", &format!("ingest {file} --period 2026")).ok();
    let node = federation.serve("north");
    let settings = federation.at("hub/coordinator.toml");
    archipel(&format!("edition open --period 2026 --config {settings}"));
    drop(node);
    let states: Vec<Value> = releases(&federation, "north").iter().map(|release| release["state"].clone()).collect();
    assert!(states.contains(&json!("active")), "{states:?}");
    let verified = archipel(&format!("audit verify {} --charter {charter} --json", federation.at("north/log"))).ok();
    assert_eq!(verified.json()["decisions"]["signed"], 2);
    // A rehearsal goes the same way, with keys of its own.
    let (data, bundle) = (federation.at("data"), federation.at("rehearsal"));
    archipel(&format!("simulate --charter {charter} --data {data} --out {bundle} --period 2025")).ok();
    let rehearsed =
        archipel(&format!("audit log --copy {bundle}/logs/north --kind release.activated --json")).ok().json();
    assert_eq!((&rehearsed[0]["standing"], &rehearsed[0]["decided_by"]), (&json!(true), &json!("officer-key")));
    archipel(&format!("index verify {bundle}")).ok();
    // The rehearsal's keys are in no charter: they aren't those that this one names.
    let posed = archipel(&format!("audit verify {bundle}/logs/north --charter {charter} --json"));
    assert_eq!(posed.refusal(), (6, "log-decision".to_owned()));
    // The east's standing approval is taken as it is: no charter names an officer's key for it.
    federation.write("east/policy.toml", &unsigned);
    federation.of_node("east", "releases list").ok();
}

/// Puts every node, and the coordinator, under another charter folder.
pub(crate) fn move_all(federation: &Federation, from: &str, to: &str) {
    let nodes = MEMBERS.iter().map(|member| format!("{member}/node.toml"));
    for settings in nodes.chain(["hub/coordinator.toml".to_owned()]) {
        let text = std::fs::read_to_string(federation.path(&settings)).unwrap();
        federation.write(&settings, &text.replace(&federation.at(from), &federation.at(to)));
    }
}

/// Exact cells beside protected ones of the same people would undo the protection.
#[test]
fn a_charter_of_another_class_is_refused_while_a_release_stands() {
    let federation = controlled();
    let nodes = federation.serve_all();
    federation.of_hub("edition open");
    for member in MEMBERS {
        let edition = releases(&federation, member)[0]["edition"].as_str().unwrap().to_owned();
        federation.of_node(member, &format!("releases approve {edition}")).ok();
    }
    drop(nodes);
    // People count as before; only the class differs.
    let mut before = "controlled";
    for class in ["public", "private"] {
        federation.write_edited_charter(class, "Another", |text| of_class(&text, class));
        move_all(&federation, before, class);
        let nodes = federation.serve_all();
        let open = federation.of_hub("edition open --json");
        let obstacles: Vec<Value> =
            open.json()["members"].as_array().unwrap().iter().map(|member| member["obstacle"].clone()).collect();
        assert_eq!(obstacles, [(); 3].map(|()| json!("edition-class-changed")), "{class}");
        drop(nodes);
        before = class;
    }
    // Back under its own charter, the standing release answers as before.
    move_all(&federation, before, "controlled");
    let _nodes = federation.serve_all();
    federation.of_hub(&format!("index compute --out {}", federation.at("bundle"))).ok();
}

/// In class `controlled` a second release of a period needs the officer's signature, under a text that says what it
/// does.
#[test]
fn another_release_of_the_same_people_takes_the_officers_signature() {
    let (federation, edition) = with_an_officer();
    let _nodes = federation.serve_all();
    let key = federation.at("desk/officer.key");
    federation.of_node("north", &format!("releases approve {edition} --key {key}")).ok();
    federation.of_node("east", &format!("releases approve {edition}")).ok();
    federation.of_hub("edition open --revision 1");
    let second = |member: &str| {
        let listed = releases(&federation, member);
        listed.iter().map(|release| release["edition"].as_str().unwrap().to_owned()).find(|id| *id != edition).unwrap()
    };
    let id = second("north");
    let text =
        federation.of_node("north", &format!("releases approve {id} --print --json")).ok().json()["text"].clone();
    assert!(
        text.as_str().unwrap().contains("act approve-again\n")
            && text.as_str().unwrap().contains("\nknowing that from two")
    );
    federation.of_node("north", &format!("releases approve {id} --key {key}")).ok();
    // If the charter names no key, no one can sign it.
    let refused = federation.of_node("east", &format!("releases approve {} --json", second("east")));
    assert_eq!(refused.refusal(), (4, "decision-no-key".to_owned()));
    let verified = archipel(&format!("audit verify {} --json", federation.at("north/log")));
    verified.ok();
}
