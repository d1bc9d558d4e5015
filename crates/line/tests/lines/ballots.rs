//! A ballot that dies with its COMMIT (line.md section 7, rules 1 and 2): its proposer serves the next one.

use super::bench::{BenchOf, Fate, party};
use crate::groups::node::Provided;
use line::body::Control;
use line::entry::Kind;
use line::group::Changes;
use line::ids::PartyCode;
use line::label_group::LabelGroup;
use line::machine::{Event, Input};
use line::mls_group::MlsGroup;
use std::collections::BTreeSet;

const HOUR: u64 = 3_600_000;
const CH: usize = 0;
const IR: usize = 1;
const US: usize = 2;

/// Who has sent a COMMIT, as far as a node knows.
fn committers<G: Provided>(bench: &BenchOf<G>, node: usize) -> BTreeSet<PartyCode> {
    let controls = bench.nodes[node].line.record_of(Kind::Control);
    let commits = controls.filter(|e| matches!(Control::decode(&e.body), Ok(Control::Commit(_))));
    commits.map(|e| e.header.author.clone()).collect()
}

/// The COMMIT of the first ballot does not reach one voter, who refuses that ballot; the epoch changes in a ballot of its own.
fn the_proposer_of_a_dead_ballot_gives_its_update<G: Provided>() {
    let mut bench = BenchOf::<G>::new(&["CH", "IR", "US"], 1);
    // so long that every head covers every OPENING
    bench.run(2 * HOUR);
    bench.input(IR, Input::Rotate(Changes::default()));
    while committers(&bench, IR).is_empty() {
        assert!(bench.serve(), "IR does not commit");
        bench.clock += 1;
    }
    bench.fate = Box::new(|node, _, _| if node == CH { Fate::Unreachable } else { Fate::Serve });
    bench.run(HOUR);
    assert!(!committers(&bench, US).is_empty() && committers(&bench, CH).is_empty());
    assert!(bench.nodes.iter().all(|n| n.line.epoch() == 1), "a voter has not acknowledged");
    bench.fate = Box::new(|_, _, _| Fate::Serve);
    bench.run(HOUR);
    let refused = |e: &Event| matches!(e, Event::Refused(refusal) if refusal.code.0 == "E-LINE-010");
    for node in [CH, IR, US] {
        assert_eq!(bench.nodes[node].events.iter().filter(|e| refused(e)).count(), 0, "node {node}");
        assert_eq!(bench.nodes[node].line.epoch(), 2, "node {node}");
    }
    let both = BTreeSet::from([party("CH"), party("IR")]);
    assert_eq!(committers(&bench, US), both, "CH has refused IR's ballot, and the silent US's after it");
}

#[test]
fn the_proposer_of_a_dead_ballot_gives_its_update_in_the_next_with_labels() {
    the_proposer_of_a_dead_ballot_gives_its_update::<LabelGroup>();
}

#[test]
fn the_proposer_of_a_dead_ballot_gives_its_update_in_the_next_with_mls() {
    the_proposer_of_a_dead_ballot_gives_its_update::<MlsGroup>();
}
