use std::collections::BTreeMap;

use serde_json::Value;

use super::{BOUNDARIES, CATCHMENTS, Facilities, Layers, SERVICE_POINTS};
use crate::charter::Charter;
use crate::facilities::{read_points, read_served};
use crate::map::Boundaries;
use crate::model::{Findings, problems};

/// Default distance in km within which an area belongs to a point's catchment.
const WITHIN_KM: f64 = 50.0;

problems! {
    /// Errors of layers with missing or excess parts.
    pub enum LayerError {
        /// No source for the places of areas, or for the areas that a point serves.
        NoPlaces(Usage, "service-no-places") { level: String },
        /// A charter without a table without groups.
        NoTable(Usage, "service-no-table") {},
        /// A number that isn't a distance.
        Within(Usage, "service-within") {},
    }
}

impl Layers {
    /// Adds service points from a file with its name, and the areas that they serve: from another file, or those within
    /// a distance.
    pub fn add_facilities(
        &mut self,
        charter: &Charter,
        (name, file): (String, Vec<u8>),
        served: Option<(String, Vec<u8>)>,
        within_km: Option<f64>,
    ) -> Result<(), Findings> {
        let within_km = within_km.unwrap_or(WITHIN_KM);
        if !(within_km > 0.0 && within_km.is_finite()) {
            return Err(LayerError::Within {}.into());
        }
        let points = read_points(&name, &file)?;
        let level = Facilities::level(charter).ok_or(LayerError::NoTable {})?;
        let placed = self.boundaries.as_ref().is_some_and(|boundaries| boundaries.levels().contains(&level));
        if served.is_none() && !placed {
            return Err(LayerError::NoPlaces { level: charter.geography.levels()[level].clone() }.into());
        }
        let served = served.map(|(name, file)| {
            Ok::<_, Findings>((read_served(&name, &file, &points, &charter.geography, level)?, file))
        });
        self.facilities = Some(Facilities { points, file, within_km, served: served.transpose()? });
        Ok(())
    }

    /// Layers of a bundle, as they are in it; `told` is its `edition.json`.
    pub(crate) fn of_bundle(
        files: &BTreeMap<String, Vec<u8>>,
        charter: &Charter,
        told: &Value,
    ) -> Result<Self, Findings> {
        let named = |name: &str| files.get(name).map(|file| (name.to_owned(), file.clone()));
        let boundaries = named(BOUNDARIES).map(|(name, file)| Boundaries::read_again(&name, &file, &charter.geography));
        let mut layers = Self { boundaries: boundaries.transpose()?, ..Self::default() };
        if let Some(points) = named(SERVICE_POINTS) {
            layers.add_facilities(charter, points, named(CATCHMENTS), told["catchments"]["within_km"].as_f64())?;
        }
        Ok(layers)
    }
}
