//! Every declared line of both sides as one map: compiled, indexed, amended, asked.
//!
//! I1 what the map says of an event is what [`crate::verdict::judge`] says of it against each line; the grid only saves
//! work, and whatever lies nearer to a threshold than it can tell is asked of the zone itself. I2 a line is put in,
//! amended or taken out without touching another.

use crate::event::{Event, Where};
use crate::globe::{LatLon, wgs84};
use crate::grid::{Entry, Grid, Laid, SPARE_M, Said, Seen, Spot};
use crate::line::{Line, Places};
use crate::place::{Compared, compare};
use crate::verdict::{Known, Placed, Verdict, explain, near, placed, rest, union};
use crate::zone::Zone;
use geographiclib_rs::Geodesic;
use notice::truth::Truth;
use std::sync::Arc;

/// The map.
pub struct RedLines {
    globe: Geodesic,
    lines: Vec<Option<Arc<Line>>>,
    zones: Vec<Ground>,
    grid: Grid,
    /// Where each line stands in the grid: its zones and cells.
    laid: Vec<(Vec<u32>, Laid)>,
    /// Lines that look everywhere.
    unplaced: Vec<u32>,
}

/// A zone's part in a query, kept small.
#[derive(Debug, Clone, Copy)]
struct Ground {
    line: u32,
    part: u32,
    beyond: f32,
    acts: crate::event::Acts,
    alone: bool,
    gone: bool,
}

/// What a query says of one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The line's number in the map.
    pub line: u32,
    /// Whether the event matches it; the count apart.
    pub truth: Truth,
    /// Whether it is near.
    pub near: bool,
    /// Where it lies.
    pub placed: Placed,
}

/// Working memory of queries, to be used again.
#[derive(Debug, Default)]
pub struct Scratch {
    hits: Vec<Hit>,
}

impl Default for RedLines {
    fn default() -> Self {
        RedLines {
            globe: wgs84(),
            lines: Vec::new(),
            zones: Vec::new(),
            grid: Grid::default(),
            laid: Vec::new(),
            unplaced: Vec::new(),
        }
    }
}

impl RedLines {
    /// The map of these lines.
    pub fn of(lines: impl IntoIterator<Item = Line>) -> Self {
        let mut map = RedLines::default();
        for line in lines {
            map.put(line);
        }
        map.grid.settle();
        map
    }

    /// Puts a line in and gives its number.
    pub fn put(&mut self, line: Line) -> u32 {
        let number = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        self.lines.push(None);
        self.laid.push((Vec::new(), Laid::default()));
        self.lay(number, line);
        number
    }

    /// Puts a later version in a line's place.
    pub fn amend(&mut self, number: u32, line: Line) {
        self.lift(number);
        self.lay(number, line);
    }

    /// Takes a line out.
    pub fn withdraw(&mut self, number: u32) {
        self.lift(number);
    }

    fn lay(&mut self, number: u32, line: Line) {
        let line = Arc::new(line);
        // The grid holds what is decided; where ground is unsettled, each event is asked of the line itself.
        let gridded = line.unsettled.is_none().then_some(&line.places);
        let Some(Places::Within(zones, stand_off_m)) = gridded else {
            self.unplaced.push(number);
            self.lines[number as usize] = Some(line);
            return;
        };
        let beyond = f64::from(line.beyond_m.unwrap_or(0));
        let (mut numbers, mut laid) = (Vec::new(), Laid::default());
        for (part, zone) in zones.iter().enumerate() {
            let ground = Ground {
                line: number,
                part: u32::try_from(part).unwrap_or(u32::MAX),
                beyond: beyond as f32,
                acts: line.acts,
                alone: zones.len() == 1,
                gone: false,
            };
            let zone_number = u32::try_from(self.zones.len()).unwrap_or(u32::MAX);
            self.zones.push(ground);
            self.grid.add(zone_number, zone, *stand_off_m, beyond, &mut laid);
            numbers.push(zone_number);
        }
        self.laid[number as usize] = (numbers, laid);
        self.lines[number as usize] = Some(line);
    }

    fn lift(&mut self, number: u32) {
        let (zones, laid) = std::mem::take(&mut self.laid[number as usize]);
        for zone in &zones {
            self.zones[*zone as usize].gone = true;
        }
        self.grid.remove(&zones, &laid);
        self.unplaced.retain(|unplaced| *unplaced != number);
        self.lines[number as usize] = None;
    }

    /// The line of a number; `None` if it was taken out.
    pub fn line(&self, number: u32) -> Option<&Arc<Line>> {
        self.lines.get(number as usize).and_then(Option::as_ref)
    }

    /// Every line and its number.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &Arc<Line>)> {
        let numbered = self.lines.iter().enumerate();
        numbered.filter_map(|(i, line)| Some((u32::try_from(i).ok()?, line.as_ref()?)))
    }

    /// Bytes of its index.
    pub fn bytes(&self) -> usize {
        let laid: usize = self.laid.iter().map(|(_, laid)| laid.bytes()).sum();
        self.grid.bytes() + self.zones.capacity() * size_of::<Ground>() + laid
    }

    /// Lines that an event matches, may match or is near, in the order of their numbers.
    pub fn hits<'s>(&self, event: &Event, known: &Known, scratch: &'s mut Scratch) -> &'s [Hit] {
        scratch.hits.clear();
        match event.spots.as_slice() {
            [spot] if spot.radius_m() <= SPARE_M && !matches!(spot, Where::Area(_)) => {
                self.narrow(event, spot, known, &mut scratch.hits);
            }
            _ => self.wide(event, known, &mut scratch.hits),
        }
        for number in &self.unplaced {
            let Some(line) = self.line(*number) else { continue };
            let placed = placed(&self.globe, line, event);
            self.settle(line, *number, event, known, placed, &mut scratch.hits);
        }
        scratch.hits.sort_by_key(|hit| hit.line);
        &scratch.hits
    }

    /// Full verdicts of the lines that an event matches, may match or is near.
    pub fn verdicts(&self, event: &Event, known: &Known, scratch: &mut Scratch) -> Vec<(u32, Verdict)> {
        let hits = self.hits(event, known, scratch);
        hits.iter()
            .filter_map(|hit| {
                let line = self.line(hit.line)?;
                Some((hit.line, explain(line, event, known, placed(&self.globe, line, event))))
            })
            .collect()
    }

    /// One verdict, geodesic throughout.
    pub fn verdict(&self, number: u32, event: &Event, known: &Known) -> Option<Verdict> {
        let line = self.line(number)?;
        Some(explain(line, event, known, placed(&self.globe, line, event)))
    }

    /// What the grid alone says of a point: calls `each` with every zone's line, and whether the point lies within the
    /// stand-off and within the warning distance.
    #[inline]
    pub fn point(&self, at: LatLon, mut each: impl FnMut(u32, bool)) {
        let seen = self.grid.seen(Spot::of(at));
        for entry in seen.entries() {
            let ground = &self.zones[entry.zone as usize];
            let margin = self.margin(&seen, entry, ground, at, 0.0);
            if margin <= ground.beyond {
                each(ground.line, margin <= 0.0);
            }
        }
    }

    /// The margin at a point, sure on which side of 0 and of the warning distance it lies.
    #[inline]
    fn margin(&self, seen: &Seen<'_>, entry: &Entry, ground: &Ground, at: LatLon, reach: f32) -> f32 {
        let sure = |value: f32, error: f32| {
            let clear = |threshold: f32| (value - threshold).abs() > error;
            clear(0.0) && clear(ground.beyond) && (reach == 0.0 || (clear(reach) && clear(-reach)))
        };
        match seen.said(entry) {
            Said::Between(low, high) if high + reach < 0.0 || low - reach > ground.beyond => {
                if high < 0.0 {
                    high
                } else {
                    low
                }
            }
            Said::About(margin, error) if sure(margin, error) => margin,
            _ => self.exact(ground, at) as f32,
        }
    }

    fn exact(&self, ground: &Ground, at: LatLon) -> f64 {
        let zone = self.line(ground.line).and_then(|line| Some((line.zones()?, ground.part as usize)));
        zone.map_or(f64::INFINITY, |((zones, stand_off_m), part)| {
            zones[part].distance(&self.globe, at) - stand_off_m
        })
    }

    fn narrow(&self, event: &Event, spot: &Where, known: &Known, hits: &mut Vec<Hit>) {
        let at = spot.centre();
        let reach = spot.radius_m();
        let seen = self.grid.seen(Spot::of(at));
        for entry in seen.entries() {
            let ground = &self.zones[entry.zone as usize];
            if !event.acts.meets(ground.acts) || f64::from(entry.low) - reach > f64::from(ground.beyond) {
                continue;
            }
            let margin = self.margin(&seen, entry, ground, at, reach as f32);
            if f64::from(margin) - reach > 0.0 && margin > ground.beyond {
                continue;
            }
            let Some(line) = self.line(ground.line) else { continue };
            let compared = self.compared(spot, line, ground, f64::from(margin), reach);
            if ground.alone {
                self.settle(line, ground.line, event, known, union(&[compared]), hits);
            } else if !hits.iter().any(|hit| hit.line == ground.line) {
                self.settle(line, ground.line, event, known, placed(&self.globe, line, event), hits);
            }
        }
    }

    /// The three values at one zone; a circle that reaches over the rim needs no search where the centre is a witness.
    fn compared(&self, spot: &Where, line: &Line, ground: &Ground, margin: f64, reach: f64) -> Compared {
        let plain = |truth, told| Compared { truth, margin_m: margin, extent_m: reach, told, witness: None };
        if let Where::Near { .. } = spot {
            return plain(Truth::of(false, margin - reach <= 0.0), false);
        }
        if margin + reach <= 0.0 {
            return plain(Truth::True, true);
        }
        if margin - reach > 0.0 {
            return plain(Truth::False, true);
        }
        let Some((zones, stand_off_m)) = line.zones() else { return plain(Truth::Uncertain, true) };
        let zone: &Zone = &zones[ground.part as usize];
        let round = matches!(spot, Where::Ellipse { error, .. } if error.major_m == error.minor_m);
        if round && margin > 0.0 {
            return plain(Truth::Uncertain, true);
        }
        compare(&self.globe, spot, zone, stand_off_m, margin)
    }

    fn wide(&self, event: &Event, known: &Known, hits: &mut Vec<Hit>) {
        let centres: Vec<([f64; 3], f64)> =
            event.spots.iter().map(|spot| (spot.centre().centred(), spot.radius_m())).collect();
        let mut last = None;
        for ground in self.zones.iter().filter(|ground| !ground.gone && event.acts.meets(ground.acts)) {
            if last == Some(ground.line) {
                continue;
            }
            let Some(line) = self.line(ground.line) else { continue };
            let Some((zones, stand_off_m)) = line.zones() else { continue };
            let zone = &zones[ground.part as usize];
            let reach = stand_off_m + f64::from(ground.beyond);
            let far = centres.iter().all(|(at, radius)| zone.at_least(*at) > reach + radius);
            if far && !centres.is_empty() {
                continue;
            }
            last = Some(ground.line);
            self.settle(line, ground.line, event, known, placed(&self.globe, line, event), hits);
        }
    }

    fn settle(
        &self,
        line: &Line,
        number: u32,
        event: &Event,
        known: &Known,
        placed: Placed,
        hits: &mut Vec<Hit>,
    ) {
        let others = rest(line, event, known);
        let truth = placed.truth.and(others);
        let near = !truth.must()
            && (line.beyond_m.is_some() || line.near_pct.is_some())
            && near(line, event, &placed, |clause| match clause {
                notice::vocabulary::Clause::Place => others.may(),
                _ => explain(line, event, known, placed)
                    .parts
                    .iter()
                    .filter(|part| part.clause != clause)
                    .all(|part| part.truth.may()),
            });
        if truth.may() || near {
            hits.push(Hit { line: number, truth, near, placed });
        }
    }
}
