//! The answer to a question, as it crosses the socket.

use super::{RefusalTold, Told};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What comes back for an [`Ask`]: HTTP 200 with either.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::large_enum_variant, reason = "one value a question; a box would only burden its readers")]
pub enum Outcome {
    /// Done or answered.
    Ok(Told),
    /// Refused; what was kept is in the words of the code.
    Refused(RefusalTold),
}
