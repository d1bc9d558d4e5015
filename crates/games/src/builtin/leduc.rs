//! Leduc poker: six cards (three ranks, two suits), one each, one in common after the first round; raises of 2 and 4, two
//! a round (Southey and others, Bayes' Bluff, 2005). Its value is -0.0856064240780.

use crate::error::GameError;
use crate::tree::{Builder, Tree};
use std::collections::BTreeMap;

const CARDS: usize = 6;

struct Deal {
    tree: Builder,
    sets: BTreeMap<(usize, String), u32>,
    names: BTreeMap<Vec<usize>, u32>,
}

/// One point of a play.
#[derive(Clone)]
struct Point {
    cards: [usize; 2],
    common: Option<usize>,
    /// What was said in each round, for the labels.
    said: [String; 2],
    round: usize,
    mover: usize,
    raises: u8,
    calls: u8,
    /// What each has in the pot.
    in_pot: [u32; 2],
}

/// The tree.
pub fn leduc_poker() -> Result<Tree, GameError> {
    let mut deal = Deal {
        tree: Builder::new("Leduc poker", &["Player 1", "Player 2"]),
        sets: BTreeMap::new(),
        names: BTreeMap::new(),
    };
    deal.chance(&[])?;
    for first in 0..CARDS {
        deal.chance(&[first])?;
        for second in (0..CARDS).filter(|card| *card != first) {
            deal.play(&Point {
                cards: [first, second],
                common: None,
                said: [String::new(), String::new()],
                round: 0,
                mover: 0,
                raises: 0,
                calls: 0,
                in_pot: [1, 1],
            })?;
        }
    }
    deal.tree.finish()
}

impl Deal {
    fn chance(&mut self, gone: &[usize]) -> Result<(), GameError> {
        let left: Vec<usize> = (0..CARDS).filter(|card| !gone.contains(card)).collect();
        let words: Vec<String> = left.iter().map(ToString::to_string).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let names = match self.names.get(&left) {
            Some(names) => *names,
            None => {
                let names = self.tree.names(&words);
                self.names.insert(left.clone(), names);
                names
            }
        };
        self.tree.chance(names, &vec![1.0 / left.len() as f64; left.len()])
    }

    fn play(&mut self, at: &Point) -> Result<(), GameError> {
        let faced = at.in_pot[0] != at.in_pot[1];
        let mut actions = Vec::new();
        if faced {
            actions.push("fold");
        }
        actions.push("call");
        if at.raises < 2 {
            actions.push("raise");
        }
        let common = at.common.map_or(String::new(), |card| format!(" {card} {}", at.said[1]));
        let label = format!("{} {}{common}", at.cards[at.mover], at.said[0]).trim_end().to_owned();
        let label = if at.round == 1 && at.said[1].is_empty() { format!("{label} -") } else { label };
        let set = match self.sets.get(&(at.mover, label.clone())) {
            Some(set) => *set,
            None => {
                let set = self.tree.set(at.mover, &label, &actions);
                self.sets.insert((at.mover, label), set);
                set
            }
        };
        self.tree.decision(set)?;
        for action in actions {
            self.act(at, action)?;
        }
        Ok(())
    }

    fn act(&mut self, at: &Point, action: &str) -> Result<(), GameError> {
        let mut next = at.clone();
        next.mover = 1 - at.mover;
        next.said[at.round].push_str(&action[..1]);
        match action {
            "fold" => {
                let lost = f64::from(at.in_pot[at.mover]);
                return self.tree.leaf(&if at.mover == 0 { [-lost, lost] } else { [lost, -lost] });
            }
            "call" => {
                next.in_pot[at.mover] = at.in_pot[1 - at.mover];
                next.calls += 1;
                if at.raises == 0 && next.calls < 2 {
                    return self.play(&next);
                }
            }
            _ => {
                let step = if at.round == 0 { 2 } else { 4 };
                next.in_pot[at.mover] = at.in_pot[1 - at.mover] + step;
                next.raises += 1;
                return self.play(&next);
            }
        }
        if at.round == 1 {
            return self.tree.leaf(&showdown(&next));
        }
        self.chance(&at.cards)?;
        for card in (0..CARDS).filter(|card| !at.cards.contains(card)) {
            let mut open = next.clone();
            open.common = Some(card);
            open.round = 1;
            open.mover = 0;
            open.raises = 0;
            open.calls = 0;
            self.play(&open)?;
        }
        Ok(())
    }
}

/// A pair with the common card wins, then the higher rank; equal ranks win nothing.
fn showdown(at: &Point) -> [f64; 2] {
    let common = at.common.map(|card| card / 2);
    let strength = |player: usize| {
        let rank = at.cards[player] / 2;
        if Some(rank) == common { 10 + rank } else { rank }
    };
    let pot = f64::from(at.in_pot[0]);
    match strength(0).cmp(&strength(1)) {
        std::cmp::Ordering::Greater => [pot, -pot],
        std::cmp::Ordering::Less => [-pot, pot],
        std::cmp::Ordering::Equal => [0.0, 0.0],
    }
}
