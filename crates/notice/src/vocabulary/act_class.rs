//! Act classes: a tree of two levels whose leaves are what a clause may name (notices.md 4.7).

codes! {
    /// A leaf of the tree of acts.
    ActClass, ACT_CLASS, "act",
    {
        RocketMortar = 1 "ROCKET-MORTAR", MissileBallistic = 2 "MISSILE-BALLISTIC",
        MissileCruise = 3 "MISSILE-CRUISE", OneWayDrone = 4 "ONE-WAY-DRONE", AirStrike = 5 "AIR-STRIKE",
        SmallArms = 6 "SMALL-ARMS", MineIed = 7 "MINE-IED", BoardingSeizure = 8 "BOARDING-SEIZURE",
        HarassmentAtSea = 9 "HARASSMENT-AT-SEA", EntryOfWarships = 10 "ENTRY-OF-WARSHIPS",
        HeavyWeaponsInZone = 11 "HEAVY-WEAPONS-IN-ZONE", FishingInZone = 12 "FISHING-IN-ZONE",
        GnssRadarInterference = 13 "GNSS-RADAR-INTERFERENCE", CyberIntrusion = 14 "CYBER-INTRUSION",
        CyberEffect = 15 "CYBER-EFFECT", Sabotage = 16 "SABOTAGE", Assassination = 17 "ASSASSINATION",
        Detention = 18 "DETENTION", EnrichmentAbove = 19 "ENRICHMENT-ABOVE",
        StockpileAbove = 20 "STOCKPILE-ABOVE", MonitoringRemoved = 21 "MONITORING-REMOVED",
        TransferOfArms = 22 "TRANSFER-OF-ARMS", SanctionDesignation = 23 "SANCTION-DESIGNATION",
        CargoInterdiction = 24 "CARGO-INTERDICTION",
    }
}

/// An inner node of the tree; a clause names leaves only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActGroup {
    /// Fire from a distance: rockets, missiles, drones, air strikes.
    Fires,
    /// Fighting at close range and explosives laid.
    Ground,
    /// Acts at sea.
    Sea,
    /// What is in a zone that should not be.
    Zone,
    /// Signals and computers.
    Electronic,
    /// Covert violence and detention.
    Covert,
    /// Enrichment, stock and monitoring.
    Nuclear,
    /// Trade, arms and sanctions.
    Economic,
}

impl ActClass {
    /// The inner node above this leaf.
    pub fn group(self) -> ActGroup {
        use ActClass::*;
        match self {
            RocketMortar | MissileBallistic | MissileCruise | OneWayDrone | AirStrike => ActGroup::Fires,
            SmallArms | MineIed => ActGroup::Ground,
            BoardingSeizure | HarassmentAtSea | EntryOfWarships => ActGroup::Sea,
            HeavyWeaponsInZone | FishingInZone => ActGroup::Zone,
            GnssRadarInterference | CyberIntrusion | CyberEffect => ActGroup::Electronic,
            Sabotage | Assassination | Detention => ActGroup::Covert,
            EnrichmentAbove | StockpileAbove | MonitoringRemoved => ActGroup::Nuclear,
            TransferOfArms | SanctionDesignation | CargoInterdiction => ActGroup::Economic,
        }
    }

    /// Leaves that are easily taken for this one, itself left out: the near neighbours of a read-back.
    pub fn neighbours(self) -> impl Iterator<Item = ActClass> {
        let group = self.group();
        Self::ALL.iter().copied().filter(move |other| other.group() == group && *other != self)
    }
}
