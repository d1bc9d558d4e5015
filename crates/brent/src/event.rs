//! An event as an analyst writes it: one case, or two whose difference is asked for.

use crate::error::BrentError;
use crate::parameters::Parameters;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

/// The file.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventFile {
    /// What it is about.
    pub title: String,
    /// Day on which the event became known, year-month-day; absent if it is assumed to happen at the origin.
    pub known: Option<String>,
    /// One case, or two whose difference is asked for.
    pub case: Vec<CaseFile>,
    /// Who sells or buys how much, for the cost function.
    #[serde(default)]
    pub exposure: Vec<Exposure>,
}

/// Who sells (positive) or buys (negative) how much.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// Name.
    pub name: String,
    /// Net exports, mb/d.
    pub net_exports_mbd: f64,
}

/// One case.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// Name.
    pub name: String,
    /// Rung before the event, 0 agreement kept to 6 chokepoint closed.
    pub rung_before: usize,
    /// Rung after it.
    pub rung_after: usize,
    /// none, by-rung (it may come, by the chances of the rung) or certain; by-rung if absent.
    pub loss: Option<String>,
    /// Supply at risk, mb/d.
    #[serde(default)]
    pub at_risk_mbd: f64,
    /// What can go round, mb/d.
    #[serde(default)]
    pub bypass_mbd: f64,
    /// Spare capacity that can reach the market, mb/d.
    #[serde(default)]
    pub spare_mbd: f64,
    /// Release of stocks, mb/d.
    #[serde(default)]
    pub stocks_mbd: f64,
    /// Expected length of the loss, days; 45 if absent.
    pub days: Option<f64>,
    /// Steps of de-escalation, or of escalation, that are assumed.
    #[serde(default)]
    pub step: Vec<RungStep>,
    /// Parameters that differ from those shipped.
    #[serde(default)]
    pub parameters: ParameterFile,
}

/// A step: so many rows after the event the rung is this.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RungStep {
    /// Rows after the event.
    pub after_rows: usize,
    /// Rung from then on.
    pub rung: usize,
}

/// Parameters that differ from those shipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParameterFile {
    /// Log points a rung.
    pub kappa: Option<f64>,
    /// Half-life of the premium, rows.
    pub half_life: Option<f64>,
    /// Uncertainty of the premium, as a part of it.
    pub u: Option<f64>,
    /// Price elasticity of supply.
    pub e_supply: Option<f64>,
    /// Size of the price elasticity of demand.
    pub e_demand: Option<f64>,
    /// World use, mb/d.
    pub use_mbd: Option<f64>,
    /// Days that stocks and patience last.
    pub buffer_days: Option<f64>,
    /// Factor on the standard deviation after the event.
    pub volatility: Option<f64>,
}

/// Whether supply is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It is.
    Certain,
    /// It may be, by the chances of the rung.
    ByRung,
    /// It is not.
    None,
}

/// A case, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Name.
    pub name: String,
    /// Rung before.
    pub rung_before: usize,
    /// Rung after.
    pub rung_after: usize,
    /// Supply at risk, mb/d.
    pub at_risk_mbd: f64,
    /// What can go round, mb/d.
    pub bypass_mbd: f64,
    /// Spare capacity that can reach the market, mb/d.
    pub spare_mbd: f64,
    /// Release of stocks, mb/d.
    pub stocks_mbd: f64,
    /// Expected length of the loss, days.
    pub days: f64,
    /// Whether it is lost.
    pub loss: Loss,
    /// Steps in their order.
    pub steps: Vec<RungStep>,
    /// Parameters.
    pub parameters: Parameters,
}

/// An event, checked against an origin.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What it is about.
    pub title: String,
    /// When it became known; `None` is assumed at the origin.
    pub known: Option<Date>,
    /// One case or two.
    pub cases: Vec<Case>,
    /// Who sells or buys.
    pub exposures: Vec<Exposure>,
}

impl Event {
    /// Reads a file for an origin.
    ///
    /// # Errors
    /// Not TOML, an unknown key, a value out of range, an event that became known after the origin.
    pub fn parse(text: &str, origin: Date) -> Result<Self, BrentError> {
        let file: EventFile =
            toml::from_str(text).map_err(|e| BrentError::Unreadable { why: e.to_string() })?;
        let known = match &file.known {
            Some(text) => {
                let date = || BrentError::value("known", text, "a date such as 2025-06-13");
                let known: Date = text.parse().map_err(|_| date())?;
                if known > origin {
                    let (row, date) = (format!("known = {text:?}"), known.to_string());
                    return Err(BrentError::LookAhead { row, date, origin: origin.to_string() });
                }
                Some(known)
            }
            None => None,
        };
        if !(1..=2).contains(&file.case.len()) {
            return Err(BrentError::value("case", file.case.len(), "one case, or two to compare"));
        }
        for exposure in &file.exposure {
            if !exposure.net_exports_mbd.is_finite() {
                let found = exposure.net_exports_mbd;
                return Err(BrentError::value(
                    "exposure.net_exports_mbd",
                    found,
                    "mb/d, negative for buyers",
                ));
            }
        }
        let cases = file.case.iter().map(CaseFile::checked).collect::<Result<_, _>>()?;
        Ok(Event { title: file.title, known, cases, exposures: file.exposure })
    }

    /// Checks a file without an origin: nothing can lie after the last day there is.
    ///
    /// # Errors
    /// As [`Event::parse`], but for the origin.
    pub fn check(text: &str) -> Result<Self, BrentError> {
        Event::parse(text, Date::MAX)
    }
}

impl CaseFile {
    fn checked(&self) -> Result<Case, BrentError> {
        let rungs = [("rung_before", self.rung_before), ("rung_after", self.rung_after)];
        let steps = self.step.iter().map(|step| ("step.rung", step.rung));
        if let Some((what, rung)) = rungs.into_iter().chain(steps).find(|(_, rung)| *rung > 6) {
            return Err(BrentError::value(what, rung, "a rung from 0 to 6"));
        }
        let days = self.days.unwrap_or(45.0);
        let masses = [
            ("at_risk_mbd", self.at_risk_mbd),
            ("bypass_mbd", self.bypass_mbd),
            ("spare_mbd", self.spare_mbd),
            ("stocks_mbd", self.stocks_mbd),
            ("days", days),
        ];
        if let Some((what, value)) = masses.into_iter().find(|(_, v)| !(v.is_finite() && *v >= 0.0)) {
            return Err(BrentError::value(what, value, "a number, not negative"));
        }
        let parameters = self.parameters.over(Parameters::SHIPPED)?;
        if self.at_risk_mbd >= parameters.use_mbd {
            let expected = format!("less than the world uses, {} mb/d", parameters.use_mbd);
            return Err(BrentError::value("at_risk_mbd", self.at_risk_mbd, &expected));
        }
        let loss = match self.loss.as_deref().unwrap_or("by-rung") {
            "certain" => Loss::Certain,
            "by-rung" => Loss::ByRung,
            "none" => Loss::None,
            other => return Err(BrentError::value("loss", other, "certain, by-rung or none")),
        };
        let mut steps = self.step.clone();
        steps.sort_by_key(|step| step.after_rows);
        Ok(Case {
            name: self.name.clone(),
            rung_before: self.rung_before,
            rung_after: self.rung_after,
            at_risk_mbd: self.at_risk_mbd,
            bypass_mbd: self.bypass_mbd,
            spare_mbd: self.spare_mbd,
            stocks_mbd: self.stocks_mbd,
            days,
            loss,
            steps,
            parameters,
        })
    }
}

impl ParameterFile {
    fn over(&self, shipped: Parameters) -> Result<Parameters, BrentError> {
        let mut p = shipped;
        let pairs: [(&str, Option<f64>, &mut f64); 8] = [
            ("kappa", self.kappa, &mut p.kappa),
            ("half_life", self.half_life, &mut p.half_life),
            ("u", self.u, &mut p.u),
            ("e_supply", self.e_supply, &mut p.e_supply),
            ("e_demand", self.e_demand, &mut p.e_demand),
            ("use_mbd", self.use_mbd, &mut p.use_mbd),
            ("buffer_days", self.buffer_days, &mut p.buffer_days),
            ("volatility", self.volatility, &mut p.volatility),
        ];
        for (what, value, place) in pairs {
            if let Some(value) = value {
                let zero_is_fine = ["kappa", "u", "e_supply"].contains(&what);
                if !(value.is_finite() && (value > 0.0 || zero_is_fine && value == 0.0)) {
                    return Err(BrentError::value(&format!("parameters.{what}"), value, "a number above 0"));
                }
                *place = value;
            }
        }
        Ok(p)
    }
}

/// A filled, commented, valid file of an event.
pub fn brent_template() -> &'static str {
    include_str!("../templates/event.toml")
}
