//! A game in extensive form, held flat: nodes in prefix order, information sets, chance, payoffs at the leaves.
//!
//! I1 a node's parent stands before it. I2 every node of a set has the same player and the same actions. I3 the
//! probabilities of a chance node add up to one, exactly where exact ones are kept. Nothing here recurses, so a chain of
//! any depth is read.

use crate::error::GameError;
use crate::number::{Rational, of_float};
use num_rational::Ratio;
use num_traits::One;

/// Nodes that are taken at most.
pub const NODES: usize = 40_000_000;

/// What stands at a node; the number leads into the list of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The end of a play, by its number among the leaves.
    Leaf(u32),
    /// A chance move.
    Chance(u32),
    /// A player's move, by its information set.
    Decision(u32),
}

/// An information set.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// The player, from 0.
    pub player: usize,
    /// Name.
    pub label: String,
    /// Names of the actions.
    pub actions: Vec<String>,
    /// Its nodes, in prefix order.
    pub nodes: Vec<u32>,
}

/// A chance move.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Which list of action names.
    pub names: u32,
    /// Its first probability.
    pub first: u32,
    /// Number of actions.
    pub count: u32,
}

/// Probabilities and payoffs without rounding.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exact {
    /// As `Tree::probs`.
    pub probs: Vec<Rational>,
    /// As `Tree::payoffs`.
    pub payoffs: Vec<Rational>,
}

/// A finite game in extensive form.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// Title.
    pub title: String,
    /// Comment.
    pub comment: String,
    /// Names of the players.
    pub players: Vec<String>,
    /// What stands at each node.
    pub kind: Vec<Kind>,
    /// Parent of each node; the root's is itself.
    pub parent: Vec<u32>,
    /// Which action of the parent leads here.
    pub edge: Vec<u16>,
    /// Start of each node's children in `kids`.
    pub first: Vec<u32>,
    /// Children, node by node.
    pub kids: Vec<u32>,
    /// Information sets in the order of their first node.
    pub sets: Vec<Set>,
    /// Chance moves.
    pub chances: Vec<Chance>,
    /// Probabilities of the chance moves.
    pub probs: Vec<f64>,
    /// Lists of names of chance actions.
    pub names: Vec<Vec<String>>,
    /// Payoffs, leaf by leaf, all players of one leaf together.
    pub payoffs: Vec<f64>,
    /// The same numbers without rounding, if the game came with such.
    pub exact: Option<Exact>,
    /// Labels of the nodes that have one.
    pub labels: Vec<(u32, String)>,
}

impl Tree {
    /// Number of players.
    pub fn count(&self) -> usize {
        self.players.len()
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.kind.len()
    }

    /// Number of leaves.
    pub fn leaves(&self) -> usize {
        self.payoffs.len() / self.count().max(1)
    }

    /// Children of a node.
    pub fn children(&self, node: usize) -> &[u32] {
        let from = self.first[node] as usize;
        let count = match self.kind[node] {
            Kind::Leaf(_) => 0,
            Kind::Chance(c) => self.chances[c as usize].count as usize,
            Kind::Decision(s) => self.sets[s as usize].actions.len(),
        };
        &self.kids[from..from + count]
    }

    /// Payoffs of a leaf.
    pub fn leaf(&self, leaf: u32) -> &[f64] {
        let from = leaf as usize * self.count();
        &self.payoffs[from..from + self.count()]
    }

    /// Probability of an action of a chance move.
    pub fn chance(&self, chance: u32, action: u16) -> f64 {
        self.probs[self.chances[chance as usize].first as usize + action as usize]
    }

    /// Payoffs of a leaf without rounding.
    pub fn exact_leaf(&self, leaf: u32) -> Vec<Rational> {
        let from = leaf as usize * self.count();
        match &self.exact {
            Some(exact) => exact.payoffs[from..from + self.count()].to_vec(),
            None => self.leaf(leaf).iter().map(|value| of_float(*value).unwrap_or_default()).collect(),
        }
    }

    /// Probabilities of a chance move that add up to one exactly: as they came, as small fractions if these are the same
    /// floats, else as decimals, of which the last is what the others leave.
    pub fn exact_chance(&self, chance: u32) -> Vec<Rational> {
        let at = self.chances[chance as usize];
        let range = at.first as usize..(at.first + at.count) as usize;
        if let Some(exact) = &self.exact {
            return exact.probs[range].to_vec();
        }
        let fraction = |p: &f64| {
            let small = Ratio::<i64>::approximate_float(*p)?;
            (*small.denom() <= 10_000 && *small.numer() as f64 / *small.denom() as f64 == *p)
                .then(|| Rational::new((*small.numer()).into(), (*small.denom()).into()))
        };
        let small: Option<Vec<Rational>> = self.probs[range.clone()].iter().map(fraction).collect();
        if let Some(small) = small.filter(|small| small.iter().sum::<Rational>().is_one()) {
            return small;
        }
        let mut probs: Vec<Rational> =
            self.probs[range].iter().map(|value| of_float(*value).unwrap_or_default()).collect();
        if let Some(last) = probs.pop() {
            let rest = Rational::one() - probs.iter().sum::<Rational>();
            probs.push(if rest < Rational::default() { last } else { rest });
        }
        probs
    }

    /// The sets of a player, in the order of the tree.
    pub fn sets_of(&self, player: usize) -> impl Iterator<Item = (usize, &Set)> {
        self.sets.iter().enumerate().filter(move |(_, set)| set.player == player)
    }

    /// Largest payoff less smallest, over all players; 1 if all are equal.
    pub fn range(&self) -> f64 {
        let low = self.payoffs.iter().copied().fold(f64::INFINITY, f64::min);
        let high = self.payoffs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if high > low { high - low } else { 1.0 }
    }

    /// Whether the payoffs of two players add up to the same at every leaf, and to what.
    pub fn constant_sum(&self) -> Option<f64> {
        if self.count() != 2 {
            return None;
        }
        let scale = self.payoffs.iter().fold(1.0_f64, |most, value| most.max(value.abs()));
        let sums = || self.payoffs.chunks_exact(2).map(|pair| pair[0] + pair[1]);
        let sum = sums().next()?;
        sums().all(|other| (other - sum).abs() <= 1e-12 * scale).then_some(sum)
    }
}

/// Makes a tree from its nodes in prefix order.
#[derive(Debug)]
pub struct Builder {
    tree: Tree,
    /// Nodes whose children are not all there: node, children so far, children in all.
    open: Vec<(u32, u32, u32)>,
    /// Exact payoffs and probabilities are kept.
    exact: bool,
}

impl Builder {
    /// An empty tree.
    pub fn new(title: &str, players: &[&str]) -> Self {
        let tree = Tree {
            title: title.to_owned(),
            comment: String::new(),
            players: players.iter().map(|name| (*name).to_owned()).collect(),
            kind: Vec::new(),
            parent: Vec::new(),
            edge: Vec::new(),
            first: Vec::new(),
            kids: Vec::new(),
            sets: Vec::new(),
            chances: Vec::new(),
            probs: Vec::new(),
            names: Vec::new(),
            payoffs: Vec::new(),
            exact: None,
            labels: Vec::new(),
        };
        Builder { tree, open: Vec::new(), exact: false }
    }

    /// An empty tree that keeps exact numbers; then every leaf and chance move is given exactly.
    pub fn exact(title: &str, players: &[&str]) -> Self {
        let mut builder = Builder::new(title, players);
        builder.exact = true;
        builder.tree.exact = Some(Exact::default());
        builder
    }

    /// A new information set of a player (from 0).
    pub fn set(&mut self, player: usize, label: &str, actions: &[&str]) -> u32 {
        let actions = actions.iter().map(|name| (*name).to_owned()).collect();
        self.tree.sets.push(Set { player, label: label.to_owned(), actions, nodes: Vec::new() });
        index(self.tree.sets.len() - 1)
    }

    /// A new list of names of chance actions.
    pub fn names(&mut self, names: &[&str]) -> u32 {
        self.tree.names.push(names.iter().map(|name| (*name).to_owned()).collect());
        index(self.tree.names.len() - 1)
    }

    /// The next node is a move at this set.
    pub fn decision(&mut self, set: u32) -> Result<(), GameError> {
        let count = self.tree.sets[set as usize].actions.len();
        let node = self.node(Kind::Decision(set), count)?;
        self.tree.sets[set as usize].nodes.push(node);
        Ok(())
    }

    /// The next node is a chance move with these probabilities.
    pub fn chance(&mut self, names: u32, probs: &[f64]) -> Result<(), GameError> {
        let sum: f64 = probs.iter().sum();
        if !probs.iter().all(|p| *p >= 0.0) || (sum - 1.0).abs() > 1e-9 {
            return Err(GameError::parameter("chance", format!("probabilities {probs:?} add up to {sum}")));
        }
        let first = index(self.tree.probs.len());
        self.tree.probs.extend(probs);
        let count = probs.len();
        self.tree.chances.push(Chance { names, first, count: index(count) });
        let chance = index(self.tree.chances.len() - 1);
        self.node(Kind::Chance(chance), count).map(|_| ())
    }

    /// The next node is a chance move with these exact probabilities.
    pub fn chance_exact(&mut self, names: u32, probs: &[Rational]) -> Result<(), GameError> {
        let floats: Vec<f64> = probs.iter().map(crate::number::to_float).collect();
        self.chance(names, &floats)?;
        if let Some(exact) = &mut self.tree.exact {
            exact.probs.extend(probs.iter().cloned());
        }
        Ok(())
    }

    /// The next node is a leaf with these payoffs.
    pub fn leaf(&mut self, payoffs: &[f64]) -> Result<(), GameError> {
        let leaf = index(self.tree.leaves());
        self.node(Kind::Leaf(leaf), 0)?;
        self.tree.payoffs.extend(payoffs);
        Ok(())
    }

    /// The next node is a leaf with these exact payoffs.
    pub fn leaf_exact(&mut self, payoffs: &[Rational]) -> Result<(), GameError> {
        let floats: Vec<f64> = payoffs.iter().map(crate::number::to_float).collect();
        self.leaf(&floats)?;
        if let Some(exact) = &mut self.tree.exact {
            exact.payoffs.extend(payoffs.iter().cloned());
        }
        Ok(())
    }

    /// Whether every node that was begun has its children.
    pub fn is_whole(&self) -> bool {
        self.open.is_empty() && !self.tree.kind.is_empty()
    }

    /// Number of nodes still open, from the root down.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// How many children the innermost open node has so far.
    pub fn at_child(&self) -> usize {
        self.open.last().map_or(0, |(_, so_far, _)| *so_far as usize)
    }

    /// The set's actions.
    pub fn actions(&self, set: u32) -> &[String] {
        &self.tree.sets[set as usize].actions
    }

    /// The tree, with its sets in the order of their first node.
    pub fn finish(mut self) -> Result<Tree, GameError> {
        if !self.is_whole() {
            return Err(GameError::profile("the tree is not whole: a node lacks children"));
        }
        if self.exact && self.tree.exact.as_ref().is_some_and(|e| e.payoffs.len() != self.tree.payoffs.len())
        {
            self.tree.exact = None;
        }
        self.tree.sets.iter_mut().for_each(|set| set.nodes.shrink_to_fit());
        let mut order: Vec<usize> = (0..self.tree.sets.len()).collect();
        order.retain(|set| !self.tree.sets[*set].nodes.is_empty());
        order.sort_by_key(|set| self.tree.sets[*set].nodes[0]);
        if order.iter().enumerate().any(|(now, old)| now != *old) || order.len() != self.tree.sets.len() {
            let mut moved = vec![0; self.tree.sets.len()];
            order.iter().enumerate().for_each(|(now, old)| moved[*old] = index(now));
            self.tree.sets = order.iter().map(|old| self.tree.sets[*old].clone()).collect();
            for kind in &mut self.tree.kind {
                if let Kind::Decision(set) = kind {
                    *set = moved[*set as usize];
                }
            }
        }
        Ok(self.tree)
    }

    fn node(&mut self, kind: Kind, children: usize) -> Result<u32, GameError> {
        if self.tree.kind.len() >= NODES {
            return Err(GameError::too_large("reading", format!("more than {NODES} nodes")));
        }
        if !matches!(kind, Kind::Leaf(_)) && (children == 0 || children > usize::from(u16::MAX)) {
            return Err(GameError::parameter("actions", format!("{children} actions at one node")));
        }
        let node = index(self.tree.kind.len());
        let (parent, edge) = match self.open.last_mut() {
            Some((parent, so_far, _)) => {
                let place = self.tree.first[*parent as usize] as usize + *so_far as usize;
                self.tree.kids[place] = node;
                *so_far += 1;
                (*parent, *so_far - 1)
            }
            None if node == 0 => (0, 0),
            None => return Err(GameError::profile("a second root")),
        };
        self.tree.kind.push(kind);
        self.tree.parent.push(parent);
        self.tree.edge.push(u16::try_from(edge).unwrap_or(0));
        self.tree.first.push(index(self.tree.kids.len()));
        self.tree.kids.resize(self.tree.kids.len() + children, 0);
        if children > 0 {
            self.open.push((node, 0, index(children)));
        }
        while self.open.last().is_some_and(|(_, so_far, all)| so_far == all) {
            self.open.pop();
        }
        Ok(node)
    }
}

/// A position as the tree stores it; positions stay below `NODES` by the builder's own bound.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
