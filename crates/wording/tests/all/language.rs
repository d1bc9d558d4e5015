//! Packs, digits, isolates, times, refusals, line states.

use std::collections::BTreeSet;

use notice::vocabulary::Mark;
use notice::{Instant, Span};
use proptest::prelude::*;
use refusal::{Blame, Code, Refusal, facts};
use wording::{
    Arguments, Digits, Direction, LineSaying, MarkBox, PackFile, Packs, STATES, WORDS, dtg,
    render_line_state, render_marks, render_notice, render_phrase, render_refusal,
};

use crate::golden::{LANGUAGES, NOW, notice, readers};

#[test]
fn shipped_packs_have_no_gap() {
    let packs = Packs::embedded();
    assert_eq!(packs.languages().collect::<Vec<_>>(), ["ar", "en", "fa", "fr"]);
    let english: BTreeSet<&str> = packs.keys("en").collect();
    assert!(english.len() > 1_300, "{} messages", english.len());
    for language in LANGUAGES {
        let own: BTreeSet<&str> = packs.keys(language).collect();
        let missing: Vec<_> = english.difference(&own).collect();
        let unknown: Vec<_> = own.difference(&english).collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "{language} lacks {missing:?}, has besides {unknown:?}"
        );
    }
}

#[test]
fn packs_may_be_shared_by_the_threads_of_a_node() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Packs::embedded());
}

#[test]
fn a_missing_message_is_english_behind_a_mark_and_an_unknown_one_is_its_key() {
    let mut packs = Packs::embedded();
    packs.add(PackFile { language: "eo", name: "own.ftl", text: "flag-yes = OUI\n" }).expect("Fluent");
    let say = |key: &str| packs.say("eo", Digits::Latin, key, &Arguments::new());
    assert_eq!(say("flag-yes"), "OUI");
    assert_eq!(say("flag-no"), "[EN] NO");
    assert_eq!(say("no-such-message"), "[EN] no-such-message");
}

#[test]
fn a_pack_handed_in_overrides_message_by_message_and_a_bad_one_changes_nothing() {
    let mut packs = Packs::embedded();
    packs.add(PackFile { language: "en", name: "own.ftl", text: "flag-yes = AYE\n" }).expect("Fluent");
    let bad = packs.add(PackFile { language: "en", name: "bad.ftl", text: "flag-no = { $\n" });
    assert_eq!(bad.expect_err("no Fluent file").file, "en/bad.ftl");
    let say = |key: &str| packs.say("en", Digits::Latin, key, &Arguments::new());
    assert_eq!((say("flag-yes").as_str(), say("flag-no").as_str()), ("AYE", "NO"));
}

#[test]
fn the_date_time_group_is_that_of_the_sample_and_seconds_show_only_where_there_are_any() {
    assert_eq!(dtg(1_818_522_000), "TUE 171700Z AUG 27");
    assert_eq!(dtg(1_818_522_030), "TUE 171700:30Z AUG 27");
}

#[test]
fn an_instant_shows_both_capitals_the_solar_hijri_date_and_the_time_left() {
    let packs = Packs::embedded();
    let mut reader = readers()[0].clone();
    reader.now = Instant::from_seconds(NOW).expect("in range");
    let text = render_notice(&packs, &notice("l4", 3), &Default::default(), &reader).to_string();
    let wanted = "Washington Tue 10 Aug 2027 18:30; Tehran Wed 20 Mordad 1406 02:00 (in 1 d 19 h)";
    assert!(text.contains(wanted), "{text}");
    reader.clock_error_ms = 90_000;
    let text = render_notice(&packs, &notice("l4", 3), &Default::default(), &reader).to_string();
    assert!(text.contains("(own clock may be off by 1 min 30 s)"), "{text}");
}

#[test]
fn persian_lines_isolate_codes_left_to_right_and_write_quantities_in_persian_digits() {
    let packs = Packs::embedded();
    let text = render_notice(&packs, &notice("t1", 2), &Default::default(), &readers()[1]);
    assert_eq!(text.direction(), Direction::RightToLeft);
    let shown = text.to_string();
    assert!(shown.contains("\u{2066}US/LEV/27/0002/T1\u{2069}"), "{shown}");
    assert!(shown.contains("\u{2066}۱۵\u{2069} کیلومتر"), "{shown}");
    assert!(text.plain().contains("US/LEV/27/0002/T1") && !text.plain().contains('\u{2066}'));
}

#[test]
fn the_status_stands_three_times_at_head_and_foot_in_a_shape_of_its_own() {
    let packs = Packs::embedded();
    let text = render_notice(&packs, &notice("t1", 2), &Default::default(), &readers()[0]);
    let lines = text.lines();
    assert_eq!(lines.first(), lines.last());
    assert_eq!(lines[0], "EXERCISE  EXERCISE  EXERCISE");
}

#[test]
fn free_text_of_the_other_direction_keeps_its_isolate_in_an_english_line() {
    let packs = Packs::embedded();
    let text = render_notice(&packs, &notice("e1", 4), &Default::default(), &readers()[0]).to_string();
    assert!(text.contains("REMARKS: (NOT OPERATIVE) \u{2068}گزارش"), "{text}");
}

#[test]
fn a_refusal_says_what_happened_what_was_kept_and_what_comes_next() {
    let mut packs = Packs::embedded();
    let words = "E-TEST-001-happened = { $author } stands at { $seq } since { $since } for { $age }: { $list }.\n\
                 E-TEST-001-kept = Both.\nE-TEST-001-next = Compare.\n";
    packs.add(PackFile { language: "en", name: "test.ftl", text: words }).expect("Fluent");
    let refusal = Refusal {
        code: Code("E-TEST-001"),
        blame: Blame::Counterpart("IR".into()),
        facts: facts! {
            author: "IR",
            seq: 14u64,
            since: refusal::Fact::InstantMs(1_818_522_000_000),
            age: refusal::Fact::DurationMs(24_840_000),
            list: refusal::Fact::List(vec!["CH-1".into(), "OM-1".into()]),
        },
    };
    let lines = render_refusal(&packs, &refusal, &readers()[0]);
    assert_eq!(
        lines.lines(),
        [
            "error: IR stands at 14 since TUE 171700Z AUG 27 for 6 h 54 min: CH-1, OM-1. (E-TEST-001)",
            "kept: Both.",
            "next: Compare.",
        ]
    );
    let persian = render_phrase(
        &packs,
        "line-state-up",
        &facts! { party: "US", since: 3u64, age: 4u64 },
        &readers()[1],
    );
    assert!(persian.contains('۳') && persian.contains('۴'), "{persian}");
}

#[test]
fn every_state_and_word_of_a_line_has_a_sentence_and_a_card() {
    let packs = Packs::embedded();
    for reader in readers() {
        for (state, word) in STATES.iter().cycle().zip(WORDS) {
            let saying = LineSaying {
                state: (*state).to_owned(),
                word: Some((*word).to_owned()),
                relay: Some("CH-1".to_owned()),
                party: "IR".to_owned(),
                since: reader.now,
            };
            let text = render_line_state(&packs, &saying, &reader);
            assert_eq!(text.lines().len(), 3);
            assert!(!text.to_string().contains("[EN]") && !text.to_string().contains("{$"), "{text}");
        }
    }
}

#[test]
fn marks_are_boxes_and_the_empty_ones_are_visible() {
    let packs = Packs::embedded();
    let at = Instant::from_seconds(NOW);
    let set = |mark, set, constructive| MarkBox { mark, set, constructive };
    let boxes = [set(Mark::K0, at, false), set(Mark::K1, None, false), set(Mark::K3, at, true)];
    let text = render_marks(&packs, &boxes, &readers()[0]);
    assert_eq!(text.lines()[0], "[K0] [  ] [  ]", "constructive notice is never printed as K3");
    assert!(text.lines()[2].starts_with("CONSTRUCTIVE NOTICE (NOT K3): MON 090305Z AUG 27"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(
        std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64)
    ))]

    #[test]
    fn no_time_and_no_text_make_a_pack_fail(seconds in any::<i64>(), ahead in 0u64..4_000_000_000, text in ".{0,60}") {
        let packs = Packs::embedded();
        let now = Instant::from_seconds(NOW).expect("in range");
        let span = Span::from_seconds(ahead % 3_000_000_000);
        prop_assert!(span.is_some());
        for reader in LANGUAGES.map(|language| Packs::shipped().reader(language, now).expect("it is shipped")) {
            let facts = facts! {
                party: text.as_str(),
                since: refusal::Fact::InstantMs(seconds),
                age: refusal::Fact::DurationMs(seconds),
            };
            prop_assert!(!render_phrase(&packs, "line-state-up", &facts, &reader).is_empty());
        }
    }
}
