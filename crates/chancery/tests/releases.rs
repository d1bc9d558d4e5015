//! Every row of the release table, the second person, and what stays when the node restarts.

use crate::world::*;
use chancery::challenge::Purpose;
use chancery::officers::Role;
use chancery::paper::Reasons;
use chancery::{Command, Event, Input, Reply};
use line::machine::Table;
use notice::vocabulary::NoticeType;
use std::collections::BTreeSet;

#[test]
fn a_red_line_needs_two_persons_one_of_them_senior() {
    let mut world = World::new();
    let id = world.keep(US, draft_of(NoticeType::T1, &[]));
    assert_eq!(code(world.seal(US, "dora", Purpose::Release, id)), "E-CHAN-012", "the desk releases nothing");
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "PENDING");
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "E-CHAN-010", "the same person");
    assert_eq!(code(world.seal(US, "boris", Purpose::Release, id)), "E-CHAN-013", "no rank");
    assert_eq!(code(world.seal(US, "clara", Purpose::Second, id)), "RELEASED");
    let gone = world.nodes[US].it.examine(world.now(), id);
    assert!(gone.is_err(), "the draft is gone");
}

/// What every service notice of US says about itself.
fn world_service() -> chancery::service::Desk {
    let setup = setup(US);
    chancery::service::Desk {
        status: notice::vocabulary::Status::Exercise,
        attestation: notice::vocabulary::Attestation::MutualOnly,
        from: setup.station,
        to: vec![notice::Station::parse("IR/WATCH").expect("a station")],
        term_set: notice::envelope::NO_TERMS,
    }
}

#[test]
fn the_same_person_is_refused_after_a_restart_and_a_change_of_role() {
    let mut world = World::new();
    let id = world.keep(US, draft_of(NoticeType::T1, &[]));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "PENDING");
    world.restart(US);
    world.run(MINUTE);
    let mut officers = roster();
    officers.assign(&person("anne"), "LEV", BTreeSet::from([Role::Senior])).expect("known");
    world.input(US, Input::Roster(officers));
    assert_eq!(code(world.seal(US, "anne", Purpose::Second, id)), "E-CHAN-010");
    assert_eq!(code(world.seal(US, "clara", Purpose::Second, id)), "RELEASED");
}

#[test]
fn a_key_that_passed_to_another_person_within_a_day_is_still_the_first_ones() {
    let mut world = World::new();
    let id = world.keep(US, draft_of(NoticeType::T1, &[]));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "PENDING");
    let now_ms = world.now().utc_ms;
    let mut officers = roster();
    let spare = authenticator("spare");
    officers.enrol(&person("anne"), spare, now_ms).expect("a new key");
    officers.withdraw(&person("anne"), &spare.id(), now_ms).expect("known");
    let taken = officers.enrol(&person("clara"), spare, now_ms + 1);
    assert!(taken.is_err(), "the roster refuses it at once");
}

#[test]
fn an_incident_is_released_by_another_than_its_drafter() {
    let mut world = World::new();
    let id = world.keep(US, draft_of(NoticeType::E1, &[]));
    assert_eq!(code(world.seal(US, "dora", Purpose::Draft, id)), "DRAFTED");
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "RELEASED");
    let id = world.keep(US, draft_of(NoticeType::E1, &[]));
    assert_eq!(code(world.seal(US, "anne", Purpose::Draft, id)), "DRAFTED");
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "E-CHAN-010");
    let id = world.keep(US, draft_of(NoticeType::E1, &[]));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "PENDING", "nobody signed as drafter");
    assert_eq!(code(world.seal(US, "boris", Purpose::Second, id)), "RELEASED");
}

#[test]
fn a_flash_needs_two_and_the_fourth_within_an_hour_a_reason() {
    let mut world = World::new();
    let flash = [("precedence = \"P\"", "precedence = \"Z\"")];
    for _ in 0..3 {
        let id = world.keep(US, draft_of(NoticeType::E1, &flash));
        assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "PENDING");
        assert_eq!(code(world.seal(US, "boris", Purpose::Second, id)), "RELEASED");
    }
    let id = world.keep(US, draft_of(NoticeType::E1, &flash));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "E-CHAN-019");
    let reasons = Reasons { lint: None, flash: Some("a second attack".into()) };
    assert_eq!(code(world.seal_with(US, "anne", Purpose::Release, id, reasons)), "PENDING");
    assert_eq!(code(world.seal(US, "boris", Purpose::Second, id)), "RELEASED", "the reason is remembered");
    world.run(61 * MINUTE);
    let id = world.keep(US, draft_of(NoticeType::E1, &flash));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "PENDING", "the hour is over");
}

#[test]
fn one_officer_takes_back_and_another_confirms_within_ten_minutes() {
    let mut world = World::new();
    let number = world.release(US, &["anne", "boris"], draft_of(NoticeType::E1, &[]));
    let cancel = |number: &notice::Number| {
        let service = world_service();
        let mut draft = service.confirm(number);
        draft.content.set("A", notice::Value::Word("CANCEL"));
        draft.content.set("C", notice::Value::Word("TYPO"));
        draft.envelope.precedence = notice::vocabulary::Precedence::Priority;
        draft
    };
    let l5 = world.release(US, &["anne"], cancel(&number));
    let life = |world: &World| world.nodes[US].it.stand(world.now()).life(&number).expect("known").word();
    assert_eq!(life(&world), "DISREGARD");
    let id = world.keep(US, world_service().confirm(&l5));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "E-CHAN-010", "not the first person");
    assert_eq!(code(world.seal(US, "boris", Purpose::Release, id)), "RELEASED");
    assert_eq!(life(&world), "CANCELLED");
    let again = world.keep(US, world_service().confirm(&l5));
    assert_eq!(code(world.seal(US, "clara", Purpose::Release, again)), "E-CHAN-023", "nothing waits");

    let other = world.release(US, &["anne", "boris"], draft_of(NoticeType::E1, &[]));
    let lapsing = world.release(US, &["anne"], cancel(&other));
    world.run(11 * MINUTE);
    assert_eq!(world.nodes[US].it.stand(world.now()).life(&other).expect("known").word(), "LIVE");
    let late = world.keep(US, world_service().confirm(&lapsing));
    assert_eq!(code(world.seal(US, "boris", Purpose::Release, late)), "E-CHAN-022");
}

#[test]
fn an_incomplete_line_and_an_unanswered_lint_are_refused() {
    let mut world = World::new();
    let mut draft = draft_of(NoticeType::T1, &[]);
    draft.content.remove("G");
    draft.content.remove("J");
    let id = world.keep(US, draft);
    let (findings, _) = world.nodes[US].it.examine(world.now(), id).expect("a draft");
    let paras: Vec<&str> = findings.refusals.iter().map(|f| f.para.letter()).collect();
    assert!(paras.contains(&"G") && paras.contains(&"J"), "{paras:?}");
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "E-CHAN-016");
    let id = world.keep(US, draft_of(NoticeType::T1, &[]));
    let silent = world.seal_with(US, "anne", Purpose::Release, id, Reasons::default());
    assert_eq!(code(silent), "E-CHAN-017");
}

#[test]
fn a_draft_of_another_status_is_refused() {
    let mut world = World::new();
    let real = [("status = \"EXERCISE\"", "status = \"ACTUAL\"")];
    let id = world.keep(US, draft_of(NoticeType::E1, &real));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "E-CHAN-021");
}

#[test]
fn a_suspended_class_is_held_back_at_both_ends_and_the_floor_passes() {
    let mut world = World::new();
    let suspend = [
        ("A = { verb = \"SILENCE-DECLARED\" }", "A = { verb = \"SUSPEND\", classes = [\"T\", \"E\"] }"),
        (
            "B = { from = \"2027-08-20T20:10:00Z\", until = \"2027-08-21T02:10:00Z\" }",
            "B = { until = \"2027-08-21T02:10:00Z\" }",
        ),
    ];
    world.release(IR, &["anne", "boris"], draft_of(NoticeType::L6, &suspend));
    world.run(MINUTE);
    let id = world.keep(US, draft_of(NoticeType::E1, &[]));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "E-CHAN-018");
    let roster = [
        ("A = { verb = \"SILENCE-DECLARED\" }", "A = { verb = \"ROSTER\" }"),
        ("B = { from = \"2027-08-20T20:10:00Z\", until = \"2027-08-21T02:10:00Z\" }\n", ""),
        ("F = true ", "# F = true "),
        ("# C = [{", "C = [{"),
        ("from = \"IR/WATCH\"", "from = \"US/WATCH\""),
        ("to = [\"US/WATCH\"]", "to = [\"IR/WATCH\"]"),
    ];
    world.release(US, &["anne"], draft_of(NoticeType::L6, &roster));
}

/// An L6 by which a party suspends these classes until the next day.
fn suspension(by: &str, to: &str, classes: &str) -> notice::Draft {
    let suspend = format!("A = {{ verb = \"SUSPEND\", classes = [{classes}] }}");
    let (from, to) = (format!("from = \"{by}/WATCH\""), format!("to = [\"{to}/WATCH\"]"));
    let swaps = [
        ("A = { verb = \"SILENCE-DECLARED\" }", suspend.as_str()),
        (
            "B = { from = \"2027-08-20T20:10:00Z\", until = \"2027-08-21T02:10:00Z\" }",
            "B = { until = \"2027-08-21T02:10:00Z\" }",
        ),
        ("from = \"IR/WATCH\"", &from),
        ("to = [\"US/WATCH\"]", &to),
    ];
    draft_of(NoticeType::L6, &swaps)
}

/// A party whose charter serves A5 besides what the template's does.
fn with_hazards(own: usize) -> chancery::Setup {
    let text = template(NoticeType::Ch);
    let more = text.replace("D = [\"T1\", \"T3\", \"E1\"]", "D = [\"T1\", \"T3\", \"E1\", \"A5\"]");
    assert_ne!(more, text, "the template lists its types");
    let charter = notice::file::charter_from_toml(&more).expect("a charter");
    chancery::Setup { charter, ..setup(own) }
}

#[test]
fn with_all_classes_suspended_by_both_the_floor_still_goes_through_and_rings() {
    let mut world = World::with([with_hazards(US), with_hazards(IR)]);
    let said = world.release(IR, &["anne", "boris"], draft_of(NoticeType::E1, &IR_TO_US));
    world.run(MINUTE);
    let classes = "\"T\", \"A\", \"E\", \"S\", \"C\", \"P\"";
    world.release(IR, &["anne", "boris"], suspension("IR", "US", classes));
    world.release(US, &["anne", "boris"], suspension("US", "IR", classes));
    world.run(MINUTE);
    let parties = [party("US"), party("IR")];
    let mut held_back = BTreeSet::new();
    for kind in NoticeType::ALL {
        let Some(class) = standing::station::class_of(*kind) else { continue };
        let suspended = world.nodes[US].it.stand(world.now()).suspended(&parties, *kind).is_some();
        assert_eq!(suspended, class.word() != "FLOOR", "{kind:?}");
        held_back.extend(suspended.then(|| class.word()));
    }
    assert_eq!(held_back.len(), 6, "a type of every class");
    for kind in [NoticeType::T1, NoticeType::E1] {
        let id = world.keep(US, draft_of(kind, &[]));
        assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "E-CHAN-018", "{kind:?}");
    }
    let (subject, from, to) =
        (format!("B = \"{said}\""), "from = \"IR/WATCH\"".to_owned(), "to = [\"US/WATCH\"]".to_owned());
    let cancel = [
        ("B = \"US/LEV/27/0003/E1\"", subject.as_str()),
        ("from = \"US/WATCH\"", &from),
        ("to = [\"IR/WATCH\"]", &to),
    ];
    let hazard = world.release(IR, &["anne"], draft_of(NoticeType::A5, &[]));
    let cancelled = world.release(IR, &["anne"], draft_of(NoticeType::L5, &cancel));
    world.run(MINUTE);
    for number in [hazard, cancelled] {
        let rang = |e: &Event| matches!(e, Event::Ring { number: Some(n), .. } if *n == number);
        assert!(world.nodes[US].events.iter().any(rang), "{number} rings");
        let filed = world.nodes[US].it.stand(world.now()).notice(&number).map(|filed| filed.entry);
        let entry = world.nodes[US].it.line().entry(&filed.expect("it is here")).expect("held");
        assert_eq!(entry.header.lane, line::entry::Lane::Floor);
    }
}

#[test]
fn a_remark_stands_in_the_drafts_only_and_goes_with_the_draft() {
    let mut world = World::new();
    let marker = b"between us";
    let holds = |world: &World, table: Table| {
        let with = |bytes: &[u8]| bytes.windows(marker.len()).any(|window| window == marker);
        world.rows(US, table).iter().any(|(key, value)| with(key) || with(value))
    };
    let id = world.keep(US, draft_of(NoticeType::T1, &[]));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, id)), "PENDING");
    assert!(holds(&world, Table::Drafts));
    assert_eq!(code(world.seal(US, "clara", Purpose::Second, id)), "RELEASED");
    world.run(MINUTE);
    for table in Table::ALL {
        assert!(!holds(&world, table), "{table:?}");
    }
    let snapshot = world.nodes[US].it.snapshot(world.now());
    assert!(!snapshot.windows(marker.len()).any(|window| window == marker));
}

#[test]
fn numbers_run_on_over_a_restart_and_a_withdrawn_draft_takes_none() {
    let mut world = World::new();
    let first = world.release(US, &["anne", "boris"], draft_of(NoticeType::E1, &[]));
    assert_eq!(first.to_string(), "US/LEV/27/0001/E1");
    let id = world.keep(US, draft_of(NoticeType::E1, &[]));
    let now = world.now();
    let challenge = world.nodes[US].it.challenge(now, Purpose::Withdraw, id).expect("a challenge");
    let answer = challenge.answer(&key_of("dora"));
    let gone = world.command(US, Command::Withdraw { draft: id, answer });
    assert_eq!(gone, Ok(Reply::Withdrawn { draft: id }));
    world.restart(US);
    world.run(MINUTE);
    let second = world.release(US, &["anne", "boris"], draft_of(NoticeType::E1, &[]));
    assert_eq!(second.to_string(), "US/LEV/27/0002/E1");
    assert!(world.nodes[US].it.desk().seal_log().records().len() >= 5, "every seal is in the log");
}

#[test]
fn a_release_never_goes_straight_to_the_carrier() {
    let mut world = World::new();
    let release = line::machine::Release {
        ticket: 1,
        bytes: vec![1],
        kind: line::entry::Kind::Notice,
        lane: line::entry::Lane::Routine,
        record_sig: None,
        with: Vec::new(),
    };
    let before = world.nodes[US].it.line().cut();
    world.input(US, Input::Line(line::machine::Input::Release(release)));
    assert_eq!(world.nodes[US].it.line().cut(), before);
}

#[test]
fn a_disclosed_epoch_takes_the_key_of_its_tags_with_it() {
    let mut world = World::new();
    world.run(MINUTE);
    let tag_keys = |world: &World, node| {
        let rows = world.rows(node, Table::Desk).into_iter();
        rows.filter(|(key, _)| key.starts_with(b"tag/")).map(|(key, _)| key.clone()).collect::<Vec<_>>()
    };
    let before = tag_keys(&world, US);
    assert_eq!(before.len(), 1, "one for the first epoch");
    world.input(US, Input::Line(line::machine::Input::Rotate(line::group::Changes::default())));
    world.run(10 * MINUTE);
    for node in [US, IR] {
        let after = tag_keys(&world, node);
        assert_eq!(after.len(), 1, "that of the live epoch");
        assert!(!after.contains(&before[0]), "that of the disclosed one is destroyed");
        world.restart(node);
        assert_eq!(tag_keys(&world, node), after, "a restart does not make it again");
    }
}

#[test]
fn an_officer_who_types_while_the_group_changes_epoch_is_not_refused_for_it() {
    let mut world = World::new();
    world.run(MINUTE);
    let draft = world.keep(US, draft_of(NoticeType::T1, &[]));
    let (now, epoch) = (world.now(), world.nodes[US].it.line().epoch());
    let challenge = world.nodes[US].it.challenge(now, Purpose::Release, draft).expect("a challenge");
    world.input(US, Input::Line(line::machine::Input::Rotate(line::group::Changes::default())));
    world.run(MINUTE);
    assert!(world.nodes[US].it.line().epoch() > epoch, "the group has gone on while the officer typed");
    let answer = challenge.answer(&key_of("anne"));
    let reasons = Reasons { lint: Some("seen".into()), flash: None };
    let sealed = Command::Seal { draft, purpose: Purpose::Release, answer, reasons };
    assert_eq!(code(world.command(US, sealed)), "PENDING");
}

/// From the other capital.
const IR_TO_US: [(&str, &str); 2] =
    [("from = \"US/WATCH\"", "from = \"IR/WATCH\""), ("to = [\"IR/WATCH\"]", "to = [\"US/WATCH\"]")];
