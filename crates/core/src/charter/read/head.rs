use jiff::civil::Date;

use super::*;

/// The `[charter]` section, but for the numbers that must sign, witness and sign off, which depend on the parties.
pub(super) struct CharterHead {
    pub id: String,
    pub version: u32,
    pub title: Bilingual,
    pub purpose: Bilingual,
    pub target_population: Bilingual,
    pub reference_date: Bilingual,
    pub legal_authority: Option<Bilingual>,
    pub licence: Option<Licence>,
    pub starts: Date,
    pub ends: Date,
    pub class: Class,
}

impl CharterHead {
    pub(super) fn read(section: &Section<'_, '_>) -> Self {
        let id = identifier(section, "id");
        // The id is the federation's name in certificates, and SPIFFE names are in lower case.
        if id.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let expected = "a-z 0-9 - _ .".to_owned();
            section.report("id", &DocumentError::Type { key: "charter.id".to_owned(), expected });
        }
        outdated(section, "authority", "legal_authority = { en = \"…\", fr = \"…\" }");
        let (starts, ends) = (section.date("starts"), section.date("ends"));
        if section.has("starts") && section.has("ends") && ends < starts {
            section.report("ends", &CharterError::Dates {});
        }
        let classes = Class::ALL.map(|class| (class.id(), class));
        Self {
            id,
            version: whole(section, "version", None, 1, u32::MAX.into()) as u32,
            title: section.bilingual("title"),
            purpose: section.bilingual("purpose"),
            target_population: section.bilingual("target_population"),
            reference_date: section.bilingual("reference_date"),
            legal_authority: section.optional_bilingual("legal_authority"),
            licence: licence(section),
            starts,
            ends,
            class: section.choice("class", &classes, None),
        }
    }
}

/// Licence of the figures: a name, and the address of the text.
fn licence(head: &Section<'_, '_>) -> Option<Licence> {
    let title = head.optional_bilingual("licence");
    let url = head.optional_bilingual("licence_url");
    let is_address = |url: &Bilingual| Lang::ALL.iter().all(|lang| is_address(url.get(*lang)));
    if url.as_ref().is_some_and(|url| !is_address(url)) || (url.is_some() && title.is_none()) {
        head.report("licence_url", &CharterError::LicenceUrl {});
    }
    title.map(|title| Licence { title, url })
}

/// Whether a text is a web address, without anything that could be more than that where it is shown.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").unwrap_or_default();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&*+,;=%()".contains(&byte);
    rest.starts_with(|first: char| first.is_ascii_alphanumeric()) && rest.bytes().all(plain)
}
