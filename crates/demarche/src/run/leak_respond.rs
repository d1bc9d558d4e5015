//! `demarche leak pouch|enter|respond`: rolls one compartment over and leaves the rest as it is.
//!
//! I1 no other compartment is asked for anything but its state. I2 what stands in the compartment stays. I3 whatever would
//! refuse the answer to a leak is found before anything is changed: roster first, then keys.

use crate::command::NodeFile;
use crate::command::leak::{LeakCommand, RespondArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::custodian::{create, written};
use crate::run::pair_ceremony::courier;
use crate::run::randomness::random;
use crate::run::socket::{ask, document};
use crate::run::succession::LEAST_TO_RELEASE;
use crate::stopped::Stopped;
use node::api::{Ask, CourierSecretTold, Hex, OfficerTold, Told};
use refusal::facts;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Does the command.
pub fn run(command: LeakCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        LeakCommand::Pouch { file } => {
            create(&file, Zeroizing::new(random::<32>()).as_slice())?;
            written(&file, output)
        }
        LeakCommand::Enter { file, compartment, node } => enter(&file, compartment, &node, output),
        LeakCommand::Respond(args) => respond(&args, output),
    }
}

fn enter(file: &Path, compartment: String, node: &NodeFile, output: &Output) -> Result<Exit, Stopped> {
    let secret = Hex(courier(file)?.bytes().to_vec());
    let told = ask(node, &Ask::CourierSecret { compartment: compartment.clone(), secret })?;
    let Told::CourierSecret { id } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let facts = facts! { compartment: compartment, id: hex::encode(&id.0) };
    output.print(&document(&told), &output.phrase("leak-entered", &facts));
    Ok(Exit::Done)
}

fn respond(args: &RespondArgs, output: &Output) -> Result<Exit, Stopped> {
    let before = states(args)?;
    let from = before.get(&args.compartment);
    let from = from.ok_or_else(|| Stopped::usage("compartment", &args.compartment))?.clone();
    let secrets = going_in(args, &from.secrets)?;
    let stood_down = stand_down(args)?;
    let compartment = args.compartment.clone();
    if args.refound {
        ask(&args.node, &Ask::Reform { compartment, writers: args.writers.clone(), why: "LEAK".to_owned() })?;
    } else {
        ask(&args.node, &Ask::Rotate { compartment, courier_secrets: secrets.clone() })?;
    }
    let until = Instant::now() + Duration::from_secs(args.timeout);
    let at = |states: &BTreeMap<String, State>| states.get(&args.compartment).map(|state| state.at);
    let mut after = states(args)?;
    while at(&after) == Some(from.at) && Instant::now() < until {
        std::thread::sleep(LOOKS_EVERY);
        after = states(args)?;
    }
    let to = at(&after).unwrap_or(from.at);
    let others: BTreeMap<&String, Value> = before
        .iter()
        .filter(|(code, _)| **code != args.compartment)
        .map(|(code, was)| (code, json!({ "before": was.at, "after": after.get(code).map(|now| now.at) })))
        .collect();
    let same = |code: &String, was: &State| after.get(code).map(|now| now.at) == Some(was.at);
    let untouched = before.iter().all(|(code, was)| *code == args.compartment || same(code, was));
    let document = json!({
        "compartment": args.compartment,
        "rolled_over": to != from.at,
        "from": { "term": from.at.0, "epoch": from.at.1 },
        "to": { "term": to.0, "epoch": to.1 },
        "courier_secrets": secrets,
        "stood_down": stood_down,
        "others": others,
        "others_untouched": untouched,
    });
    let key = if to == from.at { "leak-respond-waits" } else { "leak-respond-rolled" };
    let facts = facts! {
        compartment: args.compartment.clone(), from: format!("{}.{}", from.at.0, from.at.1), to: format!("{}.{}", to.0, to.1),
        others: others.keys().map(|code| (*code).clone()).collect::<Vec<_>>().join(" ")
    };
    let mut lines = vec![output.phrase(key, &facts)];
    lines.extend(
        secrets.iter().map(|id| output.phrase("leak-respond-secret", &facts! { id: hex::encode(&id.0) })),
    );
    if !args.readers.is_empty() {
        let said = facts! { readers: args.readers.join(" "), officers: stood_down.join(" ") };
        lines.push(output.phrase("leak-respond-readers", &said));
    }
    lines.push(output.phrase("leak-respond-next", &facts! {}));
    output.print(&document, &lines.join("\n"));
    Ok(if to == from.at { Exit::NotInTime } else { Exit::Done })
}

/// Secrets that every voter has entered; one that somebody lacks is a refusal, unless the caller goes without.
fn going_in(args: &RespondArgs, entered: &[CourierSecretTold]) -> Result<Vec<Hex>, Stopped> {
    if args.refound {
        return Ok(Vec::new());
    }
    let lacking = entered.iter().find(|secret| !secret.without.is_empty());
    if let Some(secret) = lacking.filter(|_| !args.without_pouch) {
        return Err(Stopped::pouch_not_opened(&hex::encode(&secret.id.0), &secret.without));
    }
    let whole = entered.iter().filter(|secret| secret.without.is_empty());
    Ok(whole.map(|secret| secret.id.clone()).collect())
}

/// Everybody but the named readers loses their roles in the compartment; gives who did.
fn stand_down(args: &RespondArgs) -> Result<Vec<String>, Stopped> {
    if args.readers.is_empty() {
        return Ok(Vec::new());
    }
    let told = ask(&args.node, &Ask::OfficerList {})?;
    let Told::Officers { officers } = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let has_role = |officer: &&OfficerTold| {
        !officer.left && officer.roles.get(&args.compartment).is_some_and(|roles| !roles.is_empty())
    };
    let here: Vec<&OfficerTold> = officers.iter().filter(has_role).collect();
    let stays = |person: &String| args.readers.contains(person);
    if let Some(unknown) =
        args.readers.iter().find(|reader| here.iter().all(|officer| officer.person != **reader))
    {
        return Err(Stopped::usage("readers", unknown));
    }
    if args.readers.len() < LEAST_TO_RELEASE {
        let left = args.readers.len().to_string();
        return Err(Stopped::succession("E-DEM-055", &args.compartment, &left));
    }
    let goes: Vec<String> =
        here.iter().map(|officer| officer.person.clone()).filter(|person| !stays(person)).collect();
    for person in &goes {
        let roles = [(args.compartment.clone(), Vec::new())].into();
        ask(&args.node, &Ask::OfficerAdd { person: person.clone(), public_key: None, roles })?;
    }
    Ok(goes)
}

/// Where a compartment stands.
#[derive(Clone)]
struct State {
    /// Term and epoch.
    at: (u64, u64),
    /// Secrets that were entered and wait.
    secrets: Vec<CourierSecretTold>,
}

/// Every compartment of the node.
fn states(args: &RespondArgs) -> Result<BTreeMap<String, State>, Stopped> {
    let told = ask(&args.node, &Ask::Status {})?;
    let Told::Status(party) = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let mut states = BTreeMap::new();
    for here in &party.compartments {
        let told = ask(&args.node, &Ask::Compartment { compartment: here.code.clone() })?;
        let Told::Compartment(found) = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
        let state = State { at: (u64::from(found.term), found.epoch), secrets: found.courier_secrets };
        states.insert(here.code.clone(), state);
    }
    Ok(states)
}

const LOOKS_EVERY: Duration = Duration::from_millis(200);
