//! A version of a charter: the form CH with what identifies it (notices.md section 9).

use crate::number::Number;
use crate::parameters::Parameters;
use crate::spec::{FieldKind, FieldSpec, RecordSpec};
use crate::station::Code8;
use crate::value::{Fields, Instant, Value};
use crate::vocabulary::{NoticeType, STATUS, Status};

/// What identifies a version.
pub static HEAD: RecordSpec = RecordSpec {
    name: "charter-head",
    fields: &[
        FieldSpec::must(1, "status", FieldKind::Word(&STATUS)),
        FieldSpec::must(2, "compartment", FieldKind::Code),
        FieldSpec::must(3, "proposer", FieldKind::Code),
        FieldSpec::must(4, "version", FieldKind::Count { min: 1, max: 1_000_000 }),
        FieldSpec::must(5, "dtg", FieldKind::Instant { operative: false }),
    ],
};

/// One version of a compartment's charter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charter {
    /// ACTUAL, EXERCISE or TEST; all that is said under it has the same.
    pub status: Status,
    /// Code of the compartment ("LEV"), alike on every node.
    pub compartment: Code8,
    /// Party that proposes this version.
    pub proposer: Code8,
    /// From 1; its number's serial.
    pub version: u32,
    /// Date-time group of the proposal.
    pub dtg: Instant,
    /// Paragraphs A to P.
    pub content: Fields,
}

impl Charter {
    /// The number by which it is read back: `US/LEV/27/0001/CH`, serial = version, year that of the DTG.
    pub fn number(&self) -> Number {
        let year = jiff::Timestamp::from_second(self.dtg.seconds())
            .map_or(0, |at| at.to_zoned(jiff::tz::TimeZone::UTC).year().rem_euclid(100));
        Number {
            party: self.proposer.clone(),
            compartment: self.compartment.clone(),
            year: u8::try_from(year).unwrap_or_default(),
            serial: self.version,
            kind: NoticeType::Ch,
        }
    }

    /// Typed reading; `None` if a mandatory paragraph is missing (validation says which).
    pub fn parameters(&self) -> Option<Parameters> {
        Parameters::of(&self.content)
    }

    /// What identifies it, by [`HEAD`].
    pub fn head_fields(&self) -> Fields {
        Fields::new()
            .with("status", Value::Word(self.status.word()))
            .with("compartment", Value::Code(self.compartment.clone()))
            .with("proposer", Value::Code(self.proposer.clone()))
            .with("version", Value::Count(self.version))
            .with("dtg", Value::Instant(self.dtg))
    }

    /// Puts head and paragraphs together.
    ///
    /// # Errors
    /// The name of the field of the head that is missing.
    pub fn of(head: &Fields, content: Fields) -> Result<Self, &'static str> {
        Ok(Charter {
            status: head.word("status").and_then(Status::parse).ok_or("status")?,
            compartment: head.get("compartment").and_then(Value::code).cloned().ok_or("compartment")?,
            proposer: head.get("proposer").and_then(Value::code).cloned().ok_or("proposer")?,
            version: head.get("version").and_then(Value::count).filter(|v| *v > 0).ok_or("version")?,
            dtg: head.get("dtg").and_then(Value::instant).ok_or("dtg")?,
            content,
        })
    }
}
