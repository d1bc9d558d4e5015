//! A party's own watch in a play: the rows of its feeds that it has read, the incidents that others tell it, and the lines
//! of both sides, judged as `demarche watch` judges them.
//!
//! I1 a party's own E1 tell on what its feed said: they count once. I2 nothing is judged that has not come: rows of a feed by
//! the timeline, notices by the line.

use super::Player;
use crate::error::ExerciseError;
use crate::timeline::FeedAct;
use chancery::holdings::Holdings;
use feeds::item::{Item, Said};
use line::ids::PartyCode;
use notice::draft_strike::Strike;
use notice::truth::Truth;
use notice::types::a5_hazard::HazardWarning;
use notice::types::t3_crossing::Crossing;
use notice::vocabulary::{Clause, DetectorKind, HazardVerb, NoticeType, Relation};
use notice::{Code8, Draft, Instant, LineVersion, Number};
use redline::compare::left_open;
use redline::drafted::{Grounds, crossing};
use redline::globe::wgs84;
use redline::tally::Tally;
use redline::{Accident, Event, Known, Line, Ruling, Verdict, Where, judge};
use serde_json::{Value, json};
use standing::{Filed, Stand};
use std::collections::BTreeMap;

/// How far a party's watch has read a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    file: String,
    map: Option<String>,
    rows: usize,
}

/// An event on a line, as one watch sees it.
struct Judged {
    id: String,
    event: Event,
    verdict: Verdict,
    ruling: Ruling,
}

impl Player<'_> {
    /// A party's watch reads on.
    pub(crate) fn read_feed(&mut self, feed: &FeedAct) -> Result<(), ExerciseError> {
        let all = crate::feed::rows(self.folder, &feed.file, feed.map.as_deref())?.len();
        let rows = feed.rows.unwrap_or(all);
        let read = self.readings.entry(feed.by.clone()).or_default();
        read.retain(|reading| reading.file != feed.file);
        read.push(Reading { file: feed.file.clone(), map: feed.map.clone(), rows });
        self.trace(&format!("{} has read {rows} rows of {}", feed.by, feed.file));
        Ok(())
    }

    /// Rows that a party's watch has read, of one feed or of all.
    fn read_by(&self, party: &str, file: Option<&str>) -> Vec<Item> {
        let readings = self.readings.get(party).into_iter().flatten();
        let of = readings.filter(|reading| file.is_none_or(|file| reading.file == file));
        let rows = |reading: &Reading| {
            let all = crate::feed::rows(self.folder, &reading.file, reading.map.as_deref());
            all.unwrap_or_default().into_iter().take(reading.rows).collect::<Vec<_>>()
        };
        of.flat_map(rows).collect()
    }

    /// What of a feed stands, what was there already, what was refused and why, and how much of it lies on a line.
    pub(crate) fn reports(&self, file: &str, stand: &Stand<'_>, party: &str) -> Value {
        let (mut doubles, mut refused) = (0, BTreeMap::new());
        let mut stands: BTreeMap<(String, String), Event> = BTreeMap::new();
        let now_s = self.world.now().utc_ms.div_euclid(1_000);
        for item in self.read_by(party, Some(file)) {
            match item.said {
                Said::Refused(why) => *refused.entry(why.reason).or_insert(0) += 1,
                Said::Event(event) if event.when.0 > now_s => {
                    *refused.entry("time-in-future").or_insert(0) += 1;
                }
                Said::Event(event) => {
                    let key = (event.identity.source.clone(), event.identity.id.clone());
                    let known = stands.insert(key, *event);
                    doubles += usize::from(known.is_some());
                }
                Said::Message | Said::Withdrawn(_) => {}
            }
        }
        let lines = self.lines(stand, party);
        let on = |event: &Event| {
            lines.iter().any(|line| {
                let verdict = judge(&wgs84(), line, event, &accidents(stand));
                verdict.truth.may() || verdict.near
            })
        };
        let on_a_line = stands.values().filter(|event| on(event)).count();
        let mut told = vec![
            format!("{} stand", stands.len()),
            format!("{doubles} doubles"),
            format!("{on_a_line} on a line"),
        ];
        told.extend(refused.into_iter().map(|(why, count)| format!("{count} {why}")));
        json!(told)
    }

    /// Acts in a feed that no line of either side looks at: how many reports, and by which clauses the nearest lines do not.
    pub(crate) fn left_open(&self, file: &str, stand: &Stand<'_>, party: &str) -> Value {
        let mut events: BTreeMap<String, Event> = BTreeMap::new();
        for item in self.read_by(party, Some(file)) {
            if let Said::Event(event) = item.said {
                events.insert(event.identity.id.clone(), *event);
            }
        }
        let events: Vec<Event> = events.into_values().collect();
        let told = left_open(&self.lines(stand, party), &events, &accidents(stand)).into_iter().map(|open| {
            let nearest = open.nearest.iter().map(|(_, line, fails)| {
                let clauses: Vec<&str> = fails.iter().map(|clause| clause.word()).collect();
                format!("{line} not by {}", clauses.join(" "))
            });
            format!("{} {}: {}", open.reports, open.act.word(), nearest.collect::<Vec<_>>().join(", "))
        });
        json!(told.collect::<Vec<_>>())
    }

    /// Events that stand by a party's own feeds; of a report the latest revision.
    fn events(&self, party: &str) -> Vec<(String, Event)> {
        let mut last: BTreeMap<(String, String), (u32, Option<Event>)> = BTreeMap::new();
        for item in self.read_by(party, None) {
            let (event, withdrawn) = match item.said {
                Said::Event(event) => (event, false),
                Said::Withdrawn(event) => (event, true),
                Said::Message | Said::Refused(_) => continue,
            };
            let key = (event.identity.source.clone(), event.identity.id.clone());
            let revision = event.identity.revision;
            if last.get(&key).is_none_or(|(known, _)| *known < revision) {
                last.insert(key, (revision, (!withdrawn).then_some(*event)));
            }
        }
        last.into_iter().filter_map(|((_, id), (_, event))| Some((id, event?))).collect()
    }

    /// Incidents that others told and that stand, under the names that the scenario gives them.
    fn told(&self, stand: &Stand<'_>, party: &str, line: &Line) -> Vec<(String, Event)> {
        let e1: Vec<&Filed> = stand
            .notices()
            .filter(|filed| filed.notice.kind() == NoticeType::E1 && filed.place.author.as_str() != party)
            .collect();
        let replaced = |number: &Number| {
            let relations = [Relation::Amends, Relation::Corrects, Relation::Repeats];
            e1.iter().any(|later| {
                relations.into_iter().any(|relation| later.notice.refers(relation).any(|of| of == number))
            })
        };
        let event = |filed: &&Filed| {
            let number = filed.notice.number();
            let stands = stand.life(number).is_some_and(|life| !life.undone()) && !replaced(number);
            // Whoever drew the line has seen it by what it declared; for another's line it is the other side's report.
            let own = number.party == line.author;
            let seen_by = if own { line.detectors.clone() } else { vec![DetectorKind::OtherSideReport] };
            let id = self.name_of(number);
            let event = redline::incident::event_of(&filed.notice, &id, seen_by).filter(|_| stands)?;
            Some((id, event))
        };
        e1.iter().filter_map(event).collect()
    }

    /// Lines that stand here, of both sides.
    pub(crate) fn lines(&self, stand: &Stand<'_>, party: &str) -> Vec<Line> {
        let held = PartyCode::parse(party).and_then(|own| Holdings::of(stand, &own));
        let drawn = held.map(|held| held.drawn).unwrap_or_default();
        let lines = |(number, draft): &(Number, Draft)| {
            Line::of_draft(draft, &number.to_string(), draft.envelope.effective_from).unwrap_or_default()
        };
        drawn.iter().flat_map(lines).collect()
    }

    /// The line that a scenario means: `US-2/1`, or a notice by its name, with the part of an A3 behind it.
    fn line(&self, of: &str, stand: &Stand<'_>, party: &str) -> Option<Line> {
        let (name, part) = of.split_once(' ').map_or((of, ""), |(name, part)| (name, part));
        let Some(number) = self.numbers.get(name) else {
            return self.lines(stand, party).into_iter().find(|line| line.name == of);
        };
        let notice = &stand.notice(number)?.notice;
        let from = notice.envelope().effective_from.or(Some(notice.stamp().dtg));
        let lines = Line::of_draft(notice.draft(), &number.to_string(), from).ok()?;
        lines.into_iter().find(|line| part.is_empty() || line.name.ends_with(part))
    }

    /// Every event that a node knows of, on one line.
    fn judged(&self, line: &Line, stand: &Stand<'_>, party: &str) -> Vec<Judged> {
        let (globe, known) = (wgs84(), accidents(stand));
        let events = self.events(party).into_iter().chain(self.told(stand, party, line));
        let verdicts: Vec<(String, Event, Verdict)> = events
            .map(|(id, event)| {
                let verdict = judge(&globe, line, &event, &known);
                (id, event, verdict)
            })
            .collect();
        let mut tally = Tally::default();
        for (number, (_, event, verdict)) in (0u64..).zip(&verdicts) {
            if verdict.truth.may() {
                tally.add(number, event.when, verdict.truth);
            }
        }
        let rule = |(number, (id, event, verdict)): (u64, (String, Event, Verdict))| {
            let ruling = match line.counts_in().filter(|_| verdict.truth.may()) {
                Some(window_s) => {
                    let counted = tally.count(number, event.when, window_s);
                    Ruling::counted(line, verdict.truth, verdict.near, counted)
                }
                None => Ruling::alone(verdict.truth, verdict.near),
            };
            Judged { id, event, verdict, ruling }
        };
        (0u64..).zip(verdicts).map(rule).collect()
    }

    /// What a node's watch says of an event on a line: `of` is the line, then the event.
    pub(crate) fn verdict(&self, of: &str, stand: &Stand<'_>, party: &str) -> Value {
        let found = of.rsplit_once(' ').and_then(|(line, event)| {
            let line = self.line(line, stand, party)?;
            let judged = self.judged(&line, stand, party).into_iter().find(|judged| judged.id == event)?;
            Some((line, judged))
        });
        let Some((line, judged)) = found else { return json!("none") };
        let own = Code8::parse(party).is_ok_and(|party| line.answers_for(&party));
        json!(judged.words(&line, own))
    }

    /// Paragraphs in which the T3 that an officer sent is other than the one that the watch drafted, those apart that the
    /// officer is told to look at.
    pub(crate) fn drafted(&self, number: &Number, stand: &Stand<'_>, party: &str) -> Value {
        let Some(sent) = stand.notice(number).filter(|_| number.party.as_str() == party) else {
            return json!("none");
        };
        let version: Option<LineVersion> = Crossing::of(&sent.notice).and_then(|t3| t3.line().cloned());
        let line = version.as_ref().and_then(|version| self.line(&version.to_string(), stand, party));
        let (Some(version), Some(line)) = (version, line) else { return json!("none") };
        let mut judged = self.judged(&line, stand, party);
        judged.retain(|judged| judged.ruling.word() == "crossed");
        let Some(last) = judged.iter().max_by_key(|judged| judged.event.when.1) else { return json!("none") };
        let grounds = Grounds {
            line: &version,
            of: line.count,
            parts: &last.verdict.parts,
            counted: last.ruling.counted,
            crossed: true,
        };
        let made = crossing(&grounds, sent.notice.envelope().clone());
        let looked = |name: &str| made.look_at.iter().any(|para| para.as_str() == name);
        let drafted = made.draft.content.iter().filter(|(name, _)| !looked(name));
        let other = drafted.filter(|(name, value)| sent.notice.content().get(name) != Some(value));
        json!(other.map(|(name, _)| name.to_owned()).collect::<Vec<_>>())
    }

    /// Since when a site is STRUCK-AFTER-NOTICE here: by an own feed's strike, or by a released E1.
    pub(crate) fn struck(&self, site: &str, stand: &Stand<'_>, party: &str) -> Value {
        let Some(listed) = stand.sites().into_iter().find(|listed| listed.site == site) else {
            return json!("none");
        };
        let told = listed.struck.as_ref().map(|(at_ms, _)| *at_ms);
        let hits = |strike: &Strike| stand.struck_by(strike).contains(&listed.number);
        let strikes = self.events(party).into_iter().filter_map(|(_, event)| strike(&event));
        let seen = strikes.filter(hits).map(|strike| strike.when.0.ms()).min();
        json!(self.at(told.into_iter().chain(seen).min()))
    }
}

impl Judged {
    /// `uncertain and near 2..3 of 3 by PLACE, own side`: the word, so many surely and so many at most, the clause that
    /// decides, and whether it would be the own side's act.
    fn words(&self, line: &Line, own: bool) -> String {
        let Ruling { truth, near, counted } = self.ruling;
        let open = clause(&self.verdict, Truth::Uncertain);
        let (word, by) = match self.ruling.word() {
            "uncertain" if near => ("uncertain and near", format!(" by {open}")),
            "uncertain" => ("uncertain", format!(" by {open}")),
            "not_crossed" => ("not_crossed", format!(" by {}", clause(&self.verdict, Truth::False))),
            word => (word, String::new()),
        };
        let alone = if self.verdict.truth == Truth::Uncertain && truth != Truth::Uncertain {
            format!(", itself uncertain by {open}")
        } else {
            String::new()
        };
        let own = if own { ", own side" } else { "" };
        format!("{word} {}..{} of {}{by}{alone}{own}", counted.low, counted.high, line.count)
    }
}

/// A5 about own accidents that stand here.
fn accidents(stand: &Stand<'_>) -> Known {
    let own = |filed: &&Filed| {
        HazardWarning::of(&filed.notice).and_then(|a5| a5.verb()) == Some(HazardVerb::OwnAccident)
    };
    let told = stand.notices().filter(own);
    let accident = |filed: &Filed| Accident {
        by: filed.notice.number().party.clone(),
        at: filed.notice.stamp().dtg.seconds(),
    };
    Known { accidents: told.map(accident).collect(), now: None }
}

/// The first clause of this truth; the count if there is none.
fn clause(verdict: &Verdict, truth: Truth) -> &'static str {
    let found = verdict.parts.iter().find(|part| part.truth == truth);
    found.map_or(Clause::Count, |part| part.clause).word()
}

fn strike(event: &Event) -> Option<Strike> {
    let [act] = event.acts.classes()[..] else { return None };
    let Where::Ellipse { centre, error } = event.spots.first()? else { return None };
    let when = (Instant::from_seconds(event.when.0)?, Instant::from_seconds(event.when.1)?);
    Some(Strike { act, at: centre.point()?, error_m: error.major_m.ceil() as u32, when })
}
