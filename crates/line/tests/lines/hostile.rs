//! Hostile members and what their words are worth (issue: bad input).

use super::bench::{Bench, Fate, party};
use line::annex;
use line::body::{Ack, Annex, Commit, Control, Nack, NackWhy, Reader};
use line::entry::{Entry, Header, Kind, Lane, lamport_after};
use line::group::{Changes, Group};
use line::keys::Secret;
use line::label_group::LabelGroup;
use line::line::Stop;
use line::machine::{AnnexOrder, Event, Input, Table};
use std::borrow::Cow;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;
const THREE: [&str; 3] = ["CH", "IR", "US"];

/// The next entry of a member, as its own keys would sign it, with a body of the attacker's.
fn next_of(bench: &Bench, node: usize, above: u64, kind: Kind, body: Vec<u8>) -> Entry {
    let line = &bench.nodes[node].line;
    let own = bench.nodes[node].config.own.clone();
    let last = line.record().rfind(|e| e.header.author == own).expect("it has written").into_owned();
    let prev = if above == 0 { last.hash } else { last.header.prev.expect("not its first") };
    let before = line.entry(&prev).expect("its own");
    let lamport = lamport_after([before.header.lamport]).expect("small");
    let header = Header {
        seq: before.header.seq + 1,
        prev: Some(prev),
        lamport,
        heads: Vec::new(),
        kind,
        lane: Lane::Service,
        claimed_ms: above as i64,
        ..before.header.clone()
    };
    let rows = bench.nodes[node].rows.iter().filter(|((table, _), _)| *table == Table::Group);
    let rows = rows.map(|((_, key), value)| (key.clone(), value.clone())).collect();
    let group = LabelGroup::restore((), &rows).expect("its own rows");
    Entry::compose(header, body, |message| group.sign(message))
}

#[test]
fn two_commits_in_one_ballot_end_all_acknowledging_and_name_their_author() {
    let mut bench = Bench::new(&THREE, 1);
    bench.run(MINUTE);
    bench.input(1, Input::Rotate(Changes::default()));
    let committed = |e: &Cow<'_, Entry>| {
        matches!(Control::decode(&e.body), Ok(Control::Commit(_))) && e.header.kind == Kind::Control
    };
    while !bench.nodes[1].line.record().any(|e| committed(&e)) {
        assert!(bench.serve(), "nobody commits");
        bench.clock += 1;
    }
    bench.fate = Box::new(|_, _, _| Fate::Unreachable);
    let first = bench.nodes[1].line.record().find(committed).expect("there").into_owned();
    let Ok(Control::Commit(commit)) = Control::decode(&first.body) else { panic!("a commit") };
    let other = Control::Commit(Commit { psks: vec![vec![1].into()], ..commit });
    let second = next_of(&bench, 1, 0, Kind::Control, line::cbor::encode(&other));
    for node in [0, 2] {
        bench.hand_over(1, node, &[first.encode(), second.encode()]);
        let named = |e: &Event| matches!(e, Event::Equivocation { author, .. } if *author == party("IR"));
        assert!(bench.nodes[node].events.iter().any(named), "node {node}");
    }
    bench.run(HOUR);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == 1), "no epoch opens in this term");
}

#[test]
fn an_ack_and_a_nack_of_one_ballot_are_evidence() {
    let mut bench = Bench::new(&THREE, 1);
    bench.run(MINUTE);
    bench.fate = Box::new(|_, _, _| Fate::Unreachable);
    let commit = bench.nodes[0].line.order().last().expect("something").hash;
    let nack = next_of(
        &bench,
        2,
        0,
        Kind::Control,
        line::cbor::encode(&Control::Nack(Nack { ballot: 0, why: NackWhy::OwnRekey })),
    );
    bench.hand_over(2, 0, &[nack.encode()]);
    let mut above = next_of(&bench, 2, 0, Kind::Control, Vec::new());
    above.header.seq += 1;
    above.header.prev = Some(nack.hash);
    above.header.lamport += 1;
    let macs = Vec::new();
    let ack = Control::Ack(Ack { ballot: 0, commit, authenticator: None, macs, decides: Vec::new() });
    let rows = bench.nodes[2].rows.iter().filter(|((table, _), _)| *table == Table::Group);
    let rows = rows.map(|((_, key), value)| (key.clone(), value.clone())).collect();
    let group = LabelGroup::restore((), &rows).expect("its own rows");
    let ack = Entry::compose(above.header, line::cbor::encode(&ack), |m| group.sign(m));
    bench.hand_over(2, 0, &[ack.encode()]);
    let refused: Vec<_> = bench.nodes[0].line.refused().map(|(_, check, _)| check).collect();
    assert!(refused.contains(&"ACK-MAC"), "without a MAC for us it is no ACK: {refused:?}");
}

#[test]
fn an_annex_comes_whole_resumes_and_waits_for_notices() {
    let mut bench = Bench::new(&THREE, 1);
    bench.run(MINUTE);
    let whole: Vec<u8> = (0..2_000_000u32).map(|n| (n / 7) as u8).collect();
    let order =
        AnnexOrder { ticket: 9, bytes: whole.clone(), kind: "E1-IMAGE".into(), readers: vec![party("IR")] };
    bench.input(0, Input::Annex(order));
    let sent = bench.nodes[0].events.iter().find_map(|e| match e {
        Event::AnnexSent { annex, .. } => Some(*annex),
        _ => None,
    });
    let name = sent.expect("announced");
    for _ in 0..6 {
        bench.serve();
        bench.clock += 5;
    }
    bench.crash(1, Stop::Clean);
    bench.crash(0, Stop::Clean);
    let said = bench.release(0, "not behind the annex");
    bench.run(HOUR);
    assert!(bench.notices(1).contains(&said));
    assert_eq!(bench.nodes[1].line.annex(&name), Some(whole.clone()));
    assert_eq!(bench.nodes[0].line.annex(&name), Some(whole));
    assert_eq!(bench.nodes[2].line.annex(&name), None, "who is no reader gets nothing");
    let here = |e: &Event| matches!(e, Event::AnnexHere { annex, .. } if *annex == name);
    assert_eq!(bench.nodes[1].events.iter().filter(|e| here(e)).count(), 1);
    bench.crash(1, Stop::Clean);
    assert!(bench.nodes[1].line.annex(&name).is_some());
}

#[test]
fn an_annex_that_is_not_what_its_hash_says_is_thrown_away_and_its_author_named() {
    let mut bench = Bench::new(&THREE, 1);
    bench.run(MINUTE);
    let (root, status) = (bench.nodes[0].config.pairs[&party("IR")].clone(), bench.nodes[0].config.status);
    let (name, key) = ([9; 32], Secret::new([4; 32]));
    let wrapped_key = annex::wrap_key(&root, status, &party("CH"), &name, &key).into();
    let readers = vec![Reader { party: party("IR"), wrapped_key }];
    let body = Annex { hash: name, size: 5, kind: "E1-IMAGE".into(), readers };
    let entry = next_of(&bench, 0, 0, Kind::Annex, line::cbor::encode(&body));
    bench.fate = Box::new(|_, _, _| Fate::Unreachable);
    bench.hand_over(0, 1, &[entry.encode()]);
    let chunk = |part: &[u8]| {
        use chacha20poly1305::aead::{Aead, KeyInit, Payload};
        let cipher = chacha20poly1305::XChaCha20Poly1305::new(key.bytes().into());
        let sealed = cipher.encrypt(&[0; 24].into(), Payload { msg: part, aad: &name }).expect("short");
        line::cbor::encode(&annex::Chunk { annex: name, index: 0, bytes: sealed.into() })
    };
    bench.hand_over_chunk(0, 1, &chunk(b"lying"));
    let refused: Vec<_> =
        bench.nodes[1].line.refused().map(|(from, check, _)| (from.to_owned(), check)).collect();
    assert!(refused.contains(&("CH".to_owned(), "ANNEX-HASH")), "{refused:?}");
    assert!(bench.nodes[1].events.iter().any(|e| matches!(e, Event::AnnexRefused { .. })));
    assert_eq!(bench.nodes[1].line.annex(&name), None);
    bench.hand_over_chunk(0, 1, &chunk(b"again"));
    bench.crash(1, Stop::Clean);
    assert_eq!(bench.nodes[1].line.annex(&name), None, "it is not asked for again");
}

#[test]
fn an_annex_above_the_charters_limit_is_refused() {
    let mut bench = Bench::new(&THREE, 1);
    bench.run(MINUTE);
    for (bytes, why) in [(Vec::new(), "EMPTY"), (vec![0; (8 << 20) + 1], "TOO-LARGE")] {
        let order = AnnexOrder { ticket: 1, bytes, kind: "X".into(), readers: Vec::new() };
        bench.input(0, Input::Annex(order));
        let refused = |e: &Event| match e {
            Event::ReleaseRefused { refusal, .. } => format!("{:?}", refusal.facts).contains(why),
            _ => false,
        };
        assert!(bench.nodes[0].events.iter().any(refused), "{why}");
    }
    let order = AnnexOrder { ticket: 1, bytes: vec![1], kind: "X".into(), readers: vec![party("XX")] };
    bench.input(0, Input::Annex(order));
    assert!(!bench.nodes[0].line.order().any(|e| e.header.kind == Kind::Annex));
}

#[test]
fn a_mark_of_another_node_says_nothing_of_this_store() {
    let mut bench = Bench::new(&THREE, 1);
    bench.run(MINUTE);
    bench.release(1, "its marks are ahead of those of CH");
    bench.run(10 * MINUTE);
    bench.crash(0, Stop::Unknown);
    bench.run(10 * MINUTE);
    assert!(bench.nodes[0].line.rolled_back_by().is_none());
    bench.fate = Box::new(|node, _, _| if node == 0 { Fate::ForeignMark } else { Fate::Serve });
    bench.run(10 * MINUTE);
    let refused: Vec<_> = bench.nodes[0].line.refused().map(|(_, check, _)| check).collect();
    assert!(refused.contains(&"MARK"), "{refused:?}");
    assert!(
        bench.nodes[0].line.rolled_back_by().is_none(),
        "a mark under another node's key is believed nothing"
    );
}
