//! Files of a bundle, from one computation.

use std::collections::BTreeMap;

use super::{
    BOUNDARIES, CATCHMENTS, Published, SERVICE_POINTS, SUMS, WITNESS_KEYS, answers, answers_file, catchments,
    checkpoint_file, csv, edition, geojson, html, key_file, package, parquet, plan_file, proofs_file, sdmx, workbook,
};
use crate::model::Digest;

/// Files by name.
type Named = BTreeMap<String, Vec<u8>>;

impl Published {
    /// Files of the bundle by name, checksums included; `more` are those made elsewhere, such as the charter's.
    pub fn files(&self, more: Named) -> Named {
        let mut files = self.figures();
        files.extend([
            ("members.csv".to_owned(), csv::members(self)),
            ("areas.csv".to_owned(), csv::areas(&self.charter)),
            ("edition.json".to_owned(), edition::json(self)),
        ]);
        files.extend(self.catchments().iter().flat_map(|catchments| catchments::files(self, catchments)));
        let tables: Vec<_> = files.iter().map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
        files.extend([
            ("datapackage.json".to_owned(), package::json(self, &tables)),
            ("index.parquet".to_owned(), parquet::index(self)),
            ("index.sdmx.json".to_owned(), sdmx::message(self)),
            ("index.sdmx.xml".to_owned(), sdmx::structure_specific(self)),
            ("report.html".to_owned(), html::page(self)),
        ]);
        files.extend(workbook::workbook(self).map(|file| ("index.xlsx".to_owned(), file)));
        files.extend(self.layer_files());
        files.extend(more);
        files.extend(self.answer_files());
        files.extend(self.receipt_files());
        let sums: String = files.iter().map(|(name, bytes)| format!("{}  {name}\n", Digest::of(bytes))).collect();
        files.insert(SUMS.to_owned(), sums.into_bytes());
        files
    }

    /// Files that follow from the members' answers.
    pub fn figures(&self) -> Named {
        let mut files = Named::from([
            ("index.csv".to_owned(), csv::index(self)),
            ("coverage.csv".to_owned(), csv::coverage(self)),
            ("coverage_categories.csv".to_owned(), csv::coverage_categories(self)),
        ]);
        if !self.charter.cross_border.is_empty() {
            files.insert("cross_border.csv".to_owned(), csv::cross_border(self));
        }
        files
    }

    /// Layers of the coordinator, and the figures laid over them.
    fn layer_files(&self) -> Named {
        let mut files = Named::new();
        if let Some(boundaries) = &self.layers.boundaries {
            files.insert(BOUNDARIES.to_owned(), boundaries.to_geojson());
            files.insert("index.geojson".to_owned(), geojson::index(self, boundaries));
        }
        if let Some(facilities) = &self.layers.facilities {
            files.insert(SERVICE_POINTS.to_owned(), facilities.file.clone());
            files.extend(facilities.served.iter().map(|(_, file)| (CATCHMENTS.to_owned(), file.clone())));
        }
        files
    }

    fn answer_files(&self) -> Named {
        let mut files = Named::new();
        for answer in &self.answers {
            files.insert(answers_file(&answer.member), answers::write(&self.charter, &answer.tables));
            if let Some(plan) = &answer.plan {
                files.insert(plan_file(&answer.member), plan.text(&self.charter).into_bytes());
            }
        }
        files
    }

    /// Proofs of the answers: keys of logs and witnesses, checkpoints, receipts.
    fn receipt_files(&self) -> Named {
        let (mut files, mut keys) = (Named::new(), BTreeMap::new());
        for outcome in &self.members {
            let (member, Some(vouched)) = (&outcome.member, &outcome.vouched) else { continue };
            files.insert(key_file(member), format!("{}\n", vouched.key).into_bytes());
            let proofs: Vec<String> = vouched.receipts.iter().map(|receipt| receipt.proof.head()).collect();
            files.insert(proofs_file(member), proofs.join("\n").into_bytes());
            files.insert(checkpoint_file(member), vouched.checkpoint.clone().into_bytes());
            keys.extend(vouched.witnesses.iter().map(|key| (key.name(), key)));
        }
        let keys: String = keys.values().map(|key| format!("{key}\n")).collect();
        files.insert(WITNESS_KEYS.to_owned(), keys.into_bytes());
        files
    }
}
