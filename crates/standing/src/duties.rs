//! What is due, as every fold tells it: gathers [`Duty`] from deliveries, lines, operations, cases, packages and the rest.
//!
//! I1 equal on all nodes at equal cut and time. I2 what is past due stays on the list until it is done or falls away.

use crate::answer::Answer;
use crate::book::Filed;
use crate::carve_outs::{TrancheState, carve_outs};
use crate::case::CaseState;
use crate::cases::cases;
use crate::crossing::CrossingState;
use crate::cycle::{CycleState, cycles};
use crate::delivery::Delivery;
use crate::duty::{Duty, Otherwise, What};
use crate::leaks::{LeakState, leaks};
use crate::lines::{crossings, red_lines};
use crate::operation::OperationState;
use crate::operations::{operations, responses};
use crate::package::Package;
use crate::person_exchange::ExchangeState;
use crate::person_exchanges::person_exchanges;
use crate::red_line::RedLineState;
use crate::response::ResponseState;
use crate::seal::{self, SecondSeal};
use crate::sealed_texts::{SealedState, exchanges};
use crate::sites::{SiteState, sites};
use crate::step::StepState;
use crate::succession::{SuccessionState, review_list, successions};
use crate::understandings::{Understanding, UnderstandingState, understandings};
use crate::view::{View, addressees, party_of};
use line::ids::PartyCode;
use notice::Number;
use notice::vocabulary::{Lapse, Mark, NoticeType, ReplyAnswer};
use std::collections::BTreeMap;

/// Everything due at the view's time, by time; what no clock bounds comes last.
pub fn duties(view: View<'_>) -> Vec<Duty> {
    let mut all: Vec<Duty> = Vec::new();
    for filed in view.book.notices(view.horizon) {
        let told = view.past(dtg(filed)) && !notice::sealed::is_commitment(&filed.notice);
        if told && !seal::life(view, filed).undone() {
            of_notice(view, filed, &mut all);
        }
    }
    of_lines(view, &mut all);
    of_operations(view, &mut all);
    of_cases(view, &mut all);
    understandings(view).iter().for_each(|it| of_understanding(it, &mut all));
    of_carve_outs(view, &mut all);
    of_exchanges(view, &mut all);
    of_sites(view, &mut all);
    of_leaks(view, &mut all);
    of_successions(view, &mut all);
    of_review_days(view, &mut all);
    all.sort_by(|a, b| (a.at_ms.unwrap_or(i64::MAX), a).cmp(&(b.at_ms.unwrap_or(i64::MAX), b)));
    all.dedup();
    all
}

fn duty(what: What, number: &Number, from: Vec<PartyCode>, at_ms: Option<i64>, otherwise: Otherwise) -> Duty {
    Duty { at_ms, what, from, number: number.clone(), part: String::new(), otherwise }
}

fn of_notice(view: View<'_>, filed: &Filed, all: &mut Vec<Duty>) {
    let number = filed.notice.number();
    if let SecondSeal::Outstanding { until_ms } = seal::second_seal(view, filed) {
        let author = vec![filed.place.author.clone()];
        all.push(duty(What::SecondSeal, number, author, Some(until_ms), Otherwise::Lapses));
    }
    let service = matches!(number.kind, NoticeType::L1 | NoticeType::L2 | NoticeType::L3);
    let spec = notice::registry::spec(number.kind);
    for (party, action) in addressees(filed).into_iter().filter(|(_, action)| *action) {
        let delivery = Delivery::of(view, filed, &party, action);
        let from = vec![party];
        match delivery.answer {
            Answer::Due { at_ms } | Answer::NonAnswer { since_ms: at_ms } => {
                all.push(duty(What::Answer, number, from, Some(at_ms), Otherwise::NonAnswer));
            }
            _ if service => {}
            _ if !delivery.has(Mark::K2) => {
                let within = filed.notice.envelope().precedence.opened_within_s();
                let within_ms = within.and_then(|s| i64::try_from(s).ok()).map(|s| s.saturating_mul(1000));
                let at_ms = within_ms.map(|within| dtg(filed).saturating_add(within));
                all.push(duty(What::Open, number, from, at_ms, Otherwise::Unopened));
            }
            _ if spec.is_some_and(|spec| spec.read_back) && !delivery.has(Mark::K3) => {
                let constructive = spec.is_some_and(|spec| spec.constructive);
                let otherwise = if constructive { Otherwise::ConstructiveNotice } else { Otherwise::Stays };
                all.push(duty(What::ReadBack, number, from, delivery.constructive_ms, otherwise));
            }
            _ => {}
        }
    }
}

fn of_lines(view: View<'_>, all: &mut Vec<Duty>) {
    for line in red_lines(view) {
        let RedLineState::InForce { .. } = line.state else { continue };
        let end_ms = crate::lines::ends_ms(view, &line.number, &line.addressee);
        // A REAFFIRM tightens: it is asked for early enough to prolong the line without a gap.
        let early_ms = view.clocks.end_warning.ms().saturating_add(view.clocks.tightening.ms());
        let soon = |end: &i64| view.past(end.saturating_sub(early_ms));
        if let Some(end_ms) = end_ms.filter(soon) {
            let owner = vec![party_of(&line.number.party)];
            all.push(duty(What::Reaffirm, &line.number, owner, Some(end_ms), Otherwise::Expires));
        }
    }
    for crossed in crossings(view).0 {
        let open = matches!(
            crossed.state,
            CrossingState::Notified { .. }
                | CrossingState::Answered { .. }
                | CrossingState::Unanswered { .. }
                | CrossingState::Excused { .. }
        );
        let Some(filed) = view.book.notice(&crossed.notify, view.horizon).filter(|_| open) else { continue };
        let stale_ms = dtg(filed).saturating_add(view.clocks.crossing_stale.ms());
        let owner = vec![party_of(&crossed.line.party)];
        all.push(duty(What::Close, &crossed.notify, owner, Some(stale_ms), Otherwise::Stale));
    }
}

fn of_operations(view: View<'_>, all: &mut Vec<Duty>) {
    for it in operations(view) {
        if let Some(due_ms) = it.due_ms {
            let author = vec![it.author.clone()];
            all.push(duty(What::AllClear, &it.number, author, Some(due_ms), Otherwise::RedForBoth));
        }
        if it.number.kind == NoticeType::A1 && matches!(it.state, OperationState::Concluded { .. }) {
            all.push(duty(What::Observe, &it.number, others(view, &it.number), None, Otherwise::Stays));
        }
    }
    for it in responses(view) {
        let author = vec![it.author.clone()];
        match it.state {
            ResponseState::Pending { .. } | ResponseState::Overdue { .. } => {
                let ramp = it.off_ramp_ms.filter(|until_ms| !view.past(*until_ms));
                let to = || others(view, &it.number);
                all.extend(ramp.map(|at| duty(What::OffRamp, &it.number, to(), Some(at), Otherwise::GoesOn)));
                let due_ms = it.latest_ms.map(|at| at.saturating_add(view.clocks.a4_concluded.ms()));
                all.push(duty(What::Conclude, &it.number, author, due_ms, Otherwise::Overdue));
            }
            ResponseState::Concluded { .. } => {
                all.push(duty(What::Observe, &it.number, others(view, &it.number), None, Otherwise::Stays));
            }
            _ => {}
        }
    }
    for it in cycles(view) {
        if let CycleState::Open { move_of, .. } = it.state {
            all.push(duty(What::Move, &it.number, vec![move_of], None, Otherwise::Stays));
        }
    }
}

/// Whom a notice is addressed to, for action.
fn others(view: View<'_>, number: &Number) -> Vec<PartyCode> {
    let filed = view.book.notice(number, view.horizon);
    let asked = filed.map(|filed| addressees(filed)).unwrap_or_default();
    asked.into_iter().filter(|(_, action)| *action).map(|(party, _)| party).collect()
}

fn of_cases(view: View<'_>, all: &mut Vec<Duty>) {
    for it in cases(view) {
        if !matches!(it.state, CaseState::Finding | CaseState::Replied) {
            continue;
        }
        let from = vec![it.accused];
        all.push(duty(What::Reply, &it.challenge, from, it.reply_until_ms, Otherwise::InEffect));
    }
}

fn of_understanding(it: &Understanding, all: &mut Vec<Duty>) {
    match &it.state {
        UnderstandingState::Offered | UnderstandingState::Countered => {
            let silent = |party: &&PartyCode| {
                !matches!(it.answers.get(party), Some(ReplyAnswer::Accept | ReplyAnswer::Decline))
            };
            let from: Vec<PartyCode> = it.principals.iter().filter(silent).cloned().collect();
            if !from.is_empty() {
                all.push(duty(What::ReplyToOffer, &it.number, from, None, Otherwise::Stays));
            }
        }
        UnderstandingState::Matched { .. } => {
            all.push(duty(What::ReadBack, &it.number, it.unread_by.clone(), None, Otherwise::Stays));
        }
        UnderstandingState::Ended { .. } => {}
        UnderstandingState::Armed(package) if !it.over() => of_package(&it.number, package, all),
        UnderstandingState::Armed(_) => {}
    }
}

fn of_package(number: &Number, package: &Package, all: &mut Vec<Duty>) {
    let terms = package.terms();
    for (place, step) in terms.steps.iter().enumerate().filter(|(place, _)| !package.paused(*place)) {
        let actor = || vec![party_of(&step.actor)];
        for (period, stands) in package.begun(place) {
            let part = format!("{} {period}", step.id);
            let of_part = |what, from, at_ms, otherwise| Duty {
                part: part.clone(),
                ..duty(what, number, from, at_ms, otherwise)
            };
            match stands.state {
                StepState::Owed | StepState::Started => {
                    let at_ms = stands.performing_ms.or(stands.due_ms);
                    all.push(of_part(What::Step, actor(), at_ms, Otherwise::Late));
                }
                StepState::Declared | StepState::Unable => {
                    let verifier = step.verifier.as_ref().map(|station| party_of(&station.party));
                    all.extend(
                        verifier.map(|party| of_part(What::Verify, vec![party], None, Otherwise::Stays)),
                    );
                }
                StepState::Refuted => {
                    let ends = terms.lapses_by(Lapse::OnRefutedUncured);
                    let at_ms = stands.refuted_ms.map(|at| at.saturating_add(terms.cure.ms()));
                    let otherwise = if ends { Otherwise::Ends } else { Otherwise::Stays };
                    all.push(of_part(What::Cure, actor(), at_ms, otherwise));
                }
                StepState::Pledged | StepState::Verified { .. } | StepState::Reversed => {}
            }
        }
    }
    for (by, held) in package.pauses() {
        all.push(duty(What::ResumeOrEnd, number, vec![by.clone()], held.until_ms, Otherwise::Stays));
    }
    for held in package.disputes().values() {
        let actors = terms.steps.iter().map(|step| party_of(&step.actor));
        let mut from: Vec<PartyCode> = actors.collect();
        from.sort();
        from.dedup();
        let last = package.stage_end_ms(held.since_ms);
        let ends = terms.lapses_by(Lapse::OnLadderEnd);
        let otherwise = match last {
            Some((_, true)) if ends => Otherwise::Ends,
            Some((_, true)) | None => Otherwise::Stays,
            Some((_, false)) => Otherwise::NextStage,
        };
        all.push(duty(What::Settle, number, from, last.map(|(at_ms, _)| at_ms), otherwise));
    }
}

fn of_carve_outs(view: View<'_>, all: &mut Vec<Duty>) {
    for it in carve_outs(view) {
        for tranche in &it.tranches {
            let waits = matches!(
                tranche.state,
                TrancheState::Requested | TrancheState::Checked | TrancheState::Stuck { .. }
            );
            if waits {
                let at_ms = tranche.moved_ms.saturating_add(view.clocks.tranche_stuck.ms());
                let from = carve_out_members(view, &it.number);
                let part = tranche.tranche.to_string();
                let due = duty(What::ConfirmTranche, &it.number, from, Some(at_ms), Otherwise::Stuck);
                all.push(Duty { part, ..due });
            }
        }
    }
}

/// Who takes part in a carve-out: its author and those addressed.
fn carve_out_members(view: View<'_>, number: &Number) -> Vec<PartyCode> {
    let mut all = others(view, number);
    all.push(party_of(&number.party));
    all.sort();
    all.dedup();
    all
}

fn of_exchanges(view: View<'_>, all: &mut Vec<Duty>) {
    for it in person_exchanges(view) {
        let ExchangeState::Open { turn } = it.state() else { continue };
        let (verb, from) = it.inner.awaited(turn);
        let what = match verb {
            "MET" => What::Met,
            "IN-POSITION" => What::InPosition,
            "GO" => What::Go,
            "RELEASED" => What::Released,
            "RECEIPT" => What::Receipt,
            _ => continue,
        };
        let due = duty(what, &it.number, from, None, Otherwise::Stays);
        all.push(Duty { part: turn.to_string(), ..due });
    }
    for it in exchanges(view) {
        let first = view.book.of_kind(it.kind, view.horizon).find(|filed| {
            filed.notice.envelope().sealed.as_ref().is_some_and(|sealed| sealed.exchange == it.exchange)
        });
        let Some(first) = first.map(|filed| filed.notice.number().clone()) else { continue };
        let missing = |done: &[PartyCode]| -> Vec<PartyCode> {
            it.parties.iter().filter(|party| !done.contains(party)).cloned().collect()
        };
        let reveal_ms = Some(it.due_ms.saturating_add(view.clocks.reveal.ms()));
        all.extend(match &it.state {
            SealedState::Committed { by } => {
                Some(duty(What::Commit, &first, missing(by), Some(it.due_ms), Otherwise::Named))
            }
            SealedState::AllCommitted => {
                Some(duty(What::Reveal, &first, it.parties.clone(), reveal_ms, Otherwise::Named))
            }
            SealedState::Revealed { by } | SealedState::NotRevealed { names: by } => {
                let named = matches!(it.state, SealedState::NotRevealed { .. });
                let from = if named { by.clone() } else { missing(by) };
                Some(duty(What::Reveal, &first, from, reveal_ms, Otherwise::Named))
            }
            SealedState::Closed { .. } => None,
        });
    }
}

fn of_sites(view: View<'_>, all: &mut Vec<Duty>) {
    for it in sites(view) {
        if matches!(it.state, SiteState::Removed { .. }) {
            continue;
        }
        let owner = vec![it.author.clone()];
        all.push(duty(What::Reconfirm, &it.number, owner, Some(it.stale_ms), Otherwise::Stale));
        if let SiteState::Listed { effective } = &it.state {
            let from: Vec<PartyCode> =
                others(view, &it.number).into_iter().filter(|party| !effective.contains(party)).collect();
            all.push(duty(What::PassDown, &it.number, from, None, Otherwise::Stays));
        }
    }
}

fn of_leaks(view: View<'_>, all: &mut Vec<Duty>) {
    for it in leaks(view) {
        let both = vec![it.author.clone(), it.other.clone()];
        all.extend(match it.state {
            LeakState::Declared => {
                Some(duty(What::AgreeLine, &it.number, vec![it.other.clone()], None, Otherwise::Stays))
            }
            LeakState::LineAgreed { .. } => {
                Some(duty(What::Rotate, &it.number, both, None, Otherwise::Stays))
            }
            LeakState::Rotated { .. } => {
                Some(duty(What::AffirmCommitments, &it.number, both, None, Otherwise::Stays))
            }
            LeakState::Closed { .. } => None,
        });
    }
}

/// Reminders of a succession's review: the next one, or the last if all are past.
fn of_successions(view: View<'_>, all: &mut Vec<Duty>) {
    let clocks = view.clocks;
    for it in successions(view) {
        if it.state != SuccessionState::Reviewing {
            continue;
        }
        let (done, of) = it.reviewed();
        let at = |after: notice::Span| it.effect_ms.saturating_add(after.ms());
        let reminders = [clocks.reminder_first, clocks.reminder_second, clocks.reminder_third].map(at);
        let next = reminders.iter().find(|at_ms| !view.past(**at_ms)).or(reminders.last());
        let from = vec![it.party.clone()];
        let due = duty(What::Review, &it.number, from, next.copied(), Otherwise::Unreviewed);
        all.push(Duty { part: format!("{done}/{of}"), ..due });
    }
}

/// What its author put a day of review on: asked for a first reminder's time ahead, overdue after it, and never lapsed.
fn of_review_days(view: View<'_>, all: &mut Vec<Duty>) {
    let early_ms = view.clocks.reminder_first.ms();
    let mut standing: BTreeMap<PartyCode, Vec<Number>> = BTreeMap::new();
    for filed in view.book.notices(view.horizon) {
        let day_ms = filed.notice.envelope().review_on.map(|day| day.ms());
        let Some(day_ms) = day_ms.filter(|day_ms| view.past(day_ms.saturating_sub(early_ms))) else {
            continue;
        };
        let (author, number) = (&filed.place.author, filed.notice.number());
        let stands = standing.entry(author.clone()).or_insert_with(|| review_list(view, author));
        if stands.contains(number) {
            all.push(duty(What::Review, number, vec![author.clone()], Some(day_ms), Otherwise::Overdue));
        }
    }
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
