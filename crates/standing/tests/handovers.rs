//! Exchanges of persons, leaks and successions as the folds tell them.

use crate::script::*;
use line::entry::{Kind, Lane};
use notice::vocabulary::{NoticeType, OfficerMark, Relation};
use notice::{Code8, Draft, Fields, Instant, Number, Station, Value};
use standing::Standing;
use standing::person_exchange::ExchangeState;

const DAY: i64 = 24 * HOUR;

fn c2(by: &str, verb: &'static str, group: Option<u32>) -> Draft {
    let to = if by == "US" { "IR" } else { "US" };
    let mut it = draft(NoticeType::C2, by, to);
    if by == "CH" {
        it.envelope.from = Station::parse("CH/DESK").expect("a station");
    }
    put(&mut it, &["A", "verb"], Value::Word(verb));
    if let Some(group) = group {
        put(&mut it, &["A", "group"], Value::Count(group));
    }
    it
}

/// Groups of two and two, then one and one; each condition witnessed by CH/DESK.
fn listed() -> Draft {
    let mut it = c2("US", "LIST", None);
    let side = |group: u32, held_by: &str, persons: &[&str]| {
        let code = |text: &&str| Value::Code(Code8::parse(text).expect("a code"));
        let fields = Fields::new()
            .with("group", Value::Count(group))
            .with("held-by", Value::Code(Code8::parse(held_by).expect("a code")))
            .with("persons", Value::List(persons.iter().map(code).collect()));
        Value::Record(fields)
    };
    let groups = vec![
        side(1, "IR", &["P01", "P02"]),
        side(1, "US", &["Q01", "Q02"]),
        side(2, "IR", &["P03"]),
        side(2, "US", &["Q03"]),
    ];
    put(&mut it, &["B", "count"], Value::Count(6));
    put(&mut it, &["B", "groups"], Value::List(groups));
    it
}

fn released(by: &str, group: u32, persons: &[(&str, &'static str)]) -> Draft {
    let mut it = c2(by, "RELEASED", Some(group));
    let person = |(id, status): &(&str, &'static str)| {
        let id = Value::Code(Code8::parse(id).expect("a code"));
        Value::Record(Fields::new().with("person", id).with("status", Value::Word(status)))
    };
    put(&mut it, &["C"], Value::List(persons.iter().map(person).collect()));
    it
}

fn met(group: u32) -> Draft {
    let mut it = c2("CH", "MET", Some(group));
    let text =
        notice::template::template(NoticeType::C2).expect("a template").replace("met = false", "met = true");
    let conditions = notice::file::draft_from_toml(&text).expect("a draft").content.get("E").cloned();
    it.content.set("E", conditions.expect("conditions"));
    it
}

fn folds(script: &Script, of: impl Fn(&standing::Stand<'_>) -> String, as_of_ms: i64) -> String {
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    of(&standing.at(&cut, as_of_ms))
}

fn groups(script: &Script) -> String {
    folds(
        script,
        |stand| {
            let all = stand.person_exchanges();
            let words = all[0].inner.groups().values().map(|group| group.state.word());
            assert!(all[0].inner.exposed() <= 1, "never more than one group");
            words.collect::<Vec<_>>().join(" ")
        },
        START + 20 * DAY,
    )
}

#[test]
fn row_50_groups_go_one_after_the_other_and_who_declines_counts_as_released() {
    let mut script = Script::default();
    let mut at_ms = START;
    let mut say = |script: &mut Script, by: &str, draft: Draft| {
        at_ms += HOUR;
        script.say(by, at_ms, draft);
        for other in ["US", "IR", "CH"].into_iter().filter(|other| *other != by) {
            script.show(by, other);
        }
    };
    say(&mut script, "US", listed());
    assert_eq!(groups(&script), "LISTED LISTED");
    say(&mut script, "CH", met(2));
    say(&mut script, "IR", c2("IR", "GO", Some(1)));
    assert_eq!(groups(&script), "LISTED LISTED", "a group waits for its turn, a go for its position");
    say(&mut script, "CH", met(1));
    say(&mut script, "IR", c2("IR", "IN-POSITION", Some(1)));
    assert_eq!(groups(&script), "PRECONDITIONS-MET LISTED");
    say(&mut script, "US", c2("US", "IN-POSITION", Some(1)));
    say(&mut script, "US", c2("US", "GO", Some(1)));
    assert_eq!(groups(&script), "IN-POSITION LISTED", "one go is not two");
    say(&mut script, "IR", c2("IR", "GO", Some(1)));
    assert_eq!(groups(&script), "TRIGGERED LISTED");
    say(&mut script, "US", c2("US", "ABORT", Some(1)));
    say(&mut script, "IR", released("IR", 1, &[("P01", "RELEASED"), ("P02", "DECLINES-RETURN")]));
    assert_eq!(groups(&script), "TRIGGERED LISTED", "no way back, and only one side has released");
    say(&mut script, "US", released("US", 1, &[("Q01", "RELEASED"), ("Q02", "RELEASED")]));
    assert_eq!(groups(&script), "RELEASED LISTED");
    say(&mut script, "US", c2("US", "RECEIPT", Some(1)));
    say(&mut script, "IR", c2("IR", "RECEIPT", Some(1)));
    assert_eq!(groups(&script), "CUSTODY-RECEIPTED LISTED");
    say(&mut script, "CH", met(2));
    say(&mut script, "IR", c2("IR", "ABORT", Some(2)));
    assert_eq!(groups(&script), "CUSTODY-RECEIPTED ABORTED", "called off before the go: custody unchanged");
    say(&mut script, "CH", met(2));
    for by in ["IR", "US"] {
        say(&mut script, by, c2(by, "IN-POSITION", Some(2)));
    }
    for by in ["IR", "US"] {
        say(&mut script, by, c2(by, "GO", Some(2)));
    }
    say(&mut script, "US", released("US", 2, &[("Q03", "DECLINES-RETURN")]));
    say(&mut script, "IR", released("IR", 2, &[("P03", "RELEASED")]));
    for by in ["IR", "US"] {
        say(&mut script, by, c2(by, "RECEIPT", Some(2)));
    }
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let all = standing.at(&cut, START + 20 * DAY).person_exchanges();
    assert!(matches!(all[0].state(), ExchangeState::Closed { .. }));
    assert_eq!(all[0].inner.released(), (6, 2));
    assert_eq!(all[0].refused.len(), 3, "MET and GO out of turn, ABORT after the go");
}

fn leak(script: &Script, as_of_ms: i64) -> String {
    folds(script, |stand| stand.leaks().iter().map(|leak| leak.state.word()).collect(), as_of_ms)
}

#[test]
fn rows_47_and_48_a_leak_is_declared_agreed_rotated_and_closed() {
    let mut script = Script::default();
    let first = script.say("US", START, draft(NoticeType::P2, "US", "IR"));
    script.show("US", "IR");
    assert_eq!(leak(&script, START + HOUR), "DECLARED");
    let mut other = draft(NoticeType::P2, "IR", "US");
    put(&mut other, &["C"], Value::Word("DENY-CATEGORY"));
    refer(&mut other, Relation::Answers, &first);
    script.say("IR", START + 2 * HOUR, other);
    assert_eq!(leak(&script, START + 3 * HOUR), "DECLARED", "another line is no agreement");
    let mut same = draft(NoticeType::P2, "IR", "US");
    refer(&mut same, Relation::Answers, &first);
    script.say("IR", START + 3 * HOUR, same);
    script.show("IR", "US");
    assert_eq!(leak(&script, START + 4 * HOUR), "LINE-AGREED");
    script.turn("US");
    script.write("US", START + 5 * HOUR, Kind::Control, Lane::Service, Vec::new());
    assert_eq!(leak(&script, START + 6 * HOUR), "LINE-AGREED", "one side alone is no rotation");
    script.turn("IR");
    script.write("IR", START + 7 * HOUR, Kind::Control, Lane::Service, Vec::new());
    assert_eq!(leak(&script, START + 8 * HOUR), "CLOSED", "both said that what was agreed stands");
}

#[test]
fn a_leak_that_one_side_does_not_affirm_stays_rotated() {
    let mut script = Script::default();
    let first = script.say("US", START, draft(NoticeType::P2, "US", "IR"));
    script.show("US", "IR");
    let mut same = draft(NoticeType::P2, "IR", "US");
    put(&mut same, &["F"], Value::Flag(false));
    refer(&mut same, Relation::Answers, &first);
    let answer = script.say("IR", START + HOUR, same);
    for party in ["US", "IR"] {
        script.turn(party);
        script.write(party, START + 2 * HOUR, Kind::Control, Lane::Service, Vec::new());
    }
    assert_eq!(leak(&script, START + 3 * HOUR), "ROTATED");
    let mut affirms = draft(NoticeType::P2, "IR", "US");
    refer(&mut affirms, Relation::Follows, &answer);
    script.say("IR", START + 4 * HOUR, affirms);
    assert_eq!(leak(&script, START + 5 * HOUR), "CLOSED");
}

fn succession(items: &[(&Number, &'static str, Option<i64>)]) -> Draft {
    let mut it = draft(NoticeType::L6, "US", "IR");
    it.content =
        Fields::new().with("A", Value::Record(Fields::new().with("verb", Value::Word("SUCCESSION"))));
    let item = |(number, verdict, until): &(&Number, &'static str, Option<i64>)| {
        let item = Fields::new()
            .with("number", Value::Number((*number).clone()))
            .with("verdict", Value::Word(verdict));
        let until = until.map(|until| Value::Instant(Instant::from_ms(until).expect("in range")));
        Value::Record(until.into_iter().fold(item, |item, until| item.with("until", until)))
    };
    if !items.is_empty() {
        it.content.set("E", Value::List(items.iter().map(item).collect()));
    }
    it
}

#[test]
fn row_54_a_successor_affirms_suspends_or_disowns_each_item_and_nothing_lapses_silently() {
    let mut script = Script::default();
    let first = script.known("US", "IR", START, draft(NoticeType::T1, "US", "IR"));
    let limits = script.known("US", "IR", START + HOUR, draft(NoticeType::A3, "US", "IR"));
    script.known("IR", "US", START + 2 * HOUR, draft(NoticeType::E1, "IR", "US"));
    script.say("US", START + DAY, succession(&[]));
    let told = |script: &Script, as_of_ms: i64| {
        folds(
            script,
            |stand| {
                let it = &stand.successions()[0];
                let (done, of) = it.reviewed();
                format!("{} {done}/{of} line {}", it.state.word(), stand.red_lines()[0].state.word())
            },
            as_of_ms,
        )
    };
    assert_eq!(told(&script, START + DAY + HOUR), "OPEN 0/2 line IN-FORCE");
    assert_eq!(told(&script, START + 2 * DAY), "REVIEWING 0/2 line IN-FORCE", "it stands, unreviewed");
    let until = START + 30 * DAY;
    script.say("US", START + 3 * DAY, succession(&[(&first, "SUSPEND", Some(until))]));
    assert_eq!(told(&script, START + 3 * DAY + HOUR), "REVIEWING 1/2 line SUSPENDED");
    script.say("US", START + 4 * DAY, succession(&[(&limits, "AFFIRM", None)]));
    assert_eq!(told(&script, START + 4 * DAY + HOUR), "COMPLETE 2/2 line SUSPENDED");
    assert_eq!(told(&script, until), "COMPLETE 2/2 line IN-FORCE", "a suspension ends by its clock");
    let due = folds(
        &script,
        |stand| {
            let reviews = stand.duties().into_iter().filter(|duty| duty.what.word() == "REVIEW");
            let word =
                |duty: standing::duty::Duty| format!("{} {:?}", duty.part, duty.at_ms.map(|at| at - START));
            reviews.map(word).collect::<Vec<_>>().join(";")
        },
        START + 3 * DAY,
    );
    assert_eq!(due, format!("1/2 {:?}", Some(9 * DAY)), "reminded 7 d after it took effect");
}

#[test]
fn disowning_withdraws_a_line_and_only_what_its_own_party_said_is_reviewed() {
    let mut script = Script::default();
    let own = script.known("US", "IR", START, draft(NoticeType::T1, "US", "IR"));
    let theirs = script.known("IR", "US", START + HOUR, draft(NoticeType::A3, "IR", "US"));
    script.say("US", START + DAY, succession(&[]));
    script.say("US", START + 3 * DAY, succession(&[(&own, "DISOWN", None), (&theirs, "DISOWN", None)]));
    let words = folds(
        &script,
        |stand| {
            let lines = stand.red_lines().into_iter().map(|line| line.state.word().to_owned());
            let limits = stand.operations().into_iter().map(|it| it.state.word().to_owned());
            lines.chain(limits).collect::<Vec<_>>().join(" ")
        },
        START + 4 * DAY,
    );
    assert_eq!(words, "WITHDRAWN IN-FORCE");
}

#[test]
fn a_protected_site_waits_for_every_principals_acting_echelon() {
    let mut script = Script::default();
    let site = script.known("US", "IR", START, draft(NoticeType::A6, "US", "IR"));
    let state = |standing: &Standing, script: &Script| {
        standing.at(&cut(&script.entries), START + DAY).sites()[0].state.word()
    };
    assert_eq!(state(&folded(&script.entries), &script), "LISTED");
    let mut k6 = draft(NoticeType::L2, "IR", "US");
    k6.content = Fields::new()
        .with("A", Value::Number(site))
        .with("B", Value::Word(OfficerMark::K6.word()))
        .with("C", Value::Instant(Instant::from_ms(START + HOUR).expect("in range")))
        .with("D", Value::Code(Code8::parse("WATCH1").expect("a code")))
        .with("E", Value::Word("LOCAL"));
    script.say("IR", START + HOUR, k6);
    assert_eq!(state(&folded(&script.entries), &script), "EFFECTIVE");
}

#[test]
fn row_53_a_site_is_struck_after_notice_once_a_strike_inside_its_buffer_is_told() {
    let struck = |point: &str, hours: i64, act: &'static str| {
        let mut script = Script::default();
        script.known("US", "IR", START, draft(NoticeType::A6, "US", "IR"));
        let text = notice::template::template(NoticeType::E1).expect("a template");
        let text = text.replace("33.755 42.419", point);
        let mut told = notice::file::draft_from_toml(&text).expect("a draft");
        put(&mut told, &["A"], Value::Word(act));
        put(&mut told, &["B", "earliest"], at(START + hours * HOUR));
        put(&mut told, &["B", "latest"], at(START + hours * HOUR));
        script.say("US", START + 2 * DAY, told);
        folds(
            &script,
            |stand| format!("{:?}", stand.sites()[0].struck.as_ref().map(|s| s.0 - START)),
            START + 3 * DAY,
        )
    };
    assert_eq!(struck("34.302 47.101", 30, "ONE-WAY-DRONE"), format!("{:?}", Some(30 * HOUR)));
    assert_eq!(struck("34.302 47.101", -1, "ONE-WAY-DRONE"), "None", "before the notice");
    assert_eq!(struck("34.402 47.101", 30, "ONE-WAY-DRONE"), "None", "eleven kilometres off");
    assert_eq!(struck("34.302 47.101", 30, "DETENTION"), "None", "no strike");
}

#[test]
fn a_strike_that_the_own_node_saw_names_the_site_and_moves_no_state_before_its_e1_is_released() {
    let mut script = Script::default();
    let site = script.known("US", "IR", START, draft(NoticeType::A6, "US", "IR"));
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let stand = standing.at(&cut, START + DAY);
    let instant = |ms| Instant::from_ms(ms).expect("in range");
    let strike = |lat_e7: i64, hours: i64| notice::draft_strike::Strike {
        act: notice::vocabulary::ActClass::AirStrike,
        at: notice::Point::from_e7(lat_e7, 471_000_000).expect("on the globe"),
        error_m: 100,
        when: (instant(START + hours * HOUR), instant(START + hours * HOUR)),
    };
    assert_eq!(stand.struck_by(&strike(343_020_000, 20)), std::slice::from_ref(&site));
    assert_eq!(stand.struck_by(&strike(343_020_000, -20)), [], "before the notice");
    assert_eq!(stand.struck_by(&strike(353_020_000, 20)), [], "far off");
    assert_eq!(stand.sites()[0].struck, None, "nobody was told");
    let envelope = draft(NoticeType::E1, "US", "IR").envelope;
    let e1 = notice::draft_strike::draft_strike(&strike(343_020_000, 20), &envelope, &[site]);
    assert_eq!(notice::validate::validate(&e1, &notice::Apart, None), []);
}
