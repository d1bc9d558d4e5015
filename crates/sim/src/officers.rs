//! What officers do in a world beside plain releases: they declare red lines and read them back.

use crate::clock::far_after;
use crate::paper::{self, By, Paper};
use crate::plan::Act;
use crate::world::{Happening, Party, World};
use notice::vocabulary::Mark;

impl World {
    /// Lets a party declare a red line to another, in the first compartment.
    pub fn declare_red_line(&mut self, party: Party, to: Party) {
        self.declare(party.0, to.0, 0);
    }

    /// Lets a party open the first red line addressed to it that it has not read back, and read it back a
    /// minute later, rightly or not.
    pub fn read_back_red_line(&mut self, party: Party, right: bool) {
        self.read_back(party.0, 0, right);
    }

    /// How many red lines a party's node counts as read back.
    pub fn read_backs_counted(&self, at: Party) -> usize {
        let as_of_ms = far_after(self.now_ms());
        let deliveries = self.core_of(at).map(|core| core.deliveries(as_of_ms)).unwrap_or_default();
        deliveries.iter().filter(|delivery| is_red_line(delivery) && delivery.has(Mark::K3)).count()
    }

    /// A party declares the template's red line to another.
    pub(crate) fn declare(&mut self, party: usize, to: usize, compartment: usize) {
        let (own, to) = (self.nodes[party].code.clone(), self.nodes[to].code.clone());
        let paper = paper::red_line(self.by(party, compartment, own.as_str(), to.as_str()));
        self.send(party, compartment, paper);
    }

    /// A party opens the first red line addressed to it that has no K3, or once it is open reads it back.
    pub(crate) fn read_back(&mut self, party: usize, compartment: usize, right: bool) {
        let node = self.node_of(party, compartment);
        let own = self.nodes[node].code.clone();
        let as_of_ms = far_after(self.now_ms());
        let Some(core) = self.nodes[node].core() else { return };
        let open = core.deliveries(as_of_ms).into_iter().find(|delivery| {
            delivery.addressee == own
                && delivery.for_action
                && !delivery.has(Mark::K3)
                && is_red_line(delivery)
        });
        let Some(open) = open else { return };
        let by = self.by(party, compartment, own.as_str(), open.author.as_str());
        if !open.has(Mark::K2) {
            let opening = paper::opening(by, &open.number);
            let again = Act::ReadBack { party, compartment, right };
            self.queue.plan_in(READING_MS, Happening::Acts(again));
            return self.send(party, compartment, opening);
        }
        let paper = paper::read_back(by, &open.number, open.entry, right, &mut self.chance);
        let said = self.read_backs.entry((compartment, open.number, own.clone())).or_default();
        *said = *said || right;
        self.send(party, compartment, paper);
    }

    fn by<'a>(&mut self, party: usize, compartment: usize, own: &'a str, to: &'a str) -> By<'a> {
        let serial = self.serials.entry((party, compartment)).or_default();
        *serial += 1;
        let serial = *serial;
        let at_ms = self.clock_of(self.node_of(party, compartment)).utc_ms;
        By { party: own, to, serial, at_ms }
    }

    fn send(&mut self, party: usize, compartment: usize, paper: Paper) {
        self.release_bytes(party, compartment, paper.lane, paper.bytes);
    }
}

fn is_red_line(delivery: &standing::Delivery) -> bool {
    delivery.number.kind == notice::vocabulary::NoticeType::T1
}

/// From the opening of a notice to its restatement, ms.
const READING_MS: u64 = 60_000;
