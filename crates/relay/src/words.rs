//! The host's language: messages of the packs with typed facts.

use crate::error::RelayError;
use refusal::Facts;
use wording::{Direction, Packs, Reader};

/// Packs and one reader.
pub(crate) struct Words {
    packs: &'static Packs,
    reader: Reader,
}

impl Words {
    /// Words in a shipped language.
    ///
    /// # Errors
    /// [`RelayError::Language`] for another one.
    pub(crate) fn of(language: &str) -> Result<Self, RelayError> {
        let reader = Packs::shipped().reader_at(language, 0);
        let reader = reader.ok_or_else(|| RelayError::Language { language: language.to_owned() })?;
        Ok(Words { packs: Packs::shipped(), reader })
    }

    /// A message with its facts.
    pub(crate) fn say(&self, key: &str, facts: &Facts) -> String {
        wording::render_phrase(self.packs, key, facts, &self.reader)
    }

    /// A message without facts.
    pub(crate) fn plain(&self, key: &str) -> String {
        self.say(key, &Facts::new())
    }

    /// Language tag.
    pub(crate) fn language(&self) -> &str {
        &self.reader.language
    }

    /// `ltr` or `rtl`.
    pub(crate) fn direction(&self) -> &'static str {
        match self.packs.direction(&self.reader.language) {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }
}

/// The languages of the printed pages, in their order there.
pub(crate) const PRINTED: [&str; 4] = ["en", "fa", "fr", "ar"];
