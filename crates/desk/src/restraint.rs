//! Whether mutual restraint holds itself up: the critical discount factor of each side against its own, with what the
//! other side's spoilers and partners do to what can be seen, week by week.

use crate::assumptions::{Assumptions, Side};
use crate::calendar::Calendar;
use crate::error::DeskError;
use crate::model::{Model, Point};
use games::repeated::{Answer, Monitoring, Stage};
use jiff::civil::Date;

/// One side's restraint.
#[derive(Debug, Clone, PartialEq)]
pub struct Margin {
    /// Own discount factor: low, centre, high.
    pub own: [f64; 3],
    /// Critical one, with the line: best, centre, worst. Above 1 means that none suffices.
    pub critical: [f64; 3],
    /// Critical one without the line, centre.
    pub without_line: f64,
    /// Own less critical: worst, centre, best.
    pub margin: [f64; 3],
}

/// A week in which restraint does not hold itself up.
#[derive(Debug, Clone, PartialEq)]
pub struct WeakWeek {
    /// Its first day.
    pub from: Date,
    /// Whose restraint.
    pub side: Side,
    /// Margin at the centre, below zero.
    pub margin: f64,
    /// Events that touch the week.
    pub events: Vec<String>,
    /// Events without any one of which the margin would not be below zero.
    pub because: Vec<String>,
}

/// The smallest single change that ends restraint, as a share of what it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock {
    /// Whose restraint it ends.
    pub side: Side,
    /// What changes.
    pub what: String,
    /// From.
    pub from: f64,
    /// To.
    pub to: f64,
}

impl Shock {
    /// In a sentence, with the name of the side.
    pub fn words(&self, side: &str) -> String {
        let Shock { what, from, to, .. } = self;
        if what == NOT_NOW {
            return format!(
                "It does not hold now: the discount factor of {side} is {from:.3} and would have to be {to:.3}."
            );
        }
        format!("The nearest shock that ends it: for {side}, the {what} goes from {from:.3} to {to:.3}.")
    }
}

/// What the nearest shock is where restraint does not hold as it is.
const NOT_NOW: &str = "it does not hold now";
/// Discount factor that no side has: restraint holds at none.
const NONE: f64 = 1.000_001;

/// The critical factor of a side; `line`: with challenge and evidence; `alarm`: chance that the other side's spoilers
/// strike by themselves in a move.
pub fn critical(model: &Model, side: usize, line: bool, alarm: f64) -> f64 {
    let restraint = -model.mean_flow(side, model.start);
    let punishment = -model.mean_flow(side, model.conflict);
    let temptation = restraint + model.prize[side];
    let sucker = punishment - model.credibility[side];
    let [false_alarm, detection] = model.sight[usize::from(line)];
    let seen = |chance: f64| 1.0 - (1.0 - chance) * (1.0 - alarm);
    let monitoring = Monitoring { false_alarm: seen(false_alarm), detection: seen(detection) };
    let Ok(stage) = Stage::new(temptation, restraint, punishment, sucker) else {
        // Nothing to gain: restraint holds at any factor; nothing to lose by conflict: at none.
        return if model.prize[side] <= 0.0 { 0.0 } else { NONE };
    };
    let answers = [Answer::Grim, Answer::Periods(model.answer)];
    let found = answers.map(|answer| stage.critical(monitoring, answer).ok().flatten().unwrap_or(NONE));
    found[0].min(found[1])
}

fn alarm_of(calendar: &Calendar, side: usize) -> f64 {
    1.0 - calendar.unspoiled(if side == 0 { Side::Other } else { Side::Own })
}

/// The margin of one side over the intervals of its own numbers.
pub fn margin(assumptions: &Assumptions, calendar: &Calendar, side: usize) -> Margin {
    let name = if side == 0 { "own" } else { "other" };
    let patience = &assumptions.patience;
    let own = if side == 0 { &patience.own_discount } else { &patience.other_discount };
    let prize = if side == 0 { &assumptions.moves.own_prize } else { &assumptions.moves.other_prize };
    let corner = |worst: bool| {
        let pick = |low: f64, high: f64, up: bool| if up == worst { high } else { low };
        let mut point = Point::new();
        point.insert(format!("moves.{name}_prize"), pick(prize.low, prize.high, true));
        let (alarm, seen) = (&patience.false_alarm_line, &patience.detection_line);
        point.insert("patience.false_alarm_line".to_owned(), pick(alarm.low, alarm.high, true));
        point.insert("patience.detection_line".to_owned(), pick(seen.low, seen.high, false));
        for component in &assumptions.component {
            if usize::from(component.side == Side::Other) == side {
                let scale = &component.scale;
                let key = format!("component.{}.scale", component.id);
                point.insert(key, pick(scale.low, scale.high, false));
            }
        }
        critical(&Model::at(assumptions, &point), side, true, alarm_of(calendar, side))
    };
    let alarm_of_side = alarm_of(calendar, side);
    let model = Model::at(assumptions, &Point::new());
    let centre = critical(&model, side, true, alarm_of_side);
    let (best, worst) = (corner(false), corner(true));
    Margin {
        own: [own.low, own.centre, own.high],
        critical: [best, centre, worst],
        without_line: critical(&model, side, false, alarm_of_side),
        margin: [own.low - worst, own.centre - centre, own.high - best],
    }
}

/// Weeks in which one side's own factor, times what the calendar leaves of it, is below its critical one.
pub fn weak_weeks(
    assumptions: &Assumptions,
    calendar: &Calendar,
    count: usize,
) -> Result<Vec<WeakWeek>, DeskError> {
    let from: Date = assumptions
        .as_of
        .parse()
        .map_err(|_| DeskError::value("assumptions", "as_of", "no date; write 2027-08-14"))?;
    let model = Model::at(assumptions, &Point::new());
    let mut weak = Vec::new();
    for week in calendar.weeks(from, count) {
        for side in 0..2 {
            let own = model.discount[side];
            let critical = critical(&model, side, true, alarm_of(calendar, side));
            let margin = own * week.survival[side] - critical;
            if margin >= 0.0 {
                continue;
            }
            let without = |id: &str| {
                let event = calendar.event.iter().find(|event| event.id == id);
                let factor = event.map_or(1.0, |event| {
                    let same = usize::from(event.side == Side::Other) == side;
                    if same { event.survival } else { 1.0 }
                });
                own * week.survival[side] / factor - critical
            };
            let because = week.events.iter().filter(|id| without(id) >= 0.0).cloned().collect();
            let of = if side == 0 { Side::Own } else { Side::Other };
            weak.push(WeakWeek { from: week.from, side: of, margin, events: week.events.clone(), because });
        }
    }
    Ok(weak)
}

/// The nearest single shock: how far patience may fall, or false alarms rise, before restraint stops holding itself up.
pub fn nearest_shock(assumptions: &Assumptions, calendar: &Calendar) -> Option<Shock> {
    let model = Model::at(assumptions, &Point::new());
    let mut shocks: Vec<(f64, Shock)> = Vec::new();
    for side in 0..2 {
        let of = if side == 0 { Side::Own } else { Side::Other };
        let base = alarm_of(calendar, side);
        let edge = critical(&model, side, true, base);
        let own = model.discount[side];
        if own < edge {
            let what = NOT_NOW.to_owned();
            return Some(Shock { side: of, what, from: own, to: edge.min(1.0) });
        }
        shocks.push((
            (own - edge) / own,
            Shock { side: of, what: "discount factor".to_owned(), from: own, to: edge },
        ));
        // Chance a move of a strike by somebody else on the other side.
        let (mut low, mut high) = (base, 1.0);
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if critical(&model, side, true, middle) <= own { low = middle } else { high = middle }
        }
        let what = "chance a move that a spoiler strikes by itself".to_owned();
        shocks.push((high - base, Shock { side: of, what, from: base, to: high }));
    }
    shocks.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, shock)| shock)
}
