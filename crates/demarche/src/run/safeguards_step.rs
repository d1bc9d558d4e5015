//! `demarche safeguards price-step`.

use crate::command::safeguards::PriceStepArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::files::read;
use crate::run::model_words::{days_text, interval_document, months_text};
use crate::run::safeguards::{detection, no_basis, refused, tables};
use crate::stopped::Stopped;
use ::safeguards::{Interval, Step, StepEffect, step_effect};
use refusal::facts;
use serde_json::{Value, json};

/// Prices a step.
pub fn run(args: &PriceStepArgs, output: &Output) -> Result<Exit, Stopped> {
    let (stocks, machines, assumed) = tables(&args.tables)?;
    let step = Step::parse(&read(&args.step)?).map_err(refused)?;
    let (draws, seed) = (args.tables.draws, args.tables.seed);
    let (standing, effects) =
        step_effect(&step, &stocks, &machines, &assumed, draws, seed).map_err(refused)?;
    let verified = standing.no_basis_since.is_none();
    let statement = output.phrase("models-material-only", &facts! {});
    let document = json!({
        "as_of": step.as_of.to_string(),
        "target": { "quantities": step.quantities, "kg_u": step.target.0 },
        "days_bought": interval_document(&bracket(&effects, |e| e.days_bought, verified)),
        "detection_days_gained": interval_document(&bracket(&effects, |e| e.detection_days_gained, verified)),
        "no_verified_basis_since": standing.no_basis_since.map(|day| day.to_string()),
        "last_verified": standing.last.as_of.to_string(),
        "age_days": standing.age_days,
        "cases": effects.iter().map(effect).collect::<Vec<Value>>(),
        "statement": statement,
        "draws": draws, "seed": seed,
    });
    let mut lines = vec![statement];
    if !verified {
        lines.push(no_basis(&standing, output));
    }
    for e in &effects {
        lines.push(format!("{}\n  before    {}", e.case, months_text(&e.before)));
        lines.push(format!("  after     {}", months_text(&e.after)));
        lines.push(format!("  bought    {}", days_text(&e.days_bought)));
        lines.push(format!("  detection {} sooner", days_text(&e.detection_days_gained)));
    }
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}

fn effect(e: &StepEffect) -> Value {
    json!({
        "case": e.case,
        "before": { "months": interval_document(&e.before), "detection": detection(&e.detection_before, true) },
        "after": { "months": interval_document(&e.after), "detection": detection(&e.detection_after, true) },
        "days_bought": interval_document(&e.days_bought),
        "detection_days_gained": interval_document(&e.detection_days_gained),
    })
}

/// The one effect, or the ends over assumed cases, without a centre.
fn bracket(effects: &[StepEffect], of: fn(&StepEffect) -> Interval, verified: bool) -> Interval {
    let all: Vec<Interval> = effects.iter().map(of).collect();
    match all.as_slice() {
        [one] if verified => *one,
        _ => {
            let lows = all.iter().filter_map(|i| i.low);
            let low = lows.fold(None, |least: Option<f64>, x| Some(least.map_or(x, |l| l.min(x))));
            let unlimited = all.iter().any(|i| i.high.is_none());
            let highs = all.iter().filter_map(|i| i.high);
            let high = highs.fold(None, |most: Option<f64>, x| Some(most.map_or(x, |m| m.max(x))));
            Interval { low, central: None, high: if unlimited { None } else { high } }
        }
    }
}
