//! The forms this version serves: one line each.

use crate::check::Check;
use crate::spec::TypeSpec;
use crate::types::*;
use crate::vocabulary::NoticeType;

/// A form and its own checks, besides those that every type shares.
#[derive(Debug)]
pub struct Form {
    /// Its spec.
    pub spec: &'static TypeSpec,
    /// Its checks; the charter form has its own table.
    pub checks: &'static [Check],
}

/// Every form, in catalogue order; adding a type is a file and a line here.
pub static FORMS: &[Form] = &[
    Form { spec: &l1_line_test::L1, checks: &[] },
    Form { spec: &l2_acknowledgement::L2, checks: l2_acknowledgement::CHECKS },
    Form { spec: &l3_read_back::L3, checks: l3_read_back::CHECKS },
    Form { spec: &l4_clarification::L4, checks: l4_clarification::CHECKS },
    Form { spec: &l5_correction::L5, checks: l5_correction::CHECKS },
    Form { spec: &l6_station::L6, checks: l6_station::CHECKS },
    Form { spec: &t1_red_line::T1, checks: t1_red_line::CHECKS },
    Form { spec: &t3_crossing::T3, checks: t3_crossing::CHECKS },
    Form { spec: &e1_incident::E1, checks: e1_incident::CHECKS },
    Form { spec: &ch_charter::CH, checks: &[] },
];

/// The form of a type; `None` if this version does not serve it.
pub fn form(kind: NoticeType) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.spec.kind == kind)
}

/// The spec of a type; `None` if this version does not serve it.
pub fn spec(kind: NoticeType) -> Option<&'static TypeSpec> {
    form(kind).map(|form| form.spec)
}
