//! One compartment at one party: its core while the node runs, its rows, its open calls, what it was told.

use chancery::input::{Effect, Event, Input, Reply};
use chancery::{Compartment, Setup};
use line::diagnosis::{LineState, State, Word};
use line::ids::PartyCode;
use line::label_group::LabelGroup;
use line::machine::{CallId, Event as Told, Input as Carry, Rows, Write};
use line::relay_api::{Request, Response};
use line::time::Now;
use refusal::Refusal;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Caller, Happening, World};

/// One compartment at one party.
pub struct Node {
    /// Index of the party.
    pub party: usize,
    /// Code of the compartment.
    pub code: String,
    pub(crate) setup: Setup,
    pub(crate) core: Option<Compartment<LabelGroup>>,
    pub(crate) rows: Rows,
    pub(crate) calls: BTreeMap<CallId, Open>,
    /// Answers that wait for the node's next turn.
    pub(crate) inbox: Vec<Input>,
    pub(crate) life: u64,
    pub(crate) wakes_at: Option<u64>,
    pub(crate) replies: BTreeMap<u64, Result<Reply, Refusal>>,
    /// Every state of the line to a party that was told, with the instant, ms since D1 began.
    pub(crate) lines: Vec<(u64, PartyCode, LineState)>,
    /// Pouches packed and not yet sent.
    pub(crate) packed: Vec<Vec<u8>>,
    pub(crate) refused: Vec<(u64, Refusal)>,
}

/// A call under way.
pub(crate) struct Open {
    pub(crate) relay: usize,
    pub(crate) asked: Now,
    /// The request of a long poll that waits at the relay.
    pub(crate) parked: Option<Rc<Request>>,
}

impl Node {
    /// The compartment, while the node runs.
    pub fn core(&self) -> Option<&Compartment<LabelGroup>> {
        self.core.as_ref()
    }

    /// State and word of the line to a party as this node last told it.
    pub fn line_to(&self, party: &PartyCode) -> String {
        let state = self.core.as_ref().and_then(|core| core.line().line_states().remove(party));
        state.map_or_else(|| "none".to_owned(), |state| said(&state))
    }

    /// Whether a word was ever told.
    pub fn told(&self, word: &str) -> bool {
        self.lines.iter().any(|(_, _, state)| state.word.as_ref().is_some_and(|w| word_of(w) == word))
    }
}

/// State and word of a line.
pub fn said(state: &LineState) -> String {
    let rung = match state.state {
        State::Up => "UP",
        State::Degraded => "DEGRADED",
        State::Late => "LATE",
        State::Unanswered => "UNANSWERED",
        State::Declared => "DECLARED",
        State::Forked => "FORKED",
    };
    match &state.word {
        Some(word) if word_of(word) != rung => format!("{rung} {}", word_of(word)),
        _ => rung.to_owned(),
    }
}

/// A word of the line.
pub fn word_of(word: &Word) -> String {
    match word {
        Word::PathOurs => "PATH-OURS".to_owned(),
        Word::RelayDown(relay) => format!("RELAY-DOWN {relay}"),
        Word::RelayWithholds(relay) => format!("RELAY-WITHHOLDS {relay}"),
        Word::Declared => "DECLARED".to_owned(),
        Word::NoContact => "NO-CONTACT".to_owned(),
        Word::NodeOff => "NODE-OFF".to_owned(),
        Word::PathTheirs => "PATH-THEIRS".to_owned(),
        Word::WatchAbsent => "WATCH-ABSENT".to_owned(),
        Word::PresentNotAnswering => "PRESENT-NOT-ANSWERING".to_owned(),
        Word::Forked => "FORKED".to_owned(),
    }
}

impl World {
    /// A node handles inputs; long polls that have waited their time are answered with nothing first.
    pub(crate) fn hand_in(&mut self, node: usize, inputs: Vec<Input>) {
        let now = self.now();
        let at = &mut self.nodes[node];
        if at.core.is_none() {
            return;
        }
        let mut batch: Vec<Input> = Vec::new();
        let waited = |open: &Open| {
            let long = now.mono_ms.saturating_sub(open.asked.mono_ms) >= POLL_MS;
            open.parked.is_some() && long
        };
        let ended: Vec<CallId> =
            at.calls.iter().filter(|(_, open)| waited(open)).map(|(call, _)| *call).collect();
        for call in ended {
            if let Some(open) = at.calls.remove(&call) {
                let result = Ok(Response::Taken(Vec::new()));
                batch.push(Input::Line(Carry::Answer { call, asked: open.asked, result }));
            }
        }
        batch.extend(inputs);
        let Some(core) = at.core.as_mut() else { return };
        let effects = core.handle(now, batch);
        self.carry_out(node, effects);
    }

    pub(crate) fn carry_out(&mut self, node: usize, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Persist(writes) => self.nodes[node].persist(writes),
                Effect::Call { relay, call, request } => self.ask(node, &relay, call, request),
                Effect::Cancel { call } => drop(self.nodes[node].calls.remove(&call)),
                Effect::Reply { ticket, result } => drop(self.nodes[node].replies.insert(ticket, result)),
                Effect::Tell(event) => self.told(node, event),
            }
        }
        self.plan_wake(node);
    }

    fn told(&mut self, node: usize, event: Event) {
        let at_ms = self.now_ms();
        let at = &mut self.nodes[node];
        match event {
            Event::Line { party, state } => at.lines.push((at_ms, party, state)),
            Event::Carrier(Told::PouchPacked { bytes, .. }) => at.packed.push(bytes),
            Event::Carrier(Told::Refused(why)) | Event::Refused(why) => at.refused.push((at_ms, why)),
            _ => {}
        }
    }

    fn plan_wake(&mut self, node: usize) {
        let now = self.now();
        let at = &self.nodes[node];
        let Some(mono_ms) = at.core.as_ref().and_then(|core| core.next_matter()) else { return };
        let at_ms = self.now_ms() + mono_ms.saturating_sub(now.mono_ms).max(1);
        if at.wakes_at == Some(at_ms) {
            return;
        }
        let life = at.life;
        self.nodes[node].wakes_at = Some(at_ms);
        self.queue.plan(at_ms, Happening::Wake { node, life, at_ms });
    }

    /// A node goes off; what waits for it is lost, its rows stay.
    pub(crate) fn off(&mut self, node: usize) {
        let at = &mut self.nodes[node];
        at.core = None;
        at.life += 1;
        at.calls.clear();
        at.inbox.clear();
        at.wakes_at = None;
    }

    pub(crate) fn caller(&self, node: usize, call: CallId) -> Caller {
        Caller { node, life: self.nodes[node].life, call }
    }
}

impl Node {
    fn persist(&mut self, writes: Vec<Write>) {
        for write in writes {
            match write.value {
                Some(value) => drop(self.rows.insert((write.table, write.key), value)),
                None => drop(self.rows.remove(&(write.table, write.key))),
            }
        }
    }
}

/// How long a long poll waits at a relay, ms.
const POLL_MS: u64 = 25_000;
