//! `demarche brent`.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Oil shocks to price fans, and how they have done.
#[derive(Debug, Subcommand)]
pub enum BrentCommand {
    /// Fan of an event, its baselines beside it; the difference of two assumed cases.
    #[command(after_help = "Example:\n  demarche template event > event.toml\n  \
        demarche brent scenario --event event.toml --origin 2025-06-12 --json")]
    Scenario(ScenarioArgs),
    /// The record: all days, and the days before and after named episodes.
    #[command(after_help = "Example:\n  demarche brent backtest --json")]
    Backtest(BacktestArgs),
    /// Estimate the volatility model and what a rung did, on rows and episodes up to an origin.
    #[command(after_help = "Example:\n  demarche brent fit --origin 2019-09-13 --json")]
    Fit(FitArgs),
}

/// An event seen from an origin.
#[derive(Debug, Args)]
pub struct ScenarioArgs {
    /// The event (`demarche template event`).
    #[arg(long, value_name = "FILE")]
    pub event: PathBuf,
    /// Day of the last price that may be looked at.
    #[arg(long, value_name = "DATE")]
    pub origin: String,
    /// Prices (Date,Price); the shipped series if absent.
    #[arg(long, value_name = "CSV")]
    pub prices: Option<PathBuf>,
    /// Paths.
    #[arg(long, default_value_t = 20_000, value_name = "COUNT")]
    pub paths: usize,
    /// Seed: the same gives the same figures.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Number of an unreleased A4, A1 or S1 that this run is about: the run is then logged.
    #[arg(long, value_name = "NUMBER", requires_all = ["person", "log"])]
    pub unreleased: Option<String>,
    /// Who runs it.
    #[arg(long, value_name = "PERSON")]
    pub person: Option<String>,
    /// Where runs about unreleased notices are logged, a line each.
    #[arg(long, value_name = "FILE")]
    pub log: Option<PathBuf>,
}

/// A back-test.
#[derive(Debug, Args)]
pub struct BacktestArgs {
    /// Prices (Date,Price); the shipped series if absent.
    #[arg(long, value_name = "CSV")]
    pub prices: Option<PathBuf>,
    /// Named episodes, with the columns of the shipped table; that one if absent.
    #[arg(long, value_name = "FILE")]
    pub episodes: Option<PathBuf>,
    /// First rolling origin.
    #[arg(long, default_value = "2005-01-04", value_name = "DATE")]
    pub from: String,
    /// Rows between rolling origins; 0 for none.
    #[arg(long, default_value_t = 5, value_name = "ROWS")]
    pub step: usize,
    /// Paths of an origin.
    #[arg(long, default_value_t = 4_000, value_name = "COUNT")]
    pub paths: usize,
    /// Threads; all there are if absent. The figures are the same with any number.
    #[arg(long, value_name = "COUNT")]
    pub threads: Option<usize>,
}

/// An estimate.
#[derive(Debug, Args)]
pub struct FitArgs {
    /// Day of the last price that may be looked at; the last of the series if absent.
    #[arg(long, value_name = "DATE")]
    pub origin: Option<String>,
    /// Prices (Date,Price); the shipped series if absent.
    #[arg(long, value_name = "CSV")]
    pub prices: Option<PathBuf>,
    /// Named episodes; the shipped table if absent.
    #[arg(long, value_name = "FILE")]
    pub episodes: Option<PathBuf>,
}
