//! A crisis built by hand: two sides hold or strike, each of low or high resolve; what a mediator is worth.

use games::solution::{Options, solve};
use games::tree::Builder;
use games::{Game, GameError};

fn main() -> Result<(), GameError> {
    let mut tree = Builder::new("Crisis", &["A", "B"]);
    let worlds = tree.names(&["low low", "low high", "high low", "high high"]);
    let sets = [0, 1].map(|side| ["low", "high"].map(|kind| tree.set(side, kind, &["hold", "strike"])));
    tree.chance(worlds, &[0.25; 4])?;
    for world in 0..4 {
        let (a, b) = (world / 2, world % 2);
        let war = |kind: usize| if kind == 1 { -1.0 } else { -6.0 };
        tree.decision(sets[0][a])?;
        tree.decision(sets[1][b])?;
        tree.leaf(&[3.0, 3.0])?;
        tree.leaf(&[0.0, 5.0])?;
        tree.decision(sets[1][b])?;
        tree.leaf(&[5.0, 0.0])?;
        tree.leaf(&[war(a), war(b)])?;
    }
    let game = Game::Tree(tree.finish()?);
    for proofs in [false, true] {
        let found = solve(&game, "mediator", &Options { proofs, ..Options::default() }, &mut || false)?;
        println!("proofs {proofs}: payoffs {:?}, largest gain {:.1e}", found.payoffs, found.certificate.size);
        found.joint.iter().for_each(|(plan, weight)| println!("  {weight:.3}  {plan}"));
    }
    Ok(())
}
