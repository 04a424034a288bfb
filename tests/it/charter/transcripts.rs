//! Terminal sessions compared with files: `UPDATE_TRANSCRIPTS=1` writes them anew.

use super::*;

#[test]
fn transcript_of_a_charter_from_first_draft_to_agreement() {
    for lang in ["en", "fr"] {
        let mut session = Session::new(lang);
        session.run("charter new isles --id isles");
        session.run("charter new isles");
        session.run("charter check isles");
        session.give_keys("isles");
        session.run("charter sign isles --member gulls --key 2.key");
        session.run("charter sign isles --member pines --key 1.key");
        session.run("charter sign isles --member cliffs --key 1.key");
        session.run("charter sign isles --member gulls --key none.key");
        session.run("charter sign isles --member gulls --key isles/geography.csv");
        session.run("charter sign isles --member gulls --key 1.key");
        session.run("charter sign isles --member gulls --key 1.key");
        session.run("charter sign isles --member gulls --key 2.key");
        session.run("charter check isles");
        session.run("charter sign isles --member lanterns --key 2.key");
        session.run("charter check isles");
        session.edit("isles/geography.csv", &[("Wick Hill", "Wick")]);
        session.run("charter check isles");
        session.run("charter sign isles --member gulls --key 1.key");
        session.matches("charter-agreement");
    }
}

#[test]
fn transcript_of_a_charter_in_plain_words() {
    for lang in ["en", "fr"] {
        let mut session = Session::new(lang);
        session.run("charter new isles");
        session.transcript.clear();
        session.edit(
            "isles/charter.toml",
            &[("#weight_cap", "weight_cap"), ("\n#  { id = \"elsewhere\"", "\n  { id = \"elsewhere\"")],
        );
        session.give_keys("isles");
        session.edit(
            "isles/charter.toml",
            &[("#endpoint", "endpoint"), ("#authority = \"authorities/gulls.pem\"", "authority = \"gulls.pem\"")],
        );
        std::fs::write(session.path("isles/gulls.pem"), "-----BEGIN CERTIFICATE-----\n").unwrap();
        session.run("charter show isles");
        session.matches("charter-show");
        for line in session.transcript.lines().filter(|line| !line.starts_with(['!', '$'])) {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn transcript_of_differences() {
    for lang in ["en", "fr"] {
        let mut session = Session::new(lang);
        for folder in ["before", "after"] {
            session.run(&format!("charter new {folder}"));
        }
        session.transcript.clear();
        session.run("charter diff before after");
        session.edit("after/charter.toml", &[("[method]\n", "[method]  # new comment\n")]);
        session.run("charter diff before after");
        session.edit(
            "after/charter.toml",
            &[
                ("changement convenu.\nversion = 1", "changement convenu.\nversion = 2"),
                ("class = \"private\"", "class = \"controlled\""),
                ("en = \"Show where", "en = \"Find out where"),
                ("ends = 2099-12-31", "ends = 2031-12-31"),
                ("areas = [\"LAN\"]", "areas = [\"LAN-1\"]\n[[member]]\nid = \"lamps\"\nname = { en = \"Old Lamp\", fr = \"Vieille-Lampe\" }\nareas = [\"LAN-2\"]"),
                ("level = \"town\"\ngroups = [\"age\"]", "level = \"town\"\ngroups = [\"age\", \"household\"]"),
                ("below = 25.0", "below = 22.5"),
                ("aggregate = \"arithmetic\"", "aggregate = \"geometric\""),
                ("steps = 5", "steps = 7"),
                ("weight = 0.5", "weight = 2"),
            ],
        );
        session.edit("after/geography.csv", &[("Wick Hill", "Wick")]);
        session.run("charter diff before after");
        session.matches("charter-diff");
    }
}

#[test]
fn transcript_of_mistakes() {
    for lang in ["en", "fr"] {
        let mut session = Session::new(lang);
        session.run("charter new isles");
        session.transcript.clear();
        session.run("charter check nowhere");
        session.run("charter new other --id ../other");
        session.run("charter new other --id EVI");
        session.edit(
            "isles/charter.toml",
            &[
                ("below = 25.0", "below = 75.0"),
                ("areas = [\"PIN\"]", "areas = [\"PIN\", \"GUL-1\"]"),
                ("spiffe://three-islands/", "spiffe://elsewhere/"),
                ("#endpoint = \"node.gulls.example.org:7443\"", "endpoint = \"node.gulls.example.org\""),
                ("worse = \"no\"", "wrose = \"no\""),
                ("level = \"town\"\ngroups", "level = \"village\"\ngroups"),
            ],
        );
        session.edit("isles/geography.csv", &[("LAN-2,town,LAN", "LAN-2,town,ARC")]);
        session.run("charter check isles");
        session.matches("charter-mistakes");
    }
}

/// The statement of each class before anyone signs, and the keys that the protecting classes refuse by name.
#[test]
fn transcript_of_classes() {
    for lang in ["en", "fr"] {
        let mut session = Session::new(lang);
        session.run("charter new isles");
        session.new_of_class("survey", "controlled");
        session.run("charter new refused");
        let old = "[disclosure]\nknowledge = \"population\"\npersons = 11\nbudget = []\nimpossible = []\n";
        let rho = "rho = \"0.1234567890123456789012345678901234567890\"\ndelta = \"1\"\n";
        session.edit(
            "refused/charter.toml",
            &[
                ("weights = \"none\"", "weights = \"calibrated\""),
                ("[privacy]\nrho = \"standard\"\n", &format!("{old}[privacy]\n{rho}")),
            ],
        );
        session.run("charter new fine");
        session.give_keys("fine");
        let few = ("areas = [\"PIN\"]", "areas = [\"PIN\"]\npopulation = 500");
        session.edit("fine/charter.toml", &[("rho = \"standard\"", "rho = \"0.000001\""), few]);
        session.transcript.clear();
        for folder in ["isles", "survey", "refused", "fine"] {
            session.run(&format!("charter check {folder}"));
        }
        // Neither a charter that check refuses is signed, nor one in which no officer could decide.
        session.run("charter sign fine --member gulls --key 1.key");
        session.give_keys("isles");
        session.edit("isles/charter.toml", &[("officer_key", "#officer_key")]);
        session.run("charter sign isles --member lanterns --key 2.key");
        session.matches("charter-classes");
        assert_eq!(session.run("charter show fine").code, 4);
        for line in session.transcript.lines().filter(|line| !line.starts_with(['!', '$'])) {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn transcript_of_forecasts_that_cannot_be() {
    for lang in ["en", "fr"] {
        let mut session = Session::new(lang);
        session.new_of_class("public", "public");
        session.run("charter new isles");
        session.transcript.clear();
        let write = |name: &str, text: &str| std::fs::write(session.path(name), text).unwrap();
        write("people.csv", "code,people\nGUL,2000\nGUL-1,41\n");
        write("bad.csv", "code,people\nGUL,2000\nGOLL,5\nGUL,7\nPIN,-3\nLAN,many\nPIN-1\n");
        write("sum.csv", "code,people\nGUL,40\nGUL-1,41\n");
        write("census.csv", "area;count\n");
        write("nobody.csv", "code,people\nGUL,0\n");
        write(
            "shares.csv",
            "group,category,share\nage,75+,0.5\nhousehold,castle,1\nweather,dry,1\nage,75+,0.5\nage,16-24,2\n",
        );
        write("part.csv", "group,category,share\nage,75+,0.5\nage,16-24,0.4\n");
        for line in [
            "public --people people.csv",
            "isles",
            "isles --people none.csv",
            "isles --people bad.csv",
            "isles --people sum.csv",
            "isles --people census.csv",
            "isles --people nobody.csv",
            "isles --people people.csv --shares shares.csv",
            "isles --people people.csv --shares part.csv",
            "isles --people people.csv --member cliffs",
            "isles --people people.csv --member pines",
            "isles --people people.csv --points 0",
            "isles --people people.csv",
        ] {
            session.run(&format!("charter forecast {line}"));
        }
        session.matches("charter-forecast-mistakes");
    }
}
