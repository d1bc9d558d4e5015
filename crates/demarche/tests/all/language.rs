//! The language of what is printed: four shipped ones, folders that add or override, cards.

use crate::commands::{code, demarche, document, folder, printed, said};
use std::path::Path;

fn pack(folder: &Path, language: &str, text: &str) {
    let place = folder.join("packs").join(language);
    std::fs::create_dir_all(&place).expect("a folder");
    std::fs::write(place.join("own.ftl"), text).expect("written");
}

#[test]
fn each_shipped_language_refuses_in_its_own_words() {
    let folder = folder();
    let starts = [("en", "error:"), ("fa", "خطا:"), ("fr", "erreur\u{a0}:"), ("ar", "خطأ:")];
    for (language, start) in starts {
        let output = demarche(folder.path(), &["--language", language, "notice", "check", "absent.toml"]);
        assert_eq!(code(&output), 3);
        assert!(said(&output).starts_with(start) && !said(&output).contains("[EN]"), "{}", said(&output));
    }
}

#[test]
fn cards_are_shown_as_lines_as_a_document_and_as_a_page_in_each_language() {
    let folder = folder();
    let titles = [
        ("en", "LATE OR SILENT"),
        ("fa", "دیرکرد یا سکوت"),
        ("fr", "RETARD OU SILENCE"),
        ("ar", "تأخر أو صمت"),
    ];
    for (language, title) in titles {
        let words = ["card", "show", "silence", "--language", language];
        let shown = printed(&demarche(folder.path(), &words));
        assert!(shown.contains(title) && shown.lines().count() == 11, "{shown}");
        let told = document(&printed(&demarche(folder.path(), &[&words[..], &["--json"]].concat())));
        assert_eq!(
            (told["title"].as_str(), told["steps"].as_array().map(Vec::len)),
            (Some(title), Some(9)),
            "{told}"
        );
        let page = printed(&demarche(folder.path(), &[&words[..], &["--html"]].concat()));
        let direction = if ["fa", "ar"].contains(&language) { "rtl" } else { "ltr" };
        assert!(page.contains(&format!("lang=\"{language}\" dir=\"{direction}\"")), "{page}");
        assert!(page.contains(title) && page.contains("105mm 148mm"), "{page}");
    }
    let list = document(&printed(&demarche(folder.path(), &["card", "list", "--json"])));
    assert_eq!(list["cards"].as_array().map(Vec::len), Some(9));
    assert_eq!(code(&demarche(folder.path(), &["card", "show", "weather"])), 2);
}

#[test]
fn digits_follow_the_choice_and_not_only_the_language() {
    let folder = folder();
    let head = |more: &[&str]| {
        let words = [&["card", "show", "silence", "--language", "ar"], more].concat();
        printed(&demarche(folder.path(), &words)).lines().next().expect("a head").to_owned()
    };
    assert_eq!(head(&[]), "البطاقة ٣ من ٩");
    assert_eq!(head(&["--digits", "latin"]), "البطاقة 3 من 9");
    assert_eq!(head(&["--digits", "persian"]), "البطاقة ۳ من ۹");
    assert_eq!(code(&demarche(folder.path(), &["card", "list", "--digits", "roman"])), 2);
    assert_eq!(code(&demarche(folder.path(), &["card", "list", "--calendar", "julian"])), 2);
}

#[test]
fn a_fifth_language_is_a_folder_and_what_it_lacks_is_english_behind_a_mark() {
    let folder = folder();
    let text = "pack-name = Esperanto\npack-direction = ltr\npack-digits = latin\n\
                card-head = Karto { $number } el { $of }\ncard-leak-title = ELFLUO\n";
    pack(folder.path(), "eo", text);
    let words = ["card", "show", "leak", "--language", "eo", "--languages", "packs"];
    let shown = printed(&demarche(folder.path(), &words));
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[..3], ["Karto 7 el 9", "ELFLUO", "1. [EN] Say nothing."]);
    let without = demarche(folder.path(), &words[..5]);
    assert_eq!(code(&without), 2, "without the folder nobody speaks it");
    assert!(said(&without).contains("ar, en, fa, fr"), "{}", said(&without));
}

#[test]
fn a_folder_overrides_message_by_message_and_a_bad_one_is_refused() {
    let folder = folder();
    pack(folder.path(), "fr", "card-leak-title = FUITE SIGNALÉE\n");
    let words = ["card", "show", "leak", "--language", "fr", "--languages", "packs"];
    let shown = printed(&demarche(folder.path(), &words));
    assert!(shown.contains("FUITE SIGNALÉE") && shown.contains("1. Ne dites rien."), "{shown}");
    pack(folder.path(), "fr", "card-leak-title = { $\n");
    let refused = demarche(folder.path(), &words);
    assert_eq!(code(&refused), 3);
    assert!(
        said(&refused).contains("fr/own.ftl") && said(&refused).contains("E-DEM-030"),
        "{}",
        said(&refused)
    );
    let empty = demarche(folder.path(), &["card", "list", "--languages", "."]);
    assert_eq!(code(&empty), 3, "a folder that holds no pack is a slip: {}", said(&empty));
}

#[test]
fn the_template_of_a_pack_is_a_valid_fifth_language_and_a_wrong_one_is_told_message_by_message() {
    let folder = folder();
    let template = printed(&demarche(folder.path(), &["template", "pack"]));
    let text = template.replacen("pack-name = English", "pack-name = Esperanto", 1).replacen(
        "card-head = Card { $number } of { $of }",
        "card-head = Karto { $number } el { $of }",
        1,
    );
    assert!(text.contains("Esperanto") && text.contains("Karto"));
    pack(folder.path(), "eo", &text);
    let checked = demarche(folder.path(), &["check", "pack", "packs/eo", "--json"]);
    assert_eq!(code(&checked), 0, "{}{}", printed(&checked), said(&checked));
    let told = document(&printed(&checked));
    assert_eq!(told["valid"], serde_json::json!(true));
    assert_eq!(told["messages"], told["of"]);
    let shown =
        demarche(folder.path(), &["card", "show", "leak", "--language", "eo", "--languages", "packs"]);
    assert!(printed(&shown).starts_with("Karto 7 el 9") && !printed(&shown).contains("[EN]"));

    let short = text.replacen("card-head = Karto { $number } el { $of }", "card-head = Karto { $number }", 1);
    pack(folder.path(), "eo", &short.replacen("card-leak-title", "card-leak-titel", 1));
    let refused = demarche(folder.path(), &["check", "pack", "packs/eo", "--json"]);
    assert_eq!(code(&refused), 1);
    let told = document(&printed(&refused));
    let keys = |list: &str| -> Vec<(String, String)> {
        let each = |it: &serde_json::Value| {
            (
                it["key"].as_str().unwrap_or_default().to_owned(),
                it["code"].as_str().unwrap_or_default().to_owned(),
            )
        };
        told[list].as_array().map(|all| all.iter().map(each).collect()).unwrap_or_default()
    };
    let pair = |key: &str, code: &str| (key.to_owned(), code.to_owned());
    assert_eq!(
        keys("findings"),
        [pair("card-head", "pack-fault-leaves-out"), pair("card-leak-titel", "pack-fault-unknown")]
    );
    assert_eq!(keys("lint"), [pair("card-leak-title", "pack-fault-missing")]);
    let empty = demarche(folder.path(), &["check", "pack", "packs"]);
    assert_eq!(code(&empty), 3, "the folder above the languages holds no pack of its own");
}

#[test]
fn the_schema_of_a_pack_names_every_message_and_the_words_that_say_what_the_language_is() {
    let schema = document(&printed(&demarche(folder().path(), &["schema", "pack"])));
    assert_eq!(schema["properties"]["pack-direction"]["enum"], serde_json::json!(["ltr", "rtl"]));
    assert!(
        schema["properties"].as_object().is_some_and(|all| all.len() > 500 && all.contains_key("card-head"))
    );
    assert_eq!(schema["additionalProperties"], false);
}
