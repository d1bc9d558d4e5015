//! Four hundred days with nobody home: node on, node off, a relay lost. No key runs out, no clock runs against who is
//! away, nothing lapses unnamed, and the line goes on when people come back (continuity.md, dormancy; tests 8).

use crate::world::*;
use chancery::challenge::Purpose;
use chancery::{Input, Reply, Setup};
use line::group::Changes;
use notice::vocabulary::{Mark, NoticeType};
use notice::{Draft, Instant, Number};
use standing::answer::Answer;
use standing::duty::{Otherwise, What};

const DAY: u64 = 24 * 60 * MINUTE;
const AWAY: u64 = 400;

/// One test a day: what 400 days ask for is patience, not traffic.
fn setups() -> [Setup; 2] {
    [US, IR].map(|own| {
        let mut it = setup(own);
        it.line.test_interval_ms = DAY;
        let charter = template(NoticeType::Ch).replace("\"T3\", \"E1\"]", "\"T3\", \"E1\", \"E2\"]");
        it.charter = notice::file::charter_from_toml(&charter).expect("a charter");
        it
    })
}

fn at(world: &World, days: u64) -> String {
    Instant::from_ms(world.now().utc_ms + (days * DAY) as i64).expect("in range").to_string()
}

fn line_of(world: &World, days: u64, name: &str) -> Draft {
    let text = template(NoticeType::T1);
    let text =
        text.replace("H = { lasts = \"90 d\" }", &format!("H = {{ until = \"{}\" }}", at(world, days)));
    let text = text.replace("A = \"US-2/1\"", &format!("A = \"{name}/1\""));
    let review = format!("expires = \"STANDING\"\nreview-on = \"{}\"", at(world, 100));
    notice::file::draft_from_toml(&text.replace("expires = \"STANDING\"", &review)).expect("a draft")
}

fn silence(world: &World, verb: &str) -> Draft {
    let text = template(NoticeType::L6);
    let (head, _) = text.split_once("[content]\n").expect("the template has its content");
    let content = match verb {
        "RESUME" => "A = { verb = \"RESUME\" }\n".to_owned(),
        _ => format!("A = {{ verb = \"{verb}\" }}\nB = {{ until = \"{}\" }}\nF = true\n", at(world, 500)),
    };
    notice::file::draft_from_toml(&format!("{head}[content]\n{content}")).expect("a draft")
}

fn watch(world: &mut World, node: usize, manned: u8) {
    let mut flags = [0; 16];
    flags[0] = manned;
    world.input(node, Input::Line(line::machine::Input::Watch(flags)));
}

/// So many days, of each a quarter of an hour: what comes due in the rest of a day comes due in the next quarter.
fn days(world: &mut World, count: u64) {
    for _ in 0..count {
        world.clock += DAY - 15 * MINUTE;
        world.run(15 * MINUTE);
    }
}

/// An incident, and a question about it that asks for an answer.
fn asked(world: &mut World) -> Number {
    let incident = world.release(US, &["anne", "clara"], draft_of(NoticeType::E1, &[]));
    let all = "\"US/LEV/27/0005/E1\", \"US/LEV/27/0006/E1\", \"US/LEV/27/0008/E1\"";
    let named = format!("\"{incident}\"");
    world.release(US, &["anne", "clara"], draft_of(NoticeType::E2, &[(all, named.as_str())]))
}

/// Lives through the days of absence and gives what was said to the absent side meanwhile.
fn nobody_home(world: &mut World) -> [Number; 2] {
    watch(world, IR, 0);
    days(world, 20);
    let line = line_of(world, 450, "US-7");
    let early = world.release(US, &["anne", "clara"], line);
    days(world, 200);
    let late = asked(world);
    days(world, AWAY - 220);
    [early, late]
}

fn people_come_back(world: &mut World) {
    watch(world, IR, 1);
    days(world, 2);
    world.release(IR, &["anne"], silence(world, "RESUME"));
    let epoch = world.nodes[IR].it.line().epoch();
    world.input(IR, Input::Line(line::machine::Input::Rotate(Changes::default())));
    days(world, 1);
    assert!(world.nodes[IR].it.line().epoch() > epoch, "keys are changed after 400 days: none had run out");
}

fn both_alike(world: &mut World) {
    days(world, 2);
    let now = world.now();
    let [us, ir] = [&world.nodes[US].it, &world.nodes[IR].it];
    assert_eq!(us.line().cut(), ir.line().cut(), "the heads meet");
    assert_eq!(us.stand(now).root(), ir.stand(now).root());
}

/// What is said after the absence arrives, is opened and is answered for like on the first day.
fn the_line_goes_on(world: &mut World) {
    let number = world.release(US, &["anne", "clara"], line_of(world, 90, "US-9"));
    days(world, 1);
    let instant = Instant::from_ms(world.now().utc_ms).expect("in range");
    let position = notice::Code8::parse("WATCH1").expect("a code");
    let to = vec![notice::Station::parse("US/SENIOR").expect("a station")];
    let service = world.nodes[IR].it.service(to);
    let opened =
        service.acknowledgement(&number, notice::vocabulary::OfficerMark::K2, instant, position, None);
    world.release(IR, &["anne"], opened);
    days(world, 1);
    let delivery = world.nodes[US].it.stand(world.now()).delivery(&number, &party("IR")).expect("M0");
    assert!(delivery.has(Mark::K1) && delivery.has(Mark::K2), "{delivery:?}");
}

fn lived_through(declared: bool, mut absent: impl FnMut(&mut World, bool)) {
    let mut world = World::with(setups());
    let world = &mut world;
    let standing = world.release(US, &["anne", "clara"], line_of(world, 90, "US-5"));
    let owed = asked(world);
    world.run(MINUTE);
    if declared {
        world.release(IR, &["anne", "boris"], silence(world, "SILENCE-DECLARED"));
        world.run(MINUTE);
    }
    absent(world, true);
    let [early, late] = nobody_home(world);
    let stand = world.nodes[US].it.stand(world.now());
    for number in [&standing, &owed, &early, &late] {
        let delivery = stand.delivery(number, &party("IR")).expect("M0");
        assert!(!delivery.has(Mark::K2), "a machine opens nothing: {delivery:?}");
        assert_eq!(delivery.constructive_ms, None, "no clock runs against who is away: {number}");
        assert!(!matches!(delivery.answer, Answer::NonAnswer { .. }), "{delivery:?}");
    }
    let reviews = stand.duties().into_iter().filter(|due| due.what == What::Review);
    let reviews: Vec<(Number, Otherwise)> = reviews.map(|due| (due.number, due.otherwise)).collect();
    assert!(reviews.contains(&(early.clone(), Otherwise::Overdue)), "overdue, never lapsed: {reviews:?}");
    drop(stand);
    absent(world, false);
    days(world, 1);
    people_come_back(world);
    both_alike(world);
    for node in [US, IR] {
        let stand = world.nodes[node].it.stand(world.now());
        for number in [&standing, &owed, &early, &late] {
            assert!(stand.notice(number).is_some(), "{number} is here at {}", CODES[node]);
        }
    }
    the_line_goes_on(world);
    both_alike(world);
}

#[test]
fn a_node_that_stays_on_keeps_the_line_for_people_who_declared_that_they_go() {
    lived_through(true, |_, _| {});
}

#[test]
fn a_node_that_stays_on_keeps_the_line_when_nobody_said_that_they_go() {
    lived_through(false, |_, _| {});
}

#[test]
fn a_node_that_is_off_for_four_hundred_days_takes_up_the_line_where_it_lay() {
    lived_through(true, |world, goes| match goes {
        true => drop(world.off.insert(IR)),
        false => {
            world.off.remove(&IR);
            world.restart(IR);
        }
    });
}

#[test]
fn a_relay_that_is_lost_meanwhile_takes_nothing_with_it() {
    lived_through(true, |world, goes| {
        if goes {
            world.lost.insert(0);
        }
    });
}

#[test]
fn while_a_party_is_dormant_its_node_releases_nothing_by_itself() {
    let mut world = World::with(setups());
    world.release(IR, &["anne", "boris"], silence(&world, "SILENCE-DECLARED"));
    world.run(MINUTE);
    let said = |world: &World| world.nodes[IR].it.stand(world.now()).notices().count();
    let before = said(&world);
    watch(&mut world, IR, 0);
    days(&mut world, 40);
    assert_eq!(said(&world), before, "no notice without people");
    let id = world.keep(IR, draft_of(NoticeType::L5, &[]));
    assert!(!matches!(world.seal(IR, "anne", Purpose::Release, id), Ok(Reply::Released { .. })));
}
