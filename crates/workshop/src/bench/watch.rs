//! `./run bench watch`: the map against the geodesic distance and against two peers, at three sizes, same zones and points.
//!
//! Zones and points are drawn from a seed: half of the points round nine busy waters, half anywhere in longitude 32 to 60
//! and latitude 11 to 38; 85 in 100 zones are rings, the others tracks, each with its own stand-off.

mod cluster;
mod peers;
mod zones;

use crate::bench::Place;
use crate::bench::watch::peers::Peer;
use crate::bench::watch::zones::World;
use clap::Args;
use redline::globe::wgs84;
use redline::{Event, Known, RedLines};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};
use watch::{Log, Stream};

/// Arguments of `bench watch`.
#[derive(Args)]
pub struct WatchBench {
    /// Numbers of lines.
    #[arg(long, value_delimiter = ',', default_value = "100,1000,10000")]
    lines: Vec<usize>,
    /// Points.
    #[arg(long, default_value_t = 100_000)]
    points: usize,
    /// A peer to run beside, on the same zones and points; the bench installs it: shapely from PyPI, postgis from Debian
    /// (as root).
    #[arg(long)]
    peer: Vec<Peer>,
    /// Points that are held against the geodesic distance.
    #[arg(long, default_value_t = 2_000)]
    checked: usize,
    /// One JSON object; without it one figure a line.
    #[arg(long)]
    json: bool,
}

/// Measures and prints.
///
/// # Errors
/// What a peer or the disk said; or that a verdict differs from the geodesic distance.
pub(super) fn run(asked: &WatchBench, place: &Place) -> Result<bool, String> {
    let mut figures = Figures::default();
    let mut peers: Map<String, Value> = Map::new();
    let mut differ = 0;
    for &count in &asked.lines {
        let world = World::drawn(count, asked.points);
        let before = resident_kib();
        let started = Instant::now();
        let mut map = RedLines::of(world.lines());
        figures.put("build_ms", count, json!(started.elapsed().as_millis() as u64));
        figures.put("index_kib_per_line", count, json!(map.bytes() / 1024 / count));
        figures.put(
            "resident_kib_per_line",
            count,
            json!(resident_kib().saturating_sub(before) / count as u64),
        );
        figures.put("amend_us", count, json!(amended(&mut map, &world)));
        let (geometry, hits) = best(asked.points, BEST_OF, || one_by_one(&map, &world));
        figures.put("geometry", count, json!(geometry));
        let order = world.sorted();
        let (batch, sorted_hits) = best(asked.points, BEST_OF, || in_order(&map, &world, &order));
        figures.put("batch", count, json!(batch));
        if hits != sorted_hits {
            return Err(format!("{count} lines: batches find {sorted_hits:?}, single points {hits:?}"));
        }
        figures.put("hits", count, json!(hits.0));
        figures.put("near", count, json!(hits.1));
        differ += checked(&map, &world, asked.checked);
        let events = world.events();
        figures.put("watch", count, json!(watched(map, &events)?));
        let folder = place.path().join(format!("durable-{count}"));
        std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
        let (durable, map) = durable(RedLines::of(world.lines()), &events, &folder)?;
        figures.put("durable", count, json!(durable));
        figures.put("verdict_p99_us", count, json!(latency(map, &events)));
        for peer in &asked.peer {
            let told = peer.run(&world, place)?;
            let of = peers.entry(peer.word()).or_insert_with(|| json!({}));
            of[count.to_string()] = compared(&told, geometry, batch, hits);
        }
    }
    let document = json!({
        "events_per_s": figures.shapes(),
        "figures": figures.others(),
        "oracle": { "checked": asked.checked * asked.lines.len(), "differ": differ },
        "peers": peers,
        "load_average_1_min": load(),
    });
    if asked.json {
        println!("{document}");
    } else {
        println!("{}", serde_json::to_string_pretty(&document).unwrap_or_default());
    }
    Ok(differ == 0)
}

/// Figures by name and number of lines.
#[derive(Default)]
struct Figures(Map<String, Value>);

impl Figures {
    fn put(&mut self, name: &str, lines: usize, value: Value) {
        let of = self.0.entry(name).or_insert_with(|| json!({}));
        of[lines.to_string()] = value;
    }

    fn shapes(&self) -> Value {
        SHAPES
            .iter()
            .map(|name| ((*name).to_owned(), self.0.get(*name).cloned().unwrap_or_default()))
            .collect()
    }

    fn others(&self) -> Value {
        let others = self.0.iter().filter(|(name, _)| !SHAPES.contains(&name.as_str()));
        others.map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

type Hits = (u64, u64);

/// The best of some runs, points a second.
fn best<T>(points: usize, runs: u32, mut run: impl FnMut() -> T) -> (u64, T) {
    let mut found = None;
    let mut shortest = Duration::MAX;
    for _ in 0..runs {
        let started = Instant::now();
        found = Some(run());
        shortest = shortest.min(started.elapsed());
    }
    let rate = (points as f64 / shortest.as_secs_f64()) as u64;
    (rate, found.expect("there is at least one run"))
}

/// Points in the order in which they come: for each every line within its stand-off, and within 5 km more.
fn one_by_one(map: &RedLines, world: &World) -> Hits {
    let mut hits = (0, 0);
    for at in &world.points {
        map.point(*at, |_, hit| {
            hits.0 += u64::from(hit);
            hits.1 += 1;
        });
    }
    hits
}

/// The same, sorted by place.
fn in_order(map: &RedLines, world: &World, order: &[u32]) -> Hits {
    let mut hits = (0, 0);
    for i in order {
        map.point(world.points[*i as usize], |_, hit| {
            hits.0 += u64::from(hit);
            hits.1 += 1;
        });
    }
    hits
}

/// Median time to amend a line, microseconds.
fn amended(map: &mut RedLines, world: &World) -> u64 {
    let mut took: Vec<u64> = (0..21.min(world.zones.len()))
        .map(|i| {
            let line = world.line(i);
            let started = Instant::now();
            map.amend(u32::try_from(i).unwrap_or(0), line);
            started.elapsed().as_micros() as u64
        })
        .collect();
    took.sort_unstable();
    took[took.len() / 2]
}

/// Points at which a verdict differs from the geodesic distance.
fn checked(map: &RedLines, world: &World, count: usize) -> usize {
    let globe = wgs84();
    let mut differ = 0;
    for at in world.points.iter().take(count) {
        let mut found: Vec<(u32, bool)> = Vec::new();
        map.point(*at, |line, hit| found.push((line, hit)));
        found.sort_unstable();
        let exact = world.zones.iter().enumerate().filter_map(|(i, drawn)| {
            let zone = &drawn.zone;
            if zone.at_least(at.centred()) > drawn.stand_off_m + zones::BEYOND_M {
                return None;
            }
            let margin = zone.distance(&globe, *at) - drawn.stand_off_m;
            (margin <= zones::BEYOND_M).then_some((i as u32, margin <= 0.0))
        });
        differ += usize::from(found != exact.collect::<Vec<_>>());
    }
    differ
}

/// The whole watch, decoding and words apart: filter, geometry, three values, windows, duplicates.
fn watched(map: RedLines, events: &[Event]) -> Result<u64, String> {
    let mut stream = Stream::new(map, Known::default(), None);
    let mut told = Vec::new();
    let started = Instant::now();
    for event in events {
        stream.take(event, false, &mut told);
        told.clear();
    }
    Ok((events.len() as f64 / started.elapsed().as_secs_f64()) as u64)
}

/// The same with a log on disk, committed in groups.
fn durable(map: RedLines, events: &[Event], folder: &std::path::Path) -> Result<(u64, RedLines), String> {
    let (mut log, _) = Log::open(&folder.join("state.db"), "bench").map_err(|e| e.to_string())?;
    let mut stream = Stream::new(map, Known::default(), None);
    let mut told = Vec::new();
    let started = Instant::now();
    for group in events.chunks(8_192) {
        let records = group.iter().filter_map(|event| stream.take(event, false, &mut told).1).collect();
        told.clear();
        log.commit(&watch::Batch { records, ..watch::Batch::default() }).map_err(|e| e.to_string())?;
    }
    let rate = (events.len() as f64 / started.elapsed().as_secs_f64()) as u64;
    Ok((rate, stream.into_map()))
}

/// From one event to its rulings and the words of each, the 99th of 100, microseconds.
fn latency(map: RedLines, events: &[Event]) -> u64 {
    let mut stream = Stream::new(map, Known::default(), None);
    let mut told = Vec::new();
    let mut took: Vec<u64> = events
        .iter()
        .take(5_000)
        .map(|event| {
            let started = Instant::now();
            told.clear();
            stream.take(event, false, &mut told);
            for one in &told {
                let Some(line) = stream.map().line(one.found.line) else { continue };
                let verdict = watch::report::explained(line, event, stream.known());
                let report = watch::Report { told: one, line, verdict: Some(verdict), event: Some(event) };
                std::hint::black_box(report.document(0).to_string());
            }
            started.elapsed().as_micros() as u64
        })
        .collect();
    took.sort_unstable();
    took[took.len() * 99 / 100]
}

/// A peer's rates beside ours, and whether it counts alike.
fn compared(told: &Value, geometry: u64, batch: u64, hits: Hits) -> Value {
    let ratio = |of: u64, to: &Value| match to.as_f64() {
        Some(to) if to > 0.0 => json!((of as f64 / to * 10.0).round() / 10.0),
        _ => Value::Null,
    };
    let mut document = told.clone();
    document["ratio_one_by_one"] = ratio(geometry, &told["one_by_one"]);
    document["ratio_batch"] = ratio(batch, &told["batch"]);
    document["our_hits"] = json!(hits.0);
    document
}

/// Kilobytes that this process holds.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kib| kib.parse().ok()).unwrap_or(0)
}

fn load() -> Value {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|one| one.parse::<f64>().ok()).into()
}

const SHAPES: [&str; 4] = ["geometry", "batch", "watch", "durable"];
const BEST_OF: u32 = 5;
