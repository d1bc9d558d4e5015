//! M5, a package from the moment it is armed: an engine of steps, triggers, pauses, disputes and lapse rules
//! (notices.md section 8).
//!
//! ARMED -first S3-> RUNNING; RUNNING -date passed-> LATE(step); -S5 DISPUTE-> DISPUTED(stage, by ladder clock);
//! -S5 PAUSE-> PAUSED(steps, cure until); each of the three -cure or S5 RESUME-> RUNNING; any -S5 END, or lapse
//! rule-> ENDED. Where several hold at once the word is the first of ENDED, DISPUTED, PAUSED, LATE, RUNNING, ARMED.
//!
//! I1 nothing is owed without a [`Cause`]. I2 what a party pauses or disputes only that party resumes, or a cure ends.
//! I3 a paused step's clock does not run; every other step's does. I4 equal inputs in equal order give equal states,
//! whenever the clock was looked at in between.

use crate::error::StandError;
use crate::package_state::{Act, Ending, PackageState};
use crate::step::{StepInput, StepState};
use crate::terms::Terms;
use crate::view::party_of;
use line::ids::PartyCode;
use notice::Code8;
use notice::types::s1_offer::Trigger;
use notice::vocabulary::{Lapse, Pairing, StepVerb, TriggerEvent, Verdict};
use std::collections::BTreeMap;

/// Why something is owed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The package was armed, and no trigger stands before the step.
    Armed,
    /// These steps reached what the trigger graph asks, for the n-th time.
    Triggered(Vec<(Code8, TriggerEvent, u32)>),
    /// The former period is over.
    NextPeriod,
    /// It is paired with a step that was declared, and its time runs since.
    PairedWith(Code8),
}

/// One period of a step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// Where it stands.
    pub state: StepState,
    /// By when its author must declare it, ms UTC; absent before it is owed.
    pub due_ms: Option<i64>,
    /// Why it is owed.
    pub cause: Option<Cause>,
    /// LATE-PERFORMING: the new date its author gave, ms UTC.
    pub performing_ms: Option<i64>,
    /// When it was last refuted, ms UTC.
    pub refuted_ms: Option<i64>,
    reached: Reached,
}

/// What of a period has been, for the triggers that wait for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Reached {
    started: bool,
    declared: bool,
    verified: bool,
}

/// A pause, or a dispute, by its author.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// Since when, ms UTC.
    pub since_ms: i64,
    /// Own steps that pause; none for a dispute.
    pub steps: Vec<usize>,
    /// End of the cure period, ms UTC; absent for a dispute.
    pub until_ms: Option<i64>,
    /// Periods that were not as they should be: once all are mended, it ends by itself.
    pub failing: Vec<(usize, usize)>,
}

/// A package that is armed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    terms: Terms,
    now_ms: i64,
    running: bool,
    steps: Vec<Vec<Period>>,
    pauses: BTreeMap<PartyCode, Held>,
    disputes: BTreeMap<PartyCode, Held>,
    ended: Option<(i64, Ending)>,
    paused_before: bool,
}

impl Package {
    /// Arms a package: every step without a trigger is owed.
    pub fn armed(terms: Terms, at_ms: i64) -> Self {
        let blank = Period {
            state: StepState::Pledged,
            due_ms: None,
            cause: None,
            performing_ms: None,
            refuted_ms: None,
            reached: Reached::default(),
        };
        let periods = |step| (0..terms.periods(step)).map(|_| blank.clone()).collect();
        let steps = (0..terms.steps.len()).map(periods).collect();
        let (pauses, disputes) = (BTreeMap::new(), BTreeMap::new());
        let mut package = Package {
            terms,
            now_ms: at_ms,
            running: false,
            steps,
            pauses,
            disputes,
            ended: None,
            paused_before: false,
        };
        package.trigger();
        package
    }

    /// What it is made of.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Every step's periods, in the order of the terms.
    pub fn steps(&self) -> &[Vec<Period>] {
        &self.steps
    }

    /// Where each period of a step stands: those that have begun, or the first. Number, period.
    pub fn begun(&self, step: usize) -> impl Iterator<Item = (u32, &Period)> {
        let periods = self.steps.get(step).map_or(&[][..], Vec::as_slice);
        let begun = |(place, period): &(usize, &Period)| *place == 0 || period.state != StepState::Pledged;
        periods.iter().enumerate().filter(begun).map(|(place, period)| (number_of(place), period))
    }

    /// Whether it was ever paused.
    pub fn paused_before(&self) -> bool {
        self.paused_before
    }

    /// Open disputes by their authors.
    pub fn disputes(&self) -> &BTreeMap<PartyCode, Held> {
        &self.disputes
    }

    /// Open pauses by their authors.
    pub fn pauses(&self) -> &BTreeMap<PartyCode, Held> {
        &self.pauses
    }

    /// Whether a step is paused by its actor.
    pub fn paused(&self, step: usize) -> bool {
        self.pauses.values().any(|held| held.steps.contains(&step))
    }

    /// Where it stands at the time it was last brought to.
    pub fn state(&self) -> PackageState {
        if let Some((at_ms, because)) = &self.ended {
            return PackageState::Ended { at_ms: *at_ms, because: because.clone() };
        }
        if let Some(since_ms) = self.disputes.values().map(|held| held.since_ms).min() {
            return PackageState::Disputed { stage: self.stage(since_ms) };
        }
        if !self.pauses.is_empty() {
            let mut held: Vec<usize> = self.pauses.values().flat_map(|held| held.steps.clone()).collect();
            held.sort_unstable();
            let steps = held.into_iter().filter_map(|step| Some(self.terms.steps.get(step)?.id.clone()));
            let until_ms = self.pauses.values().filter_map(|held| held.until_ms).min();
            return PackageState::Paused { steps: steps.collect(), until_ms };
        }
        if let Some((step, period, since_ms)) = self.late().into_iter().min_by_key(|late| late.2) {
            let performing_ms = self.steps[step][period].performing_ms;
            let (step, period) = (self.terms.steps[step].id.clone(), number_of(period));
            return PackageState::Late { step, period, since_ms, performing_ms };
        }
        if self.running { PackageState::Running } else { PackageState::Armed }
    }

    /// Periods whose date has passed and that their author has not declared: step, period's place, since when, ms UTC.
    pub fn late(&self) -> Vec<(usize, usize, i64)> {
        let mut late = Vec::new();
        for (step, periods) in self.steps.iter().enumerate().filter(|(step, _)| !self.paused(*step)) {
            for (place, period) in periods.iter().enumerate().filter(|(_, period)| period.state.open()) {
                late.extend(period.due_ms.filter(|due| *due <= self.now_ms).map(|due| (step, place, due)));
            }
        }
        late
    }

    /// Brings the clock to a time: what it does on the way it does at its own instants.
    pub fn advance(&mut self, to_ms: i64) {
        while let Some((at_ms, change)) = self.next_change().filter(|(at_ms, _)| *at_ms <= to_ms) {
            self.now_ms = self.now_ms.max(at_ms);
            match change {
                Change::Ends(rule) => self.ended = Some((self.now_ms, Ending::Rule(rule))),
                Change::Enters(step, place) => self.enter(step, place),
            }
        }
        self.now_ms = self.now_ms.max(to_ms);
    }

    /// Takes in what a party says at a time; what the clock does before that instant comes first.
    ///
    /// # Errors
    /// [`StandError::NoMove`], [`StandError::NotTheirs`]; the package stays.
    pub fn take(&mut self, at_ms: i64, by: &PartyCode, act: &Act) -> Result<(), StandError> {
        self.advance(at_ms.saturating_sub(1));
        self.now_ms = self.now_ms.max(at_ms);
        if self.ended.is_some() {
            return Err(StandError::NoMove { state: "ENDED", input: act.word() });
        }
        match act {
            Act::Step { step, period, verb, new_date_ms } => {
                self.their_step(*step, by)?;
                self.declare(*step, *period, *verb, *new_date_ms)?;
                self.running = true;
            }
            Act::Report { step, period, verdict } => self.report(*step, *period, *verdict)?,
            Act::Dispute { of } => {
                self.takes_part(by)?;
                let failing = self.failing(*of);
                let held = Held { since_ms: self.now_ms, steps: Vec::new(), until_ms: None, failing };
                self.disputes.entry(by.clone()).or_insert(held);
            }
            Act::Pause { steps, of, until_ms } => self.pause(by, steps, *of, *until_ms)?,
            Act::Resume => self.resume(by)?,
            Act::End => {
                self.takes_part(by)?;
                self.ended = Some((self.now_ms, Ending::By(by.clone())));
            }
            Act::Disown => {
                self.takes_part(by)?;
                self.ended = Some((self.now_ms, Ending::Disowned(by.clone())));
            }
        }
        self.cure();
        self.trigger();
        Ok(())
    }

    /// When the stage of a dispute ends that runs since a time, ms UTC, and whether it is the last; absent when all
    /// are over.
    pub fn stage_end_ms(&self, since_ms: i64) -> Option<(i64, bool)> {
        let mut end_ms = since_ms;
        for (place, span) in self.terms.ladder.iter().enumerate() {
            end_ms = end_ms.saturating_add(span.ms());
            if self.now_ms < end_ms {
                return Some((end_ms, place + 1 == self.terms.ladder.len()));
            }
        }
        None
    }

    /// When something changes next by the clock alone, ms UTC; absent if nothing does.
    pub fn next_ms(&self) -> Option<i64> {
        self.next_change().map(|(at_ms, _)| at_ms)
    }

    /// Until when nothing that can be seen of it changes by the clock alone, ms UTC: dates that pass and rungs of the ladder
    /// too; the greatest number if nothing does.
    pub fn stands_until_ms(&self) -> i64 {
        let dues = self.steps.iter().flatten().filter_map(|period| period.due_ms);
        let rungs = self.disputes.values().flat_map(|held| {
            self.terms.ladder.iter().scan(held.since_ms, |end_ms, span| {
                *end_ms = end_ms.saturating_add(span.ms());
                Some(*end_ms)
            })
        });
        let to_come = dues.chain(rungs).filter(|at_ms| *at_ms > self.now_ms);
        to_come.chain(self.next_ms()).min().unwrap_or(i64::MAX)
    }

    fn their_step(&self, step: usize, by: &PartyCode) -> Result<(), StandError> {
        let found = self.terms.steps.get(step).ok_or(StandError::NoMove { state: "-", input: "STEP" })?;
        if party_of(&found.actor) == *by {
            return Ok(());
        }
        Err(StandError::NotTheirs { subject: found.id.to_string(), by: by.to_string() })
    }

    fn takes_part(&self, by: &PartyCode) -> Result<(), StandError> {
        if self.terms.steps.iter().any(|step| party_of(&step.actor) == *by) {
            return Ok(());
        }
        let subject = self.terms.steps.first().map_or_else(String::new, |step| step.id.to_string());
        Err(StandError::NotTheirs { subject, by: by.to_string() })
    }

    fn period_mut(&mut self, step: usize, period: u32) -> Result<&mut Period, StandError> {
        let place = period.checked_sub(1).and_then(|place| usize::try_from(place).ok());
        let found = self.steps.get_mut(step).and_then(|periods| periods.get_mut(place?));
        found.ok_or(StandError::NoMove { state: "-", input: "PERIOD" })
    }

    fn declare(
        &mut self,
        step: usize,
        period: u32,
        verb: StepVerb,
        new_date_ms: Option<i64>,
    ) -> Result<(), StandError> {
        let found = self.period_mut(step, period)?;
        match verb {
            StepVerb::LatePerforming => {
                if !found.state.open() {
                    return Err(StandError::NoMove { state: found.state.word(), input: "LATE-PERFORMING" });
                }
                found.performing_ms = new_date_ms;
                return Ok(());
            }
            StepVerb::Started => found.state = found.state.on(StepInput::Started)?,
            StepVerb::Reversed => {
                found.state = found.state.on(StepInput::Reversed)?;
                found.reached = Reached::default();
                return Ok(());
            }
            // A period that could not be seen, or was refuted, is told again: its verifier's word cures it.
            StepVerb::Done | StepVerb::Continuing
                if matches!(found.state, StepState::Unable | StepState::Refuted) => {}
            StepVerb::Done | StepVerb::Continuing => {
                found.state = found.state.on(StepInput::Declared)?;
                found.reached.declared = true;
            }
        }
        found.reached.started = true;
        if verb == StepVerb::Continuing {
            self.goes_on(step, period);
        }
        if matches!(verb, StepVerb::Done | StepVerb::Continuing) {
            self.pair(step);
        }
        Ok(())
    }

    /// A continuing step enters its next period as STARTED.
    fn goes_on(&mut self, step: usize, period: u32) {
        let due_ms = self.period_mut(step, period).ok().and_then(|period| period.due_ms);
        let every_ms = self.terms.steps[step].every.map_or(0, |every| every.ms());
        let Ok(next) = self.period_mut(step, period.saturating_add(1)) else { return };
        if let Ok(state) = next.state.on(StepInput::Continues) {
            next.state = state;
            next.reached.started = true;
            next.due_ms = next.due_ms.or(due_ms.map(|due| due.saturating_add(every_ms)));
            next.cause.get_or_insert(Cause::NextPeriod);
        }
    }

    fn enter(&mut self, step: usize, place: usize) {
        let every_ms = self.terms.steps[step].every.map_or(0, |every| every.ms());
        let before = place.checked_sub(1).and_then(|before| self.steps[step][before].due_ms);
        let period = &mut self.steps[step][place];
        if let Ok(state) = period.state.on(StepInput::Trigger) {
            period.state = state;
            period.due_ms = before.map(|due| due.saturating_add(every_ms));
            period.cause = Some(Cause::NextPeriod);
        }
    }

    /// SIMULTANEOUS: the first declaration sets the others' time.
    fn pair(&mut self, declared: usize) {
        let Some(within) = self.terms.within.filter(|_| self.terms.pairing == Pairing::Simultaneous) else {
            return;
        };
        let latest = self.now_ms.saturating_add(within.ms());
        let id = self.terms.steps[declared].id.clone();
        for (_, periods) in self.steps.iter_mut().enumerate().filter(|(step, _)| *step != declared) {
            for period in periods.iter_mut().filter(|period| period.state.open()).take(1) {
                if period.due_ms.is_none_or(|due| due > latest) {
                    period.due_ms = Some(latest);
                    period.cause = Some(Cause::PairedWith(id.clone()));
                }
            }
        }
    }

    fn report(&mut self, step: usize, period: u32, verdict: Verdict) -> Result<(), StandError> {
        let now_ms = self.now_ms;
        let found = self.period_mut(step, period)?;
        match verdict {
            Verdict::Verified => {
                found.state = found.state.on(StepInput::Verified)?;
                found.reached = Reached { started: true, declared: true, verified: true };
                found.refuted_ms = None;
            }
            Verdict::NotVerified => {
                found.state = found.state.on(StepInput::NotVerified)?;
                found.refuted_ms = Some(now_ms);
            }
            Verdict::Unable => found.state = found.state.on(StepInput::Unable)?,
        }
        Ok(())
    }

    fn pause(
        &mut self,
        by: &PartyCode,
        steps: &[usize],
        of: Option<usize>,
        until_ms: Option<i64>,
    ) -> Result<(), StandError> {
        for step in steps {
            self.their_step(*step, by)?;
        }
        if self.pauses.contains_key(by) {
            return Err(StandError::NoMove { state: "PAUSED", input: "PAUSE" });
        }
        let mut steps = steps.to_vec();
        steps.sort_unstable();
        steps.dedup();
        let failing = self.failing(of);
        let until_ms = until_ms.or(Some(self.now_ms.saturating_add(self.terms.cure.ms())));
        self.pauses.insert(by.clone(), Held { since_ms: self.now_ms, steps, until_ms, failing });
        self.paused_before = true;
        Ok(())
    }

    fn resume(&mut self, by: &PartyCode) -> Result<(), StandError> {
        let paused = self.pauses.remove(by);
        let disputed = self.disputes.remove(by);
        if paused.is_none() && disputed.is_none() {
            return Err(StandError::NoMove { state: self.state().word(), input: "RESUME" });
        }
        paused.into_iter().for_each(|held| self.run_on(&held));
        Ok(())
    }

    /// A pause is over: its steps' clocks run on from where they stood.
    fn run_on(&mut self, held: &Held) {
        let stood_ms = self.now_ms.saturating_sub(held.since_ms);
        for step in &held.steps {
            for due_ms in self.steps[*step].iter_mut().filter_map(|period| period.due_ms.as_mut()) {
                if *due_ms > held.since_ms {
                    *due_ms = due_ms.saturating_add(stood_ms);
                }
            }
        }
    }

    /// Periods that are not as they should be: of one step, or of all.
    fn failing(&self, of: Option<usize>) -> Vec<(usize, usize)> {
        let late = self.late();
        let mut failing = Vec::new();
        for (step, periods) in
            self.steps.iter().enumerate().filter(|(step, _)| of.is_none_or(|of| of == *step))
        {
            for (place, period) in periods.iter().enumerate() {
                let bad = matches!(period.state, StepState::Refuted | StepState::Unable);
                if bad || late.iter().any(|late| (late.0, late.1) == (step, place)) {
                    failing.push((step, place));
                }
            }
        }
        failing
    }

    /// Ends every pause and dispute whose cause is mended.
    fn cure(&mut self) {
        let mended = |held: &Held| {
            let good = |(step, place): &(usize, usize)| {
                let state = self.steps[*step][*place].state;
                matches!(state, StepState::Verified { .. } | StepState::Declared)
            };
            !held.failing.is_empty() && held.failing.iter().all(good)
        };
        let cured: Vec<PartyCode> =
            self.pauses.iter().filter(|(_, held)| mended(held)).map(|(by, _)| by.clone()).collect();
        let settled: Vec<PartyCode> =
            self.disputes.iter().filter(|(_, held)| mended(held)).map(|(by, _)| by.clone()).collect();
        for by in settled {
            self.disputes.remove(&by);
        }
        for by in cured {
            let held = self.pauses.remove(&by);
            held.into_iter().for_each(|held| self.run_on(&held));
        }
    }

    /// Makes owed what its triggers now allow.
    fn trigger(&mut self) {
        for step in 0..self.steps.len() {
            let first = self.steps[step].first().map(|period| period.state);
            let all: Vec<Trigger> = self.terms.triggers_of(step).cloned().collect();
            if first != Some(StepState::Pledged) || !all.iter().all(|trigger| self.fires(trigger)) {
                continue;
            }
            let by_ms = self.terms.steps[step].by.ms();
            let within_ms = all.iter().filter_map(|t| t.within).map(|within| within.ms()).min();
            let due_ms = match within_ms {
                Some(within) => self.now_ms.saturating_add(within),
                None => by_ms.max(self.now_ms),
            };
            let named = || all.iter().map(|t| (t.of.clone(), t.after, t.times)).collect();
            let cause = if all.is_empty() { Cause::Armed } else { Cause::Triggered(named()) };
            let period = &mut self.steps[step][0];
            period.state = StepState::Owed;
            period.due_ms = Some(if all.is_empty() { by_ms } else { due_ms });
            period.cause = Some(cause);
        }
    }

    fn fires(&self, trigger: &Trigger) -> bool {
        let Some(of) = self.terms.place(&trigger.of) else { return false };
        let has = |period: &&Period| match trigger.after {
            TriggerEvent::Started => period.reached.started,
            TriggerEvent::Declared => period.reached.declared,
            TriggerEvent::Verified => period.reached.verified,
        };
        let times = self.steps[of].iter().filter(has).count();
        u32::try_from(times).unwrap_or(u32::MAX) >= trigger.times
    }

    /// Stage of a dispute that runs since a time, from 1.
    fn stage(&self, since_ms: i64) -> u32 {
        let mut end_ms = since_ms;
        let mut stage = 0;
        for span in &self.terms.ladder {
            stage += 1;
            end_ms = end_ms.saturating_add(span.ms());
            if self.now_ms < end_ms {
                break;
            }
        }
        stage.max(1)
    }

    fn next_change(&self) -> Option<(i64, Change)> {
        if self.ended.is_some() {
            return None;
        }
        let lapses = self.lapse_times().into_iter().map(|(at_ms, rule)| (at_ms, Change::Ends(rule)));
        lapses.chain(self.entries()).min_by_key(|(at_ms, change)| (*at_ms, change.rank()))
    }

    /// Periods that the clock alone makes owed, and when.
    fn entries(&self) -> impl Iterator<Item = (i64, Change)> + '_ {
        self.steps.iter().enumerate().filter(|(step, _)| !self.paused(*step)).flat_map(|(step, periods)| {
            periods.windows(2).enumerate().filter_map(move |(place, pair)| {
                let runs = !matches!(pair[0].state, StepState::Pledged | StepState::Reversed);
                let enters = runs && pair[1].state == StepState::Pledged;
                pair[0].due_ms.filter(|_| enters).map(|due| (due, Change::Enters(step, place + 1)))
            })
        })
    }

    /// When each lapse rule would end it, as things stand.
    fn lapse_times(&self) -> Vec<(i64, Lapse)> {
        let mut times = Vec::new();
        let cure_ms = self.terms.cure.ms();
        for rule in &self.terms.lapses {
            let at_ms = match rule {
                Lapse::OnDate => self.terms.ends_ms,
                Lapse::OnLadderEnd => {
                    let first = self.disputes.values().map(|held| held.since_ms).min();
                    first.map(|since| since.saturating_add(self.terms.ladder_ms()))
                }
                Lapse::OnRefutedUncured => {
                    let refuted = self.steps.iter().flatten().filter_map(|period| period.refuted_ms).min();
                    refuted.map(|at_ms| at_ms.saturating_add(cure_ms))
                }
                Lapse::OnLastPeriod => self.last_period_ms(),
            };
            times.extend(at_ms.map(|at_ms| (at_ms, *rule)));
        }
        times
    }

    /// End of the last period of the longest step, once every period that was owed is settled.
    fn last_period_ms(&self) -> Option<i64> {
        let mut end_ms = i64::MIN;
        for (step, periods) in self.steps.iter().enumerate() {
            let verified = self.terms.steps[step].verifier.is_some();
            for period in periods {
                let settled = match period.state {
                    StepState::Verified { .. } | StepState::Reversed | StepState::Pledged => true,
                    StepState::Declared => !verified,
                    _ => false,
                };
                if !settled {
                    return None;
                }
            }
            let by_ms = self.terms.steps[step].by.ms();
            let every_ms = self.terms.steps[step].every.map_or(0, |every| every.ms());
            let later = i64::try_from(periods.len().saturating_sub(1)).unwrap_or(i64::MAX);
            end_ms = end_ms.max(by_ms.saturating_add(every_ms.saturating_mul(later)));
            end_ms = periods.iter().filter_map(|period| period.due_ms).fold(end_ms, i64::max);
        }
        (end_ms > i64::MIN).then_some(end_ms)
    }
}

/// What the clock does.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// A rule ends the package.
    Ends(Lapse),
    /// A period becomes owed: step, place.
    Enters(usize, usize),
}

impl Change {
    /// At one instant a period is entered before a rule is looked at.
    fn rank(self) -> u8 {
        match self {
            Change::Enters(..) => 0,
            Change::Ends(_) => 1,
        }
    }
}

/// The period at a place, as people count.
pub fn number_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1)
}
