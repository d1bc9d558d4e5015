//! The index of zones: cells of 0.05 degree in blocks of one degree, each cell holding what its zones come to there.
//!
//! A cell knows of each zone either bounds that decide, or the few edges that can be nearest, in metres from the cell's
//! centre. I1 what it says of a distance errs by less than [`tie`]; nearer to a threshold the caller asks the zone.
//! I2 a zone is added and taken out without touching another's.

use crate::globe::{A, Centred, E2, Flat, Frame, LatLon, flat_distance};
use crate::zone::Zone;
use std::collections::BTreeSet;

/// The index.
#[derive(Debug, Clone)]
pub struct Grid {
    blocks: Vec<Option<Box<Block>>>,
}

#[derive(Debug, Clone, Default)]
struct Block {
    /// Zones that hold all of it.
    whole: Vec<Entry>,
    /// Its 400 cells, south to north and west to east.
    cells: Vec<Option<Box<Cell>>>,
}

#[derive(Debug, Clone, Default)]
struct Cell {
    entries: Vec<Entry>,
    /// Corners of the entries' edges in metres from the centre: east of all of an entry, then north.
    corners: Vec<f32>,
}

/// Where zones stand in the index: the cells that know of them, and the blocks that lie in them whole.
#[derive(Debug, Clone, Default)]
pub struct Laid {
    cells: Vec<u32>,
    whole: Vec<u32>,
}

/// What a cell knows of one zone. Margins are metres beyond the stand-off: at or below 0 is a hit.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The zone.
    pub zone: u32,
    first: u32,
    eights: u16,
    flags: u8,
    /// Least margin in the cell.
    pub low: f32,
    /// Greatest margin in the cell.
    pub high: f32,
    /// What is taken off a distance to give the margin.
    off: f32,
}

/// Eight edges in metres from a cell's centre: from, to. Each goes on where the one before it ends; between two that do
/// not meet, and after the last, stands a corner that is no number, and an edge with such a corner is none.
#[derive(Debug, Clone, Copy)]
struct Eight<'a> {
    ax: &'a [f32; 8],
    ay: &'a [f32; 8],
    bx: &'a [f32; 8],
    by: &'a [f32; 8],
}

/// A point and the cell it lies in.
#[derive(Debug, Clone, Copy)]
pub struct Spot {
    block: u32,
    cell: u32,
    x: f32,
    y: f32,
}

/// What the grid knows of a spot.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    whole: &'a [Entry],
    entries: &'a [Entry],
    corners: &'a [f32],
    spot: Spot,
}

/// What a cell says of a zone at a spot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Said {
    /// The margin lies between these; no geometry was needed.
    Between(f32, f32),
    /// The margin, and by how much it may err.
    About(f32, f32),
    /// Only the zone itself can say.
    Ask,
}

impl Default for Grid {
    fn default() -> Self {
        Grid { blocks: vec![None; (BLOCKS_LAT * BLOCKS_LON) as usize] }
    }
}

impl Spot {
    /// Where a point lies.
    pub fn of(at: LatLon) -> Self {
        let lat = (at.lat + 90.0).clamp(0.0, 179.999_999_9);
        let lon = (at.lon + 180.0).rem_euclid(360.0).min(359.999_999_9);
        let (row, column) = ((lat * PER_DEGREE) as u32, (lon * PER_DEGREE) as u32);
        let block = (row / SIDE) * BLOCKS_LON + column / SIDE;
        let cell = (row % SIDE) * SIDE + column % SIDE;
        let centre_lat = (f64::from(row) + 0.5) / PER_DEGREE - 90.0;
        let d_lat = (lat - 90.0 - centre_lat).to_radians();
        let d_lon = (lon - (f64::from(column) + 0.5) / PER_DEGREE).to_radians();
        let (sin, cos) = centre_lat.to_radians().sin_cos();
        let w2 = 1.0 - E2 * sin * sin;
        let normal = A / w2.sqrt();
        let meridian = normal * (1.0 - E2) / w2;
        let x = normal * (cos - sin * d_lat) * d_lon;
        let y = meridian * d_lat + 0.5 * normal * sin * cos * d_lon * d_lon;
        Spot { block, cell, x: x as f32, y: y as f32 }
    }

    /// A number that sorts spots by place.
    pub fn order(&self) -> u32 {
        self.block * CELLS + self.cell
    }
}

impl Grid {
    /// What the grid knows of a spot.
    pub fn seen(&self, spot: Spot) -> Seen<'_> {
        let nothing = Seen { whole: &[], entries: &[], corners: &[], spot };
        let Some(block) = self.blocks[spot.block as usize].as_deref() else { return nothing };
        let cell = block.cells.get(spot.cell as usize).and_then(Option::as_deref);
        let (entries, corners) =
            cell.map_or((&[][..], &[][..]), |cell| (&cell.entries[..], &cell.corners[..]));
        Seen { whole: &block.whole, entries, corners, spot }
    }

    /// Adds a zone under a number: its stand-off, and how far beyond it is of interest, metres.
    pub fn add(&mut self, number: u32, zone: &Zone, stand_off_m: f64, beyond_m: f64, laid: &mut Laid) {
        let mut laying = Laying {
            grid: self,
            zone,
            number,
            stand_off_m,
            reach_m: beyond_m + SPARE_M,
            laid,
            candidates: Vec::new(),
            near: Vec::new(),
        };
        laying.lay();
    }

    /// Takes zones out of where [`Grid::add`] laid them.
    pub fn remove(&mut self, numbers: &[u32], laid: &Laid) {
        for number in &laid.whole {
            if let Some(block) = self.blocks[*number as usize].as_deref_mut() {
                block.whole.retain(|entry| !numbers.contains(&entry.zone));
            }
        }
        for at in &laid.cells {
            let block = self.blocks[(at / CELLS) as usize].as_deref_mut();
            let cell = block.and_then(|block| block.cells.get_mut((at % CELLS) as usize)?.as_deref_mut());
            if let Some(cell) = cell {
                numbers.iter().for_each(|number| cell.take_out(*number));
            }
        }
    }

    /// Gives back what the cells hold in reserve; for after many zones were added.
    pub fn settle(&mut self) {
        for block in self.blocks.iter_mut().flatten() {
            block.whole.shrink_to_fit();
            for cell in block.cells.iter_mut().flatten() {
                cell.entries.shrink_to_fit();
                cell.corners.shrink_to_fit();
            }
        }
    }

    /// Bytes it holds.
    pub fn bytes(&self) -> usize {
        let of_cell = |cell: &Cell| {
            size_of::<Cell>()
                + cell.entries.capacity() * size_of::<Entry>()
                + cell.corners.capacity() * size_of::<f32>()
        };
        let of_block = |block: &Block| {
            size_of::<Block>()
                + block.whole.capacity() * size_of::<Entry>()
                + block.cells.capacity() * size_of::<Option<Box<Cell>>>()
                + block.cells.iter().flatten().map(|cell| of_cell(cell)).sum::<usize>()
        };
        let blocks: usize = self.blocks.iter().flatten().map(|block| of_block(block)).sum();
        blocks + self.blocks.capacity() * size_of::<Option<Box<Block>>>()
    }
}

impl<'a> Seen<'a> {
    /// Every zone that may lie within reach.
    pub fn entries(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.whole.iter().chain(self.entries)
    }

    /// What is said of one of them.
    #[inline]
    pub fn said(&self, entry: &Entry) -> Said {
        entry.margin(self.corners, self.spot)
    }
}

impl Laid {
    /// Bytes it holds.
    pub fn bytes(&self) -> usize {
        (self.cells.capacity() + self.whole.capacity()) * size_of::<u32>()
    }
}

impl Cell {
    /// Takes a zone's entry out; the corners of those behind it move up, and the room stays for the next version.
    fn take_out(&mut self, number: u32) {
        let Some(at) = self.entries.iter().position(|entry| entry.zone == number) else { return };
        let entry = self.entries.remove(at);
        let (first, count) = (entry.first, 2 * entry.corners());
        self.corners.drain(first as usize..first as usize + count);
        let moved = u32::try_from(count).unwrap_or(u32::MAX);
        self.entries.iter_mut().filter(|entry| entry.first > first).for_each(|entry| entry.first -= moved);
    }
}

impl Entry {
    /// Corners of its edges: one more than edges, none without edges.
    fn corners(&self) -> usize {
        usize::from(self.eights) * 8 + usize::from(self.eights > 0)
    }

    /// Its edges, eight by eight.
    fn edges<'a>(&self, corners: &'a [f32]) -> impl Iterator<Item = Eight<'a>> + use<'a> {
        let (from, count) = (self.first as usize, self.corners());
        let (x, y) = corners[from..from + 2 * count].split_at(count);
        let starts = x.as_chunks::<8>().0.iter().zip(y.as_chunks::<8>().0);
        let ends = x[1..].as_chunks::<8>().0.iter().zip(y[1..].as_chunks::<8>().0);
        starts.zip(ends).map(|((ax, ay), (bx, by))| Eight { ax, ay, bx, by })
    }

    fn margin(&self, corners: &[f32], spot: Spot) -> Said {
        if self.flags & ASK != 0 {
            return Said::Ask;
        }
        if self.eights == 0 {
            return Said::Between(self.low, self.high);
        }
        let mut least = [f32::INFINITY; 8];
        let mut crossed = [0u32; 8];
        if self.flags & RIM != 0 {
            self.edges(corners).for_each(|eight| {
                eight.nearest(spot, &mut least);
                eight.crossings(spot, &mut crossed);
            });
        } else {
            self.edges(corners).for_each(|eight| eight.nearest(spot, &mut least));
        }
        let rim = least.into_iter().fold(f32::INFINITY, f32::min).sqrt();
        let odd = crossed.into_iter().sum::<u32>() % 2 == 1;
        let inside = (self.flags & CENTRE_INSIDE != 0) != odd;
        let signed = if inside { -rim } else { rim };
        Said::About(signed - self.off, tie(rim))
    }
}

impl Eight<'_> {
    #[inline]
    fn nearest(&self, spot: Spot, least: &mut [f32; 8]) {
        for (i, least) in least.iter_mut().enumerate() {
            let (dx, dy) = (self.bx[i] - self.ax[i], self.by[i] - self.ay[i]);
            let (px, py) = (spot.x - self.ax[i], spot.y - self.ay[i]);
            // An edge of no length is its first corner.
            let length2 = (dx * dx + dy * dy).max(f32::MIN_POSITIVE);
            let t = ((px * dx + py * dy) / length2).clamp(0.0, 1.0);
            let (ex, ey) = (px - t * dx, py - t * dy);
            let d2 = ex * ex + ey * ey;
            *least = if d2 < *least { d2 } else { *least };
        }
    }

    /// Counts edges between the centre and the spot.
    #[inline]
    fn crossings(&self, spot: Spot, crossed: &mut [u32; 8]) {
        for (i, crossed) in crossed.iter_mut().enumerate() {
            let (ax, ay, bx, by) = (self.ax[i], self.ay[i], self.bx[i], self.by[i]);
            let a = spot.x * ay - spot.y * ax >= 0.0;
            let b = spot.x * by - spot.y * bx >= 0.0;
            let (dx, dy) = (bx - ax, by - ay);
            let centre = dy * ax - dx * ay >= 0.0;
            let here = dx * (spot.y - ay) - dy * (spot.x - ax) >= 0.0;
            *crossed += u32::from((a != b) & (centre != here));
        }
    }
}

/// Corners of edges in their order, with a gap between edges that do not meet, filled up to eights of edges: how many
/// eights, and east of all, then north.
fn chained(edges: &[[f64; 4]]) -> (usize, Vec<f32>) {
    let (mut x, mut y): (Vec<f32>, Vec<f32>) = (Vec::new(), Vec::new());
    let mut end = None;
    for [ax, ay, bx, by] in edges {
        if end != Some([*ax, *ay]) {
            if end.is_some() {
                x.push(f32::NAN);
                y.push(f32::NAN);
            }
            x.push(*ax as f32);
            y.push(*ay as f32);
        }
        x.push(*bx as f32);
        y.push(*by as f32);
        end = Some([*bx, *by]);
    }
    let eights = x.len().saturating_sub(1).div_ceil(8);
    let count = eights * 8 + usize::from(eights > 0);
    x.resize(count, f32::NAN);
    y.resize(count, f32::NAN);
    x.extend(y);
    (eights, x)
}

/// By how much a cell may err about a distance, metres.
fn tie(distance: f32) -> f32 {
    TIE_M + distance.abs() * TIE_SHARE
}

/// One zone on its way into the grid.
struct Laying<'a> {
    grid: &'a mut Grid,
    zone: &'a Zone,
    number: u32,
    stand_off_m: f64,
    reach_m: f64,
    laid: &'a mut Laid,
    /// Pieces that may be nearest in the squares under way, square within square.
    candidates: Vec<u32>,
    /// Pieces of the square looked at, with their distance from its middle.
    near: Vec<Near>,
}

/// A piece, its distance from a square's middle, and its ends in metres from there.
type Near = (u32, f64, [f64; 4]);

/// A square of cells and what its parent knew.
struct Node {
    row: u32,
    column: u32,
    side: u32,
    /// Where its candidates begin and end.
    candidates: (usize, usize),
    parent: Option<(LatLon, bool)>,
}

impl Laying<'_> {
    fn lay(&mut self) {
        let count = self.zone.pieces().len();
        self.candidates = (0..u32::try_from(count).unwrap_or(u32::MAX)).collect();
        for (row, column) in self.blocks() {
            let (row, column) = (row * SIDE, column * SIDE);
            self.node(&Node { row, column, side: SIDE, candidates: (0, count), parent: None });
        }
    }

    /// Blocks that lie within reach of the bounding circle.
    fn blocks(&self) -> Vec<(u32, u32)> {
        let (hub, radius) = self.zone.hub();
        let reach = (radius + self.zone.widened_m + self.stand_off_m + self.reach_m) * 1.01;
        let degrees = reach / LEAST_DEGREE_M;
        let rows = |lat: f64| ((lat + 90.0).clamp(0.0, 179.999) as u32).min(BLOCKS_LAT - 1);
        let (south, north) = (hub.lat - degrees, hub.lat + degrees);
        let poleward = south.abs().max(north.abs());
        let sine = (degrees.to_radians().sin() / hub.lat.to_radians().cos()).abs();
        let wide = if poleward >= 89.0 || sine >= 1.0 || degrees > 80.0 {
            180.0
        } else {
            sine.asin().to_degrees() + 0.1
        };
        let first = (hub.lon - wide + 180.0).floor() as i64;
        let last = (hub.lon + wide + 180.0).floor() as i64;
        let columns: BTreeSet<u32> =
            (first..=last).map(|c| u32::try_from(c.rem_euclid(360)).unwrap_or(0)).collect();
        let rows = rows(south)..=rows(north);
        rows.flat_map(|row| columns.iter().map(move |column| (row, *column))).collect()
    }

    /// The candidates of a square as seen from its middle. Pieces follow each other, so each corner is placed once.
    fn look(&mut self, node: &Node, frame: &Frame) {
        let pieces = self.zone.pieces();
        self.near.clear();
        let mut last: Option<(Centred, Flat)> = None;
        for number in &self.candidates[node.candidates.0..node.candidates.1] {
            let piece = &pieces[*number as usize];
            let a = match last {
                Some((at, flat)) if at == piece.from => flat,
                _ => frame.flat(piece.from),
            };
            let b = frame.flat(piece.to);
            last = Some((piece.to, b));
            self.near.push((*number, flat_distance(a, b), [a[0], a[1], b[0], b[1]]));
        }
    }

    fn node(&mut self, node: &Node) {
        let middle =
            |index: u32, start: f64| (f64::from(index) + f64::from(node.side) / 2.0) / PER_DEGREE + start;
        let centre = LatLon { lat: middle(node.row, -90.0), lon: middle(node.column, -180.0) };
        let radius = half_diagonal(centre.lat, node.side);
        let frame = Frame::at(centre);
        self.look(node, &frame);
        let first = (f64::INFINITY, [0.0; 4]);
        let (best, nearest) = self.near.iter().fold(first, |b, s| if s.1 < b.0 { (s.1, s.2) } else { b });
        let slack = best * crate::globe::FRAME_ERROR.0 + crate::globe::FRAME_ERROR.1;
        let inside = self.inside(centre, &frame, best, node.parent);
        let off = self.zone.widened_m + self.stand_off_m;
        let margin = if inside { -best } else { best } - off;
        let (low, high) = (margin - radius - slack, margin + radius + slack);
        if low > self.reach_m {
            return;
        }
        let entry = Entry {
            zone: self.number,
            first: 0,
            eights: 0,
            flags: if inside { CENTRE_INSIDE } else { 0 },
            low: low as f32,
            high: high as f32,
            off: off as f32,
        };
        if high + SPARE_M <= 0.0 {
            return self.hold(node, entry);
        }
        self.near.retain(|s| may_be_nearest(s.2, s.1, nearest, best, radius, slack));
        if node.side == 1 {
            let edges: Vec<[f64; 4]> = self.near.iter().map(|s| s.2).collect();
            let rim = self.zone.encloses() && best <= radius + slack;
            let ask = rim && best < CENTRE_TOO_NEAR_M;
            let flags = entry.flags
                | if rim { RIM } else { 0 }
                | if ask || edges.len() > MOST_EDGES { ASK } else { 0 };
            return self.put(node.row, node.column, Entry { flags, ..entry }, &edges);
        }
        let from = self.candidates.len();
        self.candidates.extend(self.near.iter().map(|s| s.0));
        let candidates = (from, self.candidates.len());
        let parent = (best > SIGN_SURE_M + slack).then_some((centre, inside));
        let side = if node.side == SMALL { 1 } else { node.side / 2 };
        for row in (0..node.side).step_by(side as usize) {
            for column in (0..node.side).step_by(side as usize) {
                let (row, column) = (node.row + row, node.column + column);
                self.node(&Node { row, column, side, candidates, parent });
            }
        }
        self.candidates.truncate(from);
    }

    /// Whether a node's centre lies inside: from its parent's, by the edges between the two, or by the zone itself.
    fn inside(&self, centre: LatLon, frame: &Frame, best: f64, parent: Option<(LatLon, bool)>) -> bool {
        if !self.zone.encloses() {
            return false;
        }
        let Some((from, inside)) = parent.filter(|_| best > SIGN_SURE_M) else {
            return self.zone.about(centre) + self.zone.widened_m < 0.0;
        };
        let [px, py] = frame.flat(from.centred());
        let between = |[ax, ay, bx, by]: [f64; 4]| {
            let (dx, dy) = (bx - ax, by - ay);
            let split = (px * ay - py * ax >= 0.0) != (px * by - py * bx >= 0.0);
            split && (dy * ax - dx * ay >= 0.0) != (dx * (py - ay) - dy * (px - ax) >= 0.0)
        };
        inside != (self.near.iter().filter(|s| between(s.2)).count() % 2 == 1)
    }

    /// All of a square lies inside.
    fn hold(&mut self, node: &Node, entry: Entry) {
        if node.side == SIDE {
            self.laid.whole.push(block_of(node.row, node.column));
            self.block(node.row, node.column).whole.push(entry);
            return;
        }
        for row in node.row..node.row + node.side {
            for column in node.column..node.column + node.side {
                self.put(row, column, entry, &[]);
            }
        }
    }

    fn put(&mut self, row: u32, column: u32, entry: Entry, edges: &[[f64; 4]]) {
        let number = (row % SIDE) * SIDE + column % SIDE;
        self.laid.cells.push(block_of(row, column) * CELLS + number);
        let block = self.block(row, column);
        if block.cells.is_empty() {
            block.cells = vec![None; CELLS as usize];
        }
        let cell = block.cells[number as usize].get_or_insert_default();
        let first = u32::try_from(cell.corners.len()).unwrap_or(u32::MAX);
        let (eights, corners) = if entry.flags & ASK == 0 { chained(edges) } else { (0, Vec::new()) };
        cell.entries.push(Entry { first, eights: u16::try_from(eights).unwrap_or(0), ..entry });
        cell.corners.extend(corners);
    }

    fn block(&mut self, row: u32, column: u32) -> &mut Block {
        self.grid.blocks[block_of(row, column) as usize].get_or_insert_default()
    }
}

/// The block of a cell, by its row and column.
fn block_of(row: u32, column: u32) -> u32 {
    (row / SIDE) * BLOCKS_LON + column / SIDE
}

/// Whether an edge at `distance` from a square's middle may be the nearest for any point of the square, the nearest for
/// the middle lying at `best`.
///
/// Two distances change against each other by at most the difference of the directions in which they change; of unit
/// vectors toward `x` and `y` that is at most `2 |x - y| / (|x| + |y|)` (Dunkl and Williams 1964).
fn may_be_nearest(
    edge: [f64; 4],
    distance: f64,
    nearest: [f64; 4],
    best: f64,
    radius: f64,
    slack: f64,
) -> bool {
    let behind = distance - best - 2.0 * slack;
    if behind > 2.0 * radius {
        return false;
    }
    let both = distance + best - 2.0 * radius - 2.0 * slack;
    if both <= 0.0 {
        return true;
    }
    let [ax, ay, bx, by] = edge;
    let [cx, cy, dx, dy] = nearest;
    let apart = [(ax - cx, ay - cy), (ax - dx, ay - dy), (bx - cx, by - cy), (bx - dx, by - dy)];
    let apart = apart.into_iter().map(|(x, y)| x * x + y * y).fold(0.0, f64::max).sqrt();
    behind <= radius * 2.0 * apart / both
}

/// Half the diagonal of a square of cells, metres, rounded up.
fn half_diagonal(lat: f64, side: u32) -> f64 {
    let half = f64::from(side) / PER_DEGREE / 2.0;
    let equatorward = (lat.abs() - half).max(0.0).to_radians().cos();
    (half * GREATEST_DEGREE_M).hypot(half * GREATEST_DEGREE_M * equatorward) * 1.002
}

const BLOCKS_LAT: u32 = 180;
const BLOCKS_LON: u32 = 360;
/// Cells along a side of a block.
const SIDE: u32 = 20;
/// Cells of a block.
const CELLS: u32 = SIDE * SIDE;
/// Side of the square that is cut into single cells.
const SMALL: u32 = 5;
const PER_DEGREE: f64 = 20.0;
const GREATEST_DEGREE_M: f64 = 111_700.0;
const LEAST_DEGREE_M: f64 = 110_500.0;
/// Error radius up to which an event is answered from its own cell, metres.
pub const SPARE_M: f64 = 2_000.0;
/// What a cell may err by: rounding to 1e-7 of its frame and the bow of a piece, redline.md section 2.
const TIE_M: f32 = 3.0;
const TIE_SHARE: f32 = 2e-4;
/// A centre nearer than this to an edge does not say on which side it lies.
const CENTRE_TOO_NEAR_M: f64 = 2.0;
const SIGN_SURE_M: f64 = 20.0;
const MOST_EDGES: usize = 4_000;
const CENTRE_INSIDE: u8 = 1;
const RIM: u8 = 2;
const ASK: u8 = 4;
