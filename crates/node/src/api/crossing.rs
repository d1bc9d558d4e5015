//! How bytes, refusals and facts cross the socket.

use refusal::{Blame, Fact, Refusal};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Bytes, written as hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hex(pub Vec<u8>);

/// A refusal as it crosses the socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefusalTold {
    /// Its code.
    pub code: String,
    /// OPERATOR, COUNTERPART, RELAY, ENVIRONMENT or US.
    pub blame: String,
    /// Which counterpart or relay.
    pub blamed: Option<String>,
    /// Arguments of its words.
    pub facts: BTreeMap<String, FactTold>,
}

/// A fact as it crosses the socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", content = "value", rename_all = "kebab-case")]
pub enum FactTold {
    /// Text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An instant, ms UTC.
    Instant(i64),
    /// A duration, ms.
    Duration(i64),
    /// A list.
    List(Vec<String>),
}

impl From<&Fact> for FactTold {
    fn from(fact: &Fact) -> Self {
        match fact {
            Fact::Text(text) => FactTold::Text(text.clone()),
            Fact::Number(n) => FactTold::Number(*n),
            Fact::InstantMs(ms) => FactTold::Instant(*ms),
            Fact::DurationMs(ms) => FactTold::Duration(*ms),
            Fact::List(items) => FactTold::List(items.clone()),
        }
    }
}

impl From<&FactTold> for Fact {
    fn from(fact: &FactTold) -> Self {
        match fact {
            FactTold::Text(text) => Fact::Text(text.clone()),
            FactTold::Number(n) => Fact::Number(*n),
            FactTold::Instant(ms) => Fact::InstantMs(*ms),
            FactTold::Duration(ms) => Fact::DurationMs(*ms),
            FactTold::List(items) => Fact::List(items.clone()),
        }
    }
}

impl From<&Refusal> for RefusalTold {
    fn from(refusal: &Refusal) -> Self {
        let (blame, blamed) = match &refusal.blame {
            Blame::Operator => ("OPERATOR", None),
            Blame::Counterpart(party) => ("COUNTERPART", Some(party.clone())),
            Blame::Relay(relay) => ("RELAY", Some(relay.clone())),
            Blame::Environment => ("ENVIRONMENT", None),
            Blame::Us => ("US", None),
        };
        RefusalTold {
            code: refusal.code.0.to_owned(),
            blame: blame.to_owned(),
            blamed,
            facts: refusal.facts.iter().map(|(name, fact)| ((*name).to_owned(), fact.into())).collect(),
        }
    }
}

impl JsonSchema for Hex {
    fn schema_name() -> Cow<'static, str> {
        "Hex".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^([0-9a-fA-F]{2})*$", "description": "Bytes." })
    }
}

impl Serialize for Hex {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        hex::decode(text).map(Hex).map_err(serde::de::Error::custom)
    }
}
