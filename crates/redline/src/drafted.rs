//! Drafts for humans: the T3 that a crossing calls for, and the E1 if there is none, filled with what the watch knows.
//!
//! I1 nothing is sent by a machine: what an officer must look at is named beside each draft. I2 a figure that nobody told is
//! left out, and an actor that is not sure stays with its least likelihood and the rest unknown.

use crate::event::{Event, Where};
use crate::tally::Counted;
use notice::check::Para;
use notice::clause_test::Part;
use notice::truth::Truth;
use notice::vocabulary::{
    Asked, Clause, Credibility, CrossingCharacter, CrossingVerb, Custody, EffectOn, EvidenceKind, Likelihood,
    Measure, NoticeType, PlacePrecision, ReleaseLevel, Reliability, TimePrecision, UnknownWord,
    WithheldReason,
};
use notice::{
    Code8, Draft, Envelope, ErrorEllipse, Fields, Instant, LineVersion, Place, PlacePart, Shape, Span, Unit,
    Value,
};

/// A draft and the paragraphs an officer must look at before it is released.
#[derive(Debug, Clone)]
pub struct Drafted {
    /// The draft.
    pub draft: Draft,
    /// Paragraphs left open or filled with a neutral value.
    pub look_at: Vec<Para>,
}

/// What a crossing rests on.
pub struct Grounds<'a> {
    /// The line.
    pub line: &'a LineVersion,
    /// Its count.
    pub of: u32,
    /// Parts of the verdict.
    pub parts: &'a [Part],
    /// The count.
    pub counted: Counted,
    /// Whether it is crossed; else it is near.
    pub crossed: bool,
}

/// The T3 NOTIFY that a crossing calls for. Its C waits for the numbers of the E1.
pub fn crossing(grounds: &Grounds<'_>, envelope: Envelope) -> Drafted {
    let clauses = grounds.parts.iter().filter(|part| part.truth == Truth::True).map(|part| part.clause);
    let counts = (grounds.of > 1).then_some(Clause::Count);
    let mut words: Vec<Value> = clauses.chain(counts).map(|clause| Value::Word(clause.word())).collect();
    words.truncate(8);
    let trace = Fields::new()
        .with("clauses", Value::List(words))
        .with("count", Value::Count(grounds.counted.low.max(1)))
        .with("of", Value::Count(grounds.of.max(1)));
    let likely = grounds.parts.iter().find(|part| part.clause == Clause::Actor).and_then(|part| part.figures);
    let term = likely.map_or(Likelihood::RoughlyEven, |(least, _)| term(least));
    let character = if grounds.crossed { CrossingCharacter::Crossed } else { CrossingCharacter::Near };
    let content = Fields::new()
        .with("A0", Value::Record(Fields::new().with("verb", Value::Word(CrossingVerb::Notify.word()))))
        .with("A", Value::Line(grounds.line.clone()))
        .with("B", Value::Record(trace))
        .with("D", Value::Word(term.word()))
        .with("E", Value::Word(character.word()))
        .with("F", Value::Word(Asked::Explain.word()))
        .with("G", Value::Record(Fields::new().with("within", Value::Span(Span::hours(24)))));
    let draft = Draft { kind: NoticeType::T3, envelope, content };
    Drafted { draft, look_at: ["C", "D", "F", "G"].map(Para::new).to_vec() }
}

/// The E1 of an event; `evidence` is the hash of the record it was read from. `None` for an event without a time.
pub fn incident(event: &Event, evidence: [u8; 32], envelope: Envelope) -> Option<Drafted> {
    let mut look_at = vec![Para::new("D"), Para::new("E"), Para::new("G")];
    let mut content = Fields::new().with("B", Value::Record(when(event)?));
    match event.acts.classes().as_slice() {
        [act] => content.set("A", Value::Word(act.word())),
        _ => look_at.insert(0, Para::new("A")),
    }
    match event.spots.first().and_then(place) {
        Some(place) => content.set("C", Value::Place(place)),
        None => look_at.push(Para::new("C")),
    }
    let nothing = Fields::new().with("reason", Value::Word(WithheldReason::Nothing.word()));
    let item = Fields::new()
        .with("kind", Value::Word(EvidenceKind::Report.word()))
        .with("hash", Value::Hash(evidence))
        .with("reliability", Value::Word(Reliability::F.word()))
        .with("credibility", Value::Word(Credibility::Six.word()))
        .with("custody", Value::Word(Custody::Own.word()))
        .with("release", Value::Word(ReleaseLevel::HashOnly.word()));
    let content = content
        .with("D", Value::List(vec![Value::Record(harm(event))]))
        .with("E", Value::List(candidates(event)))
        .with("G", Value::List(vec![Value::Record(item)]))
        .with("H", Value::Record(nothing));
    Some(Drafted { draft: Draft { kind: NoticeType::E1, envelope, content }, look_at })
}

fn when(event: &Event) -> Option<Fields> {
    let (from, until) = event.when;
    let precision = match until - from {
        0..=600 => TimePrecision::Exact,
        601..=43_200 => TimePrecision::PartOfDay,
        43_201..=90_000 => TimePrecision::Day,
        90_001..=700_000 => TimePrecision::Week,
        _ => TimePrecision::Month,
    };
    Some(
        Fields::new()
            .with("earliest", Value::Instant(Instant::from_seconds(from)?))
            .with("latest", Value::Instant(Instant::from_seconds(until)?))
            .with("precision", Value::Word(precision.word())),
    )
}

/// The impact, never finer than a kilometre toward the other side.
fn place(spot: &Where) -> Option<Place> {
    let whole = |metres: f64| if metres < 1e9 { metres.ceil() as u32 } else { u32::MAX };
    let (error, precision) = match spot {
        Where::Ellipse { error, .. } => {
            let major_m = whole(error.major_m).max(COARSE_M);
            let error = ErrorEllipse {
                major_m,
                minor_m: whole(error.minor_m).clamp(COARSE_M, major_m),
                azimuth_deg: (error.azimuth_deg.rem_euclid(180.0)) as u8,
                contour_pct: 90,
            };
            (Some(error), None)
        }
        Where::Near { .. } | Where::Area(_) => (None, Some(PlacePrecision::Region)),
    };
    let part = PlacePart { shape: Shape::Point(spot.centre().point()?), error, precision, gazetteer: None };
    Some(Place { parts: vec![part], stand_off_m: None })
}

fn harm(event: &Event) -> Fields {
    let mut harm = Fields::new().with("on", Value::Word(EffectOn::Unknown.word()));
    let dead = event.measured.iter().find(|(measure, _, _)| *measure == Measure::Fatalities);
    let count = |quantity: &notice::Quantity| {
        let whole = quantity.unit() == Unit::Count && quantity.exponent() == 0;
        u32::try_from(quantity.mantissa()).ok().filter(|_| whole)
    };
    if let Some((least, most)) = dead.and_then(|(_, least, most)| count(least).zip(count(most))) {
        harm.set("fatalities-least", Value::Count(least));
        harm.set("fatalities-most", Value::Count(most));
    }
    harm
}

fn candidates(event: &Event) -> Vec<Value> {
    let candidate = |who: Option<&Code8>, term: Likelihood| {
        let who = match who {
            Some(code) => Value::Record(Fields::new().with("code", Value::Code(code.clone()))),
            None => Value::Word(UnknownWord::Unknown.word()),
        };
        Value::Record(Fields::new().with("who", who).with("likelihood", Value::Word(term.word())))
    };
    let named: Vec<(&Code8, u8)> =
        event.candidates.iter().filter_map(|(who, least)| who.as_ref().map(|who| (who, *least))).collect();
    let sum: u32 = named.iter().map(|(_, least)| u32::from(*least)).sum();
    let mut all: Vec<Value> =
        named.iter().map(|(who, least)| candidate(Some(who), term(i64::from(*least)))).collect();
    if sum < 95 {
        all.push(candidate(None, term(i64::from(100u32.saturating_sub(sum.max(1))) - 15)));
    }
    all
}

/// The term whose range begins at or below a likelihood, per cent.
fn term(least: i64) -> Likelihood {
    let fits = Likelihood::ALL.iter().rev().find(|term| i64::from(term.range_pct().0) <= least);
    fits.copied().unwrap_or(Likelihood::AlmostNoChance)
}

/// Coarseness of an impact toward the other side, metres (notices.md, E1).
const COARSE_M: u32 = 1_000;
