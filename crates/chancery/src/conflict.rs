//! Conflict of a draft with what its own party has bound itself to, by field: self-limits (A3), postures (A2),
//! understandings, red lines (notices.md, the release desk); by place and time it is [`crate::on_the_map`]'s.
//!
//! I1 a conflict warns and names the notice; it never refuses: people release.

use crate::holdings::Holdings;
use crate::linkage::{Elsewhere, finding};
use crate::on_the_map::touched;
use notice::types::a4_response::Response;
use notice::types::s1_offer::Offer;
use notice::types::s3_step::{figures, step_of};
use notice::vocabulary::{
    ActClass, ActivityKind, Comparator, ExcludedClass, NoticeType, Posture, PublicAct, ResponseVerb, StepAct,
    StepMeasure, TargetClass,
};
use notice::{Draft, Finding, Number};
use refusal::facts;
use standing::Stand;

/// Everything in which the draft goes against what the own party said, here and in compartments the drafter may see;
/// and the compartments where it does and the drafter may not.
pub fn conflicts(
    draft: &Draft,
    stand: &Stand<'_>,
    here: &Holdings,
    elsewhere: &[Elsewhere<'_>],
) -> (Vec<Finding>, Vec<String>) {
    let mut found = with(draft, here);
    found.extend(with_figures(draft, stand));
    let mut page = Vec::new();
    for other in elsewhere.iter().filter(|other| other.holdings.compartment != here.compartment) {
        let there = with(draft, other.holdings);
        if other.seen {
            found.extend(there);
        } else if !there.is_empty() {
            page.push(other.holdings.compartment.to_string());
        }
    }
    (found, page)
}

fn conflict(id: &'static str, para: &str, number: &Number, what: &str) -> Finding {
    let facts = facts! { para: para.to_owned(), number: number.to_string(), what: what.to_owned() };
    finding(id, para.to_owned(), facts)
}

fn with(draft: &Draft, held: &Holdings) -> Vec<Finding> {
    let mut found = Vec::new();
    limits(draft, held, &mut found);
    postures(draft, held, &mut found);
    promises(draft, held, &mut found);
    lines(draft, held, &mut found);
    found.extend(touched(draft, held));
    found
}

/// Whether the draft announces or changes a strike.
fn strikes(draft: &Draft) -> bool {
    let verb = Response::of_draft(draft).and_then(|a4| a4.verb());
    matches!(verb, Some(ResponseVerb::Pending | ResponseVerb::Postponed | ResponseVerb::Changed))
}

/// A3: an A4 must leave out at least what the self-limit leaves out, and aim at nothing of it. Named areas are compared by
/// the watch.
fn limits(draft: &Draft, held: &Holdings, found: &mut Vec<Finding>) {
    if !strikes(draft) || draft.content.get("E").is_none() {
        return;
    }
    let excluded = draft.content.words_at("E.excluded");
    let aimed: Vec<TargetClass> =
        draft.content.words_at("E.classes").into_iter().filter_map(TargetClass::parse).collect();
    for (number, classes) in &held.limits {
        for class in classes.iter().filter(|class| **class != ExcludedClass::NamedAreas) {
            let at_it =
                *class == ExcludedClass::CommandAndControl && aimed.contains(&TargetClass::CommandPost);
            if at_it || !excluded.contains(&class.word()) {
                found.push(conflict("W-DESK-03", "E", number, class.word()));
            }
        }
    }
}

/// A2: what is announced must fit the posture that was claimed.
fn postures(draft: &Draft, held: &Holdings, found: &mut Vec<Finding>) {
    let activity = (draft.kind == NoticeType::A1).then_some(()).and(draft.content.word("A"));
    let live = draft.content.get("H").and_then(notice::Value::flag) == Some(true);
    let units = draft.content.items_at("D").iter().filter_map(notice::Value::fields);
    let named: Vec<String> =
        units.filter_map(|unit| unit.get("type")?.text()).map(|text| text.to_lowercase()).collect();
    for (number, claim, told) in &held.postures {
        match claim {
            Posture::WeaponsStatus if told != "WEAPONS-FREE" => {
                if strikes(draft) {
                    found.push(conflict("W-DESK-04", "V", number, told));
                } else if activity.is_some() && live && told == "WEAPONS-HOLD" {
                    found.push(conflict("W-DESK-04", "H", number, told));
                }
            }
            Posture::TypesAbsent => {
                let absent = told.to_lowercase();
                let mut types = absent.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
                if types
                    .any(|kind| named.iter().any(|name| name.contains(kind) || kind.contains(name.as_str())))
                {
                    found.push(conflict("W-DESK-04", "D", number, told));
                }
            }
            _ => {}
        }
    }
}

/// Understandings: what an own step promises not to do.
fn promises(draft: &Draft, held: &Holdings, found: &mut Vec<Finding>) {
    let public = (draft.kind == NoticeType::P1).then(|| draft.content.word("A")).flatten();
    let kind = (draft.kind == NoticeType::A1).then(|| draft.content.word("A")).flatten();
    let kind = kind.and_then(ActivityKind::parse);
    for promise in &held.promises {
        for act in &promise.acts {
            let (broken, para) = match act {
                StepAct::NoNewDesignations => (public == Some(PublicAct::SanctionDesignation.word()), "A"),
                StepAct::FireHeld => (strikes(draft) || kind == Some(ActivityKind::SortieBlock), "V"),
                StepAct::ForcesWithdrawn => (kind == Some(ActivityKind::Deployment), "A"),
                _ => (false, ""),
            };
            if broken {
                let what = format!("{} {} {}", promise.package, promise.step, act.word());
                found.push(conflict("W-DESK-05", para, &promise.number, &what));
            }
        }
    }
}

/// Red lines: an act that an own line counts against the other side, or that the other side's line counts.
fn lines(draft: &Draft, held: &Holdings, found: &mut Vec<Finding>) {
    let acts: &[ActClass] = if strikes(draft) {
        &[ActClass::AirStrike, ActClass::MissileBallistic, ActClass::MissileCruise]
    } else if draft.kind == NoticeType::P1 && draft.content.word("A") == Some("SANCTION-DESIGNATION") {
        &[ActClass::SanctionDesignation]
    } else {
        &[]
    };
    for line in &held.lines {
        if let Some(act) = line.acts.iter().find(|act| acts.contains(act)) {
            let id = if line.own { "W-DESK-06" } else { "W-DESK-07" };
            found.push(conflict(id, "A", &line.number, act.word()));
        }
    }
    let Some(offer) = Offer::of_draft(draft) else { return };
    for line in held.lines.iter().filter(|line| line.own && line.acts.contains(&ActClass::StockpileAbove)) {
        let Some(most) = line.magnitude.map(|magnitude| magnitude.value) else { continue };
        for step in offer.steps() {
            let above = offer.targets(&step.id).into_iter().find(|(measure, _, comparator, value)| {
                let ((has, unit), (line, other)) = (value.in_base_nano(), most.in_base_nano());
                let capped = *comparator == Comparator::AtMost && *measure == StepMeasure::Stock;
                capped && unit == other && has > line && step.actor != draft.envelope.from.party
            });
            if let Some((_, _, _, value)) = above {
                found.push(conflict("W-DESK-06", "C", &line.number, &value.to_string()));
            }
        }
    }
}

/// A step declared with a figure that its own text does not allow.
fn with_figures(draft: &Draft, stand: &Stand<'_>) -> Vec<Finding> {
    let Some((package, step)) = step_of(draft) else { return Vec::new() };
    let mut found = Vec::new();
    for it in stand.understandings().into_iter().filter(|it| it.package == *package) {
        let Some(offer) = stand.notice(&it.number).and_then(|filed| Offer::of(&filed.notice)) else {
            continue;
        };
        for (measure, band, comparator, target) in offer.targets(step) {
            let told = figures(draft).into_iter().find(|(m, b, _)| (*m, *b) == (measure, band));
            let Some((_, _, value)) = told else { continue };
            let ((has, unit), (asked, other)) = (value.in_base_nano(), target.in_base_nano());
            let outside = match comparator {
                Comparator::AtMost => has > asked,
                Comparator::LessThan => has >= asked,
                Comparator::AtLeast => has < asked,
                Comparator::MoreThan => has <= asked,
            };
            if unit == other && outside {
                let what = format!("{step} {} {value}, {} {target}", measure.word(), comparator.word());
                found.push(conflict("W-DESK-05", "C", &it.number, &what));
            }
        }
    }
    found
}
