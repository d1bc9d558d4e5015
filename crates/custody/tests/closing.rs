//! Closing is harder than keeping.

use custody::{COOLING_MS, Closing, GovernanceKind, Moved, closing};
use std::collections::BTreeSet;

fn members() -> BTreeSet<String> {
    ["IR", "US"].map(str::to_owned).into()
}

fn said(at_ms: i64, party: &str, kind: GovernanceKind) -> Moved {
    Moved::Said { at_ms, party: party.to_owned(), kind }
}

const DAY: i64 = 86_400_000;

#[test]
fn one_side_alone_closes_nothing_however_often_it_says_so() {
    let alone: Vec<Moved> = (1..100).map(|day| said(day * DAY, "US", GovernanceKind::Close)).collect();
    let by = ["US".to_owned()].into();
    assert_eq!(closing(&members(), &alone, 1_000 * DAY), Closing::Proposed { by });
    let stranger = [said(1, "OM", GovernanceKind::Close), said(2, "FR", GovernanceKind::Close)];
    assert_eq!(closing(&members(), &stranger, 1_000 * DAY), Closing::Open);
}

#[test]
fn both_sides_and_thirty_days_close_and_then_nothing_opens_it_again() {
    let both = [said(DAY, "US", GovernanceKind::Close), said(2 * DAY, "IR", GovernanceKind::Close)];
    let until_ms = 2 * DAY + COOLING_MS;
    assert_eq!(closing(&members(), &both, until_ms - 1), Closing::Cooling { until_ms });
    assert_eq!(closing(&members(), &both, until_ms), Closing::Closed { since_ms: until_ms });
    let late = [both.to_vec(), vec![said(until_ms + 1, "IR", GovernanceKind::Hold)]].concat();
    assert_eq!(closing(&members(), &late, until_ms + DAY), Closing::Closed { since_ms: until_ms });
}

#[test]
fn one_custodian_or_one_notice_in_the_cooling_time_ends_it_for_both_whatever_the_order_told() {
    let both = [said(DAY, "US", GovernanceKind::Close), said(2 * DAY, "IR", GovernanceKind::Close)];
    let hold = said(31 * DAY, "US", GovernanceKind::Hold);
    let mut held = [both.to_vec(), vec![hold]].concat();
    let state = Closing::Held { by: "US".to_owned(), at_ms: 31 * DAY };
    assert_eq!(closing(&members(), &held, 400 * DAY), state);
    held.reverse();
    assert_eq!(closing(&members(), &held, 400 * DAY), state);
    let noticed = [both.to_vec(), vec![Moved::Notice { at_ms: 20 * DAY }]].concat();
    assert_eq!(closing(&members(), &noticed, 400 * DAY), Closing::Open);
    let again = [noticed, vec![said(40 * DAY, "US", GovernanceKind::Close)]].concat();
    let by = ["US".to_owned()].into();
    assert_eq!(
        closing(&members(), &again, 400 * DAY),
        Closing::Proposed { by },
        "it takes the word of both again"
    );
}
