//! The sans-IO machine of one compartment at one node (line.md sections 4 to 13).
//!
//! I1 effects come in an order in which a Persist precedes all that rests on it. I2 equal inputs, times and
//! entropy give equal effects. I3 no input can make it panic.

use crate::config::Config;
use crate::cut::Cut;
use crate::diagnosis::LineState;
use crate::entry::Entry;
use crate::error::LineError;
use crate::group::{Entropy, Group, Member};
use crate::ids::{CutDigest, EntryHash, Epoch, PartyCode, PathId};
use crate::machine::{Effect, Event, Input, Rows};
use crate::prove::ProveReport;
use crate::time::Now;
use std::collections::BTreeMap;

/// How the last process of this store ended, as the shell found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A clean-stop marker bound to boot id, file inode and store generation was found and consumed.
    Clean,
    /// Killed, restored, or unknown: the node is quarantined until a member has answered its challenge.
    Unknown,
}

/// What this node knows of the marks K0 and K1 of one entry for one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Relays that hold or held a sealing of it for this recipient (K0).
    pub held_by: Vec<PathId>,
    /// The recipient's heads or RECEIPT cover it (K1).
    pub covered: bool,
}

/// One arrival of an entry here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// By which path.
    pub path: PathId,
    /// Own clock.
    pub at: Now,
}

/// One compartment at one node.
pub struct Line<G: Group> {
    config: Config,
    group: G,
}

impl<G: Group> Line<G> {
    /// Starts a compartment from a group that was just founded or joined. The first Persist carries the whole
    /// state; the first entry is this member's OPENING.
    pub fn open(config: Config, group: G, now: Now, entropy: &mut dyn Entropy) -> (Self, Vec<Effect>) {
        let _ = (now, entropy);
        (Line { config, group }, Vec::new())
    }

    /// Rebuilds the machine from all rows of its store. Effects restart what the crash cut off.
    ///
    /// # Errors
    /// [`LineError`] if the rows do not hold a compartment of this configuration.
    pub fn restore(
        config: Config,
        provider: G::Provider,
        rows: &Rows,
        stop: Stop,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Vec<Effect>), LineError> {
        let _ = (config, provider, rows, stop, now, entropy);
        Err(LineError::StoreUnreadable)
    }

    /// Takes a batch of up to 64 inputs; gives the effects of all, with at most one Persist, first.
    pub fn handle(&mut self, now: Now, inputs: Vec<Input>) -> Vec<Effect> {
        let _ = now;
        let refusal = || refusal::Refusal::of(&LineError::StoreUnreadable);
        inputs.into_iter().map(|_| Effect::Tell(Event::Refused(refusal()))).collect()
    }

    /// When a `Tick` is due, in ms of the monotonic clock.
    pub fn next_deadline(&self) -> Option<u64> {
        None
    }

    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Admitted entries in total order.
    pub fn order(&self) -> impl ExactSizeIterator<Item = &Entry> + DoubleEndedIterator {
        [].into_iter()
    }

    /// Admitted entries of a cut, in total order.
    pub fn order_at<'a>(&'a self, cut: &'a Cut) -> impl Iterator<Item = &'a Entry> {
        self.order().filter(|e| cut.covers(&e.header.author, e.header.seq))
    }

    /// Place in the total order, if admitted.
    pub fn position(&self, entry: &EntryHash) -> Option<usize> {
        let _ = entry;
        None
    }

    /// An entry held or admitted here.
    pub fn entry(&self, entry: &EntryHash) -> Option<&Entry> {
        let _ = entry;
        None
    }

    /// Entries opened and signed well whose links are missing, by author and seq.
    pub fn held(&self) -> impl Iterator<Item = &Entry> {
        [].into_iter()
    }

    /// Heads of what is admitted here.
    pub fn cut(&self) -> Cut {
        Cut::default()
    }

    /// Digest of [`Line::cut`]; its fingerprint is what two parties read to each other.
    pub fn digest(&self) -> CutDigest {
        self.cut().digest(&self.config.compartment)
    }

    /// Current epoch.
    pub fn epoch(&self) -> Epoch {
        self.group.epoch()
    }

    /// Members of the current epoch.
    pub fn members(&self) -> Vec<Member> {
        self.group.members()
    }

    /// State of the line to each other member.
    pub fn line_states(&self) -> BTreeMap<PartyCode, LineState> {
        BTreeMap::new()
    }

    /// Arrivals of an entry here, first copy first.
    pub fn arrivals(&self, entry: &EntryHash) -> Vec<Arrival> {
        let _ = entry;
        Vec::new()
    }

    /// Marks K0 and K1 of an own entry, by recipient.
    pub fn marks(&self, entry: &EntryHash) -> BTreeMap<PartyCode, Marks> {
        let _ = entry;
        BTreeMap::new()
    }

    /// Own entries not yet covered by their recipients.
    pub fn outbox_len(&self) -> usize {
        0
    }

    /// Where and when an entry was deposited and received; `None` if it is not here.
    pub fn prove(&self, entry: &EntryHash) -> Option<ProveReport> {
        let _ = entry;
        None
    }

    /// Whether this node may not seal yet (line.md section 11).
    pub fn quarantined(&self) -> bool {
        false
    }
}
