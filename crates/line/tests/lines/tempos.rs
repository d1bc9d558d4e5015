//! Members who are not always there: partitions of weeks, a following member by pouch, a silent one (line.md sections 4,
//! 7 and 9; requirement R22).

use super::bench::{Bench, Fate};
use line::config::Tempo::{Following, Silent, Voting};
use line::ids::EntryHash;
use line::line::Stop;
use line::machine::{Event, Input};
use std::collections::{BTreeMap, BTreeSet};

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// Half of the round trip of 21 days.
const TRAVELS: u64 = 21 * DAY / 2;
/// The member that reaches no relay.
const FAR: usize = 3;
const QUIET: usize = 4;

fn rotate(bench: &mut Bench, node: usize) {
    bench.input(node, Input::Rotate(line::group::Changes::default()));
    bench.run(HOUR);
}

/// How often each entry was shown at a node.
fn shown(bench: &Bench, node: usize) -> BTreeMap<EntryHash, usize> {
    let mut times = BTreeMap::new();
    for event in &bench.nodes[node].events {
        if let Event::Held(entry) = event {
            *times.entry(entry.hash).or_insert(0) += 1;
        }
    }
    times
}

/// Pouches of all who are near for the far member.
fn outward(bench: &mut Bench) -> Vec<Vec<u8>> {
    (0..3).map(|near| bench.packed(near, FAR)).collect()
}

/// Pouches of the far member for all who are near.
fn homeward(bench: &mut Bench) -> Vec<Vec<u8>> {
    [0, 1, 2, QUIET].into_iter().map(|near| bench.packed(FAR, near)).collect()
}

fn arrive(bench: &mut Bench, home: Vec<Vec<u8>>, out: Vec<Vec<u8>>) {
    for (near, pouch) in [0, 1, 2, QUIET].into_iter().zip(home) {
        bench.input(near, Input::Pouch(pouch));
    }
    out.into_iter().for_each(|pouch| bench.input(FAR, Input::Pouch(pouch)));
    bench.run(HOUR);
}

/// Both couriers leave and arrive after half a round trip.
fn half_a_round_trip(bench: &mut Bench) {
    let (home, out) = (homeward(bench), outward(bench));
    bench.leap(TRAVELS);
    arrive(bench, home, out);
}

#[test]
fn a_partition_of_thirty_days_heals_and_nothing_is_lost_or_doubled() {
    let mut bench = Bench::new(&["CH", "IR", "US"], 1);
    bench.run(10 * MINUTE);
    bench.fate = Box::new(|node, _, _| if node == 2 { Fate::Unreachable } else { Fate::Serve });
    let mut said = BTreeSet::new();
    for day in 0..30 {
        for node in 0..3 {
            said.insert(bench.release(node, &format!("day {day} of {node}")));
        }
        bench.leap(DAY);
    }
    assert!(bench.notices(2).len() < said.len(), "it heard nothing of the others");
    bench.crash(2, Stop::Clean);
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(DAY);
    assert!(bench.met());
    for node in 0..3 {
        assert_eq!(bench.notices(node).into_iter().collect::<BTreeSet<_>>(), said, "node {node}");
        assert!(shown(&bench, node).values().all(|times| *times == 1), "node {node}");
    }
    let before = bench.nodes[0].line.epoch();
    rotate(&mut bench, 1);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() > before));
}

#[test]
fn a_following_member_by_pouch_and_a_silent_one_live_beside_voters_that_change_epoch() {
    let tempos = [("CH", Voting), ("IR", Voting), ("OM", Voting), ("US", Following), ("VA", Silent)];
    let mut bench = Bench::with_tempos(&tempos, 1);
    bench.fate = Box::new(|node, _, _| if node == FAR { Fate::Unreachable } else { Fate::Serve });
    bench.run(10 * MINUTE);
    half_a_round_trip(&mut bench);
    half_a_round_trip(&mut bench);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == 1));
    rotate(&mut bench, 0);
    let epochs: Vec<_> = bench.nodes.iter().map(|n| n.line.epoch()).collect();
    assert_eq!(epochs, [2, 2, 2, 1, 2], "everyone else has changed epoch");

    // packed in epoch 1 by the far member, and in epoch 2 for it; both couriers are slow
    let (slow_home, slow_out) = (homeward(&mut bench), outward(&mut bench));
    let mut said = BTreeSet::new();
    for n in 0..5_000 {
        said.insert(bench.release(n % 3, "one of five thousand"));
        if n % 50 == 0 {
            bench.run(MINUTE);
        }
    }
    bench.run(HOUR);
    rotate(&mut bench, 1);
    assert_eq!(bench.nodes[0].line.epoch(), 2, "one step ahead of the far member, and no more");
    half_a_round_trip(&mut bench);
    assert_eq!(bench.nodes[FAR].line.epoch(), 2, "it has followed");
    half_a_round_trip(&mut bench);
    rotate(&mut bench, 2);
    half_a_round_trip(&mut bench);
    half_a_round_trip(&mut bench);
    let epochs: Vec<_> = bench.nodes.iter().map(|n| n.line.epoch()).collect();
    assert!(epochs.iter().all(|e| *e >= 3), "{epochs:?}");

    // the slow ones come now: five thousand messages and two epochs behind
    arrive(&mut bench, slow_home, slow_out);
    half_a_round_trip(&mut bench);
    for node in 0..5 {
        let notices: BTreeSet<_> = bench.notices(node).into_iter().collect();
        assert_eq!(notices, said, "node {node}");
        assert!(shown(&bench, node).values().all(|times| *times == 1), "node {node}: each entry once");
        assert!(bench.nodes[node].line.equivocators().next().is_none());
    }
    let of_silent = bench.nodes[0].line.order().filter(|e| e.header.author.as_str() == "VA").count();
    assert_eq!(of_silent, 0, "a silent member writes nothing");
}
