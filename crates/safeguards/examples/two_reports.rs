//! Time to material by two reports, 2020 and 2025: `cargo run -p safeguards --example two_reports`.

use safeguards::{Assay, KgU, MACHINES, Machines, Plant, STOCKS, Stocks, breakout_interval, standing_at};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (stocks, machines) = (Stocks::read(STOCKS)?, Machines::read(MACHINES)?);
    for as_of in ["2020-09-04", "2025-05-17"] {
        let date = as_of.parse()?;
        let standing = standing_at(&stocks, date)?;
        let capacity = machines.capacity(date, &[])?.swu_per_year;
        let plant = Plant::usual(standing.feeds(&stocks), capacity);
        let months = breakout_interval(&plant, KgU(25.0), Assay::new(0.9)?, 10_000, 1)?.interval();
        println!(
            "{as_of}: {:.1} months (90 %: {:.1} to {:.1}) to 25 kg U at 90 %, material, not a weapon",
            months.central.unwrap_or(f64::INFINITY),
            months.low.unwrap_or(f64::INFINITY),
            months.high.unwrap_or(f64::INFINITY)
        );
    }
    Ok(())
}
