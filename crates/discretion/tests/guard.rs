//! The guard on the committed sentences and on public text.

use crate::{incidents, private};
use discretion::guard::{Guard, LOOK, STOP};
use discretion::lore::Lore;
use notice::Instant;
use std::collections::BTreeSet;
use std::path::Path;

/// Noon of the fourth day of the example.
fn at() -> Instant {
    Instant::parse("2027-08-12T12:00:00Z").expect("an instant")
}

fn fixtures(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/discretion/fixtures").join(name);
    std::fs::read_to_string(path).expect("the sentences").lines().map(str::to_owned).collect()
}

fn guard<'a>(lore: &'a Lore, public: &[String]) -> Guard<'a> {
    let parties = ["US", "IR", "CH", "OM"].map(str::to_owned);
    Guard::new(lore, &private::record(), BTreeSet::from(parties), public, &[-240, 210])
}

#[test]
fn figures_are_stopped_in_four_languages_and_harmless_sentences_pass() {
    let lore = Lore::shipped();
    let guard = guard(&lore, &[]);
    for language in ["en", "fr", "fa", "ar"] {
        let stopped = |name: &str| {
            let sentences = fixtures(&format!("{name}-{language}.txt"));
            assert!(sentences.len() >= 200, "{name} {language}");
            let passed: Vec<String> =
                sentences.iter().filter(|text| guard.check(text, at()).stops.is_empty()).cloned().collect();
            (sentences.len(), passed)
        };
        let (leaking, missed) = stopped("leaking");
        let recall = 1.0 - missed.len() as f64 / leaking as f64;
        let (harmless, passed) = stopped("harmless");
        let stopped = harmless - passed.len();
        println!("{language}: recall {recall:.3}, {stopped} of {harmless} harmless stopped");
        if std::env::var_os("DEMARCHE_SHOW").is_some() {
            missed.iter().for_each(|text| println!("  missed {text}"));
            let kept: BTreeSet<&String> = passed.iter().collect();
            fixtures(&format!("harmless-{language}.txt")).iter().filter(|t| !kept.contains(t)).for_each(
                |text| {
                    println!("  stopped {text} {:?}", guard.check(text, at()).stops);
                },
            );
        }
        assert!(recall >= 0.85, "{language}: {missed:#?}");
        assert!(stopped * 20 <= harmless, "{language}: {stopped} of {harmless}");
    }
}

#[test]
fn public_incident_sentences_pass() {
    let lore = Lore::shipped();
    let guard = guard(&lore, &[]);
    // Every second one was counted for the table of public text; all are judged.
    let sentences: Vec<String> = incidents::sentences();
    let (mut stops, mut looks) = (Vec::new(), 0);
    for text in &sentences {
        let report = guard.check(text, at());
        stops.extend(report.stops);
        looks += report.looks.len();
    }
    println!(
        "{} sentences, {} stopped, {looks} to look at (bars {STOP} and {LOOK} bits)",
        sentences.len(),
        stops.len()
    );
    if std::env::var_os("DEMARCHE_SHOW").is_some() {
        stops.iter().for_each(|stop| println!("  {stop:?}"));
    }
    assert!(stops.len() * 1000 <= sentences.len(), "{stops:#?}");
}

#[test]
fn a_cleared_fact_weighs_little() {
    let lore = Lore::shipped();
    let text = fixtures("leaking-en.txt").remove(0);
    assert_eq!(guard(&lore, &[]).check(&text, at()).stops.len(), 1);
    assert_eq!(guard(&lore, std::slice::from_ref(&text)).check(&text, at()).stops.len(), 0);
}

#[test]
fn existence_is_confirmed_or_denied_and_no_comment_is_neither() {
    let lore = Lore::shipped();
    let guard = guard(&lore, &[]);
    let cases: Vec<(String, String)> = fixtures("existence.txt")
        .iter()
        .filter_map(|line| line.split_once('\t').map(|(kind, text)| (kind.to_owned(), text.to_owned())))
        .collect();
    assert!(cases.len() >= 40);
    let mut wrong = Vec::new();
    for (kind, text) in &cases {
        let report = guard.check(text, at());
        let found = report.stops.iter().chain(&report.looks).find_map(|alarm| match alarm.reveals {
            discretion::guard::Reveals::Existence(polarity) => Some(polarity.word()),
            _ => None,
        });
        if found.unwrap_or("-") != kind {
            wrong.push(format!("{kind} {found:?} {text}"));
        }
    }
    assert!(wrong.len() * 10 <= cases.len(), "{wrong:#?}");
}

#[test]
fn nothing_is_betrayed_where_there_is_no_record() {
    let lore = Lore::shipped();
    let guard = Guard::new(&lore, &[], BTreeSet::new(), &[], &[]);
    for text in fixtures("leaking-en.txt") {
        let report = guard.check(&text, at());
        assert!(report.stops.is_empty() && report.looks.is_empty(), "{text}");
    }
}
