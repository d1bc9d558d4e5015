//! Language packs: Fluent files embedded at build time, others handed in as text.
//!
//! I1 a message that a pack lacks is English behind [`MARK`]; one that English lacks is its key behind the mark.
//! I2 a later file overrides an earlier one of the same language, message by message.
//! I3 what a language is, its pack says: `pack-name`, `pack-direction` (`ltr`, `rtl`), `pack-digits`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use notice::Instant;
use unic_langid::LanguageIdentifier;

use crate::digits::Digits;
use crate::direction::Direction;
use crate::reader::Reader;

/// One file of a pack, as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackFile<'a> {
    /// Folder name: the language (`en`, `fa`).
    pub language: &'a str,
    /// File name, for messages about it.
    pub name: &'a str,
    /// Its content.
    pub text: &'a str,
}

/// A file that is no Fluent file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAPack {
    /// `LANGUAGE/NAME`.
    pub file: String,
    /// What the parser said first.
    pub why: String,
}

impl fmt::Display for NotAPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.why)
    }
}

impl std::error::Error for NotAPack {}

/// One argument of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// Already rendered text.
    Text(String),
    /// A whole number; messages may choose by it, and it is printed in the reader's digits.
    Number(i64),
}

/// Arguments by name.
pub type Arguments = BTreeMap<&'static str, Argument>;

/// All packs.
pub struct Packs {
    languages: BTreeMap<String, Pack>,
}

/// One language: its files, and a bundle for each kind of digits, made when it is first asked for.
struct Pack {
    language: LanguageIdentifier,
    files: Vec<Arc<FluentResource>>,
    keys: BTreeSet<String>,
    bundles: [OnceLock<Bundle>; Digits::ALL.len()],
}

type Bundle = FluentBundle<Arc<FluentResource>>;

impl Packs {
    /// The packs that ship with the binary.
    pub fn embedded() -> Self {
        let mut packs = Packs { languages: BTreeMap::new() };
        for (language, name, text) in EMBEDDED {
            let file = PackFile { language, name, text };
            packs.add(file).expect("the embedded packs are read by a test");
        }
        packs
    }

    /// The packs that ship with the binary, read once a process: they are constants.
    pub fn shipped() -> &'static Packs {
        static SHIPPED: LazyLock<Packs> = LazyLock::new(Packs::embedded);
        &SHIPPED
    }

    /// Adds a file, or overrides the messages it names.
    ///
    /// # Errors
    /// [`NotAPack`] with the parser's first complaint; the packs stay as they were.
    pub fn add(&mut self, file: PackFile<'_>) -> Result<(), NotAPack> {
        let refused = |why: String| NotAPack { file: format!("{}/{}", file.language, file.name), why };
        let language: LanguageIdentifier =
            file.language.parse().map_err(|_| refused("the folder's name is no language code".to_owned()))?;
        let resource = FluentResource::try_new(file.text.to_owned())
            .map_err(|(_, errors)| refused(errors.first().map(ToString::to_string).unwrap_or_default()))?;
        let pack = self.languages.entry(file.language.to_owned()).or_insert_with(|| Pack::new(language));
        pack.add(Arc::new(resource));
        Ok(())
    }

    /// Texts of the embedded files of a language, in order of name; for a reader with a Fluent library of its own.
    pub fn sources(language: &str) -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().filter(move |(of, ..)| *of == language).map(|(_, _, text)| *text)
    }

    /// The languages, in order of code.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// The keys of a language's messages; none for an unknown language.
    pub fn keys(&self, language: &str) -> impl Iterator<Item = &str> {
        self.languages.get(language).into_iter().flat_map(|pack| pack.keys.iter().map(String::as_str))
    }

    /// Which way the lines of a language run, as its pack says.
    pub fn direction(&self, language: &str) -> Direction {
        let rtl = self.said(language, "pack-direction").is_some_and(|word| word == "rtl");
        if rtl { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// The language's own name for itself; its code where its pack does not say.
    pub fn name(&self, language: &str) -> String {
        self.said(language, "pack-name").unwrap_or_else(|| language.to_owned())
    }

    /// A reader of a language with the digits its pack names; `None` if no pack speaks it.
    pub fn reader(&self, language: &str, now: Instant) -> Option<Reader> {
        self.languages.contains_key(language).then(|| {
            let digits = self.said(language, "pack-digits").and_then(|word| Digits::parse(&word));
            Reader::of(language, digits.unwrap_or_default(), now)
        })
    }

    /// The same for those who know no notices: seconds since 1970; `None` for another language or year.
    pub fn reader_at(&self, language: &str, utc_s: i64) -> Option<Reader> {
        self.reader(language, Instant::from_seconds(utc_s)?)
    }

    /// A message without arguments that the language has itself.
    fn said(&self, language: &str, key: &str) -> Option<String> {
        self.languages.get(language)?.say(Digits::Latin, key, &Arguments::new())
    }

    /// Whether a language has a message of its own.
    pub fn has(&self, language: &str, key: &str) -> bool {
        self.languages.get(language).is_some_and(|pack| pack.keys.contains(key))
    }

    /// A message in a language, or in English behind a visible mark.
    pub fn say(&self, language: &str, digits: Digits, key: &str, arguments: &Arguments) -> String {
        if let Some(text) = self.languages.get(language).and_then(|pack| pack.say(digits, key, arguments)) {
            return text;
        }
        let english = self.languages.get(FALLBACK).and_then(|pack| pack.say(Digits::Latin, key, arguments));
        format!("{MARK}{}", english.unwrap_or_else(|| key.to_owned()))
    }
}

impl Pack {
    fn new(language: LanguageIdentifier) -> Self {
        Pack { language, files: Vec::new(), keys: BTreeSet::new(), bundles: Default::default() }
    }

    fn add(&mut self, resource: Arc<FluentResource>) {
        self.keys.extend(keys(resource.source()));
        self.files.push(resource);
        self.bundles = Default::default();
    }

    fn bundle(&self, digits: Digits) -> &Bundle {
        self.bundles[digits as usize].get_or_init(|| {
            let mut bundle = FluentBundle::new_concurrent(vec![self.language.clone()]);
            // Arguments are isolated where they are rendered, by what they are.
            bundle.set_use_isolating(false);
            bundle.set_formatter(match digits {
                Digits::Latin => None,
                Digits::Persian => Some(in_persian_digits),
                Digits::Arabic => Some(in_arabic_digits),
            });
            for file in &self.files {
                bundle.add_resource_overriding(file.clone());
            }
            bundle
        })
    }

    fn say(&self, digits: Digits, key: &str, arguments: &Arguments) -> Option<String> {
        let bundle = self.bundle(digits);
        let pattern = bundle.get_message(key)?.value()?;
        let mut given = FluentArgs::new();
        for (name, argument) in arguments {
            match argument {
                Argument::Text(text) => given.set(*name, text.as_str()),
                Argument::Number(number) => given.set(*name, *number),
            }
        }
        let mut errors = Vec::new();
        let text: Cow<'_, str> = bundle.format_pattern(pattern, Some(&given), &mut errors);
        Some(text.into_owned())
    }
}

fn in_persian_digits<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    in_digits(Digits::Persian, value)
}

fn in_arabic_digits<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    in_digits(Digits::Arabic, value)
}

fn in_digits(digits: Digits, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(digits.write(&number.as_string())),
        _ => None,
    }
}

/// Keys of the messages of a Fluent file.
fn keys(source: &str) -> impl Iterator<Item = String> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim().to_owned()))
}

/// Stands before what is shown in English because the pack lacks it.
pub(crate) const MARK: &str = "[EN] ";
pub(crate) const FALLBACK: &str = "en";
/// (language, file, text) of every file in `languages/`, listed by the build script.
const EMBEDDED: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));
