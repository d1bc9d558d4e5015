//! Words of T2 and the S types: amendments, offers, steps, reports, disputes; enrichment and posture (notices.md 4.10, 4.11).

codes! {
    /// Verb of T2.
    AmendmentVerb, AMENDMENT_VERB, "amendment-verb",
    { Amend = 1 "AMEND", Suspend = 2 "SUSPEND", Withdraw = 3 "WITHDRAW", Reaffirm = 4 "REAFFIRM" }
}

codes! {
    /// Why a line is changed.
    AmendmentReason, AMENDMENT_REASON, "amendment-reason",
    { Review = 1 "REVIEW", Reciprocity = 2 "RECIPROCITY", Understanding = 3 "UNDERSTANDING", Correction = 4 "CORRECTION", Succession = 5 "SUCCESSION" }
}

codes! {
    /// What a step does.
    StepAct, STEP_ACT, "step-act",
    { NoIncreaseOfStock = 1 "NO-INCREASE-OF-STOCK", Downblend = 2 "DOWNBLEND", ShipOut = 3 "SHIP-OUT", CascadesStopped = 4 "CASCADES-STOPPED", VisitsGranted = 5 "VISITS-GRANTED", MonitoringRestored = 6 "MONITORING-RESTORED", NoNewDesignations = 7 "NO-NEW-DESIGNATIONS", NoNewSeizures = 8 "NO-NEW-SEIZURES", FlowCap = 9 "FLOW-CAP", Payment = 10 "PAYMENT", PersonsReleased = 11 "PERSONS-RELEASED", ForcesWithdrawn = 12 "FORCES-WITHDRAWN", FireHeld = 13 "FIRE-HELD", LicenceIssued = 14 "LICENCE-ISSUED" }
}

codes! {
    /// What a step is measured by.
    StepMeasure, STEP_MEASURE, "step-measure",
    { Stock = 1 "STOCK", Enrichment = 2 "ENRICHMENT", Production = 3 "PRODUCTION", SeparativeWork = 4 "SEPARATIVE-WORK", Cascades = 5 "CASCADES", Visits = 6 "VISITS", Designations = 7 "DESIGNATIONS", Seizures = 8 "SEIZURES", Flow = 9 "FLOW", Money = 10 "MONEY", Persons = 11 "PERSONS", Distance = 12 "DISTANCE" }
}

codes! {
    /// Stock by enrichment, wt% U-235.
    StockBand, STOCK_BAND, "stock-band",
    { To2Pct = 1 "TO-2-PCT", To5Pct = 2 "TO-5-PCT", To20Pct = 3 "TO-20-PCT", To60Pct = 4 "TO-60-PCT", Above60Pct = 5 "ABOVE-60-PCT" }
}

codes! {
    /// Chemical form of the uranium.
    UraniumForm, URANIUM_FORM, "uranium-form",
    { Uf6 = 1 "UF6", U3o8 = 2 "U3O8", Metal = 3 "METAL", InProcess = 4 "IN-PROCESS" }
}

codes! {
    /// Where a figure comes from.
    FigureSource, FIGURE_SOURCE, "figure-source",
    { Safeguards = 1 "SAFEGUARDS", Customs = 2 "CUSTOMS", Tracker = 3 "TRACKER", PartyWord = 4 "PARTY-WORD", Bank = 5 "BANK", Inspection = 6 "INSPECTION" }
}

codes! {
    /// How steps are paired.
    Pairing, PAIRING, "pairing",
    { Simultaneous = 1 "SIMULTANEOUS", Sequenced = 2 "SEQUENCED", Periodic = 3 "PERIODIC" }
}

codes! {
    /// What of another step makes a step owed.
    TriggerEvent, TRIGGER_EVENT, "trigger",
    { Started = 1 "STARTED", Declared = 2 "DECLARED", Verified = 3 "VERIFIED" }
}

codes! {
    /// What is said in public of a text.
    PublicLine, PUBLIC_LINE, "public-line",
    { None = 1 "NONE", ExistenceOnly = 2 "EXISTENCE-ONLY", ParallelStatements = 3 "PARALLEL-STATEMENTS", Published = 4 "PUBLISHED" }
}

codes! {
    /// What ends a text by itself.
    Lapse, LAPSE, "lapse",
    { OnLastPeriod = 1 "ON-LAST-PERIOD", OnRefutedUncured = 2 "ON-REFUTED-UNCURED", OnLadderEnd = 3 "ON-LADDER-END", OnDate = 4 "ON-DATE" }
}

codes! {
    /// Answer to an offer.
    ReplyAnswer, REPLY_ANSWER, "reply",
    { Accept = 1 "ACCEPT", Counter = 2 "COUNTER", Decline = 3 "DECLINE", Hold = 4 "HOLD" }
}

codes! {
    /// Where a clause stands.
    ClauseStatus, CLAUSE_STATUS, "clause-status",
    { Agreed = 1 "AGREED", Open = 2 "OPEN", Rejected = 3 "REJECTED" }
}

codes! {
    /// Verb of S3.
    StepVerb, STEP_VERB, "step-verb",
    { Started = 1 "STARTED", Done = 2 "DONE", Continuing = 3 "CONTINUING", LatePerforming = 4 "LATE-PERFORMING", Reversed = 5 "REVERSED" }
}

codes! {
    /// Why a step is late, paused or disputed.
    StepCause, STEP_CAUSE, "step-cause",
    { Technical = 1 "TECHNICAL", Access = 2 "ACCESS", PaymentBlocked = 3 "PAYMENT-BLOCKED", Weather = 4 "WEATHER", OtherSideLate = 5 "OTHER-SIDE-LATE", ContinuityLost = 6 "CONTINUITY-LOST", MeasureDisputed = 7 "MEASURE-DISPUTED", TermDisputed = 8 "TERM-DISPUTED", Cured = 9 "CURED", EndedByRule = 10 "ENDED-BY-RULE" }
}

codes! {
    /// Verdict of a verifier.
    Verdict, VERDICT, "verdict",
    { Verified = 1 "VERIFIED", NotVerified = 2 "NOT-VERIFIED", Unable = 3 "UNABLE" }
}

codes! {
    /// Why a verifier was unable.
    UnableReason, UNABLE_REASON, "unable",
    { Access = 1 "ACCESS", Equipment = 2 "EQUIPMENT", ContinuityLost = 3 "CONTINUITY-LOST" }
}

codes! {
    /// How it was verified.
    Method, METHOD, "method",
    { Inspection = 1 "INSPECTION", SealAndCamera = 2 "SEAL-AND-CAMERA", Sample = 3 "SAMPLE", BankConfirmation = 4 "BANK-CONFIRMATION", PublicList = 5 "PUBLIC-LIST", Imagery = 6 "IMAGERY", Visit = 7 "VISIT" }
}

codes! {
    /// Verb of S5.
    DisputeVerb, DISPUTE_VERB, "dispute-verb",
    { Dispute = 1 "DISPUTE", Pause = 2 "PAUSE", Resume = 3 "RESUME", End = 4 "END" }
}

codes! {
    /// Phase of an exchange of sealed texts.
    SealPhase, SEAL_PHASE, "seal-phase",
    { Commit = 1 "COMMIT", Reveal = 2 "REVEAL" }
}
