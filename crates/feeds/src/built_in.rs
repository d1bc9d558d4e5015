//! Sets of columns that need no mapping: UCDP, ACLED, and names that many tables share.

use crate::mapping::{Codes, Columns, Mapping, OWN};
use notice::vocabulary::{ActClass, DetectorKind, Measure};
use redline::event::Acts;

/// The mapping of a header, if it names position and time in words that are known.
pub fn of_header(header: &[String]) -> Option<Mapping> {
    let has = |names: &[&str]| names.iter().all(|name| header.iter().any(|column| column == name));
    if has(&["date_start", "date_prec", "where_prec", "latitude", "longitude"]) {
        return Some(ucdp(header));
    }
    if has(&["event_id_cnty", "event_date", "latitude", "longitude"]) {
        return Some(acled());
    }
    shared(header)
}

fn ucdp(header: &[String]) -> Mapping {
    let has = |name: &str| header.iter().any(|column| column == name);
    let harm = if has("low") && has("high") {
        vec!["low".to_owned(), "high".to_owned()]
    } else {
        vec!["best".into()]
    };
    Mapping {
        source: "UCDP".into(),
        columns: Columns {
            id: Some("id".into()),
            time: Some("date_start".into()),
            until: Some("date_end".into()),
            lat: Some("latitude".into()),
            lon: Some("longitude".into()),
            actor: Some("side_a".into()),
            ..Columns::default()
        },
        measures: vec![(Measure::Fatalities, harm)],
        seen_by: vec![DetectorKind::PublicEventData],
        codes: Codes::Ucdp,
        ..Mapping::default()
    }
}

fn acled() -> Mapping {
    use ActClass::*;
    let words: [(&str, &[ActClass]); 9] = [
        ("air/drone strike", &[AirStrike, OneWayDrone]),
        ("shelling/artillery/missile attack", &[RocketMortar, MissileBallistic, MissileCruise]),
        ("remote explosive/landmine/ied", &[MineIed]),
        ("suicide bomb", &[MineIed]),
        ("grenade", &[SmallArms, MineIed]),
        ("armed clash", &[SmallArms, RocketMortar, MineIed]),
        ("attack", &[SmallArms, MineIed, Assassination]),
        ("abduction/forced disappearance", &[Detention]),
        ("arrests", &[Detention]),
    ];
    Mapping {
        source: "ACLED".into(),
        columns: Columns {
            id: Some("event_id_cnty".into()),
            time: Some("event_date".into()),
            lat: Some("latitude".into()),
            lon: Some("longitude".into()),
            act: Some("sub_event_type".into()),
            actor: Some("actor1".into()),
            ..Columns::default()
        },
        measures: vec![(Measure::Fatalities, vec!["fatalities".into()])],
        acts: words.iter().map(|(word, acts)| ((*word).to_owned(), Acts::of(acts))).collect(),
        seen_by: vec![DetectorKind::PublicEventData],
        codes: Codes::Acled,
        ..Mapping::default()
    }
}

/// Names under which many tables keep the same.
fn shared(header: &[String]) -> Option<Mapping> {
    let find = |names: &[&str]| {
        names.iter().find_map(|name| header.iter().find(|column| column.eq_ignore_ascii_case(name)).cloned())
    };
    let columns = Columns {
        id: find(&["id", "event", "event_id", "reference", "identifier", "uid"]),
        revision: find(&["revision", "rev", "version"]),
        status: find(&["status"]),
        time: find(&[
            "timestamp",
            "datetime",
            "from",
            "earliest",
            "date_start",
            "date",
            "event_date",
            "time",
        ]),
        until: find(&["until", "latest", "to", "date_end", "time_end"]),
        lat: find(&["lat", "latitude", "y"]),
        lon: find(&["lon", "lng", "long", "longitude", "x"]),
        error_m: find(&["error_m", "error", "radius_m", "major_m", "ce"]),
        error_km: find(&["error_km", "precision_km", "radius_km"]),
        minor_m: find(&["minor_m"]),
        azimuth_deg: find(&["azimuth_deg", "azimuth"]),
        act: find(&["act", "act_class", "class", "kind", "type"]),
        actor: find(&["actor", "who", "group"]),
        likelihood: find(&["likelihood", "actor_likelihood"]),
        told: find(&["told", "exclusion"]),
        ..Columns::default()
    };
    let (least, most) = (find(&["fatalities_least", "low"]), find(&["fatalities_most", "high"]));
    let harm = match (least, most, find(&["fatalities", "best", "dead"])) {
        (Some(least), Some(most), _) => vec![least, most],
        (_, _, Some(best)) => vec![best],
        _ => Vec::new(),
    };
    let known = columns.lat.is_some() && columns.lon.is_some();
    known.then(|| Mapping {
        source: "table".into(),
        columns,
        measures: if harm.is_empty() { Vec::new() } else { vec![(Measure::Fatalities, harm)] },
        seen_by: OWN.to_vec(),
        withdrawn: ["withdrawn", "retracted", "cancelled", "canceled", "deleted"].map(str::to_owned).to_vec(),
        ..Mapping::default()
    })
}
