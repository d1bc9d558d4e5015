//! What a relay keeps, hands over and forgets.

use crate::world::*;
use line::machine::CallFailed;
use line::mailbox::receipt_is;
use line::relay_api::{PutOutcome, ReceiptKey, RelayRefusal, Request, Response, TimeAsk, Token};
use relay::{Faults, Pin};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

#[tokio::test]
async fn an_envelope_is_kept_handed_over_once_it_is_asked_for_and_dropped() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let client = ready(&relay).await;
    let receipts = kept(client.call(&put(&[1, 2])).await.expect("answered"));
    assert_eq!(receipts.iter().map(|r| r.seq).collect::<Vec<_>>(), [1, 2]);
    assert!(receipt_is("CH-1", &ReceiptKey([4; 32]), &receipts[0], None));
    let found = taken(client.call(&take(0, 0)).await.expect("answered"));
    assert_eq!(found.iter().map(|t| t.envelope.clone()).collect::<Vec<_>>(), [envelope(1), envelope(2)]);
    assert_eq!(client.call(&drop_up_to(1)).await, Ok(Response::Dropped));
    let left = taken(client.call(&take(0, 0)).await.expect("answered"));
    assert_eq!(left.iter().map(|t| t.receipt.seq).collect::<Vec<_>>(), [2]);
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_restart_keeps_everything_and_the_pin() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let pin = relay.pin();
    let first = kept(ready(&relay).await.call(&put(&[1])).await.expect("answered"));
    relay.stop().await.expect("stopped");
    let relay = start(config(folder.path())).await;
    assert_eq!(relay.pin(), pin);
    let client = client(&relay);
    let again = kept(client.call(&put(&[1])).await.expect("answered"));
    assert_eq!(again, first, "the same envelope has its place and its receipt");
    let found = taken(client.call(&take(0, 0)).await.expect("answered"));
    assert_eq!(found.len(), 1);
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_long_poll_ends_with_the_deposit_and_not_before() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let sender = ready(&relay).await;
    let fetcher = client(&relay);
    let began = Instant::now();
    let waiting = tokio::spawn(async move { fetcher.call(&take(0, 10_000)).await });
    tokio::time::sleep(Duration::from_millis(150)).await;
    kept(sender.call(&put(&[7])).await.expect("answered"));
    let found = taken(waiting.await.expect("no panic").expect("answered"));
    assert_eq!(found[0].envelope, envelope(7));
    assert!(began.elapsed() >= Duration::from_millis(150) && began.elapsed() < Duration::from_secs(5));
    let nothing = taken(sender.call(&take(1, 50)).await.expect("answered"));
    assert!(nothing.is_empty());
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_stop_ends_long_polls_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let client = ready(&relay).await;
    let waiting = tokio::spawn(async move { client.call(&take(0, 50_000)).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let began = Instant::now();
    relay.stop().await.expect("stopped");
    assert!(began.elapsed() < Duration::from_secs(4));
    assert_eq!(waiting.await.expect("no panic"), Ok(Response::Taken(Vec::new())));
}

#[tokio::test]
async fn many_senders_at_once_are_all_kept_with_fewer_commits_than_deposits() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    ready(&relay).await;
    let mut senders = tokio::task::JoinSet::new();
    for sender in 0..16u32 {
        let client = client(&relay);
        senders.spawn(async move {
            for n in 0..20 {
                kept(client.call(&put(&[sender * 100 + n])).await.expect("answered"));
            }
        });
    }
    while let Some(done) = senders.join_next().await {
        done.expect("no panic");
    }
    let found = taken(client(&relay).call(&take(0, 0)).await.expect("answered"));
    assert_eq!(found.len(), 320);
    let metrics = metrics(&relay).await;
    let commits =
        metrics.lines().find_map(|l| l.strip_prefix("demarche_relay_commits_total ")).expect("counted");
    assert!(commits.parse::<u64>().expect("a number") < 320, "{metrics}");
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_wrong_pin_is_refused_by_name_and_an_unknown_token_by_one_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let stranger = client_with(&relay, Pin([0; 32]), Faults::default());
    assert_eq!(stranger.call(&Request::Time(TimeAsk {})).await, Err(CallFailed::WrongPin));
    let client = ready(&relay).await;
    let Request::Put(mut wrong) = put(&[1]) else { unreachable!("built above") };
    wrong.items[0].fill = Token([8; 32]);
    let refused = Response::Put(vec![PutOutcome::Refused(RelayRefusal::NoSuchBox)], Vec::new());
    assert_eq!(client.call(&Request::Put(wrong)).await, Ok(refused));
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_full_store_refuses_as_not_durable_keeps_what_it_had_and_says_so_in_its_health() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut small = config(folder.path());
    small.limits.store_bytes = Some(400 * 1024);
    let relay = start(small).await;
    let client = ready(&relay).await;
    let mut kept_numbers = Vec::new();
    let mut refused = false;
    for n in 0..400 {
        match client.call(&put(&[n])).await.expect("answered") {
            Response::Refused(RelayRefusal::NotDurable) => {
                refused = true;
                break;
            }
            response => {
                kept(response);
                kept_numbers.push(n);
            }
        }
    }
    assert!(refused, "the ceiling was never met");
    assert!(health(&relay).await.starts_with("HTTP/1.1 503"));
    let found = taken(client.call(&take(0, 0)).await.expect("answered"));
    let expected: Vec<_> = kept_numbers.into_iter().map(envelope).collect();
    assert_eq!(found.into_iter().map(|t| t.envelope).collect::<Vec<_>>(), expected);
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_second_relay_on_the_same_folder_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let refused = relay::Relay::start(config(folder.path()), None, relay::silent()).await.map(|_| ());
    let code = refusal::Refusal::of(&refused.expect_err("the folder is in use")).code;
    assert_eq!(code.0, "E-STORE-006");
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_reading_relay_keeps_every_body_of_both_directions() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let seen: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
    let tap = seen.clone();
    let keep = Arc::new(move |body: &[u8]| tap.lock().expect("whole").push(body.to_vec()));
    let relay = start_tapped(config(folder.path()), keep).await;
    let client = ready(&relay).await;
    kept(client.call(&put(&[77])).await.expect("answered"));
    relay.stop().await.expect("stopped");
    let seen = seen.lock().expect("whole");
    assert_eq!(seen.len(), 4);
    let needle = envelope(77);
    assert!(seen[2].windows(needle.len()).any(|w| w == needle));
}

#[tokio::test]
async fn prove_prints_the_log_of_a_mailbox_and_names_nobody() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let client = ready(&relay).await;
    kept(client.call(&put(&[1, 2])).await.expect("answered"));
    let running = relay::prove(&config(folder.path()), &hex::encode(BOX.0), 1, 100).expect("there");
    assert_eq!(running.events.len(), 2, "also while the relay runs");
    taken(client.call(&take(0, 0)).await.expect("answered"));
    relay.stop().await.expect("stopped");
    let slice = relay::prove(&config(folder.path()), &hex::encode(BOX.0), 1, 100).expect("there");
    assert_eq!(slice.events.len(), 3, "two deposits, one hand-over: {slice:?}");
    let refused = relay::prove(&config(folder.path()), &hex::encode([0; 32]), 1, 100);
    assert_eq!(refusal::Refusal::of(&refused.expect_err("no such box")).code.0, "E-RELAY-006");
}

async fn metrics(relay: &relay::Relay) -> String {
    plain(relay, "/metrics").await
}

async fn health(relay: &relay::Relay) -> String {
    plain(relay, "/health").await
}

async fn plain(relay: &relay::Relay, path: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = relay.health().expect("health is served");
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("reached");
    let ask = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).await.expect("answered");
    text
}
