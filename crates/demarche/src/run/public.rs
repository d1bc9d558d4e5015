//! `demarche public`: what a draft would betray, and what is already public.

use crate::command::public::{CheckArgs, ClearArgs, PublicCommand};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::moment;
use crate::run::private_record::{PrivateRecord, renderings, text, unjudged};
use crate::stopped::Stopped;
use discretion::guard::{Alarm, Guard, Private, Report, Reveals};
use discretion::lore::Lore;
use notice::types::p2_leak::Leak;
use notice::{Instant, Notice};
use refusal::facts;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Does one of the commands.
pub fn run(command: PublicCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        PublicCommand::Check(args) => check(&args, output).map_err(unjudged),
        PublicCommand::Clear(args) => clear(&args, output),
    }
}

fn check(args: &CheckArgs, output: &Output) -> Result<Exit, Stopped> {
    let at = Instant::from_ms(moment::parse(&args.at)?).ok_or_else(|| Stopped::usage("instant", &args.at))?;
    let draft = text(&args.file)?;
    let list =
        args.cleared.clone().or_else(|| beside(args.against.config.as_deref()).filter(|path| path.exists()));
    let cleared = list.as_deref().map_or_else(|| Ok(Cleared::default()), Cleared::read)?;
    let record = PrivateRecord::of(&args.against, Some(at))?;
    let packs = output.packs();
    let notices: Vec<Notice> = record.notices().into_iter().map(|(_, _, notice)| notice).collect();
    let private: Vec<Private> = notices
        .iter()
        .filter(|notice| notice.stamp().dtg <= at)
        .map(|notice| {
            let renderings = renderings(&packs, notice, at).into_iter().map(|(_, text)| text).collect();
            Private { notice: notice.clone(), renderings }
        })
        .collect();
    let lore = Lore::shipped();
    let public: Vec<String> = cleared.cleared.iter().map(|entry| entry.text.clone()).collect();
    let guard = Guard::new(&lore, &private, record.parties(), &public, &CAPITALS_MIN);
    let report = guard.check(&draft, at);
    let line = agreed(&notices);
    output.print(&document(&report, private.len(), line, at), &page(&report, line, output));
    Ok(match (report.stops.is_empty(), report.looks.is_empty()) {
        (false, _) => Exit::Stop,
        (true, false) => Exit::Look,
        (true, true) => Exit::Done,
    })
}

/// The line that was last said in a P2.
fn agreed(notices: &[Notice]) -> Option<&'static str> {
    let mut said: Vec<_> =
        notices.iter().filter_map(|n| Some((n.stamp().dtg, Leak::of(n)?.line()?))).collect();
    said.sort_by_key(|(dtg, _)| *dtg);
    said.last().map(|(_, line)| line.word())
}

fn document(report: &Report, notices: usize, line: Option<&str>, at: Instant) -> Value {
    json!({
        "at": at.to_string(),
        "notices": notices,
        "sentences": report.sentences,
        "stops": report.stops.iter().map(alarm).collect::<Vec<_>>(),
        "looks": report.looks.iter().map(alarm).collect::<Vec<_>>(),
        "agreed_line": line,
        "not_looked_for": ["hints", "allusions"],
    })
}

fn alarm(alarm: &Alarm) -> Value {
    let (why, reveals, parts) = match &alarm.reveals {
        Reveals::Facts(parts) => {
            let each = parts.iter().map(|part| {
                json!({ "what": part.sort.word(), "bits": tenth(part.bits), "paragraph": part.paragraph })
            });
            let entry = alarm.entry.clone().unwrap_or_default();
            ("facts", format!("{entry} {}", alarm.paragraph), each.collect())
        }
        Reveals::Words(_) => ("words", alarm.entry.clone().unwrap_or_default(), Vec::new()),
        Reveals::Existence(polarity) => ("existence", polarity.word().to_owned(), Vec::new()),
    };
    json!({
        "sentence": alarm.sentence,
        "text": alarm.text,
        "why": why,
        "reveals": reveals,
        "bits": alarm.bits,
        "entry": alarm.entry,
        "paragraph": alarm.paragraph,
        "parts": parts,
    })
}

fn page(report: &Report, line: Option<&'static str>, output: &Output) -> String {
    let mut lines = Vec::new();
    for (key, alarms) in [("guard-stop", &report.stops), ("guard-look", &report.looks)] {
        for alarm in alarms {
            lines.push(output.phrase(key, &facts! { sentence: alarm.sentence, text: alarm.text.clone() }));
            lines.push(format!("      {}", reason(alarm, output)));
            if let (Reveals::Existence(_), Some(line)) = (&alarm.reveals, line) {
                lines.push(format!("      {}", output.phrase("guard-line", &facts! { line: line })));
            }
        }
    }
    let (stops, looks) = (report.stops.len(), report.looks.len());
    lines.push(
        output.phrase("guard-sum", &facts! { sentences: report.sentences, stops: stops, looks: looks }),
    );
    if stops + looks > 0 {
        lines.push(output.phrase("guard-next", &facts! {}));
    }
    lines.join("\n")
}

fn reason(alarm: &Alarm, output: &Output) -> String {
    let (entry, bits) = (alarm.entry.clone().unwrap_or_default(), tenth(alarm.bits).to_string());
    match &alarm.reveals {
        Reveals::Facts(parts) => {
            let part = |part: &discretion::record::Part| {
                let key = format!("guard-part-{}", part.sort.word());
                output.phrase(&key, &facts! { bits: tenth(part.bits).to_string() })
            };
            let parts = parts.iter().map(part).collect::<Vec<_>>().join(" + ");
            let facts = facts! { entry: entry, paragraph: alarm.paragraph.clone(), parts: parts, bits: bits };
            output.phrase("guard-facts", &facts)
        }
        Reveals::Words(runs) => {
            output.phrase("guard-words", &facts! { entry: entry, runs: *runs, bits: bits })
        }
        Reveals::Existence(polarity) => {
            let key = format!("guard-{}", polarity.word().to_lowercase());
            output.phrase(&key, &facts! { bits: bits })
        }
    }
}

fn tenth(bits: f64) -> f64 {
    (bits * 10.0).round() / 10.0
}

/// The list of what is public.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cleared {
    #[serde(default)]
    cleared: Vec<ClearedText>,
}

/// One sentence of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ClearedText {
    text: String,
    source: String,
    on: String,
}

impl Cleared {
    fn read(path: &Path) -> Result<Self, Stopped> {
        toml::from_str(&text(path)?).map_err(|why| {
            Stopped::file(path, &std::io::Error::new(std::io::ErrorKind::InvalidData, why.to_string()))
        })
    }
}

fn beside(config: Option<&Path>) -> Option<PathBuf> {
    Some(config?.parent()?.join("cleared.toml"))
}

fn clear(args: &ClearArgs, output: &Output) -> Result<Exit, Stopped> {
    let path = args.cleared.clone().or_else(|| beside(args.config.as_deref()));
    let path = path.ok_or_else(|| Stopped::usage("--cleared or --config", ""))?;
    if Instant::parse(&format!("{}T00:00:00Z", args.on)).is_none() {
        return Err(Stopped::usage("on", &args.on));
    }
    let mut list = if path.exists() { Cleared::read(&path)? } else { Cleared::default() };
    let entry = ClearedText { text: args.text.clone(), source: args.source.clone(), on: args.on.clone() };
    list.cleared.push(entry);
    let text = toml::to_string(&list).map_err(|why| Stopped::unexpected(&why.to_string()))?;
    store::write_atomically(&path, text.as_bytes(), 0o600).map_err(|e| Stopped::refused(&e))?;
    let all = list.cleared.len();
    let document = json!({ "file": path.display().to_string(), "cleared": all, "text": args.text });
    let facts =
        facts! { text: args.text.clone(), source: args.source.clone(), on: args.on.clone(), all: all };
    output.print(&document, &output.phrase("guard-cleared", &facts));
    Ok(Exit::Done)
}

/// Clocks of the capitals that a time of day may be meant in, minutes east.
const CAPITALS_MIN: [i64; 2] = [-240, 210];
