//! How an actor set is described and by which standard of control (notices.md 4.6).

codes! {
    /// Relation of the acting forces to the party they are attributed to.
    ActorRelation, ACTOR_RELATION, "relation-of-forces",
    {
        Named = 1 "NAMED", ForcesOf = 2 "FORCES-OF", OrganisedEquippedBy = 3 "ORGANISED-EQUIPPED-BY",
        DirectedBy = 4 "DIRECTED-BY", Any = 5 "ANYONE",
    }
}

codes! {
    /// Legal or political standard by which acts are held to a party; each party declares its own.
    Standard, STANDARD, "standard",
    {
        InstructionsOrDirection = 1 "INSTRUCTIONS-OR-DIRECTION", EffectiveControl = 2 "EFFECTIVE-CONTROL",
        CompleteDependence = 3 "COMPLETE-DEPENDENCE", Adoption = 4 "ADOPTION",
        OverallControl = 5 "OVERALL-CONTROL", AidOrAssistance = 6 "AID-OR-ASSISTANCE",
        DueDiligence = 7 "DUE-DILIGENCE", HarbouringAndSupport = 8 "HARBOURING-AND-SUPPORT",
        UnableOrUnwilling = 9 "UNABLE-OR-UNWILLING", Policy = 10 "POLICY", NoneClaimed = 11 "NONE-CLAIMED",
    }
}
