//! A relay on a free port with one account and one mailbox, and clients for it.

use line::ids::MailboxId;
use line::relay_api::{
    DropUpTo, NewBox, Open, Put, PutItem, PutOutcome, ReceiptKey, RelayReceipt, Request, Response, Take,
    TakeFrom, Taken, Token,
};
use relay::{AccountConfig, Client, Faults, LimitsConfig, Pin, Relay, RelayConfig, Tap, silent};
use std::path::Path;

pub const ACCOUNT: Token = Token([1; 32]);
pub const FILL: Token = Token([2; 32]);
pub const EMPTY: Token = Token([3; 32]);
pub const BOX: MailboxId = MailboxId([9; 32]);

pub fn config(folder: &Path) -> RelayConfig {
    let account = AccountConfig { name: "one".to_owned(), token_sha256: hex::encode(ACCOUNT.hash()) };
    RelayConfig {
        id: "CH-1".to_owned(),
        folder: folder.join("relay"),
        listen: "127.0.0.1:0".parse().expect("an address"),
        address: None,
        language: "en".to_owned(),
        health: Some("127.0.0.1:0".parse().expect("an address")),
        clock_error_ms: 20,
        keep_days: 400,
        limits: LimitsConfig::default(),
        accounts: vec![account],
    }
}

pub async fn start(config: RelayConfig) -> Relay {
    Relay::start(config, None, silent()).await.expect("the relay starts")
}

pub async fn start_tapped(config: RelayConfig, tap: Tap) -> Relay {
    Relay::start(config, Some(tap), silent()).await.expect("the relay starts")
}

pub fn client(relay: &Relay) -> Client {
    client_with(relay, relay.pin(), Faults::default())
}

pub fn client_with(relay: &Relay, pin: Pin, faults: Faults) -> Client {
    Client::new(&relay.address().to_string(), pin, faults)
}

pub fn open_box() -> Request {
    let new = NewBox {
        mailbox: BOX,
        fill_hash: FILL.hash(),
        empty_hash: EMPTY.hash(),
        fill_receipt_key: ReceiptKey([4; 32]),
        empty_receipt_key: ReceiptKey([5; 32]),
        tell_hand_over: true,
    };
    Request::Open(Open { account: ACCOUNT, boxes: vec![new] })
}

/// A 2 KiB envelope for the mailbox, told apart by a number.
pub fn envelope(number: u32) -> Vec<u8> {
    let mut bytes = vec![0; 2048];
    bytes[..32].copy_from_slice(&BOX.0);
    bytes[32..36].copy_from_slice(&number.to_be_bytes());
    bytes
}

pub fn put(numbers: &[u32]) -> Request {
    let items = numbers.iter().map(|n| PutItem { fill: FILL, envelope: envelope(*n) }).collect();
    Request::Put(Put { items, ask_hand_over: Vec::new() })
}

pub fn take(after: u64, wait_ms: u32) -> Request {
    let from = vec![TakeFrom { mailbox: BOX, empty: EMPTY, after }];
    Request::Take(Take { from, wait_ms, max_bytes: 4 << 20 })
}

pub fn drop_up_to(seq: u64) -> Request {
    Request::Drop(DropUpTo { upto: vec![TakeFrom { mailbox: BOX, empty: EMPTY, after: seq }] })
}

pub fn kept(response: Response) -> Vec<RelayReceipt> {
    let Response::Put(outcomes, _) = response else { panic!("not an answer to a put: {response:?}") };
    let receipt = |outcome| match outcome {
        PutOutcome::Kept(receipt) => receipt,
        PutOutcome::Refused(why) => panic!("refused: {why:?}"),
    };
    outcomes.into_iter().map(receipt).collect()
}

pub fn taken(response: Response) -> Vec<Taken> {
    let Response::Taken(taken) = response else { panic!("not an answer to a take: {response:?}") };
    taken
}

pub async fn ready(relay: &Relay) -> Client {
    let client = client(relay);
    assert_eq!(client.call(&open_box()).await, Ok(Response::Opened));
    client
}
