//! What the bench and its processes say to each other: one JSON value a line, orders in, words out.

use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::path::PathBuf;

/// To a process.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Order {
    /// Be a relay for these account tokens (hexadecimal).
    Relay {
        /// Its folder.
        folder: PathBuf,
        /// Tokens, 32 bytes each.
        accounts: Vec<String>,
        /// Deposits a second into one mailbox, where another quota than the usual is wanted.
        deposits_per_s: Option<u32>,
    },
    /// Be a flooder; then each `Stream` floods, `window` deposits a second.
    Flood(FloodPlan),
    /// Be a node.
    Node(Plan),
    /// Open the store that such a node has left, and say what it took.
    Open {
        /// Whose.
        plan: Plan,
        /// Whether a dossier is made of it and restored too.
        dossier: bool,
    },
    /// Found the compartment with the member of this KeyPackage.
    Found(String),
    /// Join it by this Welcome.
    Join(String),
    /// Release one notice and wait until it is covered.
    One,
    /// Release as fast as they are covered.
    Stream {
        /// For so long.
        seconds: u64,
        /// Not covered yet, at most.
        window: usize,
    },
    /// Tell what came since the last time.
    Tell,
    /// Tell the rows of the last Persist that carried one notice.
    Rows,
}

/// A row as a Persist wrote it, without its content.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RowShape {
    /// Place of its table in [`line::machine::Table::ALL`].
    pub table: usize,
    /// Its key.
    pub key: Vec<u8>,
    /// Bytes of its value; none where the row was deleted.
    pub bytes: Option<usize>,
}

/// What a node must know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Plan {
    /// Own party code.
    pub own: String,
    /// The other member.
    pub peer: String,
    /// Whether it founds the compartment.
    pub founder: bool,
    /// Its folder.
    pub folder: PathBuf,
    /// The relay's address.
    pub relay: String,
    /// The relay's pin.
    pub pin: String,
    /// Account token, hexadecimal.
    pub account: String,
    /// Root of the pair, hexadecimal.
    pub root: String,
    /// The compartment's id, hexadecimal.
    pub compartment: String,
}

/// What a flooder must know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FloodPlan {
    /// The relay's address.
    pub relay: String,
    /// The relay's pin.
    pub pin: String,
    /// Account token, hexadecimal.
    pub account: String,
}

/// What opening a store took.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Opened {
    /// Entries in it.
    pub entries: usize,
    /// All rows read from the disk.
    pub load_ms: u64,
    /// The line rebuilt from them.
    pub rebuild_ms: u64,
    /// The fingerprint of the newest cut.
    pub fingerprint_us: u64,
    /// Resident memory afterwards.
    pub rss_kib: u64,
    /// The store file.
    pub store_kib: u64,
    /// Entries among the rows that were read.
    pub whole: usize,
    /// All of it sealed to a backup key; an empty folder made of that again, opened, and the line rebuilt.
    pub dossier_ms: Option<[u64; 2]>,
}

/// From a process. Times are nanoseconds of the machine's clock, which all processes share.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Word {
    /// The relay serves.
    Listening {
        /// Where.
        address: String,
        /// Its pin.
        pin: String,
    },
    /// A KeyPackage, hexadecimal.
    Package(String),
    /// A Welcome, hexadecimal.
    Welcome(String),
    /// A phase of the sender is over and its outbox empty.
    Sent {
        /// Number of the first notice.
        first: u64,
        /// When each was released.
        released: Vec<u64>,
        /// Number and time of the commit that emptied the outbox of it.
        covered: Vec<(u64, u64)>,
    },
    /// What the receiver has committed.
    Came {
        /// Number and time of the commit.
        arrived: Vec<(u64, u64)>,
        /// RECEIPTs written.
        receipts: u64,
    },
    /// A flood is over.
    Flooded {
        /// Envelopes sent.
        offered: u64,
        /// Taken by the relay.
        kept: u64,
        /// Refused by it.
        refused: u64,
    },
    /// Bytes of bodies that the relay saw, both ways.
    Bytes(u64),
    /// Rows of one Persist.
    Rows(Vec<RowShape>),
    /// A store was opened.
    Opened(Opened),
}

/// The next order on standard input; `None` when there will be no more.
pub(super) fn order() -> Result<Option<Order>, String> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line).map_err(|e| e.to_string())?;
    if read == 0 {
        return Ok(None);
    }
    serde_json::from_str(&line).map(Some).map_err(|e| e.to_string())
}

/// Says a word on standard output.
pub(super) fn say(word: &Word) -> Result<(), String> {
    let text = serde_json::to_string(word).map_err(|e| e.to_string())?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).map_err(|e| e.to_string())
}
