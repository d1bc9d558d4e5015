//! What each finding is without the models, with each alone and with all, and which of them moves it most.

use super::{Model, Shift};
use crate::assessment::{Assessment, Inputs, assess};
use crate::assumptions::Side;
use crate::error::DeskError;
use rayon::prelude::*;

/// A figure of a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The finding.
    pub finding: &'static str,
    /// What it is, a word.
    pub what: &'static str,
    /// Of whom or of what, if there are several.
    pub of: String,
    /// Unit.
    pub unit: &'static str,
    /// Its value; none where there is none, such as without an equilibrium.
    pub value: Option<f64>,
}

impl Measure {
    /// In words.
    pub fn words(&self) -> String {
        let of = &self.of;
        match self.what {
            "bound" => "no plan guarantees less than".to_owned(),
            "joint" => format!("{of}, both sides"),
            "line-loss" => format!("worst loss at {of}"),
            "restraining" => format!("gain of restraining, {of}"),
            "weak-weeks" => format!("weak weeks of {of}"),
            "learned-loss" => format!("loss of {of}"),
            "leak-worth" => format!("worth to {of}"),
            "margin" => format!("margin of {of}"),
            what => what.replace('-', " "),
        }
    }
}

/// One figure over all runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is, and its value without the models.
    pub measure: Measure,
    /// With each model alone.
    pub alone: Vec<(Model, Option<f64>)>,
    /// With all.
    pub with: Option<f64>,
    /// With all less without.
    pub difference: Option<f64>,
    /// The model that moves it most by itself.
    pub moved_by: Option<Model>,
    /// How far it moves it; without end where it takes a value away or gives one.
    pub by: f64,
}

/// One finding over all runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// The finding.
    pub finding: &'static str,
    /// What it answers without the models, where it answers in words.
    pub without: String,
    /// The same with each alone.
    pub alone: Vec<(Model, String)>,
    /// The same with all.
    pub with: String,
    /// Its figures.
    pub rows: Vec<Row>,
    /// The model that moves it most: that of the figure that is moved furthest, else the first that alone changes the
    /// answer.
    pub moved_by: Option<Model>,
}

/// Everything that the models move.
#[derive(Debug, Clone, PartialEq)]
pub struct Moves {
    /// The models that were asked.
    pub models: Vec<Model>,
    /// What each feed does to its assumption when all are in.
    pub shifts: Vec<Shift>,
    /// By finding.
    pub findings: Vec<Moved>,
}

/// A difference below this is rounding.
const NOTHING: f64 = 1e-9;

/// Recomputes the findings without the models, with each alone and, in `found`, with all. None without models.
///
/// # Errors
/// As [`assess`].
pub fn moves(inputs: &Inputs, found: &Assessment) -> Result<Option<Moves>, DeskError> {
    let Some(given) = &inputs.given else { return Ok(None) };
    let models: Vec<Model> = given.answers.iter().map(|answer| answer.model).collect();
    let one = |with: &[Model]| -> Result<Assessment, DeskError> { assess(&inputs.with_only(with)?.0) };
    let mut runs: Vec<Vec<Model>> = vec![Vec::new()];
    runs.extend(models.iter().map(|model| vec![*model]));
    let runs = runs.par_iter().map(|with| one(with)).collect::<Result<Vec<_>, _>>()?;
    let [without, alone @ ..] = runs.as_slice() else { return Ok(None) };
    let (_, shifts) = inputs.with_only(&Model::ALL)?;
    let findings = FINDINGS.iter().map(|finding| moved(inputs, finding, &models, without, alone, found));
    Ok(Some(Moves { models: models.clone(), shifts, findings: findings.collect() }))
}

fn moved(
    inputs: &Inputs,
    finding: &'static str,
    models: &[Model],
    without: &Assessment,
    alone: &[Assessment],
    found: &Assessment,
) -> Moved {
    let of = |run: &Assessment| -> Vec<Measure> {
        measures(inputs, run).into_iter().filter(|measure| measure.finding == finding).collect()
    };
    let with = of(found);
    let each: Vec<Vec<Measure>> = alone.iter().map(of).collect();
    let rows = of(without).into_iter().enumerate().map(|(at, measure)| {
        let value = |run: &[Measure]| run.get(at).and_then(|it| it.value);
        let alone: Vec<(Model, Option<f64>)> =
            models.iter().zip(&each).map(|(model, run)| (*model, value(run))).collect();
        let most = most(measure.value, &alone);
        let moved_by = most.map(|(model, _)| model);
        let with = value(&with);
        let difference = with.zip(measure.value).map(|(with, without)| with - without);
        Row { measure, alone, with, difference, moved_by, by: most.map_or(0.0, |(_, by)| by) }
    });
    let rows: Vec<Row> = rows.collect();
    let answers: Vec<(Model, String)> =
        models.iter().zip(alone).map(|(model, run)| (*model, answer(finding, run))).collect();
    let without = answer(finding, without);
    let furthest = rows.iter().fold(None, |most: Option<&Row>, row| {
        if row.moved_by.is_some() && most.is_none_or(|most| row.by > most.by) { Some(row) } else { most }
    });
    let first = furthest.and_then(|row| row.moved_by);
    let turned = || answers.iter().find(|(_, answer)| *answer != without).map(|(model, _)| *model);
    Moved {
        finding,
        moved_by: first.or_else(turned),
        with: answer(finding, found),
        without,
        alone: answers,
        rows,
    }
}

/// The model that takes a value furthest from what it is without, and how far; none if it stays.
fn most(without: Option<f64>, alone: &[(Model, Option<f64>)]) -> Option<(Model, f64)> {
    let away = |value: Option<f64>| match (value, without) {
        (Some(value), Some(before)) => (value - before).abs(),
        (None, None) => 0.0,
        _ => f64::INFINITY,
    };
    alone
        .iter()
        .map(|(model, value)| (*model, away(*value)))
        .fold(None, |most, next| if next.1 > most.map_or(NOTHING, |(_, by)| by) { Some(next) } else { most })
}

/// The findings, in their order.
const FINDINGS: [&str; 11] = [
    "posture",
    "regret",
    "line",
    "restraint",
    "weeks",
    "proportionality",
    "red-lines",
    "patron",
    "off-ramps",
    "prediction",
    "leak",
];

const POINTS: &str = "points";

/// The figures of all findings, in an order that is the same in every run of the same file.
fn measures(inputs: &Inputs, found: &Assessment) -> Vec<Measure> {
    let side = |side: Side| match side {
        Side::Own => inputs.assumptions.own.as_str(),
        Side::Other => inputs.assumptions.other.as_str(),
    };
    let mut all = Vec::new();
    let mut add = |finding, what, of: &str, unit, value: Option<f64>| {
        all.push(Measure { finding, what, of: of.to_owned(), unit, value });
    };
    let own = found.postures.iter().find(|own| own.posture == found.posture);
    add("posture", "worst-loss", "", POINTS, own.map(|own| own.worst));
    add("posture", "bound", "", POINTS, Some(found.security.0));
    let regret = found.postures.iter().map(|own| own.regret).fold(f64::INFINITY, f64::min);
    add("regret", "least-regret", "", POINTS, Some(regret));
    let silence = found.regimes.first().and_then(|silence| silence.best);
    for regime in found.regimes.iter().skip(1) {
        let joint =
            regime.best.zip(silence).map(|(with, without)| with[0] + with[1] - without[0] - without[1]);
        add("line", "joint", regime.name, POINTS, joint);
    }
    let sides = [Side::Own, Side::Other];
    for (margin, of) in found.margins.iter().zip(sides) {
        add("restraint", "margin", side(of), "share", Some(margin.margin[1]));
    }
    for of in sides {
        let count = found.weeks.iter().filter(|week| week.side == of).count();
        add("weeks", "weak-weeks", side(of), "weeks", Some(count as f64));
    }
    for line in &found.lines {
        add("red-lines", "line-loss", &line.id, POINTS, Some(line.losses[0]));
    }
    for patron in &found.patrons {
        let [restrained, not] = patron.losses;
        let of = format!("{} and {}", side(patron.side), patron.partner);
        add("patron", "restraining", &of, POINTS, Some(not - restrained));
    }
    for (place, of) in sides.into_iter().enumerate() {
        add("prediction", "learned-loss", side(of), POINTS, Some(found.prediction.losses[place]));
    }
    for (place, of) in sides.into_iter().enumerate() {
        add("leak", "leak-worth", side(of), POINTS, found.after_leak.map(|worth| worth[place]));
    }
    all
}

/// What a finding answers in words; empty where it has figures alone.
fn answer(finding: &str, found: &Assessment) -> String {
    match finding {
        "posture" => found.posture.words().to_owned(),
        "regret" => {
            let least = found.postures.iter().min_by(|a, b| a.regret.total_cmp(&b.regret));
            least.map(|own| own.posture.words().to_owned()).unwrap_or_default()
        }
        "restraint" => {
            let holds = found.margins.each_ref().map(|margin| margin.margin[1] >= 0.0);
            let word = |holds: bool| if holds { "holds" } else { "does not hold" };
            format!("own {}, other {}", word(holds[0]), word(holds[1]))
        }
        "proportionality" => {
            let replies = found.proportion.iter().map(|(rung, reply)| format!("{rung}: {}", reply.words()));
            replies.collect::<Vec<_>>().join("; ")
        }
        "red-lines" => {
            let lines = found.lines.iter().map(|line| format!("{}: {}", line.id, line.response.words()));
            lines.collect::<Vec<_>>().join("; ")
        }
        "off-ramps" => found.off_ramps.iter().map(|own| own.words()).collect::<Vec<_>>().join(", "),
        "prediction" => {
            let most = found.prediction.first.iter().max_by(|a, b| a.1.total_cmp(&b.1));
            most.map(|(word, _)| word.clone()).unwrap_or_default()
        }
        _ => String::new(),
    }
}
