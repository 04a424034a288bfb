use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Charter, CharterFiles, Class, Member};
use crate::model::{MemberId, problems};
use crate::note::SigningKey;

problems! {
    /// Reasons for which nothing may be done under a charter.
    pub enum AgreementError {
        /// Not yet in force.
        NotYet(Policy, "charter-not-yet-in-force") { starts: Date },
        /// No longer in force.
        Ended(Policy, "charter-ended") { ends: Date },
        /// The member's own signature is missing.
        OwnSignature(Policy, "charter-not-signed-here") { member: MemberId },
        /// Too few members have signed.
        Quorum(Policy, "charter-quorum") { signed: usize, needed: usize },
        /// A signature that doesn't verify over these bytes.
        BadSignature(Integrity, "charter-bad-signature") { file: String },
        /// A party that isn't a member of the charter.
        NotAMember(Usage, "charter-not-a-member") { member: MemberId, known: String },
        /// A member without a key in the charter yet.
        NoKey(Policy, "charter-no-key") { member: MemberId },
        /// Members of class `private` without an officer to decide the spending.
        NoOfficer(Policy, "charter-no-officer-key") { members: String },
        /// A key other than the one in the charter.
        WrongKey(Policy, "charter-wrong-key") { member: MemberId },
    }
}

/// A charter in force: signed by enough members, or that of a rehearsal on one machine. A charter alone isn't one:
///
/// ```
/// # use archipel_core::charter::{Agreement, Charter};
/// fn look(agreement: &Agreement) -> &Charter {
///     agreement.charter()
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use archipel_core::charter::{Agreement, Charter};
/// fn pretend(charter: Charter) -> Agreement {
///     charter
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use archipel_core::charter::{Agreement, Charter};
/// fn mix(agreement: &Agreement) -> &Charter {
///     agreement
/// }
/// ```
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
        if let Some(member) = broken(&signatures).next() {
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

    /// Charter of a rehearsal, where nothing leaves the machine: dates are checked, signatures aren't.
    pub fn on_this_machine(charter: Charter, today: Date) -> Result<Self, AgreementError> {
        let agreement = Self(Arc::new(charter));
        agreement.check_dates(today)?;
        Ok(agreement)
    }

    /// Checks that the agreement is still in force: at every call, as nodes run for longer than agreements.
    pub fn check_dates(&self, today: Date) -> Result<(), AgreementError> {
        let Charter { starts, ends, .. } = *self.0;
        if today < starts {
            return Err(AgreementError::NotYet { starts });
        }
        if today > ends {
            return Err(AgreementError::Ended { ends });
        }
        Ok(())
    }

    /// The charter.
    pub fn charter(&self) -> &Charter {
        &self.0
    }

    /// The charter, as a shared pointer.
    pub fn shared(&self) -> Arc<Charter> {
        self.0.clone()
    }
}

impl Charter {
    /// Member with this id. *Errors:* names all members if there is none.
    pub fn known_member(&self, id: &MemberId) -> Result<&Member, AgreementError> {
        let known = || self.members.iter().map(|member| member.id.as_str()).collect::<Vec<_>>().join(", ");
        self.member(id).ok_or_else(|| AgreementError::NotAMember { member: id.clone(), known: known() })
    }

    /// Members without an officer to decide the spending, in class `private`.
    pub fn without_officer(&self) -> Vec<&str> {
        let without = self.members.iter().filter(|member| member.officer_key.is_none());
        without.map(|member| member.id.as_str()).filter(|_| self.class == Class::Private).collect()
    }

    /// Checks that every member has an officer where one is needed: without one, nothing can be drawn.
    pub fn check_officers(&self) -> Result<(), AgreementError> {
        let members = self.without_officer().join(", ");
        if members.is_empty() { Ok(()) } else { Err(AgreementError::NoOfficer { members }) }
    }
}

/// Name of a member's signature in the charter folder.
pub fn signature_file(member: &MemberId) -> String {
    format!("signatures/{member}.note")
}

/// State of one member's agreement in a charter folder.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Signature {
    /// The charter names no key for the member, so the member can't sign.
    NoKey,
    /// The member has not signed.
    Missing,
    /// The member has signed exactly these bytes.
    Holds,
    /// A file in place of the signature doesn't verify over these bytes.
    Broken,
}

/// State of every member's signature.
pub fn signatures(charter: &Charter, files: &CharterFiles) -> BTreeMap<MemberId, Signature> {
    let statement = statement(charter);
    let state = |member: &Member| {
        let Some(key) = &member.signing_key else { return Signature::NoKey };
        let Some(bytes) = files.get(&signature_file(&member.id)) else { return Signature::Missing };
        let text = std::str::from_utf8(bytes).ok().and_then(|note| key.open(note));
        if text == Some(statement.as_str()) { Signature::Holds } else { Signature::Broken }
    };
    charter.members.iter().map(|member| (member.id.clone(), state(member))).collect()
}

/// Members with a broken signature: while there is one, the charter isn't in force.
pub fn broken(signatures: &BTreeMap<MemberId, Signature>) -> impl Iterator<Item = &MemberId> {
    signatures.iter().filter(|(_, signature)| **signature == Signature::Broken).map(|(member, _)| member)
}

/// Signs the charter for a member. *Errors:* not a member; the charter names no key for it, or another one.
pub fn sign(charter: &Charter, member: &MemberId, key: &SigningKey) -> Result<String, AgreementError> {
    let named = charter.known_member(member)?.signing_key.as_ref();
    let named = named.ok_or_else(|| AgreementError::NoKey { member: member.clone() })?;
    if named != key.verifier() {
        return Err(AgreementError::WrongKey { member: member.clone() });
    }
    Ok(key.sign(&statement(charter)))
}

fn statement(charter: &Charter) -> String {
    format!("archipel charter\n{}\n{}\n{}\n", charter.id, charter.version, charter.digest())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::{digest, template};
    use crate::note::tests::Fixed;

    fn key(member: u8) -> SigningKey {
        SigningKey::generate(&format!("officer-{member}"), &Fixed(member)).unwrap()
    }

    /// The template with a key for each member but the last, and its parsed form.
    fn signable(quorum: usize) -> (Charter, CharterFiles) {
        let mut files = template(None);
        let mut text = String::from_utf8(files["charter.toml"].clone()).unwrap();
        text = text.replace("#quorum = 2", &format!("quorum = {quorum}"));
        for (i, area) in [(1, "GUL"), (2, "LAN")] {
            let line = format!("areas = [\"{area}\"]\n");
            text = text.replace(&line, &format!("{line}signing_key = \"{}\"\n", key(i).verifier()));
        }
        files.insert("charter.toml".into(), text.into_bytes());
        (Charter::parse(&files).unwrap(), files)
    }

    fn member(id: &str) -> MemberId {
        id.parse().unwrap()
    }

    fn day() -> Date {
        jiff::civil::date(2027, 1, 1)
    }

    #[test]
    fn a_charter_is_in_force_once_enough_members_and_we_have_signed() {
        let (charter, mut files) = signable(1);
        let in_force =
            |files: &CharterFiles, own: &str| Agreement::in_force(charter.clone(), files, Some(&member(own)), day());
        assert_eq!(in_force(&files, "gulls").unwrap_err(), AgreementError::OwnSignature { member: member("gulls") });
        assert_eq!(
            Agreement::in_force(charter.clone(), &files, None, day()).unwrap_err(),
            AgreementError::Quorum { signed: 0, needed: 1 }
        );
        files.insert("signatures/gulls.note".into(), sign(&charter, &member("gulls"), &key(1)).unwrap().into_bytes());
        assert_eq!(digest(&files), charter.digest());
        assert!(in_force(&files, "gulls").is_ok());
        assert!(Agreement::in_force(charter.clone(), &files, None, day()).is_ok());
        assert_eq!(
            in_force(&files, "lanterns").unwrap_err(),
            AgreementError::OwnSignature { member: member("lanterns") }
        );
        let states: Vec<Signature> = signatures(&charter, &files).into_values().collect();
        assert_eq!(states, [Signature::Holds, Signature::Missing, Signature::NoKey]);
    }

    #[test]
    fn signatures_for_other_bytes_or_by_other_keys_do_not_hold() {
        let (charter, files) = signable(1);
        let (other, _) = signable(2);
        let note = sign(&charter, &member("gulls"), &key(1)).unwrap();
        let put = |name: &str, note: &str| {
            let mut files = files.clone();
            files.insert(format!("signatures/{name}.note"), note.as_bytes().to_vec());
            files
        };
        for (charter, name, note) in [
            (&other, "gulls", note.as_str()),
            (&charter, "lanterns", &note),
            (&charter, "gulls", &note.replace("1\n", "2\n")),
        ] {
            let files = put(name, note);
            assert_eq!(signatures(charter, &files)[&member(name)], Signature::Broken);
            let refused = Agreement::in_force(charter.clone(), &files, None, day()).unwrap_err();
            assert_eq!(refused, AgreementError::BadSignature { file: format!("signatures/{name}.note") });
        }
        // A file of a stranger is no member's signature.
        assert_eq!(signatures(&charter, &put("stranger", &note))[&member("gulls")], Signature::Missing);
    }

    #[test]
    fn only_the_named_key_signs_for_a_member() {
        let (charter, _) = signable(1);
        let wrong = sign(&charter, &member("gulls"), &key(2));
        assert_eq!(wrong, Err(AgreementError::WrongKey { member: member("gulls") }));
        assert_eq!(sign(&charter, &member("pines"), &key(1)), Err(AgreementError::NoKey { member: member("pines") }));
        let known = "gulls, lanterns, pines".to_owned();
        let stranger = AgreementError::NotAMember { member: member("x"), known };
        assert_eq!(sign(&charter, &member("x"), &key(1)), Err(stranger));
    }

    #[test]
    fn a_rehearsal_needs_no_signature_but_the_right_day_and_class() {
        let (charter, _) = signable(1);
        let (starts, ends) = (charter.starts, charter.ends);
        let rehearse =
            |day| Agreement::on_this_machine(charter.clone(), day).map(|agreement| agreement.charter().id.clone());
        assert!(rehearse(starts).is_ok() && rehearse(ends).is_ok());
        assert_eq!(rehearse(starts.yesterday().unwrap()), Err(AgreementError::NotYet { starts }));
        assert_eq!(rehearse(ends.tomorrow().unwrap()), Err(AgreementError::Ended { ends }));
    }
}
