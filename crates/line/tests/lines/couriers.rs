//! A courier secret goes into one change of epoch, and only when everybody has it (line.md sections 2 and 7).

use super::bench::{BenchOf, party};
use crate::groups::node::Provided;
use line::group::Changes;
use line::label_group::LabelGroup;
use line::line::Stop;
use line::machine::{Event, Input};
use line::mls_group::MlsGroup;
use line::secret::Secret;

const MINUTE: u64 = 60_000;
const RUN: &[u8] = b"RUN-4";

fn enter<G: Provided>(bench: &mut BenchOf<G>, node: usize, secret: u8) {
    bench.input(node, Input::Psk { id: RUN.to_vec(), secret: Secret::new([secret; 32]) });
}

fn rotate<G: Provided>(bench: &mut BenchOf<G>, node: usize) {
    bench.input(node, Input::Rotate(Changes { psks: vec![RUN.to_vec()], ..Changes::default() }));
}

fn refused<G: Provided>(bench: &BenchOf<G>, node: usize, why: &str) -> bool {
    let says = |e: &Event| matches!(e, Event::Refused(r) if format!("{:?}", r.facts).contains(why));
    bench.nodes[node].events.iter().any(says)
}

fn waits_for_everybody_and_serves_once<G: Provided>() {
    let mut bench = BenchOf::<G>::new(&["IR", "US"], 1);
    bench.run(MINUTE);
    rotate(&mut bench, 0);
    assert!(refused(&bench, 0, "NO-SUCH-PSK"));
    enter(&mut bench, 0, 7);
    bench.run(MINUTE);
    rotate(&mut bench, 0);
    assert!(refused(&bench, 0, "PSK-NOT-REPORTED"), "the other has not entered it");
    let waits = [(RUN.to_vec(), vec![party("US")])];
    assert!(bench.nodes[0].line.psks().into_iter().eq(waits.clone()));
    bench.crash(0, Stop::Clean);
    assert!(bench.nodes[0].line.psks().into_iter().eq(waits), "a restart forgets neither key nor reports");
    enter(&mut bench, 1, 7);
    bench.run(MINUTE);
    let before = bench.nodes[0].line.epoch();
    rotate(&mut bench, 0);
    bench.crash(0, Stop::Clean);
    bench.run(10 * MINUTE);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == before + 1));
    assert!(bench.nodes.iter().all(|n| n.line.psks().is_empty()), "it is spent; a restart forgets no order");
    rotate(&mut bench, 1);
    assert!(refused(&bench, 1, "NO-SUCH-PSK"), "and serves no second time");
    let heard = bench.release(1, "after the leak");
    bench.run(MINUTE);
    assert!(bench.notices(0).contains(&heard) && bench.met());
}

#[test]
fn a_courier_secret_waits_for_everybody_and_serves_once_with_labels() {
    waits_for_everybody_and_serves_once::<LabelGroup>();
}

#[test]
fn a_courier_secret_waits_for_everybody_and_serves_once_with_mls() {
    waits_for_everybody_and_serves_once::<MlsGroup>();
}

/// Somebody has typed another pouch's secret under this id: no epoch is entered by either, and who ordered it is told.
#[test]
fn two_secrets_under_one_id_go_into_no_epoch() {
    let mut bench = BenchOf::<MlsGroup>::new(&["IR", "US"], 1);
    bench.run(MINUTE);
    enter(&mut bench, 0, 7);
    enter(&mut bench, 1, 8);
    bench.run(MINUTE);
    let before = bench.nodes[0].line.epoch();
    rotate(&mut bench, 0);
    bench.run(10 * MINUTE);
    assert!(refused(&bench, 0, "REFUSED") && refused(&bench, 1, "confirmation tag"));
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == before + 1), "all leaves rotate, as was asked");
    assert!(bench.nodes.iter().all(|n| n.line.psks().contains_key(RUN)), "neither is spent");
    bench.run(24 * 60 * MINUTE);
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == before + 1), "it is not tried again by itself");
    let heard = bench.release(1, "the line goes on");
    bench.run(MINUTE);
    assert!(bench.notices(0).contains(&heard));
}
