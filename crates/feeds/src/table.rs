//! Rows with named cells to events: CSV, and the properties of GeoJSON.

use crate::item::{Item, Refused, Said};
use crate::mapping::{Codes, Mapping};
use crate::time::{ALWAYS, interval, long_day, text};
use notice::vocabulary::{Exclusion, Likelihood, Measure};
use notice::{Code8, Quantity};
use redline::LatLon;
use redline::event::{Ellipse, Event, Identity, Where, least_pct};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// Cells of a row by column.
pub trait Cells {
    /// The cell; `None` if there is no such column or it is empty.
    fn cell(&self, column: &str) -> Option<&str>;
}

/// A row read by a mapping. `place` is where a geometry says it was, if one does.
pub fn item(
    mapping: &Mapping,
    cells: &dyn Cells,
    bytes: &[u8],
    place: Option<Where>,
    line: u64,
    through: u64,
) -> Item {
    let mut fields = Map::new();
    let said = match event(mapping, cells, bytes, place, &mut fields) {
        Ok((event, false)) => Said::Event(Box::new(event)),
        Ok((event, true)) => Said::Withdrawn(Box::new(event)),
        Err(refused) => Said::Refused(refused),
    };
    Item { line, through, fields, said }
}

fn event(
    mapping: &Mapping,
    cells: &dyn Cells,
    bytes: &[u8],
    place: Option<Where>,
    fields: &mut Map<String, Value>,
) -> Result<(Event, bool), Refused> {
    let of = |column: &Option<String>| column.as_deref().and_then(|column| cells.cell(column));
    let columns = &mapping.columns;
    let id = of(&columns.id).map_or_else(|| hash(bytes), str::to_owned);
    fields.insert("id".into(), json!(id));
    if let Some(column) = columns.id.as_deref().filter(|column| *column != "id") {
        fields.insert(column.to_owned(), json!(id));
    }
    let withdrawn = of(&columns.status)
        .is_some_and(|word| mapping.withdrawn.iter().any(|known| word.eq_ignore_ascii_case(known)));
    let revision = match of(&columns.revision) {
        Some(text) => text.trim_end_matches(".0").parse().map_err(|_| Refused::new("revision", text))?,
        None => 0,
    };
    let when = times(mapping, cells)?;
    fields.insert("from".into(), json!(text(when.0)));
    fields.insert("until".into(), json!(text(when.1)));
    let spot = match place {
        Some(place) => Some(place),
        None => position(mapping, cells)?,
    };
    if let Some(spot) = &spot {
        let centre = spot.centre();
        fields.insert("lat".into(), json!(centre.lat));
        fields.insert("lon".into(), json!(centre.lon));
        match spot {
            Where::Near { assumed_m, .. } => {
                fields.insert("assumed_error_m".into(), json!(assumed_m));
            }
            spot => {
                fields.insert("error_m".into(), json!(spot.radius_m().round()));
            }
        }
    }
    let acts = mapping.acts_of(of(&columns.act).unwrap_or_default());
    let classes: Vec<&str> = acts.classes().iter().map(|act| act.word()).collect();
    fields
        .insert("acts".into(), if acts == redline::Acts::ANY { json!("NOT-KNOWN") } else { json!(classes) });
    let candidates = candidates(mapping, of(&columns.actor), of(&columns.likelihood))?;
    if let Some((Some(who), least)) = candidates.first() {
        fields.insert("actor".into(), json!(who.as_str()));
        fields.insert("actor_at_least_pct".into(), json!(least));
    }
    let event = Event {
        identity: Identity { source: mapping.source.clone(), id, revision },
        acts,
        when,
        spots: spot.into_iter().collect(),
        candidates,
        measured: measured(mapping, cells)?,
        seen_by: mapping.seen_by.clone(),
        told: told(mapping, of(&columns.told)),
    };
    Ok((event, withdrawn))
}

/// Earliest and latest, widened by the precision code and the clock's error; nothing said: always.
fn times(mapping: &Mapping, cells: &dyn Cells) -> Result<(i64, i64), Refused> {
    let of = |column: &Option<String>| column.as_deref().and_then(|column| cells.cell(column));
    let read = |text: &str| {
        let told = if mapping.codes == Codes::Acled {
            long_day(text).or_else(|| interval(text))
        } else {
            interval(text)
        };
        told.ok_or_else(|| Refused::new("time", text))
    };
    let Some(first) = of(&mapping.columns.time) else {
        return if mapping.columns.time.is_some() { Err(Refused::new("no-time", "")) } else { Ok(ALWAYS) };
    };
    let (mut from, mut until) = read(first)?;
    if let Some(last) = of(&mapping.columns.until) {
        until = read(last)?.1;
    }
    if from > until {
        return Err(Refused::new("time-reversed", first));
    }
    if mapping.codes == Codes::Acled {
        let days = match cells.cell("time_precision") {
            Some("2") => 7,
            Some("3") => 31,
            _ => 0,
        };
        (from, until) = (from - days * 86_400, until + days * 86_400);
    }
    Ok(((from - mapping.clock_error_s).max(ALWAYS.0), (until + mapping.clock_error_s).min(ALWAYS.1)))
}

/// A position that is on the globe, within the mapping's bounds, with its error.
fn position(mapping: &Mapping, cells: &dyn Cells) -> Result<Option<Where>, Refused> {
    let of = |column: &Option<String>| column.as_deref().and_then(|column| cells.cell(column));
    let columns = &mapping.columns;
    let (lat, lon) = match (of(&columns.lat), of(&columns.lon)) {
        (Some(lat), Some(lon)) => (degrees(lat)?, degrees(lon)?),
        (None, None) => return Ok(None),
        _ => return Err(Refused::new("position-incomplete", "")),
    };
    let centre = on_globe(mapping, lat, lon)?;
    let number = |column: &Option<String>, reason| match of(column) {
        Some(text) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
            _ => Err(Refused::new(reason, text)),
        },
        None => Ok(None),
    };
    let metres = number(&columns.error_m, "error")?;
    let metres = metres.or(number(&columns.error_km, "error")?.map(|km| km * 1000.0));
    let own = metres.map(|major_m| -> Result<Where, Refused> {
        let minor_m = number(&columns.minor_m, "error")?.unwrap_or(major_m).min(major_m);
        let azimuth_deg = number(&columns.azimuth_deg, "error")?.unwrap_or(0.0);
        Ok(Where::Ellipse { centre, error: Ellipse { major_m, minor_m, azimuth_deg } })
    });
    let spot = match own {
        Some(spot) => spot?,
        None => by_code(mapping, cells, centre),
    };
    Ok(Some(spot))
}

/// The error that a source's code stands for: within a radius that its makers state, or one that is only assumed.
fn by_code(mapping: &Mapping, cells: &dyn Cells, centre: LatLon) -> Where {
    let told = |km: f64| Where::Ellipse { centre, error: Ellipse::circle(km * 1000.0) };
    let assumed = |km: f64| Where::Near { centre, assumed_m: km * 1000.0 };
    let code = |column| cells.cell(column).map(|code| code.trim_end_matches(".0"));
    match mapping.codes {
        Codes::Ucdp => match code("where_prec") {
            Some("1") => told(1.0),
            Some("2") => told(25.0),
            Some("3") => assumed(50.0),
            Some("4") => assumed(200.0),
            Some("5") => assumed(500.0),
            _ => assumed(2_000.0),
        },
        Codes::Acled => match code("geo_precision") {
            Some("1") => told(1.0),
            Some("2") => told(25.0),
            _ => assumed(200.0),
        },
        Codes::Plain => match mapping.error_m {
            Some(metres) => told(metres / 1000.0),
            None => assumed(UNTOLD_KM),
        },
    }
}

fn degrees(text: &str) -> Result<f64, Refused> {
    let number: f64 = text.trim().parse().map_err(|_| Refused::new("position", text))?;
    if number.is_finite() { Ok(number) } else { Err(Refused::new("position", text)) }
}

/// A position on the globe and within the bounds, or why not.
pub fn on_globe(mapping: &Mapping, lat: f64, lon: f64) -> Result<LatLon, Refused> {
    let told = format!("{lat} {lon}");
    if !(lat.is_finite() && lon.is_finite()) || lat.abs() > 90.0 || lon.abs() > 180.0 {
        let swapped = lon.abs() <= 90.0 && lat.abs() <= 180.0 && lat.abs() > 90.0;
        let reason = if swapped { "axes-swapped" } else { "position-out-of-range" };
        return Err(Refused::new(reason, &told));
    }
    match mapping.bounds {
        Some(bounds) if !bounds.holds(lat, lon) => {
            let reason = if bounds.holds(lon, lat) { "axes-swapped" } else { "outside-bounds" };
            Err(Refused::new(reason, &told))
        }
        _ => Ok(LatLon { lat, lon }),
    }
}

fn candidates(
    mapping: &Mapping,
    actor: Option<&str>,
    likely: Option<&str>,
) -> Result<Vec<(Option<Code8>, u8)>, Refused> {
    let named = actor.unwrap_or_default();
    let found = mapping.actor_of(named).or_else(|| {
        let code = Code8::parse(named.trim()).ok()?;
        (mapping.codes == Codes::Plain).then(|| (code, least_pct(Likelihood::AlmostCertain)))
    });
    let Some((code, least)) = found else { return Ok(vec![(None, 100)]) };
    let least = match likely {
        None => least,
        Some(text) => {
            match (Likelihood::parse(text.trim()), text.trim().trim_end_matches('%').trim().parse::<f64>()) {
                (Some(term), _) => least_pct(term),
                (None, Ok(pct)) if (0.0..=100.0).contains(&pct) => pct as u8,
                _ => return Err(Refused::new("likelihood", text)),
            }
        }
    };
    Ok(vec![(Some(code), least)])
}

fn measured(mapping: &Mapping, cells: &dyn Cells) -> Result<Vec<(Measure, Quantity, Quantity)>, Refused> {
    let mut all = Vec::new();
    for (measure, columns) in &mapping.measures {
        let told: Vec<&str> = columns.iter().filter_map(|column| cells.cell(column)).collect();
        let (Some(least), Some(most)) = (told.first(), told.last()) else { continue };
        let read = |text: &str| {
            let plain = text.trim().trim_end_matches(".0");
            Quantity::parse(plain).ok_or_else(|| Refused::new("measure", text))
        };
        let (least, most) = (read(least)?, read(most)?);
        if least.unit() != most.unit() {
            return Err(Refused::new("measure", told.first().unwrap_or(&"")));
        }
        let ordered = least.in_base_nano() <= most.in_base_nano();
        let (least, most) = if ordered { (least, most) } else { (most, least) };
        all.push((*measure, least, most));
    }
    Ok(all)
}

fn told(mapping: &Mapping, cell: Option<&str>) -> Vec<Exclusion> {
    let words = cell.into_iter().flat_map(|cell| cell.split([';', ',', '|'])).map(str::trim);
    let known =
        |word: &str| mapping.told.get(&word.to_lowercase()).copied().or_else(|| Exclusion::parse(word));
    words.filter_map(known).collect()
}

/// The id of what has none: its bytes.
pub fn hash(bytes: &[u8]) -> String {
    hex::encode(&Sha256::digest(bytes)[..12])
}

/// Radius that is assumed where nobody tells one, km; it never makes a verdict sure.
const UNTOLD_KM: f64 = 25.0;
