//! Same words, other meaning: what two related red lines define differently.

use super::{Example, Found, Relation, common_point, common_time, example};
use crate::draft_view::DraftView;
use crate::event::Acts;
use crate::line::Line;

/// Every definition in which two related lines differ.
pub(super) fn of(a: &DraftView<'_>, b: &DraftView<'_>) -> Vec<Found> {
    if !(a.is_red_line() && b.is_red_line()) {
        return Vec::new();
    }
    let (Some(one), Some(other)) = (&a.line, &b.line) else { return Vec::new() };
    if !one.acts.meets(other.acts) {
        return Vec::new();
    }
    let mut differ: Vec<(&'static str, String, String)> = Vec::new();
    let terms = (a.draft.envelope.term_set, b.draft.envelope.term_set);
    if terms.0 != terms.1 {
        differ.push(("TERM-SET", hex(&terms.0), hex(&terms.1)));
    }
    let standard = |view: &DraftView<'_>| view.draft.content.at("D.standard").and_then(notice::Value::word);
    if let (Some(x), Some(y)) = (standard(a), standard(b))
        && x != y
    {
        differ.push(("STANDARD", x.to_owned(), y.to_owned()));
    }
    if let (Some(x), Some(y)) = (one.magnitude, other.magnitude)
        && x.measure == y.measure
        && x.value.in_base_nano().1 != y.value.in_base_nano().1
    {
        differ.push(("UNIT-BASIS", x.value.to_string(), y.value.to_string()));
    }
    if (one.count, one.window_s) != (other.count, other.window_s) {
        differ.push(("COUNT-WINDOW", count(one), count(other)));
    }
    if one.threshold_pct != other.threshold_pct {
        let pct = |line: &Line| format!("{} %", line.threshold_pct);
        differ.push(("THRESHOLD", pct(one), pct(other)));
    }
    let kinds = |line: &Line| {
        let mut words: Vec<&str> = line.detectors.iter().map(|kind| kind.word()).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (x, y) = (kinds(one), kinds(other));
    if !x.is_empty() && !y.is_empty() && !x.iter().any(|kind| y.contains(kind)) {
        differ.push(("DETECTORS", x.join(", "), y.join(", ")));
    }
    let found = |(about, says_a, says_b)| Found {
        relation: Relation::Mismatch,
        a: a.name.clone(),
        b: b.name.clone(),
        about,
        says_a,
        says_b,
        place: common_point(one, other),
        time: common_time(one.period, other.period).unwrap_or(None),
        example: Some(shown(one, other)),
    };
    differ.into_iter().map(found).collect()
}

fn shown(a: &Line, b: &Line) -> Example {
    let act = a.acts.classes().into_iter().find(|act| Acts::one(*act).meets(b.acts));
    let acts = act.map_or(a.acts, Acts::one);
    let at = common_point(a, b);
    example(
        acts,
        at,
        None,
        a.actor.party.clone().or_else(|| a.actor.groups.first().cloned()),
        [Some(a), Some(b)],
    )
}

fn count(line: &Line) -> String {
    match line.window_s {
        Some(window) => format!("{} in {} h", line.count, window / 3_600),
        None => format!("{}", line.count),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
