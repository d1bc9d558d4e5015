//! The private record as the guard holds it, and what a sentence betrays of one notice of it.
//!
//! I1 a facet and a word of the sentence count once. I2 without a figure (amount, instant, position, code) a sentence
//! never reaches the bar of a stop, and without a place as well not much.

use crate::amount::{Amount, Dimension};
use crate::background::amount_key;
use crate::facet::{Facets, Held};
use crate::gazetteer::Nearby;
use crate::lore::Lore;
use crate::reading::Reading;
use notice::geodesy::signed_distance_mm;
use std::collections::{BTreeMap, BTreeSet};

/// What a part of a sentence betrays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// An amount.
    Amount,
    /// A place by its name.
    Place,
    /// A place by its position.
    Position,
    /// An instant.
    Instant,
    /// A group.
    Group,
    /// A code or number.
    Code,
    /// An act.
    Act,
    /// It falls into an announced window.
    Window,
}

impl Sort {
    /// The word of documents and of the packs' keys.
    pub fn word(self) -> &'static str {
        match self {
            Sort::Amount => "amount",
            Sort::Place => "place",
            Sort::Position => "position",
            Sort::Instant => "instant",
            Sort::Group => "group",
            Sort::Code => "code",
            Sort::Act => "act",
            Sort::Window => "window",
        }
    }
}

/// One part of a hit.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it is.
    pub sort: Sort,
    /// How much it says, bits.
    pub bits: f64,
    /// Paragraph that holds it; empty for acts and windows.
    pub paragraph: String,
    /// Index of the facet, or past all facets for others: what cleared sentences are compared by.
    key: usize,
    /// Whether it is a length: one beside a place says where.
    length: bool,
}

/// What a sentence betrays of one notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The notice's number.
    pub number: String,
    /// Its parts, the heaviest first.
    pub parts: Vec<Part>,
    /// Their weight.
    pub bits: f64,
}

/// The notices of the record.
#[derive(Debug)]
pub struct Record {
    entries: Vec<Facets>,
    nearby: Nearby,
    /// By place of the gazetteer: entries and facets that it stands for.
    stands_for: BTreeMap<usize, Vec<(usize, usize)>>,
    /// When its first notice was released, seconds UTC.
    begins: i64,
}

/// What of a sentence is found in the gazetteer, once for all entries.
pub struct Places {
    by_entry: BTreeMap<usize, Vec<(usize, f64)>>,
}

impl Record {
    /// Takes in what notices hold.
    pub fn of(lore: &Lore, entries: Vec<Facets>) -> Self {
        let shapes = |entry: &'_ Facets| -> Vec<(usize, notice::Shape)> {
            let held = entry.facets.iter().enumerate();
            held.filter_map(|(at, facet)| match &facet.held {
                Held::Shape(shape) => Some((at, shape.clone())),
                _ => None,
            })
            .collect()
        };
        let all: Vec<(usize, usize, notice::Shape)> = entries
            .iter()
            .enumerate()
            .flat_map(|(n, entry)| shapes(entry).into_iter().map(move |(at, shape)| (n, at, shape)))
            .collect();
        let mut once: Vec<&notice::Shape> = all.iter().map(|(_, _, shape)| shape).collect();
        once.sort_unstable();
        once.dedup();
        let nearby = lore.gazetteer.near(once.into_iter());
        let mut stands_for: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for place in nearby.places() {
            let named = lore.gazetteer.place(place);
            let of = all.iter().filter(|(_, _, shape)| named.stands_for(shape)).map(|(n, at, _)| (*n, *at));
            stands_for.insert(place, of.collect());
        }
        let begins = entries.iter().map(|entry| entry.released).min().unwrap_or_default();
        Record { entries, nearby, stands_for, begins }
    }

    /// The notices.
    pub fn entries(&self) -> &[Facets] {
        &self.entries
    }

    /// Names of places in a sentence.
    pub fn places(&self, lore: &Lore, reading: &Reading) -> Places {
        let mut by_entry: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
        let mut at = 0;
        while at < reading.tokens.len() {
            let Some((length, places)) = self.nearby.at(&reading.tokens, at) else {
                at += 1;
                continue;
            };
            for place in places {
                let bits = lore.background.bits(&lore.gazetteer.place(*place).key()).min(PLACE);
                for (entry, facet) in self.stands_for.get(place).into_iter().flatten() {
                    by_entry.entry(*entry).or_default().push((*facet, bits));
                }
            }
            at += length;
        }
        Places { by_entry }
    }

    /// What a sentence betrays of one notice; `None` where nothing.
    pub fn hit(&self, lore: &Lore, entry: usize, reading: &Reading, places: &Places) -> Option<Hit> {
        let facets = self.entries.get(entry)?;
        let mut parts = amounts(lore, facets, reading);
        parts.extend(spots(facets, reading, places.by_entry.get(&entry)));
        parts.extend(instants(facets, reading));
        parts.extend(names(lore, facets, reading));
        if parts.is_empty() {
            return None;
        }
        let dated_only = parts.iter().all(|part| part.sort == Sort::Instant);
        parts.extend(acts(lore, facets, reading));
        let rare = parts.iter().any(|part| part.sort == Sort::Act && part.bits >= RARE);
        if !dated_only || rare {
            parts.extend(window(facets, reading));
        }
        let hit = Hit::of(facets.number.clone(), parts);
        Some(if reading.is_past(self.begins) { hit.at_most(NO_FIGURE) } else { hit })
    }
}

impl Hit {
    fn of(number: String, mut parts: Vec<Part>) -> Self {
        parts.sort_by(|a, b| b.bits.total_cmp(&a.bits));
        let sum: f64 = parts.iter().map(|part| part.bits).sum();
        Hit { number, bits: sum.min(bound(&parts)), parts }
    }

    /// The same where a public sentence has said some of it: what it said weighs three bits at most, together.
    #[must_use]
    pub fn cleared_by(&self, public: &Hit) -> Hit {
        let said: BTreeSet<usize> = public.parts.iter().map(|part| part.key).collect();
        let (known, new): (Vec<&Part>, Vec<&Part>) =
            self.parts.iter().partition(|part| said.contains(&part.key));
        let sum = |parts: &[&Part]| parts.iter().map(|part| part.bits).sum::<f64>();
        let bits = (sum(&known).min(CLEARED) + sum(&new)).min(self.bits);
        Hit { bits, ..self.clone() }
    }

    /// The same with a bound, unless a figure alone would pass it.
    fn at_most(self, bound: f64) -> Hit {
        let strong = self.parts.iter().any(|part| part.bits >= STRONG);
        if strong { self } else { Hit { bits: self.bits.min(bound), ..self } }
    }

    /// The paragraph that its heaviest part stands in.
    pub fn paragraph(&self) -> &str {
        self.parts.iter().map(|part| part.paragraph.as_str()).find(|p| !p.is_empty()).unwrap_or_default()
    }
}

/// The most that parts together may weigh: what is anybody's figure needs a place, a group or a rare act beside it.
fn bound(parts: &[Part]) -> f64 {
    let of = |sorts: &[Sort]| parts.iter().filter(|part| sorts.contains(&part.sort)).collect::<Vec<_>>();
    let heaviest = |parts: &[&Part]| parts.iter().map(|part| part.bits).fold(0.0, f64::max);
    let figures = of(&[Sort::Amount, Sort::Position, Sort::Instant, Sort::Code]);
    let strongest = heaviest(&figures);
    let (place, group) = (!of(&[Sort::Place]).is_empty(), !of(&[Sort::Group]).is_empty());
    let act = heaviest(&of(&[Sort::Act]));
    if strongest >= STRONG {
        return f64::MAX;
    }
    if strongest <= COUNT {
        // Counts, or no figure at all.
        return match (place, figures.len()) {
            (true, _) => NO_FIGURE,
            (false, 0 | 1) => FEW_COUNTS,
            (false, _) => NO_PLACE,
        };
    }
    let distance = figures.iter().any(|part| part.length && part.bits > COUNT);
    let enough = match (place, figures.len()) {
        (true, _) => strongest > WEAK || distance || act >= RARE,
        (false, 1) if figures.iter().all(|part| part.sort == Sort::Instant && part.bits <= DAY) => group,
        (false, 1) => act >= RARE || group,
        (false, 2) => act >= LIKELY || group,
        (false, _) => true,
    };
    match (enough, figures.len(), place || group || act > 0.0) {
        (true, ..) => f64::MAX,
        (false, 1, false) => ALONE,
        (false, ..) => NO_FIGURE,
    }
}

fn amounts(lore: &Lore, facets: &Facets, reading: &Reading) -> Vec<Part> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (at, facet) in facets.facets.iter().enumerate() {
        let Held::Amount(dimension, values, digits) = &facet.held else { continue };
        for (said, amount) in reading.amounts.iter().enumerate() {
            if let Some(value) = meets(*dimension, values, amount) {
                let known = lore.background.bits(&amount_key(*dimension, value));
                let cap =
                    if *dimension == Dimension::Count { COUNT } else { cap((*digits).min(amount.digits)) };
                pairs.push((known.min(cap), at, said));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut facets_used, mut said_used) = (BTreeSet::new(), BTreeSet::new());
    let mut parts = Vec::new();
    for (bits, at, said) in pairs {
        if facets_used.contains(&at) || said_used.contains(&said) {
            continue;
        }
        facets_used.insert(at);
        said_used.insert(said);
        let length = matches!(facets.facets[at].held, Held::Amount(Dimension::Length, ..));
        parts.push(Part {
            sort: Sort::Amount,
            bits,
            paragraph: facets.facets[at].paragraph.clone(),
            key: at,
            length,
        });
    }
    parts
}

/// Whether an amount is that of a facet: 2 % either way, counts exactly.
fn meets(dimension: Dimension, values: &[f64], amount: &Amount) -> Option<f64> {
    if dimension != amount.dimension {
        return None;
    }
    let near = |a: f64, b: f64| match dimension {
        Dimension::Count => a == b,
        _ => (a - b).abs() <= TOLERANCE * b.abs(),
    };
    values.iter().copied().find(|value| amount.values.iter().any(|said| near(*said, *value)))
}

fn spots(facets: &Facets, reading: &Reading, named: Option<&Vec<(usize, f64)>>) -> Vec<Part> {
    let mut by_facet: BTreeMap<usize, Part> = BTreeMap::new();
    for (at, bits) in named.into_iter().flatten() {
        let paragraph = facets.facets[*at].paragraph.clone();
        let part = Part { sort: Sort::Place, bits: *bits, paragraph, key: *at, length: false };
        if by_facet.get(at).is_none_or(|held| held.bits < *bits) {
            by_facet.insert(*at, part);
        }
    }
    for position in &reading.positions {
        for (at, facet) in facets.facets.iter().enumerate() {
            let Held::Shape(shape) = &facet.held else { continue };
            if signed_distance_mm(position.at, shape) as f64 / 1000.0 <= position.error_m.max(NEAR_M) {
                let paragraph = facet.paragraph.clone();
                by_facet.insert(
                    at,
                    Part { sort: Sort::Position, bits: exact(shape), paragraph, key: at, length: false },
                );
            }
        }
    }
    let mut parts: Vec<Part> = by_facet.into_values().collect();
    parts.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    // One name may stand for several shapes of a notice: the second adds half, and no more do.
    parts.truncate(2);
    if let [_, second] = parts.as_mut_slice() {
        second.bits /= 4.0;
    }
    parts
}

/// A position within a wide shape says no more than the name of the place does.
fn exact(shape: &notice::Shape) -> f64 {
    if matches!(shape, notice::Shape::Point(_)) { POSITION } else { PLACE }
}

fn instants(facets: &Facets, reading: &Reading) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, facet) in facets.facets.iter().enumerate() {
        let Held::Instant(instant) = facet.held else { continue };
        let bits = reading.when.iter().filter_map(|when| match when.exact {
            true => ((instant - when.from).abs() <= CLOSE_S).then_some(INSTANT),
            false if when.ahead => (when.from..=when.until).contains(&instant).then_some(AHEAD),
            false => (when.from..=when.until).contains(&instant).then_some(DAY),
        });
        if let Some(bits) = bits.reduce(f64::max) {
            let paragraph = facet.paragraph.clone();
            parts.push(Part { sort: Sort::Instant, bits, paragraph, key: at, length: false });
        }
    }
    parts.sort_by(|a, b| b.bits.total_cmp(&a.bits));
    parts.truncate(reading.when.len().min(2));
    parts
}

fn names(lore: &Lore, facets: &Facets, reading: &Reading) -> Vec<Part> {
    let mut parts = Vec::new();
    for (at, facet) in facets.facets.iter().enumerate() {
        let paragraph = facet.paragraph.clone();
        match &facet.held {
            Held::Group(name) if reading.groups.contains(name) => {
                let bits = lore.background.bits(&format!("group:{name}")).min(GROUP);
                parts.push(Part { sort: Sort::Group, bits, paragraph, key: at, length: false });
            }
            Held::Code(code) if reading.codes.contains(code) => {
                let bits = if paragraph == "1" { POSITION } else { CODE };
                parts.push(Part { sort: Sort::Code, bits, paragraph, key: at, length: false });
            }
            _ => {}
        }
    }
    parts
}

/// Acts that the sentence and the notice share: the rarest, and half of the next.
fn acts(lore: &Lore, facets: &Facets, reading: &Reading) -> Vec<Part> {
    let shared = reading
        .concepts
        .iter()
        .filter(|concept| concept.value.split(' ').skip(1).any(|word| facets.words.contains(word)));
    let mut bits: Vec<(f64, &str)> = shared
        .map(|concept| {
            let name = concept.value.split(' ').next().unwrap_or_default();
            (lore.background.bits(&format!("act:{name}")).min(ACT), name)
        })
        .collect();
    bits.sort_by(|a, b| b.0.total_cmp(&a.0));
    let weighed =
        bits.into_iter().take(2).enumerate().map(|(n, (bits, _))| if n == 0 { bits } else { bits / 2.0 });
    let past = facets.facets.len();
    weighed
        .enumerate()
        .map(|(n, bits)| Part {
            sort: Sort::Act,
            bits,
            paragraph: String::new(),
            key: past + n,
            length: false,
        })
        .collect()
}

/// A date inside an announced window says when it is.
fn window(facets: &Facets, reading: &Reading) -> Option<Part> {
    let (from, until) = facets.window?;
    let inside = reading.when.iter().any(|when| when.from <= until && when.until >= from);
    let key = facets.facets.len() + 2;
    inside.then(|| Part { sort: Sort::Window, bits: WINDOW, paragraph: String::new(), key, length: false })
}

/// Bits of an amount by its significant digits.
fn cap(digits: u8) -> f64 {
    match digits {
        0 | 1 => 4.0,
        2 => 7.0,
        3 => 10.0,
        _ => 13.0,
    }
}

const TOLERANCE: f64 = 0.02;
const PLACE: f64 = 8.0;
const POSITION: f64 = 16.0;
const INSTANT: f64 = 8.0;
const DAY: f64 = 6.0;
/// A day said by how far ahead it is: the same words are a duration.
const AHEAD: f64 = 3.5;
const GROUP: f64 = 5.0;
const CODE: f64 = 9.0;
const ACT: f64 = 5.0;
const COUNT: f64 = 3.0;
const WINDOW: f64 = 4.0;
const CLEARED: f64 = 3.0;
/// A sentence without any figure.
const NO_FIGURE: f64 = 8.5;
/// A sentence with counts alone, and no place.
const NO_PLACE: f64 = 7.5;
/// A figure of one digit.
const WEAK: f64 = 4.0;
/// An act that public text seldom names, and one that it names now and then.
const RARE: f64 = 4.8;
const LIKELY: f64 = 3.0;
const FEW_COUNTS: f64 = 6.5;
/// A figure with nothing beside it.
const ALONE: f64 = 6.5;
const STRONG: f64 = 9.0;
/// A position as near as this is the place, metres.
const NEAR_M: f64 = 3_000.0;
/// A time as near as this is the instant, seconds.
const CLOSE_S: i64 = 1_800;
