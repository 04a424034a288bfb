use crate::charter::{Class, groups_word};
use crate::model::{Findings, Problem, problems};
use crate::report::{Combined, Published, SUMS, Shown};
use crate::text::Texts;
use crate::verify::VerifiedBundle;

/// Number of the last exercise; the first is 1.
pub const LAST: u8 = 5;

/// Area across a border in exercise 2.
const ACROSS: &str = "505";
/// Level and groups of the table in exercise 3.
const BY_AGE: (&str, &str) = ("metropolitan", "age");
/// File that people may change in exercise 5.
const CHANGED: &str = "index.csv";

problems! {
    /// Reasons to reject an answer.
    pub enum ExerciseError {
        /// A wrong answer.
        Wrong(Data, "exercise-wrong") { exercise: u8, hint: String },
        /// A bundle without the content that the exercise needs.
        Unfit(Data, "exercise-unfit") { exercise: u8, lack: String },
    }
}

/// Judgement of an answer.
pub enum Judged {
    /// A right answer, with its lesson.
    Right(String),
    /// A wrong answer, with a hint where to look again.
    Wrong(String),
}

/// Section of an exercise on the page of exercises: title, and the Markdown below it.
pub fn section(page: &'static str, number: u8) -> (&'static str, &'static str) {
    let begin = format!("## {number}. ");
    let rest = page.split_once(&begin).map_or("", |(_, rest)| rest);
    let (title, text) = rest.split_once('\n').unwrap_or((rest, ""));
    (title, text.split("\n## ").next().unwrap_or(text).trim())
}

/// Judges an answer by its bundle. `verified` is the result of the bundle's verification; `listed` gives the bundle's
/// list of checksums. *Errors:* the bundle doesn't verify or lacks the content that the exercise needs; the list can't
/// be read.
pub fn judge(
    texts: &Texts,
    number: u8,
    verified: Result<VerifiedBundle, Findings>,
    listed: impl FnOnce() -> Result<String, Findings>,
    answer: &str,
) -> Result<Judged, Findings> {
    let answer = bare(answer);
    if number == LAST {
        return change(texts, verified, listed, &answer);
    }
    let published = verified?.published;
    let judged = match number {
        1 => highest(texts, &published, &answer),
        2 => across(texts, &published, &answer),
        3 => least_sure(texts, &published, &answer),
        _ => subtracted(texts, &published, &answer),
    };
    Ok(judged.map_err(|lack| ExerciseError::Unfit { exercise: number, lack: texts.line(lack, &[]) })?)
}

/// An answer without the signs that people put around it.
fn bare(answer: &str) -> String {
    let around = |c: char| c.is_whitespace() || "\"'“”‘’«»[]()`".contains(c);
    answer.trim_matches(around).to_lowercase()
}

impl Judged {
    /// Judgement by a test, with the sentence of each outcome.
    fn of(texts: &Texts, right: bool, learnt: &str, hint: &str) -> Self {
        if right { Self::Right(texts.line(learnt, &[])) } else { Self::Wrong(texts.line(hint, &[])) }
    }
}

/// Exercise 1: the member whose own index is highest. *Errors:* key of the content that the bundle lacks, as for all
/// exercises.
fn highest(texts: &Texts, published: &Published, answer: &str) -> Result<Judged, &'static str> {
    let index = |own: &Combined| own.figure(0, Shown::INDEX);
    let figures: Vec<_> = published
        .members
        .iter()
        .filter_map(|outcome| Some((&outcome.member, outcome.own.as_ref().and_then(index)?)))
        .collect();
    if figures.len() < 2 {
        return Err("exercise-lack-members");
    }
    let highest = figures.iter().map(|(_, index)| *index).fold(f64::NEG_INFINITY, f64::max);
    let right = figures.iter().filter(|(_, index)| *index == highest).any(|(member, _)| {
        let name = published.charter.member(member).map(|member| &member.name);
        let names = name.into_iter().flat_map(|name| [&name.en, &name.fr]).any(|name| name.to_lowercase() == answer);
        names || member.as_str().to_lowercase() == answer
    });
    Ok(Judged::of(texts, right, "exercise-learnt-highest", "exercise-hint-highest"))
}

/// Exercise 2: the index of an area across a border, to one decimal.
fn across(texts: &Texts, published: &Published, answer: &str) -> Result<Judged, &'static str> {
    let charter = &published.charter;
    let everybody = published.cross_border.iter().filter(|part| {
        charter.cross_border[part.area].id == ACROSS && charter.lattice.tables()[part.table.at()].axes.is_empty()
    });
    let mut figures = everybody.filter_map(|part| part.rows.figure(0, Shown::INDEX));
    let index = figures.find(|index| index.is_finite()).ok_or("exercise-lack-across")?;
    let right = number(answer, &[(",", ".")]).is_some_and(|answer| (answer - index).abs() <= 0.05 + 1e-9);
    Ok(Judged::of(texts, right, "exercise-learnt-across", "exercise-hint-across"))
}

/// Exercise 3: the category with the largest error of the index.
fn least_sure(texts: &Texts, published: &Published, answer: &str) -> Result<Judged, &'static str> {
    let charter = &published.charter;
    let (level, groups) = BY_AGE;
    let table =
        charter.lattice.tables().iter().position(|table| {
            charter.geography.levels()[table.level] == level && groups_word(charter, table) == groups
        });
    let table = table.ok_or("exercise-lack-sure")?;
    let sums = &published.tables[table];
    // An unknown error isn't in the file either.
    let known = |row: &usize| sums.index_error(*row) > 0.0 && sums.index_error(*row).is_finite();
    let rows = (0..sums.cells.len()).filter(known);
    let row = rows.max_by(|&a, &b| sums.index_error(a).total_cmp(&sums.index_error(b))).ok_or("exercise-lack-sure")?;
    let axis = charter.lattice.tables()[table].axes[0];
    let category =
        &charter.groups[axis.group].categories_of(axis.group_level)[sums.cells.rows[row].combination as usize];
    let right = category.id.to_lowercase() == answer;
    Ok(Judged::of(texts, right, "exercise-learnt-sure", "exercise-hint-sure"))
}

/// Exercise 4: an area less all its parts: nothing remains, whatever the noise.
fn subtracted(texts: &Texts, published: &Published, answer: &str) -> Result<Judged, &'static str> {
    if published.charter.class() != Class::Private {
        return Err("exercise-lack-private");
    }
    let thousands = [" ", "\u{a0}", "\u{202f}", "'", "’", ","].map(|mark| (mark, ""));
    // People are shown in whole numbers, and each may be off by half a person.
    let right = number(answer, &thousands).is_some_and(|answer| answer.abs() <= 10.0);
    Ok(Judged::of(texts, right, "exercise-learnt-subtracted", "exercise-hint-subtracted"))
}

/// A number as people write it, after some replacements.
fn number(answer: &str, replace: &[(&str, &str)]) -> Option<f64> {
    let plain = replace.iter().fold(answer.replace('−', "-"), |text, (mark, by)| text.replace(mark, by));
    let known = |c: char| c.is_ascii_digit() || "+-.".contains(c);
    plain.chars().all(known).then(|| plain.parse().ok()).flatten()
}

/// Exercise 5: the error that reveals a change of a bundle. *Errors:* the folder can't be read.
fn change(
    texts: &Texts,
    verified: Result<VerifiedBundle, Findings>,
    listed: impl FnOnce() -> Result<String, Findings>,
    answer: &str,
) -> Result<Judged, Findings> {
    let Err(found) = verified else {
        return Ok(Judged::Wrong(texts.line("exercise-hint-unchanged", &[])));
    };
    let Some(problem) = found.shown().first().filter(|problem| !problem.key.starts_with("folder-")) else {
        return Err(found);
    };
    let path = path_of(problem);
    let (learnt, by_sum) = match problem.key.as_ref() {
        "bundle-checksum" => ("exercise-learnt-sum", true),
        "bundle-figures" => ("exercise-learnt-figures", false),
        _ => ("", false),
    };
    if learnt.is_empty() || path != CHANGED {
        let words = [("key", (&problem.key).into()), ("path", (&path).into())];
        let hint =
            if by_sum && is_beside(&listed()?, &path) { "exercise-hint-beside" } else { "exercise-hint-elsewhere" };
        return Ok(Judged::Wrong(texts.line(hint, &words)));
    }
    Ok(Judged::of(texts, answer == problem.key, learnt, "exercise-hint-key"))
}

/// File of a problem, if the problem names one.
fn path_of(problem: &Problem) -> String {
    let named = problem.args.iter().find(|(name, _)| name == "path").map(|(_, path)| path.clone());
    named.or_else(|| problem.place.file.clone()).unwrap_or_default()
}

/// Whether a file isn't listed in the bundle's checksums, because an editor left it behind.
fn is_beside(listed: &str, path: &str) -> bool {
    path != SUMS && !listed.lines().any(|line| line.split_once("  ").is_some_and(|(_, name)| name == path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::page;
    use crate::model::Lang;

    #[test]
    fn every_exercise_has_a_section_on_its_page() {
        for lang in Lang::ALL {
            for exercise in 1..=LAST {
                let (title, text) = section(page(lang, "exercises"), exercise);
                assert!(!title.is_empty() && text.contains("archipel") | text.contains(".csv"), "{lang:?} {exercise}");
                assert!(!text.contains("\n## "), "{lang:?} {exercise}");
            }
        }
    }

    #[test]
    fn answers_are_taken_as_people_write_them() {
        for written in ["NU", " nu ", "“NU”", "« NU »", "[nu]"] {
            assert_eq!(bare(written), "nu");
        }
        let thousands = [(" ", ""), (",", "")];
        assert_eq!(number("-1,900.0", &thousands), Some(-1900.0));
        assert_eq!(number("−1 900", &thousands), Some(-1900.0));
        assert_eq!(number("28,4", &[(",", ".")]), Some(28.4));
        assert_eq!(number("inf", &[]), None);
        assert_eq!(number("", &[]), None);
    }
}
