//! NMEA 0183 sentences that carry AIS: checksums, messages of several sentences, the time of reception.
//!
//! Time comes from a tag block (`\c:1272412827*hh\`), from seconds since 1970 behind the checksum, or from a receiver's
//! `$PGHP` line before the sentence; without any of them it is not known.

use crate::ais::Message;
use crate::ais_bits::Bits;
use crate::documents::Cut;
use crate::item::{Item, Refused, Said};
use crate::mapping::Mapping;
use crate::table::{hash, on_globe};
use crate::time::ALWAYS;
use redline::event::{Ellipse, Event, Identity, Where};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Reads sentence after sentence.
pub struct Sentences {
    mapping: Mapping,
    /// Parts of messages that are not whole yet, by talker, channel and sequence number.
    open: BTreeMap<(String, String, String), Parts>,
    clock: Option<i64>,
}

struct Parts {
    first_line: u64,
    count: usize,
    letters: Vec<u8>,
    seen: usize,
}

impl Sentences {
    /// With this mapping.
    pub fn new(mapping: Mapping) -> Self {
        Sentences { mapping, open: BTreeMap::new(), clock: None }
    }

    /// Whether no message waits for a further part.
    pub fn settled(&self) -> bool {
        self.open.is_empty()
    }

    /// What a line comes to: nothing for comments, other sentences and parts of a message that is not whole.
    pub fn line(&mut self, cut: &Cut) -> Option<Item> {
        let refuse =
            |reason, detail: &str| Some(Item::refused(cut.line, cut.line, Refused::new(reason, detail)));
        let Some(bytes) = &cut.bytes else { return refuse("line-too-long", "") };
        let Ok(text) = std::str::from_utf8(bytes) else { return refuse("not-text", "") };
        let text = text.trim();
        if let Some(at) = receiver_time(text) {
            self.clock = Some(at);
            return None;
        }
        let start = text.find('!')?;
        let (before, sentence) = text.split_at(start);
        if sentence.len() < 6 || !(sentence[1..].is_ascii() && matches!(&sentence[3..6], "VDM" | "VDO")) {
            return None;
        }
        let Some((body, after)) = sentence[1..].split_once('*') else {
            return refuse("no-checksum", sentence);
        };
        let sum = body.bytes().fold(0u8, |sum, byte| sum ^ byte);
        let told = after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if told != Some(sum) {
            return refuse("checksum", sentence);
        }
        let cells: Vec<&str> = body.split(',').collect();
        let &[talker, count, number, sequence, channel, letters, fill] = cells.as_slice() else {
            return refuse("sentence-shape", sentence);
        };
        let numbers = count.parse::<usize>().ok().zip(number.parse::<usize>().ok());
        let Some((count, number)) =
            numbers.filter(|(count, n)| (1..=9).contains(count) && (1..=*count).contains(n))
        else {
            return refuse("sentence-shape", sentence);
        };
        let at = tag_time(before).or_else(|| trailing_time(&after[2..])).or(self.clock);
        let fill = fill.trim().parse::<usize>().unwrap_or(0);
        if count == 1 {
            return Some(self.message(letters.as_bytes(), fill, (cut.line, cut.line), at));
        }
        let key = (talker.to_owned(), channel.to_owned(), sequence.to_owned());
        self.part(key, (count, number), letters, fill, cut.line, at)
    }

    fn part(
        &mut self,
        key: (String, String, String),
        (count, number): (usize, usize),
        letters: &str,
        fill: usize,
        line: u64,
        at: Option<i64>,
    ) -> Option<Item> {
        let lone =
            |line| Some(Item::refused(line, line, Refused::new("incomplete", "a lone part of a message")));
        if number == 1 {
            let parts = Parts { first_line: line, count, letters: letters.as_bytes().to_vec(), seen: 1 };
            if self.open.len() > MOST_OPEN {
                self.open.pop_first();
            }
            let lost = self.open.insert(key, parts);
            return lost.and_then(|lost| lone(lost.first_line));
        }
        let fits = self.open.get(&key).is_some_and(|parts| parts.count == count && parts.seen + 1 == number);
        if !fits {
            return lone(line);
        }
        let parts = self.open.get_mut(&key)?;
        parts.letters.extend_from_slice(letters.as_bytes());
        parts.seen = number;
        if number < count {
            return None;
        }
        let whole = self.open.remove(&key)?;
        Some(self.message(&whole.letters, fill, (whole.first_line, line), at))
    }

    /// Parts that nothing completed, at the end of the feed.
    pub fn finish(&mut self) -> Vec<Item> {
        let open = std::mem::take(&mut self.open);
        let lone = |parts: Parts| {
            let refused = Refused::new("incomplete", "a message that nothing completed");
            Item::refused(parts.first_line, parts.first_line, refused)
        };
        open.into_values().map(lone).collect()
    }

    fn message(&self, letters: &[u8], fill: usize, lines: (u64, u64), at: Option<i64>) -> Item {
        let refused = |refused| Item::refused(lines.0, lines.1, refused);
        if letters.is_empty() {
            return refused(Refused::new("no-payload", ""));
        }
        let Some(bits) = Bits::of(letters, fill) else {
            return refused(Refused::new("payload", &String::from_utf8_lossy(letters)));
        };
        match Message::of(&bits) {
            Ok(message) => self.item(&message, letters, lines, at),
            Err(why) => refused(why),
        }
    }

    fn item(&self, message: &Message, letters: &[u8], lines: (u64, u64), at: Option<i64>) -> Item {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value);
            }
        };
        put("mmsi", Some(json!(message.mmsi)));
        put("type", Some(json!(message.kind)));
        put("lat", message.position.map(|(lat, _)| json!(lat)));
        put("lon", message.position.map(|(_, lon)| json!(lon)));
        put("sog_kn", message.speed_kn.map(|knots| json!(knots)));
        put("cog_deg", message.course_deg.map(|degrees| json!(degrees)));
        put("name", message.name.as_ref().map(|name| json!(name)));
        put("call_sign", message.call_sign.as_ref().map(|sign| json!(sign)));
        put("ship_type", message.ship_type.map(|kind| json!(kind)));
        put("time", at.map(|at| json!(crate::time::text(at))));
        put("note", (!message.notes.is_empty()).then(|| json!(message.notes.join("; "))));
        let said = match (&message.refused, message.position) {
            (Some(refused), _) => Said::Refused(refused.clone()),
            (None, None) => Said::Message,
            (None, Some((lat, lon))) => match on_globe(&self.mapping, lat, lon) {
                Ok(_) => Said::Event(Box::new(self.event(message, (lat, lon), letters, at))),
                Err(refused) => Said::Refused(refused),
            },
        };
        Item { line: lines.0, through: lines.1, fields, said }
    }

    fn event(&self, message: &Message, (lat, lon): (f64, f64), letters: &[u8], at: Option<i64>) -> Event {
        let centre = redline::LatLon { lat, lon };
        let mmsi = format!("{:09}", message.mmsi);
        let error = |metres| Where::Ellipse { centre, error: Ellipse::circle(metres) };
        let spot = match (message.accurate, self.mapping.error_m) {
            (true, None) => error(ACCURATE_M),
            (_, Some(metres)) => error(metres),
            (false, None) => Where::Near { centre, assumed_m: UNTOLD_M },
        };
        let clock = self.mapping.clock_error_s;
        let when = at.map_or(ALWAYS, |at| ((at - clock).max(ALWAYS.0), (at + clock).min(ALWAYS.1)));
        let moment = at.map_or_else(String::new, |at| at.to_string());
        let actor = self.mapping.actor_of(&mmsi);
        Event {
            identity: Identity {
                source: self.mapping.source.clone(),
                id: format!("{mmsi}@{moment}#{}", hash(letters)),
                revision: 0,
            },
            acts: self.mapping.acts_of(&format!("type {}", message.kind)),
            when,
            spots: vec![spot],
            candidates: vec![actor.map_or((None, 100), |(code, least)| (Some(code), least))],
            measured: Vec::new(),
            seen_by: self.mapping.seen_by.clone(),
            told: Vec::new(),
        }
    }
}

/// `$PGHP,1,2008,5,9,0,0,0,10,...`: year, month, day, hour, minute, second.
fn receiver_time(text: &str) -> Option<i64> {
    let cells: Vec<&str> = text.strip_prefix("$PGHP,1,")?.split(',').collect();
    let [year, month, day, hour, minute, second] = cells.get(..6)? else { return None };
    let two = |text: &str| text.parse::<u8>().ok().map(|n| format!("{n:02}"));
    let (month, day, hour) = (two(month)?, two(day)?, two(hour)?);
    let (minute, second) = (two(minute)?, two(second)?);
    crate::time::interval(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")).map(|at| at.0)
}

/// `\g:1-2-73874,n:157036,s:r003669945,c:1241544035*4A\`.
fn tag_time(before: &str) -> Option<i64> {
    let block = before.split('\\').find(|part| part.contains("c:"))?;
    let cell = block.split([',', '*']).find_map(|cell| cell.strip_prefix("c:"))?;
    crate::time::interval(cell).map(|at| at.0)
}

/// Seconds since 1970 as the first whole number of that size behind the checksum.
fn trailing_time(after: &str) -> Option<i64> {
    let whole =
        |cell: &&str| (9..=10).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit());
    after.split(',').map(str::trim).find(whole).and_then(crate::time::interval).map(|at| at.0)
}

/// What the accuracy flag of a position promises, metres.
const ACCURATE_M: f64 = 10.0;
/// What is assumed where it promises nothing; never enough for a sure verdict.
const UNTOLD_M: f64 = 1_000.0;
/// Messages whose parts may be open at once.
const MOST_OPEN: usize = 4_096;
