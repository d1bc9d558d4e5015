//! `.efg`: a tree in prefix order; sets and outcomes may be named once and referred to by number after that.

use crate::error::GameError;
use crate::gambit::lexer::{Lexer, Token};
use crate::gambit::nfg::{head, labels, payoffs};
use crate::number::Rational;
use crate::tree::{Builder, Tree};
use num_traits::{One, Signed, Zero};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Payoffs added up on the way to a node.
type Sum = Rc<[Rational]>;

/// A chance set: its names in the tree, its name, its probabilities.
struct ChanceSet {
    names: u32,
    actions: Vec<String>,
    probs: Vec<Rational>,
}

struct Reader<'l, 'a> {
    lexer: &'l mut Lexer<'a>,
    builder: Builder,
    players: usize,
    sets: BTreeMap<(usize, i64), u32>,
    chances: BTreeMap<i64, ChanceSet>,
    outcomes: BTreeMap<i64, Sum>,
    /// Sum of the outcomes at each open node.
    path: Vec<Sum>,
    labels: Vec<(u32, String)>,
    nodes: u32,
}

/// Reads the file after its first word.
pub fn read(lexer: &mut Lexer<'_>) -> Result<Tree, GameError> {
    head(lexer, "2")?;
    let title = lexer.quoted("the title")?;
    let players = labels(lexer, "the players' names")?;
    let mut comment = String::new();
    if let Token::Quoted(_) = lexer.peek()? {
        comment = lexer.quoted("the comment")?;
    }
    let names: Vec<&str> = players.iter().map(String::as_str).collect();
    let mut reader = Reader {
        lexer,
        builder: Builder::exact(&title, &names),
        players: players.len(),
        sets: BTreeMap::new(),
        chances: BTreeMap::new(),
        outcomes: BTreeMap::new(),
        path: Vec::new(),
        labels: Vec::new(),
        nodes: 0,
    };
    while !reader.builder.is_whole() {
        reader.node()?;
    }
    let labels = std::mem::take(&mut reader.labels);
    let mut tree = reader.builder.finish()?;
    tree.comment = comment;
    tree.labels = labels;
    Ok(tree)
}

impl Reader<'_, '_> {
    fn node(&mut self) -> Result<(), GameError> {
        let letter = match self.lexer.next()? {
            Token::Word(letter) => letter,
            Token::End => {
                let open = self.builder.depth();
                return Err(self
                    .lexer
                    .error(&format!("the tree ends while {open} nodes still lack children")));
            }
            other => return Err(self.lexer.wanted("a node (c, p or t)", other)),
        };
        if !matches!(letter, "c" | "p" | "t") {
            return Err(self.lexer.error(&format!("a node is c, p or t, not `{letter}`")));
        }
        if !self.lexer.is_apart() {
            return Err(self.lexer.error("a node's letter must be followed by a blank"));
        }
        let label = self.lexer.quoted("the node's label")?;
        if !label.is_empty() {
            self.labels.push((self.nodes, label));
        }
        self.nodes += 1;
        let inner = match letter {
            "c" => {
                let set = self.chance_set()?;
                let sum = self.outcome()?;
                let Some(known) = self.chances.get(&set) else {
                    return Err(self.lexer.error("a chance set is not defined"));
                };
                self.builder.chance_exact(known.names, &known.probs)?;
                Some(sum)
            }
            "p" => {
                let set = self.decision_set()?;
                let sum = self.outcome()?;
                self.builder.decision(set)?;
                Some(sum)
            }
            _ => {
                let sum = self.outcome()?;
                self.builder.leaf_exact(&sum)?;
                None
            }
        };
        self.path.extend(inner);
        self.path.truncate(self.builder.depth());
        Ok(())
    }

    fn chance_set(&mut self) -> Result<i64, GameError> {
        let number = self.lexer.whole("the number of the chance set")?;
        if let Token::Quoted(_) = self.lexer.peek()? {
            self.lexer.quoted("the set's name")?;
        }
        if self.lexer.peek()? != Token::Mark('{') {
            if self.chances.contains_key(&number) {
                return Ok(number);
            }
            return Err(self.lexer.error(&format!("chance set {number} is used before it is defined")));
        }
        self.lexer.mark('{', "before the actions of chance")?;
        let (mut actions, mut probs) = (Vec::new(), Vec::new());
        while !self.lexer.takes('}')? {
            actions.push(self.lexer.quoted("the name of a chance action")?);
            let prob = self.lexer.number("a probability")?;
            if prob.is_negative() {
                return Err(self.lexer.error("a probability is negative"));
            }
            probs.push(prob);
            self.lexer.takes(',')?;
        }
        let sum: Rational = probs.iter().sum();
        if !sum.is_one() {
            let shown = crate::number::to_float(&sum);
            let why = format!(
                "the probabilities of chance set {number} add up to {shown}, not exactly to 1; write thirds as 1/3"
            );
            return Err(self.lexer.error(&why));
        }
        match self.chances.get(&number) {
            Some(known) if known.probs != probs || known.actions != actions => {
                return Err(self.lexer.error(&format!("chance set {number} differs from its first mention")));
            }
            Some(_) => {}
            None => {
                let names: Vec<&str> = actions.iter().map(String::as_str).collect();
                let names = self.builder.names(&names);
                self.chances.insert(number, ChanceSet { names, actions, probs });
            }
        }
        Ok(number)
    }

    fn decision_set(&mut self) -> Result<u32, GameError> {
        let number = self.lexer.whole("the player's number")?;
        let Some(player) = usize::try_from(number - 1).ok().filter(|p| *p < self.players) else {
            return Err(self
                .lexer
                .error(&format!("there is no player {number}; there are {}", self.players)));
        };
        let set = self.lexer.whole("the number of the information set")?;
        let mut name = None;
        if let Token::Quoted(_) = self.lexer.peek()? {
            name = Some(self.lexer.quoted("the set's name")?);
        }
        let known = self.sets.get(&(player, set)).copied();
        if self.lexer.peek()? != Token::Mark('{') {
            return known.ok_or_else(|| {
                self.lexer.error(&format!("set {set} of player {number} is used before it is defined"))
            });
        }
        let actions = labels(self.lexer, "the actions")?;
        if let Some(known) = known {
            if self.builder.actions(known) != actions.as_slice() {
                let why = format!("set {set} of player {number} has other actions than at its first mention");
                return Err(self.lexer.error(&why));
            }
            return Ok(known);
        }
        let names: Vec<&str> = actions.iter().map(String::as_str).collect();
        let label = name.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("{number}:{set}"));
        let made = self.builder.set(player, &label, &names);
        self.sets.insert((player, set), made);
        Ok(made)
    }

    /// The outcome of a node, added to what stands on the way to it.
    fn outcome(&mut self) -> Result<Sum, GameError> {
        let before = match self.path.last() {
            Some(sum) => Rc::clone(sum),
            None => (0..self.players).map(|_| Rational::zero()).collect(),
        };
        let number = self.lexer.whole("the number of the outcome")?;
        let named = matches!(self.lexer.peek()?, Token::Quoted(_));
        if named {
            self.lexer.quoted("the outcome's name")?;
        }
        let given = if self.lexer.peek()? == Token::Mark('{') {
            self.lexer.mark('{', "before the payoffs")?;
            Some(payoffs(self.lexer, self.players)?)
        } else {
            None
        };
        if number == 0 {
            if named || given.is_some() {
                return Err(self.lexer.error("outcome 0 is no outcome: it has neither name nor payoffs"));
            }
            return Ok(before);
        }
        let outcome: Sum = match (self.outcomes.get(&number), given) {
            (None, None) => {
                return Err(self.lexer.error(&format!("outcome {number} is used before it is defined")));
            }
            (Some(known), Some(given)) if **known != *given => {
                return Err(self.lexer.error(&format!("outcome {number} differs from its first mention")));
            }
            (Some(known), _) => Rc::clone(known),
            (None, Some(given)) => {
                let outcome: Sum = given.into();
                self.outcomes.insert(number, Rc::clone(&outcome));
                outcome
            }
        };
        if before.iter().all(Zero::is_zero) {
            return Ok(outcome);
        }
        Ok(before.iter().zip(outcome.iter()).map(|(a, b)| a + b).collect())
    }
}
