//! The linkage guard: a draft that touches another compartment's matter by number, by name, by place and time, or by a
//! condition, is flagged before it goes (notices.md section 0, "Check before release").
//!
//! I1 of a compartment in which the drafter has no role nothing is said but that it exists. I2 what both compartments
//! hold in common, and what names a member, is no link.

use crate::facets::Facets;
use crate::holdings::Holdings;
use crate::spots::{Spot, is_told};
use notice::geodesy::signed_distance_mm;
use notice::place::Shape;
use notice::{Draft, Finding, Instant, Para};
use refusal::{Facts, facts};
use standing::Stand;

/// Another compartment of the own node, as the drafter may see it.
#[derive(Debug, Clone, Copy)]
pub struct Elsewhere<'a> {
    /// What it holds.
    pub holdings: &'a Holdings,
    /// Whether the drafter has a role in it.
    pub seen: bool,
}

/// One link, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Link {
    para: String,
    reason: &'static str,
    what: String,
}

/// What was found, and in which compartments without the drafter's role: their leads are paged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linked {
    /// Findings that the drafter may read.
    pub findings: Vec<Finding>,
    /// Compartments to page, by code.
    pub page: Vec<String>,
}

/// Looks a draft over against every other compartment.
pub fn linked(draft: &Draft, stand: &Stand<'_>, here: &Holdings, elsewhere: &[Elsewhere<'_>]) -> Linked {
    let facets = Facets::of(draft);
    let mut all = Linked::default();
    for other in elsewhere.iter().filter(|other| other.holdings.compartment != here.compartment) {
        let links = links(draft, &facets, (stand, here), other.holdings);
        if links.is_empty() {
            continue;
        }
        if !other.seen {
            all.page.push(other.holdings.compartment.to_string());
            continue;
        }
        let compartment = other.holdings.compartment.to_string();
        all.findings.extend(links.into_iter().map(|link| {
            let facts = facts! {
                para: link.para.clone(), compartment: compartment.clone(), reason: link.reason,
                what: link.what
            };
            finding("W-DESK-01", link.para, facts)
        }));
    }
    if !all.page.is_empty() {
        all.findings.push(finding("W-DESK-02", String::new(), facts! { para: "" }));
    }
    all
}

pub(crate) fn finding(id: &'static str, para: String, facts: Facts) -> Finding {
    Finding { id, para: Para::new(para), facts }
}

fn links(
    draft: &Draft,
    facets: &Facets,
    (stand, here): (&Stand<'_>, &Holdings),
    other: &Holdings,
) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut push = |para: &str, reason, what: String| {
        let link = Link { para: para.to_owned(), reason, what };
        if !links.contains(&link) {
            links.push(link);
        }
    };
    for (para, number) in &facets.numbers {
        if number.compartment == other.compartment {
            push(para, "NUMBER", number.to_string());
        }
    }
    let apart = declared_apart(draft, here, other);
    for (para, name) in &facets.names {
        let own = *name == here.compartment.to_string() || here.names.contains_key(name);
        let condition = para == "I" || para.starts_with("I.");
        if own || condition {
            continue;
        }
        if *name == other.compartment.to_string() {
            push(para, "CONDITION", name.clone());
        } else if let Some(number) = other.names.get(name) {
            let reason = if apart { "CONDITION" } else { "NAME" };
            push(para, reason, format!("{name} ({number})"));
        }
    }
    if let Some(span) = facets.span() {
        for (para, shape) in &facets.shapes {
            let links = |spot: &&Spot| coincides(shape, span, spot) && !is_told(stand, spot);
            for spot in other.spots.iter().filter(links) {
                push(para, "PLACE-AND-TIME", spot.number.to_string());
            }
        }
    }
    links
}

/// Whether the draft, or an own understanding here, says that it must not depend on the other compartment.
fn declared_apart(draft: &Draft, here: &Holdings, other: &Holdings) -> bool {
    let offered = notice::types::s1_offer::Offer::of_draft(draft);
    let by_draft = offered.is_some_and(|offer| offer.apart().contains(&&other.compartment));
    by_draft || here.apart.iter().any(|(_, code)| *code == other.compartment)
}

/// Within 5 km and within a day.
fn coincides(shape: &Shape, span: (Instant, Instant), spot: &Spot) -> bool {
    let apart_ms = (spot.when.0.ms() - span.1.ms()).max(span.0.ms() - spot.when.1.ms());
    if apart_ms > NEAR_MS {
        return false;
    }
    let near = |a: &Shape, b: &Shape| a.points().into_iter().any(|p| signed_distance_mm(p, b) <= NEAR_MM);
    spot.shapes.iter().any(|other| near(shape, other) || near(other, shape))
}

const NEAR_MM: i64 = 5_000_000;
const NEAR_MS: i64 = 24 * 3_600_000;
