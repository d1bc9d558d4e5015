//! Members come and go while the line runs; an old copy is taken in anew (line.md sections 7 and 11).

use super::bench::{Bench, BenchOf, party};
use crate::groups::node::Provided;
use line::config::Tempo::{Following, Silent, Voting};
use line::entry::Kind;
use line::label_group::LabelGroup;
use line::line::Stop;
use line::machine::{Event, Input};
use line::mls_group::MlsGroup;

const FOUR: [&str; 4] = ["CH", "IR", "OM", "US"];
const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

/// Three members with a past of two epochs; the fourth is let in by a charter version that all agree to.
fn joined<G: Provided>() -> BenchOf<G> {
    let mut bench = BenchOf::<G>::with_strangers(&FOUR, 1, 3);
    bench.run(MINUTE);
    for node in 0..3 {
        bench.release(node, &format!("before, by {node}"));
    }
    bench.run(MINUTE);
    bench.input(1, Input::Rotate(line::group::Changes::default()));
    bench.run(10 * MINUTE);
    bench.release(0, "in the second epoch");
    bench.run(MINUTE);
    let members = FOUR.map(|c| (c, Voting));
    let charter = bench.charter(2, 2, &members);
    bench.run(MINUTE);
    (0..3).for_each(|node| bench.input(node, Input::CharterAgreed(charter)));
    let packages = [(party("US"), bench.strangers[0].package.clone())].into();
    bench.input(2, Input::Change { charter, packages });
    bench.run(10 * MINUTE);
    assert_eq!(bench.take_up_invitations(), 1, "{:?}", refused(&bench));
    bench.run(10 * MINUTE);
    bench
}

fn refused<G: Provided>(bench: &BenchOf<G>) -> Vec<Vec<(String, &'static str, u64)>> {
    let of = |n: &super::bench::Node<G>| n.line.refused().map(|(a, b, c)| (a.to_owned(), b, c)).collect();
    bench.nodes.iter().map(of).collect()
}

fn codes<G: Provided>(bench: &BenchOf<G>, node: usize) -> Vec<String> {
    let told = |e: &Event| match e {
        Event::Refused(r) => Some(format!("{} {:?}", r.code.0, r.facts)),
        _ => None,
    };
    bench.nodes[node].events.iter().filter_map(told).collect()
}

fn a_newcomer_gets_the_whole_record_and_speaks<G: Provided>() {
    let mut bench = joined::<G>();
    let epochs: Vec<_> = bench.nodes.iter().map(|n| n.line.epoch()).collect();
    assert_eq!(epochs, [3, 3, 3, 3], "{:?}", (0..4).map(|n| codes(&bench, n)).collect::<Vec<_>>());
    assert!(bench.met(), "{:?}", refused(&bench));
    assert_eq!(bench.notices(3), bench.notices(0));
    assert_eq!(bench.notices(3).len(), 4);
    let said = bench.release(3, "by the newcomer");
    let heard = bench.release(0, "to the newcomer");
    bench.run(10 * MINUTE);
    for node in 0..4 {
        let notices = bench.notices(node);
        assert!(notices.contains(&said) && notices.contains(&heard), "node {node}");
    }
    bench.input(3, Input::Rotate(line::group::Changes::default()));
    bench.run(HOUR);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == 4), "the newcomer votes");
    assert!(bench.met());
}

#[test]
fn a_newcomer_gets_the_whole_record_and_speaks_with_labels() {
    a_newcomer_gets_the_whole_record_and_speaks::<LabelGroup>();
}

#[test]
fn a_newcomer_gets_the_whole_record_and_speaks_with_mls() {
    a_newcomer_gets_the_whole_record_and_speaks::<MlsGroup>();
}

#[test]
fn a_newcomer_that_restarts_while_the_record_comes_joins_all_the_same() {
    for at in 0..12 {
        let mut bench = Bench::with_strangers(&FOUR, 1, 3);
        bench.run(MINUTE);
        (0..300).for_each(|n| {
            bench.release(n % 3, "one of many");
        });
        bench.run(10 * MINUTE);
        let charter = bench.charter(2, 2, &FOUR.map(|c| (c, Voting)));
        bench.run(MINUTE);
        (0..3).for_each(|node| bench.input(node, Input::CharterAgreed(charter)));
        let packages = [(party("US"), bench.strangers[0].package.clone())].into();
        bench.input(2, Input::Change { charter, packages });
        for _ in 0..at {
            bench.serve();
        }
        bench.crash(at % 3, Stop::Clean);
        bench.run(10 * MINUTE);
        assert_eq!(bench.take_up_invitations(), 1, "crash {at}: {:?}", codes(&bench, 2));
        for _ in 0..at {
            bench.serve();
        }
        bench.crash(3, Stop::Clean);
        bench.run(30 * MINUTE);
        assert!(bench.met(), "crash {at}");
        assert_eq!(bench.notices(3).len(), 300, "crash {at}");
        assert!(!bench.nodes[3].line.is_joining());
    }
}

#[test]
fn a_member_that_leaves_keeps_its_record_and_the_others_go_on() {
    let mut bench = Bench::new(&FOUR, 1);
    bench.run(MINUTE);
    let before = bench.release(1, "while it was there");
    bench.run(MINUTE);
    let charter = bench.charter(0, 2, &[("CH", Voting), ("OM", Voting), ("US", Voting)]);
    bench.run(MINUTE);
    (0..4).for_each(|node| bench.input(node, Input::CharterAgreed(charter)));
    bench.input(0, Input::Change { charter, packages: [].into() });
    bench.run(HOUR);
    assert!(bench.nodes[1].line.has_left());
    let after = bench.release(0, "without it");
    bench.run(HOUR);
    for node in [0, 2, 3] {
        assert_eq!(bench.nodes[node].line.members().len(), 3);
        assert!(bench.notices(node).contains(&before) && bench.notices(node).contains(&after));
        assert_eq!(bench.nodes[node].line.outbox_len(), 0, "nothing waits for who has left");
    }
    assert!(bench.notices(1).contains(&before) && !bench.notices(1).contains(&after));
    assert_eq!(bench.nodes[0].line.digest(), bench.nodes[3].line.digest());
    bench.crash(1, Stop::Clean);
    assert!(bench.nodes[1].line.has_left(), "for good");
    bench.input(2, Input::Rotate(line::group::Changes::default()));
    bench.run(HOUR);
    assert_eq!(bench.nodes[0].line.epoch(), bench.nodes[2].line.epoch());
    assert_eq!(bench.nodes[0].line.epoch(), 3);
}

#[test]
fn nobody_is_put_out_of_a_two_party_compartment() {
    let mut bench = Bench::with_strangers(&["CH", "IR", "US"], 1, 2);
    bench.run(MINUTE);
    let charter = bench.charter(0, 2, &[("CH", Voting), ("US", Voting)]);
    bench.run(MINUTE);
    (0..2).for_each(|node| bench.input(node, Input::CharterAgreed(charter)));
    let packages = [(party("US"), bench.strangers[0].package.clone())].into();
    bench.input(0, Input::Change { charter, packages });
    bench.run(HOUR);
    assert!(codes(&bench, 0).iter().any(|c| c.contains("E-LINE-016") && c.contains("TWO-PARTY")));
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == 1));
}

#[test]
fn a_version_that_a_voter_has_not_agreed_to_takes_no_effect() {
    let mut bench = Bench::new(&["CH", "IR", "OM"], 1);
    bench.run(MINUTE);
    let charter = bench.charter(0, 2, &[("CH", Voting), ("IR", Voting), ("OM", Silent)]);
    bench.run(MINUTE);
    (0..2).for_each(|node| bench.input(node, Input::CharterAgreed(charter)));
    bench.input(0, Input::Change { charter, packages: [].into() });
    bench.run(HOUR);
    assert!(codes(&bench, 2).iter().any(|c| c.contains("NOT-AGREED")), "{:?}", codes(&bench, 2));
    assert!(codes(&bench, 0).iter().any(|c| c.contains("REFUSED")), "{:?}", codes(&bench, 0));
    assert!(bench.nodes.iter().all(|n| n.line.charter_in_force().is_none()));
    assert!(bench.met());
    bench.input(2, Input::CharterAgreed(charter));
    bench.input(0, Input::Change { charter, packages: [].into() });
    bench.run(HOUR);
    assert!(bench.nodes.iter().all(|n| n.line.charter_in_force() == Some(charter)));
    assert!(!bench.nodes[0].line.config().sends(&party("OM")));
    let entries = bench.nodes[2].line.order().filter(|e| e.header.author == party("OM")).count();
    bench.run(3 * HOUR);
    let later = bench.nodes[2].line.order().filter(|e| e.header.author == party("OM")).count();
    assert_eq!(entries, later, "a silent member writes nothing more");
}

fn an_old_copy_is_taken_in_anew<G: Provided>(codes_of: &[&str], tempo_last: line::config::Tempo) {
    let mut bench = BenchOf::<G>::new(codes_of, 2);
    let last = codes_of.len() - 1;
    if tempo_last != Voting {
        let members =
            codes_of.iter().enumerate().map(|(n, c)| (*c, if n == last { tempo_last } else { Voting }));
        let members: Vec<_> = members.collect();
        let charter = bench.charter(0, 2, &members);
        bench.run(MINUTE);
        (0..=last).for_each(|node| bench.input(node, Input::CharterAgreed(charter)));
        bench.input(0, Input::Change { charter, packages: [].into() });
        bench.run(HOUR);
    }
    bench.run(MINUTE);
    bench.release(last, "before the copy");
    bench.run(MINUTE);
    let copy = bench.nodes[last].rows.clone();
    let lost = bench.release(last, "after the copy");
    bench.run(MINUTE);
    bench.input(0, Input::Rotate(line::group::Changes::default()));
    bench.run(HOUR);
    let before = bench.nodes[0].line.epoch();
    bench.nodes[last].rows = copy;
    bench.crash(last, Stop::Unknown);
    bench.run(10 * MINUTE);
    assert!(bench.nodes[last].line.rolled_back_by().is_some());
    assert!(bench.notices(last).contains(&lost), "it fetched its own entry again");
    bench.input(last, Input::Rejoin);
    bench.run(3 * HOUR);
    let line = &bench.nodes[last].line;
    assert!(line.rolled_back_by().is_none() && !line.quarantined(), "{:?}", codes(&bench, 0));
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == before + 1));
    let again = bench.release(last, "back again");
    bench.run(HOUR);
    assert!(bench.met());
    (0..=last).for_each(|node| assert!(bench.notices(node).contains(&again)));
    (0..=last).for_each(|node| assert!(bench.named(node).is_empty()));
    bench.crash(last, Stop::Clean);
    bench.input(last, Input::Rotate(line::group::Changes::default()));
    bench.run(HOUR);
    if tempo_last == Voting {
        assert!(bench.nodes.iter().all(|n| n.line.epoch() == before + 2));
    }
}

#[test]
fn an_old_copy_of_one_of_two_is_taken_in_anew() {
    an_old_copy_is_taken_in_anew::<LabelGroup>(&["CH", "IR"], Voting);
    an_old_copy_is_taken_in_anew::<MlsGroup>(&["CH", "IR"], Voting);
}

#[test]
fn an_old_copy_of_one_of_three_is_taken_in_anew() {
    an_old_copy_is_taken_in_anew::<LabelGroup>(&["CH", "IR", "US"], Voting);
    an_old_copy_is_taken_in_anew::<MlsGroup>(&["CH", "IR", "US"], Voting);
}

#[test]
fn an_old_copy_of_a_following_member_is_taken_in_anew() {
    an_old_copy_is_taken_in_anew::<LabelGroup>(&["CH", "IR", "US"], Following);
}

#[test]
fn a_member_is_taken_in_anew_at_its_own_word_only() {
    let mut bench = Bench::new(&["CH", "IR", "US"], 1);
    bench.run(MINUTE);
    let package = vec![1, 2, 3];
    let rejoin = line::direct::Direct::Rejoin(line::direct::Rejoin {
        compartment: bench.nodes[0].config.compartment,
        package: package.into(),
    });
    bench.hand_over_direct(0, 1, &[rejoin.encode()]);
    bench.run(HOUR);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == 1 && n.line.config().members.len() == 3));
    let charters = bench.nodes[2].line.order().filter(|e| e.header.kind == Kind::Charter).count();
    assert_eq!(charters, 0);
}
