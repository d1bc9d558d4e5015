//! The snapshot for analysts: what is written is read back, and nothing that was changed is.

use crate::script::*;
use notice::vocabulary::NoticeType;
use proptest::prelude::*;
use standing::matter::Machine;
use standing::snapshot::Origin;
use standing::{Snapshot, StandError};

fn origin() -> Origin {
    Origin {
        status: "EXERCISE".to_owned(),
        party: party("US"),
        compartment: "LEV".to_owned(),
        id: [7; 32],
        heads: vec![0x80],
    }
}

/// A red line with a remark, read back, and what was written of it.
fn written() -> Vec<u8> {
    let mut script = Script::default();
    let mut t1 = draft(NoticeType::T1, "US", "IR");
    t1.envelope.remarks = Some("FOROWNEYES".to_owned());
    script.known("US", "IR", START, t1);
    folded(&script.entries).at(&cut(&script.entries), START + 24 * HOUR).snapshot(&origin())
}

#[test]
fn a_snapshot_is_read_as_it_was_written_without_remarks() {
    let bytes = written();
    assert!(Snapshot::is_one(&bytes));
    let read = Snapshot::read(&bytes).expect("a snapshot");
    assert_eq!((read.origin.clone(), read.as_of_ms), (origin(), START + 24 * HOUR));
    let line = read.of_kind(Machine::RedLine).next().expect("a red line");
    assert_eq!((line.id.as_str(), line.toward.as_deref()), ("US-2/1", Some("IR")));
    assert_eq!(line.state, "IN-FORCE");
    let t1 = read.notices.iter().find(|notice| notice.kind() == NoticeType::T1).expect("its notice");
    assert_eq!(read.on(Machine::RedLine, &t1.number().to_string()), Some(line));
    assert!(t1.content().at("G.count").is_some());
    assert!(!bytes.windows(10).any(|part| part == b"FOROWNEYES"));
}

#[test]
fn a_snapshot_whose_items_were_changed_is_refused() {
    let bytes = written();
    let at = bytes.windows(8).position(|part| part == b"IN-FORCE").expect("the state in an item");
    let mut changed = bytes.clone();
    changed[at] = b'O';
    let why = Snapshot::read(&changed).expect_err("another root");
    assert!(matches!(&why, StandError::NotASnapshot { why } if why.contains("root")), "{why}");
    for cut in [0, 1, 40, bytes.len() - 1] {
        assert!(Snapshot::read(&bytes[..cut]).is_err(), "{cut} bytes");
    }
    assert!(Snapshot::read(&[bytes, vec![0]].concat()).is_err());
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(at in 0_usize..4_000, byte: u8, noise in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = written();
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = Snapshot::read(&bytes);
        let _ = Snapshot::read(&noise);
    }
}
