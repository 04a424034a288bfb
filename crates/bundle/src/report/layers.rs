use std::collections::BTreeMap;

use serde_json::Value;

use super::{BOUNDARIES, CATCHMENTS, Layers, SERVICE_POINTS, Service};
use crate::charter::Charter;
use crate::map::Boundaries;
use crate::model::{Findings, problems};
use crate::service::{read_points, read_served};

/// Km within which an area belongs to a point's catchment, unless something else is said.
const WITHIN_KM: f64 = 50.0;

problems! {
    /// What layers lack, or have too much of.
    pub enum LayerError {
        /// Nothing says where areas lie, or which areas a point serves.
        NoPlaces(Usage, "service-no-places") { level: String },
        /// A charter without a table of everybody.
        NoTable(Usage, "service-no-table") {},
        /// A distance that is none.
        Within(Usage, "service-within") {},
    }
}

impl Layers {
    /// Adds service points from a file with its name, and the areas that they serve from another, or those within so many km.
    pub fn add_service(
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
        let level = Service::level(charter).ok_or(LayerError::NoTable {})?;
        let placed = self.boundaries.as_ref().is_some_and(|boundaries| boundaries.levels().contains(&level));
        if served.is_none() && !placed {
            return Err(LayerError::NoPlaces { level: charter.geography.levels()[level].clone() }.into());
        }
        let served = served.map(|(name, file)| {
            Ok::<_, Findings>((read_served(&name, &file, &points, &charter.geography, level)?, file))
        });
        self.service = Some(Service { points, file, within_km, served: served.transpose()? });
        Ok(())
    }

    /// The layers of a bundle, as they stand in it; `told` is its `edition.json`.
    pub(crate) fn of_bundle(
        files: &BTreeMap<String, Vec<u8>>,
        charter: &Charter,
        told: &Value,
    ) -> Result<Self, Findings> {
        let named = |name: &str| files.get(name).map(|file| (name.to_owned(), file.clone()));
        let boundaries = named(BOUNDARIES).map(|(name, file)| Boundaries::read_again(&name, &file, &charter.geography));
        let mut layers = Self { boundaries: boundaries.transpose()?, ..Self::default() };
        if let Some(points) = named(SERVICE_POINTS) {
            layers.add_service(charter, points, named(CATCHMENTS), told["catchments"]["within_km"].as_f64())?;
        }
        Ok(layers)
    }
}
