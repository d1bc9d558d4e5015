//! REVISED: told once on both sides, listed alike, and off a node's list once an officer has seen it.

use crate::world::*;
use chancery::due::Why;
use chancery::{Command, Event, Reply};
use line::machine::Table;
use notice::vocabulary::{NoticeType, OfficerMark, Question};
use notice::{Code8, Fields, Instant, Number, Value};
use standing::revised::Revised;

const HOUR: u64 = 60 * MINUTE;

fn told(world: &World, node: usize) -> Vec<Revised> {
    let revised = |event: &Event| match event {
        Event::Revised(revised) => Some(revised.clone()),
        _ => None,
    };
    world.nodes[node].events.iter().filter_map(revised).collect()
}

fn listed(world: &World, node: usize) -> Vec<Revised> {
    world.nodes[node].it.revised(world.now())
}

/// IR asks about a red line, US opens the question and answers it days later.
fn answered_late(world: &mut World) -> Number {
    let t1 = world.release(US, &["anne", "clara"], draft_of(NoticeType::T1, &[]));
    world.run(MINUTE);
    let station = |node: usize| world.nodes[node].it.setup().station.clone();
    let (us, ir) = (station(US), station(IR));
    let ask = world.nodes[IR].it.service(vec![us]).ask(&t1, "E", Question::Other);
    let asked = world.release(IR, &["anne"], ask.clone());
    world.run(MINUTE);
    let at = Instant::from_ms(world.now().utc_ms).expect("in range");
    let position = Code8::parse("WATCH1").expect("a code");
    let opened = world.nodes[US].it.service(vec![ir.clone()]).acknowledgement(
        &asked,
        OfficerMark::K2,
        at,
        position,
        None,
    );
    world.release(US, &["anne"], opened);
    world.run(100 * HOUR);
    let due: Vec<Why> = world.nodes[IR].it.due(world.now()).into_iter().map(|due| due.why).collect();
    assert!(due.contains(&Why::NonAnswer), "{due:?}");
    let about =
        Fields::new().with("number", Value::Number(asked.clone())).with("paragraph", Value::Text("C".into()));
    let mut answer = world.nodes[US].it.service(vec![ir]).ask(&asked, "C", Question::Other);
    answer.content = Fields::new()
        .with("A", Value::Word("ANSWER"))
        .with("B", Value::Record(about))
        .with("C", Value::Word(Question::Other.word()))
        .with("D", Value::Record(Fields::new().with("text", Value::Text("no".into()))));
    let answer = world.release(US, &["anne", "clara"], answer);
    world.run(2 * HOUR);
    answer
}

#[test]
fn a_late_answer_is_told_once_on_both_sides_and_listed_until_an_officer_has_seen_it_over_a_restart() {
    let mut world = World::new();
    let answer = answered_late(&mut world);
    for node in [US, IR] {
        let told = told(&world, node);
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!((told[0].was, told[0].is), ("NON-ANSWER", "ANSWERED-LATE"));
        assert_eq!(listed(&world, node), told);
        let due = world.nodes[node].it.due(world.now());
        assert_eq!(due.iter().filter(|due| due.why == Why::Revised).count(), 1, "{due:?}");
    }
    assert_eq!(listed(&world, US), listed(&world, IR), "equal at equal cuts");

    let seen = world.command(IR, Command::RevisedSeen { because: answer.clone() });
    assert_eq!(seen, Ok(Reply::Seen { changes: 1 }));
    assert!(listed(&world, IR).is_empty() && !listed(&world, US).is_empty(), "the other side's is its own");
    world.restart(IR);
    world.run(2 * HOUR);
    assert!(listed(&world, IR).is_empty(), "what was seen stays seen");
    assert_eq!(told(&world, IR).len(), 1, "and nothing is told anew");
    let again = world.command(IR, Command::RevisedSeen { because: answer });
    assert_eq!(again, Ok(Reply::Seen { changes: 0 }));
}

#[test]
fn a_number_that_is_not_here_is_refused_and_changes_nothing() {
    let mut world = World::new();
    let answer = answered_late(&mut world);
    let before = world.rows(IR, Table::Desk).len();
    let strange = Number { serial: 4_711, ..answer };
    assert_eq!(code(world.command(IR, Command::RevisedSeen { because: strange })), "E-CHAN-015");
    assert_eq!((listed(&world, IR).len(), world.rows(IR, Table::Desk).len()), (1, before));
}
