//! Validation: what must hold before a notice may be released (requirements R2, R3, R14; notices.md).
//!
//! In: a draft, what the node knows of the line, and how long it renders. Out: findings, all of them at once.
//! I1 a notice is released only with no finding. I2 the same draft and context give the same findings in the
//! same order: paragraphs as the spec has them, then the envelope, then the checks of the type.

mod envelope;
mod fields;
mod rules;

use crate::charter::Charter;
use crate::check::{Check, Complaint, Context, Finding, Para, Sight, complain};
use crate::notice::Draft;
use crate::registry;
use crate::spec::{FieldSpec, Need};
use crate::types::ch_charter::CHARTER_CHECKS;
use crate::value::Fields;
use crate::vocabulary::{NoticeType, Precedence};
use refusal::facts;

/// How long the draft renders, as `wording` counts it in the parties' languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rendered {
    /// Words in the longest of the parties' languages; a machine value is one word.
    pub words: usize,
}

/// All that keeps a draft from being released; empty if nothing does. T1 and T3 have ids of their own for what
/// N-ALL-31 finds elsewhere.
///
/// `rendered` is `None` where no words are at hand (a file checked apart); then the word cap is left for the
/// release.
pub fn validate(draft: &Draft, line: &dyn Context, rendered: Option<Rendered>) -> Vec<Finding> {
    let sight = Sight { line, spec: registry::spec };
    let Some(form) = registry::form(draft.kind).filter(|form| form.spec.drafted) else {
        let complaint = Complaint { para: Para::new("type"), facts: facts! { kind: draft.kind.word() } };
        return vec![Finding::of("N-ALL-01", complaint)];
    };
    let mut findings = Vec::new();
    if !rules::commits(draft) {
        missing(form.spec.paragraphs, &draft.content, &mut findings);
    }
    fields::walk(form.spec.paragraphs, &draft.content, &Para::new(""), &mut findings);
    if matches!(draft.kind, NoticeType::T1 | NoticeType::T3) {
        findings.retain(|found| found.id != "N-ALL-31");
    }
    let envelope = draft.envelope.fields();
    let mut of_envelope = Vec::new();
    fields::walk(crate::envelope::ENVELOPE.fields, &envelope, &Para::new(""), &mut of_envelope);
    findings.extend(of_envelope);
    findings.extend(run(envelope::CHECKS, draft, &sight));
    findings.extend(run(rules::CHECKS, draft, &sight));
    if !rules::commits(draft) {
        findings.extend(run(form.checks, draft, &sight));
    }
    findings.extend(word_cap(draft, rendered));
    findings
}

/// All that keeps a charter from being proposed; empty if nothing does.
pub fn validate_charter(charter: &Charter) -> Vec<Finding> {
    let Some(form) = registry::form(NoticeType::Ch) else { return Vec::new() };
    let mut findings = Vec::new();
    missing(form.spec.paragraphs, &charter.content, &mut findings);
    fields::walk(form.spec.paragraphs, &charter.content, &Para::new(""), &mut findings);
    if let Some(parameters) = charter.parameters() {
        let found = CHARTER_CHECKS.iter().filter_map(|check| {
            Some(Finding::of(check.id, (check.test)(charter, &parameters, registry::spec)?))
        });
        findings.extend(found);
    }
    findings
}

/// Id and rule of every check, in the order of the table: shared ones, then by type.
pub fn table() -> Vec<(&'static str, &'static str)> {
    let shared = fields::RULES
        .iter()
        .copied()
        .chain(envelope::CHECKS.iter().chain(rules::CHECKS).map(|c| (c.id, c.rule)));
    let own = registry::FORMS.iter().flat_map(|form| form.checks).map(|check| (check.id, check.rule));
    let charter = CHARTER_CHECKS.iter().map(|check| (check.id, check.rule));
    let mut table: Vec<_> = shared.chain(own).chain(charter).collect();
    table.sort_by_key(|(id, _)| order(id));
    table
}

fn order(id: &str) -> (bool, String) {
    (!id.starts_with("N-ALL"), id.to_owned())
}

fn run(checks: &[Check], draft: &Draft, sight: &Sight<'_>) -> Vec<Finding> {
    checks.iter().filter_map(|check| Some(Finding::of(check.id, (check.test)(draft, sight)?))).collect()
}

/// N-ALL-02: mandatory paragraphs that are missing.
fn missing(paragraphs: &[FieldSpec], content: &Fields, findings: &mut Vec<Finding>) {
    for spec in paragraphs.iter().filter(|spec| spec.need == Need::Mandatory) {
        if content.get(spec.name).is_none() {
            findings.extend(complain(spec.name, facts! {}).map(|c| Finding::of("N-ALL-02", c)));
        }
    }
}

/// N-ALL-10: Z and O render to at most 200 words.
fn word_cap(draft: &Draft, rendered: Option<Rendered>) -> Option<Finding> {
    let capped = matches!(draft.envelope.precedence, Precedence::Flash | Precedence::Immediate);
    let words = rendered?.words;
    if !capped || words <= MOST_WORDS {
        return None;
    }
    complain("5", facts! { words: words, most: MOST_WORDS }).map(|c| Finding::of("N-ALL-10", c))
}

/// Words of a Z or O, rendered.
pub const MOST_WORDS: usize = 200;
