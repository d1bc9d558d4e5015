//! The three models beside the assumptions: what their readings move, and what that does to every finding.
//!
//! I1 a model moves nothing that its file of assumptions does not declare. I2 a model without a figure (no verified basis,
//! never) moves nothing and says why. I3 what was moved names the model, the reading and the factor as its source.

mod changes;
mod moves;
mod told;

pub use crate::answers::{Answer, File, Files};
pub use crate::feed::{Feed, How, Model, Models};
pub use changes::Shift;
pub use moves::{Measure, Moved, Moves, Row, moves};
pub use told::{document, in_short, lines};
pub(crate) use told::{moved_document, moved_lines};
