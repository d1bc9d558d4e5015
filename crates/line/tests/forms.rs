//! Entries, bodies and certificates: what is written comes back, and each rule has a name (line.md sections 3, 5).

use line::body::{self, Control, Missing, Opening, Receipt, Statement};
use line::cbor::{self, Malformed};
use line::certificate::{CertificateFault, LeafCertificate, SerialRule};
use line::entry::{Attestation, Entry, Head, Header, Kind, Lane, NoticeBody, lamport_after};
use line::envelope;
use line::group::CertificateAuthority;
use line::ids::{CompartmentId, EntryHash, MailboxId, PartyCode, Status};
use line::keys::{self, Secret};
use line::relay_api::RelayTime;
use line::time::Bracket;
use proptest::prelude::*;
use std::collections::BTreeMap;

const COMPARTMENT: CompartmentId = CompartmentId([1; 32]);

fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a code")
}

fn header(kind: Kind) -> Header {
    Header {
        v: 1,
        status: Status::Test,
        compartment: COMPARTMENT,
        term: 0,
        author: party("US"),
        seq: 2,
        prev: Some(EntryHash([2; 32])),
        lamport: 5,
        heads: Vec::new(),
        epoch: 3,
        kind,
        lane: Lane::Routine,
        body_hash: [0; 32],
        claimed_ms: 7,
        clock_error_ms: 9,
    }
}

fn notice(record_sig: bool) -> Vec<u8> {
    let record_sig = record_sig.then(|| [7; 64].into());
    cbor::encode(&NoticeBody { bytes: b"notice".to_vec().into(), record_sig, flare: None })
}

fn refused(header: Header, body: Vec<u8>) -> Option<Malformed> {
    let bytes = Entry::compose(header, body, |_| [8; 64]).encode();
    Entry::decode(&bytes, Attestation::MutualOnly).err()
}

#[test]
fn a_mutual_only_entry_has_no_place_for_a_record_signature_and_a_transferable_one_demands_it() {
    let bytes = |sig| Entry::compose(header(Kind::Notice), notice(sig), |_| [8; 64]).encode();
    let decode = |sig, attestation| Entry::decode(&bytes(sig), attestation).err();
    assert_eq!(decode(false, Attestation::MutualOnly), None);
    assert_eq!(decode(true, Attestation::Transferable), None);
    let rule = |r| Some(Malformed::Rule(r));
    assert_eq!(decode(true, Attestation::MutualOnly), rule("a record signature in MUTUAL_ONLY"));
    assert_eq!(decode(false, Attestation::Transferable), rule("no record signature in TRANSFERABLE"));
}

#[test]
fn every_rule_of_the_header_is_named_when_it_is_broken() {
    let good = || header(Kind::Notice);
    let head = |code, seq| Head { author: party(code), seq, hash: EntryHash([3; 32]) };
    let broken = [
        (Header { v: 2, ..good() }, "unknown entry version"),
        (Header { seq: 0, ..good() }, "seq begins at 1"),
        (Header { seq: 1, ..good() }, "prev stands exactly from seq 2 on"),
        (Header { prev: None, ..good() }, "prev stands exactly from seq 2 on"),
        (Header { lamport: 0, ..good() }, "lamport begins at 1"),
        (Header { heads: vec![head("OM", 1), head("IR", 1)], ..good() }, "heads ascend by author"),
        (Header { heads: vec![head("IR", 1), head("IR", 2)], ..good() }, "heads ascend by author"),
        (Header { heads: vec![head("US", 1)], ..good() }, "heads name other authors only"),
        (Header { heads: vec![head("IR", 0)], ..good() }, "a head's seq begins at 1"),
    ];
    assert_eq!(refused(good(), notice(false)), None);
    for (header, rule) in broken {
        assert_eq!(refused(header, notice(false)), Some(Malformed::Rule(rule)));
    }
}

#[test]
fn a_body_of_another_hash_or_kind_and_a_short_signature_are_refused() {
    let mut entry = Entry::compose(header(Kind::Notice), notice(false), |_| [8; 64]);
    entry.body = cbor::encode(&NoticeBody { bytes: b"other".to_vec().into(), record_sig: None, flare: None });
    let decode = |entry: &Entry| Entry::decode(&entry.encode(), Attestation::MutualOnly).err();
    assert_eq!(decode(&entry), Some(Malformed::Rule("the body has another hash")));
    let mut entry = Entry::compose(header(Kind::Notice), notice(false), |_| [8; 64]);
    entry.sig.pop();
    assert_eq!(decode(&entry), Some(Malformed::Rule("a signature has 64 bytes")));
    entry.sig.clear();
    assert_eq!(decode(&entry), None, "a disclosed epoch has no signatures");
    assert!(matches!(refused(header(Kind::Test), notice(false)), Some(Malformed::Shape(_))));
}

#[test]
fn the_status_is_in_the_entry_hash() {
    let of = |status| line::entry::hash_of(&Header { status, ..header(Kind::Notice) });
    assert_ne!(of(Status::Actual), of(Status::Exercise));
}

#[test]
fn lamport_is_one_above_all_beneath() {
    assert_eq!(lamport_after([]), Some(1));
    assert_eq!(lamport_after([4, 9, 2]), Some(10));
    assert_eq!(lamport_after([u64::MAX]), None);
}

#[test]
fn a_notice_of_900_bytes_with_five_members_fits_the_smallest_envelope() {
    let others = ["CH", "IR", "OM", "VER"];
    let heads = others.map(|c| Head { author: party(c), seq: 100_000, hash: EntryHash([3; 32]) }).to_vec();
    let header = Header { seq: 100_000, lamport: 400_000, epoch: 5_000, heads, ..header(Kind::Notice) };
    let body = cbor::encode(&NoticeBody { bytes: vec![1; 900].into(), record_sig: None, flare: None });
    let entry = Entry::compose(header, body, |_| [8; 64]).encode();
    // 146 B: what a PrivateMessage adds to 1,024 B (line-measured.md section 1).
    assert_eq!(
        envelope::Bucket::for_payload(entry.len() + 146),
        Some(envelope::Bucket::Kib2),
        "{} B",
        entry.len()
    );
}

#[test]
fn lists_out_of_order_are_refused_by_name() {
    let missing = |from, to| Missing { author: party("IR"), from, to };
    let with = |missing| cbor::encode(&Receipt { missing, ..Receipt::default() });
    assert!(Receipt::decode(&with(vec![missing(1, 2), missing(4, 4)])).is_ok());
    let rule = |m| Receipt::decode(&with(m)).err();
    let order = Some(Malformed::Rule("missing ascends by author and range"));
    assert_eq!(rule(vec![missing(4, 4), missing(1, 2)]), order);
    assert_eq!(rule(vec![missing(3, 2)]), Some(Malformed::Rule("a range goes upward from 1")));
}

#[test]
fn a_statement_is_a_depositors_or_a_fetchers() {
    let bracket = Bracket { earliest_ms: 1, latest_ms: 2 };
    let nobody = Statement {
        entry: EntryHash([1; 32]),
        path: "CH-1".into(),
        peer: party("IR"),
        deposit: None,
        told: Some(RelayTime { utc_ms: 1, error_ms: 0 }),
        handed_over: None,
        fetch: None,
        arrival: None,
        sealing: None,
    };
    let with =
        |s: Statement| Receipt::decode(&cbor::encode(&Receipt { statements: vec![s], ..Receipt::default() }));
    assert!(with(nobody.clone()).is_err());
    let depositor = Statement { deposit: Some(bracket), ..nobody };
    assert!(with(depositor.clone()).is_ok());
    assert!(with(Statement { fetch: Some(bracket), ..depositor.clone() }).is_err());
    assert!(with(Statement { path: "ch 1".into(), ..depositor }).is_err());
}

#[test]
fn a_statement_from_before_sealings_were_told_apart_reads_and_writes_as_it_was() {
    let bracket = Bracket { earliest_ms: 1, latest_ms: 2 };
    let mut old = vec![0xa4, 0x00, 0x58, 0x20];
    old.extend([1; 32]);
    old.extend(*b"\x01\x64CH-1\x02\x62IR\x03");
    old.extend(cbor::encode(&bracket));
    let read: Statement = cbor::decode(&old).expect("the form that the first version wrote");
    assert_eq!((read.deposit, read.sealing), (Some(bracket), None));
    let marked = Statement { sealing: Some([7; 8].into()), ..read.clone() };
    assert_eq!((cbor::encode(&read), cbor::encode(&marked).len()), (old.clone(), old.len() + 10));
}

/// Day roots of one party by peer, and the serials it has seen.
struct Authority {
    own: PartyCode,
    status: Status,
    roots: BTreeMap<PartyCode, Secret>,
    members: Vec<PartyCode>,
    seen: u64,
}

impl CertificateAuthority for Authority {
    fn mac(&self, peer: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        self.roots.get(peer).map(|root| keys::leaf_mac(root, self.status, former))
    }
    fn of_another_status(&self, peer: &PartyCode, former: &[u8], claimed: &[u8; 32]) -> bool {
        let root = self.roots.get(peer);
        root.is_some_and(|root| keys::leaf_mac_of_another_status(root, self.status, former, claimed))
    }
    fn own(&self) -> &PartyCode {
        &self.own
    }
    fn members(&self) -> Vec<PartyCode> {
        self.members.clone()
    }
    fn highest_serial(&self, _: &PartyCode) -> u64 {
        self.seen
    }
}

fn authority(own: &str) -> Authority {
    let members: Vec<PartyCode> = ["CH", "IR", "US"].map(party).to_vec();
    let root_of = |other: &PartyCode| {
        let mut pair = [own, other.as_str()];
        pair.sort_unstable();
        let mut bytes = [0; 32];
        bytes[..2].copy_from_slice(&pair[0].as_bytes()[..2]);
        bytes[2..4].copy_from_slice(&pair[1].as_bytes()[..2]);
        (other.clone(), Secret::new(bytes))
    };
    let roots = members.iter().filter(|m| m.as_str() != own).map(root_of).collect();
    Authority { own: party(own), status: Status::Test, roots, members, seen: 0 }
}

fn checked(bytes: &[u8], by: &Authority, key: [u8; 32]) -> Result<LeafCertificate, CertificateFault> {
    LeafCertificate::check(bytes, by, &COMPARTMENT, &key, SerialRule::AboveSeen)
}

#[test]
fn a_certificate_holds_for_every_member_and_each_fault_has_its_name() {
    let made = LeafCertificate::make(&authority("US"), &COMPARTMENT, 4, &[9; 32]).expect("paired");
    let bytes = made.encode();
    for member in ["CH", "IR", "US"] {
        assert_eq!(checked(&bytes, &authority(member), [9; 32]), Ok(made.clone()), "{member}");
    }
    let at = || authority("IR");
    let us = party("US");
    let fault = |bytes: &[u8], by: &Authority| checked(bytes, by, [9; 32]).err();
    assert_eq!(checked(&bytes, &at(), [8; 32]).err(), Some(CertificateFault::WrongKey));
    let elsewhere =
        LeafCertificate::check(&bytes, &at(), &CompartmentId([5; 32]), &[9; 32], SerialRule::AboveSeen);
    assert_eq!(elsewhere.err(), Some(CertificateFault::WrongGroup));
    let seen = Authority { seen: 4, ..at() };
    let old = CertificateFault::Serial { party: us.clone(), serial: 4, seen: 4 };
    assert_eq!(fault(&bytes, &seen), Some(old));
    assert!(LeafCertificate::check(&bytes, &seen, &COMPARTMENT, &[9; 32], SerialRule::AnyOnce).is_ok());
    let mut forged = made.clone();
    forged.serial = 5;
    assert_eq!(fault(&forged.encode(), &at()), Some(CertificateFault::WrongMac(us.clone())));
    let mut lonely = made.clone();
    lonely.macs.retain(|m| m.peer != party("CH"));
    assert_eq!(fault(&lonely.encode(), &at()), Some(CertificateFault::PeerMissing(us.clone())));
    let strangers = Authority { members: vec![party("CH"), party("IR")], ..at() };
    assert_eq!(fault(&bytes, &strangers), Some(CertificateFault::NotAMember(us.clone())));
    let unpaired = Authority { roots: BTreeMap::new(), ..at() };
    assert_eq!(fault(&bytes, &unpaired), Some(CertificateFault::NotPaired(us)));
    assert_eq!(fault(&bytes[1..], &at()), Some(CertificateFault::Malformed));
}

#[test]
fn a_certificate_and_an_envelope_of_another_status_fail_by_their_keys_alone() {
    let exercise = Authority { status: Status::Exercise, ..authority("US") };
    let made = LeafCertificate::make(&exercise, &COMPARTMENT, 4, &[9; 32]).expect("paired");
    let fault = checked(&made.encode(), &authority("IR"), [9; 32]).err();
    assert_eq!(fault, Some(CertificateFault::OtherStatus(party("US"))));
    let root = Secret::new([4; 32]);
    let key = |status| keys::envelope_key(&root, status, &COMPARTMENT, &party("US"), "CH-1");
    let mailbox = MailboxId([6; 32]);
    let wrapped = envelope::wrap(&key(Status::Exercise), &mailbox, &[1; 24], envelope::Kind::Mls, b"word");
    let opened = envelope::unwrap(&key(Status::Actual), &mailbox, &wrapped.expect("fits"));
    assert_eq!(opened, Err(envelope::Junk::NotOurs));
}

fn config() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn any_head() -> impl Strategy<Value = Head> {
    ("[A-Z][A-Z0-9]{1,7}", 1u64.., any::<[u8; 32]>()).prop_map(|(author, seq, hash)| Head {
        author: party(&author),
        seq,
        hash: EntryHash(hash),
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_receipt_comes_back(held in proptest::collection::vec(any_head(), 0..20)) {
        let mut receipt = Receipt { held, ..Receipt::default() };
        receipt.held.sort();
        receipt.held.dedup();
        prop_assert_eq!(Receipt::decode(&cbor::encode(&receipt)), Ok(receipt));
    }

    #[test]
    fn every_entry_comes_back(
        heads in proptest::collection::vec(any_head(), 0..6),
        (seq, lamport, epoch, claimed_ms) in (2u64.., 1u64.., any::<u64>(), any::<i64>()),
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut heads: Vec<Head> = heads.into_iter().filter(|h| h.author != party("US")).collect();
        heads.sort();
        heads.dedup_by(|a, b| a.author == b.author);
        let header = Header { heads, seq, lamport, epoch, claimed_ms, ..header(Kind::Notice) };
        let body = cbor::encode(&NoticeBody { bytes: bytes.into(), record_sig: None, flare: None });
        let entry = Entry::compose(header, body, |_| [8; 64]);
        prop_assert_eq!(Entry::decode(&entry.encode(), Attestation::MutualOnly), Ok(entry));
    }

    #[test]
    fn every_control_comes_back(decision in proptest::option::of(any::<[u8; 32]>()), authenticator in any::<[u8; 32]>()) {
        let decision = decision.map(EntryHash);
        let control = Control::Opening(Opening { decision, authenticator: authenticator.to_vec().into() });
        let bytes = cbor::encode(&control);
        prop_assert!(body::check(Kind::Control, &bytes, Attestation::MutualOnly).is_ok());
        prop_assert_eq!(Control::decode(&bytes), Ok(control));
    }
}
