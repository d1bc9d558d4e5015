//! Crashes, disks and restored copies.

use super::{HOUR, MINUTE, SECOND, two_parties};
use line::machine::Event;
use sim::fault::Fault;

#[test]
fn a_crash_between_persist_and_send_loses_nothing_and_says_nothing_twice() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::CrashAfterPersist { party: north.0, commits: 1 }, MINUTE);
    let notice = w.release(north, "durable, not yet sent");
    w.run_for(SECOND);
    assert!(w.core_of(north).is_none(), "the process died");
    w.run_for(5 * MINUTE);
    let texts = w.notices(south);
    assert_eq!(texts, ["durable, not yet sent"], "came once, after the restart");
    assert!(w.entry(notice).is_none(), "the officer was never told a release that the crash cut off");
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_crash_before_persist_leaves_no_trace_of_the_release() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::CrashBeforePersist { party: north.0, commits: 1 }, MINUTE);
    w.release(north, "never happened");
    w.run_for(5 * MINUTE);
    assert!(w.notices(north).is_empty());
    assert!(w.notices(south).is_empty());
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_restored_copy_seals_nothing_before_a_member_has_answered() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::Killed { party: north.0 }, MINUTE);
    w.suffer(Fault::CutOff { party: south.0 }, 30 * MINUTE);
    w.run_for(5 * MINUTE);
    assert!(w.core_of(north).is_some_and(|core| core.quarantined()));
    w.release(north, "too early");
    w.run_for(MINUTE);
    assert!(w.told(north).any(|(_, event)| matches!(event, Event::ReleaseRefused { .. })));
    w.run_for(40 * MINUTE);
    assert!(w.core_of(north).is_some_and(|core| !core.quarantined()), "answered: it may seal again");
    let notice = w.release(north, "in time");
    w.run_for(MINUTE);
    assert!(w.has(south, notice));
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_clean_stop_needs_nobodys_leave_to_go_on() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::CleanStop { party: north.0 }, 5 * MINUTE);
    w.suffer(Fault::CutOff { party: south.0 }, 20 * MINUTE);
    w.run_for(6 * MINUTE);
    assert!(w.core_of(north).is_some_and(|core| !core.quarantined()));
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_disk_that_fails_once_delays_a_notice_and_loses_nothing() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::DiskFails { party: north.0, commits: 1 }, MINUTE);
    let notice = w.release(north, "through a failing commit");
    w.run_for(MINUTE);
    assert!(w.has(south, notice));
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_full_disk_acknowledges_nothing_until_it_is_mended() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::DiskFull { party: south.0 }, HOUR);
    let notice = w.release(north, "for a full disk");
    w.run_for(30 * MINUTE);
    assert!(!w.marks(north, notice, south).covered, "nothing is acknowledged that is not durable");
    w.run_for(2 * HOUR);
    assert!(w.marks(north, notice, south).covered, "mended, then received");
    w.heal_all_paths().run_until_quiet().check();
}
