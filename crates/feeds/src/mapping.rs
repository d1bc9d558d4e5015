//! What the columns and words of a feed mean, as its reader writes it down (`demarche template feed-map`).

use crate::error::FeedError;
use notice::Code8;
use notice::vocabulary::{ActClass, DetectorKind, Exclusion, Likelihood, Measure};
use redline::event::{Acts, least_pct};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A mapping file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct MappingFile {
    /// Name of the source; half of the identity of its events.
    pub source: Option<String>,
    /// Which column (of a table) or property (of GeoJSON) says what.
    pub columns: Columns,
    /// Words of the act column to act classes; a word may end in `*`, and `*` alone is for all others.
    pub acts: BTreeMap<String, Vec<String>>,
    /// Words of the actor column (AIS: the MMSI; Cursor on Target: the uid) to a group and how likely it is.
    pub actors: BTreeMap<String, ActorWord>,
    /// Detectors by which the feed's events count as seen; the watcher's own sensors and reports if none is said.
    pub seen_by: Vec<String>,
    /// Error of a position that has none of its own, metres, taken as a hard bound; without it such an error is unknown.
    pub error_m: Option<f64>,
    /// Error of its clock, seconds, by which every time is widened.
    pub clock_error_s: i64,
    /// Words of the status column by which a row is taken back.
    pub withdrawn: Vec<String>,
    /// Words of the told column to exclusions.
    pub told: BTreeMap<String, String>,
    /// Where its positions lie; one outside is refused, with a word of its own if its axes are swapped.
    pub bounds: Option<Bounds>,
}

/// Names of columns.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Columns {
    /// Id of the event; without it the row's bytes are its id.
    pub id: Option<String>,
    /// Revision, a whole number; a later one takes the place of an earlier.
    pub revision: Option<String>,
    /// Status, for rows that are taken back.
    pub status: Option<String>,
    /// Time: an instant, or a day that is whole.
    pub time: Option<String>,
    /// Latest time, if `time` is the earliest.
    pub until: Option<String>,
    /// Latitude, degrees.
    pub lat: Option<String>,
    /// Longitude, degrees.
    pub lon: Option<String>,
    /// Radius of the error, metres.
    pub error_m: Option<String>,
    /// Radius of the error, kilometres.
    pub error_km: Option<String>,
    /// Smaller half axis of the error, metres; the radius is then the larger.
    pub minor_m: Option<String>,
    /// Direction of the larger half axis, degrees from north.
    pub azimuth_deg: Option<String>,
    /// What was done.
    pub act: Option<String>,
    /// Who did it.
    pub actor: Option<String>,
    /// How likely that actor is: a term, or per cent.
    pub likelihood: Option<String>,
    /// Exclusions that are told.
    pub told: Option<String>,
    /// What was measured, by measure: one column, or the least and the most.
    pub measures: BTreeMap<String, Vec<String>>,
}

/// A group, and how likely it is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ActorWord {
    /// Code of the group or party.
    pub code: String,
    /// A likelihood term; ALMOST-CERTAIN if none is said.
    pub likelihood: Option<String>,
}

/// A box, degrees; it may lie across 180.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Bounds {
    /// Southern latitude.
    pub south: f64,
    /// Western longitude.
    pub west: f64,
    /// Northern latitude.
    pub north: f64,
    /// Eastern longitude.
    pub east: f64,
}

/// A mapping, its words understood.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// Name of the source.
    pub source: String,
    /// Columns.
    pub columns: Columns,
    /// Measures with their columns.
    pub measures: Vec<(Measure, Vec<String>)>,
    /// Act words.
    pub acts: BTreeMap<String, Acts>,
    /// Actor words.
    pub actors: BTreeMap<String, (Code8, u8)>,
    /// Detectors.
    pub seen_by: Vec<DetectorKind>,
    /// Error of positions without one, metres.
    pub error_m: Option<f64>,
    /// Error of the clock, seconds.
    pub clock_error_s: i64,
    /// Words that take a row back.
    pub withdrawn: Vec<String>,
    /// Words of exclusions.
    pub told: BTreeMap<String, Exclusion>,
    /// Where positions lie.
    pub bounds: Option<Bounds>,
    /// How the source writes precision in codes of its own.
    pub codes: Codes,
}

/// Precision codes that a source has of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Codes {
    /// None.
    #[default]
    Plain,
    /// UCDP: `where_prec` and `date_prec`.
    Ucdp,
    /// ACLED: `geo_precision` and `time_precision`.
    Acled,
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// [`FeedError`] for a file that is no mapping or a word that no list has.
    pub fn parse(text: &str) -> Result<Self, FeedError> {
        let file: MappingFile =
            toml::from_str(text).map_err(|e| FeedError::BadMapping { why: e.to_string() })?;
        let unknown =
            |at: &str, word: &str| FeedError::UnknownWord { at: at.to_owned(), word: word.to_owned() };
        let mut mapping = Mapping {
            source: file.source.clone().unwrap_or_else(|| "feed".to_owned()),
            columns: file.columns.clone(),
            error_m: file.error_m.filter(|metres| metres.is_finite() && *metres >= 0.0),
            clock_error_s: file.clock_error_s.clamp(0, 366 * 86_400),
            withdrawn: file.withdrawn.iter().map(|word| word.to_lowercase()).collect(),
            bounds: file.bounds,
            ..Mapping::default()
        };
        for (word, classes) in &file.acts {
            let read = |class: &String| ActClass::parse(class).ok_or_else(|| unknown("acts", class));
            let classes = classes.iter().map(read).collect::<Result<Vec<_>, _>>()?;
            mapping.acts.insert(word.to_lowercase(), Acts::of(&classes));
        }
        for (word, actor) in &file.actors {
            let code = Code8::parse(&actor.code).map_err(|_| unknown("actors", &actor.code))?;
            let term = actor.likelihood.as_deref().unwrap_or("ALMOST-CERTAIN");
            let term = Likelihood::parse(term).ok_or_else(|| unknown("actors", term))?;
            mapping.actors.insert(word.to_lowercase(), (code, least_pct(term)));
        }
        for word in &file.seen_by {
            mapping.seen_by.push(DetectorKind::parse(word).ok_or_else(|| unknown("seen-by", word))?);
        }
        if mapping.seen_by.is_empty() {
            mapping.seen_by = OWN.to_vec();
        }
        for (word, exclusion) in &file.told {
            let exclusion = Exclusion::parse(exclusion).ok_or_else(|| unknown("told", exclusion))?;
            mapping.told.insert(word.to_lowercase(), exclusion);
        }
        for (measure, columns) in &file.columns.measures {
            let known = Measure::parse(measure).ok_or_else(|| unknown("measures", measure))?;
            mapping.measures.push((known, columns.clone()));
        }
        Ok(mapping)
    }

    /// A filled, commented, valid file.
    pub fn template() -> &'static str {
        include_str!("../templates/feed-map.toml")
    }

    /// What an act word may mean: its classes, else any class.
    pub fn acts_of(&self, word: &str) -> Acts {
        if let Some(acts) = looked_up(&self.acts, word) {
            return *acts;
        }
        let classes: Vec<ActClass> =
            word.split([';', ',', '|']).filter_map(|part| ActClass::parse(part.trim())).collect();
        if classes.is_empty() { Acts::ANY } else { Acts::of(&classes) }
    }

    /// Who an actor word means.
    pub fn actor_of(&self, word: &str) -> Option<(Code8, u8)> {
        looked_up(&self.actors, word).cloned()
    }
}

/// What a feed counts as whose mapping does not say: the watcher's own sensors and reports.
pub const OWN: [DetectorKind; 2] = [DetectorKind::OwnSensors, DetectorKind::OwnReports];

impl Bounds {
    /// Whether a position lies within.
    pub fn holds(&self, lat: f64, lon: f64) -> bool {
        let width = (self.east - self.west).rem_euclid(360.0);
        (self.south..=self.north).contains(&lat) && (lon - self.west).rem_euclid(360.0) <= width
    }
}

/// The entry of a word: itself, the longest beginning with `*` behind it, or `*`.
fn looked_up<'a, T>(words: &'a BTreeMap<String, T>, word: &str) -> Option<&'a T> {
    let word = word.trim().to_lowercase();
    if let Some(found) = words.get(&word) {
        return Some(found);
    }
    let begins = words
        .iter()
        .filter(|(known, _)| known.strip_suffix('*').is_some_and(|beginning| word.starts_with(beginning)));
    begins.max_by_key(|(known, _)| known.len()).map(|(_, found)| found)
}
