//! What a matched package says, as its engine reads it: steps, pairing, trigger graph, lapse rules.

use notice::types::s1_offer::{Offer, Step, Trigger};
use notice::vocabulary::{Lapse, Pairing};
use notice::{Clocks, Code8, Draft, Span, Until};

/// The terms of one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Every step, the offerer's first.
    pub steps: Vec<Step>,
    /// How they are paired.
    pub pairing: Pairing,
    /// SIMULTANEOUS: once one is declared, the others within so long.
    pub within: Option<Span>,
    /// Edges of the trigger graph.
    pub triggers: Vec<Trigger>,
    /// Stages of the dispute ladder.
    pub ladder: Vec<Span>,
    /// What ends it by itself.
    pub lapses: Vec<Lapse>,
    /// Its date, for the rule ON-DATE; ms UTC.
    pub ends_ms: Option<i64>,
    /// How long a refuted step may be cured.
    pub cure: Span,
}

impl Terms {
    /// Reads an offer; ladder and cure are the charter's where the offer is silent.
    pub fn of(draft: &Draft, clocks: &Clocks) -> Option<Self> {
        let offer = Offer::of_draft(draft)?;
        let mut ladder = offer.ladder();
        if ladder.is_empty() {
            ladder =
                vec![clocks.ladder_first, clocks.ladder_second, clocks.ladder_third, clocks.ladder_fourth];
        }
        Some(Terms {
            steps: offer.steps(),
            pairing: offer.pairing()?,
            within: offer.within(),
            triggers: offer.triggers(),
            ladder,
            lapses: offer.lapses(),
            ends_ms: match draft.envelope.expires {
                Until::At(end) => Some(end.ms()),
                Until::Standing => None,
            },
            cure: clocks.cure,
        })
    }

    /// Place of a step in the list.
    pub fn place(&self, id: &Code8) -> Option<usize> {
        self.steps.iter().position(|step| step.id == *id)
    }

    /// How many periods a step has.
    pub fn periods(&self, step: usize) -> u32 {
        let Some(step) = self.steps.get(step) else { return 0 };
        let Some((lasts, every)) = step.lasts.zip(step.every) else { return 1 };
        let (lasts, every) = (lasts.ms().max(1), every.ms().max(1));
        let periods = lasts.saturating_add(every - 1) / every;
        u32::try_from(periods).unwrap_or(MOST_PERIODS).clamp(1, MOST_PERIODS)
    }

    /// What must be so before a step is owed.
    pub fn triggers_of(&self, step: usize) -> impl Iterator<Item = &Trigger> {
        let id = self.steps.get(step).map(|step| &step.id);
        self.triggers.iter().filter(move |trigger| Some(&trigger.step) == id)
    }

    /// Whether a rule ends the package by itself.
    pub fn lapses_by(&self, rule: Lapse) -> bool {
        self.lapses.contains(&rule)
    }

    /// Length of the whole ladder, ms.
    pub fn ladder_ms(&self) -> i64 {
        self.ladder.iter().fold(0, |sum, stage| sum.saturating_add(stage.ms()))
    }
}

/// More periods than any package of a charter's clocks has; bounds what a hostile offer makes the folds do.
const MOST_PERIODS: u32 = 1_000;
