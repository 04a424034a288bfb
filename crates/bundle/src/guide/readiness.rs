use serde_json::{Value, json};

use crate::model::{Bilingual, Document, Findings, Lang};
use crate::text::{TextPage, Texts, wrap_to};

const QUESTIONNAIRE: &str = include_str!("readiness.toml");

/// Width of a comment in the file, in columns.
const COMMENT: usize = 100;

/// Statements about one subject.
struct ReadinessSection {
    id: String,
    title: Bilingual,
    statements: Vec<ReadinessStatement>,
}

/// One sentence that is true of a member, or isn't.
struct ReadinessStatement {
    id: String,
    text: Bilingual,
    why: Bilingual,
    next: Bilingual,
}

/// Answer to a statement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ReadinessAnswer {
    /// The statement is true.
    Yes,
    /// The statement is partly true.
    Partly,
    /// The statement isn't true.
    No,
    /// The people who answered don't know.
    Unknown,
    /// The statement isn't answered.
    Empty,
}

impl ReadinessAnswer {
    /// Every answer, in the order of the tables.
    pub const ALL: [Self; 5] = [Self::Yes, Self::Partly, Self::No, Self::Unknown, Self::Empty];

    /// The word in keys of the catalogue.
    pub fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
            Self::Unknown => "unknown",
            Self::Empty => "empty",
        }
    }

    /// Words for answers in a file, in either language.
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

/// The built-in questionnaire.
fn questionnaire() -> Result<Vec<ReadinessSection>, Findings> {
    let document = Document::parse("readiness.toml", QUESTIONNAIRE);
    let root = document.root();
    let parts = root.some_sections("section").into_iter().map(|part| ReadinessSection {
        id: part.text("id"),
        title: part.bilingual("title"),
        statements: part
            .some_sections("statement")
            .into_iter()
            .map(|statement| ReadinessStatement {
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

/// The questionnaire as a file to fill in.
pub fn blank(texts: &Texts) -> Result<String, Findings> {
    let lang = texts.lang();
    let comment = |text: &str| wrap_to(COMMENT, text, "# ", "# ");
    let mut file = comment(&texts.line("readiness-file-head", &[]));
    for part in &questionnaire()? {
        file += &format!("\n{}", comment(&format!("== {} ==", part.title.get(lang))));
        for ReadinessStatement { id, text, why, .. } in &part.statements {
            let why = texts.line("readiness-file-why", &[("why", why.get(lang).into())]);
            file += &format!("\n{}{}[{}.{id}]\nanswer = \"\"\n", comment(text.get(lang)), comment(&why), part.id);
        }
    }
    Ok(file)
}

/// Answer to each statement, in the order of the questionnaire. A statement that isn't in the file is unanswered.
fn answers(file: &str, text: &str, parts: &[ReadinessSection]) -> Result<Vec<Vec<ReadinessAnswer>>, Findings> {
    let document = Document::parse(file, text);
    let root = document.root();
    let of_part = |part: &ReadinessSection| {
        let section = root.optional_section(&part.id);
        let of_statement = |statement: &ReadinessStatement| {
            let Some(entry) = section.as_ref().and_then(|section| section.optional_section(&statement.id)) else {
                return ReadinessAnswer::Empty;
            };
            match entry.text("answer").as_str() {
                "" => ReadinessAnswer::Empty,
                _ => entry.choice("answer", &ReadinessAnswer::WORDS, None),
            }
        };
        part.statements.iter().map(of_statement).collect()
    };
    let answers = parts.iter().map(of_part).collect();
    drop(root);
    document.finish(answers)
}

/// The questionnaire with its answers.
pub struct SelfAssessment {
    sections: Vec<ReadinessSection>,
    answers: Vec<Vec<ReadinessAnswer>>,
}

impl SelfAssessment {
    /// Reads a completed file. *Errors:* an entry that isn't in the questionnaire, or isn't an answer.
    pub fn parse(file: &str, text: &str) -> Result<Self, Findings> {
        let sections = questionnaire()?;
        let answers = answers(file, text, &sections)?;
        Ok(Self { sections, answers })
    }

    fn lines(&self) -> impl Iterator<Item = (&ReadinessSection, &ReadinessStatement, ReadinessAnswer)> {
        let parts = self.sections.iter().zip(&self.answers);
        parts.flat_map(|(part, answers)| {
            part.statements.iter().zip(answers).map(move |(statement, answer)| (part, statement, *answer))
        })
    }

    /// Next step for a statement; empty if the statement is true.
    fn next(lang: Lang, statement: &ReadinessStatement, answer: ReadinessAnswer) -> &str {
        if answer == ReadinessAnswer::Yes { "" } else { statement.next.get(lang) }
    }

    fn count(&self, part: usize, answer: ReadinessAnswer) -> usize {
        self.answers[part].iter().filter(|given| **given == answer).count()
    }

    /// Counts and answers as data.
    pub fn facts(&self, lang: Lang) -> Value {
        let part = |(place, part): (usize, &ReadinessSection)| {
            let mut value = json!({ "section": part.id, "title": part.title.get(lang) });
            ReadinessAnswer::ALL.iter().for_each(|answer| value[answer.id()] = self.count(place, *answer).into());
            value
        };
        let statement = |(part, statement, answer): (&ReadinessSection, &ReadinessStatement, ReadinessAnswer)| {
            json!({
                "section": part.id, "statement": statement.id, "answer": word(answer),
                "text": statement.text.get(lang), "next": Self::next(lang, statement, answer),
            })
        };
        json!({
            "sections": self.sections.iter().enumerate().map(part).collect::<Vec<_>>(),
            "statements": self.lines().map(statement).collect::<Vec<_>>(),
        })
    }

    /// Answers as CSV, with the remaining steps.
    pub fn csv(&self, lang: Lang) -> String {
        let quoted = |field: &str| format!("\"{}\"", field.replace('"', "\"\""));
        let mut text = "section,statement,answer,text,next\n".to_owned();
        for (part, statement, answer) in self.lines() {
            let sentences = [statement.text.get(lang), Self::next(lang, statement, answer)].map(quoted);
            text += &format!("{},{},{},{}\n", part.id, statement.id, word(answer), sentences.join(","));
        }
        text
    }

    /// Title of each section, and the number of its statements with each of [`ReadinessAnswer::ALL`].
    pub fn counts(&self, lang: Lang) -> impl Iterator<Item = (&str, [usize; 5])> {
        let sections = self.sections.iter().enumerate();
        sections.map(move |(place, section)| {
            (section.title.get(lang), ReadinessAnswer::ALL.map(|answer| self.count(place, answer)))
        })
    }

    /// Statements that aren't true yet, with their next steps, as sentences.
    pub fn open(&self, texts: &Texts) -> String {
        let lang = texts.lang();
        let mut page = TextPage::new(texts);
        let mut last = "";
        for (part, statement, answer) in self.lines().filter(|(_, _, answer)| *answer != ReadinessAnswer::Yes) {
            if last.is_empty() {
                page.heading("readiness-left");
            }
            if last != part.id {
                page.paragraph_of(part.title.get(lang));
                last = &part.id;
            }
            let given = texts.line(&format!("readiness-answer-{}", answer.id()), &[]);
            let text = statement.text.get(lang);
            page.item("readiness-open", &[("text", text.into()), ("answer", given.into())]);
            page.detail("readiness-do", &[("next", statement.next.get(lang).into())]);
        }
        if last.is_empty() {
            page.line("readiness-none-left", &[]);
        }
        page.finish()
    }
}

/// Word for the answer in a file.
fn word(answer: ReadinessAnswer) -> &'static str {
    if answer == ReadinessAnswer::Empty { "" } else { answer.id() }
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
        assert_eq!(some[..3], [ReadinessAnswer::Yes, ReadinessAnswer::Empty, ReadinessAnswer::Empty]);
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
