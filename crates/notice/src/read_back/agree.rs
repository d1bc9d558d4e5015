//! Whether a restated value agrees with the stated one, within the precision its field states.

use super::compared;
use crate::place::{Place, PlacePart, Point, Shape};
use crate::spec::FieldKind;
use crate::value::{Fields, Value};

/// Seconds within which two typed times agree: they are printed to the minute.
const TIME_S: u64 = 60;
/// Drawn items a sample must hold.
const DRAWN: usize = 2;

/// Compares two values of one kind.
pub(super) fn agrees(kind: &FieldKind, stated: &Value, restated: &Value) -> bool {
    match (kind, stated, restated) {
        (FieldKind::Text { .. }, _, _) => true,
        (FieldKind::OrWord(_, _), Value::Word(stated), Value::Word(restated)) => stated == restated,
        (FieldKind::OrWord(_, inner), stated, restated) => agrees(inner, stated, restated),
        (
            FieldKind::Quantity { tolerance_permille, .. },
            Value::Quantity(stated),
            Value::Quantity(restated),
        ) => {
            let ((stated, unit), (restated, other)) = (stated.in_base_nano(), restated.in_base_nano());
            let room = stated.abs() * i128::from(*tolerance_permille) / 1000;
            unit == other && (stated - restated).abs() <= room
        }
        (FieldKind::Instant { .. }, Value::Instant(stated), Value::Instant(restated)) => {
            stated.seconds().abs_diff(restated.seconds()) < TIME_S
        }
        (FieldKind::Place(rules), Value::Place(stated), Value::Place(restated)) => {
            places_agree(stated, restated, rules.coarse_m)
        }
        (FieldKind::Record(record), Value::Record(stated), Value::Record(restated)) => {
            let mut fields = compared(record.fields);
            fields.all(|field| field_agrees(&field.kind, field.name, stated, restated))
        }
        (FieldKind::List { of, .. }, Value::List(stated), Value::List(restated)) => {
            one_to_one(stated, restated, |a, b| agrees(of, a, b))
        }
        (FieldKind::List { of, .. }, Value::List(stated), Value::Sample { count, drawn }) => {
            let counted = usize::try_from(*count).is_ok_and(|count| count == stated.len());
            let item = |place: u32| usize::try_from(place).ok().and_then(|place| stated.get(place));
            let long = stated.len() > 5 && drawn.len() >= DRAWN;
            counted
                && long
                && drawn.iter().all(|(place, told)| item(*place).is_some_and(|it| agrees(of, it, told)))
        }
        (_, stated, restated) => stated == restated,
    }
}

fn field_agrees(kind: &FieldKind, name: &str, stated: &Fields, restated: &Fields) -> bool {
    match (stated.get(name), restated.get(name)) {
        (Some(stated), Some(restated)) => agrees(kind, stated, restated),
        (None, None) => true,
        _ => matches!(kind, FieldKind::Text { .. }),
    }
}

/// Same stand-off to the metre, same number of parts, each part of one found in the other.
fn places_agree(stated: &Place, restated: &Place, coarse_m: u32) -> bool {
    let parts = one_to_one(&stated.parts, &restated.parts, |a, b| parts_agree(a, b, coarse_m));
    stated.stand_off_m == restated.stand_off_m && parts
}

/// The same shape within the coarseness; or, for any shape, a click near its centre or first point.
fn parts_agree(stated: &PlacePart, restated: &PlacePart, coarse_m: u32) -> bool {
    let same_measure = match (&stated.shape, &restated.shape) {
        (Shape::Circle { radius_m: a, .. }, Shape::Circle { radius_m: b, .. }) => a == b,
        (Shape::Corridor { half_width_m: a, .. }, Shape::Corridor { half_width_m: b, .. }) => a == b,
        (stated, Shape::Point(click)) => {
            return stated.points().first().is_some_and(|anchor| within(*anchor, *click, coarse_m));
        }
        (Shape::Polygon(_), Shape::Polygon(_)) | (Shape::Area { .. }, Shape::Area { .. }) => true,
        _ => false,
    };
    let (a, b) = (stated.shape.points(), restated.shape.points());
    same_measure && a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| within(*a, *b, coarse_m))
}

/// Whether each item of one list has its own agreeing item in the other; order does not count.
fn one_to_one<T>(stated: &[T], restated: &[T], agree: impl Fn(&T, &T) -> bool) -> bool {
    let mut left: Vec<&T> = restated.iter().collect();
    let found = stated.iter().all(|item| {
        let place = left.iter().position(|other| agree(item, other));
        place.map(|place| left.remove(place)).is_some()
    });
    found && left.is_empty()
}

/// Whether two points lie within so many metres, in whole numbers so that every node agrees.
///
/// 1e-7 degree of a meridian is taken as 11.13 mm; the cosine of the latitude is Bhaskara's rational
/// approximation, (32400 - 4 x^2) / (32400 + x^2) in degrees, whose error stays below 0.2 %.
fn within(a: Point, b: Point, metres: u32) -> bool {
    let full_turn = 3_600_000_000i128;
    let north = i128::from(a.lat_e7) - i128::from(b.lat_e7);
    let east = (i128::from(a.lon_e7) - i128::from(b.lon_e7)).rem_euclid(full_turn);
    let east = east.min(full_turn - east);
    let middle = (i128::from(a.lat_e7) + i128::from(b.lat_e7)) / 2;
    let square = middle * middle / 100_000_000_000_000;
    let east = east * (32_400 - 4 * square) / (32_400 + square);
    let limit = i128::from(metres) * 100_000 / 1_113;
    north * north + east * east <= limit * limit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(lat_e7: i64, lon_e7: i64) -> Point {
        Point::from_e7(lat_e7, lon_e7).expect("on the globe")
    }

    #[test]
    fn a_click_900_metres_off_is_within_a_kilometre_and_1100_is_not() {
        let base = point(337_860_000, 424_410_000);
        assert!(within(base, point(337_860_000 + 80_800, 424_410_000), 1000));
        assert!(!within(base, point(337_860_000 + 99_000, 424_410_000), 1000));
        assert!(within(base, point(337_860_000, 424_410_000 + 97_000), 1000));
        assert!(!within(base, point(337_860_000, 424_410_000 + 119_000), 1000));
    }

    #[test]
    fn points_on_both_sides_of_the_antimeridian_are_near() {
        assert!(within(point(0, 1_799_999_000), point(0, -1_799_999_000), 1000));
    }
}
