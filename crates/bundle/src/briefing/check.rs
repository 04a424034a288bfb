use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::promise::Promise;
use super::values::counted;
use crate::charter::{AgreementError, Charter, CharterFiles, Class, Signature, broken, signature_file, signatures};
use crate::model::{Digest, Findings, MemberId};
use crate::text::{TextPage, Texts};

/// A sound charter, checked against its signatures and its promises.
pub struct CheckedCharter<'c> {
    charter: &'c Charter,
    promise: Promise<'c>,
    signatures: BTreeMap<MemberId, Signature>,
    /// Number of members that have signed.
    signed: usize,
    /// Number of members with a key in the charter.
    able: usize,
    /// Whether enough members have signed, and no signature is broken.
    agreed: bool,
    cells: u64,
    /// Codes of areas of the finest level for which no member speaks: no figure about them can ever be published.
    unclaimed: Vec<String>,
    /// Groups of members with one authority: it could issue certificates in the name of each.
    shared: Vec<Vec<&'c MemberId>>,
    /// Whether the method differs from the earlier one under the same version.
    unsaid: bool,
}

impl<'c> CheckedCharter<'c> {
    /// Checks `charter`, which was read from `files`. `before` is the charter that was in force, if there was one.
    pub fn new(charter: &'c Charter, files: &CharterFiles, before: Option<&Charter>) -> Self {
        let unsaid = before.is_some_and(|before| charter.method.is_another_unsaid(&before.method));
        let signatures = signatures(charter, files);
        let count = |state| signatures.values().filter(|signature| **signature == state).count();
        let (signed, able) = (count(Signature::Holds), signatures.len() - count(Signature::NoKey));
        let agreed = signed >= charter.quorum && broken(&signatures).next().is_none();
        let areas = charter.geography.areas(charter.geography.finest()).iter().zip(charter.owners());
        let unclaimed = areas.filter(|(_, owner)| owner.is_none()).map(|(area, _)| area.code.to_string()).collect();
        let cells = charter.lattice.tables().iter().map(|table| charter.cells(table)).sum();
        let mut by_authority: BTreeMap<&Digest, Vec<&MemberId>> = BTreeMap::new();
        for member in &charter.members {
            if let Some(digest) = member.authority.as_ref().and_then(|file| charter.files.get(file)) {
                by_authority.entry(digest).or_default().push(&member.id);
            }
        }
        let shared = by_authority.into_values().filter(|members| members.len() > 1).collect();
        let promise = Promise::new(charter);
        Self { charter, promise, signatures, signed, able, agreed, cells, unclaimed, shared, unsaid }
    }

    /// Whether members may sign. *Errors:* a broken signature, or no figure that would say anything.
    pub fn verdict(&self) -> Result<(), Findings> {
        let mut findings = Findings::default();
        for member in broken(&self.signatures) {
            findings.push(AgreementError::BadSignature { file: signature_file(member) }.into());
        }
        if let Err(refused) = self.promise.check() {
            findings.append(refused);
        }
        findings.or_else(())
    }

    /// Findings as data.
    pub fn facts(&self) -> Json {
        let charter = self.charter;
        let members = charter.members.iter().map(|member| {
            let signature = self.signatures.get(&member.id).map(|state| word(*state));
            json!({ "id": member.id, "signature": signature, "jurisdiction": member.jurisdiction })
        });
        json!({
            "id": charter.id,
            "version": charter.version,
            "digest": charter.digest(),
            "starts": charter.starts.to_string(),
            "ends": charter.ends.to_string(),
            "class": charter.class().id(),
            "rules": self.promise.facts(),
            "members": members.collect::<Vec<_>>(),
            "quorum": {
                "needed": charter.quorum, "signed": self.signed, "with_key": self.able,
                "reached": self.agreed,
            },
            "tables": charter.lattice.tables().len(),
            "cells": self.cells,
            "areas_without_member": self.unclaimed,
            "shared_authorities": self.shared,
            "method_changed_unsaid": self.unsaid,
        })
    }

    /// Findings as sentences.
    pub fn text(&self, texts: &Texts) -> String {
        let charter = self.charter;
        let mut page = TextPage::new(texts);
        page.line("charter-summary", &[("id", (&charter.id).into()), ("version", charter.version.into())]);
        page.text(charter.title.get(texts.lang()));
        page.line("charter-digest", &[("digest", (&charter.digest()).into())]);
        page.line("charter-check-dates", &[("starts", (&charter.starts).into()), ("ends", (&charter.ends).into())]);
        page.line("charter-check-class", &[("class", charter.class().id().into())]);
        if charter.class() == Class::Controlled {
            page.item("show-class-controlled", &[]);
        }
        for (key, words) in self.promise.sentences(texts).unwrap_or_default() {
            page.item(&key, &words);
        }
        let cells = texts.number(self.cells as f64, 0);
        page.line(
            "charter-check-tables",
            &[("tables", charter.lattice.tables().len().into()), ("cells", cells.into())],
        );
        if !self.unclaimed.is_empty() {
            let level = charter.geography.label(charter.geography.finest()).get(texts.lang());
            let codes = self.unclaimed.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
            let count = counted(texts, self.unclaimed.len() as u64);
            page.line("charter-check-unclaimed", &[count, ("level", level.into()), ("areas", codes.into())]);
        }
        for members in &self.shared {
            let members = members.iter().map(|member| member.as_str()).collect::<Vec<_>>().join(", ");
            page.line("charter-check-authority-shared", &[("members", members.into())]);
        }
        let members = charter.members.iter().map(|member| (member.id.as_str(), &member.jurisdiction));
        let coordinators = charter.coordinators.iter().map(|coordinator| (&*coordinator.id, &coordinator.jurisdiction));
        let unstated = members.chain(coordinators).filter(|(_, jurisdiction)| jurisdiction.is_none());
        let parties = unstated.map(|(id, _)| id).collect::<Vec<_>>().join(", ");
        if !parties.is_empty() {
            page.line("charter-check-jurisdiction", &[("parties", parties.into())]);
        }
        let without = charter.without_officer().join(", ");
        if !without.is_empty() {
            page.line("charter-check-no-officer", &[("members", without.into())]);
        }
        if self.unsaid {
            page.line("change-method-unversioned", &[("version", charter.method.version.into())]);
        }
        self.signatures(&mut page, texts);
        page.finish()
    }

    /// Writes the signatures, and whether there are enough.
    fn signatures(&self, page: &mut TextPage<'_>, texts: &Texts) {
        page.line("charter-check-members", &[counted(texts, self.signatures.len() as u64)]);
        for (id, state) in &self.signatures {
            page.item(&format!("charter-signature-{}", word(*state)), &[("member", id.into())]);
        }
        let key = if self.agreed {
            "charter-check-quorum-reached"
        } else if self.able >= self.charter.quorum {
            "charter-check-quorum-open"
        } else {
            "charter-check-quorum-impossible"
        };
        let quorum =
            [("signed", self.signed.into()), ("needed", self.charter.quorum.into()), ("able", self.able.into())];
        page.line(key, &quorum);
    }
}

/// Word for the state in JSON and in keys of the catalogue.
fn word(signature: Signature) -> &'static str {
    match signature {
        Signature::NoKey => "no-key",
        Signature::Missing => "missing",
        Signature::Holds => "holds",
        Signature::Broken => "broken",
    }
}
