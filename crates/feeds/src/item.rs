//! What a reader hands on: one item a message or row.

use redline::Event;
use serde_json::{Map, Value, json};

/// A message or row.
#[derive(Debug, Clone)]
pub struct Item {
    /// The line it begins on, from 1.
    pub line: u64,
    /// The line it ends on.
    pub through: u64,
    /// What it says, under the source's own names, and `lat`, `lon` where it has a position.
    pub fields: Map<String, Value>,
    /// What comes of it for the watch.
    pub said: Said,
}

/// What an item is to the watch.
#[derive(Debug, Clone)]
pub enum Said {
    /// An event.
    Event(Box<Event>),
    /// An event that its source takes back.
    Withdrawn(Box<Event>),
    /// A message that tells of no event.
    Message,
    /// Refused.
    Refused(Refused),
}

/// Why an item was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// A stable word, by which refusals are counted.
    pub reason: &'static str,
    /// What was found, shortened.
    pub detail: String,
}

impl Refused {
    /// A refusal; what was found is shortened.
    pub fn new(reason: &'static str, detail: &str) -> Self {
        Refused { reason, detail: detail.chars().take(120).collect() }
    }
}

impl Item {
    /// An item that was refused before anything could be read of it.
    pub fn refused(line: u64, through: u64, refused: Refused) -> Self {
        Item { line, through, fields: Map::new(), said: Said::Refused(refused) }
    }

    /// One JSON document.
    pub fn document(&self) -> Value {
        let mut document = self.fields.clone();
        document.insert("line".into(), json!(self.line));
        if self.through != self.line {
            document.insert("through".into(), json!(self.through));
        }
        match &self.said {
            Said::Refused(refused) => {
                document.insert("refused".into(), json!(refused.reason));
                document.insert("detail".into(), json!(refused.detail));
            }
            Said::Withdrawn(_) => {
                document.insert("withdrawn".into(), json!(true));
            }
            Said::Event(_) | Said::Message => {}
        }
        Value::Object(document)
    }
}
