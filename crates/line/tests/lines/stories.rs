use super::bench::{Bench, Fate, party};
use line::group::Changes;
use line::line::Stop;
use line::machine::{Event, Input};
use line::relay_api::Request;

#[test]
fn two_lines_exchange_a_notice_and_know_that_it_arrived() {
    let mut bench = Bench::new(&["US", "IR"], 1);
    bench.run(5_000);
    let entry = bench.release(0, "hold fire");
    bench.run(1_000);
    assert!(bench.nodes[1].line.position(&entry).is_some(), "{:?}", bench.nodes[1].events);
    assert!(bench.nodes[0].line.marks(&entry)[&party("IR")].covered);
    assert_eq!(bench.nodes[0].line.marks(&entry)[&party("IR")].held_by, ["R-0"]);
    assert_eq!(bench.nodes[0].line.outbox_len(), 0);
}

#[test]
fn a_quiet_line_comes_to_rest_and_writes_nothing_between_tests() {
    let mut bench = Bench::new(&["US", "IR", "OM"], 2);
    bench.run(60_000);
    let before = bench.nodes[0].line.order().len();
    bench.run(1_200_000);
    assert_eq!(bench.nodes[0].line.order().len(), before, "a RECEIPT was answered by a RECEIPT");
}

#[test]
fn notices_from_all_sides_meet_in_one_order() {
    let mut bench = Bench::new(&["CH", "IR", "OM", "US"], 2);
    for round in 0..20 {
        for node in 0..4 {
            bench.release(node, &format!("notice {round} of {node}"));
            if (round + node) % 3 == 0 {
                bench.serve();
            }
        }
    }
    bench.run(60_000);
    bench.run(3_600_000 * 2);
    let first = bench.notices(0);
    assert_eq!(first.len(), 80);
    for node in 1..4 {
        assert_eq!(bench.notices(node), first);
    }
}

#[test]
fn a_lost_answer_and_a_lost_request_lose_no_notice() {
    let mut bench = Bench::new(&["IR", "US"], 1);
    let mut n = 0u32;
    bench.fate = Box::new(move |_, _, request| {
        n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        match (n >> 24) % 5 {
            0 => Fate::Unreachable,
            1 if Bench::puts(request) > 0 || matches!(request, Request::Take(_)) => Fate::LoseAnswer,
            _ => Fate::Serve,
        }
    });
    bench.run(30_000);
    for i in 0..30 {
        bench.release(i % 2, &format!("notice {i}"));
        bench.run(500);
    }
    bench.run(3_600_000);
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(3_600_000 * 2);
    assert_eq!(bench.notices(0).len(), 30);
    assert_eq!(bench.notices(0), bench.notices(1));
    assert_eq!(bench.nodes[0].line.outbox_len() + bench.nodes[1].line.outbox_len(), 0);
}

#[test]
fn every_member_rotates_on_a_persons_word_and_talks_on() {
    let mut bench = Bench::new(&["CH", "IR", "US"], 1);
    bench.run(60_000);
    let epoch = bench.nodes[0].line.epoch();
    bench.input(2, Input::Rotate(Changes::default()));
    bench.run(60_000);
    for node in 0..3 {
        assert_eq!(
            bench.nodes[node].line.epoch(),
            epoch + 1,
            "node {node}: {:?}",
            bench.nodes[node].events.iter().rev().take(8).collect::<Vec<_>>()
        );
    }
    let entry = bench.release(1, "after the rotation");
    bench.run(10_000);
    assert!((0..3).all(|node| bench.nodes[node].line.position(&entry).is_some()));
}

#[test]
fn rotation_waits_for_a_member_that_is_away_and_notices_go_on() {
    let mut bench = Bench::new(&["CH", "IR", "US"], 1);
    bench.run(60_000);
    let epoch = bench.nodes[0].line.epoch();
    bench.fate = Box::new(|node, _, _| if node == 1 { Fate::Unreachable } else { Fate::Serve });
    bench.input(0, Input::Rotate(Changes::default()));
    let entry = bench.release(0, "while IR is away");
    bench.run(1_800_000);
    assert_eq!(bench.nodes[0].line.epoch(), epoch);
    assert!(bench.nodes[2].line.position(&entry).is_some());
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(3_600_000);
    assert!((0..3).all(|node| bench.nodes[node].line.epoch() > epoch));
    assert!(bench.nodes[1].line.position(&entry).is_some());
}

#[test]
fn a_member_that_misses_the_decision_gets_it_by_direct_and_follows() {
    let mut bench = Bench::new(&["IR", "US"], 1);
    bench.run(60_000);
    let epoch = bench.nodes[0].line.epoch();
    bench.input(1, Input::Rotate(Changes::default()));
    for step in 0..200 {
        bench.serve();
        if bench.nodes[0].line.epoch() != bench.nodes[1].line.epoch() {
            let ahead = usize::from(bench.nodes[1].line.epoch() > epoch);
            bench.crash(ahead, Stop::Clean);
            break;
        }
        assert!(step < 199, "nobody decided");
    }
    bench.run(120_000);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == epoch + 1));
    let entry = bench.release(0, "on the other side");
    bench.run(10_000);
    assert!(bench.nodes[1].line.position(&entry).is_some());
}

#[test]
fn a_crash_between_any_two_steps_loses_and_doubles_nothing() {
    for at in 0..60 {
        let mut bench = Bench::new(&["IR", "US"], 1);
        bench.run(20_000);
        let entry = bench.release(0, "before the crash");
        for _ in 0..at / 2 {
            bench.serve();
        }
        bench.crash(at % 2, Stop::Unknown);
        bench.run(120_000);
        assert!(!bench.nodes[at % 2].line.quarantined(), "crash {at}");
        let next = bench.release(at % 2, "after the crash");
        bench.run(3_600_000);
        for node in 0..2 {
            let mut both = bench.notices(node);
            both.sort();
            let mut expected = vec![entry, next];
            expected.sort();
            assert_eq!(both, expected, "crash {at}");
        }
    }
}

#[test]
fn an_unclean_start_seals_nothing_until_a_member_has_answered() {
    let mut bench = Bench::new(&["IR", "US"], 1);
    bench.run(20_000);
    bench.fate = Box::new(|_, _, _| Fate::Unreachable);
    bench.crash(0, Stop::Unknown);
    bench.run(60_000);
    assert!(bench.nodes[0].line.quarantined());
    let sealed = bench.nodes[0].line.order().len();
    bench.input(0, Input::TestNow);
    assert_eq!(bench.nodes[0].line.order().len(), sealed);
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(120_000);
    assert!(!bench.nodes[0].line.quarantined());
}

#[test]
fn a_restored_old_copy_is_named_and_never_seals_again() {
    let mut bench = Bench::new(&["IR", "US"], 1);
    bench.run(20_000);
    let old = bench.nodes[0].rows.clone();
    bench.release(0, "after the copy was made");
    bench.run(20_000);
    bench.nodes[0].rows = old;
    bench.crash(0, Stop::Unknown);
    bench.run(600_000);
    assert!(bench.nodes[0].line.quarantined());
    assert!(bench.nodes[0].events.iter().any(|e| matches!(e, Event::RolledBack(_))));
    assert_eq!(bench.notices(0), bench.notices(1), "it fetched what it lacked");
}

#[test]
fn epoch_change_survives_a_crash_of_either_side_at_every_step() {
    for at in 0..48 {
        let mut bench = Bench::new(&["CH", "IR", "US"], 1);
        bench.run(60_000);
        let epoch = bench.nodes[0].line.epoch();
        bench.input(2, Input::Rotate(Changes::default()));
        for _ in 0..at / 3 {
            bench.serve();
            bench.clock += 7;
        }
        bench.crash(at % 3, Stop::Clean);
        bench.run(3_600_000);
        for node in 0..3 {
            assert_eq!(bench.nodes[node].line.epoch(), epoch + 1, "crash {at}, node {node}");
        }
        let entry = bench.release(at % 3, "after all that");
        bench.run(60_000);
        assert!((0..3).all(|n| bench.nodes[n].line.position(&entry).is_some()), "crash {at}");
    }
}

#[test]
fn a_pouch_carries_what_no_relay_does() {
    let mut bench = Bench::new(&["IR", "US"], 1);
    bench.run(20_000);
    bench.fate = Box::new(|_, _, _| Fate::Unreachable);
    let entry = bench.release(0, "by hand");
    bench.input(0, Input::PackPouch { to: party("US") });
    let packed = bench.nodes[0].events.iter().find_map(|e| match e {
        Event::PouchPacked { bytes, .. } => Some(bytes.clone()),
        _ => None,
    });
    bench.input(1, Input::Pouch(packed.expect("a pouch")));
    assert!(bench.nodes[1].line.position(&entry).is_some(), "{:?}", bench.nodes[1].events);
    assert_eq!(bench.nodes[1].line.arrivals(&entry)[0].path, "POUCH");

    let seen = |node: usize, bench: &Bench| bench.nodes[node].line.seen_here(&entry);
    let packed =
        seen(0, &bench).into_iter().find(|line| line.clock == party("IR")).expect("its packer knows");
    assert!(packed.deposit.is_some() && packed.arrival.is_none(), "{packed:?}");
    assert_eq!((packed.path.as_str(), packed.recipient), ("POUCH", party("US")));
    assert!(bench.nodes[0].line.marks(&entry)[&party("US")].held_by.is_empty(), "no relay holds it");
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(60_000);
    for node in [0, 1] {
        bench.input(node, Input::TestNow);
        bench.run(5_000);
    }
    bench.input(0, Input::TestNow);
    bench.run(5_000);
    assert!(bench.met() && seen(0, &bench).is_empty() && seen(1, &bench).is_empty());
    let (ours, theirs) = (bench.nodes[0].line.prove(&entry), bench.nodes[1].line.prove(&entry));
    assert_eq!(ours, theirs);
    let by_hand: Vec<_> = ours.into_iter().flat_map(|r| r.paths).filter(|p| p.path == "POUCH").collect();
    assert_eq!(by_hand.len(), 2);
    assert!(by_hand.iter().all(|p| p.deposit.is_some() && p.arrival.is_some()), "{by_hand:?}");
}

#[test]
fn the_own_bracket_of_a_deposit_is_known_before_any_receipt_says_it() {
    let mut bench = Bench::new(&["IR", "US"], 1);
    bench.run(20_000);
    let entry = bench.release(0, "kept by the relay");
    bench.run(200);
    let agreed = bench.nodes[0].line.prove(&entry).expect("it is here").paths;
    assert!(agreed.iter().all(|line| line.deposit.is_none()), "nothing was said of the deposit: {agreed:?}");
    let seen = bench.nodes[0].line.seen_here(&entry);
    let own = seen.iter().find(|line| line.clock == party("IR")).expect("the depositor saw it");
    assert!(own.deposit.is_some_and(|b| b.earliest_ms <= b.latest_ms), "{seen:?}");
}

#[test]
fn prove_gives_the_same_intervals_on_both_sides() {
    let mut bench = Bench::new(&["IR", "US"], 2);
    bench.run(20_000);
    bench.input(0, Input::TestNow);
    bench.run(5_000);
    bench.input(1, Input::TestNow);
    bench.run(5_000);
    let entry = bench.release(0, "prove me");
    bench.run(5_000);
    bench.release(1, "so that IR speaks again");
    bench.run(5_000);
    bench.input(0, Input::TestNow);
    bench.run(5_000);
    bench.input(1, Input::TestNow);
    bench.run(5_000);
    assert!(bench.met());
    let (ours, theirs) = (bench.nodes[0].line.prove(&entry), bench.nodes[1].line.prove(&entry));
    assert_eq!(ours, theirs);
    let report = ours.expect("it is here");
    assert_eq!(report.paths.len(), 4, "{report:?}");
    assert!(report.paths.iter().all(|p| p.deposit.is_some() && p.arrival.is_some()), "{report:?}");
    assert_eq!(report.attested_by, [party("US")]);
}

#[test]
fn quarantine_ends_by_pouch_where_no_relay_is_in_reach() {
    let mut bench = Bench::new(&["IR", "US"], 1);
    bench.run(20_000);
    let packed = |bench: &mut Bench, from: usize, to: &str| {
        bench.nodes[from].events.clear();
        bench.input(from, Input::PackPouch { to: party(to) });
        let pouch = bench.nodes[from].events.iter().find_map(|e| match e {
            Event::PouchPacked { bytes, .. } => Some(bytes.clone()),
            _ => None,
        });
        pouch.expect("a pouch")
    };
    bench.fate = Box::new(|_, _, _| Fate::Unreachable);
    bench.crash(0, Stop::Unknown);
    bench.run(30_000);
    let asking = packed(&mut bench, 0, "US");
    bench.input(1, Input::Pouch(asking));
    let answer = packed(&mut bench, 1, "IR");
    assert!(bench.nodes[0].line.quarantined());
    bench.input(0, Input::Pouch(answer));
    assert!(!bench.nodes[0].line.quarantined());
}
