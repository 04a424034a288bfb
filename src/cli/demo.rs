#![expect(clippy::disallowed_methods, reason = "the made-up people are written as the files of members")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::demo_protection::{self, Classes};
use super::result;
use super::shell::Shell;
use super::simulate::{Common, RehearsalOrder};
use crate::charter::{Agreement, Charter, Class};
use crate::country;
use crate::folder;
use crate::identity::write_public;
use crate::model::{Clock as _, Findings, MemberId};
use crate::node::RecordFile;
use crate::report::{Published, Require, Standing};
use crate::system::SystemClock;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    people: u64,
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[arg(long, value_name = "public|controlled|private", default_value = "private", value_parser = class)]
    class: Class,
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

fn class(text: &str) -> Result<Class, String> {
    Class::ALL.into_iter().find(|class| class.id() == text).ok_or_else(|| Class::ALL.map(Class::id).join(", "))
}

/// Year of the census that the country is made after.
const PERIOD: &str = "2021";

pub(super) fn run(shell: &Shell, arguments: Arguments) -> Result<(), Findings> {
    let began = Instant::now();
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => folder::free_name(Path::new("archipel-demo")),
    };
    arguments.common.must_be_new(&out)?;
    let shares = country::shares(arguments.people)?;
    shell.say("demo-title", &[]);
    let charter_files = country::charter_files(arguments.class, arguments.people);
    let charter = Charter::parse(&charter_files)?;
    let layers = arguments.common.layers.read(shell, &charter)?;
    let people = folder::temporary("archipel-people-")?;
    let sources = write_people(shell, people.path(), shares, arguments.seed)?;
    let classes = Classes::new(arguments.people)?;
    let order = RehearsalOrder {
        agreement: Agreement::on_this_machine(charter, SystemClock.today())?,
        charter_files,
        period: super::period::period(PERIOD)?,
        sources,
        require: Require::All,
        seed: Some(arguments.seed),
        layers,
        standing: Standing::default(),
        began,
    };
    let show = |shell: &Shell, published: &Published, out: &Path| show(shell, published, &classes, out);
    order.rehearse(shell, &arguments.common, &out, show, "demo-next")
}

/// Writes the file of each member.
fn write_people(
    shell: &Shell,
    folder: &Path,
    shares: Vec<(MemberId, u64)>,
    seed: u64,
) -> Result<BTreeMap<MemberId, RecordFile>, Findings> {
    let unwritable = |error: std::io::Error| folder::temporary_failed(&error);
    let mapping = folder.join("mapping.toml");
    write_public(&mapping, country::MAPPING.as_bytes())?;
    let mut sources = BTreeMap::new();
    let bar = shell.progress("progress-people", shares.len() as u64);
    for (member, count) in shares {
        let file = folder.join(format!("{member}.csv"));
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&file).map_err(unwritable)?);
        country::write_people(&member, count, seed, &mut out).map_err(unwritable)?;
        out.flush().map_err(unwritable)?;
        sources.insert(member, RecordFile { file, mapping: Some(mapping.clone()) });
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(sources)
}

/// Shows the country as a table, the areas across borders, how sure that is, and how it would be under other classes.
fn show(shell: &Shell, published: &Published, classes: &Classes, out: &Path) {
    let mut value = result::summary(shell, published, out);
    for (listed, member) in value["members"].as_array_mut().into_iter().flatten().zip(&published.members) {
        listed["national_survey"] = (!country::without_national_survey(&member.member)).into();
    }
    value["sure"] = demo_protection::sure(published);
    value["classes"] = classes.facts(&published.charter);
    shell.data(&value, || {
        let mark = |member: &crate::report::MemberOutcome| {
            if country::without_national_survey(&member.member) { " *" } else { "" }
        };
        let provinces = result::overview_marked(shell, published, mark);
        let mut header = published.overview_header(shell.texts(), "demo-cross-border");
        let mut rows = published.overview_of_borders(shell.texts());
        // The last column, coverage, is for members only.
        header.pop();
        rows.iter_mut().for_each(|row| drop(row.fields.pop()));
        let borders = result::with_bars(shell, header, rows);
        let sure = demo_protection::sure_for_people(shell, published);
        let classes = demo_protection::classes_for_people(shell, published, classes);
        format!("{provinces}{}\n\n{borders}\n{sure}\n{classes}", shell.line("demo-no-survey", &[]))
    });
    result::footer(shell, published, out);
}
