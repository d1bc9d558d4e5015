//! An event as one report tells it, with everything that is not sure about it.
//!
//! I1 what is unknown is said as unknown: an error, an actor, a class that nobody told is not given a value.

use crate::globe::LatLon;
use crate::zone::Zone;
use notice::vocabulary::{ActClass, DetectorKind, Exclusion, Likelihood, Measure};
use notice::{Code8, Quantity};
use std::sync::Arc;

/// Which report this is: a later revision takes the place of an earlier one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// The feed.
    pub source: String,
    /// Its own id of the event.
    pub id: String,
    /// From 0; the greater one stands.
    pub revision: u32,
}

/// A set of act classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acts(u32);

/// An event.
#[derive(Debug, Clone)]
pub struct Event {
    /// Which report.
    pub identity: Identity,
    /// What it may have been; one class if that is known.
    pub acts: Acts,
    /// Earliest and latest time, seconds since 1970 UTC, clock error included.
    pub when: (i64, i64),
    /// Where it may have been; several if the report leaves it open. None: somewhere.
    pub spots: Vec<Where>,
    /// Who may have done it (`None` = unknown) and how likely at least, per cent.
    pub candidates: Vec<(Option<Code8>, u8)>,
    /// What was measured: least and most.
    pub measured: Vec<(Measure, Quantity, Quantity)>,
    /// By what it was seen; empty if not told.
    pub seen_by: Vec<DetectorKind>,
    /// Exclusions that are told of it.
    pub told: Vec<Exclusion>,
}

/// Where an event may have been.
#[derive(Debug, Clone)]
pub enum Where {
    /// In an ellipse that is a hard bound.
    Ellipse {
        /// Its centre.
        centre: LatLon,
        /// Its half axes and direction.
        error: Ellipse,
    },
    /// Near a point, nobody says how near; a radius is assumed for *may*, never for *must*.
    Near {
        /// The point.
        centre: LatLon,
        /// The assumed radius, metres.
        assumed_m: f64,
    },
    /// Somewhere in an area.
    Area(Arc<Zone>),
}

/// An error ellipse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipse {
    /// Larger half axis, metres.
    pub major_m: f64,
    /// Smaller half axis, metres.
    pub minor_m: f64,
    /// Direction of the larger axis, degrees clockwise from north.
    pub azimuth_deg: f64,
}

impl Acts {
    /// No class is left out.
    pub const ANY: Acts = Acts(u32::MAX);

    /// One class.
    pub fn one(act: ActClass) -> Self {
        Acts::of(&[act])
    }

    /// Any of these.
    pub fn of(acts: &[ActClass]) -> Self {
        Acts(acts.iter().fold(0, |set, act| set | 1 << (*act as u32 & 31)))
    }

    /// Whether every member is in `other`.
    pub fn all_in(self, other: Acts) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether a member is in `other`.
    pub fn meets(self, other: Acts) -> bool {
        self.0 & other.0 != 0
    }

    /// The classes.
    pub fn classes(self) -> Vec<ActClass> {
        ActClass::ALL.iter().copied().filter(|act| Acts::one(*act).meets(self)).collect()
    }
}

impl Ellipse {
    /// A circle.
    pub fn circle(radius_m: f64) -> Self {
        Ellipse { major_m: radius_m, minor_m: radius_m, azimuth_deg: 0.0 }
    }

    /// Half its extent in a direction, degrees from north: the support function.
    pub fn extent(&self, toward_deg: f64) -> f64 {
        let angle = (toward_deg - self.azimuth_deg).to_radians();
        (self.major_m * angle.cos()).hypot(self.minor_m * angle.sin())
    }

    /// Whether a point, metres east and north of the centre, lies within.
    pub fn holds(&self, east: f64, north: f64) -> bool {
        let (sin, cos) = self.azimuth_deg.to_radians().sin_cos();
        let (along, across) = (east * sin + north * cos, east * cos - north * sin);
        let share = |value: f64, axis: f64| if axis > 0.0 { value / axis } else { value * 1e12 };
        share(along, self.major_m).hypot(share(across, self.minor_m)) <= 1.0
    }

    /// The rim's point farthest in a direction, metres east and north.
    pub fn rim(&self, toward_deg: f64) -> [f64; 2] {
        let angle = (toward_deg - self.azimuth_deg).to_radians();
        let reach = self.extent(toward_deg).max(1e-12);
        let along = self.major_m * self.major_m * angle.cos() / reach;
        let across = self.minor_m * self.minor_m * angle.sin() / reach;
        let (sin, cos) = self.azimuth_deg.to_radians().sin_cos();
        [along * sin + across * cos, along * cos - across * sin]
    }
}

impl Where {
    /// A point to print: its centre, or the midst of an area.
    pub fn centre(&self) -> LatLon {
        match self {
            Where::Ellipse { centre, .. } | Where::Near { centre, .. } => *centre,
            Where::Area(zone) => zone.hub().0,
        }
    }

    /// The area, if it is one.
    pub fn area(&self) -> Option<&Zone> {
        match self {
            Where::Area(zone) => Some(zone),
            Where::Ellipse { .. } | Where::Near { .. } => None,
        }
    }

    /// The radius round its centre that holds it, metres.
    pub fn radius_m(&self) -> f64 {
        match self {
            Where::Ellipse { error, .. } => error.major_m,
            Where::Near { assumed_m, .. } => *assumed_m,
            Where::Area(zone) => zone.hub().1 + zone.widened_m,
        }
    }
}

/// Least per cent of a likelihood term.
pub fn least_pct(likelihood: Likelihood) -> u8 {
    likelihood.range_pct().0
}
