use std::path::Path;

use serde_json::json;

use super::shell::Shell;
use super::terminal;
use crate::coordinator::RefusedRun;
use crate::model::{Findings, MemberId, Problem};
use crate::report::{MOST_ROWS, MemberOutcome, OverviewRow, Published};

/// Names every missing member, with the reason.
pub(super) fn missing(shell: &Shell, members: &[MemberOutcome]) {
    for member in members {
        if let Some(problem) = &member.missing {
            say_remedy(shell, "member-missing", &member.member, problem);
        }
    }
}

/// Says what keeps a member from answering, and what to do about it.
pub(super) fn say_remedy(shell: &Shell, key: &str, member: &MemberId, problem: &Problem) {
    let (what, remedy) = shell.texts().problem(problem);
    shell.say(key, &[("member", member.into()), ("what", what.into())]);
    shell.say("member-missing-fix", &[("fix", remedy.into()), ("key", (&problem.key).into())]);
}

/// Shows why there is no result: for people the members first, for machines everything in one list.
pub(super) fn refusal(shell: &Shell, refused: RefusedRun) -> Findings {
    missing(shell, &refused.members);
    let mut findings = Findings::from(refused.problem);
    for outcome in refused.members.into_iter().filter(|_| shell.is_json()) {
        let Some(mut problem) = outcome.missing else { continue };
        problem.place.key = Some(format!("member {}", outcome.member));
        findings.push(problem);
    }
    findings
}

/// Shows the result of a run: a line per member and the whole, and the path of the bundle.
pub(super) fn show(shell: &Shell, published: &Published, out: &Path) {
    shell.data(&summary(shell, published, out), || overview(shell, published));
    least_covered(shell, published);
    footer(shell, published, out);
}

/// Names the table that covers the smallest share of people, if any leaves some out.
fn least_covered(shell: &Shell, published: &Published) {
    let tables = published.charter.lattice.numbered().map(|(position, table)| (table, published.covered(position)));
    let known = tables.filter_map(|(table, cells)| Some((table, cells, cells.share()?)));
    let Some((table, cells, share)) = known.min_by(|a, b| a.2.total_cmp(&b.2)).filter(|(_, _, share)| *share < 1.0)
    else {
        return;
    };
    let number = |number: f64| shell.texts().number(number, 0);
    let words = [
        ("table", table.name(&published.charter).get(shell.texts().lang()).into()),
        ("percent", number(100.0 * share).into()),
        ("withheld", number(cells.withheld as f64).into()),
        ("cells", number((cells.published + cells.withheld) as f64).into()),
    ];
    shell.say("result-least-covered", &words);
}

/// Shows the notes of the method, and the path of the bundle.
pub(super) fn footer(shell: &Shell, published: &Published, out: &Path) {
    if let Some(notes) = &published.charter.method.notes {
        shell.note(notes.get(shell.texts().lang()));
    }
    let sums = published.tables.iter().chain(published.cross_border.iter().map(|table| &table.rows));
    let partial = sums.flat_map(|sums| &sums.stands_for).filter(|share| **share != 1.0 && **share != 0.0).count();
    if partial > 0 {
        shell.say("result-partial", &[("cells", shell.texts().number(partial as f64, 0).into())]);
    }
    if !published.has_workbook() {
        shell.say("result-no-workbook", &[("rows", shell.texts().number(MOST_ROWS as f64, 0).into())]);
    }
    let unweighted = published.unweighted();
    if !unweighted.is_empty() {
        let members = unweighted.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        shell.say("result-weights-mixed", &[("members", members.into())]);
    }
    let words = [
        ("path", (&out.display()).into()),
        ("cells", shell.texts().number(published.cells() as f64, 0).into()),
        ("answered", published.answered().into()),
        ("members", published.members.len().into()),
    ];
    shell.say("result-bundle", &words);
}

/// Table with one row per member with its own figures, then the whole.
pub(super) fn overview(shell: &Shell, published: &Published) -> String {
    overview_marked(shell, published, |_| "")
}

pub(super) fn overview_marked(
    shell: &Shell,
    published: &Published,
    mark: impl Fn(&MemberOutcome) -> &'static str,
) -> String {
    let header = published.overview_header(shell.texts(), "result-member");
    with_bars(shell, header, published.overview(shell.texts(), mark))
}

/// Width of a terminal. *Unit:* columns.
const WIDTH: usize = 80;

/// Table with the index as a bar after its number, if there is room for it.
pub(super) fn with_bars(shell: &Shell, header: Vec<String>, rows: Vec<OverviewRow>) -> String {
    let fits = |table: &String| table.lines().all(|line| line.chars().count() <= WIDTH);
    let plain: Vec<Vec<String>> = rows.iter().map(|row| row.fields.clone()).collect();
    let without = [shell.table(&header, &plain, 1..), shell.tight_table(&header, &plain, None)];
    let utf8 = terminal::is_utf8();
    let barred = rows.into_iter().map(|OverviewRow { mut fields, index }| {
        // The bar is in the column of the number: tables align numbers to the right.
        let bar = index.map(|index| terminal::bar(index, utf8)).unwrap_or_default();
        fields.insert(2, bar);
        fields
    });
    let mut names = header;
    names.insert(2, String::new());
    let with = shell.tight_table(&names, &barred.collect::<Vec<_>>(), Some(2));
    // The last form is the narrowest.
    let [wide, tight] = without;
    [with, wide].into_iter().find(fits).unwrap_or(tight)
}

/// Summary for `--json`, of every command that computes an index.
pub(super) fn summary(shell: &Shell, published: &Published, out: &Path) -> serde_json::Value {
    let mut value = published.summary();
    value["bundle"] = json!(out);
    value["warnings"] = shell.warnings().into();
    value
}
