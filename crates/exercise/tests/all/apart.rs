//! What befalls one compartment does not show in another: not in a state, not in a key, not in a second of delay.

use crate::plays::{failures, played, until};
use exercise::folder::{Folder, SCENARIO};
use exercise::report::Transcript;
use exercise::shipped;
use line::ids::EntryHash;
use std::collections::BTreeMap;

/// The shipped example with IR suspending T and A in MAR, a burst of FLASH traffic and a minute of junk in its mailboxes, on
/// its first day.
fn troubled() -> Folder {
    let mut timeline = shipped::file("timeline.toml").expect("shipped").to_owned();
    let suspend = shipped::file("notices/l6-suspend.toml").expect("shipped");
    let today = suspend.replace("D26 01:00", "D1 10:00").replace("D28 01:00", "D1 20:00");
    assert_ne!(today, suspend);
    timeline.push_str(&row("apart.0", "D1 10:00", "IR", "notices/l6-suspend-today.toml"));
    for minute in 0..40 {
        let (id, at) = (format!("apart.{}", minute + 1), format!("D1 11:{minute:02}"));
        timeline.push_str(&row(&id, &at, "US", "notices/a5-buoy.toml"));
    }
    timeline.push_str(
        "\n[[row]]\nid = \"apart.junk\"\nat = \"D1 12:10\"\nfault = { does = \"MAILBOX-FLOOD\", compartment = \"MAR\", until = \"D1 12:11\" }\n",
    );
    let files = [("timeline.toml", timeline), ("notices/l6-suspend-today.toml", today)];
    let files = files.map(|(name, text)| (name.to_owned(), text));
    Folder::new(SCENARIO, BTreeMap::from(files))
}

fn row(id: &str, at: &str, by: &str, file: &str) -> String {
    format!(
        "\n[[row]]\nid = \"{id}\"\nat = \"{at}\"\n\n[row.send]\nby = \"{by}\"\ncompartment = \"MAR\"\nfile = \"{file}\"\n"
    )
}

/// Every entry, with who said it when under which keys and what receipts state: all that a delay would change.
fn entries(transcript: &Transcript) -> Vec<EntryHash> {
    transcript.entries.iter().map(|entry| entry.hash).collect()
}

#[test]
fn suspension_and_flooding_of_one_compartment_leave_every_other_entry_key_and_delay_as_they_were() {
    let (quiet, troubled) = (played(&Folder::shipped(), &until("D1")), played(&troubled(), &until("D1")));
    assert_eq!(failures(&troubled), Vec::<String>::new());
    let mut others = 0;
    for (before, after) in quiet.transcripts.iter().zip(&troubled.transcripts) {
        assert_eq!(before.compartment, after.compartment);
        let (a, b) = (entries(before), entries(after));
        if before.compartment == "MAR" {
            assert!(
                b.len() > a.len() + 120 && before.root != after.root,
                "the trouble was there: {}",
                b.len()
            );
            continue;
        }
        others += 1;
        println!("{}: {} entries alike, MAR in trouble", before.compartment, a.len());
        assert!(a.len() > 40 && a == b, "{}", before.compartment);
        assert_eq!((before.digest, before.root), (after.digest, after.root));
        assert_eq!(quiet.end_states[&before.compartment], troubled.end_states[&before.compartment]);
    }
    assert_eq!(others, 4);
    let windows = troubled.end_states["MAR"].to_string();
    assert_ne!(windows, quiet.end_states["MAR"].to_string());
}
