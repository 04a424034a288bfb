use std::path::Path;

use serde_json::json;

use super::elsewhere;
use super::node::{load_config, officer};
use super::releases::named;
use super::shell::Shell;
use crate::briefing::limits;
use crate::charter::Charter;
use crate::disclosure::private::promise::{epsilon, guesses, thousandth};
use crate::disclosure::private::{Attack, Noise, answers_cost};
use crate::model::{Findings, MemberId, Rho, problems};
use crate::node::{AttackReport, LedgerReview};
use crate::text::{TextPage, Variable};

problems! {
    /// Result of an attack that ends the command with an error.
    pub(super) enum AttackError {
        /// At least one attack succeeded.
        Succeeded(Policy, "attack-succeeded") { edition: String },
    }
}

/// Attacks a release, and prints a page for the officer to sign. An attack that succeeds is an error.
pub(super) fn run(shell: &Shell, config: &Path, edition: &str) -> Result<(), Findings> {
    let found = officer(config)?.attack(edition)?;
    let edition = found.release.edition.digest().short();
    let settings = load_config(config)?;
    let (_, charter) = super::open_charter(&settings.charter)?;
    let mut value = serde_json::to_value(&found).expect("our own types serialise");
    value["attack"]["chance"] = json!([found.attack.chance_right(), found.attack.chance()]);
    shell.data(&value, || page(shell, (&charter, &settings.member), &found));
    if !found.succeeded.is_empty() {
        return Err(AttackError::Succeeded { edition }.into());
    }
    shell.say("attack-next", &[("edition", (edition + &elsewhere(config, "node.toml")).into())]);
    Ok(())
}

fn page(shell: &Shell, (charter, member): (&Charter, &MemberId), found: &AttackReport) -> String {
    let AttackReport { release, ledger, attack, succeeded, at } = found;
    let mut page = TextPage::new(shell.texts());
    let state = shell.line(&format!("release-state-{}", release.state.id()), &[]);
    page.line("attack-head", &[("release", named(shell, release).into()), ("state", state.into())]);
    let name = charter.member(member).map_or("", |known| known.name.get(shell.texts().lang()));
    let words = [("name", name.into()), ("member", member.into()), ("federation", (&charter.id).into())];
    page.line("attack-of", &words);
    page.line("attack-about", &[]);
    let mut promised = charter.clone();
    promised.rules.privacy.rho = release.spending.as_ref().map_or(Rho::NONE, |spending| spending.rho);
    limits::head(&mut page, &promised);
    let privacy = &promised.rules.privacy;
    let epsilon = thousandth(epsilon(privacy.rho.value(), privacy.delta()));
    page.heading("attack-cost");
    let cost = [
        ("rho", privacy.rho.into()),
        ("epsilon", shell.texts().number(epsilon, 3).into()),
        ("delta", privacy.delta.clone().into()),
    ];
    page.paragraph("attack-cost-found", &cost);
    page.heading("attack-ledger");
    page.paragraph("attack-ledger-found", &total(shell, charter, ledger));
    for (heading, paragraphs) in chapters(shell, charter, attack) {
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
        page.text("");
        page.verbatim(&format!("{:<12}{}", shell.line(line, &[]), "_".repeat(40)));
    }
    page.finish()
}

/// Total cost of all editions, and the guesses that all of them allow.
fn total(shell: &Shell, charter: &Charter, ledger: &LedgerReview) -> Vec<(&'static str, Variable)> {
    let guesses = guesses(ledger.spent, answers_cost(charter));
    let [answers, presence] = [&guesses[0], &guesses[1]];
    let percent = |share: f64| -> Variable { shell.texts().number((100.0 * share).ceil(), 0).into() };
    vec![
        ("spent", ledger.spent.into()),
        ("lifetime", ledger.lifetime.map_or_else(|| "–".into(), Variable::from)),
        ("answers", percent(answers.about)),
        ("answers_most", percent(answers.at_most)),
        ("presence", percent(presence.about)),
        ("presence_most", percent(presence.at_most)),
    ]
}

type Paragraph = (&'static str, Vec<(&'static str, Variable)>);

/// Results of the attacks, each under its heading.
fn chapters(shell: &Shell, charter: &Charter, attack: &Attack) -> Vec<(&'static str, Vec<Paragraph>)> {
    let number = |number: f64, decimals: usize| -> Variable { shell.texts().number(number, decimals).into() };
    let percent = |share: f64| -> Variable { shell.line("percent", &[("number", number(100.0 * share, 1))]).into() };
    let membership = vec![
        ("guesses", number(attack.guesses as f64, 0)),
        ("right", percent(attack.right)),
        ("promised", percent(thousandth(attack.promised))),
        ("chance_right", number(100.0 * thousandth(attack.chance_right()), 1)),
        ("apart", number(attack.apart[0], 3)),
        ("claimed", number(thousandth(attack.apart[1]), 3)),
        ("chance", number(thousandth(attack.chance()), 3)),
    ];
    let noise = |noise: &Noise| {
        let level = charter.geography.levels().iter().position(|level| *level == noise.level);
        let level = level.map_or("", |level| charter.geography.label(level).get(shell.texts().lang()));
        let [low, high] = noise.between.map(|end| number(end, 2));
        let words = vec![
            ("level", level.into()),
            ("measured", shell.line(&format!("attack-measured-{}", noise.family), &[]).into()),
            ("numbers", number(noise.numbers as f64, 0)),
            ("ratio", number(noise.ratio, 2)),
            ("low", low),
            ("high", high),
        ];
        ("attack-noise-of", words)
    };
    let mut noises =
        vec![(if attack.noise.is_empty() { "attack-noise-none" } else { "attack-noise-found" }, Vec::new())];
    noises.extend(attack.noise.iter().map(noise));
    let additive = ("attack-additive-found", vec![("gap", format!("{:.0e}", attack.additive).into())]);
    vec![
        ("attack-membership", vec![("attack-membership-found", membership)]),
        ("attack-noise", noises),
        ("attack-additive", vec![additive]),
        ("attack-statuses", vec![("attack-statuses-found", vec![("cells", number(attack.statuses as f64, 0))])]),
    ]
}
