//! The desk's page: all that it shows is compared word for word with what a desk may know.

use crate::world::*;
use relay::{AccountConfig, Relay, RelayConfig};
use std::path::Path;

/// One request to the desk's address: the head and the body of the answer.
async fn ask(relay: &Relay, head: &str, body: &str) -> (String, String) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = relay.health().expect("the page is served");
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("reached");
    let text = format!("{head}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
    stream.write_all(text.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("answered");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    (head.to_owned(), body.to_owned())
}

async fn page(relay: &Relay) -> (String, String) {
    ask(relay, "GET / HTTP/1.1\r\nhost: localhost\r\n", "").await
}

async fn proof(relay: &Relay, mailbox: &str) -> String {
    let head =
        "POST /prove HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    ask(relay, head, &format!("mailbox={mailbox}")).await.1
}

/// What stands between the tags, one text a line; marks of direction and times are taken out.
fn texts(page: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for part in page.split('<').filter_map(|part| part.split_once('>')) {
        let bare: String = part.1.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect();
        if !bare.trim().is_empty() {
            texts.push(timeless(bare.trim()));
        }
    }
    texts
}

/// Every `TUE 171600:05Z AUG 27` is TIME.
fn timeless(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let is_time = |at: usize| {
        let zulu = words.get(at + 1).and_then(|word| word.strip_suffix('Z'));
        zulu.is_some_and(|word| word.bytes().filter(u8::is_ascii_digit).count() >= 6)
    };
    let (mut at, mut out) = (0, Vec::new());
    while at < words.len() {
        if is_time(at) {
            let end =
                words.get(at + 3).map_or("", |word| word.trim_start_matches(|c: char| c.is_ascii_digit()));
            out.push(format!("TIME{end}"));
            at += 4;
        } else {
            out.push(words[at].to_owned());
            at += 1;
        }
    }
    out.join(" ")
}

fn two_accounts(folder: &Path, language: &str) -> RelayConfig {
    let unused = AccountConfig { name: "two <b>".to_owned(), token_sha256: hex::encode([8; 32]) };
    let mut config = config(folder);
    config.language = language.to_owned();
    config.address = Some("relay.example.org:7443".to_owned());
    config.accounts.push(unused);
    config
}

/// A relay with one account in use: three deposits, two of them handed over and dropped.
async fn used(folder: &Path, language: &str) -> Relay {
    let relay = start(two_accounts(folder, language)).await;
    let client = ready(&relay).await;
    kept(client.call(&put(&[1, 2])).await.expect("answered"));
    taken(client.call(&take(0, 0)).await.expect("answered"));
    client.call(&drop_up_to(2)).await.expect("answered");
    kept(client.call(&put(&[3])).await.expect("answered"));
    relay
}

const CANNOT: &str = "This desk cannot know who writes to whom, what is written or why, and cannot be blamed for any \
of it; it answers only for keeping and handing over what it acknowledged.";

#[tokio::test]
async fn the_page_shows_what_a_desk_may_know_and_not_a_word_more() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = used(folder.path(), "en").await;
    let (head, page) = page(&relay).await;
    let pin = relay.pin().grouped();
    let room = texts(&page).into_iter().find(|text| text.starts_with("Its store takes")).expect("the room");
    let expected = [
        "Relay CH-1",
        "Relay CH-1",
        "The parties reach it at relay.example.org:7443.",
        &format!("Its fingerprint: {pin}."),
        "Its duties",
        "Everything that it acknowledged is on the disk.",
        "Its clock says TIME and declares an error of at most 20 ms. Compare it with a clock that you trust.",
        "What is not fetched, and the log of order and times, it keeps for 400 days.",
        "It has run since TIME; since then 3 envelopes kept, 2 handed over, 0 requests refused.",
        &room,
        "Accounts",
        "Account",
        "Mailboxes",
        "Waiting, 2 KiB",
        "Waiting, 8 KiB",
        "Waiting, 32 KiB",
        "Waiting, 64 KiB",
        "KiB waiting",
        "Oldest waiting",
        "Last deposit",
        "Last asked for",
        "one",
        "1",
        "1",
        "0",
        "0",
        "0",
        "2",
        "TIME",
        "TIME",
        "TIME",
        "two &lt;b&gt;",
        "not used yet",
        "For the relay's own defence",
        "If a party says that something was withheld, ask it for the number of the mailbox (64 signs). Order and \
         times are all that the relay has to show.",
        "Mailbox",
        "Show order and times",
        CANNOT,
    ];
    assert_eq!(texts(&page), expected);
    assert_eq!(room.replace(|c: char| c.is_ascii_digit(), ""), "Its store takes at most  MiB of the disk.");
    for secret in [hex::encode(BOX.0), hex::encode(ACCOUNT.hash()), hex::encode(ACCOUNT.0)] {
        assert!(!page.contains(&secret) && !page.contains(&secret[..8]), "{secret} in {page}");
    }
    assert!(
        head.contains("content-security-policy: default-src 'none'; style-src 'self'; form-action 'self'")
    );
    assert!(!page.contains("<script") && !page.contains("://"), "{page}");
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn the_same_page_speaks_persian_from_right_to_left_without_an_english_word() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = used(folder.path(), "fa").await;
    let (_, page) = page(&relay).await;
    assert!(page.contains("<html lang=\"fa\" dir=\"rtl\">"), "{page}");
    let texts = texts(&page);
    assert_eq!(texts.len(), 38, "{texts:?}");
    let machine = ["CH-1", "relay.example.org:7443", "TIME", "one", "two", "&lt;b&gt;"];
    for text in &texts {
        let pinless = text.replace(&relay.pin().grouped(), "");
        for word in pinless.split([' ', '.', '؛', '،']).filter(|word| word.is_ascii() && !word.is_empty()) {
            let known = machine.iter().any(|known| known.split('.').any(|part| part == word));
            assert!(known, "{word} in {text}");
        }
    }
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn the_page_proves_order_and_times_of_a_mailbox_and_of_no_other() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = used(folder.path(), "en").await;
    let shown = texts(&proof(&relay, &hex::encode(BOX.0)).await);
    let deposit = |number: u32| {
        let envelope = hex::encode(line::envelope::hash_of(&envelope(number)).0);
        format!("Deposit {number}, 2 KiB, TIME, envelope {envelope}")
    };
    let expected = [
        "For the relay's own defence".to_owned(),
        "For the relay's own defence".to_owned(),
        format!("Mailbox {}", hex::encode(BOX.0)),
        deposit(1),
        deposit(2),
        "Handed over 1 to 2, TIME".to_owned(),
        deposit(3),
        "Back".to_owned(),
        CANNOT.to_owned(),
    ];
    assert_eq!(shown, expected);
    for none in [hex::encode([7; 32]), "<script>".to_owned(), String::new()] {
        let shown = texts(&proof(&relay, &none).await);
        assert_eq!(shown[3], "There is no such mailbox here, or the store cannot be read now.", "{shown:?}");
    }
    relay.stop().await.expect("stopped");
}

#[tokio::test]
async fn a_page_elsewhere_cannot_make_a_browser_read_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let relay = used(folder.path(), "en").await;
    let (head, body) = ask(&relay, "GET / HTTP/1.1\r\nhost: evil.example\r\n", "").await;
    assert!(head.starts_with("HTTP/1.1 421") && body.is_empty(), "{head}{body}");
    let post =
        "POST /prove HTTP/1.1\r\nhost: evil.example\r\ncontent-type: application/x-www-form-urlencoded\r\n";
    let (head, body) = ask(&relay, post, &format!("mailbox={}", hex::encode(BOX.0))).await;
    assert!(head.starts_with("HTTP/1.1 421") && body.is_empty(), "{head}{body}");
    relay.stop().await.expect("stopped");
}
