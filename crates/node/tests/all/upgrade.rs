//! What earlier versions wrote opens in this one: stores of nodes and relays, transcript, backup; and the line goes on.

use crate::taint::rows;
use crate::world::*;
use line::cut::Cut;
use line::entry::{Attestation, Entry};
use line::ids::CompartmentId;
use node::api::{Ask, Exporting, Outcome, Purpose, Told};
use node::{Node, Protection};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Folders of what earlier versions wrote, by version.
fn versions() -> Vec<PathBuf> {
    let stores = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stores");
    let items = std::fs::read_dir(stores).expect("the stores are part of the source");
    let mut versions: Vec<PathBuf> = items.map(|item| item.expect("an item").path()).collect();
    versions.retain(|path| path.is_dir());
    versions.sort();
    versions
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for item in std::fs::read_dir(from).expect("listed") {
        let path = item.expect("an item").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copied(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("copied");
        }
    }
}

/// What that version said of its store when it stopped.
struct Written(Value);

impl Written {
    fn of(version: &Path) -> Self {
        let text = std::fs::read_to_string(version.join("expected.json")).expect("readable");
        Written(serde_json::from_str(&text).expect("JSON"))
    }

    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_else(|| panic!("{name} is missing"))
    }

    fn transcript(&self) -> Vec<String> {
        serde_json::from_value(self.0["transcript"].clone()).expect("a list of hexadecimal texts")
    }

    /// Its entries read alike and have the fingerprint that was read out then.
    fn holds(&self) {
        let mut cut = Cut::default();
        for entry in self.transcript() {
            let bytes = hex::decode(entry).expect("hexadecimal");
            let read = Entry::decode(&bytes, Attestation::MutualOnly).expect("an entry");
            assert_eq!(read.encode(), bytes, "the same bytes again");
            if cut.seq(&read.header.author) < read.header.seq {
                cut.0.insert(read.header.author.clone(), (read.header.seq, read.hash));
            }
        }
        let id = hex::decode(self.text("compartment")).expect("hexadecimal");
        let digest = cut.digest(&CompartmentId(id.try_into().expect("32 bytes")));
        assert_eq!(line::fingerprint::digits(&digest.0), self.text("fingerprint"));
    }
}

async fn transcript(node: &Node) -> Vec<String> {
    let mut exporting = Exporting::of("LEV");
    while exporting.take(told(node, exporting.question()).await).expect("a page") {}
    exporting.entries().into_iter().map(hex::encode).collect()
}

/// The one addressee's marks of a notice.
async fn marks(node: &Node, number: &str) -> Vec<String> {
    let ask = Ask::Wait { number: number.to_owned(), mark: "K1".to_owned(), of: None, timeout_ms: 0 };
    let Told::Marks { marks, .. } = told(node, ask).await else { panic!("no marks") };
    marks.into_values().next().expect("one addressee")
}

/// Opens both nodes and both relays of a version, compares with what was written then, and goes on.
async fn opens(version: &Path) {
    let written = Written::of(version);
    written.holds();
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = place.path();
    copied(version, folder);
    let parties = ["IR", "US"];
    let ch = start_relay(folder, "CH-1", &parties).await;
    let om = start_relay(folder, "OM-1", &parties).await;
    let relays = [("CH-1", "CH", &ch), ("OM-1", "OM", &om)];
    let configs = [config(folder, "US", &relays), config(folder, "IR", &relays)];
    let us = start(configs[0].clone()).await;
    let ir = start(configs[1].clone()).await;
    for node in [&us, &ir] {
        assert!(
            transcript(node).await.starts_with(&written.transcript()),
            "in the same order, before all else"
        );
    }
    let read_back = marks(&us, written.text("read_back")).await;
    assert!(["K1", "K2", "K3"].iter().all(|mark| read_back.iter().any(|m| m == mark)), "{read_back:?}");
    let unread = marks(&us, written.text("unread")).await;
    assert!(unread.iter().any(|m| m == "K1") && !unread.iter().any(|m| m == "K2"), "{unread:?}");

    // Copied files carry no clean stop: each waits for the other's answer, then both seal again.
    until("nothing is quarantined", || async {
        let quarantined = |of: node::api::StatusTold| of.compartments[0].quarantined;
        !quarantined(status(&us).await) && !quarantined(status(&ir).await)
    })
    .await;
    let [_, second] = keys(10);
    let sealed = seal(&us, written.text("pending"), Purpose::Second, &second).await;
    let Outcome::Ok(Told::Released { number, .. }) = sealed else {
        panic!("its first seal counts: {sealed:?}")
    };
    assert!(reached(&us, &number, "K1", 10_000).await);
    let restated = restated_t1().replace("US-2", "US-3");
    service(&ir, Ask::Open { number: written.text("unread").to_owned() }, &keys(20)).await;
    let ask = Ask::Readback { number: written.text("unread").to_owned(), restated };
    service(&ir, ask, &keys(20)).await;
    assert!(reached(&us, written.text("unread"), "K3", 10_000).await);
    us.stop().await;
    ir.stop().await;
    ch.stop().await.expect("stopped");
    om.stop().await.expect("stopped");

    let mut again = configs[0].clone();
    again.folder = folder.join("US-again");
    let backup = folder.join("us.backup");
    Node::restore(&again, &backup, "sieben rote Boote", &Protection::KeyFile).expect("its backup restores");
    assert!(rows(&again.folder).0.len() > 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_every_earlier_version_wrote_opens_and_the_line_goes_on() {
    let versions = versions();
    assert!(versions.len() >= 2, "{versions:?}");
    for version in versions {
        opens(&version).await;
    }
}
