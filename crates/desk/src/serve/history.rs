//! Runs of this process, in memory alone: each with its id, what was changed, and what came of it.

use crate::edit::Changed;
use crate::report::Report;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

/// Runs that are kept; the oldest but the first gives way.
const MOST: usize = 64;

/// One run.
pub struct Run {
    /// The assessment without what would change it, which takes longest.
    pub report: Report,
    /// The run whose numbers were changed, if this is not the files' own.
    pub from: Option<String>,
    /// What was changed.
    pub changes: Vec<Changed>,
    /// When it was first made, ms UTC.
    pub at_ms: i64,
    flipped: OnceLock<Report>,
}

impl Run {
    /// A run that was just made.
    pub fn new(report: Report, from: Option<String>, changes: Vec<Changed>, at_ms: i64) -> Self {
        Run { report, from, changes, at_ms, flipped: OnceLock::new() }
    }

    /// With what would change it; computed once.
    pub fn flipped(&self) -> &Report {
        self.flipped.get_or_init(|| self.report.clone().with_flips())
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.report.inputs.run_id()
    }
}

/// All runs, the first one first.
#[derive(Default)]
pub struct History {
    runs: Mutex<Vec<Arc<Run>>>,
}

impl History {
    /// The run of an id.
    pub fn find(&self, id: &str) -> Option<Arc<Run>> {
        self.runs().iter().find(|run| run.id() == id).cloned()
    }

    /// All runs.
    pub fn all(&self) -> Vec<Arc<Run>> {
        self.runs().clone()
    }

    /// Keeps a run; one with the same inputs stands already and stays.
    pub fn keep(&self, run: Run) -> Arc<Run> {
        let mut runs = self.runs();
        if let Some(known) = runs.iter().find(|known| known.id() == run.id()) {
            return known.clone();
        }
        if runs.len() >= MOST {
            runs.remove(1);
        }
        let run = Arc::new(run);
        runs.push(run.clone());
        run
    }

    fn runs(&self) -> MutexGuard<'_, Vec<Arc<Run>>> {
        self.runs.lock().expect("no holder of the runs panics")
    }
}
