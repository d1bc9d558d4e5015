//! What a fold may look at: the book up to a horizon, the charter's clocks, and a time.

use crate::book::{Book, Filed};
use crate::horizon::Horizon;
use crate::memo::{Memo, Unit};
use crate::trace::Trace;
use line::ids::PartyCode;
use notice::clause_test::{ClauseOf, Event};
use notice::{Clocks, Code8, Number, Parameters};
use std::sync::Arc;

/// Deliberate deviations, so that the simulator can show that its checkers catch them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Planted {
    /// A read-back counts as K3 whatever it restates (issue 3, "count a mismatched read-back").
    pub count_mismatched_read_back: bool,
}

/// The sight of one evaluation.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Everything filed.
    pub book: &'a Book,
    /// How far it is looked into.
    pub horizon: &'a Horizon,
    /// Clocks of the charter.
    pub clocks: &'a Clocks,
    /// The charter, for the critical fields it adds.
    pub charter: Option<&'a Parameters>,
    /// Off everywhere but in planted worlds.
    pub planted: Planted,
    as_of_ms: i64,
    /// Whether the time is the one asked for, so that what waits for a later one is noted.
    asked: bool,
    memo: Option<&'a Memo>,
}

/// What stays the same over the times that are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Everything filed.
    pub book: &'a Book,
    /// How far it is looked into.
    pub horizon: &'a Horizon,
    /// Clocks of the charter.
    pub clocks: &'a Clocks,
    /// The charter, for the critical fields it adds.
    pub charter: Option<&'a Parameters>,
    /// Off everywhere but in planted worlds.
    pub planted: Planted,
}

impl<'a> View<'a> {
    /// The sight of what is asked for a time; what was folded before is in a memo, if all that is filed is in sight.
    pub fn new(ground: Ground<'a>, as_of_ms: i64, memo: &'a Memo) -> Self {
        let Ground { book, horizon, clocks, charter, planted } = ground;
        let memo = Some(memo).filter(|_| horizon.holds_all(book.causality.ends()));
        View { book, horizon, clocks, charter, planted, as_of_ms, asked: true, memo }
    }

    /// The same sight at another time.
    #[must_use]
    pub fn at(self, as_of_ms: i64) -> Self {
        View { as_of_ms, asked: false, memo: None, ..self }
    }

    /// The same time within another horizon.
    #[must_use]
    pub fn within(self, horizon: &'a Horizon) -> Self {
        View { horizon, memo: None, ..self }
    }

    /// Whether an instant has come, ms UTC.
    pub fn past(self, at_ms: i64) -> bool {
        let past = at_ms <= self.as_of_ms;
        if !past {
            self.waits(at_ms);
        }
        past
    }

    /// The time, ms UTC. What is made of it holds for this instant alone; [`View::past`] holds longer.
    pub fn as_of_ms(self) -> i64 {
        self.waits(self.as_of_ms.saturating_add(1));
        self.as_of_ms
    }

    /// The time, for a computation that says itself until when its outcome stands ([`View::stands_until`]).
    pub fn as_of_noted(self) -> i64 {
        self.as_of_ms
    }

    /// What was made of the time stands until this instant, ms UTC.
    pub fn stands_until(self, next_ms: i64) {
        self.waits(next_ms);
    }

    /// Notes when no accident can excuse an event any more: until then its verdict may change with the time alone.
    pub fn settles(self, clause: &ClauseOf<'_>, event: &Event) {
        for last in clause.settles(event) {
            let over_ms = last.ms().saturating_add(1_000);
            if over_ms > self.as_of_ms {
                self.stands_until(over_ms);
            }
        }
    }

    fn waits(self, at_ms: i64) {
        if let Some(trace) = self.horizon.trace().filter(|_| self.asked) {
            trace.waits(at_ms);
        }
    }

    /// A part of the state: as it was folded before if that still holds, else folded now.
    pub fn part<T: Send + Sync + 'static>(self, unit: Unit, fold: impl FnOnce(View<'_>) -> T) -> Arc<T> {
        let Some(memo) = self.memo else { return Arc::new(fold(self)) };
        if let Some(kept) = memo.get(&unit, self.as_of_ms) {
            return kept;
        }
        let traced = self.horizon.traced();
        let value = Arc::new(fold(View { horizon: &traced, memo: None, ..self }));
        if let Some(rests) = traced.into_trace().map(Trace::rests) {
            memo.keep(unit, self.as_of_ms, rests, value.clone());
        }
        value
    }

    /// What was said about a number, in order.
    pub fn about(self, number: &Number) -> impl Iterator<Item = &'a Filed> + use<'a> {
        self.book.about(number, self.horizon).map(AsRef::as_ref)
    }
}

/// A party's code as the carrier writes it. Both crates have the one shape, so a code of a notice is always one.
pub fn party_of(code: &Code8) -> PartyCode {
    PartyCode::parse(code.as_str()).expect("both crates demand 2 to 8 capitals or digits, a letter first")
}

/// Parties that a notice is addressed to (true) or informed by (false), without its author.
pub fn addressees(filed: &Filed) -> Vec<(PartyCode, bool)> {
    let envelope = filed.notice.envelope();
    let to = envelope.to.iter().map(|station| (party_of(&station.party), true));
    let info = envelope.info.iter().map(|station| (party_of(&station.party), false));
    let mut all: Vec<(PartyCode, bool)> = to.chain(info).collect();
    all.sort_by(|a, b| (&a.0, !a.1).cmp(&(&b.0, !b.1)));
    all.dedup_by(|later, first| later.0 == first.0);
    all.retain(|(party, _)| *party != filed.place.author);
    all
}
