//! `demarche safeguards forecast`: stocks some months ahead at the pace of the reports.

use crate::command::safeguards::ForecastArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::model_words::date;
use crate::run::safeguards::{no_basis, refused, tables};
use crate::stopped::Stopped;
use ::safeguards::{Ahead, forecast, standing_at};
use refusal::facts;
use serde_json::{Value, json};

/// Prints every band; nothing where there is no verified basis.
pub fn run(args: &ForecastArgs, output: &Output) -> Result<Exit, Stopped> {
    if !(args.months.is_finite() && (0.0..=60.0).contains(&args.months)) {
        return Err(Stopped::usage("months (0 to 60)", &args.months.to_string()));
    }
    let (stocks, _, _) = tables(&args.tables)?;
    let as_of = match (&args.as_of, stocks.last_verified()) {
        (Some(text), _) => date("as-of", text)?,
        (None, Some(last)) => last,
        (None, None) => return Err(Stopped::usage("as-of", "nothing")),
    };
    let standing = standing_at(&stocks, as_of).map_err(refused)?;
    let mut lines = vec![output.phrase("models-material-only", &facts! {})];
    let is_based = standing.no_basis_since.is_none();
    let bands = if is_based { forecast(&stocks, &standing, args.months) } else { Vec::new() };
    lines.push(if is_based {
        format!("{} of {}, {} months after {as_of}:", standing.last.number, standing.last.as_of, args.months)
    } else {
        no_basis(&standing, output)
    });
    lines.extend(bands.iter().map(line));
    let document = json!({
        "as_of": as_of.to_string(), "months": args.months, "last_verified": standing.last.number,
        "age_days": standing.age_days,
        "no_verified_basis_since": standing.no_basis_since.map(|day| day.to_string()),
        "bands": bands.iter().map(document).collect::<Vec<Value>>(),
        "statement": lines[0],
        "assumed": "production goes on at the pace between the last five reports: least, last, greatest",
    });
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}

fn document(ahead: &Ahead) -> Value {
    let three = |of: Option<[f64; 3]>| {
        of.map(|[low, central, high]| json!({ "low": low, "central": central, "high": high }))
    };
    json!({ "band": ahead.band.word(), "pace_kg_u_per_month": three(ahead.pace), "stock_kg_u": three(ahead.then) })
}

fn line(ahead: &Ahead) -> String {
    let three = |of: Option<[f64; 3]>| {
        of.map_or("not known".to_owned(), |[low, central, high]| {
            format!("{central:.1} ({low:.1} to {high:.1})")
        })
    };
    format!(
        "  up to {:>2} %: {} kg U; {} kg U a month",
        ahead.band.word(),
        three(ahead.then),
        three(ahead.pace)
    )
}
