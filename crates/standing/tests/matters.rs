//! Amendments, operations, responses, cycles, cases, sites and public acts as the folds tell them, by the rows of the
//! shipped case; and in every order that a carrier may admit them.

use crate::script::*;
use line::entry::Entry;
use notice::vocabulary::{NoticeType, OfficerMark, Relation, SealPhase};
use notice::{Code8, Draft, Fields, Instant, LineVersion, Number, Value};
use proptest::prelude::*;
use standing::Standing;
use standing::case::CaseState;
use standing::cycle::CycleState;
use standing::operation::OperationState;

const DAY: i64 = 24 * HOUR;

pub fn incident(point: &str, at_ms: i64) -> Draft {
    let text =
        notice::template::template(NoticeType::E1).expect("a template").replace("33.755 42.419", point);
    let mut draft = notice::file::draft_from_toml(&text).expect("a draft");
    put(&mut draft, &["B", "earliest"], at(at_ms));
    put(&mut draft, &["B", "latest"], at(at_ms));
    draft
}

struct Chain {
    script: Script,
    warning: Number,
    finding: Option<Number>,
}

/// Rows 17 to 26: three incidents, a challenge, a statement, a warning, a repeat, a finding.
fn chain(with_finding: bool) -> Chain {
    let mut script = Script::default();
    let mut incidents = Vec::new();
    for (point, hours) in [("33.755 42.419", 1), ("33.546 38.657", 26), ("33.845 42.318", 43)] {
        let told = incident(point, START + hours * HOUR);
        incidents.push(script.known("US", "IR", START + hours * HOUR + 10 * MINUTE, told));
    }
    let numbers = |all: &[Number]| Value::List(all.iter().cloned().map(Value::Number).collect());
    let mut e2 = draft(NoticeType::E2, "US", "IR");
    put(&mut e2, &["A"], numbers(&incidents));
    let challenge = script.known("US", "IR", START + 45 * HOUR, e2);
    let mut e3 = draft(NoticeType::E3, "IR", "US");
    refer(&mut e3, Relation::Answers, &challenge);
    let statement = script.known("IR", "US", START + 58 * HOUR, e3);
    let warning = script.known("US", "IR", START + 60 * HOUR, draft(NoticeType::E4, "US", "IR"));
    let repeat_ms = START + 99 * HOUR;
    let repeat = script.known("US", "IR", repeat_ms + 10 * MINUTE, incident("33.763 42.365", repeat_ms));
    let mut finding = None;
    if with_finding {
        let mut e5 = draft(NoticeType::E5, "US", "IR");
        put(&mut e5, &["A", "incidents"], numbers(&incidents));
        put(&mut e5, &["A", "challenge"], Value::Number(challenge));
        put(&mut e5, &["A", "statement"], Value::Number(statement));
        put(&mut e5, &["A", "warning"], Value::Number(warning.clone()));
        put(&mut e5, &["A", "repeats"], numbers(&[repeat]));
        finding = Some(script.known("US", "IR", repeat_ms + 15 * MINUTE, e5));
    }
    Chain { script, warning, finding }
}

fn case(script: &Script, as_of_ms: i64) -> standing::cases::Case {
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let mut cases = standing.at(&cut, as_of_ms).cases();
    assert_eq!(cases.len(), 1, "one accuser, one accused, one actor set");
    cases.remove(0)
}

#[test]
fn a_case_goes_from_challenge_to_restored_by_notices_and_by_the_clock() {
    let Chain { mut script, finding, .. } = chain(true);
    let finding = finding.expect("a finding");
    let word = |script: &Script, hours: i64| case(script, START + hours * HOUR).state.word();
    assert_eq!(word(&script, 46), "CHALLENGED");
    assert_eq!(word(&script, 59), "STATED");
    assert_eq!(case(&script, START + 60 * HOUR + MINUTE).state, CaseState::Warned);
    assert_eq!(word(&script, 61), "WATCHED");
    assert_eq!(case(&script, START + 99 * HOUR + 12 * MINUTE).state.word(), "REPEATED");
    assert_eq!(case(&script, START + 99 * HOUR + 20 * MINUTE).state, CaseState::Finding);
    let mut e3 = draft(NoticeType::E3, "IR", "US");
    put(&mut e3, &["A"], Value::Word("DISPUTES-FACTS"));
    refer(&mut e3, Relation::Answers, &finding);
    script.known("IR", "US", START + 102 * HOUR, e3);
    let replied = case(&script, START + 103 * HOUR);
    assert_eq!((replied.state, replied.position), (CaseState::Replied, "CONTESTED"));
    assert!(replied.contested.contains(&finding));
    let over = START + 99 * HOUR + 45 * MINUTE + 12 * HOUR;
    assert_eq!(
        case(&script, over - 1).state,
        CaseState::Replied,
        "nothing in effect before the window is over"
    );
    assert_eq!(case(&script, over).state, CaseState::InEffect { at_ms: over });
    let back = START + 99 * HOUR + 14 * DAY;
    assert_eq!(case(&script, back - 1).state.word(), "IN-EFFECT");
    assert_eq!(case(&script, back).state, CaseState::Restored { at_ms: back }, "the same second on both");
    assert_eq!(case(&script, back + 14 * DAY).state.word(), "CLOSED");
    let standards = case(&script, back).standards;
    assert_eq!(standards.0.map(|s| s.word()), Some("OVERALL-CONTROL"));
    assert_eq!(standards.1.map(|s| s.word()), Some("EFFECTIVE-CONTROL"));
}

#[test]
fn restraint_undertaken_in_the_reply_window_makes_it_partial() {
    let Chain { mut script, finding, .. } = chain(true);
    let mut e3 = draft(NoticeType::E3, "IR", "US");
    refer(&mut e3, Relation::Answers, &finding.expect("a finding"));
    let undertaken =
        Fields::new().with("act", Value::Word("WILL-RESTRAIN")).with("from", at(START + 130 * HOUR + 1000));
    put(&mut e3, &["B"], Value::List(vec![Value::Record(undertaken)]));
    script.known("IR", "US", START + 107 * HOUR, e3);
    assert_eq!(case(&script, START + 112 * HOUR).state.word(), "PARTIAL");
    assert_eq!(case(&script, START + 99 * HOUR + 14 * DAY).state.word(), "RESTORED");
}

#[test]
fn no_finding_moves_a_case_without_a_repeat_after_the_warnings_effect() {
    let Chain { script, warning, .. } = chain(false);
    assert_eq!(case(&script, START + 110 * HOUR).state.word(), "REPEATED");
    let mut early = Script::default();
    let told = incident("33.763 42.365", START + HOUR);
    let incident = early.known("US", "IR", START + 2 * HOUR, told);
    let mut e2 = draft(NoticeType::E2, "US", "IR");
    put(&mut e2, &["A"], Value::List(vec![Value::Number(incident)]));
    let challenge = early.known("US", "IR", START + 3 * HOUR, e2);
    let mut e3 = draft(NoticeType::E3, "IR", "US");
    refer(&mut e3, Relation::Answers, &challenge);
    early.known("IR", "US", START + 4 * HOUR, e3);
    let e4 = early.known("US", "IR", START + 5 * HOUR, draft(NoticeType::E4, "US", "IR"));
    let mut e5 = draft(NoticeType::E5, "US", "IR");
    put(&mut e5, &["A", "warning"], Value::Number(e4.clone()));
    early.known("US", "IR", START + 6 * HOUR, e5);
    assert_eq!(
        case(&early, START + 7 * HOUR).state.word(),
        "WATCHED",
        "the incident came before the warning"
    );
    assert_eq!(case(&early, START + 20 * DAY).state.word(), "ENDED", "quiet for 14 d");
    assert_ne!(warning, e4);
}

#[test]
fn a_challenge_unanswered_in_48_h_is_a_non_answer_by_the_clock() {
    let mut script = Script::default();
    script.known("US", "IR", START, draft(NoticeType::E2, "US", "IR"));
    let due = START + 30 * MINUTE + 48 * HOUR;
    assert_eq!(case(&script, due - 1).state, CaseState::Challenged);
    assert_eq!(case(&script, due).state, CaseState::NonAnswer);
    assert_eq!(case(&script, due).position, "SILENT");
}

fn pending(script: &mut Script, at_ms: i64) -> Number {
    let mut a4 = draft(NoticeType::A4, "US", "IR");
    put(&mut a4, &["H", "until"], at(at_ms + 5 * HOUR));
    put(&mut a4, &["C", "earliest"], at(at_ms + 7 * HOUR));
    put(&mut a4, &["C", "latest"], at(at_ms + 13 * HOUR));
    script.known("US", "IR", at_ms, a4)
}

fn response(verb: &'static str, number: &Number, at_ms: i64) -> Draft {
    let mut a4 = draft(NoticeType::A4, "US", "IR");
    let matter = a4.content.get("A").cloned().expect("a matter");
    a4.content = Fields::new().with("V", Value::Word(verb)).with("A", matter);
    if verb == "CONCLUDED" {
        put(&mut a4, &["B", "finality"], Value::Word("CONCLUDES-MATTER"));
        put(&mut a4, &["N", "band"], Value::Count(2));
        put(&mut a4, &["N", "ended"], at(at_ms));
    } else {
        put(&mut a4, &["M"], Value::Word("OFF-RAMP-TAKEN"));
    }
    refer(&mut a4, Relation::Follows, number);
    a4
}

fn restrains(script: &mut Script, at_ms: i64, number: &Number) {
    let mut e3 = draft(NoticeType::E3, "IR", "US");
    refer(&mut e3, Relation::Answers, number);
    let undertaken =
        Fields::new().with("act", Value::Word("WILL-RESTRAIN")).with("from", at(at_ms + 15 * HOUR + 1000));
    put(&mut e3, &["B"], Value::List(vec![Value::Record(undertaken)]));
    script.known("IR", "US", at_ms, e3);
}

fn response_and_cycle(script: &Script, as_of_ms: i64) -> (&'static str, Option<CycleState>) {
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let stand = standing.at(&cut, as_of_ms);
    (stand.responses()[0].state.word(), stand.cycles().first().map(|cycle| cycle.state.clone()))
}

#[test]
fn rows_30_to_33_a_response_is_paused_overdue_concluded_and_reconciled_and_the_cycle_closes() {
    let mut script = Script::default();
    let number = pending(&mut script, START);
    let seen = |script: &Script, minutes: i64| response_and_cycle(script, START + minutes * MINUTE);
    let until_ms = START + 5 * HOUR;
    assert_eq!(seen(&script, 60), ("PENDING", Some(CycleState::Paused { until_ms })));
    let open = CycleState::Open { move_of: party("US"), since_ms: START };
    assert_eq!(seen(&script, 301), ("PENDING", Some(open)), "after the off-ramp its author moves");
    assert_eq!(seen(&script, 15 * 60).0, "OVERDUE");
    let concluded = START + 10 * HOUR;
    script.known("US", "IR", concluded, response("CONCLUDED", &number, concluded - 20 * MINUTE));
    assert_eq!(seen(&script, 16 * 60).0, "CONCLUDED");
    let mut e1 = draft(NoticeType::E1, "IR", "US");
    refer(&mut e1, Relation::Follows, &number);
    script.known("IR", "US", START + 13 * HOUR, e1);
    restrains(&mut script, START + 13 * HOUR + MINUTE, &number);
    let closed = CycleState::Closed { at_ms: START + 13 * HOUR + MINUTE };
    assert_eq!(seen(&script, 16 * 60), ("RECONCILED", Some(closed)));
}

#[test]
fn branch_b_nothing_ends_before_the_second_seal_and_without_it_the_response_is_pending_again() {
    let mut script = Script::default();
    let number = pending(&mut script, START);
    restrains(&mut script, START + 4 * HOUR, &number);
    let down_ms = START + 4 * HOUR + 30 * MINUTE;
    let down = script.say("US", down_ms, response("STOOD-DOWN", &number, down_ms));
    script.show("US", "IR");
    let seen = |script: &Script, at_ms: i64| response_and_cycle(script, at_ms).0;
    assert_eq!(seen(&script, down_ms + MINUTE), "STOOD-DOWN-ONE-SEAL");
    assert_eq!(seen(&script, down_ms + 11 * MINUTE), "PENDING", "the seal lapsed");
    let mut confirm = draft(NoticeType::L5, "US", "IR");
    confirm.content = Fields::new().with("A", Value::Word("CONFIRM")).with("B", Value::Number(down));
    script.say("US", down_ms + 6 * MINUTE, confirm);
    script.show("US", "IR");
    let closed = CycleState::Closed { at_ms: down_ms + 6 * MINUTE };
    let now = START + 6 * HOUR;
    assert_eq!(response_and_cycle(&script, now), ("STOOD-DOWN", Some(closed)));
}

#[test]
fn an_activity_runs_by_its_window_and_is_reconciled_by_the_other_sides_observation() {
    let mut script = Script::default();
    let mut a1 = draft(NoticeType::A1, "US", "IR");
    put(&mut a1, &["B", "opens"], at(START + 10 * HOUR));
    put(&mut a1, &["B", "closes"], at(START + 40 * HOUR));
    let number = script.known("US", "IR", START, a1);
    let state = |script: &Script, hours: i64| {
        let standing = folded(&script.entries);
        let cut = cut(&script.entries);
        standing.at(&cut, START + hours * HOUR).operations()[0].state.clone()
    };
    assert_eq!(state(&script, 1), OperationState::Announced);
    assert_eq!(state(&script, 11), OperationState::Window);
    assert_eq!(state(&script, 41), OperationState::Concluded { at_ms: START + 40 * HOUR });
    let mut seen = draft(NoticeType::L4, "IR", "US");
    let about =
        Fields::new().with("number", Value::Number(number)).with("paragraph", Value::Text("B".into()));
    let says = Fields::new()
        .with("at", at(START + 39 * HOUR))
        .with("count", Value::Count(99))
        .with("text", Value::Text("as declared but for one".into()));
    seen.content = Fields::new()
        .with("A", Value::Word("OBSERVED"))
        .with("B", Value::Record(about))
        .with("D", Value::Record(says));
    let by = script.say("IR", START + 50 * HOUR, seen);
    assert_eq!(state(&script, 51), OperationState::Reconciled { by: by.clone() });
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let matters = standing.at(&cut, START + 51 * HOUR).matters();
    let told =
        |field: &str| matters[0].beside(field).and_then(|words| words.split(':').next().map(str::to_owned));
    assert_eq!(told("reconciled_by"), Some(by.to_string()));
    assert_eq!(told("time").as_deref(), Some("AGREES"));
    assert_eq!(told("count").as_deref(), Some("DIFFERS"), "declared against observed, field by field");
}

#[test]
fn a_self_limit_binds_from_release_is_in_force_once_known_and_ends_240_h_after_its_end_is_told() {
    let mut script = Script::default();
    let number = script.known("US", "IR", START, draft(NoticeType::A3, "US", "IR"));
    let mut end = draft(NoticeType::A3, "US", "IR");
    refer(&mut end, Relation::Cancels, &number);
    script.say("US", START + 10 * HOUR, end);
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let word = |hours: i64| {
        let operations = standing.at(&cut, START + hours * HOUR).operations();
        (operations.len(), operations[0].state.word())
    };
    assert_eq!(word(0), (1, "DECLARED"));
    assert_eq!(word(1), (1, "IN-FORCE"));
    assert_eq!((word(11), word(249), word(250)), ((1, "ENDING"), (1, "ENDING"), (1, "ENDED")));
}

#[test]
fn a_hazard_is_due_two_hours_after_its_last_word_until_all_clear() {
    let mut script = Script::default();
    let number = script.known("IR", "US", START, draft(NoticeType::A5, "IR", "US"));
    let verb = |verb: &'static str| {
        let mut a5 = draft(NoticeType::A5, "IR", "US");
        put(&mut a5, &["A"], Value::Word(verb));
        refer(&mut a5, Relation::Follows, &number);
        a5
    };
    script.say("IR", START + 110 * MINUTE, verb("UPDATE"));
    script.say("IR", START + 5 * HOUR, verb("ALL-CLEAR"));
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let at = |minutes: i64| {
        let hazard = standing.at(&cut, START + minutes * MINUTE).operations().remove(0);
        (hazard.state.word(), hazard.due_ms.map(|due| (due - START) / MINUTE))
    };
    assert_eq!(at(60), ("ANNOUNCED", Some(120)));
    assert_eq!(at(111), ("UNDER-WAY", Some(230)));
    assert_eq!(at(301), ("ALL-CLEAR", None));
}

#[test]
fn row_61_a_loosened_line_is_in_force_at_once_and_a_tightened_one_after_read_back_and_notice() {
    let mut script = Script::default();
    let mut t1 = draft(NoticeType::T1, "IR", "US");
    put(&mut t1, &["A"], Value::Line(LineVersion::parse("IR-1/1").expect("a line")));
    script.known("IR", "US", START, t1);
    let lines = |script: &Script, at_ms: i64| {
        let standing = folded(&script.entries);
        let cut = cut(&script.entries);
        let lines = standing.at(&cut, at_ms).red_lines();
        lines.iter().map(|l| format!("{} {}", l.line, l.state.word())).collect::<Vec<_>>()
    };
    let mut t2 = draft(NoticeType::T2, "IR", "US");
    put(&mut t2, &["D"], at(START + DAY));
    let mut tight = t2.clone();
    script.say("IR", START + DAY, t2);
    script.show("IR", "US");
    assert_eq!(lines(&script, START + DAY - 1), ["IR-1/1 IN-FORCE", "IR-1/2 DECLARED"]);
    assert_eq!(lines(&script, START + DAY), ["IR-1/1 AMENDED", "IR-1/2 IN-FORCE"]);
    let (was, now) = (tight.content.at("C.now").cloned(), tight.content.at("C.was").cloned());
    put(&mut tight, &["C", "was"], was.expect("stands"));
    put(&mut tight, &["C", "now"], now.expect("stands"));
    put(&mut tight, &["A"], Value::Line(LineVersion::parse("IR-1/3").expect("a line")));
    script.known("IR", "US", START + 2 * DAY, tight);
    let third = |at_ms: i64| lines(&script, at_ms)[2].clone();
    assert_eq!(third(START + 3 * DAY), "IR-1/3 DECLARED", "72 h after its release, not before");
    assert_eq!(third(START + 5 * DAY), "IR-1/3 IN-FORCE");
    assert_eq!(lines(&script, START + 5 * DAY)[1], "IR-1/2 AMENDED");
    assert_eq!(third(START + 91 * DAY), "IR-1/3 EXPIRED", "the line's period is that of its first version");
}

#[test]
fn a_site_is_effective_only_once_the_addressees_acting_echelon_confirms_it() {
    let mut script = Script::default();
    let number = script.known("US", "IR", START, draft(NoticeType::A6, "US", "IR"));
    let word = |script: &Script, at_ms: i64| {
        let standing = folded(&script.entries);
        let cut = cut(&script.entries);
        standing.at(&cut, at_ms).sites()[0].state.word()
    };
    assert_eq!(word(&script, START + HOUR), "LISTED", "read back is not confirmed");
    let mut k6 = draft(NoticeType::L2, "IR", "US");
    k6.content = Fields::new()
        .with("A", Value::Number(number.clone()))
        .with("B", Value::Word(OfficerMark::K6.word()))
        .with("C", at(START + 2 * HOUR))
        .with("D", Value::Code(Code8::parse("WATCH1").expect("a code")))
        .with("E", Value::Word("LOCAL"));
    script.say("IR", START + 2 * HOUR, k6);
    script.show("IR", "US");
    assert_eq!(word(&script, START + 3 * HOUR), "EFFECTIVE");
    assert_eq!(word(&script, START + 30 * DAY), "STALE");
    let mut again = draft(NoticeType::A6, "US", "IR");
    put(&mut again, &["A", "verb"], Value::Word("RECONFIRM"));
    refer(&mut again, Relation::Follows, &number);
    script.say("US", START + 20 * DAY, again);
    assert_eq!(word(&script, START + 31 * DAY), "EFFECTIVE");
}

#[test]
fn a_step_is_known_by_the_latest_offer_of_its_package() {
    let mut script = Script::default();
    script.say("IR", START, draft(NoticeType::S1, "IR", "US"));
    let standing = folded(&script.entries);
    let whole = cut(&script.entries);
    let stand = standing.at(&whole, START + HOUR);
    let code = |text: &str| Code8::parse(text).expect("a code");
    let step = stand.step(&code("LFL1"), &code("IR1")).expect("offered");
    assert_eq!((step.actor, step.verifier.map(|v| v.to_string())), (code("IR"), Some("VER/REPORTS".into())));
    assert_eq!(stand.step(&code("LFL1"), &code("IR9")), None);
    assert_eq!(stand.compartment(), "LEV");
}

#[test]
fn a_public_act_settles_72_h_after_it_unless_something_stirs() {
    let mut script = Script::default();
    let mut p1 = draft(NoticeType::P1, "US", "IR");
    put(&mut p1, &["B", "at"], at(START + DAY));
    let number = script.known("US", "IR", START, p1);
    let word = |script: &Script, hours: i64| {
        let standing = folded(&script.entries);
        let cut = cut(&script.entries);
        standing.at(&cut, START + hours * HOUR).public_acts()[0].state.word()
    };
    assert_eq!(
        (word(&script, 1), word(&script, 25), word(&script, 96)),
        ("PRE-NOTICED", "OCCURRED", "SETTLED")
    );
    let mut e1 = draft(NoticeType::E1, "IR", "US");
    refer(&mut e1, Relation::Follows, &number);
    script.say("IR", START + 50 * HOUR, e1);
    assert_eq!((word(&script, 96), word(&script, 122)), ("OCCURRED", "SETTLED"));
}

#[test]
fn a_carve_out_is_open_once_read_back_exposes_one_tranche_and_is_stuck_by_the_clock() {
    let mut script = Script::default();
    script.known("US", "IR", START, draft(NoticeType::C1, "US", "IR"));
    let act = |verb: &'static str, tranche: u32| {
        let mut c1 = draft(NoticeType::C1, "US", "IR");
        let amount = c1.content.at("D.amount").cloned().expect("an amount");
        let channel = c1.content.get("A").cloned().expect("a channel");
        c1.content = Fields::new().with("A", channel);
        put(&mut c1, &["B", "verb"], Value::Word(verb));
        put(&mut c1, &["B", "tranche"], Value::Count(tranche));
        put(&mut c1, &["D", "amount"], amount);
        c1
    };
    script.say("US", START + HOUR, act("TRANCHE", 1));
    script.say("US", START + 2 * HOUR, act("TRANCHE", 2));
    script.say("US", START + 9 * DAY, act("CONFIRM", 1));
    script.say("US", START + 10 * DAY, act("TRANCHE", 2));
    script.say("US", START + 11 * DAY, act("AUDIT", 1));
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let seen = |at_ms: i64| {
        let carved = standing.at(&cut, at_ms).carve_outs().remove(0);
        let tranches = carved.tranches.iter().map(|t| format!("{} {}", t.tranche, t.state.word()));
        let left = carved.left.map(|left| left.to_string()).unwrap_or_default();
        format!("{} {left}: {}", carved.state.word(), tranches.collect::<Vec<_>>().join(", "))
    };
    assert_eq!(seen(START + 29 * MINUTE), "PROPOSED 20000000 EUR: ");
    assert_eq!(seen(START + 3 * HOUR), "OPEN 20000000 EUR: 1 REQUESTED", "never more than one exposed");
    assert_eq!(seen(START + HOUR + 8 * DAY - 1), "OPEN 20000000 EUR: 1 REQUESTED");
    assert_eq!(seen(START + HOUR + 8 * DAY), "OPEN 20000000 EUR: 1 STUCK");
    assert_eq!(seen(START + 9 * DAY), "OPEN 15000000 EUR: 1 CONFIRMED");
    assert_eq!(seen(START + 12 * DAY), "OPEN 15000000 EUR: 1 REPORTED, 2 REQUESTED");
}

/// Row 13: an offer committed to, then revealed; `honest` or with another text.
fn sealed_offer(script: &mut Script, by: &str, to: &str, at_ms: i64, reveal: bool, honest: bool) {
    let mut offer = draft(NoticeType::S1, by, to);
    let salt = [by.len() as u8 + 1; 32];
    let value = notice::sealed::commitment(&offer, &salt).expect("encodes");
    let due = Instant::from_ms(START + 2 * HOUR).expect("in range");
    let exchange = Code8::parse("X1").expect("a code");
    let sealed = |phase, value| notice::Sealed { phase, exchange: exchange.clone(), due, value };
    if reveal {
        offer.envelope.sealed = Some(sealed(SealPhase::Reveal, salt));
        if !honest {
            put(&mut offer, &["E"], Value::Word("PUBLISHED"));
        }
    } else {
        let package = offer.content.get("A").cloned().expect("a package");
        offer.content = Fields::new().with("A", package);
        offer.envelope.sealed = Some(sealed(SealPhase::Commit, value));
    }
    script.say(by, at_ms, offer);
    script.show(by, to);
}

#[test]
fn row_13_nothing_is_revealed_before_both_have_committed_and_who_does_not_reveal_is_named() {
    let seen = |script: &Script, at_ms: i64| {
        let standing = folded(&script.entries);
        let cut = cut(&script.entries);
        let exchange = standing.at(&cut, at_ms).sealed_exchanges().remove(0);
        let names: Vec<String> = exchange.state.names().iter().map(ToString::to_string).collect();
        format!("{} {}", exchange.state.word(), names.join(" "))
    };
    let mut script = Script::default();
    sealed_offer(&mut script, "US", "IR", START, false, true);
    sealed_offer(&mut script, "US", "IR", START + MINUTE, true, true);
    assert_eq!(
        seen(&script, START + 2 * MINUTE),
        "COMMITTED US",
        "a text shown too early counts for nothing"
    );
    sealed_offer(&mut script, "IR", "US", START + 20 * MINUTE, false, true);
    assert_eq!(seen(&script, START + 21 * MINUTE), "ALL-COMMITTED ");
    sealed_offer(&mut script, "US", "IR", START + 30 * MINUTE, true, true);
    assert_eq!(seen(&script, START + 31 * MINUTE), "REVEALED US");
    sealed_offer(&mut script, "IR", "US", START + 40 * MINUTE, true, false);
    assert_eq!(seen(&script, START + 41 * MINUTE), "REVEALED US", "another text than the one committed to");
    assert_eq!(seen(&script, START + 3 * HOUR), "NOT-REVEALED IR");
    sealed_offer(&mut script, "IR", "US", START + 50 * MINUTE, true, true);
    assert_eq!(seen(&script, START + 3 * HOUR), "CLOSED ");
}

/// Both parties say what comes to them about the last of the other's notices, known or not.
fn played(acts: &[(u8, u8, bool)]) -> Vec<Entry> {
    let Chain { mut script, finding, warning } = chain(true);
    let mut said: Vec<Number> = finding.into_iter().chain([warning]).collect();
    said.push(pending(&mut script, START + 105 * HOUR));
    let kinds = [
        NoticeType::A4,
        NoticeType::E3,
        NoticeType::A5,
        NoticeType::E1,
        NoticeType::T2,
        NoticeType::A6,
        NoticeType::P1,
        NoticeType::A1,
        NoticeType::C1,
        NoticeType::S1,
    ];
    for (step, (kind, about, late)) in acts.iter().enumerate() {
        let at_ms = START + (106 + step as i64) * HOUR;
        let kind = kinds[usize::from(*kind) % kinds.len()];
        let number = said[usize::from(*about) % said.len()].clone();
        let by = if *late { "IR" } else { "US" };
        let to = if *late { "US" } else { "IR" };
        let mut said_now = match kind {
            NoticeType::A4 if about % 2 == 0 => response("STOOD-DOWN", &number, at_ms),
            NoticeType::A4 => response("CONCLUDED", &number, at_ms),
            kind => draft(kind, by, to),
        };
        refer(
            &mut said_now,
            if kind == NoticeType::E3 { Relation::Answers } else { Relation::Follows },
            &number,
        );
        let number = if about % 3 == 0 {
            script.known(by, to, at_ms, said_now)
        } else {
            script.say(by, at_ms, said_now)
        };
        said.push(number);
    }
    script.entries
}

fn roots(standing: &Standing, entries: &[Entry], hours: i64) -> ([u8; 32], Vec<Vec<u8>>) {
    let whole = cut(entries);
    let stand = standing.at(&whole, START + hours * HOUR);
    (stand.root(), stand.items())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(32)
    ))]

    #[test]
    fn cases_cycles_and_operations_are_alike_in_any_order_of_admission(
        acts in prop::collection::vec((any::<u8>(), any::<u8>(), any::<bool>()), 0..6),
        choices in prop::collection::vec(any::<u16>(), 1..32),
        hours in 0i64..900,
    ) {
        let entries = played(&acts);
        let other = crate::orders::reordered(&entries, &choices);
        prop_assert_eq!(
            roots(&folded(&entries), &entries, hours),
            roots(&folded(&other), &entries, hours)
        );
    }
}

/// A line of one act in the shipped case's place, an incident inside it, a NOTIFY of it.
fn notified() -> (Script, Number) {
    let mut script = Script::default();
    let mut t1 = draft(NoticeType::T1, "US", "IR");
    put(&mut t1, &["G"], Value::Record(Fields::new().with("count", Value::Count(1))));
    t1.content.remove("M");
    script.known("US", "IR", START, t1);
    let told = incident("33.790 42.445", START + 2 * HOUR);
    let e1 = script.known("US", "IR", START + 3 * HOUR, told);
    script.known("US", "IR", START + 4 * HOUR, draft(NoticeType::T3, "US", "IR"));
    (script, e1)
}

fn crossing_word(script: &Script, as_of_ms: i64) -> &'static str {
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let crossings = standing.at(&cut, as_of_ms).crossings();
    crossings.first().map_or("none", |crossed| crossed.state.word())
}

#[test]
fn a_crossing_is_excused_once_its_incident_is_corrected_out_of_the_line() {
    let (mut script, e1) = notified();
    assert_eq!(crossing_word(&script, START + 5 * HOUR), "NOTIFIED");
    let mut mended = incident("36.790 42.445", START + 2 * HOUR);
    refer(&mut mended, Relation::Amends, &e1);
    script.known("US", "IR", START + 6 * HOUR, mended);
    assert_eq!(crossing_word(&script, START + 5 * HOUR), "NOTIFIED");
    assert_eq!(crossing_word(&script, START + 7 * HOUR), "EXCUSED");
}
