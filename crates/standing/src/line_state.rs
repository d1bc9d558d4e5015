//! M1, the line to one party as one observer sees it: what `line` diagnoses, beside what was declared by L6.
//!
//! Never part of the shared root: it rests on what this node alone saw.

use crate::station::Window;
use line::diagnosis::{LineState, State, Word};
use notice::vocabulary::SuspensionClass;

/// A rung of M1 (notices.md section 8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rung {
    /// Tests pass on all paths.
    Up,
    /// A path fails, another is good.
    Degraded,
    /// One test missed.
    Late,
    /// Two missed.
    Unanswered,
    /// They declared silence until then, ms UTC.
    SilenceDeclared {
        /// Until when.
        until_ms: i64,
    },
    /// Classes are suspended.
    Suspended {
        /// Which.
        classes: Vec<SuspensionClass>,
        /// Until when, ms UTC.
        until_ms: i64,
    },
    /// Heads or roots differ for equal pairs.
    Forked,
}

/// M1 of one pair, in one compartment, for one observer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rungs {
    /// The rung.
    pub rung: Rung,
    /// The word, where there is one.
    pub word: Option<Word>,
    /// Since when, ms UTC by the own clock.
    pub since_ms: i64,
}

/// Puts together what the carrier saw and what was declared. FORKED stands before everything; a declared window
/// names a silence, but does not hide that tests pass.
pub fn rungs(carrier: &LineState, windows: &[Window], as_of_ms: i64) -> Rungs {
    let declared = windows.iter().rfind(|w| w.holds(as_of_ms));
    let silent = matches!(carrier.state, State::Late | State::Unanswered | State::Declared);
    let rung = match (carrier.state, declared) {
        (State::Forked, _) => Rung::Forked,
        (_, Some(w)) if !w.silence() => Rung::Suspended { classes: w.classes.clone(), until_ms: w.until_ms },
        (_, Some(w)) if silent => Rung::SilenceDeclared { until_ms: w.until_ms },
        (State::Up, _) => Rung::Up,
        (State::Degraded, _) => Rung::Degraded,
        (State::Late, _) => Rung::Late,
        (State::Unanswered | State::Declared, _) => Rung::Unanswered,
    };
    Rungs { rung, word: carrier.word.clone(), since_ms: carrier.since_ms }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notice::Number;

    fn window(classes: Vec<SuspensionClass>) -> Window {
        let by = Number::parse("IR/MAR/27/0004/L6").expect("a number");
        Window { by, from_ms: 10, until_ms: 20, classes }
    }

    fn seen(state: State) -> LineState {
        LineState { state, word: None, since_ms: 5 }
    }

    #[test]
    fn a_declared_silence_names_missed_tests_only_within_its_window() {
        let silence = [window(Vec::new())];
        let rung = |state, at| rungs(&seen(state), &silence, at).rung;
        assert_eq!(rung(State::Unanswered, 15), Rung::SilenceDeclared { until_ms: 20 });
        assert_eq!(rung(State::Unanswered, 20), Rung::Unanswered);
        assert_eq!(rung(State::Up, 15), Rung::Up);
        assert_eq!(rung(State::Forked, 15), Rung::Forked);
    }

    #[test]
    fn a_suspension_is_shown_while_tests_pass() {
        let suspended = [window(vec![SuspensionClass::T])];
        let rung = rungs(&seen(State::Up), &suspended, 15).rung;
        assert_eq!(rung, Rung::Suspended { classes: vec![SuspensionClass::T], until_ms: 20 });
    }
}
