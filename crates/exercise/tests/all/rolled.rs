//! After a leak one compartment rolls over: nothing that stands is lost, and no other compartment sees anything of it, not
//! an entry, a key or a second of delay.

use crate::plays::{failures, played, until};
use exercise::folder::{Folder, SCENARIO};
use exercise::report::Transcript;
use exercise::shipped;
use line::entry::Kind;
use std::collections::BTreeMap;

/// The shipped example with LEV's keys changed at noon of its first day.
fn rolled() -> Folder {
    let mut timeline = shipped::file("timeline.toml").expect("shipped").to_owned();
    timeline.push_str(
        "\n[[row]]\nid = \"rolled.1\"\nat = \"D1 12:00\"\nrotate = { by = \"US\", compartment = \"LEV\" }\n",
    );
    Folder::new(SCENARIO, BTreeMap::from([("timeline.toml".to_owned(), timeline)]))
}

/// Bodies of notices in their order: what was said.
fn said(transcript: &Transcript) -> Vec<Vec<u8>> {
    let notices = transcript.entries.iter().filter(|entry| entry.header.kind == Kind::Notice);
    notices.map(|entry| entry.body.clone()).collect()
}

#[test]
fn a_roll_over_loses_nothing_and_shows_nowhere_else() {
    let (before, after) = (played(&Folder::shipped(), &until("D1")), played(&rolled(), &until("D1")));
    assert_eq!(failures(&after), Vec::<String>::new());
    for (quiet, rolled) in before.transcripts.iter().zip(&after.transcripts) {
        let code = &quiet.compartment;
        assert_eq!(before.end_states[code], after.end_states[code], "{code}");
        assert_eq!(said(quiet), said(rolled), "{code}");
        let epoch = |of: &Transcript| of.entries.iter().map(|entry| entry.header.epoch).max();
        if code == "LEV" {
            assert!(epoch(rolled) > epoch(quiet), "it has rolled over");
            let first = epoch(quiet).expect("it began");
            let closed = rolled.entries.iter().filter(|entry| entry.header.epoch <= first);
            assert!(
                closed.clone().count() > 20 && closed.clone().all(|entry| entry.sig.is_empty()),
                "and closed"
            );
            continue;
        }
        let hashes = |of: &Transcript| of.entries.iter().map(|entry| entry.hash).collect::<Vec<_>>();
        assert_eq!(hashes(quiet), hashes(rolled), "{code}");
        let bytes = |of: &Transcript| of.entries.iter().map(|entry| entry.encode().len()).sum::<usize>();
        assert_eq!(
            (bytes(quiet), epoch(quiet), quiet.root),
            (bytes(rolled), epoch(rolled), rolled.root),
            "{code}"
        );
    }
}
