#![expect(clippy::disallowed_methods, reason = "the made-up people are written as the files of members")]

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use super::demo_country;
use super::demo_protection::{self, Classes};
use super::load::Source;
use super::rehearsal::{Cast, temporary};
use super::result;
use super::shell::Shell;
use super::simulate::{Common, rehearse};
use crate::charter::{Agreement, Charter, Class};
use crate::folder;
use crate::identity::write_public;
use crate::model::{Clock as _, Findings};
use crate::report::Require;
use crate::report::{Published, Standing};
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
    let all = [Class::Public, Class::Controlled, Class::Private];
    all.into_iter().find(|class| class.id() == text).ok_or_else(|| all.map(Class::id).join(", "))
}

/// Year of the census after which the country is made.
const PERIOD: &str = "2021";

pub(super) fn run(shell: &Shell, arguments: Arguments) -> Result<(), Findings> {
    let began = Instant::now();
    let out = match arguments.out {
        Some(out) => out,
        None => folder::free_name(Path::new("archipel-demo")),
    };
    arguments.common.must_be_new(&out)?;
    let shares = demo_country::shares(arguments.people)?;
    shell.say("demo-title", &[]);
    let charter_files = demo_country::charter_files(arguments.class, arguments.people);
    let charter = Charter::parse(&charter_files)?;
    let layers = arguments.common.layers.read(shell, &charter)?;
    let unwritable = |error: std::io::Error| temporary(&error);
    let people = tempfile::Builder::new().prefix("archipel-people-").tempdir().map_err(unwritable)?;
    let mapping = people.path().join("mapping.toml");
    write_public(&mapping, demo_country::MAPPING.as_bytes())?;
    let mut sources = BTreeMap::new();
    let bar = shell.progress("progress-people", shares.len() as u64);
    for (member, count) in shares {
        let file = people.path().join(format!("{member}.csv"));
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&file).map_err(unwritable)?);
        demo_country::write_people(&member, count, arguments.seed, &mut out).map_err(unwritable)?;
        out.flush().map_err(unwritable)?;
        sources.insert(member, Source { file, mapping: Some(mapping.clone()) });
        bar.inc(1);
    }
    bar.finish_and_clear();
    let classes = Classes::new(arguments.people)?;
    let agreement = Agreement::on_this_machine(charter, SystemClock.today())?;
    let threads = arguments.common.threads();
    let cast = Cast {
        agreement,
        charter_files,
        period: super::load::period(PERIOD)?,
        sources,
        threads,
        require: Require::All,
        seed: Some(arguments.seed),
        layers,
        standing: Standing::default(),
    };
    let show = |shell: &Shell, published: &Published, out: &Path| show(shell, published, &classes, out);
    rehearse(shell, cast, &arguments.common, &out, began, show, "demo-next")
}

/// The country as a table, the areas across borders, how sure that is, and how it would be under other classes.
fn show(shell: &Shell, published: &Published, classes: &Classes, out: &Path) {
    let mut value = result::summary(shell, published, out);
    for (listed, member) in value["members"].as_array_mut().into_iter().flatten().zip(&published.members) {
        listed["national_survey"] = (!demo_country::without_national_survey(&member.member)).into();
    }
    value["sure"] = demo_protection::sure(published);
    value["classes"] = classes.facts(&published.charter);
    shell.data(&value, || {
        let mark = |member: &crate::report::MemberOutcome| {
            if demo_country::without_national_survey(&member.member) { " *" } else { "" }
        };
        let provinces = result::overview_marked(shell, published, mark);
        let lang = shell.texts().lang();
        let mut rows = Vec::new();
        for part in
            published.cross_border.iter().filter(|part| published.charter.lattice.tables()[part.table].axes.is_empty())
        {
            let border = &published.charter.cross_border[part.area];
            rows.push(result::row(shell, published, border.name.get(lang), Some((&part.rows, 0)), None));
        }
        let mut header = result::header(shell, published, "demo-cross-border");
        header.pop();
        rows.iter_mut().for_each(|(row, _)| drop(row.pop()));
        let borders = result::with_bars(shell, header, rows);
        let sure = demo_protection::sure_for_people(shell, published);
        let classes = demo_protection::classes_for_people(shell, published, classes);
        format!("{provinces}{}\n\n{borders}\n{sure}\n{classes}", shell.line("demo-no-survey", &[]))
    });
    result::footer(shell, published, out);
}
