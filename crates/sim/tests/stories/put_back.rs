//! Old copies, founding again: what people order when the line cannot help itself.

use super::{HOUR, MINUTE, three_parties, two_parties};
use line::body::{Control, MemberTempo, ReformWhy, Tempo};
use line::entry::Kind;
use line::machine::{Event, Input, ReformOrder};
use sim::fault::Fault;
use sim::world::{Party, World};

/// A store is put back to what it held some minutes ago.
fn put_back(w: &mut World, party: Party) {
    w.suffer(Fault::RestoredSnapshot { party: party.0 }, 5 * MINUTE);
    w.release(party, "after the copy was made");
    w.run_for(20 * MINUTE);
}

#[test]
fn an_old_copy_names_itself_flares_and_is_taken_in_anew() {
    let (mut w, north, south) = two_parties();
    put_back(&mut w, north);
    assert!(w.told(north).any(|(_, event)| matches!(event, Event::RolledBack(_))));
    w.release_floor(north, "from an old copy");
    w.run_for(MINUTE);
    let flares = |w: &World| w.told(south).filter(|(_, e)| matches!(e, Event::Flare { .. })).count();
    assert_eq!(flares(&w), 1);
    w.bid(north, Input::Rejoin);
    w.run_for(HOUR);
    assert!(w.core_of(north).is_some_and(|core| !core.quarantined()), "it lives again");
    let notice = w.release(north, "back");
    w.run_for(10 * MINUTE);
    assert!(w.has(south, notice));
    assert!(w.notices(south).contains(&"from an old copy".to_owned()), "the flare became an entry");
    assert_eq!(flares(&w), 1);
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn an_old_copy_is_taken_in_anew_while_the_links_lose_and_double() {
    let (mut w, [north, south, east]) = three_parties();
    for (party, relay) in [(north.0, 0), (south.0, 1), (east.0, 0)] {
        w.suffer(Fault::LinkLoses { party, relay, one_in: 3 }, 6 * HOUR);
        w.suffer(Fault::LinkDoubles { party, relay, one_in: 4 }, 6 * HOUR);
    }
    put_back(&mut w, south);
    w.bid(south, Input::Rejoin);
    w.run_for(5 * HOUR);
    assert!(w.core_of(south).is_some_and(|core| !core.quarantined()));
    let notice = w.release(south, "back");
    w.run_for(2 * HOUR);
    assert!(w.has(north, notice) && w.has(east, notice));
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_crash_while_an_old_copy_is_taken_in_anew_leaves_it_in_or_out_and_nothing_twice() {
    for commits in 1..8 {
        let (mut w, [north, south, east]) = three_parties();
        put_back(&mut w, south);
        w.bid(south, Input::Rejoin);
        for party in [north.0, south.0, east.0] {
            let fault = match (commits + party as u32) % 2 {
                0 => Fault::CrashAfterPersist { party, commits },
                _ => Fault::CrashBeforePersist { party, commits },
            };
            w.suffer(fault, HOUR);
        }
        w.run_for(5 * HOUR);
        assert!(w.core_of(south).is_some_and(|core| !core.quarantined()), "crash {commits}");
        let notice = w.release(south, "back");
        w.run_for(HOUR);
        assert!(w.has(north, notice) && w.has(east, notice), "crash {commits}");
        w.heal_all_paths().run_until_quiet().check();
    }
}

#[test]
fn a_disk_that_fails_at_each_persist_while_a_term_is_founded_again_delays_it_only() {
    for commits in 1..7 {
        let (mut w, parties) = three_parties();
        let codes: Vec<_> = parties.iter().map(|p| w.code(*p)).collect();
        let mut writers = codes.clone();
        writers.sort();
        let member =
            |party: &line::ids::PartyCode| MemberTempo { party: party.clone(), tempo: Tempo::Voting };
        let members = writers.iter().map(member).collect();
        w.bid(parties[0], Input::Reform(ReformOrder { writers, members, why: ReformWhy::Suite }));
        w.run_for(2 * MINUTE);
        let entry = w.told(parties[1]).find_map(|(_, event)| match event {
            Event::Held(e) if e.header.kind == Kind::Control => {
                matches!(Control::decode(&e.body), Ok(Control::Reform(_))).then_some(e.hash)
            }
            _ => None,
        });
        let entry = entry.expect("the proposal is held");
        for party in &parties {
            w.suffer(Fault::DiskFails { party: party.0, commits }, HOUR);
        }
        w.bid(parties[1], Input::ReformAgree(entry));
        w.bid(parties[2], Input::ReformAgree(entry));
        w.run_for(2 * HOUR);
        for party in parties {
            let reformed = w.told(party).any(|(_, e)| matches!(e, Event::Reformed { term: 1, .. }));
            assert!(reformed, "{commits} commits fail: {} did not follow", w.code(party));
        }
        let notice = w.release(parties[2], "in the new term");
        w.run_for(HOUR);
        assert!(parties.iter().all(|p| w.has(*p, notice)), "{commits} commits fail");
        w.heal_all_paths().run_until_quiet().check();
    }
}
