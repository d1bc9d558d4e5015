//! Words of the charter form (notices.md section 9).

codes! {
    /// Role of a member.
    Role, ROLE, "role",
    { Principal = 1 "PRINCIPAL", Intermediary = 2 "INTERMEDIARY", Verifier = 3 "VERIFIER", Guarantor = 4 "GUARANTOR", Observer = 5 "OBSERVER" }
}

codes! {
    /// How a member takes part in the change of epochs.
    Tempo, TEMPO, "tempo",
    { Voting = 1 "VOTING", Following = 2 "FOLLOWING", Silent = 3 "SILENT" }
}

codes! {
    /// How the line of a charter ends.
    Ending, ENDING, "ending",
    { AnyMember = 1 "BY-ANY-MEMBER", AllPrincipals = 2 "BY-ALL-PRINCIPALS", OnDate = 3 "ON-DATE" }
}

codes! {
    /// What a line is for, part of charter A.
    Purpose, PURPOSE, "purpose",
    {
        Maritime = 1 "MARITIME", Affiliates = 2 "AFFILIATES", NuclearThresholds = 3 "NUCLEAR-THRESHOLDS",
        NuclearSteps = 4 "NUCLEAR-STEPS", Humanitarian = 5 "HUMANITARIAN", Ceasefire = 6 "CEASEFIRE",
        CoastGuard = 7 "COAST-GUARD", General = 8 "GENERAL",
    }
}
