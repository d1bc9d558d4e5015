//! A declared line, compiled: everything the watch asks of it, read once from the notice that made it.
//!
//! T1 and E4 say a clause. An A3 is a clause on its author's own strikes, an A2's falsifier one on its author's own
//! units. I1 what a line says of act, actor, magnitude, period, detection and exclusion is judged as the exact test of
//! `notice` judges it; `tests/same.rs` compares the two.

use crate::error::RedlineError;
use crate::event::Acts;
use crate::zone::Zone;
use notice::clause::{Actor, Magnitude};
use notice::clause_test::{ClauseOf, Where};
use notice::types::e4_warning::Warning;
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::{
    ActClass, ActorRelation, DetectorKind, Exclusion, Likelihood, NoticeType, Observable,
};
use notice::{Code8, Draft, Instant, Place, Unit, Value};
use std::sync::Arc;

/// What made a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A red line (T1, or its version by T2).
    RedLine,
    /// A warning (E4): its repeat.
    Warning,
    /// A limit of the author's own strikes (A3).
    Limit,
    /// What would falsify a posture of the author's own forces (A2).
    Falsifier,
}

/// Whose acts count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorSet {
    /// How the forces stand to the party.
    pub relation: Option<ActorRelation>,
    /// The party.
    pub party: Option<Code8>,
    /// Groups that are named or listed.
    pub groups: Vec<Code8>,
}

/// Where a line looks.
#[derive(Debug, Clone)]
pub enum Places {
    /// Everywhere.
    Anywhere,
    /// Places that only a commitment tells of.
    Sealed,
    /// Within the stand-off of any of these.
    Within(Arc<[Zone]>, f64),
    /// Beyond all of these.
    Outside(Arc<[Zone]>),
}

/// A compiled line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name: `US-2/1`, or the number or file of the notice.
    pub name: String,
    /// What made it.
    pub origin: Origin,
    /// Its author.
    pub author: Code8,
    /// What was done.
    pub acts: Acts,
    /// By whom.
    pub actor: ActorSet,
    /// Where.
    pub places: Places,
    /// Ground of which it is not settled on whose side it lies: an event there is uncertain.
    pub unsettled: Option<Arc<[Zone]>>,
    /// How much; `None` for ANY.
    pub magnitude: Option<Magnitude>,
    /// How many make a crossing.
    pub count: u32,
    /// In which window, seconds; none for a count of 1.
    pub window_s: Option<i64>,
    /// From when until before when, seconds since 1970; none if it stands without end.
    pub period: Option<(i64, i64)>,
    /// What takes an event out, and within how many seconds an accident is told.
    pub excluded: Vec<(Exclusion, Option<i64>)>,
    /// By what an event is seen; none if anything may see it.
    pub detectors: Vec<DetectorKind>,
    /// How likely the actor must be of the set, per cent.
    pub threshold_pct: u8,
    /// How far beyond the stand-off is near, metres.
    pub beyond_m: Option<u32>,
    /// From how many on is near.
    pub near_count: Option<u32>,
    /// Within which share of the magnitude is near, per cent.
    pub near_pct: Option<u32>,
}

impl Line {
    /// Every line that a notice draws. `from` is when it took effect; without it the line stands, as in a replay.
    ///
    /// # Errors
    /// [`RedlineError::NotALine`] for a type that draws none, [`RedlineError::Incomplete`] if a part is missing.
    pub fn of_draft(draft: &Draft, name: &str, from: Option<Instant>) -> Result<Vec<Line>, RedlineError> {
        let lines = match draft.kind {
            NoticeType::T1 => Line::of_t1(draft, from).map(|line| vec![line]),
            NoticeType::E4 => Line::of_e4(draft, name, from).map(|line| vec![line]),
            NoticeType::A3 => Some(Line::of_a3(draft, name)),
            NoticeType::A2 => Some(Line::of_a2(draft, name).into_iter().collect()),
            kind => {
                return Err(RedlineError::NotALine { name: name.to_owned(), kind: kind.word().to_owned() });
            }
        };
        lines.ok_or_else(|| RedlineError::Incomplete { name: name.to_owned() })
    }

    fn of_t1(draft: &Draft, from: Option<Instant>) -> Option<Line> {
        let t1 = RedLine::of_draft(draft)?;
        let start = from.or(Instant::from_seconds(0))?;
        let clause = ClauseOf::of_line(&t1, &draft.content, start)?;
        let near = |path: &str| draft.content.at(path);
        let until = near("H.until").and_then(Value::instant);
        let open = until.map(|until| (0, until.seconds()));
        Some(Line {
            name: t1.line()?.to_string(),
            period: if from.is_some() { seconds(clause.period()) } else { open },
            near_count: near("M.count").and_then(Value::count),
            near_pct: near("M.margin").and_then(Value::quantity).and_then(|margin| {
                let (nano, unit) = margin.in_base_nano();
                (unit == Unit::Percent).then(|| u32::try_from(nano / 1_000_000_000).ok()).flatten()
            }),
            ..Line::of_clause(&clause, draft, "", Origin::RedLine)
        })
    }

    fn of_e4(draft: &Draft, name: &str, from: Option<Instant>) -> Option<Line> {
        let start = from.or(Instant::from_seconds(0))?;
        let clause = ClauseOf::of_warning(&Warning::of_draft(draft)?, start)?;
        let period = from.and(seconds(clause.period()));
        Some(Line { period, ..Line::of_clause(&clause, draft, name, Origin::Warning) })
    }

    fn of_clause(clause: &ClauseOf<'_>, draft: &Draft, name: &str, origin: Origin) -> Line {
        let excluded = clause.excluded().iter().map(|(kind, within)| {
            (*kind, within.map(|within| i64::try_from(within.seconds()).unwrap_or(i64::MAX)))
        });
        Line {
            name: name.to_owned(),
            origin,
            author: draft.envelope.from.party.clone(),
            acts: Acts::of(clause.acts()),
            actor: ActorSet::of(&clause.actor()),
            places: match clause.place() {
                Where::Anywhere => Places::Anywhere,
                Where::Sealed => Places::Sealed,
                Where::At(place) => Places::within(place),
            },
            unsettled: clause.unsettled().map(Places::zones),
            magnitude: clause.magnitude(),
            count: clause.occurrence.count,
            window_s: clause.occurrence.window.map(|w| i64::try_from(w.seconds()).unwrap_or(i64::MAX)),
            period: None,
            excluded: excluded.collect(),
            detectors: clause.detectors().to_vec(),
            threshold_pct: clause.threshold().range_pct().0,
            beyond_m: clause.beyond_m(),
            near_count: None,
            near_pct: None,
        }
    }

    /// A3: the author's own strikes in what it never strikes, or beyond what it keeps to.
    fn of_a3(draft: &Draft, name: &str) -> Vec<Line> {
        let place = |path: &str| draft.content.at(path).and_then(Value::place);
        let acts = [
            ActClass::RocketMortar,
            ActClass::MissileBallistic,
            ActClass::MissileCruise,
            ActClass::OneWayDrone,
            ActClass::AirStrike,
        ];
        let never = place("B.never-in").map(Places::within);
        let only = place("B.only-in").map(|place| Places::Outside(Places::zones(place)));
        let line = |(part, places)| Line {
            acts: Acts::of(&acts),
            places,
            ..Line::own(draft, &format!("{name} {part}"), Origin::Limit)
        };
        let parts = [never.map(|places| ("never-in", places)), only.map(|places| ("only-in", places))];
        parts.into_iter().flatten().map(line).collect()
    }

    /// A2: any unit of the author nearer than it says.
    fn of_a2(draft: &Draft, name: &str) -> Option<Line> {
        let observable = Observable::parse(draft.content.at("D.observable")?.word()?)?;
        let of = draft.content.at("D.of").and_then(Value::place)?;
        let (nano, _) = draft.content.at("D.distance")?.quantity()?.in_base_nano();
        let metres = nano as f64 / 1e9;
        let until = draft.content.at("C.until").and_then(Value::instant).map(|until| (0, until.seconds()));
        let line = Line { period: until, ..Line::own(draft, name, Origin::Falsifier) };
        (observable == Observable::AnyUnitNearer)
            .then(|| Line { places: Places::Within(Places::zones(of), metres), ..line })
    }

    /// A line on its author's own forces, whatever they do, wherever they are.
    fn own(draft: &Draft, name: &str, origin: Origin) -> Line {
        let author = draft.envelope.from.party.clone();
        let actor = ActorSet {
            relation: Some(ActorRelation::ForcesOf),
            party: Some(author.clone()),
            groups: Vec::new(),
        };
        Line {
            name: name.to_owned(),
            origin,
            author,
            acts: Acts::ANY,
            actor,
            places: Places::Anywhere,
            unsettled: None,
            magnitude: None,
            count: 1,
            window_s: None,
            period: None,
            excluded: Vec::new(),
            detectors: Vec::new(),
            threshold_pct: Likelihood::Likely.range_pct().0,
            beyond_m: None,
            near_count: None,
            near_pct: None,
        }
    }

    /// Whether a party's own acts, or those of a group that it is named as, may be what the line counts.
    pub fn answers_for(&self, party: &Code8) -> bool {
        match self.actor.relation {
            Some(ActorRelation::Any) => true,
            Some(ActorRelation::Named) => self.actor.groups.contains(party),
            _ => self.actor.party.as_ref() == Some(party) || self.actor.groups.contains(party),
        }
    }

    /// The window in which it counts, seconds; none if every match crosses it.
    pub fn counts_in(&self) -> Option<i64> {
        self.window_s.filter(|_| self.count > 1)
    }

    /// Its zones and stand-off, if it looks at places.
    pub fn zones(&self) -> Option<(&[Zone], f64)> {
        match &self.places {
            Places::Within(zones, stand_off_m) => Some((zones, *stand_off_m)),
            _ => None,
        }
    }
}

impl Places {
    /// Within the stand-off of a place.
    pub fn within(place: &Place) -> Self {
        Places::Within(Places::zones(place), f64::from(place.stand_off_m.unwrap_or(0)))
    }

    /// A zone a part.
    pub fn zones(place: &Place) -> Arc<[Zone]> {
        place.parts.iter().map(Zone::of).collect()
    }
}

impl ActorSet {
    /// Reads an actor record.
    pub fn of(actor: &Actor<'_>) -> Self {
        ActorSet {
            relation: actor.relation(),
            party: actor.party().cloned(),
            groups: actor.groups().cloned().collect(),
        }
    }
}

fn seconds(period: Option<(Instant, Instant)>) -> Option<(i64, i64)> {
    period.map(|(from, until)| (from.seconds(), until.seconds()))
}
