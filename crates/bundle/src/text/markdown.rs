//! The Markdown of our own pages as plain text for a terminal: headings, paragraphs, lists, quotes, tables, code.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Texts;
use super::page::{WIDTH, width, wrap};

/// A page as plain text.
pub struct PlainText {
    /// Text, wrapped; lines of code stay as they are.
    pub text: String,
    /// Links in their order.
    pub links: Vec<Link>,
}

/// Words with a link.
pub struct Link {
    /// Text of the link in the page, without marks.
    pub text: String,
    /// Target as in the page: a path from that page, or an address.
    pub target: String,
}

/// Plain text of a page. Code within a sentence keeps its marks, as they show where it begins and ends; pictures are
/// left out.
pub fn plain(texts: &Texts, markdown: &str) -> PlainText {
    let mut renderer = Renderer::new(texts);
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(tag) => renderer.start(tag, is_below_blank_line(&markdown[..range.start])),
            Event::End(tag) => renderer.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => renderer.inline += &text,
            Event::Code(code) => renderer.inline += &format!("`{code}`"),
            Event::SoftBreak | Event::HardBreak => renderer.inline.push(' '),
            _ => {}
        }
    }
    PlainText { text: renderer.text, links: renderer.links }
}

/// Whether an empty line, which may be in a quotation, precedes the next line.
fn is_below_blank_line(before: &str) -> bool {
    let above = before.rsplit_once('\n').map_or(".", |(above, _)| above);
    above.rsplit('\n').next().unwrap_or_default().trim_matches([' ', '>']).is_empty()
}

/// Indent or mark before the lines of a block.
struct Margin {
    /// Text before its first line, until that is written.
    first: Option<String>,
    rest: String,
}

impl Margin {
    fn new(first: &str, rest: &str) -> Self {
        Self { first: Some(first.to_owned()), rest: rest.to_owned() }
    }

    /// Margin of an item: its mark, and the indent below it.
    fn of_item(mark: &str) -> Self {
        Self::new(mark, &" ".repeat(mark.len()))
    }
}

struct Renderer<'t> {
    texts: &'t Texts,
    text: String,
    links: Vec<Link>,
    /// Margins from the outermost block to the innermost.
    margins: Vec<Margin>,
    /// Number of the next item in each open list; `None` where items have a dash.
    lists: Vec<Option<u64>>,
    /// Text of the open block so far.
    inline: String,
    /// Start in `inline` of each open link or picture, and its target.
    open: Vec<(usize, String)>,
    /// Rows of the open table, the header first.
    rows: Vec<Vec<String>>,
}

impl<'t> Renderer<'t> {
    fn new(texts: &'t Texts) -> Self {
        Self {
            texts,
            text: String::new(),
            links: Vec::new(),
            margins: Vec::new(),
            lists: Vec::new(),
            inline: String::new(),
            open: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn start(&mut self, tag: Tag<'_>, below_blank_line: bool) {
        match &tag {
            Tag::Emphasis | Tag::Strong | Tag::TableCell => return,
            Tag::TableHead | Tag::TableRow => return self.rows.push(Vec::new()),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                return self.open.push((self.inline.len(), dest_url.to_string()));
            }
            _ => self.paragraph(),
        }
        if below_blank_line {
            self.blank_line();
        }
        match tag {
            Tag::List(first) => self.lists.push(first),
            Tag::Item => {
                let number = self.lists.last_mut().and_then(Option::as_mut);
                let mark = number.as_ref().map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                number.into_iter().for_each(|number| *number += 1);
                self.margins.push(Margin::of_item(&mark));
            }
            Tag::BlockQuote(_) => self.margins.push(Margin::new("> ", "> ")),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => {
                let Some((start, target)) = self.open.pop() else { return };
                self.links.push(Link { text: self.inline[start..].to_owned(), target });
            }
            TagEnd::Image => {
                let Some((start, _)) = self.open.pop() else { return };
                self.inline.truncate(start);
            }
            TagEnd::Heading(level) => {
                let under = if level == HeadingLevel::H1 { "=" } else { "-" };
                let under = under.repeat(width(&self.inline).min(WIDTH));
                self.paragraph();
                self.line(&under);
            }
            TagEnd::CodeBlock => {
                let code = std::mem::take(&mut self.inline);
                code.lines().for_each(|line| self.line(&format!("  {line}")));
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                self.rows.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
            }
            TagEnd::Table => self.table(),
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.paragraph();
                self.margins.pop();
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.paragraph(),
            _ => {}
        }
    }

    /// Margins of the next line, and of those below it in the same block.
    fn margin(&mut self) -> (String, String) {
        let rest = self.margins.iter().map(|margin| margin.rest.as_str()).collect();
        (self.margins.iter_mut().map(|margin| margin.first.take().unwrap_or(margin.rest.clone())).collect(), rest)
    }

    /// Writes the text of the open block, wrapped.
    fn paragraph(&mut self) {
        let said = std::mem::take(&mut self.inline);
        if !said.is_empty() {
            let (first, rest) = self.margin();
            self.text += &wrap(&said.replace('\n', " "), &first, &rest);
        }
    }

    fn line(&mut self, line: &str) {
        let margin = self.margin().0;
        self.text += &format!("{}\n", format!("{margin}{line}").trim_end());
    }

    fn blank_line(&mut self) {
        if !self.text.is_empty() && !is_below_blank_line(&self.text) {
            let margin: String = self.margins.iter().map(|margin| margin.rest.as_str()).collect();
            self.text += &format!("{}\n", margin.trim_end());
        }
    }

    /// Writes a table in columns where it fits; else an item for each row, with the other cells below it.
    fn table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let Some(header) = rows.first() else { return };
        let widths: Vec<usize> = (0..header.len())
            .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0))
            .collect();
        let margin: usize = self.margins.iter().map(|margin| width(&margin.rest)).sum();
        if margin + widths.iter().map(|width| width + 2).sum::<usize>() <= WIDTH {
            for row in &rows {
                let cells = row.iter().zip(&widths).map(|(cell, room)| cell.clone() + &" ".repeat(room - width(cell)));
                self.line(&format!("  {}", cells.collect::<Vec<_>>().join("  ")));
            }
            return;
        }
        for row in &rows[1..] {
            for (column, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let named = column > 0 && !header[column].is_empty();
                let words = [("name", (&header[column]).into()), ("text", cell.into())];
                self.inline = if named { self.texts.line("guide-named", &words) } else { cell.clone() };
                self.margins.push(if named { Margin::new("  ", "    ") } else { Margin::of_item("- ") });
                self.paragraph();
                self.margins.pop();
            }
        }
    }
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
