//! Expectations of a scenario: what must be seen, when, on whose nodes.
//!
//! I1 an expectation that waits for a later part is counted as not yet, never as held.

use crate::moment::Moment;
use crate::question::{Ask, Question, Wanted};
use crate::timeline::in_branch;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// A file of expectations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expectations {
    /// Expectations, in any order.
    #[serde(default)]
    pub expect: Vec<Expect>,
}

/// One expectation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expect {
    /// Its id, unique in the scenario.
    #[schemars(with = "String")]
    pub id: Spanned<String>,
    /// When; at the end if left out.
    pub at: Option<Moment>,
    /// Only in these branches.
    #[serde(default)]
    pub only: Vec<String>,
    /// Not in these branches.
    #[serde(default)]
    pub except: Vec<String>,
    /// The later part that it waits for; then nothing else need be said.
    pub needs: Option<Need>,
    /// In words, what must be seen.
    pub says: Option<String>,
    /// With `needs = "desk"`: which party's private half of the board is asked, as `demarche exercise run` finds it.
    pub desk: Option<DeskAsk>,
    /// What is asked.
    pub ask: Option<Ask>,
    /// In which compartment.
    pub compartment: Option<String>,
    /// Of what.
    pub of: Option<String>,
    /// Toward which party.
    pub toward: Option<String>,
    /// Which mark.
    pub mark: Option<String>,
    /// On whose nodes; every member's if left out.
    #[serde(default)]
    pub on: Vec<String>,
    /// The answer that must be seen, the same on each.
    pub is: Option<Wanted>,
}

/// The private half of a party's board: its desk reads the standing snapshots of the moment beside its own files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DeskAsk {
    /// Whose.
    pub party: String,
    /// File of its assumptions, within the folder; its political calendar stands beside it.
    pub assumptions: String,
}

/// A later part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Lines watched against feeds.
    Watch,
    /// The private assessment.
    Desk,
    /// Custodians, leak-check, draft guard.
    Continuity,
    /// A function of the exercise itself.
    Exercise,
}

impl Need {
    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Need::Watch => "watch",
            Need::Desk => "desk",
            Need::Continuity => "continuity",
            Need::Exercise => "exercise",
        }
    }
}

impl Expect {
    /// The question, if one is asked.
    pub fn question(&self) -> Option<Question> {
        Some(Question {
            ask: self.ask?,
            compartment: self.compartment.clone().unwrap_or_default(),
            of: self.of.clone(),
            toward: self.toward.clone(),
            mark: self.mark.clone(),
        })
    }

    /// The moment and the party whose desk is asked, with the answer that is wanted.
    pub fn of_desk(&self) -> Option<(Moment, &DeskAsk, &Wanted)> {
        Some((self.at?, self.desk.as_ref()?, self.is.as_ref()?))
    }

    /// Whether it is part of a branch; the main line is `None`.
    pub fn in_branch(&self, branch: Option<&str>) -> bool {
        in_branch(&self.only, &self.except, branch)
    }
}

/// A filled, commented, valid file of expectations.
pub const TEMPLATE: &str = include_str!("../templates/expect.toml");
