use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Charter, CharterFiles, Class, Member, SigningKey};
use crate::model::{MemberId, problems};

problems! {
    /// Why a charter isn't one to act under.
    pub enum AgreementError {
        /// Not yet in force.
        NotYet(Policy, "charter-not-yet-in-force") { starts: Date },
        /// No longer in force.
        Ended(Policy, "charter-ended") { ends: Date },
        /// The member's own signature is missing.
        OwnSignature(Policy, "charter-not-signed-here") { member: MemberId },
        /// Too few members have signed.
        Quorum(Policy, "charter-quorum") { signed: usize, needed: usize },
        /// A signature that doesn't hold for these bytes.
        BadSignature(Integrity, "charter-bad-signature") { file: String },
        /// Somebody who isn't in the charter.
        NotAMember(Usage, "charter-not-a-member") { member: MemberId, known: String },
        /// A member for whom the charter names no key yet.
        NoKey(Policy, "charter-no-key") { member: MemberId },
        /// A key that isn't the one the charter names.
        WrongKey(Policy, "charter-wrong-key") { member: MemberId },
        /// A class that isn't built yet.
        ClassNotYet(Policy, "charter-class-not-yet") { class: String },
    }
}

/// A charter that one may act under: signed by enough members, or a rehearsal on one machine.
#[derive(Clone, Debug)]
pub struct Agreement(Arc<Charter>);

impl Agreement {
    /// Checks signatures and dates. `own` is the member that acts; a coordinator has none.
    pub fn in_force(
        charter: Charter,
        files: &CharterFiles,
        own: Option<&MemberId>,
        today: Date,
    ) -> Result<Self, AgreementError> {
        let signatures = signatures(&charter, files);
        if let Some((member, _)) = signatures.iter().find(|(_, signature)| **signature == Signature::Broken) {
            return Err(AgreementError::BadSignature { file: signature_file(member) });
        }
        let holds = |member: &MemberId| signatures.get(member) == Some(&Signature::Holds);
        if let Some(member) = own.filter(|own| !holds(own)) {
            return Err(AgreementError::OwnSignature { member: member.clone() });
        }
        let signed = signatures.keys().filter(|member| holds(member)).count();
        if signed < charter.quorum {
            return Err(AgreementError::Quorum { signed, needed: charter.quorum });
        }
        Self::on_this_machine(charter, today)
    }

    /// A charter to act under where nothing leaves the machine, as in a rehearsal: dates and class are checked, signatures
    /// aren't.
    pub fn on_this_machine(charter: Charter, today: Date) -> Result<Self, AgreementError> {
        if charter.class != Class::Public {
            return Err(AgreementError::ClassNotYet { class: charter.class.id().to_owned() });
        }
        let agreement = Self(Arc::new(charter));
        agreement.check_dates(today)?;
        Ok(agreement)
    }

    /// Whether the agreement is still in force: asked again at every call, as nodes run for longer than agreements.
    pub fn check_dates(&self, today: Date) -> Result<(), AgreementError> {
        if today < self.starts {
            return Err(AgreementError::NotYet { starts: self.starts });
        }
        if today > self.ends {
            return Err(AgreementError::Ended { ends: self.ends });
        }
        Ok(())
    }

    /// The charter, to keep.
    pub fn charter(&self) -> Arc<Charter> {
        self.0.clone()
    }
}

impl Deref for Agreement {
    type Target = Charter;

    fn deref(&self) -> &Charter {
        &self.0
    }
}

/// Name of a member's signature in the charter folder.
pub fn signature_file(member: &MemberId) -> String {
    format!("signatures/{member}.note")
}

/// What a charter folder says about one member's agreement.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Signature {
    /// The charter names no key for the member, so it can't sign.
    NoKey,
    /// It has not signed.
    Missing,
    /// It has signed these very bytes.
    Holds,
    /// There is something in place of a signature that doesn't hold for these bytes.
    Broken,
}

/// The state of every member's signature.
pub fn signatures(charter: &Charter, files: &CharterFiles) -> BTreeMap<MemberId, Signature> {
    let statement = statement(charter);
    let state = |member: &Member| {
        let Some(key) = &member.signing_key else { return Signature::NoKey };
        let Some(bytes) = files.get(&signature_file(&member.id)) else { return Signature::Missing };
        let text = std::str::from_utf8(bytes).ok().and_then(|note| key.open(note).ok());
        if text == Some(statement.as_str()) { Signature::Holds } else { Signature::Broken }
    };
    charter.members.iter().map(|member| (member.id.clone(), state(member))).collect()
}

/// Signs the charter for a member. *Errors:* not a member; the charter names no key for it, or another one.
pub fn sign(charter: &Charter, member: &MemberId, key: &SigningKey) -> Result<String, AgreementError> {
    let known = || charter.members.iter().map(|member| member.id.as_str()).collect::<Vec<_>>().join(", ");
    let unknown = || AgreementError::NotAMember { member: member.clone(), known: known() };
    let named = &charter.member(member).ok_or_else(unknown)?.signing_key;
    let named = named.as_ref().ok_or_else(|| AgreementError::NoKey { member: member.clone() })?;
    if named != key.verifier() {
        return Err(AgreementError::WrongKey { member: member.clone() });
    }
    Ok(key.sign(&statement(charter)))
}

fn statement(charter: &Charter) -> String {
    format!("archipel charter\n{}\n{}\n{}\n", charter.id, charter.version, charter.digest)
}
