//! `demarche party keys speak`: k custodians open the pair records and put the party's word on acts that the node prepared.

use crate::command::party::SpeakArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::ceremony::register_of;
use crate::run::custodian::{create, read, written};
use crate::run::machine;
use crate::run::pair_ceremony::whole;
use crate::stopped::Stopped;
use custody::{FileKind, Secret32, Waiting, Word, act_mac, file};
use line::cbor;
use line::pairing::Paired;
use std::path::Path;
use store::BackupSecret;

/// Speaks on every act of the file.
pub fn run(args: &SpeakArgs, output: &Output) -> Result<Exit, Stopped> {
    let register = register_of(&args.register)?;
    let folder = args.out.parent().unwrap_or(Path::new("."));
    machine::demand(register.set.status, &machine::lacking(Path::new("/"), folder))?;
    let acts: Vec<Waiting> = read(FileKind::Acts, &args.file)?;
    let derived = whole(&args.table, &register)?;
    let secret = BackupSecret::of_seed(derived.backup_seed.bytes()).map_err(|e| Stopped::refused(&e))?;
    let mut words = Vec::new();
    for waiting in acts {
        let opened = secret.open(&args.file, &waiting.record).map_err(|e| Stopped::refused(&e))?;
        let paired: Paired = cbor::decode(&opened)
            .map_err(|e| Stopped::file(&args.file, &std::io::Error::other(e.to_string())))?;
        let ours = waiting.act.party == register.set.party && waiting.act.status == register.set.status;
        if !ours || paired.peer.party.as_str() != waiting.peer {
            return Err(Stopped::usage("acts", &waiting.peer));
        }
        let key = Secret32::new(*paired.roots.governance_own.bytes());
        let mac = act_mac(&key, &waiting.act);
        words.push(Word { peer: waiting.peer, act: waiting.act, mac });
    }
    create(&args.out, &file(FileKind::Words, &words))?;
    written(&args.out, output)
}
