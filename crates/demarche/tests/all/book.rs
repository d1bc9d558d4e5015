//! The book's commands for four machines, run word for word: four folders, four ports, processes of their own.
//! What a person would read off one machine and type into another is carried by the test in the same way: pins,
//! tokens, fingerprints and numbers as values of the shell, and the files that `# carry` names.

use crate::desk::{Block, Desk, blocks};
use serde_json::Value;

const US: &str = "us";
const IR: &str = "ir";

/// The one notice of a type that a machine has in a compartment, as its list shows it.
fn notice(desk: &mut Desk, on: &str, compartment: &str, kind: &str) -> Option<Value> {
    let list = desk.ask(on, &format!("notice list --compartment {compartment}"));
    list["notices"].as_array()?.iter().find(|n| n["kind"] == kind).cloned()
}

fn marks(desk: &mut Desk, number: &str) -> Vec<String> {
    let list = desk.ask(US, "notice list --compartment LEV");
    let notices = list["notices"].as_array().expect("a list").clone();
    let found = notices.iter().find(|n| n["number"] == number).expect("the notice is in the list");
    let marks = found["marks"]["IR"].as_array().cloned().unwrap_or_default();
    marks.iter().filter_map(|m| m.as_str().map(str::to_owned)).collect()
}

fn compartment(desk: &mut Desk, on: &str) -> Value {
    desk.ask(on, "node status")["compartments"][0].clone()
}

/// Waits until both hold the same set and have nothing under way.
fn agree(desk: &mut Desk) {
    desk.until("both hold the same set", |desk| {
        let (a, b) = (compartment(desk, US), compartment(desk, IR));
        a["fingerprint"] == b["fingerprint"] && a["outbox"] == 0 && b["outbox"] == 0
    });
}

/// What a person has to know before a block: a number read in the list, or a fingerprint heard.
fn before(desk: &mut Desk, block: &Block) {
    for (name, code, kind) in [("CHARTER", "LEV", "CH"), ("T1", "LEV", "T1"), ("NUC_CHARTER", "NUC", "CH")] {
        if block.uses(name) && !desk.knows(IR, name) {
            desk.until(name, |desk| notice(desk, IR, code, kind).is_some());
            let number = notice(desk, IR, code, kind).expect("it is there")["number"].clone();
            let number = number.as_str().expect("readable");
            desk.tell(IR, name, number);
            desk.tell(US, name, number);
        }
    }
    if block.text.contains("script compare") {
        agree(desk);
        desk.run(&Block::of(US, "demarche script fingerprint --compartment LEV --config node.toml"));
    }
    if block.text.contains("node stop") && block.on == US {
        every_notice_template_changed_is_kept_as_a_draft(desk);
    }
    if block.uses("HEARD") {
        let other = if block.on == US { IR } else { US };
        let heard = desk.fingerprint(other);
        desk.tell(&block.on, "HEARD", &heard);
    }
}

/// The states after a block; gives the name of what was looked at.
fn after(desk: &mut Desk, block: &Block, printed: &str) -> Option<&'static str> {
    let text = &block.text;
    if text.contains("us-close.pairing --config") && block.on == IR {
        assert_eq!(desk.ask(IR, "node status")["pairs"][0]["state"], "PAIRED");
        return Some("paired");
    }
    if text.contains("charter key") {
        let key = printed.split('"').rfind(|part| part.len() == 64).expect("64 digits");
        desk.tell(US, if block.on == US { "US_KEY" } else { "IR_KEY" }, key);
    }
    if text.contains("charter show LEV") {
        assert_eq!(desk.ask(IR, "charter show LEV")["in_force"], true);
        return Some("charter in force from its read-back");
    }
    if text.contains("charter show NUC") {
        assert_eq!(desk.ask(IR, "charter show NUC")["in_force"], true);
        assert_eq!(desk.ask(IR, "node status")["compartments"][1]["attestation"], "TRANSFERABLE");
        return Some("a charter with record keys in force");
    }
    if text.contains("line test") {
        let number = notice(desk, US, "NUC", "T1").expect("released")["number"].clone();
        let proof = desk.ask(IR, &format!("prove {}", number.as_str().expect("readable")));
        assert_eq!(proof["mode"], "TRANSFERABLE");
        let tested = desk.ask(US, "line test --compartment NUC");
        assert_eq!(tested["reached"], true, "{tested}");
        assert!(tested["tests"][0]["answered_ms"].is_u64(), "{tested}");
        return Some("a transferable notice, and a line test answered");
    }
    if text.contains("--timeout 2s") {
        let number = desk.told(US, "T1");
        desk.until("the mismatch is at US", |desk| {
            let shown = desk.ask(US, &format!("notice show {number}"));
            shown["readbacks"][0]["matched"] == false
        });
        let marks = marks(desk, &number);
        assert!(marks.iter().any(|m| m == "K2") && !marks.iter().any(|m| m == "K3"), "{marks:?}");
        return Some("K2 after the wrong read-back");
    }
    if text.contains("--timeout 60s") {
        let number = desk.told(US, "T1");
        assert!(marks(desk, &number).iter().any(|m| m == "K3"));
        proof(desk, &number);
        line_is_up(desk);
        return Some("K3 after the right one, and the proof");
    }
    if text.contains("script compare") {
        assert!(printed.starts_with("EQUAL"), "{printed}");
        return Some("fingerprints are equal");
    }
    after_losses(desk, block, printed)
}

/// The same for what is kept and what is lost.
fn after_losses(desk: &mut Desk, block: &Block, printed: &str) -> Option<&'static str> {
    let text = &block.text;
    if text.contains("US-3/1") {
        desk.until("US sees which relay answers", |desk| {
            let relays = desk.ask(US, "node status")["relays"].clone();
            relays["CH-1"] == false && relays["OM-1"] == true
        });
        assert_eq!(paths_of_newest(desk), ["OM-1"]);
        desk.until("US has the word for the dead relay", |desk| {
            let line = desk.ask(US, "line status --compartment NUC")["line"][0].clone();
            line["word"] == "RELAY-DOWN" && line["relay"] == "CH-1"
        });
        return Some("over the other relay");
    }
    if text.contains("script verify") {
        assert!(printed.contains("verifies: "), "{printed}");
        return Some("the exported record verifies");
    }
    if text.contains("node restore") {
        assert!(printed.contains("quarantined"), "{printed}");
        return Some("restored, quarantined");
    }
    if text.contains("pouch open") {
        crossed_by_hand(desk, 3);
        return Some("by pouch");
    }
    if text.contains("sheet read") {
        crossed_by_hand(desk, 4);
        wrong_sheets(desk);
        return Some("by sheet");
    }
    None
}

/// Waits until IR has so many T1, the newest by hand.
fn crossed_by_hand(desk: &mut Desk, count: usize) {
    desk.until("the T1 are at IR", |desk| {
        let list = desk.ask(IR, "notice list --compartment LEV");
        list["notices"]
            .as_array()
            .is_some_and(|all| all.iter().filter(|n| n["kind"] == "T1").count() == count)
    });
    assert_eq!(paths_of_newest(desk), ["POUCH"]);
}

/// A sheet with one wrong sign is refused by its line, one of another status by its status.
fn wrong_sheets(desk: &Desk) {
    let typed = desk.read(IR, "typed.txt");
    let mut lines: Vec<String> = typed.lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 83);
    let sign = if lines[40].as_bytes()[4] == b'7' { "8" } else { "7" };
    lines[40].replace_range(4..5, sign);
    desk.put(IR, "wrong.txt", &lines.join("\n"));
    let said = desk.refused(IR, "demarche sheet read wrong.txt --compartment LEV --config node.toml");
    assert!(said.contains("E-LINE-040") && said.contains("Line 41 "), "{said}");
    let other = line::pouch::pack(line::ids::Status::Actual, vec![vec![0; 2_048]]);
    let lines = line::sheet::write(&other).expect("one page");
    desk.put(IR, "other.txt", &lines.join("\n"));
    let said = desk.refused(IR, "demarche sheet read other.txt --compartment LEV --config node.toml");
    assert!(said.contains("E-LINE-023"), "{said}");
}

/// Acceptance: every template, one value changed, runs.
fn every_notice_template_changed_is_kept_as_a_draft(desk: &mut Desk) {
    for (code, from, to) in crate::templates::NOTICES {
        let text = format!(
            "demarche notice template {code} | sed 's|{from}|{to}|' > changed.toml\n\
             demarche notice new changed.toml --compartment LEV --config node.toml"
        );
        let printed = desk.run(&Block::of(US, &text));
        assert!(printed.starts_with("D-"), "{code}: {printed}");
    }
}

/// Paths by which the newest T1 came to IR.
fn paths_of_newest(desk: &mut Desk) -> Vec<String> {
    let list = desk.ask(IR, "notice list --compartment LEV");
    let notices = list["notices"].as_array().expect("a list");
    let newest = notices.iter().rfind(|n| n["kind"] == "T1").expect("a T1")["number"].clone();
    let proof = desk.ask(IR, &format!("prove {}", newest.as_str().expect("readable")));
    let paths = proof["paths"].as_array().expect("paths").iter();
    let arrived = paths.filter(|path| path["arrival"].is_array());
    arrived.filter_map(|path| path["path"].as_str().map(str::to_owned)).collect()
}

/// Both say UP for each other.
fn line_is_up(desk: &mut Desk) {
    for (own, a, b) in [(US, "US", "IR"), (IR, "IR", "US")] {
        desk.until("the line is up", |desk| {
            let line = desk.ask(own, "line status")["line"][0].clone();
            let told = ["a", "b", "compartment", "state"].map(|key| line[key].as_str());
            told == [Some(a), Some(b), Some("LEV"), Some("UP")] && line["age_s"].is_i64()
        });
    }
}

fn proof(desk: &mut Desk, number: &str) {
    let (a, b) = (desk.ask(US, &format!("prove {number}")), desk.ask(IR, &format!("prove {number}")));
    for key in ["number", "hash", "paths", "marks", "named", "grounds", "disputed", "attested_by", "mode"] {
        assert!(a.get(key).is_some_and(|v| !v.is_null()), "{key} is missing: {a}");
    }
    assert_eq!((&a["number"], &a["hash"]), (&b["number"], &b["hash"]));
    let path = &a["paths"][0];
    for key in ["path", "deposit", "arrival", "clock"] {
        assert!(path.get(key).is_some(), "{key} is missing: {a}");
    }
}

#[test]
fn the_commands_of_the_book_for_four_machines_hold_word_for_word() {
    let mut desk = Desk::with_four_machines();
    let pages = [
        include_str!("../../../../docs/src/host-a-relay.md"),
        include_str!("../../../../docs/src/set-up-a-party.md"),
    ];
    let mut looked = Vec::new();
    for block in pages.into_iter().flat_map(blocks) {
        before(&mut desk, &block);
        let printed = desk.run(&block);
        looked.extend(after(&mut desk, &block, &printed));
    }
    assert_eq!(
        looked,
        [
            "paired",
            "charter in force from its read-back",
            "K2 after the wrong read-back",
            "K3 after the right one, and the proof",
            "fingerprints are equal",
            "a charter with record keys in force",
            "a transferable notice, and a line test answered",
            "the exported record verifies",
            "over the other relay",
            "by pouch",
            "by sheet",
            "restored, quarantined",
        ]
    );
}
