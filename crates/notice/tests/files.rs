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
