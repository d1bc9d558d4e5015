//! What a notice holds that a sentence may betray: amounts, instants, places, groups, codes and acts, each with its
//! paragraph.
//!
//! In: a notice. Out: its facets, read from its typed fields and never from prose. I1 nothing of an acknowledgement, a
//! read-back, a line test or the charter form is a facet: they repeat, or name the line itself.

use crate::amount::Dimension;
use crate::fold::joined;
use crate::numeral::significant;
use notice::spec::{FieldKind, FieldSpec};
use notice::vocabulary::NoticeType;
use notice::{Fields, Notice, Place, Quantity, Shape, Unit, Value, registry};
use std::collections::BTreeSet;

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Facet {
    /// Paragraph and letter, as printed: `5.B`.
    pub paragraph: String,
    /// What it is.
    pub held: Held,
}

/// What a facet is.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// An amount in base units; a mass of a compound has its uranium beside it.
    Amount(Dimension, Vec<f64>, u8),
    /// An instant, seconds UTC.
    Instant(i64),
    /// A place.
    Shape(Shape),
    /// A group, by the joined form of its name or code.
    Group(String),
    /// A code with a digit in it, or the id of a public warning, joined.
    Code(String),
}

/// Everything of one notice.
#[derive(Debug, Clone)]
pub struct Facets {
    /// Its number.
    pub number: String,
    /// Its type.
    pub kind: NoticeType,
    /// The facets.
    pub facets: Vec<Facet>,
    /// Its words, `list:WORD`, and its type, `type:A4`.
    pub words: BTreeSet<String>,
    /// When it was released, seconds UTC.
    pub released: i64,
    /// From the first to the last instant of an announced window or response; none for others.
    pub window: Option<(i64, i64)>,
}

impl Facets {
    /// Reads a notice; `None` for those that betray nothing of their own.
    pub fn of(notice: &Notice) -> Option<Self> {
        let silent =
            [NoticeType::L1, NoticeType::L2, NoticeType::L3, NoticeType::Ch, NoticeType::P1, NoticeType::P2];
        let spec = registry::spec(notice.kind()).filter(|_| !silent.contains(&notice.kind()))?;
        let mut facets = Facets {
            number: notice.number().to_string(),
            kind: notice.kind(),
            facets: Vec::new(),
            words: BTreeSet::from([format!("type:{}", notice.kind().word())]),
            released: notice.stamp().dtg.seconds(),
            window: None,
        };
        for field in spec.paragraphs {
            if let Some(value) = notice.paragraph(field.name) {
                facets.value(&format!("5.{}", field.name), &field.kind, value);
            }
        }
        facets.facets.push(Facet { paragraph: "1".to_owned(), held: Held::Code(joined(&facets.number)) });
        let instants = facets.facets.iter().filter_map(|f| match f.held {
            Held::Instant(at) => Some(at),
            _ => None,
        });
        let opens = matches!(notice.kind(), NoticeType::A1 | NoticeType::A4);
        let (from, until) = instants.fold((i64::MAX, i64::MIN), |(a, b), at| (a.min(at), b.max(at)));
        facets.window = (opens && from <= until).then_some((from, until));
        Some(facets)
    }

    fn put(&mut self, paragraph: &str, held: Held) {
        let facet = Facet { paragraph: paragraph.to_owned(), held };
        if !self.facets.contains(&facet) {
            self.facets.push(facet);
        }
    }

    fn value(&mut self, at: &str, kind: &FieldKind, value: &Value) {
        match (kind, value) {
            (FieldKind::OrWord(list, inner), value) => match value {
                Value::Word(word) => self.word(at, list.name, word),
                value => self.value(at, inner, value),
            },
            (FieldKind::Word(list), Value::Word(word)) => self.word(at, list.name, word),
            (FieldKind::List { of, .. }, Value::List(items)) => {
                items.iter().for_each(|item| self.value(at, of, item));
                if let (FieldKind::Record(_), 2..) = (of, items.len()) {
                    self.count(at, items.len() as u32);
                }
            }
            (FieldKind::Record(spec), Value::Record(fields)) => {
                self.record(at, spec.name, spec.fields, fields)
            }
            (_, Value::Quantity(quantity)) => self.quantity(at, *quantity),
            (_, Value::Span(span)) => self.span(at, span.seconds() as f64),
            (_, Value::Count(count)) => self.count(at, *count),
            (_, Value::Instant(instant)) => self.put(at, Held::Instant(instant.seconds())),
            (_, Value::Place(place)) => self.place(at, place),
            (_, Value::Code(code)) => self.code(at, code.as_str()),
            (_, Value::Line(line)) => self.code(at, &line.id()),
            (_, Value::Text(text)) => self.text(at, text),
            _ => {}
        }
    }

    fn record(&mut self, at: &str, name: &str, specs: &[FieldSpec], fields: &Fields) {
        for field in specs {
            let Some(value) = fields.get(field.name) else { continue };
            match (name, value) {
                ("group", Value::Code(code)) => self.put(at, Held::Group(joined(code.as_str()))),
                ("group", Value::Text(text)) => self.put(at, Held::Group(joined(text))),
                _ => self.value(at, &field.kind, value),
            }
        }
    }

    fn word(&mut self, at: &str, list: &str, word: &str) {
        // A band of stock names its bound: TO-60-PCT.
        if let Some(bound) = word.strip_suffix("-PCT").and_then(|rest| rest.rsplit('-').next())
            && let Ok(percent) = bound.parse()
        {
            self.put(at, Held::Amount(Dimension::Percent, vec![percent], 1));
        }
        self.words.insert(format!("{list}:{word}"));
    }

    fn count(&mut self, at: &str, count: u32) {
        if count > 1 {
            self.put(
                at,
                Held::Amount(Dimension::Count, vec![f64::from(count)], significant(&count.to_string())),
            );
        }
    }

    fn span(&mut self, at: &str, seconds: f64) {
        let unit = [604_800.0, 86_400.0, 3_600.0, 60.0].into_iter().find(|unit| seconds % unit == 0.0);
        let number = seconds / unit.unwrap_or(1.0);
        self.put(at, Held::Amount(Dimension::Time, vec![seconds], significant(&format!("{number}"))));
    }

    fn quantity(&mut self, at: &str, quantity: Quantity) {
        let (nano, _) = quantity.in_base_nano();
        let base = nano as f64 / 1e9;
        let (dimension, values) = match quantity.unit() {
            Unit::Metre | Unit::Kilometre | Unit::NauticalMile => (Dimension::Length, vec![base]),
            Unit::KilogramUranium | Unit::KilogramUraniumPerMonth => (Dimension::Mass, vec![base]),
            // 300 kg of UF6 hold 202.8 kg of uranium (notices.md 4.10).
            Unit::KilogramHexafluoride => (Dimension::Mass, vec![base, base * 0.676]),
            Unit::Tonne => (Dimension::Mass, vec![base * 1000.0]),
            Unit::Percent | Unit::WeightPercent => (Dimension::Percent, vec![base]),
            Unit::MetrePerSecond => (Dimension::Speed, vec![base]),
            Unit::Degree => (Dimension::Degree, vec![base]),
            Unit::Usd | Unit::UsdPerMonth => (Dimension::Dollar, vec![base]),
            Unit::Eur => (Dimension::Euro, vec![base]),
            Unit::BarrelPerDay => (Dimension::Flow, vec![base]),
            Unit::Hour => (Dimension::Time, vec![base * 3600.0]),
            Unit::Millisecond => (Dimension::Time, vec![base / 1000.0]),
            Unit::SeparativeWorkPerYear => (Dimension::Work, vec![base]),
            Unit::Count => (Dimension::Count, vec![base]),
        };
        let counts = dimension != Dimension::Count || base > 1.0;
        if counts && base != 0.0 {
            self.put(at, Held::Amount(dimension, values, significant(&quantity.decimal())));
        }
    }

    fn metres(&mut self, at: &str, metres: u32) {
        let text = if metres.is_multiple_of(1000) { metres / 1000 } else { metres }.to_string();
        if metres > 0 {
            self.put(at, Held::Amount(Dimension::Length, vec![f64::from(metres)], significant(&text)));
        }
    }

    fn place(&mut self, at: &str, place: &Place) {
        for part in &place.parts {
            match &part.shape {
                Shape::Circle { radius_m, .. } => self.metres(at, *radius_m),
                Shape::Corridor { half_width_m, .. } => self.metres(at, *half_width_m),
                Shape::Point(_) | Shape::Polygon(_) | Shape::Area { .. } => {}
            }
            self.put(at, Held::Shape(part.shape.clone()));
        }
        if let Some(metres) = place.stand_off_m {
            self.metres(at, metres);
        }
    }

    /// A code is a name of the line's own only with a digit in it: a party's or an office's is a common word.
    fn code(&mut self, at: &str, code: &str) {
        let code = joined(code);
        if code.len() >= 4 && code.bytes().any(|b| b.is_ascii_digit()) {
            self.put(at, Held::Code(code));
        }
    }

    /// Ids inside texts: a letter, digits, and more than five signs.
    fn text(&mut self, at: &str, text: &str) {
        for word in text.split_whitespace() {
            let id = joined(word);
            let (letters, digits) =
                (id.bytes().any(|b| b.is_ascii_alphabetic()), id.bytes().filter(u8::is_ascii_digit).count());
            if letters && digits >= 3 && id.len() >= 5 {
                self.put(at, Held::Code(id));
            }
        }
    }
}
