//! The shape of an operator's error, without words.
//!
//! In: nothing. Out: a code, whose fault it was, and typed facts. The words (what happened, what was
//! kept, what to do next) are keyed by the code in `languages/`, so that floor 0 stays wordless.
//!
//! I1 a code is stable and never reused. I2 facts carry no secret. I3 every code has three messages
//! (`CODE-happened`, `CODE-kept`, `CODE-next`) in every shipped language; a test in `wording` holds it.

use std::collections::BTreeMap;
use std::fmt;

/// A stable error code such as `E-LINE-014`; also the key of its three messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// Whose fault a refusal is; the operator's text differs by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blame {
    /// The operator or their input.
    Operator,
    /// Another party, by its code.
    Counterpart(String),
    /// A relay, by its id.
    Relay(String),
    /// Disk, network, clock of this machine.
    Environment,
    /// A defect of Demarche.
    Us,
}

/// One typed fact of a refusal, formatted for the reader by `wording`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A machine value or name, isolated when rendered.
    Text(String),
    /// A count or other whole number.
    Number(i64),
    /// An instant, milliseconds since 1970 UTC.
    InstantMs(i64),
    /// A duration in milliseconds.
    DurationMs(i64),
    /// A list of machine values.
    List(Vec<String>),
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Fact::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Fact::Text(text)
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Fact::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<i64> for Fact {
    fn from(number: i64) -> Self {
        Fact::Number(number)
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Fact::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// The facts of a refusal by name; names are the arguments of its messages.
pub type Facts = BTreeMap<&'static str, Fact>;

/// Builds [`Facts`]: `facts! { author: "IR", seq: 14u64 }`.
#[macro_export]
macro_rules! facts {
    ($($name:ident : $value:expr),* $(,)?) => {{
        #[allow(unused_mut)]
        let mut facts = $crate::Facts::new();
        $(facts.insert(stringify!($name), $crate::Fact::from($value));)*
        facts
    }};
}

/// Implemented by each variant-bearing error enum of every crate.
pub trait OperatorError: std::error::Error {
    /// The stable code, key of the three messages.
    fn code(&self) -> Code;
    /// Whose fault it is.
    fn blame(&self) -> Blame;
    /// Typed facts for the messages.
    fn facts(&self) -> Facts;
}

/// An operator's error that has left its crate: what `wording` renders and a command prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// Whose fault it is.
    pub blame: Blame,
    /// Typed facts for the messages.
    pub facts: Facts,
}

impl Refusal {
    /// Takes code, blame and facts out of a typed error.
    pub fn of(error: &dyn OperatorError) -> Self {
        Refusal { code: error.code(), blame: error.blame(), facts: error.facts() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.0)?;
        for (name, fact) in &self.facts {
            match fact {
                Fact::Text(text) => write!(f, " {name}={text}")?,
                Fact::Number(n) | Fact::InstantMs(n) | Fact::DurationMs(n) => write!(f, " {name}={n}")?,
                Fact::List(items) => write!(f, " {name}={}", items.join(","))?,
            }
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

impl OperatorError for Refusal {
    fn code(&self) -> Code {
        self.code
    }
    fn blame(&self) -> Blame {
        self.blame.clone()
    }
    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}
