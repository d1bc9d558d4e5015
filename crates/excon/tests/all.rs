//! The first day of the shipped case on real nodes and relays, and what its relays could read.

use excon::demo::{Wishes, play};
use std::sync::{Arc, Mutex};

type Bodies = Arc<Mutex<Vec<Vec<u8>>>>;

fn first_day(bodies: &Bodies) -> excon::report::Report {
    let kept = bodies.clone();
    let tap: relay::Tap =
        Arc::new(move |body: &[u8]| kept.lock().expect("no holder panics").push(body.to_vec()));
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let wishes = Wishes { tap: Some(tap), first_day_only: true };
    let played = runtime.block_on(play(folder.path(), wishes, &|_| {}));
    played.expect("the play goes to its end").0
}

fn holds(body: &[u8], part: &[u8]) -> bool {
    body.windows(part.len()).any(|window| window == part)
}

#[test]
fn the_first_day_reaches_its_end_states_and_its_relays_read_nothing() {
    let bodies = Bodies::default();
    let report = first_day(&bodies);
    assert_eq!(report.failures, Vec::<String>::new());
    assert_eq!(report.mismatches, 1, "one scripted wrong read-back");
    assert_eq!(report.readbacks, 17, "nine charters, seven red lines, one incident");
    assert_eq!(report.fingerprints.len(), 5);
    for (code, by_party) in &report.fingerprints {
        let first = by_party.values().next();
        assert!(by_party.len() >= 2 && by_party.values().all(|f| Some(f) == first), "{code}: {by_party:?}");
    }
    let bodies = bodies.lock().expect("no holder panics");
    assert!(bodies.len() > 500, "the relays saw {} bodies", bodies.len());
    for word in ["US/WATCH", "IR/WATCH", "CH/DESK", "VER/REPORTS", "US/LEV/27", "IR/MAR/27", "CHARTER A(b)"] {
        let seen = bodies.iter().any(|body| holds(body, word.as_bytes()));
        assert!(!seen, "a relay could read {word}");
    }
}
