//! The canonical form: one value, one form; any bytes are refused or read, never more.

use crate::cases::{released, us_2};
use crate::files::{drafted, sample, sample_charter};
use notice::vocabulary::NoticeType;
use notice::{Charter, Draft, Notice, NoticeError, Value};
use proptest::prelude::*;
use std::path::PathBuf;

/// 64 cases, or as many as DEMARCHE_PROPTEST_CASES says.
pub fn config() -> ProptestConfig {
    let cases = std::env::var("DEMARCHE_PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(64);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn samples() -> Vec<Vec<u8>> {
    let notices = drafted().into_iter().map(|kind| {
        let party = sample(kind).envelope.from.party.to_string();
        released(sample(kind), &format!("{party}/LEV/27/0001/{kind}")).encode().expect("encodes")
    });
    notices.chain([sample_charter().encode().expect("encodes")]).collect()
}

/// Decodes as each form; what is read writes the same bytes.
fn decodes_or_refuses(bytes: &[u8]) {
    if let Ok(notice) = Notice::decode(bytes) {
        assert_eq!(notice.encode().expect("encodes"), bytes);
    }
    if let Ok(draft) = Draft::decode(bytes) {
        assert_eq!(draft.encode().expect("encodes"), bytes);
    }
    if let Ok(charter) = Charter::decode(bytes) {
        assert_eq!(charter.encode().expect("encodes"), bytes);
    }
}

#[test]
fn the_red_line_of_the_shipped_case_takes_at_most_700_bytes_with_its_stamp() {
    let bytes = us_2().encode().expect("encodes").len();
    println!("T1 US-2: {bytes} bytes");
    assert!(bytes <= 700, "{bytes}");
}

#[test]
fn a_crossing_notice_with_sixty_words_of_remarks_fits_900_bytes() {
    let mut draft = sample(NoticeType::T3);
    draft.envelope.remarks = Some("seen by two sensors and ".repeat(12).trim().to_owned());
    let bytes = released(draft, "US/LEV/27/0009/T3").encode().expect("encodes").len();
    assert!(bytes <= 900, "{bytes}");
}

#[test]
fn what_is_encoded_is_decoded_as_the_same() {
    for bytes in samples() {
        decodes_or_refuses(&bytes);
        assert!(Notice::decode(&bytes).is_ok() || Charter::decode(&bytes).is_ok());
    }
}

#[test]
fn every_truncation_and_every_byte_appended_is_refused() {
    for bytes in samples() {
        for end in 0..bytes.len() {
            assert!(Notice::decode(&bytes[..end]).is_err());
            assert!(Charter::decode(&bytes[..end]).is_err());
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert!(Notice::decode(&longer).is_err() && Charter::decode(&longer).is_err());
    }
}

#[test]
fn each_change_of_one_bit_is_refused_or_is_another_notice() {
    for bytes in samples() {
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut other = bytes.clone();
                other[place] ^= 1 << bit;
                decodes_or_refuses(&other);
            }
        }
    }
}

/// Where each head of canonical bytes begins: every integer, text, array and map.
fn heads(bytes: &[u8]) -> Vec<usize> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let mut heads = Vec::new();
    while decoder.position() < bytes.len() {
        heads.push(decoder.position());
        match decoder.datatype().expect("canonical") {
            minicbor::data::Type::Array => drop(decoder.array().expect("canonical")),
            minicbor::data::Type::Map => drop(decoder.map().expect("canonical")),
            _ => decoder.skip().expect("canonical"),
        }
    }
    heads
}

/// The same bytes with the head at a place in another form: longer than it need be, or open-ended.
fn other_heads(bytes: &[u8], at: usize) -> Vec<Vec<u8>> {
    let (major, short) = (bytes[at] & 0xe0, bytes[at] & 0x1f);
    let argument = match short {
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => 0,
    };
    let rest = &bytes[at + 1 + argument..];
    let value = if argument == 0 { vec![short] } else { bytes[at + 1..=at + argument].to_vec() };
    let longer = [(24u8, 1usize), (25, 2), (26, 4), (27, 8)].into_iter().filter(|(_, size)| *size > argument);
    let mut all: Vec<Vec<u8>> = longer
        .map(|(code, size)| {
            let zeros = vec![0; size - value.len()];
            [&bytes[..at], &[major | code], &zeros, &value, rest].concat()
        })
        .collect();
    if matches!(major, 0x40..=0xa0) {
        all.push([&bytes[..at], &[major | 31], rest, &[0xff]].concat());
    }
    all
}

#[test]
fn every_head_in_a_longer_form_is_refused() {
    let mut tried = 0;
    for bytes in samples() {
        for at in heads(&bytes).into_iter().filter(|at| bytes[*at] >> 5 != 7) {
            for other in other_heads(&bytes, at) {
                assert!(Notice::decode(&other).is_err() && Charter::decode(&other).is_err(), "at {at}");
                tried += 1;
            }
        }
    }
    assert!(tried > 5_000, "{tried}");
}

#[test]
fn what_says_nothing_may_not_stand_in_the_envelope() {
    // An empty list of references, and "without prejudice: no", where the key's place is.
    let bytes = us_2().encode().expect("encodes");
    let envelope =
        bytes.windows(2).position(|pair| pair[0] == 0x03 && pair[1] >> 5 == 5).expect("an envelope");
    let count = bytes[envelope + 1];
    for (key, nothing) in [(8u8, 0x80u8), (6, 0x80), (11, 0xf4), (19, 0x80)] {
        let mut refused = 0;
        for at in heads(&bytes).into_iter().filter(|at| *at > envelope + 1) {
            let other =
                [&bytes[..=envelope], &[count + 1], &bytes[envelope + 2..at], &[key, nothing], &bytes[at..]]
                    .concat();
            assert!(Notice::decode(&other).is_err(), "key {key} at {at}");
            refused += usize::from(Notice::decode(&other) == Err(NoticeError::NotCanonical));
        }
        assert!(refused > 0, "key {key} was never refused for saying nothing");
    }
}

#[test]
fn a_length_that_promises_more_than_comes_is_refused_at_once() {
    for head in [0x9b, 0xbb, 0x5b, 0x7b] {
        let bytes = [&[0xa4, 0x00, 0x01, 0x01, 0x0b, 0x03][..], &[head], &[0xff; 8]].concat();
        assert!(matches!(Draft::decode(&bytes), Err(NoticeError::Shape { .. })));
    }
}

#[test]
fn a_value_of_another_kind_is_refused_with_its_paragraph() {
    let mut draft = sample(NoticeType::T1);
    draft.content.set("G", Value::Flag(true));
    assert_eq!(draft.encode(), Err(NoticeError::Unfit { at: "G".to_owned() }));
}

#[test]
fn text_that_is_not_normalised_is_refused() {
    let mut draft = sample(NoticeType::T1);
    draft.envelope.remarks = Some("cafe\u{301}".to_owned());
    assert_eq!(draft.encode(), Err(NoticeError::Unfit { at: "remarks".to_owned() }));
}

#[test]
fn a_line_test_is_never_encoded() {
    let draft = Draft { kind: NoticeType::L1, ..sample(NoticeType::L2) };
    assert_eq!(draft.encode(), Err(NoticeError::NotDrafted { kind: "L1".to_owned() }));
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        decodes_or_refuses(&bytes);
    }

    #[test]
    fn a_valid_notice_with_bytes_replaced_is_read_or_refused(
        which in any::<prop::sample::Index>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let samples = samples();
        let mut bytes = which.get(&samples).clone();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        decodes_or_refuses(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        decodes_or_refuses(&bytes);
    }
}

fn corpus() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
}

/// What is committed: every form's canonical bytes, and every form's file.
fn committed() -> Vec<(String, Vec<u8>)> {
    let files = std::fs::read_dir(corpus()).expect("there is a corpus");
    let paths = files.map(|file| file.expect("readable").path());
    let mut all: Vec<(String, Vec<u8>)> = paths
        .map(|path| {
            (
                path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                std::fs::read(&path).expect("readable"),
            )
        })
        .collect();
    all.sort();
    all
}

/// `DEMARCHE_ACCEPT=1` writes the samples into the corpus.
#[test]
fn the_corpus_is_replayed_with_damage() {
    if std::env::var_os("DEMARCHE_ACCEPT").is_some() {
        std::fs::create_dir_all(corpus()).expect("the crate is writable");
        for (kind, sample) in drafted().into_iter().chain([NoticeType::Ch]).zip(samples()) {
            std::fs::write(corpus().join(format!("canonical-{kind}")), sample).expect("writable");
            let text = notice::template::template(kind).expect("a template");
            std::fs::write(corpus().join(format!("file-{kind}.toml")), text).expect("writable");
        }
    }
    let committed = committed();
    assert!(committed.len() >= 18, "{} files", committed.len());
    for (name, bytes) in committed {
        let is_text = name.ends_with(".toml");
        assert!(is_text || Notice::decode(&bytes).is_ok() || Charter::decode(&bytes).is_ok(), "{name}");
        for at in (0..bytes.len()).step_by(7) {
            for with in [0x00, 0x1B, 0x5F, 0x7F, 0xFF, bytes[at] ^ 1] {
                let mut damaged = bytes.clone();
                damaged[at] = with;
                if is_text {
                    let text = String::from_utf8_lossy(&damaged);
                    let _ = notice::file::draft_from_toml(&text);
                    let _ = notice::file::charter_from_toml(&text);
                } else {
                    decodes_or_refuses(&damaged);
                    decodes_or_refuses(&damaged[..at]);
                }
            }
        }
    }
}
