//! Parties with nodes and relays on free ports; what a test reads like prose.

use chancery::challenge::Challenge;
use ed25519_dalek::SigningKey;
use line::relay_api::Token;
use node::api::{Ask, Hex, Outcome, PairTold, Purpose, StatusTold, Told};
use node::{Hooks, Node, NodeConfig, NodeRelay, Protection};
use relay::{AccountConfig, LimitsConfig, Pin, Relay, RelayConfig, ServerIdentity};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

/// The token of a party for a compartment (or pairing) at a relay.
fn token(party: &str, relay: &str, what: &str) -> Token {
    use sha2::{Digest, Sha256};
    Token(Sha256::digest(format!("{party} {relay} {what}")).into())
}

fn relay_config(folder: &Path, id: &str, parties: &[&str]) -> RelayConfig {
    let mut accounts = Vec::new();
    for party in parties {
        for what in ["pairing", "LEV"] {
            let token_sha256 = hex::encode(token(party, id, what).hash());
            accounts.push(AccountConfig { name: format!("{party} {what}"), token_sha256 });
        }
    }
    RelayConfig {
        id: id.to_owned(),
        folder: folder.join(id),
        listen: "127.0.0.1:0".parse().expect("an address"),
        address: None,
        language: "en".to_owned(),
        health: None,
        clock_error_ms: 20,
        keep_days: 400,
        limits: LimitsConfig::default(),
        accounts,
    }
}

pub async fn start_relay(folder: &Path, id: &str, parties: &[&str]) -> Relay {
    let config = relay_config(folder, id, parties);
    Relay::start(config, None, relay::silent()).await.expect("the relay starts")
}

pub fn config(folder: &Path, party: &str, relays: &[(&str, &str, &Relay)]) -> NodeConfig {
    let reached =
        |(id, host, relay): &(&str, &str, &Relay)| entry(party, id, host, relay.address(), relay.pin());
    let relays = relays.iter().map(reached);
    NodeConfig {
        party: party.to_owned(),
        status: "EXERCISE".to_owned(),
        station: format!("{party}/WATCH"),
        folder: folder.join(party),
        names: BTreeMap::from([("en".to_owned(), party.to_owned())]),
        clock_error_ms: 20,
        health: None,
        console: None,
        standing_folder: None,
        alarm: Vec::new(),
        store_bytes: None,
        direct: None,
        relays: relays.collect(),
    }
}

fn entry(party: &str, id: &str, host: &str, address: SocketAddr, pin: Pin) -> NodeRelay {
    NodeRelay {
        id: id.to_owned(),
        address: address.to_string(),
        pin: pin.to_string(),
        host: host.to_owned(),
        pairing_token: hex::encode(token(party, id, "pairing").0),
        tokens: BTreeMap::from([("LEV".to_owned(), hex::encode(token(party, id, "LEV").0))]),
    }
}

pub fn hooks(party: &str) -> Hooks {
    let party = party.to_owned();
    Hooks::hearing(move |refusal| eprintln!("{party}: {refusal}"))
}

pub async fn start(config: NodeConfig) -> Node {
    let hooks = hooks(&config.party);
    start_with(config, hooks).await
}

pub async fn start_with(config: NodeConfig, hooks: Hooks) -> Node {
    if !config.folder.join("node.key").exists() {
        Node::init(&config, &Protection::KeyFile).expect("founded");
    }
    Node::start(config, None, hooks).await.expect("the node starts")
}

pub async fn told(node: &Node, ask: Ask) -> Told {
    match node.ask(ask).await {
        Outcome::Ok(told) => told,
        Outcome::Refused(refusal) => panic!("refused: {refusal:?}"),
    }
}

pub async fn refused(node: &Node, ask: Ask) -> String {
    match node.ask(ask).await {
        Outcome::Ok(told) => panic!("not refused: {told:?}"),
        Outcome::Refused(refusal) => refusal.code,
    }
}

/// Numbers of all notices of a kind here.
pub async fn numbers(node: &Node, kind: &str) -> Vec<String> {
    let ask = Ask::List { compartment: None, after: None, most: Some(10_000) };
    let Told::Notices { notices } = told(node, ask).await else { panic!("no list") };
    notices.into_iter().filter(|n| n.kind == kind).filter_map(|n| n.number).collect()
}

pub async fn status(node: &Node) -> StatusTold {
    let Told::Status(status) = told(node, Ask::Status {}).await else { panic!("not a status") };
    status
}

pub async fn invitation(node: &Node) -> (Hex, String) {
    let Told::Invitation { file, fingerprint } = told(node, Ask::Invite {}).await else {
        panic!("no invitation")
    };
    (file, fingerprint)
}

async fn step(node: &Node, file: Hex, typed: Option<&str>) -> PairTold {
    let ask = Ask::Pair { file, typed: typed.map(str::to_owned), courier: None };
    let Told::Pairing(pair) = told(node, ask).await else { panic!("no pairing") };
    pair
}

/// Pairs two nodes by four files; `a` has the lower code.
pub async fn pair(a: &Node, b: &Node) {
    let (file, print_a) = invitation(a).await;
    let (_, print_b) = invitation(b).await;
    let reply = step(b, file, Some(&print_a)).await.give.expect("a reply");
    let confirm = step(a, reply, Some(&print_b)).await.give.expect("a confirmation");
    let closing = step(b, confirm, None).await;
    assert_eq!(closing.state, "PAIRED");
    assert_eq!(step(a, closing.give.expect("a close"), None).await.state, "PAIRED");
}

/// Waits until something holds, asking again ten times a second.
pub async fn until<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < Duration::from_secs(20), "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The charter of the template among these parties over these relays, with a test interval of an hour.
pub fn charter(parties: &[&str], relays: &[(&str, &str)]) -> String {
    let text = notice::template::template(notice::vocabulary::NoticeType::Ch).expect("a template");
    let parties =
        parties.iter().map(|p| format!("{{ party = \"{p}\", role = \"PRINCIPAL\", tempo = \"VOTING\" }}"));
    let relays = relays.iter().map(|(id, host)| format!("{{ id = \"{id}\", host = \"{host}\" }}"));
    let parties = parties.collect::<Vec<_>>().join(", ");
    let relays = relays.collect::<Vec<_>>().join(", ");
    let (before, rest) = text.split_once("parties = [").expect("paragraph B");
    let (_, after) = rest.split_once("[[content.C]]").expect("paragraph C");
    let proposer = "US";
    let text = format!("{before}parties = [{parties}]\nrelays = [{relays}]\n\n[[content.C]]{after}");
    text.replace("proposer = \"US\"", &format!("proposer = \"{proposer}\""))
}

/// An officer of a party: a code and the key of a key file.
pub struct Officer {
    pub code: &'static str,
    key: SigningKey,
}

impl Officer {
    /// The public key.
    pub fn public(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    /// The answer to a challenge, both as canonical bytes.
    pub fn answer(&self, challenge: &[u8]) -> Vec<u8> {
        let challenge: Challenge = line::cbor::decode(challenge).expect("a challenge");
        line::cbor::encode(&challenge.answer(&self.key))
    }
}

/// The two officers whose keys have this seed.
pub fn keys(seed: u8) -> [Officer; 2] {
    keys_of(["anne", "boris"], seed)
}

/// The same under other names.
pub fn keys_of(names: [&'static str; 2], seed: u8) -> [Officer; 2] {
    let officer = |code, n| Officer { code, key: SigningKey::from_bytes(&[n; 32]) };
    [officer(names[0], seed), officer(names[1], seed + 1)]
}

/// Adds two officers of rank to a node.
pub async fn officers(node: &Node, seed: u8) -> [Officer; 2] {
    enrolled(node, keys(seed)).await
}

/// Adds these two.
pub async fn enrolled(node: &Node, both: [Officer; 2]) -> [Officer; 2] {
    for officer in &both {
        let roles = ["WATCH", "SENIOR", "PRINCIPAL"].map(str::to_owned).to_vec();
        let ask = Ask::OfficerAdd {
            person: officer.code.to_owned(),
            public_key: Some(Hex(officer.public().to_vec())),
            roles: BTreeMap::from([("LEV".to_owned(), roles)]),
        };
        told(node, ask).await;
    }
    both
}

/// One seal on a draft.
pub async fn seal(node: &Node, draft: &str, purpose: Purpose, officer: &Officer) -> Outcome {
    let compartment = "LEV".to_owned();
    let draft = draft.to_owned();
    let ask = Ask::Challenge { compartment: compartment.clone(), purpose, draft: draft.clone() };
    let Told::Challenge { challenge, .. } = told(node, ask).await else { panic!("no challenge") };
    let answer = Hex(officer.answer(&challenge.0));
    let (lint_reason, flash_reason) = (Some("checked".to_owned()), None);
    node.ask(Ask::Seal { compartment, draft, purpose, answer, lint_reason, flash_reason }).await
}

/// Releases a draft with as many officers as the table wants; gives the number.
pub async fn release(node: &Node, draft: &str, officers: &[Officer; 2]) -> String {
    match seal(node, draft, Purpose::Release, &officers[0]).await {
        Outcome::Ok(Told::Released { number, .. }) => return number,
        Outcome::Ok(Told::Pending { release }) => assert_eq!(release, draft),
        other => panic!("neither released nor pending: {other:?}"),
    }
    match seal(node, draft, Purpose::Second, &officers[1]).await {
        Outcome::Ok(Told::Released { number, .. }) => number,
        other => panic!("not released: {other:?}"),
    }
}

/// Keeps a draft; gives its id.
pub async fn draft(node: &Node, text: &str) -> String {
    let ask = Ask::Draft { compartment: "LEV".to_owned(), draft: text.to_owned(), remark: None };
    let Told::Drafted { draft, .. } = told(node, ask).await else { panic!("no draft") };
    draft
}

/// Opens or reads back: a service draft, sealed by one officer.
pub async fn service(node: &Node, ask: Ask, officers: &[Officer; 2]) -> String {
    let Told::Drafted { draft, .. } = told(node, ask).await else { panic!("no draft") };
    release(node, &draft, officers).await
}

/// Whether a mark is reached within the time.
pub async fn reached(node: &Node, number: &str, mark: &str, timeout_ms: u64) -> bool {
    let (number, mark) = (number.to_owned(), mark.to_owned());
    let Told::Marks { reached, .. } = told(node, Ask::Wait { number, mark, of: None, timeout_ms }).await
    else {
        panic!("no marks")
    };
    reached
}

/// The notice of the template for T1.
pub fn t1() -> String {
    notice::template::template(notice::vocabulary::NoticeType::T1).expect("a template")
}

/// The critical paragraphs of the T1, as an officer would type them again.
pub fn restated_t1() -> String {
    restated(&t1())
}

/// The critical paragraphs of a draft's text, in the shape that a read-back takes.
fn restated(text: &str) -> String {
    let draft = notice::file::draft_from_toml(text).expect("a draft");
    let spec = notice::registry::spec(draft.kind).expect("served");
    let mut fields = notice::Fields::new();
    for field in notice::read_back::critical(spec, None) {
        if let Some(value) = draft.content.get(field.name) {
            fields.set(field.name, value.clone());
        }
    }
    notice::file::restated_to_toml(spec, &fields)
}

/// The critical paragraphs of a charter's text, as an officer would type them again.
pub fn restated_charter(text: &str) -> String {
    let charter = notice::file::charter_from_toml(text).expect("a charter");
    let spec = notice::registry::spec(notice::vocabulary::NoticeType::Ch).expect("served");
    let mut fields = notice::Fields::new();
    for field in notice::read_back::critical(spec, None) {
        if let Some(value) = charter.content.get(field.name) {
            fields.set(field.name, value.clone());
        }
    }
    notice::file::restated_to_toml(spec, &fields)
}

/// Two parties with two officers each, two relays, one compartment LEV.
pub struct World {
    pub us: Node,
    pub ir: Node,
    pub relays: Vec<Relay>,
    pub configs: [NodeConfig; 2],
    pub us_officers: [Officer; 2],
    pub ir_officers: [Officer; 2],
    pub charter: String,
}

pub async fn two_capitals(folder: &Path) -> World {
    two_capitals_of(folder, "EXERCISE").await
}

/// The same under any status.
pub async fn two_capitals_of(folder: &Path, status: &str) -> World {
    two_capitals_beside(folder, status, &[]).await
}

/// The same at relays where these parties have accounts too.
pub async fn two_capitals_beside(folder: &Path, status: &str, others: &[&str]) -> World {
    let parties = [&["IR", "US"][..], others].concat();
    let ch = start_relay(folder, "CH-1", &parties).await;
    let om = start_relay(folder, "OM-1", &parties).await;
    let relays = [("CH-1", "CH", &ch), ("OM-1", "OM", &om)];
    let mut configs = [config(folder, "US", &relays), config(folder, "IR", &relays)];
    configs.iter_mut().for_each(|config| config.status = status.to_owned());
    founded(configs, vec![ch, om], &[("CH-1", "CH"), ("OM-1", "OM")]).await
}

/// Two capitals without any host: the first one's node serves the only path itself.
pub async fn two_capitals_alone(folder: &Path) -> World {
    let mut served = relay_config(folder, "US-1", &["IR", "US"]);
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    served.listen = free.local_addr().expect("an address");
    drop(free);
    store::create_folder(&served.folder).expect("a folder");
    let pin = ServerIdentity::of_folder(&served.folder).expect("a key").pin();
    let file = folder.join("direct.toml");
    std::fs::write(&file, toml::to_string(&served).expect("a configuration")).expect("written");
    let known = |party| {
        let relays = vec![entry(party, "US-1", "US", served.listen, pin)];
        NodeConfig { relays, ..config(folder, party, &[]) }
    };
    let configs = [NodeConfig { direct: Some(file), ..known("US") }, known("IR")];
    founded(configs, Vec::new(), &[("US-1", "US")]).await
}

async fn founded(configs: [NodeConfig; 2], relays: Vec<Relay>, paths: &[(&str, &str)]) -> World {
    let status = configs[0].status.clone();
    let us = start(configs[0].clone()).await;
    let ir = start(configs[1].clone()).await;
    let us_officers = officers(&us, 10).await;
    let ir_officers = officers(&ir, 20).await;
    pair(&ir, &us).await;
    let charter = charter(&["US", "IR"], paths);
    let charter = charter.replace("\"EXERCISE\"", &format!("\"{status}\""));
    told(&us, Ask::Found { charter: charter.clone() }).await;
    until("both run LEV", || async {
        self::status(&us).await.compartments.len() == 1 && self::status(&ir).await.compartments.len() == 1
    })
    .await;
    World { us, ir, relays, configs, us_officers, ir_officers, charter }
}

impl World {
    pub async fn agree(&self) {
        until("both hold the same set and wait for nothing", || async {
            let (a, b) = (status(&self.us).await, status(&self.ir).await);
            let (a, b) = (&a.compartments[0], &b.compartments[0]);
            a.fingerprint == b.fingerprint && a.outbox == 0 && b.outbox == 0
        })
        .await;
    }

    pub async fn stop(self) {
        self.us.stop().await;
        self.ir.stop().await;
        for relay in self.relays {
            relay.stop().await.expect("stopped");
        }
    }
}
