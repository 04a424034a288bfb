use serde_json::json;

use super::package::both as text;
use super::{AbsentPopulation, FORMAT, Published};
use crate::charter::groups_word;

/// `edition.json`: the computation, and its inputs. No dates: the same inputs give the same bytes.
#[expect(clippy::too_many_lines, reason = "the document in its own order, to be read beside it")]
pub(super) fn json(published: &Published) -> Vec<u8> {
    let charter = &published.charter;
    let method = &charter.method;
    let levels = charter.geography.levels();
    let tables = charter.lattice.tables().iter().zip(&published.tables).map(|(table, cells)| {
        json!({ "level": levels[table.level], "groups": groups_word(charter, table), "cells": cells.cells.len() })
    });
    let nodes = published
        .members
        .iter()
        .filter_map(|member| Some((member.member.to_string(), json!(member.software.as_ref()?))));
    let earlier = published.members.iter().filter_map(|member| match member.population? {
        AbsentPopulation::Answered(people) => Some((member.member.to_string(), json!(people))),
        AbsentPopulation::Declared(_) => None,
    });
    let weighted =
        published.members.iter().filter_map(|member| Some((member.member.to_string(), json!(member.weighted?))));
    let value = json!({
        "format": FORMAT,
        "edition": published.edition.to_string(),
        "period": published.period.to_string(),
        "revision": published.revision,
        "charter": {
            "id": charter.id,
            "version": charter.version,
            "digest": charter.digest().to_string(),
            "title": text(&charter.title),
            "purpose": text(&charter.purpose),
            "target_population": text(&charter.target_population),
            "reference_date": text(&charter.reference_date),
            "class": charter.class().id(),
        },
        "geography": { "vintage": charter.geography.vintage, "levels": levels.iter().enumerate()
            .map(|(level, id)| json!({ "id": id, "label": text(charter.geography.label(level)) })).collect::<Vec<_>>() },
        "method": {
            "id": method.id,
            "version": method.version,
            "unit": "person",
            "notes": method.notes.as_ref().map(text),
        },
        "frame": "fixed",
        "lattice": tables.collect::<Vec<_>>(),
        "publication": {
            "number": published.standing.number(),
            "pilot": published.standing.pilot,
            "corrects": published.standing.correction.as_ref().map(|correction| correction.corrects.to_string()),
            "reason": published.standing.correction.as_ref().map(|correction| text(&correction.reason)),
        },
        "rehearsal": published.rehearsal,
        "synthetic": published.synthetic,
        "require": published.require,
        "catchments": published.layers.facilities.as_ref().map(|facilities| match facilities.served {
            Some(_) => json!({ "by": "table" }),
            None => json!({ "by": "straight-line", "within_km": facilities.within_km }),
        }),
        "members": {
            "answered": published.answered(),
            "of": published.members.len(),
            // People of missing members by their last answers: the coordinator's word.
            "people": earlier.collect::<serde_json::Map<_, _>>(),
            "weighted": weighted.collect::<serde_json::Map<_, _>>(),
        },
        "totals": charter.totals.as_ref().map(|totals| json!({
            "level": levels[totals.table.level],
            "groups": groups_word(charter, &totals.table),
            "cells": totals.count(),
            // For each member, the number of totals that its figures add up to one by one, and the number of all.
            "held": published.sums().totals_held(charter).into_iter().map(|(member, held)| (member.to_string(), json!(held))).collect::<serde_json::Map<_, _>>(),
        })),
        "software": {
            "coordinator": published.software,
            "nodes": nodes.collect::<serde_json::Map<_, _>>(),
        },
    });
    super::pretty(&value)
}
