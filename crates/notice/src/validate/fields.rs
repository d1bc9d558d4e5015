//! What every value must keep, whatever its type: bounds, lengths, times, places, names.

use crate::check::{Finding, Para};
use crate::place::{Place, Point, Shape};
use crate::records;
use crate::spec::{FieldKind, FieldSpec, Need, PlaceRules};
use crate::value::{Fields, Value};
use refusal::{Facts, facts};

/// Ids and rules of this file and of the validation itself.
pub(super) const RULES: &[(&str, &str)] = &[
    ("N-ALL-01", "the type is served by this version and may be drafted"),
    ("N-ALL-02", "every mandatory paragraph stands"),
    ("N-ALL-03", "every mandatory field of a record stands"),
    ("N-ALL-04", "a value is of the kind its paragraph declares"),
    ("N-ALL-05", "a number, duration or quantity is inside its bounds"),
    ("N-ALL-06", "a text is not longer than its paragraph takes, and is not empty"),
    ("N-ALL-07", "a list has at least and at most so many items; a longer one goes to an annex"),
    ("N-ALL-08", "no operative time stands at 00:00 or 24:00"),
    (
        "N-ALL-09",
        "a place is well formed: shapes it takes, rings and areas in order, error axes in order, no names",
    ),
    ("N-ALL-10", "a Z or O renders to at most 200 words"),
    (
        "N-ALL-31",
        "a span of time, an actor, a place, a count, an exclusion, a measured value is whole and not contradictory",
    ),
];

/// Checks all values below `at`.
pub(super) fn walk(specs: &'static [FieldSpec], fields: &Fields, at: &Para, findings: &mut Vec<Finding>) {
    for spec in specs {
        let para = at.inside(spec.name);
        match fields.get(spec.name) {
            Some(value) => check(&spec.kind, value, &para, findings),
            None if spec.need == Need::Mandatory && !at.as_str().is_empty() => {
                findings.push(finding("N-ALL-03", &para, facts! {}));
            }
            None => {}
        }
    }
}

fn check(kind: &FieldKind, value: &Value, para: &Para, findings: &mut Vec<Finding>) {
    match (kind, value) {
        (FieldKind::OrWord(words, _), Value::Word(word)) if words.find(word).is_some() => {}
        (FieldKind::OrWord(_, inner), value) => check(inner, value, para, findings),
        (FieldKind::Record(record), Value::Record(fields)) => {
            walk(record.fields, fields, para, findings);
            let fault = records::fault(record.name, fields);
            findings.extend(fault.map(|fault| finding("N-ALL-31", para, facts! { fault: fault })));
        }
        (FieldKind::Restatement, Value::Record(_)) => {}
        (FieldKind::List { of, min, max }, Value::List(items)) => {
            if !(*min..=*max).contains(&items.len()) {
                let facts = facts! { items: items.len(), least: *min, most: *max };
                findings.push(finding("N-ALL-07", para, facts));
            }
            for (place, item) in items.iter().enumerate() {
                check(of, item, &para.inside(place + 1), findings);
            }
        }
        (kind, value) => findings.extend(single(kind, value, para)),
    }
}

fn single(kind: &FieldKind, value: &Value, para: &Para) -> Option<Finding> {
    match (kind, value) {
        (FieldKind::Count { min, max }, Value::Count(count)) => {
            bounds((*min..=*max).contains(count), count.to_string(), min.to_string(), max.to_string(), para)
        }
        (FieldKind::Span { min_s, max_s }, Value::Span(span)) => {
            let inside = (*min_s..=*max_s).contains(&span.seconds());
            bounds(inside, span.to_string(), format!("{min_s} s"), format!("{max_s} s"), para)
        }
        (FieldKind::Quantity { units, .. }, Value::Quantity(quantity)) => {
            let fits = units.contains(&quantity.unit());
            let words: Vec<String> = units.iter().map(ToString::to_string).collect();
            bounds(fits, quantity.to_string(), words.join(", "), words.join(", "), para)
        }
        (FieldKind::Text { words }, Value::Text(text)) => {
            let count = text.split_whitespace().count();
            let fits = (1..=usize::from(*words)).contains(&count);
            (!fits).then(|| finding("N-ALL-06", para, facts! { words: count, most: u64::from(*words) }))
        }
        (FieldKind::Instant { operative: true }, Value::Instant(at)) if at.is_midnight() => {
            let minute = |seconds: i64| (at.seconds() + seconds) * 1000;
            let facts = facts! {};
            let mut found = finding("N-ALL-08", para, facts);
            found.facts.insert("before", refusal::Fact::InstantMs(minute(-60)));
            found.facts.insert("after", refusal::Fact::InstantMs(minute(60)));
            Some(found)
        }
        (FieldKind::Number(kinds), Value::Number(number)) => {
            let fits = kinds.is_empty() || kinds.contains(&number.kind);
            (!fits).then(|| finding("N-ALL-04", para, facts! { found: number.to_string() }))
        }
        (FieldKind::Place(rules), Value::Place(place)) => {
            bad_place(*rules, place).map(|why| finding("N-ALL-09", para, facts! { fault: why }))
        }
        (FieldKind::Word(words), Value::Word(word)) if words.find(word).is_some() => None,
        (FieldKind::Flag, Value::Flag(_))
        | (FieldKind::Instant { .. }, Value::Instant(_))
        | (FieldKind::Code, Value::Code(_))
        | (FieldKind::Station, Value::Station(_))
        | (FieldKind::Line, Value::Line(_))
        | (FieldKind::Hash, Value::Hash(_)) => None,
        _ => Some(finding("N-ALL-04", para, facts! { found: "?" })),
    }
}

fn bounds(inside: bool, found: String, least: String, most: String, para: &Para) -> Option<Finding> {
    (!inside).then(|| finding("N-ALL-05", para, facts! { found: found, least: least, most: most }))
}

/// Which fault a place has, as a word of `checks.ftl`.
fn bad_place(rules: PlaceRules, place: &Place) -> Option<&'static str> {
    if place.parts.is_empty() {
        return Some("no-part");
    }
    if !rules.stand_off && place.stand_off_m.is_some() {
        return Some("stand-off");
    }
    place.parts.iter().find_map(|part| {
        let single = matches!(part.shape, Shape::Point(_));
        let error = part.error.is_some_and(|e| {
            e.minor_m > e.major_m || e.azimuth_deg >= 180 || !(1..=99).contains(&e.contour_pct)
        });
        match &part.shape {
            _ if rules.points_only && !single => Some("points-only"),
            _ if error => Some("error"),
            _ if part.gazetteer.as_deref().is_some_and(|id| !gazetteer_id(id)) => Some("name"),
            Shape::Circle { radius_m: 0, .. } => Some("radius"),
            Shape::Area { south_west: sw, north_east: ne }
                if sw.lat_e7 >= ne.lat_e7 || sw.lon_e7 == ne.lon_e7 =>
            {
                Some("area")
            }
            Shape::Polygon(ring) | Shape::Corridor { track: ring, .. }
                if ring.windows(2).any(|p| p[0] == p[1]) =>
            {
                Some("twice")
            }
            Shape::Polygon(ring) if ring.len() < 3 || ring.first() == ring.last() => Some("ring"),
            Shape::Polygon(ring) if !half_globe(ring) => Some("hemisphere"),
            Shape::Polygon(ring) if crosses(ring) => Some("crosses"),
            Shape::Corridor { track, .. } if track.len() < 2 => Some("track"),
            _ => None,
        }
    })
}

/// Whether a ring keeps to less than half the globe: under 180 degrees wide, or round a pole on its side of the
/// equator.
fn half_globe(ring: &[Point]) -> bool {
    let (mut east, mut least, mut most) = (0i64, 0i64, 0i64);
    for (from, to) in edges(ring) {
        east += step_east(from, to);
        (least, most) = (least.min(east), most.max(east));
    }
    let one_side = ring.iter().all(|p| p.lat_e7 > 0) || ring.iter().all(|p| p.lat_e7 < 0);
    if east == 0 { most - least < HALF_TURN_E7 } else { one_side }
}

/// Whether two edges of a ring that are no neighbours meet, drawn straight in degrees.
fn crosses(ring: &[Point]) -> bool {
    let mut east = 0;
    let mut drawn = vec![(0, i64::from(ring[0].lat_e7))];
    for (from, to) in edges(ring) {
        east += step_east(from, to);
        drawn.push((east, i64::from(to.lat_e7)));
    }
    let sides: Vec<_> = drawn.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let apart = |a: usize, b: usize| b > a + 1 && !(a == 0 && b == sides.len() - 1);
    (0..sides.len()).any(|a| (a..sides.len()).any(|b| apart(a, b) && meet(sides[a], sides[b])))
}

fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// The shorter way east from one point to the next, 1e-7 degrees.
fn step_east(from: Point, to: Point) -> i64 {
    let way = i64::from(to.lon_e7) - i64::from(from.lon_e7);
    (way + HALF_TURN_E7).rem_euclid(2 * HALF_TURN_E7) - HALF_TURN_E7
}

type Drawn = ((i64, i64), (i64, i64));

/// Whether two segments have a point in common.
fn meet(a: Drawn, b: Drawn) -> bool {
    let turn = |p: (i64, i64), q: (i64, i64), r: (i64, i64)| {
        let cross =
            i128::from(q.0 - p.0) * i128::from(r.1 - p.1) - i128::from(q.1 - p.1) * i128::from(r.0 - p.0);
        cross.signum()
    };
    let on = |p: (i64, i64), q: (i64, i64), r: (i64, i64)| {
        (p.0.min(q.0)..=p.0.max(q.0)).contains(&r.0) && (p.1.min(q.1)..=p.1.max(q.1)).contains(&r.1)
    };
    let turns = [turn(a.0, a.1, b.0), turn(a.0, a.1, b.1), turn(b.0, b.1, a.0), turn(b.0, b.1, a.1)];
    let proper = turns[0] * turns[1] < 0 && turns[2] * turns[3] < 0;
    proper
        || (turns[0] == 0 && on(a.0, a.1, b.0))
        || (turns[1] == 0 && on(a.0, a.1, b.1))
        || (turns[2] == 0 && on(b.0, b.1, a.0))
        || (turns[3] == 0 && on(b.0, b.1, a.1))
}

const HALF_TURN_E7: i64 = 1_800_000_000;

/// A gazetteer id is no name: capitals, digits, `-`, `:`, a digit among them, at most 24.
fn gazetteer_id(id: &str) -> bool {
    let shape = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-' || b == b':';
    id.len() <= 24 && id.bytes().all(shape) && id.bytes().any(|b| b.is_ascii_digit())
}

fn finding(id: &'static str, para: &Para, mut facts: Facts) -> Finding {
    facts.insert("para", para.as_str().into());
    Finding { id, para: para.clone(), facts }
}
