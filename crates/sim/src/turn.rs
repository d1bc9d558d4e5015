//! The shell of a node in a world: batches in, effects out, exactly as line.md section 11 has it.
//!
//! I1 effects are carried out in their order. I2 when a commit fails the core is thrown away, no effect of the
//! batch leaves, and its inputs are fed to the core rebuilt from the last commit.

use crate::group::Deed;
use crate::promise::Fact;
use crate::world::{Happening, World};
use line::line::Stop;
use line::machine::{Effect, Event, Input, Write};

/// What became of a batch's effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All carried out.
    Done,
    /// A commit failed.
    NotCommitted,
    /// The process died.
    Died,
}

impl World {
    /// Puts an input into a node's inbox and plans its turn.
    pub(crate) fn hand_in(&mut self, node: usize, input: Input) {
        self.nodes[node].inbox.push(input);
        self.plan_turn(node);
    }

    fn plan_turn(&mut self, node: usize) {
        let at = &mut self.nodes[node];
        if at.turn_planned || at.core.is_none() || at.inbox.is_empty() {
            return;
        }
        at.turn_planned = true;
        let life = at.life;
        let after_ms = self.chance.between(COMMIT_MS.0, COMMIT_MS.1);
        self.queue.plan_in(after_ms, Happening::Turn { node, life });
    }

    /// A node handles one batch.
    pub(crate) fn turn(&mut self, node: usize) {
        self.nodes[node].turn_planned = false;
        let inputs = self.nodes[node].batch();
        let now = self.machines[self.nodes[node].party].clock.read(self.now_ms());
        let Some(core) = self.nodes[node].core.as_mut() else { return };
        let effects = core.handle(now, inputs.clone());
        match self.carry_out(node, effects) {
            Outcome::Done => {
                self.plan_wake(node);
                self.plan_turn(node);
            }
            Outcome::NotCommitted => self.rebuild_later(node, inputs),
            Outcome::Died => {}
        }
    }

    /// The core is thrown away; it comes back from the last commit and gets its inputs again.
    fn rebuild_later(&mut self, node: usize, inputs: Vec<Input>) {
        let quarantined = self.nodes[node].core().is_some_and(|core| core.quarantined());
        let stop = if quarantined { Stop::Unknown } else { Stop::Clean };
        self.nodes[node].end_life();
        self.nodes[node].feed_again(inputs);
        self.unpark(node);
        let life = self.nodes[node].life;
        let after_ms = self.nodes[node].pause_ms();
        self.queue.plan_in(after_ms, Happening::Revive { node, life, stop });
    }

    /// A core is rebuilt from its rows and takes up what was cut off; what became of that.
    pub(crate) fn revive(&mut self, node: usize, stop: Stop) -> Outcome {
        let party = self.nodes[node].party;
        let now = self.machines[party].clock.read(self.now_ms());
        let at = &mut self.nodes[node];
        match at.maker.rebuild(&at.disk, stop, now) {
            Ok((core, effects)) => {
                at.core = Some(core);
                self.see(node, &Fact::Began(stop));
                let outcome = self.carry_out(node, effects);
                match outcome {
                    Outcome::Done => {
                        self.plan_wake(node);
                        self.plan_turn(node);
                    }
                    Outcome::NotCommitted => self.revive_later(node, stop),
                    Outcome::Died => {}
                }
                outcome
            }
            Err(why) => {
                self.note(node, format_args!("store refused: {why}"));
                self.see(node, &Fact::Unreadable(&why));
                Outcome::NotCommitted
            }
        }
    }

    fn revive_later(&mut self, node: usize, stop: Stop) {
        self.nodes[node].end_life();
        self.unpark(node);
        let life = self.nodes[node].life;
        let after_ms = self.nodes[node].pause_ms();
        self.queue.plan_in(after_ms, Happening::Revive { node, life, stop });
    }

    /// The effects with which a compartment begins.
    pub(crate) fn begin_node(&mut self, node: usize, effects: Vec<Effect>) {
        let outcome = self.carry_out(node, effects);
        assert_eq!(outcome, Outcome::Done, "a world begins on sound disks");
        self.plan_wake(node);
        self.plan_turn(node);
    }

    fn carry_out(&mut self, node: usize, effects: Vec<Effect>) -> Outcome {
        for effect in effects {
            match effect {
                Effect::Persist(writes) => match self.persist(node, &writes) {
                    Outcome::Done => {}
                    other => return other,
                },
                Effect::Call { relay, call, request } => self.ask(node, &relay, call, request),
                Effect::Cancel { call } => self.cancel(node, call),
                Effect::Tell(event) => self.tell(node, event),
            }
        }
        Outcome::Done
    }

    fn persist(&mut self, node: usize, writes: &[Write]) -> Outcome {
        let party = self.nodes[node].party;
        let dies = self.nodes[node].dies_at_commit();
        if dies == Some(false) {
            self.crash(party, "before persist");
            return Outcome::Died;
        }
        if self.nodes[node].disk.commit(writes).is_err() {
            self.note(node, format_args!("persist failed"));
            return Outcome::NotCommitted;
        }
        self.nodes[node].failures = 0;
        self.note(node, format_args!("persist"));
        let entries = crate::rows::entries(writes);
        self.nodes[node].durable.extend(entries.iter().map(|entry| entry.hash));
        let deeds = std::mem::take(&mut *self.nodes[node].deeds.borrow_mut());
        if deeds.iter().any(|deed| matches!(deed, Deed::Sealed { .. })) {
            let life = self.nodes[node].life;
            self.nodes[node].sealed_since_copy.insert(life);
        }
        self.see(node, &Fact::Committed { writes, entries: &entries, deeds: &deeds });
        if dies == Some(true) {
            self.crash(party, "after persist");
            return Outcome::Died;
        }
        Outcome::Done
    }

    fn tell(&mut self, node: usize, event: Event) {
        self.note(node, format_args!("{}", crate::words::of(&event)));
        self.see(node, &Fact::Told(&event));
        match &event {
            Event::TestDue { slot_ms } => self.answer_test(node, *slot_ms),
            Event::PouchPacked { to, bytes } => {
                let compartment = self.nodes[node].compartment;
                let to = self.nodes.iter().position(|n| n.compartment == compartment && n.code == *to);
                let Some(to) = to else { return };
                let arrives = Happening::PouchArrives {
                    from: node,
                    packed_ms: self.queue.now_ms(),
                    node: to,
                    bytes: bytes.clone(),
                };
                self.queue.plan_in(self.pouch_travels_ms, arrives);
            }
            Event::Disclosed { author, epoch } => self.forge_at(node, author, *epoch),
            Event::Released { ticket, entry, .. } => {
                self.released.insert(*ticket, Some(*entry));
            }
            _ => {}
        }
        self.told.push((node, self.now_ms(), event));
    }

    fn answer_test(&mut self, node: usize, slot_ms: i64) {
        let Some(core) = self.nodes[node].core() else { return };
        let state_root = core.state_root(slot_ms);
        let mut watch = [0; 16];
        watch[0] = 1;
        self.hand_in(node, Input::Test { slot_ms, state_root, watch });
    }

    /// Plans the node's next tick, if it has a deadline that is not planned yet.
    pub(crate) fn plan_wake(&mut self, node: usize) {
        let Some(mono_ms) = self.nodes[node].core().and_then(|core| core.next_deadline()) else { return };
        let at_ms = self.machines[self.nodes[node].party].clock.world_ms_of(mono_ms).max(self.now_ms() + 1);
        if self.nodes[node].wakes_at == Some(at_ms) {
            return;
        }
        self.nodes[node].wakes_at = Some(at_ms);
        let life = self.nodes[node].life;
        self.queue.plan(at_ms, Happening::Wake { node, life, at_ms });
    }

    /// Writes into the journal in a node's name.
    pub(crate) fn note(&mut self, node: usize, what: std::fmt::Arguments<'_>) {
        let at_ms = self.queue.now_ms();
        self.journal.note(at_ms, &self.nodes[node].whose, what);
    }
}

/// How long a commit keeps the writer busy, least and most, ms.
const COMMIT_MS: (u64, u64) = (1, 4);
