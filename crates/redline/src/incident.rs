//! The event of an incident notice (E1), for the watch of who reads it.

use crate::event::{Acts, Ellipse, Event, Identity, Where, least_pct};
use crate::globe::LatLon;
use crate::zone::Zone;
use notice::clause_test::{self, assumed_error_mm};
use notice::vocabulary::DetectorKind;
use notice::{Notice, PlacePart, Shape};
use std::sync::Arc;

/// The event under an id, if the notice is an E1; `seen_by` is what its author may count as.
pub fn event_of(notice: &Notice, id: &str, seen_by: Vec<DetectorKind>) -> Option<Event> {
    let told = clause_test::Event::of(notice, seen_by)?;
    Some(Event {
        identity: Identity { source: notice.number().party.to_string(), id: id.to_owned(), revision: 0 },
        acts: Acts::one(told.act),
        when: (told.when.0.seconds(), told.when.1.seconds()),
        spots: told.place.parts.iter().map(spot).collect(),
        candidates: told.candidates.into_iter().map(|(who, likely)| (who, least_pct(likely))).collect(),
        measured: told.measured,
        seen_by: told.seen_by,
        told: told.told,
    })
}

/// A point with its error, told or assumed by the precision, or somewhere in a shape.
fn spot(part: &PlacePart) -> Where {
    let Shape::Point(point) = part.shape else { return Where::Area(Arc::new(Zone::of(part))) };
    let centre = LatLon::of(point);
    match part.error {
        Some(error) => Where::Ellipse {
            centre,
            error: Ellipse {
                major_m: f64::from(error.major_m),
                minor_m: f64::from(error.minor_m),
                azimuth_deg: f64::from(error.azimuth_deg),
            },
        },
        None => Where::Near { centre, assumed_m: assumed_error_mm(part.precision) as f64 / 1_000.0 },
    }
}
