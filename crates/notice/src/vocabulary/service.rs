//! Words of the L types and the marks (notices.md section 1, 4.2, 4.12).

codes! {
    /// Marks: each set at most once an addressee, never implied by another.
    Mark, MARK, "mark",
    {
        K0 = 0 "K0", K1 = 1 "K1", K2 = 2 "K2", K3 = 3 "K3", K4 = 4 "K4", K5 = 5 "K5", K6 = 6 "K6", K7 = 7 "K7",
        N1 = 11 "N1", N2 = 12 "N2", N3 = 13 "N3", N4 = 14 "N4", N5 = 15 "N5",
    }
}

codes! {
    /// The marks an officer makes by L2, and no other.
    OfficerMark, OFFICER_MARK, "officer-mark",
    { K2 = 2 "K2", K4 = 4 "K4", K5 = 5 "K5", K6 = 6 "K6", N2 = 12 "N2", N3 = 13 "N3" }
}

codes! {
    /// How far down a notice was passed.
    Onward, ONWARD, "onward",
    { National = 1 "NATIONAL", Regional = 2 "REGIONAL", Local = 3 "LOCAL" }
}

codes! {
    /// Verb of L4.
    ClarificationVerb, CLARIFICATION_VERB, "clarification-verb",
    { Ask = 1 "ASK", Answer = 2 "ANSWER", Observed = 3 "OBSERVED" }
}

codes! {
    /// What L4 asks for.
    Question, QUESTION, "question",
    {
        WhichPlace = 1 "WHICH-PLACE", WhichActor = 2 "WHICH-ACTOR", When = 3 "WHEN", HowMany = 4 "HOW-MANY",
        WhatTerm = 5 "WHAT-TERM", Intent = 6 "INTENT", Authority = 7 "AUTHORITY", Other = 8 "OTHER",
    }
}

codes! {
    /// Verb of L5.
    CorrectionVerb, CORRECTION_VERB, "correction-verb",
    { Correct = 1 "CORRECT", Cancel = 2 "CANCEL", Confirm = 3 "CONFIRM" }
}

codes! {
    /// Cause of L5.
    CorrectionCause, CORRECTION_CAUSE, "correction-cause",
    {
        Typo = 1 "TYPO", WrongAddressee = 2 "WRONG-ADDRESSEE", ExerciseSentAsReal = 3 "EXERCISE-SENT-AS-REAL",
        Compromise = 4 "COMPROMISE", Superseded = 5 "SUPERSEDED",
    }
}

codes! {
    /// Verb of L6.
    StationVerb, STATION_VERB, "station-verb",
    {
        Handover = 1 "HANDOVER", Roster = 2 "ROSTER", PlannedOutage = 3 "PLANNED-OUTAGE",
        SilenceDeclared = 4 "SILENCE-DECLARED", Suspend = 5 "SUSPEND", Resume = 6 "RESUME", Tempo = 7 "TEMPO",
        Meeting = 8 "MEETING", Succession = 9 "SUCCESSION",
    }
}

codes! {
    /// Classes of notices that SUSPEND may name; L is the floor with A5, A6.
    SuspensionClass, SUSPENSION_CLASS, "class",
    { T = 1 "T", A = 2 "A", E = 3 "E", S = 4 "S", C = 5 "C", P = 6 "P", Floor = 7 "FLOOR" }
}

codes! {
    /// Languages of a watch and of the shipped packs.
    Language, LANGUAGE, "language",
    { English = 1 "EN", Persian = 2 "FA", French = 3 "FR", Arabic = 4 "AR" }
}

codes! {
    /// Verdict on one item of a succession's review list.
    Review, REVIEW, "review",
    { Affirm = 1 "AFFIRM", Suspend = 2 "SUSPEND", Disown = 3 "DISOWN" }
}
