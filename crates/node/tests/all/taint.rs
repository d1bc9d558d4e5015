//! What a draft says stands in the drafts of its own node and nowhere else until it is released: markers are looked
//! for in every row of the stores, read through their keys, in every file as it lies on the disks, in what the node
//! tells its operator, in metrics and health, in the analysts' snapshot and in a restored backup.

use crate::world::*;
use line::machine::Table;
use node::api::{Ask, Hex, Outcome, PublicDraft, Purpose, Told};
use node::{Hooks, NodeConfig};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};
use store::NodeFolder;

/// One place: what it is called, what stands there.
type Place = (String, Vec<u8>);

/// A text of 26 letters that stands nowhere by chance.
fn marker() -> String {
    let mut bytes = [0u8; 26];
    getrandom::fill(&mut bytes).expect("a running operating system gives randomness");
    bytes.iter().map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// Where which marker stands: as it is, in hexadecimal, or as Rust prints bytes.
fn leaks(places: &[Place], markers: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (n, marker) in markers.iter().enumerate() {
        let printed = format!("{:?}", marker.as_bytes());
        let forms = [marker.clone(), hex::encode(marker), printed[1..printed.len() - 1].to_owned()];
        for (name, text) in places {
            let holds = |form: &String| text.windows(form.len()).any(|window| window == form.as_bytes());
            if forms.iter().any(holds) {
                found.insert(format!("{n} in {name}"));
            }
        }
    }
    found
}

/// What a node tells: every refusal and event, as its log prints them and in full.
fn listening(log: &Arc<Mutex<Vec<Place>>>) -> Hooks {
    let (said, told) = (log.clone(), log.clone());
    let note = |log: &Mutex<Vec<Place>>, name: &str, text: String| {
        log.lock().expect("no holder panics").push((name.to_owned(), text.into_bytes()));
    };
    let mut hooks = Hooks::hearing(move |refusal| note(&said, "LOG", format!("{refusal} {refusal:?}")));
    hooks.events = Some(Arc::new(move |code, event| note(&told, "EVENT", format!("{code} {event:?}"))));
    hooks
}

/// Every row of a node that is off, its drafts apart.
pub fn rows(folder: &Path) -> (Vec<Place>, Vec<Place>) {
    let (node, mut store, _) = NodeFolder::open(folder, None).expect("opens");
    let (mut rows, mut drafts) = (Vec::new(), Vec::new());
    for ((table, key), value) in store.load().expect("readable") {
        rows.push((format!("node.db {table:?}"), [key, value].concat()));
    }
    for id in node.compartments().expect("listed") {
        let (mut compartment, _) = node.open_compartment(&id).expect("opens");
        for ((table, key), value) in compartment.load().expect("readable") {
            let kept = if table == Table::Drafts { &mut drafts } else { &mut rows };
            kept.push((format!("{table:?}"), [key, value].concat()));
        }
        compartment.stop_cleanly(node.boot()).expect("stopped");
    }
    store.stop_cleanly(node.boot()).expect("stopped");
    (rows, drafts)
}

/// Every file below a folder, as its bytes lie there.
fn files(folder: &Path, found: &mut Vec<Place>) {
    for item in std::fs::read_dir(folder).expect("listed") {
        let path = item.expect("an item").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.is_file() {
            found.push((format!("file {}", path.display()), std::fs::read(&path).expect("readable")));
        }
    }
}

async fn page(address: SocketAddr, path: &str) -> Place {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("connects");
    let asked = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).await.expect("sent");
    let mut page = Vec::new();
    stream.read_to_end(&mut page).await.expect("answered");
    assert!(page.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&page));
    (path.to_owned(), page)
}

/// A red line whose text is this.
fn red_line(text: &str) -> String {
    t1().replace("own forces at two bases", text)
}

async fn keep(node: &node::Node, text: String, remark: &str) -> Outcome {
    node.ask(Ask::Draft { compartment: "LEV".to_owned(), draft: text, remark: Some(remark.to_owned()) }).await
}

/// Drafts untouched, sealed once, refused, unreadable and withdrawn, and a read-back not sent. Returns the one that
/// is sealed once.
async fn drafts(node: &node::Node, officers: &[Officer; 2], number: &str, m: &[String]) -> String {
    let kept = |outcome| match outcome {
        Outcome::Ok(node::api::Told::Drafted { draft, .. }) => draft,
        other => panic!("no draft: {other:?}"),
    };
    kept(keep(node, red_line(&m[0]), &m[1]).await);
    let pending = kept(keep(node, red_line(&m[2]), &m[3]).await);
    let first = seal(node, &pending, Purpose::Release, &officers[0]).await;
    assert!(matches!(first, Outcome::Ok(node::api::Told::Pending { .. })), "{first:?}");
    let incomplete = red_line(&m[4]).replace("G = { count = 3, window = \"72 h\" }", "");
    let incomplete = kept(keep(node, incomplete, &m[5]).await);
    let refused = seal(node, &incomplete, Purpose::Release, &officers[0]).await;
    assert!(matches!(refused, Outcome::Refused(_)), "{refused:?}");
    let unreadable = format!("{}\n{} = ", red_line(&m[6]), m[6]);
    assert!(matches!(keep(node, unreadable, &m[7]).await, Outcome::Refused(_)));
    let gone = kept(keep(node, red_line(&m[8]), &m[9]).await);
    let ask =
        Ask::Challenge { compartment: "LEV".to_owned(), purpose: Purpose::Withdraw, draft: gone.clone() };
    let node::api::Told::Challenge { challenge, .. } = told(node, ask).await else { panic!("no challenge") };
    let answer = Hex(officers[0].answer(&challenge.0));
    told(node, Ask::Withdraw { compartment: "LEV".to_owned(), draft: gone, answer }).await;
    let restated = restated_t1().replace("Kata'ib Hezbollah", &m[10]);
    assert!(restated.contains(&m[10]), "{restated}");
    kept(node.ask(Ask::Readback { number: number.to_owned(), restated }).await);
    pending
}

fn watched(config: &NodeConfig, folder: &Path) -> NodeConfig {
    let mut config = config.clone();
    config.health = Some("127.0.0.1:0".parse().expect("an address"));
    let standing = folder.join("standing");
    std::fs::create_dir_all(&standing).expect("made");
    config.standing_folder = Some(standing);
    let lines = folder.join("alarms").display().to_string();
    config.alarm = ["/bin/sh", "-c", "cat >> \"$0\""].map(str::to_owned).into_iter().chain([lines]).collect();
    config
}

/// What a running node shows, and every file of everybody.
async fn shown(node: &node::Node, log: &Mutex<Vec<Place>>, folder: &Path) -> Vec<Place> {
    let snapshot = folder.join("standing/LEV.cbor");
    until("the snapshot is written", || async { snapshot.exists() }).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    let pages = node.health().expect("health is on");
    let mut places = vec![page(pages, "/metrics").await, page(pages, "/health").await];
    assert!(places[0].1.windows(3).any(|w| w == b"LEV"), "the metrics speak of the compartment");
    files(folder, &mut places);
    assert!(places.iter().any(|(name, _)| name.ends_with("LEV.cbor")));
    places.append(&mut log.lock().expect("no holder panics").clone());
    places
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_draft_says_stands_in_its_own_nodes_drafts_only_until_it_is_released() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path();
    let mut world = two_capitals(folder).await;
    release(&world.us, "D-1", &world.us_officers).await;
    let swaps = [
        ("\"IR/WATCH\"", "\"US/WATCH\""),
        ("US/SENIOR", "IR/SENIOR"),
        ("US-2/1", "IR-2/1"),
        ("\"IR\"", "\"US\""),
    ];
    let theirs = swaps.iter().fold(t1(), |text, (from, to)| text.replace(from, to));
    let theirs = draft(&world.ir, &theirs).await;
    let number = release(&world.ir, &theirs, &world.ir_officers).await;
    world.agree().await;
    world.us.stop().await;
    let log = Arc::new(Mutex::new(Vec::new()));
    let config = watched(&world.configs[0], folder);
    world.us = start_with(config.clone(), listening(&log)).await;
    until("its notice is here", || async { !numbers(&world.us, "T1").await.is_empty() }).await;
    let markers: Vec<String> = (0..12).map(|_| marker()).collect();
    let public = format!("There are no secret talks with IR about {}.", markers[11]);
    let checked = Ask::PublicCheck(PublicDraft { draft: public, at_ms: 1_900_000_000_000 });
    let Told::Guarded(guarded) = told(&world.us, checked).await else { panic!("not judged") };
    assert_eq!((guarded.sentences, guarded.stops.len() + guarded.looks.len()), (1, 1), "{guarded:?}");
    let pending = drafts(&world.us, &world.us_officers, &number, &markers).await;
    told(&world.us, Ask::LineTest { compartment: None, timeout_ms: 1_000 }).await;
    told(&world.us, Ask::Rotate { compartment: "LEV".to_owned(), courier_secrets: Vec::new() }).await;
    world.agree().await;
    assert_eq!(leaks(&shown(&world.us, &log, folder).await, &markers), BTreeSet::new());
    let backup = folder.join("us.backup");
    let path = backup.display().to_string();
    told(&world.us, Ask::Backup { path, passphrase: "sieben rote Boote".to_owned() }).await;
    let World { us, ir, relays, configs, us_officers, .. } = world;
    us.stop().await;
    ir.stop().await;

    let (own, drafts) = rows(&configs[0].folder);
    let (theirs, their_drafts) = rows(&configs[1].folder);
    assert_eq!(leaks(&own, &markers), BTreeSet::new());
    assert_eq!(leaks(&[theirs, their_drafts].concat(), &markers), BTreeSet::new());
    assert_eq!(leaks(&drafts, &markers).len(), 7, "three drafts with remarks and a read-back are kept");
    let mut again = configs[0].clone();
    again.folder = folder.join("US-again");
    let protection = node::Protection::KeyFile;
    node::Node::restore(&again, &backup, "sieben rote Boote", &protection).expect("restored");
    let (restored, restored_drafts) = rows(&again.folder);
    assert!(restored.len() > 20);
    assert_eq!(leaks(&restored, &markers), BTreeSet::new());
    assert_eq!(leaks(&restored_drafts, &markers).len(), 7);

    let ir = start(configs[1].clone()).await;
    let us = start_with(config, listening(&log)).await;
    until("nothing is quarantined", || async { !status(&us).await.compartments[0].quarantined }).await;
    let sealed = seal(&us, &pending, Purpose::Second, &us_officers[1]).await;
    let Outcome::Ok(Told::Released { number, .. }) = sealed else { panic!("{sealed:?}") };
    assert!(reached(&us, &number, "K1", 10_000).await);
    std::fs::remove_file(folder.join("standing/LEV.cbor")).expect("removed");
    let shown = leaks(&shown(&us, &log, folder).await, &markers);
    us.stop().await;
    ir.stop().await;
    for relay in relays {
        relay.stop().await.expect("stopped");
    }
    let snapshot = format!("2 in file {}", folder.join("standing/LEV.cbor").display());
    assert_eq!(
        shown,
        BTreeSet::from(["2 in EVENT".to_owned(), snapshot]),
        "the text is told now; analysts read the clause of a line that stands, and no other file has it in the clear"
    );
    let (own, _) = rows(&configs[0].folder);
    let (theirs, _) = rows(&configs[1].folder);
    assert_eq!(leaks(&own, &markers), BTreeSet::from(["2 in Entries".to_owned()]));
    assert_eq!(leaks(&theirs, &markers), BTreeSet::from(["2 in Entries".to_owned()]));
}

#[test]
fn a_planted_marker_is_found_in_every_kind_of_place_and_form() {
    let markers = [marker(), marker()];
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path().join("US");
    let (node, mut store) = NodeFolder::create(&folder, &node::Protection::KeyFile).expect("founded");
    let value = Some(markers[0].clone().into_bytes());
    let row = store::NodeWrite { table: store::NodeTable::Pairs, key: vec![1], value: value.clone() };
    store.commit(&[row]).expect("kept");
    let mut compartment = node.create_compartment(&line::ids::CompartmentId([7; 32])).expect("made");
    let tables = Table::ALL.map(|table| line::machine::Write { table, key: vec![1], value: value.clone() });
    compartment.commit(&tables).expect("kept");
    compartment.stop_cleanly(node.boot()).expect("stopped");
    store.stop_cleanly(node.boot()).expect("stopped");
    drop(node);
    let (rows, drafts) = rows(&folder);
    let mut wanted: BTreeSet<String> =
        Table::ALL.iter().filter(|t| **t != Table::Drafts).map(|t| format!("0 in {t:?}")).collect();
    wanted.insert("0 in node.db Pairs".to_owned());
    assert_eq!(leaks(&rows, &markers), wanted);
    assert_eq!(leaks(&drafts, &markers), BTreeSet::from(["0 in Drafts".to_owned()]));
    let mut on_disk = Vec::new();
    files(&folder, &mut on_disk);
    assert_eq!(leaks(&on_disk, &markers), BTreeSet::new(), "stores are encrypted");
    std::fs::write(folder.join("notes.txt"), format!("remark: {}", markers[1])).expect("written");
    files(&folder, &mut on_disk);
    assert_eq!(leaks(&on_disk, &markers).len(), 1);
    let log = Arc::new(Mutex::new(Vec::new()));
    let hooks = listening(&log);
    let refusal =
        refusal::Refusal::of(&node::NodeError::NoSuchCompartment { compartment: markers[0].clone() });
    hooks.ear.as_ref().expect("an ear")(&refusal);
    hooks.events.as_ref().expect("a listener")("LEV", &chancery::Event::Refused(refusal.clone()));
    let log = log.lock().expect("no holder panics").clone();
    assert_eq!(leaks(&log, &markers), BTreeSet::from(["0 in EVENT".to_owned(), "0 in LOG".to_owned()]));
    let printed = format!("{:?} {}", markers[0].as_bytes(), hex::encode(&markers[1])).into_bytes();
    assert_eq!(leaks(&[("PRINTED".to_owned(), printed)], &markers).len(), 2);
}

/// A server whose every page says this.
async fn leaking(text: String) -> SocketAddr {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("bound");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 512];
            let _ = stream.read(&mut asked).await;
            let length = text.len();
            let page = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{text}");
            let _ = stream.write_all(page.as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn a_planted_marker_is_found_on_both_pages_in_an_alarm_and_in_a_backup() {
    use std::io::Write;
    let markers = [marker()];
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path();
    let server = leaking(format!("demarche_node_entries{{remark=\"{}\"}} 1\n", markers[0])).await;
    for path in ["/metrics", "/health"] {
        let found = leaks(&[page(server, path).await], &markers);
        assert_eq!(found, BTreeSet::from([format!("0 in {path}")]));
    }

    let config = watched(&config(folder, "US", &[]), folder);
    let (program, arguments) = config.alarm.split_first().expect("an alarm program");
    let mut alarm = std::process::Command::new(program)
        .args(arguments)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("it runs");
    let line = format!("RING LEV US/LEV/27/0001/T1 {}\n", markers[0]);
    alarm.stdin.take().expect("piped").write_all(line.as_bytes()).expect("written");
    assert!(alarm.wait().expect("it ends").success());
    let mut on_disk = Vec::new();
    files(folder, &mut on_disk);
    let found = leaks(&on_disk, &markers);
    assert!(found.len() == 1 && found.iter().all(|f| f.ends_with("alarms")), "{found:?}");

    node::Node::init(&config, &node::Protection::KeyFile).expect("founded");
    let (kept, mut store, _) = NodeFolder::open(&config.folder, None).expect("opens");
    let value = Some(markers[0].clone().into_bytes());
    let row = store::NodeWrite { table: store::NodeTable::Steps, key: vec![1], value };
    store.commit(&[row]).expect("kept");
    let backup = folder.join("us.backup");
    let status = line::ids::Status::Exercise;
    let header = store::BackupHeader { v: 1, status, party: "US".to_owned(), made_ms: 0 };
    let mut writer =
        store::BackupWriter::create(&backup, store::Closing::Passphrase("sieben rote Boote", 4), header)
            .expect("begun");
    writer.node_store(store.load().expect("readable")).expect("written");
    let rows_of_it = [((Table::Desk, vec![1]), markers[0].clone().into_bytes())].into();
    writer.compartment(line::ids::CompartmentId([7; 32]), rows_of_it).expect("written");
    writer.finish().expect("finished");
    store.stop_cleanly(kept.boot()).expect("stopped");
    drop(kept);
    let mut again = config.clone();
    again.folder = folder.join("US-again");
    let protection = node::Protection::KeyFile;
    node::Node::restore(&again, &backup, "sieben rote Boote", &protection).expect("restored");
    let (restored, _) = rows(&again.folder);
    let wanted = ["0 in Desk", "0 in node.db Steps"].map(str::to_owned);
    assert_eq!(leaks(&restored, &markers), BTreeSet::from(wanted));
}
