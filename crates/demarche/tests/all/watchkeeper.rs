//! The alarm at the node, without a browser and without the node.

use crate::commands::{code, demarche, folder, printed, said};
use serde_json::Value;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

fn node(folder: &std::path::Path) {
    let template = printed(&demarche(folder, &["template", "node"])).replace("/var/lib/demarche-us", "data");
    std::fs::write(folder.join("us.toml"), template).expect("written");
}

#[test]
fn a_node_that_does_not_answer_rings_once_a_step_and_the_program_learns_no_subject() {
    let place = folder();
    node(place.path());
    let siren = place.path().join("siren");
    std::fs::write(&siren, "#!/bin/sh\necho \"$#:$1:$2:$3\" >> rung\n").expect("written");
    std::fs::set_permissions(&siren, std::fs::Permissions::from_mode(0o700)).expect("may run");
    let output = demarche(
        place.path(),
        &["watchkeeper", "--config", "us.toml", "--exec", "./siren", "--log", "log", "--for", "3s", "--json"],
    );
    assert_eq!(code(&output), 0, "{}", said(&output));
    let lines: Vec<Value> =
        printed(&output).lines().map(|line| serde_json::from_str(line).expect("a document")).collect();
    assert_eq!(lines.len(), 1, "one alarm in three seconds: {lines:?}");
    assert_eq!(lines[0]["node_silent"], true);
    assert_eq!(lines[0]["position"], "WATCH");
    assert!(said(&output).contains('\u{7}'), "the terminal's bell");
    let rung = std::fs::read_to_string(place.path().join("rung")).expect("the program ran");
    assert_eq!(rung, "3:Z:1:WATCH\n");
    let log = std::fs::metadata(place.path().join("log")).expect("logged");
    assert_eq!(log.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_test_that_nobody_heard_is_noted_and_answered_with_no() {
    let place = folder();
    node(place.path());
    for (typed, exit, what) in [("HEARD\n", 0, "test-heard"), ("\n", 1, "test-not-heard")] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_demarche"))
            .args(["watchkeeper", "--config", "us.toml", "--test", "--log", "log", "--json"])
            .current_dir(place.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        child.stdin.take().expect("piped").write_all(typed.as_bytes()).expect("typed");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(code(&output), exit);
        let log = std::fs::read_to_string(place.path().join("log")).expect("logged");
        let last: Value = serde_json::from_str(log.lines().last().expect("a line")).expect("a document");
        assert_eq!(last["what"], what);
    }
}
