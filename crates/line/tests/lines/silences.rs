//! Each word of the diagnosis table, injected and found.

use super::bench::{Bench, Fate, party};
use line::diagnosis::{State, Word};
use line::machine::{Event, Input};
use line::relay_api::Request;

const HOUR: u64 = 3_600_000;

fn rested(relays: usize) -> Bench {
    let mut bench = Bench::new(&["IR", "US"], relays);
    bench.run(2 * HOUR + HOUR / 2);
    assert_eq!(state(&bench), (State::Up, None));
    bench
}

fn state(bench: &Bench) -> (State, Option<Word>) {
    let state = bench.nodes[0].line.line_states()[&party("US")].clone();
    (state.state, state.word)
}

fn said(bench: &Bench, word: &Word) -> bool {
    let said = |e: &Event| matches!(e, Event::Line { state, .. } if state.word.as_ref() == Some(word));
    bench.nodes[0].events.iter().any(said)
}

#[test]
fn own_path_is_cut() {
    let mut bench = rested(2);
    bench.fate = Box::new(|node, _, _| if node == 0 { Fate::Unreachable } else { Fate::Serve });
    bench.run(HOUR / 4);
    assert_eq!(state(&bench).1, Some(Word::PathOurs));
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(HOUR / 4);
    assert_eq!(state(&bench), (State::Up, None));
}

#[test]
fn one_relay_is_down_and_the_other_carries_on() {
    let mut bench = rested(2);
    bench.fate = Box::new(|_, relay, _| if relay == 1 { Fate::Unreachable } else { Fate::Serve });
    bench.run(HOUR / 4);
    assert_eq!(state(&bench), (State::Degraded, Some(Word::RelayDown("R-1".into()))));
    let entry = bench.release(0, "over the other");
    bench.run(5_000);
    assert!(bench.nodes[1].line.position(&entry).is_some());
}

#[test]
fn a_relay_that_withholds_is_named() {
    let mut bench = rested(2);
    let withhold = |node, relay, request: &Request| match (node, relay, request) {
        (0, 1, Request::Take(_)) => Fate::Withhold,
        _ => Fate::Serve,
    };
    bench.fate = Box::new(withhold);
    for _ in 0..3 {
        bench.release(1, "one");
        bench.release(1, "two");
        bench.serve();
    }
    bench.run(10_000);
    assert_eq!(state(&bench), (State::Degraded, Some(Word::RelayWithholds("R-1".into()))));
}

#[test]
fn a_declared_silence_is_called_so() {
    let mut bench = rested(1);
    let until_ms = Some(bench.now().utc_ms + 8 * HOUR as i64);
    bench.input(0, Input::Declared { party: party("US"), until_ms });
    bench.nodes[1].off = true;
    bench.run(4 * HOUR);
    assert_eq!(state(&bench), (State::Declared, Some(Word::Declared)));
    bench.run(6 * HOUR);
    assert_eq!(state(&bench).1, Some(Word::NoContact));
}

#[test]
fn no_contact_is_refined_to_node_off_when_it_starts_again() {
    let mut bench = rested(1);
    bench.nodes[1].off = true;
    bench.run(4 * HOUR);
    assert_eq!(state(&bench), (State::Unanswered, Some(Word::NoContact)));
    bench.nodes[1].off = false;
    bench.crash(1, line::line::Stop::Clean);
    bench.run(HOUR + HOUR / 2);
    assert!(said(&bench, &Word::NodeOff), "{:?}", state(&bench));
    bench.run(2 * HOUR);
    assert_eq!(state(&bench), (State::Up, None));
}

#[test]
fn no_contact_is_refined_to_their_path_when_it_ran_all_along() {
    let mut bench = rested(1);
    bench.fate = Box::new(|node, _, _| if node == 1 { Fate::Unreachable } else { Fate::Serve });
    bench.run(4 * HOUR);
    assert_eq!(state(&bench), (State::Unanswered, Some(Word::NoContact)));
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(2 * HOUR);
    assert!(said(&bench, &Word::PathTheirs), "{:?}", state(&bench));
}

#[test]
fn an_unmanned_watch_is_absent_by_its_own_account() {
    let mut bench = rested(1);
    bench.nodes[1].manned = false;
    bench.run(HOUR + HOUR / 2);
    assert_eq!(state(&bench), (State::Up, Some(Word::WatchAbsent)));
}

#[test]
fn present_and_not_answering_is_what_folds_say_of_a_good_line() {
    let mut bench = rested(1);
    let attention = Input::Attention { party: party("US"), unopened: false, answer_overdue: true };
    bench.input(0, attention);
    assert_eq!(state(&bench), (State::Up, Some(Word::PresentNotAnswering)));
}
