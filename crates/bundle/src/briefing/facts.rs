use serde_json::{Value as Json, json};

use super::promise::Promise;
use super::values::{bilingual, json};
use crate::charter::{Category, Charter, CrossBorder, Group, Indicator, Member, Method, Table, Weights};
use crate::note::VerifierKey;

/// Content of a charter as data, with the facts of [`super::sentences()`].
pub fn facts(charter: &Charter, promise: &Promise<'_>) -> Json {
    let method = &charter.method;
    let tree = &charter.geography;
    json!({
        "id": charter.id,
        "version": charter.version,
        "title": bilingual(&charter.title),
        "purpose": bilingual(&charter.purpose),
        "target_population": bilingual(&charter.target_population),
        "reference_date": bilingual(&charter.reference_date),
        "legal_authority": charter.legal_authority.as_ref().map(bilingual),
        "licence": charter.licence.as_ref().map(|licence| bilingual(&licence.title)),
        "licence_url": charter.licence.as_ref().and_then(|licence| licence.url.as_ref()).map(bilingual),
        "starts": charter.starts.to_string(),
        "ends": charter.ends.to_string(),
        "quorum": charter.quorum,
        "witnesses": charter.witnesses,
        "members": list(&charter.members, |member| self::member(charter, member)),
        "geography": {
            "vintage": tree.vintage,
            "levels": tree.levels().iter().enumerate()
                .map(|(level, id)| json!({ "id": id, "label": bilingual(tree.label(level)), "areas": tree.areas(level).len() })).collect::<Vec<_>>(),
        },
        "groups": list(&charter.groups, group),
        "indicators": list(&method.indicators, |indicator| self::indicator(charter, indicator)),
        "method": self::method(method),
        "tables": list(charter.lattice.tables(), |table| self::table(charter, table)),
        "cross_border": list(&charter.cross_border, |area| crossing(charter, area)),
        "class": charter.class().id(),
        "rules": promise.facts(),
        "coordinators": list(&charter.coordinators, |coordinator| json!({
            "id": coordinator.id, "name": bilingual(&coordinator.name),
            "jurisdiction": coordinator.jurisdiction, "identity": coordinator.identity,
            "signing_key": key(&coordinator.signing_key), "authority": authority(charter, &coordinator.authority),
        })),
        "digest": charter.digest(),
        "lattice_digest": charter.lattice_digest(),
    })
}

fn method(method: &Method) -> Json {
    json!({
        "id": method.id,
        "version": method.version,
        "aggregate": json(&method.aggregate.phrase()),
        "missing_dimension": json(&method.missing_dimension.phrase()),
        "weights": method.weights.and_then(|weights| Weights::WORDS.iter().find(|(_, known)| *known == weights)).map(|(word, _)| word),
        "weight_cap": method.weight_cap,
        "notes": method.notes.as_ref().map(bilingual),
        "dimensions": list(&method.dimensions, |dimension| json!({
            "id": dimension.id, "label": bilingual(&dimension.label), "weight": dimension.weight,
            "aggregate": json(&dimension.aggregate.phrase()), "min_answered": dimension.min_answered,
        })),
        "bands": list(&method.bands, |band| json!({
            "id": band.id, "label": bilingual(&band.label), "below": band.below,
        })),
    })
}

fn list<T>(items: &[T], fact: impl FnMut(&T) -> Json) -> Vec<Json> {
    items.iter().map(fact).collect()
}

fn member(charter: &Charter, member: &Member) -> Json {
    let areas = member.areas.iter().map(|area| &charter.geography.area(*area).code);
    json!({
        "id": member.id, "name": bilingual(&member.name),
        "legal_authority": charter.legal_authority(member).map(bilingual), "areas": areas.collect::<Vec<_>>(),
        "jurisdiction": member.jurisdiction, "population": member.population, "weight_cap": member.weight_cap, "endpoint": member.endpoint,
        "signing_key": key(&member.signing_key), "officer_key": key(&member.officer_key),
        "authority": authority(charter, &member.authority),
    })
}

fn key(key: &Option<VerifierKey>) -> Option<String> {
    key.as_ref().map(ToString::to_string)
}

fn authority(charter: &Charter, file: &Option<String>) -> Option<Json> {
    file.as_ref().map(|file| json!({ "file": file, "sha256": charter.files.get(file) }))
}

fn group(group: &Group) -> Json {
    let categories = |categories: &[Category]| {
        list(categories, |category| json!({ "id": category.id, "label": bilingual(&category.label) }))
    };
    let group_levels = (1..group.levels()).map(|group_level| {
        let level = &group.coarser_levels[group_level - 1];
        let of = (0..group.categories.len()).map(|finest| {
            let coarser = &level.categories[usize::from(group.project(group_level, finest as u16))];
            (group.categories[finest].id.clone(), json!(coarser.id))
        });
        json!({
            "id": level.id, "label": bilingual(&level.label), "categories": categories(&level.categories),
            "of": of.collect::<serde_json::Map<_, _>>(),
        })
    });
    json!({
        "id": group.id, "label": bilingual(&group.label), "categories": categories(&group.categories),
        "other": group.other.map(|other| &group.categories[usize::from(other)].id),
        "coarser_levels": group_levels.collect::<Vec<_>>(),
    })
}

fn indicator(charter: &Charter, indicator: &Indicator) -> Json {
    json!({
        "id": indicator.id, "label": bilingual(&indicator.label), "weight": indicator.weight,
        "dimension": charter.method.dimensions[indicator.dimension].id, "scale": json(&indicator.scale.phrase()),
    })
}

fn table(charter: &Charter, table: &Table) -> Json {
    let axes = table.axes.iter().map(|axis| {
        let group = &charter.groups[axis.group];
        json!({ "group": group.id, "coarser_level": axis.group_level.checked_sub(1).map(|coarser| &group.coarser_levels[coarser].id) })
    });
    json!({
        "level": charter.geography.levels()[table.level], "groups": axes.collect::<Vec<_>>(),
        "cells": charter.cells(table),
    })
}

fn crossing(charter: &Charter, area: &CrossBorder) -> Json {
    let parts = area.parts.iter().map(|&part| &charter.geography.areas(area.level)[part.at()].code);
    json!({
        "id": area.id, "name": bilingual(&area.name), "level": charter.geography.levels()[area.level],
        "parts": parts.collect::<Vec<_>>(),
    })
}
