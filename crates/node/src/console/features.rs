//! What stands and has a place, for the map: geometry exactly as declared, one feature a part (GeoJSON, RFC 7946).
//!
//! I1 rings are wound as RFC 7946 asks and closed; nothing is buffered or simplified here. I2 a stand-off and a
//! radius stay numbers: the map draws them.

use super::Console;
use super::gate::open_session;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use chancery::Compartment;
use line::mls_group::MlsGroup;
use line::time::Now;
use notice::Notice;
use notice::place::{Place, Point, Shape};
use notice::value::Value as Held;
use serde_json::{Value, json};
use std::sync::Arc;

/// `GET /api/v1/map`.
pub(super) async fn map(State(console): State<Arc<Console>>, jar: CookieJar) -> Response {
    let roles = match open_session(&console, &jar).await {
        Ok((_, roles)) => roles,
        Err(response) => return response,
    };
    let mut features = Vec::new();
    for (code, worker) in console.inner.roll.all() {
        if roles.get(&code).is_none_or(Vec::is_empty) {
            continue;
        }
        if let Ok(found) = worker.ask(move |core, now| of_compartment(core, &code, now)).await {
            features.extend(found);
        }
    }
    Json(json!({ "type": "FeatureCollection", "features": features })).into_response()
}

fn of_compartment(core: &Compartment<MlsGroup>, code: &str, now: Now) -> Vec<Value> {
    let stand = core.stand(now);
    let notices = stand.notices().filter(|filed| {
        // Service notices only repeat what another one declares.
        !filed.notice.kind().word().starts_with('L')
            && stand.life(filed.notice.number()).is_none_or(|life| !life.undone())
    });
    notices.flat_map(|filed| of_notice(&filed.notice, code)).collect()
}

fn of_notice(notice: &Notice, code: &str) -> Vec<Value> {
    let mut features = Vec::new();
    for (paragraph, value) in notice.content().iter() {
        places(value, &mut |place| {
            for part in &place.parts {
                features.push(json!({
                    "type": "Feature",
                    "geometry": geometry(&part.shape),
                    "properties": {
                        "number": notice.number().to_string(),
                        "kind": notice.kind().word(),
                        "paragraph": paragraph,
                        "party": notice.envelope().from.party.to_string(),
                        "compartment": code,
                        "line": notice.content().get("A").and_then(Held::line).map(ToString::to_string),
                        "stand_off_m": place.stand_off_m,
                        "radius_m": radius(&part.shape),
                        "half_width_m": half_width(&part.shape),
                    },
                }));
            }
        });
    }
    features
}

/// Every place in a value, however deep.
fn places(value: &Held, see: &mut impl FnMut(&Place)) {
    match value {
        Held::Place(place) => see(place),
        Held::List(items) => items.iter().for_each(|item| places(item, see)),
        Held::Record(fields) => fields.iter().for_each(|(_, inner)| places(inner, see)),
        _ => {}
    }
}

fn geometry(shape: &Shape) -> Value {
    match shape {
        Shape::Point(point) | Shape::Circle { centre: point, .. } => {
            json!({ "type": "Point", "coordinates": at(point) })
        }
        Shape::Polygon(points) => json!({ "type": "Polygon", "coordinates": [ring(points)] }),
        Shape::Corridor { track, .. } => {
            json!({ "type": "LineString", "coordinates": track.iter().map(at).collect::<Vec<_>>() })
        }
        Shape::Area { south_west, north_east } => {
            let corner = |lat_e7: i32, lon_e7: i32| Point { lat_e7, lon_e7 };
            let corners = [
                *south_west,
                corner(south_west.lat_e7, north_east.lon_e7),
                *north_east,
                corner(north_east.lat_e7, south_west.lon_e7),
            ];
            json!({ "type": "Polygon", "coordinates": [ring(&corners)] })
        }
    }
}

/// Closed, and counter-clockwise as RFC 7946 section 3.1.6 asks of an outer ring.
fn ring(points: &[Point]) -> Vec<Value> {
    let doubled: i64 = points
        .iter()
        .zip(points.iter().cycle().skip(1))
        .map(|(a, b)| {
            (i64::from(b.lon_e7) - i64::from(a.lon_e7)) / 1_000
                * ((i64::from(b.lat_e7) + i64::from(a.lat_e7)) / 1_000)
        })
        .sum();
    let mut ordered: Vec<Point> = points.to_vec();
    if doubled > 0 {
        ordered.reverse();
    }
    ordered.extend(ordered.first().copied());
    ordered.iter().map(at).collect()
}

fn radius(shape: &Shape) -> Option<u32> {
    match shape {
        Shape::Circle { radius_m, .. } => Some(*radius_m),
        _ => None,
    }
}

fn half_width(shape: &Shape) -> Option<u32> {
    match shape {
        Shape::Corridor { half_width_m, .. } => Some(*half_width_m),
        _ => None,
    }
}

fn at(point: &Point) -> Value {
    json!([f64::from(point.lon_e7) / 1e7, f64::from(point.lat_e7) / 1e7])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_closed_and_wound_as_the_standard_asks_whichever_way_it_was_typed() {
        let point = |lat_e7: i32, lon_e7: i32| Point { lat_e7, lon_e7 };
        let (a, b, c) = (point(0, 0), point(0, 10_000_000), point(10_000_000, 10_000_000));
        let counter = ring(&[a, b, c]);
        assert_eq!(counter, [at(&a), at(&b), at(&c), at(&a)]);
        assert_eq!(ring(&[c, b, a]), [at(&a), at(&b), at(&c), at(&a)]);
    }
}
