//! Every template with one value changed: it checks, and what can run by itself runs. Charters and notices run in
//! the book's test, the scenario is played by `./run test`.

use crate::commands::{code, demarche, document, folder, printed, said};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// (type, from, to): one value of each notice's template, and what it becomes.
pub const NOTICES: [(&str, &str, &str); 8] = [
    ("L2", "D = \"WATCH\"", "D = \"SENIOR\""),
    ("L3", "90 d", "60 d"),
    ("L4", "4 h", "6 h"),
    ("L5", "\"TYPO\"", "\"SUPERSEDED\""),
    ("L6", "F = true", "F = false"),
    ("T1", "US-2/1", "US-3/1"),
    ("T3", "24 h", "36 h"),
    ("E1", "injured = 0", "injured = 2"),
];

/// Writes a template with one value changed.
fn changed(folder: &Path, words: &[&str], file: &str, from: &str, to: &str) {
    let text = printed(&demarche(folder, words));
    assert!(text.contains(from), "{words:?} has no {from}");
    std::fs::write(folder.join(file), text.replacen(from, to, 1)).expect("written");
}

fn assert_valid(folder: &Path, kind: &str, file: &str) {
    let check = demarche(folder, &["check", kind, file, "--json"]);
    assert_eq!(code(&check), 0, "{kind}: {}{}", printed(&check), said(&check));
    assert_eq!(document(&printed(&check))["valid"], true, "{kind}");
}

/// A program that runs until it is dropped, and the first line that it printed.
struct Running(Child, String);

impl Running {
    fn start(folder: &Path, words: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
        command.args(words).current_dir(folder).env_remove("DEMARCHE_CONFIG").stdout(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().expect("piped"));
        reader.read_line(&mut line).expect("readable");
        Running(child, line)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn every_template_with_one_value_changed_is_valid() {
    let folder = folder();
    for (kind, from, to) in NOTICES {
        changed(folder.path(), &["template", "notice", "--type", kind], "file.toml", from, to);
        assert_valid(folder.path(), "notice", "file.toml");
    }
    for (kind, from, to) in [
        ("charter", "3650 d", "3000 d"),
        ("node", "First Party", "The First Party"),
        ("relay", "keep_days = 400", "keep_days = 500"),
        ("scenario", "test_interval_s = 3", "test_interval_s = 4"),
        ("stocks", "408.6", "418.6"),
        ("machines", "1740,1218", "1740,1392"),
        ("step", "380 kgU", "180 kgU"),
        ("evidence", "n1 = 1", "n1 = 2"),
        ("events", "2026-12-31", "2026-12-30"),
        ("event", "rung_after = 4", "rung_after = 3"),
        ("prices", "2025-12-31,61.35", "2025-12-31,71.35"),
        ("episodes", ",5,3,0,", ",5,2,0,"),
        ("feed-map", "south = 10.0", "south = 11.0"),
        ("timeline", "D1 03:20", "D1 03:40"),
        ("expect", "D1 03:31", "D1 03:32"),
    ] {
        changed(folder.path(), &["template", kind], "file.toml", from, to);
        assert_valid(folder.path(), kind, "file.toml");
    }
}

#[test]
fn a_relay_of_the_template_with_another_folder_and_free_ports_runs() {
    let folder = folder();
    changed(folder.path(), &["template", "relay"], "relay.toml", "/var/lib/demarche-relay", "data");
    let text = std::fs::read_to_string(folder.path().join("relay.toml")).expect("written");
    let free = text.replace("0.0.0.0:7443", "127.0.0.1:0").replace("127.0.0.1:7444", "127.0.0.1:0");
    std::fs::write(folder.path().join("relay.toml"), free).expect("written");
    let relay = Running::start(folder.path(), &["relay", "run", "--config", "relay.toml", "--json"]);
    assert_eq!(document(&relay.1)["id"], "CH-1");
}

#[test]
fn a_node_of_the_template_with_another_folder_and_a_free_port_runs_and_invites() {
    let folder = folder();
    let here = folder.path();
    changed(here, &["template", "node"], "node.toml", "/var/lib/demarche-us", "data");
    let text = std::fs::read_to_string(here.join("node.toml")).expect("written");
    std::fs::write(here.join("node.toml"), text.replace("127.0.0.1:7450", "127.0.0.1:0")).expect("written");
    let init = demarche(here, &["node", "init", "--config", "node.toml"]);
    assert_eq!(code(&init), 0, "{}", said(&init));
    let node = Running::start(here, &["node", "run", "--config", "node.toml", "--json"]);
    assert_eq!(document(&node.1)["party"], "US");
    let words = ["node", "invite", "--config", "node.toml", "--out", "us.invitation", "--json"];
    let invited = demarche(here, &words);
    assert_eq!(code(&invited), 0, "{}", said(&invited));
    assert_eq!(document(&printed(&invited))["fingerprint"].as_str().map(str::len), Some(47));
}

#[test]
fn the_api_in_the_book_is_the_one_that_the_node_serves() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let told = printed(&demarche(folder().path(), &["node", "api"]));
    if std::env::var_os("DEMARCHE_ACCEPT").is_some() {
        std::fs::write(&path, &told).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept.trim_end() == told.trim_end(), "accept it with DEMARCHE_ACCEPT=1");
}

#[test]
fn the_schemas_of_settings_and_scenarios_in_the_book_are_those_that_the_command_prints() {
    let folder = folder();
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats");
    let models = ["stocks", "machines", "step", "evidence", "events", "event", "prices", "episodes"];
    let own = ["node", "relay", "scenario", "feed-map", "assumptions", "calendar"];
    for file in own.into_iter().chain(models) {
        let path = formats.join(format!("{file}.schema.json"));
        let told = printed(&demarche(folder.path(), &["schema", file]));
        if std::env::var_os("DEMARCHE_ACCEPT").is_some() {
            std::fs::write(&path, &told).expect("written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept.trim_end() == told.trim_end(), "{file}: accept it with DEMARCHE_ACCEPT=1");
    }
}
