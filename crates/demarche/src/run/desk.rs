//! `demarche desk serve`: the private page, on this machine only, behind a word of its own.
//!
//! I1 only loopback addresses are listened on. I2 a request without the cookie, or with another Host, sees nothing. I3
//! nothing is written and no node is spoken to.

use crate::command::desk::{DeskCommand, ServeArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::assess::inputs;
use crate::stopped::Stopped;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use desk::report::Report;
use desk::{Inputs, memo};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Does what the command asks.
pub fn run(command: DeskCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        DeskCommand::Serve(args) => serve(args, output),
    }
}

struct Desk {
    assumptions: PathBuf,
    calendar: Option<PathBuf>,
    standing: Vec<PathBuf>,
    host: String,
    word: String,
}

fn serve(args: ServeArgs, output: &Output) -> Result<Exit, Stopped> {
    if !args.listen.ip().is_loopback() {
        return Err(Stopped::usage("an address of this machine", &args.listen.to_string()));
    }
    // Wrong files are refused before anything is listened on.
    inputs(&args.inputs)?;
    let mut bytes = [0; 16];
    let trouble = |why: std::io::Error| Stopped::file(&args.inputs.assumptions, &why);
    getrandom::fill(&mut bytes).map_err(|why| trouble(std::io::Error::other(why.to_string())))?;
    let word = hex::encode(bytes);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(trouble)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(args.listen).await.map_err(trouble)?;
        let host = listener.local_addr().map_err(trouble)?.to_string();
        let address = format!("http://{host}/?word={word}");
        output.print(&json!({ "address": address }), &format!("PRIVATE desk at {address}"));
        let desk = Desk {
            assumptions: args.inputs.assumptions.clone(),
            calendar: args.inputs.political_calendar.clone(),
            standing: args.inputs.standing.clone(),
            host,
            word,
        };
        let routes = Router::new()
            .route("/", get(page))
            .route("/assessment.json", get(document))
            .with_state(Arc::new(desk));
        let ended = axum::serve(listener, routes).with_graceful_shutdown(super::until_told_to_stop()).await;
        ended.map_err(trouble)
    })?;
    Ok(Exit::Done)
}

impl Desk {
    /// Whether a request comes from the page's own reader.
    fn knows(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
        let cookie = format!("desk={}", self.word);
        text(header::HOST) == Some(self.host.as_str())
            && text(header::COOKIE).is_some_and(|all| all.split("; ").any(|own| own == cookie))
    }

    fn report(&self) -> Result<Report, String> {
        let args = crate::command::assess::InputArgs {
            assumptions: self.assumptions.clone(),
            political_calendar: self.calendar.clone(),
            standing: self.standing.clone(),
        };
        let read: Inputs = inputs(&args).map_err(|stopped| format!("{stopped:?}"))?;
        Report::make(read, true).map_err(|error| error.to_string())
    }
}

async fn page(
    State(desk): State<Arc<Desk>>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    if query.get("word") == Some(&desk.word) {
        let cookie = format!("desk={}; HttpOnly; SameSite=Strict; Path=/", desk.word);
        return ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response();
    }
    if !desk.knows(&headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let made = tokio::task::spawn_blocking(move || desk.report().map(|report| memo::page(&report))).await;
    match made {
        Ok(Ok(page)) => (guarded(), Html(page)).into_response(),
        Ok(Err(why)) => (StatusCode::UNPROCESSABLE_ENTITY, guarded(), why).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn document(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Response {
    if !desk.knows(&headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match tokio::task::spawn_blocking(move || desk.report()).await {
        Ok(Ok(report)) => {
            let body = report.document().to_string();
            ([(header::CONTENT_TYPE, "application/json")], guarded(), body).into_response()
        }
        Ok(Err(why)) => (StatusCode::UNPROCESSABLE_ENTITY, guarded(), why).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Nothing is fetched, framed or kept.
fn guarded() -> [(header::HeaderName, &'static str); 4] {
    [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
}
