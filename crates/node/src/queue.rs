//! What waits for a compartment's thread: bounded by bytes, taken in batches, in order.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// A queue for one reader and many writers.
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
    budget: usize,
}

struct State<T> {
    items: VecDeque<(T, usize)>,
    bytes: usize,
}

impl<T> Queue<T> {
    pub(crate) fn new(budget: usize) -> Self {
        Queue {
            state: Mutex::new(State { items: VecDeque::new(), bytes: 0 }),
            filled: Condvar::new(),
            budget,
        }
    }

    /// Adds an item if the budget allows; an empty queue takes any one. Gives it back otherwise.
    pub(crate) fn offer(&self, item: T, bytes: usize) -> Result<(), T> {
        let mut state = self.lock();
        if state.bytes > 0 && state.bytes.saturating_add(bytes) > self.budget {
            return Err(item);
        }
        state.bytes += bytes;
        state.items.push_back((item, bytes));
        self.filled.notify_one();
        Ok(())
    }

    /// Adds an item that must not be refused: an answer that was asked for, a stop.
    pub(crate) fn push(&self, item: T, bytes: usize) {
        let mut state = self.lock();
        state.bytes += bytes;
        state.items.push_back((item, bytes));
        self.filled.notify_one();
    }

    /// What is queued, up to `most`, waiting at most `patience` for the first.
    pub(crate) fn take(&self, most: usize, patience: Duration) -> Vec<T> {
        let until = Instant::now().checked_add(patience);
        let mut state = self.lock();
        while state.items.is_empty() {
            let left = until.map_or(patience, |until| until.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                break;
            }
            state = self.filled.wait_timeout(state, left).expect("no holder of the queue panics").0;
        }
        let count = most.min(state.items.len());
        let taken: Vec<(T, usize)> = state.items.drain(..count).collect();
        state.bytes -= taken.iter().map(|(_, bytes)| bytes).sum::<usize>();
        taken.into_iter().map(|(item, _)| item).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().expect("no holder of the queue panics")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_refuses_above_its_budget_but_takes_one_of_any_size_and_what_was_asked_for() {
        let queue = Queue::new(10);
        assert_eq!(queue.offer("big", 100), Ok(()));
        assert_eq!(queue.offer("more", 1), Err("more"));
        queue.push("answer", 50);
        assert_eq!(queue.take(64, Duration::ZERO), ["big", "answer"]);
        assert_eq!(queue.offer("more", 1), Ok(()));
        assert_eq!(queue.take(64, Duration::from_secs(5)), ["more"]);
        assert!(queue.take(64, Duration::from_millis(5)).is_empty());
    }
}
