//! `demarche notice render`: a draft or a notice as its reader will see it; with --trace one copy that tells whose it is.
//!
//! I1 tracing is off unless it is asked for in this one call. I2 nothing about the copy is stored but the trace key.

use crate::command::NodeFile;
use crate::command::notice::RenderArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::files;
use crate::run::socket::ask;
use crate::stopped::Stopped;
use discretion::trace::{Pair, bits, carriers, traced};
use node::api::Told;
use notice::Number;
use refusal::facts;
use serde_json::json;
use std::path::Path;
use wording::{Packs, Reader};

/// Renders.
pub fn run(args: &RenderArgs, output: &Output) -> Result<Exit, Stopped> {
    let (kind, name, lines) = lines(args, output)?;
    let mut document = json!({ "type": kind, "language": output.language(), "lines": lines });
    let mut text = lines.join("\n");
    if let (true, Some(reader), Some(key)) = (args.trace, &args.reader, &args.trace_key) {
        let all = pairs(&output.packs(), output.language());
        let held = carriers(&text, &all).len();
        text = traced(&text, &all, &bits(&trace_key(key)?, reader, &name, all.len()));
        let warning = output.phrase("trace-warning", &facts! { reader: reader.clone() });
        document["lines"] = json!(text.lines().collect::<Vec<_>>());
        document["traced"] = json!({ "for": reader, "carriers": held, "warning": warning });
        eprintln!("{warning}");
    }
    output.print(&document, &text);
    Ok(Exit::Done)
}

/// Type, name and lines of what is rendered.
fn lines(args: &RenderArgs, output: &Output) -> Result<(String, String, Vec<String>), Stopped> {
    let number = args.file.to_str().and_then(Number::parse);
    if let Some((number, config)) = number.zip(args.config.clone()) {
        let told = ask(&NodeFile { config }, &output.show(number.to_string()))?;
        let Told::Notice { lines, .. } = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
        let lines = lines.into_iter().map(|line| line.text).collect();
        return Ok((number.kind.word().to_owned(), number.to_string(), lines));
    }
    let draft = notice::file::draft_from_toml(&files::read(&args.file)?).map_err(|e| Stopped::refused(&e))?;
    Ok((draft.kind.word().to_owned(), "D".to_owned(), output.draft(&draft)))
}

/// The approved pairs of a language, from its pack.
pub fn pairs(packs: &Packs, language: &str) -> Vec<Pair> {
    let reader = packs.reader(language, notice::Instant::from_seconds(0).expect("1970 is in the range"));
    let reader =
        reader.unwrap_or_else(|| Reader::english(notice::Instant::from_seconds(0).expect("in the range")));
    let say = |key: String| wording::render_phrase(packs, &key, &facts! {}, &reader);
    let named = (1..).take_while(|n| packs.has("en", &format!("trace-pair-{n}-plain")));
    named
        .map(|n| Pair {
            plain: say(format!("trace-pair-{n}-plain")),
            other: say(format!("trace-pair-{n}-other")),
        })
        .collect()
}

/// The trace key of a file, made if it is not there.
pub fn trace_key(path: &Path) -> Result<[u8; 32], Stopped> {
    if !path.exists() {
        let mut fresh = [0; 32];
        getrandom::fill(&mut fresh).map_err(|why| Stopped::unexpected(&why.to_string()))?;
        store::create_private(path, &fresh).map_err(|e| Stopped::refused(&e))?;
    }
    let bytes = store::read_bounded(path, 32).map_err(|e| Stopped::refused(&e))?;
    bytes.try_into().map_err(|_| Stopped::usage("trace-key", &path.display().to_string()))
}
