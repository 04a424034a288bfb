//! `archipel node budget`.

use std::path::Path;

use super::access::officer;
use crate::cli::decision::{Signing, decide};
use crate::cli::elsewhere;
use crate::cli::shell::Shell;
use crate::model::{Findings, Rho, problems};
use crate::node::{BudgetProposal, BudgetStatus, Deed, EditionSpending};
use crate::text::{TextPage, Variable};

problems! {
    /// Reason why there is no budget to show.
    enum BudgetCommandError {
        /// The class spends nothing.
        NoBudget(Policy, "node-no-budget") {},
    }
}

/// Makes the budget what `policy.toml` says, on the officer's word.
pub(super) fn adopt(shell: &Shell, path: &Path, signing: &Signing) -> Result<(), Findings> {
    let decided = decide(shell, path, &Deed::Budget, (signing, None), |officer, note| officer.adopt_budget(note))?;
    let Some(budget) = decided else { return Ok(()) };
    let budget = budget.ok_or(BudgetCommandError::NoBudget {})?;
    let lifetime = amount(budget.lifetime);
    shell.data(&budget, String::new);
    let key = if budget.waits { "budget-adopted-waits" } else { "budget-adopted" };
    let names = budget.witnesses.iter().map(|key| key.split('+').next().unwrap_or_default());
    shell.say(key, &[("lifetime", lifetime), ("witnesses", names.collect::<Vec<_>>().join(", ").into())]);
    shell.say("budget-next-open", &[]);
    Ok(())
}

fn amount(rho: Option<Rho>) -> Variable {
    rho.map_or_else(|| "–".into(), Variable::from)
}

/// Shows what is spent, by which editions, and how long the rest lasts.
pub(super) fn show(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let budget = officer(path)?.budget()?.ok_or(BudgetCommandError::NoBudget {})?;
    shell.data(&budget, || page(shell, &budget));
    let words = [("config", elsewhere(path, "node.toml").into())];
    if budget.lacks.is_some() {
        shell.say("budget-next-lacks", &words);
    } else if budget.proposed.is_some() && !budget.waits {
        shell.say("budget-next-adopt", &words);
        shell.say("release-next-sign", &[]);
    }
    Ok(())
}

/// Page on the budget: what is spent, by which editions, and how long the rest lasts.
fn page(shell: &Shell, budget: &BudgetStatus) -> String {
    let left = budget.lifetime.map(|lifetime| lifetime.minus(budget.spent));
    let words = [
        ("rho", budget.rho.into()),
        ("spent", budget.spent.into()),
        ("lifetime", amount(budget.lifetime)),
        ("left", amount(left)),
        ("editions", shell.texts().number(left.map_or(0, |left| budget.rho.times_in(left)) as f64, 0).into()),
    ];
    let mut page = TextPage::new(shell.texts());
    page.line("budget-head", &words);
    page.line(if left.is_some() { "budget-left" } else { "budget-no-lifetime" }, &words);
    if !budget.witnesses.is_empty() {
        page.line("budget-witnesses", &[]);
        budget.witnesses.iter().for_each(|key| page.verbatim(&format!("  {key}")));
    }
    match &budget.proposed {
        _ if budget.waits => page.line("budget-waits", &[]),
        Some(BudgetProposal { lifetime, witnesses }) => {
            page.line("budget-differs", &[("lifetime", (*lifetime).into())]);
            witnesses.iter().for_each(|key| page.verbatim(&format!("  {key}")));
        }
        None => {}
    }
    page.finish() + "\n" + &editions(shell, &budget.editions)
}

fn editions(shell: &Shell, editions: &[EditionSpending]) -> String {
    if editions.is_empty() {
        return shell.line("budget-nothing", &[]) + "\n";
    }
    let header = ["edition", "period", "rho", "outcome"].map(|name| shell.line(&format!("budget-{name}"), &[]));
    let row = |edition: &EditionSpending| {
        let outcome = shell.line(&format!("budget-outcome-{}", edition.outcome.id()), &[]);
        let name = edition.edition.map_or_else(|| "–".to_owned(), |edition| edition.digest().short());
        vec![name, edition.period.clone(), shell.texts().rho(edition.rho), outcome]
    };
    shell.table(&header, &editions.iter().map(row).collect::<Vec<_>>(), 2..)
}
