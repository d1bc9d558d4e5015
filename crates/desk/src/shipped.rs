//! The shipped files: the example's two sides, each as it would write its own.

use crate::assumptions::Assumptions;
use crate::calendar::Calendar;
use schemars::Schema;

/// The template of assumptions: a filled, commented, valid file.
pub const ASSUMPTIONS: &str = include_str!("../../../scenarios/us-iran/assumptions-us.toml");
/// The other side's.
pub const ASSUMPTIONS_OTHER: &str = include_str!("../../../scenarios/us-iran/assumptions-ir.toml");
/// The template of a calendar.
pub const CALENDAR: &str = include_str!("../../../scenarios/us-iran/calendar-us.toml");
/// The other side's.
pub const CALENDAR_OTHER: &str = include_str!("../../../scenarios/us-iran/calendar-ir.toml");

/// JSON Schema of assumptions.
pub fn assumptions_schema() -> Schema {
    schemars::schema_for!(Assumptions)
}

/// JSON Schema of a calendar.
pub fn calendar_schema() -> Schema {
    schemars::schema_for!(Calendar)
}
