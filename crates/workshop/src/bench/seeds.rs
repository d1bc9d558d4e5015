//! Many worlds: label seeds and MLS seeds in a row, with how far it has come on standard error.
//!
//! In: how many of each, and the first. Out: how many failed, which, how long it took, one digest of all. Nothing of a
//! world is kept but its digest, so that memory does not grow with their number.

use crate::bench::report::{self, Figures};
use crate::sim::on_all_processors;
use line::mls_group::MlsProvider;
use sha2::{Digest, Sha256};
use sim::runner::{self, Report};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How many worlds, from which seed on.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct SeedsBench {
    /// Worlds with labels.
    #[arg(long, default_value_t = 100_000, value_name = "COUNT")]
    labels: u64,
    /// Worlds with labels and again with MLS; both must be alike.
    #[arg(long, default_value_t = 2_000, value_name = "COUNT")]
    mls: u64,
    /// The first seed of both.
    #[arg(long, default_value_t = 0, value_name = "SEED")]
    from: u64,
    /// One flat JSON object; without it one figure a line.
    #[arg(long)]
    json: bool,
}

/// Runs them all; whether every world kept every promise.
pub(super) fn run(asked: &SeedsBench) -> Result<bool, String> {
    let labels = ran(asked.from, asked.labels, "labels", |seed| runner::run(seed, false));
    let shell = MlsProvider::from_system().map_err(|why| why.to_string())?;
    let mls = ran(asked.from, asked.mls, "MLS", |seed| runner::run_real(seed, &shell));
    let figures: Figures = vec![
        ("label_seeds", asked.labels.into()),
        ("label_failed", labels.failed.clone().into()),
        ("label_seconds", labels.took.as_secs().into()),
        ("label_entries", labels.entries.into()),
        ("label_likeness", labels.digest.into()),
        ("mls_seeds", asked.mls.into()),
        ("mls_failed", mls.failed.clone().into()),
        ("mls_seconds", mls.took.as_secs().into()),
        ("mls_entries", mls.entries.into()),
        ("mls_likeness", mls.digest.into()),
        ("load_average_1_min", report::load()),
    ];
    println!("{}", if asked.json { report::json(&figures) } else { report::lines(&figures) });
    Ok(labels.failed.is_empty() && mls.failed.is_empty())
}

/// What became of many worlds.
struct Ran {
    failed: Vec<u64>,
    entries: u64,
    digest: String,
    took: Duration,
}

/// What is kept of one.
struct Kept {
    passed: bool,
    entries: u64,
    digest: [u8; 32],
}

fn ran(from: u64, count: u64, what: &str, one: impl Fn(u64) -> Report + Sync) -> Ran {
    let way = Mutex::new(Way { begun: Instant::now(), said: Instant::now(), done: 0, failed: 0, count });
    let kept = on_all_processors(from..from.saturating_add(count), |seed| {
        let report = one(seed);
        if let Some(first) = report.violations.first() {
            eprintln!("seed {seed} ({what}): {}: {}", first.promise, first.says);
        }
        if let Ok(mut way) = way.lock() {
            way.passed_by(what, report.passed());
        }
        Kept { passed: report.passed(), entries: report.entries, digest: report.likeness }
    });
    let took = way.into_inner().map_or_else(|e| e.into_inner().begun, |way| way.begun).elapsed();
    let mut hash = Sha256::new();
    kept.values().for_each(|world| hash.update(world.digest));
    Ran {
        failed: kept.iter().filter(|(_, world)| !world.passed).map(|(seed, _)| *seed).collect(),
        entries: kept.values().map(|world| world.entries).sum(),
        digest: hex::encode(hash.finalize()),
        took,
    }
}

/// How far it has come.
struct Way {
    begun: Instant,
    said: Instant,
    done: u64,
    failed: u64,
    count: u64,
}

impl Way {
    /// Counts one world, and says so now and then.
    fn passed_by(&mut self, what: &str, passed: bool) {
        self.done += 1;
        self.failed += u64::from(!passed);
        if self.said.elapsed() < SAY_EVERY && self.done < self.count {
            return;
        }
        self.said = Instant::now();
        let took = self.begun.elapsed().as_secs();
        let left = took.saturating_mul(self.count - self.done) / self.done;
        eprintln!(
            "{what}: {} of {} worlds, {} failed, {took} s, about {left} s left",
            self.done, self.count, self.failed
        );
    }
}

const SAY_EVERY: Duration = Duration::from_secs(15);
