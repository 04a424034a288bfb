use super::{Charter, Rules};
use crate::model::{Digest, Document, DocumentError, Findings, MemberId, Section, problems, visible};
use crate::note::{SigningKey, VerifierKey};

problems! {
    /// What can be wrong with a node's own policy.
    pub enum PolicyError {
        /// A threshold that protects less than the charter's.
        Looser(Policy, "policy-looser") { charter: String },
        /// A witness twice, or that nobody can reach: neither a party of the charter nor named with a key.
        Witness(Data, "policy-witness") { id: String },
        /// A standing approval that the officer hasn't signed with the key that the charter names.
        Unsigned(Policy, "policy-unsigned") { key: String, member: MemberId },
    }
}

/// What a node's officer has decided for good: `policy.toml`. Stricter than the charter or silent, never looser.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    rules: Rules,
    approvals: Vec<StandingApproval>,
    witnesses: Vec<Witness>,
    officer: Option<VerifierKey>,
    digest: Digest,
}

/// Somebody who is to see the node's log.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// A member or coordinator of the charter, or the name of an outside party's key.
    pub id: String,
    /// Its key; of parties of the charter it may be left to the first use.
    pub key: Option<VerifierKey>,
}

/// A standing approval: releases of this charter, method and lattice need no further word, whatever the period.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingApproval {
    charter: String,
    method: String,
    method_version: i64,
    lattice: String,
    note: Option<String>,
}

impl StandingApproval {
    fn new(charter: &Charter, note: Option<String>) -> Self {
        Self {
            charter: charter.id.clone(),
            method: charter.method.id.clone(),
            method_version: charter.method.version.into(),
            lattice: charter.lattice_digest().to_string(),
            note,
        }
    }

    fn read(section: &Section<'_, '_>) -> Self {
        Self {
            charter: section.text("charter"),
            method: section.text("method"),
            method_version: section.integer("method_version"),
            lattice: section.text("lattice"),
            note: section.optional_text("note").map(|note| note.trim().to_owned() + "\n"),
        }
    }

    /// Whether it is about releases under a charter.
    fn is_for(&self, charter: &Charter) -> bool {
        *self == Self { note: self.note.clone(), ..Self::new(charter, None) }
    }

    /// What the officer signed.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// The section of `policy.toml` that says so.
    pub fn section(charter: &Charter, note: Option<String>) -> String {
        let Self { charter, method, method_version, lattice, note } = Self::new(charter, note);
        let note = note.map_or(String::new(), |note| format!("note = '''\n{note}'''\n"));
        format!(
            "[[standing_approval]]\ncharter = \"{charter}\"\nmethod = \"{method}\"\nmethod_version = {method_version}\n\
             lattice = \"{lattice}\"\n{note}"
        )
    }
}

impl Policy {
    /// Nothing decided: the charter's rules, and every release waits for the officer.
    pub fn none(charter: &Charter, member: &MemberId) -> Self {
        let (rules, officer) = (charter.rules.clone(), charter.officer_key(member).cloned());
        Self { rules, approvals: Vec::new(), witnesses: Vec::new(), officer, digest: Digest::of(b"") }
    }

    /// The charter's rules, and releases under it need no further word than that of an officer who is there for a rehearsal
    /// alone, where nobody is told anything.
    pub fn rehearsal(charter: &Charter, member: &MemberId, officer: &SigningKey) -> Self {
        let note = officer.sign(&charter.standing_approval(member).text());
        let approvals = vec![StandingApproval::new(charter, Some(note))];
        let officer = Some(officer.verifier().clone());
        let (rules, witnesses) = (charter.rules.clone(), Vec::new());
        Self { rules, approvals, witnesses, officer, digest: Digest::of(b"") }
    }

    /// Reads `policy.toml` of a member's node under a charter. *Errors:* unknown keys; thresholds looser than the charter's;
    /// standing approvals without the officer's signature where the charter names a key.
    pub fn parse(file: &str, text: &str, charter: &Charter, member: &MemberId) -> Result<Self, Findings> {
        let officer = charter.officer_key(member);
        let document = Document::parse(file, text);
        let root = document.root();
        let approval = |section: &Section<'_, '_>| {
            let approval = StandingApproval::read(section);
            if let Some(key) = officer.filter(|_| approval.is_for(charter)) {
                let statement = charter.standing_approval(member);
                if approval.note().is_none_or(|note| statement.signed(note, key).is_err()) {
                    section.report("note", &PolicyError::Unsigned { key: key.short(), member: member.clone() });
                }
            }
            approval
        };
        let approvals = root.sections("standing_approval").iter().map(approval).collect();
        let rules = root.optional_section("disclosure").map(|section| stricter(&section, &charter.rules));
        let witnesses = witnesses(&root, charter);
        drop(root);
        let (digest, officer) = (Digest::of(text.as_bytes()), officer.cloned());
        let rules = rules.unwrap_or_else(|| charter.rules.clone());
        document.finish(Self { rules, approvals, witnesses, officer, digest })
    }

    /// Who is to see the node's log; empty for those that the charter draws.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// The key with which the officer signs decisions; where there is none, whoever runs the node decides.
    pub fn officer(&self) -> Option<&VerifierKey> {
        self.officer.as_ref()
    }

    /// SHA-256 of the file; that of nothing where there is none.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The rules that the node protects by.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Why releases under a charter need no further word, if they don't.
    pub fn approval(&self, charter: &Charter) -> Option<&StandingApproval> {
        self.approvals.iter().find(|approval| approval.is_for(charter))
    }
}

fn witnesses(root: &Section<'_, '_>, charter: &Charter) -> Vec<Witness> {
    let mut witnesses: Vec<Witness> = Vec::new();
    for section in root.sections("witness") {
        let id = section.text("id");
        let key = section.optional_text("key").map(|text| (VerifierKey::parse_cosigner(&text), text));
        if matches!(key, Some((None, _))) {
            let expected = "<name>+<key id>+<base64>".to_owned();
            section.report("key", &DocumentError::Choice { key: "witness.key".to_owned(), expected });
            continue;
        }
        let key = key.and_then(|(key, _)| key);
        let party = charter.is_party(&id);
        let named = |key: &VerifierKey| key.name() == id || party && key.name().ends_with(&format!("/{id}/witness"));
        let new = |known: &Witness| {
            known.id != id && known.key.as_ref().zip(key.as_ref()).is_none_or(|(a, b)| !a.is_same_key(b))
        };
        let sound = id.is_empty() || key.as_ref().map_or(party, named) && witnesses.iter().all(new);
        if !sound {
            section.report("id", &PolicyError::Witness { id: visible(&id) });
            continue;
        }
        witnesses.push(Witness { id, key });
    }
    witnesses
}

/// Thresholds alone: how large noise is follows from the charter, as readers are told how far figures are off.
fn stricter(section: &Section<'_, '_>, charter: &Rules) -> Rules {
    let mut rules = charter.clone();
    let least = |key: &str, charter: f64| {
        let Some(own) = section.optional_number(key) else { return charter };
        if own < charter {
            section.report(key, &PolicyError::Looser { charter: charter.to_string() });
        }
        own.max(charter)
    };
    let most = |key: &str, charter: f64| {
        let Some(own) = section.optional_number(key) else { return charter };
        if own > charter {
            section.report(key, &PolicyError::Looser { charter: charter.to_string() });
        }
        own.min(charter)
    };
    rules.persons = least("persons", charter.persons.into()).min(1e6) as u32;
    rules.dominance_percent = least("dominance_percent", charter.dominance_percent);
    rules.area_people = least("area_people", charter.area_people);
    rules.area_households = least("area_households", charter.area_households);
    rules.reliable_persons = least("reliable_persons", charter.reliable_persons.into()).min(1e6) as u32;
    rules.noise_points = most("noise_points", charter.noise_points);
    rules
}

impl Charter {
    /// SHA-256 over what may be published: levels, groups and categories of every table.
    pub fn lattice_digest(&self) -> Digest {
        let mut text = String::from("archipel lattice\n");
        for table in self.lattice.tables() {
            text += &format!("table {}", self.geography.levels()[table.level]);
            for axis in &table.axes {
                let group = &self.groups[axis.group];
                let ids: Vec<&str> =
                    group.categories_of(axis.rung).iter().map(|category| category.id.as_str()).collect();
                text += &format!(" {}({})", group.id, ids.join(","));
            }
            text.push('\n');
        }
        Digest::of(text.as_bytes())
    }
}
