//! A run that ends at any moment is taken up again: the file of reports is that of a run that nobody disturbed.

use crate::orders::line;
use feeds::reader::Position;
use feeds::{Format, read};
use proptest::prelude::*;
use redline::{Known, RedLines};
use std::io::{Read, Seek, Write};
use std::path::Path;
use watch::{Log, Options, Stream, run};

fn feed(rows: u32) -> String {
    let mut text = String::from("id,time,lat,lon,error_m,revision\n");
    for i in 0..rows {
        let second = 1_000_000_000 + i64::from(i * 37 % 5_000) * 60;
        let lat = 26.0 + f64::from(i % 7) * 0.02;
        text.push_str(&format!("{},{second},{lat},56.0,300,{}\n", i % 900, i / 900));
    }
    text
}

/// Reads a feed that breaks off after some bytes, as a process that is killed does; the tail of the file of reports is
/// what was written after the last commit.
fn go_on(state: &Path, out: &Path, feed: &str, until: usize) {
    let (log, resumed) = Log::open(state, "test").expect("a log");
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .read(true)
        .open(out)
        .expect("a file");
    file.set_len(resumed.written).expect("cut back");
    file.seek(std::io::SeekFrom::End(0)).expect("the end");
    let mut items = read(&feed.as_bytes()[..until], Format::Csv, None, resumed.position).expect("a feed");
    let mut stream = Stream::new(RedLines::of([line(3, 3_600)]), Known::default(), None);
    let options = Options {
        log: Some(log),
        resumed,
        now_s: None,
        out: &mut file,
        trace: false,
        drafts: None,
        party: None,
        drained: None,
    };
    run(&mut stream, &mut items, options).expect("a run");
}

fn text(path: &Path) -> String {
    let mut text = String::new();
    std::fs::File::open(path).expect("a file").read_to_string(&mut text).expect("text");
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn broken_runs_add_up_to_a_whole_one(cuts in prop::collection::vec(any::<prop::sample::Index>(), 1..5), torn in any::<bool>()) {
        let folder = tempfile::tempdir().expect("a folder");
        let feed = feed(2_000);
        let ends: Vec<usize> = feed.match_indices('\n').map(|(at, _)| at + 1).collect();
        go_on(&folder.path().join("whole.db"), &folder.path().join("whole"), &feed, feed.len());
        let mut stops: Vec<usize> = cuts.iter().map(|cut| ends[cut.index(ends.len())]).collect();
        stops.sort_unstable();
        stops.push(feed.len());
        for stop in stops {
            go_on(&folder.path().join("cut.db"), &folder.path().join("cut"), &feed, stop);
            if torn {
                let mut file = std::fs::OpenOptions::new().append(true).open(folder.path().join("cut")).expect("a file");
                file.write_all(b"{\"event\": half a li").expect("written");
            }
        }
        let whole = text(&folder.path().join("whole"));
        let cut = text(&folder.path().join("cut"));
        prop_assert!(whole.lines().count() > 1_000);
        prop_assert!(cut.starts_with(&whole), "{} for {}", cut.len(), whole.len());
    }
}

#[test]
fn a_state_of_other_lines_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("state.db");
    assert!(Log::open(&path, "one").is_ok());
    assert!(Log::open(&path, "another").is_err());
    let (_, resumed) = Log::open(&path, "one").expect("a log");
    assert_eq!(resumed.position, Position::default());
}
