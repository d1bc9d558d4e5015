//! `demarche safeguards`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Separative work, time to material, steps priced in days.
#[derive(Debug, Subcommand)]
pub enum SafeguardsCommand {
    /// Feed, tails and separative work of one separation.
    #[command(
        after_help = "Example:\n  demarche safeguards swu --product 25 --xp 0.9 --xf 0.6 --xt 0.1 --json"
    )]
    Swu(SwuArgs),
    /// Time to material, as an interval with what it rests on; material, not a weapon.
    #[command(after_help = "Examples:\n  demarche safeguards breakout --as-of 2025-05-17 --json\n  \
        demarche safeguards breakout --stocks stocks.csv --machines machines.csv --sq 2 --json\n  \
        demarche safeguards breakout --stocks scenarios/us-iran/desk/stocks.csv --standing standing --as-of 2027-08-20")]
    Breakout(BreakoutArgs),
    /// Stocks some months ahead at the pace of the reports; no plan of anybody is known here.
    #[command(
        after_help = "Examples:\n  demarche safeguards forecast --as-of 2025-05-17 --months 6 --json\n  \
        demarche safeguards forecast --stocks stocks.csv --standing standing --as-of 2027-08-20"
    )]
    Forecast(ForecastArgs),
    /// What a step on offer buys, in days of breakout and of detection.
    #[command(
        after_help = "Example:\n  demarche template step > step.toml\n  demarche safeguards price-step --step step.toml --json"
    )]
    PriceStep(PriceStepArgs),
}

/// One separation.
#[derive(Debug, Args)]
pub struct SwuArgs {
    /// Product: kg of uranium, or a mass with its basis such as "37 kgUF6".
    #[arg(long, value_name = "KG")]
    pub product: String,
    /// Enrichment of the product, a weight fraction.
    #[arg(long, value_name = "X")]
    pub xp: f64,
    /// Enrichment of the feed.
    #[arg(long, value_name = "X")]
    pub xf: f64,
    /// Enrichment of the tails.
    #[arg(long, value_name = "X")]
    pub xt: f64,
}

/// Tables of stocks and machines.
#[derive(Debug, Args)]
pub struct TableArgs {
    /// Table of stocks (`demarche template stocks`); the shipped one if absent.
    #[arg(long, value_name = "FILE")]
    pub stocks: Option<PathBuf>,
    /// Standing snapshots or their folder: what verifiers reported over the line (S4) is put into the table of stocks.
    #[arg(long, value_name = "FILE|FOLDER")]
    pub standing: Vec<PathBuf>,
    /// Table of machines (`demarche template machines`); the shipped one if absent.
    #[arg(long, value_name = "FILE")]
    pub machines: Option<PathBuf>,
    /// Part of the last known capacity that is assumed to survive, where there is no verified basis.
    #[arg(long, value_name = "SHARE")]
    pub surviving: Option<f64>,
    /// Part that is assumed to be rebuilt.
    #[arg(long, value_name = "SHARE")]
    pub rebuilt: Option<f64>,
    /// Draws.
    #[arg(long, default_value_t = 10_000, value_name = "COUNT")]
    pub draws: usize,
    /// Seed: the same gives the same figures.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Time to material.
#[derive(Debug, Args)]
pub struct BreakoutArgs {
    /// Tables.
    #[command(flatten)]
    pub tables: TableArgs,
    /// Day asked about; that of the last verified report if absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// How many quantities of material.
    #[arg(long, default_value_t = 1.0, value_name = "N")]
    pub sq: f64,
    /// Mass of one quantity with its basis; 25 kg U-235 in uranium of 90 % would be "27.8 kgU".
    #[arg(long, default_value = "25 kgU", value_name = "MASS")]
    pub quantity: String,
    /// Only machines of these sites.
    #[arg(long, value_name = "SITE")]
    pub site: Vec<String>,
    /// Natural uranium may not be fed.
    #[arg(long)]
    pub no_natural: bool,
    /// Days between inspectors' visits.
    #[arg(long, value_name = "DAYS")]
    pub visits: Option<f64>,
}

/// Stocks ahead.
#[derive(Debug, Args)]
pub struct ForecastArgs {
    /// Months ahead.
    #[arg(long, default_value_t = 3.0, value_name = "MONTHS")]
    pub months: f64,
    /// Day asked about; that of the last verified report if absent.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Tables.
    #[command(flatten)]
    pub tables: TableArgs,
}

/// A step on offer.
#[derive(Debug, Args)]
pub struct PriceStepArgs {
    /// The step (`demarche template step`).
    #[arg(long, value_name = "FILE")]
    pub step: PathBuf,
    /// Tables.
    #[command(flatten)]
    pub tables: TableArgs,
}
