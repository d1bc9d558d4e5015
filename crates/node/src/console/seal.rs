//! Sealing in the browser: the node's challenge as bytes to sign, and the signature back.

use super::Console;
use super::gate::{open_session, refused};
use super::permit;
use crate::api::{Ask, Hex, Outcome, Purpose, Told};
use crate::error::NodeError;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use chancery::challenge::{Answer, Challenge};
use chancery::officers::{Authenticator, AuthenticatorId};
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

/// The browser's signature.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Signed {
    compartment: String,
    draft: String,
    purpose: Purpose,
    public_key: Hex,
    nonce: Hex,
    signature: Hex,
    lint_reason: Option<String>,
    flash_reason: Option<String>,
}

/// `POST /api/v1/challenge`.
pub(super) async fn challenge(
    State(console): State<Arc<Console>>,
    jar: CookieJar,
    Json(wanted): Json<Wanted>,
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
    Json(signed): Json<Signed>,
) -> Response {
    let person = match within(&console, &jar, &signed.compartment).await {
        Ok(person) => person,
        Err(response) => return response,
    };
    let form = |field: &str| NodeError::NotOfItsForm { field: field.to_owned(), given: String::new() };
    let (Ok(key), Ok(nonce), Ok(signature)) = (
        <[u8; 32]>::try_from(signed.public_key.0),
        <[u8; 32]>::try_from(signed.nonce.0),
        <[u8; 64]>::try_from(signed.signature.0),
    ) else {
        return refused(StatusCode::BAD_REQUEST, &form("signature"));
    };
    let authenticator = Authenticator::KeyFile(key).id();
    // A session lends its roles to nobody: the key must be the logged-in person's own.
    if holder(&console, authenticator).await.as_deref() != Some(person.as_str()) {
        return refused(StatusCode::FORBIDDEN, &NodeError::LoginRefused {});
    }
    let answer = Hex(cbor::encode(&Answer { authenticator, nonce, signature }));
    let Signed { compartment, draft, purpose, lint_reason, flash_reason, .. } = signed;
    let question = match purpose {
        Purpose::Withdraw => Ask::Withdraw { compartment, draft, answer },
        purpose => Ask::Seal { compartment, draft, purpose, answer, lint_reason, flash_reason },
    };
    Json(crate::answer::respond(&console.inner, question).await).into_response()
}

async fn holder(console: &Console, id: AuthenticatorId) -> Option<String> {
    console.inner.party.ask(move |desk| desk.holder(&id)).await.ok().flatten()
}

/// The person of the session, if they have a role in the compartment.
async fn within(console: &Console, jar: &CookieJar, compartment: &str) -> Result<String, Response> {
    let (session, roles) = open_session(console, jar).await?;
    let probe = Ask::Drafts { compartment: compartment.to_owned() };
    permit::allow(&probe, &roles).map_err(|error| refused(StatusCode::FORBIDDEN, &error))?;
    Ok(session.person)
}
