use std::cell::RefCell;
use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use serde_json::json;

use super::terminal::{OutputError, output, tell, tell_error, tell_people};
use crate::model::{Fault, Findings, Problem, visible};
use crate::text::{Texts, Variable, WIDTH, wrap};

/// Output of a command: in one language, to people or as JSON.
pub(super) struct Shell {
    texts: Texts,
    json: bool,
    /// Warnings, in the form for machines.
    warnings: RefCell<Vec<serde_json::Value>>,
    /// Result of writing data to stdout.
    output: RefCell<Result<(), OutputError>>,
}

impl Shell {
    pub(super) fn new(texts: Texts, json: bool) -> Self {
        Self { texts, json, warnings: RefCell::default(), output: RefCell::new(Ok(())) }
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Returns a text of the catalogue.
    pub(super) fn line(&self, key: &str, words: &[(&str, Variable)]) -> String {
        self.texts.line(key, words)
    }

    /// Prints a message to stderr; nothing where the output is for a machine.
    pub(super) fn say(&self, key: &str, words: &[(&str, Variable)]) {
        self.say_text(&self.line(key, words));
    }

    /// Prints a message whose text is given.
    pub(super) fn say_text(&self, text: &str) {
        if !self.json {
            // Steps are indented below the words that announce them; Fluent has removed their indent.
            tell_people(&visible(text).replace('\n', "\n  ").replace("\n    ", "\n  "));
        }
    }

    /// Warns, after which the command goes on: on stderr with the stable key, or in the data for a machine, in
    /// [`Self::warnings`]. The text is that of `warning-…`.
    pub(super) fn warn(&self, key: &str, words: &[(&str, Variable)]) {
        let text = self.line(&format!("warning-{key}"), words);
        if self.json {
            let data = words.iter().map(|(name, word)| {
                let word = match word {
                    Variable::Text(text) => json!(text),
                    Variable::Number(number) => json!(number),
                    Variable::Rho(rho) => json!(rho.to_string()),
                };
                ((*name).to_owned(), word)
            });
            let words: serde_json::Map<_, _> = data.collect();
            self.warnings.borrow_mut().push(json!({ "warning": key, "words": words, "text": text }));
        } else {
            let text = format!("{} {text}  [{key}]", self.line("label-warning", &[]));
            tell(&wrap(&visible(&text), "", "  "));
        }
    }

    /// Returns the warnings so far.
    pub(super) fn warnings(&self) -> Vec<serde_json::Value> {
        self.warnings.borrow().clone()
    }

    /// Whether the output is for a machine.
    pub(super) fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a message from a charter, wrapped for 80 columns.
    pub(super) fn note(&self, text: &str) {
        if !self.json {
            tell(&wrap(text, "", ""));
        }
    }

    /// Prints the data of a command: as JSON, or in the form for people.
    pub(super) fn data(&self, value: &impl Serialize, people: impl FnOnce() -> String) {
        let text = if self.json {
            serde_json::to_string_pretty(value).expect("our own types serialise")
        } else {
            visible(people().trim_end())
        };
        if text.is_empty() {
            return;
        }
        let mut stdout = std::io::stdout();
        let written = output(writeln!(stdout, "{text}").and_then(|()| stdout.flush()));
        // The command goes on: its work matters more than its output.
        if written.is_err() {
            *self.output.borrow_mut() = written;
        }
    }

    /// Checks that all data have been written. *Errors:* stdout couldn't take them.
    pub(super) fn finish(&self) -> Result<(), OutputError> {
        self.output.borrow().clone()
    }

    /// Makes a table with a header; the columns in `right` are aligned for numbers.
    pub(super) fn table(&self, header: &[String], rows: &[Vec<String>], right: std::ops::RangeFrom<usize>) -> String {
        let mut table = Self::table_of(header, rows);
        if right.start >= header.len() {
            // Words may be wrapped; numbers never are.
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH as u16);
        }
        for i in right.start..header.len() {
            if let Some(column) = table.column_mut(i) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        lines(&table)
    }

    /// Makes a table with less space between columns, one of which may hold bars.
    pub(super) fn tight_table(&self, header: &[String], rows: &[Vec<String>], bars: Option<usize>) -> String {
        let mut table = Self::table_of(header, rows);
        for i in 1..header.len() {
            if let Some(column) = table.column_mut(i) {
                column.set_padding((1, 0));
                column.set_cell_alignment(if Some(i) == bars { CellAlignment::Left } else { CellAlignment::Right });
            }
        }
        lines(&table)
    }

    fn table_of(header: &[String], rows: &[Vec<String>]) -> Table {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_header(header).add_rows(rows);
        table
    }

    /// Makes a progress bar on a terminal; nothing elsewhere. A `total` of 0 means unknown.
    pub(super) fn progress(&self, key: &str, total: u64) -> ProgressBar {
        if self.json || !std::io::stderr().is_terminal() {
            return ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
        }
        let bar = ProgressBar::new(total).with_message(self.line(key, &[]));
        let form =
            if total == 0 { "{spinner} {msg} {human_pos}" } else { "{msg} {bar:24} {percent:>3} % {eta} {prefix}" };
        bar.set_style(ProgressStyle::with_template(form).expect("the template is fixed"));
        bar
    }

    /// Explains a failure and returns the exit code: what happened, where, what to do, and the stable key.
    pub(super) fn fail(&self, findings: &Findings) -> ExitCode {
        if self.json {
            let problems: Vec<_> = findings.shown().iter().map(|problem| self.as_json(problem)).collect();
            let value = json!({ "errors": problems, "total": findings.total() });
            tell(&serde_json::to_string_pretty(&value).expect("plain JSON"));
        } else {
            findings.shown().iter().for_each(|problem| self.explain(problem));
            let more = findings.unshown();
            if more > 0 {
                tell_people(&self.line("more-problems", &[("count", more.into())]));
            }
        }
        ExitCode::from(findings.shown().first().map_or(Fault::Bug, |problem| problem.fault).exit_code())
    }

    fn explain(&self, problem: &Problem) {
        let (what, remedy) = self.texts.problem(problem);
        tell_error(&self.line("label-error", &[]), &visible(&what));
        let place = visible(&self.texts.place(problem));
        if !place.is_empty() {
            tell_people(&format!("  {place}"));
        }
        if problem.again.count > 0 {
            tell_people(&format!("  {}", self.texts.again(&problem.again)));
        }
        tell_people(&format!("  {}  [{}]", visible(&remedy), problem.key));
    }

    fn as_json(&self, problem: &Problem) -> serde_json::Value {
        let (what, remedy) = self.texts.problem(problem);
        let place = &problem.place;
        json!({
            "key": problem.key, "what": what, "fix": remedy,
            "place": { "file": place.file, "line": place.line, "column": place.column, "key": place.key },
            "again": problem.again,
        })
    }
}

fn lines(table: &Table) -> String {
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}
