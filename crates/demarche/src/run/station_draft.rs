//! Drafts of L6 and L5 that succession and dormancy need: kept by the node, released by two officers like any other.

use crate::command::succession::Where;
use crate::run::moment;
use crate::run::socket::ask;
use crate::stopped::Stopped;
use chancery::service::Desk;
use node::NodeConfig;
use node::api::{Ask, Told};
use notice::vocabulary::{NoticeType, Status};
use notice::{Charter, Draft, Fields, Instant, Number, Station, Value};

/// Keeps an L6 with this verb and these further paragraphs; gives the draft's id.
pub fn station_notice(
    at: &Where,
    verb: &'static str,
    more: Vec<(&'static str, Value)>,
) -> Result<String, Stopped> {
    let mut content = Fields::new().with("A", Value::Record(Fields::new().with("verb", Value::Word(verb))));
    for (paragraph, value) in more {
        content.set(paragraph, value);
    }
    keep(at, NoticeType::L6, content)
}

/// Keeps an L5 that takes a notice back.
pub fn cancel(at: &Where, number: &str) -> Result<String, Stopped> {
    let subject = Number::parse(number).ok_or_else(|| Stopped::usage("number", number))?;
    let content = Fields::new()
        .with("A", Value::Word("CANCEL"))
        .with("B", Value::Number(subject))
        .with("C", Value::Word("SUPERSEDED"));
    keep(at, NoticeType::L5, content)
}

/// A window of time as paragraph B.
pub fn window(from_ms: Option<i64>, until_ms: Option<i64>) -> Value {
    let mut window = Fields::new();
    for (name, at_ms) in [("from", from_ms), ("until", until_ms)] {
        if let Some(instant) = at_ms.and_then(Instant::from_ms) {
            window.set(name, Value::Instant(instant));
        }
    }
    Value::Record(window)
}

/// An item of a review as an element of paragraph E.
pub fn reviewed(number: &str, verdict: &'static str, until: Option<&str>) -> Result<Value, Stopped> {
    let parsed = Number::parse(number).ok_or_else(|| Stopped::usage("number", number))?;
    let mut item = Fields::new().with("number", Value::Number(parsed)).with("verdict", Value::Word(verdict));
    if let Some(until) = moment::maybe(until)?.and_then(Instant::from_ms) {
        item.set("until", Value::Instant(until));
    }
    Ok(Value::Record(item))
}

fn keep(at: &Where, kind: NoticeType, content: Fields) -> Result<String, Stopped> {
    let draft = Draft { kind, envelope: desk(at)?.envelope(), content };
    let draft = notice::file::draft_to_toml(&draft);
    match ask(&at.node, &Ask::Draft { compartment: at.compartment.clone(), draft, remark: None })? {
        Told::Drafted { draft, .. } => Ok(draft),
        told => Err(Stopped::unexpected(&format!("{told:?}"))),
    }
}

/// What every notice of this station says of itself, to every other member's stations.
fn desk(at: &Where) -> Result<Desk, Stopped> {
    let config = NodeConfig::read(&at.node.config).map_err(|e| Stopped::refused(&e))?;
    let told = ask(&at.node, &Ask::CharterShow { compartment: at.compartment.clone() })?;
    let Told::Charter { text, .. } = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let charter: Charter = notice::file::charter_from_toml(text).map_err(|e| Stopped::refused(&e))?;
    let unreadable = || Stopped::unexpected("charter");
    let said = charter.parameters().ok_or_else(unreadable)?;
    let from = Station::parse(&config.station).map_err(|_| Stopped::usage("station", &config.station))?;
    let to = said.stations.iter().filter(|station| station.party != from.party).cloned().collect();
    Ok(Desk {
        status: Status::parse(&config.status).ok_or_else(unreadable)?,
        attestation: said.attestation,
        from,
        to,
        term_set: notice::envelope::NO_TERMS,
    })
}
