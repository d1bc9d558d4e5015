//! Exit codes, help, templates and refusals.

use crate::exit::{Exit, TABLE};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the binary in a folder.
pub fn demarche(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.args(words).current_dir(folder).env_remove("DEMARCHE_CONFIG");
    command.output().expect("the binary starts")
}

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

pub fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

pub fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

pub fn document(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|why| panic!("not one document ({why}): {text}"))
}

/// The refusal on standard error, as words: what happened with its code, what was kept, what to do next.
fn assert_refused(folder: &Path, words: &[&str], exit: Exit, refusal: &str) {
    let output = demarche(folder, words);
    let said = said(&output);
    assert_eq!(code(&output), i32::from(exit.number()), "{words:?}: {said}");
    assert_eq!(printed(&output), "", "nothing on standard output of {words:?}");
    let lines: Vec<&str> = said.lines().collect();
    let at = |label: &str| {
        let found = lines.iter().find_map(|line| line.strip_prefix(label));
        assert!(found.is_some_and(|rest| !rest.trim().is_empty()), "{label} is missing: {said}");
    };
    at("error:");
    at("kept:");
    at("next:");
    let json = demarche(folder, &[words, &["--json"]].concat());
    assert_eq!(code(&json), i32::from(exit.number()));
    assert_eq!(printed(&json), "");
    let told = document(&self::said(&json));
    assert_eq!(told["refused"]["code"], refusal, "{told}");
}

/// All commands by their words, with their help; the words of those with subcommands too.
fn every_help() -> Vec<(Vec<String>, String)> {
    let folder = folder();
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    let mut all = Vec::new();
    while let Some(words) = open.pop() {
        let mut asked: Vec<&str> = words.iter().map(String::as_str).collect();
        asked.push("--help");
        let output = demarche(folder.path(), &asked);
        assert_eq!(code(&output), 0, "{asked:?}");
        let help = printed(&output);
        for name in subcommands(&help) {
            open.push([words.as_slice(), &[name]].concat());
        }
        all.push((words, help));
    }
    all
}

fn subcommands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    listed
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_of_exit_codes_says_what_the_table_says() {
    let page = include_str!("../../../../docs/src/exit-codes.md");
    // The second table of the page is that of two commands with answers of their own.
    let first = page.lines().skip_while(|l| !l.starts_with("| code")).skip(2).take_while(|l| !l.is_empty());
    let rows: Vec<&str> = first.collect();
    let table: Vec<String> = TABLE.iter().map(|(_, n, meaning)| format!("| {n} | {meaning} |")).collect();
    assert_eq!(rows, table);
}

#[test]
fn the_parser_ends_with_the_number_of_wrong_use() {
    let folder = folder();
    let wrong: [&[&str]; 6] = [
        &["nonsense"],
        &["notice", "release"],
        &["node", "status"],
        &["template", "tablecloth"],
        &["--language", "xx", "template", "node"],
        &["notice", "template", "T99"],
    ];
    for words in wrong {
        let output = demarche(folder.path(), words);
        assert_eq!(code(&output), i32::from(Exit::Usage.number()), "{words:?}: {}", said(&output));
        assert_eq!(printed(&output), "", "{words:?}");
    }
}

#[test]
fn every_help_has_an_example_that_uses_only_options_it_names() {
    let all = every_help();
    assert!(all.len() > 40, "only {} commands found", all.len());
    for (words, help) in all {
        let leaf = subcommands(&help).is_empty();
        let Some((_, examples)) = help.split_once("Example") else {
            assert!(!leaf, "no example in the help of {words:?}");
            continue;
        };
        if !leaf {
            continue;
        }
        let own = format!("demarche {}", words.join(" "));
        let mine: Vec<&str> = examples.lines().filter(|l| shortened(l).starts_with(&own)).collect();
        assert!(!mine.is_empty(), "no example of {own} itself: {examples}");
        for option in mine.iter().flat_map(|l| l.split_whitespace()).filter(|w| w.starts_with("--")) {
            let named = help.split_once("Example").is_some_and(|(before, _)| before.contains(option));
            assert!(named, "{option} in the example of {own} is no option of it");
        }
    }
}

/// An example without the options that stand before the command.
fn shortened(line: &str) -> String {
    line.trim().replace("--language fa ", "")
}

#[test]
fn every_template_is_valid_by_its_own_check_and_every_schema_is_json() {
    let folder = folder();
    let notices = ["L2", "L3", "L4", "L5", "L6", "T1", "T3", "E1"].map(|code| ("notice", Some(code)));
    let others = ["charter", "node", "relay", "scenario", "timeline", "expect", "assumptions", "calendar"]
        .map(|kind| (kind, None));
    for (kind, code_of_type) in notices.into_iter().chain(others) {
        let with: Vec<&str> = code_of_type.map_or(vec![], |code| vec!["--type", code]);
        let template = demarche(folder.path(), &[&["template", kind], with.as_slice()].concat());
        assert_eq!(code(&template), 0, "{kind} {code_of_type:?}: {}", said(&template));
        assert!(printed(&template).contains('#'), "the template of {kind} has no comment");
        std::fs::write(folder.path().join("file.toml"), printed(&template)).expect("written");
        let check = demarche(folder.path(), &["check", kind, "file.toml", "--json"]);
        assert_eq!(code(&check), 0, "{kind} {code_of_type:?}: {}{}", printed(&check), said(&check));
        assert_eq!(document(&printed(&check))["valid"], true);
        let schema = demarche(folder.path(), &[&["schema", kind], with.as_slice(), &["--json"]].concat());
        assert_eq!(code(&schema), 0, "{kind} {code_of_type:?}");
        assert!(document(&printed(&schema))["properties"].is_object(), "{kind} {code_of_type:?}");
    }
}

#[test]
fn a_template_with_json_is_one_document() {
    let folder = folder();
    let plain = printed(&demarche(folder.path(), &["template", "charter"]));
    let told = document(&printed(&demarche(folder.path(), &["template", "charter", "--json"])));
    assert_eq!(told["template"].as_str().map(str::trim_end), Some(plain.trim_end()));
}

#[test]
fn a_notice_without_a_paragraph_it_must_have_is_answered_with_no() {
    let folder = folder();
    let text = printed(&demarche(folder.path(), &["notice", "template", "T1"]));
    let without: Vec<&str> = text.lines().filter(|line| !line.starts_with("K = ")).collect();
    std::fs::write(folder.path().join("t1.toml"), without.join("\n")).expect("written");
    let output = demarche(folder.path(), &["notice", "check", "t1.toml", "--json"]);
    assert_eq!(code(&output), i32::from(Exit::Negative.number()), "{}", said(&output));
    let told = document(&printed(&output));
    assert_eq!(told["valid"], false);
    assert_eq!(told["findings"][0]["paragraph"], "K", "{told}");
}

#[test]
fn an_unknown_key_a_missing_file_and_a_stopped_node_are_refused_in_three_sentences() {
    let folder = folder();
    let here = folder.path();
    for (kind, refusal) in [("node", "E-NODE-001"), ("relay", "E-RELAY-001")] {
        let text = printed(&demarche(here, &["template", kind]));
        let file = format!("{kind}.toml");
        std::fs::write(here.join(&file), format!("colour = \"red\"\n{text}")).expect("written");
        assert_refused(here, &["check", kind, &file], Exit::Refused, refusal);
        assert!(said(&demarche(here, &["check", kind, &file])).contains("colour"));
    }
    assert_refused(here, &["check", "notice", "nowhere.toml"], Exit::Refused, "E-DEM-001");
    assert_refused(here, &["node", "status", "--config", "nowhere.toml"], Exit::Refused, "E-STORE-008");
    let text = printed(&demarche(here, &["template", "node"]));
    let own = text.replace("/var/lib/demarche-us", "data");
    std::fs::write(here.join("us.toml"), own).expect("written");
    assert_refused(here, &["node", "status", "--config", "us.toml"], Exit::NotRunning, "E-DEM-003");
}

#[test]
fn the_types_are_twenty_nine_with_all_that_the_contract_names_and_each_template_renders_in_every_language() {
    let folder = folder();
    let folder = folder.path();
    let all = document(&printed(&demarche(folder, &["notice", "types", "--json"])));
    let all = all.as_array().expect("a list");
    assert_eq!(all.len(), 29);
    for it in all {
        for key in ["code", "title", "fields", "units", "critical", "precedence", "machines", "must_follow"] {
            assert!(it.get(key).is_some(), "{key} of {it}");
        }
        let code_of = it["code"].as_str().expect("a code");
        if it["drafted"] == false {
            continue;
        }
        let text = printed(&demarche(folder, &["notice", "template", code_of]));
        std::fs::write(folder.join("notice.toml"), text).expect("written");
        let check = demarche(folder, &["notice", "check", "notice.toml", "--json"]);
        let told = document(&printed(&check));
        assert_eq!(told["valid"], true, "{code_of}: {told}");
        for finding in told["lint"].as_array().expect("a list") {
            for key in ["paragraph", "code", "severity", "words"] {
                assert!(finding[key].is_string(), "{key} of {finding}");
            }
        }
        for language in ["en", "fa"] {
            let words = ["notice", "render", "notice.toml", "--language", language];
            let page = demarche(folder, &words);
            assert_eq!(code(&page), 0, "{code_of} {language}: {}", said(&page));
            assert!(printed(&page).contains(code_of), "{code_of} {language}");
        }
    }
}

#[test]
fn a_list_of_sites_is_looked_over_row_by_row_without_a_node() {
    let folder = folder();
    let folder = folder.path();
    let text = printed(&demarche(folder, &["template", "sites"]));
    let doubled =
        format!("{text}S03,SCHOOL,34.3,47.2,20,AIDORG,DUTY,VISIT,2027-08-15T09:00:00Z,30 d,DAY,US,yes,\n");
    std::fs::write(folder.join("sites.csv"), doubled).expect("written");
    let list = demarche(folder, &["notice", "sites", "sites.csv", "--json"]);
    let told = document(&printed(&list));
    assert_eq!(told["unchecked"], serde_json::json!(["sea-land", "stale"]));
    let codes: Vec<&str> = told["refused"]
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|row| row["findings"].as_array().expect("a list"))
        .filter_map(|finding| finding["code"].as_str())
        .collect();
    assert_eq!(codes, ["N-LIST-06"]);
}
