//! The symbol of a printed page: whatever short text the page asks for, as a path for SVG.

use super::Console;
use super::gate::{open_session, refused};
use crate::error::NodeError;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What it shall hold.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Held {
    text: String,
}

/// A symbol as it is drawn.
#[derive(Serialize, JsonSchema)]
pub(super) struct Drawn {
    /// Modules on a side, margin included.
    side: usize,
    /// The dark modules, one unit each.
    path: String,
}

/// `GET /api/v1/symbol?text=…`.
pub(super) async fn symbol(
    State(console): State<Arc<Console>>,
    jar: CookieJar,
    Query(asked): Query<Held>,
) -> Response {
    if let Err(response) = open_session(&console, &jar).await {
        return response;
    }
    let short = Some(asked.text.as_bytes()).filter(|text| text.len() <= MOST_BYTES);
    match short.and_then(screen::Symbol::least) {
        Some(symbol) => Json(Drawn { side: symbol.side(), path: symbol.path() }).into_response(),
        None => {
            let given = format!("{} bytes", asked.text.len());
            let error = NodeError::NotOfItsForm { field: "text".to_owned(), given };
            refused(StatusCode::BAD_REQUEST, &error)
        }
    }
}

/// A number, a hash and their labels, in a symbol that a telephone reads from paper.
const MOST_BYTES: usize = 512;
