//! A list of protected sites from a table (CSV) or GeoJSON points: one A6 ADD a row, each looked over on its own and
//! beside the others (notices.md, A6; R17).
//!
//! Columns, or properties of a feature: `site`, `kind`, `lat`, `lon` (a feature's point stands for both), `error_m`,
//! `mgrs` (may be empty), `operator`, `contact`, `verified_by`, `verified_on`, `reconfirm` ("30 d"), `recognisable` and
//! `open_to` (words apart by blanks), `intermediary` (yes or no). I1 a row that is refused makes no draft and leaves the
//! others as they are. I2 nothing is put right: what looks wrong is refused with its reason.

use crate::check::Finding;
use crate::envelope::Envelope;
use crate::error::NoticeError;
use crate::notice::Draft;
use crate::place::{ErrorEllipse, Place, PlacePart, Point, Shape};
use crate::site_lint::{Around, look};
use crate::site_row::{SiteRow, decimals, degrees, finding};
use crate::station::Code8;
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::{NoticeType, Recognisable, SiteKind, SiteVerb, VerifiedBy};
use refusal::facts;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What became of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteList {
    /// Drafts of the rows that passed, by row.
    pub drafts: Vec<(usize, Draft)>,
    /// Rows that did not, each with every reason.
    pub refused: Vec<(usize, Vec<Finding>)>,
    /// Looks that could not be taken, by name: `sea-land` without a coast, `stale` without a time.
    pub unchecked: Vec<&'static str>,
}

/// Reads a list and looks it over.
///
/// # Errors
/// [`NoticeError`] for a text that is neither, or lacks a column; a row that cannot be read is refused by itself.
pub fn site_list(text: &str, envelope: &Envelope, around: &Around<'_>) -> Result<SiteList, NoticeError> {
    let cells = if text.trim_start().starts_with('{') { of_geojson(text)? } else { of_csv(text)? };
    let mut rows: Vec<SiteRow> = Vec::new();
    let mut list = SiteList { unchecked: around.unchecked(), ..SiteList::default() };
    for (place, cells) in cells.iter().enumerate() {
        match row(place + 1, cells) {
            Ok(row) => rows.push(row),
            Err(column) => {
                let found: String = cells.get(column).map_or("", String::as_str).chars().take(80).collect();
                let facts = facts! { para: "A", row: place + 1, column: column, found: found };
                list.refused.push((place + 1, vec![finding("N-LIST-01", facts)]));
            }
        }
    }
    for row in &rows {
        let found = look(row, &rows, around);
        if found.is_empty() {
            list.drafts.push((row.row, draft(row, envelope)));
        } else {
            list.refused.push((row.row, found));
        }
    }
    list.refused.sort_by_key(|(row, _)| *row);
    Ok(list)
}

type Cells = BTreeMap<String, String>;

fn of_csv(text: &str) -> Result<Vec<Cells>, NoticeError> {
    let not_csv = |error: csv::Error| NoticeError::NotCsv { why: error.to_string() };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().map_err(not_csv)?.iter().map(str::to_owned).collect();
    if COLUMNS.iter().any(|column| !header.iter().any(|has| has == column)) {
        return Err(NoticeError::UnknownColumns { found: header });
    }
    let row =
        |record: csv::StringRecord| header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| record.map(row).map_err(not_csv)).collect()
}

fn of_geojson(text: &str) -> Result<Vec<Cells>, NoticeError> {
    let not = |why: &str| NoticeError::NotCsv { why: why.to_owned() };
    let json: Json = serde_json::from_str(text).map_err(|why| not(&why.to_string()))?;
    let features = json.get("features").and_then(Json::as_array).ok_or_else(|| not("features"))?;
    let plain = |value: &Json| match value {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
        Json::Bool(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        other => other.to_string(),
    };
    let mut rows = Vec::new();
    for feature in features {
        let properties = feature.get("properties").and_then(Json::as_object);
        let mut cells: Cells =
            properties.into_iter().flatten().map(|(name, value)| (name.clone(), plain(value))).collect();
        let at = feature.get("geometry").and_then(|it| it.get("coordinates"));
        for (name, place) in [("lon", 0), ("lat", 1)] {
            if let Some(number) = at.and_then(|at| at.get(place)) {
                cells.insert(name.to_owned(), number.to_string());
            }
        }
        cells.insert(FROM_JSON.to_owned(), String::new());
        rows.push(cells);
    }
    Ok(rows)
}

/// Reads a row; gives the column that cannot be read.
fn row(place: usize, cells: &Cells) -> Result<SiteRow, &'static str> {
    let cell = |column: &'static str| cells.get(column).map(|cell| cell.trim()).unwrap_or_default();
    let needed = |column: &'static str| Some(cell(column)).filter(|cell| !cell.is_empty()).ok_or(column);
    let code = |column: &'static str| Code8::parse(needed(column)?).map_err(|_| column);
    let kind = SiteKind::parse(needed("kind")?).ok_or("kind")?;
    if matches!(kind, SiteKind::Convoy | SiteKind::Evacuation | SiteKind::Vessel) {
        // A move has a route and a window: it is drafted by itself.
        return Err("kind");
    }
    let (lat, lon) = (needed("lat")?, needed("lon")?);
    let (lat_e7, lon_e7) = (degrees(lat).ok_or("lat")?, degrees(lon).ok_or("lon")?);
    // Axes that are swapped may lie outside the globe: read them the other way round, the look says so.
    let at = Point::from_e7(lat_e7, lon_e7).or_else(|| Point::from_e7(lon_e7, lat_e7)).ok_or("lat")?;
    let swapped_outside = Point::from_e7(lat_e7, lon_e7).is_none();
    let words = |column: &'static str| -> Vec<String> {
        cell(column).split([' ', ';']).filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let recognisable: Option<Vec<Value>> =
        words("recognisable").iter().map(|w| Some(Value::Word(Recognisable::parse(w)?.word()))).collect();
    let recognisable = recognisable.filter(|all| !all.is_empty()).ok_or("recognisable")?;
    let open_to: Result<Vec<Value>, _> =
        words("open_to").iter().map(|word| Code8::parse(word).map(Value::Code)).collect();
    let open_to = open_to.ok().filter(|all| !all.is_empty()).ok_or("open_to")?;
    let seen = Instant::parse(needed("verified_on")?).ok_or("verified_on")?;
    let by = VerifiedBy::parse(needed("verified_by")?).ok_or("verified_by")?;
    let reconfirm = Span::parse(needed("reconfirm")?).ok_or("reconfirm")?;
    let operator = Fields::new()
        .with("operator", Value::Code(code("operator")?))
        .with("contact", Value::Code(code("contact")?));
    let seen_by = Fields::new().with("by", Value::Word(by.word())).with("on", Value::Instant(seen));
    let intermediary = match cell("intermediary").to_ascii_lowercase().as_str() {
        "yes" | "true" => true,
        "no" | "false" | "" => false,
        _ => return Err("intermediary"),
    };
    let rest = Fields::new()
        .with("F", Value::List(recognisable))
        .with("G", Value::Record(operator))
        .with("H", Value::Record(seen_by))
        .with("I", Value::Span(reconfirm))
        .with("J", Value::List(open_to))
        .with("K", Value::Flag(intermediary));
    Ok(SiteRow {
        row: place,
        site: code("site")?,
        kind,
        at,
        decimals: match (swapped_outside, cells.contains_key(FROM_JSON)) {
            (true, _) => usize::MAX,
            (false, false) => decimals(lat).min(decimals(lon)),
            // JSON drops zeros at the end: one axis with enough decimals shows that the other had them.
            (false, true) => decimals(lat).max(decimals(lon)),
        },
        error_m: needed("error_m")?.parse().map_err(|_| "error_m")?,
        mgrs: cell("mgrs").replace(' ', ""),
        seen,
        reconfirm,
        rest,
    })
}

fn draft(row: &SiteRow, envelope: &Envelope) -> Draft {
    let error = ErrorEllipse { major_m: row.error_m, minor_m: row.error_m, azimuth_deg: 0, contour_pct: 90 };
    let part =
        PlacePart { shape: Shape::Point(row.at), error: Some(error), precision: None, gazetteer: None };
    let place = Place { parts: vec![part], stand_off_m: None };
    let mgrs = row.at.mgrs().unwrap_or_default();
    let act = Fields::new()
        .with("verb", Value::Word(SiteVerb::Add.word()))
        .with("site", Value::Code(row.site.clone()));
    let position = Fields::new().with("at", Value::Place(place)).with("mgrs", Value::Text(mgrs));
    let content = Fields::new()
        .with("A", Value::Record(act))
        .with("B", Value::Word(row.kind.word()))
        .with("C", Value::Record(position));
    let content = row.rest.iter().fold(content, |content, (name, value)| content.with(name, value.clone()));
    Draft { kind: NoticeType::A6, envelope: envelope.clone(), content }
}

/// A filled list that is valid: what `demarche template sites` prints.
pub fn template() -> &'static str {
    include_str!("../templates/sites.csv")
}

/// JSON Schema of one row as a document.
pub fn schema() -> Json {
    let words = |all: &[&str]| serde_json::json!({ "enum": all });
    let text = |pattern: &str| serde_json::json!({ "type": "string", "pattern": pattern });
    let kinds: Vec<&str> = SiteKind::ALL.iter().map(|kind| kind.word()).collect();
    let seen: Vec<&str> = VerifiedBy::ALL.iter().map(|by| by.word()).collect();
    serde_json::json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "row of a list of protected sites",
        "type": "object",
        "required": COLUMNS,
        "properties": {
            "site": text("^[A-Z][A-Z0-9]{1,7}$"),
            "kind": words(&kinds),
            "lat": text("^-?[0-9]{1,2}\\.[0-9]{5,}$"),
            "lon": text("^-?[0-9]{1,3}\\.[0-9]{5,}$"),
            "error_m": text("^[0-9]+$"),
            "mgrs": text("^([0-9]{1,2}[A-Z]{3}[0-9]{4,10})?$"),
            "operator": text("^[A-Z][A-Z0-9]{1,7}$"),
            "contact": text("^[A-Z][A-Z0-9]{1,7}$"),
            "verified_by": words(&seen),
            "verified_on": text("Z$"),
            "reconfirm": text("^[0-9]+ (d|h)$"),
            "recognisable": text("^[A-Z ;]+$"),
            "open_to": text("^[A-Z0-9 ;]+$"),
            "intermediary": words(&["yes", "no", ""]),
        },
    })
}

/// Marks a row that came from GeoJSON; no column of a table may be named so.
const FROM_JSON: &str = "\u{0}";

/// Columns that a table must have; `mgrs` and `intermediary` may be left out.
pub const COLUMNS: [&str; 12] = [
    "site",
    "kind",
    "lat",
    "lon",
    "error_m",
    "operator",
    "contact",
    "verified_by",
    "verified_on",
    "reconfirm",
    "recognisable",
    "open_to",
];
