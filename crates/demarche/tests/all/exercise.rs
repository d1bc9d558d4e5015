//! `demarche exercise` as the contract has it: one document with its keys, exits that tell, errors with file and line.

use crate::commands::{code, demarche, document, folder, printed, said};
use std::path::Path;

fn scenario(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").join(name);
    path.display().to_string()
}

#[test]
fn a_play_prints_one_document_with_the_keys_of_the_contract() {
    let here = folder();
    let words = ["exercise", "run", &scenario("us-iran"), "--until", "D1 04:00", "--replay", "3", "--json"];
    let played = demarche(here.path(), &words);
    assert_eq!(code(&played), 0, "{}{}", printed(&played), said(&played));
    let told = document(&printed(&played));
    for key in ["end_states", "checks", "not_yet", "fingerprints", "refusals", "replay", "holds"] {
        assert!(!told[key].is_null(), "{key}");
    }
    assert_eq!(told["end_states"]["LEV"]["red_lines"]["US-2/1 toward IR"], "IN-FORCE");
    assert!(
        told["checks"].as_array().is_some_and(|checks| checks.iter().all(|it| it["expected"] == it["seen"]))
    );
    assert!(told["not_yet"].as_array().is_some_and(|later| later.iter().any(|it| it["needs"] == "desk")));
    assert_eq!(told["refusals"][0]["findings"][0], "N-ALL-02 at G");
}

#[test]
fn an_expectation_that_does_not_hold_is_exit_1_and_a_wrong_file_exit_3_with_its_line() {
    let here = folder();
    let written = |name: &str, text: &str| std::fs::write(here.path().join(name), text).expect("written");
    written("scenario.toml", &printed(&demarche(here.path(), &["template", "scenario"])));
    let shipped =
        std::fs::read_to_string(Path::new(&scenario("us-iran")).join("expect.toml")).expect("there");
    written("expect.toml", &shipped.replacen("is = \"IN-FORCE\"", "is = \"DECLARED\"", 1));
    let run = ["exercise", "run", ".", "--until", "D1 04:00", "--json"];
    let played = demarche(here.path(), &run);
    assert_eq!(code(&played), 1, "{}", said(&played));
    assert_eq!(document(&printed(&played))["holds"], false);
    written("expect.toml", &shipped.replacen("is = \"IN-FORCE\"", "is = \"INFORCE\"", 1));
    for words in [&["exercise", "check", "."][..], &run, &["check", "scenario", "scenario.toml"]] {
        let refused = demarche(here.path(), words);
        assert_eq!(code(&refused), 3, "{words:?}");
        assert!(
            said(&refused).contains("expect.toml") && said(&refused).contains("INFORCE"),
            "{}",
            said(&refused)
        );
    }
}

#[test]
fn the_invented_cases_are_whole() {
    let here = folder();
    for name in ["coastguard", "ceasefire"] {
        let checked = demarche(here.path(), &["exercise", "check", &scenario(name), "--json"]);
        assert_eq!(code(&checked), 0, "{name}: {}", said(&checked));
        assert!(document(&printed(&checked))["expectations"].as_u64().is_some_and(|count| count > 30));
    }
}
