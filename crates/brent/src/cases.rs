//! Case tables: what a user who distrusts the engine runs.

use crate::crps::{crps_normal, crps_sample};
use crate::error::BrentError;
use crate::garch::{Garch, fit_garch};
use crate::parameters::Parameters;
use crate::prices::Prices;
use crate::scenario::{ClosedForm, quantiles};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A case with what was seen and expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// First column of the table.
    pub id: String,
    /// What the engine says.
    pub seen: Value,
    /// What the table says.
    pub expected: Value,
    /// Whether they agree.
    pub holds: bool,
}

/// The functions that a table may name.
pub fn functions() -> [&'static str; 4] {
    ["scenario_quantiles", "crps_normal", "crps_sample", "garch_t_fit"]
}

/// Runs one line of a table of vectors: JSON in, JSON out. Fits look at the shipped series.
///
/// # Errors
/// An unknown function, an unreadable input, an input out of range.
pub fn vector(id: &str, function: &str, inputs: &str, expected: &str) -> Result<Checked, BrentError> {
    let expected: Value = read("expected_json", expected)?;
    let wanted = expected.as_object().cloned().unwrap_or_default();
    let all = match function {
        "scenario_quantiles" => of_scenario(&read("inputs_json", inputs)?, &wanted)?,
        "crps_normal" => of_normal(&read("inputs_json", inputs)?)?,
        "crps_sample" => of_sample(&read("inputs_json", inputs)?)?,
        "garch_t_fit" => of_garch(&read("inputs_json", inputs)?)?,
        _ => return Err(BrentError::value("function", function, &functions().join(", "))),
    };
    let holds = !wanted.is_empty()
        && if function == "garch_t_fit" {
            // An optimiser is judged by the likelihood that it reaches, not by where on the ridge it stops.
            let number = |of: &Map<String, Value>| of.get("loglik").and_then(Value::as_f64);
            number(&all).zip(number(&wanted)).is_some_and(|(seen, want)| seen >= want - 0.02)
        } else {
            wanted.iter().all(|(key, want)| all.get(key).is_some_and(|seen| agree(seen, want)))
        };
    let seen = all.into_iter().filter(|(key, _)| wanted.contains_key(key)).collect();
    Ok(Checked { id: id.to_owned(), seen: Value::Object(seen), expected, holds })
}

#[derive(Deserialize)]
struct ScenarioInputs {
    #[serde(rename = "P0")]
    price: f64,
    #[serde(rename = "L")]
    loss: f64,
    #[serde(rename = "B")]
    bypass: f64,
    #[serde(rename = "C")]
    spare: f64,
    #[serde(rename = "K")]
    stocks: f64,
    #[serde(rename = "Q")]
    used: f64,
    es: f64,
    ed: f64,
    tau: f64,
    taub: f64,
    ton: f64,
    dg: f64,
    kappa: f64,
    tin: f64,
    #[serde(rename = "HL")]
    half_life: f64,
    u: f64,
    vm: f64,
    omega: f64,
    alpha: f64,
    beta: f64,
    v1: f64,
}

#[derive(Deserialize)]
struct NormalInputs {
    y: f64,
    mean: f64,
    sd: f64,
}

#[derive(Deserialize)]
struct SampleInputs {
    y: f64,
    x: Vec<f64>,
}

#[derive(Deserialize)]
struct GarchInputs {
    last_row: String,
}

fn of_scenario(
    inputs: &ScenarioInputs,
    wanted: &Map<String, Value>,
) -> Result<Map<String, Value>, BrentError> {
    let positive =
        [inputs.price, inputs.used, inputs.es + inputs.ed, inputs.tau + inputs.taub, inputs.ton, inputs.tin];
    if positive.iter().any(|value| !(value.is_finite() && *value > 0.0)) || inputs.alpha + inputs.beta >= 1.0
    {
        return Err(BrentError::value("inputs_json", "a value out of range", "prices, use, times above 0"));
    }
    let loss_mbd = (inputs.loss - inputs.bypass - inputs.spare - inputs.stocks).max(0.0);
    let parameters = Parameters {
        kappa: inputs.kappa,
        t_in: inputs.tin,
        half_life: inputs.half_life,
        u: inputs.u,
        e_supply: inputs.es,
        e_demand: inputs.ed,
        use_mbd: inputs.used,
        buffer_days: inputs.taub,
        t_on: inputs.ton,
        volatility: inputs.vm,
        ..Parameters::SHIPPED
    };
    let garch = Garch {
        omega: inputs.omega,
        alpha: inputs.alpha,
        beta: inputs.beta,
        nu: f64::INFINITY,
        log_likelihood: 0.0,
        next: inputs.v1,
    };
    let form =
        ClosedForm { price: inputs.price, loss_mbd, days: inputs.tau, rungs: inputs.dg, parameters, garch };
    let mut seen = Map::new();
    seen.insert("s_net".to_owned(), json!(loss_mbd));
    seen.insert("J_inf".to_owned(), json!(parameters.clearing(loss_mbd)));
    seen.insert("J".to_owned(), json!(parameters.jump(loss_mbd, inputs.tau)));
    for key in wanted.keys() {
        // Keys such as h20_q95.
        let Some((rows, percent)) = key.strip_prefix('h').and_then(|rest| rest.split_once("_q")) else {
            continue;
        };
        let at = ["05", "50", "95"].iter().position(|known| *known == percent);
        if let (Ok(rows), Some(at)) = (rows.parse::<u32>(), at) {
            seen.insert(key.clone(), json!(quantiles(&form, f64::from(rows))[at]));
        }
    }
    Ok(seen)
}

fn of_normal(inputs: &NormalInputs) -> Result<Map<String, Value>, BrentError> {
    if !(inputs.sd.is_finite() && inputs.sd > 0.0) {
        return Err(BrentError::value("sd", inputs.sd, "a number above 0"));
    }
    Ok(Map::from_iter([("crps".to_owned(), json!(crps_normal(inputs.y, inputs.mean, inputs.sd)))]))
}

fn of_sample(inputs: &SampleInputs) -> Result<Map<String, Value>, BrentError> {
    if inputs.x.is_empty() {
        return Err(BrentError::value("x", "nothing", "at least one value"));
    }
    Ok(Map::from_iter([("crps".to_owned(), json!(crps_sample(inputs.y, &inputs.x)))]))
}

fn of_garch(inputs: &GarchInputs) -> Result<Map<String, Value>, BrentError> {
    let prices = Prices::read(crate::shipped::SERIES)?;
    let day = || BrentError::value("last_row", &inputs.last_row, "a date such as 2012-12-31");
    let origin = prices.at_or_before(inputs.last_row.parse().map_err(|_| day())?)?;
    let garch = fit_garch(prices.returns_to(origin))?;
    Ok(Map::from_iter([
        ("omega_x1e4".to_owned(), json!(garch.omega * 1e4)),
        ("alpha".to_owned(), json!(garch.alpha)),
        ("beta".to_owned(), json!(garch.beta)),
        ("nu".to_owned(), json!(garch.nu)),
        ("loglik".to_owned(), json!(garch.log_likelihood)),
        ("next_sd_x100".to_owned(), json!(100.0 * garch.next.sqrt())),
    ]))
}

/// Numbers to a millionth of their size, or to the digits that the table gives.
fn agree(seen: &Value, want: &Value) -> bool {
    match (seen.as_f64(), want.as_f64()) {
        (Some(seen), Some(want)) => (seen - want).abs() <= 1e-6 * want.abs() + 0.51e-6,
        _ => seen == want,
    }
}

fn read<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, BrentError> {
    serde_json::from_str(text).map_err(|e| BrentError::value(what, e, "JSON with the inputs of the function"))
}
