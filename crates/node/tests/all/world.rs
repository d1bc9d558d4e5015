//! Parties with nodes and relays on free ports; what a test reads like prose.

use line::relay_api::Token;
use node::api::{Ask, Hex, Outcome, PairTold, StatusTold, Told};
use node::{Hooks, Node, NodeConfig, NodeRelay, Protection};
use relay::{AccountConfig, LimitsConfig, Relay, RelayConfig};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// The token of a party for a compartment (or pairing) at a relay.
fn token(party: &str, relay: &str, what: &str) -> Token {
    use sha2::{Digest, Sha256};
    Token(Sha256::digest(format!("{party} {relay} {what}")).into())
}

pub async fn start_relay(folder: &Path, id: &str, parties: &[&str]) -> Relay {
    let mut accounts = Vec::new();
    for party in parties {
        for what in ["pairing", "LEV"] {
            let token_sha256 = hex::encode(token(party, id, what).hash());
            accounts.push(AccountConfig { name: format!("{party} {what}"), token_sha256 });
        }
    }
    let config = RelayConfig {
        id: id.to_owned(),
        folder: folder.join(id),
        listen: "127.0.0.1:0".parse().expect("an address"),
        health: None,
        clock_error_ms: 20,
        keep_days: 400,
        limits: LimitsConfig::default(),
        accounts,
    };
    Relay::start(config, None, relay::silent()).await.expect("the relay starts")
}

pub fn config(folder: &Path, party: &str, relays: &[(&str, &str, &Relay)]) -> NodeConfig {
    let relays = relays.iter().map(|(id, host, relay)| NodeRelay {
        id: (*id).to_owned(),
        address: relay.address().to_string(),
        pin: relay.pin().to_string(),
        host: (*host).to_owned(),
        pairing_token: hex::encode(token(party, id, "pairing").0),
        tokens: BTreeMap::from([("LEV".to_owned(), hex::encode(token(party, id, "LEV").0))]),
    });
    NodeConfig {
        party: party.to_owned(),
        status: "EXERCISE".to_owned(),
        station: format!("{party}/WATCH"),
        folder: folder.join(party),
        names: BTreeMap::from([("en".to_owned(), party.to_owned())]),
        clock_error_ms: 20,
        health: None,
        standing_folder: None,
        alarm: Vec::new(),
        store_bytes: None,
        relays: relays.collect(),
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
