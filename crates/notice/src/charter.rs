//! A version of a charter: the form CH with what identifies it (notices.md section 9).

use crate::number::Number;
use crate::parameters::Parameters;
use crate::station::Code8;
use crate::value::{Fields, Instant};
use crate::vocabulary::{NoticeType, Status};

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
}
