//! Evidence as an analyst writes it.

use crate::error::AttributionError;
use crate::grade::Grade;
use crate::item::Item;
use crate::prior::Prior;
use crate::rate::RateWindow;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The file.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceFile {
    /// Name of the case.
    pub case: String,
    /// Prior, stated before the evidence was seen; without it the answer is a band.
    pub prior: Option<PriorTable>,
    /// How much items of one origin share: 0 nothing, 1 all; 0.7 if absent.
    pub rho: Option<f64>,
    /// Counts of events before and after a warning.
    pub rate: Option<RateTable>,
    /// Items.
    #[serde(default)]
    pub item: Vec<ItemTable>,
}

/// A prior over the five hypotheses; adds up to 1.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriorTable {
    /// The patron ordered it.
    pub directed: f64,
    /// The patron supplied the means and let it happen.
    pub permitted: f64,
    /// The group acted on its own.
    pub autonomous: f64,
    /// A part of the group, or of the patron's forces, acted against orders.
    pub rogue: f64,
    /// Somebody else.
    pub third: f64,
}

/// Counts before and after a warning took effect.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateTable {
    /// Events before.
    pub n0: f64,
    /// Days before.
    pub t0_days: f64,
    /// Events after.
    pub n1: f64,
    /// Days after.
    pub t1_days: f64,
    /// Shape of the prior on a rate; 1 if absent.
    pub a: Option<f64>,
    /// Days of one event at the long-run rate; that of before if absent.
    pub b: Option<f64>,
    /// Dispersion of weekly counts before the warning (variance by mean, at least 1); 1 if absent.
    pub dispersion: Option<f64>,
}

/// One item.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemTable {
    /// Its id in this file.
    pub id: String,
    /// Kind of evidence, a line of the table of likelihoods.
    pub kind: String,
    /// Whether it was seen; false where somebody looked and did not see it.
    pub seen: bool,
    /// Grade: A to F and 1 to 6, such as B2.
    pub grade: String,
    /// Origin; items of one origin share it. The item's own id if absent.
    pub origin: Option<String>,
    /// Who says so.
    pub source: String,
    /// Ids of items that it rests on.
    #[serde(default)]
    pub cites: Vec<String>,
    /// When, as text.
    pub at: Option<String>,
    /// Where, in words.
    pub place: Option<String>,
    /// Latitude, degrees WGS84.
    pub lat: Option<f64>,
    /// Longitude, degrees WGS84.
    pub lon: Option<f64>,
    /// Radius in which the true place lies, km.
    pub precision_km: Option<f64>,
    /// Whose hands it went through.
    pub custody: Option<String>,
    /// What it says.
    pub text: Option<String>,
}

/// A file, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Name of the case.
    pub case: String,
    /// The stated prior, or the band.
    pub prior: Prior,
    /// How much items of one origin share.
    pub rho: f64,
    /// Counts, corrected for dispersion.
    pub rate: Option<RateWindow>,
    /// Items.
    pub items: Vec<Item>,
    /// The file as it was written.
    pub file: EvidenceFile,
}

impl Evidence {
    /// Reads a file.
    ///
    /// # Errors
    /// Not TOML, an unknown key or grade, an id twice, a prior that does not add up to 1, an item that rests on itself.
    pub fn parse(text: &str) -> Result<Self, AttributionError> {
        let file: EvidenceFile =
            toml::from_str(text).map_err(|e| AttributionError::Unreadable { why: e.to_string() })?;
        let prior = match &file.prior {
            Some(p) => Prior::stated([p.directed, p.permitted, p.autonomous, p.rogue, p.third])?,
            None => Prior::Band,
        };
        circles(&file.item)?;
        let known = crate::likelihoods::Likelihoods::shipped();
        let items = file.item.iter().map(|item| {
            known.of(&item.kind).map_err(|error| error.of_item(&item.id))?;
            placed(item)?;
            Ok(Item {
                id: item.id.clone(),
                kind: item.kind.clone(),
                seen: item.seen,
                reliability: Grade::parse(&item.grade)
                    .map_err(|error| error.of_item(&item.id))?
                    .reliability(),
                cluster: item.origin.clone().unwrap_or_else(|| item.id.clone()),
            })
        });
        let items = items.collect::<Result<Vec<_>, AttributionError>>()?;
        let rate = file.rate.as_ref().map(RateTable::window).transpose()?;
        let rho = file.rho.unwrap_or(RHO);
        if !(0.0..=1.0).contains(&rho) {
            return Err(AttributionError::value("rho", rho, "a number from 0 to 1"));
        }
        Ok(Evidence { case: file.case.clone(), prior, rho, rate, items, file })
    }
}

impl RateTable {
    fn window(&self) -> Result<RateWindow, AttributionError> {
        let kappa = self.dispersion.unwrap_or(1.0);
        if !(kappa.is_finite() && kappa >= 1.0) {
            return Err(AttributionError::value("rate.dispersion", kappa, "a number, at least 1"));
        }
        let usual = if self.n0 > 0.0 { self.t0_days / self.n0 } else { self.t0_days + self.t1_days };
        let window = RateWindow {
            n0: self.n0 / kappa,
            t0: self.t0_days,
            n1: self.n1 / kappa,
            t1: self.t1_days,
            a: self.a.unwrap_or(1.0),
            b: self.b.unwrap_or(usual) * kappa,
        };
        crate::rate::rate_change(&window)?;
        Ok(window)
    }
}

/// A filled, commented, valid file of evidence.
pub fn evidence_template() -> &'static str {
    include_str!("../templates/evidence.toml")
}

/// Refuses ids that stand twice, citations of nothing, and items that rest on themselves.
fn circles(items: &[ItemTable]) -> Result<(), AttributionError> {
    let mut cites: BTreeMap<&str, &[String]> = BTreeMap::new();
    for item in items {
        if cites.insert(&item.id, &item.cites).is_some() {
            return Err(AttributionError::value("item.id", &item.id, "an id that no other item has"));
        }
    }
    for item in items {
        if let Some(unknown) = item.cites.iter().find(|id| !cites.contains_key(id.as_str())) {
            return Err(AttributionError::value("item.cites", unknown, "the id of an item of this file"));
        }
        let mut reached = BTreeSet::new();
        let mut path: Vec<(&str, usize)> = vec![(&item.id, 0)];
        while let Some((at, next)) = path.pop() {
            let Some(cited) = cites.get(at).and_then(|cited| cited.get(next)) else { continue };
            path.push((at, next + 1));
            if *cited == item.id {
                let mut chain: Vec<&str> = path.iter().map(|(id, _)| *id).collect();
                chain.push(cited);
                return Err(AttributionError::Circle { items: chain.join(" > ") });
            }
            if reached.insert(cited.as_str()) {
                path.push((cited, 0));
            }
        }
    }
    Ok(())
}

fn placed(item: &ItemTable) -> Result<(), AttributionError> {
    for (what, value, most) in [("item.lat", item.lat, 90.0), ("item.lon", item.lon, 180.0)] {
        if let Some(value) = value.filter(|value| !(-most..=most).contains(value)) {
            return Err(AttributionError::value(what, value, "degrees WGS84"));
        }
    }
    match item.precision_km {
        Some(km) if !(km.is_finite() && km >= 0.0) => {
            Err(AttributionError::value("item.precision_km", km, "a radius in km, not negative"))
        }
        _ => Ok(()),
    }
}

/// Two reports of one origin are worth little more than one.
const RHO: f64 = 0.7;
