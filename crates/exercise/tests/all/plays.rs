//! Plays of the shipped example's first days: what must be seen is seen, twice alike, in other orders, mirrored.

use exercise::folder::Folder;
use exercise::inspect::inspect;
use exercise::mirror::{mirrored, words};
use exercise::moment::Moment;
use exercise::play::{Audience, Nobody, Wishes, play};
use exercise::replay::replay;
use exercise::report::Played;
use serde_json::{Value, json};
use standing::board::Trend;
use standing::duty::{Otherwise, What};
use std::collections::BTreeSet;

pub const EXCHANGED: [(&str, &str); 3] = [("US", "IR"), ("en", "fa"), ("EN", "FA")];

pub fn until(day: &str) -> Wishes {
    Wishes { until: Moment::parse_until(day), ..Wishes::default() }
}

pub fn played(folder: &Folder, wishes: &Wishes) -> Played {
    let case = inspect(folder).expect("valid");
    play(&case, folder, wishes, &mut Nobody).expect("it plays")
}

/// States at the end of a play, and names of what stands beside them, for which a shipped pack has no word.
pub fn wordless(played: &Played) -> Vec<String> {
    let mut found = BTreeSet::new();
    played.end_states.values().for_each(|table| states(table, &mut found));
    assert!(found.len() > 5, "{found:?}");
    lacking(found)
}

/// The keys that a shipped pack does not have.
fn lacking(keys: impl IntoIterator<Item = String>) -> Vec<String> {
    let packs = wording::Packs::embedded();
    let spoken = |key: &String| ["en", "fa", "fr", "ar"].iter().all(|language| packs.has(language, key));
    keys.into_iter().filter(|key| !spoken(key)).collect()
}

fn key(list: &str, word: &str) -> String {
    format!("{list}-{}", word.to_lowercase().replace([' ', '_'], "-"))
}

/// A matter is the word of its state, or a table in which that stands beside others.
fn states(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(state) => drop(found.insert(key("state", state))),
        Value::Object(table) => match table.get("state") {
            Some(state) => {
                [Some(state), table.get("parts")].into_iter().flatten().for_each(|it| states(it, found));
                let names = table.keys().filter(|name| !["state", "parts"].contains(&name.as_str()));
                found.extend(names.map(|name| key("beside", name.trim_end_matches("_ms"))));
            }
            None => table.values().for_each(|it| states(it, found)),
        },
        _ => {}
    }
}

#[test]
fn whatever_can_be_due_and_every_trend_has_its_word_in_each_pack() {
    let due = What::ALL.iter().map(|it| key("duty", it.word()));
    let not = Otherwise::ALL.iter().map(|it| key("otherwise", it.word()));
    let trends = Trend::ALL.iter().map(|it| key("trend", it.word()));
    assert_eq!(lacking(due.chain(not).chain(trends)), Vec::<String>::new());
}

/// Whatever does not hold, in words.
pub fn failures(played: &Played) -> Vec<String> {
    let checks = played.checks.iter().filter(|check| !check.holds());
    let checks =
        checks.map(|check| format!("{}: expected {}, seen {}", check.id, check.expected, check.seen));
    let refused = played.refusals.iter().filter(|refused| !refused.expected);
    checks.chain(refused.map(|it| format!("{}: {} {:?}", it.row, it.code, it.findings))).collect()
}

#[test]
fn two_days_are_seen_as_the_page_says_and_fold_alike_in_other_orders() {
    let first = played(&Folder::shipped(), &until("D2"));
    assert_eq!(failures(&first), Vec::<String>::new());
    assert!(first.holds() && first.checks.len() > 25);
    for transcript in &first.transcripts {
        let replayed = replay(transcript, 50);
        assert!(replayed.entries > 40 && replayed.orders == 51);
        assert_eq!(replayed.equal, replayed.orders, "{}", replayed.compartment);
    }
}

#[test]
fn the_same_play_twice_ends_on_the_same_fingerprints_and_exchanged_on_mirrored_states() {
    let folder = Folder::shipped();
    let (first, again) = (played(&folder, &until("D1")), played(&folder, &until("D1")));
    assert_eq!(first.fingerprints, again.fingerprints);
    let case = inspect(&folder).expect("valid");
    let other = played(&mirrored(&folder, &case, &EXCHANGED), &until("D1"));
    assert_eq!(failures(&other), Vec::<String>::new());
    let back = words(&json!(other.end_states).to_string(), &EXCHANGED);
    let back: serde_json::Value = serde_json::from_str(&back).expect("a document");
    assert_eq!(back, json!(first.end_states));
}

#[test]
fn an_altered_transcript_does_not_fold_to_the_live_root() {
    let first = played(&Folder::shipped(), &until("D1"));
    let mut transcript = first.transcripts.into_iter().find(|it| it.compartment == "LEV").expect("LEV");
    transcript.entries.pop();
    assert_eq!(replay(&transcript, 1).equal, 0);
}

/// Counts what it hears.
#[derive(Default)]
struct Counting {
    rows: Vec<String>,
    lines: usize,
}

impl Audience for Counting {
    fn trace(&mut self, _: Moment, _: &str) {
        self.lines += 1;
    }

    fn row(&mut self, _: Moment, id: &str) {
        self.rows.push(id.to_owned());
    }
}

#[test]
fn an_audience_hears_every_row_in_order_and_an_unknown_branch_is_refused() {
    let folder = Folder::shipped();
    let case = inspect(&folder).expect("valid");
    let mut audience = Counting::default();
    let wishes = Wishes { until: Moment::parse("D1 04:00"), ..Wishes::default() };
    play(&case, &folder, &wishes, &mut audience).expect("it plays");
    assert_eq!(audience.rows, ["02", "03", "04"]);
    assert!(audience.lines > 3);
    let unknown = Wishes { branch: Some("Z".to_owned()), ..Wishes::default() };
    assert!(play(&case, &folder, &unknown, &mut Nobody).is_err());
}
