//! One look at a draft before it goes: everything the drafter must see, from one call (notices.md, the release desk).
//!
//! Missing or contradictory fields, what must precede, word cap and precedence budget, the linkage guard, conflict with
//! what the own party has bound itself to. I1 of a compartment in which the person has no role nothing is said but that
//! it exists; its code stands in `touches` for the alarm alone.

use crate::input::Findings;
use crate::linkage::finding;
use crate::officers::PersonId;
use crate::outlook::outlook;
use crate::paper::Text;
use crate::release::Bench;
use notice::Instant;
use notice::release::counts_as_flash;
use notice::spec::Release;
use notice::vocabulary::NoticeType;
use refusal::facts;

/// What one look gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// What keeps it from going, and what warns.
    pub findings: Findings,
    /// Who must seal it.
    pub rule: Release,
    /// Words in the longest language, where a cap holds.
    pub words: Option<usize>,
    /// FLASH of the last hour that count, and the charter's budget, if this one counts.
    pub flashes: Option<(u64, u32)>,
    /// Types one of which must stand before it.
    pub must_follow: Vec<NoticeType>,
    /// Compartments that it touches and the person may not see: their leads are paged, the person is not told which.
    pub touches: Vec<String>,
}

/// Looks a paper over for a person; without one, every other compartment is out of sight.
pub fn examine(bench: &Bench<'_>, text: &Text, person: Option<&PersonId>) -> Examination {
    let mut findings = bench.examine(text);
    let rule = bench.rule(text);
    let Text::Notice(draft) = text else {
        let must_follow = Vec::new();
        return Examination { findings, rule, words: None, flashes: None, must_follow, touches: Vec::new() };
    };
    let (desk, touches) = outlook(bench.stand, bench.setup, bench.elsewhere, draft, person);
    findings.lint.extend(desk);
    let flashes = counts_as_flash(draft).then(|| (bench.flashes(), bench.charter.flash_per_hour));
    if let Some((sent, budget)) = flashes.filter(|(sent, budget)| *sent >= u64::from(*budget)) {
        let facts = facts! { para: "precedence", sent: sent, budget: u64::from(budget) };
        findings.lint.push(finding("W-DESK-08", "precedence".to_owned(), facts));
    }
    let now = Instant::from_ms(bench.now.utc_ms);
    Examination {
        findings,
        rule,
        words: now.and_then(|now| crate::words::longest(draft, bench.charter, now)),
        flashes,
        must_follow: notice::registry::spec(draft.kind).map_or_else(Vec::new, |s| s.preceded_by.to_vec()),
        touches,
    }
}
