//! Every fold's states as [`Matter`]s.

use crate::answer::Answer;
use crate::book::Filed;
use crate::carve_outs::{CarveOutState, carve_outs};
use crate::case::CaseState;
use crate::cases::cases;
use crate::crossing::CrossingState;
use crate::cycle::{CycleState, cycles};
use crate::delivery::Delivery;
use crate::leaks::{LeakState, leaks};
use crate::life::Life;
use crate::lines::{crossings, red_lines};
use crate::matter::{Machine, Matter, Part};
use crate::operation::OperationState;
use crate::operations::{operations, responses};
use crate::package_state::PackageState;
use crate::person_exchange::ExchangeState;
use crate::person_exchanges::person_exchanges;
use crate::public_acts::{PublicState, public_acts};
use crate::reconcile::reconciled;
use crate::red_line::RedLineState;
use crate::response::ResponseState;
use crate::seal;
use crate::sealed_texts::{SealedState, exchanges};
use crate::sites::{SiteState, sites};
use crate::step::StepState;
use crate::succession::successions;
use crate::understandings::{Understanding, UnderstandingState, understandings};
use crate::view::{View, addressees, party_of};
use line::ids::PartyCode;
use notice::Number;
use notice::types::s1_offer::Trigger;

/// Everything that stands but single notices, by machine.
pub fn matters(view: View<'_>) -> Vec<Matter> {
    let mut all = of_lines(view);
    all.extend(of_operations(view));
    all.extend(cycles(view).iter().map(|it| {
        let (at_ms, who) = match &it.state {
            CycleState::Open { move_of, since_ms } => (*since_ms, move_of.to_string()),
            CycleState::Paused { until_ms } => (*until_ms, String::new()),
            CycleState::Closed { at_ms } => (*at_ms, String::new()),
        };
        let parties = it.parties.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let at = (it.state.word(), Some(at_ms));
        let plain = matter(Machine::Cycle, it.number.to_string(), &it.number, at);
        Matter { beside: vec![("parties", parties), ("move_of", who)], ..plain }
    }));
    all.extend(of_cases(view));
    all.extend(understandings(view).iter().map(of_understanding));
    all.extend(of_transfers(view));
    all.extend(of_public(view));
    all.extend(successions(view).iter().map(|it| {
        let (done, of) = it.reviewed();
        let at = (it.state.word(), Some(it.effect_ms));
        let plain = matter(Machine::Succession, it.party.to_string(), &it.number, at);
        Matter { beside: vec![("reviewed", done.to_string()), ("of", of.to_string())], ..plain }
    }));
    all
}

/// Every notice with its life, its marks and its answer toward each addressee.
pub fn notices(view: View<'_>) -> Vec<Matter> {
    view.book.notices(view.horizon).map(|filed| of_notice(view, filed)).collect()
}

/// A matter without parts, by the notice it rests on.
fn matter(machine: Machine, id: String, number: &Number, at: (&'static str, Option<i64>)) -> Matter {
    Matter {
        machine,
        id,
        number: number.clone(),
        author: party_of(&number.party),
        toward: None,
        state: at.0,
        at_ms: at.1,
        parts: Vec::new(),
        beside: Vec::new(),
    }
}

fn of_notice(view: View<'_>, filed: &Filed) -> Matter {
    let life = seal::life(view, filed);
    let at_ms = match &life {
        Life::Disregard { until_ms, .. } => Some(*until_ms),
        Life::Expired { at_ms } => Some(*at_ms),
        _ => None,
    };
    let mut parts = Vec::new();
    for (party, action) in addressees(filed) {
        let delivery = Delivery::of(view, filed, &party, action);
        for (mark, at_ms) in &delivery.marks {
            parts.push(Part { id: party.to_string(), state: mark.word().to_owned(), at_ms: Some(*at_ms) });
        }
        if delivery.answer != Answer::NotAsked {
            let at_ms = match delivery.answer {
                Answer::Due { at_ms } => Some(at_ms),
                Answer::NonAnswer { since_ms } | Answer::AnsweredLate { since_ms, .. } => Some(since_ms),
                _ => None,
            };
            let state = delivery.answer.word().to_owned();
            parts.push(Part { id: party.to_string(), state, at_ms });
        }
    }
    let number = filed.notice.number();
    Matter { parts, ..matter(Machine::Notice, number.to_string(), number, (life.word(), at_ms)) }
}

fn of_lines(view: View<'_>) -> Vec<Matter> {
    let lines = red_lines(view).into_iter().map(|it| {
        let at_ms = match &it.state {
            RedLineState::Known { at_ms }
            | RedLineState::InForce { at_ms }
            | RedLineState::Withdrawn { at_ms }
            | RedLineState::Expired { at_ms } => Some(*at_ms),
            RedLineState::Suspended { until_ms } => *until_ms,
            _ => None,
        };
        let plain = matter(Machine::RedLine, it.line.to_string(), &it.number, (it.state.word(), at_ms));
        Matter { toward: Some(it.addressee), ..plain }
    });
    let crossed = crossings(view).0.into_iter().map(|it| {
        let (at_ms, late) = match &it.state {
            CrossingState::Notified { due_ms } => (*due_ms, false),
            CrossingState::Unanswered { since_ms } | CrossingState::Stale { since_ms } => {
                (Some(*since_ms), false)
            }
            CrossingState::Excused { at_ms, .. } => (Some(*at_ms), false),
            CrossingState::Answered { late, .. } => (None, *late),
            _ => (None, false),
        };
        let plain = matter(Machine::Crossing, it.line.to_string(), &it.notify, (it.state.word(), at_ms));
        let beside = if late { vec![("late", "true".to_owned())] } else { Vec::new() };
        Matter { toward: Some(it.addressee), beside, ..plain }
    });
    lines.chain(crossed).collect()
}

fn of_operations(view: View<'_>) -> Vec<Matter> {
    let operations = operations(view).into_iter().map(|it| {
        let at_ms = match it.state {
            OperationState::Concluded { at_ms }
            | OperationState::InForce { at_ms }
            | OperationState::Ending { at_ms }
            | OperationState::Ended { at_ms }
            | OperationState::AllClear { at_ms } => Some(at_ms),
            _ => it.due_ms,
        };
        let plain = matter(Machine::Operation, it.number.to_string(), &it.number, (it.state.word(), at_ms));
        let by = match &it.state {
            OperationState::Reconciled { by } => Some(by),
            _ => None,
        };
        Matter { beside: compared(view, &it.number, by), ..plain }
    });
    let responses = responses(view).into_iter().map(|it| {
        let at_ms = match it.state {
            ResponseState::StandingDown { until_ms, .. } => Some(until_ms),
            ResponseState::StoodDown { at_ms } | ResponseState::Concluded { at_ms } => Some(at_ms),
            _ => it.latest_ms,
        };
        let plain = matter(Machine::Response, it.number.to_string(), &it.number, (it.state.word(), at_ms));
        let ramp = it.off_ramp_ms.filter(|until_ms| !view.past(*until_ms));
        let by = match &it.state {
            ResponseState::Reconciled { by } => Some(by),
            _ => None,
        };
        let mut beside = compared(view, &it.number, by);
        beside.extend(ramp.map(|at| ("off_ramp_ms", at.to_string())));
        Matter { beside, ..plain }
    });
    operations.chain(responses).collect()
}

/// Declared against observed, field by field.
fn compared(view: View<'_>, number: &Number, by: Option<&Number>) -> Vec<(&'static str, String)> {
    let Some(by) = by else { return Vec::new() };
    let mut beside = vec![("reconciled_by", by.to_string())];
    beside.extend(reconciled(view, number, by).into_iter().map(|it| {
        let words = format!("{}: declared {}, observed {}", it.word(), it.declared, it.observed);
        (it.field, words)
    }));
    beside
}

fn of_cases(view: View<'_>) -> Vec<Matter> {
    let each = |it: crate::cases::Case| {
        let at_ms = match it.state {
            CaseState::Watched { until_ms } => Some(until_ms),
            CaseState::Ended { at_ms }
            | CaseState::Repeated { at_ms }
            | CaseState::InEffect { at_ms }
            | CaseState::Partial { at_ms }
            | CaseState::Restored { at_ms }
            | CaseState::Closed { at_ms } => Some(at_ms),
            _ => it.reply_until_ms,
        };
        let plain = matter(Machine::Case, it.actor, &it.challenge, (it.state.word(), at_ms));
        let mut beside = vec![("accused", it.accused.to_string()), ("position", it.position.to_owned())];
        let contested: Vec<String> = it.contested.iter().map(ToString::to_string).collect();
        if !contested.is_empty() {
            beside.push(("contested", contested.join(" ")));
        }
        beside.extend(it.standards.0.map(|standard| ("standard_accuser", standard.word().to_owned())));
        beside.extend(it.standards.1.map(|standard| ("standard_accused", standard.word().to_owned())));
        Matter { toward: Some(it.accused), beside, ..plain }
    };
    cases(view).into_iter().map(each).collect()
}

fn of_understanding(it: &Understanding) -> Matter {
    let mut beside = vec![("version", it.version.to_string())];
    let at_ms = match &it.state {
        UnderstandingState::Matched { at_ms } | UnderstandingState::Ended { at_ms, .. } => Some(*at_ms),
        UnderstandingState::Armed(package) => match package.state() {
            PackageState::Late { step, period, since_ms, performing_ms } => {
                beside.push(("late", format!("{step} {period}")));
                beside.extend(performing_ms.map(|at_ms| ("performing_until_ms", at_ms.to_string())));
                Some(since_ms)
            }
            PackageState::Disputed { stage } => {
                beside.push(("stage", stage.to_string()));
                None
            }
            PackageState::Paused { steps, until_ms } => {
                let steps: Vec<String> = steps.iter().map(ToString::to_string).collect();
                beside.push(("paused", steps.join(" ")));
                until_ms
            }
            PackageState::Ended { at_ms, .. } => Some(at_ms),
            PackageState::Armed | PackageState::Running => None,
        },
        UnderstandingState::Offered | UnderstandingState::Countered => None,
    };
    let plain = matter(Machine::Understanding, it.package.to_string(), &it.number, (it.word(), at_ms));
    let mut parts = Vec::new();
    if let Some(package) = it.running() {
        if package.paused_before() {
            beside.push(("paused_before", "true".to_owned()));
        }
        let triggers = package.terms().triggers.iter();
        let edges: Vec<String> = triggers.map(edge).collect();
        if !edges.is_empty() {
            beside.push(("triggers", edges.join("; ")));
        }
        let told = [
            ("reports_verified", it.reports.verified),
            ("reports_not_verified", it.reports.refuted),
            ("reports_unable", it.reports.unable),
        ];
        beside.extend(told.map(|(name, count)| (name, count.to_string())));
        for (place, step) in package.terms().steps.iter().enumerate() {
            for (number, period) in package.begun(place) {
                let cured = matches!(period.state, StepState::Verified { cured: true });
                let word = period.state.word();
                let state = if cured { format!("{word} CURED") } else { word.to_owned() };
                parts.push(Part { id: format!("{} {number}", step.id), state, at_ms: period.due_ms });
            }
        }
    } else {
        let answers = it.answers.iter().map(|(party, answer)| format!("{party} {}", answer.word()));
        beside.push(("answers", answers.collect::<Vec<_>>().join(", ")));
    }
    Matter { parts, beside, ..plain }
}

/// An edge of the trigger graph: the cause, the times it must have come, and the step that it makes owed.
fn edge(trigger: &Trigger) -> String {
    let times = if trigger.times > 1 { format!(" x{}", trigger.times) } else { String::new() };
    format!("{} {}{times} -> {}", trigger.of, trigger.after.word(), trigger.step)
}

fn of_transfers(view: View<'_>) -> Vec<Matter> {
    let carved = carve_outs(view).into_iter().map(|it| {
        let at_ms = match it.state {
            CarveOutState::Closed { at_ms } => Some(at_ms),
            _ => None,
        };
        let parts = it.tranches.iter().map(|tranche| Part {
            id: tranche.tranche.to_string(),
            state: tranche.state.word().to_owned(),
            at_ms: Some(tranche.moved_ms),
        });
        let plain = matter(Machine::CarveOut, it.channel.to_string(), &it.number, (it.state.word(), at_ms));
        let beside = it.left.map(|left| ("left", left.to_string())).into_iter().collect();
        Matter { parts: parts.collect(), beside, ..plain }
    });
    let exchanged = person_exchanges(view).into_iter().map(|it| {
        let at_ms = match it.state() {
            ExchangeState::Closed { at_ms } => Some(at_ms),
            ExchangeState::Open { .. } => None,
        };
        let parts = it.inner.groups().iter().map(|(group, stands)| Part {
            id: group.to_string(),
            state: stands.state.word().to_owned(),
            at_ms: Some(stands.moved_ms),
        });
        let (released, declined) = it.inner.released();
        let beside = vec![("released", released.to_string()), ("declines_return", declined.to_string())];
        let at = (it.state().word(), at_ms);
        let plain = matter(Machine::PersonExchange, it.exchange.to_string(), &it.number, at);
        Matter { parts: parts.collect(), beside, ..plain }
    });
    let sites = sites(view).into_iter().map(|it| {
        let at_ms = match &it.state {
            SiteState::Effective { at_ms } | SiteState::Stale { at_ms } | SiteState::Removed { at_ms } => {
                Some(*at_ms)
            }
            SiteState::Listed { .. } => None,
        };
        let struck = it.struck.map(|(at_ms, number)| {
            [("struck_after_notice_ms", at_ms.to_string()), ("struck_by", number.to_string())]
        });
        let plain = matter(Machine::Site, it.site, &it.number, (it.state.word(), at_ms));
        Matter { beside: struck.into_iter().flatten().collect(), ..plain }
    });
    carved.chain(exchanged).chain(sites).collect()
}

fn of_public(view: View<'_>) -> Vec<Matter> {
    let acts = public_acts(view).into_iter().map(|it| {
        let at_ms = match it.state {
            PublicState::Occurred { at_ms } | PublicState::Settled { at_ms } => Some(at_ms),
            PublicState::PreNoticed => None,
        };
        matter(Machine::PublicAct, it.number.to_string(), &it.number, (it.state.word(), at_ms))
    });
    let leaks = leaks(view).into_iter().map(|it| {
        let at_ms = match it.state {
            LeakState::LineAgreed { at_ms } | LeakState::Rotated { at_ms } | LeakState::Closed { at_ms } => {
                Some(at_ms)
            }
            LeakState::Declared => None,
        };
        let line = it.line.map(|(own, _)| ("line", own.word().to_owned()));
        let plain = matter(Machine::Leak, it.number.to_string(), &it.number, (it.state.word(), at_ms));
        Matter { beside: line.into_iter().collect(), ..plain }
    });
    let sealed = exchanges(view).into_iter().filter_map(|it| {
        let first = view.book.of_kind(it.kind, view.horizon).find(|filed| {
            filed.notice.envelope().sealed.as_ref().is_some_and(|sealed| sealed.exchange == it.exchange)
        })?;
        let at_ms = match it.state {
            SealedState::Closed { at_ms } => at_ms,
            _ => it.due_ms,
        };
        let names: Vec<&str> = it.state.names().iter().map(PartyCode::as_str).collect();
        let at = (it.state.word(), Some(at_ms));
        let plain = matter(Machine::SealedTexts, it.exchange.to_string(), first.notice.number(), at);
        let beside = vec![("type", it.kind.word().to_owned()), ("names", names.join(" "))];
        Some(Matter { beside, ..plain })
    });
    acts.chain(leaks).chain(sealed).collect()
}
