//! Count in a window: `t-..t+!` surely matches, `t-..t+?` may match.

use crate::cases::{Ground, Row, same};
use notice::truth::Truth;
use notice::window::{InTime, counted};

pub(super) fn judge(row: &Row<'_>, _: &Ground<'_>) -> (String, bool) {
    let read = || {
        let events = row.cell("events").split(';').filter(|text| !text.trim().is_empty()).map(event);
        let events: Vec<InTime> = events.collect::<Option<_>>()?;
        Some((events, row.cell("n").parse().ok()?, row.cell("w").parse().ok()?))
    };
    let Some((events, count, window)) = read() else { return ("unreadable".to_owned(), false) };
    let word = match counted(&events, count, Some(window)) {
        Truth::True => "crossed",
        Truth::Uncertain => "uncertain",
        Truth::False => "not_crossed",
    };
    same(word, row, "verdict")
}

fn event(text: &str) -> Option<InTime> {
    let text = text.trim();
    let matches = match text.chars().next_back()? {
        '!' => Truth::True,
        '?' => Truth::Uncertain,
        _ => return None,
    };
    let (earliest, latest) = text.trim_end_matches(['!', '?']).split_once("..")?;
    let (earliest, latest) = (earliest.trim().parse().ok()?, latest.trim().parse().ok()?);
    (earliest <= latest).then_some(InTime { earliest, latest, matches })
}
