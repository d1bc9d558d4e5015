//! Words of the C types: carve-outs and exchanges of persons (notices.md section 6, 4.11).

codes! {
    /// Verb of C1.
    CarveOutVerb, CARVE_OUT_VERB, "carve-out-verb",
    { Open = 1 "OPEN", License = 2 "LICENSE", Tranche = 3 "TRANCHE", Confirm = 4 "CONFIRM", Audit = 5 "AUDIT", Close = 6 "CLOSE" }
}

codes! {
    /// What a carve-out lets pass.
    GoodsPurpose, GOODS_PURPOSE, "goods",
    { Medicine = 1 "MEDICINE", MedicalDevices = 2 "MEDICAL-DEVICES", Food = 3 "FOOD", AgriculturalGoods = 4 "AGRICULTURAL-GOODS", HumanitarianAid = 5 "HUMANITARIAN-AID", SafetyOfFlight = 6 "SAFETY-OF-FLIGHT", CivilAviationParts = 7 "CIVIL-AVIATION-PARTS", Communications = 8 "COMMUNICATIONS" }
}

codes! {
    /// Instrument of a carve-out.
    Instrument, INSTRUMENT, "instrument",
    { Licence = 1 "LICENCE", ComfortLetter = 2 "COMFORT-LETTER", RestrictedAccount = 3 "RESTRICTED-ACCOUNT", EnhancedDueDiligence = 4 "ENHANCED-DUE-DILIGENCE" }
}

codes! {
    /// A check that a tranche has passed.
    TrancheCheck, TRANCHE_CHECK, "tranche-check",
    { Purpose = 1 "PURPOSE", EndUser = 2 "END-USER", Bank = 3 "BANK", EnhancedDueDiligence = 4 "ENHANCED-DUE-DILIGENCE", Licence = 5 "LICENCE" }
}

codes! {
    /// Verb of C2.
    ExchangeVerb, EXCHANGE_VERB, "exchange-verb",
    { List = 1 "LIST", Met = 2 "MET", InPosition = 3 "IN-POSITION", Go = 4 "GO", Released = 5 "RELEASED", Receipt = 6 "RECEIPT", Abort = 7 "ABORT" }
}

codes! {
    /// Status of a person.
    PersonStatus, PERSON_STATUS, "person-status",
    { Held = 1 "HELD", House = 2 "HOUSE", Transferred = 3 "TRANSFERRED", AtPoint = 4 "AT-POINT", Released = 5 "RELEASED", DeclinesReturn = 6 "DECLINES-RETURN" }
}

codes! {
    /// Health of a person, as far as it bears on the move.
    Health, HEALTH, "health",
    { Fit = 1 "FIT", NeedsCare = 2 "NEEDS-CARE", Stretcher = 3 "STRETCHER" }
}

codes! {
    /// What must be met before a group moves.
    Precondition, PRECONDITION, "precondition",
    { AccountConfirmed = 1 "ACCOUNT-CONFIRMED", DocumentsReady = 2 "DOCUMENTS-READY", MedicalCleared = 3 "MEDICAL-CLEARED", FlightCleared = 4 "FLIGHT-CLEARED", ListAgreed = 5 "LIST-AGREED" }
}

codes! {
    /// When a group is called off.
    AbortRule, ABORT_RULE, "abort-rule",
    { CountWrong = 1 "COUNT-WRONG", IdentityDoubted = 2 "IDENTITY-DOUBTED", OtherSideNotInPosition = 3 "OTHER-SIDE-NOT-IN-POSITION", Weather = 4 "WEATHER", PublicLeak = 5 "PUBLIC-LEAK" }
}

codes! {
    /// Where a move waits.
    HoldPoint, HOLD_POINT, "hold-point",
    { BeforeTakeOff = 1 "BEFORE-TAKE-OFF", AtPoint = 2 "AT-POINT", BeforeCrossing = 3 "BEFORE-CROSSING" }
}
