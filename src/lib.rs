//! Archipel, a federated data-sharing node.
#![forbid(unsafe_code)]

pub mod charter;
pub mod cli;
pub mod config;
pub mod coordinator;
pub mod cube;
pub mod disclosure;
pub mod folder;
pub mod identity;
pub mod ingest;
pub mod method;
pub mod model;
pub mod node;
pub mod report;
pub mod rpc;
pub mod store;
pub mod system;
pub mod telemetry;
pub mod text;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::text::catalogue;

    /// Every enum of problems of the crate; the shells list their own. A new one is one line here or there.
    const PROBLEMS: &[&[(&str, &[&str])]] = &[
        charter::AgreementError::KEYS,
        charter::CharterError::KEYS,
        charter::NoteError::KEYS,
        coordinator::ComputeError::KEYS,
        folder::FolderError::KEYS,
        identity::IdentityError::KEYS,
        ingest::IngestError::KEYS,
        model::DocumentError::KEYS,
        node::EditionError::KEYS,
        store::StoreError::KEYS,
    ];

    fn problems() -> impl Iterator<Item = &'static (&'static str, &'static [&'static str])> {
        let all = PROBLEMS.iter().chain(cli::PROBLEMS).chain(rpc::PROBLEMS);
        all.copied().flatten()
    }

    /// What happened and what to do, in both languages, with no other variable than the words that the problem brings.
    #[test]
    fn every_problem_is_explained_in_every_language() {
        for lang in model::Lang::ALL {
            let entries = catalogue(lang);
            for (key, words) in problems() {
                for half in ["err", "fix"] {
                    let name = format!("{half}-{key}");
                    let variables = entries.get(&name).unwrap_or_else(|| panic!("{lang:?} lacks {name}"));
                    let strange: Vec<_> = variables.iter().filter(|name| !words.contains(&name.as_str())).collect();
                    assert!(strange.is_empty(), "{lang:?} {name}: nothing brings {strange:?}, only {words:?}");
                }
            }
        }
    }

    #[test]
    fn a_key_names_one_problem() {
        let mut seen = BTreeSet::new();
        for (key, _) in problems() {
            assert!(seen.insert(key), "{key} stands twice");
        }
    }

    /// Texts of problems that nothing reports any more, or an enum that isn't listed above.
    #[test]
    fn every_explanation_belongs_to_a_problem() {
        let keys: BTreeSet<&str> = problems().map(|(key, _)| *key).collect();
        let entries = catalogue(model::Lang::En);
        // Usage errors are clap's; their keys are in cli::help.
        let explained =
            entries.keys().filter_map(|name| name.strip_prefix("err-")).filter(|key| !key.starts_with("usage-"));
        let strange: Vec<&str> = explained.filter(|key| !keys.contains(key)).collect();
        assert!(strange.is_empty(), "no problem in PROBLEMS has {strange:?}");
    }
}
