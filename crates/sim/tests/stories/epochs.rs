//! Epoch changes.

use super::{HOUR, MINUTE, three_parties, two_parties};
use sim::fault::Fault;

#[test]
fn a_rotation_opens_one_new_epoch_at_everybody() {
    let (mut w, [north, south, east]) = three_parties();
    let before = w.core_of(north).map(|core| core.epoch());
    w.rotate(south);
    w.run_for(2 * MINUTE);
    let after: Vec<_> = [north, south, east].map(|p| w.core_of(p).map(|core| core.epoch())).to_vec();
    assert_eq!(after, vec![before.map(|epoch| epoch + 1); 3]);
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn an_epoch_change_under_heavy_loss_ends_well_and_notices_pass_meanwhile() {
    let (mut w, north, south) = two_parties();
    for relay in 0..2 {
        for party in [north.0, south.0] {
            w.suffer(Fault::LinkLoses { party, relay, one_in: 3 }, 3 * HOUR);
        }
    }
    let before = w.core_of(north).map(|core| core.epoch());
    w.rotate(north);
    let notice = w.release(north, "released while the keys change");
    w.run_for(2 * HOUR);
    assert!(w.has(south, notice));
    assert!(w.core_of(south).map(|core| core.epoch()) > before);
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_proposer_that_vanishes_is_passed_over_and_messages_go_on() {
    let (mut w, [north, south, east]) = three_parties();
    let before = w.core_of(north).map(|core| core.epoch());
    w.suffer(Fault::CutOff { party: south.0 }, HOUR);
    w.rotate(north);
    let notice = w.release(north, "not stopped by a rekey");
    w.run_for(MINUTE);
    assert!(w.has(east, notice), "a notice waits for no rekey");
    w.run_for(HOUR);
    w.heal_all_paths().run_until_quiet().check();
    assert!(w.core_of(east).map(|core| core.epoch()) > before);
}
