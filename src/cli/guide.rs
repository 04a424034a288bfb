//! `archipel guide`: pages to read, a self-assessment, and exercises that are checked.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::bundle;
use super::shell::Shell;
use crate::folder;
use crate::guide::{
    ExerciseError, Judged, LAST, PAGES, ReadinessAnswer, SelfAssessment, blank, judge, page, plain_page, section, title,
};
use crate::model::Findings;
use crate::report::SUMS;
use crate::text::wrap;
use crate::verify::Versions;

#[derive(Args, Debug)]
pub(super) struct GuideArguments {
    #[command(subcommand)]
    command: Option<GuideCommand>,
}

#[derive(Debug, Subcommand)]
enum GuideCommand {
    Show {
        #[arg(value_parser = PossibleValuesParser::new(PAGES))]
        page: String,
    },
    #[command(subcommand)]
    Readiness(ReadinessCommand),
    Exercise {
        #[arg(value_name = "N", value_parser = clap::value_parser!(u8).range(1..=i64::from(LAST)))]
        number: Option<u8>,
        #[arg(long, value_name = "DIR", requires_all = ["number", "answer"])]
        bundle: Option<PathBuf>,
        #[arg(long, value_name = "X", requires_all = ["number", "bundle"], allow_hyphen_values = true)]
        answer: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
enum ReadinessCommand {
    New {
        file: PathBuf,
    },
    Show {
        file: PathBuf,
        #[arg(long, value_name = "FILE.csv")]
        out: Option<PathBuf>,
    },
}

pub(super) fn run(shell: &Shell, arguments: GuideArguments) -> Result<(), Findings> {
    match arguments.command {
        None => list_pages(shell),
        Some(GuideCommand::Show { page }) => show_page(shell, &page),
        Some(GuideCommand::Readiness(ReadinessCommand::New { file })) => return new_assessment(shell, &file),
        Some(GuideCommand::Readiness(ReadinessCommand::Show { file, out })) => {
            return show_assessment(shell, &file, out.as_deref());
        }
        Some(GuideCommand::Exercise { number: None, .. }) => list_exercises(shell),
        Some(GuideCommand::Exercise { number: Some(number), bundle, answer }) => match bundle.zip(answer) {
            Some((bundle, answer)) => return check_answer(shell, number, &bundle, &answer),
            None => show_exercise(shell, number),
        },
    }
    Ok(())
}

/// Lists all pages, with the question that each answers.
fn list_pages(shell: &Shell) {
    let lang = shell.texts().lang();
    let question = |id: &str| shell.line(&format!("guide-page-{id}"), &[]);
    let fact = |id: &&str| json!({ "page": id, "title": title(page(lang, id)), "question": question(id) });
    let value: Value = PAGES.iter().map(fact).collect();
    shell.data(&value, || {
        let header = ["guide-head-page", "guide-head-question"].map(|key| shell.line(key, &[]));
        let rows: Vec<Vec<String>> = PAGES.iter().map(|id| vec![(*id).to_owned(), question(id)]).collect();
        shell.table(&header, &rows, 2..)
    });
    shell.say("guide-next-list", &[]);
}

fn show_page(shell: &Shell, id: &str) {
    let text = page(shell.texts().lang(), id);
    let value = json!({ "page": id, "title": title(text), "text": text });
    shell.data(&value, || plain_page(shell.texts(), text));
    let place = PAGES.iter().position(|known| *known == id);
    if let Some(next) = place.and_then(|place| PAGES.get(place + 1)) {
        shell.say("guide-next-page", &[("page", next.into())]);
    }
}

fn new_assessment(shell: &Shell, path: &Path) -> Result<(), Findings> {
    folder::write_new_file(path, blank(shell.texts())?.as_bytes())?;
    let written = path.display().to_string();
    shell.data(&json!({ "written": written }), || written.clone());
    shell.say("readiness-next-new", &[("path", (&written).into())]);
    Ok(())
}

fn show_assessment(shell: &Shell, path: &Path, out: Option<&Path>) -> Result<(), Findings> {
    let assessment = SelfAssessment::parse(&path.display().to_string(), &folder::read_file(path)?)?;
    let lang = shell.texts().lang();
    if let Some(out) = out {
        folder::write_new_file(out, assessment.csv(lang).as_bytes())?;
    }
    shell.data(&assessment.facts(lang), || {
        let answers = ReadinessAnswer::ALL.map(|answer| format!("readiness-answer-{}", answer.id()));
        let header = std::iter::once("readiness-head-section".to_owned()).chain(answers);
        let header: Vec<String> = header.map(|key| shell.line(&key, &[])).collect();
        let rows = assessment.counts(lang).map(|(section, counts)| {
            std::iter::once(section.to_owned()).chain(counts.map(|count| count.to_string())).collect()
        });
        format!("{}\n{}", shell.table(&header, &rows.collect::<Vec<_>>(), 1..), assessment.open(shell.texts()))
    });
    match out {
        Some(out) => shell.say("readiness-written", &[("path", (&out.display()).into())]),
        None => shell.say("readiness-next-show", &[("path", (&path.display()).into())]),
    }
    Ok(())
}

fn list_exercises(shell: &Shell) {
    let page = page(shell.texts().lang(), "exercises");
    let titles = (1..=LAST).map(|number| (number, section(page, number).0));
    let value: Value = titles.clone().map(|(number, title)| json!({ "exercise": number, "title": title })).collect();
    shell.data(&value, || titles.map(|(number, title)| format!("{number}. {title}\n")).collect());
    shell.say("exercise-next-list", &[]);
}

fn show_exercise(shell: &Shell, number: u8) {
    let (title, text) = section(page(shell.texts().lang(), "exercises"), number);
    let value = json!({ "exercise": number, "title": title, "text": text });
    shell.data(&value, || plain_page(shell.texts(), &format!("## {number}. {title}\n\n{text}\n")));
    shell.say("exercise-next-task", &[("exercise", number.to_string().into())]);
}

fn check_answer(shell: &Shell, number: u8, bundle: &Path, answer: &str) -> Result<(), Findings> {
    let listed = || Ok(folder::read_file(&bundle.join(SUMS))?);
    match judge(shell.texts(), number, bundle::verify(bundle, None, Versions::Any), listed, answer)? {
        Judged::Right(learnt) => {
            let value = json!({ "exercise": number, "right": true, "hint": null });
            shell.data(&value, || wrap(&learnt, "", ""));
            if number < LAST {
                shell.say("exercise-next-right", &[("exercise", (number + 1).to_string().into())]);
            } else {
                shell.say("exercise-next-last", &[]);
            }
            Ok(())
        }
        Judged::Wrong(hint) => {
            if shell.is_json() {
                shell.data(&json!({ "exercise": number, "right": false, "hint": hint }), String::new);
            }
            Err(ExerciseError::Wrong { exercise: number, hint }.into())
        }
    }
}
