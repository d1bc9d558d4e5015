//! The tables that ship: `data/safeguards/`, with their sources beside them.

/// Stocks by report, 2019 to June 2025.
pub const STOCKS: &str = include_str!("../../../data/safeguards/stocks.csv");

/// Machines: work by type, counts by date.
pub const MACHINES: &str = include_str!("../../../data/safeguards/machines.csv");

/// Published estimates of the time to material, with what each assumed.
pub const PUBLISHED: &str = include_str!("../../../data/safeguards/published-breakout.csv");

/// A filled, commented, valid table of stocks.
pub fn stocks_template() -> &'static str {
    include_str!("../templates/stocks.csv")
}

/// A filled, commented, valid table of machines.
pub fn machines_template() -> &'static str {
    include_str!("../templates/machines.csv")
}
