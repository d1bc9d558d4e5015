//! Canonical vectors: one file a case, a header that says what is expected and why, then the bytes in hex.
//!
//! `DEMARCHE_ACCEPT=1 cargo test -p notice vector` writes them anew; a change is explained in its commit.

use crate::cases::released;
use crate::files::{drafted, sample, sample_charter};
use notice::{Charter, Notice, NoticeError};
use std::path::PathBuf;

/// A case: file name, expectation, reason, bytes.
struct Case {
    name: String,
    expect: &'static str,
    why: &'static str,
    bytes: Vec<u8>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

fn accepted() -> Vec<Case> {
    let notices = drafted().into_iter().map(|kind| {
        let party = sample(kind).envelope.from.party.to_string();
        let notice = released(sample(kind), &format!("{party}/LEV/27/0031/{kind}"));
        let name = format!("notice-{}", kind.word().to_lowercase());
        Case {
            name,
            expect: "notice",
            why: "the template of the type, released",
            bytes: notice.encode().expect("encodes"),
        }
    });
    let bytes = sample_charter().encode().expect("encodes");
    let charter =
        Case { name: "charter".to_owned(), expect: "charter", why: "the template of the charter", bytes };
    notices.chain([charter]).collect()
}

/// The L2 template spoilt in one place each; offsets are of its first bytes `a5 00 01 01 02 02 a6 01 85`.
fn refused() -> Vec<Case> {
    let party = sample(notice::vocabulary::NoticeType::L2).envelope.from.party.to_string();
    let notice = released(sample(notice::vocabulary::NoticeType::L2), &format!("{party}/LEV/27/0031/L2"));
    let good = notice.encode().expect("encodes");
    assert_eq!(good[..7], [0xa5, 0x00, 0x01, 0x01, 0x02, 0x02, 0xa6], "the offsets below rest on this");
    let spoilt = |name: &str, expect, why, spoil: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        spoil(&mut bytes);
        Case { name: format!("refused-{name}"), expect, why, bytes }
    };
    vec![
        spoilt("long-integer", "not-canonical", "the version takes two bytes where one does", &|b| {
            b.splice(2..3, [0x18, 0x01]);
        }),
        spoilt("indefinite-map", "not-canonical", "the outer map has no length", &|b| {
            b[0] = 0xbf;
            b.push(0xff);
        }),
        spoilt("trailing-byte", "shape", "a byte stands after the end", &|b| b.push(0)),
        spoilt("truncated", "shape", "the last byte is missing", &|b| b.truncate(b.len() - 1)),
        spoilt("unknown-version", "unknown-version", "format version 2", &|b| b[2] = 2),
        spoilt("type-not-drafted", "not-drafted", "L1 renders a line test and is never a notice", &|b| {
            b[4] = 1
        }),
        spoilt("no-such-type", "unknown", "no type has the number 0", &|b| b[4] = 0),
        spoilt("unordered-keys", "shape", "the stamp comes before the type", &|b| b.swap(1, 3)),
        spoilt("tag", "shape", "a tag stands before the version", &|b| b.insert(2, 0xc1)),
        spoilt("float", "shape", "the version is a float", &|b| {
            b.splice(2..3, [0xf9, 0x3c, 0x00]);
        }),
        spoilt("length-bomb", "shape", "a list promises 2^64-1 items", &|b| {
            b.truncate(8);
            b.extend([0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        }),
        spoilt("number-of-another-type", "shape", "the number says T1, the notice is an L2", &|b| {
            let place = b.windows(3).position(|w| w == [0x18, 0x1f, 0x02]).expect("serial 31, type L2");
            b[place + 2] = 0x0b;
        }),
        spoilt("empty", "shape", "nothing at all", &|b| b.clear()),
    ]
}

fn word(refused: &NoticeError) -> &'static str {
    match refused {
        NoticeError::NotCanonical => "not-canonical",
        NoticeError::Shape { .. } => "shape",
        NoticeError::UnknownVersion { .. } => "unknown-version",
        NoticeError::NotServed { .. } => "not-served",
        NoticeError::NotDrafted { .. } => "not-drafted",
        NoticeError::Unknown { .. } => "unknown",
        _ => "another refusal",
    }
}

fn text(case: &Case) -> String {
    let hex = hex::encode(&case.bytes);
    let lines: Vec<&str> = hex.as_bytes().chunks(96).map(|c| std::str::from_utf8(c).expect("hex")).collect();
    format!(
        "expect: {}\nwhy: {}\nbytes: {}\n\n{}\n",
        case.expect,
        case.why,
        case.bytes.len(),
        lines.join("\n")
    )
}

/// What the file's bytes do: `notice`, `charter`, or the word of the refusal.
fn outcome(bytes: &[u8]) -> &'static str {
    match (Notice::decode(bytes), Charter::decode(bytes)) {
        (Ok(notice), _) => {
            assert_eq!(notice.encode().expect("encodes"), bytes);
            "notice"
        }
        (_, Ok(charter)) => {
            assert_eq!(charter.encode().expect("encodes"), bytes);
            "charter"
        }
        (Err(refused), _) => word(&refused),
    }
}

#[test]
fn every_vector_file_does_what_its_header_says() {
    let mut seen = 0;
    for entry in std::fs::read_dir(folder()).expect("the folder of vectors") {
        let path = entry.expect("an entry").path();
        let file = std::fs::read_to_string(&path).expect("a text file");
        let (header, hex) = file.split_once("\n\n").expect("header and bytes");
        let expect =
            header.lines().next().and_then(|line| line.strip_prefix("expect: ")).expect("an expectation");
        let bytes = hex::decode(hex.split_whitespace().collect::<String>()).expect("hex");
        assert_eq!(outcome(&bytes), expect, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= accepted().len() + refused().len(), "{seen} vectors");
}

#[test]
fn the_vector_files_are_those_this_version_writes() {
    let write = std::env::var_os("DEMARCHE_ACCEPT").is_some();
    for case in accepted().into_iter().chain(refused()) {
        let path = folder().join(format!("{}.txt", case.name));
        if write {
            std::fs::write(&path, text(&case)).expect("writes");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), text(&case), "{}", case.name);
    }
}
