//! M5 by the rows of the shipped case, and its corners: pairing, lateness, disputes, lapse rules.

use crate::script::*;
use notice::vocabulary::{NoticeType, Relation};
use notice::{Code8, Draft, Number, Value};
use standing::package_state::PackageState;
use standing::understandings::Understanding;

const DAY: i64 = 24 * HOUR;

/// A package of two sides as rows 14 to 60 have it; `lapse` and pairing as given.
fn offer(pairing: &str, lapse: &str) -> Draft {
    let text = format!(
        r#"type = "S1"
[envelope]
status = "EXERCISE"
precedence = "R"
from = "IR/SENIOR"
to = ["US/WATCH"]
info = ["VER/REPORTS", "CH/DESK"]
basis = "CHARTER A(b)"
modality = "PROPOSES"
legal-character = "POLITICAL"
expires = "STANDING"
attestation = "MUTUAL_ONLY"
[content]
A = {{ id = "LFL1", version = 1 }}
E = "NONE"
H = [{lapse}]
[[content.B]]
id = "IR1"
actor = "IR"
acts = ["NO-INCREASE-OF-STOCK"]
metrics = [{{ measure = "STOCK", band = "TO-60-PCT", comparator = "AT-MOST", value = "142.1 kgU" }}]
by = "2027-08-19T06:00:01Z"
lasts = "30 d"
every = "10 d"
evidence = "SEAL-AND-CAMERA"
reversible-in = "24 h"
verifier = "VER/REPORTS"
[[content.C]]
id = "US1"
actor = "US"
acts = ["NO-NEW-DESIGNATIONS"]
metrics = [{{ measure = "DESIGNATIONS", comparator = "AT-MOST", value = "0" }}]
by = "2027-09-12T06:00:01Z"
evidence = "PUBLIC-LIST"
reversible-in = "0 s"
verifier = "CH/DESK"
[[content.C]]
id = "US2"
actor = "US"
acts = ["PAYMENT"]
metrics = [{{ measure = "MONEY", comparator = "AT-LEAST", value = "10000000 EUR" }}]
by = "2027-08-20T12:00:00Z"
evidence = "BANK-CONFIRMATION"
reversible-in = "0 s"
verifier = "CH/DESK"
[[content.C]]
id = "US3"
actor = "US"
acts = ["PAYMENT"]
metrics = [{{ measure = "MONEY", comparator = "AT-LEAST", value = "10000000 EUR" }}]
by = "2027-08-20T12:00:00Z"
evidence = "BANK-CONFIRMATION"
reversible-in = "0 s"
verifier = "CH/DESK"
[content.D]
{pairing}
triggers = [
  {{ step = "US2", after = "VERIFIED", of = "IR1", times = 1, within = "72 h" }},
  {{ step = "US3", after = "VERIFIED", of = "IR1", times = 2, within = "72 h" }},
]
"#
    );
    notice::file::draft_from_toml(&text).expect("a draft")
}

fn sequenced() -> Draft {
    offer("pairing = \"SEQUENCED\"", "\"ON-LAST-PERIOD\", \"ON-LADDER-END\"")
}

fn code(text: &str) -> Value {
    Value::Code(Code8::parse(text).expect("a code"))
}

fn step(kind: NoticeType, by: &str, step: &str, period: u32, word: &'static str) -> Draft {
    let mut it = draft(kind, by, if by == "US" { "IR" } else { "US" });
    put(&mut it, &["A", "package"], code("LFL1"));
    put(&mut it, &["A", "step"], code(step));
    put(&mut it, &["A", "period"], Value::Count(period));
    let verb = if kind == NoticeType::S3 { "verb" } else { "verdict" };
    put(&mut it, &["B", verb], Value::Word(word));
    if kind == NoticeType::S4 {
        let station = if by == "VER" { "VER/REPORTS" } else { "CH/DESK" };
        it.envelope.from = notice::Station::parse(station).expect("a station");
    }
    it
}

fn dispute(verb: &'static str, by: &str) -> Draft {
    let mut it = draft(NoticeType::S5, by, if by == "US" { "IR" } else { "US" });
    put(&mut it, &["A"], Value::Word(verb));
    put(&mut it, &["B", "package"], code("LFL1"));
    if verb == "PAUSE" {
        put(&mut it, &["D", "pause"], Value::List(vec![code("US3")]));
        put(&mut it, &["D", "go-on"], Value::List(vec![code("US1")]));
    }
    it
}

struct Play {
    script: Script,
    offer: Number,
}

impl Play {
    /// Offered, accepted by its hash, read back by both verifiers: armed 2 h after START.
    fn armed(text: Draft) -> Play {
        let mut script = Script::default();
        let terms = notice::sealed::terms(&text).expect("canonical").expect("an offer");
        let critical = text.clone();
        let offer = script.known("IR", "US", START, text);
        let mut accept = draft(NoticeType::S2, "US", "IR");
        put(&mut accept, &["A", "terms"], Value::Hash(terms));
        refer(&mut accept, Relation::Answers, &offer);
        script.known("US", "IR", START + HOUR, accept);
        for (verifier, minutes) in [("VER", 80), ("CH", 115)] {
            script.show("IR", verifier);
            script.show("US", verifier);
            script.restate(verifier, "IR", START + minutes * MINUTE, &offer, &critical);
            script.show(verifier, "IR");
            script.show(verifier, "US");
        }
        Play { script, offer }
    }

    fn say(&mut self, by: &str, at_ms: i64, draft: Draft) {
        self.script.say(by, at_ms, draft);
        for other in ["US", "IR", "VER", "CH"].into_iter().filter(|other| *other != by) {
            self.script.show(by, other);
        }
    }

    fn at(&self, at_ms: i64) -> Understanding {
        let standing = folded(&self.script.entries);
        let cut = cut(&self.script.entries);
        let mut all = standing.at(&cut, at_ms).understandings();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    /// Word of the package, then each begun period of each step.
    fn words(&self, at_ms: i64) -> String {
        let it = self.at(at_ms);
        let mut words = vec![it.word().to_owned()];
        if let Some(package) = it.running() {
            for (place, step) in package.terms().steps.iter().enumerate() {
                for (period, stands) in package.begun(place) {
                    words.push(format!("{}({period}) {}", step.id, stands.state.word()));
                }
            }
        }
        words.join(" ")
    }

    fn duties(&self, at_ms: i64) -> Vec<String> {
        let standing = folded(&self.script.entries);
        let cut = cut(&self.script.entries);
        let duties = standing.at(&cut, at_ms).duties();
        let mine = duties.iter().filter(|duty| duty.number == self.offer && duty.what.word() != "READ-BACK");
        mine.map(|duty| {
            let from: Vec<String> = duty.from.iter().map(ToString::to_string).collect();
            format!(
                "{} {} from {} else {}",
                duty.what.word(),
                duty.part,
                from.join("+"),
                duty.otherwise.word()
            )
        })
        .collect()
    }
}

#[test]
fn rows_14_to_60_a_package_is_matched_armed_verified_paused_cured_and_paid() {
    let mut play = Play::armed(sequenced());
    assert_eq!(play.at(START + 30 * MINUTE).word(), "OFFERED");
    assert_eq!(play.at(START + HOUR).word(), "MATCHED");
    assert_eq!(play.at(START + 119 * MINUTE).unread_by, [party("CH")]);
    let armed = START + 2 * HOUR + 25 * MINUTE;
    assert_eq!(play.words(armed), "ARMED IR1(1) OWED US1(1) OWED US2(1) PLEDGED US3(1) PLEDGED");
    play.say("IR", START + 3 * HOUR, step(NoticeType::S3, "IR", "IR1", 1, "STARTED"));
    play.say("US", START + 4 * HOUR, step(NoticeType::S3, "US", "US1", 1, "STARTED"));
    assert_eq!(
        play.words(START + 5 * HOUR),
        "RUNNING IR1(1) STARTED US1(1) STARTED US2(1) PLEDGED US3(1) PLEDGED"
    );
    play.say("IR", START + 7 * DAY, step(NoticeType::S3, "IR", "IR1", 1, "CONTINUING"));
    play.say("VER", START + 7 * DAY + HOUR, step(NoticeType::S4, "VER", "IR1", 1, "VERIFIED"));
    assert_eq!(
        play.words(START + 7 * DAY + 2 * HOUR),
        "RUNNING IR1(1) VERIFIED IR1(2) STARTED US1(1) STARTED US2(1) OWED US3(1) PLEDGED"
    );
    assert_eq!(
        play.duties(START + 7 * DAY + 2 * HOUR),
        ["STEP US2 1 from US else LATE", "STEP IR1 2 from IR else LATE", "STEP US1 1 from US else LATE",]
    );
    play.say("US", START + 8 * DAY, step(NoticeType::S3, "US", "US2", 1, "DONE"));
    play.say("CH", START + 9 * DAY, step(NoticeType::S4, "CH", "US2", 1, "VERIFIED"));
    play.say("VER", START + 13 * DAY, step(NoticeType::S4, "VER", "IR1", 2, "UNABLE"));
    play.say("US", START + 13 * DAY + HOUR, dispute("PAUSE", "US"));
    assert_eq!(
        play.words(START + 14 * DAY),
        "PAUSED IR1(1) VERIFIED IR1(2) UNABLE US1(1) STARTED US2(1) VERIFIED US3(1) PLEDGED"
    );
    play.say("IR", START + 18 * DAY, step(NoticeType::S3, "IR", "IR1", 2, "CONTINUING"));
    play.say("VER", START + 18 * DAY + HOUR, step(NoticeType::S4, "VER", "IR1", 2, "VERIFIED"));
    let cured = play.at(START + 18 * DAY + 2 * HOUR);
    assert_eq!(cured.word(), "RUNNING", "the cause of the pause is cured");
    assert_eq!((cured.reports.verified, cured.reports.refuted, cured.reports.unable), (3, 0, 1));
    assert!(cured.running().expect("armed").paused_before());
    play.say("US", START + 18 * DAY + 3 * HOUR, step(NoticeType::S3, "US", "US3", 1, "DONE"));
    play.say("CH", START + 20 * DAY, step(NoticeType::S4, "CH", "US3", 1, "VERIFIED"));
    assert_eq!(
        play.words(START + 20 * DAY + HOUR),
        "RUNNING IR1(1) VERIFIED IR1(2) VERIFIED IR1(3) STARTED US1(1) STARTED US2(1) VERIFIED US3(1) VERIFIED"
    );
    assert_eq!(play.at(START + 20 * DAY + HOUR).refused, []);
    play.say("IR", START + 30 * DAY, step(NoticeType::S3, "IR", "IR1", 3, "CONTINUING"));
    play.say("VER", START + 30 * DAY + HOUR, step(NoticeType::S4, "VER", "IR1", 3, "VERIFIED"));
    play.say("US", START + 33 * DAY, step(NoticeType::S3, "US", "US1", 1, "DONE"));
    assert_eq!(play.at(START + 35 * DAY).word(), "RUNNING", "one report is missing");
    play.say("CH", START + 36 * DAY, step(NoticeType::S4, "CH", "US1", 1, "VERIFIED"));
    assert_eq!(play.at(START + 37 * DAY).word(), "ENDED", "after the last period, all done");
}

#[test]
fn a_date_that_passes_makes_it_late_and_late_performing_is_shown_until_it_is_done() {
    let mut play = Play::armed(sequenced());
    play.say("US", START + 3 * HOUR, step(NoticeType::S3, "US", "US1", 1, "STARTED"));
    let due = START + 10 * DAY + 3 * HOUR + 1000;
    let late = play.at(START + 11 * DAY);
    let Some(PackageState::Late { step: which, period, since_ms, performing_ms }) =
        late.running().map(standing::package::Package::state)
    else {
        panic!("late, not {}", late.word());
    };
    assert_eq!((which.as_str(), period, since_ms, performing_ms), ("IR1", 1, due, None));
    let mut performing = step(NoticeType::S3, "IR", "IR1", 1, "LATE-PERFORMING");
    put(&mut performing, &["B", "cause"], Value::Word("TECHNICAL"));
    put(&mut performing, &["B", "new-date"], at(START + 13 * DAY));
    play.say("IR", START + 11 * DAY, performing);
    let shown = play.at(START + 12 * DAY);
    let state = shown.running().map(standing::package::Package::state);
    assert!(
        matches!(state, Some(PackageState::Late { performing_ms: Some(at_ms), .. }) if at_ms == START + 13 * DAY)
    );
    play.say("IR", START + 12 * DAY, step(NoticeType::S3, "IR", "IR1", 1, "CONTINUING"));
    assert_eq!(play.at(START + 12 * DAY).word(), "RUNNING");
}

#[test]
fn a_stranger_verifies_nothing_and_nobody_declares_another_partys_step() {
    let mut play = Play::armed(sequenced());
    play.say("IR", START + 3 * HOUR, step(NoticeType::S3, "IR", "IR1", 1, "DONE"));
    play.say("CH", START + 4 * HOUR, step(NoticeType::S4, "CH", "IR1", 1, "VERIFIED"));
    play.say("US", START + 5 * HOUR, step(NoticeType::S3, "US", "IR1", 1, "REVERSED"));
    let it = play.at(START + DAY);
    assert!(play.words(START + DAY).starts_with("RUNNING IR1(1) DECLARED"), "{}", play.words(START + DAY));
    assert_eq!(it.refused.len(), 2);
}

#[test]
fn a_dispute_climbs_the_ladder_and_at_its_end_the_package_lapses() {
    let mut play = Play::armed(sequenced());
    play.say("IR", START + 3 * HOUR, step(NoticeType::S3, "IR", "IR1", 1, "STARTED"));
    play.say("IR", START + DAY, dispute("DISPUTE", "IR"));
    let stage = |play: &Play, days: i64| match play.at(START + days * DAY).running().map(|p| p.state()) {
        Some(PackageState::Disputed { stage }) => stage,
        other => panic!("{other:?}"),
    };
    assert_eq!([2, 17, 32, 37].map(|days| stage(&play, days)), [1, 2, 3, 4]);
    assert_eq!(play.at(START + 66 * DAY).word(), "ENDED");
    let mut resumed = Play::armed(sequenced());
    resumed.say("IR", START + 3 * HOUR, step(NoticeType::S3, "IR", "IR1", 1, "STARTED"));
    resumed.say("IR", START + DAY, dispute("DISPUTE", "IR"));
    resumed.say("US", START + 2 * DAY, dispute("RESUME", "US"));
    assert_eq!(resumed.at(START + 3 * DAY).word(), "DISPUTED", "only who disputes resumes");
    resumed.say("IR", START + 4 * DAY, dispute("RESUME", "IR"));
    assert_eq!(resumed.at(START + 5 * DAY).word(), "RUNNING");
}

#[test]
fn a_refuted_step_that_is_not_cured_ends_the_package_by_its_rule() {
    let mut play = Play::armed(offer("pairing = \"SEQUENCED\"", "\"ON-REFUTED-UNCURED\""));
    play.say("IR", START + 3 * HOUR, step(NoticeType::S3, "IR", "IR1", 1, "CONTINUING"));
    play.say("VER", START + 4 * HOUR, step(NoticeType::S4, "VER", "IR1", 1, "NOT-VERIFIED"));
    assert!(play.words(START + DAY).starts_with("RUNNING IR1(1) REFUTED IR1(2) STARTED"));
    assert!(play.duties(START + DAY).contains(&"CURE IR1 1 from IR else ENDED".to_owned()));
    assert_eq!(play.at(START + 4 * HOUR + 15 * DAY).word(), "ENDED");
    play.say("VER", START + 9 * DAY, step(NoticeType::S4, "VER", "IR1", 1, "VERIFIED"));
    assert_ne!(play.at(START + 4 * HOUR + 15 * DAY).word(), "ENDED", "cured");
}

#[test]
fn simultaneous_steps_are_owed_within_their_time_once_one_is_declared() {
    let mut play = Play::armed(offer("pairing = \"SIMULTANEOUS\"\nwithin = \"24 h\"", "\"ON-LADDER-END\""));
    play.say("US", START + 3 * HOUR, step(NoticeType::S3, "US", "US1", 1, "DONE"));
    assert_eq!(play.at(START + 26 * HOUR).word(), "RUNNING");
    assert_eq!(play.at(START + 27 * HOUR).word(), "LATE");
}

#[test]
fn a_counter_takes_the_offers_place_and_only_the_hash_of_its_terms_accepts_it() {
    let mut script = Script::default();
    script.known("IR", "US", START, sequenced());
    let mut counter = sequenced();
    put(&mut counter, &["A", "version"], Value::Count(2));
    put(&mut counter, &["D", "pairing"], Value::Word("PERIODIC"));
    counter.envelope.from = notice::Station::parse("IR/SENIOR").expect("a station");
    script.known("IR", "US", START + HOUR, counter);
    let mut accept = draft(NoticeType::S2, "US", "IR");
    put(&mut accept, &["A", "version"], Value::Count(2));
    let old = notice::sealed::terms(&sequenced()).expect("canonical").expect("an offer");
    put(&mut accept, &["A", "terms"], Value::Hash(old));
    script.known("US", "IR", START + 2 * HOUR, accept);
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let all = standing.at(&cut, START + DAY).understandings();
    assert_eq!((all[0].word(), all[0].version), ("COUNTERED", 2));
}

/// What anybody may say of the package and beside it: of each the kind, by whom, of what.
fn any_act(choice: u8) -> (&'static str, Draft) {
    match choice % 14 {
        0 => ("IR", step(NoticeType::S3, "IR", "IR1", 1, "STARTED")),
        1 => ("IR", step(NoticeType::S3, "IR", "IR1", 1, "CONTINUING")),
        2 => ("VER", step(NoticeType::S4, "VER", "IR1", 1, "VERIFIED")),
        3 => ("VER", step(NoticeType::S4, "VER", "IR1", 1, "NOT-VERIFIED")),
        4 => ("VER", step(NoticeType::S4, "VER", "IR1", 2, "UNABLE")),
        5 => ("US", step(NoticeType::S3, "US", "US2", 1, "DONE")),
        6 => ("CH", step(NoticeType::S4, "CH", "US2", 1, "VERIFIED")),
        7 => ("US", dispute("PAUSE", "US")),
        8 => ("US", dispute("RESUME", "US")),
        9 => ("IR", dispute("DISPUTE", "IR")),
        10 => ("IR", dispute("END", "IR")),
        11 => ("US", draft(NoticeType::P2, "US", "IR")),
        12 => ("US", draft(NoticeType::C2, "US", "IR")),
        _ => {
            let mut l6 = draft(NoticeType::L6, "US", "IR");
            let verb = Value::Record(notice::Fields::new().with("verb", Value::Word("SUCCESSION")));
            l6.content = notice::Fields::new().with("A", verb);
            ("US", l6)
        }
    }
}

fn acted(acts: &[(u8, u16, bool)]) -> Vec<line::entry::Entry> {
    let mut play = Play::armed(sequenced());
    let mut at_ms = START + 3 * HOUR;
    for (choice, hours, shown) in acts {
        at_ms += i64::from(hours % 200) * HOUR + MINUTE;
        let (by, draft) = any_act(*choice);
        if *shown {
            play.say(by, at_ms, draft);
        } else {
            play.script.say(by, at_ms, draft);
        }
    }
    play.script.entries
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(
        std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(32)
    ))]

    #[test]
    fn packages_exchanges_leaks_and_successions_are_alike_in_any_order_and_entry_by_entry(
        acts in proptest::collection::vec(proptest::prelude::any::<(u8, u16, bool)>(), 0..10),
        choices in proptest::collection::vec(proptest::prelude::any::<u16>(), 1..32),
        days in 0i64..90,
    ) {
        let entries = acted(&acts);
        let other = crate::orders::reordered(&entries, &choices);
        let (whole, as_of) = (cut(&entries), START + days * DAY);
        let (a, b) = (folded(&entries), folded(&other));
        proptest::prop_assert_eq!(a.at(&whole, as_of).root(), b.at(&whole, as_of).root());
        proptest::prop_assert_eq!(a.at(&whole, as_of).duties(), b.at(&whole, as_of).duties());
        let mut grown = standing::Standing::new("LEV", None);
        for (upto, entry) in entries.iter().enumerate() {
            grown.admit(entry);
            if upto + 1 == entries.len() || upto % 7 == 0 {
                let here = cut(&entries[..=upto]);
                let full = folded(&entries[..=upto]).at(&here, as_of).root();
                proptest::prop_assert_eq!(grown.at(&here, as_of).root(), full);
            }
        }
    }

    #[test]
    fn no_state_is_reached_that_the_page_of_states_lacks(
        acts in proptest::collection::vec(proptest::prelude::any::<(u8, u16, bool)>(), 0..10),
        days in 0i64..90,
    ) {
        let page = include_str!("../../../docs/src/states.md");
        let entries = acted(&acts);
        let standing = folded(&entries);
        let whole = cut(&entries);
        for matter in standing.at(&whole, START + days * DAY).matters() {
            let parts = matter.parts.iter().filter_map(|part| part.state.split(' ').next());
            for word in parts.chain([matter.state]) {
                let listed = page.split([' ', ',', ';', '.', '|', '\n']).any(|known| known == word);
                proptest::prop_assert!(listed, "{} {word}", matter.machine.code());
            }
        }
    }

    #[test]
    fn the_offer_is_among_the_causes_of_its_understanding_and_causes_come_by_time(
        acts in proptest::collection::vec(proptest::prelude::any::<(u8, u16, bool)>(), 0..6),
    ) {
        let entries = acted(&acts);
        let standing = folded(&entries);
        let whole = cut(&entries);
        let stand = standing.at(&whole, START + 60 * DAY);
        let number = stand.understandings().remove(0).number;
        let told = stand.why(&number);
        proptest::prop_assert!(told.iter().any(|why| why.because.iter().any(|b| b.number == number)));
        for why in &told {
            let known = |number: &Number| stand.notice(number).is_some();
            proptest::prop_assert!(why.because.iter().all(|because| known(&because.number)));
            proptest::prop_assert!(why.because.windows(2).all(|pair| pair[0].at_ms <= pair[1].at_ms));
        }
    }
}
