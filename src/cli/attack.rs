use std::path::Path;

use super::limits;
use super::node::load_config;
use super::page::Page;
use super::releases::order;
use super::shell::Shell;
use crate::charter::Charter;
use crate::disclosure::private::Attack;
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
    let percent = |share: f64| -> Word { shell.line("percent", &[("number", number(100.0 * share, 1))]).into() };
    let membership = vec![
        ("guesses", number(attack.guesses as f64, 0)),
        ("right", percent(attack.right)),
        ("promised", percent(attack.promised)),
        ("apart", number(attack.apart[0], 3)),
        ("claimed", number(attack.apart[1], 3)),
    ];
    let noise = vec![
        ("numbers", number(attack.numbers as f64, 0)),
        ("ratio", number(attack.noise[0], 3)),
        ("off", number(attack.noise[1], 3)),
    ];
    let additive = match attack.additive {
        Some(gap) => ("attack-additive-found", vec![("gap", format!("{gap:.0e}").into())]),
        None => ("attack-additive-hidden", vec![]),
    };
    vec![
        ("attack-membership", vec![("attack-membership-found", membership)]),
        ("attack-noise", vec![("attack-noise-found", noise)]),
        ("attack-additive", vec![additive]),
        ("attack-statuses", vec![("attack-statuses-found", vec![("cells", number(attack.statuses as f64, 0))])]),
    ]
}
