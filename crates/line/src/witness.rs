//! Who says what of an entry's way, and whose clock lies (line.md section 12, rules 1 to 5).
//!
//! In: statements, TESTs and their flights, all from admitted entries. Out: intervals, the relay that is named,
//! or what is disputed. Pure: equal testimony, equal verdict, on every node.
//!
//! I1 a relay is named only where its false word alone explains every contradiction. I2 a party's clock that was
//! set shows in its own TESTs, against its uptime; across such a step nothing is compared, so it makes nobody
//! else a liar. I3 delay, loss and copies widen intervals and contradict nothing. I4 members are taken to report
//! what they saw; whoever misreports can accuse a relay, and no one can disprove it.

mod clock;
mod find;
mod marzullo;
mod span;
#[cfg(test)]
mod tests;
mod way;

pub use clock::{Clock, Mark, Said};
pub use way::Account;

use crate::body::Instant;
use crate::ids::{PartyCode, PathId, Seq};
use crate::prove::{Contradiction, Source};
use crate::relay_api::RelayTime;
use crate::time::Bracket;
use std::collections::{BTreeMap, BTreeSet};

/// The first bytes of the hash of a sealing: tells one envelope's deposit from another's.
pub type SealingTag = [u8; 8];

/// Everything that was said of one entry's way, and of the clocks around it.
#[derive(Debug, Clone, Default)]
pub struct Testimony {
    /// Each party's clock around what it said.
    pub clocks: BTreeMap<PartyCode, Clock>,
    /// TESTs of these clocks as others saw them come.
    pub flights: Vec<Flight>,
    /// One for each path, sender and recipient, in that order.
    pub ways: Vec<Way>,
}

/// A TEST that another party fetched.
#[derive(Debug, Clone)]
pub struct Flight {
    /// Whose TEST; a mark of its clock.
    pub from: PartyCode,
    /// Its place in that chain.
    pub seq: Seq,
    /// Who fetched it.
    pub to: PartyCode,
    /// When, by the fetcher's clock.
    pub fetched: Bracket,
    /// Where the fetcher said so.
    pub said: Said,
}

/// One path from a sender to a recipient.
#[derive(Debug, Clone)]
pub struct Way {
    /// The path.
    pub path: PathId,
    /// Who deposited.
    pub sender: PartyCode,
    /// Who fetched.
    pub recipient: PartyCode,
    /// What the depositor said.
    pub deposit: Option<Deposit>,
    /// What the fetcher said.
    pub fetch: Option<Fetch>,
}

/// A depositor's statement.
#[derive(Debug, Clone)]
pub struct Deposit {
    /// Where it was said.
    pub said: Said,
    /// Asked and answered, own clock.
    pub bracket: Bracket,
    /// The time that the relay told.
    pub told: Option<RelayTime>,
    /// Which sealing.
    pub sealing: Option<SealingTag>,
}

/// A fetcher's statement.
#[derive(Debug, Clone)]
pub struct Fetch {
    /// Where it was said.
    pub said: Said,
    /// Asked and answered, own clock.
    pub bracket: Option<Bracket>,
    /// The deposit's time as the relay told it.
    pub told: Option<RelayTime>,
    /// The hand-over's time as the relay told it.
    pub handed_over: Option<RelayTime>,
    /// The arrival, own clock.
    pub arrival: Instant,
    /// Which sealing.
    pub sealing: Option<SealingTag>,
}

/// What follows from a testimony.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The relay whose false word alone explains every contradiction.
    pub named: Option<PathId>,
    /// Every contradiction, in order.
    pub found: Vec<Contradiction>,
}

impl Testimony {
    /// Finds every contradiction, and the one relay that explains them all.
    pub fn judge(&self) -> Verdict {
        let found = self.contradictions();
        let sources = found.iter().map(|c| c.sources.iter().cloned().collect::<BTreeSet<Source>>());
        let blamed = sources.reduce(|all, some| &all & &some).unwrap_or_default();
        let mut blamed = blamed.into_iter();
        let named = match (blamed.next(), blamed.next()) {
            (Some(Source::Relay(path)), None) => Some(path),
            _ => None,
        };
        Verdict { named, found }
    }
}

impl Way {
    /// Whether both ends speak of one sealing, so that what the relay told them is of one deposit.
    fn one_sealing(&self) -> bool {
        let sealing = self.deposit.as_ref().and_then(|d| d.sealing);
        sealing.is_some() && sealing == self.fetch.as_ref().and_then(|f| f.sealing)
    }
}

/// A contradiction of less is none: a host may set its clock by so much.
const SLACK_MS: i64 = 3_000;
/// A party's clock that moves by more against its own uptime was set.
const OWN_STEP_MS: u64 = 1_000;
/// An honest clock is not further from UTC, whatever error it declares: two minutes and the slack.
const HONEST_MS: i64 = 120_000 + SLACK_MS;
