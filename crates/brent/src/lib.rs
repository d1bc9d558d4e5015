//! Oil shocks to price fans, with the baselines beside them and the record of how both have done.
//!
//! Duty: from a series of daily prices up to an origin, and an event that is named (rungs, supply at risk, duration), to
//! quantiles of the price at 1, 5, 20, 60 and 120 rows; the difference of two assumed cases; a back-test. In: tables as
//! text, dates, a seed. Out: quantiles in USD per barrel and log points.
//!
//! I1 nothing dated after the origin is looked at. I2 the same seed gives the same bytes on any number of threads: draws
//! are made in blocks with a stream each. I3 no direction is sold for free: what may happen by chance is compensated, so
//! that the expected price moves by the named shock only.
//!
//! ```
//! use brent::{Event, Prices, SERIES, brent_template, fan};
//! let prices = Prices::read(SERIES).unwrap();
//! let origin = prices.at_or_before("2025-06-12".parse().unwrap()).unwrap();
//! let event = Event::parse(brent_template(), prices.date(origin)).unwrap();
//! let fan = fan(&prices, origin, &event.cases[0], 2_000, 1).unwrap();
//! assert!(fan.horizons[0].price(50) > 0.0);
//! ```

mod backtest;
mod baseline;
mod bootstrap;
mod cases;
mod chance;
mod crps;
mod difference;
mod episodes;
mod error;
mod event;
mod fan;
mod fit;
mod garch;
mod origin;
mod parameters;
mod paths;
mod prices;
mod scenario;
mod scores;
mod shipped;
mod table;
mod tornado;

pub use backtest::{Backtest, EpisodeOrigin, Summary, Table};
pub use baseline::{ewma_variance, walk_variance};
pub use bootstrap::{Gain, gain};
pub use cases::{Checked, functions, vector};
pub use crps::{crps_normal, crps_sample};
pub use difference::{Difference, HorizonDifference, difference};
pub use episodes::{EPISODES_COLUMNS, Episode, episodes};
pub use error::BrentError;
pub use event::{Case, Event, EventFile, Exposure, Loss, brent_template};
pub use fan::{Baselines, Fan, HORIZONS, Horizon, PERCENT, baselines, fan};
pub use fit::{RungFit, RungSlope, rung_fit};
pub use garch::{Garch, fit_garch};
pub use origin::{Method, OriginScore};
pub use parameters::Parameters;
pub use prices::{PRICES_COLUMNS, Prices};
pub use scenario::{Shock, scenario_quantiles};
pub use scores::{HorizonScores, score_table};
pub use shipped::{EPISODES, SERIES, episodes_template, prices_template};
pub use tornado::{Bar, tornado};
