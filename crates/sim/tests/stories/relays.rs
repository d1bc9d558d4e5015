//! Relays that lie, die or are nobody.

use super::{HOUR, MINUTE, SECOND, two_parties, two_parties_at_one_relay};
use line::diagnosis::Word;
use sim::fault::Fault;

#[test]
fn a_notice_reaches_the_other_capital_within_seconds_on_quiet_lines() {
    let (mut w, north, south) = two_parties();
    let notice = w.release(north, "a red line");
    w.run_for(3 * SECOND);
    assert!(w.has(south, notice), "arrived and admitted");
    assert!(w.marks(north, notice, south).covered, "and its author knows it");
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn when_a_relay_dies_the_other_carries_on_and_the_dead_one_is_named() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::RelayDies { relay: 1 }, 2 * HOUR);
    let notice = w.release(north, "a red line");
    w.run_for(MINUTE);
    assert!(w.marks(north, notice, south).covered);
    w.run_for(30 * MINUTE);
    let word = w.line_state(north, south).and_then(|state| state.word);
    assert_eq!(word, Some(Word::RelayDown("R-2".into())));
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_relay_that_rolls_back_loses_nothing_that_matters() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::CutOff { party: south.0 }, 10 * MINUTE);
    w.suffer(Fault::RelayRollsBack { relay: 0 }, 5 * MINUTE);
    w.suffer(Fault::RelayRollsBack { relay: 1 }, 5 * MINUTE);
    let notice = w.release(north, "held by both relays, then by none");
    w.run_for(9 * MINUTE);
    assert!(!w.has(south, notice));
    w.run_for(2 * HOUR);
    assert!(w.has(south, notice), "sealed and sent again");
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_relay_that_lost_all_mailboxes_of_an_epoch_gets_them_again_and_delivers() {
    let (mut w, north, south) = two_parties_at_one_relay();
    w.suffer(Fault::RelayRollsBack { relay: 0 }, 10 * MINUTE);
    w.rotate(north);
    w.run_for(11 * MINUTE);
    let notice = w.release(north, "through mailboxes opened twice");
    w.run_for(30 * MINUTE);
    assert!(w.has(south, notice));
    w.heal_all_paths().run_until_quiet().check();
}
