//! Own marks at the relays: the path probe, and what shows that a store is an old copy (line.md section 11).
//!
//! I1 a mark says only what this store has committed. I2 in quarantine marks are read and never written. I3 at
//! most one a relay and second.

use super::Line;
use super::relay::What;
use super::rows::MARK;
use crate::direct::{Direct, MarkState};
use crate::envelope::{self, Kind, hash_of};
use crate::group::Group;
use crate::ids::EnvelopeHash;
use crate::keys::MarkSlot;
use crate::machine::{RolledBack, Table, Witness};
use crate::relay_api::{HandOverAsk, Mark, NewBox, Request};

/// What the own mark says, and what it would say now.
#[derive(Debug, Default)]
pub(super) struct OwnMark {
    /// Sealings made by this store in its life.
    sealed: u64,
    /// As committed with the last sealing.
    kept: MarkState,
}

impl OwnMark {
    /// As the row of a store has it. A store without the row was written before there was one: it counted nothing, so
    /// its count begins above any that its marks at the relays can say.
    pub(super) fn restored(kept: Option<MarkState>) -> Self {
        let uncounted = MarkState { generation: UNCOUNTED, ..MarkState::default() };
        let kept = kept.unwrap_or(uncounted);
        OwnMark { sealed: kept.generation, kept }
    }

    /// The group has sealed something.
    pub(super) fn sealed_one(&mut self) {
        self.sealed += 1;
    }

    /// Whether a mark is the one that this store has committed.
    pub(super) fn is(&self, mark: &MarkState) -> bool {
        self.kept == *mark
    }
}

/// A mark on its way to a relay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    hash: EnvelopeHash,
    sealed: u64,
}

impl<G: Group> Line<G> {
    /// A new store has sealed nothing, and says so in its row.
    pub(super) fn begin_mark(&mut self) {
        self.out.put(Table::Core, MARK.to_vec(), crate::cbor::encode(&self.mark.kept));
    }

    /// Takes the mark into this Persist if anything was sealed in it.
    pub(super) fn keep_mark(&mut self) {
        if self.mark.sealed == self.mark.kept.generation {
            return;
        }
        self.mark.kept = MarkState {
            seq: self.transcript.linked_to(&self.config.own),
            generation: self.mark.sealed,
            epoch: self.era(),
        };
        self.out.put(Table::Core, MARK.to_vec(), crate::cbor::encode(&self.mark.kept));
    }

    fn slot(&self, relay: usize) -> MarkSlot {
        let slot = self.relays[relay].slot.get_or_init(|| {
            let own = crate::keys::Secret::new(self.identity.secret);
            let path = &self.relays[relay].config.path;
            crate::keys::mark_slot(&own, self.config.status, path, &self.config.compartment)
        });
        slot.clone()
    }

    /// What the relay is told of the own slot.
    pub(super) fn slot_box(&self, relay: usize) -> NewBox {
        let keys = self.slot(relay).keys;
        NewBox {
            mailbox: keys.id,
            fill_hash: keys.fill.hash(),
            empty_hash: keys.fill.hash(),
            fill_receipt_key: keys.fill_receipt,
            empty_receipt_key: keys.fill_receipt,
            tell_hand_over: false,
        }
    }

    /// Writes a mark when something was sealed since the last one there, or when the path is to be probed.
    pub(super) fn pump_probe(&mut self, relay: usize) {
        let (now, quarantined, sealed) = (self.now.mono_ms, self.quarantined(), self.mark.sealed);
        let r = &mut self.relays[relay];
        r.probe.mark_at = None;
        if r.probe.under_way.is_some() || !r.slot_open {
            return;
        }
        let owed = !quarantined && r.probe.fails == 0 && r.probe.marked != Some(sealed);
        let due = if owed { r.probe.due.min(r.probe.asked_at + MARK_EVERY_MS) } else { r.probe.due };
        if now < due {
            // A probe that only repeats a good one is no matter: worlds leap over it.
            r.probe.mark_at = (owed || quarantined).then_some(due);
            return;
        }
        r.probe.asked_at = now;
        let slot = self.slot(relay);
        let envelope = (!quarantined).then(|| self.sealed_mark(&slot));
        let written = envelope.as_ref().map(|bytes| Written { hash: hash_of(bytes), sealed });
        let mut ask_hand_over = Vec::new();
        for peer in self.peers() {
            let era = self.fill_era(&peer);
            if let Some(keys) = self.fill_keys(relay, &peer, era) {
                ask_hand_over.push(HandOverAsk { mailbox: keys.id, fill: keys.fill });
            }
        }
        let envelope = envelope.map(Into::into);
        let mark = Mark { slot: slot.keys.id, fill: slot.keys.fill, envelope, ask_hand_over };
        let call = self.ask(relay, Request::Mark(mark), What::Probe(written), PROBE_WAIT_MS);
        let probe = &mut self.relays[relay].probe;
        probe.under_way = Some(call);
        if let Some(written) = written {
            probe.unanswered.push_back(written.hash);
            if probe.unanswered.len() > UNANSWERED {
                probe.unanswered.pop_front();
            }
        }
    }

    fn sealed_mark(&mut self, slot: &MarkSlot) -> Vec<u8> {
        let nonce = self.stream.bytes();
        let payload = Direct::Mark(self.mark.kept).encode();
        let wrapped = envelope::wrap(&slot.wrapping, &slot.keys.id, &nonce, Kind::Direct, &payload);
        wrapped.expect("a mark fits the smallest class")
    }

    /// A relay has answered the probe with the mark that stood there before.
    pub(super) fn probed(&mut self, relay: usize, written: Option<Written>, before: Option<&[u8]>) {
        let now = self.now.mono_ms;
        let shown = before.map(hash_of);
        let r = &mut self.relays[relay];
        if let Some(written) = written {
            let expected = r.probe.written;
            let late = shown.is_some_and(|hash| r.probe.unanswered.contains(&hash));
            if expected.is_some() && shown != expected && !late {
                r.probe.holes += 1;
                r.probe.hole_at = now;
            }
            r.probe.unanswered.retain(|hash| *hash != written.hash);
            r.probe.written = Some(written.hash);
            r.probe.marked = Some(written.sealed);
        }
        r.probe.under_way = None;
        r.probe.due = now + PROBE_EVERY_MS.min(self.tests.interval_ms / 4);
        r.probe.good_at = Some(now);
        // a relay that answers marks and refuses all else must not be tried at the pace of marks
        let rested = r.probe.mended_at.is_none_or(|at| now.saturating_sub(at) >= PROBE_EVERY_MS);
        if r.probe.fails > 0 || (rested && (r.put_fails > 0 || r.take_fails > 0)) {
            r.probe.mended_at = Some(now);
            r.probe.fails = 0;
            r.put_fails = 0;
            r.take_fails = 0;
            r.put_at = now;
            r.take_at = r.take_at.min(now);
            r.open_at = r.open_at.min(now);
            self.outbox.path_is_good(relay);
        }
        let mark = before.and_then(|bytes| self.read_mark(relay, bytes));
        self.mark_returned(relay, mark);
    }

    fn read_mark(&mut self, relay: usize, bytes: &[u8]) -> Option<MarkState> {
        let slot = self.slot(relay);
        let opened = envelope::unwrap(&slot.wrapping, &slot.keys.id, bytes).ok();
        match opened.and_then(|(_, payload)| Direct::decode(&payload).ok()) {
            Some(Direct::Mark(mark)) => Some(mark),
            _ => {
                let path = self.relays[relay].config.path.clone();
                self.junk(&path, "MARK");
                None
            }
        }
    }

    /// A mark ahead of this store shows that it is an old copy, or that a second node lives on this identity.
    fn mark_returned(&mut self, relay: usize, mark: Option<MarkState>) {
        let own_seq = self.transcript.linked_to(&self.config.own);
        let ahead = mark
            .filter(|m| m.generation > self.mark.kept.generation || m.seq > own_seq || m.epoch > self.era());
        if let Some(ahead) = ahead {
            let shown_by = Witness::Relay(self.relays[relay].config.path.clone());
            self.rolled_back(RolledBack { shown_by, seq: ahead.seq });
        }
        self.quarantine.returned(relay, mark.is_some_and(|m| self.mark.is(&m)));
    }

    /// No answer, or a refusal.
    pub(super) fn probe_failed(&mut self, relay: usize) {
        let now = self.now.mono_ms;
        let r = &mut self.relays[relay];
        r.probe.under_way = None;
        r.probe.due =
            now + super::relay::backoff(r.probe.fails, super::deliver::PROBE_RETRY_MS, PROBE_EVERY_MS);
        r.probe.fails += 1;
    }
}

/// More sealings than a store can have made before its count had a row.
const UNCOUNTED: u64 = 1 << 32;
/// At most one mark in this time.
const MARK_EVERY_MS: u64 = 1_000;
const PROBE_WAIT_MS: u64 = 10_000;
const PROBE_EVERY_MS: u64 = 60_000;
/// Marks without an answer that a relay may show later.
const UNANSWERED: usize = 8;
