//! Closing an epoch: who gives which key away when, what is erased, what a forger then gets (line.md section 7).

use super::bench::{Bench, BenchOf, Fate, party};
use super::forger::Place;
use crate::groups::node::Provided;
use line::body::Control;
use line::closing::LeafState;
use line::config::{Attestation, Planted};
use line::entry::{Entry, Kind};
use line::group::Changes;
use line::label_group::LabelGroup;
use line::line::Stop;
use line::machine::{Event, Input, Table};
use line::mls_group::MlsGroup;
use std::borrow::Cow;

const THREE: [&str; 3] = ["CH", "IR", "US"];

/// Three members that have spoken in epoch 1, changed to epoch 2 and given their keys of epoch 1 away.
fn closed<G: Provided>() -> BenchOf<G> {
    let mut bench = BenchOf::<G>::new(&THREE, 1);
    bench.run(20_000);
    for node in 0..3 {
        bench.release(node, "in the first epoch");
    }
    bench.run(20_000);
    bench.input(2, Input::Rotate(Changes::default()));
    bench.run(60_000);
    bench
}

fn disclosures<G: Provided>(bench: &BenchOf<G>, node: usize) -> usize {
    let is = |e: &Cow<'_, Entry>| matches!(Control::decode(&e.body), Ok(Control::Disclose(_)));
    bench.nodes[node].line.record_of(Kind::Control).filter(is).count()
}

/// Entries of an epoch in a node's rows that still carry a signature.
fn signed_rows<G: Provided>(bench: &BenchOf<G>, node: usize, epoch: u64) -> usize {
    let rows = bench.nodes[node].rows.iter().filter(|((table, _), _)| *table == Table::Entries);
    let entries = rows.map(|(_, value)| {
        let mut row = minicbor::Decoder::new(value);
        row.array().and_then(|_| row.skip()).expect("a row of two");
        Entry::decode(row.bytes().expect("entry bytes"), Attestation::MutualOnly).expect("an entry")
    });
    entries.filter(|e| e.header.epoch == epoch && !e.sig.is_empty()).count()
}

fn forgeries_come_to_nothing<G: Provided>() {
    for place in [Place::OfTheLast, Place::OfTheOpening, Place::AfterTheOpening] {
        let mut bench = closed::<G>();
        let seed = bench.disclosed_key(1, "CH", 1).expect("CH has given its key away");
        let forged = bench.forge(1, "CH", 1, place, &seed);
        let digest = bench.nodes[2].line.digest();
        bench.nodes[2].events.clear();
        bench.hand_over(1, 2, &[forged.encode()]);
        bench.hand_over_sealed(1, 2, &forged.encode());
        let unsigned = Entry { sig: Vec::new(), ..forged.clone() };
        bench.hand_over(1, 2, &[unsigned.encode()]);
        let node = &bench.nodes[2];
        assert!(node.line.entry(&forged.hash).is_none(), "{place:?}");
        assert_eq!((node.line.forged_late(), node.line.digest()), (3, digest), "{place:?}");
        assert!(bench.named(2).is_empty(), "{place:?}: it names nobody");
        let told = node.events.iter().filter(|e| matches!(e, Event::Refused(r) if r.code.0 == "E-LINE-015"));
        assert_eq!(told.count(), 2, "{place:?}: told at the first and the second");
        bench.release(0, "and the line goes on");
        bench.run(3_600_000);
        assert!(bench.met(), "{place:?}");
    }
}

#[test]
fn a_forgery_with_a_disclosed_key_is_refused_and_names_nobody_with_labels() {
    forgeries_come_to_nothing::<LabelGroup>();
}

#[test]
fn a_forgery_with_a_disclosed_key_is_refused_and_names_nobody_with_mls() {
    forgeries_come_to_nothing::<MlsGroup>();
}

#[test]
fn a_node_without_the_rule_takes_a_forgery_in() {
    let mut bench = closed::<LabelGroup>();
    bench.nodes[2].config.planted = Planted { admit_closed_epoch: true, ..Planted::default() };
    bench.crash(2, Stop::Clean);
    let seed = bench.disclosed_key(1, "CH", 1).expect("CH has given its key away");
    let forged = bench.forge(1, "CH", 1, Place::OfTheOpening, &seed);
    bench.hand_over(1, 2, &[forged.encode()]);
    assert_eq!(bench.named(2), [party("CH")], "an honest member is named for what another forged");
}

#[test]
fn before_the_disclosure_two_entries_at_one_place_name_their_author() {
    let mut bench = closed::<LabelGroup>();
    let seed = bench.disclosed_key(1, "CH", 1).expect("given away");
    assert_eq!(bench.nodes[0].line.leaf_state(&party("CH"), 2), Some(LeafState::Live));
    let live = bench.nodes[0].line.members().into_iter().find(|m| m.party == party("CH")).expect("a member");
    assert_ne!(live.leaf_key, seed, "labels: both halves of a key are one");
    let at = bench.nodes[1].line.cut().seq(&party("CH"));
    let last = bench.nodes[1].line.docket_at(&party("CH"), at).expect("it is here").hash;
    let last = bench.nodes[1].line.entry(&last).expect("whole").into_owned();
    let header = line::entry::Header { claimed_ms: 7, ..last.header.clone() };
    let rival = Entry::compose(header, last.body, |m| LabelGroup::sign_with(&live.leaf_key, m));
    bench.hand_over(1, 2, &[rival.encode()]);
    assert_eq!(bench.named(2), [party("CH")]);
    assert_eq!(bench.nodes[2].line.forged_late(), 0);
}

#[test]
fn after_a_rotation_all_give_their_keys_away_and_erase_what_they_signed() {
    let bench = closed::<LabelGroup>();
    for node in 0..3 {
        assert_eq!(disclosures(&bench, node), 3, "node {node}");
        let line = &bench.nodes[node].line;
        for code in THREE {
            assert_eq!(line.leaf_state(&party(code), 1), Some(LeafState::Disclosed));
            assert_eq!(line.disclosed_by(&party(code)), Some(1));
            let told =
                |e: &Event| matches!(e, Event::Disclosed { author, epoch: 1 } if *author == party(code));
            assert!(bench.nodes[node].events.iter().any(told), "node {node} is told of {code}");
        }
        assert!(line.record().all(|e| e.sig.is_empty() == (e.header.epoch < 2)), "node {node}");
        assert_eq!(signed_rows(&bench, node, 1), 0, "node {node}: in the rows too");
        assert!(signed_rows(&bench, node, 2) > 0);
    }
    assert!(bench.met());
}

#[test]
fn transferable_compartments_give_leaf_keys_away_alike() {
    let mut bench = Bench::new(&THREE, 1);
    for node in 0..3 {
        bench.nodes[node].config.attestation = Attestation::Transferable;
        bench.crash(node, Stop::Clean);
    }
    bench.run(60_000);
    bench.input(2, Input::Rotate(Changes::default()));
    bench.run(60_000);
    assert!((0..3).all(|node| disclosures(&bench, node) == 3));
}

#[test]
fn nothing_is_given_away_while_a_member_has_not_followed() {
    let mut bench = Bench::new(&THREE, 1);
    bench.run(60_000);
    bench.input(2, Input::Rotate(Changes::default()));
    while bench.nodes[0].line.epoch() < 2 {
        assert!(bench.serve(), "nobody decides");
        bench.clock += 1;
        let late = (0..3).rfind(|n| *n != 0 && bench.nodes[*n].line.epoch() < 2);
        let ahead = (0..3).any(|n| bench.nodes[n].line.epoch() == 2);
        if let (true, Some(late)) = (ahead, late) {
            bench.nodes[late].off = true;
        }
    }
    let off = (0..3).find(|n| bench.nodes[*n].off).expect("one was cut off before it followed");
    let others: Vec<usize> = (0..3).filter(|n| *n != off).collect();
    bench.run(7_200_000);
    for node in &others {
        assert_eq!(disclosures(&bench, *node), 0, "node {node}");
        assert_eq!(bench.nodes[*node].line.leaf_state(&party(THREE[*node]), 1), Some(LeafState::Replaced));
    }
    bench.nodes[off].off = false;
    bench.run(7_200_000);
    assert!((0..3).all(|node| disclosures(&bench, node) == 3));
}

#[test]
fn a_crash_at_any_step_of_closing_leaves_no_signature_and_loses_nothing() {
    for at in 0..36 {
        let mut bench = Bench::new(&THREE, 1);
        bench.run(60_000);
        bench.input(2, Input::Rotate(Changes::default()));
        for _ in 0..8 + at / 3 {
            bench.serve();
            bench.clock += 7;
        }
        bench.crash(at % 3, Stop::Clean);
        bench.run(3_600_000);
        for node in 0..3 {
            assert_eq!((disclosures(&bench, node), signed_rows(&bench, node, 1)), (3, 0), "crash {at}");
        }
        assert!(bench.met(), "crash {at}");
    }
}

#[test]
fn what_a_restored_node_lacks_comes_without_signatures_and_gives_the_same_digest() {
    let mut bench = Bench::new(&THREE, 1);
    bench.run(60_000);
    bench.input(2, Input::Rotate(Changes::default()));
    let acked = |e: Cow<'_, Entry>| {
        e.header.author == party("CH") && matches!(Control::decode(&e.body), Ok(Control::Ack(_)))
    };
    while !bench.nodes[1].line.record().any(acked) {
        assert!(bench.serve(), "CH never acknowledges");
        bench.clock += 1;
    }
    bench.fate = Box::new(|node, _, request| match node == 0 && Bench::puts(request) > 0 {
        true => Fate::Unreachable,
        false => Fate::Serve,
    });
    let late = bench.release(0, "written in the first epoch, on its way for long");
    assert_eq!(bench.nodes[0].line.entry(&late).expect("own").header.epoch, 1);
    bench.run(60_000);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == 2));
    assert!(bench.nodes[2].line.entry(&late).is_none());
    let old = bench.nodes[2].rows.clone();
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(3_600_000);
    assert_eq!(disclosures(&bench, 2), 3);
    bench.nodes[2].rows = old;
    bench.crash(2, Stop::Unknown);
    bench.run(3_600_000);
    let line = &bench.nodes[2].line;
    assert!(line.entry(&late).is_some_and(|e| e.sig.is_empty()), "it came without a signature");
    assert!(bench.met(), "{:?}", line.refused().collect::<Vec<_>>());
    assert_eq!(signed_rows(&bench, 2, 1), 0);
    assert!(bench.named(2).is_empty());
}

#[test]
fn an_unsigned_entry_that_no_entry_of_its_author_stands_above_is_not_taken_in() {
    let mut bench = closed::<LabelGroup>();
    let digest = bench.nodes[0].line.digest();
    let own = party("US");
    bench.fate = Box::new(|_, _, _| Fate::Unreachable);
    bench.nodes[2]
        .rows
        .retain(|(table, key), _| *table != Table::Entries || key.starts_with(own.as_str().as_bytes()));
    bench.crash(2, Stop::Clean);
    let of_ch = bench.nodes[1].line.record().filter(|e| e.header.author == party("CH"));
    let mut chain: Vec<Entry> = of_ch.map(Cow::into_owned).collect();
    chain.sort_by_key(|e| e.header.seq);
    let first = chain[0].clone();
    let invented = Entry {
        sig: Vec::new(),
        ..Entry::compose(
            line::entry::Header { claimed_ms: 7, ..first.header.clone() },
            first.body.clone(),
            |_| [0; 64],
        )
    };
    bench.hand_over(1, 2, &[invented.encode()]);
    let lowest_first: Vec<Vec<u8>> = chain.iter().map(Entry::encode).collect();
    bench.hand_over(1, 2, &lowest_first);
    let line = &bench.nodes[2].line;
    assert!(line.entry(&invented.hash).is_none(), "nobody stands above it");
    assert!(chain.iter().all(|e| line.entry(&e.hash).is_some()), "the signed head vouches for all below it");
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(7_200_000);
    assert_eq!(bench.nodes[2].line.digest() == digest, bench.nodes[0].line.digest() == digest);
    assert!(bench.met());
}
