mod method;
mod places;
mod published;

use std::collections::BTreeSet;

use super::*;
use crate::model::Lang;

/// One difference between two charters: a sentence of the catalogue, `change-<key>`, and its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What it is about.
    pub topic: Topic,
    /// Names the sentence.
    pub key: &'static str,
    /// Variables of the sentence.
    pub words: Words,
}

/// Variables of a sentence by name.
pub type Words = Vec<(&'static str, Value)>;

/// What a change is about, in the order in which a privacy officer wants to know.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Topic {
    /// How figures are protected.
    Protection,
    /// What the agreement is for, and under which authority.
    Purpose,
    /// From when to when.
    Dates,
    /// Who takes part, and how many must sign.
    Members,
    /// What may be published.
    Published,
    /// Who may ask.
    Coordinators,
    /// How the index is computed.
    Method,
    /// All the rest.
    Other,
}

impl Topic {
    /// The word in JSON and in keys of the catalogue.
    pub fn id(self) -> &'static str {
        match self {
            Self::Protection => "protection",
            Self::Purpose => "purpose",
            Self::Dates => "dates",
            Self::Members => "members",
            Self::Published => "published",
            Self::Coordinators => "coordinators",
            Self::Method => "method",
            Self::Other => "other",
        }
    }
}

/// A variable of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Taken as it is.
    Text(String),
    /// How many.
    Count(u64),
    /// A digest, compared whole; people see its beginning.
    Digest(Digest),
    /// A measure, a weight, a bound.
    Number(f64),
    /// A text of the charter, in the reader's language.
    Label(Bilingual),
    /// A text of the catalogue, with its own words.
    Phrase(&'static str, Words),
}

impl Value {
    fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    fn option(value: Option<Self>) -> Self {
        value.unwrap_or(Self::Phrase("word-none", Vec::new()))
    }

    /// Codes or ids, so many that they may have to be cut short: a person reads the first few.
    pub fn list(items: &[&str]) -> Self {
        const SHOWN: usize = 8;
        let shown = items[..items.len().min(SHOWN)].join(", ");
        if items.len() <= SHOWN {
            return Self::Text(shown);
        }
        let more = Self::Count((items.len() - SHOWN) as u64);
        Self::Phrase("word-list-cut", vec![("shown", Self::Text(shown)), ("more", more)])
    }
}

impl Mean {
    /// The mean in words.
    pub fn phrase(self) -> Value {
        let key = match self {
            Self::Arithmetic => "mean-arithmetic",
            Self::Geometric => "mean-geometric",
            Self::Harmonic => "mean-harmonic",
        };
        Value::Phrase(key, Vec::new())
    }
}

impl MissingDimension {
    /// The rule in words.
    pub fn phrase(self) -> Value {
        let key = match self {
            Self::LeaveOutPerson => "missing-leave-out",
            Self::AverageOfAnswered => "missing-average",
        };
        Value::Phrase(key, Vec::new())
    }
}

impl Weights {
    /// What they are in words.
    pub fn phrase(self) -> Value {
        let key = match self {
            Self::None => "weights-none",
            Self::Design => "weights-design",
            Self::Calibrated => "weights-calibrated",
        };
        Value::Phrase(key, Vec::new())
    }
}

impl Scale {
    /// Values and direction in words.
    pub fn phrase(self) -> Value {
        let (key, words) = match self {
            Self::YesNo { worse: true } => ("scale-yes-no-yes", vec![]),
            Self::YesNo { worse: false } => ("scale-yes-no-no", vec![]),
            Self::Ordered { steps, worse } => {
                let key = if worse == Worse::Higher { "scale-ordered-higher" } else { "scale-ordered-lower" };
                (key, vec![("steps", Value::Count(steps.into()))])
            }
            Self::Number { low, high, worse } => {
                let key = if worse == Worse::Higher { "scale-number-higher" } else { "scale-number-lower" };
                (key, vec![("low", Value::Number(low)), ("high", Value::Number(high))])
            }
        };
        Value::Phrase(key, words)
    }
}

/// Everything that differs between two charters, what matters most to a privacy officer first. Empty where only the
/// bytes differ: comments, spaces, the way a value is written.
pub fn changes(old: &Charter, new: &Charter) -> Vec<Change> {
    let mut found = Found::default();
    found.topic(Topic::Protection, |found| protection(found, old, new));
    found.topic(Topic::Purpose, |found| {
        found.label("title", &[], &old.title, &new.title);
        found.label("purpose", &[], &old.purpose, &new.purpose);
        found.label("target-population", &[], &old.target_population, &new.target_population);
        found.label("reference-date", &[], &old.reference_date, &new.reference_date);
        found.optional_label("authority", &[], old.legal_authority.as_ref(), new.legal_authority.as_ref());
        let [was, now] = [old, new].map(|charter| charter.licence.as_ref());
        let [title_was, title_now] = [was, now].map(|licence| licence.map(|licence| &licence.title));
        found.optional_label("licence", &[], title_was, title_now);
        let [url_was, url_now] = [was, now].map(|licence| licence.and_then(|licence| licence.url.as_ref()));
        found.optional_label("licence-url", &[], url_was, url_now);
    });
    found.topic(Topic::Dates, |found| {
        found.differ("starts", &[], Value::text(old.starts), Value::text(new.starts));
        found.differ("ends", &[], Value::text(old.ends), Value::text(new.ends));
    });
    found.topic(Topic::Members, |found| members(found, old, new));
    found.topic(Topic::Published, |found| published::published(found, old, new));
    found.topic(Topic::Coordinators, |found| coordinators(found, old, new));
    found.topic(Topic::Method, |found| method::method(found, old, new));
    found.topic(Topic::Other, |found| other(found, old, new));
    found.changes
}

/// Changes so far, and the topic of those to come.
#[derive(Default)]
struct Found {
    topic: Option<Topic>,
    changes: Vec<Change>,
}

impl Found {
    fn topic(&mut self, topic: Topic, look: impl FnOnce(&mut Self)) {
        self.topic = Some(topic);
        look(self);
    }

    fn push(&mut self, key: &'static str, words: Words) {
        let topic = self.topic.unwrap_or(Topic::Other);
        self.changes.push(Change { topic, key, words });
    }

    /// A value that was one thing and is another now.
    fn differ(&mut self, key: &'static str, about: &[(&'static str, Value)], was: Value, now: Value) {
        if was != now {
            self.push(key, [about, &[("was", was), ("now", now)]].concat());
        }
    }

    /// A text for people: each language in which it differs is a change of its own.
    fn label(&mut self, key: &'static str, about: &[(&'static str, Value)], was: &Bilingual, now: &Bilingual) {
        self.optional_label(key, about, Some(was), Some(now));
    }

    /// The same of a text that may be absent.
    fn optional_label(
        &mut self,
        key: &'static str,
        about: &[(&'static str, Value)],
        was: Option<&Bilingual>,
        now: Option<&Bilingual>,
    ) {
        for (lang, name) in [(Lang::En, "word-in-english"), (Lang::Fr, "word-in-french")] {
            let about = [about, &[("language", Value::Phrase(name, Vec::new()))]].concat();
            let [was, now] = [was, now].map(|text| Value::option(text.map(|text| Value::text(text.get(lang)))));
            self.differ(key, &about, was, now);
        }
    }

    /// Things with an id, side by side: those that go, those that come, and what has changed in those that stay.
    fn pairs<T>(
        &mut self,
        (old, new): (&[T], &[T]),
        id: impl Fn(&T) -> &str,
        mut removed: impl FnMut(&mut Self, &T),
        mut added: impl FnMut(&mut Self, &T),
        mut kept: impl FnMut(&mut Self, &T, &T),
    ) {
        let find = |list: &'_ [T], wanted: &str| list.iter().position(|item| id(item) == wanted);
        for item in old.iter().filter(|item| find(new, id(item)).is_none()) {
            removed(self, item);
        }
        for item in new.iter().filter(|item| find(old, id(item)).is_none()) {
            added(self, item);
        }
        for item in new {
            if let Some(before) = find(old, id(item)) {
                kept(self, &old[before], item);
            }
        }
    }
}

fn protection(found: &mut Found, old: &Charter, new: &Charter) {
    found.differ("class", &[], Value::text(old.class.id()), Value::text(new.class.id()));
    // What is in force, written or not.
    for ((key, was), (_, now)) in effective(old).into_iter().zip(effective(new)) {
        found.differ("threshold", &[("key", Value::text(key))], was, now);
    }
}

/// Every rule of the classes by its key.
fn effective(charter: &Charter) -> [(&'static str, Value); 6] {
    let Rules { privacy, show_from } = &charter.rules;
    [
        ("privacy.rho", Value::Number(privacy.rho.value())),
        ("privacy.delta", Value::text(&privacy.delta)),
        ("privacy.emphasis.index", Value::Number(privacy.emphasis.index)),
        ("privacy.emphasis.dimensions", Value::Number(privacy.emphasis.dimensions)),
        ("privacy.emphasis.shares", Value::Number(privacy.emphasis.shares)),
        ("show_from", Value::option(show_from.map(|least| Value::Count(least.into())))),
    ]
}

fn members(found: &mut Found, old: &Charter, new: &Charter) {
    let areas = |charter: &Charter, member: &Member| -> Vec<String> {
        let code = |&(level, area): &(usize, u32)| charter.geography.areas(level)[area as usize].code.to_string();
        member.areas.iter().map(code).collect()
    };
    let named = |charter: &Charter, member: &Member| {
        let areas = areas(charter, member);
        let areas: Vec<&str> = areas.iter().map(String::as_str).collect();
        vec![
            ("member", Value::Label(member.name.clone())),
            ("id", Value::text(&member.id)),
            ("areas", Value::list(&areas)),
        ]
    };
    found.pairs(
        (&old.members, &new.members),
        |member| member.id.as_str(),
        |found, member| found.push("member-leaves", named(old, member)),
        |found, member| found.push("member-joins", named(new, member)),
        |found, was, now| {
            let about = [("member", Value::text(&now.id))];
            found.label("member-name", &about, &was.name, &now.name);
            // What both take from the charter is told above.
            if was.legal_authority.is_some() || now.legal_authority.is_some() {
                let (was, now) = (old.legal_authority(was), new.legal_authority(now));
                found.optional_label("member-legal-authority", &about, was, now);
            }
            let (before, after) = (areas(old, was), areas(new, now));
            let missing = |from: &[String], in_: &[String]| -> Vec<String> {
                from.iter().filter(|code| !in_.contains(code)).cloned().collect()
            };
            for (key, codes) in
                [("member-areas-fewer", missing(&before, &after)), ("member-areas-more", missing(&after, &before))]
            {
                let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
                if !codes.is_empty() {
                    found.push(key, [about.as_slice(), &[("areas", Value::list(&codes))]].concat());
                }
            }
            let [was_law, now_law] =
                [was, now].map(|member| Value::option(member.jurisdiction.as_ref().map(Value::text)));
            found.differ("member-jurisdiction", &about, was_law, now_law);
            let [was_key, now_key] =
                [was, now].map(|member| Value::option(member.signing_key.as_ref().map(Value::text)));
            found.differ("member-key", &about, was_key, now_key);
            let [was_officer, now_officer] =
                [was, now].map(|member| Value::option(member.officer_key.as_ref().map(Value::text)));
            found.differ("member-officer-key", &about, was_officer, now_officer);
            let [was_ca, now_ca] =
                [(old, was), (new, now)].map(|(charter, member)| certificates(charter, &member.authority));
            found.differ("member-authority", &about, was_ca, now_ca);
            let [few, many] = [was, now].map(|member| Value::option(member.population.map(Value::Count)));
            found.differ("member-population", &about, few, many);
            let [was_cap, now_cap] = [was, now].map(|member| Value::option(member.weight_cap.map(Value::Number)));
            found.differ("member-weight-cap", &about, was_cap, now_cap);
            let [was_at, now_at] = [was, now].map(|member| Value::option(member.endpoint.as_ref().map(Value::text)));
            found.differ("member-endpoint", &about, was_at, now_at);
        },
    );
    found.differ("quorum", &[], Value::Count(old.quorum as u64), Value::Count(new.quorum as u64));
    found.differ("witnesses", &[], Value::Count(old.witnesses as u64), Value::Count(new.witnesses as u64));
    found.differ("sign-off", &[], Value::Count(old.sign_off as u64), Value::Count(new.sign_off as u64));
}

/// A file of certificates with its digest, so that another content under the same name shows.
fn certificates(charter: &Charter, file: &Option<String>) -> Value {
    let file = file.as_ref().and_then(|file| Some((file, *charter.files.get(file)?)));
    Value::option(file.map(|(file, digest)| {
        Value::Phrase("word-file", vec![("file", Value::text(file)), ("digest", Value::Digest(digest))])
    }))
}

fn coordinators(found: &mut Found, old: &Charter, new: &Charter) {
    let named = |coordinator: &Coordinator| {
        vec![
            ("coordinator", Value::Label(coordinator.name.clone())),
            ("id", Value::text(&coordinator.id)),
            ("identity", Value::text(&coordinator.identity)),
        ]
    };
    found.pairs(
        (&old.coordinators, &new.coordinators),
        |coordinator| &coordinator.id,
        |found, coordinator| found.push("coordinator-leaves", named(coordinator)),
        |found, coordinator| found.push("coordinator-joins", named(coordinator)),
        |found, was, now| {
            let about = [("coordinator", Value::text(&now.id))];
            found.label("coordinator-name", &about, &was.name, &now.name);
            let [was_law, now_law] = [was, now].map(|who| Value::option(who.jurisdiction.as_ref().map(Value::text)));
            found.differ("coordinator-jurisdiction", &about, was_law, now_law);
            found.differ("coordinator-identity", &about, Value::text(&was.identity), Value::text(&now.identity));
            let [was_ca, now_ca] = [(old, was), (new, now)].map(|(charter, who)| certificates(charter, &who.authority));
            found.differ("coordinator-authority", &about, was_ca, now_ca);
            let [was_key, now_key] = [was, now].map(|who| Value::option(who.signing_key.as_ref().map(Value::text)));
            found.differ("coordinator-key", &about, was_key, now_key);
        },
    );
}

fn other(found: &mut Found, old: &Charter, new: &Charter) {
    found.differ("id", &[], Value::text(&old.id), Value::text(&new.id));
    found.differ("version", &[], Value::Count(old.version.into()), Value::Count(new.version.into()));
    let (before, after) = (order(old), order(new));
    let [before_set, after_set] = [&before, &after].map(|order| order.iter().collect::<BTreeSet<_>>());
    if before.iter().filter(|id| after_set.contains(id)).ne(after.iter().filter(|id| before_set.contains(id))) {
        found.push("order", Vec::new());
    }
    // Files whose content was compared above, as far as it means something.
    let read = |charter: &Charter| -> Vec<String> {
        let authorities = charter.members.iter().map(|member| &member.authority);
        let authorities = authorities.chain(charter.coordinators.iter().map(|coordinator| &coordinator.authority));
        let own = ["charter.toml".to_owned(), charter.geography.file.clone()];
        authorities.flatten().cloned().chain(own).collect()
    };
    let compared = [read(old), read(new)].concat();
    for name in old.files.keys().chain(new.files.keys()).collect::<BTreeSet<_>>() {
        let key = match (old.files.get(name), new.files.get(name)) {
            (Some(was), Some(now)) if was != now => "file-changed",
            (Some(_), None) => "file-removed",
            (None, Some(_)) => "file-added",
            _ => continue,
        };
        if !compared.contains(name) {
            found.push(key, vec![("file", Value::text(name))]);
        }
    }
}

/// Everything that is listed in an order that decides the order of rows and columns.
fn order(charter: &Charter) -> Vec<String> {
    let method = &charter.method;
    let tables = charter.lattice.tables().iter().map(|table| format!("table {}", published::table_id(charter, table)));
    let groups = charter.groups.iter().flat_map(|group| {
        let categories = (0..group.rungs()).flat_map(|rung| group.categories_of(rung));
        let categories = categories.map(|category| format!("category {} {}", group.id, category.id));
        [format!("group {}", group.id)].into_iter().chain(categories)
    });
    let dimensions = method.dimensions.iter().map(|dimension| format!("dimension {}", dimension.id));
    let indicators = method.indicators.iter().map(|indicator| format!("indicator {}", indicator.id));
    let bands = method.bands.iter().map(|band| format!("band {}", band.id));
    tables.chain(groups).chain(dimensions).chain(indicators).chain(bands).collect()
}

#[cfg(any(test, feature = "fixtures"))]
mod fixtures;
#[cfg(any(test, feature = "fixtures"))]
pub use fixtures::every_kind;

#[cfg(test)]
mod tests;
