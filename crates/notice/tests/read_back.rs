//! Read-back: MATCH and MISMATCH by canonical values, within the stated precision (R3).

use crate::cases::us_2;
use crate::files::{sample, sample_charter};
use crate::forge::forge;
use notice::read_back::{Outcome, compare, draw, prompts, restate};
use notice::registry::spec;
use notice::vocabulary::NoticeType;
use notice::{Fields, Para, Value};

fn restated() -> Fields {
    sample(NoticeType::L3).content.get("B").and_then(Value::fields).cloned().expect("a restatement")
}

fn outcome(restated: &Fields) -> Outcome {
    compare(NoticeType::T1, us_2().content(), restated, None)
}

fn differs(paragraph: &str) -> Outcome {
    Outcome::Mismatch(vec![Para::new(paragraph)])
}

/// The restatement of the template with one value changed.
fn changed(path: &str, value: &str) -> Fields {
    let draft = forge(NoticeType::L3).set(&format!("content.B.{path}"), value).draft();
    draft.content.get("B").and_then(Value::fields).cloned().expect("a restatement")
}

#[test]
fn the_right_restatement_matches_though_free_text_is_left_out() {
    assert_eq!(outcome(&restated()), Outcome::Match);
}

#[test]
fn a_wrong_stand_off_is_a_mismatch_on_paragraph_e() {
    assert_eq!(outcome(&changed("E.place.stand-off", "\"51 km\"")), differs("E"));
}

#[test]
fn one_critical_field_changed_is_a_mismatch_on_its_paragraph() {
    for (path, value, paragraph) in [
        ("C", "[\"ROCKET-MORTAR\", \"MISSILE-BALLISTIC\", \"MISSILE-CRUISE\", \"AIR-STRIKE\"]", "C"),
        ("D.relation", "\"FORCES-OF\"", "D"),
        ("D.standard", "\"EFFECTIVE-CONTROL\"", "D"),
        ("D.groups.0.code", "\"AAH\"", "D"),
        ("F", "{ measure = \"FATALITIES\", comparator = \"AT-LEAST\", value = 1 }", "F"),
        ("G.count", "2", "G"),
        ("G.window", "\"27 h\"", "G"),
        ("H.lasts", "\"91 d\"", "H"),
        ("E.place.parts", "[{ point = \"33.786 42.441\" }]", "E"),
        ("E.place.parts.1", "{ point = \"38.615 33.505\" }", "E"),
    ] {
        assert_eq!(outcome(&changed(path, value)), differs(paragraph), "{path}");
    }
}

#[test]
fn a_paragraph_left_out_is_a_mismatch_on_it() {
    let mut missing = restated();
    missing.remove("H");
    assert_eq!(outcome(&missing), differs("H"));
}

#[test]
fn units_are_converted_and_a_click_within_a_kilometre_is_accepted() {
    assert_eq!(outcome(&changed("G.window", "\"3 d\"")), Outcome::Match);
    assert_eq!(outcome(&changed("E.place.stand-off", "\"15000 m\"")), Outcome::Match);
    assert_eq!(outcome(&changed("E.place.parts.0", "{ point = \"33.78 42.44\" }")), Outcome::Match);
    assert_eq!(outcome(&changed("E.place.parts.0", "{ point = \"33.77 42.44\" }")), differs("E"));
}

#[test]
fn acts_and_points_may_come_in_another_order() {
    let acts =
        changed("C", "[\"ONE-WAY-DRONE\", \"ROCKET-MORTAR\", \"MISSILE-CRUISE\", \"MISSILE-BALLISTIC\"]");
    assert_eq!(outcome(&acts), Outcome::Match);
    let points = changed("E.place.parts", "[{ point = \"33.505 38.615\" }, { point = \"33.786 42.441\" }]");
    assert_eq!(outcome(&points), Outcome::Match);
}

#[test]
fn a_list_of_over_five_items_is_read_back_by_count_and_two_drawn() {
    let mut stated = us_2().content().clone();
    let acts =
        ["ROCKET-MORTAR", "MISSILE-BALLISTIC", "MISSILE-CRUISE", "ONE-WAY-DRONE", "AIR-STRIKE", "MINE-IED"];
    stated.set("C", Value::List(acts.map(Value::Word).to_vec()));
    let told = |count, word| {
        let mut fields = restated();
        let drawn = [(0, Value::Word("ROCKET-MORTAR")), (4, Value::Word(word))].into_iter().collect();
        fields.set("C", Value::Sample { count, drawn });
        compare(NoticeType::T1, &stated, &fields, None)
    };
    assert_eq!(told(6, "AIR-STRIKE"), Outcome::Match);
    assert_eq!(told(7, "AIR-STRIKE"), differs("C"));
    assert_eq!(told(6, "SABOTAGE"), differs("C"));
}

#[test]
fn a_charter_adds_critical_fields_and_never_removes_them() {
    let mut charter = sample_charter().parameters().expect("whole");
    charter.added_critical.push((NoticeType::T1, "K".to_owned()));
    let without = compare(NoticeType::T1, us_2().content(), &restated(), Some(&charter));
    assert_eq!(without, differs("K"));
    let with = restated().with("K", Value::Word("RESERVED"));
    assert_eq!(compare(NoticeType::T1, us_2().content(), &with, Some(&charter)), Outcome::Match);
}

#[test]
fn a_prompt_offers_every_choice_and_nothing_of_the_subject() {
    let asked = prompts(spec(NoticeType::T1).expect("served"), None);
    let relation = asked.iter().find(|prompt| prompt.path.as_str() == "D.relation").expect("asked");
    assert_eq!(relation.choices.len(), 5);
    assert!(asked.iter().all(|prompt| prompt.path.letter() >= "C" && prompt.path.letter() <= "H"));
}

#[test]
fn answers_typed_by_path_make_the_restatement() {
    let answers = [
        ("C", "[\"ROCKET-MORTAR\", \"MISSILE-BALLISTIC\", \"MISSILE-CRUISE\", \"ONE-WAY-DRONE\"]"),
        ("D.relation", "ORGANISED-EQUIPPED-BY"),
        ("D.party", "IR"),
        ("D.standard", "OVERALL-CONTROL"),
        ("D.groups", "[{ code = \"KH\" }]"),
        (
            "E.place",
            "{ stand-off = \"15 km\", parts = [{ point = \"33.786 42.441\" }, { point = \"33.505 38.615\" }] }",
        ),
        ("F", "ANY"),
        ("G.count", "3"),
        ("G.window", "72 h"),
        ("H.lasts", "90 d"),
    ];
    let answers: Vec<_> =
        answers.into_iter().map(|(path, text)| (Para::new(path), text.to_owned())).collect();
    let typed = restate(spec(NoticeType::T1).expect("served"), &answers).expect("readable");
    assert_eq!(outcome(&typed), Outcome::Match);
}

#[test]
fn two_different_places_are_drawn_from_a_list() {
    for seed in 0..200 {
        let (first, second) = draw(seed, 7);
        assert!(first < 7 && second < 7 && first != second);
    }
}

#[test]
fn a_charter_is_read_back_by_its_paragraphs_d_to_h_through_an_l3() {
    let charter = sample_charter();
    let clocks = "{ test = \"60 min\" }";
    let l3 = forge(NoticeType::L3).set("content.A.number", &format!("\"{}\"", charter.number())).set(
        "content.B",
        &format!(
            "{{ D = [\"E1\", \"T1\", \"T3\"], E = {{ mode = \"MUTUAL_ONLY\" }}, F = false, \
             G = [\"A5\", \"A6\", \"L1\", \"L5\"], H = {clocks} }}"
        ),
    );
    let outcome = |forged: &crate::forge::Forged| {
        let draft = notice::Draft::decode(&forged.draft().encode().expect("encodes")).expect("decodes");
        let restated = draft.content.get("B").and_then(Value::fields).cloned().expect("a restatement");
        compare(NoticeType::Ch, &charter.content, &restated, None)
    };
    assert_eq!(outcome(&l3), Outcome::Match);
    let wrong = l3.set("content.B.E.mode", "\"TRANSFERABLE\"").set("content.B.H.test", "\"5 min\"");
    assert_eq!(outcome(&wrong), Outcome::Mismatch(vec![Para::new("E"), Para::new("H")]));
}
