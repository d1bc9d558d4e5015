//! Words of E2 to E5: claims, ties, positions, undertakings, findings (notices.md section 4).

codes! {
    /// What the accused is taken to claim, and the challenge tests.
    Claim, CLAIM, "claim",
    { ActedAlone = 1 "ACTED-ALONE", NotSupplied = 2 "NOT-SUPPLIED", NotKnown = 3 "NOT-KNOWN" }
}

codes! {
    /// Kind of a tie between a party and an actor.
    Tie, TIE, "tie",
    { Command = 1 "COMMAND", Funds = 2 "FUNDS", Arms = 3 "ARMS", Training = 4 "TRAINING", Communications = 5 "COMMUNICATIONS", Basing = 6 "BASING" }
}

codes! {
    /// What a challenge asks.
    ControlQuestion, CONTROL_QUESTION, "control-question",
    { DoYouDirect = 1 "DO-YOU-DIRECT", DoYouSupply = 2 "DO-YOU-SUPPLY", CanYouStop = 3 "CAN-YOU-STOP", WillYouStop = 4 "WILL-YOU-STOP" }
}

codes! {
    /// Position of the accused.
    Position, POSITION, "position-of",
    { Directs = 1 "DIRECTS", Influences = 2 "INFLUENCES", NoControl = 3 "NO-CONTROL", NoKnowledge = 4 "NO-KNOWLEDGE", DisputesFacts = 5 "DISPUTES-FACTS", RogueElement = 6 "ROGUE-ELEMENT", NeedsTime = 7 "NEEDS-TIME" }
}

codes! {
    /// What the accused undertakes.
    Undertaking, UNDERTAKING, "undertaking",
    { WillRestrain = 1 "WILL-RESTRAIN", WillInvestigate = 2 "WILL-INVESTIGATE", WillNot = 3 "WILL-NOT", Cannot = 4 "CANNOT" }
}

codes! {
    /// From when a warning takes effect, said in words.
    AtNoticeWord, AT_NOTICE_WORD, "at-notice",
    { AtReadBackOrConstructiveNotice = 1 "AT-READ-BACK-OR-CONSTRUCTIVE-NOTICE" }
}

codes! {
    /// The explicit word for *no statement came in time*.
    NonAnswerWord, NON_ANSWER_WORD, "no-statement",
    { NonAnswer = 1 "NON-ANSWER" }
}

codes! {
    /// Confidence, apart from likelihood.
    Confidence, CONFIDENCE, "confidence",
    { Low = 1 "LOW", Moderate = 2 "MODERATE", High = 3 "HIGH" }
}

codes! {
    /// What a finding says of the claim.
    FindingStatus, FINDING_STATUS, "finding-status",
    { NoLongerAccepted = 1 "NO-LONGER-ACCEPTED", Partial = 2 "PARTIAL", Restored = 3 "RESTORED" }
}

codes! {
    /// How a finding can end.
    RouteBack, ROUTE_BACK, "route-back",
    { QuietByClock = 1 "QUIET-BY-CLOCK", UndertakingKept = 2 "UNDERTAKING-KEPT", ByAuthorOnly = 3 "BY-AUTHOR-ONLY" }
}
