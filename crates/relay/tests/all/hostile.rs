//! What a hostile client can do: harm itself.

use crate::world::*;
use line::cbor;
use line::relay_api::{RelayRefusal, Request, Response};
use proptest::prelude::*;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// TLS with whatever certificate comes; a hostile client does not care.
async fn raw(relay: &relay::Relay) -> TlsStream<TcpStream> {
    let tcp = TcpStream::connect(relay.address()).await.expect("reached");
    let config = relay::client_tls(relay.pin());
    let name = rustls::pki_types::ServerName::try_from("x.invalid").expect("a name");
    TlsConnector::from(config).connect(name, tcp).await.expect("a handshake")
}

/// Sends bytes and reads what comes until the relay closes.
async fn say(relay: &relay::Relay, bytes: &[u8]) -> Vec<u8> {
    let mut stream = raw(relay).await;
    // The relay may hang up in the middle; what it said until then counts.
    let _ = stream.write_all(bytes).await;
    let _ = stream.flush().await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
    answer
}

fn post(verb: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /v1/{verb} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn status(answer: &[u8]) -> &str {
    std::str::from_utf8(answer.get(9..12).unwrap_or_default()).unwrap_or_default()
}

async fn still_serves(relay: &relay::Relay) {
    let client = client(relay);
    assert_eq!(client.call(&open_box()).await, Ok(Response::Opened));
}

#[tokio::test]
async fn garbage_unknown_verbs_other_methods_and_verbs_that_do_not_fit_the_body_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let body = cbor::encode(&put(&[1]));
    assert_eq!(status(&say(&relay, &post("put", b"\x9f\xff\x00garbage")).await), "400");
    assert_eq!(status(&say(&relay, &post("steal", &body)).await), "404");
    assert_eq!(status(&say(&relay, &post("take", &body)).await), "400");
    assert_eq!(
        status(&say(&relay, b"GET /v1/time HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await),
        "405"
    );
    let answer = say(&relay, &post("put", &[body.as_slice(), b"x"].concat())).await;
    let refusal = cbor::encode(&Response::Refused(RelayRefusal::Malformed));
    assert!(answer.ends_with(&refusal), "a byte too many is not the canonical form");
    still_serves(&relay).await;
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_body_above_its_verbs_limit_is_refused_without_being_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    for (verb, bytes) in [("time", 65usize), ("take", 1 << 20), ("put", 5 << 20)] {
        let head = format!("POST /v1/{verb} HTTP/1.1\r\nhost: x\r\ncontent-length: {bytes}\r\n\r\n");
        let sent = [head.as_bytes(), &[0; 60]].concat();
        assert_eq!(status(&say(&relay, &sent).await), "413", "{verb}");
    }
    let announced = b"POST /v1/put HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999999\r\n\r\n";
    assert_eq!(status(&say(&relay, announced).await), "413", "a length alone allocates nothing");
    still_serves(&relay).await;
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn clients_that_say_nothing_or_speak_slowly_do_not_keep_others_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    let mut silent = Vec::new();
    for _ in 0..40 {
        silent.push(TcpStream::connect(relay.address()).await.expect("reached"));
    }
    let mut slow = raw(&relay).await;
    slow.write_all(b"POST /v1/put HTTP/1.1\r\nhost: x\r\ncontent-length: 4000\r\n\r\nab")
        .await
        .expect("sent");
    still_serves(&relay).await;
    drop((silent, slow));
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn one_address_gets_no_more_than_its_connections_and_its_rate() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut tight = config(folder.path());
    tight.limits.address_connections = 2;
    tight.limits.address_requests_per_s = 3;
    let relay = start(tight).await;
    let client = ready(&relay).await;
    let mut answers = Vec::new();
    for _ in 0..40 {
        answers.push(client.call(&take(0, 0)).await.expect("answered"));
    }
    assert!(answers.iter().any(|a| matches!(a, Response::Refused(RelayRefusal::TooFast(_)))));
    let _second = raw(&relay).await;
    let mut third = TcpStream::connect(relay.address()).await.expect("the system accepts");
    let mut byte = [0];
    let closed = tokio::time::timeout(Duration::from_secs(2), third.read(&mut byte)).await;
    assert!(matches!(closed, Ok(Ok(0) | Err(_))), "the third connection is closed unheard");
    drop(client);
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn an_older_tls_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = start(config(folder.path())).await;
    // A TLS 1.2 client hello by hand: record, handshake, version 3.3, no extension that offers 1.3.
    let hello =
        [&[0x16, 3, 1, 0, 0x2f, 1, 0, 0, 0x2b, 3, 3][..], &[7; 32], &[0, 0, 4, 0xc0, 0x2b, 0xc0, 0x2f, 1, 0]]
            .concat();
    let mut tcp = TcpStream::connect(relay.address()).await.expect("reached");
    tcp.write_all(&hello).await.expect("sent");
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), tcp.read_to_end(&mut answer)).await;
    assert_eq!(answer.first(), Some(&0x15), "an alert, no server hello: {answer:?}");
    relay.stop().await.expect("stopped");
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(64))
}

proptest! {
    #![proptest_config(cases())]
    #[test]
    fn a_mutated_request_is_refused_or_is_a_request_and_never_a_panic(
        place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()
    ) {
        for request in [open_box(), put(&[1]), take(0, 5), drop_up_to(1)] {
            let mut bytes = cbor::encode(&request);
            let at = place.index(bytes.len());
            bytes[at] = byte;
            bytes.truncate(cut.index(bytes.len()) + 1);
            if let Ok(decoded) = cbor::decode::<Request>(&bytes) {
                prop_assert_eq!(cbor::encode(&decoded), bytes);
            }
        }
    }

    #[test]
    fn any_text_as_a_configuration_is_refused_or_valid_and_never_a_panic(text in ".{0,200}") {
        prop_assert!(relay::RelayConfig::parse(&text, "f").is_err());
    }

    #[test]
    fn a_configuration_with_a_piece_replaced_is_read_or_refused(
        place in any::<prop::sample::Index>(), length in 0usize..12, piece in "[ -~]{0,8}"
    ) {
        let text: Vec<char> = relay::RelayConfig::template().chars().collect();
        let start = place.index(text.len());
        let end = (start + length).min(text.len());
        let changed: String =
            text[..start].iter().copied().chain(piece.chars()).chain(text[end..].iter().copied()).collect();
        if let Err(refused) = relay::RelayConfig::parse(&changed, "f") {
            prop_assert!(!refused.to_string().is_empty());
        }
    }
}
