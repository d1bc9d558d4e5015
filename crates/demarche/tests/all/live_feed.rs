//! A feed that waits: what has been found is told before the next message comes.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, UdpSocket};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// One Cursor on Target event: a hostile drone over a place.
fn event(uid: &str, lat: f64, lon: f64) -> String {
    format!(
        "<?xml version=\"1.0\"?><event version=\"2.0\" uid=\"{uid}\" type=\"a-h-A-M-F-Q\" time=\"2027-08-13T01:00:00Z\" \
         start=\"2027-08-13T01:00:00Z\" stale=\"2027-08-13T01:05:00Z\" how=\"m-g\"><point lat=\"{lat}\" lon=\"{lon}\" \
         hae=\"0\" ce=\"50\" le=\"50\"/></event>"
    )
}

const MAP: &str =
    "source = \"radar\"\nseen-by = [\"OWN-SENSORS\"]\n\n[acts]\n\"a-h-A*\" = [\"ONE-WAY-DRONE\"]\n";

/// A watch of one line on a feed, printing reports.
fn watching(folder: &Path, feed: &str) -> Child {
    let line = notice::template::template(notice::vocabulary::NoticeType::T1).expect("a template");
    let line = line
        .replace("G = { count = 3, window = \"72 h\" }", "G = { count = 1 }")
        .replace("M = { count = 2, beyond = \"3 km\" }", "M = { beyond = \"3 km\" }")
        .replace("relation = \"ORGANISED-EQUIPPED-BY\"", "relation = \"ANYONE\"");
    let own: Vec<&str> = line.lines().filter(|line| !ACTOR.iter().any(|key| line.starts_with(key))).collect();
    std::fs::write(folder.join("line.toml"), own.join("\n")).expect("written");
    std::fs::write(folder.join("map.toml"), MAP).expect("written");
    Command::new(env!("CARGO_BIN_EXE_demarche"))
        .args([
            "watch",
            "--redlines",
            "line.toml",
            "--feed",
            feed,
            "--format",
            "cot",
            "--map",
            "map.toml",
            "--json",
        ])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

/// Keys of the template's actor that go with a relation to a party.
const ACTOR: [&str; 4] = ["party = ", "standard = ", "groups = ", "disputed = "];

/// The next line that a watch prints, within a time.
fn heard(lines: &std::sync::mpsc::Receiver<String>) -> serde_json::Value {
    let line = lines.recv_timeout(Duration::from_secs(10)).expect("told before the next message");
    serde_json::from_str(&line).expect("a document")
}

fn lines_of(watch: &mut Child) -> std::sync::mpsc::Receiver<String> {
    let (tell, lines) = channel();
    let out = BufReader::new(watch.stdout.take().expect("piped"));
    std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| tell.send(line)));
    lines
}

#[test]
fn a_crossing_in_a_datagram_is_told_before_another_one_comes() {
    let folder = tempfile::tempdir().expect("a folder");
    let port = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("free").port();
    let mut watch = watching(folder.path(), &format!("udp://127.0.0.1:{port}"));
    let lines = lines_of(&mut watch);
    let radar = UdpSocket::bind("127.0.0.1:0").expect("free");
    let (began, mut told) = (Instant::now(), None);
    // Until the watch listens, a datagram reaches nobody.
    while told.is_none() && began.elapsed() < Duration::from_secs(20) {
        let _ = radar.send_to(event("drone-1", 33.786, 42.441).as_bytes(), ("127.0.0.1", port));
        told = lines.recv_timeout(Duration::from_millis(500)).ok();
    }
    watch.kill().expect("ended");
    let told: serde_json::Value = serde_json::from_str(&told.expect("told")).expect("a document");
    assert!(crossed(&told, "drone-1"), "{told}");
}

/// Whether a report says that an event of this uid crossed the line.
fn crossed(told: &serde_json::Value, uid: &str) -> bool {
    told["verdict"] == "crossed" && told["event"].as_str().is_some_and(|event| event.starts_with(uid))
}

#[test]
fn events_on_one_connection_are_told_one_by_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = TcpListener::bind("127.0.0.1:0").expect("free");
    let address = listener.local_addr().expect("bound");
    let mut watch = watching(folder.path(), &format!("tcp://{address}"));
    let lines = lines_of(&mut watch);
    listener.set_nonblocking(true).expect("set");
    let began = Instant::now();
    let mut server = loop {
        match listener.accept() {
            Ok((server, _)) => break server,
            Err(why) => {
                assert!(began.elapsed() < Duration::from_secs(20), "the watch did not connect: {why}")
            }
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    for uid in ["drone-1", "drone-2"] {
        server.write_all(event(uid, 33.786, 42.441).as_bytes()).expect("sent");
        let told = heard(&lines);
        assert!(crossed(&told, uid), "{told}");
    }
    drop(server);
    let totals = heard(&lines);
    assert_eq!(totals["totals"]["events"], 2, "{totals}");
    assert!(watch.wait().expect("ended").success());
}
