//! The tables that ship, with their sources beside them in `data/brent/`.

/// Europe Brent spot, USD a barrel, 1987 to 2025. Source: U.S. Energy Information Administration (August 2026).
pub const SERIES: &str = include_str!("../../../data/brent/brent-daily.csv");

/// Named episodes with their rungs.
pub const EPISODES: &str = include_str!("../../../data/brent/episodes.csv");

/// A filled, commented, valid table of prices.
pub fn prices_template() -> &'static str {
    include_str!("../templates/prices.csv")
}

/// A filled, commented, valid table of episodes.
pub fn episodes_template() -> &'static str {
    include_str!("../templates/episodes.csv")
}
