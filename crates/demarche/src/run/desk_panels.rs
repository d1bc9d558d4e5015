//! Panels of the models on the desk's screen: each reads its files anew and gives the document of its command.

use crate::command::assess::{InputArgs, ModelFiles};
use crate::command::attribution::PosteriorArgs;
use crate::command::brent::ScenarioArgs;
use crate::command::safeguards::{BreakoutArgs, TableArgs};
use crate::output::Output;
use crate::run::assess::{named_models, snapshots};
use crate::run::attribution::{document, weighed};
use crate::run::brent::scenario_told;
use crate::run::safeguards::breakout_told;
use crate::stopped::Stopped;
use desk::Inputs;
use desk::serve::Panel;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The panels whose files are named, by the options or in the assumptions as they were read first.
pub fn panels(args: &InputArgs, read: &Inputs, output: &Output) -> BTreeMap<&'static str, Panel> {
    let mut all: BTreeMap<&'static str, Panel> = BTreeMap::new();
    let mut models = named_models(args, read);
    if args.models.stocks.is_none() && args.standing.is_empty() {
        // The file's own stocks are asked about at the file's own day, as its findings are.
        models.as_of.get_or_insert_with(|| read.assumptions.as_of.clone());
    }
    if models.without_models {
        models = args.models.clone();
    }
    let args = InputArgs { models, ..args.clone() };
    let ModelFiles { event, origin, stocks, evidence, .. } = &args.models;
    let add = |all: &mut BTreeMap<_, _>, name, of: fn(&InputArgs, &Output) -> Result<Value, Stopped>| {
        let (args, output) = (args.clone(), output.clone());
        let panel: Panel = Box::new(move || of(&args, &output).map_err(Stopped::refusal));
        all.insert(name, panel);
    };
    if event.is_some() && origin.is_some() {
        add(&mut all, "brent", brent);
    }
    if stocks.is_some() || !args.standing.is_empty() {
        add(&mut all, "breakout", breakout);
    }
    if evidence.is_some() {
        add(&mut all, "attribution", attribution);
    }
    all
}

fn brent(args: &InputArgs, output: &Output) -> Result<Value, Stopped> {
    let ModelFiles { event, origin, prices, .. } = args.models.clone();
    let asked = ScenarioArgs {
        event: event.unwrap_or_default(),
        origin: origin.unwrap_or_default(),
        prices,
        paths: PATHS,
        seed: 1,
        unreleased: None,
        person: None,
        log: None,
    };
    Ok(scenario_told(&asked, output)?.0)
}

fn breakout(args: &InputArgs, output: &Output) -> Result<Value, Stopped> {
    let ModelFiles { stocks, machines, as_of, .. } = args.models.clone();
    let standing = args.standing.clone();
    let as_of = match as_of {
        Some(day) => Some(day),
        None => day_of(&standing)?,
    };
    let tables =
        TableArgs { stocks, standing, machines, surviving: None, rebuilt: None, draws: DRAWS, seed: 1 };
    let asked = BreakoutArgs {
        tables,
        as_of,
        sq: 1.0,
        quantity: "25 kgU".to_owned(),
        site: Vec::new(),
        no_natural: false,
        visits: None,
    };
    Ok(breakout_told(&asked, output)?.0)
}

/// The day of the newest snapshot.
fn day_of(standing: &[PathBuf]) -> Result<Option<String>, Stopped> {
    let newest = snapshots(standing)?.iter().map(|it| it.as_of_ms).max();
    let day =
        |ms| Timestamp::from_millisecond(ms).ok().map(|at| at.to_zoned(TimeZone::UTC).date().to_string());
    Ok(newest.and_then(day))
}

fn attribution(args: &InputArgs, output: &Output) -> Result<Value, Stopped> {
    let ModelFiles { evidence, likelihoods, .. } = args.models.clone();
    let asked = PosteriorArgs { evidence: evidence.unwrap_or_default(), likelihoods };
    Ok(document(&weighed(&asked)?, output))
}

const PATHS: usize = 20_000;
const DRAWS: usize = 10_000;
