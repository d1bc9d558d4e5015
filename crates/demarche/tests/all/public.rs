//! `demarche public` and `demarche leak-check` as the contract has them, against the record of a played scenario.

use crate::commands::{code, demarche, document, folder, printed, said};
use ::exercise::folder::Folder;
use ::exercise::inspect::inspect;
use ::exercise::moment::Moment;
use ::exercise::play::{Nobody, Wishes, play};
use ::exercise::report::Transcript;
use line::config::Attestation;
use line::script::Script;
use std::path::Path;

fn scenario() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/us-iran").display().to_string()
}

const AT: &str = "2027-08-10T18:00Z";

fn check(text: &str) -> (i32, serde_json::Value) {
    let here = folder();
    std::fs::write(here.path().join("draft.txt"), text).expect("written");
    let words = ["public", "check", "draft.txt", "--at", AT, "--scenario", &scenario(), "--json"];
    let told = demarche(here.path(), &words);
    let left: Vec<_> = std::fs::read_dir(here.path()).expect("there").collect();
    assert_eq!(left.len(), 1, "nothing is written");
    (code(&told), document(&printed(&told)))
}

#[test]
fn a_draft_is_stopped_looked_at_or_passes() {
    let (exit, told) = check("We want peace. The carrier will stay some 37 miles off Bandar Abbas.");
    assert_eq!((exit, told["sentences"].as_u64()), (2, Some(2)), "{told}");
    let stop = &told["stops"][0];
    assert_eq!(stop["sentence"], 2);
    assert!(stop["reveals"].as_str().is_some_and(|text| text.contains("/A2 ")), "{stop}");
    assert!(stop["bits"].as_f64().is_some_and(|bits| bits >= 9.0));
    let (exit, told) = check("There are no talks, direct or indirect.");
    assert_eq!((exit, told["looks"][0]["reveals"].as_str()), (3, Some("DENIES")), "{told}");
    let (exit, told) = check("The harvest was good this year. Schools open in September.");
    assert_eq!((exit, told["stops"].as_array().map(Vec::len)), (0, Some(0)), "{told}");
}

#[test]
fn what_is_public_is_cleared_and_wrong_input_changes_nothing() {
    let here = folder();
    let text = "The carrier will stay some 37 miles off Bandar Abbas.";
    std::fs::write(here.path().join("draft.txt"), text).expect("written");
    let clear = [
        "public",
        "clear",
        text,
        "--source",
        "a press office",
        "--on",
        "2027-08-10",
        "--cleared",
        "list.toml",
        "--json",
    ];
    let told = demarche(here.path(), &clear);
    assert_eq!((code(&told), document(&printed(&told))["cleared"].as_u64()), (0, Some(1)), "{}", said(&told));
    let against = scenario();
    let check = [
        "public",
        "check",
        "draft.txt",
        "--at",
        AT,
        "--scenario",
        &against,
        "--cleared",
        "list.toml",
        "--json",
    ];
    assert_eq!(code(&demarche(here.path(), &check)), 0);
    for words in [
        &["public", "check", "none.txt", "--at", AT, "--scenario", &against][..],
        &["public", "check", "draft.txt", "--at", "yesterday", "--scenario", &against],
        &["public", "check", "draft.txt", "--at", AT],
        &["leak-check", "none.txt", "--scenario", &against],
    ] {
        let told = demarche(here.path(), words);
        assert_eq!((code(&told), printed(&told).as_str()), (1, ""), "{words:?} {}", said(&told));
    }
    let wrong = ["public", "clear", text, "--source", "s", "--on", "someday", "--cleared", "list.toml"];
    assert_eq!(code(&demarche(here.path(), &wrong)), 2);
}

/// The transcripts of the shipped example on its second day.
fn transcripts() -> Vec<Transcript> {
    let files =
        ::exercise::shipped::US_IRAN.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let folder = Folder::new(::exercise::folder::SCENARIO, files.collect());
    let case = inspect(&folder).expect("it is whole");
    let until = Moment::parse("D2 18:00");
    play(&case, &folder, &Wishes { until, ..Wishes::default() }, &mut Nobody).expect("it plays").transcripts
}

fn leak_check(file: &Path, told: &str) -> (i32, serde_json::Value) {
    let folder = file.parent().expect("a folder");
    let words = ["leak-check", told, "--scenario", &scenario(), "--at", AT, "--json"];
    let answer = demarche(folder, &words);
    assert!(!printed(&answer).is_empty(), "{}", said(&answer));
    (code(&answer), document(&printed(&answer)))
}

#[test]
fn a_leaked_page_adds_no_proof_a_live_key_is_named_and_a_signature_binds() {
    let here = folder();
    let file = |name: &str| here.path().join(name);
    let transcripts = transcripts();
    let of = |code: &str| transcripts.iter().find(|t| t.compartment == code).expect("a compartment");
    let page = rendered(of("MAR"));
    std::fs::write(file("page.txt"), &page).expect("written");
    let (exit, told) = leak_check(&file("page.txt"), "page.txt");
    assert_eq!((exit, told["verdict"].as_str()), (0, Some("ADDS NO PROOF FOR A STRANGER")), "{told}");
    assert_eq!(told["items"][0]["match"], "exact", "{told}");
    assert_eq!(told["contact_evidence"].as_array().map(Vec::len), Some(6));
    std::fs::write(file("changed.txt"), page.replace("60", "90")).expect("written");
    let (exit, told) = leak_check(&file("changed.txt"), "changed.txt");
    assert_eq!((exit, told["items"][0]["match"].as_str()), (0, Some("altered")), "{told}");
    std::fs::write(file("foreign.txt"), "The weather will be fine on the whole coast.").expect("written");
    assert_eq!(leak_check(&file("foreign.txt"), "foreign.txt").0, 4);
    for (code, attestation, exit, verdict) in
        [("LEV", Attestation::MutualOnly, 3, "LIVE KEY"), ("MAR", Attestation::MutualOnly, 3, "LIVE KEY")]
    {
        let transcript = of(code);
        let status = transcript.entries[0].header.status;
        let script = Script::of(status, transcript.id, attestation, transcript.entries.iter());
        std::fs::write(file("leaked.script"), script.encode()).expect("written");
        let told = leak_check(&file("leaked.script"), "leaked.script");
        assert_eq!((told.0, told.1["verdict"].as_str()), (exit, Some(verdict)), "{code}");
        std::fs::remove_file(file("leaked.script")).expect("removed");
    }
}

/// The page of the last notice of a compartment, as an English reader has it.
fn rendered(transcript: &Transcript) -> String {
    let notices = transcript.entries.iter().filter(|entry| entry.header.kind == line::entry::Kind::Notice);
    let mut read = notices.filter_map(|entry| {
        let body = line::body::NoticeBody::decode(&entry.body, Attestation::MutualOnly).ok()?;
        notice::Notice::decode(&body.bytes).ok().filter(|notice| notice.kind().word() == "A2")
    });
    let notice = read.next_back().expect("an A2");
    let reader =
        wording::Reader::english(notice::Instant::parse("2027-08-20T09:00:00Z").expect("an instant"));
    wording::render_notice(&wording::Packs::embedded(), &notice, &wording::Arrivals::default(), &reader)
        .plain()
}

#[test]
fn a_traced_copy_is_made_only_when_asked_for_and_points_at_its_reader() {
    let here = folder();
    let file = |name: &str| here.path().join(name);
    let template = demarche(here.path(), &["notice", "template", "A2"]);
    std::fs::write(file("a2.toml"), printed(&template)).expect("written");
    let plain = printed(&demarche(here.path(), &["notice", "render", "a2.toml", "--for", "ADAMS"]));
    assert_eq!(
        plain,
        printed(&demarche(here.path(), &["notice", "render", "a2.toml"])),
        "off unless switched on"
    );
    let traced = |reader: &str| {
        let words = ["notice", "render", "a2.toml", "--for", reader, "--trace", "--trace-key", "trace.key"];
        let told = demarche(here.path(), &words);
        assert_eq!(code(&told), 0, "{}", said(&told));
        assert!(said(&told).contains("tracing a leak confirms it"), "{}", said(&told));
        printed(&told)
    };
    let copies: std::collections::BTreeSet<String> = ["ADAMS", "BAKER", "CLARK", "DAVIS"].map(traced).into();
    assert!(copies.len() >= 3 && traced("ADAMS") == traced("ADAMS"), "{copies:?}");
    // A page of the record in one reader's copy is still ours and exact, and that reader leads.
    let page = rendered(transcripts().iter().find(|t| t.compartment == "MAR").expect("a compartment"));
    let packs = wording::Packs::embedded();
    let reader = wording::Reader::english(notice::Instant::from_seconds(0).expect("in range"));
    let say = |key: String| wording::render_phrase(&packs, &key, &refusal::facts! {}, &reader);
    let pair = |n: usize| discretion::trace::Pair {
        plain: say(format!("trace-pair-{n}-plain")),
        other: say(format!("trace-pair-{n}-other")),
    };
    let pairs: Vec<discretion::trace::Pair> = (1..=12).map(pair).collect();
    let key: [u8; 32] = std::fs::read(file("trace.key")).expect("made").try_into().expect("32 bytes");
    let number =
        page.lines().find_map(|line| line.split("NUMBER: ").nth(1)).expect("its number").trim().to_owned();
    let bits = discretion::trace::bits(&key, "BAKER", &number, pairs.len());
    std::fs::write(file("leaked.txt"), discretion::trace::traced(&page, &pairs, &bits)).expect("written");
    let against = scenario();
    let words = [
        "leak-check",
        "leaked.txt",
        "--scenario",
        &against,
        "--at",
        AT,
        "--trace-key",
        "trace.key",
        "--readers",
        "ADAMS,BAKER,CLARK,DAVIS",
        "--json",
    ];
    let told = document(&printed(&demarche(here.path(), &words)));
    assert_eq!(told["items"][0]["match"], "exact", "{told}");
    let lead = |reader: &str| told["trace"]["leads"][reader].as_f64().expect("a posterior");
    assert!(["ADAMS", "CLARK", "DAVIS"].iter().all(|other| lead("BAKER") > lead(other)), "{told}");
}

#[test]
fn a_forged_transcript_verifies_as_well_as_the_true_one_on_exercise_groups_only() {
    let here = folder();
    let path = Path::new(&scenario()).join("notices/a5-accident.toml");
    let against = scenario();
    let draft = path.display().to_string();
    let words = [
        "forge",
        &draft,
        "--scenario",
        &against,
        "--until",
        "D1 04:00",
        "--compartment",
        "MAR",
        "--by",
        "US",
        "--as",
        "IR",
        "--out",
        "forged.script",
        "--beside",
        "true.script",
        "--json",
    ];
    // What stands in double braces is filled in by a play; here a plain instant takes its place.
    let text = std::fs::read_to_string(&path).expect("there");
    let text = text.split("{{").map(|part| match part.split_once("}}") {
        Some((_, rest)) => format!("2027-08-09T03:00:00Z{rest}"),
        None => part.to_owned(),
    });
    std::fs::write(here.path().join("draft.toml"), text.collect::<String>()).expect("written");
    let mut words = words.map(str::to_owned);
    words[1] = "draft.toml".to_owned();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let told = demarche(here.path(), &words);
    assert_eq!(code(&told), 0, "{}", said(&told));
    assert_eq!(document(&printed(&told))["head"], "FABRICATED FOR DEMONSTRATION");
    for file in ["true.script", "forged.script"] {
        let verified = demarche(here.path(), &["script", "verify", file, "--json"]);
        assert_eq!(document(&printed(&verified))["verifies"], true, "{file} {}", said(&verified));
    }
}
