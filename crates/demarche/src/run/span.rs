//! Durations as operators type them: "90s", "5m", "2h".

use crate::stopped::Stopped;

/// Milliseconds of "90s", "5m" or "2h".
pub fn milliseconds(text: &str) -> Result<u64, Stopped> {
    let refuse = || Stopped::usage("duration", text);
    let (unit, factor) = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)]
        .into_iter()
        .find(|(unit, _)| text.strip_suffix(unit).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())))
        .ok_or_else(refuse)?;
    let number: u64 = text.trim_end_matches(unit).parse().map_err(|_| refuse())?;
    number.checked_mul(factor).ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_needs_a_whole_number_and_a_unit() {
        assert_eq!(milliseconds("90s").ok(), Some(90_000));
        assert_eq!(milliseconds("250ms").ok(), Some(250));
        assert_eq!(milliseconds("2h").ok(), Some(7_200_000));
        for wrong in ["", "s", "5", "-5s", "1.5h", "99999999999999999999s"] {
            assert!(milliseconds(wrong).is_err(), "{wrong}");
        }
    }
}
