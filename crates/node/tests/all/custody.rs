//! Custody and the party's word on running nodes: what one person alone can do, and what the other side sees of it.

use crate::world::*;
use custody::rand_core::{CryptoRng, Error, RngCore};
use custody::{
    Approved, DrillRecord, FileKind, GovernanceAct, GovernanceKind, Paper, Register, SetId, Share, Status,
    Word, approve, derived, file, found, prove, read, whole_root,
};
use node::api::{Ask, CustodyAsk, DrilledTold, FileTold, Hex, Outcome, SaidTold, Told, WordsTold};
use node::{Node, Protection};
use store::BackupSecret;

struct System;

impl RngCore for System {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }
    fn next_u64(&mut self) -> u64 {
        u64::from(self.next_u32()) << 32 | u64::from(self.next_u32())
    }
    fn fill_bytes(&mut self, out: &mut [u8]) {
        getrandom::fill(out).expect("randomness");
    }
    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

impl CryptoRng for System {}

fn about(about: CustodyAsk) -> Ask {
    Ask::Custody { about }
}

fn lev() -> String {
    "LEV".to_owned()
}

fn close() -> Ask {
    let roster = Hex(vec![0; 32]);
    about(CustodyAsk::Speak { compartment: lev(), word: "CLOSE".to_owned(), effect_ms: 1, items: 0, roster })
}

async fn said(node: &Node) -> (Vec<SaidTold>, String) {
    let told = told(node, about(CustodyAsk::Said { compartment: lev() })).await;
    let Told::Said(WordsTold { said, closing }) = told else { panic!("nothing said") };
    (said, closing.state)
}

async fn both_see(world: &World, state: &str) {
    until(state, || async { said(&world.us).await.1 == state && said(&world.ir).await.1 == state }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_both_to_close_one_to_hold_and_a_forged_word_counts_for_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    world.agree().await;
    told(&world.us, close()).await;
    both_see(&world, "PROPOSED").await;
    let root = root_of(&world.ir).await;
    // US forges the word of IR, and its own word under a key that it does not share
    for party in ["IR", "US"] {
        let id = status(&world.us).await.compartments[0].id.0.clone();
        let act = GovernanceAct {
            kind: GovernanceKind::Close,
            party: party.to_owned(),
            status: Status::Exercise,
            compartment: id.try_into().expect("32 bytes"),
            effect_ms: 2,
            roster: [0; 32],
            items: 0,
            generation: 1,
        };
        let bytes = file(FileKind::Words, &vec![Word { peer: "IR".to_owned(), act, mac: [9; 32] }]);
        let ask = Ask::AnnexSend {
            compartment: lev(),
            file: Hex(bytes),
            kind: "GOVERNANCE".to_owned(),
            readers: vec!["IR".to_owned()],
        };
        told(&world.us, ask).await;
    }
    until("the forged words are there", || async { said(&world.ir).await.0.len() == 3 }).await;
    let (words, state) = said(&world.ir).await;
    assert_eq!(words.iter().map(|word| word.proved).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(state, "PROPOSED");
    assert_eq!(root_of(&world.ir).await, root, "nothing that stands was touched");
    told(&world.ir, close()).await;
    until("IR sees COOLING", || async { said(&world.ir).await.1 == "COOLING" }).await;
    told(&world.us, about(CustodyAsk::Hold { compartment: lev(), approved: Vec::new() })).await;
    until("IR sees HELD", || async { said(&world.ir).await.1 == "HELD" }).await;
    assert_eq!(said(&world.us).await.1, "HELD");
    world.stop().await;
}

async fn root_of(node: &Node) -> Hex {
    let told =
        told(node, Ask::Standing { compartment: None, at_ms: Some(4_000_000_000_000), notices: false }).await;
    let Told::Standing { compartments } = told else { panic!("nothing stands") };
    compartments[0].root.clone()
}

fn shares(party: &str) -> Vec<Share> {
    let set = SetId { party: party.to_owned(), status: Status::Exercise, generation: 1, version: 1 };
    found(&set, 3, 5, 1, &mut System).expect("three of five").shares
}

fn register(shares: &[Share]) -> (Register, BackupSecret) {
    let root = whole_root(shares).expect("whole");
    let seeds = derived(&root, &shares[0].set);
    let secret = BackupSecret::of_seed(seeds.backup_seed.bytes()).expect("a pair");
    let identity = line::pairing::Identity {
        party: line::ids::PartyCode::parse("US").expect("a code"),
        status: line::ids::Status::Exercise,
        generation: 1,
        kem_seed: line::secret::Secret::new(*seeds.kem_seed.bytes()),
    };
    let register = Register {
        set: shares[0].set.clone(),
        root_public: shares[0].root_public.clone(),
        seal_public: shares[0].seal_public.clone(),
        kem_public: identity.kem_public().into(),
        backup_public: secret.public().0.clone().into(),
        custodians: Vec::new(),
        used: vec![1, 2, 3, 4, 5],
        drills: Vec::new(),
        declared: None,
        made_ms: 0,
    };
    (register, secret)
}

fn load(register: &Register) -> Ask {
    about(CustodyAsk::Load { file: Hex(file(FileKind::Register, register)) })
}

async fn file_of(node: &Node, ask: CustodyAsk) -> Vec<u8> {
    let Told::CustodyFile(FileTold { file }) = told(node, about(ask)).await else { panic!("no file") };
    file.0
}

#[tokio::test(flavor = "multi_thread")]
async fn with_custody_an_administrator_alone_speaks_for_nobody_and_one_custodian_can_only_hold() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let world = two_capitals(folder.path()).await;
    let custodians = shares("US");
    let (own, secret) = register(&custodians);
    let fingerprint = status(&world.us).await.fingerprint;
    assert_eq!(refused(&world.us, load(&register(&shares("IR")).0)).await, "E-CUS-004");
    told(&world.us, load(&own)).await;
    assert_ne!(
        status(&world.us).await.fingerprint,
        fingerprint,
        "the identity is the custodians' from now on"
    );
    // pairs made by the node's own key have no record that custodians could open: nobody speaks until they pair anew
    assert_eq!(refused(&world.us, close()).await, "E-NODE-012");
    assert_eq!(said(&world.ir).await, (Vec::new(), "OPEN".to_owned()));
    let hold = |approved| about(CustodyAsk::Hold { compartment: lev(), approved });
    assert_eq!(refused(&world.us, hold(Vec::new())).await, "E-CUS-003");
    let text = "HOLD LEV".to_owned();
    let paper = CustodyAsk::Paper { act: "HOLD".to_owned(), compartment: lev(), text };
    let paper: Paper = read(FileKind::Paper, &file_of(&world.us, paper).await).expect("a paper");
    let answer = |share: &Share| -> Approved {
        approve(share, &paper.approval, &paper.text, paper.approval.not_before_ms, &mut System)
            .expect("shown")
    };
    let stranger = answer(&shares("US")[0]);
    let given = |approved: &Approved| vec![Hex(file(FileKind::Approved, approved))];
    assert_eq!(refused(&world.us, hold(given(&stranger))).await, "E-CUS-010");
    let one = answer(&custodians[3]);
    told(&world.us, hold(given(&one))).await;
    assert_eq!(refused(&world.us, hold(given(&one))).await, "E-CUS-003", "an approval serves once");
    both_see(&world, "HELD").await;
    // k - 1 cannot bring the party back
    let revive =
        CustodyAsk::Paper { act: "REVIVE".to_owned(), compartment: lev(), text: "REVIVE".to_owned() };
    let paper: Paper = read(FileKind::Paper, &file_of(&world.us, revive).await).expect("a paper");
    let answers: Vec<Hex> = custodians[..3]
        .iter()
        .map(|share| {
            approve(share, &paper.approval, "REVIVE", paper.approval.not_before_ms, &mut System)
                .expect("shown")
        })
        .map(|approved| Hex(file(FileKind::Approved, &approved)))
        .collect();
    let revive =
        |approved: &[Hex]| about(CustodyAsk::Revive { compartment: lev(), approved: approved.to_vec() });
    assert_eq!(refused(&world.us, revive(&answers[..2])).await, "E-CUS-003");
    told(&world.us, revive(&answers)).await;
    assert_eq!(refused(&world.us, about(CustodyAsk::Retire {})).await, "E-NODE-053");
    backup_is_closed(&world, folder.path(), &secret).await;
    drill(&world.us, &custodians).await;
    world.stop().await;
}

/// The node writes a backup and nothing on its disk opens it; the custodians' key does, and the fingerprints are equal.
async fn backup_is_closed(world: &World, folder: &std::path::Path, secret: &BackupSecret) {
    world.agree().await;
    let path = folder.join("sealed");
    let before = status(&world.us).await;
    told(&world.us, about(CustodyAsk::Backup { path: path.display().to_string() })).await;
    let mut again = world.configs[0].clone();
    again.folder = folder.join("again");
    for relay in &mut again.relays {
        relay.address = "127.0.0.1:9".to_owned();
    }
    let other = BackupSecret::of_seed(&[5; 32]).expect("a pair");
    assert!(Node::restore_sealed(&again, &path, &other, &Protection::KeyFile).is_err());
    assert!(Node::restore(&again, &path, "words", &Protection::KeyFile).is_err());
    assert!(!again.folder.exists(), "what did not open left nothing");
    Node::restore_sealed(&again, &path, secret, &Protection::KeyFile).expect("k custodians open it");
    let restored = start(again).await;
    let after = status(&restored).await;
    assert_eq!(after.compartments[0].fingerprint, before.compartments[0].fingerprint);
    assert_eq!(after.fingerprint, before.fingerprint);
    assert!(after.compartments[0].quarantined);
    restored.stop().await;
}

async fn drill(node: &Node, custodians: &[Share]) {
    let record = |proofs| about(CustodyAsk::DrillRecord { proofs });
    assert_eq!(refused(node, record(Vec::new())).await, "E-NODE-051");
    let question: DrillRecord =
        read(FileKind::Drill, &file_of(node, CustodyAsk::DrillStart {}).await).expect("a drill");
    let proof = |share: &Share| {
        Hex(file(FileKind::Proof, &prove(share, &question.nonce, &mut System).expect("proved")))
    };
    let strangers = shares("US");
    let proofs = vec![proof(&custodians[0]), proof(&custodians[1]), proof(&strangers[2])];
    let Outcome::Ok(Told::Drilled(DrilledTold { proved, wrong, state })) = node.ask(record(proofs)).await
    else {
        panic!("no drill")
    };
    assert_eq!((proved, wrong, state.as_str()), (vec![1, 2], vec![3], "CRITICAL"));
    let proofs = custodians[2..].iter().map(proof).collect();
    let Outcome::Ok(Told::Drilled(DrilledTold { proved, state, .. })) = node.ask(record(proofs)).await else {
        panic!("no drill")
    };
    assert_eq!((proved.len(), state.as_str()), (5, "HEALTHY"));
}
