//! `demarche leak respond`: rolls one compartment over and leaves the rest as it is.
//!
//! I1 no other compartment is asked for anything but its state. I2 what stands in the compartment stays: the command
//! compares the script fingerprint's entries before and after.

use crate::command::leak::{LeakCommand, RespondArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::ask;
use crate::stopped::Stopped;
use node::api::{Ask, Told};
use refusal::facts;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Does the command.
pub fn run(command: LeakCommand, output: &Output) -> Result<Exit, Stopped> {
    let LeakCommand::Respond(args) = command;
    respond(&args, output)
}

fn respond(args: &RespondArgs, output: &Output) -> Result<Exit, Stopped> {
    let before = epochs(args)?;
    let from =
        *before.get(&args.compartment).ok_or_else(|| Stopped::usage("compartment", &args.compartment))?;
    let compartment = args.compartment.clone();
    if args.refound {
        ask(&args.node, &Ask::Reform { compartment, writers: args.writers.clone(), why: "LEAK".to_owned() })?;
    } else {
        ask(&args.node, &Ask::Rotate { compartment })?;
    }
    let until = Instant::now() + Duration::from_secs(args.timeout);
    let mut after = epochs(args)?;
    while after.get(&args.compartment) == Some(&from) && Instant::now() < until {
        std::thread::sleep(LOOKS_EVERY);
        after = epochs(args)?;
    }
    let to = after.get(&args.compartment).copied().unwrap_or(from);
    let others: BTreeMap<&String, Value> = before
        .iter()
        .filter(|(code, _)| **code != args.compartment)
        .map(|(code, was)| (code, json!({ "before": was, "after": after.get(code) })))
        .collect();
    let untouched =
        before.iter().all(|(code, was)| *code == args.compartment || after.get(code) == Some(was));
    let document = json!({
        "compartment": args.compartment,
        "rolled_over": to != from,
        "from": { "term": from.0, "epoch": from.1 },
        "to": { "term": to.0, "epoch": to.1 },
        "others": others,
        "others_untouched": untouched,
    });
    let key = if to == from { "leak-respond-waits" } else { "leak-respond-rolled" };
    let facts = facts! {
        compartment: args.compartment.clone(), from: format!("{}.{}", from.0, from.1), to: format!("{}.{}", to.0, to.1),
        others: others.keys().map(|code| (*code).clone()).collect::<Vec<_>>().join(" ")
    };
    let lines = [output.phrase(key, &facts), output.phrase("leak-respond-next", &facts! {})];
    output.print(&document, &lines.join("\n"));
    Ok(if to == from { Exit::NotInTime } else { Exit::Done })
}

/// Term and epoch of every compartment of the node.
fn epochs(args: &RespondArgs) -> Result<BTreeMap<String, (u64, u64)>, Stopped> {
    let told = ask(&args.node, &Ask::Status {})?;
    let Told::Status(party) = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let mut epochs = BTreeMap::new();
    for here in &party.compartments {
        let told = ask(&args.node, &Ask::Compartment { compartment: here.code.clone() })?;
        let Told::Compartment(found) = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
        epochs.insert(here.code.clone(), (u64::from(found.term), found.epoch));
    }
    Ok(epochs)
}

const LOOKS_EVERY: Duration = Duration::from_millis(200);
