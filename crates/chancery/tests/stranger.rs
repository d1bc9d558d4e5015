//! A verifier written for the test that knows everything public, and two pages of each kind of compartment: one that
//! its author wrote and one that another member made alone.
//!
//! In MUTUAL_ONLY it says the same of both; in TRANSFERABLE it tells them apart.

use crate::records::{entries, seed, spoken, transferable};
use crate::world::*;
use line::body::{Control, NoticeBody};
use line::config::Attestation;
use line::entry::{Entry, Kind};
use line::ids::PartyCode;
use line::label_group::signature;
use line::record::Record;
use notice::{Charter, Notice, Number};
use sha2::{Digest, Sha256};

/// Everything that may be known outside: charter pages with their record keys, leaf keys that were given away and then
/// published by agreement, with the epoch of each.
struct Public {
    charters: Vec<Charter>,
    leaf_keys: Vec<(u64, [u8; 32])>,
}

/// What a stranger can say of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Says {
    /// This party wrote it: its record signature verifies.
    WrittenBy(PartyCode),
    /// Signed with a key that is public: anybody could have.
    Anybody,
    /// Nothing.
    Nothing,
}

fn stranger(page: &Entry, attestation: Attestation, public: &Public) -> Says {
    let Ok(body) = NoticeBody::decode(&page.body, attestation) else { return Says::Nothing };
    let Ok(notice) = Notice::decode(&body.bytes) else { return Says::Nothing };
    let number = notice.number().to_string();
    for charter in &public.charters {
        let hash: [u8; 32] = Sha256::digest(charter.encode().expect("a charter")).into();
        let record = Record {
            status: page.header.status,
            charter: &hash,
            number_or_subject: number.as_bytes(),
            notice: &body.bytes,
            dtg_ms: notice.stamp().dtg.ms(),
        };
        let keys = charter.parameters().map(|parameters| parameters.record_keys).unwrap_or_default();
        let own = keys.into_iter().find(|(party, _)| *party == notice.number().party);
        if let (Some((party, key)), Some(signature)) = (own, &body.record_sig)
            && record.verify(&key, signature)
        {
            return PartyCode::parse(party.as_str()).map_or(Says::Nothing, Says::WrittenBy);
        }
    }
    let of_epoch = public.leaf_keys.iter().filter(|(epoch, _)| *epoch == page.header.epoch);
    let mut keys = of_epoch.map(|(_, key)| signature(key, &page.sign_bytes()));
    if keys.any(|made| page.sig == made) { Says::Anybody } else { Says::Nothing }
}

/// The page with another notice in it, made by whoever holds these bytes: same author, same place, signed with a key
/// that was given away, or with none.
fn forged(page: &Entry, attestation: Attestation, key: Option<&[u8; 32]>) -> Entry {
    let body = NoticeBody::decode(&page.body, attestation).expect("a notice");
    let notice = Notice::decode(&body.bytes).expect("a notice");
    let mut draft = notice.draft().clone();
    draft.envelope.remarks = Some("never written".to_owned());
    let notice = draft.stamped(notice.stamp().clone()).expect("the same number");
    let body = NoticeBody { bytes: notice.encode().expect("encodes").into(), ..body };
    let mut entry = Entry::compose(page.header.clone(), line::cbor::encode(&body), |message| {
        key.map_or([0; 64], |key| signature(key, message))
    });
    if key.is_none() {
        entry.sig.clear();
    }
    assert_ne!(entry.hash, page.hash);
    entry
}

fn page(all: &[Entry], attestation: Attestation, number: &Number) -> Entry {
    let is = |entry: &&Entry| {
        let body =
            NoticeBody::decode(&entry.body, attestation).ok().filter(|_| entry.header.kind == Kind::Notice);
        body.and_then(|b| Notice::decode(&b.bytes).ok()).is_some_and(|notice| notice.number() == number)
    };
    all.iter().find(is).expect("it was released").clone()
}

#[test]
fn a_true_and_a_forged_page_of_a_mutual_only_compartment_are_one_to_a_stranger() {
    let (mut world, number) = spoken([setup(US), setup(IR)]);
    let signed = page(&entries(&world, US), Attestation::MutualOnly, &number);
    assert_eq!(signed.sig.len(), 64, "leaked while its key lives");
    world.input(US, chancery::Input::Line(line::machine::Input::Rotate(line::group::Changes::default())));
    world.run(10 * MINUTE);
    let all = entries(&world, IR);
    let given: Vec<(u64, [u8; 32])> = all
        .iter()
        .filter(|entry| entry.header.author == signed.header.author && entry.header.kind == Kind::Control)
        .filter_map(|entry| match Control::decode(&entry.body) {
            Ok(Control::Disclose(given)) => Some((given.epoch, given.leaf_seed)),
            _ => None,
        })
        .collect();
    let key = given.iter().find(|(epoch, _)| *epoch == signed.header.epoch).map(|(_, key)| *key);
    let key = key.expect("the closed epoch's leaf key was given away");
    let unsigned = page(&all, Attestation::MutualOnly, &number);
    assert!(unsigned.sig.is_empty(), "every node has erased what it signed");
    // A stranger who has no leaf key, and one who was shown those that were published.
    for leaf_keys in [Vec::new(), given] {
        let public = Public { charters: vec![charter()], leaf_keys };
        let says = |page: &Entry| stranger(page, Attestation::MutualOnly, &public);
        let made = |key| forged(&unsigned, Attestation::MutualOnly, key);
        assert_eq!(says(&unsigned), says(&made(None)));
        assert_eq!(says(&signed), says(&made(Some(&key))));
        assert_eq!(says(&unsigned), Says::Nothing);
        let signed_says = if public.leaf_keys.is_empty() { Says::Nothing } else { Says::Anybody };
        assert_eq!(says(&signed), signed_says);
    }
}

#[test]
fn the_same_verifier_knows_a_page_of_a_transferable_compartment() {
    let setups = transferable();
    let public = Public { charters: vec![setups[US].charter.clone()], leaf_keys: Vec::new() };
    let (world, number) = spoken(setups);
    let written = page(&entries(&world, IR), Attestation::Transferable, &number);
    let says = |page: &Entry| stranger(page, Attestation::Transferable, &public);
    assert_eq!(says(&written), Says::WrittenBy(PartyCode::parse("US").expect("a code")));
    assert_eq!(says(&forged(&written, Attestation::Transferable, None)), Says::Nothing);
    // Nor does the forger's own record key help: the charter names whose it is.
    let mut own = forged(&written, Attestation::Transferable, None);
    let body = NoticeBody::decode(&own.body, Attestation::Transferable).expect("a notice");
    let notice = Notice::decode(&body.bytes).expect("a notice");
    let hash: [u8; 32] = Sha256::digest(public.charters[0].encode().expect("a charter")).into();
    let number = number.to_string();
    let record = Record {
        status: own.header.status,
        charter: &hash,
        number_or_subject: number.as_bytes(),
        notice: &body.bytes,
        dtg_ms: notice.stamp().dtg.ms(),
    };
    let signed = NoticeBody { record_sig: Some(record.sign(&seed(IR)).into()), ..body.clone() };
    own = Entry::compose(own.header.clone(), line::cbor::encode(&signed), |_| [0; 64]);
    assert_eq!(says(&own), Says::Nothing);
}
