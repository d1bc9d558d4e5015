//! What the guard tells of a public draft (continuity.md, "Two tracks").

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A public draft.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicDraft {
    /// The draft, plain text.
    pub draft: String,
    /// When it will be said, ms UTC.
    pub at_ms: i64,
}

/// A draft stands in no refusal and no log.
impl std::fmt::Debug for PublicDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PublicDraft").field("at_ms", &self.at_ms).finish_non_exhaustive()
    }
}

/// What a public draft would reveal. Hints and allusions are not looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GuardedTold {
    /// How many sentences it has.
    pub sentences: u64,
    /// Sentences that a second officer must release.
    pub stops: Vec<AlarmTold>,
    /// Sentences to look at.
    pub looks: Vec<AlarmTold>,
    /// The line toward the public that was last said in a P2.
    pub agreed_line: Option<String>,
}

/// One sentence that reveals something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlarmTold {
    /// Which sentence, from 1.
    pub sentence: u64,
    /// It.
    pub text: String,
    /// facts, words, CONFIRMS or DENIES.
    pub why: String,
    /// Number of the notice; none for existence, and none in a compartment where the person has no role.
    pub entry: Option<String>,
    /// Its paragraph.
    pub paragraph: String,
    /// How much, in tenths of a bit.
    pub tenths: u64,
    /// What adds up to it.
    pub parts: Vec<RevealedTold>,
    /// For words: how many runs of five.
    pub runs: u64,
}

/// One part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RevealedTold {
    /// amount, place, position, instant, group, code, act or window.
    pub what: String,
    /// How much, in tenths of a bit.
    pub tenths: u64,
}
