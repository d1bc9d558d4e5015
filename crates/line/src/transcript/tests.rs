use super::*;
use crate::entry::{Header, Kind, Lane, VERSION, lamport_after};
use crate::ids::{CompartmentId, Status};
use proptest::prelude::*;

fn config() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, ..ProptestConfig::default() }
}

fn party(n: usize) -> PartyCode {
    PartyCode::parse(["CH", "IR", "OM", "US"][n]).expect("a party code")
}

const KINDS: [Kind; 5] = [Kind::Notice, Kind::Control, Kind::Receipt, Kind::Annex, Kind::Charter];

/// A history: each step is an author who has seen the heads of some others; `twice` doubles a place.
fn history(steps: &[(usize, u8)], twice: Option<usize>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut last: BTreeMap<usize, usize> = BTreeMap::new();
    for (n, (author, sees)) in steps.iter().enumerate() {
        let (author, prev) = (*author, last.get(author).copied());
        let seen = last.iter().filter(|(other, _)| **other != author && sees & (1 << **other) != 0);
        let heads: Vec<Head> = seen.map(|(_, at)| entries[*at].head()).collect();
        let below = prev.iter().chain(
            last.iter().filter(|(o, _)| heads.iter().any(|h| h.author == party(**o))).map(|(_, at)| at),
        );
        let lamport = lamport_after(below.map(|at| entries[*at].header.lamport)).expect("small");
        for double in 0..=u8::from(twice == Some(n)) {
            let header = Header {
                v: VERSION,
                status: Status::Test,
                compartment: CompartmentId([1; 32]),
                term: 0,
                author: party(author),
                seq: prev.map_or(1, |at| entries[at].header.seq + 1),
                prev: prev.map(|at| entries[at].hash),
                lamport,
                heads: heads.clone(),
                epoch: 1,
                kind: KINDS[n % KINDS.len()],
                lane: Lane::Routine,
                body_hash: [0; 32],
                claimed_ms: 0,
                clock_error_ms: 0,
            };
            entries.push(Entry::compose(header, vec![n as u8, double], |_| [0; 64]));
        }
        last.insert(author, entries.len() - 1);
    }
    entries
}

fn put_all(entries: &[Entry]) -> Transcript {
    let mut transcript = Transcript::new(false);
    for entry in entries {
        transcript.put(entry.clone());
    }
    transcript
}

fn hashes(transcript: &Transcript) -> Vec<EntryHash> {
    transcript.order().map(|e| e.hash).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_order_of_arrival_gives_one_order_and_one_cut(
        steps in prop::collection::vec((0usize..4, any::<u8>()), 1..40),
        twice in prop::option::of(0usize..40),
        keys in prop::collection::vec(any::<u32>(), 41),
    ) {
        let entries = history(&steps, twice);
        let straight = put_all(&entries);
        let mut shuffled: Vec<(u32, Entry)> = keys.iter().copied().cycle().zip(entries.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Entry> = shuffled.into_iter().map(|(_, e)| e).collect();
        let other = put_all(&shuffled);
        prop_assert_eq!(hashes(&straight), hashes(&other));
        prop_assert_eq!(straight.cut(), other.cut());
        prop_assert_eq!(other.held().count(), 0);
        for (place, hash) in hashes(&other).iter().enumerate() {
            prop_assert_eq!(other.position(hash), Some(place));
        }
        for kind in KINDS {
            let of: Vec<EntryHash> = other.of_kind(kind).iter().map(|docket| docket.hash).collect();
            let all = other.order().filter(|docket| docket.header.kind == kind);
            prop_assert_eq!(of, all.map(|docket| docket.hash).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_told_as_admitted_and_late_rebuilds_the_order(
        steps in prop::collection::vec((0usize..4, any::<u8>()), 1..30),
        keys in prop::collection::vec(any::<u32>(), 31),
    ) {
        let mut shuffled: Vec<(u32, Entry)> = keys.iter().copied().zip(history(&steps, None)).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let mut transcript = Transcript::new(false);
        let mut folded: Vec<EntryHash> = Vec::new();
        for (_, entry) in shuffled {
            let change = transcript.put(entry).expect("new");
            if let Some(from) = change.late_from {
                folded.truncate(from);
            }
            let from = folded.len();
            folded.extend(transcript.order().skip(from).map(|e| e.hash));
            prop_assert_eq!(&folded, &hashes(&transcript));
        }
    }
}

#[test]
fn missing_places_are_named_as_runs() {
    let entries = history(&[(0, 0), (0, 0), (0, 0), (0, 0), (0, 0)], None);
    let transcript = put_all(&[entries[0].clone(), entries[2].clone(), entries[4].clone()]);
    let run = |from, to| Run { author: party(0), from, to };
    assert_eq!(transcript.missing(9), [run(2, 2), run(4, 4)]);
    assert_eq!(transcript.held().count(), 2);
    assert_eq!(transcript.cut().seq(&party(0)), 1);
}

#[test]
fn what_an_author_has_left_it_does_not_write_in_again() {
    let mut entries = history(&[(0, 0), (0, 0)], None);
    let mut header = entries[1].header.clone();
    header.epoch = 0;
    entries[1] = Entry::compose(header, vec![1], |_| [0; 64]);
    let mut transcript = put_all(&entries[..1]);
    let change = transcript.put(entries[1].clone()).expect("new");
    assert_eq!((change.refused, change.admitted), (vec![entries[1].hash], vec![]));
    assert!(transcript.falls_back(&entries[1].hash) && !transcript.falls_back(&entries[0].hash));
}

#[test]
fn an_entry_is_awaited_by_its_authors_next_one_only() {
    let entries = history(&[(0, 0), (0, 0), (1, 1)], None);
    let transcript = put_all(&entries[1..]);
    assert!(transcript.awaits(&entries[0].hash));
    let named_by_another = put_all(&entries[2..]);
    assert!(!named_by_another.awaits(&entries[1].hash));
    assert!(!put_all(&entries).awaits(&entries[0].hash), "it is here");
}

#[test]
fn signatures_are_erased_in_portions_and_the_order_stays() {
    let entries = history(&[(0, 0), (0, 0), (1, 1), (0, 0)], None);
    let mut transcript = put_all(&entries);
    let before = hashes(&transcript);
    let run = Run { author: party(0), from: 1, to: 2 };
    assert_eq!(transcript.erase_signatures(&run, 1).len(), 1);
    assert_eq!(transcript.erase_signatures(&run, 9)[0].0, 1, "the second to come");
    assert!(transcript.erase_signatures(&run, 9).is_empty());
    let signed = transcript.all().filter_map(|d| transcript.entry(&d.hash));
    let signed = signed.filter(|e| !e.sig.is_empty()).count();
    assert_eq!((signed, hashes(&transcript)), (2, before));
}

#[test]
fn a_wrong_lamport_never_links() {
    let mut entries = history(&[(0, 0), (0, 0)], None);
    let mut header = entries[1].header.clone();
    header.lamport += 1;
    entries[1] = Entry::compose(header, vec![1], |_| [0; 64]);
    let mut transcript = put_all(&entries[..1]);
    let change = transcript.put(entries[1].clone()).expect("new");
    assert_eq!((change.refused, change.admitted), (vec![entries[1].hash], vec![]));
}
