//! One compartment at one party in a world: its core while the process lives, its disk, its open calls.
//!
//! I1 inputs wait in the inbox and are handled in batches, as in the real shell. I2 a life ends with a crash,
//! a stop or a failed commit; nothing of a former life (answers, wakes) reaches the next.

use crate::core::{Core, Rebuild};
use crate::disk::Disk;
use crate::group::Deeds;
use line::config::Config;
use line::ids::{EntryHash, PartyCode};
use line::machine::{CallId, Input};
use line::time::Now;
use std::collections::{BTreeMap, BTreeSet};

/// Where in its next commits a process dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crash {
    /// How many commits until then, this one included.
    pub commits: u32,
    /// After the commit and before what follows it; else before the commit.
    pub after: bool,
}

/// One compartment at one party.
pub struct Node {
    /// Index of the party.
    pub party: usize,
    /// Index of the compartment.
    pub compartment: usize,
    /// The party's code.
    pub code: PartyCode,
    /// What its machine was told at its founding.
    pub config: Config,
    /// How the journal calls it.
    pub whose: String,
    /// Its store.
    pub disk: Disk,
    /// Identities of all entries that are committed here.
    pub durable: BTreeSet<EntryHash>,
    pub(crate) durable_in_snapshot: BTreeSet<EntryHash>,
    pub(crate) maker: Box<dyn Rebuild>,
    pub(crate) core: Option<Box<dyn Core>>,
    pub(crate) deeds: Deeds,
    pub(crate) life: u64,
    pub(crate) inbox: Vec<Input>,
    pub(crate) turn_planned: bool,
    pub(crate) wakes_at: Option<u64>,
    pub(crate) calls: BTreeMap<CallId, Now>,
    pub(crate) crash: Option<Crash>,
    /// Commits that failed one after another: the shell tries again ever later.
    pub(crate) failures: u32,
    /// Pouches of this node that came, since a copy of the store was kept.
    pub(crate) delivered_since_copy: u64,
    /// When the last copy of the store was kept, ms.
    pub(crate) copied_ms: u64,
    /// Pouches packed within these were called back.
    pub(crate) recalled: Vec<std::ops::Range<u64>>,
    /// Lives that committed a sealing since a copy of the store was kept.
    pub(crate) sealed_since_copy: BTreeSet<u64>,
    /// How often somebody has taken what such a life sent.
    pub(crate) taken_since_copy: u64,
    /// Members to whom all that this node sends is spoilt: how a twin tells each side another story.
    pub(crate) spoils_for: BTreeSet<PartyCode>,
}

impl Node {
    /// The machine, while its process lives.
    pub fn core(&self) -> Option<&dyn Core> {
        self.core.as_deref()
    }

    /// Ends this life: the core and all that waited for it are gone, the disk stays.
    pub(crate) fn end_life(&mut self) {
        self.core = None;
        self.life += 1;
        self.calls.clear();
        self.wakes_at = None;
        self.turn_planned = false;
        self.deeds.borrow_mut().clear();
    }

    /// Up to 64 inputs that wait, oldest first.
    pub(crate) fn batch(&mut self) -> Vec<Input> {
        let rest = self.inbox.split_off(self.inbox.len().min(BATCH));
        std::mem::replace(&mut self.inbox, rest)
    }

    /// Puts inputs of a failed batch back, but for answers: they belong to calls of the life that ended.
    pub(crate) fn feed_again(&mut self, mut inputs: Vec<Input>) {
        inputs.retain(|input| !matches!(input, Input::Answer { .. } | Input::Tick));
        inputs.append(&mut self.inbox);
        self.inbox = inputs;
    }

    /// How long the shell waits before it rebuilds after a failed commit, ms.
    pub(crate) fn pause_ms(&mut self) -> u64 {
        self.failures += 1;
        FIRST_PAUSE_MS << self.failures.min(5)
    }

    /// Counts one commit down; whether the process dies at it, and on which side.
    pub(crate) fn dies_at_commit(&mut self) -> Option<bool> {
        let crash = self.crash.as_mut()?;
        crash.commits = crash.commits.saturating_sub(1);
        (crash.commits == 0).then_some(crash.after)
    }
}

/// Half of the first pause after a failed commit, ms; it doubles up to 48 s.
const FIRST_PAUSE_MS: u64 = 1_500;
/// At most so many inputs are one Persist (line.md section 11).
const BATCH: usize = 64;
