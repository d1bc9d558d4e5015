//! `demarche custodian`: one custodian with the own share, and the ceremony that changes the set.

use crate::command::custodian::{CustodianCommand, Own};
use crate::command::party::RoomArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::ceremony::{Before, Room, now_ms, register_of};
use crate::run::randomness::System;
use crate::run::table::Passphrases;
use crate::run::{apart, share_sheet, table, typed_sheet};
use crate::stopped::Stopped;
use custody::{
    Ceremony, CustodyError, DrillRecord, FileKind, Index, Paper, Plan, SetId, Share, approve, enrol, file,
    places_for, prove, refresh,
};
use refusal::facts;
use serde_json::json;
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// Proves, approves, prints, checks, enrols.
pub fn run(command: CustodianCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        CustodianCommand::Prove { drill, own, out } => proof(&drill, &own, &out, output),
        CustodianCommand::Approve { approval, own, word, out } => {
            approval_of(&approval, &own, word, &out, output)
        }
        CustodianCommand::Sheet { own, out } => {
            share_sheet::write(&share(&own)?, &out, output)?;
            written(&out, output)
        }
        CustodianCommand::CheckSheet { own, typed, picture } => {
            check(&share(&own)?, typed.as_deref(), picture.as_deref(), output)
        }
        CustodianCommand::Apart(command) => apart::run(command, output),
        CustodianCommand::Enrol { register, shares, leave, join, room } => {
            enrolled(&register, &shares, &leave, join, &room, output)
        }
    }
}

fn share(own: &Own) -> Result<Share, Stopped> {
    table::share(&own.share, &mut Passphrases::of(&own.passphrase)?)
}

fn proof(drill: &Path, own: &Own, out: &Path, output: &Output) -> Result<Exit, Stopped> {
    let drill: DrillRecord = read(FileKind::Drill, drill)?;
    let share = share(own)?;
    if share.set != drill.set {
        return Err(Stopped::refused(&CustodyError::MixedSets {
            index: share.index,
            found: share.set.to_string(),
            expected: drill.set.to_string(),
        }));
    }
    let proof = prove(&share, &drill.nonce, &mut System).map_err(|e| Stopped::refused(&e))?;
    create(out, &file(FileKind::Proof, &proof))?;
    written(out, output)
}

fn approval_of(
    path: &Path,
    own: &Own,
    word: Option<String>,
    out: &Path,
    output: &Output,
) -> Result<Exit, Stopped> {
    let paper: Paper = read(FileKind::Paper, path)?;
    let act = paper.approval.act.word();
    // The text is shown whole before anything is asked; with --json it stands on standard error.
    eprintln!("{}\n\n{}\n", output.phrase("custody-approve-text", &facts! { act: act }), paper.text);
    let word = match word {
        Some(word) => word,
        None => asked(&output.phrase("custody-approve-ask", &facts! { act: act }))?,
    };
    if word.trim() != act {
        return Err(Stopped::usage("word", word.trim()));
    }
    let approved = approve(&share(own)?, &paper.approval, &paper.text, now_ms(), &mut System)
        .map_err(|e| Stopped::refused(&e))?;
    create(out, &file(FileKind::Approved, &approved))?;
    written(out, output)
}

fn asked(question: &str) -> Result<String, Stopped> {
    eprintln!("{question}");
    let mut line = String::new();
    let terminal = PathBuf::from("/dev/stdin");
    std::io::stdin().lock().read_line(&mut line).map_err(|e| Stopped::file(&terminal, &e))?;
    Ok(line)
}

fn check(
    share: &Share,
    typed: Option<&Path>,
    picture: Option<&Path>,
    output: &Output,
) -> Result<Exit, Stopped> {
    match (typed, picture) {
        (Some(path), _) => typed_sheet::file(share, path)?,
        (None, Some(path)) => typed_sheet::picture(share, path)?,
        (None, None) => typed_sheet::terminal(share)?,
    }
    let told = facts! { place: u64::from(share.index), set: share.set.to_string() };
    let document = json!({ "place": share.index, "set": share.set.to_string(), "right": true });
    output.print(&document, &output.phrase("custody-sheet-right", &told));
    Ok(Exit::Done)
}

fn enrolled(
    register: &Path,
    paths: &[PathBuf],
    leave: &[Index],
    join: u16,
    room: &RoomArgs,
    output: &Output,
) -> Result<Exit, Stopped> {
    let old = register_of(register)?;
    let there = old.seal_public.indices();
    if let Some(index) = leave.iter().find(|index| !there.contains(index)) {
        return Err(Stopped::refused(&CustodyError::NoSuchIndex { index: *index }));
    }
    let newcomers = places_for(join, &old.used, &there);
    let stay: Vec<Index> = there.into_iter().filter(|index| !leave.contains(index)).collect();
    let places: Vec<Index> = stay.iter().chain(&newcomers).copied().collect();
    let (k, n) = (old.seal_public.k, u16::try_from(places.len()).unwrap_or(u16::MAX));
    if n < k || n > custody::MOST {
        return Err(Stopped::refused(&CustodyError::Thresholds { k, n }));
    }
    let set = SetId { version: old.set.version + 1, ..old.set.clone() };
    let before = Before { custodians: old.custodians.clone(), used: old.used.clone() };
    let mut room = Room::enter(room, Ceremony::begin(Plan::Reshare, set, k, places), output)?;
    room.go_on(&before, |room| {
        let shares = room.open(paths)?;
        reshared(&old, &shares, &stay, &newcomers).map_err(|e| Stopped::refused(&e))
    })
}

/// New shares for all who stay and all newcomers.
fn reshared(
    old: &custody::Register,
    shares: &[Share],
    stay: &[Index],
    newcomers: &[Index],
) -> Result<Vec<Share>, CustodyError> {
    if let Some(other) = shares.iter().find(|share| share.set != old.set) {
        let (found, expected) = (other.set.to_string(), old.set.to_string());
        return Err(CustodyError::MixedSets { index: other.index, found, expected });
    }
    let staying: Vec<Share> = shares.iter().filter(|share| stay.contains(&share.index)).cloned().collect();
    if let Some(index) = stay.iter().find(|index| !staying.iter().any(|share| share.index == **index)) {
        return Err(CustodyError::NoSuchIndex { index: *index });
    }
    let joined =
        if newcomers.is_empty() { Vec::new() } else { enrol(shares, &old.used, newcomers, &mut System)? };
    refresh(&staying, &joined, &mut System)
}

/// Reads a file of a kind.
pub fn read<T>(kind: FileKind, path: &Path) -> Result<T, Stopped>
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>,
{
    let bytes = store::read_bounded(path, LIMIT).map_err(|e| Stopped::refused(&e))?;
    custody::read(kind, &bytes).map_err(|e| Stopped::refused(&e))
}

/// Writes a new private file.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Stopped> {
    store::create_private(path, bytes).map_err(|e| Stopped::refused(&e))
}

/// Says what was written.
pub fn written(path: &Path, output: &Output) -> Result<Exit, Stopped> {
    let name = path.display().to_string();
    output
        .print(&json!({ "file": name }), &output.phrase("custody-written", &facts! { file: name.as_str() }));
    Ok(Exit::Done)
}

const LIMIT: u64 = 4 << 20;
