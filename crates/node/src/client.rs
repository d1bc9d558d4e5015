//! The command line's side of the socket: one question, one answer.

use crate::api::{Ask, Outcome};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use std::path::Path;
use tokio::net::UnixStream;

/// Asks the node whose socket this is.
///
/// # Errors
/// What the system says when no node listens there, or when the answer is not one.
pub async fn ask(socket: &Path, question: &Ask) -> std::io::Result<Outcome> {
    let stream = UnixStream::connect(socket).await?;
    let (mut sender, driver) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(std::io::Error::other)?;
    tokio::spawn(async move {
        // The driver's error is seen by the caller as a failed send.
        let _ = driver.await;
    });
    let body = serde_json::to_vec(question).map_err(std::io::Error::other)?;
    let request = hyper::Request::post("/v1")
        .header("host", "node")
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body)))
        .map_err(std::io::Error::other)?;
    let answer = sender.send_request(request).await.map_err(std::io::Error::other)?;
    let body =
        Limited::new(answer.into_body(), ANSWER_LIMIT).collect().await.map_err(std::io::Error::other)?;
    serde_json::from_slice(&body.to_bytes()).map_err(std::io::Error::other)
}

const ANSWER_LIMIT: usize = 1 << 30;
