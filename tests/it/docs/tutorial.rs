//! The tutorial is run as it is written.

use std::fs;

use archipel::model::Lang;

use super::{page, shell};
use crate::fixture::archipel_in;

/// Code blocks of a page that are marked with `kind`.
fn blocks(markdown: &str, kind: &str) -> Vec<String> {
    let open = format!("\n```{kind}\n");
    markdown.split(&open).skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned()).collect()
}

/// A line with all spaces, of any kind and width, made equal.
fn even(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a line equals the one on the page, where `…` stands for anything.
fn is_shown(line: &str, shown: &str) -> bool {
    let mut parts = shown.split('…').map(even);
    let mut rest = line.strip_prefix(parts.next().unwrap().as_str());
    for part in parts {
        rest = rest.and_then(|rest| rest.split_once(part.as_str()).map(|(_, rest)| rest));
    }
    rest.is_some_and(|rest| rest.is_empty() || shown.ends_with('…'))
}

/// Runs every command of the tutorial as it is written, in an empty folder, and looks for all output on the page. Only
/// the ports differ, so that tests don't collide.
fn follow_the_tutorial(lang: Lang) {
    let page = page(lang, "tutorials/three-nodes.md");
    let free = [(); 3].map(|()| std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    let free = free.map(|listener| listener.local_addr().unwrap().port().to_string());
    let with_free_ports = |text: &str| {
        ["7441", "7442", "7443"].iter().zip(&free).fold(text.to_owned(), |text, (port, free)| text.replace(port, free))
    };
    let script = with_free_ports(&blocks(&page, "sh").join("\n"));

    let home = tempfile::tempdir().unwrap();
    let told = shell(home.path(), lang, &script);

    let lines: Vec<String> = told.lines().map(even).collect();
    for shown in blocks(&page, "text").iter().flat_map(|block| block.lines()) {
        let shown = with_free_ports(shown);
        assert!(
            lines.iter().any(|line| is_shown(line, &shown)),
            "{lang:?}: the page shows {shown:?}, the run not:\n{told}"
        );
    }

    archipel_in(home.path(), "simulate --charter charter --data data --out simulated").ok();
    let [real, simulated] =
        ["bundle", "simulated"].map(|bundle| fs::read(home.path().join(bundle).join("index.csv")).unwrap());
    assert!(real == simulated, "three processes don’t give the bytes that one gives");
}

#[test]
fn the_tutorial_does_what_it_says() {
    follow_the_tutorial(Lang::En);
}

#[test]
fn the_tutorial_does_what_it_says_in_french() {
    follow_the_tutorial(Lang::Fr);
}

#[test]
fn tutorials_have_the_same_commands_in_both_languages() {
    let [en, fr] = Lang::ALL.map(|lang| blocks(&page(lang, "tutorials/three-nodes.md"), "sh"));
    assert_eq!(en, fr);
    assert!(en.len() > 10);
}
