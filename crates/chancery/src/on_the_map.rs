//! A draft against every line of a compartment by place, time, actor and act: M3, check before release.
//!
//! I1 the draft is taken at the coarseness that it states. I2 what crosses asks for a reason, what may cross or comes near
//! is shown: people release.

use crate::holdings::Holdings;
use crate::linkage::finding;
use notice::vocabulary::NoticeType;
use notice::{Draft, Finding};
use redline::release::{Touch, Touched, check};
use redline::{Known, Line, RedLines};
use refusal::facts;

/// What the draft announces, against the lines that stand in a compartment.
pub fn touched(draft: &Draft, held: &Holdings) -> Vec<Finding> {
    // A notice that draws no whole line, such as a posture that no place falsifies, is passed over.
    let lines = held.drawn.iter().flat_map(|(number, drawn)| {
        let from = drawn.envelope.effective_from;
        let lines = Line::of_draft(drawn, &number.to_string(), from).unwrap_or_default();
        lines.into_iter().map(move |line| (number, line))
    });
    let (numbers, lines): (Vec<_>, Vec<Line>) = lines.unzip();
    if lines.is_empty() {
        return Vec::new();
    }
    let map = RedLines::of(lines);
    let para = if draft.kind == NoticeType::T1 { "E" } else { "F" };
    let told = |touched: Touched| {
        let name = map.line(touched.line)?.name.clone();
        let number = numbers.get(usize::try_from(touched.line).ok()?)?.to_string();
        let margin = touched.margin_m.map_or_else(String::new, |(least, most)| {
            format!("{:.1} / {:.1} km", least / 1_000.0, most / 1_000.0)
        });
        let id = if touched.touch == Touch::Crosses { "W-DESK-09" } else { "W-DESK-10" };
        let facts = facts! {
            para: para.to_owned(), line: name, number: number, touch: touched.touch.word(), margin: margin
        };
        Some(finding(id, para.to_owned(), facts))
    };
    check(draft, &map, &Known::default()).into_iter().filter_map(told).collect()
}
