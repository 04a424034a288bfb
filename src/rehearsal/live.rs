//! Settings for another client that connects to the nodes of a rehearsal: addresses, and certificates to call with.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::authorities::Authorities;
use super::{Rehearsal, ServingNode, coordinator};
use crate::charter::edition_id;
use crate::identity::{Party, Role, Speaker, create_folder, write_private, write_public};
use crate::model::Problem;

/// Writes certificates and keys of the coordinator and of one officer per member into the temporary folder, and the
/// file `live`, which names them. Never overwrites that of another run.
pub(super) fn write(rehearsal: &Rehearsal, live: &Path) -> Result<(), Problem> {
    let folder = rehearsal.folder.path().join("live");
    create_folder(&folder)?;
    let files = LiveFiles { folder, authorities: &rehearsal.authorities };
    let mut members = serde_json::Map::new();
    for (member, ServingNode { address, .. }) in &rehearsal.nodes {
        let officer = Speaker::Member { member: member.clone(), role: Role::Officer, name: "officer".to_owned() };
        let entry = json!({
            "address": address.to_string(),
            "authority": files.authority(member.as_str(), &Party::Member(member.clone()))?,
            "officer": files.identity(&format!("{member}.officer"), officer)?,
        });
        members.insert(member.to_string(), entry);
    }
    let charter = rehearsal.setup.agreement.charter();
    let speaker = coordinator(charter);
    let party = speaker.party();
    let mut coordinator = files.identity("coordinator", speaker)?;
    coordinator["authority"] = json!(files.authority("coordinator", &party)?);
    let description = json!({
        "federation": charter.id,
        "charter_digest": charter.digest().to_string(),
        "edition": edition_id(charter, &rehearsal.setup.period, 0).to_string(),
        "period": rehearsal.setup.period.to_string(),
        "coordinator": coordinator,
        "members": members,
    });
    let mut text = serde_json::to_vec_pretty(&description).expect("plain JSON");
    text.push(b'\n');
    Ok(write_private(live, &text)?)
}

struct LiveFiles<'r> {
    folder: PathBuf,
    authorities: &'r Authorities,
}

impl LiveFiles<'_> {
    /// Paths of a new certificate and its key.
    fn identity(&self, name: &str, speaker: Speaker) -> Result<Value, Problem> {
        let (key, chain) = self.authorities.issue(speaker)?;
        let paths = [self.folder.join(format!("{name}.pem")), self.folder.join(format!("{name}.key"))];
        write_public(&paths[0], chain.as_bytes())?;
        write_private(&paths[1], key.as_bytes())?;
        Ok(json!({ "certificate": paths[0], "key": paths[1] }))
    }

    /// Path of an authority's certificate.
    fn authority(&self, name: &str, party: &Party) -> Result<PathBuf, Problem> {
        let path = self.folder.join(format!("{name}.authority.pem"));
        write_public(&path, self.authorities.certificate_pem(party).as_bytes())?;
        Ok(path)
    }
}
