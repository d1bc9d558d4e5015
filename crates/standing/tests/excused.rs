//! A notified crossing and an accident within six hours of its event: told before or after, held or not when the NOTIFY
//! was written, written after it and dated before.

use crate::matters::incident;
use crate::script::*;
use notice::vocabulary::NoticeType;
use notice::{Fields, Span, Value};

/// One drone makes a crossing, unless an accident is told within six hours.
fn line(script: &mut Script) {
    let mut t1 = draft(NoticeType::T1, "US", "IR");
    put(&mut t1, &["G"], Value::Record(Fields::new().with("count", Value::Count(1))));
    t1.content.remove("M");
    let accident = Fields::new()
        .with("kind", Value::Word("ACCIDENT-WITHIN"))
        .with("within", Value::Span(Span::hours(6)));
    t1.content.set("I", Value::List(vec![Value::Record(accident)]));
    script.known("US", "IR", START, t1);
}

fn accident(script: &mut Script, hours: i64) {
    script.say("IR", START + hours * HOUR, draft(NoticeType::A5, "IR", "US"));
}

/// The event at the tenth hour, its NOTIFY at the twentieth.
fn notify(script: &mut Script) {
    script.known("US", "IR", START + 11 * HOUR, incident("33.790 42.445", START + 10 * HOUR));
    script.known("US", "IR", START + 20 * HOUR, draft(NoticeType::T3, "US", "IR"));
}

fn words(script: &Script, hours: [i64; 2]) -> [&'static str; 2] {
    let (standing, cut) = (folded(&script.entries), cut(&script.entries));
    hours.map(|hours| {
        let crossings = standing.at(&cut, START + hours * HOUR).crossings();
        crossings.first().map_or("none", |crossed| crossed.state.word())
    })
}

#[test]
fn an_accident_told_within_reach_before_or_after_excuses_though_it_came_after_the_notify() {
    for (told, word) in [(3, "NOTIFIED"), (4, "EXCUSED"), (9, "EXCUSED"), (16, "EXCUSED"), (17, "NOTIFIED")] {
        let mut script = Script::default();
        line(&mut script);
        // Its author's link is cut: nobody has it before the NOTIFY.
        if told < 11 {
            accident(&mut script, told);
        }
        notify_unseen(&mut script, told);
        assert_eq!(words(&script, [20, 22]), [word, word], "told in hour {told}");
    }
}

/// The NOTIFY, its author having nothing of what the other said since the line was drawn.
fn notify_unseen(script: &mut Script, told: i64) {
    script.say("US", START + 11 * HOUR, incident("33.790 42.445", START + 10 * HOUR));
    if told >= 11 {
        accident(script, told);
    }
    script.say("US", START + 20 * HOUR, draft(NoticeType::T3, "US", "IR"));
}

#[test]
fn a_notify_that_was_written_with_the_accident_at_hand_stays_what_it_is() {
    let mut script = Script::default();
    line(&mut script);
    accident(&mut script, 9);
    script.show("IR", "US");
    notify(&mut script);
    assert_eq!(words(&script, [21, 22]), ["NOTIFIED", "NOTIFIED"]);
}

#[test]
fn an_accident_that_is_written_after_the_notify_is_not_told_before_it_whatever_its_dtg_says() {
    let mut script = Script::default();
    line(&mut script);
    notify(&mut script);
    accident(&mut script, 9);
    assert_eq!(words(&script, [21, 22]), ["NOTIFIED", "NOTIFIED"]);
}
