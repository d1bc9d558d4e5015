//! The node's Unix socket (0600), its loopback page of health and metrics, and its console.

use crate::answer::respond;
use crate::api::{Ask, Told};
use crate::console::Certificates;
use crate::error::NodeError;
use crate::inner::Inner;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use std::fmt::Write;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use tokio::net::UnixListener;
use tokio::task::JoinHandle;

/// Opens both; returns their tasks and the bound address of health.
pub(crate) async fn open(inner: &Arc<Inner>) -> Result<(Vec<JoinHandle<()>>, Option<SocketAddr>), NodeError> {
    let path = inner.config.socket();
    let failed =
        |e: std::io::Error| NodeError::Listen { address: path.display().to_string(), detail: e.to_string() };
    match std::fs::remove_file(&path) {
        // The folder's lock is ours: a socket that is still there is a dead one.
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(failed(e)),
        _ => {}
    }
    let listener = UnixListener::bind(&path).map_err(failed)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).map_err(failed)?;
    let health = match inner.config.health {
        Some(address) => Some(crate::loopback::listen(address).await?),
        None => None,
    };
    let console = match inner.config.console {
        Some(address) => Some(crate::console::bind(address).await?),
        None => None,
    };
    let certified = match Certificates::beside(&inner.config.folder)? {
        Some(certificates) => Some(crate::console::open_certified(inner, &certificates).await?),
        None => None,
    };
    let router = Router::new()
        .route("/v1", post(question))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(inner.clone());
    let stop = stopped(inner);
    let mut tasks = vec![tokio::spawn(async move {
        // The listener ends with the node; an error here ends only the socket.
        let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
    })];
    let mut bound = None;
    if let Some(listener) = health {
        bound = listener.local_addr().ok();
        let router = Router::new()
            .route("/health", get(health_page))
            .route("/metrics", get(metrics_page))
            .with_state(inner.clone());
        let stop = stopped(inner);
        tasks.push(tokio::spawn(async move {
            let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
        }));
    }
    if let Some((listener, at)) = console {
        // A node opens its console once.
        let _ = inner.console.set(at);
        tasks.push(crate::console::open(inner, listener, at));
    }
    if let Some((serving, at)) = certified {
        let _ = inner.certified.set(at);
        tasks.push(serving);
    }
    Ok((tasks, bound))
}

fn stopped(inner: &Arc<Inner>) -> impl Future<Output = ()> + use<> {
    let mut seen = inner.stopping.subscribe();
    async move {
        let _ = seen.wait_for(|stop| *stop).await;
    }
}

async fn question(State(inner): State<Arc<Inner>>, Json(ask): Json<Ask>) -> Json<crate::api::Outcome> {
    Json(respond(&inner, ask).await)
}

async fn health_page(State(inner): State<Arc<Inner>>) -> (StatusCode, String) {
    match crate::answer::health(&inner) {
        Told::Health { healthy: true, .. } => (StatusCode::OK, "ok\n".to_owned()),
        Told::Health { troubles, .. } => {
            let codes: Vec<String> = troubles.into_iter().map(|t| t.code).collect();
            (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", codes.join(" ")))
        }
        _ => (StatusCode::OK, String::new()),
    }
}

async fn metrics_page(State(inner): State<Arc<Inner>>) -> String {
    let mut text = String::new();
    for (code, worker) in inner.roll.all() {
        let counts = worker.ask(|core, _| {
            let line = core.line();
            [
                ("entries", line.order().len() as u64),
                ("outbox", line.outbox_len() as u64),
                ("epoch", line.epoch()),
                ("quarantined", u64::from(line.quarantined())),
            ]
        });
        let Ok(counts) = counts.await else { continue };
        for (name, value) in counts {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "demarche_node_{name}{{compartment=\"{code}\"}} {value}");
        }
    }
    text
}

const BODY_LIMIT: usize = 256 << 20;
