//! `demarche game` and `demarche assess`: the documents they print, and what they refuse.

use crate::commands::{code, demarche, document, folder, printed, said};
use std::path::Path;

fn solved(folder: &Path, words: &[&str]) -> serde_json::Value {
    let output = demarche(folder, &[&["game", "solve"], words, &["--json"]].concat());
    assert_eq!(code(&output), 0, "{words:?}: {}", said(&output));
    document(&printed(&output))
}

#[test]
fn every_solution_prints_its_document() {
    let folder = folder();
    for solution in
        ["maximin", "regret", "pure", "all-nash", "lemke-howson", "qre", "ce", "cce", "efce", "mediator"]
    {
        let found = solved(folder.path(), &["chicken", "--solution", solution]);
        assert!(found["value"].is_number() || found["value"].is_array(), "{solution}: {found}");
        assert_eq!(found["payoffs"].as_array().map(Vec::len), Some(2), "{solution}");
        assert!(found["strategies"].is_array() && found["elapsed_s"].is_number(), "{solution}");
        let certificate = &found["certificate"];
        assert!(
            certificate["exploitability"].is_number() || certificate["max_violation"].is_number(),
            "{solution}"
        );
    }
    for solution in ["sequence-lp", "cfr", "cfr+", "dcfr", "pcfr+", "mccfr"] {
        let found = solved(
            folder.path(),
            &["kuhn_poker", "--solution", solution, "--iterations", "500", "--seed", "3"],
        );
        let value = found["value"].as_f64().expect("a number");
        assert!((value + 1.0 / 18.0).abs() < 0.1, "{solution}: {value}");
        assert_eq!(found["strategies"][0].as_array().map(Vec::len), Some(6), "{solution}");
    }
    let best = solved(folder.path(), &["chicken", "--solution", "ce", "--objective", "p1"]);
    assert!(best["value"].as_f64().is_some_and(|value| value >= 5.25));
}

#[test]
fn an_answer_is_checked_and_a_changed_one_is_not_accepted() {
    let folder = folder();
    let game = demarche(folder.path(), &["game", "convert", "kuhn_poker", "--out", "kuhn.efg"]);
    assert_eq!(code(&game), 0, "{}", said(&game));
    let found = solved(folder.path(), &["kuhn.efg", "--solution", "sequence-lp"]);
    std::fs::write(folder.path().join("answer.json"), found.to_string()).expect("written");
    let check = demarche(folder.path(), &["game", "check", "kuhn.efg", "answer.json", "--json"]);
    assert_eq!(code(&check), 0, "{}{}", printed(&check), said(&check));
    let mut changed = found;
    changed["strategies"][1][0] = serde_json::json!([0.0, 1.0]);
    std::fs::write(folder.path().join("answer.json"), changed.to_string()).expect("written");
    let check = demarche(folder.path(), &["game", "check", "kuhn.efg", "answer.json", "--json"]);
    assert_eq!(code(&check), 1);
    assert_eq!(document(&printed(&check))["holds"], false);
    std::fs::write(folder.path().join("answer.json"), "[[1]]").expect("written");
    assert_eq!(code(&demarche(folder.path(), &["game", "check", "kuhn.efg", "answer.json"])), 3);
}

#[test]
fn a_broken_file_is_refused_with_its_place() {
    let folder = folder();
    std::fs::write(folder.path().join("broken.nfg"), "NFG 1 R \"T\" { \"A\" \"B\" }\n{ 2 2 }\n1 2 x")
        .expect("written");
    let output = demarche(folder.path(), &["game", "solve", "broken.nfg", "--solution", "pure", "--json"]);
    assert_eq!(code(&output), 3);
    let told = document(&said(&output));
    assert_eq!(told["refused"]["facts"]["line"], 3, "{told}");
    assert_eq!(told["refused"]["facts"]["column"], 5, "{told}");
    let output = demarche(folder.path(), &["game", "solve", "chicken", "--solution", "fate"]);
    assert_eq!(code(&output), 3);
}

#[test]
fn the_shipped_assessment_explains_itself_and_its_memo_is_written() {
    let folder = folder();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/us-iran/assumptions-us.toml");
    let shipped = shipped.to_str().expect("a path");
    let run =
        demarche(folder.path(), &["assess", "run", "--assumptions", shipped, "--without-flips", "--json"]);
    assert_eq!(code(&run), 0, "{}", said(&run));
    let found = document(&printed(&run));
    assert_eq!(found["own"], "US");
    assert!(found["findings"].as_array().is_some_and(|list| list.len() == 11));
    let memo =
        demarche(folder.path(), &["assess", "memo", "--assumptions", shipped, "--out", "memo", "--json"]);
    assert_eq!(code(&memo), 0, "{}", said(&memo));
    for file in ["memo.md", "memo.html", "assessment.json"] {
        assert!(folder.path().join("memo").join(file).exists(), "{file}");
    }
    let explain = demarche(folder.path(), &["assess", "explain", "fate", "--assumptions", shipped]);
    assert_eq!(code(&explain), 3);
    std::fs::write(folder.path().join("bad.toml"), "title = 1").expect("written");
    assert_eq!(code(&demarche(folder.path(), &["assess", "run", "--assumptions", "bad.toml"])), 3);
}
