//! Regret matching on Leduc poker: how far from equilibrium after so many steps.

use games::sequence::SequenceForm;
use games::solve::regret_matching::{Cfr, Rule};
use games::{Game, GameError};

fn main() -> Result<(), GameError> {
    let Some(Game::Tree(tree)) = games::builtin::named("leduc_poker") else { return Ok(()) };
    let form = SequenceForm::of(&tree, "example")?;
    for rule in [Rule::Cfr, Rule::CfrPlus, Rule::Discounted, Rule::PredictivePlus] {
        let mut run = Cfr::new(&form, rule);
        for steps in [100, 400, 500] {
            (0..steps).for_each(|_| run.step());
            let gains = form.regrets(&run.average());
            println!("{rule:?} after {}: exploitability {:.2e}", run.iterations, (gains[0] + gains[1]) / 2.0);
        }
    }
    Ok(())
}
