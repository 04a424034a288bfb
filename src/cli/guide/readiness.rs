use std::path::Path;

use serde_json::{Value, json};

use super::super::page::{Page, wrap_to};
use super::super::shell::Shell;
use crate::folder;
use crate::model::{Bilingual, Document, Findings, Lang};

const QUESTIONNAIRE: &str = include_str!("readiness.toml");

/// Columns of a comment in the file.
const COMMENT: usize = 100;

/// Statements about one subject.
struct Part {
    id: String,
    title: Bilingual,
    statements: Vec<Statement>,
}

/// One sentence that is so, or isn't.
struct Statement {
    id: String,
    text: Bilingual,
    why: Bilingual,
    next: Bilingual,
}

/// What people say to a statement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Answer {
    Yes,
    Partly,
    No,
    Unknown,
    Empty,
}

impl Answer {
    const ALL: [Self; 5] = [Self::Yes, Self::Partly, Self::No, Self::Unknown, Self::Empty];

    /// The word in keys of the catalogue.
    fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Empty => "empty",
        }
    }

    /// What a file may say, in either language.
    const WORDS: [(&'static str, Self); 8] = [
        ("yes", Self::Yes),
        ("partly", Self::Partly),
        ("no", Self::No),
        ("unknown", Self::Unknown),
        ("oui", Self::Yes),
        ("en_partie", Self::Partly),
        ("non", Self::No),
        ("inconnu", Self::Unknown),
    ];
}

/// The questionnaire as it is built in.
fn questionnaire() -> Result<Vec<Part>, Findings> {
    let document = Document::parse("readiness.toml", QUESTIONNAIRE);
    let root = document.root();
    let parts = root.some_sections("section").into_iter().map(|part| Part {
        id: part.text("id"),
        title: part.bilingual("title"),
        statements: part
            .some_sections("statement")
            .into_iter()
            .map(|statement| Statement {
                id: statement.text("id"),
                text: statement.bilingual("text"),
                why: statement.bilingual("why"),
                next: statement.bilingual("next"),
            })
            .collect(),
    });
    let parts = parts.collect();
    drop(root);
    document.finish(parts)
}

/// Writes the questionnaire as a file to fill in.
pub(super) fn new(shell: &Shell, path: &Path) -> Result<(), Findings> {
    let text = blank(shell, &questionnaire()?);
    folder::write_new_file(path, text.as_bytes())?;
    let written = path.display().to_string();
    shell.data(&json!({ "written": written }), || written.clone());
    shell.say("readiness-next-new", &[("path", (&written).into())]);
    Ok(())
}

fn blank(shell: &Shell, parts: &[Part]) -> String {
    let lang = shell.texts().lang();
    let comment = |text: &str| wrap_to(COMMENT, text, "# ", "# ");
    let mut file = comment(&shell.line("readiness-file-head", &[]));
    for part in parts {
        file += &format!("\n{}", comment(&format!("== {} ==", part.title.get(lang))));
        for Statement { id, text, why, .. } in &part.statements {
            let why = shell.line("readiness-file-why", &[("why", why.get(lang).into())]);
            file += &format!("\n{}{}[{}.{id}]\nanswer = \"\"\n", comment(text.get(lang)), comment(&why), part.id);
        }
    }
    file
}

/// What each statement was answered, in the order of the questionnaire. A statement that isn't in the file is unanswered.
fn answers(file: &str, text: &str, parts: &[Part]) -> Result<Vec<Vec<Answer>>, Findings> {
    let document = Document::parse(file, text);
    let root = document.root();
    let of_part = |part: &Part| {
        let section = root.optional_section(&part.id);
        let of_statement = |statement: &Statement| {
            let Some(entry) = section.as_ref().and_then(|section| section.optional_section(&statement.id)) else {
                return Answer::Empty;
            };
            match entry.text("answer").as_str() {
                "" => Answer::Empty,
                _ => entry.choice("answer", &Answer::WORDS, None),
            }
        };
        part.statements.iter().map(of_statement).collect()
    };
    let answers = parts.iter().map(of_part).collect();
    drop(root);
    document.finish(answers)
}

/// What a filled-in file says: how many answers of each kind, and what is left to do.
pub(super) fn show(shell: &Shell, path: &Path, out: Option<&Path>) -> Result<(), Findings> {
    let parts = questionnaire()?;
    let answers = answers(&path.display().to_string(), &folder::read_file(path)?, &parts)?;
    let told = Told { lang: shell.texts().lang(), parts, answers };
    if let Some(out) = out {
        folder::write_new_file(out, told.csv().as_bytes())?;
    }
    shell.data(&told.facts(), || told.text(shell));
    match out {
        Some(out) => shell.say("readiness-written", &[("path", (&out.display()).into())]),
        None => shell.say("readiness-next-show", &[("path", (&path.display()).into())]),
    }
    Ok(())
}

/// The questionnaire with its answers.
struct Told {
    lang: Lang,
    parts: Vec<Part>,
    answers: Vec<Vec<Answer>>,
}

impl Told {
    fn lines(&self) -> impl Iterator<Item = (&Part, &Statement, Answer)> {
        let parts = self.parts.iter().zip(&self.answers);
        parts.flat_map(|(part, answers)| {
            part.statements.iter().zip(answers).map(move |(statement, answer)| (part, statement, *answer))
        })
    }

    /// What to do about a statement: nothing, if it is so.
    fn next<'s>(&self, statement: &'s Statement, answer: Answer) -> &'s str {
        if answer == Answer::Yes { "" } else { statement.next.get(self.lang) }
    }

    fn count(&self, part: usize, answer: Answer) -> usize {
        self.answers[part].iter().filter(|given| **given == answer).count()
    }

    fn facts(&self) -> Value {
        let part = |(place, part): (usize, &Part)| {
            let mut value = json!({ "section": part.id, "title": part.title.get(self.lang) });
            Answer::ALL.iter().for_each(|answer| value[answer.id()] = self.count(place, *answer).into());
            value
        };
        let statement = |(part, statement, answer): (&Part, &Statement, Answer)| {
            json!({
                "section": part.id, "statement": statement.id, "answer": word(answer),
                "text": statement.text.get(self.lang), "next": self.next(statement, answer),
            })
        };
        json!({
            "sections": self.parts.iter().enumerate().map(part).collect::<Vec<_>>(),
            "statements": self.lines().map(statement).collect::<Vec<_>>(),
        })
    }

    fn csv(&self) -> String {
        let quoted = |field: &str| format!("\"{}\"", field.replace('"', "\"\""));
        let mut text = "section,statement,answer,text,next\n".to_owned();
        for (part, statement, answer) in self.lines() {
            let sentences = [statement.text.get(self.lang), self.next(statement, answer)].map(quoted);
            text += &format!("{},{},{},{}\n", part.id, statement.id, word(answer), sentences.join(","));
        }
        text
    }

    fn text(&self, shell: &Shell) -> String {
        let mut header = vec![shell.line("readiness-head-section", &[])];
        header.extend(Answer::ALL.iter().map(|answer| shell.line(&format!("readiness-answer-{}", answer.id()), &[])));
        let row = |(place, part): (usize, &Part)| {
            let counts = Answer::ALL.iter().map(|answer| self.count(place, *answer).to_string());
            std::iter::once(part.title.get(self.lang).to_owned()).chain(counts).collect()
        };
        let rows: Vec<Vec<String>> = self.parts.iter().enumerate().map(row).collect();
        let mut page = Page::new(shell.texts());
        let mut last = "";
        for (part, statement, answer) in self.lines().filter(|(_, _, answer)| *answer != Answer::Yes) {
            if last.is_empty() {
                page.heading("readiness-left");
            }
            if last != part.id {
                page.paragraph_of(part.title.get(self.lang));
                last = &part.id;
            }
            let given = shell.line(&format!("readiness-answer-{}", answer.id()), &[]);
            let text = statement.text.get(self.lang);
            page.item("readiness-open", &[("text", text.into()), ("answer", given.into())]);
            page.detail("readiness-do", &[("next", statement.next.get(self.lang).into())]);
        }
        if last.is_empty() {
            page.line("readiness-none-left", &[]);
        }
        format!("{}\n{}", shell.table(&header, &rows, 1..), page.finish())
    }
}

/// The answer as the file has it.
fn word(answer: Answer) -> &'static str {
    if answer == Answer::Empty { "" } else { answer.id() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_questionnaire_that_is_built_in_is_sound() {
        let parts = questionnaire().unwrap_or_else(|findings| panic!("{findings}"));
        let count: usize = parts.iter().map(|part| part.statements.len()).sum();
        assert_eq!((parts.len(), count), (5, 28));
    }

    #[test]
    fn answers_are_read_strictly() {
        let parts = questionnaire().unwrap_or_else(|findings| panic!("{findings}"));
        let read = |text: &str| answers("a.toml", text, &parts).map(|answers| answers.concat());
        let some = read("[governance.decision]\nanswer = \"yes\"\n[governance.partners]\nanswer = \"\"\n").unwrap();
        assert_eq!(some[..3], [Answer::Yes, Answer::Empty, Answer::Empty]);
        for (text, key, line) in [
            ("[governance.decision]\nanswer = \"perhaps\"\n", "document-not-allowed", 2),
            ("[governance.decision]\nanswer = true\n", "document-unquoted", 2),
            ("\n[governance.desicion]\nanswer = \"yes\"\n", "document-unknown-key", 2),
            ("[governance.decision]\n", "document-missing-key", 1),
        ] {
            let findings = read(text).unwrap_err();
            assert_eq!((findings.total(), findings.shown()[0].key.as_ref()), (1, key));
            assert_eq!(findings.shown()[0].place.line, Some(line), "{text}");
        }
    }
}
