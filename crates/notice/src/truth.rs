//! Truth with three values: what must be, what may be (redline.md section 5).
//!
//! I1 what must be may be: TRUE = (1, 1), UNCERTAIN = (0, 1), FALSE = (0, 0). AND, OR and NOT act on the two parts.

use std::fmt;

/// TRUE, UNCERTAIN or FALSE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// In no case.
    False,
    /// In some case that cannot be left out.
    Uncertain,
    /// In every case.
    True,
}

impl Truth {
    /// From what must be and what may be; what must be may be.
    pub fn of(must: bool, may: bool) -> Self {
        match (must, may) {
            (true, _) => Truth::True,
            (false, true) => Truth::Uncertain,
            (false, false) => Truth::False,
        }
    }

    /// Whether it is so in every case.
    pub fn must(self) -> bool {
        self == Truth::True
    }

    /// Whether it is so in some case.
    pub fn may(self) -> bool {
        self != Truth::False
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// Either.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }

    /// The contrary.
    #[must_use]
    pub fn negated(self) -> Truth {
        Truth::of(!self.may(), !self.must())
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Truth::True => "TRUE",
            Truth::Uncertain => "UNCERTAIN",
            Truth::False => "FALSE",
        }
    }
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
