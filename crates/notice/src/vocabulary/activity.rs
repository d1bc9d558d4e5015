//! Words of the A types: activities, postures, limits, responses, hazards, sites (notices.md section 3).

codes! {
    /// Verb of A1.
    ActivityVerb, ACTIVITY_VERB, "activity-verb",
    { Announced = 1 "ANNOUNCED", Changed = 2 "CHANGED", Concluded = 3 "CONCLUDED" }
}

codes! {
    /// Kind of an activity.
    ActivityKind, ACTIVITY_KIND, "activity",
    { Exercise = 1 "EXERCISE", FlightTest = 2 "FLIGHT-TEST", Deployment = 3 "DEPLOYMENT", Transit = 4 "TRANSIT", Patrol = 5 "PATROL", SortieBlock = 6 "SORTIE-BLOCK", SpaceLaunch = 7 "SPACE-LAUNCH", CyberTest = 8 "CYBER-TEST" }
}

codes! {
    /// Why it is done, as its author says.
    ActivityPurpose, ACTIVITY_PURPOSE, "activity-purpose",
    { Training = 1 "TRAINING", Rotation = 2 "ROTATION", Escort = 3 "ESCORT", Surveillance = 4 "SURVEILLANCE", Test = 5 "TEST", Launch = 6 "LAUNCH", Passage = 7 "PASSAGE", Defence = 8 "DEFENCE" }
}

codes! {
    /// The explicit words for *no warning to civil traffic is issued* and *it is being requested* (A5 only).
    CivilWord, CIVIL_WORD, "civil",
    { NoneWillBeIssued = 1 "NONE-WILL-BE-ISSUED", BeingRequested = 2 "BEING-REQUESTED" }
}

codes! {
    /// Whether the host state of the area has been told.
    HostState, HOST_STATE, "host-state",
    { Told = 1 "TOLD", NotTold = 2 "NOT-TOLD", NotStated = 3 "NOT-STATED" }
}

codes! {
    /// Legal basis claimed; a claim, not judged.
    LegalBasis, LEGAL_BASIS, "legal-basis",
    { SelfDefence = 1 "SELF-DEFENCE", ConsentOfHost = 2 "CONSENT-OF-HOST", Other = 3 "OTHER", NotStated = 4 "NOT-STATED" }
}

codes! {
    /// A posture that can be checked from outside.
    Posture, POSTURE, "posture",
    { WeaponsStatus = 1 "WEAPONS-STATUS", NoCloserThan = 2 "NO-CLOSER-THAN", NoMinelaying = 3 "NO-MINELAYING", Emissions = 4 "EMISSIONS", TypesAbsent = 5 "TYPES-ABSENT" }
}

codes! {
    /// Weapons control status.
    WeaponsStatus, WEAPONS_STATUS, "weapons-status",
    { WeaponsHold = 1 "WEAPONS-HOLD", WeaponsTight = 2 "WEAPONS-TIGHT", WeaponsFree = 3 "WEAPONS-FREE" }
}

codes! {
    /// State of radars and radios.
    Emissions, EMISSIONS, "emissions",
    { NavigationOnly = 1 "NAVIGATION-ONLY", SearchOnly = 2 "SEARCH-ONLY", Silent = 3 "SILENT" }
}

codes! {
    /// What would show that a posture is not kept.
    Observable, OBSERVABLE, "observable",
    { AnyUnitNearer = 1 "ANY-UNIT-NEARER", WeaponsReleased = 2 "WEAPONS-RELEASED", MinesLaid = 3 "MINES-LAID", FireControlRadar = 4 "FIRE-CONTROL-RADAR", TypePresent = 5 "TYPE-PRESENT" }
}

codes! {
    /// Classes that a strike leaves out.
    ExcludedClass, EXCLUDED_CLASS, "excluded-class",
    { Leadership = 1 "LEADERSHIP", NuclearFacility = 2 "NUCLEAR-FACILITY", EnergyExport = 3 "ENERGY-EXPORT", Population = 4 "POPULATION", CommandAndControl = 5 "COMMAND-AND-CONTROL", ThirdCountryTerritory = 6 "THIRD-COUNTRY-TERRITORY", NamedAreas = 7 "NAMED-AREAS" }
}

codes! {
    /// While what a self-limit holds.
    LimitCondition, LIMIT_CONDITION, "limit-condition",
    { NoAttackOnOwnForces = 1 "NO-ATTACK-ON-OWN-FORCES", NoAttackOnOwnTerritory = 2 "NO-ATTACK-ON-OWN-TERRITORY", LikeLimitsOfAddressee = 3 "LIKE-LIMITS-OF-ADDRESSEE", Unconditional = 4 "UNCONDITIONAL" }
}

codes! {
    /// Verb of A4.
    ResponseVerb, RESPONSE_VERB, "response-verb",
    { Pending = 1 "PENDING", Postponed = 2 "POSTPONED", Changed = 3 "CHANGED", StoodDown = 4 "STOOD-DOWN", Concluded = 5 "CONCLUDED" }
}

codes! {
    /// Whether a response ends the matter.
    Finality, FINALITY, "finality",
    { ConcludesMatter = 1 "CONCLUDES-MATTER", Reserves = 2 "RESERVES", Part = 3 "PART" }
}

codes! {
    /// The explicit word for *no time is told*.
    UnspecifiedWord, UNSPECIFIED_WORD, "unspecified",
    { Unspecified = 1 "UNSPECIFIED" }
}

codes! {
    /// What is aimed at.
    TargetClass, TARGET_CLASS, "target-class",
    { LaunchEquipment = 1 "LAUNCH-EQUIPMENT", Storage = 2 "STORAGE", AirDefence = 3 "AIR-DEFENCE", Airfield = 4 "AIRFIELD", NavalUnit = 5 "NAVAL-UNIT", GroundUnit = 6 "GROUND-UNIT", CommandPost = 7 "COMMAND-POST", Production = 8 "PRODUCTION", CyberAsset = 9 "CYBER-ASSET", WarningShot = 10 "WARNING-SHOT" }
}

codes! {
    /// What those below are advised to do.
    Advice, ADVICE, "advice",
    { Shelter = 1 "SHELTER", ClearAirspace = 2 "CLEAR-AIRSPACE", ClearSeaArea = 3 "CLEAR-SEA-AREA", Evacuate = 4 "EVACUATE", NoneNeeded = 5 "NONE-NEEDED" }
}

codes! {
    /// The explicit word for *nothing stops it*.
    NoOffRampWord, NO_OFF_RAMP_WORD, "no-off-ramp",
    { NoOffRamp = 1 "NO-OFF-RAMP" }
}

codes! {
    /// What stops a response.
    OffRampAct, OFF_RAMP_ACT, "off-ramp",
    { E3WillRestrain = 1 "E3-WILL-RESTRAIN", T3Admitted = 2 "T3-ADMITTED", PersonsReleased = 3 "PERSONS-RELEASED", ForcesWithdrawn = 4 "FORCES-WITHDRAWN" }
}

codes! {
    /// Why a response was stood down.
    StandDownCause, STAND_DOWN_CAUSE, "stand-down-cause",
    { OffRampTaken = 1 "OFF-RAMP-TAKEN", NewFacts = 2 "NEW-FACTS", Mediation = 3 "MEDIATION", Other = 4 "OTHER" }
}

codes! {
    /// Verb of A5.
    HazardVerb, HAZARD_VERB, "hazard-verb",
    { OwnAccident = 1 "OWN-ACCIDENT", UnexplainedLaunch = 2 "UNEXPLAINED-LAUNCH", LossOfControl = 3 "LOSS-OF-CONTROL", ThirdPartyThreat = 4 "THIRD-PARTY-THREAT", SafetyHazard = 5 "SAFETY-HAZARD", Update = 6 "UPDATE", AllClear = 7 "ALL-CLEAR" }
}

codes! {
    /// Whether what went astray is armed.
    Armed, ARMED, "armed",
    { Unknown = 1 "UNKNOWN", No = 2 "NO", Conventional = 3 "CONVENTIONAL", Other = 4 "OTHER" }
}

codes! {
    /// What the author is doing about it.
    Doing, DOING, "doing",
    { Tracking = 1 "TRACKING", Searching = 2 "SEARCHING", Destructing = 3 "DESTRUCTING", Recovering = 4 "RECOVERING", WarningTraffic = 5 "WARNING-TRAFFIC", NothingPossible = 6 "NOTHING-POSSIBLE", Finished = 7 "FINISHED" }
}

codes! {
    /// What is asked of the addressee.
    HazardAsk, HAZARD_ASK, "hazard-ask",
    { KeepClear = 1 "KEEP-CLEAR", DoNotEngage = 2 "DO-NOT-ENGAGE", HelpSearch = 3 "HELP-SEARCH", TellWhatYouSee = 4 "TELL-WHAT-YOU-SEE", Nothing = 5 "NOTHING" }
}

codes! {
    /// Verb of A6.
    SiteVerb, SITE_VERB, "site-verb",
    { Add = 1 "ADD", Update = 2 "UPDATE", Reconfirm = 3 "RECONFIRM", Remove = 4 "REMOVE" }
}

codes! {
    /// Kind of a protected site or movement.
    SiteKind, SITE_KIND, "site",
    { Medical = 1 "MEDICAL", AidStore = 2 "AID-STORE", Water = 3 "WATER", School = 4 "SCHOOL", Office = 5 "OFFICE", Convoy = 6 "CONVOY", Evacuation = 7 "EVACUATION", Vessel = 8 "VESSEL", NuclearSafety = 9 "NUCLEAR-SAFETY" }
}

codes! {
    /// How it can be recognised.
    Recognisable, RECOGNISABLE, "recognisable",
    { Day = 1 "DAY", Night = 2 "NIGHT", Thermal = 3 "THERMAL", Transponder = 4 "TRANSPONDER" }
}

codes! {
    /// Who has seen that it is what it is said to be.
    VerifiedBy, VERIFIED_BY, "verified-by",
    { ByItself = 1 "SELF", Partner = 2 "PARTNER", Imagery = 3 "IMAGERY", Visit = 4 "VISIT" }
}
