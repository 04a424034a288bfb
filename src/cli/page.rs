use crate::text::{Texts, Word};

/// Columns of a page, as wide as the narrowest terminal that people still use.
pub(super) const WIDTH: usize = 80;

/// Plain text to read: headings, paragraphs and lists of whole sentences, wrapped at 80 columns.
pub(super) struct Page<'t> {
    texts: &'t Texts,
    text: String,
}

impl<'t> Page<'t> {
    pub(super) fn new(texts: &'t Texts) -> Self {
        Self { texts, text: String::new() }
    }

    /// A sentence of the catalogue. Its words may come from a file that somebody else wrote: a line break in them must
    /// not begin a line that looks like ours.
    fn sentence(&self, key: &str, words: &[(&str, Word)]) -> String {
        let flat = words.iter().map(|(name, word)| match word {
            Word::Text(text) => (*name, Word::Text(text.replace(['\n', '\t'], " "))),
            plain => (*name, plain.clone()),
        });
        self.texts.line(key, &flat.collect::<Vec<_>>())
    }

    /// A heading, with a line of air above unless it is the first.
    pub(super) fn heading(&mut self, key: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text += &wrap(&self.texts.line(key, &[]), "", "");
    }

    /// A paragraph at the margin.
    pub(super) fn line(&mut self, key: &str, words: &[(&str, Word)]) {
        self.text += &wrap(&self.sentence(key, words), "", "");
    }

    /// Words that are a text already, such as a title of the charter, at the margin.
    pub(super) fn text(&mut self, text: &str) {
        self.text += &wrap(&text.replace('\n', " "), "", "");
    }

    /// A paragraph below a heading.
    pub(super) fn paragraph(&mut self, key: &str, words: &[(&str, Word)]) {
        self.text += &wrap(&self.sentence(key, words), "  ", "  ");
    }

    /// Words that are a text already, below a heading.
    pub(super) fn paragraph_of(&mut self, text: &str) {
        self.text += &wrap(&text.replace('\n', " "), "  ", "  ");
    }

    /// An item of a list below a heading.
    pub(super) fn item(&mut self, key: &str, words: &[(&str, Word)]) {
        self.text += &wrap(&self.sentence(key, words), "  - ", "    ");
    }

    /// An item that is a text already.
    pub(super) fn item_of(&mut self, text: &str) {
        self.text += &wrap(&text.replace(['\n', '\t'], " "), "  - ", "    ");
    }

    /// A detail of the item before.
    pub(super) fn detail(&mut self, key: &str, words: &[(&str, Word)]) {
        self.text += &wrap(&self.sentence(key, words), "    ", "    ");
    }

    /// A line as it is, below a heading.
    pub(super) fn verbatim(&mut self, line: &str) {
        self.text += &format!("  {line}\n");
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Breaks lines between words. Widths count characters, which is good enough for our two languages. What French
/// typography keeps together stays together: quotes with their content, double punctuation with the word before.
pub(super) fn wrap(text: &str, first: &str, rest: &str) -> String {
    wrap_to(WIDTH, text, first, rest)
}

/// The same at another width.
pub(super) fn wrap_to(columns: usize, text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    for paragraph in text.split('\n') {
        let mut line = String::from(if out.is_empty() { first } else { rest });
        let mut empty = true;
        for piece in pieces(paragraph) {
            let width = line.chars().count() + usize::from(!empty) + piece.chars().count();
            if !empty && width > columns {
                out += line.trim_end();
                out.push('\n');
                line = rest.to_owned();
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line += &piece;
            empty = false;
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}

/// A message for a terminal of so many columns: each line keeps its indent, and what it goes on with stands below it.
pub(super) fn fit(columns: usize, text: &str) -> String {
    let line = |line: &str| {
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        let fits = line.chars().count() <= columns;
        if fits { format!("{line}\n") } else { wrap_to(columns, line, indent, &format!("{indent}  ")) }
    };
    text.lines().map(line).collect()
}

/// Words with the marks that belong to them. A command to be copied is one word, wherever it ends.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut command = false;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let opens = pieces.last().is_some_and(|piece| piece.ends_with('«'));
        let closes = word.starts_with(['»', ':', ';', '!', '?', '%']);
        command &= !word.starts_with('[');
        match pieces.last_mut() {
            Some(piece) if opens || closes || command => {
                piece.push(' ');
                *piece += word;
            }
            last => {
                command = word == "archipel" && last.as_ref().is_none_or(|before| before.ends_with([':', '.']));
                // The number of a step stays with it.
                match last.filter(|before| command && before.starts_with(|c: char| c.is_ascii_digit())) {
                    Some(step) => *step += " archipel",
                    None => pieces.push(word.to_owned()),
                }
            }
        }
        command &= !word.ends_with([',', ';', '.', ')']);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_line_breaks_stay_in_their_sentence() {
        let texts = Texts::new(crate::model::Lang::En);
        let mut page = Page::new(&texts);
        page.item("show-purpose", &[("purpose", "help\n\nThe digest\nabc".into())]);
        assert_eq!(page.finish(), "  - Purpose: help The digest abc.\n");
    }

    #[test]
    fn lines_break_between_words_and_never_inside_french_marks() {
        let text = "é".repeat(70) + " « deux mots » : trois";
        let wrapped = wrap(&text, "  - ", "    ");
        assert_eq!(wrapped, format!("  - {}\n    « deux mots » : trois\n", "é".repeat(70)));
        assert_eq!(wrap(&"x".repeat(100), "", ""), "x".repeat(100) + "\n");
        assert_eq!(wrap("a\nb", "- ", "  "), "- a\n  b\n");
        let long = wrap(&"mot « a b » ".repeat(40), "    ", "    ");
        for line in long.lines() {
            assert!(line.chars().count() <= WIDTH && !line.trim().starts_with('»') && !line.ends_with('«'), "{line}");
        }
    }

    /// No text has a command in it that can't be parted and is too long for a line of its own.
    #[test]
    fn every_text_fits() {
        for catalogue in crate::text::CATALOGUES {
            for line in catalogue.lines().filter(|line| !line.starts_with('#')) {
                let said = line.trim_start().split_once(" = ").map_or(line.trim(), |(_, said)| said);
                let said = said.replace("{ $", "$").replace(" }", "");
                let fitted = fit(WIDTH, &said);
                let alone =
                    said.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c)).starts_with("archipel ");
                assert!(alone || fitted.lines().all(|line| line.chars().count() <= WIDTH), "{fitted}");
            }
        }
    }

    #[test]
    fn commands_stay_whole_and_lines_keep_their_indent() {
        let said = "Next: archipel node releases list. Then wait\n  1. archipel x --y z\n  2. short";
        let fitted = "Next:\n  archipel node releases list.\n  Then wait\n  1. archipel x --y z\n  2. short\n";
        assert_eq!(fit(16, said), fitted);
        assert_eq!(fit(80, said), said.to_owned() + "\n");
        assert_eq!(fit(16, "See: archipel x y  [a-key-that]"), "See:\n  archipel x y\n  [a-key-that]\n");
    }
}
