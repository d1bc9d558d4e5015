//! What stands and what is due, at any instant, in the compartments where the person has a role.

use super::Console;
use super::gate::{open_session, refused};
use crate::error::NodeError;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use serde::Deserialize;
use serde_json::{Value, json};
use standing::duty::Duty;
use standing::matter::Matter;
use std::sync::Arc;

/// At which instant; now without one.
#[derive(Deserialize)]
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
    for (code, worker) in console.inner.roll.all() {
        if roles.get(&code).is_none_or(Vec::is_empty) {
            continue;
        }
        let told = worker.ask(move |core, now| {
            let now = line::time::Now { utc_ms: asked.at_ms.unwrap_or(now.utc_ms), ..now };
            let stand = core.stand(now);
            let matters = stand.matters().iter().map(|m| matter(&code, m)).collect::<Vec<_>>();
            let duties = stand.duties().iter().map(|d| duty(&code, d)).collect::<Vec<_>>();
            (matters, duties)
        });
        match told.await {
            Ok((more, due)) => {
                matters.extend(more);
                duties.extend(due);
            }
            // A stopped compartment is named on the line's own screen; the others go on.
            Err(NodeError::Stopped { .. }) => {}
            Err(error) => return refused(StatusCode::SERVICE_UNAVAILABLE, &error),
        }
    }
    Json(json!({ "matters": matters, "duties": duties })).into_response()
}

fn matter(compartment: &str, of: &Matter) -> Value {
    let parts = of.parts.iter();
    json!({
        "compartment": compartment,
        "machine": of.machine.code(),
        "kind": of.machine.key(),
        "id": of.id,
        "number": of.number.to_string(),
        "author": of.author.to_string(),
        "toward": of.toward.as_ref().map(ToString::to_string),
        "state": of.state,
        "at_ms": of.at_ms,
        "parts": parts.map(|p| json!({ "id": p.id, "state": p.state, "at_ms": p.at_ms })).collect::<Vec<_>>(),
        "beside": of.beside.iter().map(|(name, value)| json!([name, value])).collect::<Vec<_>>(),
    })
}

fn duty(compartment: &str, of: &Duty) -> Value {
    json!({
        "compartment": compartment,
        "what": of.what.word(),
        "from": of.from.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "at_ms": of.at_ms,
        "part": of.part,
        "number": of.number.to_string(),
        "otherwise": of.otherwise.word(),
    })
}
