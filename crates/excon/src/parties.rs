//! The parties of a play: nodes with their settings, paired each with each, officers, compartments founded.

use crate::desk::{Desk, PATIENCE, until};
use crate::error::ExconError;
use crate::relays::PlayedRelay;
use exercise::scenario::Scenario;
use line::config::Planted;
use node::api::{Ask, Hex, PairTold, Told};
use node::{Hooks, NodeConfig, NodeRelay};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;

/// Desks by party code.
pub type Desks = BTreeMap<String, Desk>;

/// The desk of a party.
pub fn desk_of<'a>(desks: &'a Desks, party: &str) -> Result<&'a Desk, ExconError> {
    desks.get(party).ok_or_else(|| ExconError::NoSuchParty { party: party.to_owned() })
}

/// Starts a node a party.
pub async fn start(
    scenario: &Scenario,
    folder: &Path,
    relays: &BTreeMap<String, PlayedRelay>,
    (skew_ms, planted): (i64, Planted),
) -> Result<Desks, ExconError> {
    let mut desks = Desks::new();
    for party in &scenario.party {
        let mut hooks = Hooks::default();
        hooks.planted = planted;
        hooks.skew.set_ms(skew_ms);
        let config = NodeConfig {
            party: party.code.clone(),
            status: scenario.status.clone(),
            station: party.station.clone(),
            folder: folder.join(party.code.to_lowercase()),
            names: BTreeMap::from([(party.language.clone(), party.name.clone())]),
            clock_error_ms: 50,
            health: None,
            console: Some(free_port()?),
            standing_folder: None,
            alarm: Vec::new(),
            store_bytes: None,
            direct: None,
            relays: relays.iter().map(|(id, relay)| known(&party.code, id, relay)).collect(),
        };
        let settings = config.clone();
        desks.insert(party.code.clone(), Desk::open(&party.code, &party.language, config, hooks).await?);
        // Every command works on the nodes of a running demo.
        settings.keep().map_err(|e| ExconError::of(&e))?;
    }
    Ok(desks)
}

/// A loopback port that is free now: the console keeps it when its node goes off and on.
fn free_port() -> Result<SocketAddr, ExconError> {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    free.map_err(|why| ExconError::NotInTime { what: format!("a free port: {why}") })
}

fn known(party: &str, id: &str, relay: &PlayedRelay) -> NodeRelay {
    let token = |code: &str| {
        relay.tokens.get(&(party.to_owned(), code.to_owned())).map(hex::encode).unwrap_or_default()
    };
    let codes: BTreeSet<&String> = relay.tokens.keys().map(|(_, code)| code).collect();
    NodeRelay {
        id: id.to_owned(),
        address: relay.address.to_string(),
        pin: relay.pin.to_string(),
        host: relay.host.clone(),
        pairing_token: token(""),
        tokens: codes.into_iter().filter(|c| !c.is_empty()).map(|c| (c.clone(), token(c))).collect(),
    }
}

/// Pairs each with each: four files a pair, fingerprints typed as heard.
pub async fn pair(desks: &Desks) -> Result<usize, ExconError> {
    let mut pairs = 0;
    let codes: Vec<&String> = desks.keys().collect();
    for (i, first) in codes.iter().enumerate() {
        for second in &codes[i + 1..] {
            // The lower code's invitation goes first (line.md section 2).
            let (a, b) = (&desks[*first], &desks[*second]);
            let (file, heard_of_a) = invitation(a).await?;
            let (_, heard_of_b) = invitation(b).await?;
            let reply = take(b, file, Some(heard_of_a)).await?;
            let confirm = take(a, reply, Some(heard_of_b)).await?;
            let close = take(b, confirm, None).await?;
            told(a, close, None).await?;
            pairs += 1;
        }
    }
    Ok(pairs)
}

async fn invitation(desk: &Desk) -> Result<(Hex, String), ExconError> {
    match desk.ask(Ask::Invite {}).await? {
        Told::Invitation { file, fingerprint } => Ok((file, fingerprint)),
        other => Err(ExconError::NotInTime { what: format!("{other:?}") }),
    }
}

async fn take(desk: &Desk, file: Hex, typed: Option<String>) -> Result<Hex, ExconError> {
    let pair = told(desk, file, typed).await?;
    pair.give.ok_or_else(|| ExconError::NotInTime { what: format!("the next file of {}", desk.code) })
}

async fn told(desk: &Desk, file: Hex, typed: Option<String>) -> Result<PairTold, ExconError> {
    match desk.ask(Ask::Pair { file, typed, courier: None }).await? {
        Told::Pairing(pair) => Ok(pair),
        other => Err(ExconError::NotInTime { what: format!("{other:?}") }),
    }
}

/// Waits until every member runs the compartment.
pub async fn await_compartment(desks: &Desks, code: &str, members: &[String]) -> Result<(), ExconError> {
    for member in members {
        let desk = desk_of(desks, member)?;
        let runs = until(PATIENCE, async || {
            let Told::Status(status) = desk.ask(Ask::Status {}).await? else { return Ok(None) };
            Ok(status.compartments.iter().any(|c| c.code == code).then_some(()))
        });
        if runs.await?.is_none() {
            let under_way = desk.ask(Ask::Foundings {}).await?;
            return Err(ExconError::NotInTime { what: format!("{code} at {member}: {under_way:?}") });
        }
    }
    Ok(())
}
