//! What a relay serves to its own desk over plain HTTP on a loopback address: the page, order and times of a
//! mailbox, `GET /health`, `GET /metrics`.
//!
//! I1 only programs of this machine reach it, and no web page elsewhere can make a browser read it: requests under
//! another host name than a loopback one are refused. I2 nothing can be changed through it.

use crate::config::RelayConfig;
use crate::error::RelayError;
use crate::metrics::Metrics;
use crate::page::{self, Duties};
use crate::prove::prove;
use crate::survey::survey;
use crate::tls::Pin;
use crate::words::Words;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, body::Body};
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

/// What the desk is shown from.
pub(crate) struct Shown {
    config: RelayConfig,
    pin: Pin,
    metrics: Arc<Metrics>,
    words: Words,
    started_ms: i64,
    /// One reading of the store at a time.
    reading: Semaphore,
}

impl Shown {
    /// Of a relay that starts now.
    ///
    /// # Errors
    /// [`RelayError::Language`].
    pub(crate) fn new(config: &RelayConfig, pin: Pin, metrics: Arc<Metrics>) -> Result<Self, RelayError> {
        let words = Words::of(&config.language)?;
        let (config, started_ms) = (config.clone(), now_ms());
        Ok(Shown { config, pin, metrics, words, started_ms, reading: Semaphore::new(1) })
    }

    fn duties(&self) -> Duties {
        Duties {
            pin: self.pin,
            now_ms: now_ms(),
            started_ms: self.started_ms,
            healthy: self.metrics.healthy(),
            kept: self.metrics.kept.load(Relaxed),
            handed_over: self.metrics.handed_over.load(Relaxed),
            refused: self.metrics.refused.load(Relaxed),
        }
    }

    /// Reads the store away from the sockets; `None` if it cannot be read now.
    async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        reader: impl FnOnce(&RelayConfig) -> Result<T, RelayError> + Send + 'static,
    ) -> Option<T> {
        let _one = self.reading.acquire().await.ok()?;
        let shown = self.clone();
        tokio::task::spawn_blocking(move || reader(&shown.config)).await.ok()?.ok()
    }
}

/// Serves until `stopping` says so; returns the bound address.
pub(crate) async fn serve(
    address: SocketAddr,
    shown: Shown,
    mut stopping: watch::Receiver<bool>,
) -> Result<SocketAddr, RelayError> {
    if !address.ip().is_loopback() {
        return Err(RelayError::NotLoopback { address: address.to_string() });
    }
    let failed =
        |e: std::io::Error| RelayError::Listen { address: address.to_string(), detail: e.to_string() };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    let router = Router::new()
        .route("/", get(show))
        .route("/prove", post(show_proof))
        .route("/desk.css", get(|| async { ([(header::CONTENT_TYPE, "text/css")], page::STYLE) }))
        .route("/health", get(health))
        .route("/metrics", get(|State(shown): State<Arc<Shown>>| async move { shown.metrics.text() }))
        .with_state(Arc::new(shown));
    tokio::spawn(async move {
        let stop = async move {
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        // The listener ends with the relay; an error here ends only the desk's view.
        let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
    });
    Ok(bound)
}

async fn health(State(shown): State<Arc<Shown>>) -> (StatusCode, &'static str) {
    if shown.metrics.healthy() {
        (StatusCode::OK, "ok\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the last deposit could not be made durable\n")
    }
}

async fn show(State(shown): State<Arc<Shown>>, headers: HeaderMap) -> Response {
    if !is_local(&headers) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let survey = shown.read(survey).await;
    html(page::desk(&shown.config, &shown.duties(), survey.as_ref(), &shown.words))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    mailbox: String,
}

async fn show_proof(
    State(shown): State<Arc<Shown>>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Response {
    if !is_local(&headers) {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    }
    let mailbox: String = asked.mailbox.chars().filter(char::is_ascii_hexdigit).take(64).collect();
    let wanted = mailbox.clone();
    let slice = shown.read(move |config| prove(config, &wanted, 1, MOST_EVENTS)).await;
    html(page::proof(&mailbox, slice.as_ref(), &shown.words))
}

/// Whether the browser was told to ask a loopback address, and not a name that someone made point here.
fn is_local(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn html(text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from(text)).into_response()
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const MOST_EVENTS: u64 = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are_answered() {
        let asked = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().expect("a header"));
            is_local(&headers)
        };
        assert!(
            asked("127.0.0.1:7444") && asked("localhost:7444") && asked("[::1]:7444") && asked("127.0.0.1")
        );
        assert!(!asked("evil.example:7444") && !asked("192.0.2.1:7444") && !asked("127.0.0.1.evil.example"));
        assert!(!is_local(&HeaderMap::new()));
    }
}
