//! Peers of the bench: what they are asked, how they are started, what they tell.

use super::cluster::Cluster;
use super::zones::World;
use crate::bench::Place;
use crate::bench::installed::environment;
use clap::ValueEnum;
use serde_json::Value;
use std::fmt::Write as _;
use std::process::Command;

/// A peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Peer {
    /// PostGIS: geography, points drive; geography, zones drive; the plane on zones that were widened before.
    Postgis,
    /// Shapely on GEOS: one point at a time, and in bulk.
    Shapely,
}

impl Peer {
    pub(super) fn word(self) -> &'static str {
        match self {
            Peer::Postgis => "postgis",
            Peer::Shapely => "shapely",
        }
    }

    /// Runs the peer on the same zones and points; its rates and counts.
    pub(super) fn run(self, world: &World, place: &Place) -> Result<Value, String> {
        let zones = place.path().join("zones.tsv");
        let points = place.path().join("points.tsv");
        std::fs::write(&zones, zone_rows(world)).map_err(|e| e.to_string())?;
        std::fs::write(&points, point_rows(world)).map_err(|e| e.to_string())?;
        let (script, name) = match self {
            Peer::Shapely => (include_str!("../../../../../bench/peers/shapely_peer.py"), "shapely_peer.py"),
            Peer::Postgis => (include_str!("../../../../../bench/peers/postgis_peer.py"), "postgis_peer.py"),
        };
        let path = place.path().join(name);
        std::fs::write(&path, script).map_err(|e| e.to_string())?;
        let (python, cluster) = match self {
            Peer::Shapely => (environment("shapely", &["shapely", "numpy"])?, None),
            Peer::Postgis => ("python3".into(), Some(Cluster::start(&place.path().join("postgis"))?)),
        };
        let address = cluster.as_ref().map(Cluster::address).unwrap_or_default();
        let out = Command::new(&python)
            .arg(&path)
            .args([&zones, &points])
            .env("DEMARCHE_BENCH_POSTGIS", address)
            .output()
            .map_err(|e| format!("{} cannot be started: {e}", python.display()))?;
        if !out.status.success() {
            return Err(format!("{}: {}", self.word(), String::from_utf8_lossy(&out.stderr).trim()));
        }
        serde_json::from_slice(&out.stdout).map_err(|e| format!("{}: {e}", self.word()))
    }
}

/// Number, stand-off and text of each zone.
fn zone_rows(world: &World) -> String {
    let mut rows = String::new();
    for (i, drawn) in world.zones.iter().enumerate() {
        let corners = drawn.corners.iter().chain(drawn.corners.first().filter(|_| drawn.ring));
        let pairs: Vec<String> = corners.map(|at| format!("{:.7} {:.7}", at.lon, at.lat)).collect();
        let text = if drawn.ring {
            format!("POLYGON(({}))", pairs.join(","))
        } else {
            format!("LINESTRING({})", pairs.join(","))
        };
        let _ = writeln!(rows, "{i}\t{}\t{text}", drawn.stand_off_m);
    }
    rows
}

fn point_rows(world: &World) -> String {
    let mut rows = String::new();
    for (i, at) in world.points.iter().enumerate() {
        let _ = writeln!(rows, "{i}\t{:.7}\t{:.7}", at.lon, at.lat);
    }
    rows
}
