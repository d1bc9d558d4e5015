//! The forms this version serves: one line each.

use crate::spec::TypeSpec;
use crate::types::*;
use crate::vocabulary::NoticeType;

/// Every form, in catalogue order; adding a type is a file and a line here.
pub static TYPES: &[&TypeSpec] = &[
    &l1_line_test::L1,
    &l2_acknowledgement::L2,
    &l3_read_back::L3,
    &l4_clarification::L4,
    &l5_correction::L5,
    &l6_station::L6,
    &t1_red_line::T1,
    &t3_crossing::T3,
    &e1_incident::E1,
    &ch_charter::CH,
];

/// The spec of a type; `None` if this version does not serve it.
pub fn spec(kind: NoticeType) -> Option<&'static TypeSpec> {
    TYPES.iter().copied().find(|spec| spec.kind == kind)
}
