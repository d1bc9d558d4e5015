//! `demarche safeguards`: time to material, not to a weapon.

use crate::command::safeguards::{BreakoutArgs, SafeguardsCommand, SwuArgs, TableArgs};
use crate::exit::Exit;
use crate::output::Output;
use crate::run::assess::snapshots;
use crate::run::files::read;
use crate::run::model_words::{date, days_text, interval_document, months_text};
use crate::run::{safeguards_forecast, safeguards_step};
use crate::stopped::Stopped;
use ::safeguards::{
    Assay, Assumed, Band, Capacity, Detection, Interval, KgU, Machines, Plant, SafeguardsError, Spread,
    Standing, Stocks, Triangle, Visits, assumed_cases, balance_from_product, breakout_interval, metrics,
    standing_at,
};
use refusal::facts;
use serde_json::{Map, Value, json};

/// Runs the command.
pub fn run(command: &SafeguardsCommand, output: &Output) -> Result<Exit, Stopped> {
    match command {
        SafeguardsCommand::Swu(args) => swu(args, output),
        SafeguardsCommand::Breakout(args) => breakout(args, output),
        SafeguardsCommand::Forecast(args) => safeguards_forecast::run(args, output),
        SafeguardsCommand::PriceStep(args) => safeguards_step::run(args, output),
    }
}

/// Refuses with the words of the crate.
pub fn refused(error: SafeguardsError) -> Stopped {
    Stopped::refused(&error)
}

fn swu(args: &SwuArgs, output: &Output) -> Result<Exit, Stopped> {
    // A bare number is kg of uranium here: the option says so, and a balance has no other basis.
    let product = match args.product.trim().parse::<f64>() {
        Ok(kg) => KgU(kg),
        Err(_) => KgU::parse("product", &args.product).map_err(refused)?,
    };
    let x = |what: &str, value: f64| Assay::named(what, value).map_err(refused);
    let (xp, xf, xt) = (x("xp", args.xp)?, x("xf", args.xf)?, x("xt", args.xt)?);
    let balance = balance_from_product(product, xp, xf, xt).map_err(refused)?;
    let document = json!({
        "product_kg_u": balance.product.0,
        "feed_kg_u": balance.feed.0,
        "tails_kg_u": balance.tails.0,
        "swu": balance.work.0,
        "swu_per_kg_product": balance.work.0 / balance.product.0,
        "feed_per_kg_product": balance.feed.0 / balance.product.0,
        "xp": args.xp, "xf": args.xf, "xt": args.xt,
    });
    let text = format!(
        "product  {:.6} kg U at {}\nfeed     {:.6} kg U at {}\ntails    {:.6} kg U at {}\nwork     {:.6} SWU",
        balance.product.0, args.xp, balance.feed.0, args.xf, balance.tails.0, args.xt, balance.work.0
    );
    output.print(&document, &text);
    Ok(Exit::Done)
}

/// Stocks and machines, shipped or given.
pub fn tables(args: &TableArgs) -> Result<(Stocks, Machines, Assumed), Stopped> {
    let text = |path: &Option<std::path::PathBuf>, shipped: &str| match path {
        Some(path) => read(path),
        None => Ok(shipped.to_owned()),
    };
    let mut stocks = Stocks::read(&text(&args.stocks, ::safeguards::STOCKS)?).map_err(refused)?;
    if !args.standing.is_empty() {
        stocks = desk::verified::with_reports(stocks, &snapshots(&args.standing)?).0;
    }
    let machines = Machines::read(&text(&args.machines, ::safeguards::MACHINES)?).map_err(refused)?;
    let share = |given: Option<f64>, usual: Triangle| match given {
        Some(share) => Triangle::point(share),
        None => usual,
    };
    let assumed = Assumed {
        surviving: share(args.surviving, Assumed::USUAL.surviving),
        rebuilt: share(args.rebuilt, Assumed::USUAL.rebuilt),
    };
    if !(1..=MOST_DRAWS).contains(&args.draws) {
        return Err(Stopped::usage("draws (1 to 1000000)", &args.draws.to_string()));
    }
    Ok((stocks, machines, assumed.checked().map_err(refused)?))
}

fn breakout(args: &BreakoutArgs, output: &Output) -> Result<Exit, Stopped> {
    let (document, lines) = breakout_told(args, output)?;
    output.print(&document, &lines.join("\n"));
    Ok(Exit::Done)
}

/// Time to material as a document, and in lines.
///
/// # Errors
/// What is wrong with a table, a date or a quantity.
pub fn breakout_told(args: &BreakoutArgs, output: &Output) -> Result<(Value, Vec<String>), Stopped> {
    let (stocks, machines, assumed) = tables(&args.tables)?;
    let as_of = match (&args.as_of, stocks.last_verified()) {
        (Some(text), _) => date("as-of", text)?,
        (None, Some(last)) => last,
        (None, None) => return Err(Stopped::usage("as-of", "nothing")),
    };
    let quantity = KgU::parse("quantity", &args.quantity).map_err(refused)?;
    if !(args.sq.is_finite() && args.sq > 0.0) {
        return Err(Stopped::usage("sq (a number above 0)", &args.sq.to_string()));
    }
    let target = KgU(args.sq * quantity.0);
    let visits =
        Visits { interval_days: args.visits.unwrap_or(Visits::USUAL.interval_days), ..Visits::USUAL };
    let visits = visits.checked().map_err(refused)?;
    let standing = standing_at(&stocks, as_of).map_err(refused)?;
    let capacity = machines.capacity(as_of, &args.site).map_err(refused)?;
    let mut document = head(&standing, &stocks, target, args.sq, &capacity);
    let mut lines = vec![output.phrase("models-material-only", &facts! {})];
    lines.extend(stock_lines(&standing, &stocks));
    let (draws, seed) = (args.tables.draws, args.tables.seed);
    if standing.no_basis_since.is_some() {
        let cases =
            assumed_cases(&standing, &stocks, &machines, target, &assumed, draws, seed).map_err(refused)?;
        lines.push(no_basis(&standing, output));
        lines.extend(cases.iter().map(|c| format!("if {:<40} {}", c.name, months_text(&c.months))));
        let cases: Vec<Value> = cases
            .iter()
            .map(|c| {
                json!({
                    "case": c.name, "material_lost": c.material_lost, "capacity": c.capacity,
                    "months": interval_document(&c.months),
                })
            })
            .collect();
        document.extend(object(json!({
            "months": null, "stages": [], "cases": cases,
            "assumed": { "surviving": triangle(&assumed.surviving), "rebuilt": triangle(&assumed.rebuilt) },
            "detection": detection(&visits.against(&vec![f64::INFINITY; draws], seed), false),
        })));
    } else {
        let mut plant = Plant::usual(standing.feeds(&stocks), capacity.swu_per_year);
        plant.natural = !args.no_natural;
        let xp = Assay::new(ENRICHMENT).map_err(refused)?;
        let spread = breakout_interval(&plant, target, xp, draws, seed).map_err(refused)?;
        let found = visits.against(&spread.draws, seed);
        lines.push(format!("breakout  {}", months_text(&spread.interval())));
        lines.extend(stage_lines(&spread, &capacity));
        lines.push(format!(
            "detection {} after the first feed; before the material in {:.0} of 100",
            days_text(&found.delay_days),
            100.0 * found.before_material
        ));
        document.extend(object(json!({
            "months": interval_document(&spread.interval()),
            "stages": stages(&spread, &capacity),
            "cases": [],
            "detection": detection(&found, true),
            "assumptions": assumptions(&plant),
        })));
        set_breakout(&mut document, &spread.interval());
    }
    document.extend(object(json!({ "draws": draws, "seed": seed })));
    document.insert("statement".to_owned(), json!(lines[0]));
    if standing.no_basis_since.is_some() {
        document.insert("warning".to_owned(), json!(no_basis(&standing, output)));
    }
    Ok((Value::Object(document), lines))
}

/// NO VERIFIED BASIS SINCE, in the reader's words.
pub fn no_basis(standing: &Standing, output: &Output) -> String {
    let since = standing.no_basis_since.map(|day| day.to_string()).unwrap_or_default();
    output.phrase("models-no-verified-basis", &facts! { since: since, age: standing.age_days })
}

fn head(
    standing: &Standing,
    stocks: &Stocks,
    target: KgU,
    sq: f64,
    capacity: &Capacity,
) -> Map<String, Value> {
    let counts: Vec<Value> = capacity
        .counts
        .iter()
        .map(|c| {
            json!({
                "as_of": c.as_of.to_string(), "sites": c.sites, "type": c.kind, "installed": c.installed,
                "enriching": c.enriching, "source": c.source,
            })
        })
        .collect();
    object(json!({
        "as_of": standing.as_of.to_string(),
        "target": { "quantities": sq, "kg_u": target.0, "enrichment": ENRICHMENT, "kg_u235": target.0 * ENRICHMENT },
        "no_verified_basis_since": standing.no_basis_since.map(|day| day.to_string()),
        "last_verified": report(&standing.last, standing.age_days),
        "last_estimate": report(&standing.estimate, standing.age_days),
        "metrics": metrics_document(standing, stocks),
        "capacity_swu_per_year": triangle(&capacity.swu_per_year),
        "machines": counts,
    }))
}

fn report(report: &::safeguards::Report, age_days: i64) -> Value {
    let bands = Band::STOCK.iter().zip(&report.bands);
    let bands: Map<String, Value> =
        bands.map(|(band, mass)| (band.word().to_owned(), json!(mass.map(|mass| mass.0)))).collect();
    json!({
        "as_of": report.as_of.to_string(), "report": report.number, "age_days": age_days,
        "total_kg_u": report.total.map(|mass| mass.0), "uf6_kg_u_by_band": bands, "basis": report.basis,
    })
}

/// A band with its stock and its rate.
type Metric = (Band, Option<f64>, Option<f64>);

/// Stock and rate; the breakout is put beside them where there is one.
fn metrics_document(standing: &Standing, stocks: &Stocks) -> Value {
    let found = metrics(stocks, &standing.last);
    let by = |of: fn(&Metric) -> Option<f64>| -> Map<String, Value> {
        found.bands.iter().map(|line| (line.0.word().to_owned(), json!(of(line)))).collect()
    };
    json!({
        "stock_kg_u": by(|line| line.1),
        "rate_kg_u_per_month": by(|line| line.2),
        "breakout_months": null,
    })
}

fn set_breakout(document: &mut Map<String, Value>, interval: &Interval) {
    if let Some(place) = document.get_mut("metrics").and_then(|metrics| metrics.get_mut("breakout_months")) {
        *place = interval_document(interval);
    }
}

fn stock_lines(standing: &Standing, stocks: &Stocks) -> Vec<String> {
    let known = |value: Option<f64>, unit: &str| {
        value.map_or_else(|| "not known".to_owned(), |value| format!("{value:.1} {unit}"))
    };
    let mut lines = vec![format!(
        "stock     {} of {}, {} days old",
        standing.last.number, standing.last.as_of, standing.age_days
    )];
    lines.extend(metrics(stocks, &standing.last).bands.iter().map(|(band, mass, rate)| {
        format!(
            "          up to {:>2} %: {}; {}",
            band.word(),
            known(*mass, "kg U"),
            known(*rate, "kg U a month")
        )
    }));
    lines
}

fn stages(spread: &Spread, capacity: &Capacity) -> Vec<Value> {
    let days = |nominal: f64| 365.25 * nominal / capacity.swu_per_year.central;
    spread
        .central
        .stages
        .iter()
        .map(|stage| {
            json!({
                "band": stage.band.word(), "feed_kg_u": stage.feed.0, "product_kg_u": stage.product.0,
                "tails": stage.tails, "swu": stage.work.0, "nominal_swu": stage.nominal.0,
                "days": days(stage.nominal.0),
            })
        })
        .collect()
}

fn stage_lines(spread: &Spread, capacity: &Capacity) -> Vec<String> {
    let lines = spread.central.stages.iter().map(|stage| {
        format!(
            "          from {:>7}: {:.1} kg U in, {:.1} kg U out, {:.0} SWU, {:.1} days",
            stage.band.word(),
            stage.feed.0,
            stage.product.0,
            stage.work.0,
            365.25 * stage.nominal.0 / capacity.swu_per_year.central
        )
    });
    lines.collect()
}

fn assumptions(plant: &Plant) -> Value {
    let steps = ["60", "20", "5", "2", "natural"];
    let by = |of: &[Triangle; 5]| -> Map<String, Value> {
        steps.iter().zip(of).map(|(step, range)| ((*step).to_owned(), triangle(range))).collect()
    };
    json!({
        "setup_days": triangle(&plant.setup_days), "tails": by(&plant.tails), "efficiency": by(&plant.eta),
        "losses": triangle(&plant.losses), "hold_up_kg_u": triangle(&plant.hold_up), "natural": plant.natural,
        "conversion": "left out",
    })
}

/// Delay, and the chance that the report comes before the material where that is known.
pub fn detection(found: &Detection, known: bool) -> Value {
    json!({
        "delay_days": interval_document(&found.delay_days),
        "before_material": known.then_some(found.before_material),
    })
}

/// A range.
pub fn triangle(range: &Triangle) -> Value {
    json!({ "low": range.low, "central": range.central, "high": range.high })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The material: a weight fraction.
const ENRICHMENT: f64 = 0.9;

/// More draws than this only take time.
const MOST_DRAWS: usize = 1_000_000;
