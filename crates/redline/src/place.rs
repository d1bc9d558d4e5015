//! Where an event may have been against a zone with its stand-off: in every case, in some, in none.
//!
//! The signed distance changes by no more than one goes (it is 1-Lipschitz): a square whose middle lies `r` deeper than
//! the threshold lies inside whole. So squares over what may be are halved until each is decided or a point on either
//! side is found. I1 TRUE and FALSE are proven; I2 UNCERTAIN has a witness on each side, unless [`MOST_SQUARES`] were
//! not enough, which is rarer than a metre of rim is narrow, and safe.

use crate::event::{Ellipse, Where};
use crate::globe::{Flat, Frame, LatLon, wgs84};
use crate::zone::Zone;
use geographiclib_rs::Geodesic;
use notice::truth::Truth;

/// What comes of comparing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// Whether it lies within the stand-off.
    pub truth: Truth,
    /// Metres beyond the stand-off at the centre; negative within.
    pub margin_m: f64,
    /// Half the extent of what may be, toward the nearest edge, metres.
    pub extent_m: f64,
    /// Whether the extent was told; an assumed one never gives TRUE.
    pub told: bool,
    /// A possible point on the other side, if one was looked for and found.
    pub witness: Option<LatLon>,
}

/// Compares where an event may have been with a zone; `margin_m` is that of the centre.
pub fn compare(globe: &Geodesic, spot: &Where, zone: &Zone, stand_off_m: f64, margin_m: f64) -> Compared {
    match spot {
        Where::Near { assumed_m, .. } => {
            let truth = Truth::of(false, millimetres(margin_m - assumed_m) <= 0);
            Compared { truth, margin_m, extent_m: *assumed_m, told: false, witness: None }
        }
        Where::Ellipse { centre, error } => {
            let bound = Bound { frame: Frame::at(*centre), globe, shape: Shape::Ellipse(error) };
            bound.compared(zone, stand_off_m, margin_m, error.major_m)
        }
        Where::Area(area) => {
            let (hub, radius) = area.hub();
            let bound = Bound { frame: Frame::at(hub), globe, shape: Shape::Area(area) };
            bound.compared(zone, stand_off_m, margin_m, radius + area.widened_m)
        }
    }
}

/// Metres beyond the stand-off at the centre of where an event may have been.
pub fn margin(globe: &Geodesic, spot: &Where, zone: &Zone, stand_off_m: f64) -> f64 {
    zone.distance(globe, spot.centre()) - stand_off_m
}

/// Compares from nothing but the two.
pub fn compare_alone(spot: &Where, zone: &Zone, stand_off_m: f64) -> Compared {
    let globe = wgs84();
    compare(&globe, spot, zone, stand_off_m, margin(&globe, spot, zone, stand_off_m))
}

/// Rounded as the exact test of a clause rounds.
pub fn millimetres(metres: f64) -> i64 {
    (metres * 1000.0).round() as i64
}

enum Shape<'a> {
    Ellipse(&'a Ellipse),
    Area(&'a Zone),
}

struct Bound<'a> {
    frame: Frame,
    globe: &'a Geodesic,
    shape: Shape<'a>,
}

struct Square {
    at: Flat,
    half: f64,
}

impl Bound<'_> {
    fn compared(&self, zone: &Zone, stand_off_m: f64, margin_m: f64, reach_m: f64) -> Compared {
        let decided = |truth| Compared { truth, margin_m, extent_m: reach_m, told: true, witness: None };
        if reach_m == 0.0 {
            return decided(Truth::of(millimetres(margin_m) <= 0, millimetres(margin_m) <= 0));
        }
        if millimetres(margin_m + reach_m) <= 0 {
            return decided(Truth::True);
        }
        if millimetres(margin_m - reach_m) > 0 {
            return decided(Truth::False);
        }
        let inside = millimetres(margin_m) <= 0 && self.holds([0.0, 0.0]);
        let outside = millimetres(margin_m) > 0 && self.holds([0.0, 0.0]);
        let sides = self.sides(zone, stand_off_m, (margin_m, reach_m), (inside, outside));
        let truth = match (sides.inside, sides.outside) {
            (true, false) => Truth::True,
            (false, true) => Truth::False,
            _ => Truth::Uncertain,
        };
        let extent_m = match &self.shape {
            Shape::Ellipse(error) => {
                let within = margin_m + stand_off_m + zone.widened_m < 0.0;
                self.toward(zone, within).map_or(reach_m, |toward| error.extent(toward))
            }
            Shape::Area(_) => reach_m,
        };
        Compared { truth, margin_m, extent_m, told: true, witness: sides.witness }
    }

    /// The direction in which the margin falls fastest, degrees from north.
    fn toward(&self, zone: &Zone, within: bool) -> Option<f64> {
        let [east, north] = zone.foot(&self.frame);
        let turned = if within { 180.0 } else { 0.0 };
        (east.hypot(north) > 1e-6).then(|| east.atan2(north).to_degrees() + turned)
    }

    /// Whether a possible point lies within, and whether one lies beyond.
    fn sides(
        &self,
        zone: &Zone,
        stand_off_m: f64,
        (margin_m, reach_m): (f64, f64),
        known: (bool, bool),
    ) -> Sides {
        let mut sides = Sides { inside: known.0, outside: known.1, witness: None };
        let within = margin_m + stand_off_m + zone.widened_m < 0.0;
        if let (Shape::Ellipse(error), Some(toward)) = (&self.shape, self.toward(zone, within)) {
            for direction in if sides.inside { [toward + 180.0, toward] } else { [toward, toward + 180.0] } {
                if sides.inside && sides.outside {
                    return sides;
                }
                let rim = error.rim(direction);
                let rim = [rim[0] * ON_RIM, rim[1] * ON_RIM];
                sides.try_at(self, zone, stand_off_m, rim);
            }
        }
        let mut open = vec![Square { at: [0.0, 0.0], half: reach_m }];
        let mut tried = 0;
        while let Some(square) = open.pop() {
            if sides.inside && sides.outside {
                break;
            }
            tried += 1;
            if tried > MOST_SQUARES {
                (sides.inside, sides.outside) = (true, true);
                break;
            }
            let radius = square.half * std::f64::consts::SQRT_2 * 1.001;
            if !self.may_hold(square.at, radius) {
                continue;
            }
            let point = self.frame.back(self.globe, square.at);
            let margin = zone.distance(self.globe, point) - stand_off_m;
            if self.holds(square.at) {
                sides.note(margin, point);
            }
            let deeper = margin.abs() > radius;
            if deeper {
                // All of the square is on one side; whether the possible region has a point in it is known if its
                // middle does, else it is cut further, for the other side may be the only one there is.
                let known = if margin > 0.0 { sides.outside } else { sides.inside };
                if known {
                    continue;
                }
            }
            if square.half < LEAST_HALF_M {
                continue;
            }
            let half = square.half / 2.0;
            for (east, north) in [(-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)] {
                let at = [square.at[0] + east * half, square.at[1] + north * half];
                open.push(Square { at, half });
            }
        }
        sides
    }

    fn holds(&self, at: Flat) -> bool {
        match &self.shape {
            Shape::Ellipse(error) => error.holds(at[0], at[1]),
            Shape::Area(area) => area.distance(self.globe, self.frame.back(self.globe, at)) <= 0.0,
        }
    }

    /// Whether anything possible may lie within a radius.
    fn may_hold(&self, at: Flat, radius: f64) -> bool {
        match &self.shape {
            Shape::Ellipse(error) => {
                let grown = Ellipse {
                    major_m: error.major_m + radius,
                    minor_m: error.minor_m + radius,
                    azimuth_deg: error.azimuth_deg,
                };
                grown.holds(at[0], at[1])
            }
            Shape::Area(area) => {
                area.distance(self.globe, self.frame.back(self.globe, at)) <= radius * 1.01 + 1.0
            }
        }
    }
}

struct Sides {
    inside: bool,
    outside: bool,
    witness: Option<LatLon>,
}

impl Sides {
    fn try_at(&mut self, bound: &Bound<'_>, zone: &Zone, stand_off_m: f64, at: Flat) {
        if bound.holds(at) {
            let point = bound.frame.back(bound.globe, at);
            let about = zone.about(point) - stand_off_m;
            let (share, metres) = crate::globe::FRAME_ERROR;
            let sure = about.abs() > metres + share * (about.abs() + stand_off_m);
            self.note(if sure { about } else { zone.distance(bound.globe, point) - stand_off_m }, point);
        }
    }

    fn note(&mut self, margin: f64, point: LatLon) {
        let new = if millimetres(margin) <= 0 { &mut self.inside } else { &mut self.outside };
        if !*new {
            *new = true;
            self.witness = Some(point);
        }
    }
}

/// How far out on the rim a witness is looked for: within, whatever the rounding.
const ON_RIM: f64 = 1.0 - 1e-9;
/// Squares after which the search ends.
const MOST_SQUARES: u32 = 6_000;
/// Half a square's side below which it is not cut: finer than any position is told, metres.
const LEAST_HALF_M: f64 = 0.05;
