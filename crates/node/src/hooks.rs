//! What a library caller may hook into a node: the operator's ear, a skew of its clock, faults of its links and
//! of its disk, rules broken on purpose. No configuration names them; `excon` and tests hold them.

use crate::clock::Skew;
use line::config::Planted;
use line::ids::{PathId, Status};
use refusal::Refusal;
use relay::Faults;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex};
use wording::Packs;

/// Hears refusals.
pub type Ear = Arc<dyn Fn(&Refusal) + Send + Sync>;

/// Hears events of a compartment, with its code.
pub type Listener = Arc<dyn Fn(&str, &chancery::Event) + Send + Sync>;

/// Handles on a node that a caller keeps.
#[derive(Clone, Default)]
pub struct Hooks {
    /// Where refusals go that nobody asked for.
    pub ear: Option<Ear>,
    /// Events of compartments, with the compartment's code.
    pub events: Option<Listener>,
    /// Shifts the node's wall clock.
    pub skew: Skew,
    /// Language packs with which the node renders, instead of the shipped ones.
    pub packs: Option<Arc<Packs>>,
    /// Rules of the line broken in every compartment, so that a test sees its checker catch them.
    pub planted: Planted,
    /// KeyPackages are lent under this status instead of the own one, so that a test sees their creator refuse them.
    pub lends_as: Option<Status>,
    /// So many commits of a compartment fail, then they succeed again.
    pub failing_commits: Arc<AtomicU32>,
    faults: Arc<Mutex<BTreeMap<PathId, Faults>>>,
}

impl Hooks {
    /// Hooks whose ear hears refusals that nobody asked for.
    pub fn hearing(ear: impl Fn(&Refusal) + Send + Sync + 'static) -> Self {
        Hooks { ear: Some(Arc::new(ear)), ..Hooks::default() }
    }

    /// The handle on all of the node's links to a relay.
    pub fn faults(&self, relay: &str) -> Faults {
        self.faults
            .lock()
            .expect("no holder of the faults panics")
            .entry(relay.to_owned())
            .or_default()
            .clone()
    }

    /// The packs of this node.
    pub(crate) fn packs(&self) -> &Packs {
        self.packs.as_deref().unwrap_or_else(|| Packs::shipped())
    }

    pub(crate) fn say(&self, refusal: &Refusal) {
        if let Some(ear) = &self.ear {
            ear(refusal);
        }
    }
}
