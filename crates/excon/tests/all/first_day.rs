//! The first day of the shipped case, with relays that read.

use crate::disk;
use crate::reading::{Kept, Shelf, findings, keep};
use crate::secrets::Secrets;
use excon::case::Case;
use excon::demo::{Played, Wishes, play};
use exercise::scenario::{Scenario, template};
use line::config::Planted;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// What the relays kept so far.
type Shelves = BTreeMap<String, Kept>;

/// Plays with relays that read, to the end or until enough is seen; what they kept, and the play if it ended.
fn read(wishes: Wishes, enough: fn(&Shelves) -> bool) -> (Shelves, Option<Played>) {
    let folder = tempfile::tempdir().expect("a folder");
    read_in(folder.path(), wishes, enough)
}

fn read_in(folder: &Path, wishes: Wishes, enough: fn(&Shelves) -> bool) -> (Shelves, Option<Played>) {
    let shelf = Shelf::default();
    let kept = shelf.clone();
    let reader = Arc::new(move |relay: &str, body: &[u8]| keep(&kept, relay, body));
    let wishes = Wishes { reader: Some(reader), ..wishes };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let played = runtime.block_on(async {
        let seen = async {
            while !enough(&shelf.lock().expect("no holder of the shelf panics")) {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::select! {
            played = play(folder, wishes, &|said| eprintln!("{said}")) => Some(played),
            () = seen => None,
        }
    });
    let played = played.map(|played| played.expect("the play goes to its end"));
    runtime.shutdown_timeout(Duration::from_secs(5));
    let kept = std::mem::take(&mut *shelf.lock().expect("no holder of the shelf panics"));
    (kept, played)
}

fn shipped() -> Scenario {
    Scenario::parse(template()).expect("the shipped scenario")
}

/// The shipped case cut down to two capitals, one compartment and one red line.
fn one_red_line() -> Scenario {
    let mut scenario = shipped();
    scenario.party.retain(|party| ["US", "IR"].contains(&party.code.as_str()));
    scenario.compartment.retain(|compartment| compartment.code == "LEV");
    scenario.notice_of.retain(|step| step.file == "notices/us-2.toml");
    scenario.records = None;
    scenario
}

/// How much of D12 is played: a relay that is down and one that withholds; or all of it where the whole demo is asked for.
fn acts() -> Option<usize> {
    if std::env::var_os("DEMARCHE_WHOLE_DEMO").is_some() { None } else { Some(2) }
}

#[test]
fn the_first_day_reaches_its_end_states_and_its_relays_read_nothing() {
    let wishes = Wishes { acts: acts(), ..Wishes::default() };
    let folder = tempfile::tempdir().expect("a folder");
    let (shelf, played) = read_in(folder.path(), wishes, |_| false);
    let played = played.expect("the play goes to its end");
    let report = &played.report;
    assert_eq!(report.failures, Vec::<String>::new());
    assert_eq!(report.mismatches, 1, "one scripted wrong read-back");
    assert_eq!(report.readbacks, 17, "nine charters, seven red lines, one incident");
    assert_eq!(report.fingerprints.len(), 5);
    for (code, by_party) in &report.fingerprints {
        let first = by_party.values().next();
        assert!(by_party.len() >= 2 && by_party.values().all(|f| Some(f) == first), "{code}: {by_party:?}");
    }
    let secrets = Secrets::of(&shipped(), &played.transcripts);
    assert!(secrets.needles.len() > 3_000, "only {} texts to look for", secrets.needles.len());
    assert_eq!(shelf.len(), 2);
    for (relay, kept) in &shelf {
        let bytes: usize = kept.parts.iter().map(Vec::len).sum();
        eprintln!(
            "{relay}: {} bodies, {} parts, {bytes} bytes, {:?}",
            kept.bodies,
            kept.parts.len(),
            kept.sizes
        );
        assert!(kept.bodies > 500 && kept.sizes.len() > 1, "{relay} saw {} bodies", kept.bodies);
    }
    assert_eq!(findings(&shelf, &secrets), Vec::<String>::new());

    let disks = disk::disks(folder.path());
    assert_eq!(disks.len(), 2);
    for (relay, disk) in &disks {
        assert!(disk.values.len() > 500 && disk.files.len() > 1, "{relay} kept {} values", disk.values.len());
        assert_eq!(disk::findings(disk, &secrets, ENVELOPES_TRIED), Vec::<String>::new(), "{relay}");
    }
}

#[test]
fn with_wrapping_off_the_relays_read_the_group_id_and_equal_runs() {
    let planted = Planted { no_wrapping: true, ..Planted::default() };
    let wishes = Wishes { case: Some(Case::of(one_red_line())), planted, acts: Some(0), ..Wishes::default() };
    let (shelf, played) = read(wishes, |_| false);
    let played = played.expect("the play goes to its end");
    let found = findings(&shelf, &Secrets::of(&shipped(), &played.transcripts));
    for what in ["MLS group id of LEV", "equal runs of 16 bytes"] {
        assert!(found.iter().any(|finding| finding.contains(what)), "{what} is not in {found:#?}");
    }
}

#[test]
fn with_padding_off_the_relays_see_envelopes_of_other_sizes() {
    let planted = Planted { no_padding: true, ..Planted::default() };
    let wishes = Wishes { case: Some(Case::of(one_red_line())), planted, ..Wishes::default() };
    let (shelf, _) = read(wishes, |shelf| shelf.values().any(Kept::has_a_misfit));
    let found = findings(&shelf, &Secrets::of(&shipped(), &[]));
    assert!(found.iter().any(|finding| finding.contains("envelopes of")), "{found:#?}");
}

/// Envelopes on a relay's disk on which every key of it is tried.
const ENVELOPES_TRIED: usize = 3;
