//! An E1 drafted from one record of a table of incidents, its text handed in (R20, real input).
//!
//! Knows two sets of columns: `incidents.csv` of this project and the UCDP subset. Place and date precision are
//! carried over; headlines and free text are left out; an allegation never becomes an assessment: E says UNKNOWN
//! until an officer writes otherwise. I1 nothing is guessed that the record does not hold: it is left open.

use crate::check::Para;
use crate::envelope::Envelope;
use crate::error::NoticeError;
use crate::notice::Draft;
use crate::place::{ErrorEllipse, Place, PlacePart, Point, Shape};
use crate::value::{Fields, Instant, Value};
use crate::vocabulary::{
    ActClass, Credibility, Custody, EffectOn, EvidenceKind, Likelihood, NoticeType, PlacePrecision,
    ReleaseLevel, Reliability, TimePrecision, UnknownWord, WithheldReason,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A draft and the paragraphs an officer must look at before it is released.
#[derive(Debug, Clone)]
pub struct DraftedIncident {
    /// The draft.
    pub draft: Draft,
    /// Paragraphs left open or filled with a neutral default.
    pub look_at: Vec<Para>,
}

/// Drafts an E1 from row `row` (from 1, the header not counted) of a table.
///
/// `act` is the officer's word for the class of the event; without it, the class is read from the short
/// description of `incidents.csv` where one word says it, and left open otherwise.
///
/// # Errors
/// [`NoticeError`] for a table that is not CSV, of other columns, without that row, or with a cell that cannot be
/// read.
pub fn draft_e1(
    table: &str,
    row: usize,
    envelope: Envelope,
    act: Option<ActClass>,
) -> Result<DraftedIncident, NoticeError> {
    let record = Row::read(table, row)?;
    let mut look_at = vec![Para::new("D"), Para::new("E"), Para::new("G")];
    let mut content = Fields::new()
        .with("B", Value::Record(record.when()?))
        .with("C", Value::Place(record.place()?))
        .with("D", Value::List(vec![Value::Record(record.harm()?)]))
        .with("E", Value::List(vec![Value::Record(unknown_actor())]))
        .with("G", Value::List(vec![Value::Record(record.evidence())]))
        .with("H", Value::Record(Fields::new().with("reason", Value::Word(WithheldReason::Nothing.word()))));
    match act.or_else(|| record.cells.get("what").and_then(|what| act_of(what))) {
        Some(act) => content.set("A", Value::Word(act.word())),
        None => look_at.insert(0, Para::new("A")),
    }
    Ok(DraftedIncident { draft: Draft { kind: NoticeType::E1, envelope, content }, look_at })
}

/// One record by column.
struct Row {
    columns: Columns,
    cells: BTreeMap<String, String>,
}

/// The sets of columns that are known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Columns {
    Incidents,
    Ucdp,
}

impl Row {
    fn read(table: &str, row: usize) -> Result<Self, NoticeError> {
        let not_csv = |error: csv::Error| NoticeError::NotCsv { why: error.to_string() };
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let header: Vec<String> = reader.headers().map_err(not_csv)?.iter().map(str::to_owned).collect();
        let has = |names: &[&str]| names.iter().all(|name| header.iter().any(|column| column == name));
        let columns = match () {
            () if has(&["id", "date", "lat", "lon", "precision_km", "what"]) => Columns::Incidents,
            () if has(&[
                "date_start",
                "date_end",
                "date_prec",
                "latitude",
                "longitude",
                "where_prec",
                "best",
            ]) =>
            {
                Columns::Ucdp
            }
            () => return Err(NoticeError::UnknownColumns { found: header }),
        };
        let records = reader.records().collect::<Result<Vec<_>, _>>().map_err(not_csv)?;
        let found = row.checked_sub(1).and_then(|place| records.get(place));
        let record = found.ok_or(NoticeError::NoSuchRow { row, rows: records.len() })?;
        let cells = header.into_iter().zip(record.iter().map(str::to_owned)).collect();
        Ok(Row { columns, cells })
    }

    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn wrong(&self, column: &str) -> NoticeError {
        NoticeError::WrongCell {
            column: column.to_owned(),
            found: self.cell(column).chars().take(80).collect(),
        }
    }

    /// B: the whole days the record names, with its precision.
    fn when(&self) -> Result<Fields, NoticeError> {
        let (first, last) = match self.columns {
            Columns::Incidents => ("date", "date"),
            Columns::Ucdp => ("date_start", "date_end"),
        };
        let precision = match (self.columns, self.cell("date_prec").trim_end_matches(".0")) {
            (Columns::Incidents, _) | (Columns::Ucdp, "1") => TimePrecision::Day,
            (Columns::Ucdp, "2" | "3") => TimePrecision::Week,
            (Columns::Ucdp, "4" | "5") => TimePrecision::Month,
            _ => return Err(self.wrong("date_prec")),
        };
        Ok(Fields::new()
            .with("earliest", Value::Instant(self.day(first, 0)?))
            .with("latest", Value::Instant(self.day(last, 86_399)?))
            .with("precision", Value::Word(precision.word())))
    }

    fn day(&self, column: &str, second: i64) -> Result<Instant, NoticeError> {
        let date: jiff::civil::Date = self.cell(column).parse().map_err(|_| self.wrong(column))?;
        let start = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| self.wrong(column))?.timestamp();
        Instant::from_seconds(start.as_second() + second).ok_or_else(|| self.wrong(column))
    }

    /// C: the point with the record's radius or precision code.
    fn place(&self) -> Result<Place, NoticeError> {
        let (lat, lon) = match self.columns {
            Columns::Incidents => ("lat", "lon"),
            Columns::Ucdp => ("latitude", "longitude"),
        };
        let point = Point::from_e7(self.degrees(lat)?, self.degrees(lon)?).ok_or_else(|| self.wrong(lat))?;
        let (error, precision) = match self.columns {
            Columns::Incidents => {
                let metres = self.radius_m()?;
                let error =
                    ErrorEllipse { major_m: metres, minor_m: metres, azimuth_deg: 0, contour_pct: 90 };
                (Some(error), precision_of_radius(metres))
            }
            Columns::Ucdp => (None, self.precision_of_code()?),
        };
        let part =
            PlacePart { shape: Shape::Point(point), error, precision: Some(precision), gazetteer: None };
        Ok(Place { parts: vec![part], stand_off_m: None })
    }

    /// Degrees to 1e-7, further decimals cut.
    fn degrees(&self, column: &str) -> Result<i64, NoticeError> {
        let text = self.cell(column);
        let end = text.find('.').map_or(text.len(), |dot| text.len().min(dot + 8));
        let cut = text.get(..end).ok_or_else(|| self.wrong(column))?;
        let read = crate::quantity::parse_decimal(cut);
        let (mantissa, exponent) = read.ok_or_else(|| self.wrong(column))?;
        let scale = 10i64.pow(7 - u32::from(exponent.unsigned_abs().min(7)));
        mantissa.checked_mul(scale).ok_or_else(|| self.wrong(column))
    }

    fn radius_m(&self) -> Result<u32, NoticeError> {
        let km: u32 = self.cell("precision_km").parse().map_err(|_| self.wrong("precision_km"))?;
        km.checked_mul(1000).filter(|metres| *metres > 0).ok_or_else(|| self.wrong("precision_km"))
    }

    fn precision_of_code(&self) -> Result<PlacePrecision, NoticeError> {
        let code: u8 =
            self.cell("where_prec").trim_end_matches(".0").parse().map_err(|_| self.wrong("where_prec"))?;
        let known = PlacePrecision::ALL.iter().copied().find(|precision| precision.number() == code);
        known.ok_or_else(|| self.wrong("where_prec"))
    }

    /// D: deaths where the record counts them; a bound that contradicts the record's own best figure is left out
    /// (8 of the 507 UCDP rows have one).
    fn harm(&self) -> Result<Fields, NoticeError> {
        let mut harm = Fields::new().with("on", Value::Word(EffectOn::Unknown.word()));
        if self.columns == Columns::Ucdp {
            let (low, best, high) = (self.deaths("low")?, self.deaths("best")?, self.deaths("high")?);
            harm.set("fatalities", Value::Count(best));
            if low <= best {
                harm.set("fatalities-least", Value::Count(low));
            }
            if best <= high {
                harm.set("fatalities-most", Value::Count(high));
            }
        }
        Ok(harm)
    }

    fn deaths(&self, column: &str) -> Result<u32, NoticeError> {
        self.cell(column).trim_end_matches(".0").parse().map_err(|_| self.wrong(column))
    }

    /// G: the record itself, committed by the hash of its cells, its grade left to the officer (F6).
    fn evidence(&self) -> Fields {
        let mut hash = Sha256::new().chain_update(b"demarche/record-row/1");
        for (column, cell) in &self.cells {
            hash.update(format!("{column}={cell}\n"));
        }
        Fields::new()
            .with("kind", Value::Word(EvidenceKind::Record.word()))
            .with("hash", Value::Hash(hash.finalize().into()))
            .with("reliability", Value::Word(Reliability::F.word()))
            .with("credibility", Value::Word(Credibility::Six.word()))
            .with("custody", Value::Word(Custody::Public.word()))
            .with("release", Value::Word(ReleaseLevel::Released.word()))
    }
}

/// Nobody is named before an officer names him.
pub(crate) fn unknown_actor() -> Fields {
    Fields::new()
        .with("who", Value::Word(UnknownWord::Unknown.word()))
        .with("likelihood", Value::Word(Likelihood::AlmostCertain.word()))
}

fn precision_of_radius(metres: u32) -> PlacePrecision {
    match metres {
        0..=1_000 => PlacePrecision::Exact,
        1_001..=25_000 => PlacePrecision::Near,
        25_001..=60_000 => PlacePrecision::District,
        60_001..=150_000 => PlacePrecision::Province,
        _ => PlacePrecision::Region,
    }
}

/// The class that one word of a description says; two different classes say none.
fn act_of(what: &str) -> Option<ActClass> {
    let what = what.to_lowercase();
    let mut said: Vec<ActClass> =
        WORDS.iter().filter(|(word, _)| what.contains(word)).map(|(_, act)| *act).collect();
    said.dedup();
    if let [act] = said.as_slice() { Some(*act) } else { None }
}

const WORDS: &[(&str, ActClass)] = &[
    ("ballistic", ActClass::MissileBallistic),
    ("cruise", ActClass::MissileCruise),
    ("drone", ActClass::OneWayDrone),
    ("rocket", ActClass::RocketMortar),
    ("mine", ActClass::MineIed),
    ("bomb", ActClass::MineIed),
    ("seized", ActClass::BoardingSeizure),
];
