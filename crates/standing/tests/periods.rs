//! What a REAFFIRM does to the period of a red line: prolongs it, or leaves a gap on record.

use crate::script::*;
use notice::vocabulary::NoticeType;
use notice::{Draft, LineVersion, Value};
use standing::duty::What;

const DAY: i64 = 24 * HOUR;

/// A red line of IR that lasts 90 days from its release.
fn declared() -> Script {
    let mut script = Script::default();
    let mut t1 = draft(NoticeType::T1, "IR", "US");
    put(&mut t1, &["A"], Value::Line(LineVersion::parse("IR-1/1").expect("a line")));
    script.known("IR", "US", START, t1);
    script
}

/// A T2 on version 1 with a verb, in effect not before a day.
fn t2(verb: &'static str, day: i64, until_day: Option<i64>) -> Draft {
    let mut t2 = draft(NoticeType::T2, "IR", "US");
    put(&mut t2, &["A"], Value::Line(LineVersion::parse("IR-1/1").expect("a line")));
    put(&mut t2, &["B", "verb"], Value::Word(verb));
    if let Some(day) = until_day {
        put(&mut t2, &["B", "until"], at(START + day * DAY));
    }
    put(&mut t2, &["D"], at(START + day * DAY));
    t2.content.remove("C");
    t2
}

fn state(script: &Script, at_ms: i64) -> &'static str {
    folded(&script.entries).at(&cut(&script.entries), at_ms).red_lines()[0].state.word()
}

fn asked_to_reaffirm(script: &Script, at_ms: i64) -> Option<Option<i64>> {
    let standing = folded(&script.entries);
    let duties = standing.at(&cut(&script.entries), at_ms).duties();
    duties.iter().find(|duty| duty.what == What::Reaffirm).map(|duty| duty.at_ms.map(|by| (by - START) / DAY))
}

#[test]
fn a_reaffirmation_in_time_prolongs_a_line_without_a_gap_for_as_long_as_it_was() {
    let mut script = declared();
    assert_eq!(state(&script, START + 90 * DAY), "EXPIRED");
    assert_eq!(asked_to_reaffirm(&script, START + 83 * DAY), None);
    assert_eq!(
        asked_to_reaffirm(&script, START + 84 * DAY),
        Some(Some(90)),
        "72 h and the notice of 72 h before"
    );
    script.known("IR", "US", START + 84 * DAY, t2("REAFFIRM", 87, None));
    for day in [87, 89, 90, 120, 176] {
        assert_eq!(state(&script, START + day * DAY), "IN-FORCE", "day {day}");
    }
    assert_eq!(asked_to_reaffirm(&script, START + 88 * DAY), None, "it was");
    assert_eq!(asked_to_reaffirm(&script, START + 172 * DAY), Some(Some(177)), "90 days from day 87");
    assert_eq!(state(&script, START + 177 * DAY), "EXPIRED", "what is re-affirmed ends too");
}

#[test]
fn a_later_one_leaves_the_gap_on_record_and_ends_as_well() {
    let mut script = declared();
    script.known("IR", "US", START + 95 * DAY, t2("REAFFIRM", 98, None));
    let seen = [89, 90, 97, 98, 187, 188].map(|day| state(&script, START + day * DAY));
    assert_eq!(seen, ["IN-FORCE", "EXPIRED", "EXPIRED", "IN-FORCE", "IN-FORCE", "EXPIRED"]);
}

#[test]
fn one_that_nobody_has_read_back_prolongs_nothing() {
    let mut script = declared();
    script.say("IR", START + 84 * DAY, t2("REAFFIRM", 87, None));
    script.show("IR", "US");
    assert_eq!(state(&script, START + 90 * DAY), "EXPIRED");
}

#[test]
fn the_end_of_a_suspension_revives_nothing_that_has_run_out() {
    let mut script = declared();
    script.say("IR", START + 80 * DAY, t2("SUSPEND", 80, Some(100)));
    script.show("IR", "US");
    let seen = [79, 80, 89, 90, 101].map(|day| state(&script, START + day * DAY));
    assert_eq!(seen, ["IN-FORCE", "SUSPENDED", "SUSPENDED", "EXPIRED", "EXPIRED"]);
}

#[test]
fn a_version_made_by_amendment_has_the_period_that_was_prolonged_before_it() {
    let mut script = declared();
    script.known("IR", "US", START + 60 * DAY, t2("REAFFIRM", 63, None));
    let mut second = draft(NoticeType::T2, "IR", "US");
    put(&mut second, &["D"], at(START + 70 * DAY));
    script.known("IR", "US", START + 69 * DAY, second);
    let second = |day: i64| {
        let lines = folded(&script.entries).at(&cut(&script.entries), START + day * DAY).red_lines();
        lines.iter().find(|line| line.line.version == 2).map(|line| line.state.word())
    };
    assert_eq!(second(71), Some("IN-FORCE"));
    assert_eq!(second(152), Some("IN-FORCE"), "90 days from day 63, not from day 0");
    assert_eq!(second(153), Some("EXPIRED"));
}
