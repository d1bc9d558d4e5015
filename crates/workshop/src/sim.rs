//! `./run sim`: worlds from seeds, one world replayed or shrunk, planted faults (line.md section 16).
//!
//! In: seeds on the command line. Out: one JSON document or a page to read; exit 1 if a world broke a promise
//! or a planted fault was not caught by its own checker. Worlds run on all processors; the report does not
//! depend on which ran first.

use line::mls_group::MlsProvider;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use sim::runner::{self, Report};
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What to run.
#[derive(clap::Args)]
pub(crate) struct SimArguments {
    /// Worlds of these seeds, the last one not included.
    #[arg(long, value_name = "A..B", value_parser = range, default_value = "0..100")]
    seeds: Range<u64>,
    /// Replay the world of one seed and print its timeline.
    #[arg(long, value_name = "N", conflicts_with_all = ["seeds", "planted", "real"])]
    seed: Option<u64>,
    /// With --seed: the timeline with one column a party.
    #[arg(long, requires = "seed", conflicts_with = "shrink")]
    columns: bool,
    /// With --seed: take faults out while the world still fails, and print those that are left.
    #[arg(long, requires = "seed")]
    shrink: bool,
    /// Run every world with labels and with MLS, and compare.
    #[arg(long)]
    real: bool,
    /// Break one rule after another on purpose; each must be caught by its own checker within 500 seeds.
    #[arg(long)]
    planted: bool,
    /// One JSON document and nothing else.
    #[arg(long)]
    json: bool,
}

/// Runs what was asked; whether everything held.
pub(crate) fn run(arguments: &SimArguments) -> Result<bool, String> {
    match arguments.seed {
        Some(seed) if arguments.shrink => Ok(shrink(seed)),
        Some(seed) => Ok(replay(seed, arguments.columns)),
        None if arguments.planted => Ok(planted(arguments.json)),
        None => worlds(arguments),
    }
}

fn worlds(arguments: &SimArguments) -> Result<bool, String> {
    let reports = if arguments.real {
        let shell = MlsProvider::from_system().map_err(|why| why.to_string())?;
        on_all_processors(arguments.seeds.clone(), |seed| runner::run_real(seed, &shell))
    } else {
        on_all_processors(arguments.seeds.clone(), |seed| runner::run(seed, false))
    };
    let failed: Vec<u64> = reports.values().filter(|r| !r.passed()).map(|r| r.seed).collect();
    let entries: u64 = reports.values().map(|r| r.entries).sum();
    let mut faults: BTreeMap<&str, u64> = BTreeMap::new();
    for (kind, count) in reports.values().flat_map(|r| &r.faults) {
        *faults.entry(kind).or_insert(0) += count;
    }
    let digest = hex::encode(digest_of(&reports, arguments.real));
    if arguments.json {
        let worlds = reports.len();
        let page = json!({
            "worlds": worlds, "failed": failed, "entries": entries, "faults": faults, "digest": digest
        });
        println!("{page}");
    } else {
        println!("{} worlds, {entries} entries, {} failed, digest {digest}", reports.len(), failed.len());
        faults.iter().for_each(|(kind, count)| println!("  {kind:<24} {count}"));
        reports.values().filter(|r| !r.passed()).flat_map(violations).for_each(|line| println!("{line}"));
    }
    Ok(failed.is_empty())
}

/// Over the digests of all worlds, by seed; with MLS over what does not depend on key material.
fn digest_of(reports: &BTreeMap<u64, Report>, real: bool) -> [u8; 32] {
    let mut hash = Sha256::new();
    for report in reports.values() {
        hash.update(if real { report.likeness } else { report.digest });
    }
    hash.finalize().into()
}

fn replay(seed: u64, columns: bool) -> bool {
    let report = runner::run(seed, true);
    let mut lines = if columns { crate::timeline::rows(&report.lines) } else { report.lines.clone() };
    lines.extend(violations(&report));
    lines.push(format!("seed {seed}: digest {}", hex::encode(report.digest)));
    // A reader who has seen enough (`| head`) closes the pipe: the rest is not printed, and that is no failure.
    let mut out = std::io::stdout().lock();
    let _ = lines.iter().try_for_each(|line| writeln!(out, "{line}"));
    report.passed()
}

fn shrink(seed: u64) -> bool {
    if runner::run(seed, false).passed() {
        println!("seed {seed}: every promise holds, so there is nothing to shrink");
        return true;
    }
    let plan = runner::shrink(seed);
    println!("seed {seed}: {:?}", plan.shape);
    plan.faults
        .iter()
        .for_each(|timed| println!("  at {} for {} ms: {:?}", timed.at_ms, timed.lasts_ms, timed.fault));
    let report = runner::run_labels(&plan);
    violations(&report).for_each(|line| println!("{line}"));
    report.passed()
}

fn planted(as_json: bool) -> bool {
    let mut caught = Map::new();
    let mut missed = Vec::new();
    let variants = runner::variants();
    let first = on_all_processors(0..variants.len() as u64, |at| {
        (0..PLANTED_SEEDS).find(|seed| runner::catches(&variants[at as usize], *seed))
    });
    for (variant, first) in variants.iter().zip(first.into_values()) {
        match first {
            Some(seed) => {
                caught.insert(variant.name.into(), json!({ "seed": seed, "caught_by": variant.promise }));
            }
            None => missed.push(variant.name),
        }
    }
    let all = missed.is_empty();
    if as_json {
        println!("{}", json!({ "variants": Value::Object(caught) }));
    } else {
        caught.iter().for_each(|(name, by)| println!("caught  {name}: {by}"));
        missed.iter().for_each(|name| println!("MISSED  {name}"));
    }
    all
}

/// One result for each number, whichever processor made it.
pub(crate) fn on_all_processors<T: Send>(
    numbers: Range<u64>,
    one: impl Fn(u64) -> T + Sync,
) -> BTreeMap<u64, T> {
    let next = AtomicU64::new(numbers.start);
    let done = Mutex::new(BTreeMap::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= numbers.end {
                        break;
                    }
                    let result = one(number);
                    done.lock().expect("no thread panics while it holds the results").insert(number, result);
                }
            });
        }
    });
    done.into_inner().expect("no thread panics while it holds the results")
}

fn violations(report: &Report) -> impl Iterator<Item = String> {
    report.violations.iter().map(|violation| {
        format!("seed {} at {}: {}: {}", report.seed, violation.at_ms, violation.promise, violation.says)
    })
}

fn range(text: &str) -> Result<Range<u64>, String> {
    let (from, to) = text.split_once("..").ok_or("two numbers with .. between them")?;
    let number = |text: &str| text.parse::<u64>().map_err(|why| format!("{text}: {why}"));
    Ok(number(from)?..number(to)?)
}

const PLANTED_SEEDS: u64 = 500;
