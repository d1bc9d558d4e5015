//! Against liars: members that write twice, relays that answer anything.

use super::bench::{Bench, Fate, party};
use line::config::Planted;
use line::ids::Status;
use line::line::Stop;
use line::machine::{Event, Input, Release};
use line::pouch;

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
    let mut told = std::collections::BTreeSet::new();
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
        let refusals = bench.nodes.iter().flat_map(|n| &n.events).filter_map(|e| match e {
            Event::Refused(refusal) => Some(refusal.to_string()),
            _ => None,
        });
        told.extend(refusals);
    }
    for check in ["RECEIPT-MAC", "MAILBOX"] {
        let named = |t: &String| t.contains("E-LINE-009") && t.contains(check) && t.contains("R-1");
        assert!(told.iter().any(named), "{check} of R-1 is not in {told:?}");
    }
    assert!(!told.iter().any(|t| t.contains("R-0")), "an honest relay is named: {told:?}");
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

#[test]
fn an_envelope_of_another_status_is_refused_by_that_name_and_changes_nothing() {
    let codes = ["IR", "US"];
    for (theirs, ours) in [(Status::Exercise, Status::Actual), (Status::Actual, Status::Exercise)] {
        let (mut elsewhere, mut bench) = (Bench::under(theirs, &codes), Bench::under(ours, &codes));
        elsewhere.release(0, "a story of another line");
        elsewhere.input(0, Input::PackPouch { to: party("US") });
        let packed = elsewhere.nodes[0].events.iter().find_map(|e| match e {
            Event::PouchPacked { bytes, .. } => Some(bytes.clone()),
            _ => None,
        });
        let envelopes = pouch::open(&packed.expect("a pouch"), theirs).expect("of that status");
        let line = |bench: &Bench| {
            let line = &bench.nodes[1].line;
            (line.cut(), line.epoch(), line.order().count())
        };
        let (before, rows) = (line(&bench), bench.nodes[1].rows.clone());
        // Someone has written the other status on the outside of the file.
        bench.input(1, Input::Pouch(pouch::pack(ours, envelopes)));
        let reason = |e: &Event| match e {
            Event::Refused(refusal) => Some((refusal.code.0, refusal.facts.clone())),
            _ => None,
        };
        let told: Vec<_> = bench.nodes[1].events.iter().filter_map(reason).collect();
        let facts = refusal::facts! { from: "POUCH", check: "OTHER-STATUS" };
        assert_eq!(told, [("E-LINE-009", facts)]);
        assert_eq!((line(&bench), &bench.nodes[1].rows), (before, &rows));
    }
}
