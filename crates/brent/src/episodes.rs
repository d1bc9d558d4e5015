//! Named episodes: what happened, how much supply it put in question, from which rung to which.

use crate::error::BrentError;
use crate::event::{Case, Loss};
use crate::parameters::Parameters;
use crate::table::{Row, rows};
use jiff::civil::Date;

/// Columns of a table of episodes.
pub const EPISODES_COLUMNS: [&str; 12] = [
    "id",
    "date",
    "direction",
    "kind",
    "what",
    "supply_at_risk_mbd",
    "net_supply_change_mbd",
    "rung_before",
    "rung_after",
    "closed_market",
    "source",
    "basis",
];

/// One episode.
#[derive(Debug, Clone, PartialEq)]
pub struct Episode {
    /// Line of the file.
    pub row: u64,
    /// Its id.
    pub id: String,
    /// UTC day on which it became known.
    pub date: Date,
    /// What happened.
    pub what: String,
    /// Supply that it put in question, mb/d; negative: supply that may come back.
    pub at_risk_mbd: f64,
    /// What really left (negative) or came at its peak, mb/d.
    pub net_mbd: f64,
    /// Rung before, 0 to 6.
    pub rung_before: usize,
    /// Rung after.
    pub rung_after: usize,
}

/// Reads a table in the order of its dates.
///
/// # Errors
/// Another header, a rung above 6, a field that is no figure or date.
pub fn episodes(text: &str) -> Result<Vec<Episode>, BrentError> {
    let mut found = rows(text, &EPISODES_COLUMNS)?.iter().map(episode).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|episode| (episode.date, episode.row));
    Ok(found)
}

impl Episode {
    /// What a forecaster who knows the row says: rungs and physical change as coded, the spare capacity that can reach
    /// the market against it; a threat without a loss is left to the chances of its rung.
    pub fn case(&self) -> Case {
        let lost = (-self.net_mbd).max(0.0);
        Case {
            name: self.id.clone(),
            rung_before: self.rung_before,
            rung_after: self.rung_after,
            at_risk_mbd: if lost > 0.0 { lost } else { self.at_risk_mbd.max(0.0) },
            bypass_mbd: if lost > 0.0 { 0.0 } else { 0.13 * self.at_risk_mbd.max(0.0) },
            spare_mbd: 0.5,
            stocks_mbd: if lost > 0.0 { 0.0 } else { 2.0 },
            days: 45.0,
            loss: if lost > 0.0 { Loss::Certain } else { Loss::ByRung },
            steps: Vec::new(),
            parameters: Parameters::SHIPPED,
        }
    }
}

fn episode(row: &Row) -> Result<Episode, BrentError> {
    let rung = |column: &str| {
        let number = row.number(column)?;
        if number.fract() != 0.0 || number > 6.0 {
            return Err(row.refused(column, "a whole rung from 0 to 6"));
        }
        Ok(number as usize)
    };
    Ok(Episode {
        row: row.line(),
        id: row.text("id").to_owned(),
        date: row.date("date")?,
        what: row.text("what").to_owned(),
        at_risk_mbd: row.signed("supply_at_risk_mbd")?,
        net_mbd: row.signed("net_supply_change_mbd")?,
        rung_before: rung("rung_before")?,
        rung_after: rung("rung_after")?,
    })
}
