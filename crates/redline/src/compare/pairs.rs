//! Overlap, conflict and gap of single pairs of notices.

use super::{Found, Relation, common_point, common_time, example, inner_point, lies_within, places_of};
use crate::draft_view::DraftView;
use crate::event::Acts;
use crate::line::{Line, Origin, Places};
use crate::verdict::{Known, judge};
use notice::truth::Truth;
use notice::vocabulary::{ActClass, NoticeType};
use notice::{Code8, Value};

/// What a pair comes to, mismatches apart.
pub(super) fn of(a: &DraftView<'_>, b: &DraftView<'_>) -> Vec<Found> {
    match (a.draft.kind, b.draft.kind) {
        (NoticeType::T1, NoticeType::T1) => lines(a, b),
        (NoticeType::T1, NoticeType::A1) => against(a, b, false),
        (NoticeType::A1, NoticeType::T1) => against(b, a, true),
        _ => Vec::new(),
    }
}

/// Two red lines.
fn lines(a: &DraftView<'_>, b: &DraftView<'_>) -> Vec<Found> {
    let (Some(one), Some(other)) = (&a.line, &b.line) else { return Vec::new() };
    let everywhere = |line: &Line| matches!(line.places, Places::Anywhere);
    let point = common_point(one, other);
    let meet = point.is_some() || (everywhere(one) && everywhere(other));
    let time = common_time(one.period, other.period);
    let found = |relation, about, says_a: String, says_b: String, example| Found {
        relation,
        a: a.name.clone(),
        b: b.name.clone(),
        about,
        says_a,
        says_b,
        place: point,
        time: time.unwrap_or(None),
        example,
    };
    let acts = (words(one.acts), words(other.acts));
    if !meet || time.is_err() {
        let about = if meet { "PERIOD" } else { "PLACE" };
        return vec![found(Relation::Disjoint, about, acts.0, acts.1, None)];
    }
    let period = time.unwrap_or(None);
    let shown = |act: Acts| Some(example(act, point, period, actor(one), [Some(one), Some(other)]));
    let common: Vec<ActClass> = common(one.acts, other.acts);
    let mut all = Vec::new();
    match common.first() {
        Some(act) => {
            let (within, holds) = (lies_within(one, other), lies_within(other, one));
            let relation = if within || holds { Relation::Subsumed } else { Relation::Overlap };
            let about = if within && !holds {
                "PLACE-WITHIN"
            } else if holds && !within {
                "PLACE-HOLDS"
            } else {
                "PLACE"
            };
            all.push(found(relation, about, acts.0.clone(), acts.1.clone(), shown(Acts::one(*act))));
        }
        None => all.push(found(Relation::Disjoint, "ACT", acts.0.clone(), acts.1.clone(), None)),
    }
    // Acts of one kind at one place that only one of the two names.
    if !common.is_empty() {
        for act in only(one.acts, other.acts) {
            all.push(found(
                Relation::Gap,
                "ACT",
                act.word().to_owned(),
                String::new(),
                shown(Acts::one(act)),
            ));
        }
        for act in only(other.acts, one.acts) {
            all.push(found(
                Relation::Gap,
                "ACT",
                String::new(),
                act.word().to_owned(),
                shown(Acts::one(act)),
            ));
        }
    }
    all
}

/// A red line against what is announced: a conflict, or what keeps the two apart.
fn against(line: &DraftView<'_>, activity: &DraftView<'_>, turned: bool) -> Vec<Found> {
    conflict(line, activity, turned).or_else(|| apart(line, activity, turned)).into_iter().collect()
}

/// Why a red line and an announced activity do not meet: by place, by act, by whose act it is, or by time.
fn apart(line: &DraftView<'_>, activity: &DraftView<'_>, turned: bool) -> Option<Found> {
    let place = activity.draft.content.at("C.place").and_then(Value::place)?;
    let (compiled, acts) = (line.line.as_ref()?, announced(activity)?);
    let own = Line { places: places_of(place), acts, period: None, ..compiled.clone() };
    let everywhere = matches!(compiled.places, Places::Anywhere);
    let point = common_point(compiled, &own);
    let about = match (point.is_some() || everywhere, common(compiled.acts, acts).is_empty()) {
        (false, _) => "PLACE",
        (true, true) => "ACT",
        (true, false) if !compiled.answers_for(activity.author()) => "ACTOR",
        (true, false) => "PERIOD",
    };
    let kind = activity.draft.content.word("A").unwrap_or_default().to_owned();
    let (of_line, of_activity) = ((line.name.clone(), words(compiled.acts)), (activity.name.clone(), kind));
    let ((a, says_a), (b, says_b)) = if turned { (of_activity, of_line) } else { (of_line, of_activity) };
    let (relation, place) = (Relation::Disjoint, point);
    Some(Found { relation, a, b, about, says_a, says_b, place, time: None, example: None })
}

/// A red line against what the other side announces that it will do.
fn conflict(line: &DraftView<'_>, activity: &DraftView<'_>, turned: bool) -> Option<Found> {
    let content = &activity.draft.content;
    let place = content.at("C.place").and_then(Value::place)?;
    let announced = announced(activity)?;
    let compiled = line.line.as_ref()?;
    let window =
        content.at("B.opens").and_then(Value::instant).zip(content.at("B.closes").and_then(Value::instant));
    let window = window.map(|(from, until)| (from.seconds(), until.seconds()));
    let author = activity.author();
    if !compiled.answers_for(author) {
        return None;
    }
    let own = Line { places: places_of(place), acts: announced, period: window, ..compiled.clone() };
    let time = common_time(compiled.period, window).ok()?;
    let act = common(compiled.acts, announced).into_iter().next()?;
    let point = common_point(compiled, &own).or_else(|| match compiled.places {
        Places::Anywhere => own.zones().and_then(|(zones, _)| zones.first()).map(inner_point),
        _ => None,
    })?;
    let kind = content.word("A").unwrap_or_default().to_owned();
    let shown =
        example(Acts::one(act), Some(point), time.or(window), Some(author.clone()), [Some(compiled), None]);
    let (a, b) = if turned { (activity, line) } else { (line, activity) };
    let says = [act.word().to_owned(), kind];
    let [says_line, says_activity] = says;
    let (says_a, says_b) = if turned { (says_activity, says_line) } else { (says_line, says_activity) };
    let swapped = if turned {
        super::Example { by_a: shown.by_b, by_b: shown.by_a, event: shown.event }
    } else {
        shown
    };
    Some(Found {
        relation: Relation::Conflict,
        a: a.name.clone(),
        b: b.name.clone(),
        about: "ACTIVITY",
        says_a,
        says_b,
        place: Some(point),
        time: time.or(window),
        example: Some(swapped),
    })
}

/// Lines of the one map on the other side's strikes, where the other side's own limits (A3) leave open what they forbid.
/// A map without any limit leaves everything open and is not listed place by place.
pub(super) fn uncovered(one: &[DraftView<'_>], other: &[DraftView<'_>], turned: bool) -> Vec<Found> {
    let limits: Vec<(&DraftView<'_>, Vec<Line>)> = other
        .iter()
        .filter(|view| view.draft.kind == NoticeType::A3)
        .filter_map(|view| Some((view, Line::of_draft(view.draft, &view.name, None).ok()?)))
        .collect();
    let mut all = Vec::new();
    for view in one.iter().filter(|view| view.is_red_line()) {
        let Some(line) = view.line.as_ref() else { continue };
        for (limit, promised) in &limits {
            let strikes = STRIKES.iter().find(|act| Acts::one(**act).meets(line.acts));
            let (Some(act), true) = (strikes, line.answers_for(limit.author())) else { continue };
            let Some((zones, _)) = line.zones() else { continue };
            let open = zones.iter().map(inner_point).find(|at| {
                let shown = example(
                    Acts::one(*act),
                    Some(*at),
                    line.period,
                    Some(limit.author().clone()),
                    [None, None],
                );
                let globe = crate::globe::wgs84();
                let kept = |promise: &Line| {
                    judge(&globe, promise, &shown.event, &Known::default()).truth == Truth::True
                };
                !promised.iter().filter(|promise| promise.origin == Origin::Limit).any(kept)
            });
            let Some(at) = open else { continue };
            let shown = example(
                Acts::one(*act),
                Some(at),
                line.period,
                Some(limit.author().clone()),
                if turned { [promised.first(), Some(line)] } else { [Some(line), promised.first()] },
            );
            let (a, b) = if turned { (*limit, view) } else { (view, *limit) };
            let (says_a, says_b) = if turned { ("LEFT-OPEN", act.word()) } else { (act.word(), "LEFT-OPEN") };
            all.push(Found {
                relation: Relation::Gap,
                a: a.name.clone(),
                b: b.name.clone(),
                about: "LIMIT",
                says_a: says_a.to_owned(),
                says_b: says_b.to_owned(),
                place: Some(at),
                time: line.period,
                example: Some(shown),
            });
        }
    }
    all
}

/// Acts that an announced activity comes to, at most.
fn announced(activity: &DraftView<'_>) -> Option<Acts> {
    Some(crate::draft_view::acts_of_activity(activity.draft.content.word("A")?, live(activity)))
}

fn live(activity: &DraftView<'_>) -> bool {
    activity.draft.content.get("H").and_then(Value::flag).unwrap_or(false)
}

fn actor(line: &Line) -> Option<Code8> {
    line.actor.groups.first().or(line.actor.party.as_ref()).cloned()
}

fn common(a: Acts, b: Acts) -> Vec<ActClass> {
    a.classes().into_iter().filter(|act| Acts::one(*act).meets(b)).collect()
}

/// Acts of `a` that `b` does not name, though it names another of the same kind.
fn only(a: Acts, b: Acts) -> Vec<ActClass> {
    let related = |act: &ActClass| act.neighbours().any(|other| Acts::one(other).meets(b));
    a.classes().into_iter().filter(|act| !Acts::one(*act).meets(b) && related(act)).collect()
}

fn words(acts: Acts) -> String {
    acts.classes().iter().map(|act| act.word()).collect::<Vec<_>>().join(" ")
}

const STRIKES: &[ActClass] = &[
    ActClass::AirStrike,
    ActClass::MissileBallistic,
    ActClass::MissileCruise,
    ActClass::OneWayDrone,
    ActClass::RocketMortar,
];
