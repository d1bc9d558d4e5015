//! M0, *Life* of a notice (notices.md section 8): what its author takes back, replaces, or lets end.
//!
//! LIVE -L5 first seal-> DISREGARD(until); DISREGARD -L5 CONFIRM-> CANCELLED or CORRECTED; DISREGARD -10 min->
//! LIVE, both told; LIVE -later version-> SUPERSEDED; LIVE -expires-> EXPIRED.
//!
//! I1 nothing brings a notice back from CANCELLED, CORRECTED or SUPERSEDED.

use crate::error::StandError;
use notice::Number;

/// Where a notice is in its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Life {
    /// It stands.
    Live,
    /// Its author says to disregard it; the second seal is outstanding until then, ms UTC.
    Disregard {
        /// When the L5 lapses.
        until_ms: i64,
        /// The L5.
        by: Number,
        /// What takes its place, for CORRECT.
        correction: Option<Option<Number>>,
    },
    /// Taken back.
    Cancelled {
        /// The L5.
        by: Number,
    },
    /// Taken back, another stands in its place.
    Corrected {
        /// The L5.
        by: Number,
        /// The replacement, if the L5 named one.
        replacement: Option<Number>,
    },
    /// A later version stands.
    Superseded {
        /// The later one.
        by: Number,
    },
    /// Its time is over.
    Expired {
        /// Since when, ms UTC.
        at_ms: i64,
    },
}

/// What moves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LifeInput {
    /// An L5 CANCEL, or CORRECT (`correction` is there), by its author.
    FirstSeal {
        /// The L5.
        by: Number,
        /// When it lapses, ms UTC.
        until_ms: i64,
        /// For CORRECT: the replacement, if named.
        correction: Option<Option<Number>>,
    },
    /// An L5 CONFIRM by another person of its author, in time.
    Confirm,
    /// The second seal did not come.
    Lapse,
    /// A later version of the same thing.
    LaterVersion {
        /// The later one.
        by: Number,
    },
    /// Its end has come.
    End {
        /// When, ms UTC.
        at_ms: i64,
    },
}

impl Life {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            Life::Live => "LIVE",
            Life::Disregard { .. } => "DISREGARD",
            Life::Cancelled { .. } => "CANCELLED",
            Life::Corrected { .. } => "CORRECTED",
            Life::Superseded { .. } => "SUPERSEDED",
            Life::Expired { .. } => "EXPIRED",
        }
    }

    /// Whether its effect on other machines is undone.
    pub fn undone(&self) -> bool {
        matches!(self, Life::Cancelled { .. } | Life::Corrected { .. })
    }

    /// The next state.
    ///
    /// # Errors
    /// [`StandError::NoMove`]; the state stays.
    pub fn on(&self, input: LifeInput) -> Result<Life, StandError> {
        match (self, input) {
            (
                Life::Live | Life::Superseded { .. } | Life::Expired { .. },
                LifeInput::FirstSeal { by, until_ms, correction },
            ) => Ok(Life::Disregard { until_ms, by, correction }),
            (Life::Disregard { by, correction: None, .. }, LifeInput::Confirm) => {
                Ok(Life::Cancelled { by: by.clone() })
            }
            (Life::Disregard { by, correction: Some(replacement), .. }, LifeInput::Confirm) => {
                Ok(Life::Corrected { by: by.clone(), replacement: replacement.clone() })
            }
            (Life::Disregard { .. }, LifeInput::Lapse) => Ok(Life::Live),
            (Life::Live | Life::Expired { .. }, LifeInput::LaterVersion { by }) => {
                Ok(Life::Superseded { by })
            }
            (Life::Live, LifeInput::End { at_ms }) => Ok(Life::Expired { at_ms }),
            (state, input) => Err(StandError::NoMove { state: state.word(), input: input.word() }),
        }
    }
}

impl LifeInput {
    /// The word of the input.
    pub fn word(&self) -> &'static str {
        match self {
            LifeInput::FirstSeal { .. } => "L5",
            LifeInput::Confirm => "CONFIRM",
            LifeInput::Lapse => "LAPSE",
            LifeInput::LaterVersion { .. } => "LATER-VERSION",
            LifeInput::End { .. } => "END",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(serial: u32) -> Number {
        Number::parse(&format!("US/LEV/27/{serial:04}/L5")).expect("a number")
    }

    fn states() -> Vec<Life> {
        vec![
            Life::Live,
            Life::Disregard { until_ms: 9, by: number(1), correction: None },
            Life::Disregard { until_ms: 9, by: number(1), correction: Some(Some(number(2))) },
            Life::Cancelled { by: number(1) },
            Life::Corrected { by: number(1), replacement: None },
            Life::Superseded { by: number(3) },
            Life::Expired { at_ms: 4 },
        ]
    }

    fn inputs() -> Vec<LifeInput> {
        vec![
            LifeInput::FirstSeal { by: number(1), until_ms: 9, correction: None },
            LifeInput::Confirm,
            LifeInput::Lapse,
            LifeInput::LaterVersion { by: number(3) },
            LifeInput::End { at_ms: 4 },
        ]
    }

    #[test]
    fn every_state_meets_every_input_as_the_table_says() {
        let moves = |state: &Life| -> Vec<&'static str> {
            let word = |input| state.on(input).map_or("-", |next| next.word());
            inputs().into_iter().map(word).collect()
        };
        let table: Vec<Vec<&str>> = states().iter().map(moves).collect();
        assert_eq!(
            table,
            vec![
                vec!["DISREGARD", "-", "-", "SUPERSEDED", "EXPIRED"],
                vec!["-", "CANCELLED", "LIVE", "-", "-"],
                vec!["-", "CORRECTED", "LIVE", "-", "-"],
                vec!["-", "-", "-", "-", "-"],
                vec!["-", "-", "-", "-", "-"],
                vec!["DISREGARD", "-", "-", "-", "-"],
                vec!["DISREGARD", "-", "-", "SUPERSEDED", "-"],
            ]
        );
    }
}
