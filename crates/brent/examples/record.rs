//! The whole record, all days and named episodes: `cargo run -p brent --example record`.

use brent::{Backtest, EPISODES, OriginScore, Prices, SERIES, Table, episodes};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (prices, episodes) = (Prices::read(SERIES)?, episodes(EPISODES)?);
    let test = Backtest::new(&prices, &episodes, "2005-01-04".parse()?, 5, 4_000)?;
    let half = test.len().div_ceil(2);
    let run =
        |from: usize, to: usize| (from..to).map(|n| test.run(n)).collect::<Result<Vec<OriginScore>, _>>();
    let scores = std::thread::scope(|scope| {
        let later = scope.spawn(|| run(half, test.len()));
        let first = run(0, half);
        let later = later.join().map_err(|_| "a thread broke off")?;
        Ok::<_, Box<dyn std::error::Error>>([first?, later?].concat())
    })?;
    let summary = test.summary(&scores);
    for (name, table) in
        [("all days", &summary.rolling), ("before", &summary.before), ("after", &summary.after)]
    {
        print(name, table);
    }
    Ok(())
}

fn print(name: &str, table: &Table) {
    println!("{name}");
    for l in &table.lines {
        let [c50, c90, c95, c99] = l.held;
        println!(
            "  {:>2} {:<12} n {:>4} CRPS {:>7.3} cover {c50:.3} {c90:.3} {c95:.3} {c99:.3} width {:>5.1} PIT {:.3} {:.2}",
            l.rows,
            l.method.name(),
            l.n,
            l.crps,
            l.width90,
            l.pit_mean,
            l.pit_spread
        );
    }
    let gains = [("scenario over garch_t", &table.over_garch), ("scenario over walk", &table.over_walk)];
    for (what, gains) in gains.into_iter().chain([("garch_t over walk", &table.garch_over_walk)]) {
        for g in gains {
            println!(
                "  {what} at {:>2}: {:+.1} % [{:+.1}, {:+.1}]",
                g.rows,
                100.0 * g.gain,
                100.0 * g.low,
                100.0 * g.high
            );
        }
    }
}
