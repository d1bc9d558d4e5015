//! Numbers changed at the desk: a new file of assumptions from an old one, with the new source beside each new number.
//!
//! I1 a changed number never stands under the source of the old one. I2 what comes out is a whole file that any command
//! reads again, to the same run.

use crate::assessment::Inputs;
use crate::assumptions::{Assumptions, Estimate};
use crate::error::DeskError;
use crate::feed::How;
use serde::Deserialize;
use toml::Value;

/// One number as it shall be.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its key, as `assess flip` writes it.
    pub key: String,
    /// Lowest value that is taken for possible.
    pub low: f64,
    /// Best guess.
    pub centre: f64,
    /// Highest value that is taken for possible.
    pub high: f64,
    /// Where the new number comes from, or `judgement`.
    pub source: String,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The key.
    pub key: String,
    /// Before.
    pub from: Estimate,
    /// After.
    pub to: Estimate,
}

/// How the editor is named in refusals.
const FILE: &str = "the editor";
/// The word for a number without a source; it may stay under another number.
const JUDGEMENT: &str = "judgement";

impl Inputs {
    /// The same with some numbers changed, and what changed; a change to what stands already is none.
    ///
    /// # Errors
    /// [`DeskError::Unknown`] for a key, [`DeskError::Value`] for a number that cannot be or a source that is the old one's.
    pub fn changed(&self, changes: &[Change]) -> Result<(Self, Vec<Changed>), DeskError> {
        let (mut done, mut numbers) = (Vec::new(), Vec::new());
        for change in changes {
            let from = self.number(&change.key)?;
            let to = Estimate {
                low: change.low,
                centre: change.centre,
                high: change.high,
                unit: from.unit.clone(),
                source: change.source.trim().to_owned(),
            };
            if to == *from {
                continue;
            }
            if self.given.is_some()
                && let Some(feed) = self
                    .assumptions
                    .models
                    .iter()
                    .flat_map(|it| &it.feed)
                    .find(|feed| feed.key == change.key && feed.how == How::Becomes)
            {
                let why =
                    format!("it is what {} says; change its file, or the factor of its feed", feed.reads());
                return Err(DeskError::value(FILE, &change.key, why));
            }
            let moved = [to.low, to.centre, to.high] != [from.low, from.centre, from.high];
            if moved && to.source == from.source && to.source != JUDGEMENT {
                let why = "the source is that of the number before; name the new one's, or write `judgement`";
                return Err(DeskError::value(FILE, &change.key, why));
            }
            numbers.push((change.key.clone(), to.clone()));
            done.push(Changed { key: change.key.clone(), from: from.clone(), to });
        }
        if done.is_empty() {
            return Ok((self.clone(), done));
        }
        let assumptions = self.replaced(&numbers, FILE)?;
        let text = toml::to_string(&assumptions).map_err(|error| form(&error))?;
        let calendar = self.calendar_text.as_deref().map(|text| ("calendar", text));
        let changed = Inputs::read((FILE, &text), calendar)?;
        let changed = match &self.given {
            Some(given) => changed.asked(given.clone()),
            None => changed,
        };
        Ok((changed, done))
    }

    /// The assumptions with some numbers in place of others, checked; `file` is named in refusals.
    pub(crate) fn replaced(
        &self,
        numbers: &[(String, Estimate)],
        file: &str,
    ) -> Result<Assumptions, DeskError> {
        let mut all = Value::try_from(&self.assumptions).map_err(|error| form(&error))?;
        for (key, number) in numbers {
            if let Some(place) = place(&mut all, key) {
                *place = Value::try_from(number).map_err(|error| form(&error))?;
            }
        }
        let replaced: Assumptions = all.try_into().map_err(|error| form(&error))?;
        replaced.check(file)?;
        Ok(replaced)
    }

    /// The file of assumptions as it stands, record and changes in it.
    ///
    /// # Errors
    /// [`DeskError::Form`] if it cannot be written.
    pub fn file(&self) -> Result<String, DeskError> {
        toml::to_string(&self.assumptions).map_err(|error| form(&error))
    }

    pub(crate) fn number(&self, key: &str) -> Result<&Estimate, DeskError> {
        let all = self.assumptions.numbers();
        let known = || all.iter().map(|named| named.key.as_str()).collect::<Vec<_>>().join(", ");
        let found = all.iter().find(|named| named.key == key).map(|named| named.estimate);
        found.ok_or_else(|| DeskError::Unknown { asked: format!("assumption {key}"), known: known() })
    }
}

fn form(error: &dyn std::fmt::Display) -> DeskError {
    DeskError::Form { file: FILE.to_owned(), why: error.to_string() }
}

/// The value of a key: tables by name, lists by the `id` or `name` of their items, which may hold dots.
fn place<'v>(file: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    let (first, rest) = key.split_once('.')?;
    match file.get_mut(first)? {
        Value::Array(items) => {
            let (item, last) = rest.rsplit_once('.')?;
            let named = |it: &Value| {
                ["id", "name"].iter().any(|name| it.get(name).and_then(Value::as_str) == Some(item))
            };
            items.iter_mut().find(|it| named(it))?.get_mut(last)
        }
        table => table.get_mut(rest),
    }
}
