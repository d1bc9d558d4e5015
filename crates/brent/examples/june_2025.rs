//! What the eve of 13 June 2025 would have said of two assumed cases: `cargo run -p brent --example june_2025`.

use brent::{Event, Prices, SERIES, brent_template, difference, fan};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let prices = Prices::read(SERIES)?;
    let origin = prices.at_or_before("2025-06-12".parse()?)?;
    let event = Event::parse(brent_template(), prices.date(origin))?;
    let mut fans = Vec::new();
    for case in &event.cases {
        let fan = fan(&prices, origin, case, 20_000, 1)?;
        println!("{}: {:.2} USD on {}", case.name, fan.price, fan.origin);
        for horizon in &fan.horizons {
            let [low, middle, high] = [5, 50, 95].map(|percent| horizon.price(percent));
            println!("  {:>3} rows: {low:>6.1} {middle:>6.1} {high:>6.1}", horizon.rows);
        }
        fans.push(fan);
    }
    let between = difference([&event.cases[0], &event.cases[1]], [&fans[0], &fans[1]], &event.exposures);
    for horizon in &between.horizons {
        println!(
            "difference, {:>3} rows: {:+.1} USD, bands overlap {:.0} %",
            horizon.rows,
            horizon.median_usd,
            100.0 * horizon.overlap
        );
    }
    println!(
        "The difference follows from what was assumed; no data estimate the effect of a notice by itself."
    );
    Ok(())
}
