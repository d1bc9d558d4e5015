//! `assumptions.toml`: what one side takes for true, every number with its interval, its unit and its source.
//!
//! I1 an unknown key is refused. I2 low <= centre <= high everywhere. I3 each side's costs are the author's estimate, the
//! other side's as much as the own.

use crate::error::DeskError;
pub use crate::estimate::Estimate;
use crate::feed::Models;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Rungs of the ladder, from 0.
pub const RUNGS: usize = 12;

/// Which of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Whose file this is.
    Own,
    /// The adversary, as the author estimates it.
    Other,
}

/// The whole file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assumptions {
    /// What is assessed.
    pub title: String,
    /// Name of the own side.
    pub own: String,
    /// Name of the other side.
    pub other: String,
    /// The day it speaks of, `2027-08-14`.
    pub as_of: String,
    /// Where matters stand.
    pub now: Now,
    /// The ladder, rung by rung.
    pub ladder: Vec<Rung>,
    /// Named cost components of both sides.
    pub component: Vec<Component>,
    /// Who is ready for what.
    pub types: Types,
    /// What each side gains and loses by moves.
    pub moves: Moves,
    /// What happens by itself.
    pub chance: Chance,
    /// What a notice costs and how it is found out.
    pub notice: Notice,
    /// Patience and sight.
    pub patience: Patience,
    /// Partners of both sides; none is allowed.
    #[serde(default)]
    pub partner: Vec<Partner>,
    /// Own red lines and the rung at which each would be crossed.
    #[serde(default)]
    pub red_line: Vec<RedLine>,
    /// The three models beside it, and what each feeds.
    pub models: Option<Models>,
}

/// Where matters stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Now {
    /// The rung of today, 0 to 11.
    pub rung: usize,
    /// Moves that are looked ahead, 2 to 6, the own side first.
    pub moves: usize,
    /// Length of one move, days.
    pub move_days: Estimate,
}

/// One rung.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// What happens there.
    pub title: String,
    /// Whether the world sees it.
    pub public: bool,
}

/// One cost component of one side: its amount a move at each rung, and what a unit of it weighs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Component {
    /// Short name, unique.
    pub id: String,
    /// Whose cost.
    pub side: Side,
    /// What it is.
    pub title: String,
    /// Unit of the amounts.
    pub unit: String,
    /// Amount during one move at each rung, 0 to 11, never falling.
    pub amounts: Vec<f64>,
    /// Factor on all amounts.
    pub scale: Estimate,
    /// Points for one unit, by swing weighting.
    pub weight: Estimate,
    /// Where the amounts come from, or `judgement`.
    pub source: String,
}

/// Types and what is thought of them beforehand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Types {
    /// Chance that the own side is (and is thought to be) of high resolve.
    pub own_high: Estimate,
    /// Chance that the other side is.
    pub other_high: Estimate,
    /// Factor on the costs of fighting (rung 6 and up) of high resolve.
    pub high_factor: Estimate,
    /// The same of low resolve.
    pub low_factor: Estimate,
}

/// Gains and losses by moves, points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moves {
    /// Own gain when the other steps down.
    pub own_prize: Estimate,
    /// The other's gain when the own side steps down.
    pub other_prize: Estimate,
    /// Own loss when it steps down after a public move.
    pub own_audience: Estimate,
    /// The other's.
    pub other_audience: Estimate,
    /// Own loss a rung when an escalation of the other is absorbed.
    pub own_credibility: Estimate,
    /// The other's.
    pub other_credibility: Estimate,
}

/// What happens by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chance {
    /// Chance of an accident or a misreading after a move at rung 4.
    pub accident: Estimate,
    /// What each further rung adds to it.
    pub accident_step: Estimate,
    /// Chance that a notice becomes public.
    pub leak: Estimate,
    /// What a leak costs its author, points.
    pub leak_cost: Estimate,
}

/// What a notice costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Cost of sending one, points.
    pub cost: Estimate,
    /// Chance that a false one is found out.
    pub exposed: Estimate,
    /// What being found out costs, points.
    pub penalty: Estimate,
}

/// Patience and sight in the long run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Patience {
    /// Own discount factor a move.
    pub own_discount: Estimate,
    /// The other's.
    pub other_discount: Estimate,
    /// Rung of an open conflict, the end of mutual restraint.
    pub conflict_rung: usize,
    /// Chance a move of a bad signal although both restrain themselves, without the line.
    pub false_alarm: Estimate,
    /// Chance of a bad signal after a violation, without the line.
    pub detection: Estimate,
    /// The first with challenge, answer and evidence over the line.
    pub false_alarm_line: Estimate,
    /// The second with them.
    pub detection_line: Estimate,
    /// Moves for which a violation is answered before restraint is tried again.
    pub answer_moves: u32,
}

/// A partner that may act by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Name.
    pub name: String,
    /// Whose partner.
    pub side: Side,
    /// Chance that its patron's control is high.
    pub control: Estimate,
    /// Chance a move of an attack by itself under high control.
    pub strikes_high: Estimate,
    /// The same under low control.
    pub strikes_low: Estimate,
    /// What restraining it costs its patron, points.
    pub restraining: Estimate,
}

/// An own red line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedLine {
    /// Its number on the map.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The rung of a crossing.
    pub rung: usize,
}

/// A named number that may be varied.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<'a> {
    /// Its key in the file.
    pub key: String,
    /// The number.
    pub estimate: &'a Estimate,
}

impl Assumptions {
    /// Reads and checks a file; its name is for messages.
    pub fn parse(text: &str, file: &str) -> Result<Self, DeskError> {
        let read: Assumptions = toml::from_str(text).map_err(|error| DeskError::Form {
            file: file.to_owned(),
            why: error.to_string().trim().to_owned(),
        })?;
        read.check(file)?;
        Ok(read)
    }

    /// Every number that may be varied, in the order of the file.
    pub fn numbers(&self) -> Vec<Named<'_>> {
        let mut all = Vec::new();
        let mut add = |key: &str, estimate| all.push(Named { key: key.to_owned(), estimate });
        add("now.move_days", &self.now.move_days);
        for component in &self.component {
            add(&format!("component.{}.scale", component.id), &component.scale);
            add(&format!("component.{}.weight", component.id), &component.weight);
        }
        let (t, m, c, n, p) = (&self.types, &self.moves, &self.chance, &self.notice, &self.patience);
        add("types.own_high", &t.own_high);
        add("types.other_high", &t.other_high);
        add("types.high_factor", &t.high_factor);
        add("types.low_factor", &t.low_factor);
        add("moves.own_prize", &m.own_prize);
        add("moves.other_prize", &m.other_prize);
        add("moves.own_audience", &m.own_audience);
        add("moves.other_audience", &m.other_audience);
        add("moves.own_credibility", &m.own_credibility);
        add("moves.other_credibility", &m.other_credibility);
        add("chance.accident", &c.accident);
        add("chance.accident_step", &c.accident_step);
        add("chance.leak", &c.leak);
        add("chance.leak_cost", &c.leak_cost);
        add("notice.cost", &n.cost);
        add("notice.exposed", &n.exposed);
        add("notice.penalty", &n.penalty);
        add("patience.own_discount", &p.own_discount);
        add("patience.other_discount", &p.other_discount);
        add("patience.false_alarm", &p.false_alarm);
        add("patience.detection", &p.detection);
        add("patience.false_alarm_line", &p.false_alarm_line);
        add("patience.detection_line", &p.detection_line);
        for partner in &self.partner {
            let name = &partner.name;
            add(&format!("partner.{name}.control"), &partner.control);
            add(&format!("partner.{name}.strikes_high"), &partner.strikes_high);
            add(&format!("partner.{name}.strikes_low"), &partner.strikes_low);
            add(&format!("partner.{name}.restraining"), &partner.restraining);
        }
        all
    }

    /// The partner of a side that counts: the first named.
    pub fn partner_of(&self, side: Side) -> Option<&Partner> {
        self.partner.iter().find(|partner| partner.side == side)
    }

    pub(crate) fn check(&self, file: &str) -> Result<(), DeskError> {
        let refuse = |key: &str, why: String| Err(DeskError::value(file, key, why));
        if self.as_of.parse::<jiff::civil::Date>().is_err() {
            return refuse("as_of", format!("{} is no date; write 2027-08-14", self.as_of));
        }
        if self.ladder.len() != RUNGS {
            return refuse("ladder", format!("{} rungs; {RUNGS} are wanted, 0 to 11", self.ladder.len()));
        }
        if self.now.rung >= RUNGS || !(2..=6).contains(&self.now.moves) {
            return refuse(
                "now",
                format!("rung {} must be 0 to 11, moves {} 2 to 6", self.now.rung, self.now.moves),
            );
        }
        if self.patience.conflict_rung >= RUNGS || self.patience.conflict_rung == 0 {
            return refuse("patience.conflict_rung", "a rung is 1 to 11".to_owned());
        }
        if let Some(line) = self.red_line.iter().find(|line| line.rung >= RUNGS) {
            return refuse(&format!("red_line.{}", line.id), format!("rung {} is not 0 to 11", line.rung));
        }
        for number in self.numbers() {
            number.check(file)?;
        }
        for component in &self.component {
            component.check(file)?;
        }
        let mut ids: Vec<&str> = self.component.iter().map(|component| component.id.as_str()).collect();
        ids.sort_unstable();
        if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            return refuse(&format!("component.{}", twice[0]), "the id stands twice".to_owned());
        }
        for side in [Side::Own, Side::Other] {
            let total: f64 = self
                .component
                .iter()
                .filter(|component| component.side == side)
                .map(|component| {
                    component.amounts[RUNGS - 1] * component.scale.centre * component.weight.centre
                })
                .sum();
            if total <= 0.0 {
                let why =
                    "nothing costs this side anything, so no finding would mean anything; weigh a component";
                return refuse(&format!("component ({side:?})"), why.to_owned());
            }
        }
        if let Some(models) = &self.models {
            let keys: Vec<String> = self.numbers().into_iter().map(|named| named.key).collect();
            models.check(file, &keys)?;
        }
        Ok(())
    }
}

impl Component {
    fn check(&self, file: &str) -> Result<(), DeskError> {
        let refuse = |key: &str, why: String| {
            Err(DeskError::value(file, &format!("component.{}.{key}", self.id), why))
        };
        if self.unit.trim().is_empty() || self.source.trim().is_empty() {
            return refuse("unit", "a component has a unit and a source, or `judgement`".to_owned());
        }
        if self.amounts.len() != RUNGS {
            return refuse(
                "amounts",
                format!("{} amounts; one a rung is wanted, {RUNGS}", self.amounts.len()),
            );
        }
        if self.amounts.iter().any(|amount| !amount.is_finite() || *amount < 0.0 || *amount > 1e12) {
            return refuse("amounts", "amounts are from 0 to 1e12".to_owned());
        }
        if let Some(rung) = self.amounts.windows(2).position(|pair| pair[1] < pair[0]) {
            return refuse("amounts", format!("the amount falls from rung {rung} to {}", rung + 1));
        }
        if self.scale.low < 0.0 || self.weight.low < 0.0 {
            return refuse("weight", "scale and weight are not below 0".to_owned());
        }
        Ok(())
    }
}

impl Named<'_> {
    fn check(&self, file: &str) -> Result<(), DeskError> {
        let Estimate { low, high, unit, source, .. } = self.estimate;
        let refuse = |why: String| Err(DeskError::value(file, &self.key, why));
        if let Some(why) = self.estimate.disorder(12) {
            return refuse(why);
        }
        if unit.trim().is_empty() {
            return refuse("the unit is missing; a chance is a `share`".to_owned());
        }
        if source.trim().is_empty() {
            return refuse("the source is missing; write `judgement` if it is one".to_owned());
        }
        let last = self.key.rsplit('.').next().unwrap_or_default();
        let share = [
            "own_high",
            "other_high",
            "accident",
            "accident_step",
            "leak",
            "exposed",
            "control",
            "strikes_high",
            "strikes_low",
            "false_alarm",
            "detection",
            "false_alarm_line",
            "detection_line",
        ];
        if share.contains(&last) && !(*low >= 0.0 && *high <= 1.0) {
            return refuse(format!("a chance lies between 0 and 1, not {low} to {high}"));
        }
        if last.ends_with("discount") && !(*low > 0.0 && *high < 1.0) {
            return refuse(format!("a discount factor lies above 0 and below 1, not {low} to {high}"));
        }
        if *low < 0.0 {
            return refuse(format!("it is not below 0; write losses as positive numbers, not {low}"));
        }
        Ok(())
    }
}
