//! Positions in figures: decimal degrees, degrees and minutes, MGRS.

use crate::token::{Kind, Token};
use notice::Point;

/// A position and how exactly it is said, metres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Where.
    pub at: Point,
    /// Half a step of its last digit, at least 500 m.
    pub error_m: f64,
}

/// Every position of a sentence; its tokens are marked as taken.
pub fn positions(tokens: &[Token], taken: &mut [bool]) -> Vec<Position> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let read = mgrs(tokens, at).or_else(|| pair(tokens, at));
        match read {
            Some((position, end)) => {
                taken[at..end].iter_mut().for_each(|t| *t = true);
                out.push(position);
                at = end;
            }
            None => at += 1,
        }
    }
    out
}

/// `40R DQ 12345 67890`, in one piece or several.
fn mgrs(tokens: &[Token], at: usize) -> Option<(Position, usize)> {
    let zone = tokens.get(at).filter(|t| t.kind == Kind::Number && t.text.len() <= 2)?;
    for pieces in 2..=5 {
        let parts = tokens.get(at..at + pieces)?;
        let text: String = parts.iter().map(|t| t.text.to_uppercase()).collect();
        let rest = &text[zone.text.len()..];
        let letters = rest.chars().take_while(char::is_ascii_uppercase).count();
        let digits = rest.get(letters..).unwrap_or_default();
        let whole = letters == 3 && digits.len() % 2 == 0 && (4..=10).contains(&digits.len());
        if !whole || !digits.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        let read = Point::of_mgrs(&text)?;
        let error_m = 10f64.powi(5 - i32::try_from(digits.len() / 2).ok()?).max(500.0);
        return Some((Position { at: read, error_m }, at + pieces));
    }
    None
}

/// Latitude, then longitude.
fn pair(tokens: &[Token], at: usize) -> Option<(Position, usize)> {
    let (lat, lat_error, lat_side, end) = angle(tokens, at, ["n", "s"])?;
    let mut next = end;
    while next < end + 3 && tokens.get(next).is_some_and(|t| BETWEEN.contains(&t.text.as_str())) {
        next += 1;
    }
    let (lon, lon_error, lon_side, end) = angle(tokens, next, ["e", "w"])?;
    let sides = lat_side.is_some() && lon_side.is_some();
    let bare = lat_side.is_none() && lon_side.is_none() && lat_error < 0.02 && lon_error < 0.02;
    if !(sides || bare) || lat > 90.0 || lon > 180.0 {
        return None;
    }
    let signed = |value: f64, side: Option<bool>| if side == Some(true) { -value } else { value };
    let e7 = |value: f64| (value * 1e7).round() as i64;
    let point = Point::from_e7(e7(signed(lat, lat_side)), e7(signed(lon, lon_side)))?;
    let error_m = (lat_error.max(lon_error) * 111_000.0).max(500.0);
    Some((Position { at: point, error_m }, end))
}

/// Degrees with minutes and seconds if they stand; half a step of its last digit, degrees; whether it is the second
/// side (south, west); where it ends.
fn angle(tokens: &[Token], at: usize, sides: [&str; 2]) -> Option<(f64, f64, Option<bool>, usize)> {
    let number = |place: usize| tokens.get(place).filter(|t| t.kind == Kind::Number);
    let first = number(at)?;
    let decimals =
        |text: &str| text.split_once(['.', ',']).map_or(0, |(_, d)| i32::try_from(d.len()).unwrap_or(9));
    let value = |text: &str| text.replace(',', ".").parse::<f64>().ok();
    let mut degrees = value(&first.text)?;
    let mut error = 0.5 * 10f64.powi(-decimals(&first.text));
    let (mut end, mut scale) = (at + 1, 60.0);
    while scale <= 3600.0 {
        let marked = tokens.get(end).is_some_and(|t| {
            t.kind == Kind::Sign && MARKS.contains(&t.text.as_str())
                || ["deg", "degrees", "degres"].contains(&t.text.as_str())
        });
        let Some(part) = number(end + usize::from(marked)).filter(|_| marked) else {
            end += usize::from(marked);
            break;
        };
        let Some(part_value) = value(&part.text).filter(|v| *v < 60.0) else { break };
        degrees += part_value / scale;
        error = 0.5 * 10f64.powi(-decimals(&part.text)) / scale;
        end += 2;
        scale *= 60.0;
    }
    while tokens.get(end).is_some_and(|t| t.kind == Kind::Sign && MARKS.contains(&t.text.as_str())) {
        end += 1;
    }
    let named = tokens.get(end).map(|t| t.text.as_str()).unwrap_or_default();
    let side = |n: usize| {
        named == sides[n] || LONG.iter().any(|(short, long)| *short == sides[n] && long.contains(&named))
    };
    let side = if side(0) {
        Some(false)
    } else if side(1) {
        Some(true)
    } else {
        None
    };
    Some((degrees, error, side, end + usize::from(side.is_some())))
}

const MARKS: [&str; 6] = ["°", "'", "\"", "′", "″", "-"];
const BETWEEN: [&str; 7] = [",", "/", "-", ";", "and", "et", "و"];
const LONG: [(&str, [&str; 4]); 4] = [
    ("n", ["north", "nord", "شمالی", "شمالا"]),
    ("s", ["south", "sud", "جنوبی", "جنوبا"]),
    ("e", ["east", "est", "شرقی", "شرقا"]),
    ("w", ["west", "ouest", "غربی", "غربا"]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    fn read(text: &str) -> Vec<(f64, f64)> {
        let tokens = tokens(text);
        let mut taken = vec![false; tokens.len()];
        let round = |e7: i32| (f64::from(e7) / 1e5).round() / 100.0;
        positions(&tokens, &mut taken).iter().map(|p| (round(p.at.lat_e7), round(p.at.lon_e7))).collect()
    }

    #[test]
    fn positions_of_several_hands() {
        for text in [
            "27.18 N, 56.27 E",
            "27°10'48\"N 56°16'12\"E",
            "27-11N 056-16E",
            "27.180 56.270",
            "40R DR 27698 06561",
        ] {
            let found = read(text);
            let near = found
                .first()
                .is_some_and(|(lat, lon)| (lat - 27.18).abs() < 0.02 && (lon - 56.27).abs() < 0.02);
            assert!(near, "{text} {found:?}");
        }
        assert_eq!(read("between 10 and 20 people in 3 boats"), []);
    }
}
