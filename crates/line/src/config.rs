//! What a compartment's machine must know before its first input: the charter's parameters that `line` needs
//! (line.md section 4), the pairwise secrets, the relays. Handed in at open and at every restore.

use crate::archive::Past;
pub use crate::body::Tempo;
pub use crate::entry::Attestation;
use crate::ids::{CompartmentId, PartyCode, PathId, Status};
use crate::keys::Secret;
use crate::relay_api::Token;
use std::collections::BTreeMap;
use std::fmt;

/// Everything outside the transcript that decides how one compartment behaves at one node.
#[derive(Debug, Clone)]
pub struct Config {
    /// ACTUAL, EXERCISE or TEST; in every label and header.
    pub status: Status,
    /// Which compartment.
    pub compartment: CompartmentId,
    /// Whose node this is; a key of `members` too.
    pub own: PartyCode,
    /// The party that released the charter; it writes the CHARTER entry and has no later privilege.
    pub creator: PartyCode,
    /// All members with their tempo.
    pub members: BTreeMap<PartyCode, Tempo>,
    /// R_AB by peer, from the pairing; every other member must be here.
    pub pairs: BTreeMap<PartyCode, Secret>,
    /// The relays of the charter, in its order. Empty is allowed: then only pouches travel.
    pub relays: Vec<RelayConfig>,
    /// MUTUAL_ONLY or TRANSFERABLE, fixed for life.
    pub attestation: Attestation,
    /// Interval between line tests, ms (charter; 3,600,000 by default).
    pub test_interval_ms: u64,
    /// Age at which an epoch is due for rotation, ms (7 d by default).
    pub epoch_age_ms: u64,
    /// Whether depositors may learn the hour of the last hand-over from our relays.
    pub tell_hand_over: bool,
    /// Where entries of the past are read back from; without it all stay in memory.
    pub past: Option<Past>,
    /// Deviations for tests that must see a fault caught; all off everywhere else.
    pub planted: Planted,
}

/// One relay as this node uses it.
#[derive(Clone, PartialEq, Eq)]
pub struct RelayConfig {
    /// Its name in the charter, also the id of the path.
    pub path: PathId,
    /// Account token of this compartment at this relay.
    pub account: Token,
    /// Who hosts it; two relays of one host count once where independence matters.
    pub host: String,
}

impl fmt::Debug for RelayConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelayConfig")
            .field("path", &self.path)
            .field("host", &self.host)
            .finish_non_exhaustive()
    }
}

/// Deliberate deviations, so that the simulator and the test of the reading relay can show that their checkers
/// catch them. Each is a rule of `line.md` broken in the core itself; all are false unless a planted world sets one,
/// and no configuration, question or argument can.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Planted {
    /// Effects that acknowledge leave before the Persist (section 1).
    pub acknowledge_before_persist: bool,
    /// A second copy of an entry is treated as new (section 9).
    pub skip_dedupe: bool,
    /// A voter abandons a ballot that it has acknowledged (section 7, rule 3).
    pub abort_after_acknowledgement: bool,
    /// A proposer goes on to its ballot without a NACK of the former (section 7, rule 1).
    pub next_ballot_without_nack: bool,
    /// Entries are ordered as the relay delivered them (section 6).
    pub trust_relay_order: bool,
    /// Restoring does not send again what is not acknowledged (section 9).
    pub forget_outbox_at_crash: bool,
    /// Nothing waits for an answer to the start challenge (section 11).
    pub seal_after_restore: bool,
    /// A resend repeats the former sealing (section 9).
    pub resend_old_envelope: bool,
    /// Relays carry kind, length and payload in the clear (section 8).
    pub no_wrapping: bool,
    /// An envelope is as long as its payload makes it (section 8).
    pub no_padding: bool,
    /// A relay is held to one time for all deposits of an entry, not for each sealing (section 12).
    pub name_across_sealings: bool,
    /// An entry of an epoch that its author has left is taken in (section 7, "Closing").
    pub admit_closed_epoch: bool,
    /// A leaf key is given away as soon as it is replaced (section 7, "Closing").
    pub disclose_early: bool,
    /// A proposer decides before the last ACK is here, and members merge by that (section 7, rule 5).
    pub decide_one_ack_short: bool,
    /// A voter that waits for a decision refuses the ballot that it has acknowledged (section 7, rule 4).
    pub nack_after_ack: bool,
    /// What shows that a store is an old copy is passed over, and sealing goes on (section 11).
    pub ignore_rollback: bool,
    /// Who has written RE-FORM acknowledges and merges in the old term all the same (section 7, rule 9).
    pub break_pledge: bool,
}

impl Config {
    /// Members other than the own party, by code.
    pub fn peers(&self) -> impl Iterator<Item = &PartyCode> {
        self.members.keys().filter(|party| **party != self.own)
    }

    /// Whether a party's ACK binds.
    pub fn votes(&self, party: &PartyCode) -> bool {
        self.members.get(party) == Some(&Tempo::Voting)
    }

    /// Whether a party writes entries at all.
    pub fn sends(&self, party: &PartyCode) -> bool {
        matches!(self.members.get(party), Some(Tempo::Voting | Tempo::Following))
    }

    /// The charter's usual test interval, ms.
    pub const TEST_INTERVAL_MS: u64 = 3_600_000;
    /// Age at which an epoch is rotated without being asked, ms.
    pub const EPOCH_AGE_MS: u64 = 7 * 86_400_000;
}
