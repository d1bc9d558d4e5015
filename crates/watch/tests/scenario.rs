//! The shipped case: what its rows say the watch must say, from the feed files beside it.

use feeds::reader::Position;
use feeds::{Format, Mapping, read};
use redline::{Accident, Known, Line, RedLines};
use serde_json::Value;
use std::path::PathBuf;
use watch::lines::load;
use watch::{Drafts, Options, Resumed, Stream, run};

fn case() -> PathBuf {
    of("us-iran")
}

fn of(case: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(case)
}

fn reports(lines: Vec<Line>, feed: &str, drafts: Option<Drafts>) -> Vec<Value> {
    watched(&case(), "US", lines, feed, drafts, Known::default())
}

fn watched(
    case: &std::path::Path,
    party: &str,
    lines: Vec<Line>,
    feed: &str,
    drafts: Option<Drafts>,
    known: Known,
) -> Vec<Value> {
    let text = std::fs::read_to_string(case.join("feeds").join(feed)).expect("the feed");
    let mapping = std::fs::read_to_string(case.join("feeds/map.toml")).expect("the mapping");
    let mapping = Mapping::parse(&mapping).expect("a mapping");
    let mut items = read(text.as_bytes(), Format::Csv, Some(&mapping), Position::default()).expect("a feed");
    let mut stream = Stream::new(RedLines::of(lines), known, None);
    let mut out = Vec::new();
    let party = notice::Code8::parse(party).ok();
    let options = Options {
        log: None,
        resumed: Resumed::default(),
        now_s: None,
        out: &mut out,
        trace: false,
        drafts,
        party,
        drained: None,
    };
    let totals = run(&mut stream, &mut items, options).expect("a run");
    assert!(totals.refused.is_empty(), "{:?}", totals.refused);
    String::from_utf8(out)
        .expect("text")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn told<'a>(reports: &'a [Value], line: &str) -> Vec<(&'a str, &'a str, u64, u64)> {
    let of = reports.iter().filter(|report| report["line"] == line);
    let word = |report: &'a Value, name: &str| report[name].as_str().expect("a word");
    of.map(|report| {
        let count = |name: &str| report[name].as_u64().expect("a count");
        (word(report, "event"), word(report, "verdict"), count("count_low"), count("count_high"))
    })
    .collect()
}

#[test]
fn rows_17_to_33_of_the_affiliates_compartment() {
    let folder = tempfile::tempdir().expect("a folder");
    // The case's other notices hold names that the play fills in; the lines stand as they are.
    let lines = tempfile::tempdir().expect("a folder");
    for name in ["us-2", "us-3", "ir-2"] {
        let file = format!("{name}.toml");
        std::fs::copy(case().join("notices").join(&file), lines.path().join(&file)).expect("a line");
    }
    let loaded = load(lines.path()).expect("lines");
    let party = notice::Code8::parse("US").ok();
    let drafts = Drafts::new(folder.path().to_owned(), &loaded.drafts, party.as_ref());
    let seen = reports(loaded.lines, "lev.csv", Some(drafts));
    assert_eq!(
        told(&seen, "US-2/1"),
        [
            ("incident-1", "not_crossed", 1, 1),
            ("incident-2", "near", 2, 2),
            ("incident-3", "uncertain", 2, 3),
            ("incident-3", "crossed", 3, 3),
            ("incident-4", "near", 2, 2),
        ]
    );
    assert_eq!(told(&seen, "IR-2/1"), []);
    assert_eq!(told(&seen, "US-3/1"), []);
    let third = &seen[2];
    assert_eq!(third["decides"], "PLACE");
    assert_eq!(third["settles"][0]["observation"], "POSITION-ERROR-BELOW");
    let below = third["settles"][0]["m"].as_f64().expect("metres");
    assert!((700.0..900.0).contains(&below), "{third}");
    let t3 = std::fs::read_dir(folder.path()).expect("drafts").map(|file| file.expect("a file").path());
    let t3 = t3.filter(|path| path.to_string_lossy().contains("T3-US-2_1"));
    let texts: Vec<String> = t3.map(|path| std::fs::read_to_string(path).expect("a draft")).collect();
    let crossed = texts.iter().find(|text| text.contains("CROSSED")).expect("a T3 of the crossing");
    let draft = notice::file::draft_from_toml(crossed).expect("a notice file");
    assert_eq!(draft.content.at("B.count").and_then(notice::Value::count), Some(3));
    assert_eq!(draft.content.word("D"), Some("VERY-LIKELY"));
    let e1 = std::fs::read_to_string(folder.path().join("E1-incident-4.toml")).expect("the E1");
    let e1 = notice::file::draft_from_toml(&e1).expect("a notice file");
    assert_eq!(notice::validate::validate(&e1, &notice::Apart, None), Vec::new());
}

#[test]
fn rows_11_and_12_the_falsifier_of_a_posture() {
    let text = notice::template::template(notice::vocabulary::NoticeType::A2).expect("a template");
    let draft = notice::file::draft_from_toml(&text).expect("a draft");
    let lines = Line::of_draft(&draft, "A2", None).expect("a line");
    let seen = reports(lines, "mar.csv", None);
    assert_eq!(told(&seen, "A2"), [("escort", "uncertain", 0, 1), ("escort", "not_crossed", 0, 0)]);
    assert_eq!(seen[0]["own_side"], true);
    assert_eq!(seen[1]["revised"], true);
}

#[test]
fn the_coast_guards_belt_is_held_against_its_feed_and_an_accident_told_before_takes_a_vessel_out() {
    let case = of("coastguard");
    let belt = || load(&case.join("notices/xv-1.toml")).expect("a line").lines;
    let seen = watched(&case, "XO", belt(), "sea.csv", None, Known::default());
    assert_eq!(
        told(&seen, "XV-1/1"),
        [("silent", "near", 0, 1), ("lantern-12", "uncertain", 1, 2), ("lantern-3", "crossed", 2, 3)]
    );
    // Whether the silent vessel was in the belt is uncertain; of two in the window one may count, so the line is near.
    assert_eq!(seen[0]["matches"], "uncertain");
    // The watch of the vessels' own side is alarmed first.
    assert!(seen.iter().all(|report| report["own_side"] == true), "{seen:?}");
    // The A5 of D5 01:10, fifty minutes before Lantern 12 was seen: it had lost steering. It takes out that vessel alone.
    let told = notice::Instant::parse("2027-06-05T01:10:00Z").expect("an instant").seconds();
    let accident = |by: &str| Accident { by: notice::Code8::parse(by).expect("a code"), at: told };
    let excused = |by: &str| {
        let known = Known { accidents: vec![accident(by)], now: None };
        watched(&case, "XV", belt(), "sea.csv", None, known)
    };
    let seen = excused("XO");
    assert_eq!(
        self::told(&seen, "XV-1/1"),
        [("silent", "near", 0, 1), ("lantern-3", "uncertain", 1, 2)],
        "one sure, and the silent vessel perhaps"
    );
    assert_eq!(
        self::told(&excused("XV"), "XV-1/1").len(),
        3,
        "an accident of the line's author excuses nobody"
    );
}
