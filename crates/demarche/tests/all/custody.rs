//! Custody as custodians meet it: ceremonies, sheets, drills, approvals, resharing, pairing, by the real commands.

use crate::commands::{code, demarche, document, folder, printed, said};
use crate::exit::Exit;
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs the binary with passphrases, one a line, on its standard input.
pub fn with_passphrases(folder: &Path, words: &[&str], lines: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_demarche"));
    command.args(words).args(["--passphrase-fd", "0"]).current_dir(folder).env_remove("DEMARCHE_CONFIG");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let text = lines.join("\n");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("written");
    child.wait_with_output().expect("it ended")
}

pub fn passphrases(places: impl IntoIterator<Item = u16>) -> Vec<String> {
    places.into_iter().map(|place| format!("words of {place}")).collect()
}

pub fn told(output: &Output) -> Value {
    assert_eq!(code(output), 0, "{}{}", printed(output), said(output));
    document(&printed(output))
}

/// The sheets as each custodian types them, in a folder of typed files.
pub fn type_sheets(folder: &Path, room: &str, typed: &str, places: impl IntoIterator<Item = u16>) {
    std::fs::create_dir_all(folder.join(typed)).expect("made");
    for place in places {
        let sheet = folder.join(room).join(format!("sheets/sheet-{place}.txt"));
        std::fs::copy(sheet, folder.join(typed).join(format!("{place}.txt"))).expect("copied");
    }
}

const CUSTODIANS: [&str; 5] = [
    "CHIEF CLERK;CROWN;A;PERMANENT",
    "JUDGE;COURT;A",
    "MINISTER;CABINET;B",
    "SPEAKER;ASSEMBLY;B",
    "GENERAL;CABINET;C",
];

/// The words of a founding.
fn found<'a>(language: &'a str, typed: Option<&'a str>) -> Vec<&'a str> {
    let mut words = vec![
        "party",
        "keys",
        "found",
        "--party",
        "US",
        "--status",
        "TEST",
        "--k",
        "3",
        "--n",
        "5",
        "--folder",
        "room",
        "--json",
        "--language",
        language,
    ];
    for custodian in CUSTODIANS {
        words.extend(["--custodian", custodian]);
    }
    if let Some(typed) = typed {
        words.extend(["--typed", typed]);
    }
    words
}

/// A founding to its end; the room is `room`.
fn founded(here: &Path) -> Value {
    let begun = with_passphrases(here, &found("en", None), &passphrases(1..=5));
    assert_eq!(code(&begun), i32::from(Exit::NotInTime.number()), "{}{}", printed(&begun), said(&begun));
    assert_eq!(document(&printed(&begun))["next"], "CHECKED-1");
    type_sheets(here, "room", "typed", 1..=5);
    told(&with_passphrases(here, &found("en", Some("typed")), &passphrases(1..=5)))
}

#[test]
fn a_founding_stops_where_nobody_types_and_goes_on_to_its_end() {
    let folder = folder();
    let here = folder.path();
    let end = founded(here);
    assert_eq!(end["next"], Value::Null);
    assert_eq!(end["done"].as_array().map(Vec::len), Some(9));
    assert!(end["network"].is_string(), "it says how the machine stood: {end}");
    assert_eq!(end["warnings"], serde_json::json!([]));
    let room = here.join("room");
    assert!(!room.join("sheets").exists(), "the sheets' files are erased");
    let page = std::fs::read_to_string(room.join("transcript.html")).expect("written");
    assert!(page.contains("Signed by hand") && page.contains("SEAL SIGNED"));
    use std::os::unix::fs::PermissionsExt;
    for name in ["1.share", "5.share", "register", "ceremony", "transcript.html"] {
        let mode = std::fs::metadata(room.join(name)).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let status = told(&demarche(here, &["party", "keys", "status", "--register", "room/register", "--json"]));
    assert_eq!(status["state"], "HEALTHY");
    assert_eq!(status["proved"], serde_json::json!([1, 2, 3, 4, 5]));
    let again = with_passphrases(here, &found("en", Some("typed")), &[]);
    assert_eq!(told(&again)["done"], end["done"], "nothing is done twice");
}

#[test]
fn what_an_interrupted_making_left_is_void_and_a_wrong_sheet_is_named_by_its_group() {
    let folder = folder();
    let here = folder.path();
    let first = with_passphrases(here, &found("fa", None), &passphrases(1..=3));
    assert_eq!(
        code(&first),
        i32::from(Exit::Usage.number()),
        "two passphrases are missing: {}",
        said(&first)
    );
    assert!(here.join("room/3.share").exists() && !here.join("room/register").exists());
    let left = std::fs::read(here.join("room/1.share")).expect("there");
    let begun = with_passphrases(here, &found("fa", None), &passphrases(1..=5));
    assert_eq!(code(&begun), i32::from(Exit::NotInTime.number()), "{}", said(&begun));
    assert_ne!(std::fs::read(here.join("room/1.share")).expect("there"), left, "made anew");
    type_sheets(here, "room", "typed", 1..=5);
    let path = here.join("typed/2.txt");
    let right = std::fs::read_to_string(&path).expect("typed");
    let mut signs: Vec<char> = right.chars().collect();
    assert!(!signs[0].is_ascii(), "a Persian reader's sheet has Persian digits");
    signs[15] = if signs[15] == '\u{6F1}' { '\u{6F2}' } else { '\u{6F1}' };
    std::fs::write(&path, signs.into_iter().collect::<String>()).expect("written");
    let slip = with_passphrases(here, &found("en", Some("typed")), &passphrases(1..=5));
    assert_eq!(code(&slip), i32::from(Exit::Refused.number()));
    let refused = document(&said(&slip));
    assert_eq!(
        (&refused["refused"]["code"], &refused["refused"]["facts"]["group"]),
        (&"E-CUS-012".into(), &3.into())
    );
    std::fs::write(&path, right).expect("written");
    let end = told(&with_passphrases(here, &found("en", Some("typed")), &passphrases(1..=5)));
    assert_eq!(end["next"], Value::Null);
    let other = with_passphrases(
        here,
        &["party", "keys", "found", "--party", "IR", "--status", "TEST", "--folder", "room", "--json"],
        &passphrases(1..=5),
    );
    assert_eq!(document(&said(&other))["refused"]["code"], "E-DEM-051");
}

#[test]
fn an_actual_ceremony_on_this_machine_is_refused_by_name_and_leaves_no_share() {
    let folder = folder();
    let here = folder.path();
    let words =
        ["party", "keys", "found", "--party", "US", "--status", "ACTUAL", "--folder", "room", "--json"];
    let output = with_passphrases(here, &words, &passphrases(1..=5));
    assert_eq!(code(&output), i32::from(Exit::Refused.number()), "{}", printed(&output));
    let refused = document(&said(&output));
    assert_eq!(refused["refused"]["code"], "E-DEM-050");
    assert!(refused["refused"]["facts"]["lacking"].as_array().is_some_and(|lacks| !lacks.is_empty()));
    assert!(!here.join("room/1.share").exists() && !here.join("room/register").exists());
}

#[test]
fn sheets_are_checked_by_typing_and_by_picture_in_every_language() {
    let folder = folder();
    let here = folder.path();
    founded(here);
    let own = passphrases([2]);
    for language in ["en", "fa", "fr", "ar"] {
        let out = format!("sheets-{language}");
        let words = ["custodian", "sheet", "--share", "room/2.share", "--out", &out, "--language", language];
        let printed_sheet = with_passphrases(here, &words, &own);
        assert_eq!(code(&printed_sheet), 0, "{}", said(&printed_sheet));
        let page = std::fs::read_to_string(here.join(&out).join("sheet-2.html")).expect("there");
        assert_eq!(page.matches("<tr>").count(), 12, "six rows a secret");
        let typed = format!("{out}/sheet-2.txt");
        let words = ["custodian", "check-sheet", "--share", "room/2.share", "--typed", &typed, "--json"];
        assert_eq!(told(&with_passphrases(here, &words, &own))["right"], true, "{language}");
    }
    let picture = [
        "custodian",
        "check-sheet",
        "--share",
        "room/2.share",
        "--picture",
        "sheets-en/sheet-2.png",
        "--json",
    ];
    assert_eq!(told(&with_passphrases(here, &picture, &own))["right"], true);
    let of_another = [
        "custodian",
        "check-sheet",
        "--share",
        "room/3.share",
        "--picture",
        "sheets-en/sheet-2.png",
        "--json",
    ];
    let refused = with_passphrases(here, &of_another, &passphrases([3]));
    assert_eq!(document(&said(&refused))["refused"]["code"], "E-CUS-013");
    let wrong = with_passphrases(here, &picture, &["another".to_owned()]);
    assert_eq!(document(&said(&wrong))["refused"]["code"], "E-DEM-005");
}

/// Enrols for a set: `shares` are opened, `leave` go, `join` come.
fn enrol(here: &Path, shares: &[u16], leave: &[u16], join: u16, typed: bool) -> Output {
    let mut words: Vec<String> =
        ["custodian", "enrol", "--register", "room/register", "--folder", "second", "--json"]
            .map(str::to_owned)
            .to_vec();
    words.extend(shares.iter().flat_map(|place| ["--share".to_owned(), format!("room/{place}.share")]));
    words.extend(leave.iter().flat_map(|place| ["--leave".to_owned(), place.to_string()]));
    words.extend(["--join".to_owned(), join.to_string()]);
    if typed {
        words.extend(["--typed".to_owned(), "typed-2".to_owned()]);
    }
    let lines = if typed { passphrases(4..=8) } else { passphrases(shares.iter().copied().chain(4..=8)) };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    with_passphrases(here, &words, &lines)
}

#[test]
fn three_of_five_are_replaced_at_once_and_old_shares_act_no_more() {
    let folder = folder();
    let here = folder.path();
    founded(here);
    let few = enrol(here, &[4, 5], &[1, 2, 3], 3, false);
    assert_eq!(document(&said(&few))["refused"]["code"], "E-CUS-003");
    let begun = enrol(here, &[1, 2, 4, 5], &[1, 2, 3], 3, false);
    assert_eq!(code(&begun), i32::from(Exit::NotInTime.number()), "{}", said(&begun));
    type_sheets(here, "second", "typed-2", 4..=8);
    let end = told(&enrol(here, &[], &[1, 2, 3], 3, true));
    assert_eq!(end["set"], "US TEST g1 v2");
    assert_eq!(end["next"], Value::Null);
    let status =
        told(&demarche(here, &["party", "keys", "status", "--register", "second/register", "--json"]));
    assert_eq!((&status["state"], &status["n"]), (&"HEALTHY".into(), &5.into()));
    // a drill of the new set takes no old share
    let words = ["party", "keys", "renew", "--register", "second/register", "--folder", "third", "--json"];
    let renewed = with_passphrases(here, &words, &passphrases(1..=5));
    assert_eq!(document(&printed(&renewed))["set"], "US TEST g2 v1");
}

/// One command of a custodian at the own machine, with the own passphrase.
fn apart(here: &Path, place: u16, words: &[&str]) -> Output {
    let folder = format!("at-{place}");
    let words = [&["custodian", "apart"], words, &["--folder", &folder, "--json"]].concat();
    with_passphrases(here, &words, &passphrases([place]))
}

/// The files whose name begins so, in the folder of a custodian.
fn files_of(here: &Path, place: u16, begin: &str) -> Vec<String> {
    let folder = std::fs::read_dir(here.join(format!("at-{place}"))).expect("there");
    let names = folder.flatten().map(|item| item.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(begin)).map(|name| format!("at-{place}/{name}")).collect()
}

#[test]
fn a_set_is_founded_apart_by_files_and_its_shares_speak_like_any_others() {
    let folder = folder();
    let here = folder.path();
    let places = 1..=5u16;
    for place in places.clone() {
        let place_text = place.to_string();
        let words = ["begin", "--party", "US", "--status", "TEST", "--place", &place_text];
        assert_eq!(told(&apart(here, place, &words))["set"], "US TEST g1 v1");
    }
    let again = apart(here, 2, &["begin", "--party", "US", "--status", "TEST", "--place", "2"]);
    assert_eq!(
        document(&said(&again))["refused"]["code"],
        "E-STORE-009",
        "what is held is never written over"
    );
    let firsts: Vec<String> = places.clone().flat_map(|place| files_of(here, place, "first-")).collect();
    let firsts: Vec<&str> = firsts.iter().map(String::as_str).collect();
    let few = apart(here, 1, &[&["give"], &firsts[..4]].concat());
    assert_eq!(document(&said(&few))["refused"]["code"], "E-CUS-003");
    let mut digits = String::new();
    for place in places.clone() {
        let shown = apart(here, place, &[&["give"], &firsts[..]].concat());
        assert_eq!(code(&shown), i32::from(Exit::NotInTime.number()), "{}", said(&shown));
        assert_eq!(
            files_of(here, place, "second-"),
            Vec::<String>::new(),
            "nothing goes out before they compared"
        );
        let read = document(&printed(&shown))["digits"].as_str().expect("digits").to_owned();
        assert!(digits.is_empty() || digits == read, "all read the same");
        digits = read;
    }
    let wrong = apart(here, 1, &[&["give"], &firsts[..], &["--compared", "11111 22222"]].concat());
    assert_eq!(code(&wrong), i32::from(Exit::Usage.number()));
    for place in places.clone() {
        let given = told(&apart(here, place, &[&["give"], &firsts[..], &["--compared", &digits]].concat()));
        assert_eq!(given["give"].as_array().map(Vec::len), Some(4));
    }
    let to = |place: u16| -> Vec<String> {
        let all = places.clone().flat_map(|from| files_of(here, from, "second-"));
        all.filter(|name| name.ends_with(&format!("-to-{place}"))).collect()
    };
    let of_another = to(3);
    let of_another: Vec<&str> = of_another.iter().map(String::as_str).collect();
    let refused = apart(here, 2, &[&["take"], &of_another[..]].concat());
    assert_eq!(document(&said(&refused))["refused"]["code"], "E-CUS-008", "not for this custodian");
    for place in places.clone() {
        let files = to(place);
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        told(&apart(here, place, &[&["take"], &files[..]].concat()));
        assert!(!here.join(format!("at-{place}/held")).exists(), "what was held is gone");
    }
    registered(here);
}

/// Three of the five write the node's file; two are refused; a drill of all holds.
fn registered(here: &Path) {
    let by = |places: &[u16]| {
        let mut words = vec!["party".to_owned(), "keys".to_owned(), "register".to_owned()];
        words.extend(
            places.iter().flat_map(|place| ["--share".to_owned(), format!("at-{place}/{place}.share")]),
        );
        words.extend(CUSTODIANS.iter().flat_map(|text| ["--custodian".to_owned(), (*text).to_owned()]));
        words.extend(["--out", "us.register", "--json"].map(str::to_owned));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        with_passphrases(here, &words, &passphrases(places.iter().copied()))
    };
    assert_eq!(document(&said(&by(&[2, 5])))["refused"]["code"], "E-CUS-003");
    assert!(!here.join("us.register").exists());
    told(&by(&[2, 4, 5]));
    let status = told(&demarche(here, &["party", "keys", "status", "--register", "us.register", "--json"]));
    assert_eq!((&status["state"], &status["n"]), (&"FOUNDED".into(), &5.into()));
    let sheet = std::fs::read_dir(here.join("at-3/sheets")).expect("printed").count();
    assert!(sheet >= 2, "root and seal");
}
