//! What a translator needs: every message of English as one file to fill in, and what a pack lacks or says wrongly,
//! held against English.
//!
//! I1 a message that is missing is no fault: it is shown in English behind the mark. I2 a message that says an argument
//! which nobody gives, or leaves one out, is refused: a time or a place would be gone from what an officer reads.

use crate::digits::Digits;
use crate::pack::{FALLBACK, NotAPack, PackFile, Packs};
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with one message of a pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PackFault {
    /// Key of the message.
    pub key: String,
    /// What.
    pub fault: Fault,
}

/// Kinds of fault.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The pack lacks it.
    Missing,
    /// Nobody asks for it.
    Unknown,
    /// It stands twice; the later one would count.
    Twice,
    /// It leaves this argument out.
    LeavesOut(String),
    /// It says an argument that nobody gives.
    Argument(String),
    /// Its text is none of the words that may stand there.
    NoWord(String),
}

impl Fault {
    /// Key of the message that says it.
    pub fn phrase(&self) -> &'static str {
        match self {
            Fault::Missing => "pack-fault-missing",
            Fault::Unknown => "pack-fault-unknown",
            Fault::Twice => "pack-fault-twice",
            Fault::LeavesOut(_) => "pack-fault-leaves-out",
            Fault::Argument(_) => "pack-fault-argument",
            Fault::NoWord(_) => "pack-fault-no-word",
        }
    }

    /// What it is about besides the key; empty if nothing.
    pub fn about(&self) -> &str {
        match self {
            Fault::LeavesOut(text) | Fault::Argument(text) | Fault::NoWord(text) => text,
            Fault::Missing | Fault::Unknown | Fault::Twice => "",
        }
    }

    /// Whether the pack is refused for it.
    pub fn refuses(&self) -> bool {
        *self != Fault::Missing
    }
}

/// Every message of English in one Fluent file: a valid pack of one file, for a translator to write over.
pub fn pack_template() -> String {
    let head = "### A language pack: write each text anew behind its =, leave keys and { $arguments } as they are.\n\
                ### Lay it into a folder named by the tag of the language, and name the folder above with --languages.\n";
    let files: Vec<&str> = Packs::sources(FALLBACK).map(str::trim_end).collect();
    format!("{head}\n{}\n", files.join("\n\n"))
}

/// Keys and English texts of all messages.
pub fn pack_messages() -> BTreeMap<String, String> {
    Packs::sources(FALLBACK).flat_map(messages).collect()
}

/// Words that may stand in a message that says what the language is; none for any other.
pub fn pack_words(key: &str) -> Option<Vec<&'static str>> {
    match key {
        "pack-direction" => Some(vec!["ltr", "rtl"]),
        "pack-digits" => Some(Digits::ALL.iter().map(|digits| digits.word()).collect()),
        _ => None,
    }
}

/// What the files of one language lack or say wrongly, by key.
///
/// # Errors
/// [`NotAPack`] for a file that is no Fluent file.
pub fn check_pack(files: &[PackFile<'_>]) -> Result<Vec<PackFault>, NotAPack> {
    let (mut read, english) = (Packs::embedded(), pack_messages());
    let mut faults = BTreeSet::new();
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for file in files {
        read.add(*file)?;
        for (key, text) in messages(file.text) {
            if said.insert(key.clone(), text).is_some() {
                faults.insert(PackFault { key, fault: Fault::Twice });
            }
        }
    }
    for (key, text) in &said {
        let Some(original) = english.get(key) else {
            faults.insert(PackFault { key: key.clone(), fault: Fault::Unknown });
            continue;
        };
        faults.extend(
            wrong(key, original, text).into_iter().map(|fault| PackFault { key: key.clone(), fault }),
        );
    }
    let missing = english.into_keys().filter(|key| !said.contains_key(key));
    faults.extend(missing.map(|key| PackFault { key, fault: Fault::Missing }));
    Ok(faults.into_iter().collect())
}

fn wrong(key: &str, original: &str, text: &str) -> Vec<Fault> {
    if let Some(words) = pack_words(key) {
        let fits = words.contains(&text.trim());
        return if fits { Vec::new() } else { vec![Fault::NoWord(words.join(", "))] };
    }
    let (given, used) = (arguments(original), arguments(text));
    let left_out = given.difference(&used).map(|name| Fault::LeavesOut(name.clone()));
    left_out.chain(used.difference(&given).map(|name| Fault::Argument(name.clone()))).collect()
}

/// Names behind `$` in a text.
fn arguments(text: &str) -> BTreeSet<String> {
    let name = |rest: &str| -> String {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
    };
    text.split('$').skip(1).map(name).filter(|name| !name.is_empty()).collect()
}

/// The messages of a Fluent file, in order: key and text, continued lines joined.
fn messages(source: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in source.lines() {
        let begins = line.starts_with(|c: char| c.is_ascii_alphabetic());
        match line.split_once('=').filter(|_| begins) {
            Some((key, text)) => found.push((key.trim().to_owned(), text.trim().to_owned())),
            None if line.starts_with(' ') => {
                if let Some((_, text)) = found.last_mut() {
                    text.push('\n');
                    text.push_str(line.trim());
                }
            }
            None => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Vec<PackFault> {
        let faults = check_pack(&[PackFile { language: "eo", name: "eo.ftl", text }]).expect("Fluent");
        faults.into_iter().filter(|it| it.fault.refuses()).collect()
    }

    #[test]
    fn every_shipped_pack_and_the_template_are_without_fault() {
        for language in ["en", "fa", "fr", "ar"] {
            let texts: Vec<&str> = Packs::sources(language).collect();
            let files: Vec<PackFile<'_>> =
                texts.iter().map(|text| PackFile { language, name: "shipped", text }).collect();
            assert_eq!(check_pack(&files).expect("Fluent"), Vec::new(), "{language}");
        }
        let template = pack_template();
        let file = PackFile { language: "eo", name: "all.ftl", text: &template };
        assert_eq!(check_pack(&[file]).expect("Fluent"), Vec::new());
    }

    #[test]
    fn what_is_unknown_doubled_or_says_other_arguments_is_named() {
        let text = "pack-direction = up\npack-digits = latin\ncard-head = Karto { $number }\n\
                    card-leak-title = ELFLUO { $who }\ncard-weather = Pluvo\npack-name = A\npack-name = B\n";
        let told: Vec<String> = checked(text).iter().map(|it| format!("{} {:?}", it.key, it.fault)).collect();
        assert_eq!(
            told,
            [
                "card-head LeavesOut(\"of\")",
                "card-leak-title Argument(\"who\")",
                "card-weather Unknown",
                "pack-direction NoWord(\"ltr, rtl\")",
                "pack-name Twice",
            ]
        );
    }

    #[test]
    fn what_is_missing_is_listed_and_refuses_nothing() {
        let file = PackFile { language: "eo", name: "eo.ftl", text: "pack-name = Esperanto\n" };
        let faults = check_pack(&[file]).expect("Fluent");
        assert_eq!(faults.len() + 1, pack_messages().len());
        assert!(faults.iter().all(|it| it.fault == Fault::Missing));
        let broken = PackFile { text: "card-leak-title = { $\n", ..file };
        assert!(check_pack(&[broken]).is_err());
    }
}
