//! Likelihood, sources and what an incident report counts (notices.md 4.5, E1).

codes! {
    /// ICD 203 row 1; the range in per cent is printed beside every term.
    Likelihood, LIKELIHOOD, "likelihood",
    {
        AlmostNoChance = 1 "ALMOST-NO-CHANCE", VeryUnlikely = 2 "VERY-UNLIKELY", Unlikely = 3 "UNLIKELY",
        RoughlyEven = 4 "ROUGHLY-EVEN-CHANCE", Likely = 5 "LIKELY", VeryLikely = 6 "VERY-LIKELY",
        AlmostCertain = 7 "ALMOST-CERTAIN",
    }
}

impl Likelihood {
    /// Lower and upper bound in per cent.
    pub fn range_pct(self) -> (u8, u8) {
        match self {
            Likelihood::AlmostNoChance => (1, 5),
            Likelihood::VeryUnlikely => (5, 20),
            Likelihood::Unlikely => (20, 45),
            Likelihood::RoughlyEven => (45, 55),
            Likelihood::Likely => (55, 80),
            Likelihood::VeryLikely => (80, 95),
            Likelihood::AlmostCertain => (95, 99),
        }
    }
}

codes! {
    /// Reliability of a source.
    Reliability, RELIABILITY, "reliability",
    { A = 1 "A", B = 2 "B", C = 3 "C", D = 4 "D", E = 5 "E", F = 6 "F" }
}

codes! {
    /// Credibility of what the source says.
    Credibility, CREDIBILITY, "credibility",
    { One = 1 "1", Two = 2 "2", Three = 3 "3", Four = 4 "4", Five = 5 "5", Six = 6 "6" }
}

codes! {
    /// Damage in bands.
    DamageBand, DAMAGE_BAND, "damage",
    { None = 0 "NO-DAMAGE", Light = 1 "LIGHT", Moderate = 2 "MODERATE", Heavy = 3 "HEAVY", Destroyed = 4 "DESTROYED" }
}

codes! {
    /// The explicit word for *known, not told*.
    WithheldWord, WITHHELD_WORD, "withheld",
    { Withheld = 1 "WITHHELD" }
}

codes! {
    /// Whose people or goods were hit.
    EffectOn, EFFECT_ON, "effect-on",
    { Own = 1 "OWN", Other = 2 "OTHER", Civil = 3 "CIVIL", Unknown = 4 "NOT-KNOWN" }
}

codes! {
    /// Kind of an item of evidence.
    EvidenceKind, EVIDENCE_KIND, "evidence",
    {
        Imagery = 1 "IMAGERY", RadarTrack = 2 "RADAR-TRACK", Debris = 3 "DEBRIS", Signals = 4 "SIGNALS",
        Acoustic = 5 "ACOUSTIC", Witness = 6 "WITNESS", OpenSource = 7 "OPEN-SOURCE", Record = 8 "RECORD",
        Report = 9 "REPORT",
    }
}

codes! {
    /// Who holds an item of evidence.
    Custody, CUSTODY, "custody",
    { Own = 1 "OWN", Shared = 2 "SHARED", ThirdParty = 3 "THIRD-PARTY", Public = 4 "PUBLIC" }
}

codes! {
    /// How far an item of evidence may go.
    ReleaseLevel, RELEASE_LEVEL, "release-level",
    { HashOnly = 1 "HASH-ONLY", OnRequest = 2 "ON-REQUEST", Released = 3 "RELEASED" }
}

codes! {
    /// Why something is withheld.
    WithheldReason, WITHHELD_REASON, "withheld-reason",
    { Nothing = 1 "NOTHING-WITHHELD", Sources = 2 "SOURCES", AimPoint = 3 "AIM-POINT", Persons = 4 "PERSONS", Ongoing = 5 "ONGOING" }
}

codes! {
    /// The explicit word for *it is not known who*.
    UnknownWord, UNKNOWN_WORD, "unknown",
    { Unknown = 1 "UNKNOWN" }
}
