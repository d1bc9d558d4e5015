//! Closed lists of words with stable numbers (notices.md sections 4.1 to 4.13).
//!
//! In: nothing. Out: an enum a list for code, and a [`Vocabulary`] a list for everything that walks a spec.
//! I1 a number is never reused and never changes its word: the canonical form carries the number.
//! I2 a word is upper case, digits and hyphens; `wording` renders it by the message `NAME-WORD` in lower case.

/// One closed list of words.
#[derive(Debug, PartialEq, Eq)]
pub struct Vocabulary {
    /// Name of the list, lower case; first part of the message id of each word.
    pub name: &'static str,
    /// Words in the order in which they are offered.
    pub terms: &'static [Term],
}

/// A word of a closed list and its number in the canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Stable number, carried by the canonical form.
    pub number: u8,
    /// Stable word, written in TOML and JSON.
    pub word: &'static str,
}

impl Vocabulary {
    /// The word with this number.
    pub fn word_of(&self, number: u8) -> Option<&'static str> {
        // Most lists count from 1.
        let there = self.terms.get(usize::from(number).wrapping_sub(1)).filter(|term| term.number == number);
        there.or_else(|| self.terms.iter().find(|term| term.number == number)).map(|term| term.word)
    }

    /// The list's own copy of a word, with its number.
    pub fn find(&self, word: &str) -> Option<Term> {
        self.terms.iter().copied().find(|term| term.word == word)
    }

    /// All words, for a list of choices or a schema.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.terms.iter().map(|term| term.word)
    }
}

/// Declares an enum and its [`Vocabulary`] from one table.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $vocabulary:ident, $slug:literal,
     { $( $variant:ident = $number:literal $word:literal ),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( #[doc = concat!("`", $word, "`")] $variant = $number ),* }

        #[doc = concat!("The closed list behind [`", stringify!($name), "`].")]
        pub static $vocabulary: crate::vocabulary::Vocabulary = crate::vocabulary::Vocabulary {
            name: $slug,
            terms: &[ $( crate::vocabulary::Term { number: $number, word: $word } ),* ],
        };

        impl $name {
            /// Every word, in the order of the list.
            pub const ALL: &'static [$name] = &[ $( $name::$variant ),* ];

            /// The stable word.
            pub fn word(self) -> &'static str {
                match self { $( $name::$variant => $word ),* }
            }

            /// The number of the canonical form.
            pub fn number(self) -> u8 {
                self as u8
            }

            /// The word with this number of the canonical form.
            pub fn of_number(number: u8) -> Option<Self> {
                match number { $( $number => Some($name::$variant), )* _ => None }
            }

            /// Reads the stable word.
            pub fn parse(word: &str) -> Option<Self> {
                match word { $( $word => Some($name::$variant), )* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

mod act_class;
mod activity;
mod actor;
mod attribution;
mod carve_out;
mod charter;
mod evidence;
mod form;
mod public_track;
mod red_line;
mod service;
mod steps;

pub use act_class::{ACT_CLASS, ActClass, ActGroup};
pub use activity::*;
pub use actor::{ACTOR_RELATION, ActorRelation, STANDARD, Standard};
pub use attribution::*;
pub use carve_out::*;
pub use charter::*;
pub use evidence::*;
pub use form::*;
pub use public_track::*;
pub use red_line::*;
pub use service::*;
pub use steps::*;
