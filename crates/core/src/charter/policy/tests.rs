use super::*;
use crate::charter::template;

#[test]
fn the_template_decides_nothing_and_is_a_policy_once_it_is_filled_in() {
    let mut charter = Charter::parse(&template(None)).unwrap();
    charter.class = Class::Private;
    let member = charter.members[0].id.clone();
    let text = Policy::template(&charter, &member);
    let decided = |text: &str| Policy::parse("policy.toml", text, &charter, &member).unwrap();
    let none = Policy { digest: decided(&text).digest(), ..Policy::none(&charter, &member) };
    assert_eq!(decided(&text), none);
    let filled: Vec<String> = text
        .lines()
        .filter(|line| !line.starts_with("#key"))
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned())
        .collect();
    let filled = decided(&filled.join("\n"));
    let parties = charter.members.len() - 1 + charter.coordinators.len();
    assert_eq!((filled.lifetime(), filled.witnesses().len()), ("0.5".parse().ok(), parties));
}

/// A policy under the template in this class; or the keys of its problems, and their lines.
fn policy(class: &str, text: &str) -> Result<Rules, Vec<(String, u64)>> {
    let mut files = template(None);
    let charter = String::from_utf8(files["charter.toml"].clone()).unwrap();
    let charter = charter.replace("class = \"public\"", &format!("class = \"{class}\""));
    files.insert("charter.toml".into(), charter.replace("#weights = \"none\"", "weights = \"none\"").into_bytes());
    let charter = Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}"));
    let policy = Policy::parse("policy.toml", text, &charter, &"gulls".parse().unwrap());
    policy.map(|policy| policy.rules().clone()).map_err(|findings| {
        let found = findings.shown().iter();
        found.map(|problem| (problem.key.to_string(), problem.place.line.unwrap())).collect()
    })
}

#[test]
fn rho_is_the_charters_or_less_and_an_amount() {
    let rho = |text: &str| {
        let found = policy("private", &format!("[privacy]\nrho = {text}\n"));
        found.map(|rules| rules.privacy.rho.to_string()).map_err(|mut found| found.remove(0))
    };
    for (text, own) in [("\"strict\"", "0.05"), ("\"standard\"", "0.185"), ("\"0.1\"", "0.1"), ("\"0.185\"", "0.185")] {
        assert_eq!(rho(text), Ok(own.to_owned()));
    }
    for (text, key) in [
        ("\"wide\"", "policy-looser"),
        ("\"0.185001\"", "policy-looser"),
        ("\"NaN\"", "charter-rho"),
        ("\"-1\"", "charter-rho"),
        ("\"1e308\"", "charter-rho"),
        ("\"0.1234567890123456789012345678901234567890\"", "charter-rho"),
        ("0.1", "document-unquoted"),
    ] {
        assert_eq!(rho(text), Err((key.to_owned(), 2)), "{text}");
    }
}

#[test]
fn what_has_no_effect_is_refused_by_name() {
    for (class, text, key, line) in [
        ("private", "lifetime_rho = 0.5\n", "document-unquoted", 1),
        ("private", "lifetime_rho = \"NaN\"\n", "policy-lifetime", 1),
        ("private", "[privacy]\nlifetime_rho = \"0.5\"\n", "policy-lifetime-elsewhere", 2),
        ("private", "[[witness]]\nid = \"pines\"\nlifetime_rho = \"0.5\"\n", "policy-lifetime-elsewhere", 3),
        ("private", "[[witness]]\nid = \"pines\"\nkey = \"pines\"\n", "policy-witness-key", 3),
        ("private", "\n[disclosure]\nmin_frequency = 12\n", "policy-other-class", 2),
        ("controlled", "[privacy]\nrho = \"strict\"\n", "policy-other-class", 1),
        ("public", "[privacy]\nrho = \"strict\"\n", "policy-other-class", 1),
        ("controlled", "[disclosure]\nrho = \"strict\"\n", "document-unknown-key", 2),
        ("controlled", "[disclosure]\nmin_frequency = 10\n", "policy-looser", 2),
        ("controlled", "[disclosure]\nshow_from = 20\n", "charter-outdated-key", 2),
        ("private", "[privacy]\nshow_from = 20\n", "charter-outdated-key", 2),
    ] {
        assert_eq!(policy(class, text), Err(vec![(key.to_owned(), line)]), "{class}: {text}");
    }
    assert_eq!(policy("controlled", "[disclosure]\nmin_frequency = 20\n").unwrap().min_frequency, Some(20));
}
