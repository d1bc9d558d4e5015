//! The best correlated equilibrium of chicken, with its certificate.

use games::GameError;
use games::solution::{Options, solve};

fn main() -> Result<(), GameError> {
    let Some(chicken) = games::builtin::named("chicken") else { return Ok(()) };
    let found = solve(&chicken, "ce", &Options::default(), &mut || false)?;
    println!("payoffs {:?}, largest gain of a deviation {:.1e}", found.payoffs, found.certificate.size);
    found.joint.iter().for_each(|(profile, weight)| println!("  {weight:.3}  {profile}"));
    Ok(())
}
