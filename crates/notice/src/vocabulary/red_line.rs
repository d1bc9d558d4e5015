//! Words of the T types: interest, place, magnitude, exclusions, consequence, crossing (notices.md T1, T3).

codes! {
    /// What a line protects, first half of the sentence of T1 B.
    Interest, INTEREST, "interest",
    {
        Forces = 1 "FORCES", Territory = 2 "TERRITORY", Population = 3 "POPULATION", Shipping = 4 "SHIPPING",
        Aviation = 5 "AVIATION", NuclearSafety = 6 "NUCLEAR-SAFETY", NonProliferation = 7 "NON-PROLIFERATION",
        Infrastructure = 8 "INFRASTRUCTURE", Nationals = 9 "NATIONALS", Coast = 10 "COAST", Advisers = 11 "ADVISERS",
    }
}

codes! {
    /// The word for *no place named*.
    AnywhereWord, ANYWHERE_WORD, "anywhere",
    { Anywhere = 1 "ANYWHERE" }
}

codes! {
    /// The word for *whatever the magnitude*.
    AnyWord, ANY_WORD, "any",
    { Any = 1 "ANY" }
}

codes! {
    /// What is measured by a magnitude.
    Measure, MEASURE, "measure",
    {
        Fatalities = 1 "FATALITIES", Injured = 2 "INJURED", Weapons = 3 "WEAPONS", Vessels = 4 "VESSELS",
        Aircraft = 5 "AIRCRAFT", Persons = 6 "PERSONS", EnrichedMass = 7 "ENRICHED-MASS", Enrichment = 8 "ENRICHMENT",
        Money = 9 "MONEY", Displacement = 10 "DISPLACEMENT",
    }
}

codes! {
    /// How a measured value is compared with the declared one.
    Comparator, COMPARATOR, "comparator",
    { AtLeast = 1 "AT-LEAST", MoreThan = 2 "MORE-THAN", AtMost = 3 "AT-MOST", LessThan = 4 "LESS-THAN" }
}

codes! {
    /// What never counts as a crossing.
    Exclusion, EXCLUSION, "exclusion",
    {
        Accident = 1 "ACCIDENT-WITHIN", Medical = 2 "MEDICAL", ForceMajeure = 3 "FORCE-MAJEURE",
        LawEnforcement = 4 "LAW-ENFORCEMENT", Distress = 5 "DISTRESS", ParticlesAndHoldUp = 6 "PARTICLES-AND-HOLD-UP",
    }
}

codes! {
    /// Kind of a detector or feed.
    DetectorKind, DETECTOR_KIND, "detector",
    {
        OwnSensors = 1 "OWN-SENSORS", OwnReports = 2 "OWN-REPORTS", Ais = 3 "AIS", Radar = 4 "RADAR",
        Imagery = 5 "IMAGERY", PublicReport = 6 "PUBLIC-REPORT", PublicEventData = 7 "PUBLIC-EVENT-DATA",
        OtherSideReport = 8 "OTHER-SIDE-REPORT", Station = 9 "STATION",
    }
}

codes! {
    /// What the author says may follow a crossing.
    Consequence, CONSEQUENCE, "consequence",
    {
        Unspecified = 1 "UNSPECIFIED", Reserved = 2 "RESERVED", Diplomatic = 3 "DIPLOMATIC", Economic = 4 "ECONOMIC",
        KineticLimited = 5 "KINETIC-LIMITED", KineticUnlimited = 6 "KINETIC-UNLIMITED",
    }
}

codes! {
    /// What silence about acts below the line means.
    BelowLine, BELOW_LINE, "below-line",
    { NotConsent = 1 "NOT-CONSENT", Tolerated = 2 "TOLERATED", NoStatement = 3 "NO-STATEMENT" }
}

codes! {
    /// Verb of T3.
    CrossingVerb, CROSSING_VERB, "crossing-verb",
    { Notify = 1 "NOTIFY", Answer = 2 "ANSWER", Close = 3 "CLOSE" }
}

codes! {
    /// Answer to a NOTIFY.
    CrossingAnswer, CROSSING_ANSWER, "crossing-answer",
    { Admitted = 1 "ADMITTED", Disputed = 2 "DISPUTED", Excused = 3 "EXCUSED", Regrets = 4 "REGRETS" }
}

codes! {
    /// Why its owner closes a crossing.
    CloseReason, CLOSE_REASON, "close-reason",
    { DealtWith = 1 "DEALT-WITH", Withdrawn = 2 "WITHDRAWN", Error = 3 "ERROR", Settled = 4 "SETTLED" }
}

codes! {
    /// What a NOTIFY says of the event.
    CrossingCharacter, CROSSING_CHARACTER, "crossing-character",
    { Crossed = 1 "CROSSED", Near = 2 "NEAR", DisputedOwn = 3 "DISPUTED-OWN" }
}

codes! {
    /// What a NOTIFY asks.
    Asked, ASKED, "asked",
    { Explain = 1 "EXPLAIN", Cease = 2 "CEASE", Withdraw = 3 "WITHDRAW", None = 4 "NONE" }
}

codes! {
    /// Clauses of T1 that a rule trace names.
    Clause, CLAUSE, "clause",
    {
        Act = 1 "ACT", Actor = 2 "ACTOR", Place = 3 "PLACE", Magnitude = 4 "MAGNITUDE", Count = 5 "COUNT",
        Period = 6 "PERIOD", Exclusion = 7 "EXCLUSION", Detection = 8 "DETECTION",
    }
}
