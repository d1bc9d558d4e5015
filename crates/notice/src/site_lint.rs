//! Looks at a list of sites: swapped axes, sea or land, duplicate, distance jump, precision lost, stale, MGRS echo (R17).
//!
//! I1 a look needs no network and no map but the coast that is handed in; one that cannot be taken is named, not passed.

use crate::check::Finding;
use crate::coast::{Coast, Ground};
use crate::geodesy::distance_mm;
use crate::place::Point;
use crate::site_row::{SiteRow, finding};
use crate::station::Code8;
use crate::value::Instant;
use refusal::facts;

/// What stands round a list.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around<'a> {
    /// The coast, if one is at hand.
    pub coast: Option<&'a Coast>,
    /// The time, if it is known.
    pub now: Option<Instant>,
    /// Sites that are listed already.
    pub known: &'a [(Code8, Point)],
}

impl Around<'_> {
    /// Looks that cannot be taken.
    pub(crate) fn unchecked(&self) -> Vec<&'static str> {
        let missing = [("sea-land", self.coast.is_none()), ("stale", self.now.is_none())];
        missing.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect()
    }
}

/// Every reason to refuse a row.
pub(crate) fn look(row: &SiteRow, all: &[SiteRow], around: &Around<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let swapped = swapped(row, all, around);
    if swapped {
        found.push(finding("N-LIST-02", facts! { row: row.row, site: row.site.to_string() }));
    }
    if let Some(Ground::Sea(metres)) = around.coast.and_then(|coast| coast.ground(row.at))
        && metres > row.error_m
        && !swapped
    {
        let facts = facts! { row: row.row, site: row.site.to_string(), metres: u64::from(metres) };
        found.push(finding("N-LIST-03", facts));
    }
    found.extend(duplicate(row, all, around));
    if !swapped && let Some(nearest_km) = jump(row, all, around) {
        let facts = facts! { row: row.row, site: row.site.to_string(), km: nearest_km };
        found.push(finding("N-LIST-05", facts));
    }
    if row.decimals < LEAST_DECIMALS {
        let facts = facts! { row: row.row, site: row.site.to_string(), decimals: row.decimals };
        found.push(finding("N-LIST-06", facts));
    }
    let stale = around.now.is_some_and(|now| row.seen.plus(row.reconfirm).is_some_and(|until| until < now));
    let ahead = around.now.is_some_and(|now| row.seen > now);
    if stale || ahead {
        let facts = facts! { row: row.row, site: row.site.to_string(), seen: row.seen.to_string() };
        found.push(finding("N-LIST-07", facts));
    }
    let own = row.at.mgrs().unwrap_or_default();
    if !row.mgrs.is_empty() && !echoes(&row.mgrs, &own) {
        let facts = facts! { row: row.row, site: row.site.to_string(), told: row.mgrs.clone(), own: own };
        found.push(finding("N-LIST-08", facts));
    }
    found
}

/// The point with its axes the other way round.
fn mirrored(at: Point) -> Option<Point> {
    Point::from_e7(at.lon_e7.into(), at.lat_e7.into())
}

/// The axes are swapped if the point as it stands is outside the globe, if the echo is that of the swapped point, or if
/// the swapped point lies among the others and the written one far from all of them.
fn swapped(row: &SiteRow, all: &[SiteRow], around: &Around<'_>) -> bool {
    if row.decimals == usize::MAX {
        return true;
    }
    let Some(other) = mirrored(row.at) else { return false };
    if !row.mgrs.is_empty() && other.mgrs().is_some_and(|own| echoes(&row.mgrs, &own)) {
        return !row.at.mgrs().is_some_and(|own| echoes(&row.mgrs, &own));
    }
    let near = nearest_mm(other, row, all, around);
    let far = nearest_mm(row.at, row, all, around);
    near.zip(far).is_some_and(|(near, far)| near < SAME_REGION_MM && far > OTHER_REGION_MM)
}

/// Distance to the nearest other site, of the list or already listed.
fn nearest_mm(at: Point, row: &SiteRow, all: &[SiteRow], around: &Around<'_>) -> Option<i64> {
    let others = all.iter().filter(|other| other.row != row.row).map(|other| other.at);
    let known = around.known.iter().map(|(_, at)| *at);
    others.chain(known).map(|other| distance_mm(at, other)).min()
}

/// The second of two rows that are one site: by id, or closer than both their errors and 50 m.
fn duplicate(row: &SiteRow, all: &[SiteRow], around: &Around<'_>) -> Option<Finding> {
    let close = |at: Point, error_m: u32| {
        let reach_mm = i64::from(row.error_m.max(error_m).max(CLOSE_M)) * 1000;
        distance_mm(row.at, at) <= reach_mm
    };
    let earlier = all.iter().filter(|other| other.row < row.row);
    let mut same = earlier.filter(|other| other.site == row.site || close(other.at, other.error_m));
    let twin = same.next().map(|other| other.site.to_string()).or_else(|| {
        let mut known = around.known.iter().filter(|(site, at)| *site == row.site || close(*at, 0));
        known.next().map(|(site, _)| site.to_string())
    })?;
    Some(finding("N-LIST-04", facts! { row: row.row, site: row.site.to_string(), twin: twin }))
}

/// How far it lies from every other, km, if that is a jump: ten times as far as the others lie from each other, and over
/// 300 km. A list of fewer than four says nothing.
fn jump(row: &SiteRow, all: &[SiteRow], around: &Around<'_>) -> Option<i64> {
    if all.len() + around.known.len() < 4 {
        return None;
    }
    let own = nearest_mm(row.at, row, all, around)?;
    let mut others: Vec<i64> = all
        .iter()
        .filter(|other| other.row != row.row)
        .filter_map(|other| nearest_mm(other.at, other, all, around))
        .collect();
    others.sort_unstable();
    let usual = others.get(others.len() / 2).copied().unwrap_or(0);
    (own > JUMP_MM && own > usual.saturating_mul(10)).then_some(own / 1_000_000)
}

/// Whether an echo, at the figures it was written with, is that of the point.
fn echoes(told: &str, own: &str) -> bool {
    let told = told.to_ascii_uppercase();
    let split = |text: &str| -> Option<(String, String)> {
        let at = text.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()).map(|(at, _)| at).max()? + 1;
        Some((text.get(..at)?.to_owned(), text.get(at..)?.to_owned()))
    };
    let (Some((square, figures)), Some((own_square, own_figures))) = (split(&told), split(own)) else {
        return false;
    };
    let digits = figures.len() / 2;
    let even = figures.len() % 2 == 0 && (2..=5).contains(&digits);
    let halves =
        |text: &str| Some((text.get(..text.len() / 2)?.to_owned(), text.get(text.len() / 2..)?.to_owned()));
    let (Some((east, north)), Some((own_east, own_north))) = (halves(&figures), halves(&own_figures)) else {
        return false;
    };
    let agree = |told: &str, own: &str| own.get(..digits).is_some_and(|own| own == told);
    even && square.trim_start_matches('0') == own_square.trim_start_matches('0')
        && agree(&east, &own_east)
        && agree(&north, &own_north)
}

const LEAST_DECIMALS: usize = 5;
const CLOSE_M: u32 = 50;
const JUMP_MM: i64 = 300_000_000;
const SAME_REGION_MM: i64 = 300_000_000;
const OTHER_REGION_MM: i64 = 1_000_000_000;
