//! RFC 9591, appendix E.1: FROST(Ed25519, SHA-512), two of three, participants 1 and 3.
//!
//! The nonces of the vector are handed in, so that shares and signature must come out byte for byte.

use custody::Index;
use frost_core::round1::Nonce;
use frost_ed25519::keys::{KeyPackage, PublicKeyPackage, SigningShare, VerifyingShare};
use frost_ed25519::round1::{NonceCommitment, SigningNonces};
use frost_ed25519::{Identifier, SigningPackage, VerifyingKey, round2};
use std::collections::BTreeMap;

const KEY: &str = "15d21ccd7ee42959562fc8aa63224c8851fb3ec85a3faf66040d380fb9738673";
const MESSAGE: &[u8] = b"test";
const SIGNATURE: &str = "154fb694ee7fcb37bf2381d94488c2a84b03b3352ad085feca81ad26d45852b7ecfe971ce4da95c4a95db93ac376b053897fca212ef85f99cf696bffeb178f07";

struct Signer {
    index: Index,
    share: &'static str,
    hiding: &'static str,
    binding: &'static str,
    part: &'static str,
}

const SIGNERS: [Signer; 2] = [
    Signer {
        index: 1,
        share: "929dcc590407aae7d388761cddb0c0db6f5627aea8e217f4a033f2ec83d93509",
        hiding: "ef6599dea4010581a72b3018c37c29a4341d7cab0773e8687ca74dcf14009701",
        binding: "2baadfa0c69aa60d517ad4751de372a73f9d89cfc39026601f18458cdec12605",
        part: "60997f0142e43e8005027fe5ab7447dac00d22c2d7ddd9571a02613ba7d81c08",
    },
    Signer {
        index: 3,
        share: "d3cb090a075eb154e82fdb4b3cb507f110040905468bb9c46da8bdea643a9a02",
        hiding: "80f8d9a4b8f9366e1a0b618107c907cd3ee29fa9bb40b4691cc1bde696240005",
        binding: "2610b664a5a187b4855e87d2ff485bebdf043dc2f161fcd4854cd01dc0276404",
        part: "79390e78bc59699c7af831f8f5fb478ec871a85f561a8641b5670ac4443f720f",
    },
];

fn bytes(text: &str) -> Vec<u8> {
    hex::decode(text).expect("hexadecimal")
}

fn nonces(signer: &Signer) -> SigningNonces {
    let nonce = |text| Nonce::deserialize(&bytes(text)).expect("a scalar");
    SigningNonces::from_nonces(nonce(signer.hiding), nonce(signer.binding))
}

#[test]
fn the_published_parts_and_signature_come_out_byte_for_byte() {
    let key = VerifyingKey::deserialize(&bytes(KEY)).expect("a point");
    let id = |signer: &Signer| Identifier::try_from(signer.index).expect("not zero");
    let commitments =
        SIGNERS.iter().map(|signer| (id(signer), nonces(signer).commitments().to_owned())).collect();
    let package = SigningPackage::new(commitments, MESSAGE);
    let (mut parts, mut publics) = (BTreeMap::new(), BTreeMap::new());
    for signer in &SIGNERS {
        let share = SigningShare::deserialize(&bytes(signer.share)).expect("a scalar");
        let public = VerifyingShare::from(share);
        let own = KeyPackage::new(id(signer), share, public, key, 2);
        let part = round2::sign(&package, &nonces(signer), &own).expect("signs");
        assert_eq!(hex::encode(part.serialize()), signer.part, "signer {}", signer.index);
        parts.insert(id(signer), part);
        publics.insert(id(signer), public);
    }
    let public = PublicKeyPackage::new(publics, key, Some(2));
    let signature = frost_ed25519::aggregate(&package, &parts, &public).expect("whole");
    let signature = signature.serialize().expect("bytes");
    assert_eq!(hex::encode(&signature), SIGNATURE);
}

/// The same vector through this crate's own two rounds.
#[test]
fn the_crates_own_rounds_give_the_published_signature() {
    let mut all = BTreeMap::new();
    let mut parts = BTreeMap::new();
    let key = VerifyingKey::deserialize(&bytes(KEY)).expect("a point");
    let mut publics = BTreeMap::new();
    for signer in &SIGNERS {
        let nonces = nonces(signer);
        let (hiding, binding) = (nonces.commitments().hiding(), nonces.commitments().binding());
        let point = |point: &NonceCommitment| point.serialize().expect("a point");
        all.insert(signer.index, [point(hiding), point(binding)].concat());
        parts.insert(signer.index, bytes(signer.part));
        let share = SigningShare::deserialize(&bytes(signer.share)).expect("a scalar");
        publics.insert(Identifier::try_from(signer.index).expect("not zero"), VerifyingShare::from(share));
    }
    let public = custody::Public::try_from(&PublicKeyPackage::new(publics, key, Some(2))).expect("read");
    let signature = custody::aggregate(&public, &all, &parts, MESSAGE).expect("whole");
    assert_eq!(hex::encode(signature), SIGNATURE);
    assert!(custody::signature_is(&public, MESSAGE, &signature));
    let mut wrong = parts.clone();
    wrong.insert(3, bytes(SIGNERS[0].part));
    let refused = custody::aggregate(&public, &all, &wrong, MESSAGE);
    assert_eq!(refused, Err(custody::CustodyError::WrongShare { index: 3 }), "the culprit is named");
}
