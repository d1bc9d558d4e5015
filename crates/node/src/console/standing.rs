//! What stands and what is due, at any instant, in the compartments where the person has a role: the socket's own
//! answers, told as flat lists for a browser.

use super::Console;
use super::gate::{open_session, refused};
use super::permit;
use crate::answer::respond;
use crate::api::{Ask, MatterTold, Outcome, Told};
use crate::error::NodeError;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// At which instant; now without one.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct At {
    at_ms: Option<i64>,
}

/// `GET /api/v1/standing?at_ms=…`.
pub(super) async fn standing(
    State(console): State<Arc<Console>>,
    jar: CookieJar,
    Query(asked): Query<At>,
) -> Response {
    let roles = match open_session(&console, &jar).await {
        Ok((_, roles)) => roles,
        Err(response) => return response,
    };
    let (mut matters, mut duties) = (Vec::new(), Vec::new());
    for (code, _) in console.inner.roll.all() {
        if !permit::sees(&roles, &code) {
            continue;
        }
        let (compartment, at_ms) = (Some(code.clone()), asked.at_ms);
        match respond(&console.inner, Ask::Standing { compartment, at_ms, notices: false }).await {
            Outcome::Ok(Told::Standing { compartments }) => {
                let lists = compartments.into_iter().flat_map(|told| told.matters);
                matters.extend(
                    lists
                        .flat_map(|(kind, all)| all.into_iter().map(move |m| (kind.clone(), m)))
                        .map(|(kind, told)| matter(&code, &kind, &told)),
                );
            }
            other => match trouble(other) {
                None => continue,
                Some(response) => return response,
            },
        }
        match respond(&console.inner, Ask::Duties { compartment: Some(code), at_ms }).await {
            Outcome::Ok(Told::Duties { duties: told }) => duties.extend(told),
            other => match trouble(other) {
                None => continue,
                Some(response) => return response,
            },
        }
    }
    Json(json!({ "matters": matters, "duties": duties })).into_response()
}

/// The refusal of a compartment that has stopped ([`NodeError::Stopped`]).
const STOPPED: &str = "E-NODE-004";

/// A stopped compartment is named on the line's own screen; the others go on.
fn trouble(outcome: Outcome) -> Option<Response> {
    match outcome {
        Outcome::Refused(refusal) if refusal.code == STOPPED => None,
        Outcome::Refused(refusal) => {
            Some((StatusCode::SERVICE_UNAVAILABLE, Json(Outcome::Refused(refusal))).into_response())
        }
        Outcome::Ok(_) => Some(refused(StatusCode::SERVICE_UNAVAILABLE, &NodeError::Stopping)),
    }
}

fn matter(compartment: &str, kind: &str, told: &MatterTold) -> Value {
    let mut value = json!(told);
    if let Some(fields) = value.as_object_mut() {
        fields.insert("compartment".to_owned(), json!(compartment));
        fields.insert("kind".to_owned(), json!(kind));
    }
    value
}
