//! One append-only tree per author over its entry hashes, hashed as RFC 6962 section 2.1 does (line.md section 6).
//!
//! In: entry hashes in order of seq. Out: a root, proofs that an entry is in it.
//!
//! I1 leaves and nodes are hashed under different first bytes. I2 a proof that verifies names one leaf only.

use crate::ids::EntryHash;
use sha2::{Digest, Sha256};

/// Root of an author's tree; of no entries: SHA-256 of nothing.
pub fn root(entries: &[EntryHash]) -> [u8; 32] {
    match entries {
        [] => Sha256::digest([]).into(),
        [one] => leaf(one),
        many => {
            let (left, right) = many.split_at(split(many.len()));
            node(&root(left), &root(right))
        }
    }
}

/// The path that proves entry `index` (from 0) in the tree, from the leaf upward; `None` outside it.
pub fn prove(entries: &[EntryHash], index: usize) -> Option<Vec<[u8; 32]>> {
    if index >= entries.len() {
        return None;
    }
    if entries.len() == 1 {
        return Some(Vec::new());
    }
    let (left, right) = entries.split_at(split(entries.len()));
    let (mut path, sibling) = if index < left.len() {
        (prove(left, index)?, root(right))
    } else {
        (prove(right, index - left.len())?, root(left))
    };
    path.push(sibling);
    Some(path)
}

/// Whether `path` proves that `entry` stands at `index` (from 0) in a tree of `size` entries with this root.
pub fn verify(entry: &EntryHash, index: u64, size: u64, path: &[[u8; 32]], claimed: &[u8; 32]) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf(entry));
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node(sibling, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *claimed
}

fn leaf(entry: &EntryHash) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(entry.0).finalize().into()
}

fn node(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The greatest power of two below `n`, for `n` of at least 2.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(n: u8) -> Vec<EntryHash> {
        (0..n).map(|i| EntryHash([i; 32])).collect()
    }

    #[test]
    fn every_entry_of_every_small_tree_is_proved_and_no_other() {
        for n in 1..40u8 {
            let entries = hashes(n);
            let root = root(&entries);
            for i in 0..usize::from(n) {
                let path = prove(&entries, i).expect("inside");
                for (j, entry) in entries.iter().enumerate() {
                    let holds = verify(entry, j as u64, u64::from(n), &path, &root);
                    assert_eq!(holds, i == j, "tree of {n}, path of {i}, entry {j}");
                }
            }
        }
    }

    #[test]
    fn an_outsider_a_short_path_and_a_long_path_prove_nothing() {
        let entries = hashes(11);
        let (root, path) = (root(&entries), prove(&entries, 4).expect("inside"));
        assert!(!verify(&EntryHash([99; 32]), 4, 11, &path, &root));
        assert!(!verify(&entries[4], 4, 11, &path[1..], &root));
        assert!(!verify(&entries[4], 4, 11, &[path.clone(), vec![[0; 32]]].concat(), &root));
        assert!(!verify(&entries[4], 11, 11, &path, &root));
        assert!(prove(&entries, 11).is_none());
    }

    #[test]
    fn the_empty_root_is_that_of_rfc_6962() {
        assert_eq!(
            hex::encode(root(&[])),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
