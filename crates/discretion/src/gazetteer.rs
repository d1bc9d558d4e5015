//! Names of places near those of the record: a draft says a town, a notice holds a point.
//!
//! In: tables of towns (with inhabitants) and of other places (with a radius). Out: for shapes of a record, the names
//! that stand for them.

use crate::fold::joined;
use crate::token::{Kind, Token};
use notice::geodesy::signed_distance_mm;
use notice::{Point, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// One named place.
#[derive(Debug, Clone)]
pub struct Named {
    /// Where.
    pub at: Point,
    /// How far around it its name is said, metres.
    pub radius_m: f64,
    /// Its names, as the table has them.
    pub names: &'static str,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Gazetteer {
    places: Vec<Named>,
}

/// Names that matter to one record.
#[derive(Debug, Default)]
pub struct Nearby {
    /// Index of the place by joined name.
    names: BTreeMap<String, Vec<usize>>,
}

impl Gazetteer {
    /// Reads tables whose third column is `inhabitants` or `radius_km`; rows that are not of the form are left out.
    pub fn of(tables: &[&'static str]) -> Self {
        let mut places = Vec::new();
        for table in tables {
            let radius = table.lines().next().is_some_and(|head| head.contains("radius_km"));
            places.extend(table.lines().skip(1).filter_map(|line| row(line, radius)));
        }
        Gazetteer { places }
    }

    /// The places within reach of shapes: their index, and the names to find them by.
    pub fn near<'a>(&self, shapes: impl Iterator<Item = &'a Shape>) -> Nearby {
        let shapes: Vec<&Shape> = shapes.collect();
        let mut nearby = Nearby::default();
        for (at, place) in self.places.iter().enumerate() {
            if shapes.iter().any(|shape| place.stands_for(shape)) {
                for name in place.names.split('|') {
                    nearby.names.entry(joined(name)).or_default().push(at);
                }
            }
        }
        nearby
    }

    /// A place by index.
    pub fn place(&self, at: usize) -> &Named {
        &self.places[at]
    }

    /// Every place with a name, for counting public text.
    pub fn everywhere(&self) -> Nearby {
        let mut nearby = Nearby::default();
        for (at, place) in self.places.iter().enumerate() {
            for name in place.names.split('|') {
                nearby.names.entry(joined(name)).or_default().push(at);
            }
        }
        nearby
    }
}

impl Named {
    /// Whether its name says where a shape is.
    pub fn stands_for(&self, shape: &Shape) -> bool {
        let rough = |point: &Point| {
            let apart = |a: i32, b: i32| (f64::from(a) - f64::from(b)).abs() / 1e7;
            let (lat, lon) = (apart(point.lat_e7, self.at.lat_e7), apart(point.lon_e7, self.at.lon_e7));
            lat < 2.0 && !(2.5..=357.0).contains(&lon)
        };
        shape.points().iter().any(rough)
            && signed_distance_mm(self.at, shape) as f64 / 1000.0 <= self.radius_m
    }

    /// Its key in the table of public text.
    pub fn key(&self) -> String {
        format!("place:{}", self.at)
    }
}

impl Nearby {
    /// Indices of its places, each once.
    pub fn places(&self) -> BTreeSet<usize> {
        self.names.values().flatten().copied().collect()
    }

    /// Places named at a token: the longest name that begins there, its length in tokens and the places it may be.
    pub fn at(&self, tokens: &[Token], at: usize) -> Option<(usize, &[usize])> {
        let first = tokens.get(at).filter(|token| token.kind == Kind::Word)?;
        let begins = std::iter::once(&first.text).chain(&first.bare);
        let mut best: Option<(usize, &[usize])> = None;
        for begin in begins {
            let mut name = String::new();
            for (length, token) in tokens[at..].iter().take(MOST_TOKENS).enumerate() {
                match token.kind {
                    Kind::Sign if "-'".contains(&token.text) => continue,
                    Kind::Sign | Kind::Number => break,
                    Kind::Word => name.push_str(if length == 0 { begin } else { &token.text }),
                }
                if let Some(found) = self.names.get(&name)
                    && best.is_none_or(|(held, _)| length + 1 > held)
                {
                    best = Some((length + 1, found));
                }
            }
        }
        best
    }
}

fn row(line: &'static str, radius: bool) -> Option<Named> {
    let columns: Vec<&'static str> = line.split('\t').collect();
    let [lat, lon, size, names] = columns.as_slice() else { return None };
    let e7 = |text: &str| Some((text.parse::<f64>().ok()? * 1e7).round() as i64);
    let size: f64 = size.parse().ok()?;
    let radius_m = if radius { size * 1000.0 } else { TOWN_M + 1000.0 * (size / 50_000.0).sqrt().min(12.0) };
    Some(Named { at: Point::from_e7(e7(lat)?, e7(lon)?)?, radius_m, names })
}

/// How far around a small town its name is said, metres.
const TOWN_M: f64 = 8_000.0;
/// A name has at most so many tokens, hyphens with it.
const MOST_TOKENS: usize = 7;
