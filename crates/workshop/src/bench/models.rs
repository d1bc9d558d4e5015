//! `./run bench models`: how the three models have done, beside their bars, and how fast they are.

use crate::bench::plot;
use crate::bench::report::Figures;
use attribution::{Likelihoods, Method as Judge, Response, Scores, World, simulate};
use brent::{
    Backtest, Event, Gain, HorizonScores, Method, OriginScore, Prices, Summary, brent_template, fan,
};
use safeguards::{Assay, KgU, Machines, Plant, PublishedCase, Stocks, breakout_interval, standing_at};
use serde_json::{Map, Value, json};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

/// Runs everything; with a folder, draws the plots of the book into it.
pub(super) fn measure(plots: Option<&Path>) -> Result<Figures, String> {
    let published = safeguards::published_cases(safeguards::PUBLISHED).map_err(|e| e.to_string())?;
    let judged = judged()?;
    let prices = Prices::read(brent::SERIES).map_err(|e| e.to_string())?;
    let begun = Instant::now();
    let summary = back_test(&prices)?;
    let took = begun.elapsed();
    let fan_ms = fan_ms(&prices)?;
    let breakout_ms = breakout_ms()?;
    if let Some(folder) = plots {
        draw(folder, &published, &judged, &summary, &prices)?;
    }
    let mut bars = bars_of_safeguards(&published)?;
    bars.extend(bars_of_attribution(&judged));
    bars.extend(bars_of_brent(&summary));
    bars.push(bar("back-test, s", took.as_secs_f64(), 0.0, 60.0));
    bars.push(bar("fan of 100,000 paths, ms", fan_ms, 0.0, 200.0));
    bars.push(bar("breakout of 10,000 draws, ms", breakout_ms, 0.0, 100.0));
    let fails = bars.iter().filter(|bar| bar["holds"] == false).count();
    Ok(vec![
        ("bars", bars.into()),
        ("bars_failed", fails.into()),
        ("published", published.iter().map(published_document).collect::<Vec<_>>().into()),
        ("attribution", judged.iter().map(scores_document).collect::<Vec<_>>().into()),
        ("brent", brent_document(&summary)),
        ("episodes", summary.episodes.into()),
        ("backtest_s", took.as_secs_f64().into()),
        ("fan_100000_ms", fan_ms.into()),
        ("breakout_10000_ms", breakout_ms.into()),
    ])
}

/// World and method by name, with their scores.
type Judged = Vec<(&'static str, Scores)>;

fn judged() -> Result<Judged, String> {
    let (table, response) = (Likelihoods::shipped(), Response::shipped());
    let runs = [
        ("prior only", World::Honest, Judge::PriorOnly),
        ("rate only", World::Honest, Judge::RateOnly),
        ("items, copies known", World::Honest, Judge::ItemsOnly),
        (BEST, World::Honest, Judge::Both(100)),
        ("items and rate, rho 0.7", World::Honest, Judge::Both(70)),
        ("items and rate, copies counted", World::Honest, Judge::Both(0)),
        ("items and rate, grades ignored", World::Honest, Judge::GradesIgnored),
        ("sources follow one rumour, rho 0.7", World::Correlated, Judge::Both(70)),
        ("the patron lies, rho 0.7", World::LyingPatron, Judge::Both(70)),
    ];
    let run = |(name, world, method)| {
        let scores = simulate(world, method, CASES, 20_261_128, &table, &response);
        scores.map(|scores| (name, scores)).map_err(|e| e.to_string())
    };
    runs.into_iter().map(run).collect()
}

fn back_test(prices: &Prices) -> Result<Summary, String> {
    let episodes = brent::episodes(brent::EPISODES).map_err(|e| e.to_string())?;
    let from = "2005-01-04".parse().map_err(|_| "no date")?;
    let test = Backtest::new(prices, &episodes, from, 5, 4_000).map_err(|e| e.to_string())?;
    let half = |first: usize| -> Result<Vec<OriginScore>, String> {
        let places = (first..test.len()).step_by(2);
        places.map(|place| test.run(place).map_err(|e| e.to_string())).collect()
    };
    let (even, odd) = std::thread::scope(|scope| {
        let odd = scope.spawn(|| half(1));
        let even = half(0);
        (even, odd.join())
    });
    let (even, odd) = (even?, odd.map_err(|_| "a thread broke off")??);
    let mut scores = Vec::with_capacity(test.len());
    let mut odd = odd.into_iter();
    for score in even {
        scores.push(score);
        scores.extend(odd.next());
    }
    Ok(test.summary(&scores))
}

/// The quickest of five, milliseconds: what the machine can, not what else it does.
fn quickest(mut run: impl FnMut() -> Result<(), String>) -> Result<f64, String> {
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let begun = Instant::now();
        run()?;
        best = best.min(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(best)
}

fn fan_ms(prices: &Prices) -> Result<f64, String> {
    let origin = prices.len() - 1;
    let event = Event::parse(brent_template(), prices.date(origin)).map_err(|e| e.to_string())?;
    let case = event.cases.first().ok_or("no case")?;
    quickest(|| {
        fan(prices, origin, case, 100_000, 1).map(|fan| drop(black_box(fan))).map_err(|e| e.to_string())
    })
}

fn breakout_ms() -> Result<f64, String> {
    let stocks = Stocks::read(safeguards::STOCKS).map_err(|e| e.to_string())?;
    let machines = Machines::read(safeguards::MACHINES).map_err(|e| e.to_string())?;
    let day = "2025-05-17".parse().map_err(|_| "no date")?;
    let standing = standing_at(&stocks, day).map_err(|e| e.to_string())?;
    let capacity = machines.capacity(day, &[]).map_err(|e| e.to_string())?.swu_per_year;
    let plant = Plant::usual(standing.feeds(&stocks), capacity);
    let xp = Assay::new(0.9).map_err(|e| e.to_string())?;
    quickest(|| {
        let spread = breakout_interval(&plant, KgU(25.0), xp, 10_000, 1).map_err(|e| e.to_string())?;
        black_box(spread.interval());
        Ok(())
    })
}

fn bar(name: impl Into<String>, seen: f64, low: f64, high: f64) -> Value {
    json!({ "bar": name.into(), "seen": seen, "from": low, "to": high, "holds": (low..=high).contains(&seen) })
}

fn bars_of_safeguards(published: &[PublishedCase]) -> Result<Vec<Value>, String> {
    let mut off = 0.0;
    for line in VECTORS.lines().skip(1) {
        let mut cells = line.splitn(4, ',');
        let mut cell = || cells.next().unwrap_or_default();
        let checked = safeguards::vector(cell(), cell(), cell(), cell()).map_err(|e| e.to_string())?;
        off += if checked.holds { 0.0 } else { 1.0 };
    }
    let failed = published.iter().filter(|case| !case.holds()).count();
    let rows = safeguards::totals_rows(TOTALS).map_err(|e| e.to_string())?;
    let counts = rows.iter().filter(|row| !row.holds()).count();
    Ok(vec![
        bar("safeguards: vectors that fail", off, 0.0, 0.0),
        bar("safeguards: published estimates that fail", failed as f64, 0.0, 0.0),
        bar("safeguards: published counts that fail", counts as f64, 0.0, 0.0),
    ])
}

fn bars_of_attribution(judged: &Judged) -> Vec<Value> {
    let Some((_, best)) = judged.iter().find(|(name, _)| *name == BEST) else { return Vec::new() };
    let bins = best.bins_directed.iter().chain(&best.bins_responsible).filter(|bin| bin.cases >= 200);
    let worst = bins.map(|bin| (bin.told - bin.came).abs()).fold(0.0, f64::max);
    vec![
        bar("attribution: log score", best.log, 1.346, 1.386),
        bar("attribution: calibration error, directed", best.ece_directed, 0.0, 0.02),
        bar("attribution: calibration error, responsible", best.ece_responsible, 0.0, 0.02),
        bar("attribution: worst bin with 200 cases", worst, 0.0, 0.05),
    ]
}

fn bars_of_brent(summary: &Summary) -> Vec<Value> {
    let line = |lines: &[HorizonScores], rows: usize, method: Method| {
        lines.iter().find(|l| l.rows == rows && l.method == method).copied()
    };
    let against = |lines: &[HorizonScores], rows: usize| {
        let (own, other) = (line(lines, rows, Method::Scenario)?, line(lines, rows, Method::GarchT)?);
        Some((own, own.crps / other.crps))
    };
    let mut bars = Vec::new();
    for rows in [1, 5, 20, 60] {
        let Some((own, ratio)) = against(&summary.rolling.lines, rows) else { continue };
        bars.push(bar(format!("brent, all days, {rows} rows: CRPS over GARCH-t"), ratio, 0.0, 1.005));
        bars.push(bar(format!("brent, all days, {rows} rows: mean of the PIT"), own.pit_mean, 0.48, 0.53));
        if rows <= 20 {
            bars.push(bar(format!("brent, all days, {rows} rows: 90 % bands hold"), own.held[1], 0.88, 0.92));
            bars.push(bar(
                format!("brent, all days, {rows} rows: 95 % bands hold"),
                own.held[2],
                0.93,
                0.965,
            ));
        }
        let gain =
            summary.rolling.over_walk.iter().find(|gain| gain.rows == rows).map_or(0.0, |gain| gain.low);
        bars.push(bar(
            format!("brent, all days, {rows} rows: gain over the random walk, low end"),
            gain,
            0.0,
            1.0,
        ));
    }
    for rows in [1, 5, 20] {
        let Some((own, ratio)) = against(&summary.after.lines, rows) else { continue };
        bars.push(bar(format!("brent, after, {rows} rows: CRPS over GARCH-t"), ratio, 0.0, 1.0));
        bars.push(bar(format!("brent, after, {rows} rows: 90 % bands hold"), own.held[1], 0.85, 0.97));
    }
    for rows in [1, 5] {
        let Some((own, ratio)) = against(&summary.before.lines, rows) else { continue };
        bars.push(bar(format!("brent, before, {rows} rows: gain over GARCH-t"), 1.0 - ratio, 0.20, 1.0));
        bars.push(bar(format!("brent, before, {rows} rows: 90 % bands hold"), own.held[1], 0.85, 1.0));
    }
    bars
}

fn published_document(case: &PublishedCase) -> Value {
    json!({ "id": case.id, "published": case.published, "model": case.model, "holds": case.holds() })
}

fn scores_document((name, s): &(&'static str, Scores)) -> Value {
    json!({
        "run": name, "cases": s.cases, "log": s.log, "brier": s.brier, "ece_directed": s.ece_directed,
        "ece_responsible": s.ece_responsible, "top": s.top,
    })
}

fn brent_document(summary: &Summary) -> Value {
    let of = |table: &brent::Table| {
        let lines: Vec<Value> = table.lines.iter().map(line_document).collect();
        let gains = |gains: &[Gain]| -> Map<String, Value> {
            gains.iter().map(|g| (g.rows.to_string(), json!([g.gain, g.low, g.high]))).collect()
        };
        json!({
            "lines": lines, "over_garch": gains(&table.over_garch), "over_walk": gains(&table.over_walk),
            "garch_over_walk": gains(&table.garch_over_walk),
        })
    };
    json!({ "all_days": of(&summary.rolling), "before": of(&summary.before), "after": of(&summary.after) })
}

fn line_document(l: &HorizonScores) -> Value {
    json!({
        "rows": l.rows, "method": l.method.name(), "n": l.n, "crps": l.crps, "held": l.held,
        "width90": l.width90, "pit_mean": l.pit_mean, "pit_spread": l.pit_spread,
    })
}

fn draw(
    folder: &Path,
    published: &[PublishedCase],
    judged: &Judged,
    summary: &Summary,
    prices: &Prices,
) -> Result<(), String> {
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))
    };
    write("safeguards-published.svg", plot::published(published))?;
    let best = judged.iter().find(|(name, _)| *name == BEST).ok_or("no scores")?;
    write("attribution-reliability.svg", plot::reliability(&best.1))?;
    write("brent-coverage.svg", plot::coverage(summary))?;
    let origin =
        prices.at_or_before("2025-06-12".parse().map_err(|_| "no date")?).map_err(|e| e.to_string())?;
    let event = Event::parse(brent_template(), prices.date(origin)).map_err(|e| e.to_string())?;
    let fans = event.cases.iter().map(|case| fan(prices, origin, case, 20_000, 1).map_err(|e| e.to_string()));
    let fans: Vec<_> = fans.collect::<Result<_, String>>()?;
    write("brent-fan.svg", plot::fans(&event.cases, &fans))
}

const CASES: usize = 12_000;
const BEST: &str = "items and rate, rho 1";
const VECTORS: &str = include_str!("../../../../data/safeguards/vectors.csv");
const TOTALS: &str = include_str!("../../../../data/safeguards/published-totals.csv");
