//! Any content that the spec of a type allows: written, read and written again, in both forms.

use crate::canonical::config;
use crate::files::{drafted, sample};
use notice::file::{draft_from_toml, draft_to_toml};
use notice::quantity::{Quantity, Unit};
use notice::registry::spec;
use notice::spec::{FieldKind, FieldSpec, Need};
use notice::vocabulary::{NoticeType, Vocabulary};
use notice::{
    Code8, Draft, Fields, Instant, LineVersion, Number, Place, PlacePart, Point, Shape, Span, Station, Value,
};
use proptest::prelude::*;

/// Draws values from a list of numbers, so that a failing case shrinks.
struct Dice<'a> {
    numbers: &'a [u32],
    next: usize,
}

impl Dice<'_> {
    fn throw(&mut self, sides: usize) -> usize {
        let number = self.numbers[self.next % self.numbers.len()];
        self.next += 1;
        (number as usize).wrapping_add(self.next * 7) % sides.max(1)
    }

    fn fields(&mut self, specs: &'static [FieldSpec]) -> Fields {
        let mut fields = Fields::new();
        for spec in specs {
            if spec.need == Need::Mandatory || self.throw(2) == 0 {
                fields.set(spec.name, self.value(&spec.kind));
            }
        }
        fields
    }

    fn word(&mut self, words: &'static Vocabulary) -> Value {
        Value::Word(words.terms[self.throw(words.terms.len())].word)
    }

    fn point(&mut self) -> Point {
        let lat = self.throw(1_700_000_000) as i64 - 850_000_000;
        let lon = self.throw(3_500_000_000) as i64 - 1_750_000_000;
        Point::from_e7(lat, lon).expect("on the globe")
    }

    fn place(&mut self, points_only: bool, stand_off: bool) -> Place {
        let shape = match if points_only { 0 } else { self.throw(4) } {
            0 => Shape::Point(self.point()),
            1 => Shape::Circle { centre: self.point(), radius_m: 1 + self.throw(50_000) as u32 },
            2 => Shape::Polygon(vec![self.point(), self.point(), self.point()]),
            _ => Shape::Corridor { track: vec![self.point(), self.point()], half_width_m: 900 },
        };
        let part = PlacePart { shape, error: None, precision: None, gazetteer: None };
        Place { parts: vec![part], stand_off_m: stand_off.then_some(15_000) }
    }

    fn value(&mut self, kind: &'static FieldKind) -> Value {
        let code = |n: usize| Code8::parse(["US", "IR", "P01", "LFL1"][n % 4]).expect("a code");
        match kind {
            FieldKind::Word(words) => self.word(words),
            FieldKind::Text { .. } => Value::Text(["a", "رویداد", "two words"][self.throw(3)].to_owned()),
            FieldKind::Flag => Value::Flag(self.throw(2) == 0),
            FieldKind::Count { min, max } => {
                Value::Count(min + self.throw((max - min).min(1000) as usize + 1) as u32)
            }
            FieldKind::Quantity { units, .. } => {
                let unit = units[self.throw(units.len())];
                let exponent = if unit == Unit::Count { 0 } else { -(self.throw(3) as i8) };
                Value::Quantity(Quantity::new(self.throw(100_000) as i64, exponent, unit).expect("fits"))
            }
            FieldKind::Span { min_s, .. } => {
                Value::Span(Span::from_seconds(min_s + self.throw(90_000) as u64).expect("under 100 years"))
            }
            FieldKind::Instant { .. } => Value::Instant(
                Instant::from_seconds(1_817_780_401 + self.throw(80_000) as i64).expect("in range"),
            ),
            FieldKind::Number(kinds) => {
                let kind = kinds.first().copied().unwrap_or(NoticeType::E1);
                let serial = 1 + self.throw(9000) as u32;
                Value::Number(Number { party: code(0), compartment: code(1), year: 27, serial, kind })
            }
            FieldKind::Code => Value::Code(code(self.throw(4))),
            FieldKind::Station => Value::Station(Station::parse("VER/REPORTS").expect("a station")),
            FieldKind::Line => Value::Line(LineVersion::parse("US-2/1").expect("a line")),
            FieldKind::Hash => Value::Hash([self.throw(256) as u8; 32]),
            FieldKind::Place(rules) => {
                let stand_off = rules.stand_off && self.throw(2) == 0;
                Value::Place(self.place(rules.points_only, stand_off))
            }
            FieldKind::List { of, min, max } => {
                let items = (*min).max(1) + self.throw(3.min(max - (*min).max(1) + 1));
                Value::List((0..items).map(|_| self.value(of)).collect())
            }
            FieldKind::Record(record) => Value::Record(self.fields(record.fields)),
            FieldKind::OrWord(words, inner) => {
                if self.throw(2) == 0 {
                    self.word(words)
                } else {
                    self.value(inner)
                }
            }
            FieldKind::Restatement => Value::Record(Fields::new()),
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_the_spec_allows_is_read_as_it_was_written_in_both_forms(
        kind in prop::sample::select(drafted()),
        numbers in prop::collection::vec(any::<u32>(), 8..60),
    ) {
        prop_assume!(kind != NoticeType::L3);
        let mut dice = Dice { numbers: &numbers, next: 0 };
        let content = dice.fields(spec(kind).expect("served").paragraphs);
        let draft = Draft { content, ..sample(kind) };
        let bytes = draft.encode().expect("of the spec");
        prop_assert_eq!(Draft::decode(&bytes).expect("canonical"), draft.clone());
        prop_assert_eq!(draft_from_toml(&draft_to_toml(&draft)).expect("reads"), draft.clone());
        prop_assert_eq!(notice::validate::validate(&draft, &notice::Apart, None), notice::validate::validate(&draft, &notice::Apart, None));
        let _ = notice::lint::lint(&draft);
    }
}
