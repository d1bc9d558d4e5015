//! M3, declared against observed, field by field: what the author of an activity or a response said, and what the other
//! side told of it (notices.md section 8).
//!
//! I1 a field that either side left out is not compared. I2 an error of place never makes two places differ that it may
//! explain.

use crate::book::Filed;
use crate::view::View;
use notice::geodesy::signed_distance_mm;
use notice::types::a1_activity::Activity;
use notice::types::a4_response::Response;
use notice::types::e1_incident::Incident;
use notice::types::l4_clarification::Clarification;
use notice::vocabulary::{ActivityVerb, Relation, ResponseVerb};
use notice::{Instant, Number, Place, Value};

/// One field on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Which: `place`, `time`, `count`.
    pub field: &'static str,
    /// What was declared.
    pub declared: String,
    /// What was observed.
    pub observed: String,
    /// Whether they agree.
    pub agrees: bool,
}

impl Compared {
    /// The word.
    pub fn word(&self) -> &'static str {
        if self.agrees { "AGREES" } else { "DIFFERS" }
    }
}

/// What one side says of an operation.
#[derive(Default)]
struct Told<'a> {
    place: Option<&'a Place>,
    when: Option<(Instant, Instant)>,
    count: Option<u32>,
}

/// Compares what an operation's or a response's author declared with what another notice tells of it.
pub fn reconciled(view: View<'_>, operation: &Number, by: &Number) -> Vec<Compared> {
    let Some((first, observer)) =
        view.book.notice(operation, view.horizon).zip(view.book.notice(by, view.horizon))
    else {
        return Vec::new();
    };
    let declared = declared(view, first);
    let observed = observed(observer);
    let mut all = Vec::new();
    if let Some((declared, observed)) = declared.place.zip(observed.place) {
        all.push(place(declared, observed));
    }
    if let Some((declared, observed)) = declared.when.zip(observed.when) {
        let agrees = observed.1.ms() >= declared.0.ms().saturating_sub(MARGIN_MS)
            && observed.0.ms() <= declared.1.ms().saturating_add(MARGIN_MS);
        let words = |when: (Instant, Instant)| format!("{} to {}", when.0, when.1);
        let (declared, observed) = (words(declared), words(observed));
        all.push(Compared { field: "time", declared, observed, agrees });
    }
    if let Some((declared, observed)) = declared.count.zip(observed.count) {
        let agrees = declared == observed;
        let (declared, observed) = (declared.to_string(), observed.to_string());
        all.push(Compared { field: "count", declared, observed, agrees });
    }
    all
}

/// The last word of its author: CONCLUDED where it said so, else the announcement.
fn declared<'a>(view: View<'a>, first: &'a Filed) -> Told<'a> {
    let number = first.notice.number();
    let own = |said: &&Filed| {
        let follows = Relation::ALL.iter().any(|r| said.notice.refers(*r).any(|n| n == number));
        said.place.author == first.place.author && follows
    };
    let said: Vec<&'a Filed> = view.about(number).filter(own).collect();
    let mut told = Told::default();
    for filed in std::iter::once(first).chain(said) {
        if let Some(a1) = Activity::of(&filed.notice)
            && a1.verb() != Some(ActivityVerb::Changed)
        {
            told.place = a1.place().or(told.place);
            told.when = a1.window().or(told.when);
            let units = filed.notice.content().items_at("D").iter().filter_map(Value::fields);
            let numbers: Vec<u32> = units.filter_map(|unit| unit.get("number")?.count()).collect();
            told.count = (!numbers.is_empty()).then(|| numbers.iter().sum()).or(told.count);
        }
        if let Some(a4) = Response::of(&filed.notice) {
            told.place = filed.notice.paragraph("F").and_then(Value::place).or(told.place);
            if a4.verb() == Some(ResponseVerb::Concluded) {
                let ended = a4.actual().map(|(_, ended)| (ended, ended));
                told.when = ended.or(told.when);
                told.count = filed.notice.content().at("N.sites").and_then(Value::count).or(told.count);
            }
        }
    }
    told
}

fn observed(filed: &Filed) -> Told<'_> {
    if let Some(e1) = Incident::of(&filed.notice) {
        return Told { place: e1.place(), when: e1.interval(), count: None };
    }
    let Some(told) = Clarification::of(&filed.notice).and_then(|l4| l4.answer()) else {
        return Told::default();
    };
    let at = told.get("at").and_then(Value::instant);
    Told {
        place: told.get("place").and_then(Value::place),
        when: at.map(|at| (at, at)),
        count: told.get("count").and_then(Value::count),
    }
}

/// What was observed lies inside what was declared, or its error may put it there.
fn place(declared: &Place, observed: &Place) -> Compared {
    let error_mm =
        observed.parts.iter().filter_map(|part| part.error.map(|e| i64::from(e.major_m) * 1000)).max();
    let reach_mm = i64::from(declared.stand_off_m.unwrap_or(0)) * 1000 + error_mm.unwrap_or(0) + ROUNDED_MM;
    let points: Vec<_> = observed.parts.iter().flat_map(|part| part.shape.points()).collect();
    let farthest = points
        .iter()
        .filter_map(|point| declared.parts.iter().map(|part| signed_distance_mm(*point, &part.shape)).min());
    let farthest = farthest.max().unwrap_or(0);
    Compared {
        field: "place",
        declared: format!("{} part(s)", declared.parts.len()),
        observed: format!("{} m outside", farthest.max(0) / 1000),
        agrees: farthest <= reach_mm,
    }
}

/// An impact is told to 1 km.
const ROUNDED_MM: i64 = 1_000_000;
/// Clocks of two observers.
const MARGIN_MS: i64 = 600_000;
