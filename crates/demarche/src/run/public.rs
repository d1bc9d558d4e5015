//! `demarche public`: what a draft would betray, and what is already public.

use crate::command::public::{CheckArgs, ClearArgs, PublicCommand};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::moment;
use crate::run::private_record::{PrivateRecord, text, unjudged};
use crate::stopped::Stopped;
use discretion::guard::{Alarm, CLOCKS_MIN, Guard, Private, Report, Reveals, agreed_line};
use discretion::lore::Lore;
use node::{CLEARED, Cleared, ClearedText};
use notice::{Instant, Notice};
use refusal::facts;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use wording::plain_notice;

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
    let cleared = match (&args.cleared, beside(args.against.config.as_deref())) {
        (Some(path), _) => Cleared::read(path),
        (None, Some(path)) => Cleared::beside(&path),
        (None, None) => Ok(Cleared::default()),
    };
    let cleared = cleared.map_err(|e| Stopped::refused(&e))?;
    let record = PrivateRecord::of(&args.against, Some(at))?;
    let packs = output.packs();
    let notices: Vec<Notice> = record.notices().into_iter().map(|(_, _, notice)| notice).collect();
    let private: Vec<Private> = notices
        .iter()
        .filter(|notice| notice.stamp().dtg <= at)
        .map(|notice| {
            let page = |language: &str| plain_notice(&packs, notice, language, at);
            let renderings = packs.languages().map(page).collect();
            Private { notice: notice.clone(), renderings }
        })
        .collect();
    let lore = Lore::shipped();
    let public = cleared.texts();
    let guard = Guard::new(&lore, &private, record.parties(), &public, &CLOCKS_MIN);
    let report = guard.check(&draft, at);
    let line = agreed_line(&notices);
    output.print(&document(&report, private.len(), line, at), &page(&report, line, output));
    Ok(match (report.stops.is_empty(), report.looks.is_empty()) {
        (false, _) => Exit::Stop,
        (true, false) => Exit::Look,
        (true, true) => Exit::Done,
    })
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

fn beside(config: Option<&Path>) -> Option<PathBuf> {
    Some(config?.parent()?.join(CLEARED))
}

fn clear(args: &ClearArgs, output: &Output) -> Result<Exit, Stopped> {
    let path = args.cleared.clone().or_else(|| beside(args.config.as_deref()));
    let path = path.ok_or_else(|| Stopped::usage("--cleared or --config", ""))?;
    if Instant::parse(&format!("{}T00:00:00Z", args.on)).is_none() {
        return Err(Stopped::usage("on", &args.on));
    }
    let mut list = Cleared::beside(&path).map_err(|e| Stopped::refused(&e))?;
    let entry = ClearedText { text: args.text.clone(), source: args.source.clone(), on: args.on.clone() };
    list.cleared.push(entry);
    list.write(&path).map_err(|e| Stopped::refused(&e))?;
    let all = list.cleared.len();
    let document = json!({ "file": path.display().to_string(), "cleared": all, "text": args.text });
    let facts =
        facts! { text: args.text.clone(), source: args.source.clone(), on: args.on.clone(), all: all };
    output.print(&document, &output.phrase("guard-cleared", &facts));
    Ok(Exit::Done)
}
