use super::CharterFiles;
use crate::model::MemberId;

/// Example of the documentation, and also the template of a new charter, so it is tested as both.
const CHARTER: &str = include_str!("../../../../examples/three-islands/charter/charter.toml");
const GEOGRAPHY: &str = include_str!("../../../../examples/three-islands/charter/geography.csv");
/// Id of the example.
const ID: &str = "three-islands";

/// Files of a new charter: complete, with a comment for every key, ready to be changed line by line. `id` replaces the
/// example's own, in the coordinator's identity too.
pub fn template(id: Option<&MemberId>) -> CharterFiles {
    let charter = CHARTER.replace(ID, id.map_or(ID, MemberId::as_str));
    CharterFiles::from([
        ("charter.toml".to_owned(), charter.into_bytes()),
        ("geography.csv".to_owned(), GEOGRAPHY.into()),
    ])
}

/// Files of a new charter, proposed in class `private`.
pub fn proposal(id: Option<&MemberId>) -> CharterFiles {
    let mut files = template(id);
    if let Some(charter) = files.get_mut("charter.toml") {
        let text = String::from_utf8_lossy(charter).into_owned();
        let text = text
            .replace("class = \"public\"", "class = \"private\"")
            .replace("#weights = \"none\"", "weights = \"none\"");
        *charter = text.replace("#[privacy]\n#rho = ", "[privacy]\nrho = ").into_bytes();
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::{Charter, Class, Privacy, Weights, Workload};
    use crate::model::Rho;

    #[test]
    fn a_new_charter_proposes_to_protect_people() {
        let mut files = proposal(None);
        let text = String::from_utf8(files["charter.toml"].clone()).unwrap();
        // The proposed cost is also the default, so it is looked at under another one, too.
        for (word, rho) in [("standard", "0.185"), ("strict", "0.05")] {
            let text = text.replace("\nrho = \"standard\"\n", &format!("\nrho = \"{word}\"\n"));
            files.insert("charter.toml".to_owned(), text.into_bytes());
            let charter = Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}"));
            assert_eq!((charter.class, charter.rules.privacy.rho.to_string().as_str()), (Class::Private, rho));
            assert_eq!(charter.method.weights, Some(Weights::None));
        }
    }

    #[test]
    fn the_template_is_a_sound_charter_under_any_id() {
        for id in [None, Some("another.one")] {
            let id = id.map(|id| id.parse().unwrap());
            let charter = Charter::parse(&template(id.as_ref())).unwrap_or_else(|findings| panic!("{findings}"));
            assert_eq!(charter.id, id.as_ref().map_or(ID, MemberId::as_str));
            assert!(charter.coordinators[0].identity.starts_with(&format!("spiffe://{}/", charter.id)));
        }
    }

    /// Every optional key.
    const OPTIONAL: &str = "quorum sign_off witnesses weights weight_cap population notes other of steps normalise below \
        min_answered parts jurisdiction endpoint authority legal_authority licence_url signing_key \
        officer_key identity rho delta workload min_frequency";

    /// Takes every optional key into use.
    #[test]
    fn every_key_is_there_and_accepted() {
        let mut files = template(None);
        let is_key = |rest: &str| {
            let key = rest.split(" = ").next().unwrap_or_default();
            rest.contains(" = ") && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        };
        let lines = CHARTER.lines().map(|line| match line.strip_prefix('#') {
            Some(rest) if is_key(rest) || rest.starts_with('[') || rest.starts_with("  {") => rest,
            _ => line,
        });
        let text: String = lines.map(|line| line.to_owned() + "\n").collect();
        for key in OPTIONAL.split(' ') {
            assert!(text.lines().any(|line| !line.starts_with('#') && line.contains(&format!("{key} = "))), "{key}");
        }
        assert!(text.contains("\n[privacy]\n"));
        // The template gives the defaults of these keys; other values show that they are read.
        let other = [
            ("class = \"public\"", "class = \"private\""),
            ("rho = \"standard\"", "rho = \"strict\""),
            ("delta = \"1e-10\"", "delta = \"1e-9\""),
            ("{ index = 1,", "{ index = 3,"),
        ];
        let text = other.iter().fold(text, |text, (from, to)| text.replace(from, to));
        files.insert("charter.toml".into(), text.into_bytes());
        for name in ["gulls", "secretariat"] {
            let pem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
            files.insert(format!("authorities/{name}.pem"), pem.into());
        }
        let charter = Charter::parse(&files).unwrap_or_else(|findings| panic!("{findings}"));
        assert_eq!((charter.quorum, charter.method.weight_cap, charter.groups[1].other), (2, Some(500.0), Some(2)));
        assert!(charter.members[0].signing_key.is_some() && charter.coordinators[0].signing_key.is_some());
        let workload = Workload { index: 3.0, dimensions: 1.0, shares: 1.0 };
        let privacy = Privacy { rho: Rho::millionths(50_000), delta: "1e-9".to_owned(), workload };
        assert_eq!((charter.rules.privacy, charter.rules.min_frequency), (privacy, Some(11)));
    }

    /// Both languages explain each key: comments come in pairs of lines.
    #[test]
    fn comments_stand_in_both_languages() {
        let is_prose = |line: &&str| line.starts_with("# ") && !line.starts_with("#  ");
        let lines: Vec<&str> = CHARTER.lines().collect();
        for block in lines.chunk_by(|a, b| is_prose(a) && is_prose(b)).filter(|block| is_prose(&block[0])) {
            assert!(block.len() % 2 == 0, "{block:#?}");
        }
    }
}
