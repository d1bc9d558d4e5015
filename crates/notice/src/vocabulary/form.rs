//! Words of the envelope: status, precedence, modality, legal character, release (notices.md 0, 4.1, 4.8).

codes! {
    /// ACTUAL, EXERCISE or TEST; printed equally often, each with its own shape.
    Status, STATUS, "status",
    { Actual = 0 "ACTUAL", Exercise = 1 "EXERCISE", Test = 2 "TEST" }
}

codes! {
    /// Every type of the catalogue, served by this version or not, and the charter form.
    NoticeType, NOTICE_TYPE, "type",
    {
        L1 = 1 "L1", L2 = 2 "L2", L3 = 3 "L3", L4 = 4 "L4", L5 = 5 "L5", L6 = 6 "L6",
        T1 = 11 "T1", T2 = 12 "T2", T3 = 13 "T3",
        A1 = 21 "A1", A2 = 22 "A2", A3 = 23 "A3", A4 = 24 "A4", A5 = 25 "A5", A6 = 26 "A6",
        E1 = 31 "E1", E2 = 32 "E2", E3 = 33 "E3", E4 = 34 "E4", E5 = 35 "E5",
        S1 = 41 "S1", S2 = 42 "S2", S3 = 43 "S3", S4 = 44 "S4", S5 = 45 "S5",
        C1 = 51 "C1", C2 = 52 "C2",
        P1 = 61 "P1", P2 = 62 "P2",
        Ch = 71 "CH",
    }
}

codes! {
    /// Speed, not importance: Z FLASH 10 min, O IMMEDIATE 30 min, P PRIORITY 3 h, R ROUTINE 6 h, D DEFERRED.
    Precedence, PRECEDENCE, "precedence",
    { Flash = 0 "Z", Immediate = 1 "O", Priority = 2 "P", Routine = 3 "R", Deferred = 4 "D" }
}

impl Precedence {
    /// Seconds in which a watch opens it; none for D.
    pub fn opened_within_s(self) -> Option<u64> {
        match self {
            Precedence::Flash => Some(10 * 60),
            Precedence::Immediate => Some(30 * 60),
            Precedence::Priority => Some(3 * 3600),
            Precedence::Routine => Some(6 * 3600),
            Precedence::Deferred => None,
        }
    }
}

codes! {
    /// Modality verbs, each with a fixed translation (notices.md 4.8).
    Modality, MODALITY, "modality",
    {
        Will = 1 "WILL", WillNot = 2 "WILL-NOT", Intends = 3 "INTENDS", May = 4 "MAY",
        DoesNotIntend = 5 "DOES-NOT-INTEND", Requests = 6 "REQUESTS", Demands = 7 "DEMANDS",
        Proposes = 8 "PROPOSES", Accepts = 9 "ACCEPTS", Rejects = 10 "REJECTS", Reserves = 11 "RESERVES",
        Notes = 12 "NOTES", Denies = 13 "DENIES", Regrets = 14 "REGRETS", Apologises = 15 "APOLOGISES",
    }
}

codes! {
    /// What the text binds, as its author declares it.
    LegalCharacter, LEGAL_CHARACTER, "legal-character",
    {
        Binding = 1 "BINDING", Political = 2 "POLITICAL", Unilateral = 3 "UNILATERAL",
        NonPaper = 4 "NON-PAPER", Hypothetical = 5 "HYPOTHETICAL",
    }
}

codes! {
    /// How a notice stands to another.
    Relation, RELATION, "relation",
    {
        Answers = 1 "ANSWERS", Amends = 2 "AMENDS", Corrects = 3 "CORRECTS", Cancels = 4 "CANCELS",
        Follows = 5 "FOLLOWS", Repeats = 6 "REPEATS",
    }
}

codes! {
    /// Authority of the office that released.
    AuthorityLevel, AUTHORITY_LEVEL, "authority",
    { Watch = 1 "WATCH", Senior = 2 "SENIOR", Principal = 3 "PRINCIPAL" }
}

codes! {
    /// Whether a stranger could be shown proof (TRANSFERABLE) or not (MUTUAL_ONLY).
    Attestation, ATTESTATION, "attestation",
    { Transferable = 1 "TRANSFERABLE", MutualOnly = 2 "MUTUAL_ONLY" }
}

codes! {
    /// What counts as an answer.
    AnswerKind, ANSWER_KIND, "answer",
    {
        ReadBack = 1 "READ-BACK", Answer = 2 "ANSWER", AnswerOrReply = 3 "ANSWER-OR-CLARIFICATION",
        Statement = 4 "STATEMENT",
    }
}

codes! {
    /// Interval and precision of a time (notices.md 4.3).
    TimePrecision, TIME_PRECISION, "time-precision",
    { Exact = 1 "EXACT", PartOfDay = 2 "PART-OF-DAY", Day = 3 "DAY", Week = 4 "WEEK", Month = 5 "MONTH" }
}

codes! {
    /// How well a place is known (notices.md 4.4).
    PlacePrecision, PLACE_PRECISION, "place-precision",
    {
        Exact = 1 "EXACT", Near = 2 "NEAR", District = 3 "DISTRICT", Province = 4 "PROVINCE",
        Region = 5 "REGION", Country = 6 "COUNTRY", SeaOrAir = 7 "SEA-OR-AIR",
    }
}

codes! {
    /// Kind of an annex, of an item of evidence and of a file behind a hash.
    AnnexKind, ANNEX_KIND, "annex",
    { List = 1 "LIST", Evidence = 2 "EVIDENCE", Identities = 3 "IDENTITIES", Text = 4 "TEXT" }
}

codes! {
    /// The explicit word for *no end*.
    StandingWord, STANDING_WORD, "standing",
    { Standing = 1 "STANDING" }
}

codes! {
    /// The queue class of a notice, all that the line knows of it (notices.md "Lane").
    Lane, LANE, "lane",
    {
        Floor = 0 "FLOOR", Flash = 1 "FLASH", Immediate = 2 "IMMEDIATE", Priority = 3 "PRIORITY",
        Routine = 4 "ROUTINE", Deferred = 5 "DEFERRED", Service = 6 "SERVICE", Annex = 7 "ANNEX",
    }
}
