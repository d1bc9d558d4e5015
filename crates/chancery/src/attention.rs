//! What the desk keeps an eye on between inputs: which marks were shown, what falls due next, who does not open or
//! answer. Incremental: an input costs the notices it touches, a clock the notices that fall due.
//!
//! I1 a mark is told once. I2 every clock of a fold that can still move has a place in the agenda.

use line::ids::PartyCode;
use notice::Number;
use notice::vocabulary::Mark;
use standing::answer::Answer;
use standing::delivery::Delivery;
use std::collections::{BTreeMap, BTreeSet};

/// What was last told about one delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Told {
    marks: BTreeSet<Mark>,
    tries: usize,
    answer: Option<&'static str>,
}

/// What is new about a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// Marks set since.
    pub marks: Vec<Mark>,
    /// Read-backs since, by index in [`Delivery::read_backs`].
    pub tries: std::ops::Range<usize>,
    /// The answer's new word, if it changed.
    pub answer: Option<&'static str>,
}

/// The eye on one compartment.
#[derive(Debug, Default)]
pub struct Attention {
    told: BTreeMap<(Number, PartyCode), Told>,
    agenda: BTreeSet<(i64, Number)>,
    next: BTreeMap<Number, i64>,
    waiting: BTreeSet<Number>,
    unopened: BTreeMap<PartyCode, BTreeSet<Number>>,
    overdue: BTreeMap<PartyCode, BTreeSet<Number>>,
    open: BTreeSet<Number>,
    silence_told: BTreeMap<PartyCode, (bool, bool)>,
}

impl Attention {
    /// Compares a delivery with what was told of it, and notes it as told.
    pub fn news(&mut self, delivery: &Delivery) -> News {
        let key = (delivery.number.clone(), delivery.addressee.clone());
        let told = self.told.entry(key).or_default();
        let marks: Vec<Mark> =
            delivery.marks.keys().filter(|mark| told.marks.insert(**mark)).copied().collect();
        let tries = told.tries.min(delivery.read_backs.len())..delivery.read_backs.len();
        told.tries = tries.end;
        let word = (delivery.answer != Answer::NotAsked).then(|| delivery.answer.word());
        let answer = if told.answer == word { None } else { word };
        told.answer = word;
        News { marks, tries, answer }
    }

    /// Notes a mark that only this node saw (K0, N1); true if it is new.
    pub fn saw(&mut self, number: &Number, addressee: &PartyCode, mark: Mark) -> bool {
        self.told.entry((number.clone(), addressee.clone())).or_default().marks.insert(mark)
    }

    /// Marks that were told of a delivery, those that only this node saw among them.
    pub fn marks(&self, number: &Number, addressee: &PartyCode) -> BTreeSet<Mark> {
        self.told.get(&(number.clone(), addressee.clone())).map(|t| t.marks.clone()).unwrap_or_default()
    }

    /// Sets when a notice must be looked at again, ms UTC; `None` if no clock of it runs.
    pub fn schedule(&mut self, number: &Number, at_ms: Option<i64>) {
        if let Some(before) = self.next.remove(number) {
            self.agenda.remove(&(before, number.clone()));
        }
        if let Some(at_ms) = at_ms {
            self.agenda.insert((at_ms, number.clone()));
            self.next.insert(number.clone(), at_ms);
        }
    }

    /// Takes what has fallen due by now.
    pub fn fallen_due(&mut self, now_ms: i64) -> Vec<Number> {
        let mut due = Vec::new();
        while let Some((at_ms, number)) = self.agenda.first().cloned() {
            if at_ms > now_ms {
                break;
            }
            self.agenda.remove(&(at_ms, number.clone()));
            self.next.remove(&number);
            due.push(number);
        }
        due
    }

    /// When something falls due next, ms UTC.
    pub fn next_ms(&self) -> Option<i64> {
        self.agenda.first().map(|(at_ms, _)| *at_ms)
    }

    /// Notices whose constructive notice is still running: each line test may move them.
    pub fn waiting(&self) -> impl Iterator<Item = &Number> {
        self.waiting.iter()
    }

    /// Notes whether constructive notice of it is still running.
    pub fn set_waiting(&mut self, number: &Number, waits: bool) {
        put(&mut self.waiting, number, waits);
    }

    /// Notes whether anybody must still look at it.
    pub fn set_open(&mut self, number: &Number, open: bool) {
        put(&mut self.open, number, open);
    }

    /// Notices somebody must still look at.
    pub fn open(&self) -> impl Iterator<Item = &Number> {
        self.open.iter()
    }

    /// Notes whether a party has left it unopened past its time, and whether it owes an answer past due.
    pub fn set_silence(&mut self, number: &Number, party: &PartyCode, unopened: bool, overdue: bool) {
        put(self.unopened.entry(party.clone()).or_default(), number, unopened);
        put(self.overdue.entry(party.clone()).or_default(), number, overdue);
    }

    /// Whether a party leaves anything of ours unopened past its time, or unanswered past due.
    pub fn silence(&self, party: &PartyCode) -> (bool, bool) {
        let any = |set: Option<&BTreeSet<Number>>| set.is_some_and(|set| !set.is_empty());
        (any(self.unopened.get(party)), any(self.overdue.get(party)))
    }

    /// Notes what the carrier is told of a party's silence; true if it is new.
    pub fn silence_told(&mut self, party: &PartyCode, silence: (bool, bool)) -> bool {
        self.silence_told.insert(party.clone(), silence).unwrap_or_default() != silence
    }
}

fn put(set: &mut BTreeSet<Number>, number: &Number, there: bool) {
    if there {
        set.insert(number.clone());
    } else {
        set.remove(number);
    }
}
