//! Virtual time: what will happen, in the order of its instant and then of its planning.
//!
//! I1 time never goes back. I2 two things at one instant happen in the order they were planned, so that equal
//! worlds have equal histories.

use std::collections::BTreeMap;

/// Things that will happen, each at a millisecond since the world began.
#[derive(Debug, Clone)]
pub struct Queue<T> {
    now_ms: u64,
    planned: u64,
    waiting: BTreeMap<(u64, u64), T>,
}

impl<T> Queue<T> {
    /// An empty queue at millisecond 0.
    pub fn new() -> Self {
        Queue { now_ms: 0, planned: 0, waiting: BTreeMap::new() }
    }

    /// The present, ms since the world began.
    pub fn now_ms(&self) -> u64 {
        self.now_ms
    }

    /// Plans something for an instant; what is planned for the past happens now.
    pub fn plan(&mut self, at_ms: u64, what: T) {
        self.planned += 1;
        self.waiting.insert((at_ms.max(self.now_ms), self.planned), what);
    }

    /// Plans something for `after_ms` from now.
    pub fn plan_in(&mut self, after_ms: u64, what: T) {
        self.plan(self.now_ms.saturating_add(after_ms), what);
    }

    /// The next thing up to and including `until_ms`, with the clock moved to its instant.
    pub fn next_until(&mut self, until_ms: u64) -> Option<T> {
        let (&key, _) = self.waiting.first_key_value()?;
        if key.0 > until_ms {
            return None;
        }
        assert!(key.0 >= self.now_ms, "I1: time never goes back");
        self.now_ms = key.0;
        self.waiting.remove(&key)
    }

    /// Lets time pass to an instant when nothing more is planned before it.
    pub fn pass_to(&mut self, at_ms: u64) {
        self.now_ms = self.now_ms.max(at_ms);
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_happen_by_instant_and_then_as_planned() {
        let mut queue = Queue::new();
        queue.plan(5, "second");
        queue.plan(5, "third");
        queue.plan(2, "first");
        queue.plan(9, "too late");
        let happened: Vec<_> = std::iter::from_fn(|| queue.next_until(8)).collect();
        assert_eq!(happened, ["first", "second", "third"]);
        assert_eq!(queue.now_ms(), 5);
    }

    #[test]
    fn what_is_planned_for_the_past_happens_now() {
        let mut queue = Queue::new();
        queue.pass_to(10);
        queue.plan(3, ());
        assert_eq!(queue.next_until(10), Some(()));
        assert_eq!(queue.now_ms(), 10);
    }
}
