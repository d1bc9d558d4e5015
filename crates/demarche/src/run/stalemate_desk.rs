//! What the private desk adds to the own half of the board. Files are read here; the node is told nothing of them.

use crate::command::assess::{InputArgs, ModelFiles};
use crate::command::safeguards::TableArgs;
use crate::command::stalemate::DeskFiles;
use crate::run::assess::{inputs, snapshots};
use crate::run::model_words::{interval_document, months_text};
use crate::run::safeguards::{refused, tables};
use crate::stopped::Stopped;
use ::safeguards::{Assay, KgU, Plant, breakout_interval, standing_at};
use desk::Inputs;
use desk::assumptions::Side;
use desk::restraint::{Margin, margin, nearest_shock};
use desk::verified::with_reports;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Figures as documents, and as lines of the page; `null` and no line where no file was given.
pub struct Private {
    /// Restraint margin of both sides and the nearest shock that ends it.
    pub margin: Value,
    /// The same as lines.
    pub margin_words: Vec<String>,
    /// Time to material with what it rests on.
    pub material: Value,
    /// The same as lines.
    pub material_words: Vec<String>,
}

impl Private {
    /// Reads the files that were given.
    ///
    /// # Errors
    /// What is wrong with a file.
    pub fn read(files: &DeskFiles) -> Result<Self, Stopped> {
        let (margin, margin_words) = match &files.assumptions {
            Some(path) => {
                let args = InputArgs {
                    assumptions: path.clone(),
                    political_calendar: files.political_calendar.clone(),
                    standing: files.standing.clone(),
                    models: ModelFiles {
                        stocks: files.stocks.clone(),
                        machines: files.machines.clone(),
                        ..ModelFiles::default()
                    },
                };
                restraint(&inputs(&args)?.weighed().map_err(|error| Stopped::refused(&error))?)
            }
            None => (Value::Null, Vec::new()),
        };
        let (material, material_words) =
            if files.standing.is_empty() { (Value::Null, Vec::new()) } else { time_to_material(files)? };
        Ok(Private { margin, margin_words, material, material_words })
    }
}

fn restraint(read: &Inputs) -> (Value, Vec<String>) {
    let name = |side: Side| match side {
        Side::Own => read.assumptions.own.clone(),
        Side::Other => read.assumptions.other.clone(),
    };
    let (mut rows, mut words) = (Vec::new(), Vec::new());
    for (place, side) in [Side::Own, Side::Other].into_iter().enumerate() {
        let Margin { own, critical, without_line, margin } = margin(&read.assumptions, &read.calendar, place);
        rows.push(json!({
            "side": name(side), "own_discount": own, "critical_discount": critical,
            "critical_without_line": without_line, "margin": margin,
        }));
        words.push(format!(
            "{}: {:+.3} ({:+.3} to {:+.3}); own factor {:.3}, critical {:.3}",
            name(side),
            margin[1],
            margin[0],
            margin[2],
            own[1],
            critical[1]
        ));
    }
    let shock = nearest_shock(&read.assumptions, &read.calendar);
    words.extend(shock.as_ref().map(|shock| shock.words(&name(shock.side))));
    let shock =
        shock.map(|it| json!({ "side": name(it.side), "what": it.what, "from": it.from, "to": it.to }));
    let document =
        json!({ "sides": rows, "shock": shock, "run_id": read.run_id(), "inputs_sha256": read.hash });
    (document, words)
}

/// For 25 kg of uranium of 90 %, at the time of the snapshots.
fn time_to_material(files: &DeskFiles) -> Result<(Value, Vec<String>), Stopped> {
    let snapshots = snapshots(&files.standing)?;
    let Some(as_of_ms) = snapshots.iter().map(|it| it.as_of_ms).max() else {
        let folders: Vec<String> =
            files.standing.iter().map(|path: &PathBuf| path.display().to_string()).collect();
        return Err(Stopped::usage("standing (no snapshot there)", &folders.join(" ")));
    };
    let as_of = Timestamp::from_millisecond(as_of_ms).unwrap_or_default().to_zoned(TimeZone::UTC).date();
    let args = TableArgs {
        stocks: files.stocks.clone(),
        standing: Vec::new(),
        machines: files.machines.clone(),
        surviving: None,
        rebuilt: None,
        draws: DRAWS,
        seed: 1,
    };
    let (stocks, machines, _) = tables(&args)?;
    let (stocks, reports) = with_reports(stocks, &snapshots);
    let standing = standing_at(&stocks, as_of).map_err(refused)?;
    let mut words = vec![MATERIAL.to_owned()];
    let basis =
        format!("{} of {}, {} days old", standing.last.number, standing.last.as_of, standing.age_days);
    let months = match standing.no_basis_since {
        Some(since) => {
            words.push(format!("NO VERIFIED BASIS SINCE {since}; last {basis}"));
            Value::Null
        }
        None => {
            let capacity = machines.capacity(as_of, &[]).map_err(refused)?;
            let plant = Plant::usual(standing.feeds(&stocks), capacity.swu_per_year);
            let material = Assay::new(0.9).map_err(refused)?;
            let spread = breakout_interval(&plant, KgU(25.0), material, DRAWS, 1).map_err(refused)?;
            words.push(format!("{}; stock {basis}", months_text(&spread.interval())));
            interval_document(&spread.interval())
        }
    };
    let document = json!({
        "months": months, "statement": MATERIAL, "as_of": as_of.to_string(), "reports": reports,
        "age_days": standing.age_days, "stock": standing.last.number,
        "no_verified_basis_since": standing.no_basis_since.map(|day| day.to_string()),
    });
    Ok((document, words))
}

const DRAWS: usize = 10_000;
const MATERIAL: &str = "Time to material (25 kg of uranium of 90 %), not to a weapon.";
