//! Layers beside the figures: boundaries and service points, from the coordinator's own files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;

use super::shell::Shell;
use crate::charter::Charter;
use crate::folder;
use crate::map::{Boundaries, BoundaryNotes};
use crate::model::{AreaCode, Findings};
use crate::report::{Facilities, Layers};

/// Files that `demo`, `simulate` and `index compute` take alike.
#[derive(Args, Debug)]
pub(super) struct LayerFiles {
    #[arg(long, value_name = "FILE.geojson")]
    boundaries: Option<PathBuf>,
    #[arg(long, value_name = "NAME", requires = "boundaries")]
    boundaries_property: Option<String>,
    #[arg(long, value_name = "FILE.csv")]
    service_points: Option<PathBuf>,
    #[arg(long, value_name = "FILE.csv", requires = "service_points")]
    catchments: Option<PathBuf>,
    #[arg(long, value_name = "KM", requires = "service_points", conflicts_with = "catchments")]
    within: Option<f64>,
}

/// Most areas or points that a message names.
const NAMED: usize = 10;

impl LayerFiles {
    /// Reads and checks the files before any long work, as a mistake in them must not cost a run.
    pub(super) fn read(&self, shell: &Shell, charter: &Charter) -> Result<Layers, Findings> {
        let file = |path: &PathBuf| folder::read_bytes(path);
        let name = |path: &Path| path.display().to_string();
        let mut layers = Layers::default();
        if let Some(path) = &self.boundaries {
            let property = self.boundaries_property.as_deref();
            let (boundaries, found) = Boundaries::read(&name(path), &file(path)?, &charter.geography, property)?;
            told(shell, charter, &boundaries, &found);
            (layers.boundaries, layers.told) = (Some(boundaries), Some(found));
        }
        if let Some(path) = &self.service_points {
            let served =
                self.catchments.as_ref().map(|path| Ok::<_, Findings>((name(path), file(path)?))).transpose()?;
            layers.add_facilities(charter, (name(path), file(path)?), served, self.within)?;
            let facilities = layers.facilities.iter();
            let shown = layers.boundaries.iter().zip(facilities);
            shown.for_each(|(boundaries, facilities)| nowhere(shell, charter, boundaries, facilities));
        }
        Ok(layers)
    }
}

/// Says how many areas of each level the boundaries show, by which property, and how they were changed for that.
fn told(shell: &Shell, charter: &Charter, boundaries: &Boundaries, found: &BoundaryNotes) {
    let number = |number: usize| shell.texts().number(number as f64, 0).into();
    for level in boundaries.levels() {
        let words = [
            ("level", charter.geography.label(level).get(shell.texts().lang()).into()),
            ("drawn", number(boundaries.areas(level).len())),
            ("areas", number(charter.geography.areas(level).len())),
            ("property", (&found.property).into()),
        ];
        shell.say("layers-boundaries", &words);
    }
    if found.strangers > 0 {
        shell.say("layers-ignored", &[("count", found.strangers.into()), ("number", number(found.strangers))]);
    }
    let areas = |codes: &BTreeSet<AreaCode>| {
        [("count", codes.len().into()), ("number", number(codes.len())), ("areas", some(codes).into())]
    };
    for (key, codes) in [("layers-united", &found.united), ("layers-cut", &found.cut)] {
        if !codes.is_empty() {
            shell.say(key, &areas(codes));
        }
    }
    for (key, codes) in
        [("boundaries-without-polygons", &found.without_polygons), ("boundaries-without-extent", &found.without_extent)]
    {
        if !codes.is_empty() {
            shell.warn(key, &areas(codes));
        }
    }
}

/// Names the points that lie near no area: their coordinates may be wrong, or those of the boundaries.
fn nowhere(shell: &Shell, charter: &Charter, boundaries: &Boundaries, facilities: &Facilities) {
    let (nowhere, exchanged) = facilities.nowhere(charter, boundaries);
    let texts = shell.texts();
    let ids = |points: &[usize]| some(points.iter().map(|&point| &facilities.points[point].id));
    if !nowhere.is_empty() {
        let words = [
            ("count", nowhere.len().into()),
            ("number", texts.number(nowhere.len() as f64, 0).into()),
            ("of", texts.number(facilities.points.len() as f64, 0).into()),
            ("km", texts.number(facilities.within_km, usize::from(facilities.within_km.fract() != 0.0)).into()),
            ("points", ids(&nowhere).into()),
        ];
        shell.warn("points-nowhere", &words);
    }
    if !exchanged.is_empty() {
        let number = texts.number(exchanged.len() as f64, 0).into();
        let words = [("count", exchanged.len().into()), ("number", number), ("points", ids(&exchanged).into())];
        shell.warn("points-exchanged", &words);
    }
}

/// Lists the first names; a sentence holds no more.
fn some<T: ToString>(names: impl IntoIterator<Item = T>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
    if names.len() > NAMED {
        names.truncate(NAMED);
        names.push("…".to_owned());
    }
    names.join(", ")
}
