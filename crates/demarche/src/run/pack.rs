//! A language pack as a file kind: every message as a template, a folder or file held against English, a schema.

use crate::exit::Exit;
use crate::output::Output;
use crate::packs;
use crate::stopped::Stopped;
use refusal::facts;
use serde_json::{Map, Value, json};
use std::path::Path;
use wording::{PackFault, PackFile, check_pack, pack_messages, pack_words};

/// Checks the folder of a language, or one file of it; changes nothing.
pub fn check(path: &Path, output: &Output) -> Result<Exit, Stopped> {
    let (language, texts) = packs::texts(path)?;
    let files: Vec<PackFile<'_>> =
        texts.iter().map(|(name, text)| PackFile { language: &language, name, text }).collect();
    let faults = check_pack(&files).map_err(|e| Stopped::pack(&e.file, &e.why))?;
    let (refused, missing): (Vec<&PackFault>, Vec<&PackFault>) =
        faults.iter().partition(|it| it.fault.refuses());
    let told = |all: &[&PackFault]| -> Vec<Value> {
        let each =
            |it: &&PackFault| json!({ "key": it.key, "code": it.fault.phrase(), "words": words(it, output) });
        all.iter().map(each).collect()
    };
    let have = pack_messages().len() - missing.len();
    let document = json!({
        "valid": refused.is_empty(), "findings": told(&refused), "lint": told(&missing),
        "messages": have, "of": have + missing.len(),
    });
    let verdict = if refused.is_empty() { "valid" } else { "refused" };
    let lines = refused.iter().chain(&missing).map(|it| words(it, output));
    let text = std::iter::once(format!("{verdict}: {have} / {}", have + missing.len())).chain(lines);
    output.print(&document, &text.collect::<Vec<_>>().join("\n"));
    Ok(if refused.is_empty() { Exit::Done } else { Exit::Negative })
}

fn words(it: &PackFault, output: &Output) -> String {
    let facts = facts! { key: it.key.clone(), about: it.fault.about().to_owned() };
    output.phrase(it.fault.phrase(), &facts)
}

/// JSON Schema of a pack as one document: a text a key.
pub fn schema() -> Value {
    let of = |(key, english): (String, String)| {
        let value = match pack_words(&key) {
            Some(words) => json!({ "type": "string", "enum": words }),
            None => json!({ "type": "string", "description": english }),
        };
        (key, value)
    };
    let properties: Map<String, Value> = pack_messages().into_iter().map(of).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Language pack",
        "description": "Messages of a folder LANGUAGE/*.ftl by key; what is left out is shown in English behind [EN].",
        "type": "object",
        "properties": properties,
        "required": ["pack-name", "pack-direction", "pack-digits"],
        "additionalProperties": false,
    })
}
