//! Values to canonical bytes.

use crate::error::NoticeError;
use crate::notice::MOST_BYTES;
use crate::number::Number;
use crate::place::{ErrorEllipse, Place, PlacePart, Point, Shape};
use crate::quantity::Quantity;
use crate::spec::{FieldKind, FieldSpec, TypeSpec};
use crate::value::{Fields, Value};
use crate::vocabulary::Vocabulary;
use minicbor::Encoder;
use unicode_normalization::is_nfc;

/// Writes one form and knows where it is, for the refusal.
pub(super) struct Writer {
    encoder: Encoder<Vec<u8>>,
    path: Vec<&'static str>,
}

/// Most notices fit; a longer one grows.
const USUAL_BYTES: usize = 1024;
const USUAL_DEPTH: usize = 8;

/// Takes the result of a write to memory.
macro_rules! put {
    ($written:expr) => {
        $written.map(|_| ()).expect("a vector never refuses a write")
    };
}

impl Writer {
    pub(super) fn new() -> Self {
        Writer {
            encoder: Encoder::new(Vec::with_capacity(USUAL_BYTES)),
            path: Vec::with_capacity(USUAL_DEPTH),
        }
    }

    pub(super) fn open(&mut self, entries: u64) {
        put!(self.encoder.map(entries));
    }

    pub(super) fn key(&mut self, key: u8) {
        put!(self.encoder.u8(key));
    }

    pub(super) fn number(&mut self, number: u64) {
        put!(self.encoder.u64(number));
    }

    pub(super) fn done(self) -> Result<Vec<u8>, NoticeError> {
        let bytes = self.encoder.into_writer();
        if bytes.len() > MOST_BYTES { Err(NoticeError::TooLong { bytes: bytes.len() }) } else { Ok(bytes) }
    }

    /// Writes the fields that stand; a name outside the spec is refused.
    pub(super) fn record(
        &mut self,
        specs: &'static [FieldSpec],
        fields: &Fields,
        subject: Option<&'static TypeSpec>,
    ) -> Result<(), NoticeError> {
        if let Some((name, _)) = fields.iter().find(|(name, _)| !specs.iter().any(|spec| spec.name == *name))
        {
            self.path.push(name);
            return Err(self.unfit());
        }
        put!(self.encoder.map(fields.len() as u64));
        for spec in specs {
            let Some(value) = fields.get(spec.name) else { continue };
            self.path.push(spec.name);
            self.key(spec.key);
            self.value(&spec.kind, value, subject)?;
            self.path.pop();
        }
        Ok(())
    }

    fn value(
        &mut self,
        kind: &FieldKind,
        value: &Value,
        subject: Option<&'static TypeSpec>,
    ) -> Result<(), NoticeError> {
        match (kind, value) {
            (FieldKind::OrWord(words, _), Value::Word(word)) if words.find(word).is_some() => {
                let number = self.word_number(words, word)?;
                put!(self.encoder.i64(-1 - i64::from(number)));
            }
            (FieldKind::OrWord(_, inner), _) => self.value(inner, value, subject)?,
            (FieldKind::Word(words), Value::Word(word)) => {
                let number = self.word_number(words, word)?;
                self.key(number);
            }
            (FieldKind::Text { .. }, Value::Text(text)) => self.text(text)?,
            (FieldKind::Flag, Value::Flag(flag)) => put!(self.encoder.bool(*flag)),
            (FieldKind::Count { .. }, Value::Count(count)) => self.number(u64::from(*count)),
            (FieldKind::Quantity { .. }, Value::Quantity(quantity)) => self.quantity(quantity),
            (FieldKind::Span { .. }, Value::Span(span)) => self.number(span.seconds()),
            (FieldKind::Instant { .. }, Value::Instant(at)) => put!(self.encoder.i64(at.seconds())),
            (FieldKind::Number(_), Value::Number(number)) => self.notice_number(number),
            (FieldKind::Code, Value::Code(code)) => put!(self.encoder.str(code.as_str())),
            (FieldKind::Station, Value::Station(station)) => put!(self.encoder.str(&station.to_string())),
            (FieldKind::Line, Value::Line(line)) => put!(self.encoder.str(&line.to_string())),
            (FieldKind::Hash, Value::Hash(hash)) => put!(self.encoder.bytes(hash)),
            (FieldKind::Place(_), Value::Place(place)) => self.place(place)?,
            (FieldKind::List { of, .. }, Value::List(items)) => {
                put!(self.encoder.array(items.len() as u64));
                items.iter().try_for_each(|item| self.value(of, item, subject))?;
            }
            (FieldKind::List { of, .. }, Value::Sample { count, drawn }) => {
                put!(self.encoder.map(2));
                self.key(0);
                self.number(u64::from(*count));
                self.key(1);
                put!(self.encoder.map(drawn.len() as u64));
                for (index, item) in drawn {
                    self.number(u64::from(*index));
                    self.value(of, item, subject)?;
                }
            }
            (FieldKind::Record(record), Value::Record(fields)) => {
                self.record(record.fields, fields, subject)?
            }
            (FieldKind::Restatement, Value::Record(fields)) => {
                let spec = subject.ok_or_else(|| self.unfit())?;
                self.record(spec.paragraphs, fields, None)?;
            }
            _ => return Err(self.unfit()),
        }
        Ok(())
    }

    fn word_number(&self, words: &Vocabulary, word: &str) -> Result<u8, NoticeError> {
        words.find(word).map(|term| term.number).ok_or_else(|| self.unfit())
    }

    fn text(&mut self, text: &str) -> Result<(), NoticeError> {
        if !is_nfc(text) {
            return Err(self.unfit());
        }
        put!(self.encoder.str(text));
        Ok(())
    }

    fn quantity(&mut self, quantity: &Quantity) {
        let decimals = quantity.exponent().unsigned_abs();
        put!(self.encoder.array(if decimals == 0 { 2 } else { 3 }));
        put!(self.encoder.i64(quantity.mantissa()));
        self.key(quantity.unit().number());
        if decimals > 0 {
            self.key(decimals);
        }
    }

    fn notice_number(&mut self, number: &Number) {
        put!(self.encoder.array(5));
        put!(self.encoder.str(number.party.as_str()));
        put!(self.encoder.str(number.compartment.as_str()));
        self.key(number.year);
        self.number(u64::from(number.serial));
        self.key(number.kind.number());
    }

    fn place(&mut self, place: &Place) -> Result<(), NoticeError> {
        put!(self.encoder.map(1 + u64::from(place.stand_off_m.is_some())));
        self.key(0);
        put!(self.encoder.array(place.parts.len() as u64));
        for part in &place.parts {
            self.part(part)?;
        }
        if let Some(metres) = place.stand_off_m {
            self.key(1);
            self.number(u64::from(metres));
        }
        Ok(())
    }

    fn part(&mut self, part: &PlacePart) -> Result<(), NoticeError> {
        let stand = [part.error.is_some(), part.precision.is_some(), part.gazetteer.is_some()];
        put!(self.encoder.map(1 + stand.into_iter().filter(|s| *s).count() as u64));
        self.key(0);
        self.shape(&part.shape);
        if let Some(ErrorEllipse { major_m, minor_m, azimuth_deg, contour_pct }) = part.error {
            self.key(1);
            put!(self.encoder.array(4));
            [major_m, minor_m, u32::from(azimuth_deg), u32::from(contour_pct)]
                .into_iter()
                .for_each(|n| self.number(u64::from(n)));
        }
        if let Some(precision) = part.precision {
            self.key(2);
            self.key(precision.number());
        }
        if let Some(id) = &part.gazetteer {
            self.key(3);
            self.text(id)?;
        }
        Ok(())
    }

    /// `[0, point]`, `[1, radius, point]`, `[2, point, ...]`, `[3, half width, point, ...]`, `[4, sw, ne]`,
    /// a point as two numbers.
    fn shape(&mut self, shape: &Shape) {
        let points = shape.points();
        let (tag, metres) = match shape {
            Shape::Point(_) => (0, None),
            Shape::Circle { radius_m, .. } => (1, Some(*radius_m)),
            Shape::Polygon(_) => (2, None),
            Shape::Corridor { half_width_m, .. } => (3, Some(*half_width_m)),
            Shape::Area { .. } => (4, None),
        };
        put!(self.encoder.array(1 + u64::from(metres.is_some()) + 2 * points.len() as u64));
        self.key(tag);
        if let Some(metres) = metres {
            self.number(u64::from(metres));
        }
        for Point { lat_e7, lon_e7 } in points {
            put!(self.encoder.i32(lat_e7));
            put!(self.encoder.i32(lon_e7));
        }
    }

    fn unfit(&self) -> NoticeError {
        NoticeError::Unfit { at: self.path.join(".") }
    }
}
