//! Readings of the models as changes of named assumptions.

use super::{Answer, Feed, How, Model};
use crate::assessment::Inputs;
use crate::assumptions::Estimate;
use crate::error::DeskError;

/// One assumption as one feed moved it.
#[derive(Debug, Clone, PartialEq)]
pub struct Shift {
    /// The feed's place in the list.
    pub feed: usize,
    /// The reading: low, centre, high.
    pub reading: [f64; 3],
    /// Before.
    pub before: Estimate,
    /// After.
    pub after: Estimate,
    /// Whether a stated bound held it.
    pub held: bool,
}

impl Inputs {
    /// The same with what these models move, and each move; without their files nothing moves. What comes out asks no model
    /// again, so that nothing is moved twice.
    ///
    /// # Errors
    /// [`DeskError::Value`] if a number would leave its bounds.
    pub fn with_only(&self, models: &[Model]) -> Result<(Self, Vec<Shift>), DeskError> {
        let (Some(given), Some(table)) = (&self.given, &self.assumptions.models) else {
            return Ok((Inputs { given: None, ..self.clone() }, Vec::new()));
        };
        let mut readings: Vec<(usize, [f64; 3])> = given
            .answers
            .iter()
            .filter(|answer| models.contains(&answer.model))
            .flat_map(|answer: &Answer| &answer.readings)
            .filter_map(|(at, reading)| Some((*at, (*reading)?)))
            .collect();
        readings.sort_by_key(|(at, _)| *at);
        let (mut moved, mut shifts) = (Inputs { given: None, ..self.clone() }, Vec::new());
        for (at, reading) in readings {
            let Some(feed) = table.feed.get(at) else { continue };
            let before = moved.number(&feed.key)?.clone();
            let (after, held) = converted(feed, reading, &before);
            moved.assumptions = moved.replaced(&[(feed.key.clone(), after.clone())], "models.feed")?;
            shifts.push(Shift { feed: at, reading, before, after, held });
        }
        Ok((moved, shifts))
    }

    /// The same with what all models move: what every finding is made from.
    ///
    /// # Errors
    /// As [`Inputs::with_only`].
    pub fn weighed(&self) -> Result<Self, DeskError> {
        Ok(self.with_only(&Model::ALL)?.0)
    }
}

/// Every corner of reading and factor; the widest interval that they allow.
fn converted(feed: &Feed, reading: [f64; 3], before: &Estimate) -> (Estimate, bool) {
    let Estimate { low, centre, high, .. } = &feed.factor;
    let by = reading.map(|value| value - feed.reference);
    let corners = [by[0] * low, by[0] * high, by[2] * low, by[2] * high];
    let base = match feed.how {
        How::Becomes => [0.0; 3],
        How::Shifts => [before.low, before.centre, before.high],
    };
    let free = [
        base[0] + corners.into_iter().fold(f64::INFINITY, f64::min),
        base[1] + by[1] * centre,
        base[2] + corners.into_iter().fold(f64::NEG_INFINITY, f64::max),
    ];
    let (least, most) = (feed.least.unwrap_or(f64::NEG_INFINITY), feed.most.unwrap_or(f64::INFINITY));
    let held = free.map(|value| value.max(least).min(most));
    let by = format!("{} times a factor ({})", feed.reads(), feed.factor.source);
    let source = match feed.how {
        How::Becomes => by,
        How::Shifts => format!("{}; shifted by {by}", before.source),
    };
    let after = Estimate { low: held[0], centre: held[1], high: held[2], unit: before.unit.clone(), source };
    (after, held != free)
}
