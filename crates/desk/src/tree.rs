//! The ladder as a game tree, for the solvers: types, chance, and one round of notices before the first move.
//!
//! Rungs index payoffs, never information sets: each set is a whole public history with what its player knows besides.

use crate::error::DeskError;
use crate::ladder::{Act, State, acts};
use crate::model::Model;
use games::tree::{Builder, Tree};
use std::collections::BTreeMap;

/// What the own side may say before its first move.
pub const NOTICES: [&str; 5] = ["silent", "restraint", "limits", "warning", "off-ramp"];

/// How notices count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Talk {
    /// None are sent.
    Silence,
    /// Words are free.
    Cheap,
    /// A notice costs something, a false one may be exposed.
    Verified,
}

struct Maker<'m> {
    model: &'m Model,
    talk: Talk,
    tree: Builder,
    sets: BTreeMap<Vec<u8>, u32>,
    pair: u32,
}

/// What the players know and are.
#[derive(Clone)]
struct Play {
    state: State,
    kinds: [usize; 2],
    control: usize,
    /// What both have seen.
    seen: Vec<u8>,
    /// The other side's covert orders.
    covert: Vec<u8>,
    notice: usize,
}

/// The whole tree.
pub fn tree(model: &Model, talk: Talk) -> Result<Tree, DeskError> {
    let mut tree = Builder::new("Escalation", &["own", "other"]);
    let controls = model.control();
    let mut names = Vec::new();
    let mut chances = Vec::new();
    for (own, own_chance) in [("own high", model.high[0]), ("own low", 1.0 - model.high[0])] {
        for (other, chance) in [("other high", model.high[1]), ("other low", 1.0 - model.high[1])] {
            for (word, control) in ["control high", "control low"].into_iter().zip(&controls) {
                names.push(format!("{own}, {other}, {word}"));
                chances.push(own_chance * chance * control);
            }
        }
    }
    let words: Vec<&str> = names.iter().map(String::as_str).collect();
    let worlds = tree.names(&words);
    let pair = tree.names(&["quiet", "struck"]);
    tree.chance(worlds, &chances)?;
    let mut maker = Maker { model, talk, tree, sets: BTreeMap::new(), pair };
    for world in 0..chances.len() {
        let play = Play {
            state: State::start(model),
            kinds: [world / controls.len() / 2, world / controls.len() % 2],
            control: world % controls.len(),
            seen: Vec::new(),
            covert: Vec::new(),
            notice: 0,
        };
        maker.open(&play)?;
    }
    Ok(maker.tree.finish()?)
}

impl Maker<'_> {
    fn open(&mut self, play: &Play) -> Result<(), DeskError> {
        if self.talk == Talk::Silence {
            return self.play(play);
        }
        let set = self.set(0, play, &NOTICES);
        self.tree.decision(set)?;
        for notice in 0..NOTICES.len() {
            let mut next = play.clone();
            next.notice = notice;
            next.seen.push(u8::try_from(notice).unwrap_or(0));
            self.play(&next)?;
        }
        Ok(())
    }

    fn set(&mut self, side: usize, play: &Play, words: &[&str]) -> u32 {
        let mut key = vec![u8::try_from(side).unwrap_or(0), u8::try_from(play.kinds[side]).unwrap_or(0)];
        key.push(u8::try_from(words.len()).unwrap_or(0));
        if side == 1 {
            key.push(u8::try_from(play.control).unwrap_or(0));
            key.extend(&play.covert);
            key.push(255);
        }
        key.extend(&play.seen);
        match self.sets.get(&key) {
            Some(set) => *set,
            None => {
                let label: String = key.iter().map(|byte| format!("{byte}.")).collect();
                let set = self.tree.set(side, &label, words);
                self.sets.insert(key, set);
                set
            }
        }
    }

    fn play(&mut self, play: &Play) -> Result<(), DeskError> {
        let (model, state) = (self.model, play.state);
        if state.time >= model.moves {
            let payoffs = [0, 1].map(|side| state.payoff(model, side, play.kinds[side]));
            return Ok(self.tree.leaf(&payoffs)?);
        }
        let side = state.mover();
        let choices = acts(side, model.partner[1].is_some());
        let words: Vec<&str> = choices.iter().map(|act| act.word()).collect();
        let set = self.set(side, play, &words);
        self.tree.decision(set)?;
        for (at, act) in choices.iter().enumerate() {
            let mut after = play.clone();
            after.state = state.after(model, *act);
            if state.time == 0 {
                after.state.won[0] -= notice_cost(model, self.talk, play.notice, *act);
            }
            if side == 1 {
                after.covert.push(u8::from(*act == Act::Covert));
            }
            // A covert order is seen as absorbing with an attack.
            let shown = if *act == Act::Covert { 2 } else { at };
            let seen = |struck: bool| u8::try_from(shown * 2 + usize::from(struck)).unwrap_or(0);
            if *act == Act::Covert {
                after.seen.push(seen(true));
                after.state = after.state.settled(model, false);
                self.play(&after)?;
                continue;
            }
            let chance = after.state.chance(model, *act, play.control);
            self.tree.chance(self.pair, &[1.0 - chance, chance])?;
            for struck in [false, true] {
                let mut next = after.clone();
                next.seen.push(seen(struck));
                next.state = after.state.settled(model, struck);
                self.play(&next)?;
            }
        }
        Ok(())
    }
}

/// What a notice costs its author in view of its first move.
pub fn notice_cost(model: &Model, talk: Talk, notice: usize, act: Act) -> f64 {
    if talk != Talk::Verified || notice == 0 {
        return 0.0;
    }
    let [cost, exposed, penalty] = model.notice;
    let is_false = match notice {
        1 => matches!(act, Act::Escalate | Act::Match),
        2 => act == Act::Escalate,
        3 => matches!(act, Act::Absorb | Act::StepDown),
        _ => act != Act::StepDown,
    };
    let leak = model.leak[0] * model.leak[1];
    cost + leak + if is_false { exposed * penalty } else { 0.0 }
}
