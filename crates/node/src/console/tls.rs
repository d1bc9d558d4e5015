//! Connections of browsers that showed a certificate.
//!
//! I1 nothing is read from a connection before its handshake is over and its certificate names a person; others are
//! closed without a word. I2 a slow handshake delays no other one.

use super::certificates::Named;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// Whom a connection names.
#[derive(Debug, Clone)]
pub(super) struct Peer(pub(super) String);

/// Handshakes that are over.
pub(super) struct Arrivals(mpsc::Receiver<(TlsStream<TcpStream>, Peer)>);

impl Arrivals {
    /// Begins to take connections; ends when it is dropped.
    pub(super) fn of(listener: TcpListener, tls: TlsAcceptor, named: Named) -> Self {
        let (sender, receiver) = mpsc::channel(AT_ONCE);
        tokio::spawn(take(listener, tls, Arc::new(named), sender));
        Arrivals(receiver)
    }
}

async fn take(
    listener: TcpListener,
    tls: TlsAcceptor,
    named: Arc<Named>,
    sender: mpsc::Sender<(TlsStream<TcpStream>, Peer)>,
) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = sender.closed() => return,
        };
        let Ok((stream, _)) = accepted else {
            // Out of descriptors, most likely: others must close first.
            tokio::time::sleep(BREATH).await;
            continue;
        };
        let Ok(place) = room.clone().try_acquire_owned() else { continue };
        let (tls, named, sender) = (tls.clone(), named.clone(), sender.clone());
        tokio::spawn(async move {
            let shaken = tokio::time::timeout(HANDSHAKE_WITHIN, tls.accept(stream)).await;
            drop(place);
            let Ok(Ok(stream)) = shaken else { return };
            let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
            let Some(person) = shown.and_then(|certificate| named.person(certificate)) else { return };
            // The console has ended if nobody takes it.
            let _ = sender.send((stream, Peer(person))).await;
        });
    }
}

impl Listener for Arrivals {
    type Io = TlsStream<TcpStream>;
    type Addr = Peer;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.0.recv().await {
            Some(arrived) => arrived,
            // The taking task ends only after this.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}

impl Connected<IncomingStream<'_, Arrivals>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Arrivals>) -> Self {
        stream.remote_addr().clone()
    }
}

const AT_ONCE: usize = 64;
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
const BREATH: Duration = Duration::from_millis(200);
