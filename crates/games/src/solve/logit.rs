//! The principal branch of logit quantal response equilibria, followed from even chances at lambda 0 (McKelvey, Palfrey,
//! Quantal Response Equilibria, 1995 and 1998; Turocy, A Dynamic Homotopy Interpretation of the Logistic Quantal Response
//! Equilibrium Correspondence, 2005).
//!
//! Unknowns are the logarithms of the probabilities and lambda; the branch is followed by its arc, so that it may turn
//! back. lambda has the unit one over payoff.

use crate::dense::{Factors, factor, product};
use crate::error::GameError;

/// Groups of probabilities that add up to one each, and what each action is worth under them.
pub trait Responses {
    /// Sizes of the groups.
    fn groups(&self) -> Vec<usize>;
    /// What each action is worth, all groups together, given all probabilities and their logarithms.
    fn worth(&self, logs: &[f64], chances: &[f64], out: &mut [f64]);
    /// How the worth of each action (rows) moves with the logarithm of each probability (columns), by rows.
    fn slopes(&self, logs: &[f64], chances: &[f64], out: &mut [f64]);
    /// Largest payoff less smallest.
    fn range(&self) -> f64;
}

/// A point of the branch.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Where on the branch.
    pub lambda: f64,
    /// All probabilities, group by group.
    pub chances: Vec<f64>,
    /// Steps taken.
    pub steps: u64,
}

struct Branch<'r, R> {
    game: &'r R,
    groups: Vec<usize>,
    /// Number of probabilities.
    size: usize,
    worth: Vec<f64>,
    slopes: Vec<f64>,
}

const METHOD: &str = "qre";
/// Probabilities of all groups together, at most.
const UNKNOWNS: usize = 1_500;

/// Follows the branch to a lambda; to `None`, until replies are as sharp as floats can tell.
pub fn follow<R: Responses>(
    game: &R,
    lambda: Option<f64>,
    stop: &mut dyn FnMut() -> bool,
) -> Result<Point, GameError> {
    let groups = game.groups();
    let size: usize = groups.iter().sum();
    if size > UNKNOWNS {
        return Err(GameError::too_large(
            METHOD,
            format!("{size} actions of all players; at most {UNKNOWNS}"),
        ));
    }
    let target = target(lambda, game.range())?;
    let mut branch = Branch { game, groups, size, worth: vec![0.0; size], slopes: vec![0.0; size * size] };
    let mut at: Vec<f64> = branch.groups.iter().flat_map(|n| vec![-(*n as f64).ln(); *n]).collect();
    at.push(0.0);
    let scale = game.range();
    // Along the arc lambda counts in units of one over the range.
    let (mut step, mut steps) = (0.03, 0);
    let slopes = branch.factored(&at, &upwards(size), scale).ok_or_else(lost)?;
    let tangent = branch.tangent(&at, &slopes, &upwards(size), scale).ok_or_else(lost)?;
    let mut way = Way { tangent, bend: vec![0.0; size + 1], slopes };
    while steps < STEPS {
        // Told to stop: the point reached so far is an answer at its own lambda.
        if stop() && at[size] > 0.0 {
            break;
        }
        steps += 1;
        if at[size] >= target {
            break;
        }
        let ahead = way.ahead(&at, step);
        if ahead[size] >= target && way.tangent[size] > 0.0 {
            if let Some(near) = branch.reached(&at, &ahead, target, scale) {
                at = near;
                break;
            }
            step *= 0.5;
            continue;
        }
        let within = f64::max(NEAR, 1e-3 * step);
        let mut next = ahead.clone();
        let landed = branch.land(&mut next, &mut way, scale);
        let miss = apart(&next, &ahead, scale);
        match landed {
            Some(new) if miss < within && along(&new, &way.tangent, scale) > STRAIGHT => {
                if next[size] >= target {
                    // The bend of the branch carried the step past the target.
                    if let Some(near) = branch.reached(&at, &next, target, scale) {
                        at = near;
                        break;
                    }
                    step *= 0.5;
                } else {
                    at = next;
                    way.turned(new, step);
                    // The miss of a step with bend grows with its third power.
                    step *= (0.3 * within / miss).cbrt().clamp(0.5, 2.0);
                }
            }
            _ => step *= 0.5,
        }
        if step < 1e-12 || steps == STEPS {
            return Err(lost());
        }
    }
    Ok(Point { lambda: at[size], chances: at[..size].iter().map(|x| x.exp()).collect(), steps })
}

/// Where the path goes on from a point.
struct Way {
    /// Its direction, of length one.
    tangent: Vec<f64>,
    /// How the direction turned, by length of path.
    bend: Vec<f64>,
    /// The slopes of the last point that had them, with the direction of that time as last row.
    slopes: Factors,
}

impl Way {
    /// Where a step leads, by direction and bend.
    fn ahead(&self, at: &[f64], step: f64) -> Vec<f64> {
        let ways = self.tangent.iter().zip(&self.bend);
        at.iter().zip(ways).map(|(x, (t, b))| x + step * (t + 0.5 * step * b)).collect()
    }

    /// The new direction after a step.
    fn turned(&mut self, tangent: Vec<f64>, step: f64) {
        self.bend.iter_mut().zip(tangent.iter().zip(&self.tangent)).for_each(|(b, (new, old))| {
            *b = (new - old) / step;
        });
        self.tangent = tangent;
    }
}

/// The direction of lambda.
fn upwards(size: usize) -> Vec<f64> {
    let mut direction = vec![0.0; size + 1];
    direction[size] = 1.0;
    direction
}

/// The lambda to go to.
fn target(lambda: Option<f64>, range: f64) -> Result<f64, GameError> {
    match lambda {
        Some(lambda) if lambda.is_finite() && lambda >= 0.0 => Ok(lambda),
        Some(lambda) => Err(GameError::parameter("lambda", format!("{lambda} is not a number from 0 up"))),
        None => Ok(LIMIT / range),
    }
}

/// How far two points lie apart, lambda in units of one over the range.
fn apart(a: &[f64], b: &[f64], scale: f64) -> f64 {
    let moved: Vec<f64> = a.iter().zip(b).map(|(x, y)| x - y).collect();
    along(&moved, &moved, scale).sqrt()
}

/// The product of two directions, lambda in units of one over the range.
fn along(a: &[f64], b: &[f64], scale: f64) -> f64 {
    let last = a.len() - 1;
    a.iter().zip(b).take(last).map(|(x, y)| x * y).sum::<f64>() + a[last] * b[last] * scale * scale
}

fn lost() -> GameError {
    GameError::no_answer(METHOD, "the branch could not be followed; try a smaller lambda")
}

/// lambda times the range at which the limit is taken for reached.
const LIMIT: f64 = 1e6;
const STEPS: u64 = 100_000;

impl<R: Responses> Branch<'_, R> {
    /// How far the point is off the branch: log-chances against lambda times worth, relative to the group's likeliest
    /// action, and each group's sum against one.
    fn residual(&mut self, at: &[f64]) -> (Vec<f64>, Vec<usize>) {
        let chances: Vec<f64> = at[..self.size].iter().map(|x| x.exp()).collect();
        self.game.worth(&at[..self.size], &chances, &mut self.worth);
        let (mut out, mut anchors) = (vec![0.0; self.size], Vec::with_capacity(self.groups.len()));
        let mut from = 0;
        for count in &self.groups {
            let group = from..from + count;
            let anchor = group.clone().max_by(|a, b| at[*a].total_cmp(&at[*b])).unwrap_or(from);
            for action in group.clone() {
                out[action] =
                    at[action] - at[anchor] - at[self.size] * (self.worth[action] - self.worth[anchor]);
            }
            out[anchor] = chances[group].iter().sum::<f64>() - 1.0;
            anchors.push(anchor);
            from += count;
        }
        (out, anchors)
    }

    /// The slopes of the residual, with a last row of its own; lambda in units of one over the range.
    fn jacobian(&mut self, at: &[f64], last: &[f64], scale: f64) -> Vec<f64> {
        let (size, width) = (self.size, self.size + 1);
        let (_, anchors) = self.residual(at);
        let chances: Vec<f64> = at[..size].iter().map(|x| x.exp()).collect();
        self.game.slopes(&at[..size], &chances, &mut self.slopes);
        let mut out = vec![0.0; width * width];
        let lambda = at[size];
        let mut from = 0;
        for (count, anchor) in self.groups.iter().zip(anchors) {
            for action in from..from + count {
                let line = &mut out[action * width..(action + 1) * width];
                if action == anchor {
                    line[from..from + count].copy_from_slice(&chances[from..from + count]);
                    continue;
                }
                let own = &self.slopes[action * size..(action + 1) * size];
                let by = &self.slopes[anchor * size..(anchor + 1) * size];
                line.iter_mut().zip(own.iter().zip(by)).for_each(|(v, (a, b))| *v = -lambda * (a - b));
                line[action] += 1.0;
                line[anchor] -= 1.0;
                line[size] = -(self.worth[action] - self.worth[anchor]) / scale;
            }
            from += count;
        }
        out[size * width..].copy_from_slice(last);
        out
    }

    /// The slopes of the residual and a direction below them, factored.
    fn factored(&mut self, at: &[f64], direction: &[f64], scale: f64) -> Option<Factors> {
        let matrix = self.jacobian(at, &scaled(direction, scale), scale);
        factor(matrix, self.size + 1)
    }

    /// The direction of the branch with length one, in the former one's sense. Slopes of a point nearby serve: what they
    /// miss here is mended until it is small; `None` if it does not become so.
    fn tangent(&mut self, at: &[f64], slopes: &Factors, before: &[f64], scale: f64) -> Option<Vec<f64>> {
        let width = self.size + 1;
        let matrix = self.jacobian(at, &scaled(before, scale), scale);
        let mut right = vec![0.0; width];
        right[self.size] = 1.0;
        let mut found = slopes.solve(&right);
        let mut rounds = 0;
        loop {
            let miss: Vec<f64> = matrix
                .chunks_exact(width)
                .zip(&right)
                .map(|(row, wanted)| wanted - product(row, &found))
                .collect();
            let by = slopes.solve(&miss);
            found.iter_mut().zip(&by).for_each(|(x, by)| *x += by);
            let length = product(&found, &found).sqrt();
            if !length.is_finite() || length == 0.0 || rounds == MENDS {
                return None;
            }
            if product(&by, &by).sqrt() < 1e-4 * length {
                found.iter_mut().for_each(|x| *x /= length);
                found[self.size] /= scale;
                return Some(found);
            }
            rounds += 1;
        }
    }

    /// Brings a point onto the branch and gives the direction there. The slopes of the way serve as long as they lead
    /// there quickly; they are made anew where they do not.
    fn land(&mut self, at: &mut [f64], way: &mut Way, scale: f64) -> Option<Vec<f64>> {
        let start = at.to_vec();
        if self.correct(at, &way.slopes, scale, COARSE).is_none() {
            at.copy_from_slice(&start);
            way.slopes = self.factored(at, &way.tangent, scale)?;
            if self.correct(at, &way.slopes, scale, COARSE).is_none() {
                // The step was long: once more from where it has come so far.
                way.slopes = self.factored(at, &way.tangent, scale)?;
                self.correct(at, &way.slopes, scale, COARSE)?;
            }
        }
        if let Some(found) = self.tangent(at, &way.slopes, &way.tangent, scale) {
            return Some(found);
        }
        way.slopes = self.factored(at, &way.tangent, scale)?;
        self.tangent(at, &way.slopes, &way.tangent, scale)
    }

    /// The point of the branch at a lambda between two points, if it lies near the line between them.
    fn reached(&mut self, from: &[f64], ahead: &[f64], target: f64, scale: f64) -> Option<Vec<f64>> {
        let size = self.size;
        let share = (target - from[size]) / (ahead[size] - from[size]);
        let mut near: Vec<f64> = from.iter().zip(ahead).map(|(x, y)| x + share * (y - x)).collect();
        near[size] = target;
        let guess = near.clone();
        let hold = upwards(size);
        for _ in 0..ROUNDS {
            let slopes = self.factored(&near, &hold, scale)?;
            if self.correct(&mut near, &slopes, scale, FINE).is_some() {
                let length = apart(from, ahead, scale);
                return (apart(&near, &guess, scale) < f64::max(0.3, 1e-3 * length)).then_some(near);
            }
        }
        None
    }

    /// Newton's method at right angles to the direction below the slopes, with these slopes in all rounds; `None` once they
    /// mislead, with the point where it has come so far.
    fn correct(&mut self, at: &mut [f64], slopes: &Factors, scale: f64, within: f64) -> Option<()> {
        let mut before = f64::INFINITY;
        for _ in 0..ROUNDS {
            let (mut off, _) = self.residual(at);
            let worst = off.iter().fold(0.0_f64, |worst, x| worst.max(x.abs()));
            let large = at.iter().fold(1.0_f64, |most, x| most.max(x.abs()));
            if worst < within * large {
                return Some(());
            }
            if worst.is_nan() || worst >= 0.3 * before {
                // Rounding may keep a point from coming closer than this.
                return (worst < within.max(1e-8) * large).then_some(());
            }
            before = worst;
            off.push(0.0);
            let moved = slopes.solve(&off);
            if moved[..self.size].iter().any(|x| !x.is_finite() || x.abs() > 50.0 + large) {
                return None;
            }
            at.iter_mut().zip(&moved).take(self.size).for_each(|(x, by)| *x -= by);
            at[self.size] -= moved[self.size] / scale;
        }
        None
    }
}

/// A direction with lambda in units of one over the range.
fn scaled(direction: &[f64], scale: f64) -> Vec<f64> {
    let mut scaled = direction.to_vec();
    if let Some(last) = scaled.last_mut() {
        *last *= scale;
    }
    scaled
}

/// How far a step may land from where it led, and the least cosine of its turn.
const NEAR: f64 = 0.1;
const STRAIGHT: f64 = 0.95;
/// Misses along the way, and at the end.
const COARSE: f64 = 1e-7;
const FINE: f64 = 1e-13;
const ROUNDS: u32 = 12;
/// Mends of a direction by slopes of another point.
const MENDS: u32 = 4;
