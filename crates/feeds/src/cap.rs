//! CAP alerts, versions 1.0 to 1.2 (OASIS, Common Alerting Protocol 1.2, section 3.2): read, and refused by the rule that
//! they break.

use crate::documents::Cut;
use crate::item::{Item, Refused, Said};
use crate::mapping::Mapping;
use crate::time::interval;
use crate::xml::{Element, documents};
use redline::event::{Ellipse, Event, Identity, Where};
use redline::{LatLon, Zone};
use serde_json::{Map, json};
use std::sync::Arc;

/// What a document comes to: one item an alert.
pub fn items(mapping: &Mapping, cut: &Cut) -> Vec<Item> {
    let refused = |refused| vec![Item::refused(cut.line, cut.through, refused)];
    let Some(bytes) = &cut.bytes else { return refused(Refused::new("document-too-long", "")) };
    let roots = match documents(bytes) {
        Ok(roots) => roots,
        Err(why) => return refused(why),
    };
    let alerts: Vec<&Element> = roots
        .iter()
        .flat_map(|root| if root.name == "alert" { vec![root] } else { root.all("alert").collect() })
        .collect();
    if alerts.is_empty() {
        return refused(Refused::new("not-an-alert", roots.first().map_or("", |root| &root.name)));
    }
    alerts.into_iter().map(|alert| item(mapping, alert, cut)).collect()
}

fn item(mapping: &Mapping, alert: &Element, cut: &Cut) -> Item {
    let mut fields = Map::new();
    let version = alert.space.as_deref().and_then(|space| space.rsplit(':').next()).unwrap_or_default();
    fields.insert("cap_version".into(), json!(version));
    for name in ["identifier", "sender", "sent", "status", "msgType", "scope"] {
        if let Some(text) = alert.said(name) {
            fields.insert(name.to_owned(), json!(text));
        }
    }
    let infos: Vec<&Element> = alert.all("info").collect();
    let areas: Vec<&Element> = infos.iter().flat_map(|info| info.all("area")).collect();
    let count = |name: &str| areas.iter().map(|area| area.all(name).count()).sum::<usize>();
    fields.insert("infos".into(), json!(infos.len()));
    fields.insert("areas".into(), json!(areas.len()));
    fields.insert("polygons".into(), json!(count("polygon")));
    fields.insert("circles".into(), json!(count("circle")));
    if let Some(event) = infos.first().and_then(|info| info.said("event")) {
        fields.insert("event".into(), json!(event));
    }
    let said = match broken(alert, &infos, &areas).map_or_else(|| places(&areas), Err) {
        Ok(places) => {
            if let Some(centre) = places.first().map(Where::centre) {
                fields.insert("lat".into(), json!(centre.lat));
                fields.insert("lon".into(), json!(centre.lon));
            }
            event(mapping, alert, &infos, places)
        }
        Err(refused) => Said::Refused(refused),
    };
    Item { line: cut.line, through: cut.through, fields, said }
}

/// The first rule of the standard that an alert breaks.
fn broken(alert: &Element, infos: &[&Element], areas: &[&Element]) -> Option<Refused> {
    let missing = |of: &Element, name: &str| of.said(name).is_none_or(str::is_empty);
    let rule = |reason, detail: &str| Some(Refused::new(reason, detail));
    if !matches!(alert.space.as_deref(), Some(space) if space.contains(":cap:") || space.contains("/cap/")) {
        return rule("not-cap", alert.space.as_deref().unwrap_or("no namespace"));
    }
    for name in ["identifier", "sender", "sent", "status", "msgType", "scope"] {
        if missing(alert, name) {
            return rule("missing", name);
        }
    }
    for name in ["identifier", "sender"] {
        let text = alert.said(name).unwrap_or_default();
        if text.contains([' ', ',', '<', '&']) {
            return rule("identifier-characters", text);
        }
    }
    let sent = alert.said("sent").unwrap_or_default();
    if !zoned(sent) {
        return rule("time", sent);
    }
    for (name, words) in WORDS {
        let text = alert.said(name).unwrap_or_default();
        if !words.contains(&text) {
            return rule("unknown-word", &format!("{name} {text}"));
        }
    }
    if alert.child("references").is_some() && missing(alert, "references") {
        return rule("empty", "references");
    }
    let scope = alert.said("scope").unwrap_or_default();
    if scope == "Restricted" && missing(alert, "restriction") {
        return rule("missing", "restriction");
    }
    if scope == "Private" && missing(alert, "addresses") {
        return rule("missing", "addresses");
    }
    if let Some(references) = alert.said("references") {
        let whole = |one: &str| one.split(',').count() == 3 && one.split(',').all(|part| !part.is_empty());
        if !references.split_whitespace().all(whole) {
            return rule("references", references);
        }
    }
    infos.iter().find_map(|info| broken_info(info)).or_else(|| {
        areas.iter().find(|area| missing(area, "areaDesc")).and_then(|_| rule("missing", "areaDesc"))
    })
}

fn broken_info(info: &Element) -> Option<Refused> {
    for name in ["category", "event", "urgency", "severity", "certainty"] {
        if info.said(name).is_none_or(str::is_empty) {
            return Some(Refused::new("missing", name));
        }
    }
    for (name, words) in INFO_WORDS {
        let wrong = info.all(name).find(|element| !words.contains(&element.text.trim()));
        if let Some(wrong) = wrong {
            return Some(Refused::new("unknown-word", &format!("{name} {}", wrong.text.trim())));
        }
    }
    let times = ["effective", "onset", "expires"].into_iter().filter_map(|name| info.said(name));
    times.into_iter().find(|text| !zoned(text)).map(|text| Refused::new("time", text))
}

/// An instant with an offset in figures: the standard forbids `Z`, but the world writes it.
fn zoned(text: &str) -> bool {
    let offset =
        text.len() >= 20 && (text.ends_with('Z') || text.as_bytes().get(text.len() - 3) == Some(&b':'));
    offset && interval(text).is_some()
}

/// Polygons (`lat,lon lat,lon ...`) and circles (`lat,lon km`).
fn places(areas: &[&Element]) -> Result<Vec<Where>, Refused> {
    let mut places = Vec::new();
    for area in areas {
        for polygon in area.all("polygon") {
            let text = polygon.text.trim();
            let corners = text.split_whitespace().map(position).collect::<Option<Vec<_>>>();
            let corners = corners.ok_or_else(|| Refused::new("polygon", text))?;
            let closed = corners.len() >= 4 && corners.first() == corners.last();
            if !closed {
                return Err(Refused::new("polygon-not-closed", text));
            }
            let geometry = redline::geometry::Geometry::Polygon(vec![corners]);
            match geometry.zone() {
                Ok(zone) => places.push(Where::Area(Arc::new(zone))),
                Err(why) => return Err(Refused::new("polygon", &why.to_string())),
            }
        }
        for circle in area.all("circle") {
            let text = circle.text.trim();
            let bad = || Refused::new("circle", text);
            let (at, km) = text.split_once(char::is_whitespace).ok_or_else(bad)?;
            let km: f64 = km.trim().parse().map_err(|_| bad())?;
            let centre = position(at).filter(|_| (0.0..=20_000.0).contains(&km)).ok_or_else(bad)?;
            places.push(match km {
                0.0 => Where::Ellipse { centre, error: Ellipse::circle(0.0) },
                km => Where::Area(Arc::new(Zone::tracks(&[vec![centre]], km * 1000.0))),
            });
        }
    }
    Ok(places)
}

fn position(text: &str) -> Option<LatLon> {
    let (lat, lon) = text.split_once(',')?;
    let (lat, lon): (f64, f64) = (lat.trim().parse().ok()?, lon.trim().parse().ok()?);
    let inside = lat.abs() <= 90.0 && lon.abs() <= 180.0;
    inside.then_some(LatLon { lat, lon })
}

/// What an alert is to the watch: an event in its areas from its onset until it expires; a cancelled one is taken back.
fn event(mapping: &Mapping, alert: &Element, infos: &[&Element], places: Vec<Where>) -> Said {
    let sent = alert.said("sent").and_then(interval).unwrap_or((0, 0));
    let first = infos.first();
    let told = |name: &str| first.and_then(|info| info.said(name)).and_then(interval);
    let from = told("onset").or(told("effective")).unwrap_or(sent).0;
    let until = told("expires").unwrap_or(sent).1.max(from);
    let word = first.and_then(|info| info.said("event")).unwrap_or_default();
    let sender = alert.said("sender").unwrap_or_default();
    let event = Event {
        identity: Identity {
            source: mapping.source.clone(),
            id: alert.said("identifier").unwrap_or_default().to_owned(),
            revision: u32::try_from(sent.0).unwrap_or(u32::MAX),
        },
        acts: mapping.acts_of(word),
        when: (from, until),
        spots: places,
        candidates: vec![mapping.actor_of(sender).map_or((None, 100), |(code, least)| (Some(code), least))],
        measured: Vec::new(),
        seen_by: mapping.seen_by.clone(),
        told: Vec::new(),
    };
    match alert.said("msgType") {
        Some("Cancel") => Said::Withdrawn(Box::new(event)),
        Some("Ack" | "Error") => Said::Message,
        _ => Said::Event(Box::new(event)),
    }
}

const WORDS: [(&str, &[&str]); 3] = [
    ("status", &["Actual", "Exercise", "System", "Test", "Draft"]),
    ("msgType", &["Alert", "Update", "Cancel", "Ack", "Error"]),
    ("scope", &["Public", "Restricted", "Private"]),
];

const INFO_WORDS: [(&str, &[&str]); 5] = [
    (
        "category",
        &[
            "Geo",
            "Met",
            "Safety",
            "Security",
            "Rescue",
            "Fire",
            "Health",
            "Env",
            "Transport",
            "Infra",
            "CBRNE",
            "Other",
        ],
    ),
    ("urgency", &["Immediate", "Expected", "Future", "Past", "Unknown"]),
    ("severity", &["Extreme", "Severe", "Moderate", "Minor", "Unknown"]),
    ("certainty", &["Observed", "Likely", "Possible", "Unlikely", "Unknown", "Very Likely"]),
    (
        "responseType",
        &["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"],
    ),
];
