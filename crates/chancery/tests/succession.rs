//! Everybody on one side changes while notices flow and the line is cut twice: nothing is lost, nothing lapses, and the
//! other side disowns nothing (continuity.md, hand over; tests 7).

use crate::world::*;
use chancery::officers::{Role, Roster};
use chancery::{Event, Input};
use line::group::Changes;
use notice::vocabulary::{NoticeType, Review};
use notice::{Draft, Instant, Number};
use standing::red_line::RedLineState;
use standing::succession::{Succession, SuccessionState};
use std::collections::BTreeSet;

/// The people of one side, in the order in which they are asked: two on watch, a senior.
type Team = [&'static str; 3];
const OLD: Team = ["anne", "boris", "clara"];
const NEW: Team = ["erik", "fatima", "goran"];
const THEIRS: Team = OLD;

fn roster_of(team: &Team) -> Roster {
    let mut roster = Roster::default();
    for (name, role) in team.iter().zip([Role::Watch, Role::Watch, Role::Senior]) {
        roster.add(&person(name), authenticator(name), 0).expect("a new person");
        roster.assign(&person(name), "LEV", BTreeSet::from([role])).expect("known");
    }
    roster
}

/// A world in which both sides go on talking, one notice a minute.
struct Talk {
    world: World,
    released: Vec<Number>,
    us: Team,
    lines: usize,
}

impl Talk {
    fn new() -> Talk {
        Talk { world: World::new(), released: Vec::new(), us: OLD, lines: 0 }
    }

    fn release(&mut self, node: usize, draft: Draft) -> Number {
        let team = if node == US { self.us } else { THEIRS };
        let number = self.world.release(node, &[team[0], team[2]], draft);
        self.released.push(number.clone());
        number
    }

    fn red_line(&mut self, node: usize) -> Number {
        self.lines += 1;
        let [own, other] = [CODES[node], CODES[1 - node]];
        let changes = [
            ("from = \"US/SENIOR\"", format!("from = \"{own}/SENIOR\"")),
            ("to = [\"IR/WATCH\"]", format!("to = [\"{other}/WATCH\"]")),
            ("party = \"IR\"", format!("party = \"{other}\"")),
            ("A = \"US-2/1\"", format!("A = \"{own}-{}/1\"", self.lines)),
        ];
        let changes: Vec<(&str, &str)> = changes.iter().map(|(a, b)| (*a, b.as_str())).collect();
        let number = self.release(node, draft_of(NoticeType::T1, &changes));
        self.world.run(MINUTE);
        number
    }

    /// So many minutes, in each of them a notice of one side in turn.
    fn minutes(&mut self, count: u64) {
        for minute in 0..count {
            let own = usize::from(minute % 2 == 1);
            let [from, to] = [CODES[own], CODES[1 - own]];
            let changes = [
                ("from = \"US/WATCH\"", format!("from = \"{from}/WATCH\"")),
                ("to = [\"IR/WATCH\"]", format!("to = [\"{to}/WATCH\"]")),
            ];
            let changes: Vec<(&str, &str)> = changes.iter().map(|(a, b)| (*a, b.as_str())).collect();
            self.release(own, draft_of(NoticeType::E1, &changes));
            self.world.run(MINUTE);
        }
    }

    fn in_minutes(&self, minutes: u64) -> String {
        Instant::from_ms(self.world.now().utc_ms + (minutes * MINUTE) as i64).expect("in range").to_string()
    }

    fn open(&mut self, minutes: u64) -> Number {
        let text = std::fs::read_to_string(L6).expect("the template of L6");
        let from = self.in_minutes(minutes);
        let text =
            with_content(&text, &format!("A = {{ verb = \"SUCCESSION\" }}\nB = {{ from = \"{from}\" }}\n"));
        let number = self.release(US, notice::file::draft_from_toml(&text).expect("a draft"));
        self.world.run(MINUTE);
        number
    }

    fn review(&mut self, item: &Number, verdict: &str) {
        let text = std::fs::read_to_string(L6).expect("the template of L6");
        let content = format!(
            "A = {{ verb = \"SUCCESSION\" }}\nE = [{{ number = \"{item}\", verdict = \"{verdict}\" }}]\n"
        );
        let draft = notice::file::draft_from_toml(&with_content(&text, &content)).expect("a draft");
        self.release(US, draft);
    }

    /// One officer takes it back, another gives the second seal.
    fn take_back(&mut self, open: &Number) {
        let open = open.to_string();
        let cancel = draft_of(NoticeType::L5, &[("US/LEV/27/0003/E1", open.as_str())]);
        let cancelled = self.world.release(US, &[self.us[0]], cancel);
        let reason =
            template(NoticeType::L5).lines().find(|line| line.starts_with("C = ")).map(str::to_owned);
        let confirm = [
            ("\"CANCEL\"", "\"CONFIRM\""),
            ("US/LEV/27/0003/E1", open.as_str()),
            (reason.as_deref().expect("the template says why"), ""),
        ];
        let confirmed = self.world.release(US, &[self.us[2]], draft_of(NoticeType::L5, &confirm));
        self.released.extend([cancelled, confirmed]);
        self.world.run(MINUTE);
    }

    fn seen_by(&self, node: usize) -> Vec<Succession> {
        self.world.nodes[node].it.stand(self.world.now()).successions()
    }

    fn standing(&self, node: usize) -> Vec<(Number, RedLineState)> {
        let lines = self.world.nodes[node].it.stand(self.world.now()).red_lines();
        lines.into_iter().map(|line| (line.number, line.state)).collect()
    }

    /// All new people on one side, and new keys.
    fn hand_over(&mut self) {
        self.us = NEW;
        self.world.input(US, Input::Roster(roster_of(&NEW)));
        let epoch = self.world.nodes[US].it.line().epoch();
        self.world.input(US, Input::Line(line::machine::Input::Rotate(Changes::default())));
        self.world.run(MINUTE);
        assert!(self.world.nodes[US].it.line().epoch() > epoch, "the keys are new");
    }

    /// Everything released stands on both sides, alike.
    fn rest(&mut self) {
        self.world.run(30 * MINUTE);
        let now = self.world.now();
        let [us, ir] = [&self.world.nodes[US].it, &self.world.nodes[IR].it];
        assert_eq!(us.line().cut(), ir.line().cut(), "the heads meet");
        assert_eq!(us.stand(now).root(), ir.stand(now).root());
        for number in &self.released {
            assert!(
                us.stand(now).notice(number).is_some() && ir.stand(now).notice(number).is_some(),
                "{number}"
            );
        }
        let disowned = |node: usize| {
            let reviews = self.seen_by(node).into_iter().flat_map(|it| it.items.into_values());
            reviews.flatten().any(|verdict| verdict == Review::Disown)
        };
        assert!(!disowned(US) && !disowned(IR), "nobody disowned anything");
    }
}

/// The template with another content.
fn with_content(template: &str, content: &str) -> String {
    let (head, _) = template.split_once("[content]\n").expect("the template has its content");
    let head = head.replace("from = \"IR/WATCH\"", "from = \"US/WATCH\"");
    let head = head.replace("to = [\"US/WATCH\"]", "to = [\"IR/WATCH\"]");
    format!("{head}[content]\n{content}")
}

const L6: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../notice/templates/l6.toml");

#[test]
fn every_officer_and_key_of_one_side_is_replaced_while_notices_flow_over_a_line_cut_twice() {
    let mut talk = Talk::new();
    let theirs = talk.red_line(IR);
    let ours = [talk.red_line(US), talk.red_line(US), talk.red_line(US)];
    let before = talk.standing(IR);
    talk.minutes(3);
    talk.open(20);
    talk.minutes(4);
    talk.world.cut = true;
    talk.minutes(6);
    assert!(talk.seen_by(IR)[0].state == SuccessionState::Open);
    talk.world.cut = false;
    talk.minutes(12);
    for node in [US, IR] {
        let seen = &talk.seen_by(node)[0];
        assert_eq!((seen.state, seen.reviewed().0), (SuccessionState::Reviewing, 0), "at {}", CODES[node]);
        for line in &ours {
            assert!(seen.items.contains_key(line), "{line} is to be reviewed");
        }
        assert!(!seen.items.contains_key(&theirs), "what the other side said is not");
    }
    assert_eq!(talk.standing(IR), before, "nothing lapses by it");
    talk.hand_over();
    let late = talk.world.keep(US, draft_of(NoticeType::E1, &[]));
    let sealed = talk.world.seal(US, "anne", chancery::challenge::Purpose::Release, late);
    assert!(sealed.is_err(), "who has left releases nothing: {sealed:?}");
    let of = talk.seen_by(US)[0].items.len();
    let items: Vec<Number> = talk.seen_by(US)[0].items.keys().cloned().collect();
    for (place, item) in items.iter().enumerate() {
        talk.world.cut = (1..3).contains(&place);
        talk.review(item, "AFFIRM");
        talk.minutes(2);
    }
    talk.world.cut = false;
    talk.minutes(3);
    talk.rest();
    for node in [US, IR] {
        let seen = &talk.seen_by(node)[0];
        assert_eq!((seen.state, seen.reviewed()), (SuccessionState::Complete, (of, of)));
    }
    assert_eq!(talk.standing(IR), before, "what was affirmed stands as it stood");
    assert!(of >= 3 && talk.released.len() > 30, "{of} items, {} notices", talk.released.len());
}

#[test]
fn a_succession_is_taken_back_at_each_step_until_it_takes_effect_and_not_after() {
    for (what, minutes, cut) in [("told", 2, false), ("not told yet", 2, true), ("late", 18, false)] {
        let mut talk = Talk::new();
        let line = talk.red_line(US);
        let before = talk.standing(IR);
        talk.world.cut = cut;
        let open = talk.open(20);
        talk.minutes(minutes);
        talk.take_back(&open);
        talk.world.cut = false;
        talk.minutes(25);
        talk.rest();
        for node in [US, IR] {
            assert_eq!(talk.seen_by(node), [], "{what}: taken back");
            assert_eq!(talk.standing(node), before, "{what}: {line} stands as before");
        }
    }
    let mut talk = Talk::new();
    let line = talk.red_line(US);
    let open = talk.open(4);
    talk.minutes(6);
    talk.take_back(&open);
    talk.rest();
    for node in [US, IR] {
        let seen = talk.seen_by(node);
        assert_eq!(seen.len(), 1, "in effect it is taken back by nobody: {seen:?}");
        assert!(seen[0].items.contains_key(&line));
    }
    let forked = |e: &Event| matches!(e, Event::Carrier(line::machine::Event::Forked { .. }));
    assert!(!talk.world.nodes.iter().any(|node| node.events.iter().any(forked)));
}
