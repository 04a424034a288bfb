//! The register of releases and the officer's report around it: recipients and their figures, purpose and authority,
//! and whether figures left the jurisdiction. As sentences, as data and as CSV.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::audit::{Happening, KINDS, Registered, Report};
use crate::charter::{Charter, Member};
use crate::model::{Bilingual, Digest, Jurisdiction};
use crate::text::{TextPage, Texts};

/// Words for a kind of record, or for an officer's action; its own name if this version doesn't know it.
pub fn kind(texts: &Texts, kind: &str, action: &str) -> String {
    let known = KINDS.iter().find(|(known, _)| *known == kind);
    let action = texts.find(&format!("action-{action}"), &[]);
    action
        .unwrap_or_else(|| known.map_or_else(|| kind.to_owned(), |(_, word)| texts.line(&format!("kind-{word}"), &[])))
}

/// A report, and the charters with the purpose and authority under which its figures left.
pub struct Register<'r> {
    texts: &'r Texts,
    report: &'r Report,
    charters: BTreeMap<Digest, Charter>,
}

impl<'r> Register<'r> {
    /// Register of a report. `charters` are those at hand; for another one, its digest replaces its words.
    pub fn new(texts: &'r Texts, report: &'r Report, charters: impl IntoIterator<Item = Charter>) -> Self {
        let charters = charters.into_iter().map(|charter| (charter.digest(), charter)).collect();
        Self { texts, report, charters }
    }

    /// Recipients with the figures that they got, and the report's data.
    pub fn facts(&self) -> Value {
        let mut value = serde_json::to_value(self.report).expect("plain JSON");
        value["register"] = self.report.register.iter().map(|line| self.fact(line)).collect();
        value
    }

    /// The officer's report over a stretch of time, over the whole log where neither end is given. `months` are the
    /// lines of a table.
    pub fn page(&self, [from, to]: [Option<&str>; 2], months: &str) -> String {
        let mut page = TextPage::new(self.texts);
        if from.is_none() && to.is_none() {
            page.line("audit-report-head-all", &[]);
        } else {
            let words = [("from", from.unwrap_or("…").into()), ("to", to.unwrap_or("…").into())];
            page.line("audit-report-head", &words);
        }
        self.recipients(&mut page);
        self.refusals(&mut page);
        page.heading("audit-events");
        self.report.events.iter().for_each(|event| self.event(&mut page, event));
        page.heading("audit-months");
        months.lines().for_each(|line| page.verbatim(line));
        self.unsent(&mut page);
        page.finish()
    }

    fn recipients(&self, page: &mut TextPage<'_>) {
        page.heading("audit-register");
        if self.report.register.is_empty() {
            page.paragraph("audit-register-none", &[]);
        }
        for line in &self.report.register {
            let [purpose, authority] = self.words(line);
            let outside = self.outside_words(line);
            page.item("audit-recipient", &[("peer", line.recipient.as_str().into())]);
            page.detail("audit-line-nature", &[("nature", self.nature(line).into())]);
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
    }

    fn refusals(&self, page: &mut TextPage<'_>) {
        page.heading("audit-refusals");
        if self.report.refusals.is_empty() {
            page.paragraph("audit-refusals-none", &[]);
        }
        for refusal in &self.report.refusals {
            let nobody = || self.texts.line("audit-stranger", &[]);
            let peer = if refusal.peer.is_empty() { nobody() } else { refusal.peer.clone() };
            let words = [
                ("peer", peer.into()),
                ("call", refusal.call.as_str().into()),
                ("reason", self.texts.brief(&refusal.reason).trim_end_matches('.').into()),
                ("count", refusal.count.into()),
            ];
            page.item("audit-refusal", &words);
        }
    }

    fn event(&self, page: &mut TextPage<'_>, event: &Happening) {
        let time = event.time.get(..16).unwrap_or_default().replace('T', " ");
        let action =
            event.about.split_whitespace().next().filter(|_| event.kind == "operator.action").unwrap_or_default();
        let about = event.about[action.len()..].trim_start();
        let words = [
            ("seq", event.seq.to_string().into()),
            ("time", time.into()),
            ("kind", kind(self.texts, &event.kind, action).into()),
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

    fn unsent(&self, page: &mut TextPage<'_>) {
        page.heading("audit-unsent");
        if self.report.unsent.is_empty() {
            page.paragraph("audit-unsent-none", &[]);
        }
        for unsent in &self.report.unsent {
            let words = [
                ("seq", unsent.seq.to_string().into()),
                ("time", unsent.time.as_str().into()),
                ("peer", unsent.recipient.as_str().into()),
            ];
            page.item("audit-unsent-line", &words);
        }
    }

    /// Purpose and legal authority from the charter, or the name of the charter if it isn't at hand.
    fn words(&self, line: &Registered) -> [String; 2] {
        match self.charters.get(&line.charter) {
            Some(charter) => {
                let lang = self.texts.lang();
                let authority = authority(charter, line).map(|authority| authority.get(lang).to_owned());
                [charter.purpose.get(lang).to_owned(), authority.unwrap_or_else(|| self.texts.line("word-none", &[]))]
            }
            None => [(); 2].map(|()| self.texts.line("audit-charter", &[("digest", line.charter.short().into())])),
        }
    }

    /// Jurisdictions of the member and of the recipient, as far as the charter names them; `None` if it isn't at hand.
    fn jurisdictions(&self, line: &Registered) -> Option<[Option<&Jurisdiction>; 2]> {
        let charter = self.charters.get(&line.charter)?;
        let recipient = charter.coordinators.iter().find(|coordinator| coordinator.identity == line.recipient);
        let member = member(charter, line).and_then(|member| member.jurisdiction.as_ref());
        Some([member, recipient.and_then(|recipient| recipient.jurisdiction.as_ref())])
    }

    /// Whether the recipient is outside of the member's jurisdiction; `None` where a jurisdiction isn't stated.
    fn outside(&self, line: &Registered) -> Option<bool> {
        let [member, recipient] = self.jurisdictions(line)?;
        member.zip(recipient).map(|(member, recipient)| !member.is(recipient))
    }

    /// [`Self::outside`] in words.
    fn outside_words(&self, line: &Registered) -> String {
        match self.jurisdictions(line) {
            Some([Some(member), Some(recipient)]) => {
                let key = if member.is(recipient) { "audit-outside-no" } else { "audit-outside-yes" };
                self.texts.line(key, &[("member", member.into()), ("recipient", recipient.into())])
            }
            Some(_) => self.texts.line("audit-outside-unstated", &[]),
            None => self.texts.line("audit-charter", &[("digest", line.charter.short().into())]),
        }
    }

    fn fact(&self, line: &Registered) -> Value {
        let mut value = serde_json::to_value(line).expect("plain JSON");
        value["outside"] = json!(self.outside(line));
        let [member, recipient] = self.jurisdictions(line).unwrap_or_default();
        value["jurisdictions"] = json!({ "member": member, "recipient": recipient });
        if let Some(charter) = self.charters.get(&line.charter) {
            value["purpose"] = json!({ "en": charter.purpose.en, "fr": charter.purpose.fr });
            value["authority"] =
                json!(authority(charter, line).map(|authority| json!({ "en": authority.en, "fr": authority.fr })));
        }
        value
    }

    /// The register of releases: recipient, nature, purpose, outside the jurisdiction or not, legal authority, as
    /// required by the law of Quebec (A-2.1, s. 67.3), and time. Headings in both languages.
    pub fn csv(&self) -> String {
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
        for line in &self.report.register {
            let [purpose, authority] = self.words(line);
            let nature = self.nature(line);
            let outside = match self.outside(line) {
                Some(true) => "yes / oui",
                Some(false) => "no / non",
                None => "not stated / non précisé",
            };
            let [member, recipient] = self.jurisdictions(line).unwrap_or_default();
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

    /// Nature of the figures that left.
    fn nature(&self, line: &Registered) -> String {
        let words = [
            ("period", line.period.as_str().into()),
            ("tables", line.tables.iter().map(|table| table.replace(' ', " × ")).collect::<Vec<_>>().join(", ").into()),
            ("published", self.texts.number(line.published as f64, 0).into()),
            ("withheld", self.texts.number(line.withheld as f64, 0).into()),
        ];
        self.texts.line("audit-nature", &words)
    }
}

/// Legal authority of the member whose figures left.
fn authority<'c>(charter: &'c Charter, line: &Registered) -> Option<&'c Bilingual> {
    charter.legal_authority(member(charter, line)?)
}

fn member<'c>(charter: &'c Charter, line: &Registered) -> Option<&'c Member> {
    let id = line.node.rsplit('/').next().unwrap_or_default();
    charter.members.iter().find(|member| member.id.as_str() == id)
}
