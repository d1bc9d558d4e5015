//! `demarche compartment close|hold`: closing is harder than keeping, and nothing is deleted.

use crate::command::succession::Where;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::dormancy::{approvals, put_before};
use crate::run::socket::{ask, document};
use crate::run::succession;
use crate::stopped::Stopped;
use node::api::{Ask, CustodyAsk, Told, WordsTold};
use refusal::{Fact, facts};
use std::path::{Path, PathBuf};

/// Gives the party's word, or tells where a closing stands.
pub fn close(at: &Where, show: bool, acts: Option<&Path>, output: &Output) -> Result<Exit, Stopped> {
    if !show {
        return succession::close(at, acts, output);
    }
    let about = CustodyAsk::Said { compartment: at.compartment.clone() };
    let told = ask(&at.node, &Ask::Custody { about })?;
    let Told::Said(WordsTold { closing, .. }) = &told else {
        return Err(Stopped::unexpected(&format!("{told:?}")));
    };
    let mut said = facts! { compartment: at.compartment.as_str(), state: closing.state.as_str() };
    said.insert("by", Fact::List(closing.by.clone()));
    let key = match closing.at_ms {
        Some(at_ms) => {
            said.insert("at", Fact::InstantMs(at_ms));
            "closing-at"
        }
        None => "closing-by",
    };
    output.print(&document(&told), &output.phrase(key, &said));
    Ok(Exit::Done)
}

/// Holds a closing; with custody one custodian approves first.
pub fn hold(
    at: &Where,
    paper: Option<&Path>,
    approved: &[PathBuf],
    output: &Output,
) -> Result<Exit, Stopped> {
    if let Some(path) = paper {
        return put_before(at, "HOLD", "closing-hold-text", path, output);
    }
    let (compartment, approved) = (at.compartment.clone(), approvals(approved)?);
    let told = ask(&at.node, &Ask::Custody { about: CustodyAsk::Hold { compartment, approved } })?;
    output.print(
        &document(&told),
        &output.phrase("closing-held", &facts! { compartment: at.compartment.as_str() }),
    );
    Ok(Exit::Done)
}
