//! `demarche brent backtest`: the record, run on as many threads as there are.

use crate::command::brent::BacktestArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::brent::{named, prices, refused, source};
use crate::run::model_words::date;
use crate::stopped::Stopped;
use ::brent::{Backtest, BrentError, Gain, HorizonScores, OriginScore, Table};
use serde_json::{Map, Value, json};

/// Runs the command.
pub fn run(args: &BacktestArgs, output: &Output) -> Result<Exit, Stopped> {
    if !(100..=100_000).contains(&args.paths) {
        return Err(Stopped::usage("paths (100 to 100000)", &args.paths.to_string()));
    }
    let (prices, episodes) = (prices(&args.prices)?, named(&args.episodes)?);
    let from = date("from", &args.from)?;
    let test = Backtest::new(&prices, &episodes, from, args.step, args.paths).map_err(refused)?;
    let there = std::thread::available_parallelism().map_or(1, usize::from);
    let scores = scored(&test, args.threads.unwrap_or(there).clamp(1, 64)).map_err(refused)?;
    let summary = test.summary(&scores);
    let mut document = table(&summary.rolling);
    document.insert("before".to_owned(), Value::Object(table(&summary.before)));
    document.insert("after".to_owned(), Value::Object(table(&summary.after)));
    document.insert("episodes".to_owned(), json!(summary.episodes));
    document.insert("unit".to_owned(), json!("log points x 100; lower CRPS is better; intervals of 90 %"));
    document.insert("source".to_owned(), json!(source(&args.prices)));
    let mut lines = Vec::new();
    for (name, table) in
        [("all days", &summary.rolling), ("before", &summary.before), ("after", &summary.after)]
    {
        lines.push(name.to_owned());
        lines.extend(table.lines.iter().map(line));
        for (what, gains) in gains(table) {
            lines.extend(gains.iter().map(|g| {
                let [gain, low, high] = [g.gain, g.low, g.high].map(|x| 100.0 * x);
                format!("  {what:<28} {:>2} rows {gain:+.1} % [{low:+.1}, {high:+.1}]", g.rows)
            }));
        }
    }
    output.print(&Value::Object(document), &lines.join("\n"));
    Ok(Exit::Done)
}

/// Every origin, shared out among threads in turn; an origin's score does not depend on who runs it.
pub fn scored(test: &Backtest<'_>, threads: usize) -> Result<Vec<OriginScore>, BrentError> {
    let share = |first: usize| -> Result<Vec<(usize, OriginScore)>, BrentError> {
        (first..test.len()).step_by(threads).map(|place| Ok((place, test.run(place)?))).collect()
    };
    let mut all = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|first| scope.spawn(move || share(first))).collect();
        let mut all = Vec::with_capacity(test.len());
        for handle in handles {
            match handle.join() {
                Ok(part) => all.extend(part?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok::<_, BrentError>(all)
    })?;
    all.sort_by_key(|(place, _)| *place);
    Ok(all.into_iter().map(|(_, score)| score).collect())
}

fn gains(table: &Table) -> [(&'static str, &Vec<Gain>); 3] {
    [
        ("scenario over garch_t", &table.over_garch),
        ("scenario over random_walk", &table.over_walk),
        ("garch_t over random_walk", &table.garch_over_walk),
    ]
}

/// One of the tables as a document.
pub fn table(table: &Table) -> Map<String, Value> {
    let by = |of: fn(&HorizonScores) -> Value| -> Value {
        let mut horizons: Map<String, Value> = Map::new();
        for line in &table.lines {
            let place = horizons.entry(line.rows.to_string()).or_insert_with(|| json!({}));
            place[line.method.name()] = of(line);
        }
        Value::Object(horizons)
    };
    let gain =
        |g: &Gain| (g.rows.to_string(), json!({ "gain": g.gain, "low": g.low, "high": g.high, "n": g.n }));
    let gains: Map<String, Value> = gains(table)
        .into_iter()
        .map(|(what, all)| (what.replace(' ', "_"), Value::Object(all.iter().map(gain).collect())))
        .collect();
    let mut document = Map::new();
    document.insert("n".to_owned(), by(|l| json!(l.n)));
    document.insert("crps".to_owned(), by(|l| json!(l.crps)));
    document.insert("coverage50".to_owned(), by(|l| json!(l.held[0])));
    document.insert("coverage90".to_owned(), by(|l| json!(l.held[1])));
    document.insert("coverage95".to_owned(), by(|l| json!(l.held[2])));
    document.insert("coverage99".to_owned(), by(|l| json!(l.held[3])));
    document.insert("width90".to_owned(), by(|l| json!(l.width90)));
    document.insert("pit".to_owned(), by(|l| json!({ "mean": l.pit_mean, "spread": l.pit_spread })));
    document.insert("gain".to_owned(), Value::Object(gains));
    document
}

fn line(l: &HorizonScores) -> String {
    let [c50, c90, c95, c99] = l.held;
    format!(
        "  {:>2} rows {:<12} n {:>4} CRPS {:>7.3} holds {c50:.3} {c90:.3} {c95:.3} {c99:.3} width {:>5.1} PIT {:.3} {:.2}",
        l.rows,
        l.method.name(),
        l.n,
        l.crps,
        l.width90,
        l.pit_mean,
        l.pit_spread
    )
}
