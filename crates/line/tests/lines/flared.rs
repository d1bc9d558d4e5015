//! Flares: floor notices of a node that may not write entries (line.md section 11).

use super::bench::{Bench, Fate, party};
use line::entry::{Kind, Lane, NoticeBody};
use line::line::Stop;
use line::machine::{Event, Input, Release};

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

fn release(bench: &mut Bench, node: usize, lane: Lane, text: &str) {
    let release = Release {
        ticket: 7,
        bytes: text.as_bytes().to_vec(),
        kind: Kind::Notice,
        lane,
        record_sig: None,
        with: Vec::new(),
    };
    bench.input(node, Input::Release(release));
}

fn flares(bench: &Bench, node: usize) -> Vec<Vec<u8>> {
    let flare = |e: &Event| match e {
        Event::Flare { notice, .. } => Some(notice.clone()),
        _ => None,
    };
    bench.nodes[node].events.iter().filter_map(flare).collect()
}

#[test]
fn a_floor_notice_of_a_quarantined_node_goes_as_a_flare_and_becomes_an_entry_that_names_it() {
    let mut bench = Bench::new(&["CH", "IR", "US"], 2);
    bench.run(MINUTE);
    bench.fate = Box::new(|node, _, _| if node == 0 { Fate::Unreachable } else { Fate::Serve });
    bench.crash(0, Stop::Unknown);
    release(&mut bench, 0, Lane::Routine, "routine waits");
    release(&mut bench, 0, Lane::Floor, "collision ahead");
    assert!(bench.nodes[0].events.iter().any(|e| matches!(e, Event::ReleaseRefused { .. })));
    bench.crash(0, Stop::Unknown);
    bench.run(HOUR);
    assert!(flares(&bench, 1).is_empty());
    // deposits pass, answers to its challenge and its marks do not: it stays quarantined and its flare is shown
    bench.fate = Box::new(|node, _, request| match (node, request) {
        (0, line::relay_api::Request::Take(_) | line::relay_api::Request::Mark(_)) => Fate::Unreachable,
        _ => Fate::Serve,
    });
    bench.run(HOUR);
    for node in [1, 2] {
        assert_eq!(flares(&bench, node), [b"collision ahead".to_vec()], "shown once, at {node}");
        let seen: Vec<_> = bench.nodes[node].line.flares().collect();
        assert!(seen.len() == 1 && seen[0].party == party("CH") && seen[0].entry.is_none());
    }
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(3 * HOUR);
    assert!(!bench.nodes[0].line.quarantined());
    assert_eq!(bench.nodes[0].line.own_flares().count(), 0);
    for node in [1, 2] {
        assert_eq!(flares(&bench, node).len(), 1, "and not rung again");
        let seen = bench.nodes[node].line.flares().next().expect("kept").clone();
        let entry = bench.nodes[node].line.entry(&seen.entry.expect("it became an entry")).expect("here");
        let body = NoticeBody::decode(&entry.body, line::entry::Attestation::MutualOnly).expect("a notice");
        assert_eq!(body.flare, Some(seen.id));
        assert_eq!(body.bytes, seen.notice);
    }
    bench.crash(1, Stop::Clean);
    bench.run(HOUR);
    assert_eq!(flares(&bench, 1).len(), 1, "a restart shows nothing again");
}

#[test]
fn an_old_copy_flares_and_its_flares_are_entered_when_it_is_taken_in_anew() {
    let mut bench = Bench::new(&["CH", "IR", "US"], 2);
    bench.run(MINUTE);
    let copy = bench.nodes[2].rows.clone();
    bench.release(2, "lost with the copy");
    bench.run(MINUTE);
    bench.nodes[2].rows = copy;
    bench.crash(2, Stop::Unknown);
    bench.run(MINUTE);
    assert!(bench.nodes[2].line.rolled_back_by().is_some());
    release(&mut bench, 2, Lane::Floor, "from an old copy");
    bench.run(MINUTE);
    assert_eq!(flares(&bench, 0), [b"from an old copy".to_vec()]);
    bench.input(2, Input::Rejoin);
    bench.run(3 * HOUR);
    assert!(!bench.nodes[2].line.quarantined());
    let seen = bench.nodes[0].line.flares().next().expect("kept").clone();
    assert!(seen.entry.is_some_and(|e| bench.nodes[1].line.position(&e).is_some()));
    assert!(bench.met());
}

#[test]
fn a_snapshot_restored_at_any_point_names_itself_and_uses_no_generation_twice() {
    for at in 0..40 {
        let mut bench = Bench::new(&["CH", "IR"], 2);
        bench.run(MINUTE);
        bench.release(0, "first");
        for _ in 0..at / 4 {
            bench.serve();
            bench.clock += 13;
        }
        let copy = bench.nodes[0].rows.clone();
        bench.release(0, "second");
        bench.run(MINUTE * (1 + at % 4));
        bench.nodes[0].rows = copy;
        // every other time no peer is in reach, only the relays with the own marks
        let alone = at % 2 == 1;
        bench.nodes[1].off = alone;
        bench.crash(0, Stop::Unknown);
        release(&mut bench, 0, Lane::Floor, "help");
        bench.run(10 * MINUTE);
        assert!(bench.nodes[0].line.rolled_back_by().is_some(), "restored at {at}, alone: {alone}");
        bench.nodes[1].off = false;
        bench.run(HOUR);
        assert_eq!(flares(&bench, 1), [b"help".to_vec()], "restored at {at}");
        assert!(bench.named(1).is_empty());
        bench.input(0, Input::Rejoin);
        bench.run(3 * HOUR);
        assert!(!bench.nodes[0].line.quarantined(), "restored at {at}");
        assert!(bench.met() && bench.named(1).is_empty(), "restored at {at}");
    }
}
