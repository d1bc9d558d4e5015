//! Flares: floor notices of a node that may not write entries, by `direct`, and the entries that they become (line.md
//! section 11).
//!
//! I1 a flare is durable before it leaves. I2 it is shown once, whatever path brings it how often. I3 when the node may
//! write again each becomes an entry that names it.

use super::Line;
use crate::direct::{Direct, Flare};
use crate::entry::{Kind, Lane, NoticeBody};
use crate::error::LineError;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode};
use crate::machine::{Event, Release, Table};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// Own flares that wait to become entries, and those of others.
#[derive(Debug, Default)]
pub(super) struct Flares {
    own: BTreeMap<[u8; 16], OwnFlare>,
    seen: BTreeMap<(PartyCode, [u8; 16]), SeenFlare>,
    /// Notices here that name the flare which carried them before.
    entered: BTreeMap<(PartyCode, [u8; 16]), EntryHash>,
    send_at: Option<u64>,
    wait_ms: u64,
}

/// An own flare.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct OwnFlare {
    #[n(0)]
    id: ByteArray<16>,
    #[n(1)]
    notice: ByteVec,
    #[n(2)]
    utc_ms: i64,
    #[n(3)]
    record_sig: Option<ByteVec>,
}

/// A flare of another member.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SeenFlare {
    /// Whose.
    #[n(0)]
    pub party: PartyCode,
    /// Its id.
    #[n(1)]
    pub id: ByteArray<16>,
    /// Canonical notice bytes.
    #[n(2)]
    pub notice: ByteVec,
    /// The sender's clock, ms UTC.
    #[n(3)]
    pub utc_ms: i64,
    /// When it came first, own clock, ms UTC.
    #[n(4)]
    pub came_ms: i64,
    /// The entry that it became, once that is here.
    #[n(5)]
    pub entry: Option<EntryHash>,
}

impl Flares {
    /// As a row has it.
    pub(super) fn restore_own(&mut self, flare: OwnFlare, now: u64) {
        self.own.insert(*flare.id, flare);
        (self.send_at, self.wait_ms) = (Some(now), AGAIN_MS);
    }

    /// As a row has it.
    pub(super) fn restore_seen(&mut self, flare: SeenFlare) {
        self.seen.insert((flare.party.clone(), *flare.id), flare);
    }

    /// When they are sent again.
    pub(super) fn deadline(&self) -> Option<u64> {
        self.send_at.filter(|_| !self.own.is_empty())
    }
}

impl<G: Group> Line<G> {
    /// Whether a release goes as a flare: a floor notice, while nothing may be sealed.
    pub(super) fn flares_up(&self, release: &Release) -> bool {
        let floor = release.kind == Kind::Notice && release.lane == Lane::Floor;
        floor && matches!(self.may_write(), Err(LineError::Quarantined | LineError::RolledBack))
    }

    /// It is kept and goes to every member at once.
    pub(super) fn flare_up(&mut self, release: Release) {
        let id: [u8; 16] = self.stream.bytes();
        let flare = OwnFlare {
            id: id.into(),
            notice: release.bytes.into(),
            utc_ms: self.now.utc_ms,
            record_sig: release.record_sig.map(Into::into),
        };
        self.out.put(Table::Core, own_key(&id), crate::cbor::encode(&flare));
        self.out.with(release.with);
        self.flares.restore_own(flare, self.now.mono_ms);
        self.out.tell(Event::Flared { ticket: release.ticket, id });
    }

    /// Sends those that are not entries yet, again while they are not.
    pub(super) fn drive_flares(&mut self) {
        let now = self.now.mono_ms;
        if self.flares.deadline().is_none_or(|at| at > now) {
            return;
        }
        if self.may_write().is_ok() {
            return self.enter_flares();
        }
        self.flares.send_at = Some(now + self.flares.wait_ms);
        self.flares.wait_ms = (self.flares.wait_ms * 2).min(LONGEST_MS);
        let own: Vec<OwnFlare> = self.flares.own.values().cloned().collect();
        for OwnFlare { id, notice, utc_ms, .. } in own {
            let compartment = self.config.compartment;
            let flare = Flare { compartment, id: *id, notice, utc_ms };
            for peer in self.peers() {
                self.send_direct(&peer, &Direct::Flare(flare.clone()));
            }
        }
    }

    /// This node may write again: every flare becomes an entry.
    pub(super) fn enter_flares(&mut self) {
        if self.may_write().is_err() {
            return;
        }
        for (id, flare) in std::mem::take(&mut self.flares.own) {
            let release = Release {
                ticket: 0,
                bytes: flare.notice.to_vec(),
                kind: Kind::Notice,
                lane: Lane::Floor,
                record_sig: flare.record_sig.clone().map(Into::into),
                with: Vec::new(),
            };
            match self.write_release(release, Some(id)) {
                Ok(entry) => {
                    self.out.delete(Table::Core, own_key(&id));
                    self.out.tell(Event::FlareEntered { id, entry });
                }
                Err(error) => {
                    self.refuse(&error);
                    self.flares.own.insert(id, flare);
                }
            }
        }
        let again = self.now.mono_ms + LONGEST_MS;
        self.flares.send_at = (!self.flares.own.is_empty()).then_some(again);
    }

    /// A flare of another member: shown once.
    pub(super) fn flare_came(&mut self, peer: &PartyCode, flare: Flare) {
        let place = (peer.clone(), flare.id);
        if self.flares.seen.contains_key(&place) {
            return;
        }
        if self.flares.seen.keys().filter(|(party, _)| party == peer).count() >= MOST_FLARES {
            self.junk(peer.as_str(), "TOO-MANY-FLARES");
            return;
        }
        let entry = self.flares.entered.get(&place).copied();
        let entry = entry.filter(|hash| self.transcript.admitted(hash));
        let seen = SeenFlare {
            party: peer.clone(),
            id: flare.id.into(),
            notice: flare.notice.clone(),
            utc_ms: flare.utc_ms,
            came_ms: self.now.utc_ms,
            entry,
        };
        self.keep_seen(seen);
        let (party, id, notice) = (peer.clone(), flare.id, flare.notice.to_vec());
        self.out.tell(Event::Flare { party, id, notice, utc_ms: flare.utc_ms });
    }

    fn keep_seen(&mut self, seen: SeenFlare) {
        self.out.put(Table::Core, seen_key(&seen.party, &seen.id), crate::cbor::encode(&seen));
        self.flares.restore_seen(seen);
    }

    /// A notice is held that may name a flare.
    pub(super) fn learn_flare_entered(&mut self, author: &PartyCode, hash: &EntryHash, body: &[u8]) {
        let named = NoticeBody::decode(body, self.config.attestation).ok().and_then(|n| n.flare);
        let Some(place) = named.map(|id| (author.clone(), *id)) else { return };
        let seen = self.flares.seen.get(&place).cloned();
        self.flares.entered.entry(place).or_insert(*hash);
        if let Some(seen) = seen.filter(|s| s.entry.is_none()) {
            self.keep_seen(SeenFlare { entry: Some(*hash), ..seen });
        }
    }

    /// Flares of other members, with the entries that they became.
    pub fn flares(&self) -> impl Iterator<Item = &SeenFlare> {
        self.flares.seen.values()
    }

    /// Own flares that are not entries yet, by id.
    pub fn own_flares(&self) -> impl Iterator<Item = &[u8; 16]> {
        self.flares.own.keys()
    }
}

fn own_key(id: &[u8; 16]) -> Vec<u8> {
    [FLARE, id].concat()
}

fn seen_key(party: &PartyCode, id: &[u8; 16]) -> Vec<u8> {
    [SEEN_FLARE, party.as_str().as_bytes(), &[0], id].concat()
}

/// Own flares.
pub(super) const FLARE: &[u8] = b"flare/";
/// Flares of others.
pub(super) const SEEN_FLARE: &[u8] = b"flare-seen/";
const AGAIN_MS: u64 = 10_000;
const LONGEST_MS: u64 = 600_000;
/// Flares kept of one member.
const MOST_FLARES: usize = 256;
