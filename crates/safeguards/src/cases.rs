//! Case tables: what a user who distrusts the engine runs.

use crate::band::{Band, BandFeed};
use crate::breakout::{Cascades, breakout};
use crate::error::SafeguardsError;
use crate::mass::{Assay, KgU, KgUf6, physical_u_fraction};
use crate::separation::{
    Balance, balance_from_feed, balance_from_product, fixed_cascade, ideal_stages, separative_potential,
    tails_for_product,
};
use std::collections::BTreeMap;

/// A case with what was seen and expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// First column of the table.
    pub id: String,
    /// What the engine says, in the form of the table.
    pub seen: String,
    /// What the table says.
    pub expected: String,
    /// Whether they agree.
    pub holds: bool,
}

/// The functions that a table may name.
pub fn functions() -> [&'static str; 9] {
    [
        "separative_potential",
        "balance_from_product",
        "balance_from_feed",
        "u_mass_fraction_of_uf6",
        "uf6_to_u_iaea",
        "tails_for_product",
        "fixed_cascade_map",
        "ideal_cascade_stages",
        "breakout_months",
    ]
}

/// Runs one line of a table of vectors: `k=v;k=v` in, `k=v;k=v` out.
///
/// # Errors
/// An unknown function, a missing or unreadable input, an input out of range.
pub fn vector(id: &str, function: &str, inputs: &str, expected: &str) -> Result<Checked, SafeguardsError> {
    let inputs = Inputs::read(inputs)?;
    let wanted = Inputs::read(expected)?;
    let seen = seen(function, &inputs)?;
    let agree = |(key, want): (&String, &f64)| {
        let near = |value: f64| (value - want).abs() <= 1e-6 * want.abs() + ROUNDED;
        seen.iter().any(|(name, value)| name == key && near(*value))
    };
    let holds = !wanted.0.is_empty() && wanted.0.iter().all(agree);
    let told = seen.iter().filter(|(name, _)| wanted.0.contains_key(name));
    let told = told.map(|(name, value)| format!("{name}={value:.6}")).collect::<Vec<_>>().join(";");
    Ok(Checked { id: id.to_owned(), seen: told, expected: expected.to_owned(), holds })
}

struct Inputs(BTreeMap<String, f64>);

impl Inputs {
    fn read(text: &str) -> Result<Self, SafeguardsError> {
        let mut values = BTreeMap::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let refused = || SafeguardsError::value("inputs", part, "key=number, joined by ;");
            let (key, value) = part.split_once('=').ok_or_else(refused)?;
            values.insert(key.trim().to_owned(), value.trim().parse().map_err(|_| refused())?);
        }
        Ok(Inputs(values))
    }

    fn get(&self, key: &str) -> Result<f64, SafeguardsError> {
        let value = self.0.get(key).copied();
        value.ok_or_else(|| SafeguardsError::value("inputs", "nothing", &format!("{key}=number")))
    }

    fn or(&self, key: &str, usual: f64) -> f64 {
        self.0.get(key).copied().unwrap_or(usual)
    }

    fn assay(&self, key: &str) -> Result<Assay, SafeguardsError> {
        Assay::named(key, self.get(key)?)
    }
}

type Outputs = Vec<(String, f64)>;

fn seen(function: &str, inputs: &Inputs) -> Result<Outputs, SafeguardsError> {
    let named = |pairs: &[(&str, f64)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), *v)).collect();
    Ok(match function {
        "separative_potential" => named(&[("V", separative_potential(inputs.assay("x")?))]),
        "balance_from_product" => balance(&balance_from_product(
            KgU(inputs.get("P_kg")?),
            inputs.assay("xp")?,
            inputs.assay("xf")?,
            inputs.assay("xw")?,
        )?),
        "balance_from_feed" => balance(&balance_from_feed(
            KgU(inputs.get("F_kg")?),
            inputs.assay("xp")?,
            inputs.assay("xf")?,
            inputs.assay("xw")?,
        )?),
        "u_mass_fraction_of_uf6" => named(&[("f", physical_u_fraction(inputs.assay("x")?))]),
        "uf6_to_u_iaea" => named(&[("u_kg", KgUf6(inputs.get("uf6_kg")?).reported().0)]),
        "tails_for_product" => {
            let (feed, product) = (KgU(inputs.get("F_kg")?), KgU(inputs.get("P_kg")?));
            named(&[(
                "xw",
                tails_for_product(feed, inputs.assay("xf")?, product, inputs.assay("xp")?)?.fraction(),
            )])
        }
        "fixed_cascade_map" => {
            let (xp, xw) = fixed_cascade(inputs.assay("xf")?, inputs.get("up")?, inputs.get("down")?)?;
            named(&[("xp", xp.fraction()), ("xw", xw.fraction())])
        }
        "ideal_cascade_stages" => {
            let (xf, xp, xw) = (inputs.assay("xf")?, inputs.assay("xp")?, inputs.assay("xw")?);
            let (enriching, stripping) = ideal_stages(xf, xp, xw, inputs.get("alpha")?)?;
            named(&[("enriching", enriching), ("stripping", stripping)])
        }
        "breakout_months" => breakout_months(inputs)?,
        _ => return Err(SafeguardsError::value("function", function, &functions().join(", "))),
    })
}

fn balance(of: &Balance) -> Outputs {
    let pairs = [("F_kg", of.feed.0), ("P_kg", of.product.0), ("W_kg", of.tails.0), ("swu", of.work.0)];
    pairs.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect()
}

fn breakout_months(inputs: &Inputs) -> Result<Outputs, SafeguardsError> {
    let mut stock = Vec::new();
    for band in Band::STOCK {
        let mass = inputs.or(&format!("m{}", band.word()), 0.0);
        if mass > 0.0 {
            let key = format!("x{}", band.word());
            let mean = Assay::named(&key, inputs.or(&key, band.usual_mean().fraction()))?;
            stock.push(BandFeed { band, mass: KgU(mass), mean });
        }
    }
    let mut cascades = Cascades::central(inputs.get("C_swu_yr")?);
    for (at, band) in ["60", "20", "5", "2", "_nat"].into_iter().enumerate() {
        cascades.tails[at] = inputs.or(&format!("tails{band}"), cascades.tails[at]);
        cascades.eta[at] = inputs.or(&format!("eta{band}"), cascades.eta[at]);
    }
    cascades.growth = inputs.or("growth", 0.0);
    cascades.setup_days = inputs.or("setup_days", 0.0);
    cascades.natural = inputs.or("nat", 0.0) > 0.0;
    cascades.losses = inputs.or("losses", 0.0);
    cascades.hold_up = KgU(inputs.or("holdup", 0.0));
    cascades.intermediate = Assay::named("x_intermediate", inputs.or("x_intermediate", 0.035))?;
    cascades.natural_feed = Assay::named("x_nat", inputs.or("x_nat", Assay::NATURAL.fraction()))?;
    let done = breakout(&stock, KgU(inputs.get("target_kg")?), inputs.assay("xp")?, &cascades)?;
    let mut told = vec![("t_months".to_owned(), done.months.unwrap_or(f64::INFINITY))];
    for stage in &done.stages {
        match stage.band {
            Band::Natural => told.push(("usednat_leu35".to_owned(), stage.product.0)),
            band if !told.iter().any(|(key, _)| key == "usednat_leu35") => {
                told.push((format!("used{}", band.word()), stage.feed.0));
            }
            // The second step from natural uranium: its feed is the first one's product.
            _ => {}
        }
    }
    Ok(told)
}

/// Tables give six decimals.
const ROUNDED: f64 = 0.6e-6;
