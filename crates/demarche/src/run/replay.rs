//! Had this line stood: a feed of the past against it.

use crate::command::redline::ReplayArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::feed;
use crate::run::watch::lines_refused;
use crate::stopped::Stopped;
use feeds::item::Said;
use feeds::reader::Position;
use redline::{Known, Line, RedLines};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use watch::Stream;
use watch::lines::load;

/// Days and reports on one line.
#[derive(Default)]
struct Past {
    reports: BTreeMap<&'static str, Vec<Value>>,
    days: BTreeMap<&'static str, BTreeSet<String>>,
    most: u32,
}

/// Prints on which days each line would have been crossed, may have been, or was near.
pub fn run(args: &ReplayArgs, output: &Output) -> Result<Exit, Stopped> {
    let loaded = load(&args.line).map_err(|e| lines_refused(e, output))?;
    // A line that is tried on the past has no period: the question is what it would have been.
    let lines: Vec<Line> = loaded.lines.into_iter().map(|line| Line { period: None, ..line }).collect();
    let names: Vec<(String, u32, Option<i64>)> =
        lines.iter().map(|line| (line.name.clone(), line.count, line.window_s)).collect();
    let mut stream = Stream::new(RedLines::of(lines), Known::default(), None);
    let (items, _) = feed::open(&args.feed, args.format, args.mapping.as_deref(), Position::default())?;
    let (mut events, mut refused, mut when) = (0u64, 0u64, BTreeMap::new());
    let mut told = Vec::new();
    for item in items {
        match item.said {
            Said::Event(event) => {
                events += 1;
                when.insert(event.identity.id.clone(), event.when);
                stream.take(&event, false, &mut told);
            }
            Said::Withdrawn(event) => {
                stream.take(&event, true, &mut told);
            }
            Said::Refused(_) => refused += 1,
            Said::Message => {}
        }
        told.clear();
    }
    let mut past: Vec<Past> = names.iter().map(|_| Past::default()).collect();
    for (id, line, ruling) in stream.standing() {
        let Some(past) = past.get_mut(line as usize) else { continue };
        let (from, until) = when.get(&id).copied().unwrap_or_default();
        let (from, until) = (feeds::time::text(from), feeds::time::text(until));
        let word = ruling.word();
        past.most = past.most.max(ruling.counted.high);
        past.days.entry(word).or_default().insert(from.chars().take(10).collect());
        past.reports.entry(word).or_default().push(json!({
            "event": id, "from": from, "until": until,
            "count_low": ruling.counted.low, "count_high": ruling.counted.high,
        }));
    }
    let lines: Vec<Value> = names.iter().zip(&past).map(|(name, past)| document(name, past)).collect();
    let text: Vec<String> = names.iter().zip(&past).map(|(name, past)| sentence(name, past)).collect();
    let whole = json!({ "lines": lines, "totals": { "events": events, "refused": refused } });
    output.print(&whole, &text.join("\n"));
    Ok(Exit::Done)
}

fn document((name, count, window): &(String, u32, Option<i64>), past: &Past) -> Value {
    let days = |word: &str| past.days.get(word).cloned().unwrap_or_default();
    let reports = |word: &str| past.reports.get(word).cloned().unwrap_or_default();
    json!({
        "line": name,
        "n": count,
        "window_s": window,
        "crossed_days": days("crossed"),
        "uncertain_days": days("uncertain"),
        "near_days": days("near"),
        "crossed": reports("crossed"),
        "uncertain": reports("uncertain"),
        "near": reports("near"),
        "below": reports("not_crossed"),
        "most_in_window": past.most,
    })
}

fn sentence((name, ..): &(String, u32, Option<i64>), past: &Past) -> String {
    let days = |word: &str| past.days.get(word).map_or(0, BTreeSet::len);
    let list: Vec<String> = past.days.get("crossed").into_iter().flatten().cloned().collect();
    format!(
        "{name}: days crossed {}, uncertain {}, near {}; most in a window {}\n  {}",
        days("crossed"),
        days("uncertain"),
        days("near"),
        past.most,
        list.join(" ")
    )
}
