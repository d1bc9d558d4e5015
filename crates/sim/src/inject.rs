//! How faults come upon a world and go.
//!
//! I1 what a fault did is undone at its end; only what was lost stays lost. I2 healing undoes all at once,
//! whatever overlapped.

use crate::clock::Clock;
use crate::disk::Trouble;
use crate::fault::{Fault, Timed};
use crate::link::Link;
use crate::node::Crash;
use crate::plan::{Act, Plan};
use crate::promise::Fact;
use crate::relay::Manners;
use crate::turn::Outcome;
use crate::world::{Happening, Party, World};
use line::line::Stop;
use line::machine::Input;

impl World {
    /// Plans what a plan has: acts and faults.
    pub(crate) fn follow(&mut self, plan: &Plan) {
        self.forges = World::has_forger(plan.seed);
        for (at_ms, act) in &plan.acts {
            self.queue.plan(*at_ms, Happening::Acts(act.clone()));
        }
        for timed in &plan.faults {
            self.suffer_at(timed.clone());
        }
    }

    /// Lets a fault come upon the world now, for so long.
    pub fn suffer(&mut self, fault: Fault, lasts_ms: u64) -> &mut Self {
        let at_ms = self.now_ms();
        self.suffer_at(Timed { at_ms, lasts_ms, fault });
        self.run_for(0)
    }

    fn suffer_at(&mut self, timed: Timed) {
        let (at_ms, index) = (timed.at_ms, self.faults.len());
        self.queue.plan(at_ms, Happening::Begins(index));
        self.queue.plan(at_ms + timed.lasts_ms, Happening::Ends(index));
        self.faults.push(timed);
    }

    /// One thing happens.
    pub(crate) fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Turn { node, life } if self.nodes[node].life == life => self.turn(node),
            Happening::Wake { node, life, at_ms } => self.wake(node, life, at_ms),
            Happening::Revive { node, life, stop } if self.may_revive(node, life) => {
                self.revive(node, stop);
            }
            Happening::Turn { .. } | Happening::Revive { .. } => {}
            Happening::AtRelay { from, relay, request } => self.at_relay(from, relay, request),
            Happening::PollEnds { relay, from } => self.poll_ends(relay, from),
            Happening::AtNode { to, result } => self.at_node(to, *result),
            Happening::PouchArrives { from, packed_ms, node, bytes } => {
                if self.nodes[from].recalled.iter().any(|undone| undone.contains(&packed_ms)) {
                    return;
                }
                self.nodes[from].delivered_since_copy += 1;
                self.hand_in(node, Input::Pouch(bytes));
            }
            Happening::Acts(act) => self.act(&act),
            Happening::Begins(index) => self.begins(index),
            Happening::Ends(index) => self.ends(index),
            Happening::Restarts { party } => self.restart(party),
        }
    }

    fn wake(&mut self, node: usize, life: u64, at_ms: u64) {
        let at = &mut self.nodes[node];
        if at.life == life && at.wakes_at == Some(at_ms) {
            at.wakes_at = None;
            self.hand_in(node, Input::Tick);
        }
    }

    fn may_revive(&self, node: usize, life: u64) -> bool {
        let at = &self.nodes[node];
        at.life == life && at.core.is_none() && self.machines[at.party].down == 0
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Release { party, compartment, lane, bytes } => {
                let number = self.released.len() + 1;
                let mut text = format!("notice {number} of party {party} in {compartment}: ").into_bytes();
                text.resize((*bytes).max(text.len()), b'.');
                self.release_bytes(*party, *compartment, *lane, text);
            }
            Act::RedLine { party, to, compartment } => self.declare(*party, *to, *compartment),
            Act::ReadBack { party, compartment, right } => self.read_back(*party, *compartment, *right),
            Act::Rotate { party, compartment } => {
                let node = self.node_of(*party, *compartment);
                self.hand_in(node, Input::Rotate(line::group::Changes::default()));
            }
            Act::TestNow { party, compartment } => {
                let node = self.node_of(*party, *compartment);
                self.hand_in(node, Input::TestNow);
            }
            Act::Pouch { from, to, compartment, travels_ms } => {
                self.pouch_in(*from, *to, *compartment, *travels_ms);
            }
        }
    }

    fn begins(&mut self, index: usize) {
        let fault = self.faults[index].fault.clone();
        self.journal.note(self.queue.now_ms(), "world", format_args!("begins {fault:?}"));
        self.set(&fault, true);
    }

    fn ends(&mut self, index: usize) {
        let fault = self.faults[index].fault.clone();
        self.journal.note(self.queue.now_ms(), "world", format_args!("ends {fault:?}"));
        self.set(&fault, false);
    }

    fn set(&mut self, fault: &Fault, on: bool) {
        match fault {
            Fault::LinkLoses { .. }
            | Fault::LinkDoubles { .. }
            | Fault::LinkSlow { .. }
            | Fault::LinkCut { .. } => {
                self.set_link(fault, on);
            }
            Fault::CutOff { party } => {
                for relay in 0..self.shape.relays {
                    self.link(*party, relay).cut = on || self.shape.by_pouch == Some(*party);
                }
            }
            Fault::Killed { party } => self.set_down(*party, on, Stop::Unknown),
            Fault::CleanStop { party } => self.set_down(*party, on, Stop::Clean),
            Fault::CrashBeforePersist { party, commits } => self.arm(*party, on, *commits, false),
            Fault::CrashAfterPersist { party, commits } => self.arm(*party, on, *commits, true),
            Fault::DiskFails { party, commits } => self.set_disk(*party, on, Trouble::FailsNext(*commits)),
            Fault::DiskFull { party } => self.set_disk(*party, on, Trouble::FailsForEver),
            Fault::RestoredSnapshot { party } => self.snapshot(*party, on),
            Fault::ClockJumps { party, by_ms } => {
                self.off_clocks.insert(*party);
                self.machines[*party].clock.jump(if on { *by_ms } else { -by_ms });
            }
            Fault::ClockDrifts { party, ppm } => {
                let now_ms = self.now_ms();
                let clock = &mut self.machines[*party].clock;
                if on { clock.drift(now_ms, *ppm) } else { clock.set_right() }
            }
            Fault::RelayLiesTo { relay, lie } if on => {
                self.relays[*relay].begin_to_lie(lie.clone());
                self.liars.insert(self.relays[*relay].path.clone());
            }
            Fault::RelayLiesTo { relay, .. } => self.relays[*relay].end_lies(),
            _ => self.set_relay(fault, on),
        }
    }

    fn link(&mut self, party: usize, relay: usize) -> &mut Link {
        &mut self.links[party][relay]
    }

    fn set_link(&mut self, fault: &Fault, on: bool) {
        match *fault {
            Fault::LinkLoses { party, relay, one_in } => {
                self.link(party, relay).lose_one_in = if on { one_in } else { 0 };
            }
            Fault::LinkDoubles { party, relay, one_in } => {
                self.link(party, relay).double_one_in = if on { one_in } else { 0 };
            }
            Fault::LinkSlow { party, relay, up_to_ms } => {
                self.link(party, relay).latency_ms =
                    if on { (20, up_to_ms) } else { Link::quiet().latency_ms };
            }
            Fault::LinkCut { party, relay } => {
                self.link(party, relay).cut = on || self.shape.by_pouch == Some(party);
            }
            _ => {}
        }
    }

    fn set_relay(&mut self, fault: &Fault, on: bool) {
        match *fault {
            Fault::RelayDies { relay } => self.relays[relay].manners.dead = on,
            Fault::RelayWithholds { relay, party } => {
                let from = &mut self.relays[relay].manners.withholds_from;
                if on {
                    from.insert(party)
                } else {
                    from.remove(&party)
                };
            }
            Fault::RelayLeavesOut { relay } => self.relays[relay].manners.leaves_out = on,
            Fault::RelayReorders { relay } => self.relays[relay].manners.reorders = on,
            Fault::RelayDoubles { relay } => self.relays[relay].manners.doubles = on,
            Fault::RelayCorrupts { relay, one_in } => {
                self.relays[relay].manners.corrupts_one_in = if on { one_in } else { 0 };
            }
            Fault::RelayDelays { relay, up_to_ms } => {
                self.relays[relay].manners.delays_up_to_ms = if on { up_to_ms } else { 0 };
            }
            Fault::RelayRollsBack { relay } if on => self.relays[relay].keep_copy(),
            Fault::RelayRollsBack { relay } => self.relays[relay].roll_back(),
            Fault::RelayEquivocates { relay } => {
                if on {
                    self.relays[relay].keep_copy();
                }
                self.relays[relay].manners.shows_old = on;
            }
            Fault::RelayLiesAboutTime { relay, by_ms } => {
                self.relays[relay].clock.jump(if on { by_ms } else { -by_ms });
                self.liars.insert(self.relays[relay].path.clone());
            }
            Fault::RelayRefuses { relay } => self.relays[relay].manners.refuses = on,
            Fault::RelayImpostor { relay } => self.relays[relay].manners.impostor = on,
            Fault::RelayGarbles { relay } => self.relays[relay].manners.garbles = on,
            _ => {}
        }
    }

    fn nodes_of(&self, party: usize) -> Vec<usize> {
        (0..self.nodes.len()).filter(|&node| self.nodes[node].party == party).collect()
    }

    fn arm(&mut self, party: usize, on: bool, commits: u32, after: bool) {
        let Some(&node) = self.nodes_of(party).first() else { return };
        self.nodes[node].crash = on.then_some(Crash { commits, after });
    }

    fn set_disk(&mut self, party: usize, on: bool, trouble: Trouble) {
        for node in self.nodes_of(party) {
            self.nodes[node].disk.set_trouble(if on { trouble } else { Trouble::None });
        }
    }

    fn snapshot(&mut self, party: usize, on: bool) {
        for node in self.nodes_of(party) {
            if on {
                self.nodes[node].disk.keep_snapshot();
                self.nodes[node].durable_in_snapshot = self.nodes[node].durable.clone();
                self.nodes[node].copied_ms = self.queue.now_ms();
                self.nodes[node].taken_since_copy = 0;
                self.nodes[node].delivered_since_copy = 0;
                self.nodes[node].sealed_since_copy.clear();
                self.see(node, &Fact::Copied);
            }
        }
        // A party goes back behind no pouch that it has delivered while no relay took anything: only its courier knows.
        let known_to_courier = |node: &usize| {
            self.nodes[*node].delivered_since_copy > 0 && self.nodes[*node].taken_since_copy == 0
        };
        if !on && !self.nodes_of(party).iter().any(known_to_courier) {
            self.put_back(Party(party));
        }
    }

    /// Puts a party back to the rows that were kept, as a restored backup does.
    fn put_back(&mut self, party: Party) {
        self.crash(party.0, "restored");
        for node in self.nodes_of(party.0) {
            if self.nodes[node].disk.restore_snapshot().is_some_and(|undone| undone > 0) {
                self.put_back.insert(party.0);
            }
            self.nodes[node].durable = self.nodes[node].durable_in_snapshot.clone();
            // Whoever goes back to an older store calls back the pouches that are on their way since: their entries
            // are no longer in it.
            let undone = self.nodes[node].copied_ms..self.queue.now_ms();
            self.nodes[node].recalled.push(undone);
            let reached = self.nodes[node].taken_since_copy > 0;
            self.see(node, &Fact::PutBack { reached });
        }
    }

    /// A process dies; it starts again after some seconds unless a fault keeps it down.
    pub(crate) fn crash(&mut self, party: usize, why: &str) {
        self.journal.note(self.queue.now_ms(), "world", format_args!("crash of {party} {why}"));
        self.machines[party].stop = Stop::Unknown;
        for node in self.nodes_of(party) {
            self.nodes[node].end_life();
            self.nodes[node].inbox.clear();
            self.nodes[node].crash = None;
            self.unpark(node);
        }
        let after_ms = self.chance.between(2_000, 60_000);
        self.queue.plan_in(after_ms, Happening::Restarts { party });
    }

    fn set_down(&mut self, party: usize, on: bool, stop: Stop) {
        let down = self.machines[party].down;
        self.machines[party].down = if on { down + 1 } else { down.saturating_sub(1) };
        if !on {
            return self.restart(party);
        }
        let runs = self.nodes_of(party).iter().all(|&node| self.nodes[node].core.is_some());
        let clean = stop == Stop::Clean && runs;
        for node in self.nodes_of(party) {
            self.nodes[node].end_life();
            self.nodes[node].inbox.clear();
            self.unpark(node);
        }
        if down == 0 || !clean {
            self.machines[party].stop = if clean { Stop::Clean } else { Stop::Unknown };
        }
    }

    /// A process begins, if nothing keeps it down and it does not run.
    fn restart(&mut self, party: usize) {
        let nodes = self.nodes_of(party);
        if self.machines[party].down > 0 || nodes.iter().any(|&node| self.nodes[node].core.is_some()) {
            return;
        }
        let now_ms = self.now_ms();
        self.machines[party].clock.process_begins(now_ms);
        let stop = std::mem::replace(&mut self.machines[party].stop, Stop::Unknown);
        for node in nodes {
            if self.revive(node, stop) == Outcome::Died {
                break;
            }
        }
    }

    /// Undoes every fault: links pass, relays are honest, disks commit, clocks are right, all processes run.
    pub fn heal_all_paths(&mut self) -> &mut Self {
        self.journal.note(self.queue.now_ms(), "world", format_args!("heals"));
        for party in 0..self.shape.parties {
            for relay in 0..self.shape.relays {
                let far = self.shape.by_pouch == Some(party);
                *self.link(party, relay) = Link { cut: far, ..Link::quiet() };
            }
            self.machines[party].clock.set_right();
            self.machines[party].down = 0;
            self.set_disk(party, false, Trouble::None);
            self.arm(party, false, 0, false);
        }
        for relay in &mut self.relays {
            relay.manners = Manners::default();
            relay.end_lies();
            relay.clock = Clock::right(crate::relay::CLOCK_ERROR_MS);
        }
        self.at_healing = self.all_heads();
        self.end_twins();
        for party in (0..self.shape.parties).filter(|party| !self.twins.contains(party)).collect::<Vec<_>>() {
            self.restart(party);
        }
        self
    }
}
