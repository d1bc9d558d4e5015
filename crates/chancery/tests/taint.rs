//! Drafts and remarks leave the drafts' rows by release only: markers are put into drafts in every state a draft can
//! be in without having gone out, and looked for wherever a core's words, rows and sealings go.

use crate::world::*;
use chancery::challenge::Purpose;
use chancery::paper::{DraftId, Text};
use chancery::{Command, Reply};
use line::machine::Table;
use notice::vocabulary::NoticeType;
use std::collections::BTreeSet;

/// A text of 24 letters that stands nowhere by chance.
fn marker(n: u64) -> String {
    let mut chance = Fixed(0xD5A7 + n);
    let mut bytes = [0u8; 24];
    line::group::Entropy::fill(&mut chance, &mut bytes);
    bytes.iter().map(|byte| char::from(b'A' + byte % 26)).collect()
}

/// One place: what it is called, what stands there.
type Place = (String, Vec<u8>);

/// Everything of a node but its drafts' rows; of another party's node, these too.
fn places(world: &World, node: usize, own: bool) -> Vec<Place> {
    let n = &world.nodes[node];
    let mut places: Vec<Place> = n.heard.all().into_iter().map(|text| ("SEAL".to_owned(), text)).collect();
    for ((table, key), value) in &n.rows {
        if !(own && *table == Table::Drafts) {
            places.push((format!("{table:?}"), [key.as_slice(), value].concat()));
        }
    }
    places.extend(n.events.iter().map(|event| ("EVENT".to_owned(), format!("{event:?}").into_bytes())));
    places.push(("SNAPSHOT".to_owned(), n.it.snapshot(world.now())));
    places
}

/// Where which marker stands: as it is, in hexadecimal, or as Rust prints bytes.
fn leaks(places: &[Place], markers: &[Vec<u8>]) -> BTreeSet<String> {
    let holds = |text: &[u8], part: &[u8]| text.windows(part.len()).any(|window| window == part);
    let mut found = BTreeSet::new();
    for (n, marker) in markers.iter().enumerate() {
        let printed = format!("{marker:?}");
        let forms = [marker.clone(), hex::encode(marker).into_bytes(), printed[1..printed.len() - 1].into()];
        for (name, text) in places {
            if forms.iter().any(|form| holds(text, form)) {
                found.insert(format!("{n} in {name}"));
            }
        }
    }
    found
}

/// A red line whose text, and whose group's name, are these.
fn red_line(text: &str, group: &str) -> notice::Draft {
    let changes = [("own forces at two bases", text), ("Kata'ib Hezbollah", group)];
    draft_of(NoticeType::T1, &changes)
}

fn keep(world: &mut World, draft: notice::Draft, remark: &str) -> DraftId {
    let command = Command::Draft { draft: Box::new(draft), remark: Some(remark.to_owned()) };
    match world.command(US, command) {
        Ok(Reply::Drafted { draft, .. }) => draft,
        other => panic!("{other:?}"),
    }
}

/// Drafts in every state but gone; their markers, and the one whose first seal is there.
fn drafts(world: &mut World) -> (Vec<Vec<u8>>, DraftId) {
    let m = |n: u64| marker(n);
    keep(world, red_line(&m(0), &m(1)), &m(2));
    let changes = [("own forces at two bases", m(3)), ("Kata'ib Hezbollah", m(4)), ("US-2/1", LINE.into())];
    let changes: Vec<(&str, &str)> = changes.iter().map(|(from, to)| (*from, to.as_str())).collect();
    let pending = keep(world, draft_of(NoticeType::T1, &changes), &m(5));
    assert_eq!(code(world.seal(US, "anne", Purpose::Release, pending)), "PENDING");
    let refused = keep(world, red_line(&m(6), &m(7)), &m(8));
    assert_eq!(code(world.seal(US, "dora", Purpose::Release, refused)), "E-CHAN-012");
    let incomplete = [("own forces at two bases", m(9)), ("Kata'ib Hezbollah", m(10))];
    let incomplete = incomplete.iter().map(|(from, to)| (*from, to.as_str()));
    let missing = [("G = { count = 3, window = \"72 h\" }", "")];
    let incomplete: Vec<(&str, &str)> = incomplete.chain(missing).collect();
    let invalid = keep(world, draft_of(NoticeType::T1, &incomplete), &m(11));
    assert!(world.seal(US, "clara", Purpose::Release, invalid).is_err(), "paragraph G is missing");
    let drafted = keep(world, draft_of(NoticeType::E1, &[("Kata'ib Hezbollah", &m(12))]), &m(13));
    assert_eq!(code(world.seal(US, "dora", Purpose::Draft, drafted)), "DRAFTED");
    let withdrawn = keep(world, red_line(&m(14), &m(15)), &m(16));
    let now = world.now();
    let challenge = world.nodes[US].it.challenge(now, Purpose::Withdraw, withdrawn);
    let answer = challenge.expect("a challenge").answer(&key_of("dora"));
    let gone = world.command(US, Command::Withdraw { draft: withdrawn, answer });
    assert_eq!(gone, Ok(Reply::Withdrawn { draft: withdrawn }));
    let text = template(NoticeType::Ch).replace("version = 1", "version = 2");
    let text = text.replace("affiliates and partners", &m(17));
    let charter = notice::file::charter_from_toml(&text).expect("a charter");
    let kept = world.command(US, Command::DraftCharter { charter: Box::new(charter) });
    assert!(matches!(kept, Ok(Reply::Drafted { .. })), "{kept:?}");
    let mut markers: Vec<Vec<u8>> = (0..18).map(|n| m(n).into_bytes()).collect();
    let hash = |text: Text| text.subject().expect("canonical").to_vec();
    markers.push(hash(world.nodes[US].it.desk().paper(pending).expect("kept").text.clone()));
    markers.push(LINE.as_bytes().to_vec());
    (markers, pending)
}

/// A line and version that only the pending draft declares: a released one stands in the snapshot by this name.
const LINE: &str = "US-7741/1";

/// A day of the line beside the drafts: notices, tests, a rotation, a restart.
fn a_day(world: &mut World) {
    world.release(US, &["anne", "boris"], draft_of(NoticeType::E1, &[]));
    world.run(2 * 60 * MINUTE);
    world.input(US, chancery::Input::Line(line::machine::Input::Rotate(line::group::Changes::default())));
    world.run(60 * MINUTE);
    world.restart(US);
    world.run(60 * MINUTE);
}

#[test]
fn no_word_of_a_draft_or_remark_is_sealed_stored_told_or_snapshot_before_its_release() {
    let mut world = World::new();
    let (markers, _) = drafts(&mut world);
    a_day(&mut world);
    assert!(world.nodes[US].heard.all().len() > 10, "the day has sealings to look into");
    let drafts = world.rows(US, Table::Drafts);
    let drafts: Vec<Place> = drafts.iter().map(|(_, row)| ("DRAFTS".to_owned(), row.to_vec())).collect();
    let kept = leaks(&drafts, &markers);
    assert_eq!(
        kept.len(),
        16,
        "all but the withdrawn draft's three and the hash stand in the drafts: {kept:?}"
    );
    let own = places(&world, US, true);
    let theirs = places(&world, IR, false);
    assert_eq!(leaks(&own, &markers), BTreeSet::new());
    assert_eq!(leaks(&theirs, &markers), BTreeSet::new());
}

#[test]
fn a_release_puts_the_text_where_the_search_looks_and_the_remark_nowhere() {
    let mut world = World::new();
    let (markers, pending) = drafts(&mut world);
    assert_eq!(code(world.seal(US, "clara", Purpose::Second, pending)), "RELEASED");
    a_day(&mut world);
    let own = leaks(&places(&world, US, true), &markers);
    let theirs = leaks(&places(&world, IR, false), &markers);
    for place in ["3 in SEAL", "3 in Entries", "4 in SEAL", "4 in Entries", "19 in SNAPSHOT"] {
        assert!(own.contains(place), "{place} is not in {own:?}");
    }
    assert!(theirs.contains("3 in Entries") && theirs.contains("3 in EVENT"), "{theirs:?}");
    let released = ["3 ", "4 ", "19 "];
    let others = |found: &BTreeSet<String>| found.iter().any(|f| !released.iter().any(|r| f.starts_with(r)));
    assert!(!others(&own) && !others(&theirs), "{own:?} {theirs:?}");
}

#[test]
fn a_planted_leak_is_found_in_every_place_where_the_search_looks() {
    let mut world = World::new();
    let (markers, _) = drafts(&mut world);
    let remark = markers[2].clone();
    let n = &mut world.nodes[US];
    n.heard.hear(&[b"a note to colleagues: ".as_slice(), &remark].concat());
    for table in Table::ALL {
        n.rows.insert((table, b"planted".to_vec()), remark.clone());
    }
    let text = String::from_utf8(remark.clone()).expect("letters");
    let refusal = chancery::ChanceryError::NoSuchDraft { draft: text };
    n.events.push(chancery::Event::Refused(refusal::Refusal::of(&refusal)));
    let own = leaks(&places(&world, US, true), &markers);
    let mut wanted: BTreeSet<String> = ["SEAL", "EVENT"].map(|place| format!("2 in {place}")).into();
    wanted.extend(Table::ALL.iter().filter(|t| **t != Table::Drafts).map(|t| format!("2 in {t:?}")));
    assert_eq!(own, wanted);
    assert!(leaks(&[("X".to_owned(), format!("{remark:?}").into_bytes())], &markers).contains("2 in X"));
    assert!(leaks(&[("X".to_owned(), hex::encode(&remark).into_bytes())], &markers).contains("2 in X"));
}
