//! What a paragraph holds: one value of the kind its spec declares.
//!
//! I1 values are canonical when built: no floats, seconds UTC, 1e-7 degrees, words of closed lists.

use crate::number::Number;
use crate::place::Place;
use crate::quantity::Quantity;
use crate::station::{Code8, LineVersion, Station};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

/// A UTC instant, whole seconds since 1970 (notices.md 4.3); 0 to the end of 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// From seconds since 1970 UTC; `None` before 1970 or after 2199.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        (0..MAX_SECONDS).contains(&seconds).then_some(Instant(seconds))
    }

    /// From milliseconds since 1970 UTC, the fraction of a second dropped; `None` out of range.
    pub fn from_ms(ms: i64) -> Option<Self> {
        Instant::from_seconds(ms.div_euclid(1000))
    }

    /// Seconds since 1970 UTC.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// Milliseconds since 1970 UTC.
    pub fn ms(self) -> i64 {
        self.0 * 1000
    }

    /// Reads RFC 3339 in UTC, whole seconds: `2027-08-09T03:00:00Z`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let stamp: jiff::Timestamp = text.parse().ok().filter(|_| text.ends_with('Z'))?;
        let at = Instant::from_seconds(stamp.as_second())?;
        (stamp.subsec_nanosecond() == 0).then_some(at)
    }

    /// A later instant; `None` past the end of the range.
    pub fn plus(self, span: Span) -> Option<Self> {
        Instant::from_seconds(self.0.checked_add(i64::try_from(span.0).ok()?)?)
    }

    /// Whether it stands at 00:00:00 UTC, which no operative time may.
    pub fn is_midnight(self) -> bool {
        self.0 % 86_400 == 0
    }
}

impl fmt::Display for Instant {
    /// RFC 3339 UTC: `2027-08-09T03:00:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = jiff::Timestamp::from_second(self.0).map(|t| t.to_string()).unwrap_or_default();
        f.write_str(&text)
    }
}

/// A duration in whole seconds, at most 100 years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u64);

impl Span {
    /// From seconds; `None` above 100 years.
    pub fn from_seconds(seconds: u64) -> Option<Self> {
        (seconds <= MAX_SPAN_SECONDS).then_some(Span(seconds))
    }

    /// From hours; panics in the compiler only: for constants below 100 years.
    pub const fn hours(hours: u32) -> Self {
        assert!(hours < 876_000, "below 100 years");
        Span(hours as u64 * 3600)
    }

    /// From minutes.
    pub const fn minutes(minutes: u32) -> Self {
        assert!(minutes < 52_000_000, "below 100 years");
        Span(minutes as u64 * 60)
    }

    /// Seconds.
    pub fn seconds(self) -> u64 {
        self.0
    }

    /// Milliseconds.
    pub fn ms(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX / 1000) * 1000
    }

    /// Reads `90 d`, `72 h`, `15 min`, `30 s`; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.split_once(' ')?;
        let factor = UNITS.iter().find(|(name, _)| *name == unit)?.1;
        let digits = !number.is_empty() && number.len() <= 10 && number.bytes().all(|b| b.is_ascii_digit());
        if !digits {
            return None;
        }
        Span::from_seconds(number.parse::<u64>().ok()?.checked_mul(factor)?)
    }
}

impl fmt::Display for Span {
    /// In the largest unit that leaves a whole number, but 72 h rather than 3 d.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.0 / 86_400;
        let whole = |factor: u64| self.0 != 0 && self.0.is_multiple_of(factor);
        let (unit, factor) = UNITS
            .iter()
            .find(|(name, factor)| whole(*factor) && (*name != "d" || days > 4))
            .unwrap_or(&UNITS[3]);
        write!(f, "{} {unit}", self.0 / factor)
    }
}

/// A set of named values: the content of a notice (names are paragraph letters) or a record inside it.
///
/// Names come from the spec, so they are static; the order of the canonical form is that of the spec's keys.
/// Sorted by name; sets are small, and a notice has a dozen of them, so they are kept tight.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(&'static str, Value)>);

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Fields {
    /// No field.
    pub fn new() -> Self {
        Fields::default()
    }

    /// No field, and room for so many.
    pub(crate) fn with_room(fields: usize) -> Self {
        Fields(Vec::with_capacity(fields))
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let at = self.place(name).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Where a field stands, or where it would stand.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| by_name(other, name))
    }

    /// The value at a path of names: `D.status`.
    pub fn at(&self, path: &str) -> Option<&Value> {
        match path.split_once('.') {
            None => self.get(path),
            Some((first, rest)) => self.get(first)?.fields()?.at(rest),
        }
    }

    /// The items of the list at a path; none if there is no list.
    pub fn items_at(&self, path: &str) -> &[Value] {
        self.at(path).map_or(&[], Value::items)
    }

    /// Words of the list at a path.
    pub fn words_at(&self, path: &str) -> Vec<&'static str> {
        self.items_at(path).iter().filter_map(Value::word).collect()
    }

    /// Numbers of the list at a path.
    pub fn numbers_at(&self, path: &str) -> Vec<&Number> {
        self.items_at(path).iter().filter_map(Value::number).collect()
    }

    /// Sets a field; a later value replaces an earlier.
    pub fn set(&mut self, name: &'static str, value: Value) {
        // Paragraphs come in the order of their letters.
        if self.0.last().is_none_or(|(last, _)| by_name(last, name).is_lt()) {
            return self.0.push((name, value));
        }
        match self.place(name) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Sets a field and hands the set on, for building in one expression.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        self.set(name, value);
        self
    }

    /// Takes a field away.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.place(name).ok()?;
        Some(self.0.remove(at).1)
    }

    /// All fields, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The word in a field, if it holds one.
    pub fn word(&self, name: &str) -> Option<&'static str> {
        self.get(name).and_then(Value::word)
    }
}

/// The order of names. Most are the very same text of a spec, or differ in their first two bytes: then nothing is called to
/// compare them.
fn by_name(one: &str, other: &str) -> Ordering {
    if std::ptr::eq(one, other) {
        return Ordering::Equal;
    }
    let first = |name: &str| name.as_bytes().first_chunk::<2>().map(|pair| u16::from_be_bytes(*pair));
    match (first(one), first(other)) {
        (Some(one_first), Some(other_first)) if one_first != other_first => one_first.cmp(&other_first),
        _ => one.cmp(other),
    }
}

/// A value; which variant is allowed where is said by [`crate::spec::FieldKind`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A word of a closed list.
    Word(&'static str),
    /// Free text in the author's language, NFC.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A count.
    Count(u32),
    /// A number with a unit.
    Quantity(Quantity),
    /// A duration.
    Span(Span),
    /// A UTC instant.
    Instant(Instant),
    /// The number of another notice.
    Number(Number),
    /// A party, compartment, office or watch position.
    Code(Code8),
    /// A station.
    Station(Station),
    /// A red line and its version.
    Line(LineVersion),
    /// SHA-256 or another 32-byte commitment.
    Hash([u8; 32]),
    /// A place.
    Place(Place),
    /// Values of one kind.
    List(Vec<Value>),
    /// Named values.
    Record(Fields),
    /// A critical list of over five items as restated: how many, and two items drawn by place in the list.
    Sample {
        /// How many items the reader counted.
        count: u32,
        /// Drawn items by index from 0.
        drawn: BTreeMap<u32, Value>,
    },
}

impl Value {
    /// The word, if it is one.
    pub fn word(&self) -> Option<&'static str> {
        if let Value::Word(word) = self { Some(word) } else { None }
    }

    /// The count, if it is one.
    pub fn count(&self) -> Option<u32> {
        if let Value::Count(count) = self { Some(*count) } else { None }
    }

    /// The instant, if it is one.
    pub fn instant(&self) -> Option<Instant> {
        if let Value::Instant(instant) = self { Some(*instant) } else { None }
    }

    /// The duration, if it is one.
    pub fn span(&self) -> Option<Span> {
        if let Value::Span(span) = self { Some(*span) } else { None }
    }

    /// The flag, if it is one.
    pub fn flag(&self) -> Option<bool> {
        if let Value::Flag(flag) = self { Some(*flag) } else { None }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<&Number> {
        if let Value::Number(number) = self { Some(number) } else { None }
    }

    /// The code, if it is one.
    pub fn code(&self) -> Option<&Code8> {
        if let Value::Code(code) = self { Some(code) } else { None }
    }

    /// The station, if it is one.
    pub fn station(&self) -> Option<&Station> {
        if let Value::Station(station) = self { Some(station) } else { None }
    }

    /// The line, if it is one.
    pub fn line(&self) -> Option<&LineVersion> {
        if let Value::Line(line) = self { Some(line) } else { None }
    }

    /// The hash, if it is one.
    pub fn hash(&self) -> Option<[u8; 32]> {
        if let Value::Hash(hash) = self { Some(*hash) } else { None }
    }

    /// The quantity, if it is one.
    pub fn quantity(&self) -> Option<Quantity> {
        if let Value::Quantity(quantity) = self { Some(*quantity) } else { None }
    }

    /// The place, if it is one.
    pub fn place(&self) -> Option<&Place> {
        if let Value::Place(place) = self { Some(place) } else { None }
    }

    /// The items, if it is a list; else none.
    pub fn items(&self) -> &[Value] {
        if let Value::List(items) = self { items } else { &[] }
    }

    /// The fields, if it is a record.
    pub fn fields(&self) -> Option<&Fields> {
        if let Value::Record(fields) = self { Some(fields) } else { None }
    }
}

/// Units of a duration, largest first.
const UNITS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];
/// Start of 2200 UTC.
const MAX_SECONDS: i64 = 7_258_118_400;
const MAX_SPAN_SECONDS: u64 = 100 * 366 * 86_400;
