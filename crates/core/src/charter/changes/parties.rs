//! Differences of members and coordinators.

use super::difference::Value;
use super::found::Found;
use crate::charter::{Charter, Coordinator, Member};

pub(super) fn members(found: &mut Found, old: &Charter, new: &Charter) {
    let named = |charter: &Charter, member: &Member| {
        let areas = areas(charter, member);
        let areas: Vec<&str> = areas.iter().map(String::as_str).collect();
        vec![
            ("member", Value::Label(member.name.clone())),
            ("id", Value::text(&member.id)),
            ("areas", Value::list(&areas)),
        ]
    };
    found.pairs(
        (&old.members, &new.members),
        |member| member.id.as_str(),
        |found, member| found.push("member-leaves", named(old, member)),
        |found, member| found.push("member-joins", named(new, member)),
        |found, was, now| self::member(found, (old, was), (new, now)),
    );
    found.differ("quorum", &[], Value::Count(old.quorum as u64), Value::Count(new.quorum as u64));
    found.differ("witnesses", &[], Value::Count(old.witnesses as u64), Value::Count(new.witnesses as u64));
    found.differ("sign-off", &[], Value::Count(old.sign_off as u64), Value::Count(new.sign_off as u64));
}

/// A member before and now, each in its charter.
fn member(found: &mut Found, (old, was): (&Charter, &Member), (new, now): (&Charter, &Member)) {
    let about = [("member", Value::text(&now.id))];
    found.label("member-name", &about, &was.name, &now.name);
    // The charter's own legal authority is compared above.
    if was.legal_authority.is_some() || now.legal_authority.is_some() {
        let (was, now) = (old.legal_authority(was), new.legal_authority(now));
        found.optional_label("member-legal-authority", &about, was, now);
    }
    let (before, after) = (areas(old, was), areas(new, now));
    for (key, from, other) in [("member-areas-fewer", &before, &after), ("member-areas-more", &after, &before)] {
        let codes: Vec<&str> = from.iter().filter(|code| !other.contains(code)).map(String::as_str).collect();
        if !codes.is_empty() {
            found.push(key, [about.as_slice(), &[("areas", Value::list(&codes))]].concat());
        }
    }
    let mut differ = |key, of: fn(&Charter, &Member) -> Option<Value>| {
        found.differ(key, &about, Value::option(of(old, was)), Value::option(of(new, now)));
    };
    differ("member-jurisdiction", |_, member| member.jurisdiction.as_ref().map(Value::text));
    differ("member-key", |_, member| member.signing_key.as_ref().map(Value::text));
    differ("member-officer-key", |_, member| member.officer_key.as_ref().map(Value::text));
    differ("member-authority", |charter, member| certificates(charter, member.authority.as_ref()));
    differ("member-population", |_, member| member.population.map(Value::Count));
    differ("member-weight-cap", |_, member| member.weight_cap.map(Value::Number));
    differ("member-endpoint", |_, member| member.endpoint.as_ref().map(Value::text));
}

/// Codes of the areas for which a member speaks.
fn areas(charter: &Charter, member: &Member) -> Vec<String> {
    member.areas.iter().map(|area| charter.geography.area(*area).code.to_string()).collect()
}

/// A file of certificates with its digest, so that another content under the same name shows.
fn certificates(charter: &Charter, file: Option<&String>) -> Option<Value> {
    let file = file?;
    let digest = *charter.files.get(file)?;
    Some(Value::Phrase("word-file", vec![("file", Value::text(file)), ("digest", Value::Digest(digest))]))
}

pub(super) fn coordinators(found: &mut Found, old: &Charter, new: &Charter) {
    let named = |coordinator: &Coordinator| {
        vec![
            ("coordinator", Value::Label(coordinator.name.clone())),
            ("id", Value::text(&coordinator.id)),
            ("identity", Value::text(&coordinator.identity)),
        ]
    };
    found.pairs(
        (&old.coordinators, &new.coordinators),
        |coordinator| &coordinator.id,
        |found, coordinator| found.push("coordinator-leaves", named(coordinator)),
        |found, coordinator| found.push("coordinator-joins", named(coordinator)),
        |found, was, now| {
            let about = [("coordinator", Value::text(&now.id))];
            found.label("coordinator-name", &about, &was.name, &now.name);
            let mut differ = |key, of: fn(&Charter, &Coordinator) -> Option<Value>| {
                found.differ(key, &about, Value::option(of(old, was)), Value::option(of(new, now)));
            };
            differ("coordinator-jurisdiction", |_, who| who.jurisdiction.as_ref().map(Value::text));
            differ("coordinator-identity", |_, who| Some(Value::text(&who.identity)));
            differ("coordinator-authority", |charter, who| certificates(charter, who.authority.as_ref()));
            differ("coordinator-key", |_, who| who.signing_key.as_ref().map(Value::text));
        },
    );
}
