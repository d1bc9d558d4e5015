//! Every decoder is total: random bytes, valid inputs with damage, huge length fields, and the committed corpus.
//! `DEMARCHE_PROPTEST_CASES` sets the cases; `DEMARCHE_ACCEPT=1` writes the valid inputs into the corpus.

use line::armour::File;
use line::body::{self, Control, MemberTempo, Parameters, Receipt, Tempo};
use line::cbor;
use line::certificate::LeafCertificate;
use line::direct::{Direct, FoundingRequest, KeyPackages, PouchManifest};
use line::entry::{Attestation, Entry, Head, Header, Kind, Lane, NoticeBody};
use line::envelope;
use line::ids::{CompartmentId, EntryHash, MailboxId, PartyCode, Status};
use line::keys::Secret;
use line::mailbox::{At, CarrierSlice, Limits, Mailboxes, Origin, RelayRows};
use line::pairing::{Exchange, Identity, Invitation};
use line::pouch;
use line::relay_api::{RelayTime, Request, Response, Take, TakeFrom, Token};
use proptest::prelude::*;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A decoder by name: takes any bytes, says whether it accepted them.
type Decoder = (&'static str, fn(&[u8]) -> bool);

const DECODERS: [Decoder; 13] = [
    ("entry", |b| Entry::decode(b, Attestation::MutualOnly).is_ok_and(|e| same(&e.encode(), b))),
    ("entry-transferable", |b| {
        Entry::decode(b, Attestation::Transferable).is_ok_and(|e| same(&e.encode(), b))
    }),
    ("body", |b| KINDS.iter().any(|k| body::check(*k, b, Attestation::MutualOnly).is_ok())),
    ("direct", |b| Direct::decode(b).is_ok_and(|d| same(&d.encode(), b))),
    ("request", |b| cbor::decode::<Request>(b).is_ok_and(answered)),
    ("response", |b| cbor::decode::<Response>(b).is_ok()),
    ("certificate", |b| LeafCertificate::decode(b).is_ok_and(|c| same(&c.encode(), b))),
    ("envelope", |b| envelope::unwrap(&Secret::new([5; 32]), &MailboxId([6; 32]), b).is_ok()),
    ("invitation", |b| Invitation::read(b, Status::Test).is_ok()),
    ("pairing", |b| Exchange::replier(b, Status::Test).is_ok() | Exchange::id_in(b, Status::Test).is_ok()),
    ("file", |b| File::read(b).is_ok()),
    ("pouch", |b| pouch::open(b, Status::Test).is_ok()),
    ("carrier-log", |b| CarrierSlice::decode(b).is_ok_and(|s| same(&s.encode(), b))),
];

const KINDS: [Kind; 6] = [Kind::Notice, Kind::Receipt, Kind::Test, Kind::Charter, Kind::Control, Kind::Annex];

/// What a decoder takes has no second form.
fn same(encoded: &[u8], bytes: &[u8]) -> bool {
    assert_eq!(encoded, bytes, "accepted, but encodes to other bytes");
    true
}

/// Whatever a client sends, the rules answer.
fn answered(request: Request) -> bool {
    let mut rules = Mailboxes::new("CH-1".into(), Limits::default());
    let at = At { time: RelayTime { utc_ms: 0, error_ms: 0 }, mono_ms: 0 };
    rules.handle(at, Origin::default(), &request, &RelayRows::new());
    if let Request::Take(take) = &request {
        rules.is_quiet(take);
    }
    true
}

fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a code")
}

/// One valid input a decoder, where there is one that is short.
fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let head = Head { author: party("IR"), seq: 4, hash: EntryHash([9; 32]) };
    let mut header = Header {
        v: 1,
        status: Status::Test,
        compartment: CompartmentId([1; 32]),
        term: 0,
        author: party("US"),
        seq: 1,
        prev: None,
        lamport: 5,
        heads: vec![head.clone()],
        epoch: 3,
        kind: Kind::Notice,
        lane: Lane::Floor,
        body_hash: [0; 32],
        claimed_ms: -5,
        clock_error_ms: 250,
    };
    let notice = |sig: bool| NoticeBody {
        bytes: b"notice".to_vec().into(),
        record_sig: sig.then(|| [7; 64].into()),
        flare: None,
    };
    let entry = |sig| Entry::compose(header.clone(), cbor::encode(&notice(sig)), |_| [8; 64]).encode();
    let (plain, transferable) = (entry(false), entry(true));
    header.kind = Kind::Receipt;
    let receipt = cbor::encode(&Receipt { held: vec![head.clone()], ..Receipt::default() });
    let members = ["IR", "US"].map(|c| MemberTempo { party: party(c), tempo: Tempo::Voting }).to_vec();
    let request = FoundingRequest {
        compartment: CompartmentId([1; 32]),
        status: Status::Test,
        creator: party("US"),
        charter: b"charter".to_vec().into(),
        parameters: Parameters::usual(members, Vec::new(), Attestation::Transferable),
    };
    let key_packages = KeyPackages {
        compartment: CompartmentId([1; 32]),
        packages: vec![vec![1; 9].into(); 4],
        record_key: Some([3; 32].into()),
    };
    let manifest = PouchManifest {
        compartment: CompartmentId([1; 32]),
        entries: vec![head.hash],
        heads: vec![head.clone()],
    };
    let identity =
        Identity { party: party("US"), status: Status::Test, generation: 1, kem_seed: Secret::new([2; 32]) };
    let invitation = Invitation::new(&identity, Vec::new(), [4; 32], Vec::new());
    let lower = Identity { party: party("IR"), ..identity.clone() };
    let lower = Invitation::new(&lower, Vec::new(), [4; 32], Vec::new());
    let reply = Exchange::reply(&identity, &invitation, &lower, &lower.fingerprint(), None, [3; 64]);
    let wrapped =
        envelope::wrap(&Secret::new([5; 32]), &MailboxId([6; 32]), &[1; 24], envelope::Kind::Mls, b"word");
    let from = vec![TakeFrom { mailbox: MailboxId([6; 32]), empty: Token([7; 32]), after: 3 }];
    let take = Request::Take(Take { from, wait_ms: 5, max_bytes: 6 });
    let slice = CarrierSlice {
        relay: "CH-1".into(),
        mailbox: MailboxId([6; 32]),
        from: 0,
        head_before: [0; 32],
        events: Vec::new(),
    };
    vec![
        ("entry", plain),
        ("entry-transferable", transferable),
        ("body", receipt),
        ("body", cbor::encode(&Control::Update(vec![1, 2].into()))),
        ("direct", Direct::FoundingRequest(request).encode()),
        ("direct", Direct::KeyPackages(key_packages).encode()),
        ("direct", Direct::PouchManifest(manifest).encode()),
        ("request", cbor::encode(&take)),
        ("response", cbor::encode(&Response::Taken(Vec::new()))),
        ("certificate", certificate()),
        ("envelope", wrapped.expect("fits")),
        ("invitation", invitation.file().armour().into_bytes()),
        ("pairing", reply.expect("message 2").out.to_vec()),
        ("file", invitation.file().encode()),
        ("pouch", pouch::pack(Status::Test, vec![vec![1; 2_048]])),
        ("carrier-log", slice.encode()),
    ]
}

fn certificate() -> Vec<u8> {
    let mac = line::body::PeerMac { peer: party("IR"), mac: [5; 32] };
    LeafCertificate {
        party: party("US"),
        compartment: CompartmentId([1; 32]),
        serial: 7,
        courier: None,
        leaf_key: [4; 32],
        macs: vec![mac],
    }
    .encode()
}

fn decoder(name: &str) -> fn(&[u8]) -> bool {
    DECODERS.iter().find(|(n, _)| *n == name).expect("a decoder of that name").1
}

fn corpus() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
}

fn config() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Damage: flip a bit, set a byte, cut, repeat a stretch, or write a huge length.
fn damaged(mut bytes: Vec<u8>, how: u8, at: usize, with: u8) -> Vec<u8> {
    if bytes.is_empty() {
        return vec![with];
    }
    let at = at % bytes.len();
    match how % 6 {
        0 => bytes[at] ^= 1 << (with % 8),
        1 => bytes[at] = with,
        2 => bytes.truncate(at),
        3 => bytes.extend_from_within(at..),
        4 => drop(bytes.splice(at..at + 1, [with & 0xE0 | 27, 0x7F, 255, 255, 255, 255, 255, 255, 255])),
        _ => bytes.insert(at, with),
    }
    bytes
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_bytes_never_panic_any_decoder(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for (_, decode) in DECODERS {
            decode(&bytes);
        }
    }

    #[test]
    fn damaged_valid_inputs_never_panic_and_never_have_two_forms(
        damages in proptest::collection::vec((any::<u8>(), any::<usize>(), any::<u8>()), 1..6),
    ) {
        for (name, seed) in seeds() {
            let mut bytes = seed;
            for (how, at, with) in &damages {
                bytes = damaged(bytes, *how, *at, *with);
                decoder(name)(&bytes);
            }
        }
    }
}

#[test]
fn every_valid_input_is_accepted_and_every_truncation_and_trailing_byte_refused() {
    for (name, seed) in seeds() {
        assert!(decoder(name)(&seed), "{name}");
        let text = seed.starts_with(b"-----");
        for cut in 0..seed.len() {
            let shorter_text = text && cut + 40 > seed.len();
            assert!(shorter_text || !decoder(name)(&seed[..cut]), "{name} cut at {cut}");
        }
        assert!(text || !decoder(name)(&[seed.as_slice(), &[0]].concat()), "{name} with a trailing byte");
    }
}

#[test]
fn a_flipped_bit_in_an_entry_gives_another_entry_or_none() {
    let (_, seed) = seeds().swap_remove(0);
    let original = Entry::decode(&seed, Attestation::MutualOnly).expect("valid");
    for at in 0..seed.len() * 8 {
        let mut bytes = seed.clone();
        bytes[at / 8] ^= 1 << (at % 8);
        if let Ok(other) = Entry::decode(&bytes, Attestation::MutualOnly) {
            assert_ne!(other, original, "bit {at}");
            assert_eq!(other.encode(), bytes, "bit {at}");
        }
    }
}

#[test]
fn the_corpus_is_replayed_with_damage_within_its_time() {
    if std::env::var_os("DEMARCHE_ACCEPT").is_some() {
        for (n, (name, seed)) in seeds().into_iter().enumerate() {
            std::fs::create_dir_all(corpus().join(name)).expect("the crate is writable");
            std::fs::write(corpus().join(name).join(format!("valid-{n:02}")), seed).expect("writable");
        }
    }
    let mut replayed = 0;
    for (name, decode) in DECODERS {
        let begin = Instant::now();
        let files = std::fs::read_dir(corpus().join(name)).expect("every decoder has a corpus");
        for file in files {
            let bytes = std::fs::read(file.expect("readable").path()).expect("readable");
            decode(&bytes);
            for (at, how) in (0..bytes.len()).step_by(37).zip(0u8..=u8::MAX) {
                decode(&damaged(bytes.clone(), how, at, how.wrapping_mul(29)));
                if begin.elapsed() > Duration::from_secs(20) {
                    break;
                }
            }
            replayed += 1;
        }
        assert!(begin.elapsed() < Duration::from_secs(25), "{name} took too long");
    }
    assert!(replayed >= DECODERS.len());
}
