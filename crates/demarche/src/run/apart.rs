//! `demarche custodian apart`: a set is founded by files, and no machine holds more than one share.
//!
//! I1 what is held between the rounds lies under a passphrase, and is removed when the share stands. I2 second files go out
//! only after the digits of all first files were typed as another custodian read them.

use crate::command::apart::{ApartCommand, BeginArgs, GiveArgs, Kept, TakeArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::custodian::{create, read};
use crate::run::randomness::{System, random};
use crate::run::table::{Passphrases, work};
use crate::run::{machine, passphrase_file, share_sheet};
use crate::stopped::Stopped;
use custody::apart::{First, Held, Seat, Second, begin, compared, give, take};
use custody::{CustodyError, FileKind, Secret32, SetId, Status, file};
use line::fingerprint;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use refusal::facts;
use serde_json::json;
use std::path::Path;
use store::{BackupKey, BackupSecret};
use zeroize::Zeroizing;

/// A second file on its way: sealed to the transport key of the one it is for.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct Sealed {
    #[n(0)]
    from: u16,
    #[n(1)]
    to: u16,
    #[n(2)]
    sealed: ByteVec,
}

/// Does one of the three.
pub fn run(command: ApartCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        ApartCommand::Begin(args) => begun(&args, output),
        ApartCommand::Give(args) => given(&args, output),
        ApartCommand::Take(args) => taken(&args, output),
    }
}

fn begun(args: &BeginArgs, output: &Output) -> Result<Exit, Stopped> {
    let status = Status::parse(&args.status).ok_or_else(|| Stopped::usage("status", &args.status))?;
    line::ids::PartyCode::parse(&args.party).ok_or_else(|| Stopped::usage("party", &args.party))?;
    let folder = &args.kept.folder;
    machine::demand(status, &machine::lacking(Path::new("/"), folder))?;
    let set = SetId { party: args.party.clone(), status, generation: args.generation, version: 1 };
    let seat = Seat { set, k: args.k, n: args.n, index: args.place };
    let seed = Secret32::new(random());
    let transport = transport(&seed)?.public().0.clone();
    let (held, first) = begin(seat, seed, transport, &mut System).map_err(refused)?;
    store::create_folder(folder).map_err(|e| Stopped::refused(&e))?;
    let shown = output.phrase("custody-passphrase-shown", &facts! {});
    let passphrase = Passphrases::of(&args.kept.passphrase)?.made(args.place, &shown)?;
    passphrase_file::create(&folder.join(HELD), &held.encode(), &passphrase, work(status))?;
    let path = folder.join(format!("first-{}", args.place));
    create(&path, &file(FileKind::First, &first))?;
    let name = path.display().to_string();
    let document = json!({ "set": held.seat.set.to_string(), "place": args.place, "give": name });
    output.print(
        &document,
        &output.phrase("apart-begun", &facts! { file: name.as_str(), n: u64::from(args.n) }),
    );
    Ok(Exit::Done)
}

fn given(args: &GiveArgs, output: &Output) -> Result<Exit, Stopped> {
    let (held, passphrase) = held(&args.kept)?;
    let firsts =
        args.files.iter().map(|path| read::<First>(FileKind::First, path)).collect::<Result<Vec<_>, _>>()?;
    let digits = fingerprint::digits(&compared(&held, &firsts).map_err(refused)?);
    let Some(typed) = &args.compared else {
        let document = json!({ "digits": digits, "give": [] });
        output.print(&document, &output.phrase("apart-compare", &facts! { digits: digits.as_str() }));
        return Ok(Exit::NotInTime);
    };
    if !fingerprint::typed_is(typed, &digits) {
        return Err(Stopped::usage("compared", typed));
    }
    if held.given() {
        return Err(refused(CustodyError::WrongStep { next: "TAKE".to_owned(), asked: "GIVE".to_owned() }));
    }
    let (next, seconds) = give(&held, &firsts).map_err(refused)?;
    let mut sealed = Vec::new();
    for second in &seconds {
        let first = firsts.iter().find(|first| first.seat.index == second.to);
        let first = first.ok_or_else(|| refused(CustodyError::NoSuchIndex { index: second.to }))?;
        sealed.push((second.to, sealed_to(first, second, &args.kept.folder)?));
    }
    let path = args.kept.folder.join(HELD);
    passphrase_file::replace(&path, &next.encode(), &passphrase, work(next.seat.set.status))?;
    let mut names = Vec::new();
    for (to, bytes) in sealed {
        let path = args.kept.folder.join(format!("second-{}-to-{to}", held.seat.index));
        create(&path, &bytes)?;
        names.push(path.display().to_string());
    }
    let count = names.len();
    output.print(
        &json!({ "digits": digits, "give": names }),
        &output.phrase("apart-given", &facts! { count: count }),
    );
    Ok(Exit::Done)
}

fn taken(args: &TakeArgs, output: &Output) -> Result<Exit, Stopped> {
    let (held, passphrase) = held(&args.kept)?;
    let own = transport(&held.transport)?;
    let mut seconds = Vec::new();
    for path in &args.files {
        let sealed: Sealed = read(FileKind::Second, path)?;
        if sealed.to != held.seat.index {
            return Err(refused(CustodyError::NoSuchIndex { index: sealed.to }));
        }
        let bytes = own.open(path, &sealed.sealed).map_err(|e| Stopped::refused(&e))?;
        seconds.push(custody::read::<Second>(FileKind::Second, &bytes).map_err(refused)?);
    }
    let share = take(&held, &seconds).map_err(refused)?;
    let folder = &args.kept.folder;
    let path = folder.join(format!("{}.share", share.index));
    passphrase_file::create(&path, &share.encode(), &passphrase, work(share.set.status))?;
    share_sheet::write(&share, &folder.join("sheets"), output)?;
    let held_path = folder.join(HELD);
    std::fs::remove_file(&held_path).map_err(|e| Stopped::file(&held_path, &e))?;
    let name = path.display().to_string();
    let document = json!({ "set": share.set.to_string(), "place": share.index, "share": name });
    let told = facts! { file: name.as_str(), set: share.set.to_string(), k: u64::from(share.k()) };
    output.print(&document, &output.phrase("apart-taken", &told));
    Ok(Exit::Done)
}

fn sealed_to(first: &First, second: &Second, folder: &Path) -> Result<Vec<u8>, Stopped> {
    let plain = Zeroizing::new(file(FileKind::Second, second));
    let transport = BackupKey(first.transport.to_vec());
    let sealed = transport.seal(folder, &plain).map_err(|e| Stopped::refused(&e))?;
    let sealed = Sealed { from: second.seat.index, to: second.to, sealed: sealed.into() };
    Ok(file(FileKind::Second, &sealed))
}

fn transport(seed: &Secret32) -> Result<BackupSecret, Stopped> {
    BackupSecret::of_seed(seed.bytes()).map_err(|e| Stopped::refused(&e))
}

fn held(kept: &Kept) -> Result<(Held, Zeroizing<String>), Stopped> {
    let path = kept.folder.join(HELD);
    let passphrase = Passphrases::of(&kept.passphrase)?.existing(&path)?;
    let held = Held::decode(&passphrase_file::open(&path, &passphrase)?).map_err(refused)?;
    Ok((held, passphrase))
}

fn refused(error: CustodyError) -> Stopped {
    Stopped::refused(&error)
}

const HELD: &str = "held";
