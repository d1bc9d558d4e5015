//! A red line goes from one capital to the other, is read back wrongly, then rightly, and stands alike on both.

use crate::world::*;
use chancery::challenge::Purpose;
use chancery::due::Why;
use chancery::{Command, Event, Reply};
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::{Mark, NoticeType, OfficerMark, Precedence};
use notice::{Code8, Fields, Instant, Number, Value};
use standing::red_line::RedLineState;

/// The critical fields of the T1 template as the L3 template restates them.
fn restated(stand_off: &str) -> Fields {
    let l3 = draft_of(NoticeType::L3, &[("stand-off = \"15 km\"", &format!("stand-off = \"{stand_off}\""))]);
    l3.content.get("B").and_then(|b| b.fields()).expect("a restatement").clone()
}

fn open(world: &mut World, node: usize, number: &Number) -> Number {
    let at = Instant::from_ms(world.now().utc_ms).expect("in range");
    let to =
        world.nodes[node].it.stand(world.now()).notice(number).expect("here").notice.envelope().from.clone();
    let service = world.nodes[node].it.service(vec![to]);
    let position = Code8::parse("WATCH1").expect("a code");
    world.release(node, &["anne"], service.acknowledgement(number, OfficerMark::K2, at, position, None))
}

fn read_back(world: &mut World, node: usize, number: &Number, fields: Fields) -> Number {
    let stand = world.nodes[node].it.stand(world.now());
    let filed = stand.notice(number).expect("here");
    let (entry, to) = (filed.entry.0, filed.notice.envelope().from.clone());
    drop(stand);
    let service = world.nodes[node].it.service(vec![to]);
    world.release(node, &["boris"], service.read_back(number, entry, fields))
}

fn state(world: &World, node: usize) -> RedLineState {
    let lines = world.nodes[node].it.stand(world.now()).red_lines();
    assert_eq!(lines.len(), 1);
    lines[0].state.clone()
}

#[test]
fn a_wrong_read_back_stays_k2_and_a_right_one_puts_the_line_in_force_alike_on_both_sides() {
    let mut world = World::new();
    let number = world.release(US, &["anne", "clara"], draft_of(NoticeType::T1, &[]));
    world.run(MINUTE);
    let rang = |e: &Event| matches!(e, Event::Ring { number: Some(n), .. } if *n == number);
    assert!(world.nodes[IR].events.iter().any(rang), "it rings at the addressee");
    assert_eq!(state(&world, IR).word(), "DECLARED");
    let unread: Vec<Why> = world.nodes[IR].it.due(world.now()).into_iter().map(|due| due.why).collect();
    assert_eq!(unread, [Why::Unread]);

    open(&mut world, IR, &number);
    world.run(MINUTE);
    read_back(&mut world, IR, &number, restated("5 km"));
    world.run(MINUTE);
    for node in [US, IR] {
        let delivery = world.nodes[node].it.stand(world.now()).delivery(&number, &party("IR")).expect("M0");
        assert!(delivery.has(Mark::K1) && delivery.has(Mark::K2) && !delivery.has(Mark::K3), "{delivery:?}");
        let mismatch = |e: &Event| matches!(e, Event::Mismatch { paragraphs, .. } if paragraphs == &["E"]);
        assert!(world.nodes[node].events.iter().any(mismatch), "MISMATCH on E is told");
        assert_eq!(state(&world, node).word(), "DECLARED");
    }
    read_back(&mut world, IR, &number, restated("15 km"));
    world.run(MINUTE);
    for node in [US, IR] {
        assert_eq!(state(&world, node).word(), "IN-FORCE");
        let marked = |e: &Event| matches!(e, Event::Mark { mark: Mark::K3, .. });
        assert_eq!(world.nodes[node].events.iter().filter(|e| marked(e)).count(), 1, "told once");
    }
    assert!(world.nodes[IR].it.due(world.now()).is_empty(), "nothing is due any more");
    same_roots(&mut world);
    let filed = world.nodes[IR].it.stand(world.now());
    assert!(RedLine::of(&filed.notice(&number).expect("here").notice).is_some());
}

fn same_roots(world: &mut World) {
    world.run(10 * MINUTE);
    assert_eq!(world.nodes[US].it.line().cut(), world.nodes[IR].it.line().cut(), "the heads meet");
    let now = world.now();
    assert_eq!(world.nodes[US].it.stand(now).root(), world.nodes[IR].it.stand(now).root());
    let forked = |e: &Event| matches!(e, Event::Carrier(line::machine::Event::Forked { .. }));
    assert!(world.nodes.iter().all(|n| !n.events.iter().any(forked)));
}

#[test]
fn the_second_mismatch_drafts_a_question() {
    let mut world = World::new();
    let number = world.release(US, &["anne", "clara"], draft_of(NoticeType::T1, &[]));
    world.run(MINUTE);
    open(&mut world, IR, &number);
    for stand_off in ["5 km", "7 km"] {
        read_back(&mut world, IR, &number, restated(stand_off));
        world.run(MINUTE);
    }
    let drafted = world.nodes[IR].events.iter().filter_map(|e| match e {
        Event::Mismatch { drafted, .. } => Some(*drafted),
        _ => None,
    });
    let drafted: Vec<bool> = drafted.map(|d| d.is_some()).collect();
    assert_eq!(drafted, [false, true]);
    let id = world.nodes[IR].it.desk().papers().next().expect("a paper").0;
    assert_eq!(code(world.seal(IR, "anne", Purpose::Release, id)), "RELEASED");
}

#[test]
fn an_unopened_flash_pages_at_0_3_and_6_minutes_and_its_sender_sees_unopened_at_ten() {
    let mut world = World::new();
    let flash = [("precedence = \"P\"", "precedence = \"Z\"")];
    let number = world.release(US, &["anne", "boris"], draft_of(NoticeType::E1, &flash));
    world.run(9 * MINUTE);
    let pages = |world: &World| {
        let minute = |e: &Event| match e {
            Event::Page { minute, precedence: Precedence::Flash, .. } => Some(*minute),
            _ => None,
        };
        world.nodes[IR].events.iter().filter_map(minute).collect::<Vec<u32>>()
    };
    assert_eq!(pages(&world), [0, 3, 6]);
    assert!(world.nodes[US].it.due(world.now()).is_empty());
    world.run(2 * MINUTE);
    let due = world.nodes[US].it.due(world.now());
    assert_eq!(due.len(), 1);
    assert_eq!((due[0].why, due[0].number.clone()), (Why::Unopened, Some(number)));
}

#[test]
fn a_restart_tells_nothing_anew_and_changes_no_root() {
    let mut world = World::new();
    let number = world.release(US, &["anne", "clara"], draft_of(NoticeType::T1, &[]));
    world.run(MINUTE);
    open(&mut world, IR, &number);
    world.run(MINUTE);
    let now = world.now();
    let before = world.nodes[IR].it.stand(now).root();
    world.nodes[IR].events.clear();
    world.restart(IR);
    assert_eq!(world.nodes[IR].it.stand(now).root(), before);
    let told = |e: &Event| matches!(e, Event::Mark { .. } | Event::Ring { .. } | Event::Page { .. });
    assert!(!world.nodes[IR].events.iter().any(told), "{:?}", world.nodes[IR].events);
    world.run(MINUTE);
    read_back(&mut world, IR, &number, restated("15 km"));
    world.run(MINUTE);
    assert_eq!(state(&world, US).word(), "IN-FORCE");
}

#[test]
fn a_charter_goes_by_the_desk_and_is_in_force_for_a_member_from_its_read_back() {
    let mut world = World::new();
    let version = charter();
    let number = version.number();
    let kept = world.command(US, Command::DraftCharter { charter: Box::new(version.clone()) });
    let Ok(Reply::Drafted { draft, findings }) = kept else { panic!("{kept:?}") };
    assert!(findings.refusals.is_empty(), "{findings:?}");
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, draft)), "PENDING");
    assert_eq!(code(world.seal(US, "boris", Purpose::Second, draft)), "E-CHAN-013");
    assert_eq!(code(world.seal(US, "clara", Purpose::Second, draft)), "RELEASED");
    world.run(MINUTE);
    let in_force = |world: &World, who: &str| {
        chancery::charter::in_force_for(&world.nodes[US].it.stand(world.now()), &number, &party(who))
    };
    assert!(in_force(&world, "US") && !in_force(&world, "IR"));
    let entry = world.nodes[IR].it.stand(world.now()).charters().next().expect("it came").entry.0;
    let service = world.nodes[IR].it.service(vec![notice::Station::parse("US/WATCH").expect("a station")]);
    let restated = |floor: &[&'static str]| {
        let critical = ["D", "E", "F", "G", "H"].into_iter();
        let said = critical.filter_map(|letter| Some((letter, version.content.get(letter)?.clone())));
        let mut fields = said.fold(Fields::new(), |fields, (letter, value)| fields.with(letter, value));
        fields.set("G", Value::List(floor.iter().map(|kind| Value::Word(kind)).collect()));
        fields
    };
    world.release(IR, &["anne"], service.read_back(&number, entry, restated(&["A5", "L1", "L5"])));
    world.run(MINUTE);
    assert!(!in_force(&world, "IR"), "a wrong restatement does not count");
    world.release(IR, &["anne"], service.read_back(&number, entry, restated(&["A5", "A6", "L1", "L5"])));
    world.run(MINUTE);
    assert!(in_force(&world, "IR"));
}

#[test]
fn a_charter_whose_text_says_otherwise_than_the_line_is_refused() {
    let mut world = World::new();
    let text = template(NoticeType::Ch).replace("test = \"1 h\"", "test = \"2 h\"");
    let version = notice::file::charter_from_toml(&text).expect("a charter");
    let kept = world.command(US, Command::DraftCharter { charter: Box::new(version) });
    let Ok(Reply::Drafted { draft, .. }) = kept else { panic!("{kept:?}") };
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, draft)), "E-CHAN-024");
}
