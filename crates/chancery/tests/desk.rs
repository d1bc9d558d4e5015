//! One look by the release desk: what it finds, what it may say, and what it keeps from a drafter without a role.

use crate::world::*;
use chancery::challenge::Purpose;
use chancery::examination::Examination;
use chancery::holdings::Holdings;
use chancery::officers::{Role, Roster};
use chancery::paper::Text;
use chancery::spots::Spot;
use chancery::{Event, Input};
use notice::place::{Point, Shape};
use notice::vocabulary::{ExcludedClass, NoticeType};
use notice::{Code8, Draft, Instant, Number};
use std::collections::{BTreeMap, BTreeSet};

/// What another compartment holds: one incident, one channel.
fn elsewhere() -> Holdings {
    let number = |text: &str| Number::parse(text).expect("a number");
    let at = Point::from_e7(337_550_000, 424_190_000).expect("on the globe");
    let when = Instant::parse("2027-08-13T01:00:00Z").expect("an instant");
    Holdings {
        compartment: Code8::parse("HUM").expect("a code"),
        names: BTreeMap::from([("MED1".to_owned(), number("US/HUM/27/0001/C1"))]),
        spots: [Spot {
            number: number("CH/HUM/27/0009/E1"),
            shapes: vec![Shape::Point(at)],
            when: (when, when),
        }]
        .into_iter()
        .collect(),
        limits: Vec::new(),
        postures: Vec::new(),
        promises: Vec::new(),
        lines: Vec::new(),
        drawn: Vec::new(),
        apart: Vec::new(),
    }
}

fn look(world: &mut World, draft: &Draft, who: &str) -> Examination {
    let now = world.now();
    let it = &mut world.nodes[US].it;
    it.look_elsewhere(vec![elsewhere()]);
    it.look_over(now, &Text::Notice(Box::new(draft.clone())), Some(&person(who)))
}

fn desk(found: &Examination) -> Vec<String> {
    let lint = found.findings.lint.iter().filter(|finding| finding.id.starts_with("W-DESK"));
    lint.map(|finding| {
        let fact = |name: &str| match finding.facts.get(name) {
            Some(refusal::Fact::Text(text)) => text.clone(),
            _ => String::new(),
        };
        format!("{} {} {}", finding.id, fact("reason"), fact("what")).trim_end().to_owned()
    })
    .collect()
}

fn in_both() -> Roster {
    let mut officers = roster();
    officers.assign(&person("anne"), "HUM", BTreeSet::from([Role::Watch])).expect("known");
    officers
}

fn remarked(remark: &str) -> Draft {
    let mut draft = draft_of(NoticeType::E1, &[]);
    draft.envelope.remarks = Some(remark.to_owned());
    draft.content.remove("C");
    draft
}

fn at(text: &str) -> notice::Value {
    let at = notice::Value::Instant(Instant::parse(text).expect("an instant"));
    notice::Value::Record(notice::Fields::new().with("earliest", at.clone()).with("latest", at))
}

#[test]
fn a_draft_that_touches_another_compartment_is_flagged_by_number_name_condition_place_and_time() {
    let mut world = World::new();
    world.input(US, Input::Roster(in_both()));
    let found = look(&mut world, &remarked("as CH/HUM/27/0004/A6 said"), "anne");
    assert_eq!(desk(&found), ["W-DESK-01 NUMBER CH/HUM/27/0004/A6"]);
    let found = look(&mut world, &remarked("paid from med1"), "anne");
    assert_eq!(desk(&found), ["W-DESK-01 NAME MED1 (US/HUM/27/0001/C1)"]);
    let found = look(&mut world, &remarked("unless HUM goes on"), "anne");
    assert_eq!(desk(&found), ["W-DESK-01 CONDITION HUM"]);
    let mut near = draft_of(NoticeType::E1, &[]);
    near.envelope.remarks = None;
    near.content.set("B", at("2027-08-13T09:00:00Z"));
    assert_eq!(desk(&look(&mut world, &near, "anne")), ["W-DESK-01 PLACE-AND-TIME CH/HUM/27/0009/E1"]);
    near.content.set("B", at("2027-08-15T09:00:00Z"));
    assert_eq!(
        desk(&look(&mut world, &near, "anne")),
        Vec::<String>::new(),
        "two days apart is no coincidence"
    );
}

#[test]
fn what_this_compartment_was_told_too_is_no_link_and_what_comes_after_a_look_is_held() {
    let mut world = World::new();
    world.input(US, Input::Roster(in_both()));
    let mut e1 = draft_of(NoticeType::E1, &[]);
    e1.envelope.remarks = None;
    let held = |world: &mut World| {
        let now = world.now();
        let held = world.nodes[US].it.holdings(now).expect("a compartment with a code");
        let number = Number::parse("CH/HUM/27/0009/E1").expect("a number");
        held.spots.iter().map(|spot| Spot { number: number.clone(), ..spot.clone() }).collect::<Vec<_>>()
    };
    assert!(held(&mut world).is_empty());
    world.release(US, &["anne", "clara"], e1.clone());
    let spots = held(&mut world);
    assert_eq!(spots.len(), 1, "it came after the first look");
    let mut look = |spots: Vec<Spot>| {
        let now = world.now();
        let it = &mut world.nodes[US].it;
        it.look_elsewhere(vec![Holdings { spots: spots.into_iter().collect(), ..elsewhere() }]);
        desk(&it.look_over(now, &Text::Notice(Box::new(e1.clone())), Some(&person("anne"))))
    };
    assert_eq!(look(spots.clone()), Vec::<String>::new());
    let hour = notice::Span::from_seconds(3_600).expect("an hour");
    let later = spots[0].when.1.plus(hour).expect("in range");
    let other: Vec<Spot> = spots.iter().map(|spot| Spot { when: (later, later), ..spot.clone() }).collect();
    assert_eq!(look(other), ["W-DESK-01 PLACE-AND-TIME CH/HUM/27/0009/E1"], "another event at that place");
}

#[test]
fn who_has_no_role_there_learns_only_that_something_exists_and_the_lead_is_paged() {
    let mut world = World::new();
    let found = look(&mut world, &remarked("as CH/HUM/27/0004/A6 said"), "anne");
    assert_eq!(desk(&found), ["W-DESK-02"]);
    assert_eq!(found.touches, ["HUM"]);
    let told = format!("{:?}", found.findings);
    assert!(!told.contains("HUM"), "neither compartment nor number: {told}");
}

#[test]
fn a_seal_on_a_draft_that_touches_an_unseen_compartment_pages_its_lead() {
    let mut world = World::new();
    let mut text = draft_of(NoticeType::T1, &[]);
    text.envelope.remarks = Some("see MED1".to_owned());
    let id = world.keep(US, text);
    world.nodes[US].it.look_elsewhere(vec![elsewhere()]);
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "PENDING", "released with a reason");
    let paged = world.nodes[US]
        .events
        .iter()
        .any(|event| matches!(event, Event::Touches { compartments } if *compartments == ["HUM".to_owned()]));
    assert!(paged);
}

#[test]
fn a_response_that_does_not_leave_out_what_the_own_self_limit_leaves_out_is_flagged() {
    let mut world = World::new();
    world.input(US, Input::Roster(in_both()));
    let limit = Number::parse("US/HUM/27/0002/A3").expect("a number");
    let mut held = elsewhere();
    held.limits = vec![(limit, vec![ExcludedClass::Population, ExcludedClass::CommandAndControl])];
    let mut a4 = draft_of(NoticeType::A4, &[]);
    a4.envelope.remarks = None;
    let mut flagged = |classes: &[&'static str], excluded: &[&'static str], who: &str| {
        let words = |all: &[&'static str]| {
            notice::Value::List(all.iter().map(|word| notice::Value::Word(word)).collect())
        };
        let target = notice::Fields::new().with("classes", words(classes)).with("excluded", words(excluded));
        a4.content.set("E", notice::Value::Record(target));
        let now = world.now();
        let it = &mut world.nodes[US].it;
        it.look_elsewhere(vec![held.clone()]);
        let found = it.look_over(now, &Text::Notice(Box::new(a4.clone())), Some(&person(who)));
        let desk = desk(&found).into_iter().filter(|it| !it.starts_with("W-DESK-01"));
        desk.collect::<Vec<_>>()
    };
    let both = ["POPULATION", "COMMAND-AND-CONTROL"];
    assert_eq!(flagged(&["LAUNCH-EQUIPMENT"], &both, "anne"), Vec::<String>::new());
    assert_eq!(flagged(&["LAUNCH-EQUIPMENT"], &both[..1], "anne"), ["W-DESK-03  COMMAND-AND-CONTROL"]);
    assert_eq!(flagged(&["COMMAND-POST"], &both, "anne"), ["W-DESK-03  COMMAND-AND-CONTROL"]);
    assert_eq!(flagged(&["COMMAND-POST"], &both, "boris"), ["W-DESK-02"], "no role there");
}

#[test]
fn an_act_that_an_own_line_counts_is_flagged_and_the_place_is_left_to_the_watch() {
    let mut world = World::new();
    world.release(
        US,
        &["anne", "clara"],
        draft_of(NoticeType::T1, &[("\"ONE-WAY-DRONE\"", "\"AIR-STRIKE\"")]),
    );
    let found = desk(&look(&mut world, &draft_of(NoticeType::A4, &[]), "anne"));
    assert!(found.contains(&"W-DESK-06  MISSILE-BALLISTIC".to_owned()), "{found:?}");
}

#[test]
fn a_response_is_held_against_the_other_sides_line_by_place_and_without_a_role_there_pages_its_lead() {
    let changes = [
        ("\"US-2/1\"", "\"IR-2/1\""),
        ("from = \"US/SENIOR\"", "from = \"IR/SENIOR\""),
        ("\"ROCKET-MORTAR\", ", "\"AIR-STRIKE\", \"ROCKET-MORTAR\", "),
        ("G = { count = 3, window = \"72 h\" }", "G = { count = 1 }"),
        ("\"ORGANISED-EQUIPPED-BY\"", "\"FORCES-OF\""),
        ("party = \"IR\"", "party = \"US\""),
        ("M = { count = 2, beyond = \"3 km\" }", "M = { beyond = \"3 km\" }"),
    ];
    let mut line = draft_of(NoticeType::T1, &changes);
    line.envelope.effective_from = Instant::parse("2027-08-09T03:00:00Z");
    let mut held = elsewhere();
    held.drawn = vec![(Number::parse("IR/HUM/27/0003/T1").expect("a number"), line)];
    let mut world = World::new();
    world.input(US, Input::Roster(in_both()));
    let mut look = |area: &str, who: &str| {
        let mut a4 = draft_of(NoticeType::A4, &[("34.100 41.300\", radius = \"35 km", area)]);
        a4.envelope.remarks = None;
        let now = world.now();
        let it = &mut world.nodes[US].it;
        it.look_elsewhere(vec![held.clone()]);
        let found = it.look_over(now, &Text::Notice(Box::new(a4)), Some(&person(who)));
        let lint =
            found.findings.lint.iter().filter(|it| it.id.starts_with("W-DESK") && it.id != "W-DESK-01");
        let fact = |finding: &notice::Finding, name: &str| match finding.facts.get(name) {
            Some(refusal::Fact::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let told: Vec<String> = lint
            .map(|it| format!("{} {} {}", it.id, fact(it, "line"), fact(it, "touch")).trim_end().to_owned())
            .collect();
        (told, found.touches)
    };
    let at_it = "33.786 42.441\", radius = \"5 km";
    assert_eq!(look(at_it, "anne").0, ["W-DESK-09 IR-2/1 crosses"]);
    assert_eq!(look("33.786 42.641\", radius = \"9 km", "anne").0, ["W-DESK-10 IR-2/1 uncertain"]);
    // 27.8 km off: the middle is 12.8 km beyond the distance to keep, the edge 1.8 km, the line's own is near within 3 km.
    assert_eq!(look("33.786 42.741\", radius = \"11 km", "anne").0, ["W-DESK-10 IR-2/1 near"]);
    assert_eq!(look("33.786 42.741\", radius = \"9 km", "anne").0, Vec::<String>::new());
    assert_eq!(look("33.786 44.441\", radius = \"5 km", "anne").0, Vec::<String>::new());
    let (told, touches) = look(at_it, "boris");
    assert_eq!((told, touches), (vec!["W-DESK-02".to_owned()], vec!["HUM".to_owned()]), "no role there");
}

#[test]
fn the_budget_the_cap_and_what_must_precede_come_with_the_same_look() {
    let mut world = World::new();
    let found = look(&mut world, &draft_of(NoticeType::A4, &[]), "anne");
    assert_eq!(found.flashes, Some((0, 3)));
    assert!(found.words.is_some_and(|words| words > 20));
    assert_eq!(found.must_follow, [NoticeType::E1, NoticeType::T3]);
    assert!(!found.findings.refusals.is_empty(), "what it answers is not known here");
}
