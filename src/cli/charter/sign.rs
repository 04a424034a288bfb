use std::collections::BTreeMap;
use std::path::Path;

use serde_json::json;
use zeroize::Zeroizing;

use super::super::open_charter;
use super::super::shell::Shell;
use crate::briefing::Promise;
use crate::charter::{Charter, Signature, broken, sign, signature_file, signatures};
use crate::folder;
use crate::identity::{create_folder, write_public};
use crate::model::{Findings, MemberId, Problem};
use crate::note::SigningKey;
use crate::text::TextPage;

pub(super) fn run(shell: &Shell, charter_folder: &Path, member: &MemberId, key: &Path) -> Result<(), Findings> {
    let (files, charter) = open_charter(charter_folder)?;
    let note = sign(&charter, member, &read_key(key)?)?;
    charter.check_officers()?;
    Promise::new(&charter).check()?;
    let mut states = signatures(&charter, &files);
    let path = charter_folder.join(signature_file(member));
    let written = states.get(member) != Some(&Signature::Holds);
    if written {
        create_folder(&charter_folder.join("signatures"))?;
        write_public(&path, note.as_bytes())?;
        states.insert(member.clone(), Signature::Holds);
    }
    report(shell, &charter, member, &path, written, &states);
    Ok(())
}

fn read_key(path: &Path) -> Result<SigningKey, Findings> {
    let name = path.display().to_string();
    let text = Zeroizing::new(folder::read_file(path)?);
    Ok(SigningKey::parse(&text).map_err(|error| Problem::from(error).in_file(name))?)
}

fn report(
    shell: &Shell,
    charter: &Charter,
    member: &MemberId,
    path: &Path,
    written: bool,
    states: &BTreeMap<MemberId, Signature>,
) {
    let signed = states.values().filter(|signature| **signature == Signature::Holds).count();
    let broken: Vec<&str> = broken(states).map(MemberId::as_str).collect();
    let missing = charter.quorum.saturating_sub(signed);
    let value = json!({
        "id": charter.id, "version": charter.version, "digest": charter.digest(), "member": member,
        "file": path.display().to_string(), "written": written, "signed": signed, "needed": charter.quorum,
        "broken": broken,
    });
    shell.data(&value, || {
        let mut page = TextPage::new(shell.texts());
        page.line("charter-summary", &[("id", (&charter.id).into()), ("version", charter.version.into())]);
        page.line("charter-digest", &[("digest", (&charter.digest()).into())]);
        page.finish()
    });
    let about = [("member", member.into()), ("file", (&path.display()).into())];
    shell.say(if written { "charter-signed" } else { "charter-signed-before" }, &about);
    if missing > 0 {
        shell.say("charter-quorum-missing", &[("count", missing.into())]);
    }
    if !broken.is_empty() {
        shell.say("charter-sign-anew", &[("members", broken.join(", ").into())]);
    } else if missing == 0 {
        shell.say("charter-quorum-reached", &[]);
    }
    shell.say("charter-next-sign", &about);
}
