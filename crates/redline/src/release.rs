//! Check before release: what a draft announces, held against every standing line, of the other side and one's own.
//!
//! In: a draft of T, A or S and the map of standing clauses. Out: lines that it touches, crosses, or comes uncertainly
//! near. I1 the draft is taken at the coarseness that it states: a place that it leaves out may be anywhere. I2 an area that
//! is announced is near by its edge, not by its middle: all of it is told to be used.

use crate::draft_view::acts_of_activity;
use crate::event::{Acts, Event, Identity, Where};
use crate::globe::LatLon;
use crate::line::{Line, Places};
use crate::map::{RedLines, Scratch};
use crate::verdict::{Known, Verdict};
use crate::zone::Zone;
use notice::clause_test::Part;
use notice::truth::Truth;
use notice::vocabulary::{ActClass, Clause, NoticeType};
use notice::{Draft, Place, Value};
use std::sync::Arc;

/// How what a draft announces stands to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// It comes within the warning distance, and not surely nearer.
    Near,
    /// It may cross.
    Uncertain,
    /// It crosses.
    Crosses,
    /// Another line looks at the same place and act.
    Touches,
}

/// A line that a draft comes to.
#[derive(Debug, Clone)]
pub struct Touched {
    /// The line's number in the map.
    pub line: u32,
    /// How.
    pub touch: Touch,
    /// The parts that decide.
    pub parts: Vec<Part>,
    /// Metres beyond the stand-off, least and greatest, as far as the draft says where.
    pub margin_m: Option<(f64, f64)>,
}

impl Touch {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Touch::Near => "near",
            Touch::Uncertain => "uncertain",
            Touch::Crosses => "crosses",
            Touch::Touches => "touches",
        }
    }
}

/// Lines that a draft comes to, in the order of the map.
pub fn check(draft: &Draft, map: &RedLines, known: &Known) -> Vec<Touched> {
    if draft.kind == NoticeType::T1 {
        return beside(draft, map);
    }
    let Some(announced) = announced(draft) else { return Vec::new() };
    let left_out = excluded_areas(draft);
    let mut scratch = Scratch::default();
    let mut verdicts = map.verdicts(&announced, known, &mut scratch);
    verdicts.extend(near_by_the_edge(map, &announced, known, &verdicts));
    verdicts.sort_by_key(|(line, _)| *line);
    let promised = |number: u32| left_out && map.line(number).is_some_and(|line| line.zones().is_some());
    let touched = |(line, verdict): (u32, Verdict)| {
        let touch = match verdict.truth {
            Truth::True => Some(Touch::Crosses),
            // What the draft itself leaves out is not struck, however near it comes.
            Truth::Uncertain if promised(line) => Some(Touch::Near),
            Truth::Uncertain => Some(Touch::Uncertain),
            Truth::False => Some(Touch::Near),
        };
        let margin_m = verdict.placed.figures.map(|(margin, extent)| (margin - extent, margin + extent));
        let parts = verdict.parts.into_iter().filter(|part| part.truth != Truth::True).collect();
        touch.map(|touch| Touched { line, touch, parts, margin_m })
    };
    verdicts.into_iter().filter_map(touched).collect()
}

/// Lines that the middle of what is announced does not come near, but an edge of it does.
fn near_by_the_edge(
    map: &RedLines,
    announced: &Event,
    known: &Known,
    found: &[(u32, Verdict)],
) -> Vec<(u32, Verdict)> {
    let areas: Vec<&Zone> = announced.spots.iter().filter_map(Where::area).collect();
    let close = |line: &Line| {
        let (Some((zones, stand_off_m)), Some(beyond)) = (line.zones(), line.beyond_m) else { return false };
        let reach = stand_off_m + f64::from(beyond);
        let near = |area: &Zone, zone: &Zone| {
            let (hub, radius) = area.hub();
            let surely_far = zone.at_least(hub.centred()) > reach + radius + area.widened_m;
            !surely_far && crate::compare::between(area, zone).0 <= reach
        };
        line.acts.meets(announced.acts) && areas.iter().any(|area| zones.iter().any(|zone| near(area, zone)))
    };
    let others = |verdict: &Verdict| {
        verdict.parts.iter().filter(|part| part.clause != Clause::Place).all(|part| part.truth.may())
    };
    map.lines()
        .filter(|(number, line)| found.iter().all(|(known, _)| known != number) && close(line))
        .filter_map(|(number, _)| Some((number, map.verdict(number, announced, known)?)))
        .filter(|(_, verdict)| others(verdict))
        .collect()
}

/// Standing lines that look at the same act and place as a draft line.
fn beside(draft: &Draft, map: &RedLines) -> Vec<Touched> {
    let Ok(own) = Line::of_draft(draft, "", draft.envelope.effective_from) else { return Vec::new() };
    let Some(own) = own.first() else { return Vec::new() };
    let meets = |other: &Line| {
        let (Some((a, reach_a)), Some((b, reach_b))) = (own.zones(), other.zones()) else {
            return matches!((&own.places, &other.places), (Places::Anywhere, _) | (_, Places::Anywhere));
        };
        a.iter().any(|x| b.iter().any(|y| crate::compare::between(x, y).0 <= reach_a + reach_b))
    };
    map.lines()
        .filter(|(_, other)| other.name != own.name && other.acts.meets(own.acts) && meets(other))
        .map(|(line, _)| Touched { line, touch: Touch::Touches, parts: Vec::new(), margin_m: None })
        .collect()
}

/// What a draft announces, as an event that may happen.
pub fn announced(draft: &Draft) -> Option<Event> {
    let content = &draft.content;
    let place = |path: &str| content.at(path).and_then(Value::place);
    let instant = |path: &str| content.at(path).and_then(Value::instant).map(|at| at.seconds());
    let (acts, area, when) = match draft.kind {
        NoticeType::A1 => {
            let live = content.get("H").and_then(Value::flag).unwrap_or(false);
            let acts = acts_of_activity(content.word("A")?, live);
            (acts, place("C.place").or(place("F")), (instant("B.opens"), instant("B.closes")))
        }
        NoticeType::A4 => {
            let strikes = [
                ActClass::AirStrike,
                ActClass::MissileBallistic,
                ActClass::MissileCruise,
                ActClass::OneWayDrone,
                ActClass::RocketMortar,
            ];
            let earliest = instant("C.earliest");
            (Acts::of(&strikes), place("F"), (earliest, instant("C.latest").or(earliest)))
        }
        _ => return None,
    };
    let spots = area.map(spots).unwrap_or_default();
    let always = (0, i64::MAX / 4);
    Some(Event {
        identity: Identity { source: "draft".into(), id: "draft".into(), revision: 0 },
        acts,
        when: (when.0.unwrap_or(always.0), when.1.unwrap_or(always.1)),
        spots,
        candidates: vec![(Some(draft.envelope.from.party.clone()), 99)],
        measured: Vec::new(),
        seen_by: notice::vocabulary::DetectorKind::ALL.to_vec(),
        told: Vec::new(),
    })
}

/// The parts of an announced place: areas in which it may be.
fn spots(place: &Place) -> Vec<Where> {
    let stand_off = f64::from(place.stand_off_m.unwrap_or(0));
    let spot = |part: &notice::PlacePart| {
        let mut zone = Zone::of(part);
        zone.widened_m += stand_off;
        if zone.widened_m == 0.0 && !zone.encloses() && zone.pieces().len() == 1 {
            let at: LatLon = zone.pieces()[0].a;
            return Where::Ellipse { centre: at, error: crate::event::Ellipse::circle(0.0) };
        }
        Where::Area(Arc::new(zone))
    };
    place.parts.iter().map(spot).collect()
}

/// Whether a draft says that named areas are left out.
fn excluded_areas(draft: &Draft) -> bool {
    let words = ["E.excluded", "E.excludes", "E"].into_iter().flat_map(|path| draft.content.words_at(path));
    draft.kind == NoticeType::A4 && words.into_iter().any(|word| word == "NAMED-AREAS")
}
