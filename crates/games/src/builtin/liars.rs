//! Liar's dice with one die each: bids of a number of dice and a face, each higher than the last, sixes count as any
//! face; whoever is not believed shows.

use crate::error::GameError;
use crate::tree::{Builder, Tree};

const FACES: usize = 6;
const BIDS: usize = 2 * FACES;
const LIAR: &str = "liar";

/// The tree.
pub fn liars_dice() -> Result<Tree, GameError> {
    let mut tree = Builder::new("Liar's dice", &["Player 1", "Player 2"]);
    let faces: Vec<String> = (1..=FACES).map(|face| face.to_string()).collect();
    let faces: Vec<&str> = faces.iter().map(String::as_str).collect();
    let names = tree.names(&faces);
    // A set is a player's die and the bids so far, one bit a bid.
    let mut sets = vec![u32::MAX; (2 * FACES) << BIDS];
    tree.chance(names, &[1.0 / FACES as f64; FACES])?;
    for first in 0..FACES {
        tree.chance(names, &[1.0 / FACES as f64; FACES])?;
        for second in 0..FACES {
            bids(&mut tree, &mut sets, [first, second], 0)?;
        }
    }
    tree.finish()
}

fn bids(tree: &mut Builder, sets: &mut [u32], dice: [usize; 2], made: usize) -> Result<(), GameError> {
    let mover = made.count_ones() as usize % 2;
    let last = made.checked_ilog2().map(|bid| bid as usize);
    let from = last.map_or(0, |bid| bid + 1);
    let at = ((mover * FACES + dice[mover]) << BIDS) | made;
    if sets[at] == u32::MAX {
        let mut actions: Vec<String> =
            (from..BIDS).map(|bid| format!("{}x{}", bid / FACES + 1, bid % FACES + 1)).collect();
        actions.extend(last.map(|_| LIAR.to_owned()));
        let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
        sets[at] = tree.set(mover, &format!("{} {made:012b}", dice[mover] + 1), &actions);
    }
    tree.decision(sets[at])?;
    for bid in from..BIDS {
        bids(tree, sets, dice, made | (1 << bid))?;
    }
    if let Some(bid) = last {
        let (number, face) = (bid / FACES + 1, bid % FACES);
        let count = dice.iter().filter(|die| **die == face || **die == FACES - 1).count();
        let bidder = if count >= number { 1.0 } else { -1.0 };
        tree.leaf(&if mover == 1 { [bidder, -bidder] } else { [-bidder, bidder] })?;
    }
    Ok(())
}
