//! Files that users write: templates, refusals with their path, what is read writes itself back.

use notice::file::{charter_from_toml, charter_to_toml, draft_from_toml, draft_to_toml};
use notice::registry::FORMS;
use notice::template::template;
use notice::vocabulary::NoticeType;
use notice::{Charter, Draft, NoticeError};

/// Types with a notice template.
pub fn drafted() -> Vec<NoticeType> {
    FORMS.iter().filter(|form| form.spec.drafted).map(|form| form.spec.kind).collect()
}

/// The draft of a type's template.
pub fn sample(kind: NoticeType) -> Draft {
    draft_from_toml(&template(kind).expect("a template")).expect("a valid template")
}

/// The charter of the template.
pub fn sample_charter() -> Charter {
    charter_from_toml(&template(NoticeType::Ch).expect("a template")).expect("a valid template")
}

#[test]
fn every_drafted_type_has_a_template_that_is_read_and_encodes() {
    for kind in drafted() {
        let draft = sample(kind);
        let bytes = draft.encode().expect("encodes");
        assert_eq!(Draft::decode(&bytes).expect("decodes"), draft, "{kind}");
    }
}

#[test]
fn what_a_file_says_is_written_back_and_read_as_the_same() {
    for kind in drafted() {
        let draft = sample(kind);
        assert_eq!(draft_from_toml(&draft_to_toml(&draft)).expect("reads"), draft, "{kind}");
    }
    let charter = sample_charter();
    assert_eq!(charter_from_toml(&charter_to_toml(&charter)).expect("reads"), charter);
    assert_eq!(Charter::decode(&charter.encode().expect("encodes")).expect("decodes"), charter);
}

#[test]
fn the_red_line_of_the_shipped_case_takes_at_most_700_bytes() {
    let bytes = sample(NoticeType::T1).encode().expect("encodes").len();
    assert!(bytes <= 640, "{bytes} bytes before the stamp, which takes up to 60");
}

#[test]
fn an_unknown_key_is_refused_with_its_path_and_what_stands_there() {
    let file = template(NoticeType::T1).expect("a template").replace("stand-off", "standoff");
    let refused = draft_from_toml(&file).expect_err("refused");
    let NoticeError::UnknownKey { at, known } = refused else { panic!("{refused:?}") };
    assert_eq!(at, "content.E.place.standoff");
    assert!(known.contains(&"stand-off".to_owned()));
}

#[test]
fn a_value_that_cannot_be_read_is_refused_with_its_path_and_an_example() {
    for (from, to, path) in [
        ("\"72 h\"", "\"72 hours\"", "content.G.window"),
        ("33.786 42.441", "133.786 42.441", "content.E.place.parts.1.point"),
        ("OVERALL-CONTROL", "CONTROL", "content.D.standard"),
        ("count = 3", "count = -3", "content.G.count"),
        ("US-2/1", "US-2", "content.A"),
        ("disputed = true", "disputed = \"yes\"", "content.D.disputed"),
    ] {
        let file = template(NoticeType::T1).expect("a template").replacen(from, to, 1);
        let refused = draft_from_toml(&file).expect_err("refused");
        let NoticeError::WrongValue { at, expected, .. } = refused else { panic!("{path}: {refused:?}") };
        assert_eq!(at, path);
        assert!(!expected.is_empty());
    }
}

#[test]
fn a_key_of_the_envelope_that_is_missing_is_named() {
    let file = template(NoticeType::T1).expect("a template").replace("basis", "# basis");
    let missing = NoticeError::MissingKey { at: "envelope.basis".to_owned() };
    assert_eq!(draft_from_toml(&file), Err(missing));
}

#[test]
fn distances_in_nautical_miles_become_whole_metres() {
    let file = template(NoticeType::T1).expect("a template").replace("15 km", "12 NM");
    let draft = draft_from_toml(&file).expect("reads");
    let place = draft.content.get("E").and_then(|e| e.fields()?.get("place")?.place()).expect("a place");
    assert_eq!(place.stand_off_m, Some(22_224));
}

#[test]
fn every_clock_of_the_charter_template_may_be_uncommented() {
    let file = template(NoticeType::Ch).expect("a template");
    let clocks = file.split("[content.H]").nth(1).expect("the clocks");
    let uncommented = file.replace(clocks, &clocks.replace("\n# ", "\n"));
    let charter = charter_from_toml(&uncommented).expect("reads");
    assert_eq!(charter.parameters(), sample_charter().parameters());
    assert_eq!(charter.content.get("H").and_then(|h| h.fields()).expect("clocks").len(), 40);
}

proptest::proptest! {
    #![proptest_config(crate::canonical::config())]

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,200}") {
        let _ = draft_from_toml(&text);
        let _ = charter_from_toml(&text);
    }

    #[test]
    fn a_template_with_a_piece_replaced_is_read_or_refused(
        kind in proptest::sample::select(drafted()),
        place in proptest::prelude::any::<proptest::sample::Index>(),
        length in 0usize..12,
        piece in "[ -~]{0,8}",
    ) {
        let text: Vec<char> = template(kind).expect("a template").chars().collect();
        let start = place.index(text.len());
        let end = (start + length).min(text.len());
        let changed: String = text[..start].iter().copied().chain(piece.chars()).chain(text[end..].iter().copied()).collect();
        if let Ok(draft) = draft_from_toml(&changed) {
            proptest::prop_assert_eq!(draft_from_toml(&draft_to_toml(&draft)), Ok(draft));
        }
    }
}
