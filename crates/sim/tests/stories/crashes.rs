//! Crashes, disks and restored copies.

use super::{HOUR, MINUTE, SECOND, three_parties, two_parties, two_parties_at_one_relay};
use line::machine::{Event, Witness};
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
fn after_a_kill_nothing_is_sealed_before_a_member_has_answered() {
    let (mut w, north, south) = two_parties_at_one_relay();
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
fn two_relays_that_return_the_own_mark_end_a_quarantine_without_any_member() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::Killed { party: north.0 }, MINUTE);
    w.suffer(Fault::CutOff { party: south.0 }, 30 * MINUTE);
    w.run_for(MINUTE + 20 * SECOND);
    assert!(w.core_of(north).is_some_and(|core| core.quarantined()), "members are heard first");
    w.run_for(MINUTE);
    assert!(w.core_of(north).is_some_and(|core| !core.quarantined()));
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_mark_ahead_of_a_restored_store_ends_its_sealing_though_no_member_has_seen_what_it_lost() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::CutOff { party: south.0 }, 10 * MINUTE);
    w.suffer(Fault::RestoredSnapshot { party: north.0 }, 5 * MINUTE);
    w.release(north, "at the relays, at nobody else");
    w.run_for(8 * MINUTE);
    let by = w.told(north).find_map(|(_, event)| match event {
        Event::RolledBack(by) => Some(by.shown_by.clone()),
        _ => None,
    });
    assert!(matches!(by, Some(Witness::Relay(_))), "shown by {by:?}");
    // before the other has fetched anything both lack it, which looks like rest
    w.heal_all_paths().run_for(5 * MINUTE).run_until_quiet().check();
    assert!(w.core_of(north).is_some_and(|core| core.quarantined()), "for good");
    assert_eq!(w.notices(north), ["at the relays, at nobody else"], "it got back what it had said");
}

#[test]
fn an_old_copy_from_before_an_epoch_change_holds_in_the_end_what_all_hold() {
    let (mut w, [north, south, east]) = three_parties();
    w.suffer(Fault::RestoredSnapshot { party: north.0 }, 20 * MINUTE);
    w.rotate(south);
    w.run_for(5 * MINUTE);
    let later = w.release(east, "in the next epoch");
    w.run_for(HOUR);
    w.heal_all_paths().run_until_quiet().check();
    assert!(w.has(north, later), "read with the leaf keys of an epoch that it never entered");
    assert_eq!(w.order(north), w.order(south));
}

#[test]
fn a_clean_stop_does_not_end_a_quarantine() {
    let (mut w, north, south) = two_parties_at_one_relay();
    w.suffer(Fault::CutOff { party: south.0 }, HOUR);
    w.suffer(Fault::Killed { party: north.0 }, MINUTE);
    w.run_for(2 * MINUTE);
    w.suffer(Fault::CleanStop { party: north.0 }, MINUTE);
    w.run_for(5 * MINUTE);
    assert!(w.core_of(north).is_some_and(|core| core.quarantined()));
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
