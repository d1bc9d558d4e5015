//! Why a watch does not begin or go on.

use refusal::{Blame, Code, Facts, OperatorError, Refusal, facts};
use std::fmt;
use std::path::Path;

/// What this crate refuses.
#[derive(Debug)]
pub enum WatchError {
    /// A file cannot be read or written.
    File {
        /// Which.
        path: String,
        /// What the system says.
        why: String,
    },
    /// A file among the lines is no notice.
    NotANotice {
        /// Which.
        path: String,
        /// Why.
        why: String,
        /// The refusal that says why in the reader's words, if there is one.
        refusal: Option<Box<Refusal>>,
    },
    /// No line was found.
    NoLines {
        /// Where.
        path: String,
    },
    /// The state was made with other lines or another feed.
    OtherState {
        /// What differs.
        what: String,
    },
    /// The state cannot be read or written.
    State {
        /// What the database says.
        why: String,
    },
    /// A feed that cannot be opened.
    Feed {
        /// Its name.
        feed: String,
        /// What the system says.
        why: String,
    },
}

impl WatchError {
    /// A file that cannot be read or written.
    pub fn file(path: &Path, why: &std::io::Error) -> Self {
        WatchError::File { path: path.display().to_string(), why: why.to_string() }
    }
}

impl From<rusqlite::Error> for WatchError {
    fn from(error: rusqlite::Error) -> Self {
        WatchError::State { why: error.to_string() }
    }
}

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", refusal::Refusal::of(self))
    }
}

impl std::error::Error for WatchError {}

impl OperatorError for WatchError {
    fn code(&self) -> Code {
        Code(match self {
            WatchError::File { .. } => "E-WATCH-001",
            WatchError::NotANotice { .. } => "E-WATCH-002",
            WatchError::NoLines { .. } => "E-WATCH-003",
            WatchError::OtherState { .. } => "E-WATCH-004",
            WatchError::State { .. } => "E-WATCH-005",
            WatchError::Feed { .. } => "E-WATCH-006",
        })
    }

    fn blame(&self) -> Blame {
        match self {
            WatchError::State { .. } => Blame::Environment,
            _ => Blame::Operator,
        }
    }

    fn facts(&self) -> Facts {
        match self {
            WatchError::File { path, why } | WatchError::NotANotice { path, why, .. } => {
                facts! { path: path.clone(), why: why.clone() }
            }
            WatchError::NoLines { path } => facts! { path: path.clone() },
            WatchError::OtherState { what } => facts! { what: what.clone() },
            WatchError::State { why } => facts! { why: why.clone() },
            WatchError::Feed { feed, why } => facts! { feed: feed.clone(), why: why.clone() },
        }
    }
}
