//! Charter versions while the line runs: another one takes effect when all voters have read it back; one whose text
//! says otherwise than what stands beside it never does; who is silent, and after how long (line.md 7, rule 10).

use crate::world::*;
use chancery::challenge::Purpose;
use chancery::{Command, Event, Reply, Setup};
use line::body::{CharterRelay, MemberTempo, Parameters, Tempo as Carried};
use line::config::{Attestation, Tempo};
use notice::vocabulary::NoticeType;
use notice::{Charter, Fields, Number};
use std::collections::BTreeMap;

const DAY: u64 = 24 * 60 * MINUTE;
const HOUR_MS: u64 = 60 * MINUTE;

fn relays(ids: &[&str]) -> Vec<CharterRelay> {
    let relay =
        |id: &&str| CharterRelay { id: (*id).to_owned(), url: format!("https://{id}"), spki_pin: [3; 32] };
    ids.iter().map(relay).collect()
}

/// Both setups tell the carrier what the template's text says.
fn setups() -> [Setup; 2] {
    [US, IR].map(|own| Setup { relays: relays(&["CH-1", "OM-1"]), ..setup(own) })
}

/// The template with these changes.
fn version_of(changes: &[(&str, &str)]) -> Charter {
    let text = changes.iter().fold(template(NoticeType::Ch), |text, (from, to)| {
        assert!(text.contains(from), "the template has {from}");
        text.replace(from, to)
    });
    notice::file::charter_from_toml(&text).expect("a charter")
}

fn released(world: &mut World, version: &Charter) -> Number {
    let kept = world.command(US, Command::DraftCharter { charter: Box::new(version.clone()) });
    let Ok(Reply::Drafted { draft, .. }) = kept else { panic!("{kept:?}") };
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, draft)), "PENDING");
    assert_eq!(code(world.seal(US, "clara", Purpose::Second, draft)), "RELEASED");
    world.run(MINUTE);
    version.number()
}

fn read_back(world: &mut World, node: usize, version: &Charter) {
    let number = version.number();
    let stand = world.nodes[node].it.stand(world.now());
    let entry = stand.charters().find(|c| c.charter.number() == number).expect("it came").entry.0;
    drop(stand);
    let service = world.nodes[node].it.service(vec![notice::Station::parse("US/WATCH").expect("a station")]);
    let critical = ["D", "E", "F", "G", "H"].into_iter();
    let said = critical.filter_map(|letter| Some((letter, version.content.get(letter)?.clone())));
    let fields = said.fold(Fields::new(), |fields, (letter, value)| fields.with(letter, value));
    world.release(node, &["anne"], service.read_back(&number, entry, fields));
    world.run(MINUTE);
}

fn apply(world: &mut World, node: usize, version: u32) -> &'static str {
    let done = world.command(node, Command::ApplyCharter { version, packages: BTreeMap::new() });
    world.run(HOUR_MS);
    code(done)
}

fn in_force(world: &World, node: usize) -> u32 {
    world.nodes[node].it.setup().charter.version
}

fn refusals(world: &World, node: usize) -> Vec<&'static str> {
    let told = |e: &Event| match e {
        Event::Refused(refusal) => Some(refusal.code.0),
        _ => None,
    };
    world.nodes[node].events.iter().filter_map(told).collect()
}

#[test]
fn another_version_takes_effect_at_both_alike_once_both_have_agreed_to_it() {
    let mut world = World::with(setups());
    let second = version_of(&[("version = 1", "version = 2"), ("test = \"1 h\"", "test = \"2 h\"")]);
    assert_eq!(apply(&mut world, US, 2), "E-LINE-016", "there is no such version");
    released(&mut world, &second);
    assert_eq!(apply(&mut world, US, 2), "E-LINE-016", "IR has not read it back");
    assert_eq!([in_force(&world, US), in_force(&world, IR)], [1, 1]);
    read_back(&mut world, IR, &second);
    assert_eq!(apply(&mut world, IR, 2), "OTHER");
    for node in [US, IR] {
        assert_eq!(in_force(&world, node), 2, "node {node}");
        assert_eq!(world.nodes[node].it.line().config().test_interval_ms, 2 * HOUR_MS);
        world.restart(node);
        assert_eq!(in_force(&world, node), 2, "node {node} after a restart");
    }
    assert_eq!(apply(&mut world, US, 2), "OTHER");
    assert!(world.nodes[US].it.line().epoch() == 2, "it is in force already: nothing changes");
}

#[test]
fn a_version_is_the_compartments_own_in_status_attestation_and_relays() {
    for change in [
        ("status = \"EXERCISE\"", "status = \"TEST\""),
        ("{ id = \"OM-1\", host = \"OM\" }", "{ id = \"OM-2\", host = \"OM\" }"),
    ] {
        let mut world = World::with(setups());
        let other = version_of(&[("version = 1", "version = 2"), change]);
        let kept = world.command(US, Command::DraftCharter { charter: Box::new(other) });
        let Ok(Reply::Drafted { draft, .. }) = kept else { panic!("{kept:?}") };
        assert_eq!(code(world.seal(US, "anne", Purpose::Release, draft)), "E-CHAN-024", "{change:?}");
    }
}

#[test]
fn a_charter_whose_text_and_parameters_differ_is_named_and_never_takes_effect() {
    let mut lying = setups();
    lying[US].relays = relays(&["CH-1", "OM-2"]);
    let mut world = World::with(lying);
    let second = version_of(&[("version = 1", "version = 2")]);
    released(&mut world, &second);
    read_back(&mut world, IR, &second);
    assert!(refusals(&world, IR).contains(&"E-CHAN-024"), "{:?}", refusals(&world, IR));
    apply(&mut world, US, 2);
    apply(&mut world, IR, 2);
    for node in [US, IR] {
        assert_eq!(in_force(&world, node), 1);
        assert!(world.nodes[node].it.line().charter_in_force().is_none(), "node {node}");
    }
}

#[test]
fn every_parameter_that_stands_beside_a_text_must_say_what_it_says() {
    let charter = charter();
    let member = |code: &str, tempo| MemberTempo { party: party(code), tempo };
    let voters = vec![member("IR", Carried::Voting), member("US", Carried::Voting)];
    let mut right = Parameters::usual(voters, relays(&["CH-1", "OM-1"]), Attestation::MutualOnly);
    right.test_interval_ms = HOUR_MS;
    right.retention_days = 3_650;
    assert_eq!(chancery::charter::same(&charter, &right), Ok(()));
    type Lie = fn(&mut Parameters);
    let lies: [(&str, Lie); 9] = [
        ("version", |p| p.version += 1),
        ("members", |p| p.members[0].tempo = Carried::Silent),
        ("members", |p| p.members.truncate(p.members.len() - 1)),
        ("relays", |p| p.relays.truncate(p.relays.len() - 1)),
        ("attestation", |p| p.attestation = Attestation::Transferable),
        ("test", |p| p.test_interval_ms += 1),
        ("retention", |p| p.retention_days += 1),
        ("annex", |p| p.annex_max_bytes += 1),
        ("annexes", |p| p.annex_total_bytes += 1),
    ];
    for (parameter, lie) in lies {
        let mut told = right.clone();
        lie(&mut told);
        let refused = chancery::charter::same(&charter, &told).expect_err(parameter);
        let chancery::ChanceryError::CharterDisagrees { parameter: named, .. } = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(named, parameter);
    }
}

/// IR follows, and US, who alone votes, proposes that it be silent.
fn silencing() -> (World, Charter) {
    let following = ("{ party = \"IR\", role = \"PRINCIPAL\", tempo = \"VOTING\" }", "IR", "FOLLOWING");
    let named = |tempo: &str| following.0.replace("VOTING", tempo);
    let first = version_of(&[(following.0, &named(following.2))]);
    let of = |own: usize| {
        let mut setup = Setup { charter: first.clone(), ..setups()[own].clone() };
        setup.line.members.insert(party(following.1), Tempo::Following);
        setup
    };
    let mut world = World::with([of(US), of(IR)]);
    let second = version_of(&[("version = 1", "version = 2"), (following.0, &named("SILENT"))]);
    released(&mut world, &second);
    (world, second)
}

#[test]
fn a_following_member_is_made_silent_by_its_own_word() {
    let (mut world, second) = silencing();
    apply(&mut world, US, 2);
    assert_eq!(in_force(&world, US), 1, "it was heard a moment ago and has agreed to nothing");
    read_back(&mut world, IR, &second);
    apply(&mut world, US, 2);
    assert_eq!([in_force(&world, US), in_force(&world, IR)], [2, 2]);
    assert!(!world.nodes[US].it.line().config().sends(&party("IR")));
}

#[test]
fn a_following_member_unheard_for_sixty_days_is_made_silent_without_it() {
    let (mut world, _) = silencing();
    world.off.insert(IR);
    // What it had sent before is fetched now: heard is when it arrived.
    world.run(HOUR_MS);
    let leap = |world: &mut World, ms: u64| {
        world.clock += ms;
        world.run(10 * MINUTE);
    };
    leap(&mut world, 59 * DAY);
    apply(&mut world, US, 2);
    assert_eq!(in_force(&world, US), 1, "59 days are not 60");
    leap(&mut world, DAY);
    apply(&mut world, US, 2);
    assert_eq!(in_force(&world, US), 2);
    world.off.remove(&IR);
    world.run(6 * HOUR_MS);
    assert_eq!(in_force(&world, IR), 2, "it reads on, and follows");
    assert!(!world.nodes[IR].it.line().config().sends(&party("IR")));
}
