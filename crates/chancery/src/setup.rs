//! What a compartment must know besides its rows.

use crate::officers::Roster;
use line::body::CharterRelay;
use line::keys::Secret;
use notice::{Charter, Code8, Station};

/// Handed in at open and at every restore.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Id of this node; officers sign over it.
    pub node: [u8; 32],
    /// Code of the compartment ("LEV").
    pub code: Code8,
    /// The own station that speaks here ("US/WATCH").
    pub station: Station,
    /// What the carrier must know.
    pub line: line::config::Config,
    /// The party's officers.
    pub roster: Roster,
    /// The charter in force: folds run on its clocks, the desk on its table.
    pub charter: Charter,
    /// Addresses and pins of the charter's relays, for the CHARTER entry that this party may release.
    pub relays: Vec<CharterRelay>,
    /// Seed of the record key, in TRANSFERABLE compartments only.
    pub record_key: Option<Secret>,
    /// Rules of the folds broken on purpose, in planted worlds only.
    pub planted: standing::Planted,
}
