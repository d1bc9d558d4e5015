//! Health and metrics over plain HTTP on a loopback address: `GET /health`, `GET /metrics`.

use crate::error::RelayError;
use crate::metrics::Metrics;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Serves until `stopping` says so; returns the bound address.
pub(crate) async fn serve(
    address: SocketAddr,
    metrics: Arc<Metrics>,
    mut stopping: watch::Receiver<bool>,
) -> Result<SocketAddr, RelayError> {
    if !address.ip().is_loopback() {
        return Err(RelayError::NotLoopback { address: address.to_string() });
    }
    let failed =
        |e: std::io::Error| RelayError::Listen { address: address.to_string(), detail: e.to_string() };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    let for_health = metrics.clone();
    let router = Router::new()
        .route(
            "/health",
            get(move || async move {
                if for_health.healthy() {
                    (StatusCode::OK, "ok\n")
                } else {
                    (StatusCode::SERVICE_UNAVAILABLE, "the last deposit could not be made durable\n")
                }
            }),
        )
        .route("/metrics", get(move || async move { metrics.text() }));
    tokio::spawn(async move {
        let stop = async move {
            let _ = stopping.wait_for(|stop| *stop).await;
        };
        // The listener ends with the relay; an error here ends only health.
        let _ = axum::serve(listener, router).with_graceful_shutdown(stop).await;
    });
    Ok(bound)
}
