//! One compartment of a party: the carrier, what it adds up to, and the desk.

use crate::challenge::{Challenge, Purpose};
use crate::desk::DraftId;
use crate::due::Due;
use crate::error::ChanceryError;
use crate::input::{Effect, Event, Input};
use crate::officers::Roster;
use line::group::{Entropy, Group};
use line::line::{Line, Stop};
use line::machine::Rows;
use line::time::Now;
use notice::{Code8, Station};
use standing::Standing;

/// What a compartment must know besides its rows.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Id of this node; officers sign over it.
    pub node: [u8; 32],
    /// Code of the compartment ("LEV").
    pub code: Code8,
    /// The own station that speaks here ("US/WATCH").
    pub station: Station,
    /// What the carrier must know.
    pub line: line::config::Config,
    /// The party's officers.
    pub roster: Roster,
    /// The charter in force: folds run on its clocks, the desk on its table.
    pub charter: notice::Charter,
    /// Rules of the folds broken on purpose, in planted worlds only.
    pub planted: standing::Planted,
}

/// One compartment at one node.
pub struct Compartment<G: Group> {
    setup: Setup,
    line: Line<G>,
    standing: Standing,
}

impl<G: Group> Compartment<G> {
    /// Starts from a group that was just founded or joined.
    pub fn open(
        setup: Setup,
        group: G,
        now: Now,
        mut entropy: Box<dyn Entropy + Send>,
    ) -> (Self, Vec<Effect>) {
        let (line, effects) = Line::open(setup.line.clone(), group, now, entropy.as_mut());
        let standing = folds(&setup);
        let effects = effects.into_iter().map(passed).collect();
        (Compartment { setup, line, standing }, effects)
    }

    /// Rebuilds it from all rows of its store.
    ///
    /// # Errors
    /// [`ChanceryError`] if a row is unreadable or the seal log is broken, or what `line` says of its rows.
    pub fn restore(
        setup: Setup,
        provider: G::Provider,
        rows: &Rows,
        stop: Stop,
        now: Now,
        mut entropy: Box<dyn Entropy + Send>,
    ) -> Result<(Self, Vec<Effect>), ChanceryError> {
        let (line, effects) = Line::restore(setup.line.clone(), provider, rows, stop, now, entropy.as_mut())
            .map_err(|why| ChanceryError::Carrier(refusal::Refusal::of(&why)))?;
        let standing = folds(&setup);
        let effects = effects.into_iter().map(passed).collect();
        Ok((Compartment { setup, line, standing }, effects))
    }

    /// Takes a batch of up to 64 inputs; gives the effects of all, with at most one Persist, first.
    pub fn handle(&mut self, now: Now, inputs: Vec<Input>) -> Vec<Effect> {
        let carried = inputs.into_iter().filter_map(|input| match input {
            Input::Line(input) => Some(input),
            Input::Command { .. } | Input::Roster(_) => None,
        });
        self.line.handle(now, carried.collect()).into_iter().map(passed).collect()
    }

    /// When a `Tick` is due, in ms of the monotonic clock.
    pub fn next_deadline(&self) -> Option<u64> {
        self.line.next_deadline()
    }

    /// Hands out a challenge for an officer to sign: may this person do this with this draft?
    ///
    /// # Errors
    /// [`ChanceryError::NoSuchDraft`]; [`ChanceryError::TooManyChallenges`].
    pub fn challenge(
        &mut self,
        now: Now,
        purpose: Purpose,
        draft: DraftId,
    ) -> Result<Challenge, ChanceryError> {
        let _ = (now, purpose);
        Err(ChanceryError::NoSuchDraft { draft: draft.to_string() })
    }

    /// The carrier.
    pub fn line(&self) -> &Line<G> {
        &self.line
    }

    /// What it adds up to.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// What it was set up with, with the officers as they are now.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What is unread, unanswered, unconfirmed or overdue, by time.
    pub fn due(&self, now: Now) -> Vec<Due> {
        let _ = now;
        Vec::new()
    }
}

fn folds(setup: &Setup) -> Standing {
    Standing::new(setup.code.as_str(), setup.charter.parameters()).with_planted(setup.planted)
}

fn passed(effect: line::machine::Effect) -> Effect {
    use line::machine::Effect as Carried;
    match effect {
        Carried::Persist(writes) => Effect::Persist(writes),
        Carried::Call { relay, call, request } => Effect::Call { relay, call, request },
        Carried::Cancel { call } => Effect::Cancel { call },
        Carried::Tell(event) => Effect::Tell(Event::Carrier(event)),
    }
}
