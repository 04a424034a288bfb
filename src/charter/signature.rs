use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Charter, CharterFiles, Class, SigningKey};
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
        let mut signed = Vec::new();
        for member in &charter.members {
            let file = signature_file(&member.id);
            let (Some(key), Some(bytes)) = (&member.signing_key, files.get(&file)) else { continue };
            let text = std::str::from_utf8(bytes).ok().and_then(|note| key.open(note).ok());
            if text != Some(statement(&charter).as_str()) {
                return Err(AgreementError::BadSignature { file });
            }
            signed.push(&member.id);
        }
        if let Some(member) = own.filter(|own| !signed.contains(own)) {
            return Err(AgreementError::OwnSignature { member: member.clone() });
        }
        if signed.len() < charter.quorum {
            return Err(AgreementError::Quorum { signed: signed.len(), needed: charter.quorum });
        }
        Self::rehearsal(charter, today)
    }

    /// A charter to try out among throw-away nodes of one process: dates and class are checked, signatures aren't.
    pub fn rehearsal(charter: Charter, today: Date) -> Result<Self, AgreementError> {
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

/// Signs the charter for a member. *Errors:* the charter names another key for it.
pub fn sign(charter: &Charter, member: &MemberId, key: &SigningKey) -> Result<String, AgreementError> {
    let named = charter.member(member).and_then(|member| member.signing_key.as_ref());
    if named != Some(key.verifier()) {
        return Err(AgreementError::WrongKey { member: member.clone() });
    }
    Ok(key.sign(&statement(charter)))
}

fn statement(charter: &Charter) -> String {
    format!("archipel charter\n{}\n{}\n{}\n", charter.id, charter.version, charter.digest)
}
