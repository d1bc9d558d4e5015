//! The relay's socket: TLS, limits, six POSTs, nothing else.
//!
//! I1 a body is read up to its verb's limit and no further, within [`BODY_WITHIN`]. I2 whatever a client sends,
//! it gets a refusal or loses its connection; others notice nothing. I3 what is answered as kept is durable.

use crate::config::RelayConfig;
use crate::desk::{self, Shown};
use crate::error::RelayError;
use crate::limits::{Limits, Place};
use crate::metrics::Metrics;
use crate::progress::{Progress, Say};
use crate::tls::{Pin, ServerIdentity};
use crate::writer::{Desk, Writer};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Method, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use line::cbor;
use line::relay_api::{RelayRefusal, Request, Response};
use refusal::facts;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicI64};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// Sees every body after TLS, both ways. For test builds of a *reading relay*; no configuration names it.
pub type Tap = Arc<dyn Fn(&[u8]) + Send + Sync>;

/// A running relay.
pub struct Relay {
    address: SocketAddr,
    health: Option<SocketAddr>,
    pin: Pin,
    stop: watch::Sender<bool>,
    accepting: tokio::task::JoinHandle<()>,
    writer: Writer,
    say: Say,
    withholding: Arc<AtomicBool>,
    clock: Arc<AtomicI64>,
}

impl Relay {
    /// Opens the store, binds the address and serves until [`Relay::stop`].
    ///
    /// # Errors
    /// [`RelayError`]; nothing is left running then.
    pub async fn start(config: RelayConfig, tap: Option<Tap>, say: Say) -> Result<Relay, RelayError> {
        store::create_folder(&config.folder)?;
        let identity = ServerIdentity::of_folder(&config.folder)?;
        let tls = TlsAcceptor::from(identity.server_config()?);
        let listener = listen(config.listen).await?;
        let address = listener.local_addr().unwrap_or(config.listen);
        let metrics = Arc::new(Metrics::default());
        let clock = Arc::new(AtomicI64::new(0));
        let (writer, desk) = Writer::start(&config, metrics.clone(), clock.clone(), say.clone())?;
        let (stop, stopping) = watch::channel(false);
        let health = match config.health {
            Some(wanted) => {
                let shown = Shown::new(&config, identity.pin(), metrics.clone())?;
                Some(desk::serve(wanted, shown, stopping.clone()).await?)
            }
            None => None,
        };
        let limits = &config.limits;
        let limits =
            Limits::new(limits.address_requests_per_s, limits.address_connections, limits.connections);
        let withholding = Arc::new(AtomicBool::new(false));
        let shared = Arc::new(Shared { tls, desk, limits, tap, metrics, withholding: withholding.clone() });
        let accepting = tokio::spawn(accept(listener, shared, stopping));
        say(Progress::Told(
            "relay-started",
            facts! { relay: config.id.as_str(), address: address.to_string(), pin: identity.pin().to_string() },
        ));
        Ok(Relay { address, health, pin: identity.pin(), stop, accepting, writer, say, withholding, clock })
    }

    /// Where it listens (the port chosen, if port 0 was asked for).
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the desk's page, health and metrics are, if anywhere.
    pub fn health(&self) -> Option<SocketAddr> {
        self.health
    }

    /// Withholds every second envelope from now on, or no longer. For exercises: no configuration names it.
    pub fn withhold(&self, withholding: bool) {
        self.withholding.store(withholding, Relaxed);
    }

    /// Tells every time so many ms later than its clock from now on. For exercises: no configuration names it.
    pub fn clock_ahead(&self, by_ms: i64) {
        self.clock.store(by_ms, Relaxed);
    }

    /// What nodes pin.
    pub fn pin(&self) -> Pin {
        self.pin
    }

    /// Ends long polls, finishes what is under way, closes the store.
    ///
    /// # Errors
    /// [`RelayError::WriterGone`] if the writer had stopped before.
    pub async fn stop(self) -> Result<(), RelayError> {
        self.stop.send_replace(true);
        // A panic of the accepting task has nothing more to stop.
        let _ = self.accepting.await;
        let outcome = tokio::task::spawn_blocking(move || self.writer.finish())
            .await
            .unwrap_or(Err(RelayError::WriterGone));
        (self.say)(Progress::Told("relay-stopped", facts! {}));
        outcome
    }
}

struct Shared {
    tls: TlsAcceptor,
    desk: Desk,
    limits: Arc<Limits>,
    tap: Option<Tap>,
    metrics: Arc<Metrics>,
    withholding: Arc<AtomicBool>,
}

impl Shared {
    /// What an honest relay answers, but for an exercise's withholding.
    fn played(&self, response: Response) -> Response {
        match response {
            Response::Taken(taken) if self.withholding.load(Relaxed) => {
                Response::Taken(taken.into_iter().filter(|t| t.receipt.seq % 2 == 0).collect())
            }
            honest => honest,
        }
    }
}

/// Returns when the relay is to stop (or has gone).
async fn stopped(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stop| *stop).await;
}

async fn listen(address: SocketAddr) -> Result<TcpListener, RelayError> {
    TcpListener::bind(address)
        .await
        .map_err(|e| RelayError::Listen { address: address.to_string(), detail: e.to_string() })
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopping: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = stopped(&mut stopping) => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => {
                    if let Some(place) = shared.limits.connect(from.ip(), Instant::now()) {
                        connections.spawn(connection(stream, place, shared.clone(), stopping.clone()));
                    } else {
                        shared.metrics.turned_away.fetch_add(1, Relaxed);
                    }
                }
                // Out of descriptors and the like: others may close meanwhile.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
        }
    }
    let ending = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(STOP_WITHIN, ending).await.is_err() {
        connections.shutdown().await;
    }
}

async fn connection(
    stream: TcpStream,
    place: Place,
    shared: Arc<Shared>,
    mut stopping: watch::Receiver<bool>,
) {
    let _ = stream.set_nodelay(true);
    let Ok(Ok(tls)) = tokio::time::timeout(HANDSHAKE_WITHIN, shared.tls.accept(stream)).await else {
        shared.metrics.failed_handshakes.fetch_add(1, Relaxed);
        return;
    };
    let place = Arc::new(place);
    let stop_seen = stopping.clone();
    let service = service_fn(move |request| {
        let (shared, place, stopping) = (shared.clone(), place.clone(), stop_seen.clone());
        async move { Ok::<_, Infallible>(respond(request, &shared, &place, stopping).await) }
    });
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE_WITHIN)
        .max_buf_size(HEADERS_LIMIT)
        .serve_connection(TokioIo::new(tls), service);
    tokio::pin!(serving);
    tokio::select! {
        _ = serving.as_mut() => {}
        () = stopped(&mut stopping) => {
            serving.as_mut().graceful_shutdown();
            let _ = serving.await;
        }
    }
}

async fn respond(
    request: hyper::Request<Incoming>,
    shared: &Shared,
    place: &Place,
    mut stopping: watch::Receiver<bool>,
) -> hyper::Response<Full<Bytes>> {
    let (status, response) = match admitted(request, shared, place).await {
        Ok(request) => {
            (StatusCode::OK, shared.desk.ask(request, place.address(), stopped(&mut stopping)).await)
        }
        Err((status, refusal)) => {
            shared.metrics.refused.fetch_add(1, Relaxed);
            (status, Response::Refused(refusal))
        }
    };
    let body = cbor::encode(&shared.played(response));
    if let Some(tap) = &shared.tap {
        tap(&body);
    }
    let mut answer = hyper::Response::new(Full::new(Bytes::from(body)));
    *answer.status_mut() = status;
    answer.headers_mut().insert("content-type", hyper::header::HeaderValue::from_static("application/cbor"));
    answer
}

/// Reads, limits and decodes a request.
async fn admitted(
    request: hyper::Request<Incoming>,
    shared: &Shared,
    place: &Place,
) -> Result<Request, (StatusCode, RelayRefusal)> {
    place.request(Instant::now()).map_err(|ms| (StatusCode::TOO_MANY_REQUESTS, RelayRefusal::TooFast(ms)))?;
    let verb = request.uri().path().strip_prefix("/v1/").unwrap_or_default().to_owned();
    let Some((_, limit)) = VERBS.iter().find(|(known, _)| *known == verb) else {
        return Err((StatusCode::NOT_FOUND, RelayRefusal::Malformed));
    };
    if request.method() != Method::POST {
        return Err((StatusCode::METHOD_NOT_ALLOWED, RelayRefusal::Malformed));
    }
    if request.body().size_hint().lower() > *limit as u64 {
        return Err((StatusCode::PAYLOAD_TOO_LARGE, RelayRefusal::Malformed));
    }
    let reading = Limited::new(request.into_body(), *limit).collect();
    let body = match tokio::time::timeout(BODY_WITHIN, reading).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(e)) if e.is::<LengthLimitError>() => {
            return Err((StatusCode::PAYLOAD_TOO_LARGE, RelayRefusal::Malformed));
        }
        Ok(Err(_)) => return Err((StatusCode::BAD_REQUEST, RelayRefusal::Malformed)),
        Err(_) => return Err((StatusCode::REQUEST_TIMEOUT, RelayRefusal::TooFast(0))),
    };
    if let Some(tap) = &shared.tap {
        tap(&body);
    }
    let decoded: Request =
        cbor::decode(&body).map_err(|_| (StatusCode::BAD_REQUEST, RelayRefusal::Malformed))?;
    if decoded.verb() == verb { Ok(decoded) } else { Err((StatusCode::BAD_REQUEST, RelayRefusal::Malformed)) }
}

/// The verbs and the most bytes of a body of each.
const VERBS: [(&str, usize); 6] = [
    ("open", 128 * 1024),
    ("put", 4 * 1024 * 1024 + 64 * 1024),
    ("take", 64 * 1024),
    ("drop", 64 * 1024),
    ("mark", 192 * 1024),
    ("time", 64),
];
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
const BODY_WITHIN: Duration = Duration::from_secs(30);
const IDLE_WITHIN: Duration = Duration::from_secs(90);
const STOP_WITHIN: Duration = Duration::from_secs(5);
const HEADERS_LIMIT: usize = 16 * 1024;
