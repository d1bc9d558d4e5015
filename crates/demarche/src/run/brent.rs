//! `demarche brent`: fans, their baselines, and the difference of two assumed cases.

use crate::command::brent::{BrentCommand, FitArgs, ScenarioArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::brent_record;
use crate::run::files::read;
use crate::run::model_words::date;
use crate::stopped::Stopped;
use ::brent::{
    Baselines, BrentError, Case, Difference, Episode, Event, Fan, Garch, HORIZONS, Loss, PERCENT, Parameters,
    Prices, baselines, difference, episodes, fit_garch, rung_fit, tornado,
};
use refusal::facts;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// Runs the command.
pub fn run(command: &BrentCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        BrentCommand::Scenario(args) => scenario(args, output),
        BrentCommand::Backtest(args) => brent_record::run(args, output),
        BrentCommand::Fit(args) => fit(args, output),
    }
}

/// Refuses with the words of the crate.
pub fn refused(error: BrentError) -> Stopped {
    Stopped::refused(&error)
}

/// Prices, shipped or given.
pub fn prices(path: &Option<PathBuf>) -> Result<Prices, Stopped> {
    let text = match path {
        Some(path) => read(path)?,
        None => ::brent::SERIES.to_owned(),
    };
    Prices::read(&text).map_err(refused)
}

/// Episodes, shipped or given.
pub fn named(path: &Option<PathBuf>) -> Result<Vec<Episode>, Stopped> {
    let text = match path {
        Some(path) => read(path)?,
        None => ::brent::EPISODES.to_owned(),
    };
    episodes(&text).map_err(refused)
}

fn scenario(args: &ScenarioArgs, output: &Output) -> Result<Exit, Stopped> {
    let (document, lines) = scenario_told(args, output)?;
    log(args)?;
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}

/// The fan of an event as a document, and in lines.
///
/// # Errors
/// What is wrong with the event, the prices or the origin.
pub fn scenario_told(args: &ScenarioArgs, output: &Output) -> Result<(Value, Vec<String>), Stopped> {
    if !(100..=1_000_000).contains(&args.paths) {
        return Err(Stopped::usage("paths (100 to 1000000)", &args.paths.to_string()));
    }
    let prices = prices(&args.prices)?;
    let asked = date("origin", &args.origin)?;
    let origin = prices.at_or_before(asked).map_err(refused)?;
    let event = Event::parse(&read(&args.event)?, asked).map_err(refused)?;
    let mut fans = Vec::new();
    for case in &event.cases {
        fans.push(Fan::of_event(&prices, origin, event.known, case, args.paths, args.seed).map_err(refused)?);
    }
    let [first, ..] = fans.as_slice() else { return Err(Stopped::usage("case", "none")) };
    let base = baselines(&prices, origin, args.paths, args.seed).map_err(refused)?;
    let between = match (event.cases.as_slice(), fans.as_slice()) {
        ([a, b], [x, y]) => Some(difference([a, b], [x, y], &event.exposures)),
        _ => None,
    };
    let bars: Vec<Value> = tornado(&event.cases, first.price, first.garch)
        .into_iter()
        .map(|bar| json!({ "parameter": bar.parameter, "range": bar.range, "result_usd": bar.result }))
        .collect();
    let by_name: Map<String, Value> =
        base.iter().map(|(name, horizons)| ((*name).to_owned(), of_changes(first.price, horizons))).collect();
    let cases = event.cases.iter().zip(&fans);
    let statement = output.phrase("models-no-data-on-notices", &facts! {});
    let document = json!({
        "title": event.title,
        "origin": first.origin.to_string(),
        "price_usd": first.price,
        "known": event.known.map(|day| day.to_string()),
        "quantiles": of_fan(first),
        "cases": cases.map(|(case, fan)| json!({
            "case": case.name, "quantiles": of_fan(fan), "assumptions": assumptions(case),
        })).collect::<Vec<_>>(),
        "baseline": by_name,
        "difference": between.as_ref().map(|between| difference_document(between, output)),
        "tornado_20_rows": bars,
        "garch": garch(&first.garch),
        "statement": statement,
        "source": source(&args.prices),
        "paths": args.paths, "seed": args.seed, "unit": "USD a barrel",
    });
    let mut lines = told(&event, &fans, &base, between.as_ref(), output);
    lines.push(statement);
    Ok((document, lines))
}

/// A fan a case, the baselines, and the difference of two cases, for a reader.
fn told(
    event: &Event,
    fans: &[Fan],
    base: &Baselines,
    between: Option<&Difference>,
    output: &Output,
) -> Vec<String> {
    let Some(first) = fans.first() else { return Vec::new() };
    let mut lines = vec![format!("{} from {}, {:.2} USD", event.title, first.origin, first.price)];
    for (case, fan) in event.cases.iter().zip(fans) {
        lines.push(case.name.clone());
        lines.extend(fan.horizons.iter().map(|h| line(h.rows, PERCENT.map(|p| h.price(p)))));
    }
    for (name, horizons) in base {
        lines.push((*name).to_owned());
        let of = |changes: &[f64; 5]| changes.map(|change| first.price * change.exp());
        lines.extend(HORIZONS.iter().zip(horizons).map(|(rows, changes)| line(*rows, of(changes))));
    }
    if let Some(between) = between {
        lines.push(format!("{} less {}", between.first, between.second));
        lines.extend(between.horizons.iter().map(|h| {
            format!(
                "  {:>3} rows  {:+.2} USD, bands overlap {:.0} %",
                h.rows,
                h.median_usd,
                100.0 * h.overlap
            )
        }));
        if between.indistinguishable() {
            lines.push(output.phrase("models-cannot-tell-apart", &facts! {}));
        }
    }
    lines
}

fn line(rows: usize, prices: [f64; 5]) -> String {
    let told: Vec<String> = prices.iter().map(|price| format!("{price:>8.2}")).collect();
    format!("  {rows:>3} rows {}", told.join(""))
}

fn of_fan(fan: &Fan) -> Value {
    let by = fan.horizons.iter().map(|h| (h.rows.to_string(), quantiles(PERCENT.map(|p| h.price(p)))));
    Value::Object(by.collect())
}

fn of_changes(price: f64, horizons: &[[f64; 5]]) -> Value {
    let by = HORIZONS.iter().zip(horizons);
    Value::Object(by.map(|(rows, x)| (rows.to_string(), quantiles(x.map(|x| price * x.exp())))).collect())
}

fn quantiles(prices: [f64; 5]) -> Value {
    Value::Object(PERCENT.iter().zip(prices).map(|(p, price)| (p.to_string(), json!(price))).collect())
}

fn assumptions(case: &Case) -> Value {
    let p: Parameters = case.parameters;
    let loss = match case.loss {
        Loss::Certain => "certain",
        Loss::ByRung => "by-rung",
        Loss::None => "none",
    };
    let steps: Vec<Value> =
        case.steps.iter().map(|step| json!({ "after_rows": step.after_rows, "rung": step.rung })).collect();
    json!({
        "rung_before": case.rung_before, "rung_after": case.rung_after, "loss": loss,
        "at_risk_mbd": case.at_risk_mbd, "bypass_mbd": case.bypass_mbd, "spare_mbd": case.spare_mbd,
        "stocks_mbd": case.stocks_mbd, "days": case.days, "steps": steps,
        "kappa": p.kappa, "half_life": p.half_life, "u": p.u, "e_supply": p.e_supply, "e_demand": p.e_demand,
        "use_mbd": p.use_mbd, "buffer_days": p.buffer_days, "volatility": p.volatility,
    })
}

fn difference_document(between: &Difference, output: &Output) -> Value {
    let horizons = between.horizons.iter().map(|h| {
        let exposures: Vec<Value> = h
            .exposures
            .iter()
            .map(|(name, level, width)| {
                json!({ "name": name, "level_musd_per_day": level, "width_musd_per_day": width })
            })
            .collect();
        let of = json!({
            "median_usd": h.median_usd, "median_part": h.median_part, "width90_usd": h.width_usd,
            "overlap90": h.overlap, "exposures": exposures,
        });
        (h.rows.to_string(), of)
    });
    let apart = between.indistinguishable();
    json!({
        "first": between.first, "second": between.second,
        "horizons": horizons.collect::<Map<_, _>>(),
        "record_cannot_tell_apart": apart,
        "statement": if apart { output.phrase("models-cannot-tell-apart", &facts! {}) } else { String::new() },
    })
}

fn garch(g: &Garch) -> Value {
    json!({
        "omega_x1e4": 1e4 * g.omega, "alpha": g.alpha, "beta": g.beta, "nu": g.nu,
        "log_likelihood": g.log_likelihood, "next_sd_x100": 100.0 * g.next.sqrt(),
        "long_run_sd_x100": 100.0 * g.long_run().sqrt(),
    })
}

/// Where the prices come from.
pub fn source(path: &Option<PathBuf>) -> String {
    match path {
        Some(path) => path.display().to_string(),
        None => "Europe Brent spot: U.S. Energy Information Administration (August 2026)".to_owned(),
    }
}

/// A run about an unreleased notice leaves a line: who, when, which.
fn log(args: &ScenarioArgs) -> Result<(), Stopped> {
    let (Some(number), Some(person), Some(path)) = (&args.unreleased, &args.person, &args.log) else {
        return Ok(());
    };
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let at = jiff::Timestamp::from_second(i64::try_from(since.as_secs()).unwrap_or_default())
        .map(|at| at.to_string())
        .unwrap_or_default();
    let line = json!({ "at": at, "person": person, "unreleased": number, "event": args.event, "origin": args.origin });
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map_err(|e| Stopped::file(path, &e))?;
    writeln!(file, "{line}").map_err(|e| Stopped::file(path, &e))
}

fn fit(args: &FitArgs, output: &Output) -> Result<Exit, Stopped> {
    let (prices, episodes) = (prices(&args.prices)?, named(&args.episodes)?);
    let origin = match &args.origin {
        Some(text) => prices.at_or_before(date("origin", text)?).map_err(refused)?,
        None => prices.len() - 1,
    };
    let found = fit_garch(prices.returns_to(origin)).map_err(refused)?;
    let rungs = rung_fit(&prices, &episodes, origin);
    let slopes: Map<String, Value> = rungs
        .slopes
        .iter()
        .map(|s| (s.rows.to_string(), json!({ "x100_a_rung": s.slope, "r2": s.r2 })))
        .collect();
    let document = json!({
        "origin": prices.date(origin).to_string(), "rows": origin + 1, "garch": garch(&found),
        "rungs": { "episodes": rungs.episodes, "slopes": slopes, "kappa": rungs.kappa },
        "shipped": { "kappa": Parameters::SHIPPED.kappa, "half_life": Parameters::SHIPPED.half_life },
        "source": source(&args.prices),
    });
    let mut lines = vec![
        format!("origin   {}, {} rows", prices.date(origin), origin + 1),
        format!(
            "garch-t  omega {:.5}e-4 alpha {:.5} beta {:.5} nu {:.3} log likelihood {:.3} next sd {:.3} %",
            1e4 * found.omega,
            found.alpha,
            found.beta,
            found.nu,
            found.log_likelihood,
            100.0 * found.next.sqrt()
        ),
    ];
    lines.extend(
        rungs.slopes.iter().map(|s| {
            format!("rung     {:>2} rows: {:+.2} log points x 100, R2 {:.2}", s.rows, s.slope, s.r2)
        }),
    );
    if let Some(kappa) = rungs.kappa {
        lines.push(format!(
            "kappa    {kappa:.4} on {} episodes (shipped {})",
            rungs.episodes,
            Parameters::SHIPPED.kappa
        ));
    }
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}
