//! `calendar.toml`: dated events of both sides and spoilers, and what they do to patience, audiences and leaks.

use crate::assumptions::{Estimate, Side};
use crate::error::DeskError;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The whole file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Dated events.
    #[serde(default)]
    pub event: Vec<Event>,
    /// Those who would rather it failed.
    #[serde(default)]
    pub spoiler: Vec<Spoiler>,
}

/// Something that happens on known days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Short name, unique.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Whose.
    pub side: Side,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Factor on the audience cost of that side while it lasts.
    pub audience: f64,
    /// Factor on the chance of a leak.
    pub leak: f64,
    /// Factor on that side's discount factor: the chance that whoever restrains today is there to be rewarded.
    pub survival: f64,
    /// Whether a draft whose dates fall here is flagged.
    pub marked: bool,
    /// Where it comes from, or `judgement`.
    pub source: String,
}

/// Somebody who may leak, veto or strike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spoiler {
    /// Short name, unique.
    pub id: String,
    /// Who.
    pub title: String,
    /// On whose side.
    pub side: Side,
    /// Chance a move that it makes something public.
    pub leak: Estimate,
    /// Chance that it stops what its side has agreed.
    pub veto: Estimate,
    /// Chance a move that it strikes by itself.
    pub strike: Estimate,
}

/// A week, and what the calendar does to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Its first day.
    pub from: Date,
    /// Events that touch it, by id.
    pub events: Vec<String>,
    /// Factors on survival, own and other.
    pub survival: [f64; 2],
    /// Factors on audience cost, own and other.
    pub audience: [f64; 2],
    /// Factor on leaks.
    pub leak: f64,
}

impl Calendar {
    /// Reads and checks a file; its name is for messages.
    pub fn parse(text: &str, file: &str) -> Result<Self, DeskError> {
        let read: Calendar = toml::from_str(text).map_err(|error| DeskError::Form {
            file: file.to_owned(),
            why: error.to_string().trim().to_owned(),
        })?;
        for event in &read.event {
            let refuse = |key: &str, why: String| {
                Err(DeskError::value(file, &format!("event.{}.{key}", event.id), why))
            };
            let Some((from, to)) = event.days() else {
                return refuse(
                    "from",
                    format!("{} to {} are no dates; write 2027-08-14", event.from, event.to),
                );
            };
            if to < from {
                return refuse("to", format!("it ends on {to}, before it begins on {from}"));
            }
            if event.source.trim().is_empty() {
                return refuse("source", "the source is missing; write `judgement` if it is one".to_owned());
            }
            if !(0.0..=100.0).contains(&event.audience) || !(0.0..=100.0).contains(&event.leak) {
                return refuse(
                    "audience",
                    "factors on audience and leak are 0 to 100; 1 changes nothing".to_owned(),
                );
            }
            if !(event.survival > 0.0 && event.survival <= 1.0) {
                return refuse("survival", format!("a factor above 0 up to 1, not {}", event.survival));
            }
        }
        for spoiler in &read.spoiler {
            for (name, number) in
                [("leak", &spoiler.leak), ("veto", &spoiler.veto), ("strike", &spoiler.strike)]
            {
                let fits = number.low >= 0.0 && number.low <= number.centre && number.centre <= number.high;
                if !fits
                    || number.high > 1.0
                    || number.unit.trim().is_empty()
                    || number.source.trim().is_empty()
                {
                    let why = "a chance needs low <= centre <= high within 0 and 1, a unit and a source";
                    return Err(DeskError::value(file, &format!("spoiler.{}.{name}", spoiler.id), why));
                }
            }
        }
        Ok(read)
    }

    /// So many weeks from a day on.
    pub fn weeks(&self, from: Date, count: usize) -> Vec<Week> {
        let mut weeks = Vec::with_capacity(count);
        let mut start = from;
        for _ in 0..count {
            let end = start.saturating_add(jiff::Span::new().days(6));
            let mut week =
                Week { from: start, events: Vec::new(), survival: [1.0; 2], audience: [1.0; 2], leak: 1.0 };
            for event in self.event.iter().filter(|event| event.touches(start, end)) {
                let side = usize::from(event.side == Side::Other);
                week.events.push(event.id.clone());
                week.survival[side] *= event.survival;
                week.audience[side] *= event.audience;
                week.leak *= event.leak;
            }
            weeks.push(week);
            start = start.saturating_add(jiff::Span::new().days(7));
        }
        weeks
    }

    /// Marked events that touch a span of days.
    pub fn marked(&self, from: Date, to: Date) -> Vec<&Event> {
        self.event.iter().filter(|event| event.marked && event.touches(from, to)).collect()
    }

    /// Chance a move that nobody on a side spoils restraint by a strike of its own.
    pub fn unspoiled(&self, side: Side) -> f64 {
        self.spoiler
            .iter()
            .filter(|spoiler| spoiler.side == side)
            .map(|spoiler| 1.0 - spoiler.strike.centre)
            .product()
    }
}

impl Event {
    /// First and last day.
    pub fn days(&self) -> Option<(Date, Date)> {
        Some((self.from.parse().ok()?, self.to.parse().ok()?))
    }

    fn touches(&self, from: Date, to: Date) -> bool {
        self.days().is_some_and(|(first, last)| first <= to && from <= last)
    }
}
