//! Cut and slow links of a client.

use crate::world::*;
use line::machine::CallFailed;
use line::relay_api::Response;
use relay::{Faults, Link};
use std::time::{Duration, Instant};

#[tokio::test]
async fn a_cut_breaks_calls_under_way_and_a_mended_link_carries_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let faults = Faults::default();
    let client = client_with(&relay, relay.pin(), faults.clone());
    assert_eq!(client.call(&open_box()).await, Ok(Response::Opened));
    let polling = {
        let client = client.clone();
        tokio::spawn(async move { client.call(&take(0, 30_000)).await })
    };
    tokio::time::sleep(Duration::from_millis(100)).await;
    faults.set(Link { cut: true, delay: Duration::ZERO });
    assert_eq!(polling.await.expect("no panic"), Err(CallFailed::Unreachable));
    assert_eq!(client.call(&put(&[1])).await, Err(CallFailed::Unreachable));
    faults.set(Link { cut: false, delay: Duration::from_millis(120) });
    let began = Instant::now();
    kept(client.call(&put(&[1])).await.expect("answered"));
    assert!(began.elapsed() >= Duration::from_millis(120));
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_client_finds_its_relay_again_after_a_restart_on_the_same_port() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut settings = config(folder.path());
    let relay = start(settings.clone()).await;
    let client = ready(&relay).await;
    settings.listen = relay.address();
    relay.stop().await.expect("stopped");
    assert_eq!(client.call(&put(&[1])).await, Err(CallFailed::Unreachable));
    let relay = start(settings).await;
    kept(client.call(&put(&[1])).await.expect("answered"));
    relay.stop().await.expect("stopped");
}
