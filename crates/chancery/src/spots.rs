//! Where and when something happened or is to happen, as the notices of a compartment say.
//!
//! I1 a notice that comes costs the same however many came before it. I2 a copy shares what is full: it costs little
//! beside what it holds.

use notice::place::Shape;
use notice::types::a1_activity::Activity;
use notice::types::a4_response::Response;
use notice::types::e1_incident::Incident;
use notice::vocabulary::NoticeType;
use notice::{Instant, Notice, Number};
use standing::Stand;
use std::sync::Arc;

/// Something at a place in a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The notice that says so.
    pub number: Number,
    /// Where.
    pub shapes: Vec<Shape>,
    /// From and until when.
    pub when: (Instant, Instant),
}

impl Spot {
    /// What a notice says of where and when: an incident, an activity, a response with its area.
    pub fn of(notice: &Notice) -> Option<Self> {
        let (place, when) = match notice.kind() {
            NoticeType::E1 => {
                let e1 = Incident::of(notice)?;
                (e1.place()?, e1.interval()?)
            }
            NoticeType::A1 => {
                let a1 = Activity::of(notice)?;
                (a1.place()?, a1.window()?)
            }
            NoticeType::A4 => (notice.paragraph("F")?.place()?, Response::of(notice)?.window()?),
            _ => return None,
        };
        let shapes = place.parts.iter().map(|part| part.shape.clone()).collect();
        Some(Spot { number: notice.number().clone(), shapes, when })
    }

    /// Whether both say the same of where and when, whoever says it.
    fn is_where_and_when(&self, other: &Spot) -> bool {
        self.when == other.when && self.shapes == other.shapes
    }
}

/// All of a compartment, in parts of at most [`PART`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spots(Vec<Arc<Vec<Spot>>>);

impl Spots {
    /// What stands.
    pub fn of(stand: &Stand<'_>) -> Self {
        TELLING
            .into_iter()
            .flat_map(|kind| stand.of_kind(kind))
            .filter_map(|filed| Spot::of(&filed.notice))
            .collect()
    }

    /// One more.
    pub fn push(&mut self, spot: Spot) {
        match self.0.last_mut().filter(|part| part.len() < PART) {
            Some(part) => Arc::make_mut(part).push(spot),
            None => self.0.push(Arc::new(vec![spot])),
        }
    }

    /// Each.
    pub fn iter(&self) -> impl Iterator<Item = &Spot> {
        self.0.iter().flat_map(|part| part.iter())
    }
}

impl FromIterator<Spot> for Spots {
    fn from_iter<I: IntoIterator<Item = Spot>>(spots: I) -> Self {
        let mut all = Spots::default();
        spots.into_iter().for_each(|spot| all.push(spot));
        all
    }
}

/// Whether a notice of this compartment says the same of where and when.
pub fn is_told(stand: &Stand<'_>, spot: &Spot) -> bool {
    let told = TELLING.into_iter().flat_map(|kind| stand.of_kind(kind));
    told.filter_map(|filed| Spot::of(&filed.notice)).any(|own| own.is_where_and_when(spot))
}

/// Types of notices that say where and when.
const TELLING: [NoticeType; 3] = [NoticeType::E1, NoticeType::A1, NoticeType::A4];
const PART: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(serial: u32) -> Spot {
        let number = Number::parse(&format!("US/LEV/27/{serial:04}/E1")).expect("a number");
        let at = Instant::from_seconds(i64::from(serial)).expect("an instant");
        Spot { number, shapes: Vec::new(), when: (at, at) }
    }

    #[test]
    fn a_copy_keeps_what_it_had_while_more_come() {
        let mut spots: Spots = (1..=300).map(spot).collect();
        let copy = spots.clone();
        (301..=600).for_each(|serial| spots.push(spot(serial)));
        assert_eq!(copy, (1..=300).map(spot).collect());
        assert_eq!(spots.iter().cloned().collect::<Vec<_>>(), (1..=600).map(spot).collect::<Vec<_>>());
        assert_eq!(spots.0.len(), 3, "parts are full before the next begins");
    }
}
