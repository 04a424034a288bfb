use std::path::Path;

use super::limits;
use super::node::load_config;
use super::page::Page;
use super::releases::order;
use super::shell::Shell;
use crate::charter::Charter;
use crate::disclosure::{Attack, Bounds};
use crate::model::{Findings, problems};
use crate::node::AttackReport;
use crate::rpc::OfficerOrder;
use crate::text::Word;

problems! {
    /// What an attack can come to.
    pub(super) enum AttackError {
        /// At least one came to something.
        Succeeded(Policy, "attack-succeeded") { edition: String },
    }
}

/// Attacks a release, and prints a page for the officer to sign. An attack that succeeds is an error.
pub(super) fn run(shell: &Shell, config: &Path, edition: String) -> Result<(), Findings> {
    let found: AttackReport = order(config, OfficerOrder::Attack(edition))?;
    let edition = found.release.edition.digest().short();
    let (_, charter) = super::open_charter(&load_config(config)?.charter)?;
    shell.data(&found, || page(shell, &charter, &found));
    if !found.succeeded.is_empty() {
        return Err(AttackError::Succeeded { edition }.into());
    }
    shell.say("attack-next", &[("edition", edition.into())]);
    Ok(())
}

fn page(shell: &Shell, charter: &Charter, found: &AttackReport) -> String {
    let AttackReport { release, attack, succeeded, at } = found;
    let mut page = Page::new(shell.texts());
    page.line(
        "attack-head",
        &[
            ("edition", release.edition.digest().short().into()),
            ("period", (&release.period).into()),
            ("state", shell.line(&format!("release-state-{}", release.state.id()), &[]).into()),
        ],
    );
    page.line("attack-about", &[]);
    limits::head(&mut page, charter);
    for (heading, paragraphs) in chapters(shell, attack) {
        page.heading(heading);
        paragraphs.iter().for_each(|(key, words)| page.paragraph(key, words));
    }
    page.heading("attack-verdict");
    if succeeded.is_empty() {
        page.paragraph("attack-held", &[]);
    }
    for name in succeeded {
        page.item(&format!("attack-succeeded-{name}"), &[]);
    }
    page.heading("attack-signed");
    page.paragraph("attack-charter", &[("digest", release.charter.to_string().into())]);
    page.paragraph("release-digest", &[("digest", release.digest.to_string().into())]);
    page.paragraph("attack-made", &[("time", at.clone().into()), ("version", env!("CARGO_PKG_VERSION").into())]);
    for line in ["attack-name", "attack-date", "attack-signature"] {
        page.verbatim(&format!("\n  {:<12}{}", shell.line(line, &[]), "_".repeat(40)));
    }
    page.finish()
}

type Paragraph = (&'static str, Vec<(&'static str, Word)>);

/// What each attack came to, under a heading each.
fn chapters(shell: &Shell, attack: &Attack) -> Vec<(&'static str, Vec<Paragraph>)> {
    let number = |number: f64, decimals: usize| -> Word { shell.texts().number(number, decimals).into() };
    let count = |count: u64| number(count as f64, 0);
    let percent = |share: f64| -> Word { shell.line("percent", &[("number", number(100.0 * share, 1))]).into() };
    let persons = |persons: u32| count(persons.into());
    let least = ("least", persons(attack.persons));
    let mut chapters = Vec::new();

    let smallest = match attack.smallest {
        Some(smallest) => ("attack-smallest-cell", vec![("persons", persons(smallest)), least.clone()]),
        None => ("attack-nothing-told", vec![]),
    };
    chapters.push(("attack-smallest", vec![smallest]));

    let Bounds { cells, tried, exact, narrow, unsolved, narrowest } = attack.bounds;
    let words = [("cells", cells), ("tried", tried), ("exact", exact), ("narrow", narrow), ("unsolved", unsolved)];
    let words = words.map(|(name, cells)| (name, count(cells))).into_iter().chain([least.clone()]).collect();
    let mut bounds: Vec<Paragraph> = vec![("attack-bounds-found", words)];
    bounds.extend(narrowest.map(|width| ("attack-bounds-narrowest", vec![("width", number(width.floor(), 0))])));
    chapters.push(("attack-bounds", bounds));

    let mut subtraction: Vec<Paragraph> =
        vec![("attack-subtraction-tried", vec![("attempts", count(attack.subtraction.attempts))])];
    let rest = attack.subtraction.smallest;
    subtraction.extend(rest.map(|rest| ("attack-subtraction-rest", vec![("persons", persons(rest)), least.clone()])));
    chapters.push(("attack-subtraction", subtraction));

    let averaging = &attack.averaging;
    let words = vec![
        ("cells", count(averaging.cells)),
        ("ways", count(averaging.ways)),
        ("error", number(averaging.error, 1)),
        ("averaged", number(averaging.averaged_error, 1)),
        ("exact", percent(averaging.exact)),
    ];
    chapters.push(("attack-averaging", vec![("attack-averaging-found", words)]));

    let membership = match attack.membership {
        None => ("attack-membership-sample", vec![]),
        Some(found) => {
            let words = vec![
                ("guesses", count(found.guesses)),
                ("right", percent(found.right)),
                ("alarms", percent(found.false_alarms)),
            ];
            ("attack-membership-found", words)
        }
    };
    chapters.push(("attack-membership", vec![membership]));

    let versions = match attack.versions.as_ref().map(|versions| (versions.blocks, versions.fewest)) {
        None => ("attack-versions-first", vec![]),
        Some((blocks, None)) => ("attack-versions-nobody", vec![("blocks", count(blocks))]),
        Some((blocks, Some(fewest))) => {
            ("attack-versions-fewest", vec![("blocks", count(blocks)), ("persons", persons(fewest)), least])
        }
    };
    chapters.push(("attack-versions", vec![versions]));
    chapters
}
