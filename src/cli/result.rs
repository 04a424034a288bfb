use std::path::Path;

use serde_json::json;

use super::shell::Shell;
use super::terminal;
use crate::charter::groups_word;
use crate::model::{AreaCode, Findings, MemberId, Problem};
use crate::report::{Combined, MOST_ROWS, MemberOutcome, Published, Reading, Seen, Shown};

/// Names every member that is missing, and why.
pub(super) fn missing(shell: &Shell, members: &[MemberOutcome]) {
    for member in members {
        if let Some(problem) = &member.missing {
            say_remedy(shell, "member-missing", &member.member, problem);
        }
    }
}

/// What stands in a member's way, and what to do about it.
pub(super) fn say_remedy(shell: &Shell, key: &str, member: &MemberId, problem: &Problem) {
    let (what, remedy) = shell.texts().problem(problem);
    shell.say(key, &[("member", member.into()), ("what", what.into())]);
    shell.say("member-missing-fix", &[("fix", remedy.into()), ("key", (&problem.key).into())]);
}

/// Why there is no result: for people the members first, for machines all of it in one list.
pub(super) fn refusal(shell: &Shell, problem: Problem, members: &[MemberOutcome]) -> Findings {
    missing(shell, members);
    let mut findings = Findings::from(problem);
    if shell.is_json() {
        for (member, mut problem) in members.iter().filter_map(|member| Some((&member.member, member.missing.clone()?)))
        {
            problem.place.key = Some(format!("member {member}"));
            findings.push(problem);
        }
    }
    findings
}

/// The result of a run: a line per member and the whole, and where the bundle is.
pub(super) fn show(shell: &Shell, published: &Published, out: &Path) {
    shell.data(&summary(shell, published, out), || overview(shell, published));
    least_covered(shell, published);
    footer(shell, published, out);
}

/// The table that stands for the smallest share of people, if any leaves some out.
fn least_covered(shell: &Shell, published: &Published) {
    let tables = (0..published.charter.lattice.tables().len()).map(|table| (table, published.covered(table)));
    let known = tables.filter_map(|(table, cells)| Some((table, cells, cells.share()?)));
    let Some((table, cells, share)) = known.min_by(|a, b| a.2.total_cmp(&b.2)).filter(|(_, _, share)| *share < 1.0)
    else {
        return;
    };
    let number = |number: f64| shell.texts().number(number, 0);
    let words = [
        ("table", published.charter.lattice.tables()[table].name(&published.charter).get(shell.texts().lang()).into()),
        ("percent", number(100.0 * share).into()),
        ("withheld", number(cells.withheld as f64).into()),
        ("cells", number((cells.published + cells.withheld) as f64).into()),
    ];
    shell.say("result-least-covered", &words);
}

/// Notes of the method, and where the bundle is.
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

/// One row per member with its own figures, then the whole.
pub(super) fn overview(shell: &Shell, published: &Published) -> String {
    overview_marked(shell, published, |_| "")
}

pub(super) fn overview_marked(
    shell: &Shell,
    published: &Published,
    mark: impl Fn(&MemberOutcome) -> &'static str,
) -> String {
    let charter = &published.charter;
    let lang = shell.texts().lang();
    let mut rows = Vec::new();
    for outcome in &published.members {
        let name = charter.member(&outcome.member).map_or("", |member| member.name.get(lang));
        let own = published.coverage.iter().filter(|line| line.member == outcome.member);
        let coverage: Vec<f64> = own.filter_map(|line| line.whole.share()).collect();
        let coverage = coverage.iter().sum::<f64>() / coverage.len() as f64;
        let name = format!("{name}{}", mark(outcome));
        rows.push(row(
            shell,
            published,
            &name,
            outcome.own.as_ref().map(|own| (own, 0)),
            Some(coverage).filter(|coverage| coverage.is_finite()),
        ));
    }
    if let Some(whole) = published.whole() {
        let level = charter.lattice.whole().map(|table| charter.geography.areas(charter.lattice.tables()[table].level));
        let name = match level {
            Some([area]) => area.name.get(lang).to_owned(),
            _ => shell.line("result-all", &[]),
        };
        rows.push(row(shell, published, &name, Some((&whole, 0)), None));
    }
    with_bars(shell, header(shell, published, "result-member"), rows)
}

/// Columns of a terminal.
const WIDTH: usize = 80;

/// A table of [`row`]s with the index as a bar behind its number, if there is room for it.
pub(super) fn with_bars(shell: &Shell, header: Vec<String>, rows: Vec<(Vec<String>, Option<f64>)>) -> String {
    let fits = |table: &String| table.lines().all(|line| line.chars().count() <= WIDTH);
    let plain: Vec<Vec<String>> = rows.iter().map(|(row, _)| row.clone()).collect();
    let without = [shell.table(&header, &plain, 1..), shell.tight_table(&header, &plain, None)];
    let utf8 = terminal::is_utf8();
    let barred = rows.into_iter().map(|(mut row, index)| {
        // The bar stands behind the number, in its column: tables align numbers to the right.
        let bar = index.map(|index| terminal::bar(index, utf8)).unwrap_or_default();
        row.insert(2, bar);
        row
    });
    let mut names = header;
    names.insert(2, String::new());
    let with = shell.tight_table(&names, &barred.collect::<Vec<_>>(), Some(2));
    // The last one is as narrow as it gets.
    let [wide, tight] = without;
    [with, wide].into_iter().find(fits).unwrap_or(tight)
}

pub(super) fn header(shell: &Shell, published: &Published, first: &str) -> Vec<String> {
    let lang = shell.texts().lang();
    let mut header = vec![shell.line(first, &[]), shell.line("result-index", &[])];
    header.extend(is_uncertain(published).then(|| shell.line("result-margin", &[])));
    header.extend(published.charter.method.dimensions.iter().map(|dimension| dimension.label.get(lang).to_owned()));
    header.push(shell.line("result-coverage", &[]));
    header
}

/// Whether any index that is shown may be off.
fn is_uncertain(published: &Published) -> bool {
    published.members.iter().filter_map(|member| member.own.as_ref()).any(|own| own.index_error(0) > 0.0)
}

/// The fields of a row, and its index for the bar: as the page shows them.
pub(super) fn row(
    shell: &Shell,
    published: &Published,
    name: &str,
    cell: Option<(&Combined, usize)>,
    coverage: Option<f64>,
) -> (Vec<String>, Option<f64>) {
    let shown = Reading::new(&published.charter).shown;
    let seen = |column: usize| cell.and_then(|(sums, row)| sums.seen(row, column));
    let figure = |column: usize| seen(column).map_or("–".to_owned(), |seen| seen.said(shell.texts(), 1));
    let partial =
        cell.is_some_and(|(sum, row)| sum.stands_for.get(row).is_some_and(|share| *share != 1.0 && *share != 0.0));
    let mark = if partial { PARTIAL } else { "" };
    let uncertain = is_uncertain(published);
    let mut fields = vec![format!("{}{mark}", shorten(name, coverage, uncertain)), figure(Shown::INDEX)];
    if uncertain {
        let margin = cell.and_then(|(sums, row)| sums.margin(row, Shown::INDEX));
        fields.push(margin.map_or(String::new(), |margin| shell.texts().margin(margin)));
    }
    fields.extend((0..shown.dimensions).map(|dimension| figure(shown.dimension(dimension))));
    fields.push(coverage.map_or(String::new(), |share| percent(shell, share)));
    let index = if let Some(Seen::Figure(index)) = seen(Shown::INDEX) { Some(index) } else { None };
    (fields, index)
}

/// A share of people, in whole percent; never more than there are.
pub(super) fn percent(shell: &Shell, share: f64) -> String {
    let whole = (100.0 * share + 1e-9).floor();
    shell.line("percent", &[("number", shell.texts().number(whole, 0).into())])
}

/// Behind the name of a sum that leaves something out.
const PARTIAL: &str = " †";

/// Names as long as 80 columns allow, with and without a column for coverage.
fn shorten(name: &str, coverage: Option<f64>, uncertain: bool) -> String {
    let longest = if coverage.is_some() { 34 } else { 42 } - if uncertain { 6 } else { 0 };
    if name.chars().count() <= longest {
        return name.to_owned();
    }
    name.chars().take(longest - 1).chain(['…']).collect()
}

/// The form of `--json` of every command that computes an index.
pub(super) fn summary(shell: &Shell, published: &Published, out: &Path) -> serde_json::Value {
    let charter = &published.charter;
    let shown = Reading::new(charter).shown;
    let figures = |whole: &Combined| {
        let figure = |column: usize| whole.figure(0, column);
        let dimensions = charter.dimension_ids().into_iter().enumerate();
        let dimensions: serde_json::Map<_, _> =
            dimensions.map(|(d, id)| (id, json!(figure(shown.dimension(d))))).collect();
        let interval = whole.interval(0, Shown::INDEX);
        json!({ "index_low": interval.map(|[low, _]| low), "index_high": interval.map(|[_, high]| high), "stands_for": whole.stands_for.first().copied().filter(|share| share.is_finite()), "persons": figure(Shown::PERSONS), "weight": figure(Shown::WEIGHT), "index": figure(Shown::INDEX), "dimensions": dimensions })
    };
    let members = published.members.iter().map(|member| {
        json!({
            "member": member.member.to_string(),
            "answered": member.missing.is_none(),
            "weights": member.weights(),
            "reason": member.missing.as_ref().map(|problem| problem.key.clone()),
            "figures": member.own.as_ref().map(figures),
        })
    });
    let tables =
        charter.lattice.tables().iter().zip(&published.tables).enumerate().map(|(position, (table, cells))| {
            let covered = published.covered(position);
            json!({
                "level": charter.geography.levels()[table.level],
                "groups": groups_word(charter, table),
                "cells": cells.cells.len(),
                "published": covered.published,
                "withheld": covered.withheld,
                "coverage": covered.share(),
            })
        });
    json!({
        "bundle": out,
        "edition": published.edition.to_string(),
        "period": published.period.to_string(),
        "charter_digest": charter.digest.to_string(),
        "notes": charter.method.notes.as_ref().map(|notes| json!({ "en": notes.en, "fr": notes.fr })),
        "members": members.collect::<Vec<_>>(),
        "whole": published.whole().as_ref().map(figures),
        "tables": tables.collect::<Vec<_>>(),
        "boundaries": published.layers.told.as_ref().map(|told| {
            let [united, cut] = [&told.united, &told.cut].map(|codes| codes.iter().map(AreaCode::as_str).collect::<Vec<_>>());
            json!({ "property": told.property, "strangers": told.strangers, "united": united, "cut": cut })
        }),
        "warnings": shell.warnings(),
    })
}
