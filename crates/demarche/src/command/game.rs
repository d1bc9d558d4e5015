//! `demarche game`.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Solve, check and convert games; nothing here touches a line.
#[derive(Debug, Subcommand)]
pub enum GameCommand {
    /// Solve a game: `.nfg` or `.efg` of Gambit, or a built-in one by its name.
    #[command(after_help = SOLVE)]
    Solve(SolveArgs),
    /// Check a profile against a game: payoffs, and what the best deviation of each player gains.
    #[command(after_help = "Examples:
  demarche game solve ladder.efg --solution cfr+ --json > answer.json
  demarche game check ladder.efg answer.json --json
PROFILE is the document of `game solve --json`, or its list of strategies alone.")]
    Check(CheckArgs),
    /// Write a game anew, in full, as both Gambit and OpenSpiel read it, or in the other form.
    #[command(after_help = "Examples:
  demarche game convert old.efg > restated.efg
  demarche game convert ladder.efg --to nfg --out ladder.nfg")]
    Convert(ConvertArgs),
}

/// Arguments of `game solve`.
#[derive(Debug, Args)]
pub struct SolveArgs {
    /// File, or kuhn_poker, leduc_poker, liars_dice, matching_pennies, chicken, beer_quiche.
    pub file: PathBuf,
    /// Which solution.
    #[arg(long, value_name = "SOLUTION")]
    pub solution: String,
    /// Where on the logit branch, one over payoff; without it the end of the branch.
    #[arg(long, value_name = "LAMBDA", allow_negative_numbers = true)]
    pub lambda: Option<f64>,
    /// What the best of many is best for: welfare, p1, p2 and so on, or worst-welfare, worst-p1.
    #[arg(long, value_name = "OBJECTIVE", default_value = "welfare")]
    pub objective: String,
    /// Steps; without it until deviations gain a ten-millionth of the range, or the work is too much.
    #[arg(long, value_name = "STEPS")]
    pub iterations: Option<u64>,
    /// Seed of what is sampled.
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub seed: u64,
    /// For the mediator: a type may stay silent but not lie.
    #[arg(long)]
    pub proofs: bool,
}

/// Arguments of `game check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// File, or the name of a built-in game.
    pub file: PathBuf,
    /// JSON: a document of `game solve`, or a list of strategies.
    pub profile: PathBuf,
    /// The largest gain of a deviation that still counts as none, in payoffs.
    #[arg(long, value_name = "PAYOFF", default_value_t = 1e-6)]
    pub tolerance: f64,
}

/// Arguments of `game convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// File, or the name of a built-in game.
    pub file: PathBuf,
    /// Form; without it the form that it has.
    #[arg(long, value_name = "FORM")]
    pub to: Option<Form>,
    /// Strategies of the normal form by number instead of by name: OpenSpiel reads no names there.
    #[arg(long)]
    pub numbered: bool,
    /// File to write; without it standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// Normal form.
    Nfg,
    /// Extensive form.
    Efg,
}

const SOLVE: &str = "Examples:
  demarche game solve chicken --solution ce --objective welfare --json
  demarche game solve ladder.efg --solution sequence-lp
  demarche game solve crisis.efg --solution mediator --proofs
Solutions:
  maximin, regret          what a player secures alone; least worst regret
  pure, all-nash           lists of equilibria (all-nash: extreme points, two players)
  lemke-howson, qre        one equilibrium; logit quantal response, --lambda
  ce, cce, efce, mediator  best with a recommendation, by --objective
  sequence-lp              exact value, two players, constant sum
  cfr, cfr+, dcfr, pcfr+   regret minimisation; mccfr (mccfr-external, mccfr-outcome) samples, --seed
Ctrl-C ends a solver that improves step by step and prints its best answer so far.";
