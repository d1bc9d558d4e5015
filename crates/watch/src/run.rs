//! A run over one feed: reads, judges, tells, and commits in groups.

use crate::drafts::Drafts;
use crate::error::WatchError;
use crate::log::{Batch, Log, Resumed};
use crate::report::{Report, explained};
use crate::source::Drained;
use crate::stream::{Stream, Taken, Told};
use feeds::item::{Item, Said};
use feeds::reader::{Items, Position};
use notice::Code8;
use redline::Event;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

/// How a run is made.
pub struct Options<'a> {
    /// The log; none: nothing is kept.
    pub log: Option<Log>,
    /// What the log knew.
    pub resumed: Resumed,
    /// Seconds since 1970 after which a report is from the future, if it is to be refused.
    pub now_s: Option<i64>,
    /// Where reports are written, a JSON document a line.
    pub out: &'a mut dyn Write,
    /// Whether the trace of every part is told.
    pub trace: bool,
    /// Where drafts are written.
    pub drafts: Option<Drafts>,
    /// The party that watches: what it does itself is marked, so that its own watch is alarmed first.
    pub party: Option<Code8>,
    /// For a feed that may wait: whether all that has come was read, so that nothing found lies untold meanwhile.
    pub drained: Option<Drained>,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Totals {
    /// Items of the feed.
    pub items: u64,
    /// Reports that changed something, those of earlier runs on the same state among them.
    pub events: u64,
    /// Those of earlier runs.
    pub earlier: u64,
    /// Rulings told, by word.
    pub verdicts: BTreeMap<&'static str, u64>,
    /// What came of the reports, by word.
    pub taken: BTreeMap<&'static str, u64>,
    /// Refused, by reason.
    pub refused: BTreeMap<String, u64>,
    /// Rulings told, over all runs.
    pub told: u64,
    /// How long it took.
    pub took: Duration,
}

/// Reads a feed to its end.
///
/// # Errors
/// [`WatchError::State`] or [`WatchError::File`] if what was found cannot be kept; all that was committed stays.
pub fn run<R: BufRead>(
    stream: &mut Stream,
    items: &mut Items<R>,
    options: Options<'_>,
) -> Result<Totals, WatchError> {
    let Options { log, resumed, now_s, out, trace, drafts, party, drained } = options;
    let mut totals = Totals { told: resumed.told, items: resumed.items, ..Totals::default() };
    totals.refused.extend(resumed.refused);
    let mut nothing = Vec::new();
    totals.earlier = resumed.records.len() as u64;
    totals.events = totals.earlier;
    for record in &resumed.records {
        stream.apply(record, &mut nothing);
        nothing.clear();
    }
    let batch = Batch { written: resumed.written, ..Batch::default() };
    let mut group = Group { log, out, batch, since: Instant::now(), trace, drafts, party };
    let started = Instant::now();
    let mut told = Vec::new();
    while let Some(item) = items.next() {
        totals.items += 1;
        match said(&item, now_s) {
            Err(reason) => *totals.refused.entry(reason.to_owned()).or_default() += 1,
            Ok(None) => *totals.taken.entry("message").or_default() += 1,
            Ok(Some((event, withdrawn))) => {
                told.clear();
                let (taken, record) = stream.take(event, withdrawn, &mut told);
                *totals.taken.entry(word(taken)).or_default() += 1;
                if let Some(record) = record {
                    totals.events += 1;
                    if group.log.is_some() {
                        group.batch.records.push(record);
                    }
                }
                for one in &told {
                    *totals.verdicts.entry(one.ruling.word()).or_default() += 1;
                    totals.told += 1;
                    group.tell(stream, one, event, totals.told)?;
                }
            }
        }
        group.batch.position = items.read_to();
        let waits = drained.as_ref().is_some_and(|drained| drained.get());
        if waits || group.full(items.settled()) {
            group.commit(&totals)?;
        }
    }
    group.batch.position = items.read_to();
    group.commit(&totals)?;
    totals.took = started.elapsed();
    Ok(totals)
}

/// The event of an item, whether it is taken back, or the reason of its refusal.
fn said(item: &Item, now_s: Option<i64>) -> Result<Option<(&Event, bool)>, &'static str> {
    let (event, withdrawn) = match &item.said {
        Said::Refused(refused) => return Err(refused.reason),
        Said::Message => return Ok(None),
        Said::Event(event) => (event, false),
        Said::Withdrawn(event) => (event, true),
    };
    if now_s.is_some_and(|now| event.when.0 > now && event.when != feeds::time::ALWAYS) {
        return Err("time-in-future");
    }
    Ok(Some((event, withdrawn)))
}

fn word(taken: Taken) -> &'static str {
    match taken {
        Taken::New => "new",
        Taken::Corrected => "corrected",
        Taken::Withdrawn => "withdrawn",
        Taken::Known => "duplicate",
        Taken::TooLate => "too_late",
    }
}

/// What waits for the next commit.
struct Group<'a> {
    log: Option<Log>,
    out: &'a mut dyn Write,
    batch: Batch,
    since: Instant,
    trace: bool,
    drafts: Option<Drafts>,
    party: Option<Code8>,
}

impl Group<'_> {
    fn tell(&mut self, stream: &Stream, told: &Told, event: &Event, seq: u64) -> Result<(), WatchError> {
        let Some(line) = stream.map().line(told.found.line) else { return Ok(()) };
        let own = told.id == event.identity.id;
        let verdict = own.then(|| explained(line, event, stream.known()));
        let drafted = match (&self.drafts, &verdict) {
            (Some(drafts), Some(verdict)) => drafts.write(told, &line.name, line.count, event, verdict)?,
            _ => Vec::new(),
        };
        let report = Report { told, line, verdict, event: own.then_some(event) };
        let mut document = report.document(seq);
        if let (false, Some(document)) = (self.trace, document.as_object_mut()) {
            document.remove("trace");
        }
        if !drafted.is_empty() {
            document["drafts"] = json!(drafted);
        }
        if let Some(party) = &self.party {
            document["own_side"] = json!(line.answers_for(party));
        }
        let mut text = document.to_string();
        text.push('\n');
        self.batch.written += text.len() as u64;
        self.out
            .write_all(text.as_bytes())
            .map_err(|e| WatchError::File { path: "reports".into(), why: e.to_string() })
    }

    /// Whether to commit; only where reading may go on from the position.
    fn full(&self, settled: bool) -> bool {
        let many = self.batch.records.len() >= MOST_RECORDS;
        settled && (many || (self.log.is_some() && self.since.elapsed() >= LONGEST_WAIT))
    }

    fn commit(&mut self, totals: &Totals) -> Result<(), WatchError> {
        self.out.flush().map_err(|e| WatchError::File { path: "reports".into(), why: e.to_string() })?;
        if let Some(log) = &mut self.log {
            self.batch.told = totals.told;
            self.batch.items = totals.items;
            self.batch.refused =
                totals.refused.iter().map(|(reason, count)| (reason.clone(), *count)).collect();
            log.commit(&self.batch)?;
        }
        self.batch.records.clear();
        self.since = Instant::now();
        Ok(())
    }
}

impl Totals {
    /// Reports a second.
    pub fn per_second(&self) -> f64 {
        let seconds = self.took.as_secs_f64();
        if seconds > 0.0 { ((self.events - self.earlier) as f64 / seconds).round() } else { 0.0 }
    }

    /// The last line of a run.
    pub fn document(&self, lines: usize, passed_over: &[(String, String)], position: Position) -> Value {
        let counts = |of: &BTreeMap<&'static str, u64>| {
            of.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect::<Map<_, _>>()
        };
        let refused: u64 = self.refused.values().sum();
        json!({
            "totals": {
                "items": self.items,
                "events": self.events,
                "refused": refused,
                "reports": self.told,
                "verdicts": counts(&self.verdicts),
                "taken": counts(&self.taken),
                "lines": lines,
                "passed_over": passed_over.iter().map(|(name, why)| json!({ "notice": name, "why": why })).collect::<Vec<_>>(),
                "feed_offset": position.offset,
            },
            "refused": self.refused,
            "events_per_s": self.per_second(),
        })
    }
}

/// Records after which a group is committed.
const MOST_RECORDS: usize = 8_192;
/// How long a report waits for its group at most.
const LONGEST_WAIT: Duration = Duration::from_millis(10);
