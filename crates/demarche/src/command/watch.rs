//! `demarche watch`.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Form of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FeedFormat {
    /// Rows with a header; UCDP, ACLED and common names of columns are known.
    Csv,
    /// GeoJSON: a collection, or one feature a line.
    Geojson,
    /// AIS in NMEA 0183 sentences.
    Nmea,
    /// Cursor on Target.
    Cot,
    /// Common Alerting Protocol.
    Cap,
}

/// Arguments of `watch`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  demarche watch --redlines scenarios/us-iran/notices --feed incidents.csv --format csv --json
  demarche watch --redlines standing/LEV.cbor --feed incidents.csv --format csv
  demarche watch --redlines lines --feed tcp://192.0.2.7:8087 --format cot --map feed.toml --state watch.db --out reports.jsonl")]
pub struct WatchArgs {
    /// A notice file (T1, T2, E4, A2, A3), a standing snapshot that a node wrote, or a folder of both.
    #[arg(long, value_name = "DIR|FILE|SNAPSHOT")]
    pub redlines: PathBuf,
    /// The feed: a file, `-`, `tcp://HOST:PORT`, or `udp://ADDRESS:PORT` to listen at.
    #[arg(long, value_name = "FEED")]
    pub feed: String,
    /// Its form.
    #[arg(long)]
    pub format: FeedFormat,
    /// What its columns and words mean (`demarche template feed-map`).
    #[arg(long = "map", value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Keep windows and the feed's position in this file; a run that was killed goes on from there.
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// Write reports to this file instead of standard output; with --state it is never torn and never holds one twice.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Refuse reports of what happens after this instant.
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<String>,
    /// Reports so many seconds behind the latest are too late: counted, not judged.
    #[arg(long, value_name = "SECONDS")]
    pub lateness: Option<i64>,
    /// Write a T3 and an E1 for what crosses a line or comes near it into this folder, for officers to look at.
    #[arg(long, value_name = "FOLDER")]
    pub drafts: Option<PathBuf>,
    /// The party that watches: drafts are made for its own lines, and what it does itself is marked `own_side`.
    #[arg(long, value_name = "CODE")]
    pub party: Option<String>,
    /// Tell every clause of a verdict.
    #[arg(long)]
    pub trace: bool,
}
