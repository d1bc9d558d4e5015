//! A capital: where a reader's clock on the wall hangs, and the calendar beside it.

use crate::calendar::Calendar;

/// A capital whose local time stands beside UTC. Offsets are given by the caller; no time-zone data is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capital {
    /// Name, last part of the message `capital-NAME` (`washington`, `tehran`, `muscat`, `bern`, `vienna`).
    pub name: String,
    /// Its offset from UTC at the times shown, minutes.
    pub offset_min: i16,
    /// The calendar of its dates, unless the reader chose one.
    pub calendar: Calendar,
}

impl Capital {
    /// A capital with Gregorian dates.
    pub fn new(name: impl Into<String>, offset_min: i16) -> Self {
        Capital { name: name.into(), offset_min, calendar: Calendar::Gregorian }
    }

    /// Washington in summer time.
    pub fn washington() -> Self {
        Capital::new("washington", -4 * 60)
    }

    /// Tehran, Solar Hijri.
    pub fn tehran() -> Self {
        Capital { name: "tehran".to_owned(), offset_min: 210, calendar: Calendar::SolarHijri }
    }
}
