//! Counts in sliding windows, event by event, as if every event had come in its order.
//!
//! Events stand in the order of their latest time. The count of an event is that of the windows that may hold it and
//! nothing later: so it is a function of the set of events alone, and one that comes late, is corrected or taken back
//! changes only those after it, within a window. n events lie in one window if last - first < w.
//!
//! I1 `low` is the greatest k for which k events surely lie in one window in every realisation of the times, exact up
//! to the search's cut-off ([`notice::window`]); `high` is the greatest k for which that may be.

use notice::truth::Truth;
use notice::window::{InTime, counted};
use std::collections::BTreeMap;

/// Place of an event in the order: latest time, earliest time, its number.
type Order = (i64, i64, u64);

/// Lower and upper count of the windows that may hold an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// So many surely.
    pub low: u32,
    /// So many at most.
    pub high: u32,
}

/// Events that a line counts.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    events: BTreeMap<Order, Truth>,
    /// Longest interval of a time, seconds: how far back an event that still matters may begin.
    longest_s: i64,
}

impl Counted {
    /// Whether `count` is reached.
    pub fn reached(self, count: u32) -> Truth {
        Truth::of(self.low >= count, self.high >= count)
    }
}

impl Tally {
    /// Adds an event by its number; the same number twice is one event.
    pub fn add(&mut self, number: u64, when: (i64, i64), matches: Truth) {
        self.longest_s = self.longest_s.max(when.1 - when.0);
        self.events.insert((when.1, when.0, number), matches);
    }

    /// Takes an event out.
    pub fn remove(&mut self, number: u64, when: (i64, i64)) {
        self.events.remove(&(when.1, when.0, number));
    }

    /// How many are held.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether none is held.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Forgets what cannot share a window with anything at or after a time.
    pub fn forget_before(&mut self, time_s: i64) {
        self.events = self.events.split_off(&(time_s, i64::MIN, 0));
    }

    /// The count of an event that stands in the tally.
    pub fn count(&self, number: u64, when: (i64, i64), window_s: i64) -> Counted {
        let own = (when.1, when.0, number);
        let from = (when.0.saturating_sub(window_s).saturating_add(1), i64::MIN, 0);
        let before = self.events.range(from.min(own)..=own);
        if self.longest_s == 0 {
            let (mut low, mut high) = (0, 0);
            for (_, matches) in before {
                low += u32::from(matches.must());
                high += u32::from(matches.may());
            }
            return Counted { low, high };
        }
        let events: Vec<InTime> = before
            .map(|((latest, earliest, _), matches)| InTime {
                earliest: *earliest,
                latest: *latest,
                matches: *matches,
            })
            .collect();
        Counted { low: lowest(&events, window_s), high: highest(&events, when, window_s) }
    }

    /// Events after one in the order that may share a window with it: number and times.
    pub fn after(&self, number: u64, when: (i64, i64), window_s: i64) -> Vec<(u64, (i64, i64))> {
        let own = (when.1, when.0, number);
        let until = when.1.saturating_add(window_s).saturating_add(self.longest_s);
        let later = self.events.range(own..=(until, i64::MAX, u64::MAX)).filter(|(order, _)| **order != own);
        later
            .filter(|((_, earliest, _), _)| earliest.saturating_sub(window_s) < when.1)
            .map(|((latest, earliest, number), _)| (*number, (*earliest, *latest)))
            .collect()
    }
}

/// Greatest count that is surely reached.
fn lowest(events: &[InTime], window_s: i64) -> u32 {
    let sure: Vec<InTime> = events.iter().copied().filter(|event| event.matches.must()).collect();
    let most = u32::try_from(sure.len()).unwrap_or(u32::MAX);
    let surely = |count: u32| count == 0 || counted(&sure, count, Some(window_s)).must();
    if most <= 1 {
        return most;
    }
    // One more is never surer: the greatest that holds is found by halving.
    let (mut low, mut high) = (1, most);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if surely(middle) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// Greatest number of events that may lie in one window together with the one of `when`.
fn highest(events: &[InTime], when: (i64, i64), window_s: i64) -> u32 {
    let may = events.iter().filter(|event| event.matches.may());
    let (from, until) = (when.0.saturating_sub(window_s), when.1);
    let mut edges: Vec<(i64, i32)> = may
        .filter_map(|event| {
            let start = event.earliest.saturating_sub(window_s).max(from);
            let end = event.latest.min(until);
            (start < end).then_some([(start, 1), (end, -1)])
        })
        .flatten()
        .collect();
    edges.sort_unstable();
    let mut open = 0;
    let mut most = 0;
    for (_, step) in edges {
        open += step;
        most = most.max(open);
    }
    u32::try_from(most).unwrap_or(0)
}
