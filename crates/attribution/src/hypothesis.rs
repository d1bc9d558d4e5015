//! The five hypotheses.

/// Who stands behind an act, in relation to a patron.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hypothesis {
    /// The patron ordered it.
    Directed,
    /// The patron supplied the means and let it happen.
    Permitted,
    /// The group acted on its own.
    Autonomous,
    /// A part of the group, or of the patron's forces, acted against orders.
    Rogue,
    /// Somebody else.
    Third,
}

/// In the order of every table.
pub const HYPOTHESES: [Hypothesis; 5] = [
    Hypothesis::Directed,
    Hypothesis::Permitted,
    Hypothesis::Autonomous,
    Hypothesis::Rogue,
    Hypothesis::Third,
];

impl Hypothesis {
    /// The name in tables and answers.
    pub fn name(self) -> &'static str {
        match self {
            Hypothesis::Directed => "directed",
            Hypothesis::Permitted => "permitted",
            Hypothesis::Autonomous => "autonomous",
            Hypothesis::Rogue => "rogue",
            Hypothesis::Third => "third",
        }
    }
}
