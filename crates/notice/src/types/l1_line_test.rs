//! L1 LINE TEST: the rendering of a TEST entry (notices.md section 1). Nobody drafts it; it has no number.

use crate::clause::YEAR_S;
use crate::quantity::{Quantity, Unit};
use crate::spec::{FieldKind, FieldSpec, LaneRule, RecordSpec, Release, Rules, TypeSpec};
use crate::value::{Fields, Instant, Span, Value};
use crate::vocabulary::{LANGUAGE, Language, NoticeType};

/// The spec, for rendering only.
pub static L1: TypeSpec = TypeSpec {
    kind: NoticeType::L1,
    paragraphs: &[
        FieldSpec::must(1, "A", FieldKind::Count { min: 1, max: u32::MAX }),
        FieldSpec::must(2, "B", FieldKind::Instant { operative: false }),
        FieldSpec::must(3, "C", FieldKind::Hash),
        FieldSpec::must(4, "D", FieldKind::Hash),
        FieldSpec::must(5, "E", FieldKind::Record(&CLOCK)),
        FieldSpec::may(6, "F", FieldKind::Text { words: 40 }),
        FieldSpec::must(7, "G", FieldKind::Record(&WATCH)),
        FieldSpec::may(8, "H", FieldKind::Count { min: 0, max: u32::MAX }),
        FieldSpec::must(9, "I", FieldKind::Span { min_s: 0, max_s: 100 * YEAR_S }),
    ],
    preceded_by: &[],
    release: Release::One,
    lane: LaneRule::Service,
    effects: &[],
    read_back: false,
    constructive: false,
    drafted: false,
    purpose: "A line test as it is printed; its node alone writes it.",
    rules: Rules::ANY,
};

/// Paragraph E.
pub static CLOCK: RecordSpec = RecordSpec {
    name: "clock",
    fields: &[
        FieldSpec::must(1, "reading", FieldKind::Instant { operative: false }),
        FieldSpec::must(2, "error", FieldKind::Quantity { units: MILLISECONDS, tolerance_permille: 0 }),
        FieldSpec::may(3, "offsets", FieldKind::List { of: &FieldKind::Record(&OFFSET), min: 1, max: 16 }),
    ],
};

/// Bounds of a relay's clock against the author's.
pub static OFFSET: RecordSpec = RecordSpec {
    name: "offset",
    fields: &[
        FieldSpec::must(1, "relay", FieldKind::Text { words: 1 }),
        FieldSpec::must(2, "least", FieldKind::Quantity { units: MILLISECONDS, tolerance_permille: 0 }),
        FieldSpec::must(3, "most", FieldKind::Quantity { units: MILLISECONDS, tolerance_permille: 0 }),
    ],
};

/// Paragraph G.
pub static WATCH: RecordSpec = RecordSpec {
    name: "watch",
    fields: &[
        FieldSpec::must(1, "manned", FieldKind::Flag),
        FieldSpec::may(2, "languages", FieldKind::List { of: &FieldKind::Word(&LANGUAGE), min: 1, max: 8 }),
    ],
};

const MILLISECONDS: &[Unit] = &[Unit::Millisecond];

/// What a TEST entry says, to be rendered as L1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineTest {
    /// A: the entry's place in its author's chain.
    pub seq: u32,
    /// B: the slot.
    pub slot: Instant,
    /// C: digest of the cut.
    pub digest: [u8; 32],
    /// D: state root at (cut, slot).
    pub state_root: [u8; 32],
    /// E: the author's clock.
    pub clock: Instant,
    /// E: its declared error, milliseconds.
    pub clock_error_ms: u32,
    /// E: relay, lower and upper bound of its offset, milliseconds.
    pub offsets: Vec<(String, i64, i64)>,
    /// F: vetted text chosen by slot, if the pack has any.
    pub text: Option<String>,
    /// G: whether the watch is manned.
    pub manned: bool,
    /// G: languages on shift.
    pub languages: Vec<Language>,
    /// H: echo of the last test, milliseconds.
    pub echo_ms: Option<u32>,
    /// I: uptime.
    pub uptime: Span,
}

impl LineTest {
    /// The paragraphs, for rendering by the spec.
    pub fn content(&self) -> Fields {
        let ms = |n: i64| Value::Quantity(Quantity::whole(n, Unit::Millisecond));
        let mut clock = Fields::new()
            .with("reading", Value::Instant(self.clock))
            .with("error", ms(i64::from(self.clock_error_ms)));
        let offsets: Vec<Value> = self
            .offsets
            .iter()
            .map(|(relay, least, most)| {
                let bounds = Fields::new().with("least", ms(*least)).with("most", ms(*most));
                Value::Record(bounds.with("relay", Value::Text(relay.clone())))
            })
            .collect();
        if !offsets.is_empty() {
            clock.set("offsets", Value::List(offsets));
        }
        let mut watch = Fields::new().with("manned", Value::Flag(self.manned));
        if !self.languages.is_empty() {
            watch.set(
                "languages",
                Value::List(self.languages.iter().map(|l| Value::Word(l.word())).collect()),
            );
        }
        let mut content = Fields::new()
            .with("A", Value::Count(self.seq))
            .with("B", Value::Instant(self.slot))
            .with("C", Value::Hash(self.digest))
            .with("D", Value::Hash(self.state_root))
            .with("E", Value::Record(clock))
            .with("G", Value::Record(watch))
            .with("I", Value::Span(self.uptime));
        if let Some(text) = &self.text {
            content.set("F", Value::Text(text.clone()));
        }
        if let Some(echo) = self.echo_ms {
            content.set("H", Value::Count(echo));
        }
        content
    }
}
