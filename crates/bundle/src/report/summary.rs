//! An index in a few facts, for machines.

use serde_json::json;

use super::{Combined, Published, Reading, Shown};
use crate::charter::groups_word;
use crate::model::AreaCode;

impl Published {
    /// Facts about an index for `--json`.
    pub fn summary(&self) -> serde_json::Value {
        let charter = &self.charter;
        let shown = Reading::new(charter).shown;
        let figures = |whole: &Combined| {
            let figure = |column: usize| whole.figure(0, column);
            let dimensions = charter.dimension_ids().into_iter().enumerate();
            let dimensions: serde_json::Map<_, _> =
                dimensions.map(|(d, id)| (id, json!(figure(shown.dimension(d))))).collect();
            let interval = whole.interval(0, Shown::INDEX);
            json!({ "index_low": interval.map(|[low, _]| low), "index_high": interval.map(|[_, high]| high), "stands_for": whole.stands_for.first().copied().filter(|share| share.is_finite()), "persons": figure(Shown::PERSONS), "weight": figure(Shown::WEIGHT), "index": figure(Shown::INDEX), "dimensions": dimensions })
        };
        let members = self.members.iter().map(|member| {
            json!({
                "member": member.member.to_string(),
                "answered": member.missing.is_none(),
                "weights": member.weights(),
                "reason": member.missing.as_ref().map(|problem| problem.key.clone()),
                "figures": member.own.as_ref().map(figures),
            })
        });
        let tables = charter.lattice.numbered().zip(&self.tables).map(|((position, table), cells)| {
            let covered = self.covered(position);
            json!({
                "level": charter.geography.levels()[table.level],
                "groups": groups_word(charter, table),
                "cells": cells.cells.len(),
                "published": covered.published,
                "withheld": covered.withheld,
                "coverage": covered.share(),
            })
        });
        json!({
            "edition": self.edition.to_string(),
            "period": self.period.to_string(),
            "charter_digest": charter.digest().to_string(),
            "notes": charter.method.notes.as_ref().map(|notes| json!({ "en": notes.en, "fr": notes.fr })),
            "members": members.collect::<Vec<_>>(),
            "whole": self.whole().as_ref().map(figures),
            "tables": tables.collect::<Vec<_>>(),
            "boundaries": self.layers.told.as_ref().map(|told| {
                let [united, cut] = [&told.united, &told.cut].map(|codes| codes.iter().map(AreaCode::as_str).collect::<Vec<_>>());
                json!({ "property": told.property, "strangers": told.strangers, "united": united, "cut": cut })
            }),
        })
    }
}
