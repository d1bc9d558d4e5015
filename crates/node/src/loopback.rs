//! Listeners that only this machine reaches.

use crate::error::NodeError;
use std::net::SocketAddr;
use tokio::net::TcpListener;

pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, NodeError> {
    if !address.ip().is_loopback() {
        return Err(NodeError::NotLoopback { address: address.to_string() });
    }
    let failed =
        |e: std::io::Error| NodeError::Listen { address: address.to_string(), detail: e.to_string() };
    TcpListener::bind(address).await.map_err(failed)
}
