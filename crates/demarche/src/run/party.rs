//! `demarche party keys`: founding, renewing, status, and what a ceremony gives the node.

use crate::command::NodeFile;
use crate::command::party::{
    FoundArgs, KeysCommand, MadeArgs, PartyCommand, RegisterArgs, RenewArgs, StatusArgs,
};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::ceremony::{Before, Room, custodian, now_ms, register_of, registered};
use crate::run::custodian::{create, written};
use crate::run::randomness::System;
use crate::run::socket::{ask, document};
use crate::run::table::Passphrases;
use crate::run::{machine, pair_ceremony, speak, table};
use crate::stopped::Stopped;
use custody::{Ceremony, FileKind, Index, Plan, SetId, Status, file, found, health};
use node::api::{Ask, CustodyAsk, CustodyTold, Hex, Told};
use refusal::facts;
use std::path::Path;

/// Ceremonies of root and seal, and what the node has of them.
pub fn run(command: PartyCommand, output: &Output) -> Result<Exit, Stopped> {
    let PartyCommand::Keys(command) = command;
    match command {
        KeysCommand::Found(args) => founded(&args, output),
        KeysCommand::Register(args) => register(&args, output),
        KeysCommand::Renew(args) => renewed(&args, output),
        KeysCommand::Pair(args) => pair_ceremony::run(&args, output),
        KeysCommand::Speak(args) => speak::run(&args, output),
        KeysCommand::Load { file, node } => load(&file, &node, output),
        KeysCommand::Status(args) => status(&args, output),
    }
}

fn founded(args: &FoundArgs, output: &Output) -> Result<Exit, Stopped> {
    let status = Status::parse(&args.status).ok_or_else(|| Stopped::usage("status", &args.status))?;
    line::ids::PartyCode::parse(&args.party).ok_or_else(|| Stopped::usage("party", &args.party))?;
    let set = SetId { party: args.party.clone(), status, generation: 1, version: 1 };
    make(Plan::Found, set, &args.made, &Before { custodians: Vec::new(), used: Vec::new() }, output)
}

/// Of a set that was founded apart: nobody dealt it, so the places are those that stand in it.
fn register(args: &RegisterArgs, output: &Output) -> Result<Exit, Stopped> {
    let mut passphrases = Passphrases::of(&args.table.passphrase)?;
    let shares = table::shares(&args.table.shares, &mut passphrases)?;
    let first = shares.first().ok_or_else(|| Stopped::usage("share", ""))?;
    machine::demand(first.set.status, &machine::lacking(Path::new("/"), &args.out))?;
    let places = first.seal_public.indices();
    if args.custodians.len() > places.len() {
        return Err(Stopped::usage("custodian", &args.custodians[places.len()]));
    }
    let named = places.iter().zip(&args.custodians).map(|(index, text)| custodian(*index, text));
    let register = registered(&shares, named.collect::<Result<_, _>>()?, places)?;
    create(&args.out, &file(FileKind::Register, &register))?;
    written(&args.out, output)
}

/// A new generation has new shares: its places begin at 1 again.
fn renewed(args: &RenewArgs, output: &Output) -> Result<Exit, Stopped> {
    let old = register_of(&args.register)?;
    let set = SetId { generation: old.set.generation + 1, version: 1, ..old.set };
    make(Plan::Renew, set, &args.made, &Before { custodians: Vec::new(), used: Vec::new() }, output)
}

fn make(plan: Plan, set: SetId, made: &MadeArgs, before: &Before, output: &Output) -> Result<Exit, Stopped> {
    let (k, n) = (made.k, made.n);
    // refused before a folder is made
    if k < 2 || k > n || n > custody::MOST {
        return Err(Stopped::refused(&custody::CustodyError::Thresholds { k, n }));
    }
    let places: Vec<Index> = (1..=n).collect();
    let mut room = Room::enter(&made.room, Ceremony::begin(plan, set.clone(), k, places), output)?;
    room.go_on(before, |_| Ok(found(&set, k, n, 1, &mut System).map_err(|e| Stopped::refused(&e))?.shares))
}

fn load(file: &Path, node: &NodeFile, output: &Output) -> Result<Exit, Stopped> {
    let bytes = store::read_bounded(file, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let told = ask(node, &Ask::Custody { about: CustodyAsk::Load { file: Hex(bytes) } })?;
    let loaded = output.phrase("custody-loaded", &facts! { file: file.display().to_string() });
    output.print(&document(&told), &loaded);
    Ok(Exit::Done)
}

fn status(args: &StatusArgs, output: &Output) -> Result<Exit, Stopped> {
    let custody = match (&args.register, &args.config) {
        (Some(register), _) => {
            let register = register_of(register)?;
            CustodyTold::of(&register, &health(&register, now_ms()))
        }
        (None, Some(config)) => {
            let node = NodeFile { config: config.clone() };
            match ask(&node, &Ask::Custody { about: CustodyAsk::Status {} })? {
                Told::Custody(told) => told,
                told => return Err(Stopped::unexpected(&format!("{told:?}"))),
            }
        }
        (None, None) => return Err(Stopped::usage("config", "")),
    };
    output.print(&document(&custody), &words(&custody, output));
    Ok(Exit::Done)
}

fn words(custody: &CustodyTold, output: &Output) -> String {
    let Some(set) = &custody.set else { return output.phrase("custody-none", &facts! {}) };
    let mut told = facts! {
        set: set.as_str(), state: custody.state.as_str(), proved: custody.proved.len(),
        k: u64::from(custody.k), n: custody.n,
    };
    told.insert("due", refusal::Fact::InstantMs(custody.due_ms));
    let mut lines = vec![output.phrase("custody-status", &told)];
    lines.extend(custody.custodians.iter().map(|one| {
        let proved = if custody.proved.contains(&one.place) { "+" } else { "-" };
        format!("  {proved} {}  {}  {}  {}", one.place, one.office, one.appointed_by, one.at)
    }));
    lines.join("\n")
}

const LIMIT: u64 = 1 << 20;
