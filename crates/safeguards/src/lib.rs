//! Separative work, stocks of uranium and the time to material, as an interval.
//!
//! Duty: from a stock by enrichment band and the separative capacity of machines to the months until `n` quantities of
//! material, with what is unknown shown as a 90 % interval; what a step (stop, dilute, ship out, cap machines, more
//! visits) changes in it. In: tables as text, dates, a seed. Out: figures with units. **Time to material, not to a
//! weapon**: conversion and everything after it are left out, by design, and no design data are held.
//!
//! I1 a mass of uranium and a mass of UF6 are different types. I2 after the last verified report there is no single
//! figure: [`standing_at`] answers with the last stock, its age and nothing else. I3 the same seed gives the same
//! interval to the bit.
//!
//! ```
//! use safeguards::{Assay, KgU, balance_from_product};
//! let natural = Assay::new(0.00711).unwrap();
//! let leu = Assay::new(0.0367).unwrap();
//! let balance = balance_from_product(KgU(202.8), leu, natural, Assay::new(0.003).unwrap()).unwrap();
//! assert!((balance.work.0 - 944.203572).abs() < 1e-6);
//! ```

mod assumed;
mod band;
mod breakout;
mod cases;
mod chance;
mod detection;
mod error;
mod forecast;
mod machines;
mod mass;
mod published;
mod ranges;
mod report;
mod separation;
mod shipped;
mod step;
mod step_effect;
mod stocks;
mod table;

pub use assumed::{Assumed, AssumedCase, assumed_cases};
pub use band::{Band, BandFeed};
pub use breakout::{Breakout, Cascades, Stage, breakout};
pub use cases::{Checked, functions, vector};
pub use chance::{Chance, Triangle};
pub use detection::{Detection, Visits};
pub use error::SafeguardsError;
pub use forecast::{Ahead, forecast};
pub use machines::{Capacity, Count, MACHINES_COLUMNS, MachineType, Machines};
pub use mass::{Assay, KgU, KgUf6, Swu, physical_u_fraction};
pub use published::{
    PUBLISHED_COLUMNS, PublishedCase, TOTALS_COLUMNS, TotalsRow, published_cases, totals_rows,
};
pub use ranges::{Interval, Plant, Spread, breakout_interval};
pub use report::{Metrics, metrics};
pub use separation::{
    Balance, balance_from_feed, balance_from_product, fixed_cascade, ideal_stages, separative_potential,
    tails_for_product,
};
pub use shipped::{MACHINES, PUBLISHED, STOCKS, machines_template, stocks_template};
pub use step::{Step, StepFile, StepKind, step_template};
pub use step_effect::{StepEffect, step_effect};
pub use stocks::{Report, STOCKS_COLUMNS, Standing, Stocks, standing_at};
