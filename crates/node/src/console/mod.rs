//! The officers' console: pages from the binary, questions, events; over HTTP on a loopback address, and over TLS for
//! browsers that show an officer's certificate.
//!
//! In: requests of browsers. Out: answers of the same questions that the socket takes, as far as
//! the person's roles reach; a stream of what happened.
//!
//! I1 a request whose Host is not the console's own name is refused (DNS rebinding), and so is one that changes
//! something from another origin. I2 no answer holds anything of a compartment in which the person has no role.
//! I3 every answer, errors too, carries the same security headers. I4 nothing is sealed without a fresh signature
//! over the node's challenge; a session alone seals nothing. I5 over TLS a session is one only on connections whose
//! certificate names its person.

mod answer;
mod asked;
mod certificates;
mod events;
mod features;
mod gate;
mod openapi;
mod pages;
mod permit;
mod proof;
mod seal;
mod sessions;
mod showing;
mod sites;
mod standing;
mod symbol;
mod tls;

pub(crate) use certificates::Certificates;
pub use openapi::document as openapi;

use crate::error::NodeError;
use crate::inner::Inner;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use screen::Scheme;
use sessions::Sessions;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What the handlers share.
pub(crate) struct Console {
    pub(crate) inner: Arc<Inner>,
    sessions: Mutex<Sessions>,
    /// How its pages are fetched.
    scheme: Scheme,
    /// Host names with port under which this console answers.
    hosts: Vec<String>,
    /// Name of the session's cookie: a browser sends a cookie to every port, so two nodes' consoles need two names.
    cookie: String,
}

impl Console {
    fn new(inner: &Arc<Inner>, scheme: Scheme, hosts: Vec<String>, at: SocketAddr) -> Arc<Self> {
        let cookie = format!("{}-{}", gate::COOKIE, at.port());
        Arc::new(Console { inner: inner.clone(), sessions: Mutex::default(), scheme, hosts, cookie })
    }

    fn sessions(&self) -> std::sync::MutexGuard<'_, Sessions> {
        self.sessions.lock().expect("no holder of the sessions panics")
    }
}

/// Opens the console on loopback; returns its task.
pub(crate) fn open(inner: &Arc<Inner>, listener: TcpListener, at: SocketAddr) -> JoinHandle<()> {
    let router = router(Console::new(inner, Scheme::Http, screen::hosts(at.port()), at));
    let stop = stopped(inner);
    tokio::spawn(async move {
        // The listener ends with the node; an error here ends only the console.
        let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
    })
}

/// Opens the console over TLS; returns its task and where it is.
///
/// # Errors
/// [`NodeError::Config`], [`NodeError::Listen`].
pub(crate) async fn open_certified(
    inner: &Arc<Inner>,
    certificates: &Certificates,
) -> Result<(JoinHandle<()>, SocketAddr), NodeError> {
    let folder = &inner.config.folder;
    let (config, named) = (certificates.server_config(folder)?, certificates.named(folder)?);
    let listening = TcpListener::bind(certificates.listen).await;
    let (listener, at) = listening
        .and_then(|listener| listener.local_addr().map(|at| (listener, at)))
        .map_err(|e| NodeError::Listen { address: certificates.listen.to_string(), detail: e.to_string() })?;
    let router = router(Console::new(inner, Scheme::Https, certificates.hosts(at), at));
    let arrivals = tls::Arrivals::of(listener, config.into(), named);
    let service = router.into_make_service_with_connect_info::<tls::Peer>();
    let stop = stopped(inner);
    let serving = tokio::spawn(async move {
        let _ = axum::serve(arrivals, service).with_graceful_shutdown(stop).await;
    });
    Ok((serving, at))
}

fn stopped(inner: &Arc<Inner>) -> impl Future<Output = ()> + use<> {
    let mut stopping = inner.stopping.subscribe();
    async move {
        let _ = stopping.wait_for(|stop| *stop).await;
    }
}

fn router(console: Arc<Console>) -> Router {
    Router::new()
        .route("/api/v1/enrol", post(gate::enrol))
        .route("/api/v1/login/nonce", post(gate::nonce))
        .route("/api/v1/login", post(gate::login))
        .route("/api/v1/login/certificate", post(gate::by_certificate))
        .route("/api/v1/logout", post(gate::logout))
        .route("/api/v1/session", get(gate::session))
        .route("/api/v1/active", post(gate::active))
        .route("/api/v1/ask", post(answer::ask))
        .route("/api/v1/words", get(showing::words_of))
        .route("/api/v1/map", get(features::map))
        .route("/api/v1/standing", get(standing::standing))
        .route("/api/v1/sites", post(sites::import))
        .route("/api/v1/symbol", get(symbol::symbol))
        .route("/api/v1/types", get(showing::types))
        .route("/api/v1/preview", post(showing::preview))
        .route("/api/v1/challenge", post(seal::challenge))
        .route("/api/v1/seal", post(seal::seal))
        .route("/api/v1/events", get(events::stream))
        .route("/api/v1/watch", get(events::display))
        .fallback(pages::page)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(axum::middleware::from_fn_with_state(console.clone(), gate::guard))
        .layer(axum::middleware::map_response(pages::headers))
        .with_state(console)
}

/// The loopback address, bound.
///
/// # Errors
/// [`NodeError::NotLoopback`], [`NodeError::Listen`].
pub(crate) async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), NodeError> {
    let listener = crate::loopback::listen(address).await?;
    let at = listener
        .local_addr()
        .map_err(|e| NodeError::Listen { address: address.to_string(), detail: e.to_string() })?;
    Ok((listener, at))
}

const BODY_LIMIT: usize = 4 << 20;
