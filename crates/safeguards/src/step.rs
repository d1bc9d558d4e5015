//! A step on offer, as a file that an analyst writes.

use crate::band::Band;
use crate::detection::Visits;
use crate::error::SafeguardsError;
use crate::mass::{Assay, KgU};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepFile {
    /// Date of the stock, year-month-day.
    pub as_of: String,
    /// How many quantities of material; 1 if absent.
    pub quantities: Option<f64>,
    /// Mass of one quantity with its basis; 25 kgU if absent.
    pub quantity: Option<String>,
    /// Most that the sites can hold, by band (60, 20, 5, 2), each with its basis.
    #[serde(default)]
    pub holds: BTreeMap<String, String>,
    /// How inspectors come before the step.
    pub visits: Option<VisitsFile>,
    /// The step.
    pub step: StepTable,
}

/// How inspectors come.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitsFile {
    /// Days between visits.
    pub interval_days: f64,
    /// Chance that one visit sees it; 0.9 if absent.
    pub seen: Option<f64>,
}

/// The step of the file; which keys it needs depends on its kind.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepTable {
    /// stop, dilute, ship-out, cap-machines or visits.
    pub kind: String,
    /// Band: 60, 20, 5 or 2 (stop, dilute, ship-out).
    pub band: Option<String>,
    /// Mass with its basis (dilute, ship-out).
    pub amount: Option<String>,
    /// Enrichment after dilution, a weight fraction.
    pub to: Option<f64>,
    /// Days for which the stop is priced; 90 if absent.
    pub horizon_days: Option<f64>,
    /// Type of machine (cap-machines).
    pub machine: Option<String>,
    /// Site of the machines (cap-machines); all if absent.
    pub site: Option<String>,
    /// Machines that may stay (cap-machines).
    pub machines: Option<f64>,
    /// Days between visits after the step (visits).
    pub interval_days: Option<f64>,
    /// Chance that one visit sees it after the step (visits).
    pub seen: Option<f64>,
}

/// A step that can be priced.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Date of the stock.
    pub as_of: Date,
    /// Material in all.
    pub target: KgU,
    /// How many quantities that is.
    pub quantities: f64,
    /// Most that can be held, by band.
    pub holds: Vec<(Band, KgU)>,
    /// How inspectors come before.
    pub visits: Visits,
    /// What is done.
    pub kind: StepKind,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// Production into a band stops; priced after so many days.
    Stop {
        /// Band.
        band: Band,
        /// Days.
        horizon_days: f64,
    },
    /// A mass of a band is blended down with natural uranium.
    Dilute {
        /// Band.
        band: Band,
        /// Mass.
        amount: KgU,
        /// Enrichment after.
        to: Assay,
    },
    /// A mass of a band leaves.
    ShipOut {
        /// Band.
        band: Band,
        /// Mass.
        amount: KgU,
    },
    /// No more than so many machines of a type.
    CapMachines {
        /// Type.
        machine: String,
        /// Site, or `all`.
        site: String,
        /// Machines that may stay.
        machines: f64,
    },
    /// Inspectors come more often, or see more.
    Visits(Visits),
}

impl Step {
    /// Reads the file.
    ///
    /// # Errors
    /// Not TOML, an unknown key, a key that the kind needs and that is missing, a mass without basis.
    pub fn parse(text: &str) -> Result<Self, SafeguardsError> {
        let file: StepFile =
            toml::from_str(text).map_err(|e| SafeguardsError::Unreadable { why: e.to_string() })?;
        let date = || SafeguardsError::value("as_of", &file.as_of, "a date such as 2025-05-17");
        let quantities = positive("quantities", file.quantities.unwrap_or(1.0))?;
        let quantity = match &file.quantity {
            Some(text) => KgU(positive("quantity", KgU::parse("quantity", text)?.0)?),
            None => QUANTITY,
        };
        let holds = file.holds.iter();
        let holds = holds.map(|(band, most)| Ok((Band::parse("holds", band)?, KgU::parse("holds", most)?)));
        let visits = match &file.visits {
            Some(v) => visits_of(Some(v.interval_days), v.seen, Visits::USUAL)?,
            None => Visits::USUAL,
        };
        Ok(Step {
            as_of: file.as_of.parse().map_err(|_| date())?,
            target: KgU(quantities * quantity.0),
            quantities,
            holds: holds.collect::<Result<_, SafeguardsError>>()?,
            kind: file.step.kind(visits)?,
            visits,
        })
    }
}

impl StepTable {
    fn kind(&self, before: Visits) -> Result<StepKind, SafeguardsError> {
        let band = || Band::parse("step.band", self.band.as_deref().unwrap_or_default());
        let amount = || {
            let amount = KgU::parse("step.amount", self.amount.as_deref().unwrap_or_default())?;
            Ok(KgU(positive("step.amount", amount.0)?))
        };
        Ok(match self.kind.as_str() {
            "stop" => StepKind::Stop {
                band: band()?,
                horizon_days: positive("step.horizon_days", self.horizon_days.unwrap_or(90.0))?,
            },
            "dilute" => {
                let band = band()?;
                let to = Assay::named("step.to", self.to.unwrap_or_default())?;
                if to.fraction() >= band.usual_mean().fraction() || to.fraction() <= Assay::NATURAL.fraction()
                {
                    let expected = format!("above natural, 0.00711, and below {}", band.usual_mean());
                    return Err(SafeguardsError::value("step.to", to, &expected));
                }
                StepKind::Dilute { band, amount: amount()?, to }
            }
            "ship-out" => StepKind::ShipOut { band: band()?, amount: amount()? },
            "cap-machines" => {
                let missing = |key: &str| SafeguardsError::value(key, "nothing", "a value, for cap-machines");
                let machines = self.machines.ok_or_else(|| missing("step.machines"))?;
                if !(machines.is_finite() && machines >= 0.0) {
                    return Err(SafeguardsError::value("step.machines", machines, "a count, not negative"));
                }
                StepKind::CapMachines {
                    machine: self.machine.clone().ok_or_else(|| missing("step.machine"))?,
                    site: self.site.clone().unwrap_or_else(|| "all".to_owned()),
                    machines,
                }
            }
            "visits" => StepKind::Visits(visits_of(self.interval_days, self.seen, before)?),
            other => {
                let kinds = "stop, dilute, ship-out, cap-machines or visits";
                return Err(SafeguardsError::value("step.kind", other, kinds));
            }
        })
    }
}

/// A filled, commented, valid step file.
pub fn step_template() -> &'static str {
    include_str!("../templates/step.toml")
}

fn visits_of(interval: Option<f64>, seen: Option<f64>, usual: Visits) -> Result<Visits, SafeguardsError> {
    let interval_days = interval.unwrap_or(usual.interval_days);
    Visits { interval_days, seen: seen.unwrap_or(usual.seen), report_days: usual.report_days }.checked()
}

fn positive(what: &str, value: f64) -> Result<f64, SafeguardsError> {
    if value.is_finite() && value > 0.0 {
        return Ok(value);
    }
    Err(SafeguardsError::value(what, value, "a number above 0"))
}

/// 25 kg of uranium at 90 %.
const QUANTITY: KgU = KgU(25.0);
