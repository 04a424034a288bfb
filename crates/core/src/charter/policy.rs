use super::error::PolicyError;
use super::section::{outdated, refuse_lifetime};
use super::{Charter, Class, Privacy, Rules};
use crate::model::{Digest, Document, Findings, MemberId, Rho, Section, visible};
use crate::note::{SigningKey, VerifierKey};

/// Largest number of editions that one standing approval lets through.
const MOST_EDITIONS: i64 = 1000;

/// Standing decisions of a node's officer: `policy.toml`. They are as strict as the charter or stricter, never looser.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    rules: Rules,
    lifetime: Option<Rho>,
    approvals: Vec<StandingApproval>,
    witnesses: Vec<Witness>,
    /// Key of a rehearsal's coordinator, its only witness of the spending.
    rehearsal: Option<VerifierKey>,
    officer: Option<VerifierKey>,
    digest: Digest,
}

/// A witness of the node's log.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// Identifier of a member or coordinator of the charter, or name of an outside party's key.
    pub id: String,
    /// Key of the witness; that of a party of the charter may be learned on first use.
    pub key: Option<VerifierKey>,
}

/// A standing approval: releases under this charter, method and lattice need no further decision, whatever the period.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingApproval {
    charter: String,
    method: String,
    method_version: i64,
    lattice: String,
    /// Number of them, in class `private`.
    editions: u32,
    note: Option<String>,
}

impl StandingApproval {
    fn new(charter: &Charter, editions: u32, note: Option<String>) -> Self {
        Self {
            charter: charter.id.clone(),
            method: charter.method.id.clone(),
            method_version: charter.method.version.into(),
            lattice: charter.lattice_digest().to_string(),
            editions,
            note,
        }
    }

    fn read(section: &Section<'_, '_>) -> Self {
        refuse_lifetime(section);
        let editions = section.has("editions").then(|| section.integer("editions"));
        if editions.is_some_and(|editions| !(1..=MOST_EDITIONS).contains(&editions)) {
            section.report("editions", &PolicyError::Editions { most: MOST_EDITIONS });
        }
        Self {
            charter: section.text("charter"),
            method: section.text("method"),
            method_version: section.integer("method_version"),
            lattice: section.text("lattice"),
            editions: editions.and_then(|editions| editions.try_into().ok()).unwrap_or(0),
            note: section.optional_text("note").map(|note| note.trim().to_owned() + "\n"),
        }
    }

    /// Whether it covers releases under a charter.
    fn is_for(&self, charter: &Charter) -> bool {
        let counted = (charter.class == Class::Private) == (self.editions > 0);
        counted && *self == Self { note: self.note.clone(), ..Self::new(charter, self.editions, None) }
    }

    /// Number of editions that it lets through, in class `private`.
    pub fn editions(&self) -> u32 {
        self.editions
    }

    /// Signed note of the officer.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Section of `policy.toml` that declares a standing approval.
    pub fn section(charter: &Charter, editions: u32, note: Option<String>) -> String {
        let Self { charter, method, method_version, lattice, editions, note } = Self::new(charter, editions, note);
        let editions = if editions > 0 { format!("editions = {editions}\n") } else { String::new() };
        let note = note.map_or(String::new(), |note| format!("note = '''\n{note}'''\n"));
        format!(
            "[[standing_approval]]\ncharter = \"{charter}\"\nmethod = \"{method}\"\nmethod_version = {method_version}\n\
             lattice = \"{lattice}\"\n{editions}{note}"
        )
    }
}

impl Policy {
    /// Policy without any decision: the charter's rules, and every release waits for the officer.
    pub fn none(charter: &Charter, member: &MemberId) -> Self {
        let (rules, officer) = (charter.rules.clone(), charter.officer_key(member).cloned());
        let (approvals, witnesses) = (Vec::new(), Vec::new());
        Self { rules, lifetime: None, approvals, witnesses, rehearsal: None, officer, digest: Digest::of(b"") }
    }

    /// Policy of a rehearsal: the charter's rules, and releases need only the decision of an officer invented for it,
    /// as no figure is handed out; its coordinator is the one witness.
    pub fn rehearsal(charter: &Charter, member: &MemberId, officer: &SigningKey, witness: VerifierKey) -> Self {
        let editions = if charter.class == Class::Private { 1 } else { 0 };
        let note = officer.sign(&charter.standing_approval(member, editions).text());
        let approvals = vec![StandingApproval::new(charter, editions, Some(note))];
        let officer = Some(officer.verifier().clone());
        let (rules, witnesses, rehearsal) = (charter.rules.clone(), Vec::new(), Some(witness));
        Self { rules, lifetime: Some(Rho::MOST), approvals, witnesses, rehearsal, officer, digest: Digest::of(b"") }
    }

    /// Whether this is the policy of a rehearsal, in which nothing waits for an outside party.
    pub fn is_rehearsal(&self) -> bool {
        self.rehearsal.is_some()
    }

    /// Reads `policy.toml` of a member's node under a charter. *Errors:* unknown keys; thresholds looser than the
    /// charter's; standing approvals without the officer's signature where the charter names a key.
    pub fn parse(file: &str, text: &str, charter: &Charter, member: &MemberId) -> Result<Self, Findings> {
        let officer = charter.officer_key(member);
        let document = Document::parse(file, text);
        let root = document.root();
        let approval = |section: &Section<'_, '_>| {
            let approval = StandingApproval::read(section);
            if let Some(key) = officer.filter(|_| approval.is_for(charter)) {
                let statement = charter.standing_approval(member, approval.editions);
                if approval.note().is_none_or(|note| statement.signed(note, key).is_err()) {
                    section.report("note", &PolicyError::Unsigned { key: key.short(), member: member.clone() });
                }
            }
            approval
        };
        let approvals = root.sections("standing_approval").iter().map(approval).collect();
        let (rules, lifetime) = (stricter(&root, charter), lifetime(&root));
        let witnesses = witnesses(&root, charter);
        drop(root);
        let (digest, officer) = (Digest::of(text.as_bytes()), officer.cloned());
        document.finish(Self { rules, lifetime, approvals, witnesses, rehearsal: None, officer, digest })
    }

    /// Text of a new file of class `private`, commented in both languages: it decides nothing before it is filled in.
    pub fn template(charter: &Charter, member: &MemberId) -> String {
        let drawn = charter.drawn_witnesses().remove(member).unwrap_or_default();
        let coordinators = charter.coordinators.iter().map(|coordinator| coordinator.id.as_str());
        let others = drawn.iter().copied().chain(coordinators.filter(|id| !drawn.contains(id)));
        let section = |id: &str| format!("#[[witness]]\n#id = \"{id}\"\n#key = \"{}/{id}/witness+…\"\n", charter.id);
        let (rho, witnesses): (_, Vec<String>) = (charter.rules.privacy.rho, others.map(section).collect());
        format!(
            r#"# What the privacy officer of {member} decides for good. Read when the node starts; the budget holds once it is adopted:
# archipel node budget --adopt
# Ce que le responsable de la vie privée de {member} décide pour de bon. Lu au démarrage du nœud; le budget vaut une
# fois adopté : archipel node budget --adopt

# What all editions together may cost; one costs up to {rho}. There is no default.
# Ce que toutes les éditions ensemble peuvent coûter; une seule coûte jusqu’à {rho}. Il n’y a pas de valeur par défaut.
#lifetime_rho = "0.5"

# More than half of these must know of an edition before it is drawn. Their keys: archipel node status at other members,
# archipel coordinator status at the coordinator.
# Plus de la moitié d’entre eux doivent connaître une édition avant son tirage. Leurs clés : archipel node status chez
# les autres membres, archipel coordinator status chez le coordonnateur.
{}
# Stricter than the charter, if you like / Plus strict que la charte, si vous voulez
#[privacy]
#rho = "{rho}"
"#,
            witnesses.join("\n")
        )
    }

    /// Witnesses of the node's log; empty if the charter draws them.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// Witnesses of the budget, in class `private`; none unless all are named with their keys, and differ from the
    /// member.
    pub fn budget_witnesses(&self, member: &MemberId) -> Vec<VerifierKey> {
        let own = format!("/{member}/witness");
        let keys = self.witnesses.iter().map(|witness| witness.key.as_ref()).chain(self.rehearsal.iter().map(Some));
        let others = keys.map(|key| key.filter(|key| !key.name().ends_with(&own)).cloned());
        others.collect::<Option<_>>().unwrap_or_default()
    }

    /// Largest total loss of all releases about the member's people, in class `private`; nothing may be drawn without
    /// it.
    pub fn lifetime(&self) -> Option<Rho> {
        self.lifetime
    }

    /// Key with which the officer signs decisions; without one, the operator decides.
    pub fn officer(&self) -> Option<&VerifierKey> {
        self.officer.as_ref()
    }

    /// SHA-256 of the file, or of an empty text if there is none.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Rules by which the node protects.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The standing approval for releases under a charter, if there is one.
    pub fn approval(&self, charter: &Charter) -> Option<&StandingApproval> {
        self.approvals.iter().find(|approval| approval.is_for(charter))
    }
}

fn witnesses(root: &Section<'_, '_>, charter: &Charter) -> Vec<Witness> {
    let mut witnesses: Vec<Witness> = Vec::new();
    for section in root.sections("witness") {
        refuse_lifetime(&section);
        let id = section.text("id");
        let key = section.optional_text("key").map(|text| (VerifierKey::parse_cosigner(&text), text));
        if matches!(key, Some((None, _))) {
            section.report("key", &PolicyError::WitnessKey {});
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

fn lifetime(root: &Section<'_, '_>) -> Option<Rho> {
    let text = root.optional_text("lifetime_rho")?;
    let lifetime = text.parse().ok();
    if lifetime.is_none() {
        root.report("lifetime_rho", &PolicyError::Lifetime { most: Rho::MOST.to_string() });
    }
    lifetime
}

/// The member's own rules: a smaller ρ, a larger threshold.
fn stricter(root: &Section<'_, '_>, charter: &Charter) -> Rules {
    let mut rules = charter.rules.clone();
    for (name, class) in [("privacy", Class::Private), ("disclosure", Class::Controlled)] {
        let Some(section) = root.optional_section(name) else { continue };
        if class != charter.class {
            section.leave_unread();
            let class = charter.class.id().to_owned();
            root.report(name, &PolicyError::OtherClass { section: name.to_owned(), class });
            continue;
        }
        refuse_lifetime(&section);
        let looser = |key: &str, charter: String| section.report(key, &PolicyError::Looser { charter });
        if class == Class::Private {
            let most = rules.privacy.rho;
            match Privacy::rho(&section) {
                Some(own) if own > most => looser("rho", most.to_string()),
                own => rules.privacy.rho = own.unwrap_or(most),
            }
        }
        outdated(&section, "show_from", "min_frequency = …");
        if let Some(own) = section.optional_integer("min_frequency") {
            let least = rules.min_frequency.unwrap_or(1);
            match u32::try_from(own) {
                Ok(own) if own >= least => rules.min_frequency = Some(own),
                _ => looser("min_frequency", least.to_string()),
            }
        }
    }
    rules
}

impl Charter {
    /// SHA-256 over the published tables: levels, groups and categories of each.
    pub fn lattice_digest(&self) -> Digest {
        let mut text = String::from("archipel lattice\n");
        for table in self.lattice.tables() {
            text += &format!("table {}", self.geography.levels()[table.level]);
            for axis in &table.axes {
                let group = &self.groups[axis.group];
                let ids: Vec<&str> =
                    group.categories_of(axis.group_level).iter().map(|category| category.id.as_str()).collect();
                text += &format!(" {}({})", group.id, ids.join(","));
            }
            text.push('\n');
        }
        Digest::of(text.as_bytes())
    }
}

#[cfg(test)]
mod tests;
