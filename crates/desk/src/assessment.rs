//! The assessment: findings from one file of assumptions and one calendar, each with its number, interval and grounds.
//!
//! I1 the same inputs give the same bytes. I2 each finding names the numbers it rests on. I3 nothing here says what the
//! other side thinks: its costs are the author's estimate.

use crate::answers::{Answer, Files, answers};
use crate::assumptions::{Assumptions, Estimate, RUNGS, RedLine, Side};
use crate::calendar::Calendar;
use crate::error::DeskError;
use crate::flip::{Pair, Swing, pairs, recommended, screening, swings};
use crate::ladder::{Posture, State, acts, best_reply, expected, table, worst, worst_from};
use crate::mediated::{self, Aloud, Board};
use crate::model::{Model, Point};
use crate::public::{Aim, Bounds, PublicTree};
use crate::record::{OwnLine, Record};
use crate::regimes::{Regime, regimes};
use crate::restraint::{Margin, Shock, WeakWeek, margin, nearest_shock, weak_weeks};
use crate::tree::{Talk, tree};
use games::sequence::SequenceForm;
use games::solve::regret_matching::{Cfr, Rule};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use standing::Snapshot;

/// Weeks that are looked ahead.
pub const WEEKS: usize = 26;

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs {
    /// The assumptions.
    pub assumptions: Assumptions,
    /// The calendar; empty without a file.
    pub calendar: Calendar,
    /// The calendar's file as it was read.
    pub calendar_text: Option<String>,
    /// What the models answer, if their files are given.
    pub given: Option<Given>,
    /// SHA-256 of the bytes of all files.
    pub hash: String,
}

/// What the models answer, and the hash of what they were asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// By model.
    pub answers: Vec<Answer>,
    /// Of their files, days and verifiers' reports.
    pub hash: [u8; 32],
}

impl Inputs {
    /// Reads both files.
    pub fn read(assumptions: (&str, &str), calendar: Option<(&str, &str)>) -> Result<Self, DeskError> {
        let mut digest = Sha256::new();
        for text in [Some(assumptions.1), calendar.map(|(_, text)| text)] {
            let bytes = text.unwrap_or_default().as_bytes();
            digest.update((bytes.len() as u64).to_be_bytes());
            digest.update(bytes);
        }
        Ok(Inputs {
            assumptions: Assumptions::parse(assumptions.1, assumptions.0)?,
            calendar: calendar
                .map(|(name, text)| Calendar::parse(text, name))
                .transpose()?
                .unwrap_or_default(),
            calendar_text: calendar.map(|(_, text)| text.to_owned()),
            given: None,
            hash: hex::encode(digest.finalize()),
        })
    }

    /// The same with the day, today's rung and the own red lines of the record in place of the file's. A line that the
    /// file names keeps the file's title and rung; one that is not in force falls away. The hash takes the roots in.
    #[must_use]
    pub fn at(mut self, record: &Record) -> Self {
        self.assumptions.as_of = record.day();
        self.assumptions.now.rung = record.rung.rung;
        let known = std::mem::take(&mut self.assumptions.red_line);
        let line = |own: &OwnLine| {
            known.iter().find(|line| line.id == own.id).cloned().unwrap_or_else(|| RedLine {
                id: own.id.clone(),
                title: own.title.clone(),
                rung: own.rung,
            })
        };
        self.assumptions.red_line = record.lines.iter().map(line).collect();
        let mut digest = Sha256::new();
        digest.update(self.hash.as_bytes());
        for (code, root) in &record.roots {
            digest.update(format!("{code} {root} "));
        }
        digest.update(record.as_of_ms.to_be_bytes());
        self.hash = hex::encode(digest.finalize());
        self
    }

    /// The same with the models asked: those whose files are given, with what verifiers reported in these snapshots. The
    /// day is that of the assumptions, so a record comes first.
    ///
    /// # Errors
    /// What is wrong with a file of a model, with its name; a feed without its model.
    pub fn with_models(self, files: &Files, snapshots: &[Snapshot]) -> Result<Self, DeskError> {
        let table = self.assumptions.models.clone().unwrap_or_default();
        let (answers, reports) = answers(&table, files, snapshots, &self.assumptions.as_of)?;
        if answers.is_empty() {
            return Ok(self);
        }
        Ok(self.asked(Given { answers, hash: files.hash(&reports) }))
    }

    pub(crate) fn asked(mut self, given: Given) -> Self {
        let mut digest = Sha256::new();
        digest.update(self.hash.as_bytes());
        digest.update(given.hash);
        self.hash = hex::encode(digest.finalize());
        self.given = Some(given);
        self
    }

    /// The run's id: the start of the hash of inputs, which is all a run depends on.
    pub fn run_id(&self) -> &str {
        &self.hash[..16]
    }
}

/// One posture's figures, losses as positive numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct PostureFigures {
    /// Which.
    pub posture: Posture,
    /// Worst loss at the centre.
    pub worst: f64,
    /// Worst loss with every number of the own file at its kindest and at its worst, by screening corners.
    pub interval: [f64; 2],
    /// The most it is regretted over the named plans of the other side.
    pub regret: f64,
    /// What the other side's best reply is, of the named ones.
    pub reply: Posture,
    /// Expected loss of each side under that reply.
    pub expected: [f64; 2],
}

/// What mutual regret matching on the tree comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Own first act: word and chance, over types.
    pub first: Vec<(String, f64)>,
    /// Losses of both sides.
    pub losses: [f64; 2],
    /// The most either side would gain by leaving it.
    pub regret: f64,
    /// Steps.
    pub steps: u64,
}

/// A response to a crossing of an own red line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineResponse {
    /// The line.
    pub id: String,
    /// The response with the least worst loss from there.
    pub response: Posture,
    /// That loss, and the next best's.
    pub losses: [f64; 2],
}

/// A patron's choice about its partner.
#[derive(Debug, Clone, PartialEq)]
pub struct PatronChoice {
    /// The partner.
    pub partner: String,
    /// Whose.
    pub side: Side,
    /// Loss of its patron if it restrains it, and if not.
    pub losses: [f64; 2],
    /// Degree of control from which restraining pays, if there is one.
    pub tips: Option<f64>,
}

/// Everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// The recommended posture, by its worst loss.
    pub posture: Posture,
    /// All postures.
    pub postures: Vec<PostureFigures>,
    /// The least worst loss of any plan at all, mixed ones too, and the gap of the programme or between the bounds.
    pub security: (f64, f64),
    /// Ways of talking.
    pub regimes: Vec<Regime>,
    /// Value of a notice that is believed, after a leak: own, other.
    pub after_leak: Option<[f64; 2]>,
    /// Restraint of both sides.
    pub margins: [Margin; 2],
    /// What ends it.
    pub shock: Option<Shock>,
    /// Weak weeks.
    pub weeks: Vec<WeakWeek>,
    /// Rungs of a response, each with the other side's best reply.
    pub proportion: Vec<(usize, Posture)>,
    /// Own red lines.
    pub lines: Vec<LineResponse>,
    /// Patrons.
    pub patrons: Vec<PatronChoice>,
    /// What play between learners comes to.
    pub prediction: Prediction,
    /// Own postures with which the other side's best reply steps down.
    pub off_ramps: Vec<Posture>,
    /// What a go-between can reach over the whole ladder, where that was asked for.
    pub whole: Option<Whole>,
}

/// What a go-between can reach over the whole ladder of four moves, and what silence can.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Whole {
    /// Payoffs of both sides with a go-between to whom a type may lie.
    pub mediator: [f64; 2],
    /// With proofs: a type may say nothing, not another type.
    pub proofs: [f64; 2],
    /// The most that any constraint or bound of both programmes is missed by, or any type would gain.
    pub miss: f64,
    /// The first plan's habits without the go-between.
    pub aloud: Aloud,
    /// Last moves at which two acts were equally good and the one better for both was taken.
    pub ties: usize,
}

/// What would change the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Flips {
    /// The recommended posture.
    pub posture: Posture,
    /// Its worst loss.
    pub loss: f64,
    /// Every number.
    pub swings: Vec<Swing>,
    /// Pairs.
    pub pairs: Vec<Pair>,
    /// Global sensitivity.
    pub screening: Vec<(String, f64)>,
}

/// The recommended posture alone, quickly.
pub fn main_finding(inputs: &Inputs) -> (Posture, f64) {
    recommended(&Model::at(&inputs.assumptions, &Point::new()))
}

/// All findings.
pub fn assess(inputs: &Inputs) -> Result<Assessment, DeskError> {
    let assumptions = &inputs.assumptions;
    let model = Model::at(assumptions, &Point::new());
    let (posture, _) = recommended(&model);
    let all = regimes(&model)?;
    Ok(Assessment {
        posture,
        postures: figures(assumptions, &model),
        security: security(&model)?,
        after_leak: after_leak(&model, &all)?,
        regimes: all,
        margins: [0, 1].map(|side| margin(assumptions, &inputs.calendar, side)),
        shock: nearest_shock(assumptions, &inputs.calendar),
        weeks: weak_weeks(assumptions, &inputs.calendar, WEEKS)?,
        proportion: proportion(&model),
        lines: lines(assumptions, &model),
        patrons: patrons(assumptions, &model),
        prediction: prediction(&model)?,
        off_ramps: off_ramps(&model),
        whole: None,
    })
}

/// What a go-between can reach over the whole ladder; none but for four moves.
///
/// # Errors
/// If a programme has no answer.
pub fn whole(inputs: &Inputs) -> Result<Option<Whole>, DeskError> {
    let model = Model::at(&inputs.assumptions, &Point::new());
    let Some(board) = Board::of(&model, Talk::Silence) else { return Ok(None) };
    let (plan, proofs) = (mediated::best(&board, false)?, mediated::best(&board, true)?);
    let miss = [plan.miss, plan.gain, proofs.miss, proofs.gain].into_iter().fold(0.0, f64::max);
    let aloud = plan.aloud(&model, &board)?;
    Ok(Some(Whole { mediator: plan.payoffs, proofs: proofs.payoffs, miss, aloud, ties: board.ties }))
}

/// What would change it.
pub fn flips(inputs: &Inputs) -> Flips {
    let model = Model::at(&inputs.assumptions, &Point::new());
    let (posture, loss) = recommended(&model);
    let swings = swings(&inputs.assumptions, posture);
    let pairs = pairs(&inputs.assumptions, posture, &swings, PAIRED);
    let screening = screening(&inputs.assumptions, posture, WALKS);
    Flips { posture, loss, swings, pairs, screening }
}

const PAIRED: usize = 12;
const WALKS: u64 = 16;

fn figures(assumptions: &Assumptions, model: &Model) -> Vec<PostureFigures> {
    let table = table(model);
    let best: Vec<f64> = (0..table.first().map_or(0, Vec::len))
        .map(|column| table.iter().map(|row| row[column]).fold(f64::NEG_INFINITY, f64::max))
        .collect();
    let corners = [false, true].map(|worst| corner(assumptions, worst));
    Posture::OWN
        .par_iter()
        .zip(&table)
        .map(|(own, row)| {
            let (reply, _) = best_reply(model, *own, State::start(model));
            PostureFigures {
                posture: *own,
                worst: -worst(model, *own),
                interval: [0, 1].map(|at| -worst(&corners[at], *own)),
                regret: row.iter().zip(&best).map(|(value, best)| best - value).fold(0.0, f64::max),
                reply,
                expected: averaged(model, [*own, reply]),
            }
        })
        .collect()
}

/// All costs and dangers of the own side at their least, or at their most.
fn corner(assumptions: &Assumptions, worst: bool) -> Model {
    let pick = |estimate: &Estimate| if worst { estimate.high } else { estimate.low };
    let mut point = Point::new();
    for component in assumptions.component.iter().filter(|component| component.side == Side::Own) {
        point.insert(format!("component.{}.scale", component.id), pick(&component.scale));
    }
    point.insert("chance.accident".to_owned(), pick(&assumptions.chance.accident));
    if let Some(partner) = assumptions.partner_of(Side::Other) {
        point.insert(format!("partner.{}.strikes_high", partner.name), pick(&partner.strikes_high));
        point.insert(format!("partner.{}.strikes_low", partner.name), pick(&partner.strikes_low));
    }
    Model::at(assumptions, &point)
}

/// Losses of both sides, over all types.
fn averaged(model: &Model, postures: [Posture; 2]) -> [f64; 2] {
    let mut sum = [0.0; 2];
    for (own, own_chance) in [model.high[0], 1.0 - model.high[0]].into_iter().enumerate() {
        for (other, chance) in [model.high[1], 1.0 - model.high[1]].into_iter().enumerate() {
            for (control, control_chance) in model.control().into_iter().enumerate() {
                let found = expected(model, postures, [own, other], control, State::start(model));
                let weight = own_chance * chance * control_chance;
                sum.iter_mut().zip(found).for_each(|(sum, value)| *sum -= weight * value);
            }
        }
    }
    sum
}

/// By linear programme on the tree; further ahead by learners on public histories, between bounds.
fn security(model: &Model) -> Result<(f64, f64), DeskError> {
    if model.moves > TREE_MOVES {
        let Bounds { sure, most, .. } =
            PublicTree::of(model, Talk::Silence).security(Aim::Own, NEAR, MOST_SWEEPS);
        return Ok((-most, most - sure));
    }
    let tree = tree(model, Talk::Silence)?;
    let form = SequenceForm::of(&tree, "maximin")?;
    let answer = games::solve::security::programme(&form, 0).solve("maximin")?;
    let miss =
        games::checker::programme(&games::solve::security::programme(&form, 0), &answer.primal, &answer.dual);
    Ok((-answer.value, miss))
}

/// Moves up to which a tree of all histories is made.
pub const TREE_MOVES: usize = 4;
/// Points between the bounds with which learners may stop, and the sweeps after which they do.
const NEAR: f64 = 0.05;
const MOST_SWEEPS: u32 = 400;

/// A notice that leaks for certain costs its author the leak.
fn after_leak(model: &Model, before: &[Regime]) -> Result<Option<[f64; 2]>, DeskError> {
    let leaked = regimes(&Model { leak: [1.0, model.leak[1]], ..model.clone() })?;
    let find =
        |list: &[Regime], name: &str| list.iter().find(|regime| regime.name == name).and_then(|r| r.best);
    let (notice, silence) = (find(&leaked, "verified notice"), find(before, "silence"));
    Ok(notice.zip(silence).map(|(notice, silence)| [notice[0] - silence[0], notice[1] - silence[1]]))
}

/// For a response at each rung above today's: what the other side does best if the own side then answers in kind.
fn proportion(model: &Model) -> Vec<(usize, Posture)> {
    (model.start + 1..RUNGS)
        .map(|rung| {
            let mut state = State::start(model);
            state.raised = [rung - state.rung, 0];
            state.rung = rung;
            state.time = 1;
            (rung, best_reply(model, Posture::InKind, state).0)
        })
        .collect()
}

fn lines(assumptions: &Assumptions, model: &Model) -> Vec<LineResponse> {
    assumptions
        .red_line
        .iter()
        .map(|line| {
            let mut state = State::start(model);
            state.raised = [0, line.rung.saturating_sub(state.rung)];
            state.rung = line.rung.max(state.rung);
            let mut found: Vec<(Posture, f64)> =
                Posture::OWN.into_iter().map(|own| (own, -worst_from(model, own, state))).collect();
            found.sort_by(|a, b| a.1.total_cmp(&b.1));
            let next = found.get(1).map_or(f64::NAN, |(_, loss)| *loss);
            LineResponse { id: line.id.clone(), response: found[0].0, losses: [found[0].1, next] }
        })
        .collect()
}

/// A patron restrains its partner (high control, at its cost) or lets it be (low control): what each loses it, and the
/// degree of control from which restraining pays.
fn patrons(assumptions: &Assumptions, model: &Model) -> Vec<PatronChoice> {
    let mut list = Vec::new();
    for partner in &assumptions.partner {
        let side = usize::from(partner.side == Side::Other);
        let loss = |control: f64| {
            let mut changed = model.clone();
            if let Some(own) = &mut changed.partner[side] {
                own.control = control;
            }
            averaged(&changed, [Posture::InKind, Posture::InKind])[side]
        };
        // The loss is linear in the chance of control.
        let (controlled, loose) = (loss(1.0) + partner.restraining.centre, loss(0.0));
        let gain = loose - loss(1.0);
        let tips = (gain > 0.0).then(|| partner.restraining.centre / gain).filter(|share| *share <= 1.0);
        let name = partner.name.clone();
        list.push(PatronChoice { partner: name, side: partner.side, losses: [controlled, loose], tips });
    }
    list
}

/// Two learners; their average need be no equilibrium, so its regret stands beside it.
fn prediction(model: &Model) -> Result<Prediction, DeskError> {
    if model.moves > TREE_MOVES {
        let found = PublicTree::of(model, Talk::Silence).learned(PUBLIC_SWEEPS);
        let words = acts(0, false).iter().map(|act| act.word().to_owned());
        return Ok(Prediction {
            first: words.zip(found.first).collect(),
            losses: found.payoffs.map(|payoff| -payoff),
            regret: found.regret.into_iter().fold(0.0, f64::max),
            steps: u64::from(PUBLIC_SWEEPS),
        });
    }
    let tree = tree(model, Talk::Silence)?;
    let form = SequenceForm::of(&tree, "dcfr")?;
    let mut learners = Cfr::new(&form, Rule::Discounted);
    (0..STEPS).for_each(|_| learners.step());
    let weights = learners.average();
    let regrets = form.regrets(&weights);
    let mut first: Vec<(String, f64)> = Vec::new();
    for set in form.plans[0].sets.iter().filter(|set| set.parent == 0) {
        let own = &tree.sets[set.set as usize];
        let high = own.label.starts_with("0.0.");
        let share = if high { model.high[0] } else { 1.0 - model.high[0] };
        for (word, sequence) in own.actions.iter().zip(set.range()) {
            match first.iter_mut().find(|(known, _)| known == word) {
                Some((_, sum)) => *sum += share * weights[0][sequence],
                None => first.push((word.clone(), share * weights[0][sequence])),
            }
        }
    }
    let losses = [0, 1].map(|side| -form.value(side, &weights));
    Ok(Prediction { first, losses, regret: regrets.into_iter().fold(0.0, f64::max), steps: STEPS })
}

const STEPS: u64 = 400;
const PUBLIC_SWEEPS: u32 = 100;

fn off_ramps(model: &Model) -> Vec<Posture> {
    let steps_down = |own: &Posture| {
        matches!(best_reply(model, *own, State::start(model)).0, Posture::StepDown | Posture::InKindThenDown)
    };
    Posture::OWN.into_iter().filter(steps_down).collect()
}
