//! A pack and a reader together: what every renderer speaks with.

use notice::vocabulary::Vocabulary;

use crate::isolate::machine;
use crate::pack::{Argument, Arguments, Packs};
use crate::reader::Reader;
use crate::text::Text;

/// Packs and the one who reads.
#[derive(Clone, Copy)]
pub(crate) struct Voice<'a> {
    pub(crate) packs: &'a Packs,
    pub(crate) reader: &'a Reader,
}

impl<'a> Voice<'a> {
    pub(crate) fn new(packs: &'a Packs, reader: &'a Reader) -> Self {
        Voice { packs, reader }
    }

    /// A message without arguments.
    pub(crate) fn say(&self, key: &str) -> String {
        self.say_with(key, &Arguments::new())
    }

    /// A message with already rendered arguments.
    pub(crate) fn say_with(&self, key: &str, arguments: &Arguments) -> String {
        self.packs.say(&self.reader.language, self.reader.digits, key, arguments)
    }

    /// A message with one argument.
    pub(crate) fn say_one(&self, key: &str, name: &'static str, text: String) -> String {
        self.say_with(key, &Arguments::from([(name, Argument::Text(text))]))
    }

    /// A message, if English or the reader's language has it.
    pub(crate) fn say_if(&self, key: &str, arguments: &Arguments) -> Option<String> {
        let known = self.packs.has(&self.reader.language, key) || self.packs.has("en", key);
        known.then(|| self.say_with(key, arguments))
    }

    /// A word of a closed list: message `LIST-WORD` in lower case; types are shown by their code.
    pub(crate) fn word(&self, vocabulary: &Vocabulary, word: &str) -> String {
        if vocabulary.name == "type" { machine(word) } else { self.say(&word_key(vocabulary.name, word)) }
    }

    /// A whole number in the reader's digits.
    pub(crate) fn number(&self, number: i64) -> String {
        machine(&self.reader.digits.write(&number.to_string()))
    }

    /// A label and what it labels.
    pub(crate) fn label(&self, label: &str, text: &str) -> String {
        format!("{label}{}{text}", self.say("colon"))
    }

    /// A list in one line.
    pub(crate) fn list(&self, items: &[String]) -> String {
        items.join(&self.say("list-comma"))
    }

    /// An empty text in the reader's direction.
    pub(crate) fn text(&self) -> Text {
        Text::new(self.packs.direction(&self.reader.language), self.say("space"))
    }
}

/// The key of a word's message: `act-rocket-mortar`; signs that keys may not hold are spelt or dropped.
pub(crate) fn word_key(list: &str, word: &str) -> String {
    let spelt = word.to_lowercase().replace('%', "pct").replace('/', "-");
    format!("{list}-{spelt}")
}
