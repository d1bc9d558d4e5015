//! Games and shorthands of the tests.

use games::solution::{Options, Profile, Solution, Value, solve};
use games::solve::objective::Objective;
use games::tree::{Builder, Tree};
use games::{Game, GameError, Normal};

pub fn by(game: &Game, solution: &str, options: &Options) -> Result<Solution, GameError> {
    solve(game, solution, options, &mut || false)
}

pub fn of(game: &Game, solution: &str) -> Solution {
    by(game, solution, &Options::default()).unwrap_or_else(|error| panic!("{solution}: {error}"))
}

pub fn named(name: &str) -> Game {
    games::builtin::named(name).expect("a built-in game")
}

pub fn number(solution: &Solution) -> f64 {
    match &solution.value {
        Value::One(value) => *value,
        Value::ByPlayer(values) => values[0],
    }
}

pub fn mixed(solution: &Solution) -> Vec<Vec<f64>> {
    match &solution.profiles[0] {
        Profile::Mixed(mixed) => mixed.clone(),
        Profile::Behaviour(_) => panic!("a mixed profile is wanted"),
    }
}

pub fn behaviour(profile: &Profile) -> Vec<Vec<Vec<f64>>> {
    match profile {
        Profile::Behaviour(behaviour) => behaviour.clone(),
        Profile::Mixed(_) => panic!("a behaviour profile is wanted"),
    }
}

pub fn near(found: f64, expected: f64, within: f64) {
    assert!((found - expected).abs() <= within, "{found} is not {expected} within {within:e}");
}

pub fn objective(word: &str) -> Options {
    Options { objective: Objective::named(word, 2).expect("an objective"), ..Options::default() }
}

pub fn at(lambda: f64) -> Options {
    Options { lambda: Some(lambda), ..Options::default() }
}

pub fn bimatrix(first: &[&[f64]], second: &[&[f64]]) -> Game {
    Game::Normal(Normal::bimatrix("test", first, second).expect("finite payoffs"))
}

/// Hold or strike with a low or high type each; both striking costs the low type 6 and the high type 1.
pub fn crisis(high: f64) -> Tree {
    let mut tree = Builder::new("Crisis", &["A", "B"]);
    let worlds = tree.names(&["low low", "low high", "high low", "high high"]);
    let sets: Vec<[u32; 2]> =
        (0..2).map(|p| ["low", "high"].map(|kind| tree.set(p, kind, &["hold", "strike"]))).collect();
    let low = 1.0 - high;
    tree.chance(worlds, &[low * low, low * high, high * low, high * high]).expect("chances");
    for world in 0..4 {
        let kinds = [world / 2, world % 2];
        let war = |player: usize| if kinds[player] == 1 { -1.0 } else { -6.0 };
        tree.decision(sets[0][kinds[0]]).expect("a set");
        for first in 0..2 {
            tree.decision(sets[1][kinds[1]]).expect("a set");
            for second in 0..2 {
                let payoffs = match (first, second) {
                    (0, 0) => [3.0, 3.0],
                    (0, 1) => [0.0, 5.0],
                    (1, 0) => [5.0, 0.0],
                    _ => [war(0), war(1)],
                };
                tree.leaf(&payoffs).expect("a leaf");
            }
        }
    }
    tree.finish().expect("a whole tree")
}

/// An exercise (.6) or an attack (.4) is seen; the other side holds or pre-empts. With a notice A may announce an
/// exercise; a false one is exposed with probability `v` and then costs A 20.
pub fn seen(notice: Option<f64>) -> Tree {
    let mut tree = Builder::new("Seen", &["A", "B"]);
    let what = tree.names(&["exercise", "attack"]);
    let found = tree.names(&["exposed", "believed"]);
    let own = ["exercise", "attack"].map(|kind| tree.set(0, kind, &["silent", "notice"]));
    let other = ["silent", "notice"].map(|sign| tree.set(1, sign, &["hold", "pre-empt"]));
    tree.chance(what, &[0.6, 0.4]).expect("chances");
    for (kind, set) in own.into_iter().enumerate() {
        let leaves = |tree: &mut Builder, set: usize, extra: f64| {
            tree.decision(other[set]).expect("a set");
            for act in 0..2 {
                let payoffs = match (kind, act) {
                    (0, 0) => [0.0, 0.0],
                    (0, _) => [-25.0, -20.0],
                    (_, 0) => [10.0, -100.0],
                    _ => [-30.0, -60.0],
                };
                tree.leaf(&[payoffs[0] - extra, payoffs[1]]).expect("a leaf");
            }
        };
        let Some(v) = notice else {
            leaves(&mut tree, 0, 0.0);
            continue;
        };
        tree.decision(set).expect("a set");
        leaves(&mut tree, 0, 0.0);
        if kind == 0 {
            leaves(&mut tree, 1, 0.0);
        } else {
            // Exposed, B knows the attack and pre-empts; A pays besides.
            tree.chance(found, &[v, 1.0 - v]).expect("chances");
            tree.leaf(&[-50.0, -60.0]).expect("a leaf");
            leaves(&mut tree, 1, 0.0);
        }
    }
    tree.finish().expect("a whole tree")
}
