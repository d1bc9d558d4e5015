//! The kit: a folder with all that a desk without engineers needs to run a relay.
//!
//! In: the binary that runs now, a language. Out: a folder with a copy of the binary, a page of four settings, and
//! the sheet of steps (text and printable HTML, in every shipped language). Later, for the parties: a printable
//! page with address and fingerprint.
//!
//! I1 no key and no token is made before the folder stands where the relay will run. I2 the printed pages load
//! nothing and hold no script.

use crate::config::RelayConfig;
use crate::error::RelayError;
use crate::tls::Pin;
use crate::words::{PRINTED, Words};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use refusal::facts;
use std::path::Path;

/// Writes a kit into a folder that must not exist yet; gives the names of its files.
///
/// # Errors
/// [`RelayError::Language`], [`RelayError::KitExists`], a file error.
pub fn write_kit(folder: &Path, binary: &Path, language: &str) -> Result<Vec<&'static str>, RelayError> {
    let settings = settings(&Words::of(language)?, language);
    let printed = PRINTED.map(Words::of).into_iter().collect::<Result<Vec<_>, _>>()?;
    if folder.exists() {
        return Err(RelayError::KitExists { path: folder.display().to_string() });
    }
    store::create_folder(folder)?;
    let failed =
        |e: std::io::Error| RelayError::KitFile { path: folder.display().to_string(), detail: e.to_string() };
    std::fs::copy(binary, folder.join(BINARY)).map_err(failed)?;
    let text: Vec<String> = printed.iter().map(sheet_text).collect();
    store::write_atomically(&folder.join(SETTINGS), settings.as_bytes(), 0o600)?;
    store::write_atomically(&folder.join(SHEET_TEXT), text.join("\n").as_bytes(), 0o644)?;
    store::write_atomically(&folder.join(SHEET), sheet_html(&printed).as_bytes(), 0o644)?;
    Ok(vec![BINARY, SETTINGS, SHEET, SHEET_TEXT])
}

/// The page that the desk prints for the parties: name, address and fingerprint, in every shipped language.
///
/// # Errors
/// [`RelayError::Language`], which the shipped languages never give.
pub fn parties_page(config: &RelayConfig, pin: Pin) -> Result<String, RelayError> {
    let printed = PRINTED.map(Words::of).into_iter().collect::<Result<Vec<_>, _>>()?;
    let section = |words: &Words| {
        let facts = facts! { relay: config.id.as_str() };
        html! {
            h1 { (words.say("desk-title", &facts)) }
            p { (words.plain("parties-what")) }
            dl {
                dt { (words.plain("parties-address")) } dd dir="ltr" { (config.told_address()) }
                dt { (words.plain("parties-fingerprint")) } dd dir="ltr" { (pin.grouped()) }
            }
            p { (words.plain("parties-compare")) }
            p { (words.plain("desk-cannot")) }
        }
    };
    Ok(printed_page(&config.id, &printed, section))
}

fn settings(words: &Words, language: &str) -> String {
    let mut text = format!("# {}\n", words.plain("kit-settings-head"));
    for (number, (key, value)) in FIELDS.iter().enumerate() {
        let value = if *key == "language" { language } else { value };
        let what = bare(&words.plain(&format!("kit-settings-{key}")));
        text.push_str(&format!("\n# {}. {what}\n{key} = \"{value}\"\n", number + 1));
    }
    text.push_str(&format!("\n# {}\n", bare(&words.plain("kit-settings-foot"))));
    text
}

fn sheet_text(words: &Words) -> String {
    let mut text = format!("{}\n\n", bare(&words.plain("kit-sheet-head")));
    for (number, (key, command)) in STEPS.iter().enumerate() {
        text.push_str(&format!("{}. {}\n", number + 1, bare(&words.plain(key))));
        if let Some(command) = command {
            text.push_str(&format!("\n    {command}\n"));
        }
        text.push('\n');
    }
    text.push_str(&format!("{}\n", bare(&words.plain("desk-cannot"))));
    text
}

fn sheet_html(printed: &[Words]) -> String {
    let section = |words: &Words| {
        html! {
            h1 { (words.plain("kit-sheet-head")) }
            ol {
                @for (key, command) in STEPS {
                    li {
                        p { (words.plain(key)) }
                        @if let Some(command) = command { pre dir="ltr" { (command) } }
                    }
                }
            }
            p { (words.plain("desk-cannot")) }
        }
    };
    printed_page("Demarche", printed, section)
}

/// A page of one section a language; its style stands inside, nothing is loaded.
fn printed_page(title: &str, printed: &[Words], section: impl Fn(&Words) -> Markup) -> String {
    html! {
        (DOCTYPE)
        html {
            head {
                meta charset="utf-8";
                meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @for words in printed {
                    section lang=(words.language()) dir=(words.direction()) { (section(words)) }
                }
            }
        }
    }
    .into_string()
}

/// Without the marks of direction: text files are read in editors that show them as signs.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}

const BINARY: &str = "demarche";
const SETTINGS: &str = "settings.toml";
const SHEET: &str = "sheet.html";
const SHEET_TEXT: &str = "sheet.txt";
/// The four fields with what stands there until the desk fills them.
const FIELDS: [(&str, &str); 4] =
    [("id", "CH-1"), ("address", "192.0.2.1:7443"), ("page", "127.0.0.1:7444"), ("language", "en")];
/// The steps of the sheet: message and, where there is one, the command to type.
const STEPS: [(&str, Option<&str>); 7] = [
    ("kit-step-fill", None),
    ("kit-step-check", Some("./demarche check relay settings.toml")),
    ("kit-step-pin", Some("./demarche relay pin --config settings.toml --sheet parties.html")),
    (
        "kit-step-first",
        Some("./demarche relay account FIRST-1 FIRST-2 --config settings.toml --out first.accounts"),
    ),
    (
        "kit-step-second",
        Some("./demarche relay account SECOND-1 SECOND-2 --config settings.toml --out second.accounts"),
    ),
    ("kit-step-run", Some("./demarche relay run --config settings.toml")),
    ("kit-step-page", None),
];
const STYLE: &str = "body{font:12pt/1.5 serif;max-width:42rem;margin:2rem auto}section{break-after:page}\
pre,dd{font:10pt/1.6 monospace;overflow-wrap:anywhere;white-space:pre-wrap}pre{border:1px solid;padding:.4rem}";
