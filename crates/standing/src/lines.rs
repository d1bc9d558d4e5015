//! Red lines and crossings as the book tells them: feeds the machines of [`crate::red_line`] and
//! [`crate::crossing`].

use crate::answer::Answer;
use crate::book::Filed;
use crate::crossing::{CrossingInput, CrossingState};
use crate::delivery::{Delivery, answers};
use crate::error::StandError;
use crate::excused;
use crate::periods::{effective, ends};
use crate::red_line::{RedLineInput, RedLineState};
use crate::review;
use crate::seal;
use crate::view::{View, addressees, party_of};
use line::ids::{EntryHash, PartyCode};
use notice::types::t1_red_line::RedLine;
use notice::types::t2_amendment::Amendment;
use notice::types::t3_crossing::Crossing;
use notice::vocabulary::{AmendmentVerb, CrossingCharacter, CrossingVerb, NoticeType, Relation, Review};
use notice::{LineVersion, Number};

/// A line's version toward one addressee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineToward {
    /// Line and version.
    pub line: LineVersion,
    /// Its declaration.
    pub number: Number,
    /// Toward whom.
    pub addressee: PartyCode,
    /// Where it stands.
    pub state: RedLineState,
}

/// A crossing from its NOTIFY on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossed {
    /// Line and version.
    pub line: LineVersion,
    /// The NOTIFY.
    pub notify: Number,
    /// Who was told.
    pub addressee: PartyCode,
    /// Where it stands.
    pub state: CrossingState,
}

/// Every declared line toward every addressee, by line and addressee.
pub fn red_lines(view: View<'_>) -> Vec<LineToward> {
    let toward = |(line, filed): (&LineVersion, &Filed)| {
        let each = |(addressee, _): (PartyCode, bool)| LineToward {
            line: line.clone(),
            number: filed.notice.number().clone(),
            state: red_line(view, filed, &addressee),
            addressee,
        };
        addressees(filed).into_iter().filter(|(_, action)| *action).map(each).collect::<Vec<_>>()
    };
    let mut all: Vec<LineToward> = declared(view).into_iter().flat_map(toward).collect();
    all.sort_by(|a, b| (&a.line, &a.number, &a.addressee).cmp(&(&b.line, &b.number, &b.addressee)));
    all
}

/// Every version of a line with the notice that makes it: T1, or T2 AMEND.
fn declared(view: View<'_>) -> Vec<(&LineVersion, &Filed)> {
    let by_t1 = view.book.lines(view.horizon).map(|(line, filed)| (line, filed.as_ref()));
    let by_t2 = seal::standing(view, NoticeType::T2).filter_map(|filed| {
        let t2 = Amendment::of(&filed.notice)?;
        let own = filed.place.author == party_of(&t2.line()?.party);
        (own && t2.verb() == Some(AmendmentVerb::Amend)).then_some((t2.line()?, filed))
    });
    by_t1.chain(by_t2).collect()
}

/// The state of a declared line toward an addressee at the view's time.
pub fn red_line(view: View<'_>, filed: &Filed, addressee: &PartyCode) -> RedLineState {
    let mut inputs = inputs(view, filed, addressee);
    if seal::life(view, filed).undone() {
        inputs.push((i64::MAX, RedLineInput::Undo));
    }
    folded(inputs)
}

/// The state it had at an earlier time, by what is known now: events are judged by the version in force at theirs.
pub fn red_line_then(view: View<'_>, filed: &Filed, addressee: &PartyCode, then_ms: i64) -> RedLineState {
    let mut inputs = inputs(view, filed, addressee);
    inputs.retain(|(at_ms, _)| *at_ms <= then_ms);
    folded(inputs)
}

fn folded(inputs: Vec<(i64, RedLineInput)>) -> RedLineState {
    let step = |state: RedLineState, (_, input)| state.on(input).unwrap_or(state);
    inputs.into_iter().fold(RedLineState::Declared, step)
}

/// What moved a line toward an addressee, by time.
fn inputs(view: View<'_>, filed: &Filed, addressee: &PartyCode) -> Vec<(i64, RedLineInput)> {
    let Some(t1) = RedLine::of(&filed.notice) else { return amended_inputs(view, filed, addressee) };
    let delivery = Delivery::of(view, filed, addressee, true);
    let dtg = filed.notice.stamp().dtg;
    let from = filed.notice.envelope().effective_from.unwrap_or(dtg);
    let mut inputs: Vec<(i64, RedLineInput)> = Vec::new();
    if let Some(at_ms) = delivery.known_ms() {
        inputs.push((at_ms, RedLineInput::Notified { at_ms }));
        let in_force_ms = at_ms.max(from.ms());
        if view.past(in_force_ms) || in_force_ms == at_ms {
            inputs.push((in_force_ms, RedLineInput::Effective { at_ms: in_force_ms }));
        }
    }
    let over = t1.line().map_or_else(Vec::new, |line| ends(view, line, addressee));
    inputs.extend(run_out(view, over));
    inputs.extend(amended(view, filed, &t1, addressee));
    inputs.extend(reviewed(view, filed));
    inputs.extend(t1.line().into_iter().flat_map(|line| amendments(view, filed, line, addressee)));
    inputs.sort_by_key(|(at_ms, _)| *at_ms);
    inputs
}

/// What moves a version that a T2 made: it is in force from its effect until the line's period ends.
fn amended_inputs(view: View<'_>, filed: &Filed, addressee: &PartyCode) -> Vec<(i64, RedLineInput)> {
    let line = Amendment::of(&filed.notice).and_then(|t2| t2.line());
    let Some((line, at_ms)) = line.zip(effective(view, filed, addressee)) else { return Vec::new() };
    let mut inputs =
        vec![(at_ms, RedLineInput::Notified { at_ms }), (at_ms, RedLineInput::Effective { at_ms })];
    let mut over = ends(view, line, addressee);
    over.retain(|end_ms| *end_ms > at_ms);
    inputs.extend(run_out(view, over));
    inputs.extend(amendments(view, filed, line, addressee));
    inputs.extend(reviewed(view, filed));
    inputs.retain(|(at_ms, _)| view.past(*at_ms));
    inputs.sort_by_key(|(at_ms, _)| *at_ms);
    inputs
}

/// The ends of its period that have come.
fn run_out(view: View<'_>, ends: Vec<i64>) -> impl Iterator<Item = (i64, RedLineInput)> {
    let come = ends.into_iter().filter(move |at_ms| view.past(*at_ms));
    come.map(|at_ms| (at_ms, RedLineInput::PeriodEnds { at_ms }))
}

/// What the owner's successor said of it: AFFIRM, SUSPEND until, DISOWN.
fn reviewed(view: View<'_>, filed: &Filed) -> Vec<(i64, RedLineInput)> {
    let mut inputs = Vec::new();
    for said in review::of_item(view, filed) {
        let at_ms = said.at_ms;
        match said.verdict {
            Review::Affirm => inputs.push((at_ms, RedLineInput::Resume { at_ms })),
            Review::Disown => inputs.push((at_ms, RedLineInput::Withdraw { at_ms })),
            Review::Suspend => {
                inputs.push((at_ms, RedLineInput::Suspend { until_ms: said.until_ms }));
                let over = said.until_ms.filter(|until_ms| view.past(*until_ms));
                inputs.extend(over.map(|at_ms| (at_ms, RedLineInput::Resume { at_ms })));
            }
        }
    }
    inputs
}

/// When the line that a notice declares or amends runs out toward an addressee, as things stand, ms UTC.
pub fn ends_ms(view: View<'_>, number: &Number, addressee: &PartyCode) -> Option<i64> {
    let filed = view.book.notice(number, view.horizon)?;
    let t1 = RedLine::of(&filed.notice).and_then(|t1| t1.line());
    ends(view, t1.or_else(|| Amendment::of(&filed.notice)?.line())?, addressee).pop()
}

/// T2 of the owner about a version: the next one, or its suspension, withdrawal, re-affirmation; by effect.
fn amendments(
    view: View<'_>,
    filed: &Filed,
    line: &LineVersion,
    addressee: &PartyCode,
) -> Vec<(i64, RedLineInput)> {
    let mut inputs = Vec::new();
    for said in seal::standing(view, NoticeType::T2).filter(|said| said.place.author == filed.place.author) {
        let Some(t2) = Amendment::of(&said.notice) else { continue };
        let (Some(about), Some(verb)) = (t2.line(), t2.verb()) else { continue };
        let Some(at_ms) = effective(view, said, addressee).filter(|at_ms| view.past(*at_ms)) else {
            continue;
        };
        let next = about.party == line.party && about.line == line.line && about.version == line.version + 1;
        match verb {
            AmendmentVerb::Amend if next => {
                inputs.push((at_ms, RedLineInput::AmendEffective { by: about.clone() }));
            }
            AmendmentVerb::Suspend if about == line => {
                let until_ms = t2.until().map(|until| until.ms());
                inputs.push((at_ms, RedLineInput::Suspend { until_ms }));
                let over = until_ms.filter(|until_ms| view.past(*until_ms));
                inputs.extend(over.map(|at_ms| (at_ms, RedLineInput::Resume { at_ms })));
            }
            AmendmentVerb::Withdraw if about == line => {
                inputs.push((at_ms, RedLineInput::Withdraw { at_ms }))
            }
            AmendmentVerb::Reaffirm if about == line => {
                inputs.push((at_ms, RedLineInput::Reaffirm { at_ms }))
            }
            _ => {}
        }
    }
    inputs
}

/// A later version that is in force toward the same addressee takes this one's place.
fn amended(
    view: View<'_>,
    filed: &Filed,
    t1: &RedLine<'_>,
    addressee: &PartyCode,
) -> Option<(i64, RedLineInput)> {
    let later = view.book.later_version(t1.line()?, view.horizon)?;
    if later.place.author != filed.place.author {
        return None;
    }
    let RedLineState::InForce { at_ms } = red_line(view, later, addressee) else { return None };
    Some((at_ms, RedLineInput::AmendEffective { by: RedLine::of(&later.notice)?.line()?.clone() }))
}

/// Every crossing that was notified, by line and number; and the T3 that moved nothing, with the reason.
pub fn crossings(view: View<'_>) -> (Vec<Crossed>, Vec<(EntryHash, StandError)>) {
    let (mut found, mut refused) = (Vec::new(), Vec::new());
    for (line, declared) in declared(view) {
        for filed in view.book.crossings(line, view.horizon) {
            let notify =
                Crossing::of(&filed.notice).is_some_and(|t3| t3.verb() == Some(CrossingVerb::Notify));
            if !notify {
                continue;
            }
            for (addressee, _) in addressees(filed).into_iter().filter(|(_, action)| *action) {
                if let Err(why) = notifiable(view, declared, filed, &addressee) {
                    refused.push((filed.entry, why));
                    continue;
                }
                let state = crossing(view, declared, filed, &addressee);
                let notify = filed.notice.number().clone();
                found.push(Crossed { line: line.clone(), notify, addressee, state });
            }
        }
    }
    (found, refused)
}

/// NOTIFY is for the line's owner toward somebody it was in force for, or for a party about its own act.
fn notifiable(
    view: View<'_>,
    declared: &Filed,
    notify: &Filed,
    addressee: &PartyCode,
) -> Result<(), StandError> {
    let owner = &declared.place.author;
    let own_act =
        Crossing::of(&notify.notice).is_some_and(|t3| t3.character() == Some(CrossingCharacter::DisputedOwn));
    let bound = if own_act { &notify.place.author } else { addressee };
    if !own_act && notify.place.author != *owner {
        let (subject, by) = (declared.notice.number().to_string(), notify.place.author.to_string());
        return Err(StandError::NotTheirs { subject, by });
    }
    let then = red_line_then(view, declared, bound, notify.notice.stamp().dtg.ms());
    match then {
        RedLineState::InForce { .. } => Ok(()),
        other => Err(StandError::NoMove { state: other.word(), input: "NOTIFY" }),
    }
}

fn crossing(view: View<'_>, declared: &Filed, notify: &Filed, addressee: &PartyCode) -> CrossingState {
    let told = Delivery::of(view, notify, addressee, true);
    let mut inputs: Vec<(i64, CrossingInput)> = Vec::new();
    let due_ms = match told.answer {
        Answer::Due { at_ms } => Some(at_ms),
        Answer::NonAnswer { since_ms } | Answer::AnsweredLate { since_ms, .. } => {
            inputs.push((since_ms, CrossingInput::DueTime { at_ms: since_ms }));
            Some(since_ms)
        }
        _ => None,
    };
    for said in answers(view, notify, addressee) {
        if let Some(answer) = Crossing::of(&said.notice).and_then(|t3| t3.answer()) {
            let by = said.notice.number().clone();
            let late = matches!(told.answer, Answer::AnsweredLate { .. });
            let at_ms = said.notice.stamp().dtg.ms();
            let at_ms = if late { at_ms.max(due_ms.unwrap_or(at_ms)) } else { at_ms };
            inputs.push((at_ms, CrossingInput::Answer { answer, by }));
        }
    }
    inputs.extend(closes(view, notify));
    let excused = excused::excused(view, declared, notify, addressee);
    inputs.extend(excused.map(|(at_ms, because)| (at_ms, CrossingInput::Excuse { at_ms, because })));
    let stale_ms = notify.notice.stamp().dtg.ms().saturating_add(view.clocks.crossing_stale.ms());
    if view.past(stale_ms) {
        inputs.push((stale_ms, CrossingInput::StaleTime { at_ms: stale_ms }));
    }
    inputs.sort_by_key(|(at_ms, _)| *at_ms);
    if seal::life(view, notify).undone() {
        inputs.push((i64::MAX, CrossingInput::Undo));
    }
    let step = |state: CrossingState, (_, input)| state.on(input).unwrap_or(state);
    inputs.into_iter().fold(CrossingState::Notified { due_ms }, step)
}

/// T3 CLOSE by the line's owner that follows this NOTIFY, or names no NOTIFY at all.
fn closes(view: View<'_>, notify: &Filed) -> Vec<(i64, CrossingInput)> {
    let Some(line) = Crossing::of(&notify.notice).and_then(|t3| t3.line()) else { return Vec::new() };
    let number = notify.notice.number();
    let close = |filed: &std::sync::Arc<Filed>| {
        let reason = Crossing::of(&filed.notice)?.reason()?;
        let names = |relation| filed.notice.refers(relation).any(|n| n == number);
        let aimed =
            filed.notice.envelope().refs.is_empty() || names(Relation::Follows) || names(Relation::Answers);
        let owner = filed.place.author == party_of(&line.party);
        let after = filed.place > notify.place;
        let by = filed.notice.number().clone();
        let at_ms = filed.notice.stamp().dtg.ms();
        (aimed && owner && after && !seal::life(view, filed).undone())
            .then_some((at_ms, CrossingInput::Close { reason, by }))
    };
    view.book.crossings(line, view.horizon).filter_map(close).collect()
}
