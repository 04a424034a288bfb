//! The Markdown of our own pages as plain text for a terminal: headings, paragraphs, lists, quotes, tables, code.

use super::page::{WIDTH, wrap};
use crate::text::Texts;

/// A page as plain text.
pub(super) struct Plain {
    /// Wrapped; lines of code stay as they are.
    pub text: String,
    /// Links in their order.
    pub links: Vec<Link>,
}

/// Words that lead somewhere.
pub(super) struct Link {
    pub text: String,
    pub target: String,
}

/// Reads the Markdown that our pages are written in; what it doesn't know stays as it is.
pub(super) fn plain(texts: &Texts, markdown: &str) -> Plain {
    let definition = |line: &&str| line.starts_with('[') && line.contains("]: ");
    let named =
        |line: &str| line.strip_prefix('[')?.split_once("]: ").map(|(a, b)| (a.to_owned(), b.trim().to_owned()));
    let mut reader = Reader {
        texts,
        named: markdown.lines().filter_map(named).collect(),
        out: Plain { text: String::new(), links: Vec::new() },
    };
    let lines: Vec<&str> = markdown.lines().filter(|line| !definition(line)).collect();
    reader.blocks(&lines, &Margin::default());
    reader.out
}

/// What stands before the lines of a block.
#[derive(Clone, Default)]
struct Margin {
    first: String,
    rest: String,
}

impl Margin {
    /// The same margin, further in.
    fn inner(&self, first: &str, rest: &str) -> Self {
        Self { first: self.rest.clone() + first, rest: self.rest.clone() + rest }
    }
}

struct Reader<'t> {
    texts: &'t Texts,
    /// Targets of links by name.
    named: Vec<(String, String)>,
    out: Plain,
}

impl Reader<'_> {
    /// Block after block; an empty line between two of them, as the page has it.
    fn blocks(&mut self, lines: &[&str], margin: &Margin) {
        let mut margin = margin.clone();
        let mut at = 0;
        while at < lines.len() {
            let line = lines[at];
            // Pictures are left out.
            if line.trim().is_empty() || line.starts_with("![") {
                self.air(&margin);
                at += 1;
                continue;
            }
            let end = at + 1 + length(line, &lines[at + 1..]);
            let block = &lines[at..end];
            if line.starts_with("```") {
                let code = &block[1..block.len() - 1];
                code.iter().for_each(|line| self.line(&format!("{}  {line}", margin.rest)));
            } else if line.starts_with('#') {
                let title = self.inline(line.trim_start_matches('#').trim());
                let under = if line.starts_with("##") { "-" } else { "=" };
                self.out.text += &wrap(&title, &margin.first, &margin.rest);
                self.line(&under.repeat(title.chars().count().min(WIDTH)));
            } else if line.starts_with('|') {
                self.table(block, &margin);
            } else if line.starts_with('>') {
                let quoted: Vec<&str> = block.iter().map(|line| line[1..].strip_prefix(' ').unwrap_or("")).collect();
                self.blocks(&quoted, &margin.inner("> ", "> "));
            } else if let Some(marker) = marker(line) {
                let mut item: Vec<&str> = vec![&line[marker..]];
                item.extend(block[1..].iter().map(|line| line.get(marker..).unwrap_or("")));
                self.blocks(&item, &margin.inner(&line[..marker], &" ".repeat(marker)));
            } else {
                let text = block.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
                let text = self.inline(&text);
                self.out.text += &wrap(&text, &margin.first, &margin.rest);
            }
            margin.first.clone_from(&margin.rest);
            at = end;
        }
    }

    fn line(&mut self, line: &str) {
        self.out.text += line.trim_end();
        self.out.text.push('\n');
    }

    /// One empty line, never two.
    fn air(&mut self, margin: &Margin) {
        if !self.out.text.is_empty() && !self.out.text.ends_with("\n\n") {
            self.line(&margin.rest);
        }
    }

    /// A table in columns where it fits; else an item for each row, with the other cells below it.
    fn table(&mut self, block: &[&str], margin: &Margin) {
        let cells = |line: &&str| line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        let mut rows: Vec<Vec<String>> = block.iter().map(cells).collect();
        rows.retain(|row| !row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| c == '-')));
        for cell in rows.iter_mut().flatten() {
            *cell = self.inline(cell);
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let whole = margin.rest.chars().count() + 2 + widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
        if whole <= WIDTH {
            for row in &rows {
                let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
                self.line(&format!("{}  {}", margin.rest, cells.collect::<Vec<_>>().join("  ")));
            }
            return;
        }
        let Some((header, rows)) = rows.split_first() else { return };
        for row in rows {
            let (item, detail) = (margin.inner("- ", "  "), margin.inner("  ", "    "));
            for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                self.out.text += &match header.get(column).filter(|name| column > 0 && !name.is_empty()) {
                    Some(name) => {
                        let words = [("name", name.into()), ("text", cell.into())];
                        wrap(&self.texts.line("guide-named", &words), &detail.first, &detail.rest)
                    }
                    None => wrap(cell, &item.first, &item.rest),
                };
            }
        }
    }

    /// A text without marks of emphasis, its links noted. Code keeps its marks, which say where it begins and ends.
    fn inline(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['`', '*', '[']) {
            out += &rest[..at];
            rest = &rest[at..];
            let code = rest.strip_prefix('`').and_then(|inner| inner.find('`')).map(|end| end + 2);
            if let Some(end) = code {
                out += &rest[..end];
                rest = &rest[end..];
            } else if let Some((words, target, after)) = self.link(rest) {
                let text = self.inline(words);
                out += &text;
                self.out.links.push(Link { text, target });
                rest = after;
            } else {
                let (mark, after) = rest.split_at(1);
                out += mark.trim_matches('*');
                rest = after;
            }
        }
        out + rest
    }

    /// `[words](target)` or `[words][name]`: words, target, and what comes behind.
    fn link<'l>(&self, text: &'l str) -> Option<(&'l str, String, &'l str)> {
        let (words, behind) = text.strip_prefix('[')?.split_once(']')?;
        if let Some(inner) = behind.strip_prefix('(') {
            let (target, after) = inner.split_once(')')?;
            return Some((words, target.to_owned(), after));
        }
        let (name, after) = behind.strip_prefix('[')?.split_once(']')?;
        let (_, target) = self.named.iter().find(|(known, _)| known == name)?;
        Some((words, target.clone(), after))
    }
}

/// How many of the lines behind the first one of a block belong to it.
fn length(first: &str, rest: &[&str]) -> usize {
    let count = |belongs: &dyn Fn(&str) -> bool| rest.iter().take_while(|line| belongs(line)).count();
    if first.starts_with("```") {
        return (count(&|line| !line.starts_with("```")) + 1).min(rest.len());
    }
    if first.starts_with('#') {
        return 0;
    }
    if let Some(mark) = first.chars().next().filter(|mark| "|>".contains(*mark)) {
        return count(&|line| line.starts_with(mark));
    }
    if let Some(marker) = marker(first) {
        let inner = |line: &str| line.trim().is_empty() || line.starts_with(&" ".repeat(marker));
        let whole = count(&inner);
        // An empty line at the end is air between this item and what follows.
        return whole - rest[..whole].iter().rev().take_while(|line| line.trim().is_empty()).count();
    }
    count(&|line| !line.trim().is_empty() && marker(line).is_none() && !begins_block(line))
}

fn begins_block(line: &str) -> bool {
    line.starts_with(['#', '|', '>']) || line.starts_with("```")
}

/// Width of the mark of a list's item, such as `- ` or `12. `.
fn marker(line: &str) -> Option<usize> {
    if line.starts_with("- ") {
        return Some(2);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0 && line[digits..].starts_with(". ")).then_some(digits + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;

    #[test]
    fn a_page_becomes_plain_text() {
        let page = "# Title\n\nA **bold** word,\n`code *as is*` and [a\nlink](a.md#b), [one][n], [blank].\n\n![a picture](a.png)\n\n[n]: https://n\n\n\
                    ## Part\n\n1. **First.** Run:\n\n   ```sh\n   archipel  x\n   ```\n\n2. Second,\n   in two lines\n\n> Quoted\n> text\n\n\
                    | a | b |\n| --- | --- |\n| one | `x` |\n";
        let plain = plain(&Texts::new(Lang::En), page);
        assert_eq!(
            plain.text,
            "Title\n=====\n\nA bold word, `code *as is*` and a link, one, [blank].\n\nPart\n----\n\n\
             1. First. Run:\n\n     archipel  x\n\n2. Second, in two lines\n\n> Quoted text\n\n  a    b\n  one  `x`\n"
        );
        let links: Vec<(&str, &str)> =
            plain.links.iter().map(|link| (link.text.as_str(), link.target.as_str())).collect();
        assert_eq!(links, [("a link", "a.md#b"), ("one", "https://n")]);
    }

    #[test]
    fn a_table_too_wide_becomes_a_list() {
        let long = "word ".repeat(20);
        let plain = plain(&Texts::new(Lang::En), &format!("| who | what |\n| --- | --- |\n| me | {long} |\n"));
        let expected = format!("- me\n  what: {}word\n    {}word\n", "word ".repeat(13), "word ".repeat(5));
        assert_eq!(plain.text, expected);
    }
}
