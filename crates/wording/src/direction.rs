//! The direction of a language.

/// Which way the lines of a text run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// English, French.
    LeftToRight,
    /// Persian, Arabic.
    RightToLeft,
}
