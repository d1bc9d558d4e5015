//! The page of test vectors: made from fixed inputs by the code, compared with the book.
//! `DEMARCHE_ACCEPT=1` rewrites it.

use line::armour::{File, FileKind};
use line::body::{
    Ack, Control, MemberTempo, Nack, NackWhy, Parameters, PeerMac, Receipt, Statement, Tempo, Test,
};
use line::body::{Charter, CharterRelay, Instant, Missing, NoticeBody};
use line::certificate::LeafCertificate;
use line::cut::Cut;
use line::direct::{Direct, StartChallenge};
use line::entry::{Attestation, Entry, Head, Header, Kind, Lane};
use line::group::CertificateAuthority;
use line::ids::{CompartmentId, CutDigest, EntryHash, PartyCode, Status};
use line::keys::{self, AckSubject, MailboxPlace, Secret};
use line::labels::{self, Name};
use line::mailbox::{AccountQuota, At, Limits, Mailboxes, Origin, RelayRows, apply};
use line::pairing::{Exchange, Identity, Invitation, InvitationName, Step};
use line::record::{self, Record};
use line::relay_api::{
    NewBox, Open, Put, PutItem, PutOutcome, ReceiptKey, RelayReceipt, RelayTime, Request, Response, Take,
    TakeFrom, Token,
};
use line::time::Bracket;
use line::{cbor, envelope, fingerprint, merkle, pouch};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

const COMPARTMENT: CompartmentId = CompartmentId([0x11; 32]);
const ROOT: [u8; 32] = [0x22; 32];
const LEAF_SEED: [u8; 32] = [0x33; 32];
const RECORD_SEED: [u8; 32] = [0x44; 32];
const NONCE: [u8; 24] = [0x55; 24];
const DTG_MS: i64 = 1_804_516_200_000;

#[test]
fn the_page_of_vectors_says_what_the_code_does() {
    let page = page();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src/protocol/vectors.md");
    if std::env::var_os("DEMARCHE_ACCEPT").is_some() {
        std::fs::write(path, &page).expect("the book is writable");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let differs = page.lines().zip(committed.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None, "run with DEMARCHE_ACCEPT=1 and explain the change in the commit");
    assert_eq!(page.lines().count(), committed.lines().count());
}

fn page() -> String {
    let mut out = HEAD.to_owned();
    inputs(&mut out);
    labels_and_keys(&mut out);
    let entry = entries(&mut out);
    bodies(&mut out);
    digests(&mut out, &entry);
    certificate(&mut out);
    envelopes(&mut out, &entry);
    relay(&mut out, &entry);
    records(&mut out);
    pairing(&mut out);
    files(&mut out);
    out
}

fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a code")
}

fn section(out: &mut String, title: &str, text: &str) {
    write!(out, "\n## {title}\n\n{text}\n\n").expect("a string");
}

fn value(out: &mut String, name: &str, bytes: impl AsRef<[u8]>) {
    let bytes = bytes.as_ref();
    if bytes.len() <= 400 {
        writeln!(out, "- {name} ({} B): `{}`", bytes.len(), hex::encode(bytes)).expect("a string");
    } else {
        let hash = hex::encode(Sha256::digest(bytes));
        let first = hex::encode(&bytes[..64]);
        writeln!(out, "- {name} ({} B): begins `{first}`, SHA-256 `{hash}`", bytes.len()).expect("a string");
    }
}

fn text(out: &mut String, name: &str, text: &str) {
    writeln!(out, "- {name}: `{text}`").expect("a string");
}

fn inputs(out: &mut String) {
    section(out, "Inputs", "All bytes are hexadecimal. Status is TEST unless a line says otherwise.");
    value(out, "compartment", COMPARTMENT.0);
    text(out, "parties", "IR (A, the lower code), US (B)");
    value(out, "day root R of IR and US", ROOT);
    value(out, "leaf key of US, Ed25519 seed", LEAF_SEED);
    value(out, "leaf key of US, public", record::public_key(&LEAF_SEED));
    value(out, "record key of US, Ed25519 seed", RECORD_SEED);
    value(out, "record key of US, public", record::public_key(&RECORD_SEED));
    value(out, "nonce of the envelope", NONCE);
}

fn labels_and_keys(out: &mut String) {
    section(out, "Labels and derived keys", "The mailbox is US to IR at CH-1, term 0, epoch 3.");
    let root = Secret::new(ROOT);
    for status in [Status::Actual, Status::Exercise, Status::Test] {
        value(out, &format!("label \"envelope\", {}", status.word()), labels::label(Name::Envelope, status));
    }
    value(out, "group id, term 0", keys::group_id(&COMPARTMENT, 0));
    let keys = keys::mailbox_keys(&root, Status::Test, &place());
    value(out, "mailbox id", keys.id.0);
    value(out, "fill token", keys.fill.0);
    value(out, "fill receipt key", keys.fill_receipt.0);
    value(out, "envelope key", wrapping().bytes());
    let annex = keys::annex_key(&root, Status::Test, &party("US"), &[0x66; 32]);
    value(out, "annex wrapping key, sender US, hash 66..66", annex.bytes());
    let (empty, receipt) = keys::empty_keys(&Secret::new([0x77; 32]), Status::Test, &keys.id);
    value(out, "empty token from own secret 77..77", empty.0);
    value(out, "empty receipt key from the same", receipt.0);
    let (group, commit, voter) = (keys::group_id(&COMPARTMENT, 0), EntryHash([0x88; 32]), party("US"));
    let ack =
        AckSubject { group: &group, epoch: 3, commit: &commit, authenticator: &[0x99; 32], voter: &voter };
    value(
        out,
        "ACK MAC of US, epoch 3, COMMIT 88..88, authenticator 99..99",
        keys::ack_mac(&root, Status::Test, ack),
    );
    value(out, "PSK id hash of \"run-1\"", keys::psk_id_hash(Status::Test, b"run-1"));
    let later = keys::root_after_courier(&Secret::new([0xAA; 32]), &root);
    value(out, "day root after courier secret aa..aa", later.bytes());
}

fn place() -> MailboxPlace {
    MailboxPlace {
        relay: "CH-1".into(),
        compartment: COMPARTMENT,
        term: 0,
        epoch: 3,
        sender: party("US"),
        recipient: party("IR"),
    }
}

fn wrapping() -> Secret {
    keys::envelope_key(&Secret::new(ROOT), Status::Test, &COMPARTMENT, &party("US"), "CH-1")
}

fn sign(message: &[u8]) -> [u8; 64] {
    use ed25519_dalek::Signer;
    ed25519_dalek::SigningKey::from_bytes(&LEAF_SEED).sign(message).to_bytes()
}

fn header(kind: Kind) -> Header {
    Header {
        v: 1,
        status: Status::Test,
        compartment: COMPARTMENT,
        term: 0,
        author: party("US"),
        seq: 2,
        prev: Some(EntryHash([0xBB; 32])),
        lamport: 5,
        heads: vec![Head { author: party("IR"), seq: 4, hash: EntryHash([0xCC; 32]) }],
        epoch: 3,
        kind,
        lane: Lane::Immediate,
        body_hash: [0; 32],
        claimed_ms: DTG_MS,
        clock_error_ms: 250,
    }
}

fn entries(out: &mut String) -> Entry {
    section(out, "Entry", "A NOTICE by US, seq 2, above IR's seq 4; its text is the ASCII word `notice`.");
    let body = NoticeBody { bytes: b"notice".to_vec().into(), record_sig: None, flare: None };
    let entry = Entry::compose(header(Kind::Notice), cbor::encode(&body), sign);
    value(out, "body, MUTUAL_ONLY", &entry.body);
    value(out, "header", cbor::encode(&entry.header));
    value(out, "entry hash", entry.hash.0);
    value(out, "signed bytes", entry.sign_bytes());
    value(out, "signature", &entry.sig);
    value(out, "entry", entry.encode());
    assert_eq!(Entry::decode(&entry.encode(), Attestation::MutualOnly).as_ref(), Ok(&entry));
    assert!(Entry::decode(&entry.encode(), Attestation::Transferable).is_err());
    entry
}

fn bodies(out: &mut String) {
    section(out, "Bodies", "One of each kind, canonical.");
    let head = |code, seq, byte| Head { author: party(code), seq, hash: EntryHash([byte; 32]) };
    let told = Some(RelayTime { utc_ms: DTG_MS + 40, error_ms: 50 });
    let bracket = Some(Bracket { earliest_ms: DTG_MS, latest_ms: DTG_MS + 90 });
    let statement = |deposit, fetch: Option<Bracket>| Statement {
        entry: EntryHash([if deposit { 1 } else { 2 }; 32]),
        path: "CH-1".into(),
        peer: party("IR"),
        deposit: bracket.filter(|_| deposit),
        told,
        handed_over: fetch.and(told),
        fetch,
        arrival: fetch.map(|_| Instant { utc_ms: DTG_MS + 90, error_ms: 250 }),
        sealing: None,
    };
    let receipt = Receipt {
        held: vec![head("IR", 7, 0xDD)],
        missing: vec![Missing { author: party("IR"), from: 5, to: 6 }],
        statements: vec![statement(true, None), statement(false, bracket)],
    };
    shown(out, "RECEIPT", Kind::Receipt, cbor::encode(&receipt));
    let test = Test {
        slot_ms: DTG_MS,
        digest: CutDigest([0xEE; 32]),
        echo: Vec::new(),
        uptime_ms: 3_600_000,
        offsets: Vec::new(),
        state_root: [0xFF; 32],
        watch: [1; 16],
    };
    shown(out, "TEST", Kind::Test, cbor::encode(&test));
    let charter =
        Charter { bytes: b"charter".to_vec().into(), parameters: parameters(), record_keys: Vec::new() };
    shown(out, "CHARTER", Kind::Charter, cbor::encode(&charter));
    let nack = Control::Nack(Nack { ballot: 1, why: NackWhy::ProposerSilent });
    shown(out, "CONTROL, NACK", Kind::Control, cbor::encode(&nack));
    let ack = Control::Ack(Ack {
        ballot: 0,
        commit: EntryHash([0x88; 32]),
        authenticator: Some(vec![0x99; 32].into()),
        macs: vec![PeerMac { peer: party("IR"), mac: [0xAB; 32] }],
        decides: Vec::new(),
    });
    shown(out, "CONTROL, ACK", Kind::Control, cbor::encode(&ack));
    let start = Direct::StartChallenge(StartChallenge {
        compartment: COMPARTMENT,
        nonce: [7; 16],
        own_seq: 2,
        reads: None,
    });
    value(out, "direct, start challenge", start.encode());
    assert_eq!(Direct::decode(&start.encode()), Ok(start));
}

fn parameters() -> Parameters {
    let member = |code, tempo| MemberTempo { party: party(code), tempo };
    let members =
        vec![member("IR", Tempo::Voting), member("US", Tempo::Voting), member("VER", Tempo::Silent)];
    let relay =
        CharterRelay { id: "CH-1".into(), url: "https://relay.example:8443".into(), spki_pin: [0xCD; 32] };
    Parameters::usual(members, vec![relay], Attestation::MutualOnly)
}

fn shown(out: &mut String, name: &str, kind: Kind, body: Vec<u8>) {
    line::body::check(kind, &body, Attestation::MutualOnly).expect("a valid body");
    value(out, name, body);
}

fn digests(out: &mut String, entry: &Entry) {
    section(out, "Cut, digest, fingerprint, tree", "The cut of that entry and IR's seq 4.");
    let cut = BTreeMap::from([(party("IR"), (4, EntryHash([0xCC; 32]))), (party("US"), (2, entry.hash))]);
    let digest = Cut(cut).digest(&COMPARTMENT);
    value(out, "digest", digest.0);
    text(out, "as digits", &fingerprint::digits(&digest.0));
    text(out, "as words", &fingerprint::words(&digest.0).join(" "));
    let leaves: Vec<EntryHash> = (1..=5).map(|n| EntryHash([n; 32])).collect();
    value(out, "tree root over five hashes 01..01 to 05..05", merkle::root(&leaves));
    let path = merkle::prove(&leaves, 2).expect("inside");
    value(out, "inclusion of the third: the path, leaf upward", path.concat());
}

struct Pair;

impl CertificateAuthority for Pair {
    fn mac(&self, _: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        Some(keys::leaf_mac(&Secret::new(ROOT), Status::Test, former))
    }
    fn own(&self) -> &PartyCode {
        static OWN: std::sync::OnceLock<PartyCode> = std::sync::OnceLock::new();
        OWN.get_or_init(|| PartyCode::parse("US").expect("a code"))
    }
    fn members(&self) -> Vec<PartyCode> {
        vec![party("IR"), party("US")]
    }
    fn highest_serial(&self, _: &PartyCode) -> u64 {
        0
    }
}

fn certificate(out: &mut String) {
    section(out, "Leaf certificate", "Of US, serial 1, for IR.");
    let key = record::public_key(&LEAF_SEED);
    let certificate = LeafCertificate::make(&Pair, &COMPARTMENT, 1, &key).expect("paired");
    value(out, "MAC for IR", certificate.macs[0].mac);
    value(out, "certificate", certificate.encode());
}

fn envelopes(out: &mut String, entry: &Entry) {
    section(
        out,
        "Envelope",
        "The entry's bytes stand where a PrivateMessage would (kind mls), so that the vector needs no group.",
    );
    let wrapped = wrapped(entry);
    let id = keys::mailbox_keys(&Secret::new(ROOT), Status::Test, &place()).id;
    assert_eq!(envelope::unwrap(&wrapping(), &id, &wrapped), Ok((envelope::Kind::Mls, entry.encode())));
    value(out, "envelope", &wrapped);
    value(out, "its last 16 bytes, the tag", &wrapped[wrapped.len() - 16..]);
    value(out, "envelope hash", envelope::hash_of(&wrapped).0);
}

fn wrapped(entry: &Entry) -> Vec<u8> {
    let id = keys::mailbox_keys(&Secret::new(ROOT), Status::Test, &place()).id;
    envelope::wrap(&wrapping(), &id, &NONCE, envelope::Kind::Mls, &entry.encode()).expect("fits")
}

fn relay(out: &mut String, entry: &Entry) {
    section(
        out,
        "Relay",
        "Relay CH-1 at 1804516200040 ms, error 50 ms; account token 01..01, empty token 02..02, empty receipt key \
         03..03.",
    );
    let keys = keys::mailbox_keys(&Secret::new(ROOT), Status::Test, &place());
    let (account, empty, empty_key) = (Token([1; 32]), Token([2; 32]), ReceiptKey([3; 32]));
    let new = NewBox {
        mailbox: keys.id,
        fill_hash: keys.fill.hash(),
        empty_hash: empty.hash(),
        fill_receipt_key: keys.fill_receipt,
        empty_receipt_key: empty_key,
        tell_hand_over: true,
    };
    let open = Request::Open(Open { account, boxes: vec![new] });
    let items = vec![PutItem { fill: keys.fill, envelope: wrapped(entry) }];
    let put = Request::Put(Put { items, ask_hand_over: Vec::new() });
    let from = vec![TakeFrom { mailbox: keys.id, empty, after: 0 }];
    let take = Request::Take(Take { from, wait_ms: 55_000, max_bytes: 1 << 20 });
    let mut rules = Mailboxes::new("CH-1".into(), Limits::default());
    let mut rows = RelayRows::new();
    apply(&mut rows, rules.admit_account(account.hash(), AccountQuota { bytes: 1 << 20, boxes: 1 }));
    let mut ask = |name: &str, request: &Request| {
        let at = At { time: RelayTime { utc_ms: DTG_MS + 40, error_ms: 50 }, mono_ms: 0 };
        let (answer, writes) = rules.handle(at, Origin::default(), request, &rows);
        apply(&mut rows, writes);
        value(out, &format!("request {name}"), cbor::encode(request));
        value(out, &format!("answer to {name}"), cbor::encode(&answer));
        answer
    };
    ask("open", &open);
    let kept = ask("put", &put);
    let taken = ask("take", &take);
    let mine = depositor(kept);
    value(out, "receipt for the depositor", cbor::encode(&mine));
    value(out, "its log head", mine.log_head);
    value(out, "its MAC", mine.mac);
    if let Response::Taken(taken) = taken {
        value(out, "MAC of the fetcher's receipt, handed over at the same instant", taken[0].receipt.mac);
    }
}

fn depositor(answer: Response) -> RelayReceipt {
    match answer {
        Response::Put(mut outcomes, _) => match outcomes.remove(0) {
            PutOutcome::Kept(receipt) => receipt,
            PutOutcome::Refused(why) => panic!("{why:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn records(out: &mut String) {
    section(
        out,
        "Record signature",
        "TRANSFERABLE only: the same notice under charter hash 12..12, number `US/TST/27/0001/T1`.",
    );
    let record = Record {
        status: Status::Test,
        charter: &[0x12; 32],
        number_or_subject: b"US/TST/27/0001/T1",
        notice: b"notice",
        dtg_ms: DTG_MS,
    };
    let signature = record.sign(&RECORD_SEED);
    value(out, "signed bytes", record.bytes());
    value(out, "record signature", signature);
    let body =
        NoticeBody { bytes: b"notice".to_vec().into(), record_sig: Some(signature.into()), flare: None };
    value(out, "body, TRANSFERABLE", cbor::encode(&body));
    assert!(NoticeBody::decode(&cbor::encode(&body), Attestation::MutualOnly).is_err());
}

fn side(code: &str, seed: u8) -> (Identity, Invitation) {
    let identity = Identity {
        party: party(code),
        status: Status::Test,
        generation: 1,
        kem_seed: Secret::new([seed; 32]),
    };
    let names = vec![InvitationName { language: "en".into(), name: code.into() }];
    let invitation = Invitation::new(&identity, names, [seed; 32], Vec::new());
    (identity, invitation)
}

fn pairing(out: &mut String) {
    section(
        out,
        "Pairing",
        "IR with X-Wing seed 01..01, US with 02..02; node pins the same bytes, one English name equal to the code, \
         no relays; randomness of US 03..03 (64 B), of IR 04..04; no courier secret.",
    );
    let ((a, invitation_a), (b, invitation_b)) = (side("IR", 1), side("US", 2));
    value(out, "message 1, the invitation of IR", invitation_a.encode());
    text(out, "fingerprint of IR", &invitation_a.fingerprint());
    text(out, "fingerprint of US", &invitation_b.fingerprint());
    let mut at_b =
        Exchange::reply(&b, &invitation_b, &invitation_a, &invitation_a.fingerprint(), None, [3; 64])
            .expect("2");
    let mut at_a =
        Exchange::confirm(&a, &invitation_a, &at_b.out, &invitation_b.fingerprint(), None, [4; 64])
            .expect("3");
    value(out, "message 2", payload(&at_b.out));
    value(out, "pairing id", at_a.id);
    value(out, "message 3", payload(&at_a.out));
    at_b.receive(&b, &at_a.out.clone()).expect("4");
    value(out, "message 4", payload(&at_b.out));
    let Step::Paired(paired) = at_a.receive(&a, &at_b.out).expect("paired") else { panic!("A is done") };
    value(out, "R", paired.roots.day.bytes());
    value(out, "governance key under which IR speaks", paired.roots.governance_own.bytes());
    value(out, "governance key under which US speaks", paired.roots.governance_peer.bytes());
}

fn payload(file: &[u8]) -> Vec<u8> {
    File::read(file).expect("a file").payload
}

fn files(out: &mut String) {
    section(
        out,
        "Files",
        "A file of kind pairing 4 of 4 whose payload is the ASCII word `payload`, and an empty pouch.",
    );
    let file = File { kind: FileKind::PairingClose, status: Status::Test, payload: b"payload".to_vec() };
    value(out, "binary", file.encode());
    write!(out, "- armoured:\n\n```text\n{}```\n\n", file.armour()).expect("a string");
    value(out, "pouch without envelopes", pouch::pack(Status::Test, Vec::new()));
}

const HEAD: &str = "\
# Test vectors

Made by the code from fixed inputs; a test of the crate `line` fails when this page and the code differ. Values
longer than 400 bytes are shown by their first 64 bytes and their SHA-256.
";
