//! A member that speaks as another: it kept its state from an epoch's start and has read the other's disclosed key
//! (line-measured.md section 3, pitfall 12).

use super::node::Provided;
use ed25519_dalek::SigningKey;
use line::group::Group;
use line::ids::PartyCode;
use line::label_group::LabelGroup;
use line::mls_group::MlsGroup;
use std::collections::BTreeMap;

/// A kind of group in which rows of the second member can be bent into those of the founder.
pub trait Impostor: Provided {
    /// The group as the founder's own, from the second member's rows and the founder's private leaf key.
    fn impostor(rows: &BTreeMap<Vec<u8>, Vec<u8>>, founder: &PartyCode, seed: &[u8; 32]) -> Self;
}

impl Impostor for LabelGroup {
    fn impostor(rows: &BTreeMap<Vec<u8>, Vec<u8>>, founder: &PartyCode, _: &[u8; 32]) -> Self {
        let mut rows = rows.clone();
        let tree = rows.get_mut(b"tree".as_slice()).expect("the row of the tree");
        let code = founder.as_str().as_bytes();
        assert_eq!(usize::from(tree[1] - 0x60), code.len(), "the own code comes first");
        tree[2..2 + code.len()].copy_from_slice(code);
        LabelGroup::restore((), &rows).expect("rows of a group")
    }
}

impl Impostor for MlsGroup {
    fn impostor(rows: &BTreeMap<Vec<u8>, Vec<u8>>, _: &PartyCode, seed: &[u8; 32]) -> Self {
        let mut rows = rows.clone();
        let mut bent = 0;
        for (key, value) in &mut rows {
            bent += match key[0] {
                OWN_LEAF_INDEX => replace(value, &[1], &[0]),
                MESSAGE_SECRETS => replace(value, b"\x69own_index\x01", b"\x69own_index\x00"),
                _ => 0,
            };
        }
        assert_eq!(bent, 2, "one index in a row of its own, one in the secrets");
        let public = SigningKey::from_bytes(seed).verifying_key().to_bytes();
        let signer = rows.keys().find(|k| k.len() == 33 && rows[*k].len() == 32).expect("an own leaf key")[0];
        rows.insert([&[signer], public.as_slice()].concat(), seed.to_vec());
        MlsGroup::restore(Self::provider(), &rows).expect("rows of a group")
    }
}

fn replace(value: &mut [u8], from: &[u8], to: &[u8]) -> usize {
    let at = value.windows(from.len()).position(|w| w == from).expect("it is there");
    value[at..at + from.len()].copy_from_slice(to);
    1
}

/// Kinds of rows of an MLS group.
const MESSAGE_SECRETS: u8 = 7;
const OWN_LEAF_INDEX: u8 = 9;
