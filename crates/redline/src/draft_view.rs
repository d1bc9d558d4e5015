//! What lint and comparison ask of a draft red line, read once.

use crate::event::Acts;
use crate::geometry::Geometry;
use crate::globe::LatLon;
use crate::line::Line;
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::{ActClass, Consequence, DetectorKind, Interest, NoticeType};
use notice::{Code8, Draft, Fields, PlacePart, Shape, Span, Value};

/// A draft T1 and its line, if one can be compiled.
#[derive(Debug, Clone)]
pub struct DraftView<'a> {
    /// Its name: the line's, or the file's.
    pub name: String,
    /// The draft.
    pub draft: &'a Draft,
    /// The compiled line; none while a part is missing.
    pub line: Option<Line>,
}

impl<'a> DraftView<'a> {
    /// Reads a draft.
    pub fn of(name: &str, draft: &'a Draft) -> Self {
        let own = RedLine::of_draft(draft).and_then(|t1| t1.line()).map(ToString::to_string);
        let line = Line::of_draft(draft, name, draft.envelope.effective_from)
            .ok()
            .and_then(|lines| lines.into_iter().next());
        DraftView { name: own.unwrap_or_else(|| name.to_owned()), draft, line }
    }

    /// Whether it is a red line.
    pub fn is_red_line(&self) -> bool {
        self.draft.kind == NoticeType::T1
    }

    /// Its author.
    pub fn author(&self) -> &Code8 {
        &self.draft.envelope.from.party
    }

    /// C: acts.
    pub fn acts(&self) -> Vec<ActClass> {
        RedLine::of_draft(self.draft).map(|t1| t1.acts()).unwrap_or_default()
    }

    /// B: what is protected.
    pub fn interest(&self) -> Option<Interest> {
        Interest::parse(self.draft.content.at("B.interest")?.word()?)
    }

    /// K: what may follow.
    pub fn consequence(&self) -> Option<Consequence> {
        RedLine::of_draft(self.draft)?.consequence()
    }

    /// E: parts of the place.
    pub fn parts(&self) -> &'a [PlacePart] {
        let place = RedLine::of_draft(self.draft).and_then(|t1| t1.place());
        place.map_or(&[], |place| place.parts.as_slice())
    }

    /// E: stand-off, metres.
    pub fn stand_off_m(&self) -> Option<u32> {
        RedLine::of_draft(self.draft)?.place()?.stand_off_m
    }

    /// J: detectors.
    pub fn detectors(&self) -> Vec<(&'a Fields, Option<DetectorKind>)> {
        let items = self.draft.content.items_at("J.detectors").iter().filter_map(Value::fields);
        items.map(|item| (item, item.word("kind").and_then(DetectorKind::parse))).collect()
    }

    /// J: how late a detector may tell.
    pub fn delay(&self) -> Option<Span> {
        self.draft.content.at("J.delay")?.span()
    }

    /// H: how long it stands, if it says so.
    pub fn lasts(&self) -> Option<Span> {
        self.draft.content.at("H.lasts")?.span()
    }
}

/// A shape as a geometry, to look for its defects.
pub fn geometry(shape: &Shape) -> Geometry {
    let at = |points: &[notice::Point]| points.iter().map(|p| LatLon::of(*p)).collect::<Vec<_>>();
    match shape {
        Shape::Point(point) | Shape::Circle { centre: point, .. } => {
            Geometry::Points(vec![LatLon::of(*point)])
        }
        Shape::Corridor { track, .. } => Geometry::Lines(vec![at(track)]),
        Shape::Polygon(ring) => {
            let mut ring = at(ring);
            ring.extend(ring.first().copied());
            Geometry::Polygon(vec![ring])
        }
        Shape::Area { south_west, north_east } => Geometry::Points(at(&[*south_west, *north_east])),
    }
}

/// Acts that an announced activity comes to, at most.
pub fn acts_of_activity(kind: &str, live: bool) -> Acts {
    use ActClass::*;
    let mut acts = match kind {
        "DEPLOYMENT" => vec![EntryOfWarships, HeavyWeaponsInZone],
        "TRANSIT" | "PATROL" => vec![EntryOfWarships, HarassmentAtSea],
        "SORTIE-BLOCK" => vec![AirStrike],
        "EXERCISE" => vec![EntryOfWarships, HeavyWeaponsInZone, GnssRadarInterference],
        "FLIGHT-TEST" | "SPACE-LAUNCH" => vec![MissileBallistic, MissileCruise],
        "CYBER-TEST" => vec![CyberIntrusion, CyberEffect],
        _ => Vec::new(),
    };
    if live {
        acts.extend([RocketMortar, MissileBallistic, MissileCruise, OneWayDrone, AirStrike]);
    }
    if acts.is_empty() { Acts::ANY } else { Acts::of(&acts) }
}
