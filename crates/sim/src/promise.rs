//! What a world is held to: promises of the line, each with a checker that watches every fact.
//!
//! I1 a checker only looks. I2 a violation says which promise, when, at whom and what.

use crate::group::Deed;
use crate::node::Node;
use crate::plan::Shape;
use line::cut::Cut;
use line::entry::Entry;
use line::error::LineError;
use line::ids::{PartyCode, PathId};
use line::line::Stop;
use line::machine::{Event, Write};
use line::relay_api::Request;
use notice::Number;
use std::collections::{BTreeMap, BTreeSet};

/// A promise that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The name of the promise, which is its checker's.
    pub promise: &'static str,
    /// When, ms since the world began.
    pub at_ms: u64,
    /// At whom and what.
    pub says: String,
}

/// Something that happened at one node.
pub enum Fact<'a> {
    /// A commit succeeded, with what its group had done for it.
    Committed {
        /// The rows.
        writes: &'a [Write],
        /// The entries among them.
        entries: &'a [Entry],
        /// Sealings and merges that this commit carries.
        deeds: &'a [Deed],
    },
    /// The layer above was told.
    Told(&'a Event),
    /// A life began, and how the one before ended.
    Began(Stop),
    /// The rows were refused at a start.
    Unreadable(&'a LineError),
    /// A relay is asked.
    Asked {
        /// Its name.
        path: &'a str,
        /// What for.
        request: &'a Request,
    },
    /// A copy of the store was kept.
    Copied,
    /// The store was put back to the copy kept.
    PutBack {
        /// Whether a relay took anything that was sealed since the copy was made, or a pouch came. If nobody did, no
        /// mark and no member can tell that time from one that never was: the risk that is left (line.md section
        /// 11), its generations are used again.
        reached: bool,
    },
}

/// What a checker may look at.
pub struct Scene<'a> {
    /// Every node, by party within compartment.
    pub nodes: &'a [Node],
    /// The layout.
    pub shape: &'a Shape,
    /// Virtual time, ms.
    pub now_ms: u64,
    /// Parties that were put back to an older store at some time.
    pub put_back: &'a BTreeSet<usize>,
    /// Relays that lied about time at some moment, by their names.
    pub liars: &'a BTreeSet<PathId>,
    /// Parties whose clock was set wrong at some moment.
    pub off_clocks: &'a BTreeSet<usize>,
    /// Parties of which two copies run, by the story's own doing.
    pub twins: &'a BTreeSet<usize>,
    /// Read-backs that officers of this world have released, by compartment, subject and reader: whether one of
    /// them restated the subject rightly.
    pub read_backs: &'a BTreeMap<(usize, Number, PartyCode), bool>,
    /// The highest heads anywhere when the faults stopped, by compartment.
    pub at_healing: &'a [Cut],
    /// Whether the world has been healed and has had its time to become quiet.
    pub at_rest: bool,
}

/// Where checkers put what they find.
#[derive(Debug, Default)]
pub struct Findings {
    found: Vec<Violation>,
}

impl Findings {
    /// Notes a violation; beyond a few of one promise they only repeat each other and are dropped.
    pub fn add(&mut self, promise: &'static str, at_ms: u64, says: String) {
        if self.found.iter().filter(|v| v.promise == promise).count() < ENOUGH {
            self.found.push(Violation { promise, at_ms, says });
        }
    }

    /// What was found so far.
    pub fn list(&self) -> &[Violation] {
        &self.found
    }
}

/// One promise's checker.
pub trait Checker {
    /// The promise's name, as reports print it.
    fn name(&self) -> &'static str;

    /// Watches one fact as it happens.
    fn see(&mut self, scene: &Scene<'_>, node: usize, fact: &Fact<'_>, findings: &mut Findings);

    /// Looks at the whole, in the course of the world and at its end.
    fn judge(&mut self, scene: &Scene<'_>, findings: &mut Findings);
}

const ENOUGH: usize = 5;
