//! A node's side of the six verbs: pinned TLS, kept-alive connections, one pool a (compartment, relay).
//!
//! I1 two clients share no connection and no TLS session. I2 a call either brings the relay's answer or says in
//! one word why not; since every verb is idempotent, one that died with an idle connection is sent once more.

use crate::faults::Faults;
use crate::tls::{Pin, client_config, is_wrong_pin, server_name};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use line::cbor;
use line::machine::CallFailed;
use line::relay_api::{Request, Response};
use rustls::ClientConfig;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Calls one relay for one compartment.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    address: String,
    tls: Arc<ClientConfig>,
    faults: Faults,
    idle: Mutex<Vec<Connection>>,
}

type Connection = SendRequest<Full<Bytes>>;

impl Client {
    /// A client for the relay at `address` ("host:port") whose key has this pin.
    pub fn new(address: &str, pin: Pin, faults: Faults) -> Self {
        let inner = Inner {
            address: address.to_owned(),
            tls: client_config(pin),
            faults,
            idle: Mutex::new(Vec::new()),
        };
        Client { inner: Arc::new(inner) }
    }

    /// Sends a request and waits for its answer (a `take` for as long as it asks the relay to wait).
    ///
    /// # Errors
    /// [`CallFailed`]; whether the relay did what was asked is then unknown, and asking again is harmless.
    pub async fn call(&self, request: &Request) -> Result<Response, CallFailed> {
        let wait = match request {
            Request::Take(take) => Duration::from_millis(u64::from(take.wait_ms)),
            _ => Duration::ZERO,
        };
        let attempt = async {
            let link = self.inner.faults.link();
            if !link.delay.is_zero() {
                tokio::time::sleep(link.delay).await;
            }
            self.inner.exchange(request).await
        };
        tokio::select! {
            biased;
            () = self.inner.faults.until_cut() => {
                self.inner.idle.lock().expect("no holder of the pool panics").clear();
                Err(CallFailed::Unreachable)
            }
            answer = tokio::time::timeout(wait + ANSWER_WITHIN, attempt) => {
                answer.unwrap_or(Err(CallFailed::TimedOut))
            }
        }
    }
}

impl Inner {
    async fn exchange(&self, request: &Request) -> Result<Response, CallFailed> {
        let path = format!("/v1/{}", request.verb());
        let body = Bytes::from(cbor::encode(request));
        while let Some(connection) = self.idle_connection() {
            match self.send(connection, &path, body.clone()).await {
                Err(CallFailed::Unreachable) => {}
                other => return other,
            }
        }
        let connection = self.connect().await?;
        self.send(connection, &path, body).await
    }

    fn idle_connection(&self) -> Option<Connection> {
        let mut idle = self.idle.lock().expect("no holder of the pool panics");
        while let Some(connection) = idle.pop() {
            if !connection.is_closed() {
                return Some(connection);
            }
        }
        None
    }

    async fn connect(&self) -> Result<Connection, CallFailed> {
        let unreachable = |_| CallFailed::Unreachable;
        let connecting = async {
            let tcp = TcpStream::connect(&self.address).await.map_err(unreachable)?;
            tcp.set_nodelay(true).map_err(unreachable)?;
            TlsConnector::from(self.tls.clone())
                .connect(server_name(), tcp)
                .await
                .map_err(|e| if is_wrong_pin(&e) { CallFailed::WrongPin } else { CallFailed::Unreachable })
        };
        let tls =
            tokio::time::timeout(CONNECT_WITHIN, connecting).await.map_err(|_| CallFailed::Unreachable)??;
        let (sender, driver) =
            handshake::<_, Full<Bytes>>(TokioIo::new(tls)).await.map_err(|_| CallFailed::Unreachable)?;
        tokio::spawn(async move {
            // The driver's error is seen by the caller as a failed send.
            let _ = driver.await;
        });
        Ok(sender)
    }

    async fn send(
        &self,
        mut connection: Connection,
        path: &str,
        body: Bytes,
    ) -> Result<Response, CallFailed> {
        let request = hyper::Request::post(path)
            .header("host", "relay.invalid")
            .header("content-type", "application/cbor")
            .body(Full::new(body))
            .map_err(|_| CallFailed::Garbled)?;
        connection.ready().await.map_err(|_| CallFailed::Unreachable)?;
        let answer = connection.send_request(request).await.map_err(|_| CallFailed::Unreachable)?;
        let response = read_answer(answer).await?;
        let mut idle = self.idle.lock().expect("no holder of the pool panics");
        if idle.len() < IDLE_AT_MOST {
            idle.push(connection);
        }
        Ok(response)
    }
}

async fn read_answer(answer: hyper::Response<Incoming>) -> Result<Response, CallFailed> {
    let body = Limited::new(answer.into_body(), ANSWER_LIMIT).collect().await;
    let bytes = body
        .map_err(|e| {
            if e.is::<http_body_util::LengthLimitError>() {
                CallFailed::Garbled
            } else {
                CallFailed::Unreachable
            }
        })?
        .to_bytes();
    cbor::decode(&bytes).map_err(|_| CallFailed::Garbled)
}

const CONNECT_WITHIN: Duration = Duration::from_secs(10);
const ANSWER_WITHIN: Duration = Duration::from_secs(20);
const ANSWER_LIMIT: usize = 5 * 1024 * 1024;
const IDLE_AT_MOST: usize = 4;
