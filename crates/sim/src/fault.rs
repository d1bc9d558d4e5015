//! What may go wrong in a world, at whom, and for how long.
//!
//! I1 every fault has an end: when the faults stop, all that was broken is mended and only what was lost stays
//! lost. I2 a fault says who it hits by index, so that a plan without its neighbours hits the same.

/// One thing that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// One passage in so many between a party and a relay is lost.
    LinkLoses {
        /// Index of the party.
        party: usize,
        /// Index of the relay.
        relay: usize,
        /// One in so many.
        one_in: u64,
    },
    /// One passage in so many between a party and a relay comes twice.
    LinkDoubles {
        /// Index of the party.
        party: usize,
        /// Index of the relay.
        relay: usize,
        /// One in so many.
        one_in: u64,
    },
    /// Latency of up to so many ms between a party and a relay: later messages overtake earlier ones.
    LinkSlow {
        /// Index of the party.
        party: usize,
        /// Index of the relay.
        relay: usize,
        /// Greatest delay, ms.
        up_to_ms: u64,
    },
    /// Nothing passes between a party and a relay.
    LinkCut {
        /// Index of the party.
        party: usize,
        /// Index of the relay.
        relay: usize,
    },
    /// A party reaches no relay at all.
    CutOff {
        /// Index of the party.
        party: usize,
    },
    /// A relay is gone.
    RelayDies {
        /// Index of the relay.
        relay: usize,
    },
    /// A relay gives receipts for what is meant for a party and never hands it over.
    RelayWithholds {
        /// Index of the relay.
        relay: usize,
        /// Index of the party.
        party: usize,
    },
    /// A relay hands over every second envelope only, to everybody.
    RelayLeavesOut {
        /// Index of the relay.
        relay: usize,
    },
    /// A relay hands over in another order than it received.
    RelayReorders {
        /// Index of the relay.
        relay: usize,
    },
    /// A relay hands over twice and keeps twice.
    RelayDoubles {
        /// Index of the relay.
        relay: usize,
    },
    /// A relay alters one envelope in so many.
    RelayCorrupts {
        /// Index of the relay.
        relay: usize,
        /// One in so many.
        one_in: u64,
    },
    /// A relay answers after up to so many ms.
    RelayDelays {
        /// Index of the relay.
        relay: usize,
        /// Greatest delay, ms.
        up_to_ms: u64,
    },
    /// A relay goes back to what it held when the fault began, at the fault's end.
    RelayRollsBack {
        /// Index of the relay.
        relay: usize,
    },
    /// A relay shows fetchers what it held when the fault began, and depositors the present.
    RelayEquivocates {
        /// Index of the relay.
        relay: usize,
    },
    /// A relay's clock is off by so much, without its saying so.
    RelayLiesAboutTime {
        /// Index of the relay.
        relay: usize,
        /// How far, ms.
        by_ms: i64,
    },
    /// A relay tells some another time than others, or than it tells whoever asks.
    RelayLiesTo {
        /// Index of the relay.
        relay: usize,
        /// How.
        lie: crate::relay::Lie,
    },
    /// A relay makes nothing durable and says so.
    RelayRefuses {
        /// Index of the relay.
        relay: usize,
    },
    /// Someone with another key sits at the relay's address.
    RelayImpostor {
        /// Index of the relay.
        relay: usize,
    },
    /// A relay answers what is not of the protocol.
    RelayGarbles {
        /// Index of the relay.
        relay: usize,
    },
    /// A party's process is killed and starts again at the fault's end.
    Killed {
        /// Index of the party.
        party: usize,
    },
    /// A party's process dies just before its n-th next commit.
    CrashBeforePersist {
        /// Index of the party.
        party: usize,
        /// How many commits.
        commits: u32,
    },
    /// A party's process dies just after its n-th next commit, before anything of it left.
    CrashAfterPersist {
        /// Index of the party.
        party: usize,
        /// How many commits.
        commits: u32,
    },
    /// A party stops cleanly and starts again at the fault's end.
    CleanStop {
        /// Index of the party.
        party: usize,
    },
    /// A party's disk fails so many commits, then works again.
    DiskFails {
        /// Index of the party.
        party: usize,
        /// How many commits.
        commits: u32,
    },
    /// A party's disk is full until the fault's end.
    DiskFull {
        /// Index of the party.
        party: usize,
    },
    /// At the fault's end a party is put back to its rows as they were when the fault began.
    RestoredSnapshot {
        /// Index of the party.
        party: usize,
    },
    /// A party's clock jumps, and is set right at the fault's end.
    ClockJumps {
        /// Index of the party.
        party: usize,
        /// How far, ms.
        by_ms: i64,
    },
    /// A party's clock gains so much until it is set right at the fault's end.
    ClockDrifts {
        /// Index of the party.
        party: usize,
        /// Gain in parts of a million.
        ppm: i64,
    },
}

impl Fault {
    /// The word under which a report counts it.
    pub fn kind(&self) -> &'static str {
        match self {
            Fault::LinkLoses { .. } => "link-loses",
            Fault::LinkDoubles { .. } => "link-doubles",
            Fault::LinkSlow { .. } => "link-slow",
            Fault::LinkCut { .. } => "link-cut",
            Fault::CutOff { .. } => "cut-off",
            Fault::RelayDies { .. } => "relay-dies",
            Fault::RelayWithholds { .. } => "relay-withholds",
            Fault::RelayLeavesOut { .. } => "relay-leaves-out",
            Fault::RelayReorders { .. } => "relay-reorders",
            Fault::RelayDoubles { .. } => "relay-doubles",
            Fault::RelayCorrupts { .. } => "relay-corrupts",
            Fault::RelayDelays { .. } => "relay-delays",
            Fault::RelayRollsBack { .. } => "relay-rolls-back",
            Fault::RelayEquivocates { .. } => "relay-equivocates",
            Fault::RelayLiesAboutTime { .. } => "relay-lies-about-time",
            Fault::RelayLiesTo { .. } => "relay-lies-to",
            Fault::RelayRefuses { .. } => "relay-refuses",
            Fault::RelayImpostor { .. } => "relay-impostor",
            Fault::RelayGarbles { .. } => "relay-garbles",
            Fault::Killed { .. } => "killed",
            Fault::CrashBeforePersist { .. } => "crash-before-persist",
            Fault::CrashAfterPersist { .. } => "crash-after-persist",
            Fault::CleanStop { .. } => "clean-stop",
            Fault::DiskFails { .. } => "disk-fails",
            Fault::DiskFull { .. } => "disk-full",
            Fault::RestoredSnapshot { .. } => "restored-snapshot",
            Fault::ClockJumps { .. } => "clock-jumps",
            Fault::ClockDrifts { .. } => "clock-drifts",
        }
    }
}

/// A fault with its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timed {
    /// When it begins, ms since the world began.
    pub at_ms: u64,
    /// How long it lasts, ms.
    pub lasts_ms: u64,
    /// What goes wrong.
    pub fault: Fault,
}
