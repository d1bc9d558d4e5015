//! Words of the P types: what is said in public, and leaks (notices.md section 7).

codes! {
    /// A public act.
    PublicAct, PUBLIC_ACT, "public-act",
    { Speech = 1 "SPEECH", SanctionDesignation = 2 "SANCTION-DESIGNATION", Exercise = 3 "EXERCISE", Legislation = 4 "LEGISLATION", LeakResponse = 5 "LEAK-RESPONSE" }
}

codes! {
    /// What is asked of the addressee about it.
    PublicAsk, PUBLIC_ASK, "public-ask",
    { Ignore = 1 "IGNORE", MutedReply = 2 "MUTED-REPLY", NoReplyNeeded = 3 "NO-REPLY-NEEDED" }
}

codes! {
    /// Whether a leak is suspected or confirmed.
    LeakState, LEAK_STATE, "leak",
    { Suspected = 1 "SUSPECTED", Confirmed = 2 "CONFIRMED" }
}

codes! {
    /// A line toward the public.
    LeakLine, LEAK_LINE, "leak-line",
    { NoComment = 1 "NO-COMMENT", DenyCategory = 2 "DENY-CATEGORY", ConfirmChannelOnly = 3 "CONFIRM-CHANNEL-ONLY", ReferToIntermediary = 4 "REFER-TO-INTERMEDIARY" }
}

codes! {
    /// What is done after a leak.
    LeakMeasure, LEAK_MEASURE, "leak-measure",
    { RotateKeys = 1 "ROTATE-KEYS", ShrinkRoster = 2 "SHRINK-ROSTER", ChangeCover = 3 "CHANGE-COVER", QuietUntil = 4 "QUIET-UNTIL" }
}
