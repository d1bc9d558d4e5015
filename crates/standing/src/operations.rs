//! Operations and responses as the book tells them: feeds the machines of [`crate::operation`] and
//! [`crate::response`] with notices by time, and with the clock.

use crate::book::Filed;
use crate::delivery::Delivery;
use crate::operation::{OperationInput, OperationState};
use crate::response::{ResponseInput, ResponseState};
use crate::review;
use crate::seal::{self, SecondSeal};
use crate::view::{View, addressees};
use line::ids::PartyCode;
use notice::Number;
use notice::types::a1_activity::Activity;
use notice::types::a2_posture::DefensivePosture;
use notice::types::a3_limits::StrikeLimits;
use notice::types::a4_response::Response;
use notice::types::a5_hazard::HazardWarning;
use notice::types::l4_clarification::Clarification;
use notice::vocabulary::{
    ActivityVerb, ClarificationVerb, HazardVerb, NoticeType, Relation, ResponseVerb, Review,
};

/// An operation from its first notice on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its first notice.
    pub number: Number,
    /// Whose it is.
    pub author: PartyCode,
    /// Where it stands.
    pub state: OperationState,
    /// What its author still owes, and by when, ms UTC: ALL-CLEAR of a hazard.
    pub due_ms: Option<i64>,
}

/// A response from its PENDING on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Responded {
    /// The PENDING.
    pub number: Number,
    /// Whose it is.
    pub author: PartyCode,
    /// The incident or crossing it answers.
    pub matter: Option<Number>,
    /// Where it stands.
    pub state: ResponseState,
    /// The latest time it announced, ms UTC.
    pub latest_ms: Option<i64>,
    /// Until when its off-ramp stands open, ms UTC.
    pub off_ramp_ms: Option<i64>,
}

/// Every operation, by type and number.
pub fn operations(view: View<'_>) -> Vec<Operation> {
    let mut all = Vec::new();
    let opened = |filed: &&Filed| {
        Activity::of(&filed.notice).is_some_and(|a1| a1.verb() == Some(ActivityVerb::Announced))
    };
    all.extend(seal::standing(view, NoticeType::A1).filter(opened).map(|filed| activity(view, filed)));
    all.extend(seal::standing(view, NoticeType::A2).map(|filed| posture(view, filed)));
    let first = |filed: &&Filed| filed.notice.refers(Relation::Cancels).next().is_none();
    all.extend(seal::standing(view, NoticeType::A3).filter(first).map(|filed| limits(view, filed)));
    let raised = |filed: &&Filed| HazardWarning::of(&filed.notice).is_some_and(|a5| opens(&a5));
    all.extend(seal::standing(view, NoticeType::A5).filter(raised).map(|filed| hazard(view, filed)));
    all
}

/// Every response, by the order of its PENDING.
pub fn responses(view: View<'_>) -> Vec<Responded> {
    let pending = |filed: &&Filed| verb(filed) == Some(ResponseVerb::Pending);
    seal::standing(view, NoticeType::A4).filter(pending).map(|filed| response(view, filed)).collect()
}

fn operation(filed: &Filed, state: OperationState, due_ms: Option<i64>) -> Operation {
    let (number, author) = (filed.notice.number().clone(), filed.place.author.clone());
    Operation { number, author, state, due_ms }
}

/// Inputs by time; equal times in the order given, which is the order of the book.
fn folded(start: OperationState, mut inputs: Vec<(i64, OperationInput)>, view: View<'_>) -> OperationState {
    inputs.retain(|(at_ms, _)| view.past(*at_ms));
    inputs.sort_by_key(|(at_ms, _)| *at_ms);
    inputs.into_iter().fold(start, |state, (_, input)| state.on(input).unwrap_or(state))
}

/// Own notices of the same type that refer to a number, in order.
fn followers<'a>(view: View<'a>, filed: &Filed) -> impl Iterator<Item = &'a Filed> + use<'a> {
    let (number, author) = (filed.notice.number().clone(), filed.place.author.clone());
    let kind = filed.notice.kind();
    let follows = move |other: &&Filed| {
        let refs = other.notice.envelope().refs.iter();
        let told = view.past(dtg(other));
        told && other.place.author == author && refs.into_iter().any(|r| r.number == number)
    };
    seal::standing(view, kind).filter(follows)
}

/// What the other side told of a number: an E1, or an L4 OBSERVED, that refers to it or is about it; after a time.
fn observed<'a>(view: View<'a>, filed: &Filed, after_ms: i64) -> Option<(i64, &'a Number)> {
    let tells = |said: &&Filed| {
        let observes =
            Clarification::of(&said.notice).is_some_and(|l4| l4.verb() == Some(ClarificationVerb::Observed));
        let told = said.notice.kind() == NoticeType::E1 || observes;
        let then = dtg(said) >= after_ms && view.past(dtg(said));
        told && said.place.author != filed.place.author && then
    };
    let said = view.about(filed.notice.number()).find(tells)?;
    Some((dtg(said), said.notice.number()))
}

fn activity(view: View<'_>, filed: &Filed) -> Operation {
    let mut window = Activity::of(&filed.notice).and_then(|a1| a1.window());
    let mut inputs = Vec::new();
    let mut concluded = None;
    for next in followers(view, filed) {
        let Some(a1) = Activity::of(&next.notice) else { continue };
        match a1.verb() {
            Some(ActivityVerb::Changed) => {
                window = a1.window().or(window);
                inputs.push((dtg(next), OperationInput::Changed));
            }
            Some(ActivityVerb::Concluded) => concluded = concluded.or(Some(dtg(next))),
            _ => {}
        }
    }
    if let Some((opens, closes)) = window {
        inputs.push((opens.ms(), OperationInput::Opens));
        let at_ms = concluded.map_or(closes.ms(), |at| at.min(closes.ms()));
        inputs.push((at_ms, OperationInput::Concluded { at_ms }));
        let seen = observed(view, filed, at_ms);
        inputs.extend(seen.map(|(at, by)| (at, OperationInput::Observed { by: by.clone() })));
    }
    operation(filed, folded(OperationState::Announced, inputs, view), None)
}

fn posture(view: View<'_>, filed: &Filed) -> Operation {
    let released = filed.notice.stamp().dtg;
    let effective = filed.notice.envelope().effective_from.unwrap_or(released);
    let mut inputs = vec![(effective.ms(), OperationInput::Opens)];
    let ends = DefensivePosture::of(&filed.notice).and_then(|a2| a2.ends_at(effective));
    inputs.extend(ends.map(|end| (end.ms(), OperationInput::Concluded { at_ms: end.ms() })));
    operation(filed, folded(OperationState::Announced, inputs, view), None)
}

fn limits(view: View<'_>, filed: &Filed) -> Operation {
    let mut inputs: Vec<(i64, OperationInput)> = Vec::new();
    for (party, action) in addressees(filed) {
        let known = Delivery::of(view, filed, &party, action).known_ms();
        inputs.extend(known.map(|at_ms| (at_ms, OperationInput::Known { at_ms })));
    }
    let notice = StrikeLimits::of(&filed.notice).and_then(|a3| a3.end_notice()).unwrap_or(view.clocks.a3_end);
    let cancels = |next: &&Filed| next.notice.refers(Relation::Cancels).any(|n| n == filed.notice.number());
    let disowned = review::of_item(view, filed).into_iter().filter(|said| said.verdict == Review::Disown);
    let told_ms =
        followers(view, filed).filter(cancels).map(dtg).chain(disowned.map(|said| said.at_ms)).min();
    if let Some(told_ms) = told_ms {
        let at_ms = told_ms.saturating_add(notice.ms());
        inputs.push((told_ms, OperationInput::EndTold { at_ms }));
        inputs.push((at_ms, OperationInput::End));
    }
    operation(filed, folded(OperationState::Declared, inputs, view), None)
}

fn opens(a5: &HazardWarning<'_>) -> bool {
    a5.verb().is_some_and(|verb| !matches!(verb, HazardVerb::Update | HazardVerb::AllClear))
}

fn hazard(view: View<'_>, filed: &Filed) -> Operation {
    let mut last_ms = dtg(filed);
    let mut inputs = Vec::new();
    for next in followers(view, filed).filter(|next| view.past(dtg(next))) {
        let at_ms = dtg(next);
        match HazardWarning::of(&next.notice).and_then(|a5| a5.verb()) {
            Some(HazardVerb::AllClear) => inputs.push((at_ms, OperationInput::AllClear { at_ms })),
            Some(HazardVerb::Update) => inputs.push((at_ms, OperationInput::Changed)),
            _ => continue,
        }
        last_ms = last_ms.max(at_ms);
    }
    let state = folded(OperationState::Announced, inputs, view);
    let open = !matches!(state, OperationState::AllClear { .. });
    let due_ms = open.then(|| last_ms.saturating_add(view.clocks.all_clear.ms()));
    operation(filed, state, due_ms)
}

fn verb(filed: &Filed) -> Option<ResponseVerb> {
    Response::of(&filed.notice)?.verb()
}

fn response(view: View<'_>, filed: &Filed) -> Responded {
    let first = Response::of(&filed.notice);
    let mut latest = first.and_then(|a4| a4.window()).map(|(_, latest)| latest);
    let mut off_ramp = first.and_then(|a4| a4.off_ramp_until());
    let mut inputs: Vec<(i64, ResponseInput)> = Vec::new();
    let mut concluded_ms = None;
    for next in followers(view, filed) {
        let Some(a4) = Response::of(&next.notice) else { continue };
        let at_ms = dtg(next);
        match a4.verb() {
            Some(ResponseVerb::Postponed | ResponseVerb::Changed) => {
                latest = a4.window().map(|(_, latest)| latest).or(latest);
                off_ramp = a4.off_ramp_until().or(off_ramp);
                inputs.push((at_ms, ResponseInput::Changed));
            }
            Some(ResponseVerb::StoodDown) => inputs.extend(stood_down(view, next)),
            Some(ResponseVerb::Concluded) => {
                concluded_ms = concluded_ms.or(Some(at_ms));
                inputs.push((at_ms, ResponseInput::Concluded { at_ms }));
            }
            _ => {}
        }
    }
    if let Some(seen) = concluded_ms.and_then(|at_ms| observed(view, filed, at_ms)) {
        inputs.push((seen.0, ResponseInput::Observed { by: seen.1.clone() }));
    }
    let past = latest.map(|at| at.ms().saturating_add(view.clocks.a4_concluded.ms()));
    inputs.extend(past.map(|at_ms| (at_ms, ResponseInput::LatestPast)));
    inputs.retain(|(at_ms, _)| view.past(*at_ms));
    inputs.sort_by_key(|(at_ms, _)| *at_ms);
    let start = ResponseState::Pending { version: 1 };
    let state = inputs.into_iter().fold(start, |state, (_, input)| state.on(input).unwrap_or(state));
    Responded {
        number: filed.notice.number().clone(),
        author: filed.place.author.clone(),
        matter: first.and_then(|a4| a4.matter()).cloned(),
        state,
        latest_ms: latest.map(|at| at.ms()),
        off_ramp_ms: off_ramp.map(|at| at.ms()),
    }
}

/// STOOD-DOWN by one seal, then its second seal or its lapse.
fn stood_down(view: View<'_>, filed: &Filed) -> Vec<(i64, ResponseInput)> {
    let at_ms = dtg(filed);
    let until_ms = at_ms.saturating_add(view.clocks.second_seal.ms());
    let mut inputs = vec![(at_ms, ResponseInput::StoodDown { until_ms })];
    match seal::second_seal(view, filed) {
        SecondSeal::Given { by } => {
            let confirmed = view.book.notice(&by, view.horizon).map(|l5| dtg(l5));
            inputs.extend(confirmed.map(|at_ms| (at_ms, ResponseInput::Confirmed { at_ms })));
        }
        SecondSeal::Lapsed { since_ms } => inputs.push((since_ms, ResponseInput::Lapsed)),
        SecondSeal::NotAsked | SecondSeal::Outstanding { .. } => {}
    }
    inputs
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
