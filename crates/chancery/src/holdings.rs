//! What a compartment holds that a draft, of this compartment or another, may touch: names, places in time;
//! and what the own party has bound itself to there.
//!
//! In: the folds. Out: plain values that may cross to another compartment's desk **inside the own node**, and nowhere
//! else. I1 nothing here is shown to a drafter without a role in the compartment it comes from ([`crate::linkage`]).

use crate::spots::Spots;
use line::ids::PartyCode;
use notice::clause::Magnitude;
use notice::types::a2_posture::DefensivePosture;
use notice::types::a3_limits::StrikeLimits;
use notice::types::c1_carve_out::CarveOut;
use notice::types::c2_exchange::Exchange;
use notice::types::s1_offer::Offer;
use notice::types::t1_red_line::RedLine;
use notice::vocabulary::{ActClass, ExcludedClass, NoticeType, Posture, StepAct};
use notice::{Code8, Draft, Number};
use standing::operation::OperationState;
use standing::red_line::RedLineState;
use standing::step::StepState;
use standing::understandings::UnderstandingState;
use standing::{Filed, Stand};
use std::collections::BTreeMap;

/// A step that the own party has promised and that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// The S1.
    pub number: Number,
    /// The package.
    pub package: Code8,
    /// The step.
    pub step: Code8,
    /// What it promises.
    pub acts: Vec<StepAct>,
}

/// A red line that stands, of either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its declaration.
    pub number: Number,
    /// Acts that it counts.
    pub acts: Vec<ActClass>,
    /// Its magnitude, if it has one.
    pub magnitude: Option<Magnitude>,
    /// Whether the own party drew it.
    pub own: bool,
}

/// What a compartment holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    /// Its code.
    pub compartment: Code8,
    /// Names that are its own: packages, channels, exchanges, accounts, with the notice that gives them.
    pub names: BTreeMap<String, Number>,
    /// What happened or is to happen somewhere; only of a compartment that another looks at.
    pub spots: Spots,
    /// Own self-limits: what they exclude.
    pub limits: Vec<(Number, Vec<ExcludedClass>)>,
    /// Own postures: claims, with the status of weapons or the types named.
    pub postures: Vec<(Number, Posture, String)>,
    /// Own steps that are promised and not over.
    pub promises: Vec<Promise>,
    /// Lines that stand.
    pub lines: Vec<Line>,
    /// Notices that draw lines, as they stand: red lines with their amendments, warnings, limits, postures.
    pub drawn: Vec<(Number, Draft)>,
    /// Compartments that an own understanding here must not depend on (S1 I), with its S1.
    pub apart: Vec<(Number, Code8)>,
}

impl Holdings {
    /// What the folds hold, for one party; where and when things happened is added for others ([`Spots`]).
    pub fn of(stand: &Stand<'_>, own: &PartyCode) -> Option<Self> {
        let compartment = Code8::parse(stand.compartment()).ok()?;
        let mut held = Holdings {
            compartment,
            names: BTreeMap::new(),
            spots: Spots::default(),
            limits: Vec::new(),
            postures: Vec::new(),
            promises: Vec::new(),
            lines: Vec::new(),
            drawn: drawn(stand),
            apart: Vec::new(),
        };
        for filed in NAMING.into_iter().flat_map(|kind| stand.of_kind(kind)) {
            held.names_of(filed);
        }
        held.bound(stand, own);
        Some(held)
    }

    fn names_of(&mut self, filed: &Filed) {
        let notice = &filed.notice;
        let mut names: Vec<&Code8> = Vec::new();
        names.extend(Offer::of(notice).and_then(|s1| s1.package()).map(|(package, _)| package));
        names.extend(CarveOut::of(notice).and_then(|c1| c1.channel()));
        if let Some(c2) = Exchange::of(notice) {
            names.extend(c2.exchange());
            names.extend(c2.accounts());
        }
        for name in names {
            self.named(name.to_string(), notice.number());
        }
        if let Some(line) = RedLine::of(notice).and_then(|t1| t1.line()) {
            let name = format!("{}-{}", line.party, line.line);
            self.named(name, notice.number());
        }
    }

    /// The least number that gives a name is told.
    fn named(&mut self, name: String, number: &Number) {
        let least = self.names.entry(name).or_insert_with(|| number.clone());
        if number < least {
            *least = number.clone();
        }
    }

    /// What the own party has bound itself to, and the lines of both sides.
    fn bound(&mut self, stand: &Stand<'_>, own: &PartyCode) {
        for it in stand.operations().into_iter().filter(|it| it.author == *own) {
            let Some(filed) = stand.notice(&it.number) else { continue };
            let over = matches!(it.state, OperationState::Concluded { .. } | OperationState::Ended { .. });
            if over || matches!(it.state, OperationState::Reconciled { .. }) {
                continue;
            }
            if let Some(a3) = StrikeLimits::of(&filed.notice) {
                self.limits.push((it.number.clone(), a3.excluded()));
            }
            if let Some(a2) = DefensivePosture::of(&filed.notice) {
                let claims = a2.claims().into_iter();
                self.postures.extend(claims.map(|(claim, told)| (it.number.clone(), claim, told)));
            }
        }
        for line in stand.red_lines() {
            let stands = matches!(
                line.state,
                RedLineState::Declared | RedLineState::Known { .. } | RedLineState::InForce { .. }
            );
            let filed = stand.notice(&line.number).filter(|_| stands);
            let Some(t1) = filed.and_then(|filed| RedLine::of(&filed.notice)) else { continue };
            let drawn = line.number.party.as_str() == own.as_str();
            let known = self.lines.iter().any(|held| held.number == line.number);
            if !known {
                let (acts, magnitude) = (t1.acts(), t1.magnitude());
                self.lines.push(Line { number: line.number, acts, magnitude, own: drawn });
            }
        }
        for it in stand.understandings() {
            if it.over() || !it.principals.contains(own) {
                continue;
            }
            let Some(offer) = stand.notice(&it.number).and_then(|filed| Offer::of(&filed.notice)) else {
                continue;
            };
            self.apart.extend(offer.apart().into_iter().map(|code| (it.number.clone(), code.clone())));
            let UnderstandingState::Armed(package) = &it.state else { continue };
            for (place, step) in package.terms().steps.iter().enumerate() {
                let runs = package.begun(place).any(|(_, period)| {
                    !matches!(period.state, StepState::Reversed | StepState::Verified { .. })
                });
                if runs && step.actor.as_str() == own.as_str() {
                    self.promises.push(Promise {
                        number: it.number.clone(),
                        package: it.package.clone(),
                        step: step.id.clone(),
                        acts: offer.acts(&step.id),
                    });
                }
            }
        }
    }
}

/// Every notice that draws a line that stands, each version of a red line whole.
fn drawn(stand: &Stand<'_>) -> Vec<(Number, Draft)> {
    let stands = |filed: &&Filed| stand.life(filed.notice.number()).is_some_and(|life| !life.undone());
    let of = |kinds: &[NoticeType]| {
        let mut all: Vec<&Filed> =
            kinds.iter().flat_map(|kind| stand.of_kind(*kind)).filter(stands).collect();
        all.sort_by(|a, b| a.notice.number().cmp(b.notice.number()));
        all.dedup_by(|later, first| later.notice.number() == first.notice.number());
        all.into_iter()
    };
    let mut versions: Vec<(Number, Draft)> = of(&[NoticeType::T1, NoticeType::T2])
        .map(|filed| (filed.notice.number().clone(), since(filed)))
        .collect();
    redline::versions::amend(&mut versions);
    let stated = stand.red_lines();
    let in_force = |draft: &Draft| {
        let line = RedLine::of_draft(draft).and_then(|t1| t1.line());
        let binds = |state: &RedLineState| {
            matches!(
                state,
                RedLineState::Declared | RedLineState::Known { .. } | RedLineState::InForce { .. }
            )
        };
        line.is_some_and(|line| stated.iter().any(|it| it.line == *line && binds(&it.state)))
    };
    versions.retain(|(_, draft)| draft.kind == NoticeType::T1 && in_force(draft));
    let over: Vec<Number> = stand
        .operations()
        .into_iter()
        .filter(|it| {
            matches!(
                it.state,
                OperationState::Concluded { .. }
                    | OperationState::Ended { .. }
                    | OperationState::Reconciled { .. }
            )
        })
        .map(|it| it.number)
        .collect();
    let others = of(&[NoticeType::E4, NoticeType::A2, NoticeType::A3]);
    let bind = others.filter(|filed| !over.contains(filed.notice.number()));
    versions.extend(bind.map(|filed| (filed.notice.number().clone(), since(filed))));
    versions
}

/// A notice's draft that takes effect when the notice does.
fn since(filed: &Filed) -> Draft {
    let mut draft = filed.notice.draft().clone();
    draft.envelope.effective_from.get_or_insert(filed.notice.stamp().dtg);
    draft
}

/// Types of notices that give names.
const NAMING: [NoticeType; 4] = [NoticeType::T1, NoticeType::S1, NoticeType::C1, NoticeType::C2];
