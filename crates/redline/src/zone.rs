//! One part of a place, compiled: its edges cut into short pieces, and its signed geodesic distance.
//!
//! I1 edges are geodesics but for the parallels of an area, places are closed sets, a ring encloses its smaller side,
//! distance is negative inside. I2 [`Zone::distance`] is exact to a millimetre; nothing flat decides there, it only
//! chooses which pieces are asked.

use crate::globe::{
    Centred, Flat, Frame, LatLon, ahead, course, distance, flat_distance, flat_foot, least, to_edge, wgs84,
};
use geographiclib_rs::Geodesic;
use notice::{PlacePart, Shape};

/// A piece of an edge, at most [`PIECE_M`] long.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// From.
    pub a: LatLon,
    /// To.
    pub b: LatLon,
    /// From, earth-centred.
    pub from: Centred,
    /// To, earth-centred.
    pub to: Centred,
    /// Which ring or track it is of.
    pub chain: u32,
    parallel: bool,
}

/// What lies inside.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Inside {
    /// Nothing: points and tracks.
    Nothing,
    /// What an odd number of rings encloses.
    Rings,
    /// What lies between two parallels and two meridians: south, north, west, width.
    Between([f64; 4]),
}

/// A compiled part of a place.
#[derive(Debug, Clone)]
pub struct Zone {
    pieces: Vec<Piece>,
    inside: Inside,
    chains: u32,
    /// What is taken off every distance: a radius, half a width, the error of the place itself; metres.
    pub widened_m: f64,
    hub: LatLon,
    hub_centred: Centred,
    radius_m: f64,
}

impl Zone {
    /// Of a notice's part; its own error widens it, for a place that may lie there counts as there.
    pub fn of(part: &PlacePart) -> Self {
        let mut zone = Zone::of_shape(&part.shape);
        zone.widened_m += part.error.map_or(0.0, |error| f64::from(error.major_m));
        zone
    }

    /// Of a shape without error.
    pub fn of_shape(shape: &Shape) -> Self {
        let at = |points: &[notice::Point]| points.iter().map(|point| LatLon::of(*point)).collect::<Vec<_>>();
        match shape {
            Shape::Point(point) => Zone::tracks(&[vec![LatLon::of(*point)]], 0.0),
            Shape::Circle { centre, radius_m } => {
                Zone::tracks(&[vec![LatLon::of(*centre)]], f64::from(*radius_m))
            }
            Shape::Corridor { track, half_width_m } => Zone::tracks(&[at(track)], f64::from(*half_width_m)),
            Shape::Polygon(ring) => Zone::rings(&[at(ring)]),
            Shape::Area { south_west, north_east } => {
                Zone::between(LatLon::of(*south_west), LatLon::of(*north_east))
            }
        }
    }

    /// Points and lines, widened by so many metres.
    pub fn tracks(tracks: &[Vec<LatLon>], widened_m: f64) -> Self {
        let globe = wgs84();
        let mut pieces = Vec::new();
        for (chain, track) in tracks.iter().enumerate() {
            match track.as_slice() {
                [only] => pieces.push(Piece::new(*only, *only, chain)),
                track => track.windows(2).for_each(|edge| cut(&globe, edge[0], edge[1], chain, &mut pieces)),
            }
        }
        Zone::whole(pieces, Inside::Nothing, tracks.len(), widened_m)
    }

    /// Rings, the first corner not repeated: the first encloses, what a further one encloses is taken out again.
    pub fn rings(rings: &[Vec<LatLon>]) -> Self {
        let globe = wgs84();
        let mut pieces = Vec::new();
        for (chain, ring) in rings.iter().enumerate() {
            for (a, b) in ring.iter().zip(ring.iter().skip(1).chain(ring.first())) {
                cut(&globe, *a, *b, chain, &mut pieces);
            }
        }
        Zone::whole(pieces, Inside::Rings, rings.len(), 0.0)
    }

    /// What lies between two parallels and two meridians.
    pub fn between(south_west: LatLon, north_east: LatLon) -> Self {
        let globe = wgs84();
        let width = (north_east.lon - south_west.lon).rem_euclid(360.0);
        let mut pieces = Vec::new();
        for lat in [south_west.lat, north_east.lat] {
            parallel(lat, south_west.lon, width, &mut pieces);
        }
        for lon in [south_west.lon, south_west.lon + width] {
            cut(&globe, LatLon::new(south_west.lat, lon), LatLon::new(north_east.lat, lon), 0, &mut pieces);
        }
        let inside = Inside::Between([south_west.lat, north_east.lat, south_west.lon, width]);
        Zone::whole(pieces, inside, 1, 0.0)
    }

    fn whole(pieces: Vec<Piece>, inside: Inside, chains: usize, widened_m: f64) -> Self {
        let globe = wgs84();
        let count = pieces.len().max(1) as f64;
        let sum = pieces
            .iter()
            .fold([0.0; 3], |s: Centred, p| [s[0] + p.from[0], s[1] + p.from[1], s[2] + p.from[2]]);
        let mean = [sum[0] / count, sum[1] / count, sum[2] / count];
        let lon = mean[1].atan2(mean[0]).to_degrees();
        let lat = mean[2].atan2(mean[0].hypot(mean[1])).to_degrees();
        let hub = LatLon { lat, lon };
        let radius = pieces.iter().map(|p| distance(&globe, hub, p.a)).fold(0.0, f64::max);
        let chains = u32::try_from(chains).unwrap_or(u32::MAX);
        Zone {
            pieces,
            inside,
            chains,
            widened_m,
            hub_centred: hub.centred(),
            hub,
            radius_m: radius + PIECE_M,
        }
    }

    /// Its pieces.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether it has an inside.
    pub fn encloses(&self) -> bool {
        self.inside != Inside::Nothing
    }

    /// A point in its midst and the radius round it that holds every edge, metres.
    pub fn hub(&self) -> (LatLon, f64) {
        (self.hub, self.radius_m)
    }

    /// A distance that the zone is surely not nearer than, quickly: from the hub's chord.
    pub fn at_least(&self, from: Centred) -> f64 {
        let d: f64 = (0..3).map(|i| (from[i] - self.hub_centred[i]).powi(2)).sum();
        d.sqrt() * 0.998 - self.radius_m - self.widened_m
    }

    /// Signed geodesic distance, metres: negative inside, by how far it is to the rim.
    pub fn distance(&self, globe: &Geodesic, from: LatLon) -> f64 {
        let edges = self.flattened(&Frame::at(from));
        let flat: Vec<f64> = edges.iter().map(|[a, b]| flat_distance(*a, *b)).collect();
        let nearest = flat.iter().copied().fold(f64::INFINITY, f64::min);
        let worth = nearest + 10.0 + nearest * 4e-3;
        let asked = self.pieces.iter().zip(&flat).filter(|(_, flat)| **flat <= worth);
        let rim = asked.map(|(piece, _)| piece.distance(globe, from)).fold(f64::INFINITY, f64::min);
        let signed = if self.holds(&edges, from, rim) { -rim } else { rim };
        signed - self.widened_m
    }

    /// Signed distance by the flat frame alone, within [`crate::globe::FRAME_ERROR`]; for searches.
    pub fn about(&self, from: LatLon) -> f64 {
        let edges = self.flattened(&Frame::at(from));
        let rim = edges.iter().map(|[a, b]| flat_distance(*a, *b)).fold(f64::INFINITY, f64::min);
        let signed = if self.holds(&edges, from, rim) { -rim } else { rim };
        signed - self.widened_m
    }

    /// The ends of its pieces in a frame; what ends where the next begins is laid there once.
    fn flattened(&self, frame: &Frame) -> Vec<[Flat; 2]> {
        let mut last: Option<(Centred, Flat)> = None;
        let mut edges = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            let from = last
                .filter(|(at, _)| *at == piece.from)
                .map_or_else(|| frame.flat(piece.from), |(_, flat)| flat);
            let to = frame.flat(piece.to);
            last = Some((piece.to, to));
            edges.push([from, to]);
        }
        edges
    }

    /// The nearest point of its edges in a frame, metres east and north of the centre.
    pub fn foot(&self, frame: &Frame) -> Flat {
        let feet = self.pieces.iter().map(|p| flat_foot(frame.flat(p.from), frame.flat(p.to)));
        feet.fold([f64::INFINITY; 2], |best, foot| {
            if foot[0].hypot(foot[1]) < best[0].hypot(best[1]) { foot } else { best }
        })
    }

    /// Whether a point lies inside, its edges left open.
    pub fn holds_point(&self, globe: &Geodesic, from: LatLon) -> bool {
        let near = self.pieces.iter().map(|p| distance(globe, from, p.a)).fold(f64::INFINITY, f64::min);
        self.holds(&self.flattened(&Frame::at(from)), from, near)
    }

    /// Whether what its pieces enclose holds the point in whose frame they lie.
    fn holds(&self, edges: &[[Flat; 2]], from: LatLon, rim_m: f64) -> bool {
        match self.inside {
            Inside::Nothing => false,
            Inside::Between([south, north, west, width]) => {
                (south..=north).contains(&from.lat) && (from.lon - west).rem_euclid(360.0) <= width
            }
            Inside::Rings => {
                // A chain's turns round the point: how often it passes to the east of it northward, less how often southward.
                let mut turns = vec![0_i32; self.chains as usize];
                for (piece, [a, b]) in self.pieces.iter().zip(edges) {
                    let cross = a[0] * b[1] - a[1] * b[0];
                    turns[piece.chain as usize] += match (a[1] <= 0.0, b[1] <= 0.0) {
                        (true, false) if cross > 0.0 => 1,
                        (false, true) if cross < 0.0 => -1,
                        _ => 0,
                    };
                }
                let round = turns.iter().filter(|turn| **turn != 0).count();
                round % 2 == 1 && rim_m < QUARTER_GLOBE_M
            }
        }
    }
}

impl Piece {
    fn new(a: LatLon, b: LatLon, chain: usize) -> Self {
        let chain = u32::try_from(chain).unwrap_or(u32::MAX);
        Piece { a, b, from: a.centred(), to: b.centred(), chain, parallel: false }
    }

    /// Distance from a point, metres.
    fn distance(&self, globe: &Geodesic, from: LatLon) -> f64 {
        if !self.parallel {
            return to_edge(globe, from, self.a, self.b).0;
        }
        let width = self.b.lon - self.a.lon;
        least(1.0, |share| distance(globe, from, LatLon::new(self.a.lat, self.a.lon + share * width))).0
    }
}

/// Cuts a geodesic edge.
fn cut(globe: &Geodesic, a: LatLon, b: LatLon, chain: usize, pieces: &mut Vec<Piece>) {
    let (length, azimuth) = course(globe, a, b);
    if length <= PIECE_M {
        pieces.push(Piece::new(a, b, chain));
        return;
    }
    let count = (length / PIECE_M).ceil();
    let mut last = a;
    for step in 1..=count as u32 {
        let share = f64::from(step) / count;
        let next = if share < 1.0 { ahead(globe, a, azimuth, length * share) } else { b };
        pieces.push(Piece::new(last, next, chain));
        last = next;
    }
}

/// Cuts a parallel into pieces whose chord lies within a metre of it.
fn parallel(lat: f64, west: f64, width: f64, pieces: &mut Vec<Piece>) {
    let metres = width.to_radians() * crate::globe::A * lat.to_radians().cos();
    let count = (metres / PARALLEL_M).ceil().max(1.0);
    for step in 0..count as u32 {
        let at = |step: f64| LatLon::new(lat, west + width * step / count);
        let piece = Piece::new(at(f64::from(step)), at(f64::from(step) + 1.0), 0);
        pieces.push(Piece { parallel: true, ..piece });
    }
}

/// Longest piece, metres: so short that it bows by less than a metre in a frame that sees it.
pub const PIECE_M: f64 = 20_000.0;
const PARALLEL_M: f64 = 2_000.0;
const QUARTER_GLOBE_M: f64 = 10_001_966.0;
