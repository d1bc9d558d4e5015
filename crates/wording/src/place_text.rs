//! A place in words: shape, coordinates, MGRS echo, error, precision, stand-off (notices.md 4.4).

use notice::vocabulary::PLACE_PRECISION;
use notice::{ErrorEllipse, Place, PlacePart, Point, Shape};

use crate::isolate::{machine, together};
use crate::pack::{Argument, Arguments};
use crate::voice::Voice;

/// Every part, then the stand-off.
pub(crate) fn place(voice: &Voice<'_>, place: &Place) -> String {
    let mut parts: Vec<String> = place.parts.iter().map(|held| part(voice, held)).collect();
    if let Some(metres) = place.stand_off_m {
        parts.push(voice.say_one("place-stand-off", "distance", distance(voice, metres)));
    }
    parts.join(&voice.say("list-semicolon"))
}

fn part(voice: &Voice<'_>, held: &PlacePart) -> String {
    let mut words = vec![shape(voice, &held.shape)];
    if let Some(precision) = held.precision {
        words.push(voice.word(&PLACE_PRECISION, precision.word()));
    }
    if let Some(error) = held.error {
        words.push(ellipse(voice, error));
    }
    if let Some(id) = &held.gazetteer {
        words.push(voice.say_one("place-gazetteer", "id", machine(id)));
    }
    voice.list(&words)
}

fn shape(voice: &Voice<'_>, shape: &Shape) -> String {
    let text = |text: String| Argument::Text(text);
    match shape {
        Shape::Point(at) => voice.say_one("place-point", "at", point(voice, *at)),
        Shape::Circle { centre, radius_m } => {
            let radius = text(distance(voice, *radius_m));
            voice.say_with(
                "place-circle",
                &Arguments::from([("at", text(point(voice, *centre))), ("radius", radius)]),
            )
        }
        Shape::Polygon(ring) => {
            let count = text(voice.number(i64::try_from(ring.len()).unwrap_or(i64::MAX)));
            voice.say_with(
                "place-polygon",
                &Arguments::from([("count", count), ("points", text(points(voice, ring)))]),
            )
        }
        Shape::Corridor { track, half_width_m } => {
            let half = text(distance(voice, *half_width_m));
            voice.say_with(
                "place-corridor",
                &Arguments::from([("points", text(points(voice, track))), ("half", half)]),
            )
        }
        Shape::Area { south_west, north_east } => {
            let corners =
                [("from", text(point(voice, *south_west))), ("to", text(point(voice, *north_east)))];
            voice.say_with("place-area", &Arguments::from(corners))
        }
    }
}

fn points(voice: &Voice<'_>, points: &[Point]) -> String {
    voice.list(&points.iter().map(|at| coordinates(voice, *at)).collect::<Vec<_>>())
}

/// Latitude, longitude and the MGRS echo.
fn point(voice: &Voice<'_>, at: Point) -> String {
    match at.mgrs() {
        Some(mgrs) => format!("{} ({})", coordinates(voice, at), machine(&format!("MGRS {mgrs}"))),
        None => coordinates(voice, at),
    }
}

fn coordinates(voice: &Voice<'_>, at: Point) -> String {
    machine(&voice.reader.digits.write(&at.to_string()))
}

fn ellipse(voice: &Voice<'_>, error: ErrorEllipse) -> String {
    let number = |number: i64| Argument::Text(voice.number(number));
    let arguments = Arguments::from([
        ("major", Argument::Text(distance(voice, error.major_m))),
        ("minor", Argument::Text(distance(voice, error.minor_m))),
        ("azimuth", number(i64::from(error.azimuth_deg))),
        ("contour", number(i64::from(error.contour_pct))),
    ]);
    let round = error.major_m == error.minor_m;
    voice.say_with(if round { "place-error-round" } else { "place-error" }, &arguments)
}

/// Whole kilometres as kilometres, else metres.
fn distance(voice: &Voice<'_>, metres: u32) -> String {
    let (number, unit) = if metres >= 1000 && metres.is_multiple_of(1000) {
        (metres / 1000, "unit-km")
    } else {
        (metres, "unit-m")
    };
    together(&format!("{} {}", voice.number(i64::from(number)), voice.say(unit)))
}
