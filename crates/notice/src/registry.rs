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
    /// Its filled, commented, valid file; empty for L1, which nobody drafts.
    pub template: &'static str,
}

/// A form with the template of its name.
macro_rules! form {
    ($module:ident :: $spec:ident, $file:literal) => {
        Form {
            spec: &$module::$spec,
            checks: $module::CHECKS,
            template: include_str!(concat!("../templates/", $file)),
        }
    };
}

/// Every form, in catalogue order; adding a type is a file, its number and word in the vocabulary, and a line here.
pub static FORMS: &[Form] = &[
    Form { spec: &l1_line_test::L1, checks: &[], template: "" },
    form!(l2_acknowledgement::L2, "l2.toml"),
    form!(l3_read_back::L3, "l3.toml"),
    form!(l4_clarification::L4, "l4.toml"),
    form!(l5_correction::L5, "l5.toml"),
    form!(l6_station::L6, "l6.toml"),
    form!(t1_red_line::T1, "t1.toml"),
    form!(t2_amendment::T2, "t2.toml"),
    form!(t3_crossing::T3, "t3.toml"),
    form!(a1_activity::A1, "a1.toml"),
    form!(a2_posture::A2, "a2.toml"),
    form!(a3_limits::A3, "a3.toml"),
    form!(a4_response::A4, "a4.toml"),
    form!(a5_hazard::A5, "a5.toml"),
    form!(a6_site::A6, "a6.toml"),
    form!(e1_incident::E1, "e1.toml"),
    form!(e2_challenge::E2, "e2.toml"),
    form!(e3_statement::E3, "e3.toml"),
    form!(e4_warning::E4, "e4.toml"),
    form!(e5_finding::E5, "e5.toml"),
    form!(s1_offer::S1, "s1.toml"),
    form!(s2_reply::S2, "s2.toml"),
    form!(s3_step::S3, "s3.toml"),
    form!(s4_report::S4, "s4.toml"),
    form!(s5_dispute::S5, "s5.toml"),
    form!(c1_carve_out::C1, "c1.toml"),
    form!(c2_exchange::C2, "c2.toml"),
    form!(p1_public_act::P1, "p1.toml"),
    form!(p2_leak::P2, "p2.toml"),
    Form { spec: &ch_charter::CH, checks: &[], template: include_str!("../templates/ch.toml") },
];

/// The form of a type; `None` if this version does not serve it.
pub fn form(kind: NoticeType) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.spec.kind == kind)
}

/// The spec of a type; `None` if this version does not serve it.
pub fn spec(kind: NoticeType) -> Option<&'static TypeSpec> {
    form(kind).map(|form| form.spec)
}
