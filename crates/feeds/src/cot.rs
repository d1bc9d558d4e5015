//! Cursor on Target events: one `event` element each, over a file or a stream.
//!
//! I1 an error that is a filler (9999999, 999999 and their like) is unknown, never a radius; 0 0 with an unknown error is
//! no position. I2 what lacks its uid, its point or a readable time is refused or told without it.

use crate::documents::Cut;
use crate::item::{Item, Refused, Said};
use crate::mapping::Mapping;
use crate::table::on_globe;
use crate::time::{ALWAYS, interval};
use crate::xml::{Element, documents};
use redline::LatLon;
use redline::event::{Ellipse, Event, Identity, Where};
use serde_json::{Map, Value, json};

/// What a document comes to: one item an event.
pub fn items(mapping: &Mapping, cut: &Cut) -> Vec<Item> {
    let refused = |refused| vec![Item::refused(cut.line, cut.through, refused)];
    let Some(bytes) = &cut.bytes else { return refused(Refused::new("document-too-long", "")) };
    match documents(bytes) {
        Ok(roots) => roots.iter().flat_map(|root| within(mapping, root, cut)).collect(),
        Err(why) => refused(why),
    }
}

/// The root itself, or the events of an enclosing list.
fn within(mapping: &Mapping, root: &Element, cut: &Cut) -> Vec<Item> {
    if root.name == "event" {
        return vec![item(mapping, root, cut)];
    }
    let inner: Vec<Item> = root.all("event").map(|event| item(mapping, event, cut)).collect();
    if inner.is_empty() {
        return vec![Item::refused(cut.line, cut.through, Refused::new("not-an-event", &root.name))];
    }
    inner
}

fn item(mapping: &Mapping, event: &Element, cut: &Cut) -> Item {
    let mut fields = Map::new();
    for name in ["uid", "type", "how", "time", "start", "stale"] {
        if let Some(value) = event.attribute(name) {
            fields.insert(name.to_owned(), json!(value));
        }
    }
    let point = event.child("point");
    let number = |name: &str| {
        point.and_then(|point| point.attribute(name)).and_then(|text| text.trim().parse::<f64>().ok())
    };
    for name in ["lat", "lon", "hae", "ce", "le"] {
        if let Some(value) = number(name).filter(|value| value.is_finite()) {
            fields.insert(name.to_owned(), json!(value));
        }
    }
    let error = match number("ce") {
        None => "absent",
        Some(metres) if known(metres) => "known",
        Some(_) => "unknown",
    };
    fields.insert("horizontal_error".into(), json!(error));
    let said = match read(mapping, event, point, number("ce"), &mut fields) {
        Ok(Some(event)) => Said::Event(Box::new(event)),
        Ok(None) => Said::Message,
        Err(refused) => Said::Refused(refused),
    };
    Item { line: cut.line, through: cut.through, fields, said }
}

fn read(
    mapping: &Mapping,
    event: &Element,
    point: Option<&Element>,
    ce: Option<f64>,
    fields: &mut Map<String, Value>,
) -> Result<Option<Event>, Refused> {
    let uid = event.attribute("uid").filter(|uid| !uid.is_empty());
    let uid = uid.ok_or_else(|| Refused::new("no-uid", ""))?;
    let point = point.ok_or_else(|| Refused::new("no-point", uid))?;
    let degrees = |name: &str| {
        let text = point.attribute(name).ok_or_else(|| Refused::new("no-position", name))?;
        text.trim().parse::<f64>().map_err(|_| Refused::new("position", text))
    };
    let (lat, lon) = (degrees("lat")?, degrees("lon")?);
    let filler = ce.is_none_or(|metres| !known(metres));
    let nowhere = lat == 0.0 && lon == 0.0 && filler;
    let at = if nowhere { None } else { Some(on_globe(mapping, lat, lon)?) };
    if nowhere {
        fields.insert("position".into(), json!("unknown"));
    }
    let told = |name: &str| match event.attribute(name) {
        Some(text) => interval(text).map(Some).ok_or_else(|| Refused::new("time", text)),
        None => Ok(None),
    };
    let (time, start, stale) = (told("time")?, told("start")?, told("stale")?);
    if start.zip(stale).is_some_and(|(start, stale)| stale.1 < start.0) {
        return Err(Refused::new("time-reversed", uid));
    }
    let Some(when) = start.or(time) else { return Ok(None) };
    let clock = mapping.clock_error_s;
    let spot = at.map(|centre| spot(mapping, centre, ce));
    let acts = mapping.acts_of(event.attribute("type").unwrap_or_default());
    let actor = mapping.actor_of(uid);
    Ok(Some(Event {
        identity: Identity {
            source: mapping.source.clone(),
            id: format!("{uid}@{}", event.attribute("time").or(event.attribute("start")).unwrap_or_default()),
            revision: 0,
        },
        acts,
        when: ((when.0 - clock).max(ALWAYS.0), (when.1 + clock).min(ALWAYS.1)),
        spots: spot.into_iter().collect(),
        candidates: vec![actor.map_or((None, 100), |(code, least)| (Some(code), least))],
        measured: Vec::new(),
        seen_by: mapping.seen_by.clone(),
        told: Vec::new(),
    }))
}

fn spot(mapping: &Mapping, centre: LatLon, ce: Option<f64>) -> Where {
    let within = |metres| Where::Ellipse { centre, error: Ellipse::circle(metres) };
    match ce.filter(|metres| known(*metres)) {
        // CE is the radius of 90 % (MITRE, Cursor on Target message router guide); nought is no more than rounding.
        Some(metres) => within(metres.max(mapping.error_m.unwrap_or(0.0))),
        None => match mapping.error_m {
            Some(metres) => within(metres),
            None => Where::Near { centre, assumed_m: UNTOLD_M },
        },
    }
}

/// Whether an error is a radius and no filler.
fn known(metres: f64) -> bool {
    metres.is_finite() && (0.0..FILLER_M).contains(&metres)
}

/// From here on a number of nines stands for *unknown*.
const FILLER_M: f64 = 999_999.0;
/// Radius that is assumed where the error is unknown; never enough for a sure verdict.
const UNTOLD_M: f64 = 25_000.0;
