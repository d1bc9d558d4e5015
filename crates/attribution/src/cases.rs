//! Case tables: what a user who distrusts the engine runs.

use crate::error::AttributionError;
use crate::grade::Grade;
use crate::hawkes::{Hawkes, hawkes_log_likelihood};
use crate::hypothesis::HYPOTHESES;
use crate::item::Item;
use crate::likelihoods::Likelihoods;
use crate::posterior::{posterior, weigh};
use crate::prior::Prior;
use crate::rate::{RateWindow, Response, rate_change};
use crate::words::word;
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
pub fn functions() -> [&'static str; 3] {
    ["posterior", "rate_change", "hawkes_loglik"]
}

/// Runs one line of a table of vectors: JSON in, JSON out.
///
/// # Errors
/// An unknown function, an unreadable input, an input out of range.
pub fn vector(id: &str, function: &str, inputs: &str, expected: &str) -> Result<Checked, AttributionError> {
    let expected: Value = read("expected_json", expected)?;
    let all = match function {
        "posterior" => of_posterior(&read("inputs_json", inputs)?)?,
        "rate_change" => of_rate(&read("inputs_json", inputs)?)?,
        "hawkes_loglik" => of_hawkes(&read("inputs_json", inputs)?)?,
        _ => return Err(AttributionError::value("function", function, &functions().join(", "))),
    };
    let wanted = expected.as_object().cloned().unwrap_or_default();
    let holds = !wanted.is_empty()
        && wanted.iter().all(|(key, want)| all.get(key).is_some_and(|value| agree(value, want)));
    let seen = all.into_iter().filter(|(key, _)| wanted.contains_key(key)).collect();
    Ok(Checked { id: id.to_owned(), seen: Value::Object(seen), expected, holds })
}

#[derive(Deserialize)]
struct PosteriorInputs {
    prior: [f64; 5],
    items: Vec<ItemInputs>,
    rho: f64,
    rate: Option<RateInputs>,
}

#[derive(Deserialize)]
struct ItemInputs {
    kind: String,
    yes: bool,
    grade: String,
    cluster: String,
}

#[derive(Deserialize)]
struct RateInputs {
    n0: f64,
    #[serde(rename = "T0")]
    t0: f64,
    n1: f64,
    #[serde(rename = "T1")]
    t1: f64,
    a: f64,
    b: f64,
}

#[derive(Deserialize)]
struct HawkesInputs {
    t: Vec<f64>,
    #[serde(rename = "T")]
    end: f64,
    mu: f64,
    alpha: f64,
    beta: f64,
}

impl RateInputs {
    fn window(&self) -> RateWindow {
        RateWindow { n0: self.n0, t0: self.t0, n1: self.n1, t1: self.t1, a: self.a, b: self.b }
    }
}

fn of_posterior(inputs: &PosteriorInputs) -> Result<Map<String, Value>, AttributionError> {
    Prior::stated(inputs.prior)?;
    let items = inputs.items.iter().enumerate().map(|(n, item)| {
        Ok(Item {
            id: n.to_string(),
            kind: item.kind.clone(),
            seen: item.yes,
            reliability: Grade::parse(&item.grade)?.reliability(),
            cluster: item.cluster.clone(),
        })
    });
    let items = items.collect::<Result<Vec<_>, AttributionError>>()?;
    let ln_rate = match &inputs.rate {
        Some(rate) => Response::shipped().ln_factor(&rate_change(&rate.window())?),
        None => [0.0; 5],
    };
    let p = posterior(&inputs.prior, &weigh(&items, &Likelihoods::shipped(), inputs.rho)?, &ln_rate);
    let mut seen = Map::new();
    for (p, hypothesis) in p.0.iter().zip(HYPOTHESES) {
        seen.insert(hypothesis.name().to_owned(), json!(p));
    }
    seen.insert("state_responsibility".to_owned(), json!(p.responsible()));
    seen.insert("word_directed".to_owned(), json!(word(p.0[0])));
    seen.insert("word_directed_or_permitted".to_owned(), json!(word(p.responsible())));
    Ok(seen)
}

fn of_rate(inputs: &RateInputs) -> Result<Map<String, Value>, AttributionError> {
    let change = rate_change(&inputs.window())?;
    let [drop, _, rise] = change.ln_weights();
    let factor = Response::shipped().ln_factor(&change).map(f64::exp);
    let mut seen = Map::new();
    seen.insert("bf_change".to_owned(), json!(change.bayes_factor()));
    seen.insert("p_drop".to_owned(), json!(change.p_drop));
    seen.insert("m_drop".to_owned(), json!(drop.exp()));
    seen.insert("m_rise".to_owned(), json!(rise.exp()));
    seen.insert("lik".to_owned(), json!(factor));
    Ok(seen)
}

fn of_hawkes(inputs: &HawkesInputs) -> Result<Map<String, Value>, AttributionError> {
    let model = Hawkes { mu: inputs.mu, alpha: inputs.alpha, beta: inputs.beta };
    let value = hawkes_log_likelihood(&inputs.t, inputs.end, &model)?;
    Ok(Map::from_iter([("loglik".to_owned(), json!(value))]))
}

/// Numbers to a millionth of their size, or to the six digits that the table gives.
fn agree(seen: &Value, want: &Value) -> bool {
    match (seen, want) {
        (Value::Array(seen), Value::Array(want)) => {
            seen.len() == want.len() && seen.iter().zip(want).all(|(seen, want)| agree(seen, want))
        }
        _ => match (seen.as_f64(), want.as_f64()) {
            (Some(seen), Some(want)) => {
                let places = 10_f64.powf(want.abs().max(1e-300).log10().floor() - 5.0);
                (seen - want).abs() <= 1e-6 * want.abs() + 0.51 * places.max(1e-6)
            }
            _ => seen == want,
        },
    }
}

fn read<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, AttributionError> {
    serde_json::from_str(text)
        .map_err(|e| AttributionError::value(what, e, "JSON with the inputs of the function"))
}
