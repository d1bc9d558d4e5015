//! An instant as people type it: `2027-08-17T17:00:00Z`, without its seconds, or a date-time group such as `171700Z AUG 27`.

use crate::stopped::Stopped;
use notice::Instant;

/// Reads `--at`.
pub fn parse(text: &str) -> Result<i64, Stopped> {
    let minutes = || Instant::parse(&format!("{}:00Z", text.strip_suffix('Z')?));
    let read = Instant::parse(text).or_else(minutes).or_else(|| group(text));
    read.map(|at| at.ms()).ok_or_else(|| Stopped::usage("instant", text))
}

/// An optional one.
pub fn maybe(text: Option<&str>) -> Result<Option<i64>, Stopped> {
    text.map(parse).transpose()
}

/// `171700Z AUG 27`, with or without the day of the week before it.
fn group(text: &str) -> Option<Instant> {
    let upper = text.to_ascii_uppercase();
    let words: Vec<&str> = upper.split_whitespace().collect();
    let [.., time, month, year] = words.as_slice() else { return None };
    let digits = time.strip_suffix('Z').filter(|digits| digits.len() == 6)?;
    let month = MONTHS.iter().position(|known| known == month)? + 1;
    let year: u32 = year.parse().ok().filter(|year| *year < 100)?;
    let (day, hour, minute) = (digits.get(..2)?, digits.get(2..4)?, digits.get(4..)?);
    Instant::parse(&format!("20{year:02}-{month:02}-{day}T{hour}:{minute}:00Z"))
}

const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_one_instant_and_anything_else_is_refused() {
        let iso = parse("2027-08-17T17:00:00Z").ok();
        assert!(iso.is_some());
        assert_eq!(parse("2027-08-17T17:00Z").ok(), iso);
        assert_eq!(parse("171700Z AUG 27").ok(), iso);
        assert_eq!(parse("TUE 171700Z AUG 27").ok(), iso);
        for wrong in ["", "yesterday", "171700 AUG 27", "991700Z AUG 27", "171700Z AUT 27"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
