//! The watch without a node.

use crate::command::watch::WatchArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::feed;
use crate::stopped::Stopped;
use notice::{Code8, Value};
use redline::{Known, RedLines};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use watch::lines::{Loaded, load};
use watch::{Drafts, Log, Options, Resumed, Stream, WatchError};

/// Watches a feed to its end.
pub fn run(args: &WatchArgs, output: &Output) -> Result<Exit, Stopped> {
    let loaded = load(&args.redlines).map_err(|e| lines_refused(e, output))?;
    let now_s = args.now.as_deref().map(instant).transpose()?;
    let import = Import::of(&args.feed)?;
    let (log, resumed) = match &args.state {
        Some(path) => {
            let (mut log, resumed) =
                Log::open(path, &made_of(&loaded, args)).map_err(|e| Stopped::refused(&e))?;
            log.imported(&args.feed, import.sha256.as_deref(), import.at_s, &import.who)
                .map_err(|e| Stopped::refused(&e))?;
            (Some(log), resumed)
        }
        None => (None, Resumed::default()),
    };
    let from = if watch::source::is_file(&args.feed) { resumed.position } else { Default::default() };
    let (mut items, drained) = feed::open(&args.feed, args.format, args.mapping.as_deref(), from)?;
    let mut out: Box<dyn Write> = match &args.out {
        Some(path) => {
            let failed = |e: std::io::Error| Stopped::file(path, &e);
            let options = std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(path);
            let mut file = options.map_err(failed)?;
            file.set_len(resumed.written).map_err(failed)?;
            file.seek(SeekFrom::End(0)).map_err(failed)?;
            Box::new(BufWriter::new(file))
        }
        None if output.is_json() => Box::new(BufWriter::new(std::io::stdout())),
        None => Box::new(Plain(BufWriter::new(std::io::stdout()))),
    };
    let lines = loaded.lines.len();
    let party =
        args.party.as_deref().map(|code| Code8::parse(code).map_err(|_| Stopped::usage("party", code)));
    let party = party.transpose()?;
    let drafts = args.drafts.clone().map(|folder| Drafts::new(folder, &loaded.drafts, party.as_ref()));
    let known = Known { accidents: loaded.accidents, now: None };
    let mut stream = Stream::new(RedLines::of(loaded.lines), known, args.lateness);
    let options = Options { log, resumed, now_s, out: &mut out, trace: args.trace, drafts, party, drained };
    let totals = watch::run(&mut stream, &mut items, options).map_err(|e| Stopped::refused(&e))?;
    drop(out);
    let mut document = totals.document(lines, &loaded.passed_over, items.read_to());
    document["import"] = json!({
        "feed": args.feed, "sha256": import.sha256, "at": feeds::time::text(import.at_s), "who": import.who,
    });
    let words: Vec<String> = totals.verdicts.iter().map(|(word, count)| format!("{word} {count}")).collect();
    let text = format!(
        "{} lines, {} items, {} events, {} refused; {}",
        lines,
        totals.items,
        totals.events,
        totals.refused.values().sum::<u64>(),
        words.join(", ")
    );
    output.print(&document, &text);
    Ok(Exit::Done)
}

/// A refusal of lines; why a file is no notice in the reader's words.
pub fn lines_refused(error: WatchError, output: &Output) -> Stopped {
    let WatchError::NotANotice { path, refusal: Some(inner), .. } = error else {
        return Stopped::refused(&error);
    };
    let words = output.phrase(&format!("{}-happened", inner.code.0), &inner.facts);
    let why = words.trim().trim_end_matches('.').to_owned();
    Stopped::refused(&WatchError::NotANotice { path, why, refusal: None })
}

/// What is noted of the reading of a feed.
struct Import {
    sha256: Option<String>,
    at_s: i64,
    who: String,
}

impl Import {
    fn of(feed: &str) -> Result<Self, Stopped> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let who = ["USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
        let hash = |path: &Path| -> std::io::Result<String> {
            let mut hash = Sha256::new();
            std::io::copy(&mut std::fs::File::open(path)?, &mut hash)?;
            Ok(hex::encode(hash.finalize()))
        };
        let file = watch::source::is_file(feed).then(|| Path::new(feed));
        let sha256 = file.map(|path| hash(path).map_err(|e| Stopped::file(path, &e))).transpose()?;
        Ok(Import {
            sha256,
            at_s: i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            who: who.unwrap_or_else(|| "unknown".to_owned()),
        })
    }
}

/// What a state is made of: the lines and how the feed is read.
fn made_of(loaded: &Loaded, args: &WatchArgs) -> String {
    let mut hash = Sha256::new();
    for (name, draft) in &loaded.drafts {
        hash.update(name.as_bytes());
        hash.update(notice::file::draft_to_toml(draft).as_bytes());
    }
    hash.update(
        format!("{:?} {:?} {:?} {:?}", loaded.accidents, args.format, args.mapping, args.lateness).as_bytes(),
    );
    hex::encode(hash.finalize())
}

/// An instant of the command line, seconds since 1970.
pub fn instant(text: &str) -> Result<i64, Stopped> {
    let read =
        notice::file::value_from_text(&notice::spec::FieldKind::Instant { operative: false }, "now", text);
    let at = read.ok().as_ref().and_then(Value::instant);
    at.map(|at| at.seconds()).ok_or_else(|| Stopped::usage("instant", text))
}

/// Reports for a person: a line each, with the values that decide.
struct Plain<W: Write>(W);

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let Ok(report) = serde_json::from_slice::<serde_json::Value>(bytes) else {
            return self.0.write(bytes);
        };
        let said = |name: &str| report[name].as_str().unwrap_or_default().to_owned();
        let margin =
            report["margin_m"].as_array().map(|m| format!("  {} to {} m", m[0], m[1])).unwrap_or_default();
        writeln!(
            self.0,
            "{:<12} {:<10} {:<24} {}..{} of {}{margin}  {}",
            said("verdict"),
            said("line"),
            said("event"),
            report["count_low"],
            report["count_high"],
            report["n"],
            said("decides"),
        )?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}
