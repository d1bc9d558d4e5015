//! Marks, lives, answers, lines and crossings as the folds tell them.

use crate::script::*;
use line::entry::{Kind, Lane, NoticeBody};
use notice::vocabulary::{Mark, NoticeType, Question};
use notice::{Fields, Number, Value};
use standing::answer::Answer;
use standing::error::StandError;
use standing::matching::Outcome;
use standing::{Delivery, Standing};

fn m0(script: &Script, number: &Number, as_of_ms: i64) -> Delivery {
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    standing.at(&cut, as_of_ms).delivery(number, &party("IR")).expect("an addressee")
}

fn line_word(standing: &Standing, script: &Script, as_of_ms: i64) -> &'static str {
    standing.at(&cut(&script.entries), as_of_ms).red_lines()[0].state.word()
}

#[test]
fn a_wrong_read_back_sets_no_k3_and_a_right_one_puts_the_line_in_force() {
    let mut script = Script::default();
    let t1 = script.say("US", START, draft(NoticeType::T1, "US", "IR"));
    script.show("US", "IR");
    script.open("IR", START + 5 * MINUTE, &t1);
    script.read_back("IR", START + 30 * MINUTE, &t1, "5 km");
    let wrong = m0(&script, &t1, START + HOUR);
    assert_eq!(wrong.read_backs[0].outcome, Outcome::Mismatch(vec!["E".into()]));
    assert_eq!(wrong.marks.keys().copied().collect::<Vec<_>>(), [Mark::K1, Mark::K2]);
    assert_eq!(line_word(&folded(&script.entries), &script, START + HOUR), "DECLARED");
    script.read_back("IR", START + 45 * MINUTE, &t1, "15 km");
    let right = m0(&script, &t1, START + HOUR);
    assert_eq!(right.marks[&Mark::K3], START + 45 * MINUTE);
    assert_eq!(line_word(&folded(&script.entries), &script, START + HOUR), "IN-FORCE");
    assert_eq!(line_word(&folded(&script.entries), &script, START + 91 * 24 * HOUR), "EXPIRED");
}

#[test]
fn a_planted_fold_counts_a_mismatched_read_back() {
    let mut script = Script::default();
    let t1 = script.say("US", START, draft(NoticeType::T1, "US", "IR"));
    script.show("US", "IR");
    script.open("IR", START + 5 * MINUTE, &t1);
    script.read_back("IR", START + 30 * MINUTE, &t1, "5 km");
    let planted =
        folded(&script.entries).with_planted(standing::Planted { count_mismatched_read_back: true });
    assert_eq!(line_word(&planted, &script, START + HOUR), "IN-FORCE");
}

#[test]
fn a_read_back_before_the_opening_and_one_of_another_entry_move_nothing() {
    let mut script = Script::default();
    let t1 = script.say("US", START, draft(NoticeType::T1, "US", "IR"));
    script.show("US", "IR");
    script.read_back("IR", START + MINUTE, &t1, "15 km");
    let early = m0(&script, &t1, START + HOUR);
    assert!(!early.has(Mark::K3));
    assert_eq!(early.refused[0].1, StandError::NotOpened { subject: t1.to_string() });
}

#[test]
fn constructive_notice_runs_only_while_the_watch_is_manned_by_its_own_tests() {
    let mut script = Script::default();
    let t1 = script.say("US", START, draft(NoticeType::T1, "US", "IR"));
    script.show("US", "IR");
    for hour in 0..9 {
        script.test("IR", START + MINUTE + hour * HOUR, hour != 2);
    }
    let at = |hours: i64| m0(&script, &t1, START + hours * HOUR).constructive_ms;
    assert_eq!(at(7), None, "the hour without a watch does not count");
    assert_eq!(at(8), Some(START + MINUTE + 7 * HOUR));
    assert_eq!(line_word(&folded(&script.entries), &script, START + 8 * HOUR), "IN-FORCE");
    assert!(!m0(&script, &t1, START + 8 * HOUR).has(Mark::K3), "never printed as K3");
}

fn ask(script: &mut Script) -> Number {
    let t1 = script.say("IR", START - HOUR, draft(NoticeType::T1, "IR", "US"));
    script.show("IR", "US");
    let mut ask = draft(NoticeType::L4, "US", "IR");
    let about = Fields::new().with("number", Value::Number(t1)).with("paragraph", Value::Text("E".into()));
    ask.content = Fields::new()
        .with("A", Value::Word("ASK"))
        .with("B", Value::Record(about))
        .with("C", Value::Word(Question::When.word()));
    let ask = script.say("US", START, ask);
    script.show("US", "IR");
    script.open("IR", START + 5 * MINUTE, &ask);
    ask
}

fn answer(script: &mut Script, at_ms: i64, asked: &Number) -> Number {
    let mut answer = draft(NoticeType::L4, "IR", "US");
    let about =
        Fields::new().with("number", Value::Number(asked.clone())).with("paragraph", Value::Text("C".into()));
    let says = Fields::new().with("text", Value::Text("at noon".into()));
    answer.content = Fields::new()
        .with("A", Value::Word("ANSWER"))
        .with("B", Value::Record(about))
        .with("C", Value::Word(Question::When.word()))
        .with("D", Value::Record(says));
    script.say("IR", at_ms, answer)
}

#[test]
fn a_question_unanswered_at_its_due_time_is_a_non_answer_and_a_later_answer_is_late_and_revised() {
    let mut script = Script::default();
    let asked = ask(&mut script);
    let due = START + 5 * MINUTE + 4 * HOUR;
    assert_eq!(m0(&script, &asked, due - 1).answer, Answer::Due { at_ms: due });
    assert_eq!(m0(&script, &asked, due).answer, Answer::NonAnswer { since_ms: due });
    assert!(m0(&script, &asked, due).has(Mark::N5));
    let late = answer(&mut script, due + HOUR, &asked);
    let state = m0(&script, &asked, due + 2 * HOUR);
    assert_eq!(state.answer, Answer::AnsweredLate { by: Some(late), since_ms: due });
    assert!(state.has(Mark::N5) && state.has(Mark::K7), "the non-answer stays on record");
    let standing = folded(&script.entries);
    let revised = standing.at(&cut(&script.entries), due + 2 * HOUR).revised();
    assert!(revised.iter().any(|r| (r.was, r.is) == ("NON-ANSWER", "ANSWERED-LATE")), "{revised:?}");
}

#[test]
fn an_arrival_record_that_proves_timeliness_turns_it_into_answered_and_lists_it() {
    let mut script = Script::default();
    let asked = ask(&mut script);
    let due = START + 5 * MINUTE + 4 * HOUR;
    script.show("IR", "US");
    let reply = answer(&mut script, due - HOUR, &asked);
    script.test("US", due + HOUR, true);
    script.show("IR", "US");
    let entry = script.entry_of(&reply);
    let before = m0(&script, &asked, due + 2 * HOUR).answer;
    assert_eq!(before.word(), "ANSWERED-LATE", "nothing shows yet that it came in time");
    script.arrived("US", due + 2 * HOUR, entry, due - HOUR + MINUTE);
    assert_eq!(m0(&script, &asked, due + 2 * HOUR).answer, Answer::Answered { by: Some(reply) });
    let standing = folded(&script.entries);
    let revised = standing.at(&cut(&script.entries), due + 2 * HOUR).revised();
    let listed = revised.iter().any(|r| (r.was, r.is) == ("NON-ANSWER", "ANSWERED") && r.because == entry);
    assert!(listed, "{revised:?}");
}

#[test]
fn a_late_read_back_is_listed_with_what_stood_before() {
    let mut script = Script::default();
    let t1 = script.say("US", START, draft(NoticeType::T1, "US", "IR"));
    script.show("US", "IR");
    script.open("IR", START + 5 * MINUTE, &t1);
    script.show("IR", "US");
    script.read_back("IR", START + 30 * MINUTE, &t1, "15 km");
    script.test("US", START + 2 * HOUR, true);
    script.show("IR", "US");
    script.test("US", START + 3 * HOUR, true);
    let standing = folded(&script.entries);
    let revised = standing.at(&cut(&script.entries), START + 3 * HOUR).revised();
    let words: Vec<(&str, &str)> = revised.iter().map(|r| (r.was, r.is)).collect();
    assert_eq!(words, [("DECLARED", "IN-FORCE")]);
}

#[test]
fn what_is_not_canonical_is_kept_and_shown_and_never_panics() {
    let mut script = Script::default();
    for bytes in [vec![], vec![0xff], vec![0x84, 1, 2, 3], vec![0; 400]] {
        let body = line::cbor::encode(&NoticeBody { bytes: bytes.into(), record_sig: None, flare: None });
        script.write("US", START, Kind::Notice, Lane::Routine, body);
    }
    script.write("US", START, Kind::Notice, Lane::Routine, vec![1, 2, 3]);
    let standing = folded(&script.entries);
    let cut = cut(&script.entries);
    let stand = standing.at(&cut, START);
    assert_eq!(stand.illegible().count(), 5);
    assert_eq!(stand.notices().count(), 0);
}

/// An E1 as bytes, with one pair of bytes of its canonical form replaced.
fn altered(script: &Script, number: &Number, from: &[u8], to: &[u8]) -> Vec<u8> {
    let standing = folded(&script.entries);
    let whole = cut(&script.entries);
    let bytes = standing.at(&whole, START).notice(number).expect("here").notice.encode().expect("canonical");
    let at = bytes.windows(from.len()).position(|window| window == from).expect("it stands");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn types_fields_and_words_of_a_later_version_are_kept_shown_as_unknown_and_folded_as_nothing() {
    let mut script = Script::default();
    let number = script.say("US", START, draft(NoticeType::E1, "US", "IR"));
    let kind = NoticeType::E1.number();
    let (head, type_99) = ([0xa5, 0, 1, 1, 0x18, kind], [0xa5, 0, 1, 1, 0x18, 99]);
    let short = [0xa5, 0, 1, 1, kind];
    let plain = altered(&script, &number, if kind < 24 { &short } else { &head }, &type_99);
    // The last field of the content is one that no field of an E1 has; the last word of the envelope is one too many.
    let known = altered(&script, &number, &[0xa5, 0, 1, 1], &[0xa5, 0, 1, 1]);
    let mut field = known.clone();
    let content = content_at(&field);
    field[content] += 1;
    field.extend([0x17, 0xf5]);
    let mut word = known;
    let status = word.windows(2).position(|pair| pair == [1, 1] || pair == [1, 2]).expect("a status");
    assert!(status > 0);
    let envelope = word.windows(2).position(|pair| pair[0] == 3 && pair[1] >> 5 == 5).expect("an envelope");
    assert_eq!(word[envelope + 2], 1, "the status comes first");
    word[envelope + 3] = 9;
    let before = folded(&script.entries).at(&cut(&script.entries), START + HOUR).matters();
    for bytes in [plain, field, word] {
        let body = line::cbor::encode(&NoticeBody { bytes: bytes.into(), record_sig: None, flare: None });
        script.write("US", START, Kind::Notice, Lane::Priority, body);
    }
    let standing = folded(&script.entries);
    let whole = cut(&script.entries);
    let stand = standing.at(&whole, START + HOUR);
    let shown: Vec<String> = stand.illegible().map(|it| it.why.to_string()).collect();
    for (why, what) in shown.iter().zip(["type 99", "field 23", "status word 9"]) {
        assert!(why.contains("E-STAND-008") && why.contains(what), "{why}");
    }
    assert_eq!((shown.len(), stand.notices().count()), (3, 1));
    assert_eq!(stand.matters(), before, "nothing is folded from them");
    let items = stand.items();
    for unknown in stand.illegible() {
        let kept = items.iter().any(|item| item.windows(32).any(|window| window == unknown.entry.0));
        assert!(kept, "it stands in the root, so that nobody can drop it alone");
    }
}

/// Where the head of the content stands in canonical bytes: the map behind key 4 of the outer map.
fn content_at(bytes: &[u8]) -> usize {
    let mut decoder = minicbor::Decoder::new(bytes);
    decoder.map().expect("a map");
    loop {
        let key = decoder.u8().expect("a key");
        if key == 4 {
            return decoder.position();
        }
        decoder.skip().expect("a value");
    }
}

#[test]
fn a_notice_in_another_partys_entry_is_not_taken_in() {
    let mut script = Script::default();
    let number = script.say("US", START, draft(NoticeType::E1, "US", "IR"));
    let standing = folded(&script.entries);
    let whole = cut(&script.entries);
    let notice = standing.at(&whole, START).notice(&number).expect("here").notice.clone();
    script.notice("IR", START, &notice, Lane::Priority);
    let standing = folded(&script.entries);
    let whole = cut(&script.entries);
    assert_eq!(standing.at(&whole, START).illegible().count(), 1);
}

#[test]
fn a_crossing_is_notified_only_for_a_line_in_force_and_goes_unanswered_by_the_clock() {
    let mut script = Script::default();
    let t1 = script.say("US", START, draft(NoticeType::T1, "US", "IR"));
    script.show("US", "IR");
    let early = script.say("US", START + MINUTE, draft(NoticeType::T3, "US", "IR"));
    script.open("IR", START + 5 * MINUTE, &t1);
    script.read_back("IR", START + 6 * MINUTE, &t1, "15 km");
    script.show("IR", "US");
    let notify = script.say("US", START + HOUR, draft(NoticeType::T3, "US", "IR"));
    let crossings = |script: &Script, as_of: i64| {
        let standing = folded(&script.entries);
        let cut = cut(&script.entries);
        let stand = standing.at(&cut, as_of);
        let told = stand.crossings().into_iter().map(|c| (c.notify, c.state.word())).collect::<Vec<_>>();
        (told, stand.refused().len())
    };
    assert_eq!(crossings(&script, START + 2 * HOUR), (vec![(notify.clone(), "NOTIFIED")], 1));
    assert_ne!(early, notify);
    let stale = crossings(&script, START + 15 * 24 * HOUR).0;
    assert_eq!(stale, [(notify.clone(), "STALE")]);
    let mut answer = draft(NoticeType::T3, "IR", "US");
    let says = Fields::new().with("verb", Value::Word("ANSWER")).with("answer", Value::Word("DISPUTED"));
    let line = answer.content.get("A").cloned().expect("a line");
    answer.content = Fields::new().with("A0", Value::Record(says)).with("A", line);
    answer.envelope.refs =
        vec![notice::Reference { relation: notice::vocabulary::Relation::Answers, number: notify.clone() }];
    script.show("US", "IR");
    script.say("IR", START + 3 * HOUR, answer);
    assert_eq!(crossings(&script, START + 4 * HOUR).0, [(notify, "DISPUTED")]);
}
