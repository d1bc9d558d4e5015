//! What a scenario asks of a party's private desk: answered here, above the wall that keeps desk and play apart, from the
//! standing snapshots of the moment and the party's own files.

use crate::stopped::Stopped;
use ::exercise::expect::Expect;
use ::exercise::folder::Folder;
use ::exercise::inspect::Inspected;
use ::exercise::moment::Moment;
use ::exercise::report::{Check, Played};
use desk::assumptions::Side;
use desk::record::Record;
use desk::restraint::{margin, nearest_shock};
use desk::{DeskError, Inputs};
use serde_json::{Value, json};
use standing::snapshot::Snapshot;

/// Expectations of a branch that ask a desk, up to a moment.
pub fn asked_of_desks<'a>(
    case: &'a Inspected,
    branch: Option<&str>,
    until: Option<Moment>,
) -> Vec<&'a Expect> {
    let asked = case.expectations.iter().filter(|expect| expect.in_branch(branch));
    let asked = asked.filter(|expect| expect.of_desk().is_some());
    asked.filter(|expect| until.is_none_or(|until| expect.at.is_some_and(|at| at <= until))).collect()
}

/// Asks the desk, and counts its answer among the checks.
pub fn answered(played: &mut Played, expect: &Expect, folder: &Folder) -> Result<(), Stopped> {
    let Some((at, ask, wanted)) = expect.of_desk() else { return Ok(()) };
    let moment = at.to_string();
    let own = played.snapshots.iter().filter(|taken| taken.moment == moment && taken.party == ask.party);
    let snapshots = own.filter_map(|taken| Snapshot::read(&taken.bytes).ok()).collect::<Vec<_>>();
    let text = folder.text(&ask.assumptions).map_err(|why| Stopped::refused(&why))?;
    let calendar = ask.assumptions.replace("assumptions", "calendar");
    let days = folder.text(&calendar).ok().map(|days| (calendar.as_str(), days));
    let refused = |why: DeskError| Stopped::refused(&why);
    let read = Inputs::read((&ask.assumptions, text), days).map_err(refused)?;
    let (us, them) = (read.assumptions.own.clone(), read.assumptions.other.clone());
    let record = Record::of(&snapshots, Some(&us), Some(&them)).map_err(refused)?;
    let seen = board(&read.at(&record));
    let id = expect.id.get_ref().clone();
    played.not_yet.retain(|other| other["id"] != json!(id));
    played.checks.push(Check { id, expected: wanted.json(), seen });
    Ok(())
}

/// Restraint margin of both sides, lowest, centre and highest, and whose restraint the nearest shock ends.
fn board(read: &Inputs) -> Value {
    let name = |side: Side| match side {
        Side::Own => read.assumptions.own.clone(),
        Side::Other => read.assumptions.other.clone(),
    };
    let mut lines = Vec::new();
    for (place, side) in [Side::Own, Side::Other].into_iter().enumerate() {
        let [low, centre, high] = margin(&read.assumptions, &read.calendar, place).margin;
        lines.push(format!("{} {centre:+.2}, {low:+.2} to {high:+.2}", name(side)));
    }
    let shock = nearest_shock(&read.assumptions, &read.calendar);
    lines.extend(shock.map(|shock| format!("{}: {}", name(shock.side), shock.what)));
    json!(lines)
}
