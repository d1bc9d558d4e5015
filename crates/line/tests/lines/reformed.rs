//! RE-FORM: a term founded again by the word of people (line.md section 7, rule 9).

use super::bench::{Bench, BenchOf, party};
use crate::groups::node::Provided;
use line::body::{Control, MemberTempo, ReformWhy};
use line::config::Tempo::{self, Following, Voting};
use line::entry::Kind;
use line::ids::{EntryHash, PartyCode};
use line::label_group::LabelGroup;
use line::line::Stop;
use line::machine::{Event, Input, ReformOrder};
use line::mls_group::MlsGroup;
use std::borrow::Cow;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

fn order(writers: &[&str], members: &[(&str, Tempo)], why: ReformWhy) -> Input {
    let writers: Vec<PartyCode> = writers.iter().map(|c| party(c)).collect();
    let member = |(code, tempo): &(&str, Tempo)| MemberTempo { party: party(code), tempo: *tempo };
    Input::Reform(ReformOrder { writers, members: members.iter().map(member).collect(), why })
}

/// The RE-FORM that a node holds of another.
fn proposal<G: Provided>(bench: &BenchOf<G>, at: usize, by: &str) -> Option<EntryHash> {
    let line = &bench.nodes[at].line;
    let of = |e: Cow<'_, line::entry::Entry>| {
        let reform =
            e.header.kind == Kind::Control && matches!(Control::decode(&e.body), Ok(Control::Reform(_)));
        (reform && e.header.author == party(by)).then_some(e.hash)
    };
    line.order().chain(line.held()).filter_map(|d| line.entry(&d.hash)).filter_map(of).last()
}

fn words<G: Provided>(bench: &BenchOf<G>, node: usize) -> Vec<String> {
    let told = |e: &Event| match e {
        Event::Refused(r) => Some(format!("{} {:?}", r.code.0, r.facts)),
        _ => None,
    };
    bench.nodes[node].events.iter().filter_map(told).collect()
}

/// A third member vanishes after its ACK; the two others found the term again.
fn without_one<G: Provided>() -> BenchOf<G> {
    let mut bench = BenchOf::<G>::new(&["CH", "IR", "US"], 1);
    bench.run(10 * MINUTE);
    bench.release(2, "before it vanished");
    bench.run(MINUTE);
    bench.nodes[2].off = true;
    let cut_off = bench.release(2, "written while nobody heard");
    assert!(!bench.notices(0).contains(&cut_off));
    bench.input(0, Input::Rotate(line::group::Changes::default()));
    bench.run(HOUR);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == 1), "the round blocks");
    let said = bench.release(0, "messages do not");
    bench.run(MINUTE);
    assert!(bench.notices(1).contains(&said));
    let members = [("CH", Voting), ("IR", Voting), ("US", Following)];
    bench.input(0, order(&["CH", "IR"], &members, ReformWhy::Vanished));
    assert!(words(&bench, 0).iter().any(|w| w.contains("STILL-HEARD")), "{:?}", words(&bench, 0));
    bench.leap(14 * DAY);
    bench.input(0, order(&["CH", "IR"], &members, ReformWhy::Vanished));
    bench.run(10 * MINUTE);
    assert!(bench.nodes[0].line.term() == 0, "one word is not enough");
    let asked = proposal(&bench, 1, "CH").expect("it is here");
    bench.input(1, Input::ReformAgree(asked));
    bench.run(HOUR);
    bench
}

fn a_term_is_founded_again<G: Provided>() {
    let mut bench = without_one::<G>();
    for node in [0, 1] {
        assert_eq!(bench.nodes[node].line.term(), 1, "node {node}: {:?}", words(&bench, node));
        assert_eq!(bench.nodes[node].line.members().len(), 3);
    }
    let said = bench.release(0, "in the new term");
    bench.run(HOUR);
    assert!(bench.notices(1).contains(&said));
    bench.input(1, Input::Rotate(line::group::Changes::default()));
    bench.run(HOUR);
    let epochs: Vec<_> = [0, 1].map(|n| bench.nodes[n].line.epoch()).to_vec();
    assert_eq!(epochs, [2, 2], "who is away does not count before its first OPENING");
    bench.nodes[2].off = false;
    bench.run(4 * HOUR);
    assert_eq!(bench.nodes[2].line.term(), 1, "{:?}", words(&bench, 2));
    let void = |e: &Event| matches!(e, Event::Reformed { term: 1, void } if void.len() == 1);
    assert!(bench.nodes[2].events.iter().any(void), "its notice above the cut is listed");
    let back = bench.release(2, "back");
    bench.run(4 * HOUR);
    for node in 0..3 {
        let notices = bench.notices(node);
        assert!(notices.contains(&back) && notices.contains(&said), "node {node}: {:?}", words(&bench, node));
        assert_eq!(notices.len(), 4, "what was cut off is in nobody's order: node {node}");
    }
    assert!(bench.met());
    (0..3).for_each(|node| assert!(bench.named(node).is_empty()));
}

#[test]
fn a_term_is_founded_again_without_whoever_vanished_with_labels() {
    a_term_is_founded_again::<LabelGroup>();
}

#[test]
fn a_term_is_founded_again_without_whoever_vanished_with_mls() {
    a_term_is_founded_again::<MlsGroup>();
}

#[test]
fn a_two_party_compartment_is_founded_again_by_both_and_by_nobody_alone() {
    let mut bench = Bench::new(&["CH", "IR"], 1);
    bench.run(10 * MINUTE);
    bench.input(0, order(&["CH"], &[("CH", Voting), ("IR", Following)], ReformWhy::Revival));
    assert!(words(&bench, 0).iter().any(|w| w.contains("TOO-FEW-WRITERS")));
    let both = [("CH", Voting), ("IR", Voting)];
    bench.input(0, order(&["CH", "IR"], &both, ReformWhy::Revival));
    bench.run(HOUR);
    assert!(bench.nodes.iter().all(|n| n.line.term() == 0));
    let asked = proposal(&bench, 1, "CH").expect("it is here");
    bench.input(1, Input::ReformAgree(asked));
    bench.run(HOUR);
    assert!(bench.nodes.iter().all(|n| n.line.term() == 1), "{:?} {:?}", words(&bench, 0), words(&bench, 1));
    let said = bench.release(1, "in the new term");
    bench.run(HOUR);
    assert!(bench.notices(0).contains(&said) && bench.met());
}

#[test]
fn a_word_of_ones_own_keeps_the_old_epoch_from_changing_until_it_is_dead() {
    let mut bench = Bench::new(&["CH", "IR", "US"], 1);
    bench.run(10 * MINUTE);
    let members = [("CH", Voting), ("IR", Voting), ("US", Voting)];
    bench.input(0, order(&["CH", "IR", "US"], &members, ReformWhy::Suite));
    bench.run(10 * MINUTE);
    bench.input(1, Input::Rotate(line::group::Changes::default()));
    bench.run(HOUR);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == 1), "CH has given its word");
    let fewer = [("CH", Voting), ("IR", Voting), ("US", Following)];
    bench.input(2, order(&["IR", "US", "CH"], &fewer, ReformWhy::Suite));
    bench.input(
        2,
        order(&["CH", "US"], &[("CH", Voting), ("IR", Following), ("US", Voting)], ReformWhy::Suite),
    );
    bench.run(HOUR);
    assert!(bench.nodes.iter().all(|n| n.line.term() == 0));
}

#[test]
fn a_crash_at_any_step_of_a_reform_ends_in_one_new_term() {
    for at in 0..24 {
        let mut bench = Bench::new(&["CH", "IR", "US"], 1);
        bench.run(10 * MINUTE);
        let members = [("CH", Voting), ("IR", Voting), ("US", Voting)];
        bench.input(0, order(&["CH", "IR", "US"], &members, ReformWhy::Suite));
        bench.run(10 * MINUTE);
        for node in [1, 2] {
            let asked = proposal(&bench, node, "CH").expect("it is here");
            bench.input(node, Input::ReformAgree(asked));
        }
        for _ in 0..at / 2 {
            bench.serve();
            bench.clock += 3;
        }
        bench.crash(at % 3, Stop::Clean);
        bench.run(3 * HOUR);
        assert!(bench.nodes.iter().all(|n| n.line.term() == 1), "crash {at}");
        let said = bench.release(at % 3, "after the crash");
        bench.run(HOUR);
        assert!((0..3).all(|n| bench.notices(n).contains(&said)) && bench.met(), "crash {at}");
    }
}
