//! Attribution cases as the book tells them: feeds the machine of [`crate::case`].
//!
//! I1 a repeat is an E1 of the accuser whose event surely lies inside the warned conduct, by the exact test of
//! `notice`, and begins at or after the warning's effect.

use crate::accidents;
use crate::answer::Answer;
use crate::book::Filed;
use crate::case::{CaseInput, CaseState};
use crate::delivery::Delivery;
use crate::seal;
use crate::view::{View, party_of};
use line::ids::PartyCode;
use notice::clause::Actor;
use notice::clause_test::{Circumstances, ClauseOf, Event};
use notice::truth::Truth;
use notice::types::e2_challenge::Challenge;
use notice::types::e3_statement::Statement;
use notice::types::e4_warning::Warning;
use notice::types::e5_finding::Finding;
use notice::vocabulary::{FindingStatus, NoticeType, Position, Standard};
use notice::window::{InTime, counted};
use notice::{Instant, Number};

/// A case and what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The challenge that opened it.
    pub challenge: Number,
    /// Who accuses.
    pub accuser: PartyCode,
    /// Who is accused.
    pub accused: PartyCode,
    /// The actor set: the groups named, else relation and party.
    pub actor: String,
    /// Where it stands.
    pub state: CaseState,
    /// What the accused says: ACCEPTED, CONTESTED or SILENT.
    pub position: &'static str,
    /// Until when the accused may still reply to a finding before it takes effect, ms UTC.
    pub reply_until_ms: Option<i64>,
    /// Links of the chain that the accused contests; on record whatever comes later.
    pub contested: Vec<Number>,
    /// The standard the accuser invokes, and the one the accused claims.
    pub standards: (Option<Standard>, Option<Standard>),
}

/// Every case, by the order of its challenge.
pub fn cases(view: View<'_>) -> Vec<Case> {
    let mut all: Vec<Case> = Vec::new();
    for filed in seal::standing(view, NoticeType::E2).filter(|filed| view.past(dtg(filed))) {
        let Some((accused, actor)) = Challenge::of(&filed.notice).and_then(|e2| held_to(e2.actor()?)) else {
            continue;
        };
        let accuser = filed.place.author.clone();
        let open = all.iter().any(|c| c.accuser == accuser && c.accused == accused && c.actor == actor);
        if !open {
            all.push(Sight { view, accuser, accused, actor }.case(filed));
        }
    }
    all
}

/// Whom an actor set is held to, and its name.
fn held_to(actor: Actor<'_>) -> Option<(PartyCode, String)> {
    let party = actor.party()?;
    let mut groups: Vec<&str> = actor.groups().map(|group| group.as_str()).collect();
    groups.sort_unstable();
    let name =
        if groups.is_empty() { format!("{} {party}", actor.relation()?.word()) } else { groups.join(" ") };
    Some((party_of(party), name))
}

/// One case's part of the view.
struct Sight<'a> {
    view: View<'a>,
    accuser: PartyCode,
    accused: PartyCode,
    actor: String,
}

type Inputs = Vec<(i64, CaseInput)>;

impl<'a> Sight<'a> {
    fn case(self, first: &Filed) -> Case {
        let mut inputs: Inputs = Vec::new();
        let delivery = Delivery::of(self.view, first, &self.accused, true);
        match delivery.answer {
            Answer::NonAnswer { since_ms } | Answer::AnsweredLate { since_ms, .. } => {
                inputs.push((since_ms, CaseInput::Due));
            }
            _ => {}
        }
        let mut links = vec![first.notice.number().clone()];
        let warning = self.warning(first);
        if let Some(warning) = warning {
            links.push(warning.notice.number().clone());
            inputs.push((dtg(warning), CaseInput::Warning));
            self.watch(warning, &mut links, &mut inputs);
        }
        let statements = self.statements(&links);
        for said in &statements {
            let to_finding = Statement::of(&said.notice)
                .is_some_and(|e3| e3.answers().any(|number| number.kind == NoticeType::E5));
            inputs.push((dtg(said), if to_finding { CaseInput::Reply } else { CaseInput::Statement }));
        }
        let ends = |(at_ms, input): &(i64, CaseInput)| {
            matches!(input, CaseInput::WindowOver { .. } if !self.view.past(*at_ms)).then_some(*at_ms)
        };
        let reply_until_ms = inputs.iter().filter_map(ends).min();
        let state = self.folded(inputs);
        Case {
            challenge: first.notice.number().clone(),
            reply_until_ms,
            position: position(&statements),
            contested: contested(&statements, &links),
            standards: self.standards(first, &statements),
            accuser: self.accuser,
            accused: self.accused,
            actor: self.actor,
            state,
        }
    }

    /// Inputs by time; what the clock makes comes before what is said at the same instant.
    fn folded(&self, mut inputs: Inputs) -> CaseState {
        inputs.retain(|(at_ms, _)| self.view.past(*at_ms));
        inputs.sort_by_key(|(at_ms, _)| *at_ms);
        let mut state = CaseState::Challenged;
        for (at_ms, input) in inputs {
            state = self.closed(state, |close_ms| close_ms <= at_ms);
            state = state.on(input).unwrap_or(state);
        }
        self.closed(state, |close_ms| self.view.past(close_ms))
    }

    fn closed(&self, state: CaseState, come: impl Fn(i64) -> bool) -> CaseState {
        let (CaseState::Restored { at_ms } | CaseState::Ended { at_ms }) = state else { return state };
        let at_ms = at_ms.saturating_add(self.view.clocks.case_closes.ms());
        if come(at_ms) { state.on(CaseInput::CloseTime { at_ms }).unwrap_or(state) } else { state }
    }

    fn warning(&self, first: &Filed) -> Option<&'a Filed> {
        let same = |filed: &&Filed| {
            let held = Warning::of(&filed.notice).and_then(|e4| held_to(e4.actor()?));
            filed.place.author == self.accuser
                && filed.place > first.place
                && held.is_some_and(|(accused, actor)| accused == self.accused && actor == self.actor)
        };
        seal::standing(self.view, NoticeType::E4).find(same)
    }

    /// From the warning's effect on: quiet, repeats, findings.
    fn watch(&self, warning: &Filed, links: &mut Vec<Number>, inputs: &mut Inputs) {
        let Some(e4) = Warning::of(&warning.notice) else { return };
        let known = Delivery::of(self.view, warning, &self.accused, true).known_ms();
        let not_before = e4.not_before().map_or(i64::MIN, Instant::ms);
        let Some(effect_ms) = known.map(|at_ms| at_ms.max(not_before)) else { return };
        let (Some(effect), Some(watch)) = (Instant::from_ms(effect_ms), e4.watch()) else { return };
        let until_ms = effect_ms.saturating_add(watch.ms());
        inputs.push((effect_ms, CaseInput::Effect { until_ms }));
        let Some(clause) = ClauseOf::of_warning(&e4, effect) else { return };
        let matched = self.matching(&clause);
        if let Some(at_ms) = repeated(&clause, &matched) {
            inputs.push((at_ms, CaseInput::Repeat { at_ms }));
        }
        let last_ms = matched.iter().map(|event| event.1.latest).max().unwrap_or(effect_ms);
        let quiet = e4.quiet().unwrap_or(self.view.clocks.e4_quiet);
        let quiet_ms = last_ms.saturating_add(quiet.ms()).min(until_ms);
        inputs.push((quiet_ms, CaseInput::Quiet { at_ms: quiet_ms }));
        for finding in self.findings(warning) {
            links.push(finding.notice.number().clone());
            self.finding(finding, &matched, inputs);
        }
    }

    /// E1 of the accuser that surely match, with their DTG, by DTG.
    fn matching(&self, clause: &ClauseOf<'_>) -> Vec<(i64, InTime)> {
        let known = Circumstances {
            accidents: accidents::of(self.view, &self.accused).map(|(_, at)| at).collect(),
            now: Instant::from_ms(self.view.as_of_noted()),
        };
        let mut matched = Vec::new();
        for filed in
            seal::standing(self.view, NoticeType::E1).filter(|filed| filed.place.author == self.accuser)
        {
            let Some(event) = Event::of(&filed.notice, Vec::new()) else { continue };
            self.view.settles(clause, &event);
            if self.view.past(dtg(filed)) && clause.stays(&event, &known).and(clause.matched(&event)).must() {
                let (earliest, latest) = (event.when.0.ms(), event.when.1.ms());
                matched.push((dtg(filed), InTime { earliest, latest, matches: Truth::True }));
            }
        }
        matched.sort_by_key(|(at_ms, event)| (*at_ms, event.earliest, event.latest));
        matched
    }

    fn findings(&self, warning: &Filed) -> impl Iterator<Item = &'a Filed> {
        let (number, author) = (warning.notice.number().clone(), self.accuser.clone());
        let of = move |filed: &&Filed| {
            let rests = Finding::of(&filed.notice).and_then(|e5| e5.warning()) == Some(&number);
            rests && filed.place.author == author
        };
        seal::standing(self.view, NoticeType::E5).filter(of)
    }

    fn finding(&self, filed: &Filed, matched: &[(i64, InTime)], inputs: &mut Inputs) {
        let Some(e5) = Finding::of(&filed.notice) else { return };
        let at_ms = dtg(filed);
        let in_part = match e5.status() {
            Some(FindingStatus::Restored) => return inputs.push((at_ms, CaseInput::Restores { at_ms })),
            status => status == Some(FindingStatus::Partial),
        };
        // The first finding of a case opens it, whatever it says; what its author accepts in part stands when the reply
        // window is over, or at once where a finding stood before.
        if in_part {
            inputs.push((at_ms, CaseInput::AcceptsInPart { at_ms }));
        }
        inputs.push((at_ms, CaseInput::Finding));
        let said_ms = at_ms;
        let known = Delivery::of(self.view, filed, &self.accused, true).known_ms();
        let over = known.zip(e5.reply_window()).map(|(at, window)| at.saturating_add(window.ms()));
        if let Some(at_ms) = over {
            let restraint = self.restraint(at_ms);
            let restrained = in_part || restraint.is_some();
            inputs.push((at_ms, CaseInput::WindowOver { at_ms, restrained }));
            // Who accepts in part has judged what was told before.
            let breaks = |from: i64| {
                let told = matched.iter().filter(|(told, _)| !in_part || *told > said_ms);
                told.into_iter().find(|(_, event)| event.earliest >= from)
            };
            let breach = restraint.and_then(breaks);
            inputs.extend(
                breach.map(|(told, _)| *told.max(&at_ms)).map(|at| (at, CaseInput::Breach { at_ms: at })),
            );
        }
        let last_ms = matched.iter().map(|(_, event)| event.latest).max();
        let back = last_ms.zip(e5.quiet()).map(|(last, quiet)| last.saturating_add(quiet.ms()));
        inputs.extend(back.map(|at_ms| (at_ms, CaseInput::Restores { at_ms })));
    }

    /// From when the accused restrains the actor, if it undertook that by a time.
    fn restraint(&self, by_ms: i64) -> Option<i64> {
        let said = seal::standing(self.view, NoticeType::E3).filter(|filed| {
            filed.place.author == self.accused && dtg(filed) <= by_ms && self.view.past(dtg(filed))
        });
        let undertaken = said.filter_map(|filed| Statement::of(&filed.notice)?.restrains_from());
        undertaken.map(Instant::ms).min()
    }

    /// E3 of the accused to a link of the chain, in order.
    fn statements(&self, links: &[Number]) -> Vec<&'a Filed> {
        let answers = |filed: &&Filed| {
            let to = Statement::of(&filed.notice).is_some_and(|e3| e3.answers().any(|n| links.contains(n)));
            to && filed.place.author == self.accused && self.view.past(dtg(filed))
        };
        seal::standing(self.view, NoticeType::E3).filter(answers).collect()
    }

    fn standards(&self, first: &Filed, said: &[&Filed]) -> (Option<Standard>, Option<Standard>) {
        let claimed = said.iter().rev().find_map(|filed| Statement::of(&filed.notice)?.standard());
        (Challenge::of(&first.notice).and_then(|e2| e2.standard()), claimed)
    }
}

/// When the count of the conduct was first reached, by what was told.
fn repeated(clause: &ClauseOf<'_>, matched: &[(i64, InTime)]) -> Option<i64> {
    let window = clause.occurrence.window.map(|window| window.ms());
    let reached = |told: usize| {
        let events: Vec<InTime> = matched[..told].iter().map(|(_, event)| *event).collect();
        counted(&events, clause.occurrence.count, window) == Truth::True
    };
    let told = (1..=matched.len()).find(|told| reached(*told))?;
    Some(matched[told - 1].0)
}

/// ACCEPTED, CONTESTED or SILENT, by the last statement that takes a position.
fn position(said: &[&Filed]) -> &'static str {
    let mut taken = said.iter().rev().filter_map(|filed| Statement::of(&filed.notice)?.position());
    match taken.find(|position| *position != Position::NeedsTime) {
        Some(Position::Directs | Position::Influences) => "ACCEPTED",
        Some(_) => "CONTESTED",
        None => "SILENT",
    }
}

/// Links that a statement answers without accepting.
fn contested(said: &[&Filed], links: &[Number]) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    for e3 in said.iter().filter_map(|filed| Statement::of(&filed.notice)) {
        let accepts = matches!(
            e3.position(),
            Some(Position::Directs | Position::Influences | Position::NeedsTime) | None
        );
        if !accepts {
            found.extend(e3.answers().filter(|number| links.contains(number)).cloned());
        }
    }
    found.sort();
    found.dedup();
    found
}

fn dtg(filed: &Filed) -> i64 {
    filed.notice.stamp().dtg.ms()
}
