//! The exact test of one event against one clause, three-valued, with the reason of each part (redline.md section 5).
//!
//! Slow, geodesic, the definition: `standing` uses it, and the watch's fast index is tested against it. In: a clause
//! (T1 C to J, or the conduct of E4) and an event (an E1, or a feed's record). Out: TRUE, UNCERTAIN or FALSE for each
//! part and for all of them.
//!
//! I1 what is unknown is never a value: an unknown error, count or actor gives UNCERTAIN, not TRUE and not FALSE.
//! I2 an error ellipse counts as the circle of its larger axis, at the contour its author states. I3 on ground that the
//! line itself calls unsettled nothing is surely at its place and nothing surely not.

use crate::accident::within_reach;
use crate::clause::{Actor, Magnitude, Occurrence};
use crate::geodesy::signed_distance_mm;
use crate::notice::Notice;
use crate::place::{Place, PlacePart, Shape};
use crate::quantity::{Quantity, Unit};
use crate::station::Code8;
use crate::truth::Truth;
use crate::types::e1_incident::Incident;
use crate::types::e4_warning::Warning;
use crate::types::t1_red_line::RedLine;
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::*;

/// An event as one report tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What was done.
    pub act: ActClass,
    /// Earliest and latest time.
    pub when: (Instant, Instant),
    /// Where, with its error.
    pub place: Place,
    /// Who may have done it, by group (`None` = unknown), and how likely.
    pub candidates: Vec<(Option<Code8>, Likelihood)>,
    /// What was measured: least and most.
    pub measured: Vec<(Measure, Quantity, Quantity)>,
    /// By what it was seen; unknown if empty.
    pub seen_by: Vec<DetectorKind>,
    /// Exclusions that are told of it (medical, distress and their like).
    pub told: Vec<Exclusion>,
}

/// A clause, read once.
#[derive(Debug, Clone)]
pub struct ClauseOf<'a> {
    acts: Vec<ActClass>,
    actor: Actor<'a>,
    place: Where<'a>,
    unsettled: Option<&'a Place>,
    magnitude: Option<Magnitude>,
    /// How many in which window; the count itself is [`crate::window::counted`].
    pub occurrence: Occurrence,
    period: Option<(Instant, Instant)>,
    excluded: Vec<(Exclusion, Option<Span>)>,
    detectors: Vec<DetectorKind>,
    threshold: Likelihood,
    beyond_m: Option<u32>,
    /// What its author says may follow.
    pub consequence: Option<Consequence>,
}

/// Where a clause looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where<'a> {
    /// Everywhere.
    Anywhere,
    /// At places that only a commitment tells of.
    Sealed,
    /// At a place.
    At(&'a Place),
}

/// What else is known when an event is judged.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    /// Times of the accused side's A5 about accidents.
    pub accidents: Vec<Instant>,
    /// The time of judging; an exclusion that may still come makes UNCERTAIN until then. None: nothing more comes.
    pub now: Option<Instant>,
}

/// One part of a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which clause.
    pub clause: Clause,
    /// Whether it is met.
    pub truth: Truth,
    /// Why, as a stable word.
    pub why: &'static str,
    /// Place: distance beyond the stand-off and error, metres. Actor: least and most likely, per cent.
    pub figures: Option<(i64, i64)>,
}

/// What comes of testing one event against one clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// All parts together.
    pub truth: Truth,
    /// Whether it is within the declared warning distance, and not surely inside.
    pub near: bool,
    /// Each part.
    pub parts: Vec<Part>,
}

impl Event {
    /// The event of an E1; `seen_by` is what its author may count as for the clause's author.
    pub fn of(notice: &Notice, seen_by: Vec<DetectorKind>) -> Option<Self> {
        let incident = Incident::of(notice)?;
        let candidates = incident.candidates().into_iter().map(|(who, likely)| (who.cloned(), likely));
        Some(Event {
            act: incident.act()?,
            when: incident.interval()?,
            place: incident.place()?.clone(),
            candidates: candidates.collect(),
            measured: harm(notice.content()),
            seen_by,
            told: Vec::new(),
        })
    }
}

/// Fatalities and injured over all sides, least and most; a side that says WITHHELD leaves the measure unknown.
fn harm(content: &Fields) -> Vec<(Measure, Quantity, Quantity)> {
    let sides: Vec<&Fields> = content.items_at("D").iter().filter_map(Value::fields).collect();
    let whole = |count: u32| Quantity::whole(i64::from(count), Unit::Count);
    let sum = |names: [&str; 3]| -> Option<(u32, u32)> {
        sides.iter().try_fold((0u32, 0u32), |(least, most), side| {
            let told = |name: &str| side.get(name).and_then(Value::count);
            let best = told(names[0]);
            let least_here = told(names[1]).or(best)?;
            let most_here = told(names[2]).or(best)?;
            Some((least.saturating_add(least_here), most.saturating_add(most_here)))
        })
    };
    let fatal = sum(["fatalities", "fatalities-least", "fatalities-most"]);
    let hurt = sum(["injured", "-", "-"]);
    let told = [(Measure::Fatalities, fatal), (Measure::Injured, hurt)];
    told.into_iter().filter_map(|(m, range)| range.map(|(a, b)| (m, whole(a), whole(b)))).collect()
}

impl<'a> ClauseOf<'a> {
    /// The clause of a red line that took effect at `from`.
    pub fn of_line(line: &RedLine<'a>, content: &'a Fields, from: Instant) -> Option<Self> {
        let fields = |letter: &str| content.get(letter).and_then(Value::fields);
        let detectors = content.items_at("J.detectors").iter().filter_map(Value::fields);
        Some(ClauseOf {
            acts: line.acts(),
            actor: line.actor()?,
            place: place_of(fields("E")?)?,
            unsettled: unsettled_of(fields("E")?),
            magnitude: fields("F").and_then(Magnitude::of),
            occurrence: line.occurrence()?,
            period: Some((from, line.ends_at(from)?)),
            excluded: excluded(content.items_at("I")),
            detectors: detectors.filter_map(|d| DetectorKind::parse(d.word("kind")?)).collect(),
            threshold: line.threshold()?,
            beyond_m: content.at("M.beyond").and_then(Value::quantity).and_then(metres),
            consequence: line.consequence(),
        })
    }

    /// The conduct that a warning took up, in effect from `from` until its watch is over.
    pub fn of_warning(warning: &Warning<'a>, from: Instant) -> Option<Self> {
        let conduct = warning.conduct()?;
        Some(ClauseOf {
            acts: conduct.words_at("acts").into_iter().filter_map(ActClass::parse).collect(),
            actor: warning.actor()?,
            place: place_of(conduct.get("where")?.fields()?)?,
            unsettled: unsettled_of(conduct.get("where")?.fields()?),
            magnitude: conduct.get("magnitude").and_then(Value::fields).and_then(Magnitude::of),
            occurrence: Occurrence::of(conduct.get("count")?.fields()?)?,
            period: Some((from, from.plus(warning.watch()?)?)),
            excluded: excluded(conduct.items_at("excluded")),
            detectors: Vec::new(),
            threshold: Likelihood::parse(conduct.word("threshold")?)?,
            beyond_m: None,
            consequence: None,
        })
    }

    /// The acts it names.
    pub fn acts(&self) -> &[ActClass] {
        &self.acts
    }

    /// Whose acts.
    pub fn actor(&self) -> Actor<'a> {
        self.actor
    }

    /// Where.
    pub fn place(&self) -> Where<'a> {
        self.place
    }

    /// Ground of which it is not settled on whose side it lies.
    pub fn unsettled(&self) -> Option<&'a Place> {
        self.unsettled
    }

    /// How much; `None` for ANY.
    pub fn magnitude(&self) -> Option<Magnitude> {
        self.magnitude
    }

    /// From when, and until before when.
    pub fn period(&self) -> Option<(Instant, Instant)> {
        self.period
    }

    /// What takes an event out, and within how long an accident is told.
    pub fn excluded(&self) -> &[(Exclusion, Option<Span>)] {
        &self.excluded
    }

    /// By what an event is seen; none if anything may see it.
    pub fn detectors(&self) -> &[DetectorKind] {
        &self.detectors
    }

    /// How likely its actor must be of the set.
    pub fn threshold(&self) -> Likelihood {
        self.threshold
    }

    /// How far beyond the stand-off is near, metres.
    pub fn beyond_m(&self) -> Option<u32> {
        self.beyond_m
    }

    /// What does not change with what else is known, in the order of a verdict.
    const PARTS: [fn(&Self, &Event) -> Part; 6] =
        [Self::act, Self::who, Self::at, Self::how_much, Self::in_period, Self::seen];

    /// Tests one event.
    pub fn test(&self, event: &Event, known: &Circumstances) -> Verdict {
        let plain = Self::PARTS.iter().map(|part| part(self, event));
        let parts: Vec<Part> = plain.chain([self.not_excluded(event, known)]).collect();
        let truth = parts.iter().fold(Truth::True, |truth, part| truth.and(part.truth));
        let close = |part: &Part| {
            part.clause == Clause::Place
                && self
                    .beyond_m
                    .zip(part.figures)
                    .is_some_and(|(beyond, (over, _))| over <= i64::from(beyond))
        };
        let others = parts.iter().filter(|part| part.clause != Clause::Place).all(|part| part.truth.may());
        let near = !truth.must() && others && parts.iter().any(close);
        Verdict { truth, near, parts }
    }

    /// Whether an event is what the clause says, whatever takes it out: [`ClauseOf::test`] without the exclusions. Once a part
    /// is FALSE those after it, of which the place takes long, are not asked.
    pub fn matched(&self, event: &Event) -> Truth {
        let mut truth = Truth::True;
        for part in Self::PARTS {
            truth = truth.and(part(self, event).truth);
            if !truth.may() {
                break;
            }
        }
        truth
    }

    /// Whether no exclusion takes an event out.
    pub fn stays(&self, event: &Event, known: &Circumstances) -> Truth {
        self.not_excluded(event, known).truth
    }

    fn act(&self, event: &Event) -> Part {
        let listed = self.acts.contains(&event.act);
        part(Clause::Act, Truth::of(listed, listed), if listed { "LISTED" } else { "NOT-LISTED" })
    }

    /// Likelihood that the actor is of the set: sure members add up, sure strangers are taken off.
    fn who(&self, event: &Event) -> Part {
        let (mut least, mut strangers) = (0u32, 0u32);
        for (who, likelihood) in &event.candidates {
            let low = u32::from(likelihood.range_pct().0);
            match self.member(who.as_ref()) {
                Truth::True => least += low,
                Truth::False => strangers += low,
                Truth::Uncertain => {}
            }
        }
        let (least, most) = (least.min(100), 100u32.saturating_sub(strangers));
        let wanted = u32::from(self.threshold.range_pct().0);
        let anyone = self.actor.relation() == Some(ActorRelation::Any);
        let truth = Truth::of(anyone || least >= wanted, anyone || most >= wanted);
        let why = match truth {
            Truth::True => "LIKELY-ENOUGH",
            Truth::Uncertain => "MAY-BE",
            Truth::False => "NOT-LIKELY-ENOUGH",
        };
        Part { figures: Some((i64::from(least), i64::from(most))), ..part(Clause::Actor, truth, why) }
    }

    /// Whether a group is of the actor set, by the relation its author names and the groups it lists.
    fn member(&self, who: Option<&Code8>) -> Truth {
        let Some(who) = who else { return Truth::Uncertain };
        let listed = self.actor.groups().any(|group| group == who);
        let own = self.actor.party() == Some(who);
        match self.actor.relation() {
            Some(ActorRelation::Any) => Truth::True,
            Some(ActorRelation::Named) => Truth::of(listed, listed),
            Some(ActorRelation::ForcesOf) => Truth::of(own || listed, own || listed),
            Some(ActorRelation::OrganisedEquippedBy | ActorRelation::DirectedBy) => {
                Truth::of(own || listed, true)
            }
            None => Truth::Uncertain,
        }
    }

    fn at(&self, event: &Event) -> Part {
        let plain = |from: &PlacePart| match self.place {
            Where::Anywhere => part(Clause::Place, Truth::True, "ANYWHERE"),
            Where::Sealed => part(Clause::Place, Truth::Uncertain, "SEALED"),
            Where::At(target) => within(from, target),
        };
        let tested = event.place.parts.iter().map(|from| {
            let open = self.unsettled.map_or(Truth::False, |ground| within(from, ground).truth);
            let plain = plain(from);
            if open.may() { Part { truth: Truth::Uncertain, why: "UNSETTLED", ..plain } } else { plain }
        });
        tested.max_by_key(|part| part.truth).unwrap_or_else(|| match (self.place, self.unsettled) {
            (Where::Anywhere, None) => part(Clause::Place, Truth::True, "ANYWHERE"),
            _ => part(Clause::Place, Truth::Uncertain, "UNKNOWN"),
        })
    }

    fn how_much(&self, event: &Event) -> Part {
        let Some(wanted) = &self.magnitude else { return part(Clause::Magnitude, Truth::True, "ANY") };
        let unknown = part(Clause::Magnitude, Truth::Uncertain, "UNKNOWN");
        let told = event.measured.iter().find(|(measure, _, _)| *measure == wanted.measure);
        let Some((_, least, most)) = told else { return unknown };
        let (limit, unit) = wanted.value.in_base_nano();
        let ((least, a), (most, b)) = (least.in_base_nano(), most.in_base_nano());
        if (a, b) != (unit, unit) {
            return part(Clause::Magnitude, Truth::Uncertain, "OTHER-BASIS");
        }
        let holds = |value: i128| match wanted.comparator {
            Comparator::AtLeast => value >= limit,
            Comparator::MoreThan => value > limit,
            Comparator::AtMost => value <= limit,
            Comparator::LessThan => value < limit,
        };
        let truth = Truth::of(holds(least) && holds(most), holds(least) || holds(most));
        part(Clause::Magnitude, truth, if truth.may() { "REACHED" } else { "NOT-REACHED" })
    }

    fn in_period(&self, event: &Event) -> Part {
        let Some((from, until)) = self.period else { return part(Clause::Period, Truth::True, "STANDING") };
        let (earliest, latest) = event.when;
        let truth = Truth::of(earliest >= from && latest < until, latest >= from && earliest < until);
        part(Clause::Period, truth, if truth.may() { "IN-FORCE" } else { "OUTSIDE" })
    }

    fn seen(&self, event: &Event) -> Part {
        if self.detectors.is_empty() {
            return part(Clause::Detection, Truth::True, "ANY");
        }
        let seen = event.seen_by.iter().any(|kind| self.detectors.contains(kind));
        part(Clause::Detection, Truth::of(seen, true), if seen { "DECLARED" } else { "NOT-DECLARED" })
    }

    /// Until when an accident may still be told that takes the event out; none where no exclusion waits for one.
    pub fn settles(&self, event: &Event) -> impl Iterator<Item = Instant> {
        let waiting = self.excluded.iter().filter(|(kind, _)| *kind == Exclusion::Accident);
        waiting.filter_map(|(_, within)| *within).map(|within| last_word(event, within))
    }

    /// An exclusion that is met takes the event out; one that may still be met makes it uncertain.
    fn not_excluded(&self, event: &Event, known: &Circumstances) -> Part {
        let mut excluded = Truth::False;
        for (kind, within) in &self.excluded {
            let met = match (kind, within) {
                (Exclusion::Accident, Some(within)) => accident(event, *within, known),
                (kind, _) => {
                    let told = event.told.contains(kind);
                    Truth::of(told, told)
                }
            };
            excluded = excluded.or(met);
        }
        let why = match excluded {
            Truth::True => "EXCLUDED",
            Truth::Uncertain => "MAY-YET-BE-EXCLUDED",
            Truth::False => "NOT-EXCLUDED",
        };
        part(Clause::Exclusion, excluded.negated(), why)
    }
}

fn last_word(event: &Event, within: Span) -> Instant {
    event.when.1.plus(within).unwrap_or(event.when.1)
}

fn accident(event: &Event, within: Span, known: &Circumstances) -> Truth {
    let when = (event.when.0.ms(), event.when.1.ms());
    let told = within_reach(when, within.ms(), known.accidents.iter().map(|at| at.ms()));
    let pending = known.now.is_some_and(|now| now <= last_word(event, within));
    Truth::of(told.must(), told.may() || pending)
}

/// Distance beyond the stand-off against the error: surely within if d + a <= 0, possibly if d - a <= 0.
fn within(from: &PlacePart, target: &Place) -> Part {
    let Shape::Point(centre) = from.shape else { return part(Clause::Place, Truth::Uncertain, "NO-POINT") };
    let stand_off = i64::from(target.stand_off_m.unwrap_or(0)) * 1000;
    let nearest = target.parts.iter().map(|part| {
        let own = part.error.map_or(0, |error| i64::from(error.major_m) * 1000);
        signed_distance_mm(centre, &part.shape) - own
    });
    let Some(over) = nearest.min().map(|distance| distance - stand_off) else {
        return part(Clause::Place, Truth::Uncertain, "UNKNOWN");
    };
    let told = from.error.map(|error| i64::from(error.major_m) * 1000);
    let error = told.unwrap_or_else(|| assumed_error_mm(from.precision));
    let truth = Truth::of(told.is_some() && over + error <= 0, over - error <= 0);
    let why = match (truth, told) {
        (Truth::True, _) => "INSIDE",
        (Truth::False, _) => "OUTSIDE",
        (Truth::Uncertain, Some(_)) => "ERROR-REACHES",
        (Truth::Uncertain, None) => "ERROR-UNKNOWN",
    };
    Part { figures: Some((over / 1000, error / 1000)), ..part(Clause::Place, truth, why) }
}

/// How far off a place may be whose error is not told; never taken as zero.
pub fn assumed_error_mm(precision: Option<PlacePrecision>) -> i64 {
    let km = match precision {
        Some(PlacePrecision::Exact) => 1,
        Some(PlacePrecision::Near) => 25,
        Some(PlacePrecision::District) => 50,
        Some(PlacePrecision::Province) => 200,
        Some(PlacePrecision::Region) => 500,
        Some(PlacePrecision::Country | PlacePrecision::SeaOrAir) | None => 2_000,
    };
    km * 1_000_000
}

fn part(clause: Clause, truth: Truth, why: &'static str) -> Part {
    Part { clause, truth, why, figures: None }
}

fn place_of(fields: &Fields) -> Option<Where<'_>> {
    match fields.get("place") {
        Some(Value::Place(place)) => Some(Where::At(place)),
        Some(_) => Some(Where::Anywhere),
        None => fields.get("sealed").map(|_| Where::Sealed),
    }
}

fn unsettled_of(fields: &Fields) -> Option<&Place> {
    fields.get("unsettled").and_then(Value::place)
}

fn excluded(items: &[Value]) -> Vec<(Exclusion, Option<Span>)> {
    let read = |item: &Value| {
        let fields = item.fields()?;
        Some((Exclusion::parse(fields.word("kind")?)?, fields.get("within").and_then(Value::span)))
    };
    items.iter().filter_map(read).collect()
}

fn metres(quantity: Quantity) -> Option<u32> {
    let (nano, unit) = quantity.in_base_nano();
    (unit == Unit::Metre).then(|| u32::try_from(nano / 1_000_000_000).ok()).flatten()
}
