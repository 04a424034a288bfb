//! Output to a terminal: bars of blocks where its characters are UTF-8, colour unless it is switched off.
#![expect(clippy::disallowed_methods, reason = "the terminal and its user speak through variables")]

use std::io::{self, ErrorKind, IsTerminal as _, Write as _};

use crate::model::problems;
use crate::system::terminal_width;
use crate::text::fit;

problems! {
    /// Failure to write output.
    pub(super) enum OutputError {
        /// The data couldn't be written to stdout.
        Unwritten(Operator, "output-unwritten") { reason: String },
    }
}

/// Width below which lines are no longer broken. *Unit:* columns.
const NARROWEST: usize = 40;

/// Width of a bar of the whole scale. *Unit:* columns.
const BAR: usize = 6;

/// Prints a message and the end of its line to stderr. A message that can't be written is dropped: a command never ends
/// because its messages aren't read.
pub(super) fn tell(text: &str) {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = io::stderr().write_all(format!("{text}{end}").as_bytes());
}

/// Prints a message for people, broken between words on a terminal, or to the width in `COLUMNS`.
pub(super) fn tell_people(text: &str) {
    tell(&fitted(text));
}

/// Prints an error for people, after a label that is red where the terminal shows colours.
pub(super) fn tell_error(label: &str, what: &str) {
    tell(&fitted(&format!("{label} {what}")).replacen(label, &alarm(label), 1));
}

fn fitted(text: &str) -> String {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    // A terminal of unknown width says 0.
    match asked.or_else(terminal_width).filter(|columns| *columns > 0) {
        Some(columns) => fit(columns.max(NARROWEST), text),
        None => text.to_owned(),
    }
}

/// Result of writing data to stdout. A reader that has closed its end (`| head`) is no error.
pub(super) fn output(written: io::Result<()>) -> Result<(), OutputError> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(OutputError::Unwritten { reason: error.to_string() })
        }
        _ => Ok(()),
    }
}

/// Whether the locale's characters are UTF-8.
pub(super) fn is_utf8() -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set).unwrap_or_default().to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// A score from 0 to 100 as a bar: to an eighth of a column in UTF-8, in plain characters elsewhere.
pub(super) fn bar(score: f64, utf8: bool) -> String {
    let score = score.clamp(0.0, 100.0) / 100.0;
    if !utf8 {
        return "#".repeat((score * BAR as f64).round() as usize);
    }
    let eighths = (score * BAR as f64 * 8.0).round() as usize;
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8];
    "█".repeat(eighths / 8) + rest
}

/// A word that must not be missed: red if messages go to a terminal with colours and `NO_COLOR` isn't set.
fn alarm(word: &str) -> String {
    let set = |name: &str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    if std::io::stderr().is_terminal() && !set("NO_COLOR") && !dumb {
        format!("\u{1b}[1;31m{word}\u{1b}[0m")
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_the_score() {
        assert_eq!(bar(0.0, true), "");
        assert_eq!(bar(100.0, true), "██████");
        assert_eq!(bar(50.0, true), "███");
        assert_eq!(bar(26.6, true), "█▋");
        assert_eq!(bar(2.0, true), "▏");
        assert_eq!((bar(50.0, false), bar(100.0, false)), ("###".to_owned(), "######".to_owned()));
        assert_eq!(bar(-1.0, false), "");
    }
}
