//! Random lines and events for the properties.

use notice::clause_test;
use notice::vocabulary::{ActClass, DetectorKind, Exclusion, Likelihood, Measure};
use notice::{Code8, Draft, ErrorEllipse, Instant, Place, PlacePart, Point, Quantity, Shape, Unit};
use proptest::prelude::*;
use redline::LatLon;
use redline::event::{Acts, Ellipse, Event, Identity, Where, least_pct};
use redline::line::{ActorSet, Line, Origin, Places};

/// An event that the exact test can hold too.
#[derive(Debug, Clone)]
pub struct Told {
    pub act: ActClass,
    pub when: (i64, i64),
    pub at: Point,
    pub radius_m: Option<u32>,
    pub candidates: Vec<(Option<Code8>, Likelihood)>,
    pub deaths: Option<(u32, u32)>,
    pub seen_by: Vec<DetectorKind>,
    pub told: Vec<Exclusion>,
}

impl Told {
    pub fn event(&self) -> Event {
        let centre = LatLon::of(self.at);
        let spot = match self.radius_m {
            Some(metres) => Where::Ellipse { centre, error: Ellipse::circle(f64::from(metres)) },
            None => Where::Near { centre, assumed_m: 2_000_000.0 },
        };
        let count = |n: u32| Quantity::whole(i64::from(n), Unit::Count);
        Event {
            identity: Identity { source: "T".into(), id: "1".into(), revision: 0 },
            acts: Acts::one(self.act),
            when: self.when,
            spots: vec![spot],
            candidates: self.candidates.iter().map(|(who, l)| (who.clone(), least_pct(*l))).collect(),
            measured: self
                .deaths
                .map(|(a, b)| (Measure::Fatalities, count(a), count(b)))
                .into_iter()
                .collect(),
            seen_by: self.seen_by.clone(),
            told: self.told.clone(),
        }
    }
}

pub fn notice_event(told: &Told) -> clause_test::Event {
    let second = |s: i64| Instant::from_seconds(s).expect("in the range");
    let error = told.radius_m.map(|metres| ErrorEllipse {
        major_m: metres,
        minor_m: metres,
        azimuth_deg: 0,
        contour_pct: 90,
    });
    let part = PlacePart { shape: Shape::Point(told.at), error, precision: None, gazetteer: None };
    let count = |n: u32| Quantity::whole(i64::from(n), Unit::Count);
    clause_test::Event {
        act: told.act,
        when: (second(told.when.0), second(told.when.1)),
        place: Place { parts: vec![part], stand_off_m: None },
        candidates: told.candidates.clone(),
        measured: told.deaths.map(|(a, b)| (Measure::Fatalities, count(a), count(b))).into_iter().collect(),
        seen_by: told.seen_by.clone(),
        told: told.told.clone(),
    }
}

/// A line on anything anywhere, to be changed.
pub fn plain_line(name: &str) -> Line {
    let party = Code8::parse("US").expect("a code");
    Line {
        name: name.to_owned(),
        origin: Origin::RedLine,
        author: party,
        acts: Acts::ANY,
        actor: ActorSet {
            relation: Some(notice::vocabulary::ActorRelation::Any),
            party: None,
            groups: Vec::new(),
        },
        places: Places::Anywhere,
        unsettled: None,
        magnitude: None,
        count: 1,
        window_s: None,
        period: None,
        excluded: Vec::new(),
        detectors: Vec::new(),
        threshold_pct: 55,
        beyond_m: None,
        near_count: None,
        near_pct: None,
    }
}

/// Corners of a ring round 0, 0 in degrees, in order, never crossing itself.
pub fn ring_around() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec(0.2..2.0f64, 3..14).prop_map(|radii| {
        let count = radii.len() as f64;
        let corner = |(i, r): (usize, &f64)| {
            let angle = std::f64::consts::TAU * i as f64 / count;
            (r * angle.sin(), r * angle.cos())
        };
        radii.iter().enumerate().map(corner).collect()
    })
}

fn act() -> impl Strategy<Value = ActClass> {
    prop::sample::select(vec![ActClass::OneWayDrone, ActClass::RocketMortar, ActClass::MineIed])
}

fn likelihood() -> impl Strategy<Value = Likelihood> {
    prop::sample::select(Likelihood::ALL.to_vec())
}

fn who() -> impl Strategy<Value = Option<Code8>> {
    prop::sample::select(vec![None, Some("KH"), Some("IR"), Some("XX")])
        .prop_map(|code| code.map(|code| Code8::parse(code).expect("a code")))
}

prop_compose! {
    pub fn circle_event()(
        act in act(),
        start in 1_817_700_000i64..1_826_000_000,
        lasts in prop::sample::select(vec![0i64, 3_600, 86_400, 600_000]),
        lat in 33.3..34.0f64,
        lon in 42.0..42.9f64,
        radius_m in prop::option::weighted(0.9, prop::sample::select(vec![0u32, 50, 1_500, 20_000])),
        candidates in prop::collection::vec((who(), likelihood()), 1..3),
        deaths in prop::option::of((0u32..4, 0u32..3)),
        seen in any::<bool>(),
        medical in prop::bool::weighted(0.2),
    ) -> Told {
        Told {
            act,
            when: (start, start + lasts),
            at: Point::from_e7((lat * 1e7) as i64, (lon * 1e7) as i64).expect("on the globe"),
            radius_m,
            candidates,
            deaths: deaths.map(|(least, more)| (least, least + more)),
            seen_by: if seen { vec![DetectorKind::OwnSensors] } else { vec![DetectorKind::Ais] },
            told: if medical { vec![Exclusion::Medical] } else { Vec::new() },
        }
    }
}

/// A red line of the template with another place, magnitude, actor and exclusion.
pub fn line_draft() -> impl Strategy<Value = Draft> {
    let place = prop::sample::select(vec![
        "{ stand-off = \"15 km\", parts = [{ point = \"33.786 42.441\" }, { point = \"33.505 42.615\" }] }",
        "{ stand-off = \"5 km\", parts = [{ circle = { centre = \"33.7 42.4\", radius = \"10 km\" } }] }",
        "{ parts = [{ polygon = [\"33.5 42.2\", \"33.5 42.6\", \"33.7 42.7\", \"33.6 42.4\", \"33.9 42.3\"] }] }",
        "{ stand-off = \"2 km\", parts = [{ corridor = { track = [\"33.4 42.1\", \"33.8 42.5\", \"33.6 42.8\"], half-width = \"3 km\" } }] }",
        "{ stand-off = \"1 km\", parts = [{ area = { south-west = \"33.5 42.2\", north-east = \"33.8 42.6\" } }] }",
        "\"ANYWHERE\"",
    ]);
    let magnitude = prop::sample::select(vec![
        "\"ANY\"",
        "{ measure = \"FATALITIES\", comparator = \"AT-LEAST\", value = 1 }",
        "{ measure = \"FATALITIES\", comparator = \"LESS-THAN\", value = 3 }",
    ]);
    let relation = prop::sample::select(vec![
        "relation = \"ORGANISED-EQUIPPED-BY\"\nparty = \"IR\"\nstandard = \"OVERALL-CONTROL\"\ngroups = [{ code = \"KH\" }]",
        "relation = \"FORCES-OF\"\nparty = \"IR\"",
        "relation = \"NAMED\"\ngroups = [{ code = \"KH\" }]",
        "relation = \"ANYONE\"",
    ]);
    let ground = prop::sample::select(vec![
        "",
        "unsettled = { parts = [{ polygon = [\"33.6 42.3\", \"33.6 42.5\", \"33.8 42.5\", \"33.8 42.3\"] }] }",
    ]);
    (place, magnitude, relation, any::<bool>(), likelihood(), ground).prop_map(
        |(place, magnitude, actor, out, term, ground)| {
            let text = notice::template::template(notice::vocabulary::NoticeType::T1).expect("a template");
            let mut lines = Vec::new();
            let mut skipping = false;
            for line in text.lines() {
                if line.starts_with("[content.D]") {
                    lines.push(format!("[content.D]\n{actor}"));
                    skipping = true;
                } else if line.starts_with("[content.E.place]") {
                    lines.push(format!("[content.E]\nplace = {place}\n{ground}"));
                    skipping = true;
                } else if line.starts_with("[content.J]") {
                    skipping = false;
                    lines.push(line.to_owned());
                } else if line.starts_with("threshold") {
                    lines.push(format!("threshold = \"{}\"", term.word()));
                } else if line.starts_with("F = ") {
                    lines.push(format!("F = {magnitude}"));
                    if out {
                        lines.push("I = [{ kind = \"MEDICAL\" }]".to_owned());
                    }
                } else if !skipping {
                    lines.push(line.to_owned());
                }
            }
            notice::file::draft_from_toml(&lines.join("\n")).expect("a draft")
        },
    )
}
