//! Labels have the sizes of what they stand for, so that simulated buckets are the real ones.

use super::node::{Node, Provided, add, founder, offer, pairings, party, round, updates};
use line::group::Changes;
use line::label_group::LabelGroup;
use line::mls_group::MlsGroup;

const CODES: [&str; 6] = ["CH", "IR", "OM", "QAT", "US", "VER"];

/// Sizes of everything that a compartment of `n` members sends, with its name.
fn sizes<G: Provided>(n: usize) -> Vec<(String, usize)> {
    let mut nodes = vec![founder::<G>(&CODES[..n])];
    let founding = add(&mut nodes, &CODES[1..n], &CODES[..n]);
    let mut sizes = vec![
        (format!("founding commit of {n}"), founding.bytes.len()),
        (format!("founding Welcome of {n}"), founding.welcomes[&party("IR")].len()),
        (format!("KeyPackage for {n}"), offer::<G>(&pairings("CH", &CODES[..n]), 1).0.len()),
    ];
    for length in [0, 1, 63, 64, 900, 1_024, 16_000, 60_000] {
        let sealed = nodes[0].group.seal(&vec![0; length]).expect("a member seals");
        sizes.push((format!("sealing of {length} B"), sealed.len()));
    }
    for proposer in 0..n {
        let updates = updates(&mut nodes, proposer);
        sizes.push((format!("UPDATE in {n}"), updates[0].len()));
        let commit = nodes[proposer].commit(&updates, &Changes::default());
        sizes.push((format!("commit by {proposer} of {n}"), commit.bytes.len()));
        for (_, node) in nodes.iter_mut().enumerate().filter(|(i, _)| *i != proposer) {
            node.try_stage(&updates, &commit.bytes, &Changes::default()).expect("a good commit");
        }
        nodes.iter_mut().for_each(Node::merge);
    }
    sizes.extend(sizes_of_changes(&mut nodes, n));
    sizes
}

/// A commit with a pre-shared key, one with an Add and its Welcome, one with two Removes.
fn sizes_of_changes<G: Provided>(nodes: &mut Vec<Node<G>>, n: usize) -> Vec<(String, usize)> {
    let psk = Changes { psks: vec![b"run 4".to_vec()], ..Changes::default() };
    nodes.iter_mut().for_each(|node| node.group.psk(b"run 4", &[4; 32]));
    let mut sizes = vec![(format!("commit with a PSK by {n}"), round(nodes, n - 1, &psk).bytes.len())];
    if n < CODES.len() {
        let commit = add(nodes, &CODES[n..=n], &CODES[..=n]);
        sizes.push((format!("commit adding to {n}"), commit.bytes.len()));
        sizes.push((format!("Welcome to {n}"), commit.welcomes[&party(CODES[n])].len()));
    } else {
        let changes = Changes { removes: vec![party(CODES[2]), party(CODES[5])], ..Changes::default() };
        let updates = [1, 3, 4].map(|i: usize| nodes[i].propose());
        let commit = nodes[0].commit(&updates, &changes);
        sizes.push((format!("commit removing two of {n}"), commit.bytes.len()));
    }
    sizes
}

#[test]
fn labels_have_the_sizes_of_mls() {
    for n in 2..=CODES.len() {
        assert_eq!(sizes::<LabelGroup>(n), sizes::<MlsGroup>(n));
    }
}
