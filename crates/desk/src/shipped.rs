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

/// Where the example names files that lie beside it.
const BESIDE: &str = "\n# The three models: files beside this one";

/// The template of assumptions as it is printed: what names files beside the example is commented out, so that the text
/// is valid wherever it is put.
pub fn template() -> String {
    let at = ASSUMPTIONS.find(BESIDE).map_or(ASSUMPTIONS.len(), |at| at + 1);
    let (kept, beside) = ASSUMPTIONS.split_at(at);
    let mut out = kept.to_owned();
    for line in beside.lines() {
        out.push_str(if line.is_empty() || line.starts_with('#') { "" } else { "# " });
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// JSON Schema of assumptions.
pub fn assumptions_schema() -> Schema {
    schemars::schema_for!(Assumptions)
}

/// JSON Schema of a calendar.
pub fn calendar_schema() -> Schema {
    schemars::schema_for!(Calendar)
}
