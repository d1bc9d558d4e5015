//! Count n in window w with uncertain events (redline.md section 6): n events lie in one window if last - first < w.
//!
//! I1 TRUE if it is so in every realisation of the times, FALSE if in none. I2 the exact answer costs a search that is
//! cut off ([`MOST_NODES`]); then UNCERTAIN, which is safe.

use crate::truth::Truth;
use std::collections::BTreeSet;

/// An event in time: earliest and latest, in any whole unit, and whether it matches the other clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InTime {
    /// Earliest.
    pub earliest: i64,
    /// Latest, not before the earliest.
    pub latest: i64,
    /// Whether it matches.
    pub matches: Truth,
}

/// Whether `count` matching events lie in one window; `None` as window means that one is enough.
pub fn counted(events: &[InTime], count: u32, window: Option<i64>) -> Truth {
    let Some(window) = window.filter(|_| count > 1) else {
        return events.iter().fold(Truth::False, |truth, event| truth.or(event.matches));
    };
    let n = usize::try_from(count).unwrap_or(usize::MAX);
    let may: Vec<InTime> = events.iter().copied().filter(|event| event.matches.may()).collect();
    if overlap(may.iter().map(|e| (e.earliest.saturating_sub(window), e.latest))) < n {
        return Truth::False;
    }
    let must: Vec<InTime> = events.iter().copied().filter(|event| event.matches.must()).collect();
    if must.len() < n {
        return Truth::Uncertain;
    }
    let sure = |e: &InTime| (e.latest.saturating_sub(window), e.earliest);
    let short = must.iter().filter(|e| e.latest - e.earliest < window);
    if overlap(short.map(sure)) >= n {
        return Truth::True;
    }
    Truth::of(evaded(must, n - 1, window) == Some(false), true)
}

/// Greatest number of half-open intervals `[from, to)` with a point in common.
fn overlap(intervals: impl Iterator<Item = (i64, i64)>) -> usize {
    let mut edges: Vec<(i64, i32)> = intervals.flat_map(|(from, to)| [(from, 1), (to, -1)]).collect();
    edges.sort_unstable();
    let mut open = 0i32;
    let most = edges.into_iter().map(|(_, step)| {
        open += step;
        open
    });
    usize::try_from(most.max().unwrap_or(0)).unwrap_or(0)
}

/// Whether the events can be placed so that never more than `machines` of them fall within a window: jobs of equal
/// length with a release and a latest start. `None` if the search was cut off.
fn evaded(mut events: Vec<InTime>, machines: usize, window: i64) -> Option<bool> {
    if events.len() > MOST_EVENTS {
        return None;
    }
    events.sort_by_key(|event| (event.latest, event.earliest));
    let mut search = Search { events: &events, window, seen: BTreeSet::new(), nodes: 0 };
    search.place(0, &vec![i64::MIN; machines])
}

struct Search<'a> {
    events: &'a [InTime],
    window: i64,
    seen: BTreeSet<(u32, Vec<i64>)>,
    nodes: u32,
}

impl Search<'_> {
    /// Places the events not in `placed`, each next on the machine that is free first.
    fn place(&mut self, placed: u32, free: &[i64]) -> Option<bool> {
        if placed.count_ones() as usize == self.events.len() {
            return Some(true);
        }
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return None;
        }
        let earliest = free.first().copied()?;
        let late = |(i, event): (usize, &InTime)| placed & (1 << i) == 0 && event.latest < earliest;
        if self.events.iter().enumerate().any(late) || !self.seen.insert((placed, free.to_vec())) {
            return Some(false);
        }
        for (i, event) in self.events.iter().enumerate().filter(|(i, _)| placed & (1 << i) == 0) {
            let start = event.earliest.max(earliest);
            if start > event.latest {
                continue;
            }
            let mut next = free.to_vec();
            next[0] = start.saturating_add(self.window);
            next.sort_unstable();
            if self.place(placed | (1 << i), &next)? {
                return Some(true);
            }
        }
        Some(false)
    }
}

/// Sure events up to which the search is tried.
const MOST_EVENTS: usize = 24;
/// Nodes after which it is cut off.
pub const MOST_NODES: u32 = 100_000;
