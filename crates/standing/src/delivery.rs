//! M0, Delivery of one notice to one addressee: marks, read-backs, constructive notice, answer (notices.md 4.2, 8).
//!
//! I1 a mark is set at most once an addressee and never implied by another. I2 K3 comes only from an L3 whose
//! restatement matches, after K2. I3 K0 and N1 are what one node saw, so they never stand here.

use crate::answer::{Answer, AnswerInput};
use crate::attendance::{Stretch, counted_until, manned};
use crate::book::{Filed, TestSeen};
use crate::error::StandError;
use crate::matching::{Outcome, outcome};
use crate::seal;
use crate::station;
use crate::view::View;
use line::ids::{EntryHash, PartyCode};
use notice::types::e2_challenge::Challenge;
use notice::types::l2_acknowledgement::Acknowledgement;
use notice::types::l3_read_back::ReadBack;
use notice::types::l4_clarification::Clarification;
use notice::types::p2_leak::Leak;
use notice::types::t3_crossing::Crossing;
use notice::vocabulary::{
    AnswerKind, ClarificationVerb, CrossingVerb, Mark, NoticeType, Precedence, Relation,
};
use notice::{Due, Number, Until};
use std::collections::BTreeMap;

/// How one notice stands with one addressee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The notice.
    pub number: Number,
    /// Its entry.
    pub entry: EntryHash,
    /// Whose notice it is.
    pub author: PartyCode,
    /// For whom.
    pub addressee: PartyCode,
    /// Whether it is addressed to them, or for their information.
    pub for_action: bool,
    /// Marks with when they were made, ms UTC.
    pub marks: BTreeMap<Mark, i64>,
    /// Every read-back that counts as a try, in order.
    pub read_backs: Vec<Try>,
    /// When constructive notice ran, ms UTC.
    pub constructive_ms: Option<i64>,
    /// How the answer stands.
    pub answer: Answer,
    /// What was said about it by this addressee and moved nothing.
    pub refused: Vec<(EntryHash, StandError)>,
}

/// One read-back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Try {
    /// Its entry.
    pub entry: EntryHash,
    /// Its number.
    pub number: Number,
    /// Its DTG, ms UTC.
    pub at_ms: i64,
    /// MATCH or MISMATCH, computed here.
    pub outcome: Outcome,
}

impl Delivery {
    /// Whether a mark is set.
    pub fn has(&self, mark: Mark) -> bool {
        self.marks.contains_key(&mark)
    }

    /// When the addressee is held to know it: K3, or constructive notice.
    pub fn known_ms(&self) -> Option<i64> {
        [self.marks.get(&Mark::K3).copied(), self.constructive_ms].into_iter().flatten().min()
    }

    /// Folds it at the view's time.
    pub fn of(view: View<'_>, filed: &Filed, addressee: &PartyCode, for_action: bool) -> Delivery {
        let mut delivery = Delivery {
            number: filed.notice.number().clone(),
            entry: filed.entry,
            author: filed.place.author.clone(),
            addressee: addressee.clone(),
            for_action,
            marks: BTreeMap::new(),
            read_backs: Vec::new(),
            constructive_ms: None,
            answer: Answer::NotAsked,
            refused: Vec::new(),
        };
        delivery.take_in(view, filed);
        delivery.mark_by_clock(view, filed);
        delivery
    }

    fn take_in(&mut self, view: View<'_>, filed: &Filed) {
        if let Some(at) = view.book.had_by(&self.addressee, &filed.place, &filed.entry, view.horizon) {
            self.marks.insert(Mark::K1, at);
        }
        for said in view.about(&self.number) {
            if said.place.author == self.addressee {
                let refused = self.acknowledge(said).and_then(|()| self.read_back(view, filed, said));
                self.refused.extend(refused.err().map(|why| (said.entry, why)));
            }
        }
    }

    fn acknowledge(&mut self, said: &Filed) -> Result<(), StandError> {
        let Some(l2) = Acknowledgement::of(&said.notice) else { return Ok(()) };
        if l2.subject() != Some(&self.number) {
            return Ok(());
        }
        if let (Some(mark), Some(at)) = (l2.mark(), l2.at())
            && let Some(mark) = Mark::parse(mark.word())
        {
            self.marks.entry(mark).or_insert(at.ms());
        }
        Ok(())
    }

    fn read_back(&mut self, view: View<'_>, filed: &Filed, said: &Filed) -> Result<(), StandError> {
        let Some(l3) = ReadBack::of(&said.notice) else { return Ok(()) };
        if l3.subject() != Some(&self.number) {
            return Ok(());
        }
        if l3.entry() != Some(self.entry.0) {
            return Err(StandError::OtherEntry { subject: self.number.to_string() });
        }
        if !self.has(Mark::K2) {
            return Err(StandError::NotOpened { subject: self.number.to_string() });
        }
        let outcome = outcome(&filed.notice, &said.notice, view.charter);
        let at_ms = said.notice.stamp().dtg.ms();
        if outcome == Outcome::Match || view.planted.count_mismatched_read_back {
            self.marks.entry(Mark::K3).or_insert(at_ms);
        }
        let number = said.notice.number().clone();
        self.read_backs.push(Try { entry: said.entry, number, at_ms, outcome });
        Ok(())
    }

    fn mark_by_clock(&mut self, view: View<'_>, filed: &Filed) {
        self.constructive_ms = self.constructive(view, filed);
        if self.for_action {
            self.answer = self.answered(view, filed);
        }
        match self.answer {
            Answer::NonAnswer { since_ms } | Answer::AnsweredLate { since_ms, .. } => {
                self.marks.insert(Mark::N5, since_ms);
            }
            _ => {}
        }
        if let Some(first) = answers(view, filed, &self.addressee).first() {
            self.marks.insert(Mark::K7, first.notice.stamp().dtg.ms());
        }
        if let Until::At(end) = filed.notice.envelope().expires
            && view.past(end.ms())
            && self.marks.get(&Mark::K2).is_none_or(|opened| *opened > end.ms())
        {
            self.marks.insert(Mark::N4, end.ms());
        }
    }

    fn constructive(&self, view: View<'_>, filed: &Filed) -> Option<i64> {
        let from_ms = *self.marks.get(&Mark::K1)?;
        if !self.for_action || !notice::registry::spec(filed.notice.kind())?.constructive {
            return None;
        }
        let flash = filed.notice.envelope().precedence == Precedence::Flash;
        let delay = if flash { view.clocks.constructive_flash } else { view.clocks.constructive };
        let interval_ms = view.clocks.test.ms();
        let most = view.clocks.constructive_stop.ms();
        let read_ms = self.marks.get(&Mark::K3).copied();
        let least_ms = from_ms.saturating_add(delay.ms());
        if read_ms.is_some_and(|read| read < least_ms) || !view.past(least_ms) {
            return None;
        }
        let tests = view.book.tests(&self.addressee, view.horizon).map(|(_, seen)| *seen).rev();
        let mut since: Vec<TestSeen> = Vec::new();
        for test in tests {
            since.push(test);
            if test.claimed_ms <= from_ms {
                break;
            }
        }
        let manned = manned(since.iter().rev(), interval_ms);
        let last_ms = manned.iter().map(|stretch| stretch.until_ms).max().unwrap_or(from_ms);
        let until_ms = read_ms.map_or(last_ms, |read| last_ms.min(read));
        let counted = counted_until(&manned, &self.stops(view, filed), most, from_ms, delay.ms(), until_ms);
        counted.filter(|at_ms| view.past(*at_ms))
    }

    /// What stops the clock of constructive notice: declared silence and suspension, an open MISMATCH, an open L4.
    fn stops(&self, view: View<'_>, filed: &Filed) -> Vec<Stretch> {
        let kind = filed.notice.kind();
        let mut stops = station::stops(view, &self.addressee, &self.author, kind);
        for (at, read_back) in self.read_backs.iter().enumerate() {
            if read_back.outcome != Outcome::Match {
                let mended = self.read_backs[at..].iter().find(|later| later.outcome == Outcome::Match);
                let until_ms = mended.map_or(i64::MAX, |later| later.at_ms);
                stops.push(Stretch { from_ms: read_back.at_ms, until_ms });
            }
        }
        let asked = view.about(&self.number).filter(|l4| verb(l4) == Some(ClarificationVerb::Ask));
        for ask in asked.filter(|ask| ask.place.author == self.addressee) {
            let told = answers(view, ask, &self.author).first().map(|answer| answer.notice.stamp().dtg.ms());
            let from_ms = ask.notice.stamp().dtg.ms();
            stops.push(Stretch { from_ms, until_ms: told.unwrap_or(i64::MAX) });
        }
        stops
    }

    fn answered(&self, view: View<'_>, filed: &Filed) -> Answer {
        let Some((due, kind)) = asked(view, filed) else { return Answer::NotAsked };
        let mut state = Answer::Waiting;
        let starts = match due {
            Due::At(at) => Some(at.ms()),
            Due::Within(span) => self.clock_starts(filed).map(|from| from.saturating_add(span.ms())),
        };
        if let Some(due_ms) = starts {
            state = state.on(AnswerInput::Starts { due_ms }).unwrap_or(state);
        }
        let mut inputs: Vec<AnswerInput> = Vec::new();
        if kind == AnswerKind::ReadBack {
            let matched = self.marks.get(&Mark::K3);
            let in_time = |at: &i64| starts.is_none_or(|due| *at <= due);
            inputs.extend(matched.map(|at| AnswerInput::Answer { by: None, in_time: in_time(at) }));
        } else {
            let from = answers(view, filed, &self.addressee).into_iter();
            inputs.extend(from.map(|answer| AnswerInput::Answer {
                by: Some(answer.notice.number().clone()),
                in_time: starts.is_none_or(|due_ms| in_time(view, answer, &self.author, due_ms)),
            }));
        }
        let past = starts.is_some_and(|due_ms| view.past(due_ms));
        let timely = inputs.iter().any(|i| matches!(i, AnswerInput::Answer { in_time: true, .. }));
        if past && !timely {
            state = state.on(AnswerInput::DueTime).unwrap_or(state);
        }
        inputs.retain(|i| !timely || matches!(i, AnswerInput::Answer { in_time: true, .. }));
        inputs.into_iter().fold(state, |state, input| state.on(input).unwrap_or(state))
    }

    /// When an answer's clock starts: K3, or K2 where the type is not read back, or constructive notice.
    fn clock_starts(&self, filed: &Filed) -> Option<i64> {
        let read_back = notice::registry::spec(filed.notice.kind()).is_some_and(|spec| spec.read_back);
        let mark = if read_back { Mark::K3 } else { Mark::K2 };
        [self.marks.get(&mark).copied(), self.constructive_ms].into_iter().flatten().min()
    }
}

/// By when an answer is asked for and what counts: the envelope, paragraph G of T3 and E2, or the charter's clock for
/// P2 and L4.
fn asked(view: View<'_>, filed: &Filed) -> Option<(Due, AnswerKind)> {
    if let Some(asked) = &filed.notice.envelope().answer_due {
        return Some((asked.due, asked.answer));
    }
    if let Some(t3) = Crossing::of(&filed.notice)
        && t3.verb() == Some(CrossingVerb::Notify)
    {
        return Some((t3.due().unwrap_or(Due::Within(view.clocks.t3_answer)), AnswerKind::Answer));
    }
    if let Some(e2) = Challenge::of(&filed.notice) {
        return Some((e2.due().unwrap_or(Due::Within(view.clocks.e2_answer)), AnswerKind::Statement));
    }
    if Leak::of(&filed.notice).is_some() && filed.notice.refers(Relation::Answers).next().is_none() {
        return Some((Due::Within(view.clocks.p2_answer), AnswerKind::AnswerOrReply));
    }
    let ask = verb(filed) == Some(ClarificationVerb::Ask);
    ask.then_some((Due::Within(view.clocks.l4_answer), AnswerKind::AnswerOrReply))
}

fn verb(filed: &Filed) -> Option<ClarificationVerb> {
    Clarification::of(&filed.notice)?.verb()
}

/// Answers of a party to a notice, in order: what refers to it as its answer, and an L4 ANSWER about it. What its
/// author has taken back with both seals is none.
pub fn answers<'a>(view: View<'a>, filed: &Filed, by: &PartyCode) -> Vec<&'a Filed> {
    let number = filed.notice.number();
    let is_answer = |said: &Filed| {
        let refers = said.notice.refers(Relation::Answers).any(|subject| subject == number);
        let explains = verb(said) == Some(ClarificationVerb::Answer)
            && Clarification::of(&said.notice).and_then(|l4| l4.subject()) == Some(number);
        refers || explains
    };
    view.about(number)
        .filter(|said| said.place.author == *by && said.notice.kind() != NoticeType::L2)
        .filter(|said| is_answer(said) && !seal::life(view, said).undone())
        .collect()
}

/// DTG by the due time, and either arrival at the asker by due and grace or a relay deposit by due (line.md 6).
pub fn in_time(view: View<'_>, answer: &Filed, asker: &PartyCode, due_ms: i64) -> bool {
    if answer.notice.stamp().dtg.ms() > due_ms {
        return false;
    }
    let latest = due_ms.saturating_add(view.clocks.arrival_grace.ms());
    let arrived = view.book.had_by(asker, &answer.place, &answer.entry, view.horizon);
    let deposited = view.book.deposited(&answer.entry, view.horizon);
    let before_due = !view.past(due_ms);
    before_due || arrived.is_some_and(|at| at <= latest) || deposited.is_some_and(|at| at <= due_ms)
}
