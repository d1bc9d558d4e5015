//! How each model has done, for the desk's screen: on shipped data alone, so each is reckoned once a process.

use crate::run::attribution::refused as attribution_refused;
use crate::run::brent::{named, prices, refused as brent_refused};
use crate::run::brent_record::{scored, table};
use crate::run::safeguards::refused as safeguards_refused;
use crate::stopped::Stopped;
use ::attribution::{Likelihoods, Method, Response, Scores, World, simulate};
use ::brent::Backtest;
use ::safeguards::{PUBLISHED, PublishedCase, published_cases};
use desk::serve::Panel;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The records by the name of their panel.
pub fn records() -> BTreeMap<&'static str, Panel> {
    BTreeMap::from([
        ("attribution", kept(of_attribution)),
        ("breakout", kept(of_breakout)),
        ("brent", kept(of_brent)),
    ])
}

fn kept(of: fn() -> Result<Value, Stopped>) -> Panel {
    let found = OnceLock::new();
    Box::new(move || found.get_or_init(|| of().map_err(Stopped::refusal)).clone())
}

/// The rows before and after the shipped episodes, scenario named.
fn of_brent() -> Result<Value, Stopped> {
    let (prices, episodes) = (prices(&None)?, named(&None)?);
    let test = Backtest::new(&prices, &episodes, prices.date(0), 0, PATHS).map_err(brent_refused)?;
    let there = std::thread::available_parallelism().map_or(1, usize::from);
    let scores = scored(&test, there).map_err(brent_refused)?;
    let summary = test.summary(&scores);
    Ok(json!({
        "episodes": summary.episodes, "before": table(&summary.before), "after": table(&summary.after),
    }))
}

/// Published estimates beside the model's.
fn of_breakout() -> Result<Value, Stopped> {
    let cases = published_cases(PUBLISHED).map_err(safeguards_refused)?;
    let row = |case: &PublishedCase| json!({ "id": case.id, "published": case.published, "model": case.model, "holds": case.holds() });
    Ok(json!({ "cases": cases.iter().map(row).collect::<Vec<_>>() }))
}

/// Simulated cases whose truth is known, in an honest world and in two that are not.
fn of_attribution() -> Result<Value, Stopped> {
    let (likelihoods, response) = (Likelihoods::shipped(), Response::shipped());
    let worlds = [
        ("honest", World::Honest, Method::Both(100)),
        ("correlated", World::Correlated, Method::Both(70)),
        ("lying-patron", World::LyingPatron, Method::Both(70)),
    ];
    let mut rows = Vec::new();
    for (name, world, method) in worlds {
        let scores =
            simulate(world, method, CASES, SEED, &likelihoods, &response).map_err(attribution_refused)?;
        rows.push(scores_document(name, &scores));
    }
    Ok(json!({ "worlds": rows }))
}

fn scores_document(world: &str, scores: &Scores) -> Value {
    let Scores { cases, log, brier, ece_directed, ece_responsible, .. } = scores;
    json!({
        "world": world, "cases": cases, "log": log, "brier": brier, "ece_directed": ece_directed,
        "ece_responsible": ece_responsible,
    })
}

const PATHS: usize = 4_000;
const CASES: usize = 10_000;
const SEED: u64 = 1;
