//! What a player can secure in a tree whatever the other does: a linear programme in the sequence form (von Stengel
//! 1996; Koller, Megiddo, von Stengel 1996). In a game of constant sum the two of them are an equilibrium.

use crate::program::Program;
use crate::sequence::SequenceForm;

/// The programme of a player in a game of two: its weights first, then one free variable for the empty sequence of the
/// other and one for each of its sets; what is made as large as can be is the first of these.
pub fn programme(form: &SequenceForm, player: usize) -> Program {
    let (own, other) = (&form.plans[player], &form.plans[1 - player]);
    let mut program = Program::default();
    for _ in 0..own.count {
        program.variable(0.0, false);
    }
    let root = program.variable(1.0, true);
    let bounds: Vec<u32> = other.sets.iter().map(|_| program.variable(0.0, true)).collect();
    // What the other gets by each of its sequences, from the player's side: the bound of its set is no more than this.
    let mut columns: Vec<Vec<(u32, f64)>> = vec![Vec::new(); other.count];
    columns[0].push((root, 1.0));
    for (set, bound) in other.sets.iter().zip(&bounds) {
        columns[set.parent as usize].push((*bound, -1.0));
        set.range().for_each(|sequence| columns[sequence].push((*bound, 1.0)));
    }
    for (ends, gains) in form.ends.chunks_exact(2).zip(form.gains.chunks_exact(2)) {
        if gains[player] != 0.0 {
            columns[ends[1 - player] as usize].push((ends[player], -gains[player]));
        }
    }
    columns.into_iter().for_each(|column| program.at_most(column, 0.0));
    program.equals(vec![(0, 1.0)], 1.0);
    for set in &own.sets {
        let mut terms: Vec<(u32, f64)> = set.range().map(|s| (u32::try_from(s).unwrap_or(0), 1.0)).collect();
        terms.push((set.parent, -1.0));
        program.equals(terms, 0.0);
    }
    program
}
