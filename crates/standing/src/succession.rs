//! Succession of a party in one compartment, as the other members see it (notices.md M1; continuity.md).
//!
//! OPEN -effective-> REVIEWING(n of m) -every standing item reviewed-> COMPLETE. PLANNED, HANDED-OVER and RENEWING are
//! acts of custodians and never stand here.
//!
//! I1 nothing lapses by it: an item without a verdict stands, UNREVIEWED. I2 the list is what stood when it took effect.

use crate::carve_outs::{CarveOutState, carve_outs};
use crate::case::CaseState;
use crate::cases::cases;
use crate::leaks::{LeakState, leaks};
use crate::lines::red_lines;
use crate::operation::OperationState;
use crate::operations::{operations, responses};
use crate::person_exchange::ExchangeState;
use crate::person_exchanges::person_exchanges;
use crate::public_acts::{PublicState, public_acts};
use crate::red_line::RedLineState;
use crate::response::ResponseState;
use crate::review::{self, Opened};
use crate::sites::{SiteState, sites};
use crate::understandings::understandings;
use crate::view::View;
use line::ids::PartyCode;
use notice::Number;
use notice::vocabulary::{NoticeType, Review};
use std::collections::BTreeMap;

/// Where a succession stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuccessionState {
    /// Announced.
    Open,
    /// In effect; the new team reviews.
    Reviewing,
    /// Every item has a verdict.
    Complete,
}

/// A succession.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// Whose.
    pub party: PartyCode,
    /// The L6 that opened it.
    pub number: Number,
    /// When it takes effect, ms UTC.
    pub effect_ms: i64,
    /// What stood then, with the last verdict on it.
    pub items: BTreeMap<Number, Option<Review>>,
    /// Where it stands.
    pub state: SuccessionState,
}

impl SuccessionState {
    /// The word of the state.
    pub fn word(self) -> &'static str {
        match self {
            SuccessionState::Open => "OPEN",
            SuccessionState::Reviewing => "REVIEWING",
            SuccessionState::Complete => "COMPLETE",
        }
    }
}

impl Succession {
    /// How many items have a verdict, of how many: all that the other side sees.
    pub fn reviewed(&self) -> (usize, usize) {
        (self.items.values().filter(|verdict| verdict.is_some()).count(), self.items.len())
    }
}

/// Every succession, by party and time.
pub fn successions(view: View<'_>) -> Vec<Succession> {
    review::opened(view).into_iter().map(|open| succession(view, open)).collect()
}

fn succession(view: View<'_>, open: Opened<'_>) -> Succession {
    let in_effect = view.past(open.effect_ms);
    let listed = review_list(if in_effect { view.at(open.effect_ms) } else { view }, &open.party);
    let mut items: BTreeMap<Number, Option<Review>> =
        listed.into_iter().map(|number| (number, None)).collect();
    for reviewed in open.reviews.iter().filter(|reviewed| view.past(reviewed.at_ms)) {
        if let Some(verdict) = items.get_mut(reviewed.number) {
            *verdict = Some(reviewed.verdict);
        }
    }
    let all = items.values().all(Option::is_some);
    let state = match (in_effect, all) {
        (false, _) => SuccessionState::Open,
        (true, false) => SuccessionState::Reviewing,
        (true, true) => SuccessionState::Complete,
    };
    let number = open.filed.notice.number().clone();
    Succession { party: open.party, number, effect_ms: open.effect_ms, items, state }
}

/// Everything that stands of a party: what its successor must affirm, suspend or disown.
pub fn review_list(view: View<'_>, party: &PartyCode) -> Vec<Number> {
    let mut all: Vec<Number> = Vec::new();
    let own = |number: &Number| number.party.as_str() == party.as_str();
    let lines = red_lines(view).into_iter().filter(|line| {
        let over = matches!(
            line.state,
            RedLineState::Amended { .. }
                | RedLineState::Withdrawn { .. }
                | RedLineState::Expired { .. }
                | RedLineState::Undone
        );
        !over && own(&line.number)
    });
    all.extend(lines.map(|line| line.number));
    let operations = operations(view).into_iter().filter(|it| {
        let over = matches!(
            it.state,
            OperationState::Concluded { .. }
                | OperationState::Reconciled { .. }
                | OperationState::Ended { .. }
                | OperationState::AllClear { .. }
        );
        !over && it.number.kind != NoticeType::A5 && it.author == *party
    });
    all.extend(operations.map(|it| it.number));
    let responses = responses(view).into_iter().filter(|it| {
        let over = matches!(
            it.state,
            ResponseState::StoodDown { .. }
                | ResponseState::Concluded { .. }
                | ResponseState::Reconciled { .. }
        );
        !over && it.author == *party
    });
    all.extend(responses.map(|it| it.number));
    let cases = cases(view).into_iter().filter(|it| {
        let over = matches!(
            it.state,
            CaseState::Closed { .. } | CaseState::Restored { .. } | CaseState::Ended { .. }
        );
        !over && it.accuser == *party
    });
    all.extend(cases.map(|it| it.challenge));
    let understandings =
        understandings(view).into_iter().filter(|it| !it.over() && it.principals.contains(party));
    all.extend(understandings.map(|it| it.number));
    let carved = carve_outs(view).into_iter();
    let carved = carved.filter(|it| !matches!(it.state, CarveOutState::Closed { .. }) && it.author == *party);
    all.extend(carved.map(|it| it.number));
    let exchanges = person_exchanges(view).into_iter().filter(|it| {
        !matches!(it.state(), ExchangeState::Closed { .. }) && it.inner.listing().parties.contains(party)
    });
    all.extend(exchanges.map(|it| it.number));
    let sites = sites(view).into_iter();
    let sites = sites.filter(|it| !matches!(it.state, SiteState::Removed { .. }) && it.author == *party);
    all.extend(sites.map(|it| it.number));
    let acts = public_acts(view).into_iter();
    let acts = acts.filter(|it| !matches!(it.state, PublicState::Settled { .. }) && it.author == *party);
    all.extend(acts.map(|it| it.number));
    let leaks = leaks(view).into_iter();
    let leaks = leaks.filter(|it| !matches!(it.state, LeakState::Closed { .. }) && it.author == *party);
    all.extend(leaks.map(|it| it.number));
    all.sort();
    all.dedup();
    all
}
