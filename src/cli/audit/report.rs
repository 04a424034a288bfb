use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::{Which, day, each};
use crate::audit::{Look, Month, Query, Registered, Report, Reporter};
use crate::charter::{Charter, Member};
use crate::cli::node::load_config;
use crate::cli::open_charter;
use crate::cli::page::Page;
use crate::cli::shell::Shell;
use crate::folder;
use crate::identity::write_public;
use crate::model::{Bilingual, Digest, Findings, Jurisdiction};

/// What is asked for.
pub(super) struct Asked {
    pub from: Option<String>,
    pub to: Option<String>,
    pub dataset: Option<String>,
    pub charter: Option<PathBuf>,
    pub csv: Option<PathBuf>,
}

/// The officer's report over a stretch of time, and the register of releases as CSV where that is wanted.
pub(super) fn run(shell: &Shell, which: &Which, asked: Asked) -> Result<(), Findings> {
    let Asked { from, to, dataset, charter, csv } = asked;
    let (from, to) = (from.as_deref().map(day).transpose()?, to.as_deref().map(day).transpose()?);
    csv.as_deref().map(folder::must_be_new).transpose()?;
    let charters = Charters::of(which, charter.as_deref())?;
    let log = which.open(Look::Report)?;
    let query = Query { from: from.clone(), to: to.clone(), dataset, ..Query::default() };
    let mut reporter = Reporter::new(query);
    each(&log, |entry, _| reporter.add(&entry))?;
    let report = reporter.finish();
    if let Some(path) = &csv {
        write_public(path, register(shell, &report, &charters).as_bytes())?;
    }
    let register: Vec<_> = report.register.iter().map(|line| charters.json(line)).collect();
    let mut value = serde_json::to_value(&report).expect("plain JSON");
    value["register"] = json!(register);
    shell.data(&value, || page(shell, &report, &charters, [from, to]));
    match &csv {
        Some(path) => shell.say("audit-report-csv", &[("path", (&path.display()).into())]),
        None => shell.say("audit-report-next", &[]),
    }
    Ok(())
}

/// Charters that the node has at hand, by digest: what purpose and authority a record means.
struct Charters(BTreeMap<Digest, Charter>);

impl Charters {
    /// The charter that is given, or that of the node.
    fn of(which: &Which, given: Option<&Path>) -> Result<Self, Findings> {
        let path = match (given, &which.copy) {
            (Some(path), _) => Some(path.to_owned()),
            (None, Some(_)) => None,
            (None, None) => Some(load_config(&which.config)?.charter),
        };
        let charter = path.map(|path| open_charter(&path)).transpose()?.map(|(_, charter)| charter);
        Ok(Self(charter.into_iter().map(|charter| (charter.digest, charter)).collect()))
    }

    /// Purpose and legal authority, as the charter has them, or which charter has them.
    fn words(&self, shell: &Shell, line: &Registered) -> [String; 2] {
        match self.0.get(&line.charter) {
            Some(charter) => {
                let lang = shell.texts().lang();
                let authority = Self::authority(charter, line).map(|authority| authority.get(lang).to_owned());
                [charter.purpose.get(lang).to_owned(), authority.unwrap_or_else(|| shell.line("word-none", &[]))]
            }
            None => [(); 2].map(|()| shell.line("audit-charter", &[("digest", line.charter.short().into())])),
        }
    }

    /// The legal authority of the member whose figures left.
    fn authority<'c>(charter: &'c Charter, line: &Registered) -> Option<&'c Bilingual> {
        charter.legal_authority(Self::member(charter, line)?)
    }

    fn member<'c>(charter: &'c Charter, line: &Registered) -> Option<&'c Member> {
        let id = line.node.rsplit('/').next().unwrap_or_default();
        charter.members.iter().find(|member| member.id.as_str() == id)
    }

    /// The jurisdictions of the member and of the recipient, as far as the charter names them; nothing where it isn't here.
    fn jurisdictions(&self, line: &Registered) -> Option<[Option<&Jurisdiction>; 2]> {
        let charter = self.0.get(&line.charter)?;
        let recipient = charter.coordinators.iter().find(|coordinator| coordinator.identity == line.recipient);
        let member = Self::member(charter, line).and_then(|member| member.jurisdiction.as_ref());
        Some([member, recipient.and_then(|recipient| recipient.jurisdiction.as_ref())])
    }

    /// Whether the recipient is outside of the member's jurisdiction; nothing where nobody says so.
    fn outside(&self, line: &Registered) -> Option<bool> {
        let [member, recipient] = self.jurisdictions(line)?;
        member.zip(recipient).map(|(member, recipient)| !member.is(recipient))
    }

    /// The same in words.
    fn outside_words(&self, shell: &Shell, line: &Registered) -> String {
        match self.jurisdictions(line) {
            Some([Some(member), Some(recipient)]) => {
                let key = if member.is(recipient) { "audit-outside-no" } else { "audit-outside-yes" };
                shell.line(key, &[("member", member.into()), ("recipient", recipient.into())])
            }
            Some(_) => shell.line("audit-outside-unstated", &[]),
            None => shell.line("audit-charter", &[("digest", line.charter.short().into())]),
        }
    }

    fn json(&self, line: &Registered) -> serde_json::Value {
        let mut value = serde_json::to_value(line).expect("plain JSON");
        value["outside"] = json!(self.outside(line));
        let [member, recipient] = self.jurisdictions(line).unwrap_or_default();
        value["jurisdictions"] = json!({ "member": member, "recipient": recipient });
        if let Some(charter) = self.0.get(&line.charter) {
            value["purpose"] = json!({ "en": charter.purpose.en, "fr": charter.purpose.fr });
            value["authority"] = json!(
                Self::authority(charter, line).map(|authority| json!({ "en": authority.en, "fr": authority.fr }))
            );
        }
        value
    }
}

/// The register of releases: recipient, nature, purpose, outside the jurisdiction or not, legal authority, as the law of
/// Quebec (A-2.1, s. 67.3) has it, and when. Headings in both languages.
fn register(shell: &Shell, report: &Report, charters: &Charters) -> String {
    let header = [
        "recipient / destinataire",
        "nature",
        "purpose / fins",
        "outside the jurisdiction / à l’extérieur du ressort",
        "legal authority / fondement juridique",
        "edition / édition",
        "release / diffusion",
        "first / première",
        "last / dernière",
        "answers / réponses",
        "jurisdiction of the member / ressort du membre",
        "jurisdiction of the recipient / ressort du destinataire",
    ];
    let quoted = |field: &str| format!("\"{}\"", field.replace('"', "\"\""));
    let mut text = header.map(quoted).join(",") + "\n";
    for line in &report.register {
        let [purpose, authority] = charters.words(shell, line);
        let nature = nature(shell, line);
        let outside = match charters.outside(line) {
            Some(true) => "yes / oui",
            Some(false) => "no / non",
            None => "not stated / non précisé",
        };
        let [member, recipient] = charters.jurisdictions(line).unwrap_or_default();
        let [member, recipient] = [member, recipient].map(|stated| stated.map_or("", Jurisdiction::as_str));
        let answers = line.answers.to_string();
        let fields = [
            line.recipient.as_str(),
            &nature,
            &purpose,
            outside,
            &authority,
            &line.edition,
            &line.release,
            &line.first,
            &line.last,
            &answers,
            member,
            recipient,
        ];
        text += &(fields.map(quoted).join(",") + "\n");
    }
    text
}

/// What kind of figures went out.
fn nature(shell: &Shell, line: &Registered) -> String {
    let words = [
        ("period", line.period.as_str().into()),
        ("tables", line.tables.iter().map(|table| table.replace(' ', " × ")).collect::<Vec<_>>().join(", ").into()),
        ("published", shell.texts().number(line.published as f64, 0).into()),
        ("withheld", shell.texts().number(line.withheld as f64, 0).into()),
    ];
    shell.line("audit-nature", &words)
}

fn page(shell: &Shell, report: &Report, charters: &Charters, [from, to]: [Option<String>; 2]) -> String {
    let mut page = Page::new(shell.texts());
    let open = || "…".to_owned();
    if from.is_none() && to.is_none() {
        page.line("audit-report-head-all", &[]);
    } else {
        let words = [("from", from.unwrap_or_else(open).into()), ("to", to.unwrap_or_else(open).into())];
        page.line("audit-report-head", &words);
    }
    page.heading("audit-register");
    if report.register.is_empty() {
        page.paragraph("audit-register-none", &[]);
    }
    for line in &report.register {
        let [purpose, authority] = charters.words(shell, line);
        let outside = charters.outside_words(shell, line);
        page.item("audit-recipient", &[("peer", line.recipient.as_str().into())]);
        page.detail("audit-line-nature", &[("nature", nature(shell, line).into())]);
        page.detail("audit-line-purpose", &[("purpose", purpose.into())]);
        page.detail("audit-line-authority", &[("authority", authority.into())]);
        page.detail("audit-line-outside", &[("outside", outside.into())]);
        let words = [
            ("answers", line.answers.into()),
            ("first", line.first.as_str().into()),
            ("last", line.last.as_str().into()),
            ("release", line.release.get(..12).unwrap_or_default().into()),
        ];
        page.detail("audit-line-when", &words);
    }
    page.heading("audit-refusals");
    if report.refusals.is_empty() {
        page.paragraph("audit-refusals-none", &[]);
    }
    for refusal in &report.refusals {
        let nobody = || shell.line("audit-stranger", &[]);
        let peer = if refusal.peer.is_empty() { nobody() } else { refusal.peer.clone() };
        let words = [
            ("peer", peer.into()),
            ("call", refusal.call.as_str().into()),
            ("reason", shell.texts().brief(&refusal.reason).trim_end_matches('.').into()),
            ("count", refusal.count.into()),
        ];
        page.item("audit-refusal", &words);
    }
    page.heading("audit-events");
    for event in &report.events {
        let time = event.time.get(..16).unwrap_or_default().replace('T', " ");
        let action =
            event.about.split_whitespace().next().filter(|_| event.kind == "operator.action").unwrap_or_default();
        let about = event.about[action.len()..].trim_start();
        let words = [
            ("seq", event.seq.to_string().into()),
            ("time", time.into()),
            ("kind", super::kind(shell, &event.kind, action).into()),
            ("about", about.into()),
        ];
        page.item("audit-event", &words);
        // Another version may have other words for it.
        match event.decided_by.as_deref() {
            Some("officer-key") => page.detail("audit-event-officer", &[]),
            Some("operator-account") => page.detail("audit-event-account", &[]),
            _ => {}
        }
    }
    page.heading("audit-months");
    months(shell, report).lines().for_each(|line| page.verbatim(line));
    page.heading("audit-unsent");
    if report.unsent.is_empty() {
        page.paragraph("audit-unsent-none", &[]);
    }
    for unsent in &report.unsent {
        let words = [
            ("seq", unsent.seq.to_string().into()),
            ("time", unsent.time.as_str().into()),
            ("peer", unsent.recipient.as_str().into()),
        ];
        page.item("audit-unsent-line", &words);
    }
    page.finish()
}

/// Numbers of each month.
fn months(shell: &Shell, report: &Report) -> String {
    let names = ["month", "answers", "published", "withheld", "refused", "built", "approved", "declined"];
    let header = names.map(|name| shell.line(&format!("audit-month-{name}"), &[]));
    let row = |(name, month): (&String, &Month)| {
        let numbers = [
            month.answers,
            month.published,
            month.withheld,
            month.refused,
            month.built,
            month.approved,
            month.refused_or_withdrawn,
        ];
        [name.clone()].into_iter().chain(numbers.map(|number| shell.texts().number(number as f64, 0))).collect()
    };
    shell.table(&header, &report.months.iter().map(row).collect::<Vec<Vec<String>>>(), 1..)
}
