//! A draft seen from all of the own node: what it touches elsewhere and what it goes against, as one person may know it.

use crate::conflict::conflicts;
use crate::holdings::Holdings;
use crate::linkage::{Elsewhere, finding, linked};
use crate::officers::{PersonId, Roster};
use crate::setup::Setup;
use notice::{Draft, Finding};
use refusal::facts;
use standing::Stand;

/// The linkage guard and the conflicts, for a person.
pub(crate) fn outlook(
    stand: &Stand<'_>,
    setup: &Setup,
    held: &[Holdings],
    draft: &Draft,
    person: Option<&PersonId>,
) -> (Vec<Finding>, Vec<String>) {
    let Some(here) = Holdings::of(stand, &setup.line.own) else { return (Vec::new(), Vec::new()) };
    let elsewhere = seen_by(&setup.roster, person, held);
    let links = linked(draft, stand, &here, &elsewhere);
    let (found, page) = conflicts(draft, stand, &here, &elsewhere);
    let mut findings = links.findings;
    let mut touches = links.page;
    if touches.is_empty() && !page.is_empty() {
        findings.push(finding("W-DESK-02", String::new(), facts! { para: "" }));
    }
    findings.extend(found);
    touches.extend(page);
    touches.sort();
    touches.dedup();
    (findings, touches)
}

/// Whether a release that the finding is about needs a reason: what ties two compartments, and what the own party has bound
/// itself to, and what crosses a line by place and time. That a line counts such an act, or lies near, is shown and no more.
pub(crate) fn needs_reason(finding: &Finding) -> bool {
    !matches!(finding.id, "W-DESK-06" | "W-DESK-07" | "W-DESK-10")
}

fn seen_by<'a>(roster: &Roster, person: Option<&PersonId>, held: &'a [Holdings]) -> Vec<Elsewhere<'a>> {
    let seen = |holdings: &Holdings| {
        person.is_some_and(|person| !roster.roles(person, holdings.compartment.as_str()).is_empty())
    };
    held.iter().map(|holdings| Elsewhere { seen: seen(holdings), holdings }).collect()
}
