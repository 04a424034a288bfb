use super::super::values::{counted, number, spoken};
use crate::charter::{Charter, Class, Member, Value};
use crate::model::Jurisdiction;
use crate::note::VerifierKey;
use crate::text::{TextPage, Texts, Variable};

/// Members, purpose, authority, dates and geography.
pub(super) fn agreement(page: &mut TextPage<'_>, texts: &Texts, charter: &Charter) {
    let lang = texts.lang();
    // The sentences end with a full stop of their own.
    let unended = |text: &str| text.trim_end().trim_end_matches('.').to_owned();
    page.heading("show-heading-agreement");
    page.paragraph("show-members", &[counted(texts, charter.members.len() as u64)]);
    for member in &charter.members {
        let areas = areas(texts, charter, member);
        let name = member.name.get(lang);
        page.item("show-member", &[("name", name.into()), ("id", (&member.id).into()), ("areas", areas.into())]);
        if let Some(authority) = &member.legal_authority {
            page.detail("show-authority", &[("authority", unended(authority.get(lang)).into())]);
        }
        if let Some(people) = member.population {
            page.detail("show-member-population", &[("people", texts.number(people as f64, 0).into())]);
        }
        if let Some(cap) = member.weight_cap {
            page.detail("show-member-weight-cap", &[("cap", number(texts, cap).into())]);
        }
        let node = member.endpoint.clone().unwrap_or_else(|| texts.line("word-none", &[]));
        let [key, authority] = trust(texts, charter, &member.signing_key, &member.authority);
        page.detail("show-member-trust", &[law(texts, &member.jurisdiction), ("node", node.into()), key, authority]);
        match &member.officer_key {
            Some(key) => page.detail("show-member-officer", &[("key", key.short().into())]),
            None if charter.class() == Class::Private => page.detail("show-member-no-officer-private", &[]),
            None => page.detail("show-member-no-officer", &[]),
        }
    }
    page.paragraph("show-purpose", &[("purpose", unended(charter.purpose.get(lang)).into())]);
    page.paragraph("show-target-population", &[("people", unended(charter.target_population.get(lang)).into())]);
    page.paragraph("show-reference-date", &[("date", unended(charter.reference_date.get(lang)).into())]);
    if let Some(authority) = &charter.legal_authority {
        page.paragraph("show-authority", &[("authority", unended(authority.get(lang)).into())]);
    }
    match &charter.licence {
        Some(licence) => page.paragraph("show-licence", &[("licence", unended(&licence.named(lang)).into())]),
        None => page.paragraph("show-no-licence", &[]),
    }
    let dates = [("starts", (&charter.starts).into()), ("ends", (&charter.ends).into())];
    page.paragraph("show-dates", &dates);
    page.paragraph("show-quorum", &[("quorum", charter.quorum.into()), ("members", charter.members.len().into())]);
    page.paragraph("show-witnesses", &[("witnesses", charter.witnesses.into())]);
    let vintage = &charter.geography.vintage;
    page.paragraph("show-geography", &[("vintage", vintage.into()), ("levels", levels(texts, charter).into())]);
}

/// Names of a member's areas.
pub(in crate::briefing) fn areas(texts: &Texts, charter: &Charter, member: &Member) -> String {
    let named = member.areas.iter().map(|area| &charter.geography.area(*area).name);
    let areas: Vec<&str> = named.map(|name| name.get(texts.lang())).collect();
    spoken(texts, &Value::list(&areas))
}

/// Every level, with the number of its areas.
pub(in crate::briefing) fn levels(texts: &Texts, charter: &Charter) -> String {
    let tree = &charter.geography;
    let levels = (0..tree.levels().len()).map(|level| {
        let areas = texts.number(tree.areas(level).len() as f64, 0);
        texts.line("show-level", &[("level", tree.label(level).get(texts.lang()).into()), ("areas", areas.into())])
    });
    levels.collect::<Vec<_>>().join(", ")
}

/// Coordinators: recipients of published figures.
pub(super) fn coordinators(page: &mut TextPage<'_>, texts: &Texts, charter: &Charter) {
    page.heading("show-heading-coordinators");
    if charter.coordinators.is_empty() {
        return page.paragraph("show-no-coordinators", &[]);
    }
    page.paragraph("show-coordinators", &[]);
    for coordinator in &charter.coordinators {
        let name = coordinator.name.get(texts.lang());
        page.item("show-coordinator", &[("name", name.into()), ("identity", (&coordinator.identity).into())]);
        let [key, authority] = trust(texts, charter, &coordinator.signing_key, &coordinator.authority);
        page.detail("show-coordinator-trust", &[law(texts, &coordinator.jurisdiction), key, authority]);
    }
    page.paragraph("show-coordinators-limits", &[]);
}

/// Jurisdiction of a party.
fn law(texts: &Texts, jurisdiction: &Option<Jurisdiction>) -> (&'static str, Variable) {
    let none = || texts.line("show-jurisdiction-none", &[]).into();
    ("jurisdiction", jurisdiction.as_ref().map_or_else(none, Variable::from))
}

/// Key and authority by which signatures and certificates of a party are checked.
fn trust(
    texts: &Texts,
    charter: &Charter,
    key: &Option<VerifierKey>,
    authority: &Option<String>,
) -> [(&'static str, Variable); 2] {
    let none = || texts.line("word-none", &[]);
    let named = |file: &String| {
        let digest = charter.files.get(file).map(ToString::to_string).unwrap_or_default();
        texts.line("show-authority-file", &[("file", file.into()), ("digest", digest.into())])
    };
    let key = key.as_ref().map_or_else(none, VerifierKey::short);
    [("key", key.into()), ("authority", authority.as_ref().map_or_else(none, named).into())]
}
