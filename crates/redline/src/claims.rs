//! Ground that several claim, and ground that none claims: what is left when each side's own map of what it holds is laid
//! on the land.
//!
//! In: claims as zones, the land they share. Out: the stretches of land whose claimants are not exactly one, with area and
//! width. Squares over the land are halved until each lies on one side of every rim, or is finer than [`FINEST_M`]. I1 a
//! stretch is told only as fine as that: area and width are rounded by whoever prints them.

use crate::globe::{Frame, LatLon, wgs84};
use crate::zone::Zone;
use std::collections::BTreeMap;

/// Land whose claimants are not exactly one.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// Who claims it, by place in the list of claims; nobody if empty.
    pub by: Vec<usize>,
    /// Square metres, all its parts together.
    pub area_m2: f64,
    /// Greatest distance across, from one rim to the other, metres.
    pub width_m: f64,
}

/// A square over the land, in the frame of its middle.
#[derive(Clone, Copy)]
struct Square {
    at: [f64; 2],
    half: f64,
}

/// How a place stands to the land and to every claim.
struct Seen {
    on_land: bool,
    by: Vec<usize>,
    /// Distance to the nearest rim of all.
    rim_m: f64,
    /// Distance across, as this place sees it.
    across_m: f64,
}

/// Who claims a place, by place in the list.
pub fn claimants(claims: &[Zone], at: LatLon) -> Vec<usize> {
    let held = claims.iter().enumerate().filter(|(_, claim)| claim.about(at) < 0.0);
    held.map(|(number, _)| number).collect()
}

/// Stretches of the land that more than one claims or none, the largest first.
pub fn disputed(claims: &[Zone], land: &[Zone]) -> Vec<Stretch> {
    let mut found: BTreeMap<Vec<usize>, Stretch> = BTreeMap::new();
    for island in land {
        let (hub, radius_m) = island.hub();
        let frame = Frame::at(hub);
        let mut open = vec![Square { at: [0.0, 0.0], half: radius_m }];
        while let Some(square) = open.pop() {
            let reach_m = square.half * std::f64::consts::SQRT_2;
            let seen = seen(claims, island, frame.back(&wgs84(), square.at));
            let counts = seen.on_land && seen.by.len() != 1;
            let known = found.get(&seen.by).map_or(0.0, |stretch| stretch.width_m);
            // What may be wider than anything known of its kind is looked at more finely, whole or not.
            let wider = counts && seen.across_m + 2.0 * reach_m > known + FINEST_M;
            let whole = seen.rim_m > reach_m && (!wider || square.half < WIDTH_M);
            if whole || square.half < FINEST_M / 2.0 {
                if counts {
                    let stretch = found.entry(seen.by.clone()).or_insert_with(|| Stretch {
                        by: seen.by,
                        area_m2: 0.0,
                        width_m: 0.0,
                    });
                    stretch.area_m2 += (2.0 * square.half).powi(2);
                    stretch.width_m = stretch.width_m.max(seen.across_m);
                }
                continue;
            }
            let half = square.half / 2.0;
            let quarters = [(-half, -half), (-half, half), (half, -half), (half, half)];
            let quarter = |(east, north)| Square { at: [square.at[0] + east, square.at[1] + north], half };
            open.extend(quarters.map(quarter));
        }
    }
    let mut all: Vec<Stretch> = found.into_values().filter(|stretch| stretch.area_m2 > LEAST_M2).collect();
    all.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    all
}

fn seen(claims: &[Zone], land: &Zone, at: LatLon) -> Seen {
    let shore = land.about(at);
    let depths: Vec<f64> = claims.iter().map(|claim| claim.about(at)).collect();
    let by: Vec<usize> = (0..claims.len()).filter(|number| depths[*number] < 0.0).collect();
    // Across ground of several it is from the rim of the one to that of another; across ground of none likewise.
    let mut rims: Vec<f64> = match by.len() {
        0 => depths.clone(),
        _ => by.iter().map(|number| -depths[*number]).collect(),
    };
    rims.sort_by(f64::total_cmp);
    let nearest = depths.iter().chain([&shore]).fold(f64::INFINITY, |least, depth| least.min(depth.abs()));
    Seen { on_land: shore < 0.0, by, rim_m: nearest, across_m: rims.iter().take(2).sum() }
}

/// Side of the smallest square, metres.
const FINEST_M: f64 = 50.0;
/// Half the side below which a square that lies whole in a stretch is not cut for its width, metres.
const WIDTH_M: f64 = 100.0;
/// Smaller stretches are rounding of edges that two sides share, square metres.
const LEAST_M2: f64 = 500_000.0;
