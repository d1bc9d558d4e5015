//! What a file of assumptions declares of the three models: their files, and which assumption each reading moves, by what
//! factor and on whose word.

use crate::error::DeskError;
use crate::estimate::Estimate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Model {
    /// Time to material.
    Safeguards,
    /// Who stands behind an act.
    Attribution,
    /// Price of oil.
    Brent,
}

impl Model {
    /// All, in the order of every table.
    pub const ALL: [Model; 3] = [Model::Safeguards, Model::Attribution, Model::Brent];

    /// Its name in files and documents.
    pub fn word(self) -> &'static str {
        match self {
            Model::Safeguards => "safeguards",
            Model::Attribution => "attribution",
            Model::Brent => "brent",
        }
    }
}

/// Files of the models, beside the file of assumptions, and what they feed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Models {
    /// Time to material.
    pub safeguards: Option<SafeguardsFiles>,
    /// Who stands behind an act.
    pub attribution: Option<AttributionFiles>,
    /// Price of oil.
    pub brent: Option<BrentFiles>,
    /// What is fed with what, in the order in which it is done.
    #[serde(default)]
    pub feed: Vec<Feed>,
}

/// Files of the time to material.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SafeguardsFiles {
    /// Table of stocks.
    pub stocks: String,
    /// Table of machines; the shipped one if absent.
    pub machines: Option<String>,
    /// Day asked about; that of the assumptions if absent.
    pub as_of: Option<String>,
    /// Material asked about; `25 kgU` if absent.
    pub quantity: Option<String>,
}

/// Files of who stands behind an act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributionFiles {
    /// Evidence.
    pub evidence: String,
    /// Table of likelihoods; the shipped one if absent.
    pub likelihoods: Option<String>,
}

/// Files of the price of oil.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BrentFiles {
    /// An event with one case or two.
    pub event: String,
    /// Day of the last price that may be looked at.
    pub origin: String,
    /// Prices; the shipped series if absent.
    pub prices: Option<String>,
}

/// A reading of a model, and the assumption that it moves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Whose reading.
    pub model: Model,
    /// safeguards: months. attribution: directed, permitted, autonomous, rogue, third, directed-or-permitted. brent:
    /// level (median of the first case less that of the second, or less the price at the origin) or width (of the 90 %
    /// band).
    pub reading: String,
    /// brent: rows after the origin, 1, 5, 20, 60 or 120.
    pub rows: Option<usize>,
    /// brent: an exposure of the event; the reading is then in million USD a day, not in USD a barrel.
    pub exposure: Option<String>,
    /// The assumption, as `assess flip` writes it.
    pub key: String,
    /// How it is moved.
    pub how: How,
    /// What one unit of the reading is in units of the assumption.
    pub factor: Estimate,
    /// The reading at which nothing is shifted; 0 if absent.
    #[serde(default)]
    pub reference: f64,
    /// The assumption is held at or above this.
    pub least: Option<f64>,
    /// The assumption is held at or below this.
    pub most: Option<f64>,
}

/// How an assumption is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// It becomes factor times reading; the file's own number no longer counts.
    Becomes,
    /// Factor times (reading less reference) is added to it.
    Shifts,
}

impl How {
    /// The word of the file.
    pub fn word(self) -> &'static str {
        match self {
            How::Becomes => "becomes",
            How::Shifts => "shifts",
        }
    }
}

/// What attribution may be asked for beside the five hypotheses.
pub(crate) const RESPONSIBLE: &str = "directed-or-permitted";

impl Feed {
    /// Unit of the reading.
    pub fn unit(&self) -> &'static str {
        match (self.model, &self.exposure) {
            (Model::Safeguards, _) => "months",
            (Model::Attribution, _) => "share",
            (Model::Brent, None) => "USD a barrel",
            (Model::Brent, Some(_)) => "million USD a day",
        }
    }

    /// The reading in words.
    pub fn reads(&self) -> String {
        let of = self.exposure.as_ref().map_or(String::new(), |name| format!(" of {name}"));
        let after = self.rows.map_or(String::new(), |rows| format!(" after {rows} rows"));
        format!("{} {}{of}{after}", self.model.word(), self.reading)
    }

    fn check(&self, place: &str, file: &str, keys: &[String]) -> Result<(), DeskError> {
        let refuse = |key: &str, why: String| Err(DeskError::value(file, &format!("{place}.{key}"), why));
        let known: Vec<&str> = match self.model {
            Model::Safeguards => vec!["months"],
            Model::Attribution => {
                attribution::HYPOTHESES.iter().map(|h| h.name()).chain([RESPONSIBLE]).collect()
            }
            Model::Brent => vec!["level", "width"],
        };
        if !known.contains(&self.reading.as_str()) {
            let of = self.model.word();
            return refuse("reading", format!("{} is none of {of}; {}", self.reading, known.join(", ")));
        }
        let fits = |rows: &usize| brent::HORIZONS.contains(rows);
        match (self.model, &self.rows) {
            (Model::Brent, Some(rows)) if fits(rows) => {}
            (Model::Brent, _) => return refuse("rows", "name 1, 5, 20, 60 or 120 rows".to_owned()),
            (_, None) if self.exposure.is_none() => {}
            _ => return refuse("rows", "rows and exposure are brent's alone".to_owned()),
        }
        if !keys.contains(&self.key) {
            return refuse("key", format!("there is no assumption {}", self.key));
        }
        if let Some(why) = self.factor.disorder(9) {
            return refuse("factor", why);
        }
        let Estimate { unit, source, .. } = &self.factor;
        if unit.trim().is_empty() || source.trim().is_empty() {
            let why = "a factor has a unit (of the assumption per unit of the reading) and a source, or `judgement`";
            return refuse("factor", why.to_owned());
        }
        if !self.reference.is_finite() || self.how == How::Becomes && self.reference != 0.0 {
            return refuse("reference", "it is a number, and only for what `shifts`".to_owned());
        }
        if let (Some(least), Some(most)) = (self.least, self.most)
            && least > most
        {
            return refuse("least", format!("{least} is above most, {most}"));
        }
        Ok(())
    }
}

impl Models {
    /// Checks the feeds against the keys that there are.
    ///
    /// # Errors
    /// [`DeskError::Value`] with the feed and its key.
    pub fn check(&self, file: &str, keys: &[String]) -> Result<(), DeskError> {
        let mut moved: Vec<&str> = Vec::new();
        for (at, feed) in self.feed.iter().enumerate() {
            let place = format!("models.feed {}", at + 1);
            feed.check(&place, file, keys)?;
            if feed.how == How::Becomes && moved.contains(&feed.key.as_str()) {
                let why = format!("{} is moved by a feed above, which this one would undo", feed.key);
                return Err(DeskError::value(file, &format!("{place}.how"), why));
            }
            moved.push(&feed.key);
        }
        Ok(())
    }
}
