use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};

use super::{Texts, Variable};

/// Columns of a page: those of the narrowest terminal in use.
pub const WIDTH: usize = 80;

/// Plain text to read: headings, paragraphs and lists of whole sentences, wrapped at 80 columns.
pub struct TextPage<'t> {
    texts: &'t Texts,
    text: String,
}

impl<'t> TextPage<'t> {
    /// An empty page.
    pub fn new(texts: &'t Texts) -> Self {
        Self { texts, text: String::new() }
    }

    /// A sentence of the catalogue. Its words may come from another party's file: a line break in them must not begin a
    /// line that looks like ours.
    fn sentence(&self, key: &str, words: &[(&str, Variable)]) -> String {
        let flat = words.iter().map(|(name, word)| match word {
            Variable::Text(text) => (*name, Variable::Text(text.replace(['\n', '\t'], " "))),
            plain => (*name, plain.clone()),
        });
        self.texts.line(key, &flat.collect::<Vec<_>>())
    }

    /// Adds a heading, with an empty line above unless it is the first.
    pub fn heading(&mut self, key: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text += &wrap(&self.texts.line(key, &[]), "", "");
    }

    /// Adds a paragraph at the margin.
    pub fn line(&mut self, key: &str, words: &[(&str, Variable)]) {
        self.text += &wrap(&self.sentence(key, words), "", "");
    }

    /// Adds words that are a text already, such as a title of the charter, at the margin.
    pub fn text(&mut self, text: &str) {
        self.text += &wrap(&text.replace('\n', " "), "", "");
    }

    /// Adds a paragraph below a heading.
    pub fn paragraph(&mut self, key: &str, words: &[(&str, Variable)]) {
        self.text += &wrap(&self.sentence(key, words), "  ", "  ");
    }

    /// Adds words that are a text already, below a heading.
    pub(crate) fn paragraph_of(&mut self, text: &str) {
        self.text += &wrap(&text.replace('\n', " "), "  ", "  ");
    }

    /// Adds an item of a list below a heading.
    pub fn item(&mut self, key: &str, words: &[(&str, Variable)]) {
        self.text += &wrap(&self.sentence(key, words), "  - ", "    ");
    }

    /// Adds an item that is a text already.
    pub(crate) fn item_of(&mut self, text: &str) {
        self.text += &wrap(&text.replace(['\n', '\t'], " "), "  - ", "    ");
    }

    /// Adds a detail of the item before.
    pub fn detail(&mut self, key: &str, words: &[(&str, Variable)]) {
        self.text += &wrap(&self.sentence(key, words), "    ", "    ");
    }

    /// Adds a line as it is, below a heading.
    pub fn verbatim(&mut self, line: &str) {
        self.text += &format!("  {line}\n");
    }

    /// The text of the page.
    pub fn finish(self) -> String {
        self.text
    }
}

/// Number of columns of a text on a line.
pub fn width(text: &str) -> usize {
    textwrap::core::display_width(text)
}

/// Breaks lines between words, and never within one of the `pieces`. `first` precedes the first line, `rest` the
/// others.
pub fn wrap(text: &str, first: &str, rest: &str) -> String {
    wrap_to(WIDTH, text, first, rest)
}

/// [`wrap`] at another width.
pub fn wrap_to(columns: usize, text: &str, first: &str, rest: &str) -> String {
    let options = Options::new(columns).initial_indent(first).subsequent_indent(rest);
    fill(&squeezed(text), options, pieces) + "\n"
}

/// Lines of whole pieces, as many on each as fit.
pub fn fill(text: &str, options: Options<'_>, pieces: fn(&str) -> Pieces<'_>) -> String {
    let whole = options.break_words(false).word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(text, whole.wrap_algorithm(WrapAlgorithm::FirstFit).word_separator(WordSeparator::Custom(pieces)))
}

/// Parts of a line that are never broken.
pub type Pieces<'l> = Box<dyn Iterator<Item = Word<'l>> + 'l>;

/// A text with one space between words.
fn squeezed(text: &str) -> String {
    let line = |line: &str| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Wraps a message for a terminal of `columns` columns: each line keeps its indent, and continues two columns further
/// in.
pub fn fit(columns: usize, text: &str) -> String {
    let line = |line: &str| {
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        let fits = width(line) <= columns;
        if fits { format!("{line}\n") } else { wrap_to(columns, line, indent, &format!("{indent}  ")) }
    };
    text.lines().map(line).collect()
}

/// Words with the marks that belong to them in French: quotes with the quoted words, double punctuation with the word
/// before. A command to be copied is one piece, with the number of its step, wherever it ends.
fn pieces(line: &str) -> Pieces<'_> {
    let mut pieces = Vec::new();
    let (mut start, mut end, mut before, mut command) = (0, 0, "", false);
    for word in line.split_inclusive(' ').map(|word| word.trim_end_matches(' ')) {
        command &= !word.starts_with('[');
        let mut bound = command || before.ends_with('«') || word.starts_with(['»', ':', ';', '!', '?', '%']);
        if !bound {
            command = word == "archipel" && (before.is_empty() || before.ends_with([':', '.']));
            bound = command && before.starts_with(|c: char| c.is_ascii_digit());
        }
        if !bound && end > 0 {
            pieces.push(Word::from(&line[start..end]));
            start = end;
        }
        command &= !word.ends_with([',', ';', '.', ')']);
        end = (end + word.len() + 1).min(line.len());
        before = word;
    }
    pieces.push(Word::from(&line[start..]));
    Box::new(pieces.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_line_breaks_stay_in_their_sentence() {
        let texts = Texts::new(crate::model::Lang::En);
        let mut page = TextPage::new(&texts);
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

    /// No text has an unbreakable command that is too long for a line of its own.
    #[test]
    fn every_text_fits() {
        for catalogue in super::super::CATALOGUES {
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
