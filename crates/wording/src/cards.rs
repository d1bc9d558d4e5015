//! The cards of the watch: one situation each, a title and numbered steps, all from the packs
//! (`card-NAME-title`, `card-NAME-1` and on). A card has as many steps as English has.

use crate::direction::Direction;
use crate::isolate::{bare, settle};
use crate::pack::{Argument, Arguments, Packs};
use crate::reader::Reader;
use crate::voice::Voice;

/// Names of the cards, in their order.
pub const CARDS: &[&str] =
    &["flash", "a4", "silence", "accident", "mistake", "handover", "leak", "succession", "dormancy"];

/// One card in a reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its name, the same in every language.
    pub name: String,
    /// Its place among [`CARDS`], from 1.
    pub number: usize,
    /// `Card 3 of 9`.
    pub head: String,
    /// The situation.
    pub title: String,
    /// What to do, in order.
    pub steps: Vec<String>,
    /// The steps behind their numbers in the reader's digits.
    pub numbered: Vec<(String, String)>,
    /// Which way its lines run.
    pub direction: Direction,
}

impl Card {
    /// As lines of a terminal.
    pub fn text(&self) -> String {
        let steps = self.numbered.iter().map(|(number, step)| format!("{number} {step}"));
        [self.head.clone(), self.title.clone()]
            .into_iter()
            .chain(steps)
            .map(|line| bare(&line) + "\n")
            .collect()
    }
}

/// A card by its name; `None` for a name that no card has.
pub fn card(packs: &Packs, name: &str, reader: &Reader) -> Option<Card> {
    let place = CARDS.iter().position(|known| *known == name)?;
    let voice = Voice::new(packs, reader);
    let direction = packs.direction(&reader.language);
    let say = |key: &str| settle(&voice.say(key), direction, " ");
    let steps: Vec<String> = (1..)
        .map(|step| format!("card-{name}-{step}"))
        .take_while(|key| packs.has("en", key))
        .map(|key| say(&key))
        .collect();
    let counted = |n: usize| Argument::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let arguments = Arguments::from([("number", counted(place + 1)), ("of", counted(CARDS.len()))]);
    let numbered = steps.iter().zip(1..);
    let numbered = numbered.map(|(step, n)| (reader.digits.write(&format!("{n}.")), step.clone())).collect();
    Some(Card {
        name: name.to_owned(),
        number: place + 1,
        head: settle(&voice.say_with("card-head", &arguments), direction, " "),
        title: say(&format!("card-{name}-title")),
        steps,
        numbered,
        direction,
    })
}
