//! Machines: separative work by type, counts by date, and the capacity that they add up to.

use crate::chance::Triangle;
use crate::error::SafeguardsError;
use crate::table::{Row, rows};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Columns of a table of machines: `record` is `type` or `count`.
pub const MACHINES_COLUMNS: [&str; 13] = [
    "record",
    "as_of",
    "site",
    "type",
    "installed",
    "enriching",
    "note",
    "swu_low",
    "swu_mid",
    "swu_high",
    "cascade",
    "source",
    "basis",
];

/// A type of machine.
#[derive(Debug, Clone, PartialEq)]
pub struct MachineType {
    /// Its name.
    pub name: String,
    /// SWU of one machine a year.
    pub swu: Triangle,
    /// Machines of a cascade.
    pub cascade: Option<f64>,
}

/// Machines counted at a date, or a capacity stated for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// Line of the file.
    pub row: u64,
    /// Date of the count.
    pub as_of: Date,
    /// Sites, or `all`.
    pub sites: Vec<String>,
    /// Type, `advanced` (all types but the weakest), or `all`.
    pub kind: String,
    /// Installed.
    pub installed: Option<f64>,
    /// Fed.
    pub enriching: Option<f64>,
    /// SWU a year in all, where the source states that instead of a count.
    pub stated: Option<Triangle>,
    /// Where it comes from.
    pub source: String,
}

/// A site and a type of machine there; the site `all` stands for those that no line names.
type Part = (String, String);

/// Types and counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Machines {
    types: Vec<MachineType>,
    counts: Vec<Count>,
}

/// Capacity at a date with what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacity {
    /// SWU a year: fed machines at the low value, half way between fed and installed at the middle one, installed at the
    /// high one.
    pub swu_per_year: Triangle,
    /// The counts that were added.
    pub counts: Vec<Count>,
}

impl Machines {
    /// Reads a table.
    ///
    /// # Errors
    /// Another header, a field that is no figure, a type without work, a count of a type that the table does not have,
    /// more machines fed than installed.
    pub fn read(text: &str) -> Result<Self, SafeguardsError> {
        let (mut types, mut counts) = (Vec::new(), Vec::new());
        let rows = rows(text, &MACHINES_COLUMNS)?;
        for row in rows.iter().filter(|row| row.text("record") == "type") {
            types.push(machine_type(row)?);
        }
        for row in &rows {
            match row.text("record") {
                "type" => {}
                "count" => counts.push(count(row, &types)?),
                _ => return Err(row.refused("record", "type or count")),
            }
        }
        counts.sort_by_key(|count| (count.as_of, count.row));
        Ok(Machines { types, counts })
    }

    /// All types.
    pub fn types(&self) -> &[MachineType] {
        &self.types
    }

    /// Capacity at a date, of all sites or of those named. The newest count of machines holds; a later count of a part
    /// of what an earlier one counts whole is detail and is not added; a capacity stated as such holds until machines
    /// are counted.
    ///
    /// # Errors
    /// No count at or before the date.
    pub fn capacity(&self, as_of: Date, sites: &[String]) -> Result<Capacity, SafeguardsError> {
        let mut kept: Vec<&Count> = Vec::new();
        for count in self.counts.iter().filter(|count| count.as_of <= as_of).rev() {
            let parts = self.parts(count);
            let newer: BTreeSet<Part> = kept.iter().flat_map(|count| self.parts(count)).collect();
            let counted_since = parts.iter().any(|part| newer.contains(part));
            if parts.is_subset(&newer) || count.stated.is_some() && counted_since {
                continue;
            }
            kept.retain(|newer| !self.parts(newer).is_subset(&parts));
            kept.push(count);
        }
        kept.retain(|count| sites.is_empty() || sites.iter().any(|site| count.sites.contains(site)));
        if kept.is_empty() {
            let first = self.counts.first().map(|count| count.as_of.to_string()).unwrap_or_default();
            return Err(SafeguardsError::NoReport { as_of: as_of.to_string(), first });
        }
        let mut sum = Triangle::point(0.0);
        for count in &kept {
            let part = self.capacity_of(count);
            sum = Triangle::new(sum.low + part.low, sum.central + part.central, sum.high + part.high);
        }
        kept.reverse();
        Ok(Capacity { swu_per_year: sum, counts: kept.into_iter().cloned().collect() })
    }

    /// Capacity at a date once no more than so many machines of a type stay at a site, or at `all`.
    ///
    /// # Errors
    /// An unknown type, or no count at or before the date.
    pub fn capped(
        &self,
        as_of: Date,
        machine: &str,
        site: &str,
        most: f64,
    ) -> Result<Triangle, SafeguardsError> {
        if !self.types.iter().any(|t| t.name == machine) {
            return Err(SafeguardsError::value("step.machine", machine, "a type of the table of machines"));
        }
        let mut sum = self.capacity(as_of, &[])?.swu_per_year;
        let mut newer: BTreeSet<Part> = BTreeSet::new();
        for count in self.counts.iter().filter(|count| count.as_of <= as_of && count.kind == machine).rev() {
            let there = site == "all" || count.sites.iter().any(|of| of == site);
            let parts = self.parts(count);
            if !there || parts.iter().any(|part| newer.contains(part)) {
                continue;
            }
            newer.extend(parts);
            let mut capped = count.clone();
            capped.installed = count.installed.map(|n| n.min(most));
            capped.enriching = count.enriching.map(|n| n.min(most));
            let (is, stays) = (self.capacity_of(count), self.capacity_of(&capped));
            let less = |sum: f64, is: f64, stays: f64| (sum - is + stays).max(0.0);
            sum = Triangle::new(
                less(sum.low, is.low, stays.low),
                less(sum.central, is.central, stays.central),
                less(sum.high, is.high, stays.high),
            );
        }
        Ok(sum)
    }

    fn capacity_of(&self, count: &Count) -> Triangle {
        if let Some(stated) = count.stated {
            return stated;
        }
        let types: Vec<&MachineType> =
            self.types.iter().filter(|t| self.holds(&count.kind, &t.name)).collect();
        let fold = |of: fn(f64, f64) -> f64, start: f64, value: fn(&Triangle) -> f64| {
            types.iter().map(|t| value(&t.swu)).fold(start, of)
        };
        let low = fold(f64::min, f64::INFINITY, |t| t.low);
        let high = fold(f64::max, 0.0, |t| t.high);
        let middle = types.iter().map(|t| t.swu.central).sum::<f64>() / types.len().max(1) as f64;
        let installed = count.installed.or(count.enriching).unwrap_or_default();
        let fed = count.enriching.unwrap_or(installed);
        Triangle::new(fed * low, 0.5 * (fed + installed) * middle, installed * high)
    }

    /// The kinds of machine, site by site, that a count speaks of.
    fn parts(&self, count: &Count) -> BTreeSet<Part> {
        let everywhere = count.sites.iter().any(|site| site == "all");
        let known = self.counts.iter().flat_map(|count| &count.sites).map(String::as_str);
        let sites: BTreeSet<&str> =
            if everywhere { known.collect() } else { count.sites.iter().map(String::as_str).collect() };
        let types: Vec<&str> =
            self.types.iter().map(|t| t.name.as_str()).filter(|name| self.holds(&count.kind, name)).collect();
        let pair = |site: &str| types.iter().map(|t| (site.to_owned(), (*t).to_owned())).collect::<Vec<_>>();
        sites.into_iter().flat_map(pair).collect()
    }

    /// Whether a word for machines holds a type: its name, `all`, or `advanced` for all but the first of the table.
    fn holds(&self, kind: &str, name: &str) -> bool {
        let first = self.types.first().is_some_and(|t| t.name == name);
        kind == name || kind == "all" || kind == "advanced" && !first
    }
}

fn machine_type(row: &Row) -> Result<MachineType, SafeguardsError> {
    let swu = Triangle::new(row.number("swu_low")?, row.number("swu_mid")?, row.number("swu_high")?);
    if !(swu.low <= swu.central && swu.central <= swu.high) {
        return Err(row.refused("swu_mid", "a value between swu_low and swu_high"));
    }
    Ok(MachineType { name: row.text("type").to_owned(), swu, cascade: row.known("cascade")? })
}

fn count(row: &Row, types: &[MachineType]) -> Result<Count, SafeguardsError> {
    let kind = row.text("type").to_owned();
    if !["all", "advanced"].contains(&kind.as_str()) && !types.iter().any(|t| t.name == kind) {
        return Err(row.refused("type", "a type of this table, advanced, or all"));
    }
    let (installed, enriching) = (row.known("installed")?, row.known("enriching")?);
    if let (Some(installed), Some(enriching)) = (installed, enriching)
        && enriching > installed
    {
        return Err(row.refused("enriching", &format!("at most those installed, {installed}")));
    }
    let stated = match (row.known("swu_low")?, row.known("swu_mid")?, row.known("swu_high")?) {
        (Some(low), Some(mid), Some(high)) if low <= mid && mid <= high => {
            Some(Triangle::new(low, mid, high))
        }
        (None, None, None) => None,
        _ => return Err(row.refused("swu_mid", "low, middle and high, in that order, or none of them")),
    };
    if installed.is_none() && enriching.is_none() && stated.is_none() {
        return Err(
            row.refused("installed", "a count of machines, or a capacity in swu_low, swu_mid, swu_high")
        );
    }
    let sites = row.text("site").split('+').map(|site| site.trim().to_owned()).collect();
    let (as_of, source) = (row.date("as_of")?, row.text("source").to_owned());
    Ok(Count { row: row.line(), as_of, sites, kind, installed, enriching, stated, source })
}
