//! Whatever is refused leaves no trace: no entry, no number, no state, on either side.

use crate::world::*;
use chancery::Setup;
use chancery::challenge::Purpose;
use chancery::input::{Command, Reply};
use line::cut::Cut;
use notice::registry::spec;
use notice::spec::Need;
use notice::vocabulary::{NoticeType, Status};
use notice::{Draft, Station};

/// A party whose charter serves every type that the charter may list.
fn serving_all(own: usize) -> Setup {
    let listed: Vec<String> =
        drafted().filter(|kind| !kind.word().starts_with('L')).map(|k| format!("\"{k}\"")).collect();
    let text = template(NoticeType::Ch);
    let more = text.replace("D = [\"T1\", \"T3\", \"E1\"]", &format!("D = [{}]", listed.join(", ")));
    assert_ne!(more, text, "the template lists its types");
    Setup { charter: notice::file::charter_from_toml(&more).expect("a charter"), ..setup(own) }
}

fn drafted() -> impl Iterator<Item = NoticeType> {
    let all = NoticeType::ALL.iter().copied();
    all.filter(|kind| spec(*kind).is_some_and(|spec| spec.drafted && *kind != NoticeType::Ch))
}

/// The template of a type, between the two parties of the world.
fn between(kind: NoticeType) -> (usize, Draft) {
    let mut draft = draft_of(kind, &[]);
    let by = if draft.envelope.from.party.as_str() == "IR" { IR } else { US };
    let station = |code: &str| Station::parse(&format!("{code}/WATCH")).expect("a station");
    draft.envelope.from = station(CODES[by]);
    draft.envelope.to = vec![station(CODES[1 - by])];
    draft.envelope.info = Vec::new();
    (by, draft)
}

/// What stands on both nodes at one instant: cut, every item of the root, what is due.
fn states(world: &World, as_of_ms: i64) -> Vec<(Cut, Vec<Vec<u8>>, usize)> {
    let of = |node: usize| {
        let it = &world.nodes[node].it;
        let (cut, stand) = (it.line().cut(), it.standing().at(&it.line().cut(), as_of_ms));
        (cut, stand.items(), stand.duties().len())
    };
    [US, IR].map(of).to_vec()
}

/// Drafts that cannot go: each mandatory paragraph left out, and what no line of this kind takes.
fn spoilt(kind: NoticeType) -> Vec<(usize, Draft)> {
    let mut all = Vec::new();
    for field in spec(kind).expect("served").paragraphs.iter().filter(|field| field.need == Need::Mandatory) {
        let (by, mut draft) = between(kind);
        if draft.content.remove(field.name).is_some() {
            all.push((by, draft));
        }
    }
    let (by, mut real) = between(kind);
    real.envelope.status = Status::Actual;
    all.push((by, real));
    let (by, mut unread) = between(kind);
    unread.envelope.to = vec![Station::parse("ZZ/WATCH").expect("a station")];
    all.push((by, unread));
    all
}

#[test]
fn no_refused_draft_of_any_type_leaves_an_entry_a_number_or_a_state() {
    let mut world = World::with([serving_all(US), serving_all(IR)]);
    world.release(US, &["anne", "boris"], draft_of(NoticeType::E1, &[]));
    world.release(US, &["anne", "clara"], draft_of(NoticeType::T1, &[]));
    world.run(MINUTE);
    let as_of_ms = world.now().utc_ms + 3_600_000;
    let before = states(&world, as_of_ms);
    let (mut tried, mut by_content) = (0, 0);
    for kind in drafted() {
        for (by, draft) in spoilt(kind) {
            tried += 1;
            let command = Command::Draft { draft: Box::new(draft), remark: None };
            let id = match world.command(by, command) {
                Ok(Reply::Drafted { draft, .. }) => draft,
                // What has no canonical form is not even kept.
                kept => {
                    assert_eq!(code(kept), "E-CHAN-016", "{kind}");
                    by_content += 2;
                    continue;
                }
            };
            for (who, purpose) in [("clara", Purpose::Release), ("anne", Purpose::Second)] {
                let refused = code(world.seal(by, who, purpose, id));
                assert!(refused.starts_with("E-"), "{kind}: {refused}");
                by_content += usize::from(refused == "E-CHAN-016");
            }
        }
        assert_eq!(states(&world, as_of_ms), before, "{kind}");
    }
    println!(
        "{tried} refused drafts of {} types, {by_content} seals refused for what they say",
        drafted().count()
    );
    assert!(tried > 150 && by_content * 2 > tried, "{tried} {by_content}");
    world.run(MINUTE);
    assert_eq!(states(&world, as_of_ms), before);
    let next = world.release(US, &["anne", "boris"], draft_of(NoticeType::E1, &[]));
    assert_eq!(next.serial, 3, "no number was used up");
}
