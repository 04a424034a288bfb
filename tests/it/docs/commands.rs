//! Every command on a page is run: those of the tutorial with it, the others here.

use std::collections::BTreeSet;
use std::fs;

use archipel::model::Lang;

use super::{files, page, root, shell};
use crate::officer;
use crate::report::publication;

/// Pages in the order in which they are run, all in one folder, as by a reader who reads on.
const PAGES: [&str; 8] = [
    "guide/index",
    "guide/governance",
    "guide/exercises",
    "guide/agreement",
    "guide/privacy",
    "guide/readiness",
    "guide/skills",
    "reference/bundle",
];

/// Lines of the shell blocks of a page, with continued lines joined and without comments.
fn lines(markdown: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut shell = false;
    for line in markdown.replace("\\\n", " ").lines().map(str::trim) {
        match line.strip_prefix("```") {
            Some(kind) => shell = kind == "sh",
            None if shell && !line.is_empty() => {
                let line = line.split(" #").next().unwrap_or_default();
                lines.push(line.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            None => {}
        }
    }
    lines
}

fn every_command_is_run(lang: Lang) {
    // The commands that have been run, as they are written.
    let mut done: BTreeSet<String> = lines(&page(lang, "tutorials/three-nodes.md")).into_iter().collect();
    let bare = |line: &str| line.replace(" --lang fr", "");
    let mut take = |lines: Vec<String>, wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
        lines
            .into_iter()
            .filter(|line| wanted(line) && !done.contains(&bare(line)) && done.insert(line.clone()))
            .collect()
    };
    let is_of_officer = |line: &str| {
        line.starts_with("archipel node releases")
            || line.contains("node attack")
            || line.starts_with("archipel pki sign ")
    };
    let is_of_publishing = |line: &str| line.starts_with("archipel index publish") || line.ends_with(" --published");

    // With the demonstration's bundle.
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("people.csv"), "code,people\n62,30000\n").unwrap();
    for name in PAGES {
        let lines =
            take(lines(&page(lang, &format!("{name}.md"))), &|line| !is_of_officer(line) && !is_of_publishing(line));
        let filled = lines.iter().map(|line| {
            let line = line.replace("--people 100000", "--people 65000").replace(" N --bundle", " 1 --bundle");
            let line = line.replace("ANSWER", "NU").replace("RÉPONSE", "NU").replace(" DIR", " guide-demo/charter");
            line.replace("cd bundle/", "cd guide-demo/").replace("cd dossier/", "cd guide-demo/")
        });
        shell(home.path(), lang, &filled.collect::<Vec<_>>().join("\n"));
    }

    // At a node where a release waits for its officer, whose key is at hand.
    let (federation, edition) = officer::with_an_officer();
    let _north = federation.serve("north");
    let node = federation.path("north");
    fs::copy(federation.path("desk/officer.key"), node.join("officer.key")).unwrap();
    for name in ["guide/privacy.md", "reference/commands.md"] {
        let lines = take(lines(&page(lang, name)), &is_of_officer);
        assert!(!lines.is_empty(), "{name}");
        shell(&node, lang, &lines.join("\n").replace("EDITION", &edition));
    }

    // At two coordinators.
    let (federation, _nodes) = publication::publishing("");
    publication::compute(&federation, "hub/bundle", "").ok();
    let hub = federation.path("hub");
    for (key, names) in [("secretariat", ["first", "premiere"]), ("council", ["second", "seconde"])] {
        for name in names {
            fs::copy(federation.path(&format!("{key}.key")), hub.join(format!("{name}.key"))).unwrap();
        }
    }
    let lines_of_publishing = take(lines(&page(lang, "guide/governance.md")), &is_of_publishing);
    assert_eq!(lines_of_publishing.len(), 3);
    shell(&hub, lang, &lines_of_publishing.join("\n").replace("dossier", "bundle"));

    // The rest only builds the program, or needs outside figures.
    for path in files(&root().join("docs").join(lang.code()), ".md") {
        let left = take(lines(&fs::read_to_string(&path).unwrap()), &|line| !line.starts_with("cargo "));
        assert!(left.is_empty(), "{}: {left:#?}", path.display());
    }
}

#[test]
fn every_command_of_the_pages_is_run() {
    every_command_is_run(Lang::En);
}

#[test]
fn every_command_of_the_pages_is_run_in_french() {
    every_command_is_run(Lang::Fr);
}
