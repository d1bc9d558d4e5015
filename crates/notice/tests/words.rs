//! Every finding, lint and refusal has its messages in the shipped packs this crate writes.

use notice::lint::LINTS;
use notice::validate::table;
use std::path::PathBuf;

fn pack(language: &str, file: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../languages");
    std::fs::read_to_string(root.join(language).join(file)).expect("a pack")
}

fn stands(pack: &str, id: &str) -> bool {
    pack.lines().any(|line| line.strip_prefix(id).is_some_and(|rest| rest.starts_with(" =")))
}

#[test]
fn every_check_and_lint_says_what_why_and_how_to_mend_in_every_language() {
    for language in ["en", "fa", "fr", "ar"] {
        let pack = pack(language, "checks.ftl");
        let ids = table().into_iter().map(|(id, _)| id).chain(LINTS.iter().map(|lint| lint.id));
        for id in ids {
            for part in ["what", "why", "mend"] {
                assert!(stands(&pack, &format!("{id}-{part}")), "{language}: {id}-{part}");
            }
        }
    }
}

#[test]
fn every_refusal_has_its_three_messages_in_every_language() {
    for language in ["en", "fa", "fr", "ar"] {
        let pack = pack(language, "refusals-notice.ftl");
        for number in 1..=15 {
            for part in ["happened", "kept", "next"] {
                assert!(
                    stands(&pack, &format!("E-NOTICE-{number:03}-{part}")),
                    "{language}: {number} {part}"
                );
            }
        }
    }
}
