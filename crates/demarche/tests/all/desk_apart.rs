//! What the private desk reads and finds has no way to the line: markers stand in every input and output of the desk, and
//! none in what two running nodes hold, tell or write. The desk reads the snapshots that the node wrote, nothing else.

use crate::world::{draft, hooks, numbers, release, start_with, t1, told, two_capitals, until};
use node::api::Ask;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use store::NodeFolder;

/// One place: what it is called, what stands there.
type Place = (String, Vec<u8>);

/// A text of 24 letters that stands nowhere by chance.
fn marker() -> String {
    let mut bytes = [0u8; 24];
    getrandom::fill(&mut bytes).expect("a running operating system gives randomness");
    bytes.iter().map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// Which marker stands where: as it is, or in hexadecimal.
fn leaks(places: &[Place], markers: &[String]) -> BTreeSet<String> {
    let holds = |text: &[u8], part: &[u8]| text.windows(part.len()).any(|window| window == part);
    let mut found = BTreeSet::new();
    for (n, marker) in markers.iter().enumerate() {
        for (name, text) in places {
            if holds(text, marker.as_bytes()) || holds(text, hex::encode(marker).as_bytes()) {
                found.insert(format!("{n} in {name}"));
            }
        }
    }
    found
}

/// Every row of a node that is off, read through its key.
fn rows(folder: &Path) -> Vec<Place> {
    let (node, mut store, _) = NodeFolder::open(folder, None).expect("opens");
    let mut rows: Vec<Place> = Vec::new();
    for ((table, key), value) in store.load().expect("readable") {
        rows.push((format!("node.db {table:?}"), [key, value].concat()));
    }
    for id in node.compartments().expect("listed") {
        let (mut compartment, _) = node.open_compartment(&id).expect("opens");
        for ((table, key), value) in compartment.load().expect("readable") {
            rows.push((format!("{table:?}"), [key, value].concat()));
        }
        compartment.stop_cleanly(node.boot()).expect("stopped");
    }
    store.stop_cleanly(node.boot()).expect("stopped");
    rows
}

/// Every file below a folder.
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
    (path.to_owned(), page)
}

/// A command of the desk in its own folder; what it printed.
fn desk(folder: &Path, arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).current_dir(folder).output();
    let run = run.expect("the program runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{arguments:?}: {said}");
    String::from_utf8(run.stdout).expect("text")
}

/// Fills the desk's folder from the snapshots, plants the markers, and runs every command of it. What came of it.
fn worked(own: &Path, standing: &Path, config: &Path, markers: &[String; 3]) -> String {
    let standing = standing.display().to_string();
    let made = ["assess", "new", "--from", &standing, "--other", "IR", "--out", "us-assumptions.toml"];
    desk(own, &made);
    let path = own.join("us-assumptions.toml");
    let text = std::fs::read_to_string(&path).expect("written");
    assert!(text.contains("own = \"US\""), "{text}");
    let title = "title = \"Escalation assessment, US desk\"";
    assert!(text.contains(title));
    let text = text.replace(title, &format!("title = \"{}\"", markers[0])).replace("judgement", &markers[1]);
    std::fs::write(&path, text).expect("written");
    let calendar = desk(own, &["template", "calendar"]).replace("us-team", &markers[2].to_lowercase());
    std::fs::write(own.join("us-calendar.toml"), calendar).expect("written");
    // A model's file is an input like the others: what it calls its case stands in what the desk prints.
    let case = "one-way drones on the depot, 12 March";
    let evidence = desk(own, &["template", "evidence"]);
    assert!(evidence.contains(case), "{evidence}");
    std::fs::write(own.join("evidence.toml"), evidence.replace(case, &markers[0])).expect("written");
    let a4 = notice::template::template(notice::vocabulary::NoticeType::A4).expect("a template");
    std::fs::write(own.join("a4.toml"), a4).expect("written");
    let config = config.display().to_string();
    let given = ["--assumptions", "us-assumptions.toml", "--political-calendar", "us-calendar.toml"];
    let mut out = String::new();
    for words in [
        &["assess", "run", "--json"][..],
        &["assess", "flip"],
        &["assess", "explain", "restraint"],
        &["assess", "memo", "--out", "memo"],
        &["assess", "draft", "a4.toml"],
        &["stalemate", "show", "--side", "own", "--json", "--config", &config],
    ] {
        let model: &[&str] = if words[0] == "assess" { &["--evidence", "evidence.toml"] } else { &[] };
        out.push_str(&desk(own, &[words, &given[..], model].concat()));
    }
    let mut written = Vec::new();
    files(own, &mut written);
    for (_, bytes) in written {
        out.push_str(&String::from_utf8_lossy(&bytes));
    }
    out
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_the_desk_reaches_the_line_the_stores_the_log_the_metrics_or_the_snapshots() {
    let (place, private) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let folder = place.path();
    let mut world = two_capitals(folder).await;
    release(&world.us, "D-1", &world.us_officers).await;
    let first = draft(&world.us, &t1()).await;
    release(&world.us, &first, &world.us_officers).await;
    world.us.stop().await;
    let mut config = world.configs[0].clone();
    config.health = Some("127.0.0.1:0".parse().expect("an address"));
    let standing = folder.join("standing");
    std::fs::create_dir_all(&standing).expect("made");
    config.standing_folder = Some(standing.clone());
    std::fs::write(folder.join("us.toml"), toml::to_string(&config).expect("a file")).expect("written");
    let log = Arc::new(Mutex::new(Vec::<Place>::new()));
    let (said, heard) = (log.clone(), log.clone());
    let mut listening = hooks("US");
    listening.ear = Some(Arc::new(move |refusal| {
        said.lock().expect("no holder panics").push(("LOG".to_owned(), format!("{refusal:?}").into_bytes()));
    }));
    listening.events = Some(Arc::new(move |code, event| {
        let text = format!("{code} {event:?}").into_bytes();
        heard.lock().expect("no holder panics").push(("EVENT".to_owned(), text));
    }));
    world.us = start_with(config, listening).await;
    until("the notice is here", || async { !numbers(&world.us, "T1").await.is_empty() }).await;
    until("the snapshot is written", || async { standing.join("LEV.cbor").exists() }).await;

    let markers = [marker(), marker(), marker()];
    let (own, at, node_file, planted) =
        (private.path().to_owned(), standing.clone(), folder.join("us.toml"), markers.clone());
    let out =
        tokio::task::spawn_blocking(move || worked(&own, &at, &node_file, &planted)).await.expect("done");
    let run_id =
        out.split("\"run_id\":\"").nth(1).and_then(|rest| rest.get(..16)).expect("a run id").to_owned();
    let [one, two, three] = markers;
    let markers = [one, two, three.to_lowercase(), run_id];
    for marker in &markers {
        assert!(out.contains(marker.as_str()), "the desk itself shows {marker}");
    }

    // The nodes go on: another red line, line tests, a turn of keys; then everything is looked through.
    let next = draft(&world.us, &t1().replace("US-2/1", "US-3/1")).await;
    release(&world.us, &next, &world.us_officers).await;
    told(&world.us, Ask::LineTest { compartment: None, timeout_ms: 1_000 }).await;
    told(&world.us, Ask::Rotate { compartment: "LEV".to_owned(), courier_secrets: Vec::new() }).await;
    world.agree().await;
    tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
    let health = world.us.health().expect("health is on");
    let mut places = vec![page(health, "/metrics").await, page(health, "/health").await];
    files(folder, &mut places);
    places.append(&mut log.lock().expect("no holder panics"));
    assert!(places.iter().any(|(name, _)| name.ends_with("LEV.cbor")));
    let configs = world.configs.clone();
    // A leak as a person would make it is seen: the run id typed into a draft.
    draft(&world.us, &t1().replace("own forces at two bases", &markers[3])).await;
    world.stop().await;
    assert_eq!(leaks(&places, &markers), BTreeSet::new());
    assert_eq!(leaks(&rows(&configs[1].folder), &markers), BTreeSet::new());
    assert_eq!(leaks(&rows(&configs[0].folder), &markers), BTreeSet::from(["3 in Drafts".to_owned()]));
}
