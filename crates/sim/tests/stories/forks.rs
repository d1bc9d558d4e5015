//! A member that tells two stories, a relay that keeps things back, a pouch where no relay is left.

use super::{HOUR, MINUTE, three_parties, two_parties};
use line::diagnosis::{State, Word};
use line::machine::Event;
use sim::fault::Fault;
use sim::world::{Party, World};

/// The place at which a party says that another's chain divides, once it is forked.
fn first_divergent(w: &World, at: Party) -> Option<(String, u64)> {
    w.told(at).find_map(|(_, event)| match event {
        Event::Forked { at: Some(head), .. } => Some((head.author.to_string(), head.seq)),
        _ => None,
    })
}

#[test]
fn a_member_that_tells_two_stories_is_found_at_the_next_test_with_the_first_divergent_entry() {
    let (mut w, [north, south, east]) = three_parties();
    w.run_for(12 * MINUTE);
    let place = w.equivocate(north, south, "to the south: no strike", east, "to the east: a strike");
    w.run_for(11 * MINUTE);
    for honest in [south, east] {
        assert_eq!(first_divergent(&w, honest), Some(("NORTH".to_owned(), place)), "named by {honest:?}");
        assert_eq!(w.line_state(honest, north).map(|line| line.state), Some(State::Forked));
    }
    assert_eq!(first_divergent(&w, south), first_divergent(&w, east), "the same entry on every honest node");
}

#[test]
fn a_relay_that_withholds_delays_nothing_while_another_carries() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::RelayWithholds { relay: 0, party: south.0 }, 8 * MINUTE);
    let kept_back = w.release(north, "kept back at one relay");
    w.run_for(MINUTE);
    assert!(w.has(south, kept_back), "the other relay carries it");
    w.heal_all_paths().run_until_quiet().check();
}

#[test]
fn a_relay_that_leaves_envelopes_out_is_said_to_withhold_by_whoever_fetches_there_and_no_other_is() {
    let (mut w, north, south) = two_parties();
    w.run_for(12 * MINUTE);
    w.suffer(Fault::RelayLeavesOut { relay: 0 }, 8 * MINUTE);
    let texts = ["the first", "the second", "the third", "the fourth"];
    let notices = texts.map(|text| {
        let notice = w.release(north, text);
        w.run_for(MINUTE);
        notice
    });
    assert!(notices.iter().all(|notice| w.has(south, *notice)), "the other relay carries all");
    let word = |w: &World, of: Party, to: Party| w.line_state(of, to).and_then(|state| state.word);
    assert_eq!(word(&w, south, north), Some(Word::RelayWithholds("R-1".into())));
    w.heal_all_paths().run_until_quiet().check();
    w.run_for(30 * MINUTE);
    assert_eq!((word(&w, south, north), word(&w, north, south)), (None, None), "not any more");
}

#[test]
fn with_both_relays_down_a_notice_goes_by_pouch() {
    let (mut w, north, south) = two_parties();
    w.suffer(Fault::RelayDies { relay: 0 }, 3 * HOUR);
    w.suffer(Fault::RelayDies { relay: 1 }, 3 * HOUR);
    let notice = w.release(north, "by hand of messenger");
    w.run_for(30 * MINUTE);
    assert!(!w.has(south, notice));
    assert_eq!(w.line_state(north, south).and_then(|line| line.word), Some(Word::PathOurs));
    w.pouch(north, south, 20 * MINUTE);
    w.run_for(30 * MINUTE);
    assert!(w.has(south, notice), "carried in");
    w.pouch(south, north, 20 * MINUTE);
    w.run_for(30 * MINUTE);
    assert!(w.marks(north, notice, south).covered, "and acknowledged by the pouch that went back");
    w.heal_all_paths().run_until_quiet().check();
}
