//! Succession, dormancy, closing and dossier against running nodes, by the real commands; officers' seals are set in process.

use crate::commands::{code, demarche, document, folder, printed, said};
use crate::custody::with_passphrases;
use crate::exit::Exit;
use crate::world::{Officer, World, draft, enrolled, keys_of, release, two_capitals};
use serde_json::Value;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Settings files for the commands.
pub fn settings(here: &Path, world: &World) {
    for config in &world.configs {
        let text = toml::to_string(config).expect("settings");
        std::fs::write(here.join(format!("{}.toml", config.party)), text).expect("written");
    }
}

fn run(here: &Path, words: &[&str]) -> Output {
    demarche(here, &[words, &["--json"]].concat())
}

pub fn done(here: &Path, words: &[&str]) -> Value {
    let output = run(here, words);
    assert_eq!(code(&output), 0, "{words:?}: {}{}", printed(&output), said(&output));
    document(&printed(&output))
}

pub fn refused(here: &Path, words: &[&str]) -> String {
    let output = run(here, words);
    assert_eq!(code(&output), i32::from(Exit::Refused.number()), "{words:?}: {}", printed(&output));
    let told = document(&said(&output));
    told["refused"]["code"].as_str().expect("a code").to_owned()
}

const US: [&str; 4] = ["--config", "US.toml", "--compartment", "LEV"];
const IR: [&str; 4] = ["--config", "IR.toml", "--compartment", "LEV"];

pub fn with<'a>(words: &[&'a str], place: [&'a str; 4]) -> Vec<&'a str> {
    [words, &place].concat()
}

/// Two further officers of US, by other names.
pub async fn successors(world: &World) -> [Officer; 2] {
    enrolled(&world.us, keys_of(["cyrus", "dora"], 30)).await
}

pub fn instant_in(seconds: u64) -> String {
    let at = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() + seconds;
    let at = i64::try_from(at).expect("in range");
    // an operative time never stands at midnight
    let at = if at % 86_400 == 0 { at + 1 } else { at };
    notice::Instant::from_seconds(at).expect("in range").to_string()
}

pub async fn sees(here: &Path, place: [&str; 4], state: &str, reviewed: u64) {
    soon(state, || {
        let told = done(here, &with(&["succession", "status"], place));
        let last = &told["successions"][0];
        last["state"] == state && last["reviewed"] == reviewed
    })
    .await;
}

/// Waits on a loaded machine too: an effective time lies half a minute ahead.
pub async fn soon(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(120), "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_people_of_one_side_change_and_the_other_side_sees_a_count() {
    let folder = folder();
    let here = folder.path();
    let world = two_capitals(here).await;
    settings(here, &world);
    let id = draft(&world.us, &crate::world::t1()).await;
    let line = release(&world.us, &id, &world.us_officers).await;
    world.agree().await;
    let plan = done(here, &with(&["succession", "plan"], US));
    assert_eq!(plan["review"], serde_json::json!([line]));
    assert_eq!(plan["officers"], serde_json::json!(["anne", "boris"]));
    assert_eq!(refused(here, &with(&["succession", "abort"], US)), "E-DEM-053");
    let effect = instant_in(40);
    let open = done(here, &with(&["succession", "open", "--effect", &effect], US));
    assert_eq!((&open["sent"], &open["items"]), (&serde_json::json!(["IR"]), &1.into()));
    release(&world.us, open["draft"].as_str().expect("a draft"), &world.us_officers).await;
    sees(here, IR, "OPEN", 0).await;
    soon("the word came", || {
        done(here, &with(&["succession", "status"], IR))["successions"][0]["word"] == "PROVED"
    })
    .await;
    assert_eq!(refused(here, &with(&["succession", "open"], US)), "E-DEM-052");
    assert_eq!(refused(here, &with(&["succession", "hand-over", "--leave", "anne"], US)), "E-DEM-054");
    sees(here, IR, "REVIEWING", 0).await;
    assert_eq!(refused(here, &with(&["succession", "hand-over", "--leave", "anne"], US)), "E-DEM-055");
    let fresh = successors(&world).await;
    let over = done(here, &with(&["succession", "hand-over", "--leave", "anne", "--leave", "boris"], US));
    assert_eq!(over["officers"], serde_json::json!(["cyrus", "dora"]));
    assert_eq!(
        refused(here, &with(&["succession", "review", "--affirm", "US/LEV/27/0999/T1"], US)),
        "E-DEM-056"
    );
    let said = done(here, &with(&["succession", "review", "--affirm", &line], US));
    release(&world.us, said["draft"].as_str().expect("a draft"), &fresh).await;
    sees(here, IR, "COMPLETE", 1).await;
    let theirs = done(here, &with(&["succession", "status"], IR));
    assert_eq!(theirs["successions"][0]["items"], Value::Null, "of another party the count, never the items");
    let ours = done(here, &with(&["succession", "review"], US));
    assert_eq!(ours["succession"]["items"][0]["verdict"], "AFFIRM");
    dormant(here, &world, &fresh).await;
    world.stop().await;
}

/// The new team declares dormancy; the other side sees why, and a revival lists what is due.
async fn dormant(here: &Path, world: &World, fresh: &[Officer; 2]) {
    let until_then = instant_in(400 * 86_400);
    let declared = done(here, &with(&["dormancy", "declare", "--until", &until_then], US));
    release(&world.us, declared["draft"].as_str().expect("a draft"), fresh).await;
    let state = |told: &Value| {
        let members = told["members"].as_array().cloned().unwrap_or_default();
        let us = members.into_iter().find(|one| one["party"] == "US").unwrap_or_default();
        (
            us["state"].as_str().unwrap_or_default().to_owned(),
            us["cause"].as_str().unwrap_or_default().to_owned(),
        )
    };
    soon("IR sees it", || {
        state(&done(here, &with(&["dormancy", "status"], IR)))
            == ("DORMANT".to_owned(), "DECLARED".to_owned())
    })
    .await;
    let revived = done(here, &with(&["dormancy", "revive"], US));
    release(&world.us, revived["draft"].as_str().expect("a draft"), fresh).await;
    soon("it is up again", || state(&done(here, &with(&["dormancy", "status"], IR))).0 == "UP").await;
    assert_eq!(done(here, &with(&["compartment", "close", "--show"], IR))["closing"]["state"], "OPEN");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_dossier_gives_back_what_its_paper_says_and_a_changed_paper_is_told() {
    let folder = folder();
    let here = folder.path();
    let world = two_capitals(here).await;
    settings(here, &world);
    let id = draft(&world.us, &crate::world::t1()).await;
    let number = release(&world.us, &id, &world.us_officers).await;
    world.agree().await;
    let words = ["sieben rote Boote".to_owned()];
    let make = ["dossier", "make", "--archive", "--out", "dossier", "--config", "US.toml", "--json"];
    let made = with_passphrases(here, &make, &words);
    assert_eq!(code(&made), 0, "{}", said(&made));
    let record = std::fs::read_to_string(here.join("dossier/LEV/record.txt")).expect("the whole record");
    assert!(record.contains(&number), "{record}");
    let page = std::fs::read_to_string(here.join("dossier/LEV/part-a.html")).expect("printed");
    let (_, rest) = page.split_once("<body>").expect("a page");
    assert!(rest.contains(&number) && rest.contains("LEV"));
    let verify = ["dossier", "verify", "dossier", "--config", "US.toml", "--json"];
    let began = Instant::now();
    let verified = with_passphrases(here, &verify, &words);
    assert_eq!(code(&verified), 0, "{}{}", printed(&verified), said(&verified));
    assert!(began.elapsed() < Duration::from_secs(60));
    let left: Vec<_> = std::fs::read_dir(here.join("dossier")).expect("there").flatten().collect();
    assert!(!left.iter().any(|item| item.file_name().to_string_lossy().starts_with("verifying")));
    let path = here.join("dossier/part-a.json");
    let text = std::fs::read_to_string(&path).expect("there");
    let root = document(&text)["compartments"][0]["root"].as_str().expect("a root").to_owned();
    std::fs::write(&path, text.replace(&root, &"0".repeat(64))).expect("changed");
    let verified = with_passphrases(here, &verify, &words);
    assert_eq!(code(&verified), i32::from(Exit::Negative.number()));
    assert_eq!(document(&printed(&verified))["differ"], serde_json::json!(["LEV"]));
    restored(here, &world, &words);
    world.stop().await;
}

/// Without the passphrase nothing comes back; with it a folder that was not there.
fn restored(here: &Path, world: &World, words: &[String]) {
    let mut again = world.configs[0].clone();
    again.folder = here.join("again");
    std::fs::write(here.join("again.toml"), toml::to_string(&again).expect("settings")).expect("written");
    let restore = ["dossier", "restore", "dossier", "--config", "again.toml", "--json"];
    let wrong = with_passphrases(here, &restore, &["other words".to_owned()]);
    assert_eq!(code(&wrong), i32::from(Exit::Refused.number()));
    assert!(!again.folder.exists());
    let restored = with_passphrases(here, &restore, words);
    assert_eq!(code(&restored), 0, "{}", said(&restored));
    assert_eq!(document(&printed(&restored))["quarantined"], true);
    assert!(again.folder.join("node.key").exists());
}
