//! One event against one line: the parts that are not geometry, and what all of them come to.
//!
//! I1 TRUE only if so under every reading that the stated uncertainty allows, FALSE only if under none.

use crate::event::Event;
use crate::line::{Line, Places};
use crate::place::{Compared, compare, margin, millimetres};
use geographiclib_rs::Geodesic;
use notice::Code8;
use notice::accident::within_reach;
use notice::clause_test::Part;
use notice::truth::Truth;
use notice::vocabulary::{ActorRelation, Clause, Comparator, Exclusion};

/// What else is known when an event is judged.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Accident notices that were told.
    pub accidents: Vec<Accident>,
    /// The time of judging; an exclusion that may still come makes UNCERTAIN until then. None: nothing more comes.
    pub now: Option<i64>,
}

/// An A5 about an accident of its author's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accident {
    /// Its author.
    pub by: Code8,
    /// When it was told, seconds since 1970.
    pub at: i64,
}

/// Where an event lies against a line's places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Whether it lies there.
    pub truth: Truth,
    /// Metres beyond the stand-off at the centre, and half the extent of what may be; none without geometry.
    pub figures: Option<(f64, f64)>,
    /// Stable word of the reason.
    pub why: &'static str,
}

/// What comes of one event against one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// All parts together; the count apart.
    pub truth: Truth,
    /// Whether it is within the warning distance in place or magnitude, and not surely a match.
    pub near: bool,
    /// Where it lies.
    pub placed: Placed,
    /// Each part.
    pub parts: Vec<Part>,
}

/// Judges an event against a line, geodesic throughout, with every part.
pub fn judge(globe: &Geodesic, line: &Line, event: &Event, known: &Known) -> Verdict {
    let placed = placed(globe, line, event);
    explain(line, event, known, placed)
}

/// Where an event lies against a line's places; on ground that the line calls unsettled neither there nor elsewhere.
pub fn placed(globe: &Geodesic, line: &Line, event: &Event) -> Placed {
    let Some(ground) = &line.unsettled else { return settled(globe, line, event) };
    let each = event.spots.iter().map(|spot| {
        let plain = settled(globe, line, &Event { spots: vec![spot.clone()], ..event.clone() });
        let one = |zone| compare(globe, spot, zone, 0.0, margin(globe, spot, zone, 0.0)).truth;
        let open = ground.iter().map(one).any(Truth::may);
        if open { Placed { truth: Truth::Uncertain, why: "UNSETTLED", ..plain } } else { plain }
    });
    let unknown = Placed { truth: Truth::Uncertain, figures: None, why: "UNKNOWN" };
    each.max_by_key(|placed| placed.truth).unwrap_or(unknown)
}

fn settled(globe: &Geodesic, line: &Line, event: &Event) -> Placed {
    match &line.places {
        Places::Anywhere => Placed { truth: Truth::True, figures: None, why: "ANYWHERE" },
        Places::Sealed => Placed { truth: Truth::Uncertain, figures: None, why: "SEALED" },
        Places::Within(zones, stand_off_m) => {
            let each = event.spots.iter().map(|spot| {
                let one =
                    |zone| compare(globe, spot, zone, *stand_off_m, margin(globe, spot, zone, *stand_off_m));
                let all: Vec<Compared> = zones.iter().map(one).collect();
                union(&all)
            });
            let unknown = Placed { truth: Truth::Uncertain, figures: None, why: "UNKNOWN" };
            each.max_by_key(|placed| placed.truth).unwrap_or(unknown)
        }
        Places::Outside(zones) => {
            let within = Line { places: Places::Within(zones.clone(), 0.0), ..line.clone() };
            let inner = settled(globe, &within, event);
            let figures = inner.figures.map(|(margin, extent)| (-margin, extent));
            Placed { truth: inner.truth.negated(), figures, why: inner.why }
        }
    }
}

/// Within any of several zones.
pub fn union(all: &[Compared]) -> Placed {
    let truth = all.iter().map(|one| one.truth).max().unwrap_or(Truth::Uncertain);
    let nearest = all.iter().min_by(|a, b| a.margin_m.total_cmp(&b.margin_m));
    let why = match (truth, nearest.is_some_and(|one| one.told)) {
        (Truth::True, _) => "INSIDE",
        (Truth::False, _) => "OUTSIDE",
        (Truth::Uncertain, true) => "ERROR-REACHES",
        (Truth::Uncertain, false) => "ERROR-UNKNOWN",
    };
    Placed { truth, figures: nearest.map(|one| (one.margin_m, one.extent_m)), why }
}

/// Every part of a verdict, the place being known.
pub fn explain(line: &Line, event: &Event, known: &Known, placed: Placed) -> Verdict {
    let (act, act_why) = act(line, event);
    let (who, (least, most)) = who(line, event);
    let (measured, measured_why) = magnitude(line, event);
    let who_why = match who {
        Truth::True => "LIKELY-ENOUGH",
        Truth::Uncertain => "MAY-BE",
        Truth::False => "NOT-LIKELY-ENOUGH",
    };
    let period = period(line, event);
    let period_why = match (line.period, period.may()) {
        (None, _) => "STANDING",
        (_, true) => "IN-FORCE",
        (_, false) => "OUTSIDE",
    };
    let seen = seen(line, event);
    let seen_why = match (line.detectors.is_empty(), seen.must()) {
        (true, _) => "ANY",
        (false, true) => "DECLARED",
        (false, false) => "NOT-DECLARED",
    };
    let kept = kept(line, event, known);
    let kept_why = match kept {
        Truth::False => "EXCLUDED",
        Truth::Uncertain => "MAY-YET-BE-EXCLUDED",
        Truth::True => "NOT-EXCLUDED",
    };
    let whole = |(margin, extent): (f64, f64)| (millimetres(margin) / 1000, millimetres(extent) / 1000);
    let part = |clause, truth, why, figures| Part { clause, truth, why, figures };
    let parts = vec![
        part(Clause::Act, act, act_why, None),
        part(Clause::Actor, who, who_why, Some((least, most))),
        part(Clause::Place, placed.truth, placed.why, placed.figures.map(whole)),
        part(Clause::Magnitude, measured, measured_why, None),
        part(Clause::Period, period, period_why, None),
        part(Clause::Detection, seen, seen_why, None),
        part(Clause::Exclusion, kept, kept_why, None),
    ];
    let truth = parts.iter().fold(Truth::True, |truth, part| truth.and(part.truth));
    let near = !truth.must()
        && near(line, event, &placed, |clause| {
            parts.iter().filter(|part| part.clause != clause).all(|part| part.truth.may())
        });
    Verdict { truth, near, placed, parts }
}

/// All but the place.
pub fn rest(line: &Line, event: &Event, known: &Known) -> Truth {
    let act = act(line, event).0;
    if !act.may() {
        return act;
    }
    act.and(who(line, event).0)
        .and(magnitude(line, event).0)
        .and(period(line, event))
        .and(seen(line, event))
        .and(kept(line, event, known))
}

/// Whether an event that does not surely match is near, by place or by magnitude; `others` says whether every part but
/// the named one may hold.
pub fn near(line: &Line, event: &Event, placed: &Placed, others: impl Fn(Clause) -> bool) -> bool {
    let by_place = line.beyond_m.zip(placed.figures).is_some_and(|(beyond, (margin, _))| {
        millimetres(margin) / 1000 <= i64::from(beyond) && others(Clause::Place)
    });
    by_place || (line.near_pct.is_some() && by_magnitude(line, event) && others(Clause::Magnitude))
}

/// Whether a told magnitude comes within the declared share of the limit.
fn by_magnitude(line: &Line, event: &Event) -> bool {
    let Some((wanted, pct)) = line.magnitude.zip(line.near_pct) else { return false };
    let (limit, unit) = wanted.value.in_base_nano();
    let share = limit.abs() * i128::from(pct) / 100;
    event.measured.iter().filter(|(measure, _, _)| *measure == wanted.measure).any(|(_, least, most)| {
        let ((least, a), (most, b)) = (least.in_base_nano(), most.in_base_nano());
        (a, b) == (unit, unit)
            && match wanted.comparator {
                Comparator::AtLeast | Comparator::MoreThan => most >= limit - share,
                Comparator::AtMost | Comparator::LessThan => least <= limit + share,
            }
    })
}

fn act(line: &Line, event: &Event) -> (Truth, &'static str) {
    let truth = Truth::of(event.acts.all_in(line.acts), event.acts.meets(line.acts));
    let why = match truth {
        Truth::True => "LISTED",
        Truth::Uncertain => "MAY-BE-LISTED",
        Truth::False => "NOT-LISTED",
    };
    (truth, why)
}

/// Likelihood that the actor is of the set: sure members add up, sure strangers are taken off.
fn who(line: &Line, event: &Event) -> (Truth, (i64, i64)) {
    let (mut least, mut strangers) = (0u32, 0u32);
    for (who, low) in &event.candidates {
        match member(line, who.as_ref()) {
            Truth::True => least += u32::from(*low),
            Truth::False => strangers += u32::from(*low),
            Truth::Uncertain => {}
        }
    }
    let (least, most) = (least.min(100), 100u32.saturating_sub(strangers));
    let wanted = u32::from(line.threshold_pct);
    let anyone = line.actor.relation == Some(ActorRelation::Any);
    let truth = Truth::of(anyone || least >= wanted, anyone || most >= wanted);
    (truth, (i64::from(least), i64::from(most)))
}

/// Whether a group is of the line's set, by the relation its author names and the groups it lists.
fn member(line: &Line, who: Option<&Code8>) -> Truth {
    let Some(who) = who else { return Truth::Uncertain };
    let listed = line.actor.groups.contains(who);
    let own = line.actor.party.as_ref() == Some(who);
    match line.actor.relation {
        Some(ActorRelation::Any) => Truth::True,
        Some(ActorRelation::Named) => Truth::of(listed, listed),
        Some(ActorRelation::ForcesOf) => Truth::of(own || listed, own || listed),
        Some(ActorRelation::OrganisedEquippedBy | ActorRelation::DirectedBy) => {
            Truth::of(own || listed, true)
        }
        None => Truth::Uncertain,
    }
}

fn magnitude(line: &Line, event: &Event) -> (Truth, &'static str) {
    let Some(wanted) = &line.magnitude else { return (Truth::True, "ANY") };
    let told = event.measured.iter().find(|(measure, _, _)| *measure == wanted.measure);
    let Some((_, least, most)) = told else { return (Truth::Uncertain, "UNKNOWN") };
    let (limit, unit) = wanted.value.in_base_nano();
    let ((least, a), (most, b)) = (least.in_base_nano(), most.in_base_nano());
    if (a, b) != (unit, unit) {
        return (Truth::Uncertain, "OTHER-BASIS");
    }
    let holds = |value: i128| match wanted.comparator {
        Comparator::AtLeast => value >= limit,
        Comparator::MoreThan => value > limit,
        Comparator::AtMost => value <= limit,
        Comparator::LessThan => value < limit,
    };
    let truth = Truth::of(holds(least) && holds(most), holds(least) || holds(most));
    (truth, if truth.may() { "REACHED" } else { "NOT-REACHED" })
}

fn period(line: &Line, event: &Event) -> Truth {
    let Some((from, until)) = line.period else { return Truth::True };
    let (earliest, latest) = event.when;
    Truth::of(earliest >= from && latest < until, latest >= from && earliest < until)
}

fn seen(line: &Line, event: &Event) -> Truth {
    if line.detectors.is_empty() {
        return Truth::True;
    }
    Truth::of(event.seen_by.iter().any(|kind| line.detectors.contains(kind)), true)
}

/// Not taken out by an exclusion; one that may still be met leaves it open.
fn kept(line: &Line, event: &Event, known: &Known) -> Truth {
    let mut excluded = Truth::False;
    for (kind, within) in &line.excluded {
        let met = match (kind, within) {
            (Exclusion::Accident, Some(within)) => accident(line, event, *within, known),
            (kind, _) => {
                let told = event.told.contains(kind);
                Truth::of(told, told)
            }
        };
        excluded = excluded.or(met);
    }
    excluded.negated()
}

/// An accident excuses whose acts the line counts.
fn accident(line: &Line, event: &Event, within_s: i64, known: &Known) -> Truth {
    let theirs = known.accidents.iter().filter(|accident| line.answers_for(&accident.by));
    let told = within_reach(event.when, within_s, theirs.map(|accident| accident.at));
    let pending = known.now.is_some_and(|now| now <= event.when.1.saturating_add(within_s));
    Truth::of(told.must(), told.may() || pending)
}
