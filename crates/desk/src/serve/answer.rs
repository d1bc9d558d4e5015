//! Questions and their answers.

use super::history::Run;
use super::{Desk, Panel, told};
use crate::edit::Change;
use crate::error::DeskError;
use crate::report::Report;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use refusal::Refusal;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use wording::Packs;

#[derive(RustEmbed)]
#[folder = "../../console/dist-desk"]
struct Built;

/// All routes; the outer layers hold for every answer.
pub fn router(desk: Arc<Desk>) -> Router {
    let private = Router::new()
        .route("/api/v1/runs", get(runs).post(make))
        .route("/api/v1/runs/{id}", get(run))
        .route("/api/v1/runs/{id}/flips", get(flips))
        .route("/api/v1/runs/{id}/file", get(file))
        .route("/api/v1/panels/{name}", get(panel))
        .route("/api/v1/records/{name}", get(record))
        .layer(from_fn_with_state(desk.clone(), known));
    Router::new()
        .route("/api/v1/enter", post(enter))
        .route("/api/v1/words", get(words))
        .merge(private)
        .fallback(page)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(desk.clone(), own))
        .layer(map_response(guarded))
        .with_state(desk)
}

async fn own(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    match screen::foreign(screen::Scheme::Http, &desk.hosts, request.method(), request.headers()) {
        Some(foreign) => foreign.answer().into_response(),
        None => next.run(request).await,
    }
}

async fn known(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    if desk.entry.knows(request.headers()) {
        return next.run(request).await;
    }
    refused(StatusCode::UNAUTHORIZED, &Refusal::of(&DeskError::NoSession))
}

async fn guarded(mut response: Response) -> Response {
    screen::guard(response.headers_mut());
    response
}

async fn page(uri: Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return (StatusCode::NOT_FOUND, "no such question\n").into_response();
    }
    screen::file::<Built>(uri.path()).map(Body::from)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Enter {
    link: String,
}

async fn enter(State(desk): State<Arc<Desk>>, Json(asked): Json<Enter>) -> Response {
    match desk.entry.enter(&asked.link) {
        Ok(Some(key)) => Json(json!({ "ok": { "key": key } })).into_response(),
        Ok(None) => refused(StatusCode::FORBIDDEN, &Refusal::of(&DeskError::NoSuchLink)),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct In {
    language: String,
}

/// Words are no secret: the page that asks for a link needs them too.
async fn words(Query(asked): Query<In>) -> Response {
    let text = Packs::sources(&asked.language).collect::<Vec<_>>().join("\n");
    if text.is_empty() {
        return (StatusCode::NOT_FOUND, "no such language\n").into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

async fn runs(State(desk): State<Arc<Desk>>) -> Response {
    let all: Vec<Value> = desk.history.all().iter().map(|run| told::line(run)).collect();
    let panels: Vec<&str> = desk.panels.keys().copied().collect();
    let languages: Vec<&str> = Packs::shipped().languages().collect();
    ok(&json!({ "runs": all, "panels": panels, "languages": languages }))
}

/// A run of the files as they stand now, or of another run with numbers changed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Make {
    from: Option<String>,
    #[serde(default)]
    changes: Vec<Change>,
}

async fn make(State(desk): State<Arc<Desk>>, Json(asked): Json<Make>) -> Response {
    worked(move || {
        let base = match &asked.from {
            Some(id) => find(&desk, id)?.report.inputs.clone(),
            None => (desk.files)()?,
        };
        let (inputs, changes) = base.changed(&asked.changes).map_err(|error| Refusal::of(&error))?;
        // The same inputs give the same findings: what stands is not reckoned again.
        if let Some(run) = desk.history.find(inputs.run_id()) {
            return Ok(told::run(&run, &run.report));
        }
        let from = (!changes.is_empty()).then(|| base.run_id().to_owned());
        let report = Report::make(inputs, false).map_err(|error| Refusal::of(&error))?;
        let run = desk.history.keep(Run::new(report, from, changes, now_ms()));
        Ok(told::run(&run, &run.report))
    })
    .await
}

async fn run(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Response {
    match find(&desk, &id) {
        Ok(run) => ok(&told::run(&run, &run.report)),
        Err(refusal) => refused(StatusCode::NOT_FOUND, &refusal),
    }
}

async fn flips(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Response {
    worked(move || {
        let run = find(&desk, &id)?;
        Ok(told::run(&run, run.flipped()))
    })
    .await
}

async fn file(State(desk): State<Arc<Desk>>, Path(id): Path<String>) -> Response {
    let text = find(&desk, &id).and_then(|run| run.report.inputs.file().map_err(|error| Refusal::of(&error)));
    match text {
        Ok(text) => ok(&json!({ "assumptions": text })),
        Err(refusal) => refused(StatusCode::NOT_FOUND, &refusal),
    }
}

async fn panel(State(desk): State<Arc<Desk>>, Path(name): Path<String>) -> Response {
    worked(move || named(&desk.panels, &name)).await
}

async fn record(State(desk): State<Arc<Desk>>, Path(name): Path<String>) -> Response {
    worked(move || named(&desk.records, &name)).await
}

fn named(panels: &BTreeMap<&'static str, Panel>, name: &str) -> Result<Value, Refusal> {
    let Some(panel) = panels.get(name) else {
        let known = panels.keys().copied().collect::<Vec<_>>().join(", ");
        return Err(Refusal::of(&DeskError::Unknown { asked: format!("panel {name}"), known }));
    };
    panel()
}

fn find(desk: &Desk, id: &str) -> Result<Arc<Run>, Refusal> {
    desk.history.find(id).ok_or_else(|| {
        let known = desk.history.all().iter().map(|run| run.id().to_owned()).collect::<Vec<_>>().join(", ");
        Refusal::of(&DeskError::Unknown { asked: format!("run {id}"), known })
    })
}

/// Does what takes long on a thread that may take long, one at a time: a screen that asks twice takes no second core.
async fn worked(work: impl FnOnce() -> Result<Value, Refusal> + Send + 'static) -> Response {
    static ONE: Mutex<()> = Mutex::new(());
    let done = tokio::task::spawn_blocking(move || {
        // Work that broke off holds no state of this lock.
        let _turn = ONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        work()
    });
    match done.await {
        Ok(Ok(document)) => ok(&document),
        Ok(Err(refusal)) => refused(StatusCode::UNPROCESSABLE_ENTITY, &refusal),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn ok(document: &Value) -> Response {
    Json(json!({ "ok": document })).into_response()
}

fn refused(status: StatusCode, refusal: &Refusal) -> Response {
    (status, Json(told::refusal(refusal))).into_response()
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

const BODY_LIMIT: usize = 1 << 20;
