//! Canonical bytes to values; total over any bytes.
//!
//! I1 whatever is read here has one form: heads and integers as short as they go, keys ascending, texts NFC, nothing
//! after the end. So nothing need be written again to compare it (a property test does).

use super::subject_of;
use crate::error::NoticeError;
use crate::number::Number;
use crate::place::{ErrorEllipse, Place, PlacePart, Point, Shape};
use crate::quantity::{Quantity, Unit};
use crate::spec::{FieldKind, FieldSpec, TypeSpec};
use crate::station::{Code8, LineVersion, Station};
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::{NoticeType, PlacePrecision};
use minicbor::Decoder;
use minicbor::data::Type;
use std::collections::BTreeMap;
use unicode_normalization::is_nfc;

/// Reads one form and knows where it is, for the refusal.
pub(super) struct Reader<'a> {
    decoder: Decoder<'a>,
    path: Vec<&'static str>,
    /// Whether a list may be given by count and drawn items: in content only.
    samples: bool,
}

type Read<T> = Result<T, NoticeError>;

/// Items for which there is room before the first is read.
const MOST_ROOM: u64 = 16;

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Reader { decoder: Decoder::new(bytes), path: Vec::new(), samples: false }
    }

    pub(super) fn open(&mut self, entries: u64) -> Read<()> {
        if self.map()? == entries { Ok(()) } else { Err(self.refuse("another number of parts")) }
    }

    pub(super) fn key(&mut self, expected: u8) -> Read<()> {
        if self.small()? == expected { Ok(()) } else { Err(self.refuse("another part was expected")) }
    }

    pub(super) fn small(&mut self) -> Read<u8> {
        let number = self.unsigned()?;
        u8::try_from(number).map_err(|_| self.refuse("over 255"))
    }

    pub(super) fn end(&self) -> Read<()> {
        if self.decoder.position() == self.decoder.input().len() {
            Ok(())
        } else {
            Err(self.refuse("bytes after the end"))
        }
    }

    /// The content of a notice; the subject of an L3 decides how its restatement is read.
    pub(super) fn content(&mut self, spec: &'static TypeSpec) -> Read<Fields> {
        self.samples = true;
        self.fields(spec.paragraphs, None, Some(spec.kind))
    }

    pub(super) fn record(
        &mut self,
        specs: &'static [FieldSpec],
        subject: Option<&'static TypeSpec>,
    ) -> Read<Fields> {
        self.fields(specs, subject, None)
    }

    fn fields(
        &mut self,
        specs: &'static [FieldSpec],
        mut subject: Option<&'static TypeSpec>,
        content_of: Option<NoticeType>,
    ) -> Read<Fields> {
        let entries = self.map()?;
        let mut fields = Fields::with_room(specs.len().min(usize::try_from(entries).unwrap_or(usize::MAX)));
        let mut left = specs.iter();
        for _ in 0..entries {
            let key = self.small()?;
            let spec = left.find(|spec| spec.key == key).ok_or_else(|| self.unknown_key(specs, key))?;
            self.path.push(spec.name);
            let value = self.value(&spec.kind, subject)?;
            self.path.pop();
            fields.set(spec.name, value);
            if let Some(kind) = content_of {
                subject = subject_of(kind, &fields);
            }
        }
        Ok(fields)
    }

    /// A key that no field has may be a later version's; one that has passed is out of order.
    fn unknown_key(&self, specs: &[FieldSpec], key: u8) -> NoticeError {
        if specs.iter().any(|spec| spec.key == key) {
            return self.refuse("unordered key");
        }
        self.unknown("field", key)
    }

    fn unknown(&self, what: &str, number: u8) -> NoticeError {
        let at = self.path.join(".");
        NoticeError::Unknown { what: format!("{at} {what} {number}").trim_start().to_owned() }
    }

    fn value(&mut self, kind: &FieldKind, subject: Option<&'static TypeSpec>) -> Read<Value> {
        Ok(match kind {
            FieldKind::OrWord(words, inner) => {
                if !self.is_negative()? {
                    return self.value(inner, subject);
                }
                let number = u8::try_from(!self.whole()?).map_err(|_| self.refuse("no such word"))?;
                Value::Word(words.word_of(number).ok_or_else(|| self.unknown("word", number))?)
            }
            FieldKind::Word(words) => {
                let number = self.small()?;
                Value::Word(words.word_of(number).ok_or_else(|| self.unknown("word", number))?)
            }
            FieldKind::Text { .. } => Value::Text(self.text()?.to_owned()),
            FieldKind::Flag => {
                let read = self.decoder.bool();
                Value::Flag(self.take(read)?)
            }
            FieldKind::Count { .. } => Value::Count(self.metres()?),
            FieldKind::Quantity { .. } => Value::Quantity(self.quantity()?),
            FieldKind::Span { .. } => {
                let seconds = self.unsigned()?;
                Value::Span(Span::from_seconds(seconds).ok_or_else(|| self.refuse("over 100 years"))?)
            }
            FieldKind::Instant { .. } => {
                let seconds = self.whole()?;
                Value::Instant(
                    Instant::from_seconds(seconds).ok_or_else(|| self.refuse("before 1970 or after 2199"))?,
                )
            }
            FieldKind::Number(_) => Value::Number(self.notice_number()?),
            FieldKind::Code => Value::Code(self.code()?),
            FieldKind::Station => {
                let text = self.text()?;
                Value::Station(Station::parse(text).map_err(|_| self.refuse("no station"))?)
            }
            FieldKind::Line => {
                let text = self.text()?;
                Value::Line(LineVersion::parse(text).map_err(|_| self.refuse("no line and version"))?)
            }
            FieldKind::Hash => Value::Hash(self.hash()?),
            FieldKind::Place(_) => Value::Place(self.place()?),
            FieldKind::List { of, .. } => self.list(of, subject)?,
            FieldKind::Record(record) => Value::Record(self.fields(record.fields, subject, None)?),
            FieldKind::Restatement => {
                let spec = subject.ok_or_else(|| self.refuse("its subject is of no type served here"))?;
                Value::Record(self.fields(spec.paragraphs, None, None)?)
            }
        })
    }

    fn list(&mut self, of: &FieldKind, subject: Option<&'static TypeSpec>) -> Read<Value> {
        if !self.samples || self.datatype()? != Type::Map {
            let length = self.array()?;
            return Ok(Value::List(self.items(length, |reader| reader.value(of, subject))?));
        }
        self.open(2)?;
        self.key(0)?;
        let count = self.metres()?;
        self.key(1)?;
        let mut drawn = BTreeMap::new();
        for _ in 0..self.map()? {
            let index = self.metres()?;
            if drawn.last_key_value().is_some_and(|(last, _)| *last >= index) {
                return Err(NoticeError::NotCanonical);
            }
            drawn.insert(index, self.value(of, subject)?);
        }
        Ok(Value::Sample { count, drawn })
    }

    fn quantity(&mut self) -> Read<Quantity> {
        let length = self.array()?;
        let mantissa = self.whole()?;
        let unit = Unit::of_number(self.small()?).ok_or_else(|| self.refuse("no such unit"))?;
        let decimals = match length {
            2 => 0,
            3 => Some(self.small()?).filter(|decimals| *decimals > 0).ok_or(NoticeError::NotCanonical)?,
            _ => return Err(self.refuse("no quantity")),
        };
        let exponent = i8::try_from(decimals).map_err(|_| self.refuse("too many decimals"))?;
        let quantity =
            Quantity::new(mantissa, -exponent, unit).ok_or_else(|| self.refuse("too many decimals"))?;
        // A last decimal that is nought is left out when it is written.
        let tight = (quantity.mantissa(), quantity.exponent()) == (mantissa, -exponent);
        if tight { Ok(quantity) } else { Err(NoticeError::NotCanonical) }
    }

    fn notice_number(&mut self) -> Read<Number> {
        if self.array()? != 5 {
            return Err(self.refuse("no number of a notice"));
        }
        let (party, compartment) = (self.code()?, self.code()?);
        let (year, serial) = (self.small()?, self.metres()?);
        let kind = NoticeType::of_number(self.small()?);
        let kind = kind.ok_or_else(|| self.refuse("no such type"))?;
        if year > 99 || serial == 0 {
            return Err(self.refuse("no number of a notice"));
        }
        Ok(Number { party, compartment, year, serial, kind })
    }

    fn code(&mut self) -> Read<Code8> {
        let text = self.text()?;
        Code8::parse(text).map_err(|_| self.refuse("no code of 2 to 8 capitals"))
    }

    fn hash(&mut self) -> Read<[u8; 32]> {
        let from = self.decoder.position();
        let read = self.decoder.bytes();
        let bytes = self.take(read)?;
        self.shortest(from, bytes.len() as u64, bytes.len())?;
        bytes.try_into().map_err(|_| self.refuse("not 32 bytes"))
    }

    fn place(&mut self) -> Read<Place> {
        let entries = self.map()?;
        self.key(0)?;
        let length = self.array()?;
        let parts = self.items(length, Reader::part)?;
        let stand_off_m = match entries {
            1 => None,
            2 => {
                self.key(1)?;
                Some(self.metres()?)
            }
            _ => return Err(self.refuse("no place")),
        };
        Ok(Place { parts, stand_off_m })
    }

    fn part(&mut self) -> Read<PlacePart> {
        let entries = self.map()?;
        if entries == 0 {
            return Err(self.refuse("no shape"));
        }
        self.key(0)?;
        let mut part = PlacePart { shape: self.shape()?, error: None, precision: None, gazetteer: None };
        let mut last = 0;
        for _ in 1..entries {
            let key = self.small()?;
            if key <= last {
                return Err(self.refuse("unknown or unordered key"));
            }
            last = key;
            match key {
                1 => part.error = Some(self.ellipse()?),
                2 => {
                    let word = PlacePrecision::of_number(self.small()?);
                    part.precision = Some(word.ok_or_else(|| self.refuse("no such precision"))?);
                }
                3 => part.gazetteer = Some(self.text()?.to_owned()),
                _ => return Err(self.refuse("unknown key")),
            }
        }
        Ok(part)
    }

    fn ellipse(&mut self) -> Read<ErrorEllipse> {
        if self.array()? != 4 {
            return Err(self.refuse("no error ellipse"));
        }
        let (major_m, minor_m) = (self.metres()?, self.metres()?);
        Ok(ErrorEllipse { major_m, minor_m, azimuth_deg: self.small()?, contour_pct: self.small()? })
    }

    fn shape(&mut self) -> Read<Shape> {
        let length = self.array()?;
        let tag = self.small()?;
        let metres = if matches!(tag, 1 | 3) { self.metres()? } else { 0 };
        let numbers = length.checked_sub(if matches!(tag, 1 | 3) { 2 } else { 1 }).filter(|n| n % 2 == 0);
        let pairs = numbers.ok_or_else(|| self.refuse("half a point"))? / 2;
        let points = self.items(pairs, Reader::point)?;
        match (tag, points.as_slice()) {
            (0, [point]) => Ok(Shape::Point(*point)),
            (1, [centre]) => Ok(Shape::Circle { centre: *centre, radius_m: metres }),
            (2, [_, _, _, ..]) => Ok(Shape::Polygon(points)),
            (3, [_, _, ..]) => Ok(Shape::Corridor { track: points, half_width_m: metres }),
            (4, [south_west, north_east]) => {
                Ok(Shape::Area { south_west: *south_west, north_east: *north_east })
            }
            _ => Err(self.refuse("no shape")),
        }
    }

    /// So many items. A short list gets just the room it needs, for notices are kept; what a long one claims is not believed.
    fn items<T>(&mut self, length: u64, read: impl Fn(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let mut items = Vec::with_capacity(usize::try_from(length.min(MOST_ROOM)).unwrap_or_default());
        for _ in 0..length {
            items.push(read(self)?);
        }
        Ok(items)
    }

    fn point(&mut self) -> Read<Point> {
        let (lat, lon) = (self.whole()?, self.whole()?);
        Point::from_e7(lat, lon).ok_or_else(|| self.refuse("outside the globe"))
    }

    fn metres(&mut self) -> Read<u32> {
        let number = self.unsigned()?;
        u32::try_from(number).map_err(|_| self.refuse("over 4294967295"))
    }

    fn unsigned(&mut self) -> Read<u64> {
        let from = self.decoder.position();
        let read = self.decoder.u64();
        let number = self.take(read)?;
        self.shortest(from, number, 0)?;
        Ok(number)
    }

    fn whole(&mut self) -> Read<i64> {
        let from = self.decoder.position();
        let read = self.decoder.i64();
        let number = self.take(read)?;
        // A negative number is carried as -1 - n.
        self.shortest(from, if number < 0 { !number } else { number }.unsigned_abs(), 0)?;
        Ok(number)
    }

    fn text(&mut self) -> Read<&'a str> {
        let from = self.decoder.position();
        let read = self.decoder.str();
        let text = self.take(read)?;
        self.shortest(from, text.len() as u64, text.len())?;
        if text.is_ascii() || is_nfc(text) { Ok(text) } else { Err(NoticeError::NotCanonical) }
    }

    fn map(&mut self) -> Read<u64> {
        let from = self.decoder.position();
        let read = self.decoder.map();
        let length = self.take(read)?.ok_or(NoticeError::NotCanonical)?;
        self.shortest(from, length, 0)?;
        Ok(length)
    }

    fn array(&mut self) -> Read<u64> {
        let from = self.decoder.position();
        let read = self.decoder.array();
        let length = self.take(read)?.ok_or(NoticeError::NotCanonical)?;
        self.shortest(from, length, 0)?;
        Ok(length)
    }

    /// Whether what was read since `from` is a head with this argument, as short as it goes, and so many bytes.
    fn shortest(&self, from: usize, argument: u64, bytes: usize) -> Read<()> {
        let head = match argument {
            0..24 => 1,
            24..0x100 => 2,
            0x100..0x1_0000 => 3,
            0x1_0000..0x1_0000_0000 => 5,
            _ => 9,
        };
        let read = self.decoder.position() - from;
        if read == head + bytes { Ok(()) } else { Err(NoticeError::NotCanonical) }
    }

    fn datatype(&mut self) -> Read<Type> {
        let read = self.decoder.datatype();
        self.take(read)
    }

    fn is_negative(&mut self) -> Read<bool> {
        Ok(matches!(self.datatype()?, Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::Int))
    }

    fn take<T>(&self, read: Result<T, minicbor::decode::Error>) -> Read<T> {
        read.map_err(|error| self.refuse(&error.to_string()))
    }

    fn refuse(&self, why: &str) -> NoticeError {
        NoticeError::Shape { at: self.path.join("."), why: why.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::HEAD;
    use crate::envelope::{ENVELOPE, STAMP};
    use crate::quantity::UNIT;
    use crate::registry;
    use crate::vocabulary::{NOTICE_TYPE, PLACE_PRECISION, Vocabulary};
    use std::collections::BTreeSet;

    fn one_number_a_word(words: &Vocabulary) {
        let numbers: BTreeSet<u8> = words.terms.iter().map(|term| term.number).collect();
        let names: BTreeSet<&str> = words.terms.iter().map(|term| term.word).collect();
        assert!(numbers.len() == words.terms.len() && names.len() == words.terms.len(), "{}", words.name);
    }

    fn one_key_a_name(fields: &[FieldSpec], seen: &mut usize) {
        let ascending = fields.windows(2).all(|pair| pair[0].key < pair[1].key);
        let names: BTreeSet<&str> = fields.iter().map(|field| field.name).collect();
        assert!(ascending && names.len() == fields.len(), "{names:?}");
        *seen += fields.len();
        fields.iter().for_each(|field| one_form(&field.kind, seen));
    }

    fn one_form(kind: &FieldKind, seen: &mut usize) {
        match kind {
            FieldKind::Word(words) => one_number_a_word(words),
            FieldKind::List { of, .. } => one_form(of, seen),
            FieldKind::Record(record) => one_key_a_name(record.fields, seen),
            FieldKind::OrWord(words, inner) => {
                one_number_a_word(words);
                // A word of both lists would be written as one of the first.
                let both = |of: &Vocabulary| of.terms.iter().any(|term| words.find(term.word).is_some());
                assert!(!matches!(inner, FieldKind::Word(of) if both(of)), "{}", words.name);
                assert!(!matches!(inner, FieldKind::OrWord(..)), "{}", words.name);
                one_form(inner, seen);
            }
            _ => {}
        }
    }

    /// What the reader rests on: no field, word or key of any form could be written otherwise than it was read.
    #[test]
    fn every_value_of_every_form_is_written_as_it_was_read() {
        let mut seen = 0;
        for record in [ENVELOPE.fields, STAMP.fields, HEAD.fields] {
            one_key_a_name(record, &mut seen);
        }
        for kind in NoticeType::ALL {
            registry::spec(*kind).into_iter().for_each(|spec| one_key_a_name(spec.paragraphs, &mut seen));
        }
        [&NOTICE_TYPE, &UNIT, &PLACE_PRECISION].into_iter().for_each(one_number_a_word);
        assert!(seen > 300, "{seen} fields");
    }
}
