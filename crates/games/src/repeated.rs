//! Whether restraint holds itself up when a stage is played again and again: temptation T > restraint R > punishment P >
//! sucker's payoff S.
//!
//! Closed forms where there are any: grim trigger and limited punishment (Friedman 1971), imperfect public monitoring
//! (Green, Porter, Noncooperative Collusion under Imperfect Price Information, 1984; Abreu, Pearce, Stacchetti 1990).
//! Discount factors are per period.

use crate::error::GameError;

/// Payoffs of one side in one stage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stage {
    /// Striking a side that restrains itself.
    pub temptation: f64,
    /// Both restrain themselves.
    pub restraint: f64,
    /// Neither does.
    pub punishment: f64,
    /// Restraining oneself while the other strikes.
    pub sucker: f64,
}

/// What the public sees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Monitoring {
    /// Chance of a bad signal although both restrain themselves.
    pub false_alarm: f64,
    /// Chance of a bad signal after one violation.
    pub detection: f64,
}

/// How long a violation is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// For ever.
    Grim,
    /// So many periods, then restraint again.
    Periods(u32),
}

impl Stage {
    /// A stage in which restraint is worth anything at all: T > R > P >= S.
    pub fn new(temptation: f64, restraint: f64, punishment: f64, sucker: f64) -> Result<Self, GameError> {
        let stage = Stage { temptation, restraint, punishment, sucker };
        let finite = [temptation, restraint, punishment, sucker].iter().all(|value| value.is_finite());
        if finite && temptation > restraint && restraint > punishment && punishment >= sucker {
            return Ok(stage);
        }
        let why = format!("T {temptation} > R {restraint} > P {punishment} >= S {sucker} does not hold");
        Err(GameError::parameter("stage", why))
    }

    /// The gain of one violation and the loss of one punished period.
    fn gain_and_loss(&self) -> (f64, f64) {
        (self.temptation - self.restraint, self.restraint - self.punishment)
    }

    /// The discount factor from which restraint holds under grim trigger: (T - R)/(T - P).
    pub fn grim(&self) -> f64 {
        (self.temptation - self.restraint) / (self.temptation - self.punishment)
    }

    /// The discount factor from which tit-for-tat deters one violation.
    pub fn tit_for_tat(&self) -> f64 {
        let (gain, _) = self.gain_and_loss();
        self.grim().max(gain / (self.restraint - self.sucker))
    }

    /// The discount factor from which so many punished periods deter: T - R <= (R - P)(d + .. + d^L). `None` if no
    /// factor below one does.
    pub fn limited(&self, periods: u32) -> Option<f64> {
        let (gain, loss) = self.gain_and_loss();
        let holds = |d: f64| gain <= loss * geometric(d, periods);
        // At d = 1 the sum is L: if the gain is just L losses, restraint holds only in the limit.
        (gain <= loss * f64::from(periods)).then(|| least(holds))
    }

    /// The discount factor from which restraint holds, with or without seeing clearly; `None` if none below one does.
    pub fn critical(&self, monitoring: Monitoring, answer: Answer) -> Result<Option<f64>, GameError> {
        monitoring.check()?;
        Ok(match answer {
            Answer::Grim => {
                let (gain, loss) = self.gain_and_loss();
                let (e, f) = (monitoring.false_alarm, monitoring.detection);
                let critical = gain / ((1.0 - e) * gain + (f - e) * loss);
                (critical < 1.0).then_some(critical)
            }
            Answer::Periods(periods) => {
                let holds = |d: f64| self.holds(monitoring, periods, d);
                // Just below one the condition tends to (f - e) L (R - P)/(1 + e L) > T - R.
                let (gain, loss) = self.gain_and_loss();
                let (e, f) = (monitoring.false_alarm, monitoring.detection);
                let length = f64::from(periods);
                ((f - e) * length * loss / (1.0 + e * length) > gain).then(|| least(holds))
            }
        })
    }

    /// The value of restraint, per period, at a discount factor.
    pub fn value(&self, monitoring: Monitoring, answer: Answer, discount: f64) -> f64 {
        let (r, p, e, d) = (self.restraint, self.punishment, monitoring.false_alarm, discount);
        match answer {
            Answer::Grim => p + (1.0 - d) * (r - p) / (1.0 - d * (1.0 - e)),
            Answer::Periods(periods) => {
                let back = d.powi(i32::try_from(periods).unwrap_or(i32::MAX).saturating_add(1));
                ((1.0 - d) * r + e * p * (d - back)) / (1.0 - (1.0 - e) * d - e * back)
            }
        }
    }

    /// Whether nobody gains by one violation when bad signals are answered for so many periods.
    fn holds(&self, monitoring: Monitoring, periods: u32, d: f64) -> bool {
        let (t, p, f) = (self.temptation, self.punishment, monitoring.detection);
        let value = self.value(monitoring, Answer::Periods(periods), d);
        let back = d.powi(i32::try_from(periods).unwrap_or(i32::MAX).saturating_add(1));
        value >= (1.0 - d) * t + (1.0 - f) * d * value + f * (p * (d - back) + back * value)
    }

    /// The same without a closed form: the value of violating once and then keeping to the rule, period by period, against
    /// keeping to it all along. For cross-checks.
    pub fn holds_by_simulation(&self, monitoring: Monitoring, answer: Answer, d: f64, horizon: u32) -> bool {
        let periods = match answer {
            Answer::Grim => u32::MAX,
            Answer::Periods(periods) => periods,
        };
        // Chance of standing in each phase: phase 0 restraint, phase k the k-th punished period.
        let path = |first: f64, signal: f64| {
            let mut total = first;
            let mut queue = std::collections::VecDeque::from([signal]);
            let (mut calm, mut punished, mut weight) = (1.0 - signal, signal, d);
            for _ in 1..horizon {
                total += weight * (calm * self.restraint + punished * self.punishment);
                let next = calm * monitoring.false_alarm;
                calm -= next;
                punished += next;
                queue.push_back(next);
                if queue.len() > periods as usize {
                    let over = queue.pop_front().unwrap_or(0.0);
                    punished -= over;
                    calm += over;
                }
                weight *= d;
            }
            total
        };
        path(self.restraint, monitoring.false_alarm) >= path(self.temptation, monitoring.detection)
    }
}

impl Monitoring {
    /// Everything is seen.
    pub const PERFECT: Monitoring = Monitoring { false_alarm: 0.0, detection: 1.0 };

    fn check(self) -> Result<(), GameError> {
        let (e, f) = (self.false_alarm, self.detection);
        if (0.0..=1.0).contains(&e) && (0.0..=1.0).contains(&f) && e < f {
            return Ok(());
        }
        let why = format!("a false alarm's chance {e} must be below a detection's {f}, both between 0 and 1");
        Err(GameError::parameter("monitoring", why))
    }
}

fn geometric(d: f64, periods: u32) -> f64 {
    if (d - 1.0).abs() < 1e-12 {
        return f64::from(periods);
    }
    d * (1.0 - d.powi(i32::try_from(periods).unwrap_or(i32::MAX))) / (1.0 - d)
}

/// The least factor that holds, if those above it hold too: bisection to the last bit that floats tell apart.
fn least(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}
