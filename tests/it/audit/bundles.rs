//! Bundles that were changed after they were computed: refused offline, whatever was signed anew.

use std::fs;
use std::path::Path;

use super::super::budget;
use super::super::fixture::{Federation, MEMBERS, archipel, copy, files};
use super::{audit, computed};

/// A bundle with one change and corrected checksums, so that only the change itself can be found.
#[test]
#[expect(clippy::too_many_lines, reason = "one change after another")]
fn a_changed_bundle_is_refused_offline() {
    let federation = computed();
    let bundle = federation.path("bundle");
    let verify = |path: &Path, more: &str| archipel(&format!("index verify {} --json {more}", path.display()));
    let found = verify(&bundle, &format!("--keys {}", federation.at("hub/memory"))).ok().json();
    assert_eq!(found["members"].as_array().unwrap().len(), 3);
    assert!(
        found["members"].as_array().unwrap().iter().all(|member| member["receipts"] == 15 && member["witnesses"] == 3)
    );
    let scratch = federation.path("changed");
    let changed = |name: &str, from: &str, to: &str, sums: bool| {
        let _ = fs::remove_dir_all(&scratch);
        copy(&bundle, &scratch);
        let text = fs::read_to_string(scratch.join(name)).unwrap();
        assert!(text.contains(from), "{name}: {from}");
        fs::write(scratch.join(name), text.replacen(from, to, 1)).unwrap();
        if sums {
            resum(&scratch);
        }
        verify(&scratch, "").refusal()
    };
    let key = |key: &str| (6, key.to_owned());
    assert_eq!(changed("index.csv", "published", "withheld", false), key("bundle-checksum"));
    assert_eq!(changed("index.csv", "published", "withheld", true), key("bundle-figures"));
    assert_eq!(changed("answers/north.csv", "published", "withheld", true), key("receipt-other-answer"));
    assert_eq!(
        changed("edition.json", "\"period\": \"2025\"", "\"period\": \"2024\"", true),
        key("bundle-other-edition")
    );
    assert_eq!(changed("charter/charter.toml", "Controlled", "controlled", true), key("bundle-other-charter"));
    assert_eq!(changed("members.csv", "north,answered", "north,missing", true), key("bundle-figures"));
    assert_eq!(changed("receipts/west/proofs", "index ", "index 1", true), key("receipt-not-proved"));
    assert_eq!(
        changed("receipts/west/checkpoint", "\n— isles/west", "\n— isles/east", true),
        key("receipt-not-proved")
    );
    fs::write(scratch.join("more.txt"), "more").unwrap();
    assert_eq!(verify(&scratch, "").code, 6);
    // Signatures of witnesses under other names, and their keys.
    let stranger = ("receipts/north/checkpoint", "— isles/secretariat/witness ", "— isles/nobody/witness ");
    assert_eq!(changed(stranger.0, stranger.1, stranger.2, true), key("bundle-signatures"));
    assert_eq!(changed("receipts/witnesses.vkeys", "isles/", "Isles/", true), key("bundle-witness"));
    // One note and one file of proofs for each member, and each key once.
    let sound = files(&bundle);
    let receipts = sound.keys().filter(|name| name.starts_with("receipts/")).collect::<Vec<_>>();
    assert_eq!(receipts.len(), 3 * MEMBERS.len() + 1, "{receipts:?}");
    let text = |name: &str| String::from_utf8(sound[name].clone()).unwrap();
    assert_eq!(text("receipts/witnesses.vkeys").lines().count(), MEMBERS.len() + 1);
    assert!(
        !text("receipts/north/proofs").contains("— ") && text("receipts/north/checkpoint").matches("— ").count() == 4
    );
    let more = text("receipts/north/proofs").split_inclusive("\n\n").next().unwrap().to_owned();
    assert_eq!(changed("receipts/north/proofs", &more, &(more.clone() + &more), true), key("receipt-other-answer"));
    // As earlier versions wrote them.
    let _ = fs::remove_dir_all(&scratch);
    copy(&bundle, &scratch);
    let edition = fs::read_to_string(scratch.join("edition.json")).unwrap();
    fs::write(scratch.join("edition.json"), edition.replace("\"format\": 3,", "\"format\": 2,")).unwrap();
    resum(&scratch);
    let old = verify(&scratch, "");
    assert_eq!(old.refusal(), (3, "bundle-old-form".to_owned()));
    assert!(old.stderr.contains("form 2") && old.stderr.contains("form 3"), "{}", old.stderr);
    let _ = fs::remove_dir_all(&scratch);
    copy(&bundle, &scratch);
    fs::copy(bundle.join("answers/north.csv"), scratch.join("answers/atlantis.csv")).unwrap();
    resum(&scratch);
    assert_eq!(verify(&scratch, "").refusal(), key("bundle-more"));
    // A key known from elsewhere.
    let memory = federation.path("hub/memory");
    // Any other file beside it.
    fs::File::create(memory.join("large")).unwrap().set_len(80 << 20).unwrap();
    verify(&bundle, &format!("--keys {}", memory.display())).ok();
    fs::copy(memory.join("east.vkey"), memory.join("north.vkey")).unwrap();
    let other = verify(&bundle, &format!("--keys {}", memory.display()));
    assert_eq!(other.refusal(), key("bundle-other-key"));
    fs::write(memory.join("north.vkey"), "no key").unwrap();
    let other = verify(&bundle, &format!("--keys {}", memory.display()));
    assert_eq!(other.refusal(), key("bundle-other-key"));
}

/// A bundle of class `private`, with a changed plan, and with figures that the member's log vouches for but that don't
/// add up.
#[test]
fn a_bundle_of_another_plan_or_of_figures_that_do_not_add_up_is_refused_offline() {
    let federation = budget::private();
    MEMBERS.iter().for_each(|member| federation.adopt_budget(member, "1"));
    let nodes = federation.serve_all();
    let edition = budget::asked(&federation);
    MEMBERS.iter().for_each(|member| federation.approve(member, &edition));
    federation.of_hub(&format!("index compute --out {}", federation.at("bundle"))).ok();
    for (_, node) in nodes {
        node.stop();
    }
    let (bundle, scratch) = (federation.path("bundle"), federation.path("changed"));
    let verify = |path: &Path| archipel(&format!("index verify {} --json", path.display()));
    verify(&bundle).ok();
    let changed = |name: &str, text: &str| {
        let _ = fs::remove_dir_all(&scratch);
        copy(&bundle, &scratch);
        fs::write(scratch.join(name), text).unwrap();
        resum(&scratch);
        verify(&scratch).refusal()
    };
    let key = |key: &str| (6, key.to_owned());
    // The last variance of the plan, a tenth smaller or larger; its stated cost; the charter's limit.
    let plan = fs::read_to_string(bundle.join("answers/north.plan")).unwrap();
    let (before, last) = plan.trim_end().rsplit_once(' ').unwrap();
    let (number, parts) = last.split_once('/').map_or((last, String::new()), |(n, parts)| (n, format!("/{parts}")));
    let variance = |tenths: u64| format!("{before} {}{parts}\n", number.parse::<u64>().unwrap() * tenths / 10);
    assert_eq!(variance(10), plan);
    for (text, refusal) in [
        (variance(9), "private-plan"),
        (plan.replace("rho 0.185", "rho 0.184"), "private-plan"),
        (plan.replace("rho 0.185", "rho 0.186"), "private-plan"),
        (String::new(), "private-plan"),
        // It costs less than it states, and isn't the plan that the member's log names.
        (variance(11), "bundle-other-release"),
    ] {
        assert_eq!(changed("answers/north.plan", &text), key(refusal), "{text}");
    }
    // One more person in the country, and in none of its parts.
    let answers = fs::read_to_string(bundle.join("answers/north.csv")).unwrap();
    let mut lines: Vec<String> = answers.lines().map(str::to_owned).collect();
    let weight = lines[0].split(',').position(|column| column == "weight").unwrap();
    let mut fields: Vec<String> = lines[1].split(',').map(str::to_owned).collect();
    fields[weight] = (fields[weight].parse::<f64>().unwrap() + 1.0).to_string();
    lines[1] = fields.join(",");
    let uneven = lines.join("\n") + "\n";
    assert_eq!(changed("answers/north.csv", &uneven), key("receipt-other-answer"));
    vouch(&federation, &scratch, [&answers, &uneven].map(String::as_str), &plan);
    assert_eq!(verify(&scratch).refusal(), key("member-not-additive"));
}

/// Makes the log of a member, with its own key, state another answer in the receipts of a bundle.
fn vouch(federation: &Federation, bundle: &Path, [before, now]: [&str; 2], plan: &str) {
    use archipel::charter::Charter;
    use archipel::disclosure::private::Plan;
    use archipel::journal::{Journal, RealDisk};
    use archipel::model::{Digest, MemberId, release_digest, table_digest};
    use archipel::note::SigningKey;
    use archipel::report::read_answers;
    use archipel::store::{MasterKey, Store};
    let id: MemberId = "north".parse().unwrap();
    let charter = Charter::parse(&files(&federation.path("private"))).unwrap();
    let plan = Plan::parse(plan, &charter, &id).unwrap().digest(&charter);
    let digests = |answers: &str| -> Vec<Digest> {
        let tables = read_answers(&charter, answers.as_bytes()).unwrap();
        let own = tables.iter().map(table_digest);
        own.chain([release_digest(Some(plan), tables.iter().map(table_digest))]).collect()
    };
    let changes: Vec<_> = digests(before).into_iter().zip(digests(now)).collect();
    let master = fs::read_to_string(federation.path("north/master.key")).unwrap();
    let store = Store::open(&federation.path("north/data"), &id, &MasterKey::parse(&master).unwrap()).unwrap();
    let key = SigningKey::from_seed("isles/north/audit", store.secret("log key")).unwrap();
    drop(store);
    let log = Journal::create(&federation.path("again"), Box::new(RealDisk), key).unwrap();
    audit(federation, "north", &format!("export {}", federation.at("pack"))).ok();
    for record in fs::read_to_string(federation.path("pack/records.jsonl")).unwrap().lines() {
        let record = changes
            .iter()
            .fold(record.to_owned(), |text, (before, now)| text.replace(&before.to_string(), &now.to_string()));
        log.append(move |_| record.into_bytes()).unwrap();
    }
    let checkpoint = log.checkpoint();
    let proofs = fs::read_to_string(bundle.join("receipts/north/proofs")).unwrap();
    let places = proofs.lines().filter_map(|line| line.strip_prefix("index ")).map(|seq| seq.parse().unwrap());
    let heads: Vec<String> = places.map(|seq| log.prove(seq, &checkpoint).unwrap().head()).collect();
    fs::write(bundle.join("receipts/north/proofs"), heads.join("\n")).unwrap();
    fs::write(bundle.join("receipts/north/checkpoint"), checkpoint).unwrap();
    resum(bundle);
}

/// Corrects the checksums of a bundle.
pub(crate) fn resum(bundle: &Path) {
    let line = |(name, bytes): (&String, &Vec<u8>)| format!("{}  {name}\n", archipel::model::Digest::of(bytes));
    let all = files(bundle);
    let sums: String = all.iter().filter(|(name, _)| *name != "SHA256SUMS").map(line).collect();
    fs::write(bundle.join("SHA256SUMS"), sums).unwrap();
}
