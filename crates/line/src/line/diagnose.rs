//! The word for a silence, first match of the table in line.md section 13, and the rung of the line.

use super::Line;
use crate::body::Test;
use crate::diagnosis::{LineState, State, Word};
use crate::group::Group;
use crate::ids::PartyCode;
use crate::machine::Event;

/// What is known of the line to one party.
#[derive(Debug)]
pub(super) struct Watched {
    /// When their last TEST was admitted, monotonic ms.
    tested_at: u64,
    /// When an entry of theirs came last.
    heard_at: Option<u64>,
    /// When a relay last told of a hand-over to them, own monotonic clock, and the minute it told.
    fetched_at: Option<u64>,
    fetched_minute: i64,
    manned: bool,
    unopened: bool,
    overdue: bool,
    until_ms: Option<i64>,
    /// NO CONTACT was said: when the silence began, own clock, ms UTC. Their next TEST refines it.
    no_contact: Option<i64>,
    heard_ms: i64,
    /// The refined word, shown until this time, monotonic ms.
    refined: Option<(Word, u64)>,
    pub said: LineState,
}

impl Watched {
    /// At the start nothing is known; the clock of the first test runs.
    pub(super) fn new(now: crate::time::Now) -> Self {
        Watched {
            tested_at: now.mono_ms,
            heard_at: None,
            fetched_at: None,
            fetched_minute: i64::MIN,
            manned: true,
            unopened: false,
            overdue: false,
            until_ms: None,
            no_contact: None,
            heard_ms: now.utc_ms,
            refined: None,
            said: LineState { state: State::Up, word: None, since_ms: now.utc_ms },
        }
    }
}

impl<G: Group> Line<G> {
    /// An entry by this party came.
    pub(super) fn heard_from(&mut self, party: &PartyCode) {
        let now = self.now;
        if let Some(w) = self.watchers.get_mut(party) {
            w.heard_at = Some(now.mono_ms);
            w.heard_ms = now.utc_ms;
        }
    }

    /// A relay has handed the party's mailbox over in this minute.
    pub(super) fn hand_over_seen(&mut self, _relay: usize, party: &PartyCode, minute: i64) {
        let now = self.now.mono_ms;
        if let Some(w) = self.watchers.get_mut(party).filter(|w| minute > w.fetched_minute) {
            w.fetched_minute = minute;
            w.fetched_at = Some(now);
        }
    }

    /// A TEST of theirs is admitted, written at `claimed_ms` by their clock.
    pub(super) fn test_seen(&mut self, party: &PartyCode, claimed_ms: i64, test: &Test, live: bool) {
        let (now, shown_for) = (self.now.mono_ms, self.tests.interval_ms);
        let Some(w) = self.watchers.get_mut(party).filter(|_| live) else { return };
        if let Some(since) = w.no_contact.take() {
            let started = claimed_ms.saturating_sub_unsigned(test.uptime_ms);
            let off = started > since.saturating_add(CLOCKS_APART_MS);
            w.refined = Some((if off { Word::NodeOff } else { Word::PathTheirs }, now + shown_for));
        }
        w.tested_at = now;
        w.manned = test.watch[0] != 0;
    }

    /// A declared silence begins or ends.
    pub(super) fn declared(&mut self, party: &PartyCode, until_ms: Option<i64>) {
        if let Some(w) = self.watchers.get_mut(party) {
            w.until_ms = until_ms;
        }
    }

    /// What folds know of the other watch.
    pub(super) fn attention(&mut self, party: &PartyCode, unopened: bool, answer_overdue: bool) {
        if let Some(w) = self.watchers.get_mut(party) {
            w.unopened = unopened;
            w.overdue = answer_overdue;
        }
    }

    /// Works the table out for each party and tells what changed.
    pub(super) fn diagnose(&mut self) {
        for party in self.peers() {
            let (state, word) = self.word_for(&party);
            let since_ms = self.now.utc_ms;
            let Some(w) = self.watchers.get_mut(&party) else { continue };
            if word == Some(Word::NoContact) {
                w.no_contact.get_or_insert(w.heard_ms);
            }
            if w.said.state == state && w.said.word == word {
                continue;
            }
            w.said = LineState { state, word, since_ms };
            let state = w.said.clone();
            self.out.tell(Event::Line { party, state });
        }
    }

    fn word_for(&self, party: &PartyCode) -> (State, Option<Word>) {
        let Some(w) = self.watchers.get(party) else { return (State::Up, None) };
        if self.tests.forked.contains(party) {
            return (State::Forked, Some(Word::Forked));
        }
        let (now, interval) = (self.now.mono_ms, self.tests.interval_ms);
        let age = now.saturating_sub(w.tested_at);
        let sends = self.config.sends(party);
        let missed = match age {
            _ if !sends || age <= interval + interval / 4 => State::Up,
            _ if age <= 2 * interval + interval / 4 => State::Late,
            _ => State::Unanswered,
        };
        let relays = self.relay_word();
        let declared = w.until_ms.is_some_and(|until| self.now.utc_ms <= until);
        if let Some(word) = relays {
            return (missed.max(State::Degraded), Some(word));
        }
        if declared {
            return (State::Declared, Some(Word::Declared));
        }
        let since = |at: Option<u64>| at.is_some_and(|at| now.saturating_sub(at) <= interval);
        if missed != State::Up && !since(w.heard_at) && !since(w.fetched_at) {
            return (missed, Some(Word::NoContact));
        }
        if !w.manned || w.unopened || (missed != State::Up) {
            return (missed, Some(Word::WatchAbsent));
        }
        if w.overdue {
            return (missed, Some(Word::PresentNotAnswering));
        }
        (missed, w.refined.as_ref().filter(|(_, until)| now < *until).map(|(word, _)| word.clone()))
    }

    /// The first two rows: what our own probes say of the paths.
    fn relay_word(&self) -> Option<Word> {
        let (now, interval) = (self.now.mono_ms, self.tests.interval_ms);
        let bad = |r: &&super::relay::Relay| r.probe.fails >= PROBES_FAILED;
        if !self.relays.is_empty() && self.relays.iter().all(|r| bad(&r)) {
            return Some(Word::PathOurs);
        }
        if let Some(r) = self.relays.iter().find(bad) {
            return Some(Word::RelayDown(r.config.path.clone()));
        }
        let holes =
            |r: &&super::relay::Relay| r.probe.holes > 0 && now.saturating_sub(r.probe.hole_at) <= interval;
        self.relays.iter().find(holes).map(|r| Word::RelayWithholds(r.config.path.clone()))
    }

    /// When the word may change by time alone.
    pub(super) fn diagnose_deadline(&self) -> Option<u64> {
        let interval = self.tests.interval_ms;
        let steps = self.watchers.values().flat_map(|w| {
            let tests = [1, 2].map(|n| w.tested_at + n * interval + interval / 4 + 1);
            let seen = [w.heard_at, w.fetched_at].into_iter().flatten().map(|at| at + interval + 1);
            let seen = seen.chain(w.refined.as_ref().map(|(_, until)| *until));
            tests.into_iter().chain(seen)
        });
        let holes = self.relays.iter().filter(|r| r.probe.holes > 0).map(|r| r.probe.hole_at + interval + 1);
        steps.chain(holes).filter(|at| *at > self.now.mono_ms).min()
    }
}

/// Clocks of two parties may differ by this without a restart being read into it.
const CLOCKS_APART_MS: i64 = 30_000;
/// Failed probes after which a relay counts as down.
pub(super) const PROBES_FAILED: u32 = 2;
