//! Calendars of local dates. The date-time group is Gregorian in every language.

use icu_calendar::cal::Hijri;
use icu_calendar::cal::Persian;
use icu_calendar::{Date, Iso};

/// The calendar that a date on a wall is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Calendar {
    /// Months `month-1` to `month-12` of the packs.
    #[default]
    Gregorian,
    /// Solar Hijri: months `hijri-1` to `hijri-12`.
    SolarHijri,
    /// Lunar Hijri by the tables of Umm al-Qura: months `lunar-1` to `lunar-12`.
    UmmAlQura,
}

impl Calendar {
    /// All of them.
    pub const ALL: [Calendar; 3] = [Calendar::Gregorian, Calendar::SolarHijri, Calendar::UmmAlQura];

    /// The word that the command line names it by.
    pub fn word(self) -> &'static str {
        match self {
            Calendar::Gregorian => "gregorian",
            Calendar::SolarHijri => "solar-hijri",
            Calendar::UmmAlQura => "umm-al-qura",
        }
    }

    /// By its word.
    pub fn parse(word: &str) -> Option<Self> {
        Calendar::ALL.into_iter().find(|calendar| calendar.word() == word)
    }

    /// The key of a month's name.
    pub(crate) fn month(self, month: u8) -> String {
        match self {
            Calendar::Gregorian => format!("month-{month}"),
            Calendar::SolarHijri => format!("hijri-{month}"),
            Calendar::UmmAlQura => format!("lunar-{month}"),
        }
    }

    /// Day, month from 1, and year of a date.
    pub(crate) fn day(self, date: Date<Iso>) -> (u8, u8, i32) {
        match self {
            Calendar::Gregorian => parts(date),
            Calendar::SolarHijri => parts(date.to_calendar(Persian)),
            Calendar::UmmAlQura => parts(date.to_calendar(Hijri::new_umm_al_qura())),
        }
    }
}

fn parts<C: icu_calendar::AsCalendar>(date: Date<C>) -> (u8, u8, i32) {
    (date.day_of_month().0, date.month().ordinal, date.year().extended_year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_day_in_three_calendars() {
        let date = Date::try_new_iso(2027, 8, 18).expect("a date");
        assert_eq!(Calendar::Gregorian.day(date), (18, 8, 2027));
        assert_eq!(Calendar::SolarHijri.day(date), (27, 5, 1406));
        assert_eq!(Calendar::UmmAlQura.day(date), (16, 3, 1449));
    }

    #[test]
    fn every_calendar_is_found_by_its_word() {
        for calendar in Calendar::ALL {
            assert_eq!(Calendar::parse(calendar.word()), Some(calendar));
        }
        assert_eq!(Calendar::parse("julian"), None);
    }
}
