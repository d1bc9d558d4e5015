//! `demarche party keys pair`: pairing of a party whose identity is in custody (line.md section 2).
//!
//! I1 what waits between two files is sealed to the party's own backup key: k custodians open it again. I2 the node's file
//! holds neither our governance key nor anything from which it could be made; the pair record does, sealed.

use crate::command::party::PairArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::ceremony::register_of;
use crate::run::custodian::create;
use crate::run::randomness::random;
use crate::run::table::Passphrases;
use crate::run::{kem, machine, table};
use crate::stopped::Stopped;
use custody::{Derived, Register};
use line::armour::{File, FileKind};
use line::cbor;
use line::pairing::{Exchange, Identity, Invitation, Paired, Step};
use line::secret::Secret;
use node::PairFile;
use refusal::facts;
use serde_json::json;
use std::path::{Path, PathBuf};
use store::{BackupKey, BackupSecret};

/// Takes the other side's file one step further.
pub fn run(args: &PairArgs, output: &Output) -> Result<Exit, Stopped> {
    let register = register_of(&args.register)?;
    let lacking = machine::lacking(Path::new("/"), &args.folder);
    machine::demand(register.set.status, &lacking)?;
    store::create_folder(&args.folder).map_err(|e| Stopped::refused(&e))?;
    let derived = whole(&args.table, &register)?;
    let identity = kem::identity(&register.set, &derived.kem_seed)
        .ok_or_else(|| Stopped::usage("register", &register.set.to_string()))?;
    let secret = BackupSecret::of_seed(derived.backup_seed.bytes()).map_err(|e| Stopped::refused(&e))?;
    let bytes = store::read_bounded(&args.file, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let refused = |e: line::refused::Refused| Stopped::refused(&e);
    let kind = File::read(&bytes).map_err(refused)?.kind;
    let (exchange, paired) = match kind {
        FileKind::Invitation | FileKind::PairingReply => (begin(args, &identity, &bytes, kind)?, None),
        _ => {
            let id = Exchange::id_in(&bytes, identity.status).map_err(refused)?;
            let mut exchange = waiting(&args.folder, &id, &secret)?;
            let (Step::PairedGive(paired) | Step::Paired(paired)) =
                exchange.receive(&identity, &bytes).map_err(refused)?;
            let gives = identity.party > exchange.peer.party;
            (exchange, Some((paired, gives)))
        }
    };
    let told = Finished { exchange: &exchange, paired, generation: register.set.generation };
    finish(args, &told, secret.public(), &lacking, output)
}

/// Root, seal of the table: what comes of the root, after it was made whole and compared.
pub fn whole(table: &crate::command::custodian::Table, register: &Register) -> Result<Derived, Stopped> {
    let shares = table::shares(&table.shares, &mut Passphrases::of(&table.passphrase)?)?;
    let refused = |e: custody::CustodyError| Stopped::refused(&e);
    let root = custody::whole_root(&shares).map_err(refused)?;
    let set = &shares[0].set;
    if *set != register.set {
        let (found, expected) = (set.to_string(), register.set.to_string());
        return Err(refused(custody::CustodyError::MixedSets { index: shares[0].index, found, expected }));
    }
    Ok(custody::derived(&root, set))
}

fn begin(args: &PairArgs, identity: &Identity, bytes: &[u8], kind: FileKind) -> Result<Exchange, Stopped> {
    let refused = |e: line::refused::Refused| Stopped::refused(&e);
    let own = store::read_bounded(&args.own, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let own = Invitation::read(&own, identity.status).map_err(refused)?;
    if own.kem_public.as_slice() != identity.kem_public() {
        return Err(Stopped::usage("own", &args.own.display().to_string()));
    }
    let typed = args.fingerprint.as_deref().ok_or_else(|| Stopped::usage("fingerprint", ""))?;
    let courier = args.courier.as_deref().map(courier).transpose()?;
    let exchange = if kind == FileKind::Invitation {
        let theirs = Invitation::read(bytes, identity.status).map_err(refused)?;
        Exchange::reply(identity, &own, &theirs, typed, courier, random())
    } else {
        Exchange::confirm(identity, &own, bytes, typed, courier, random())
    };
    exchange.map_err(refused)
}

/// The secret that a courier carried.
pub fn courier(path: &Path) -> Result<Secret, Stopped> {
    let bytes = store::read_bounded(path, 64).map_err(|e| Stopped::refused(&e))?;
    let bytes =
        <[u8; 32]>::try_from(bytes).map_err(|_| Stopped::usage("courier", &path.display().to_string()))?;
    Ok(Secret::new(bytes))
}

fn waiting(folder: &Path, id: &[u8; 32], secret: &BackupSecret) -> Result<Exchange, Stopped> {
    let path = waiting_path(folder, id);
    let sealed = store::read_bounded(&path, LIMIT).map_err(|e| Stopped::refused(&e))?;
    let opened = secret.open(&path, &sealed).map_err(|e| Stopped::refused(&e))?;
    cbor::decode(&opened).map_err(|e| Stopped::file(&path, &std::io::Error::other(e.to_string())))
}

fn waiting_path(folder: &Path, id: &[u8; 32]) -> PathBuf {
    folder.join(format!("pairing-{}.sealed", hex::encode(&id[..8])))
}

/// What one file has led to.
struct Finished<'a> {
    exchange: &'a Exchange,
    /// The pair, and whether a last file goes to the other side.
    paired: Option<(Paired, bool)>,
    generation: u32,
}

fn finish(
    args: &PairArgs,
    told: &Finished<'_>,
    key: &BackupKey,
    lacking: &[String],
    output: &Output,
) -> Result<Exit, Stopped> {
    let Finished { exchange, paired, generation } = told;
    let party = exchange.peer.party.to_string();
    let path = waiting_path(&args.folder, &exchange.id);
    let sealed = key.seal(&path, &cbor::encode(*exchange)).map_err(|e| Stopped::refused(&e))?;
    store::write_atomically(&path, &sealed, 0o600).map_err(|e| Stopped::refused(&e))?;
    let gives = paired.as_ref().is_none_or(|(_, gives)| *gives);
    let give =
        args.folder.join(format!("to-{party}-{}.pairing", if paired.is_some() { "close" } else { "next" }));
    if gives {
        store::write_atomically(&give, &exchange.out, 0o600).map_err(|e| Stopped::refused(&e))?;
    }
    let node = match paired {
        Some((paired, _)) => {
            let record = key.seal(&path, &cbor::encode(paired)).map_err(|e| Stopped::refused(&e))?;
            let place = args.folder.join(format!("{party}.pair"));
            create(
                &place,
                &custody::file(custody::FileKind::Pair, &PairFile::of(paired, record, *generation)),
            )?;
            Some(place.display().to_string())
        }
        None => None,
    };
    let give = gives.then(|| give.display().to_string());
    let state = if node.is_some() { "PAIRED" } else { "WAITING" };
    let document = json!({
        "party": party, "state": state, "give": give, "node": node, "waiting": path.display().to_string(),
        "lacking": lacking,
    });
    let mut lines = vec![output.phrase("custody-room", &facts! {})];
    if let Some(give) = &give {
        lines
            .push(output.phrase("custody-pair-give", &facts! { file: give.as_str(), party: party.as_str() }));
    }
    if let Some(node) = &node {
        lines
            .push(output.phrase("custody-pair-node", &facts! { file: node.as_str(), party: party.as_str() }));
    }
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}

const LIMIT: u64 = 1 << 20;
