//! Zones, points and events of the bench, drawn from one seed.

use notice::vocabulary::ActClass;
use redline::event::{Acts, Ellipse, Event, Identity, Where};
use redline::grid::Spot;
use redline::line::{ActorSet, Line, Origin, Places};
use redline::{LatLon, Zone};

/// A zone as drawn.
pub(super) struct Drawn {
    /// Its corners; a ring if it closes.
    pub(super) corners: Vec<LatLon>,
    /// Whether it closes.
    pub(super) ring: bool,
    /// Its stand-off, metres.
    pub(super) stand_off_m: f64,
    /// Compiled.
    pub(super) zone: Zone,
}

/// What every mode and peer works on.
pub(super) struct World {
    /// Zones.
    pub(super) zones: Vec<Drawn>,
    /// Points.
    pub(super) points: Vec<LatLon>,
}

/// Splitmix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Roughly normal, deviation 1.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.between(0.0, 1.0)).sum::<f64>() - 6.0
    }

    fn place(&mut self) -> LatLon {
        if self.next().is_multiple_of(2) {
            let (lat, lon) = WATERS[(self.next() % WATERS.len() as u64) as usize];
            LatLon::new(lat + 0.8 * self.normal(), lon + 0.8 * self.normal())
        } else {
            LatLon::new(self.between(11.0, 38.0), self.between(32.0, 60.0))
        }
    }
}

impl World {
    /// So many zones and points.
    pub(super) fn drawn(zones: usize, points: usize) -> Self {
        let mut chance = Chance(SEED);
        let zones = (0..zones).map(|_| drawn(&mut chance)).collect();
        let mut chance = Chance(SEED ^ 1);
        World { zones, points: (0..points).map(|_| chance.place()).collect() }
    }

    /// A line of a zone; one in ten counts three in three days.
    pub(super) fn line(&self, number: usize) -> Line {
        let drawn = &self.zones[number];
        let counted = number.is_multiple_of(10);
        Line {
            name: format!("AA-{}/1", number + 1),
            origin: Origin::RedLine,
            author: notice::Code8::parse("AA").expect("a code"),
            acts: if number.is_multiple_of(2) {
                Acts::of(&[ActClass::OneWayDrone, ActClass::AirStrike])
            } else {
                Acts::of(&[ActClass::BoardingSeizure, ActClass::MineIed])
            },
            actor: ActorSet {
                relation: Some(notice::vocabulary::ActorRelation::ForcesOf),
                party: notice::Code8::parse("BB").ok(),
                groups: Vec::new(),
            },
            unsettled: None,
            places: Places::Within([drawn.zone.clone()].into_iter().collect(), drawn.stand_off_m),
            magnitude: None,
            count: if counted { 3 } else { 1 },
            window_s: counted.then_some(3 * 86_400),
            period: None,
            excluded: Vec::new(),
            detectors: Vec::new(),
            threshold_pct: 55,
            beyond_m: Some(BEYOND_M as u32),
            near_count: None,
            near_pct: None,
        }
    }

    /// All lines.
    pub(super) fn lines(&self) -> Vec<Line> {
        (0..self.zones.len()).map(|number| self.line(number)).collect()
    }

    /// The points in the order of their cells.
    pub(super) fn sorted(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.points.len() as u32).collect();
        order.sort_by_key(|i| Spot::of(self.points[*i as usize]).order());
        order
    }

    /// The points as events with an error circle, an act and an actor each, a minute apart, one in twenty told twice.
    pub(super) fn events(&self) -> Vec<Event> {
        let mut chance = Chance(SEED ^ 2);
        let acts = [ActClass::OneWayDrone, ActClass::BoardingSeizure, ActClass::SmallArms];
        let ours = notice::Code8::parse("BB").ok();
        let other = notice::Code8::parse("CC").ok();
        let event = |(i, at): (usize, &LatLon)| {
            let id = if i % 20 == 19 { i - 7 } else { i };
            let second = START_S + id as i64 * 60;
            Event {
                identity: Identity { source: "bench".into(), id: id.to_string(), revision: 0 },
                acts: Acts::one(acts[(chance.next() % 3) as usize]),
                when: (second, second),
                spots: vec![Where::Ellipse {
                    centre: *at,
                    error: Ellipse::circle(chance.between(10.0, 600.0)),
                }],
                candidates: vec![(
                    if chance.next().is_multiple_of(4) { other.clone() } else { ours.clone() },
                    80,
                )],
                measured: Vec::new(),
                seen_by: Vec::new(),
                told: Vec::new(),
            }
        };
        let mut events: Vec<Event> = self.points.iter().enumerate().map(event).collect();
        for i in (19..events.len()).step_by(20) {
            events[i] = events[i - 7].clone();
        }
        events
    }
}

fn drawn(chance: &mut Chance) -> Drawn {
    let centre = LatLon::new(chance.between(11.0, 38.0), chance.between(32.0, 60.0));
    let corners = 50 + (chance.next() % 451) as usize;
    let ring = chance.next() % 100 < 85;
    let stand_off_m = [0.0, 5_000.0, 22_224.0, 50_000.0][(chance.next() % 4) as usize];
    let squeeze = centre.lat.to_radians().cos();
    let corners: Vec<LatLon> = if ring {
        let size = chance.between(0.05, 0.35);
        let waves: Vec<(f64, f64, f64)> = (2..7)
            .map(|k| (f64::from(k), chance.between(0.0, 0.12), chance.between(0.0, std::f64::consts::TAU)))
            .collect();
        (0..corners)
            .map(|i| {
                let angle = std::f64::consts::TAU * i as f64 / corners as f64;
                let wave: f64 = waves.iter().map(|(k, a, p)| a * (k * angle + p).sin()).sum();
                let radius = size * (1.0 + wave);
                LatLon::new(centre.lat + radius * angle.sin(), centre.lon + radius * angle.cos() / squeeze)
            })
            .collect()
    } else {
        let (mut at, mut course) = (centre, chance.between(0.0, std::f64::consts::TAU));
        let step = chance.between(0.1, 1.0) / corners as f64;
        (0..corners)
            .map(|_| {
                course += 0.15 * chance.normal();
                at = LatLon::new(at.lat + step * course.sin(), at.lon + step * course.cos() / squeeze);
                at
            })
            .collect()
    };
    let chain = std::slice::from_ref(&corners);
    let zone = if ring { Zone::rings(chain) } else { Zone::tracks(chain, 0.0) };
    Drawn { corners, ring, stand_off_m, zone }
}

/// How far beyond a stand-off is near, metres.
pub(super) const BEYOND_M: f64 = 5_000.0;
const SEED: u64 = 20_270_809;
/// 2027-08-09T03:00:00Z.
const START_S: i64 = 1_817_780_400;
/// Latitude and longitude of nine busy waters.
const WATERS: [(f64, f64); 9] = [
    (26.5, 56.4),
    (12.6, 43.4),
    (29.9, 32.6),
    (25.3, 52.6),
    (29.3, 48.6),
    (12.2, 46.5),
    (20.5, 38.5),
    (24.9, 58.6),
    (33.9, 35.1),
];
