//! Every question of the socket and its answer.

mod compartment_side;
mod governance;
mod guard;
mod line_side;
mod line_tests;
mod notices;
mod party_side;
mod rolls;
mod standings;
mod successions;

pub(crate) use notices::finding_told;

use crate::api::{Ask, Outcome, RefusalTold, Told};
use crate::error::NodeError;
use crate::inner::Inner;
use crate::roll::Running;
use crate::worker::Condition;
use refusal::Refusal;
use std::sync::Arc;

/// Answers a question; a refusal is an answer.
pub(crate) async fn respond(inner: &Arc<Inner>, question: Ask) -> Outcome {
    match answer(inner, question).await {
        Ok(told) => Outcome::Ok(told),
        Err(error) => Outcome::Refused(RefusalTold::from(&Refusal::of(&error))),
    }
}

async fn answer(inner: &Arc<Inner>, question: Ask) -> Result<Told, NodeError> {
    match question {
        Ask::Status {} => party_side::status(inner).await,
        Ask::Health {} => Ok(health(inner)),
        Ask::Stop {} => {
            inner.stopping.send_replace(true);
            Ok(Told::Done {})
        }
        Ask::Invite {}
        | Ask::ReadPairFile { .. }
        | Ask::Pair { .. }
        | Ask::Pairs {}
        | Ask::OfficerAdd { .. }
        | Ask::OfficerLeave { .. }
        | Ask::OfficerList {}
        | Ask::OfficerInvite { .. }
        | Ask::Found { .. }
        | Ask::Foundings {}
        | Ask::RecordKey { .. }
        | Ask::CharterShow { .. }
        | Ask::Backup { .. } => party_side::answer(inner, question).await,
        Ask::PublicCheck(asked) => guard::answer(inner, asked).await,
        Ask::Custody { about } => governance::answer(inner, about).await,
        Ask::Compartment { .. }
        | Ask::CharterApply { .. }
        | Ask::Rejoin { .. }
        | Ask::Reform { .. }
        | Ask::ReformAgree { .. }
        | Ask::AnnexSend { .. }
        | Ask::AnnexGet { .. } => compartment_side::answer(inner, question).await,
        Ask::LineTest { .. }
        | Ask::LineStatus {}
        | Ask::Watch { .. }
        | Ask::Rotate { .. }
        | Ask::CourierSecret { .. }
        | Ask::Fingerprint { .. }
        | Ask::Verify { .. }
        | Ask::Export { .. }
        | Ask::PouchPack { .. }
        | Ask::PouchOpen { .. } => line_side::answer(inner, question).await,
        Ask::Standing { .. } | Ask::Duties { .. } | Ask::Why { .. } | Ask::Board { .. } => {
            standings::answer(inner, question).await
        }
        Ask::Seal { ref compartment, .. } => {
            governance::not_closed(inner, compartment).await?;
            notices::answer(inner, question).await
        }
        question => notices::answer(inner, question).await,
    }
}

/// Whether every compartment runs.
pub(crate) fn health(inner: &Inner) -> Told {
    let troubles: Vec<RefusalTold> = inner
        .roll
        .all()
        .into_iter()
        .filter_map(|(_, worker)| match worker.condition() {
            Condition::Running => None,
            Condition::Ailing(refusal) | Condition::Stopped(refusal) => Some(RefusalTold::from(&refusal)),
        })
        .collect();
    Told::Health { healthy: troubles.is_empty(), troubles }
}

/// A running compartment by code.
fn find(inner: &Inner, code: &str) -> Result<Arc<Running>, NodeError> {
    inner.roll.find(code).ok_or_else(|| NodeError::NoSuchCompartment { compartment: code.to_owned() })
}

/// One compartment by code, or all.
fn some(inner: &Inner, code: Option<&str>) -> Result<Vec<(String, Arc<Running>)>, NodeError> {
    match code {
        Some(code) => Ok(vec![(code.to_owned(), find(inner, code)?)]),
        None => Ok(inner.roll.all()),
    }
}

fn not_of_its_form(field: &str, given: &str) -> NodeError {
    NodeError::NotOfItsForm { field: field.to_owned(), given: given.to_owned() }
}
