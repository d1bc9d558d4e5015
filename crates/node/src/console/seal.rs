//! Sealing in the browser: the node's challenge as bytes to sign, and the signature back.

use super::Console;
use super::asked::Asked;
use super::gate::{open_session, refused};
use super::permit;
use super::proof::ProofGiven;
use crate::api::{Ask, Hex, Outcome, Purpose, Told};
use crate::error::NodeError;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use chancery::challenge::{Answer, Challenge};
use line::cbor;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is to be approved.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    compartment: String,
    draft: String,
    purpose: Purpose,
}

/// What the browser's key signs.
#[derive(Serialize, JsonSchema)]
pub(super) struct ToSign {
    message: Hex,
    nonce: Hex,
    subject: String,
    until_ms: i64,
}

/// The officer's proof.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Signed {
    compartment: String,
    draft: String,
    purpose: Purpose,
    nonce: Hex,
    proof: ProofGiven,
    lint_reason: Option<String>,
    flash_reason: Option<String>,
}

/// `POST /api/v1/challenge`.
pub(super) async fn challenge(
    State(console): State<Arc<Console>>,
    jar: CookieJar,
    Asked(wanted): Asked<Wanted>,
) -> Response {
    if let Err(response) = within(&console, &jar, &wanted.compartment).await {
        return response;
    }
    let Wanted { compartment, draft, purpose } = wanted;
    match crate::answer::respond(&console.inner, Ask::Challenge { compartment, purpose, draft }).await {
        Outcome::Ok(Told::Challenge { challenge, subject }) => {
            match cbor::decode::<Challenge>(&challenge.0) {
                Ok(read) => Json(ToSign {
                    message: Hex(read.message()),
                    nonce: Hex(read.nonce.to_vec()),
                    subject,
                    until_ms: read.until_ms,
                })
                .into_response(),
                Err(_) => refused(StatusCode::INTERNAL_SERVER_ERROR, &NodeError::Stopping),
            }
        }
        other => Json(other).into_response(),
    }
}

/// `POST /api/v1/seal`.
pub(super) async fn seal(
    State(console): State<Arc<Console>>,
    jar: CookieJar,
    Asked(signed): Asked<Signed>,
) -> Response {
    let person = match within(&console, &jar, &signed.compartment).await {
        Ok(person) => person,
        Err(response) => return response,
    };
    let Signed { compartment, draft, purpose, nonce, proof, lint_reason, flash_reason } = signed;
    let Ok(nonce) = <[u8; 32]>::try_from(nonce.0) else {
        let error = NodeError::NotOfItsForm { field: "nonce".to_owned(), given: String::new() };
        return refused(StatusCode::BAD_REQUEST, &error);
    };
    // A session lends its roles to nobody: the key must be the logged-in person's own.
    let Some(known) = proof.known(&console).await.filter(|known| known.person == person) else {
        return refused(StatusCode::FORBIDDEN, &NodeError::LoginRefused {});
    };
    let answer =
        Hex(cbor::encode(&Answer { authenticator: known.authenticator.id(), nonce, proof: known.proof }));
    let question = match purpose {
        Purpose::Withdraw => Ask::Withdraw { compartment, draft, answer },
        purpose => Ask::Seal { compartment, draft, purpose, answer, lint_reason, flash_reason },
    };
    Json(crate::answer::respond(&console.inner, question).await).into_response()
}

/// The person of the session, if they have a role in the compartment.
async fn within(console: &Console, jar: &CookieJar, compartment: &str) -> Result<String, Response> {
    let (session, roles) = open_session(console, jar).await?;
    let probe = Ask::Drafts { compartment: compartment.to_owned() };
    permit::allow(&probe, &roles).map_err(|error| refused(StatusCode::FORBIDDEN, &error))?;
    Ok(session.person)
}
