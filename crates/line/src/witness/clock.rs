//! One party's clock around an entry: its TESTs between which it stood, by its own monotonic clock.
//!
//! I1 two TESTs of a run differ in UTC as they differ in uptime: nobody set that clock between them, and the
//! process did not stop. What a relay's offset does within a run is therefore the relay's doing.

use super::span::Span;
use super::{OWN_STEP_MS, SLACK_MS};
use crate::ids::{PathId, Seq};
use crate::time::Bracket;
use std::collections::BTreeMap;

/// A TEST as a mark of its author's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its place in its author's chain.
    pub seq: Seq,
    /// Its time by its author's clock, ms UTC.
    pub at_ms: i64,
    /// How long the process had run, ms.
    pub uptime_ms: u64,
    /// Declared error of that clock, ms.
    pub error_ms: u32,
    /// Relay less own clock, ms, from and to, as published.
    pub bounds: BTreeMap<PathId, (i64, i64)>,
}

/// When something happened by a party's clock, and in which of its entries it said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event {
    pub span: Span,
    pub said: Said,
}

/// An entry of a chain in which something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// Its place.
    pub seq: Seq,
    /// Its claimed time, ms UTC.
    pub at_ms: i64,
}

impl Event {
    pub(super) fn of(bracket: &Bracket, said: Said) -> Self {
        Event { span: Span::of(bracket), said }
    }
}

/// A party's marks in one run, in the order of its chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    marks: Vec<Mark>,
    /// Whether the party has said nothing of its clock before: the first mark counts for what was earlier.
    first: bool,
    /// Whether the party has said nothing of its clock since: the last mark counts on.
    open: bool,
}

impl Clock {
    /// The run of a party's marks, ascending, that holds a place of its chain; what does not follow from the
    /// mark beneath it by uptime alone is left out.
    pub fn around(marks: Vec<Mark>, place: Seq) -> Self {
        let above = marks.partition_point(|mark| mark.seq <= place);
        let Some(reference) = marks.get(above.saturating_sub(1)).cloned() else { return Clock::default() };
        let at = above.saturating_sub(1);
        let stands = |mark: &&Mark| mark.stands_with(&reference);
        let below = marks[..at].iter().rev().take_while(stands).count();
        let upward = marks[at..].iter().take_while(stands).count();
        let open = at + upward == marks.len();
        Clock { marks: marks[at - below..at + upward].to_vec(), first: at == below, open }
    }

    /// Whether an event lies in this run: not before its first mark, not after it was said, and not after the
    /// last mark if the clock was set then.
    pub(super) fn holds(&self, event: &Event) -> bool {
        let (Some(first), Some(last)) = (self.marks.first(), self.marks.last()) else { return false };
        let said =
            event.said.seq >= first.seq && event.span.high <= event.said.at_ms.saturating_add(SLACK_MS);
        let begun = event.span.low >= first.at_ms.saturating_sub(SLACK_MS);
        said && begun && (self.open || event.span.high <= last.at_ms.saturating_add(SLACK_MS))
    }

    /// Whether a mark of this run also stands after the event: only that shows that nobody has set the clock, nor
    /// begun the process anew, between the mark beneath and what happened.
    pub(super) fn encloses(&self, event: &Event) -> bool {
        let after = |mark: &Mark| mark.at_ms >= event.span.high.saturating_sub(SLACK_MS);
        self.holds(event) && self.marks.last().is_some_and(after)
    }

    /// Whether an event may be told in another clock: it lies in this run, or before anything is known.
    pub(super) fn reaches(&self, event: &Event) -> bool {
        let before = |first: &Mark| event.span.high <= first.at_ms.saturating_add(SLACK_MS);
        self.holds(event) || (self.first && self.marks.first().is_some_and(before))
    }

    /// A relay's offset by the last mark before an event and by the first one after it, each as far as it may
    /// have drifted until then.
    pub(super) fn beside(&self, relay: &str, span: Span) -> (Option<Span>, Option<Span>) {
        let begun = span.low.saturating_add(SLACK_MS);
        let before = self.marks.iter().rev().filter(|mark| mark.at_ms <= begun);
        let before = before.filter_map(|m| Some(m.bound(relay)?.after(span.high.saturating_sub(m.at_ms))));
        let done = span.high.saturating_sub(SLACK_MS);
        let after = self.marks.iter().filter(|mark| mark.at_ms >= done);
        let after = after.filter_map(|m| Some(m.bound(relay)?.after(m.at_ms.saturating_sub(span.low))));
        let (mut before, mut after) = (before, after);
        (before.next(), after.next())
    }

    /// A relay's offset at an event by the marks on both sides: what both allow, or all that either does.
    pub(super) fn offset(&self, relay: &str, span: Span) -> Option<Span> {
        match self.beside(relay, span) {
            (Some(a), Some(b)) => Some(a.meet(b).unwrap_or(a.hull(b))),
            (a, b) => a.or(b),
        }
    }

    /// Every step that a relay's offset makes from one mark to the next that knows it, drift taken off.
    pub(super) fn steps(&self, relay: &str) -> Vec<i64> {
        let known: Vec<(i64, Span)> =
            self.marks.iter().filter_map(|m| Some((m.at_ms, m.bound(relay)?))).collect();
        let step = |w: &[(i64, Span)]| w[1].1.beyond(w[0].1.after(w[1].0.saturating_sub(w[0].0)));
        known.windows(2).map(step).collect()
    }

    /// The mark nearest before an event, else the first.
    pub(super) fn mark_at(&self, span: Span) -> Option<&Mark> {
        let begun = span.low.saturating_add(SLACK_MS);
        self.marks.iter().rev().find(|mark| mark.at_ms <= begun).or_else(|| self.marks.first())
    }

    /// The marks of this run, in the order of the chain.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }
}

impl Mark {
    fn bound(&self, relay: &str) -> Option<Span> {
        self.bounds.get(relay).map(|(low, high)| Span { low: *low, high: *high })
    }

    /// Whether UTC and uptime passed alike from this mark to another, whichever is first.
    fn stands_with(&self, other: &Mark) -> bool {
        let (first, then) = if self.seq <= other.seq { (self, other) } else { (other, self) };
        let by_utc = i128::from(then.at_ms) - i128::from(first.at_ms);
        let by_uptime = i128::from(then.uptime_ms) - i128::from(first.uptime_ms);
        by_uptime >= 0 && (by_utc - by_uptime).unsigned_abs() <= u128::from(OWN_STEP_MS)
    }
}

#[cfg(test)]
impl Clock {
    /// Changes every mark.
    pub(super) fn change(&mut self, change: impl FnMut(&mut Mark)) {
        self.marks.iter_mut().for_each(change);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(seq: Seq, at_ms: i64, uptime_ms: u64, bound: Option<i64>) -> Mark {
        let bounds = bound.map(|b| ("R".to_owned(), (b - 10, b + 10))).into_iter().collect();
        Mark { seq, at_ms, uptime_ms, error_ms: 0, bounds }
    }

    fn event(low: i64, high: i64, seq: Seq, at_ms: i64) -> Event {
        Event { span: Span { low, high }, said: Said { seq, at_ms } }
    }

    #[test]
    fn a_run_ends_where_the_clock_was_set_and_where_the_process_began_anew() {
        let marks = vec![
            mark(1, 0, 50_000, None),
            mark(3, 600_000, 650_000, None),
            mark(5, 1_290_000, 1_250_000, None),
            mark(7, 1_890_000, 1_850_000, None),
            mark(9, 2_490_000, 100, None),
        ];
        let seqs =
            |place| Clock::around(marks.clone(), place).marks.iter().map(|m| m.seq).collect::<Vec<_>>();
        assert_eq!(seqs(2), [1, 3]);
        assert_eq!(seqs(4), [1, 3], "set by 90 s before the mark at 5");
        assert_eq!(seqs(6), [5, 7]);
        assert_eq!(seqs(8), [5, 7]);
        assert_eq!(seqs(11), [9]);
        assert_eq!(seqs(0), [1, 3], "before any mark the first one counts");
        assert!(Clock::around(marks.clone(), 11).open && !Clock::around(marks, 8).open);
    }

    #[test]
    fn an_event_that_was_said_before_it_happened_or_lies_beyond_a_closed_run_is_not_held() {
        let marks = vec![mark(1, 0, 0, None), mark(5, 600_000, 600_000, None), mark(9, 0, 1_200_000, None)];
        let clock = Clock::around(marks, 3);
        assert!(clock.holds(&event(100, 200, 3, 300)));
        assert!(!clock.holds(&event(50_000, 50_100, 3, 300)), "by a clock that was set back since");
        assert!(!clock.holds(&event(-60_000, -59_000, 3, 300)), "before the run");
        assert!(!clock.holds(&event(650_000, 650_100, 8, 660_000)), "after it, and the clock was set");
    }

    #[test]
    fn only_a_mark_on_the_other_side_shows_that_a_clock_stood_at_an_event() {
        let after = |place| Clock::around(vec![mark(1, 0, 0, None), mark(5, 600_000, 600_000, None)], place);
        let event = event(650_000, 650_100, 6, 660_000);
        assert!(
            after(6).holds(&event) && !after(6).encloses(&event),
            "set or begun anew since the last mark?"
        );
        let later =
            vec![mark(1, 0, 0, None), mark(5, 600_000, 600_000, None), mark(9, 1_200_000, 1_200_000, None)];
        assert!(Clock::around(later, 6).encloses(&event));
    }

    #[test]
    fn a_relays_offset_is_read_on_both_sides_of_an_event_and_steps_are_seen() {
        let marks = vec![
            mark(1, 0, 0, Some(500)),
            mark(2, 600_000, 600_000, None),
            mark(3, 1_200_000, 1_200_000, Some(30_500)),
        ];
        let clock = Clock::around(marks, 2);
        let span = Span { low: 600_000, high: 600_000 };
        let (before, after) = clock.beside("R", span);
        assert_eq!(before, Some(Span { low: 430, high: 570 }));
        assert_eq!(after, Some(Span { low: 30_430, high: 30_570 }));
        assert_eq!(clock.steps("R"), [30_000 - 20 - 120]);
        assert_eq!(clock.offset("R", span), Some(Span { low: 430, high: 30_570 }));
        assert_eq!(clock.offset("S", span), None);
    }
}
