//! M6c, protected sites (notices.md section 8): LISTED -K6 of a principal-> EFFECTIVE(toward it); of all -> EFFECTIVE;
//! -re-confirmation missed-> STALE; -REMOVE-> REMOVED.
//!
//! STRUCK-AFTER-NOTICE(at) stands beside it once an E1 tells of a strike inside its buffer.
//!
//! I1 a site is never effective toward somebody whose acting echelon has not confirmed it (K6).

use crate::book::Filed;
use crate::delivery::Delivery;
use crate::review;
use crate::seal;
use crate::view::{View, addressees, party_of};
use line::ids::PartyCode;
use notice::geodesy::signed_distance_mm;
use notice::types::a6_site::ProtectedSite;
use notice::types::e1_incident::Incident;
use notice::vocabulary::{ActClass, ActGroup, Mark, NoticeType, Relation, Review, Role, SiteVerb};
use notice::{Instant, Number, Place, Point, Span};

/// Where a site stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteState {
    /// Listed; effective toward those named.
    Listed {
        /// Principals that have confirmed it (K6), by code.
        effective: Vec<PartyCode>,
    },
    /// Confirmed by every principal addressed.
    Effective {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// Not re-confirmed in time.
    Stale {
        /// Since when, ms UTC.
        at_ms: i64,
    },
    /// Taken off the list.
    Removed {
        /// When, ms UTC.
        at_ms: i64,
    },
}

/// A protected site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its ADD.
    pub number: Number,
    /// Its id.
    pub site: String,
    /// Who listed it.
    pub author: PartyCode,
    /// Where it stands.
    pub state: SiteState,
    /// When it must next be re-confirmed, ms UTC.
    pub stale_ms: i64,
    /// STRUCK-AFTER-NOTICE: when, ms UTC, and by which released E1. What only the own node knows never stands here.
    pub struck: Option<(i64, Number)>,
}

impl SiteState {
    /// The word of the state.
    pub fn word(&self) -> &'static str {
        match self {
            SiteState::Listed { .. } => "LISTED",
            SiteState::Effective { .. } => "EFFECTIVE",
            SiteState::Stale { .. } => "STALE",
            SiteState::Removed { .. } => "REMOVED",
        }
    }
}

/// Every site, by the order of its ADD.
pub fn sites(view: View<'_>) -> Vec<Site> {
    let added = |filed: &&Filed| {
        let verb = ProtectedSite::of(&filed.notice).and_then(|a6| a6.verb());
        verb == Some(SiteVerb::Add) && view.past(dtg(filed))
    };
    seal::standing(view, NoticeType::A6).filter(added).filter_map(|filed| site(view, filed)).collect()
}

fn site(view: View<'_>, filed: &Filed) -> Option<Site> {
    let a6 = ProtectedSite::of(&filed.notice)?;
    let mut reconfirm: Span = a6.reconfirm().unwrap_or(view.clocks.a6_reconfirm);
    let mut last_ms = dtg(filed);
    let mut removed_ms = None;
    let follows = |next: &&Filed| {
        let own = next.place.author == filed.place.author && view.past(dtg(next));
        let refs = [Relation::Follows, Relation::Amends, Relation::Cancels];
        own && refs.into_iter().any(|r| next.notice.refers(r).any(|n| n == filed.notice.number()))
    };
    for next in seal::standing(view, NoticeType::A6).filter(follows) {
        let Some(said) = ProtectedSite::of(&next.notice) else { continue };
        match said.verb() {
            Some(SiteVerb::Remove) => removed_ms = removed_ms.or(Some(dtg(next))),
            Some(SiteVerb::Update | SiteVerb::Reconfirm) => {
                last_ms = last_ms.max(dtg(next));
                reconfirm = said.reconfirm().unwrap_or(reconfirm);
            }
            _ => {}
        }
    }
    let disowned = review::of_item(view, filed).into_iter().filter(|said| said.verdict == Review::Disown);
    let removed_ms = removed_ms.into_iter().chain(disowned.map(|said| said.at_ms)).min();
    let stale_ms = last_ms.saturating_add(reconfirm.ms());
    let state = match removed_ms {
        Some(at_ms) => SiteState::Removed { at_ms },
        None if view.past(stale_ms) => SiteState::Stale { at_ms: stale_ms },
        None => confirmed(view, filed),
    };
    let (number, author) = (filed.notice.number().clone(), filed.place.author.clone());
    let struck = struck(view, filed, removed_ms.unwrap_or(i64::MAX));
    Some(Site { number, site: a6.site()?.to_string(), author, state, stale_ms, struck })
}

fn confirmed(view: View<'_>, filed: &Filed) -> SiteState {
    let members = view.charter.map_or(&[][..], |charter| &charter.members);
    let principal = |party: &PartyCode| {
        members.is_empty()
            || members.iter().any(|(p, role, _)| *role == Role::Principal && party_of(p) == *party)
    };
    let asked = addressees(filed).into_iter().filter(|(party, action)| *action && principal(party));
    let asked: Vec<PartyCode> = asked.map(|(party, _)| party).collect();
    let mark = |party: &PartyCode| {
        let at_ms = Delivery::of(view, filed, party, true).marks.get(&Mark::K6).copied()?;
        (view.past(at_ms)).then(|| (party.clone(), at_ms))
    };
    let told: Vec<(PartyCode, i64)> = asked.iter().filter_map(mark).collect();
    match told.iter().map(|(_, at_ms)| *at_ms).max() {
        Some(at_ms) if told.len() == asked.len() => SiteState::Effective { at_ms },
        _ => SiteState::Listed { effective: told.into_iter().map(|(party, _)| party).collect() },
    }
}

/// Listed sites whose buffer a strike at this place and from this time on lies in, with the notice of each; what the own
/// node alone saw. It moves no state: a person releases the E1 that does.
pub fn struck_by(view: View<'_>, place: &Place, from_ms: i64) -> Vec<Number> {
    let listed = sites(view).into_iter().filter(|site| !matches!(site.state, SiteState::Removed { .. }));
    let hit = |site: &Site| {
        let filed = view.book.notice(&site.number, view.horizon);
        let a6 = filed.and_then(|filed| Some((dtg(filed), ProtectedSite::of(&filed.notice)?)));
        a6.is_some_and(|(told_ms, a6)| told_ms < from_ms && lies_in(a6, place, from_ms))
    };
    listed.filter(hit).map(|site| site.number).collect()
}

/// The first strike told by an E1 inside the buffer, after the notice and before it was taken off the list.
fn struck(view: View<'_>, filed: &Filed, removed_ms: i64) -> Option<(i64, Number)> {
    let a6 = ProtectedSite::of(&filed.notice)?;
    let told = seal::standing(view, NoticeType::E1).filter(|e1| view.past(dtg(e1)));
    let hits = told.filter_map(|said| {
        let e1 = Incident::of(&said.notice)?;
        let at_ms = e1.interval()?.0.ms();
        let during = at_ms > dtg(filed) && at_ms < removed_ms;
        let hit = during && strikes(e1.act()?) && lies_in(a6, e1.place()?, at_ms);
        hit.then(|| (at_ms, said.notice.number().clone()))
    });
    hits.min()
}

/// Whether an act of this class strikes what it hits.
pub fn strikes(act: ActClass) -> bool {
    matches!(act.group(), ActGroup::Fires) || matches!(act, ActClass::MineIed | ActClass::Sabotage)
}

/// Whether a strike at a place and time lies inside a site's buffer; of one that moves, along its way in its window too.
fn lies_in(a6: ProtectedSite<'_>, strike: &Place, at_ms: i64) -> bool {
    let under_way =
        |(_, (opens, closes)): &(&Place, (Instant, Instant))| (opens.ms()..=closes.ms()).contains(&at_ms);
    let route = a6.route().filter(under_way).map(|(route, _)| route);
    a6.place().into_iter().chain(route).any(|ground| inside_buffer(ground, strike))
}

/// Whether a place lies inside a site's buffer: its own error, the place's error, and the buffer round both.
pub fn inside_buffer(site: &Place, event: &Place) -> bool {
    let error_mm = |place: &Place| {
        let errors = place.parts.iter().filter_map(|part| part.error.map(|error| error.major_m));
        i64::from(errors.max().unwrap_or(0)) * 1000
    };
    let reach_mm = BUFFER_MM + error_mm(site) + error_mm(event);
    let points = event.parts.iter().flat_map(|part| part.shape.points());
    let near =
        |point: Point| site.parts.iter().any(|part| signed_distance_mm(point, &part.shape) <= reach_mm);
    points.into_iter().any(near)
}

/// What an impact told to 1 km may miss a site by.
const BUFFER_MM: i64 = 500_000;

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
