//! R14: what belongs to an exercise is refused on an actual line with the reason, and the reverse; nothing changes.

use crate::taint::rows;
use crate::world::*;
use line::group::{CertificateAuthority, Changes, Group, GroupError};
use line::ids::{PartyCode, Status};
use line::keys::{Secret, leaf_mac, leaf_mac_of_another_status};
use line::mls_group::{MlsGroup, MlsProvider};
use node::api::{Ask, FactTold, Hex, Outcome, RefusalTold, Told};
use node::{Hooks, Node, NodeConfig, Protection};
use refusal::Refusal;
use std::path::Path;
use std::sync::{Arc, Mutex};

const STATUSES: [&str; 2] = ["EXERCISE", "ACTUAL"];

/// Two capitals of a status with a charter, a notice on its way and nothing in doubt.
async fn capitals(folder: &Path, status: &str) -> World {
    let world = two_capitals_of(folder, status).await;
    release(&world.us, "D-1", &world.us_officers).await;
    world.agree().await;
    world
}

/// What a node holds: its status without the clock's part.
async fn held(node: &Node) -> String {
    let mut told = status(node).await;
    (told.uptime_ms, told.now_ms) = (0, 0);
    let Told::Pairs { pairs } = crate::world::told(node, Ask::Pairs {}).await else { panic!("no pairs") };
    let Told::Foundings { foundings } = crate::world::told(node, Ask::Foundings {}).await else {
        panic!("no foundings")
    };
    format!("{told:?} {pairs:?} {foundings:?}")
}

async fn refusal_of(node: &Node, ask: Ask) -> RefusalTold {
    match node.ask(ask).await {
        Outcome::Refused(refusal) => refusal,
        Outcome::Ok(told) => panic!("not refused: {told:?}"),
    }
}

fn fact(refusal: &RefusalTold, name: &str) -> String {
    match refusal.facts.get(name) {
        Some(FactTold::Text(text)) => text.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

/// The file is of one status, the node of the other, and the refusal says both.
fn says_both(refusal: &RefusalTold, ours: &str, theirs: &str) {
    assert_eq!(refusal.code, "E-LINE-023", "{refusal:?}");
    assert_eq!((fact(refusal, "ours").as_str(), fact(refusal, "theirs").as_str()), (ours, theirs));
}

/// Certificates of a party under a status; the day root is the same under both, so that only the status differs.
struct Authority {
    own: PartyCode,
    status: Status,
}

impl CertificateAuthority for Authority {
    fn mac(&self, _: &PartyCode, former: &[u8]) -> Option<[u8; 32]> {
        Some(leaf_mac(&Secret::new([5; 32]), self.status, former))
    }
    fn of_another_status(&self, _: &PartyCode, former: &[u8], claimed: &[u8; 32]) -> bool {
        leaf_mac_of_another_status(&Secret::new([5; 32]), self.status, former, claimed)
    }
    fn own(&self) -> &PartyCode {
        &self.own
    }
    fn members(&self) -> Vec<PartyCode> {
        ["IR", "US"].map(party).to_vec()
    }
    fn highest_serial(&self, _: &PartyCode) -> u64 {
        0
    }
}

fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).expect("a code")
}

/// A KeyPackage of the other status is not added; the group stays as it was.
fn a_key_package_is_refused(ours: Status, theirs: Status) {
    let mut provider = MlsProvider::from_system().expect("randomness");
    let lender = Authority { own: party("IR"), status: theirs };
    let (package, _) = MlsGroup::key_package(&mut provider, &lender, &[7; 32], 1).expect("a package");
    let founder = Authority { own: party("US"), status: ours };
    let mut group = MlsGroup::create(provider, &founder, &[7; 32], 0, 1).expect("founds");
    group.export();
    let before = (group.epoch(), group.members(), group.authenticator());
    let changes = Changes { adds: [(party("IR"), package)].into(), ..Changes::default() };
    let refused = group.commit(&founder, &[], 2, &changes).map(drop);
    assert_eq!(refused, Err(GroupError::Certificate { party: Some(party("IR")), check: "OTHER-STATUS" }));
    assert_eq!((group.epoch(), group.members(), group.authenticator()), before);
    assert!(group.merge().is_err(), "nothing waits to be merged");
    let told = Refusal::of(&node::NodeError::from(refused.expect_err("refused")));
    assert_eq!(told.code.0, "E-NODE-017");
}

/// Where a node's refusals that nobody asked for are heard.
fn ear() -> (Hooks, Arc<Mutex<Vec<Refusal>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let noting = heard.clone();
    let hooks = Hooks::hearing(move |refusal| noting.lock().expect("no holder panics").push(refusal.clone()));
    (hooks, heard)
}

async fn pouch(world: &World) -> Hex {
    let ask = Ask::PouchPack { compartment: "LEV".to_owned(), to: "IR".to_owned() };
    let Told::Pouch { file, .. } = told(&world.us, ask).await else { panic!("no pouch") };
    file
}

fn status_of(word: &str) -> Status {
    Status::parse(word).expect("a status")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exercise_and_an_actual_node_refuse_each_others_files_keys_envelopes_and_backups() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let mut worlds = Vec::new();
    let mut ears = Vec::new();
    for word in STATUSES {
        let folder = place.path().join(word);
        std::fs::create_dir(&folder).expect("made");
        let mut world = capitals(&folder, word).await;
        let (hooks, heard) = ear();
        world.ir.stop().await;
        world.ir = start_with(world.configs[1].clone(), hooks).await;
        world.agree().await;
        let path = folder.join("us.backup").display().to_string();
        told(&world.us, Ask::Backup { path, passphrase: "sieben rote Boote".to_owned() }).await;
        worlds.push(world);
        ears.push(heard);
    }
    for (ours, theirs) in [(0, 1), (1, 0)] {
        let (our_word, their_word) = (STATUSES[ours], STATUSES[theirs]);
        let node = &worlds[ours].ir;
        let before = held(node).await;

        let (file, fingerprint) = invitation(&worlds[theirs].us).await;
        let ask = Ask::Pair { file: file.clone(), typed: Some(fingerprint), courier: None };
        says_both(&refusal_of(node, ask).await, our_word, their_word);
        says_both(&refusal_of(node, Ask::ReadPairFile { file }).await, our_word, their_word);

        let file = pouch(&worlds[theirs]).await;
        let open = |file| Ask::PouchOpen { compartment: "LEV".to_owned(), file };
        says_both(&refusal_of(node, open(file.clone())).await, our_word, their_word);

        // Its envelopes with the status on the outside changed: none is for a mailbox of this line.
        let envelopes = line::pouch::open(&file.0, status_of(their_word)).expect("a pouch of that status");
        assert!(!envelopes.is_empty());
        told(node, open(Hex(line::pouch::pack(status_of(our_word), envelopes)))).await;
        until("the envelopes are refused", || async {
            ears[ours].lock().expect("no holder panics").iter().any(|r| {
                r.code.0 == "E-LINE-009" && r.facts == refusal::facts! { from: "POUCH", check: "MAILBOX" }
            })
        })
        .await;

        a_key_package_is_refused(status_of(our_word), status_of(their_word));

        let backup = place.path().join(their_word).join("us.backup");
        let mut config: NodeConfig = worlds[ours].configs[0].clone();
        config.folder = place.path().join(format!("restored-{our_word}"));
        let restored = Node::restore(&config, &backup, "sieben rote Boote", &Protection::KeyFile);
        let told = Refusal::of(&restored.map(drop).expect_err("another status"));
        assert_eq!(told.code.0, "E-STORE-013");
        assert_eq!(told.facts.get("asked"), Some(&refusal::Fact::Text(our_word.to_owned())));
        assert!(!config.folder.exists(), "nothing is left");
        assert_eq!(held(node).await, before, "nothing changed");
    }
    let folders: Vec<_> = worlds.iter().map(|world| world.configs[1].folder.clone()).collect();
    for world in worlds {
        world.stop().await;
    }
    for folder in folders {
        assert!(!rows(&folder).0.is_empty(), "the stores open as before");
    }
}

/// Founds LEV between two paired nodes of which IR lends its KeyPackage under the other status.
async fn founded_with_a_strange_package(folder: &Path, ours: &str, theirs: &str) {
    let parties = ["IR", "US"];
    let ch = start_relay(folder, "CH-1", &parties).await;
    let om = start_relay(folder, "OM-1", &parties).await;
    let relays = [("CH-1", "CH", &ch), ("OM-1", "OM", &om)];
    let mut configs = [config(folder, "US", &relays), config(folder, "IR", &relays)];
    configs.iter_mut().for_each(|config| config.status = ours.to_owned());
    let us = start(configs[0].clone()).await;
    let mut lender = hooks("IR");
    lender.lends_as = Some(status_of(theirs));
    let ir = start_with(configs[1].clone(), lender).await;
    pair(&ir, &us).await;
    let text = charter(&["US", "IR"], &[("CH-1", "CH"), ("OM-1", "OM")]);
    let text = text.replace("\"EXERCISE\"", &format!("\"{ours}\""));
    told(&us, Ask::Found { charter: text }).await;
    let refusals = || async {
        let mut codes = Vec::new();
        for node in [&us, &ir] {
            let Told::Foundings { foundings } = told(node, Ask::Foundings {}).await else { panic!("none") };
            codes.extend(foundings.into_iter().filter_map(|f| f.refused).map(|r| r.code));
        }
        codes
    };
    until("both know that it was refused", || async { refusals().await.len() == 2 }).await;
    assert_eq!(refusals().await[0], "E-NODE-017");
    for node in [us, ir] {
        assert!(status(&node).await.compartments.is_empty(), "no group was made");
        node.stop().await;
    }
    ch.stop().await.expect("stopped");
    om.stop().await.expect("stopped");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_package_of_another_status_ends_a_live_founding_and_makes_no_group() {
    for (ours, theirs) in [("EXERCISE", "ACTUAL"), ("ACTUAL", "EXERCISE")] {
        let place = tempfile::tempdir().expect("a temporary folder");
        founded_with_a_strange_package(place.path(), ours, theirs).await;
    }
}
