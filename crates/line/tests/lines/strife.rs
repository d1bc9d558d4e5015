//! Against liars: members that write twice, relays that answer anything.

use super::bench::{Bench, Fate, party};
use line::config::Planted;
use line::line::Stop;
use line::machine::{Event, Input, Release};

#[test]
fn a_member_that_writes_two_entries_at_one_place_is_named_everywhere() {
    let mut bench = Bench::new(&["CH", "IR", "US"], 1);
    bench.run(20_000);
    let old = bench.nodes[0].rows.clone();
    let first = bench.release(0, "one story");
    bench.run(20_000);
    bench.nodes[0].rows = old;
    bench.nodes[0].config.planted = Planted { seal_after_restore: true, ..Planted::default() };
    bench.crash(0, Stop::Unknown);
    let second = bench.release(0, "another story");
    bench.run(7_200_000);
    for node in [1, 2] {
        let line = &bench.nodes[node].line;
        let named = |e: &Event| matches!(e, Event::Equivocation { author, .. } if *author == party("CH"));
        assert!(bench.nodes[node].events.iter().any(named), "node {node}");
        assert!(line.entry(&first).is_some() && line.entry(&second).is_some(), "both are kept");
        assert_eq!((line.position(&first), line.position(&second)), (None, None), "neither counts");
    }
    assert_eq!(bench.nodes[1].line.digest(), bench.nodes[2].line.digest());
}

#[test]
fn sending_after_an_equivocation_needs_a_person() {
    let mut bench = Bench::new(&["CH", "IR", "US"], 1);
    bench.run(20_000);
    let old = bench.nodes[0].rows.clone();
    bench.release(0, "one story");
    bench.run(20_000);
    bench.nodes[0].rows = old;
    bench.nodes[0].config.planted = Planted { seal_after_restore: true, ..Planted::default() };
    bench.crash(0, Stop::Unknown);
    bench.release(0, "another story");
    bench.run(7_200_000);
    let release = Release {
        ticket: 9,
        bytes: b"to whom".to_vec(),
        kind: line::entry::Kind::Notice,
        lane: line::entry::Lane::Routine,
        record_sig: None,
        with: Vec::new(),
    };
    bench.input(1, Input::Release(release));
    let refused = |e: &Event| matches!(e, Event::ReleaseRefused { ticket: 9, refusal } if refusal.code.0 == "E-LINE-005");
    assert!(bench.nodes[1].events.iter().any(refused));
    bench.input(1, Input::EquivocationSeen { author: party("CH") });
    let entry = bench.release(1, "a person said so");
    bench.run(10_000);
    assert!(bench.nodes[2].line.position(&entry).is_some());
}

#[test]
fn a_relay_that_answers_anything_stops_nothing_and_breaks_nothing() {
    for seed in 1..24u32 {
        let mut bench = Bench::new(&["IR", "US"], 2);
        bench.run(20_000);
        let mut n = seed;
        bench.fate = Box::new(move |_, relay, _| {
            n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            match (relay, n >> 30) {
                (1, 0) => Fate::Serve,
                (1, 1) => Fate::LoseAnswer,
                (1, _) => Fate::Corrupt(n >> 8),
                _ => Fate::Serve,
            }
        });
        for i in 0..10 {
            bench.release(i % 2, "through the noise");
            bench.run(1_000);
        }
        bench.fate = Box::new(|_, _, _| Fate::Serve);
        bench.run(7_200_000);
        assert_eq!(bench.notices(0).len(), 10, "seed {seed}");
        assert_eq!(bench.notices(0), bench.notices(1), "seed {seed}");
    }
}

#[test]
fn junk_is_told_once_a_kind_and_counted() {
    let mut bench = Bench::new(&["IR", "US"], 1);
    bench.run(20_000);
    bench.fate = Box::new(|node, _, _| if node == 0 { Fate::Corrupt(4) } else { Fate::Serve });
    for _ in 0..20 {
        bench.release(1, "spoiled");
        bench.run(500);
    }
    let junk = |e: &&Event| matches!(e, Event::Refused(r) if r.code.0 == "E-LINE-009");
    let told = bench.nodes[0].events.iter().filter(junk).count();
    let counted: u64 = bench.nodes[0].line.refused().map(|(.., n)| n).sum();
    assert!(told <= 4 && counted > 10, "told {told}, counted {counted}");
}
