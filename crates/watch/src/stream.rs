//! The state of a watch: which reports are known, what each may match, and the windows of every line.

use crate::record::{Match, Record, content, key};
use notice::truth::Truth;
use redline::tally::{Counted, Tally};
use redline::{Event, Known, RedLines, Ruling, Scratch};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A watch without a feed or a disk.
pub struct Stream {
    map: RedLines,
    known: Known,
    scratch: Scratch,
    seen: HashMap<u128, Standing>,
    held: HashMap<u64, Held>,
    tallies: Vec<Tally>,
    /// Latest time of any report.
    latest_s: i64,
    /// Reports later than this behind the latest are too late, seconds.
    lateness_s: Option<i64>,
}

/// The revision of a report that stands.
#[derive(Debug, Clone, Copy)]
struct Standing {
    revision: u32,
    content: u64,
    matches: bool,
}

/// A report that may match a line.
#[derive(Debug, Clone)]
struct Held {
    id: String,
    when: (i64, i64),
    matches: Vec<(Match, Ruling)>,
}

/// What came of taking a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is new.
    New,
    /// It takes the place of an earlier revision.
    Corrected,
    /// It is taken back.
    Withdrawn,
    /// The same bytes again, or a revision that a later one stands for.
    Known,
    /// It came too late.
    TooLate,
}

/// A ruling that is to be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Id of the report.
    pub id: String,
    /// What was found of the line.
    pub found: Match,
    /// What it comes to.
    pub ruling: Ruling,
    /// It was told otherwise before.
    pub revised: bool,
}

impl Stream {
    /// Over a map, with what else is known.
    pub fn new(map: RedLines, known: Known, lateness_s: Option<i64>) -> Self {
        let tallies = map.lines().map(|(number, _)| number as usize + 1).max().unwrap_or(0);
        Stream {
            map,
            known,
            scratch: Scratch::default(),
            seen: HashMap::new(),
            held: HashMap::new(),
            tallies: vec![Tally::default(); tallies],
            latest_s: i64::MIN,
            lateness_s,
        }
    }

    /// The map.
    pub fn map(&self) -> &RedLines {
        &self.map
    }

    /// The map, the watch being over.
    pub fn into_map(self) -> RedLines {
        self.map
    }

    /// What else is known.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// Takes a report: its record if it changes anything, and what came of it. `told` is given every ruling that is new
    /// or other than it was told.
    pub fn take(&mut self, event: &Event, withdrawn: bool, told: &mut Vec<Told>) -> (Taken, Option<Record>) {
        let (key, content) = (key(event), content(event, withdrawn));
        if let Some(standing) = self.seen.get(&key) {
            let newer = (event.identity.revision, content) > (standing.revision, standing.content);
            if !newer {
                return (Taken::Known, None);
            }
        }
        if self.lateness_s.is_some_and(|late| event.when.1 < self.latest_s.saturating_sub(late)) {
            return (Taken::TooLate, None);
        }
        let mut record = Record {
            key,
            revision: event.identity.revision,
            content,
            when: event.when,
            withdrawn,
            id: String::new(),
            matches: Vec::new(),
        };
        if !withdrawn {
            let hits = self.map.hits(event, &self.known, &mut self.scratch);
            record.matches.extend(hits.iter().map(|hit| Match {
                line: hit.line,
                truth: hit.truth,
                near: hit.near,
                figures: hit.placed.figures,
            }));
            if !record.matches.is_empty() {
                record.id.clone_from(&event.identity.id);
            }
        }
        let taken = self.apply(&record, told);
        (taken, Some(record))
    }

    /// Makes a record part of the state.
    pub fn apply(&mut self, record: &Record, told: &mut Vec<Told>) -> Taken {
        self.latest_s = self.latest_s.max(record.when.1);
        let number = record.key as u64;
        let standing = Standing {
            revision: record.revision,
            content: record.content,
            matches: !record.matches.is_empty(),
        };
        let before = self.seen.insert(record.key, standing);
        let was = before.filter(|before| before.matches).and_then(|_| self.held.remove(&number));
        let mut touched: BTreeMap<u32, BTreeSet<(i64, i64, u64)>> = BTreeMap::new();
        if let Some(was) = &was {
            self.lift(number, was, &mut touched);
        }
        if !record.matches.is_empty() {
            self.lay(number, record, &mut touched, told, was.as_ref());
        }
        if let Some(was) = &was {
            self.gone(was, record, told);
        }
        self.count_again(&touched, told);
        match (record.withdrawn, before.is_some()) {
            (true, _) => Taken::Withdrawn,
            (false, true) => Taken::Corrected,
            (false, false) => Taken::New,
        }
    }

    /// Takes a report out of the windows; those after it are touched.
    fn lift(&mut self, number: u64, was: &Held, touched: &mut BTreeMap<u32, BTreeSet<(i64, i64, u64)>>) {
        for (found, _) in &was.matches {
            let Some(window) = self.window(found.line) else { continue };
            let tally = &mut self.tallies[found.line as usize];
            let after = tally.after(number, was.when, window);
            tally.remove(number, was.when);
            let later = after.into_iter().map(|(number, when)| (when.0, when.1, number));
            touched.entry(found.line).or_default().extend(later);
        }
    }

    fn lay(
        &mut self,
        number: u64,
        record: &Record,
        touched: &mut BTreeMap<u32, BTreeSet<(i64, i64, u64)>>,
        told: &mut Vec<Told>,
        was: Option<&Held>,
    ) {
        let mut matches = Vec::with_capacity(record.matches.len());
        for found in &record.matches {
            if let Some(window) = self.window(found.line).filter(|_| found.truth.may()) {
                let tally = &mut self.tallies[found.line as usize];
                tally.add(number, record.when, found.truth);
                let after = tally.after(number, record.when, window);
                if !after.is_empty() {
                    let later = after.into_iter().map(|(number, when)| (when.0, when.1, number));
                    touched.entry(found.line).or_default().extend(later);
                }
            }
            let ruling = self.rule(number, record.when, found);
            let before = was.and_then(|was| was.matches.iter().find(|(old, _)| old.line == found.line));
            if before.is_none_or(|(old, old_ruling)| *old_ruling != ruling || old.figures != found.figures) {
                told.push(Told { id: record.id.clone(), found: *found, ruling, revised: before.is_some() });
            }
            matches.push((*found, ruling));
        }
        let held = Held { id: record.id.clone(), when: record.when, matches };
        self.held.insert(number, held);
    }

    /// Lines that a report was told against and no longer may match.
    fn gone(&self, was: &Held, record: &Record, told: &mut Vec<Told>) {
        for (found, ruling) in &was.matches {
            let still = record.matches.iter().any(|now| now.line == found.line);
            if still || ruling.word() == "not_crossed" && !found.truth.may() {
                continue;
            }
            let nothing = Ruling { truth: Truth::False, near: false, counted: Counted::default() };
            let found = Match { truth: Truth::False, near: false, ..*found };
            told.push(Told { id: was.id.clone(), found, ruling: nothing, revised: true });
        }
    }

    /// Counts again what came after a report that was added or taken out.
    fn count_again(&mut self, touched: &BTreeMap<u32, BTreeSet<(i64, i64, u64)>>, told: &mut Vec<Told>) {
        for (line, numbers) in touched {
            for (_, _, number) in numbers {
                let Some(held) = self.held.get(number) else { continue };
                let Some(place) = held.matches.iter().position(|(found, _)| found.line == *line) else {
                    continue;
                };
                let (found, before) = held.matches[place];
                let ruling = self.rule(*number, held.when, &found);
                if ruling != before {
                    told.push(Told { id: held.id.clone(), found, ruling, revised: true });
                    if let Some(held) = self.held.get_mut(number) {
                        held.matches[place].1 = ruling;
                    }
                }
            }
        }
    }

    fn window(&self, line: u32) -> Option<i64> {
        self.map.line(line).and_then(|line| line.counts_in())
    }

    fn rule(&self, number: u64, when: (i64, i64), found: &Match) -> Ruling {
        match self.map.line(found.line).zip(self.window(found.line)) {
            Some((line, window)) if found.truth.may() => {
                let counted = self.tallies[found.line as usize].count(number, when, window);
                Ruling::counted(line, found.truth, found.near, counted)
            }
            _ => Ruling::alone(found.truth, found.near),
        }
    }

    /// What stands: every report's ruling on every line it may match, in the order of ids and lines.
    pub fn standing(&self) -> Vec<(String, u32, Ruling)> {
        let each = |held: &Held| {
            let id = held.id.clone();
            held.matches
                .iter()
                .map(move |(found, ruling)| (id.clone(), found.line, *ruling))
                .collect::<Vec<_>>()
        };
        let mut all: Vec<_> = self.held.values().flat_map(each).collect();
        all.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        all
    }
}
