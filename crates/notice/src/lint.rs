//! Lint of one notice: warns, never refuses (notices.md T1; redline.md section 9 has the names).
//!
//! What needs a map comes with the watch. A warning may be overruled with a reason, which the desk records.
//! I1 a lint never keeps a notice from being released by itself.

use crate::check::{Complaint, Finding, Para, complain};
use crate::clause::Occurrence;
use crate::notice::Draft;
use crate::place::{Place, Shape};
use crate::quantity::{Quantity, Unit};
use crate::registry;
use crate::spec::Need;
use crate::types::t1_red_line::RedLine;
use crate::value::{Span, Value};
use crate::vocabulary::{ActClass, Interest, NoticeType};
use refusal::{Fact, facts};

/// One lint.
#[derive(Debug)]
pub struct Lint {
    /// `W-T1-02`.
    pub id: &'static str,
    /// Its name in the field: incomplete, imprecise, arbitrary, discloses, permission below the line.
    pub name: &'static str,
    /// What it warns of.
    pub rule: &'static str,
    test: fn(&Draft) -> Option<Complaint>,
}

/// Every warning about a draft, in the order of the table.
pub fn lint(draft: &Draft) -> Vec<Finding> {
    LINTS.iter().filter_map(|lint| Some(Finding::of(lint.id, (lint.test)(draft)?))).collect()
}

/// The lints of this version.
pub static LINTS: &[Lint] = &[
    Lint {
        id: "W-T1-01",
        name: "incomplete",
        rule: "a mandatory paragraph is missing: the line can be bypassed",
        test: incomplete,
    },
    Lint {
        id: "W-T1-02",
        name: "incomplete",
        rule: "a count in a window lets one less pass in every window",
        test: lets_pass,
    },
    Lint {
        id: "W-T1-03",
        name: "discloses",
        rule: "a list of three or more sites of own forces, narrower than 20 km, tells the reader where they are",
        test: discloses,
    },
    Lint {
        id: "W-T1-04",
        name: "arbitrary",
        rule: "a distance or magnitude is no focal figure",
        test: arbitrary,
    },
    Lint {
        id: "W-T1-05",
        name: "imprecise",
        rule: "a magnitude is left open for an act that is measured",
        test: imprecise,
    },
    Lint {
        id: "W-T1-06",
        name: "unverifiable",
        rule: "what detects is told later than the window closes",
        test: unverifiable,
    },
    Lint {
        id: "W-T1-07",
        name: "permission below the line",
        rule: "the line tolerates what stays below it",
        test: permission,
    },
    Lint {
        id: "W-T1-08",
        name: "imprecise",
        rule: "an edge of over 100 km bows; say that edges are geodesics, or add corners",
        test: long_edge,
    },
    Lint {
        id: "W-E1-01",
        name: "discloses",
        rule: "the impact place is told finer than one kilometre",
        test: aim,
    },
];

fn incomplete(draft: &Draft) -> Option<Complaint> {
    let spec = registry::spec(draft.kind).filter(|spec| spec.kind == NoticeType::T1)?;
    let mandatory = spec.paragraphs.iter().filter(|field| field.need == Need::Mandatory);
    let missing: Vec<String> = mandatory
        .filter(|field| draft.content.get(field.name).is_none())
        .map(|field| field.name.to_owned())
        .collect();
    let first = missing.first()?.clone();
    let mut found = complain(&first, facts! {})?;
    found.facts.insert("missing", Fact::List(missing));
    Some(found)
}

/// Scenario row 3: a count of 3 in 72 h lets 2 pass in any 72 h, up to 20 in 30 d.
fn lets_pass(draft: &Draft) -> Option<Complaint> {
    let occurrence: Occurrence = RedLine::of_draft(draft)?.occurrence()?;
    let window = occurrence.window.filter(|_| occurrence.count > 1)?;
    let stretch = if window < MONTH { MONTH } else { window };
    let facts = facts! {
        pass: u64::from(occurrence.count - 1),
        window: window.to_string(),
        total: occurrence.lets_pass(stretch),
        stretch: stretch.to_string(),
    };
    complain("G", facts)
}

/// Scenario row 7: a list of own sites, or areas narrower than 20 km, names what its author fears for.
fn discloses(draft: &Draft) -> Option<Complaint> {
    let line = RedLine::of_draft(draft)?;
    let interest =
        draft.content.get("B").and_then(Value::fields)?.word("interest").and_then(Interest::parse)?;
    let own = matches!(interest, Interest::Forces | Interest::Advisers);
    let place = line.place().filter(|_| own)?;
    let sites = place.parts.iter().filter(|part| width_m(&part.shape) < LEAST_WIDTH_M).count();
    if sites < 3 { None } else { complain("E", facts! { sites: sites, least: "20 km" }) }
}

/// Width of a shape, metres; areas and polygons are left to the watch's map.
fn width_m(shape: &Shape) -> u64 {
    match shape {
        Shape::Point(_) => 0,
        Shape::Circle { radius_m, .. } => 2 * u64::from(*radius_m),
        _ => u64::MAX,
    }
}

/// Scenario row 6: 22 km is not 12 NM; a focal figure is round in its unit or a figure of a treaty.
fn arbitrary(draft: &Draft) -> Option<Complaint> {
    let line = RedLine::of_draft(draft)?;
    if let Some(metres) = line.place().and_then(|place: &Place| place.stand_off_m) {
        let focal = FOCAL_M.iter().min_by_key(|focal| focal.0.abs_diff(metres))?;
        if !round(metres) {
            return complain(
                "E",
                facts! { found: Quantity::whole(metres.into(), Unit::Metre).to_string(), nearest: focal.1 },
            );
        }
    }
    let value = line.magnitude()?.value;
    let treaty = value.unit() == Unit::Percent || value.unit() == Unit::WeightPercent;
    let focal = FOCAL_PERCENT.iter().any(|(mantissa, exponent)| {
        Quantity::new(*mantissa, *exponent, value.unit()).is_some_and(|focal| focal == value)
    });
    if !treaty || focal {
        None
    } else {
        complain("F", facts! { found: value.to_string(), nearest: "3.67, 5, 20, 60, 90 %" })
    }
}

/// A multiple of 5 km, of a nautical mile of the law of the sea, or below 5 km of a whole kilometre.
fn round(metres: u32) -> bool {
    let by_km = metres.is_multiple_of(5000) || (metres < 5000 && metres.is_multiple_of(500));
    by_km || FOCAL_M.iter().any(|(focal, _)| *focal == metres)
}

fn imprecise(draft: &Draft) -> Option<Complaint> {
    let line = RedLine::of_draft(draft)?;
    let measured = [ActClass::EnrichmentAbove, ActClass::StockpileAbove, ActClass::TransferOfArms];
    let open = draft.content.word("F") == Some("ANY");
    let act = line.acts().into_iter().find(|act| open && measured.contains(act))?;
    complain("F", facts! { act: act.word() })
}

fn unverifiable(draft: &Draft) -> Option<Complaint> {
    let line = RedLine::of_draft(draft)?;
    let delay = draft.content.get("J").and_then(Value::fields)?.get("delay")?.span()?;
    let window = line.occurrence()?.window.filter(|window| delay > *window)?;
    complain("J", facts! { delay: delay.to_string(), window: window.to_string() })
}

fn permission(draft: &Draft) -> Option<Complaint> {
    RedLine::of_draft(draft)?;
    if draft.content.word("L") == Some("TOLERATED") { complain("L", facts! {}) } else { None }
}

fn long_edge(draft: &Draft) -> Option<Complaint> {
    let place = RedLine::of_draft(draft)?.place()?;
    let long = place.parts.iter().any(|part| {
        let points = match &part.shape {
            Shape::Polygon(ring) => ring.iter().chain(ring.first()).copied().collect(),
            Shape::Corridor { track, .. } => track.clone(),
            _ => Vec::new(),
        };
        points
            .windows(2)
            .any(|edge| (i64::from(edge[0].lon_e7) - i64::from(edge[1].lon_e7)).abs() > DEGREE_E7)
    });
    if long { complain("E", facts! {}) } else { None }
}

fn aim(draft: &Draft) -> Option<Complaint> {
    let place = draft.content.get("C").and_then(Value::place).filter(|_| draft.kind == NoticeType::E1)?;
    let fine = place.parts.iter().find(|part| part.error.is_none_or(|error| error.major_m < 1000))?;
    let para = Para::new("C");
    let told = fine.error.map_or(0, |error| error.major_m);
    Some(Complaint { para, facts: facts! { metres: u64::from(told) } })
}

const MONTH: Span = Span::hours(30 * 24);
const LEAST_WIDTH_M: u64 = 20_000;
/// About a hundred kilometres of longitude in the latitudes of the shipped cases.
const DEGREE_E7: i64 = 11_000_000;
/// Focal distances: 3, 12, 24, 200 NM and 300 km.
const FOCAL_M: [(u32, &str); 5] =
    [(5_556, "3 NM"), (22_224, "12 NM"), (44_448, "24 NM"), (370_400, "200 NM"), (300_000, "300 km")];
/// Figures of treaties and reports, per cent: 3.67, 5, 20, 60, 90.
const FOCAL_PERCENT: [(i64, i8); 5] = [(367, -2), (5, 0), (20, 0), (60, 0), (90, 0)];
