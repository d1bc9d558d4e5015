//! `demarche drill`: the node asks, custodians prove, the node keeps what it saw.

use crate::command::drill::DrillCommand;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::custodian::{create, written};
use crate::run::socket::{ask, document};
use crate::stopped::Stopped;
use node::api::{Ask, CustodyAsk, DrilledTold, FileTold, Hex, Told};
use refusal::facts;

/// Starts a drill, takes answers.
pub fn run(command: DrillCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        DrillCommand::Start { node, out } => {
            match ask(&node, &Ask::Custody { about: CustodyAsk::DrillStart {} })? {
                Told::CustodyFile(FileTold { file }) => create(&out, &file.0)?,
                told => return Err(Stopped::unexpected(&format!("{told:?}"))),
            }
            written(&out, output)
        }
        DrillCommand::Record { proofs, node } => {
            let read = |path| store::read_bounded(path, LIMIT).map(Hex).map_err(|e| Stopped::refused(&e));
            let proofs = proofs.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
            let told = ask(&node, &Ask::Custody { about: CustodyAsk::DrillRecord { proofs } })?;
            let Told::Drilled(DrilledTold { proved, wrong, state }) = &told else {
                return Err(Stopped::unexpected(&format!("{told:?}")));
            };
            let list = |all: &[u16]| refusal::Fact::List(all.iter().map(u16::to_string).collect());
            let mut said = facts! { state: state.as_str() };
            said.insert("proved", list(proved));
            said.insert("wrong", list(wrong));
            let key = if wrong.is_empty() { "custody-drilled" } else { "custody-drilled-wrong" };
            output.print(&document(&told), &output.phrase(key, &said));
            Ok(if wrong.is_empty() { Exit::Done } else { Exit::Negative })
        }
    }
}

const LIMIT: u64 = 64 * 1024;
