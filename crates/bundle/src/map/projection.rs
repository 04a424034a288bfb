use std::f64::consts::{FRAC_PI_4, PI};

// The functions of the machine's own library differ in their last bit from machine to machine, and a map is verified by
// drawing it again.
use libm::{asin, cos, log, pow, sin, sincos, tan};

use super::{GRID, Ring};

/// Projection of the globe to the plane. In units of the globe's radius, y upward.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MapProjection {
    /// Projection for maps of Canada.
    ///
    /// *Source:* NAD83 / Statistics Canada Lambert, EPSG:3347, on the ellipsoid GRS 1980, without false easting and
    /// northing; formulas of J. P. Snyder, "Map Projections: A Working Manual" (1987), pages 107 to 109.
    LambertConformalConic,
    /// Projection for any other country: areas keep their size.
    ///
    /// *Source:* Snyder, page 185, on the sphere.
    LambertAzimuthalEqualArea {
        /// Longitude of the centre, degrees.
        lon: i32,
        /// Latitude of the centre, degrees.
        lat: i32,
    },
    /// Projection for the world: areas keep their size.
    ///
    /// *Source:* B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection" (2018), on the sphere.
    EqualEarth {
        /// Longitude of the centre, degrees.
        lon: i32,
    },
}

/// Standard parallels, and the origin, of EPSG:3347.
const PARALLELS: [f64; 2] = [49.0, 77.0];
const ORIGIN: (f64, f64) = (-91.866_666_666_666_67, 63.390_675);
/// First eccentricity of GRS 1980.
const ECCENTRICITY: f64 = 0.081_819_191_042_815_79;
/// Largest width, in degrees of longitude, that Lambert's azimuthal projection shows well.
const WIDEST: usize = 150;

impl MapProjection {
    /// The projection for these rings.
    pub(super) fn of<'a>(canada: bool, rings: impl Iterator<Item = &'a Ring>) -> Self {
        if canada {
            return Self::LambertConformalConic;
        }
        let mut covered = [false; 360];
        let (mut south, mut north) = (i32::MAX, i32::MIN);
        let degree = |lon: f64| (lon + 180.0) as usize;
        for ring in rings {
            let lons = || ring.iter().map(|point| f64::from(point[0]) / GRID);
            let [west, east] = [lons().fold(180.0, f64::min).floor(), lons().fold(-180.0, f64::max).ceil()];
            covered[degree(west)..degree(east)].fill(true);
            south = ring.iter().fold(south, |south, point| south.min(point[1]));
            north = ring.iter().fold(north, |north, point| north.max(point[1]));
        }
        // A country on both sides of the 180th meridian is cut there, but isn't wider because of it.
        let gap = OpenSea::widest(&covered);
        let width = 360 - gap.length;
        // Middle of the covered degrees, which start where the gap ends.
        let lon = ((gap.start + gap.length) as f64 + width as f64 / 2.0).round() as i32 % 360 - 180;
        if width <= WIDEST {
            let lat = (f64::from(south) / GRID + f64::from(north) / GRID) / 2.0;
            Self::LambertAzimuthalEqualArea { lon, lat: lat.round() as i32 }
        } else {
            // Without a gap for the cut, the map is cut where GeoJSON is.
            Self::EqualEarth { lon: if gap.length >= 2 { lon } else { 0 } }
        }
    }

    /// Stable word for the projection, by which texts explain it.
    pub fn id(&self) -> &'static str {
        match self {
            Self::LambertConformalConic => "lambert-conformal-conic",
            Self::LambertAzimuthalEqualArea { .. } => "lambert-azimuthal-equal-area",
            Self::EqualEarth { .. } => "equal-earth",
        }
    }

    /// Longitude and latitude of its centre, degrees.
    pub(crate) fn centre(&self) -> (f64, f64) {
        match *self {
            Self::LambertConformalConic => ORIGIN,
            Self::LambertAzimuthalEqualArea { lon, lat } => (lon.into(), lat.into()),
            Self::EqualEarth { lon } => (lon.into(), 0.0),
        }
    }

    /// Position of a place, in degrees, on the plane.
    pub(super) fn project(&self, [lon, lat]: [f64; 2]) -> [f64; 2] {
        let (centre_lon, centre_lat) = self.centre();
        let mut turned = lon - centre_lon;
        if turned.abs() > 180.0 {
            turned -= 360.0_f64.copysign(turned);
        }
        let (lambda, phi, phi_0) = (turned.to_radians(), lat.to_radians(), centre_lat.to_radians());
        match self {
            Self::LambertConformalConic => lambert_conformal_conic(lambda, phi, phi_0),
            Self::LambertAzimuthalEqualArea { .. } => {
                let ((sin, cos), (sin_0, cos_0)) = (sincos(phi), sincos(phi_0));
                let (sin_lambda, cos_lambda) = sincos(lambda);
                let cos_c = sin_0 * sin + cos_0 * cos * cos_lambda;
                // The point opposite the centre becomes a whole circle; no map here shows it.
                let k = (2.0 / (1.0 + cos_c).max(1e-9)).sqrt();
                [k * cos * sin_lambda, k * (cos_0 * sin - sin_0 * cos * cos_lambda)]
            }
            Self::EqualEarth { .. } => equal_earth(lambda, phi),
        }
    }
}

fn lambert_conformal_conic(lambda: f64, phi: f64, phi_0: f64) -> [f64; 2] {
    let e_sin = |phi: f64| ECCENTRICITY * sin(phi);
    let m = |phi: f64| cos(phi) / (1.0 - e_sin(phi) * e_sin(phi)).sqrt();
    let t = |phi: f64| tan(FRAC_PI_4 - phi / 2.0) / pow((1.0 - e_sin(phi)) / (1.0 + e_sin(phi)), ECCENTRICITY / 2.0);
    let [phi_1, phi_2] = PARALLELS.map(f64::to_radians);
    let n = (log(m(phi_1)) - log(m(phi_2))) / (log(t(phi_1)) - log(t(phi_2)));
    let radius = |phi: f64| m(phi_1) / n * pow(t(phi) / t(phi_1), n);
    // At the South Pole the radius is infinite.
    let rho = radius(phi.max(-0.49 * PI));
    let (sin_theta, cos_theta) = sincos(n * lambda);
    [rho * sin_theta, radius(phi_0) - rho * cos_theta]
}

fn equal_earth(lambda: f64, phi: f64) -> [f64; 2] {
    const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let theta = asin(3.0_f64.sqrt() / 2.0 * sin(phi));
    let t2 = theta * theta;
    let t6 = t2 * t2 * t2;
    let slope = 9.0 * A[3] * t6 * t2 + 7.0 * A[2] * t6 + 3.0 * A[1] * t2 + A[0];
    let x = 2.0 * 3.0_f64.sqrt() * lambda * cos(theta) / (3.0 * slope);
    [x, theta * (A[3] * t6 * t2 + A[2] * t6 + A[1] * t2 + A[0])]
}

/// A run of degrees without land.
#[derive(Default)]
struct OpenSea {
    start: usize,
    length: usize,
}

impl OpenSea {
    /// Longest run, round the globe.
    fn widest(covered: &[bool; 360]) -> Self {
        let length = |start: usize| (start..start + 360).take_while(|degree| !covered[degree % 360]).count();
        let gaps = (0..360).map(|start| Self { start, length: length(start) });
        gaps.rev().max_by_key(|gap| gap.length).unwrap_or_default()
    }
}
