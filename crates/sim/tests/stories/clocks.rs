//! Clocks that are wrong.

use super::{HOUR, MINUTE, two_parties};
use sim::fault::Fault;

#[test]
fn a_clock_that_jumps_back_a_day_stops_no_notice_and_no_line_test() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::ClockJumps { party: north.0, by_ms: -86_400_000 }, 3 * HOUR);
    let from_north = w.release(north, "from yesterday");
    let from_south = w.release(south, "from today");
    w.run_for(MINUTE);
    assert!(w.has(south, from_north) && w.has(north, from_south));
    let before = w.order(south).len();
    w.run_for(HOUR);
    assert!(w.order(south).len() > before + 6, "tests go on at their interval");
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_relay_that_lies_about_time_delays_nothing() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::RelayLiesAboutTime { relay: 0, by_ms: 86_400_000 }, HOUR);
    let notice = w.release(north, "dated tomorrow by a relay");
    w.run_for(MINUTE);
    assert!(w.marks(north, notice, south).covered);
    w.heal_all_paths().run_until_quiet().check();
}
