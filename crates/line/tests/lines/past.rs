//! What lies in the store only: a machine that reads its past back is the one that keeps everything in memory.

use super::bench::{Bench, Fixed};
use line::archive::{Archive, Found, Past};
use line::config::Config;
use line::entry::{Entry, Kind};
use line::error::LineError;
use line::group::Changes;
use line::ids::EntryHash;
use line::label_group::LabelGroup;
use line::line::{Line, Saying, Stop};
use line::machine::{Effect, Input, Rows, Table};
use line::opening_rows::{is_large, rows_to_open};
use refusal::{Blame, Code, Facts, Refusal};
use sha2::{Digest, Sha256};
use std::sync::Arc;

const THREE: [&str; 3] = ["CH", "IR", "US"];
/// Entries that stay whole, and entries of a segment.
const FEW: usize = 3;

/// Rows as they are, or a disk that gives none of its entries back.
struct Shelf {
    rows: Rows,
    broken: bool,
}

impl Archive for Shelf {
    fn row(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>, Refusal> {
        Ok(self.rows_between(table, key, None)?.into_iter().find(|(k, _)| k == key).map(|(_, row)| row))
    }

    fn rows_between(&self, table: Table, from: &[u8], below: Option<&[u8]>) -> Result<Found, Refusal> {
        if self.broken {
            return Err(Refusal { code: Code("E-TEST-001"), blame: Blame::Environment, facts: Facts::new() });
        }
        let of = self.rows.iter().filter(|((of, key), _)| *of == table && key.as_slice() >= from);
        let below = of.filter(|((_, key), _)| below.is_none_or(|below| key.as_slice() < below));
        Ok(below.map(|((_, key), row)| (key.clone(), row.clone())).collect())
    }
}

/// A record of two epochs, the first of which is closed and its signatures erased.
fn told() -> Bench {
    let mut bench = Bench::new(&THREE, 2);
    bench.run(20_000);
    for round in 0..4 {
        for node in 0..3 {
            bench.release(node, &format!("{round} of {node}"));
        }
        bench.input(0, Input::TestNow);
        bench.run(20_000);
    }
    bench.input(2, Input::Rotate(Changes::default()));
    bench.run(60_000);
    bench.release(1, "in the second epoch");
    bench.run(20_000);
    bench
}

fn restored(bench: &Bench, rows: &Rows, past: Option<Past>) -> Line<LabelGroup> {
    begun(bench, rows, past).0
}

fn begun(bench: &Bench, rows: &Rows, past: Option<Past>) -> (Line<LabelGroup>, Vec<Effect>) {
    let config = Config { past, ..bench.nodes[0].config.clone() };
    Line::restore(config, (), rows, Stop::Clean, bench.now(), &mut Fixed(9)).expect("its own rows")
}

fn shelf(rows: &Rows) -> Arc<Shelf> {
    Arc::new(Shelf { rows: rows.clone(), broken: false })
}

fn to_open(rows: &Rows) -> Rows {
    let small = rows.iter().filter(|((table, _), _)| !is_large(*table));
    let small = small.map(|(key, row)| (key.clone(), row.clone())).collect();
    rows_to_open(small, &*shelf(rows)).expect("a sound shelf")
}

fn opened(bench: &Bench, rows: &Rows) -> (Line<LabelGroup>, Rows) {
    let to_open = to_open(rows);
    (restored(bench, &to_open, Some(Past::new(shelf(rows), FEW))), to_open)
}

/// The rows after a life that let go of all it could.
fn let_go(bench: &Bench, rows: &Rows) -> Rows {
    let (mut line, mut effects) = begun(bench, &to_open(rows), Some(Past::new(shelf(rows), FEW)));
    let mut after = rows.clone();
    effects.extend(line.handle(bench.now(), vec![Input::Tick]));
    for effect in effects {
        let Effect::Persist(writes) = effect else { continue };
        for write in writes {
            match write.value {
                Some(value) => after.insert((write.table, write.key), value),
                None => after.remove(&(write.table, write.key)),
            };
        }
    }
    after
}

fn hashes(line: &Line<LabelGroup>) -> Vec<EntryHash> {
    line.order().map(|docket| docket.hash).collect()
}

fn same(a: &Line<LabelGroup>, b: &Line<LabelGroup>) {
    assert_eq!(hashes(a), hashes(b));
    assert_eq!((a.cut(), a.epoch(), a.fingerprint()), (b.cut(), b.epoch(), b.fingerprint()));
    let whole = |line: &Line<LabelGroup>| line.record().map(|e| e.into_owned()).collect::<Vec<Entry>>();
    assert_eq!(whole(a), whole(b));
    for hash in hashes(a) {
        assert_eq!(a.docket(&hash), b.docket(&hash));
        assert_eq!(a.prove(&hash), b.prove(&hash));
        assert_eq!(a.marks(&hash), b.marks(&hash));
        assert_eq!(a.arrivals(&hash), b.arrivals(&hash));
        assert_eq!(a.seen_here(&hash), b.seen_here(&hash));
    }
    for party in a.config().members.keys() {
        assert_eq!(a.disclosed_by(party), b.disclosed_by(party));
    }
    assert!(a.trouble().is_none() && b.trouble().is_none());
}

#[test]
fn a_line_opened_from_segments_is_the_one_that_reads_all_rows() {
    let bench = told();
    let rows = &bench.nodes[0].rows;
    let all = restored(&bench, rows, None);
    let after = let_go(&bench, rows);
    let (line, to_open) = opened(&bench, &after);
    let entries = |rows: &Rows| rows.keys().filter(|(table, _)| *table == Table::Entries).count();
    assert!(entries(&to_open) <= 2 * FEW, "{} of {} rows", entries(&to_open), entries(rows));
    same(&all, &line);
    assert!(line.record().any(|e| e.sig.is_empty()) && line.record().any(|e| !e.sig.is_empty()));
    let mut told = 0;
    line.sayings(|docket, saying| {
        told += 1;
        assert_eq!(matches!(saying, Saying::Test { .. }), docket.header.kind == Kind::Test);
        assert_eq!(matches!(saying, Saying::Receipt { .. }), docket.header.kind == Kind::Receipt);
    });
    assert_eq!(told, line.order().filter(|docket| line.says_in_segment(&docket.hash)).count());
    assert!(told > 0);
}

/// A record whose past was let go of as it grew: one segment a round. The rows without them, and with them.
fn told_in_segments() -> (Bench, Rows) {
    let mut bench = Bench::new(&THREE, 2);
    bench.run(20_000);
    let mut written = Rows::new();
    for round in 0..5 {
        for node in 0..3 {
            bench.release(node, &format!("{round} of {node}"));
        }
        bench.input(0, Input::TestNow);
        bench.run(20_000);
        let mut rows = bench.nodes[0].rows.clone();
        rows.extend(written);
        written = let_go(&bench, &rows);
        let of_the_past = |table: Table, key: &[u8]| {
            table == Table::Snapshots || table == Table::Core && key.starts_with(b"aside/")
        };
        written.retain(|(table, key), _| of_the_past(*table, key));
    }
    let mut rows = bench.nodes[0].rows.clone();
    rows.extend(written);
    (bench, rows)
}

fn of_segments(rows: &Rows) -> Vec<&Vec<u8>> {
    rows.keys().filter(|(table, _)| *table == Table::Snapshots).map(|(_, key)| key).collect()
}

/// What may have become of a segment.
enum Harm {
    Altered,
    Gone,
    /// Written by a version that kept its items in number 3 of the map, here `{0: 0, 1: [], 2: [], 3: []}`.
    OfEarlierForm,
}

fn harm(rows: &mut Rows, key: &[u8], harm: &Harm) {
    let key = (Table::Snapshots, key.to_vec());
    match harm {
        Harm::Gone => drop(rows.remove(&key)),
        Harm::Altered => *rows.get_mut(&key).and_then(|row| row.last_mut()).expect("a row") ^= 1,
        Harm::OfEarlierForm => {
            let items = [0xa4, 0, 0, 1, 0x80, 2, 0x80, 3, 0x80];
            rows.insert(key, [&Sha256::digest(items)[..], &items].concat());
        }
    }
}

#[test]
fn a_segment_that_is_not_what_was_written_or_is_gone_is_not_believed_and_all_are_written_again() {
    let (bench, sound) = told_in_segments();
    let rows = &bench.nodes[0].rows;
    let all = restored(&bench, rows, None);
    let keys: Vec<Vec<u8>> = of_segments(&sound).into_iter().cloned().collect();
    assert!(keys.len() > 3, "{keys:?}");
    let last = keys.len() - 1;
    let harms = [
        (0, Harm::Altered),
        (1, Harm::Gone),
        (1, Harm::OfEarlierForm),
        (last, Harm::Altered),
        (last, Harm::OfEarlierForm),
    ];
    for (at, what) in harms {
        let mut after = sound.clone();
        harm(&mut after, &keys[at], &what);
        let (line, to_open) = opened(&bench, &after);
        same(&all, &line);
        let (_, effects) = begun(&bench, &to_open, Some(Past::new(shelf(&after), FEW)));
        let taken_out = |effect: &Effect| {
            let Effect::Persist(writes) = effect else { return 0 };
            writes.iter().filter(|write| write.table == Table::Snapshots && write.value.is_none()).count()
        };
        let taken_out: usize = effects.iter().map(taken_out).sum();
        assert_eq!(taken_out, of_segments(&after).len(), "segment {at}: each is taken out");
        let again = let_go(&bench, &after);
        assert!(!of_segments(&again).is_empty());
        let (line, to_open) = opened(&bench, &again);
        let entries = to_open.keys().filter(|(table, _)| *table == Table::Entries).count();
        assert!(entries <= 2 * FEW, "segment {at}: {entries} of {} rows", rows.len());
        same(&all, &line);
    }
}

#[test]
fn what_cannot_be_read_back_is_said_and_is_not_taken_for_absent() {
    let bench = told();
    let rows = &bench.nodes[0].rows;
    let after = let_go(&bench, rows);
    let (mut line, _) = opened(&bench, &after);
    let oldest = line.order().find(|docket| docket.header.kind == Kind::Notice).expect("a notice").hash;
    assert!(line.entry(&oldest).is_some() && line.trouble().is_none());
    line.read_back_from(Past::new(Arc::new(Shelf { rows: Rows::new(), broken: true }), FEW));
    assert!(line.entry(&oldest).is_none());
    assert_eq!(line.trouble().map(|refusal| refusal.code.0), Some("E-TEST-001"));
    let (mut line, _) = opened(&bench, &after);
    line.read_back_from(Past::new(shelf(&Rows::new()), FEW));
    assert!(line.entry(&oldest).is_none());
    assert_eq!(line.trouble().map(|refusal| refusal.code.0), Some("E-LINE-001"), "a row that is gone");
}

#[test]
fn a_start_that_the_store_does_not_let_read_says_what_the_store_said_and_succeeds_later() {
    let (bench, rows) = told_in_segments();
    let start = |broken| {
        let past = Past::new(Arc::new(Shelf { rows: rows.clone(), broken }), FEW);
        let config = Config { past: Some(past), ..bench.nodes[0].config.clone() };
        let to_open = to_open(&rows);
        Line::<LabelGroup>::restore(config, (), &to_open, Stop::Clean, bench.now(), &mut Fixed(9))
    };
    let Err(LineError::Archive(said)) = start(true) else { panic!("nothing could be read") };
    assert_eq!(said.code.0, "E-TEST-001");
    assert!(start(false).is_ok());
}
