//! Annexes on their way: announced by an entry, asked for by the parties that may read them, sent when no notice waits
//! (line.md section 14).
//!
//! I1 a chunk is never before a waiting entry. I2 what is here is kept, so that a cut or a crash costs no chunk twice.
//! I3 an annex that is not what its author's entry says is thrown away whole and its author named.

use super::Line;
use crate::annex::{self, Chunk};
use crate::body::{Annex, Parameters, Reader};
use crate::direct::{AnnexWant, Direct};
use crate::entry::{Kind, Lane};
use crate::error::LineError;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode};
use crate::keys::Secret;
use crate::machine::{AnnexOrder, Event, Table};
use std::collections::{BTreeMap, BTreeSet};

/// A name: SHA-256 of the whole.
type Name = [u8; 32];

/// What is here of annexes, and what is on its way.
#[derive(Debug, Default)]
pub(super) struct Annexes {
    chunks: BTreeMap<(Name, u32), Vec<u8>>,
    own_keys: BTreeMap<Name, Secret>,
    bad: BTreeSet<Name>,
    wanted: BTreeMap<Name, Wanted>,
    /// Announced here, in bytes.
    announced: BTreeMap<Name, u64>,
}

/// An annex that this party may read and has not got whole.
#[derive(Debug)]
struct Wanted {
    author: PartyCode,
    entry: EntryHash,
    size: u64,
    key: Secret,
    ask_at: u64,
    wait_ms: u64,
    asked: usize,
}

impl Annexes {
    /// As a row has it.
    pub(super) fn restore_chunk(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        let (name, index) = key.split_first_chunk::<32>()?;
        let index = u32::from_be_bytes(index.try_into().ok()?);
        self.chunks.insert((*name, index), value.to_vec());
        Some(())
    }

    /// As a row has it.
    pub(super) fn restore_key(&mut self, key: &[u8], value: Secret) -> Option<()> {
        self.own_keys.insert(key.try_into().ok()?, value);
        Some(())
    }

    /// As a row has it.
    pub(super) fn restore_bad(&mut self, name: Name) {
        self.bad.insert(name);
    }

    /// When chunks are asked for again.
    pub(super) fn deadline(&self) -> Option<u64> {
        self.wanted.values().map(|w| w.ask_at).min()
    }

    fn missing(&self, name: &Name, size: u64, most: usize) -> Vec<u32> {
        let all = 0..annex::chunks_of(size);
        all.filter(|index| !self.chunks.contains_key(&(*name, *index))).take(most).collect()
    }
}

impl<G: Group> Line<G> {
    /// A person sends an annex: its chunks are kept, its entry announces it.
    pub(super) fn send_annex(&mut self, order: AnnexOrder) {
        let ticket = order.ticket;
        match self.try_annex(order) {
            Ok((annex, entry)) => self.out.tell(Event::AnnexSent { ticket, annex, entry }),
            Err(error) => {
                self.out.tell(Event::ReleaseRefused { ticket, refusal: refusal::Refusal::of(&error) });
            }
        }
    }

    fn try_annex(&mut self, order: AnnexOrder) -> Result<(Name, EntryHash), LineError> {
        self.may_write()?;
        let size = order.bytes.len() as u64;
        let (most, total) = self.annex_limits();
        let used: u64 = self.annexes.announced.values().sum();
        if order.bytes.is_empty() || order.kind.is_empty() || order.kind.len() > MOST_KIND {
            return Err(LineError::Annex(if order.bytes.is_empty() { "EMPTY" } else { "KIND" }));
        }
        if size > most {
            return Err(LineError::Annex("TOO-LARGE"));
        }
        if used.saturating_add(size) > total {
            return Err(LineError::Annex("TOTAL"));
        }
        let mut parties = if order.readers.is_empty() { self.peers() } else { order.readers };
        parties.sort();
        parties.dedup();
        let (name, key) = (annex::hash_of(&order.bytes), Secret::new(self.stream.bytes()));
        let (own, status) = (self.config.own.clone(), self.config.status);
        let mut readers = Vec::new();
        for party in parties {
            let root = self.config.pairs.get(&party).filter(|_| self.config.members.contains_key(&party));
            let root = root.filter(|_| party != own).ok_or(LineError::Annex("NO-SUCH-READER"))?;
            let wrapped_key = annex::wrap_key(root, status, &own, &name, &key).into();
            readers.push(Reader { party, wrapped_key });
        }
        for (index, chunk) in (0..).zip(annex::seal(&order.bytes, &key)) {
            self.keep_chunk(name, index, chunk);
        }
        self.out.put(Table::Core, [OWN_KEY, &name].concat(), crate::cbor::encode(&key));
        self.annexes.own_keys.insert(name, key);
        let body = Annex { hash: name, size, kind: order.kind, readers };
        let entry = self.write(Kind::Annex, Lane::Annex, crate::cbor::encode(&body))?;
        Ok((name, entry))
    }

    /// The charter's limits: one annex, and all.
    fn annex_limits(&self) -> (u64, u64) {
        let usual = || Parameters::usual(Vec::new(), Vec::new(), self.config.attestation);
        let founding = || {
            let charters = self.transcript.of_kind(Kind::Charter);
            let first = charters.into_iter().find_map(|e| self.charter_of(&e.hash));
            first.map_or_else(usual, |c| c.parameters)
        };
        let parameters = self.parameters_in_force().unwrap_or_else(founding);
        (parameters.annex_max_bytes, parameters.annex_total_bytes)
    }

    fn keep_chunk(&mut self, name: Name, index: u32, chunk: Vec<u8>) {
        self.out.put(Table::Core, chunk_key(&name, index), chunk.clone());
        self.annexes.chunks.insert((name, index), chunk);
    }

    /// An ANNEX entry is held: if this party may read it, it is asked for.
    pub(super) fn learn_annex(&mut self, entry: &EntryHash) {
        let Some(found) = self.entry_of(entry) else { return };
        let (author, body) = (found.header.author.clone(), found.body.clone());
        let Ok(body) = Annex::decode(&body) else { return };
        let name = body.hash;
        self.annexes.announced.insert(name, body.size);
        let ours = body.readers.iter().find(|r| r.party == self.config.own);
        let root = self.config.pairs.get(&author);
        let (Some(ours), Some(root)) = (ours, root) else { return };
        if author == self.config.own || self.annexes.bad.contains(&name) {
            return;
        }
        let (most, _) = self.annex_limits();
        let key = annex::unwrap_key(root, self.config.status, &author, &name, &ours.wrapped_key);
        let Some(key) = key.filter(|_| body.size > 0 && body.size <= most) else {
            self.junk(author.as_str(), "ANNEX-KEY");
            return;
        };
        let now = self.now.mono_ms;
        let (size, entry) = (body.size, *entry);
        let wanted = Wanted { author, entry, size, key, ask_at: now, wait_ms: AGAIN_MS, asked: 0 };
        if self.annexes.missing(&name, size, 1).is_empty() {
            self.annexes.own_keys.insert(name, wanted.key);
        } else {
            self.annexes.wanted.insert(name, wanted);
        }
    }

    /// Asks for what is missing, some chunks at a time.
    pub(super) fn drive_annexes(&mut self) {
        let now = self.now.mono_ms;
        let due: Vec<Name> =
            self.annexes.wanted.iter().filter(|(_, w)| w.ask_at <= now).map(|(name, _)| *name).collect();
        for name in due {
            let Some(size) = self.annexes.wanted.get(&name).map(|w| w.size) else { continue };
            let chunks = self.annexes.missing(&name, size, AT_ONCE);
            let Some(wanted) = self.annexes.wanted.get_mut(&name) else { continue };
            wanted.ask_at = now + wanted.wait_ms;
            wanted.wait_ms = (wanted.wait_ms * 2).min(LONGEST_MS);
            wanted.asked += 1;
            let author = wanted.author.clone();
            let want = AnnexWant { compartment: self.config.compartment, annex: name, chunks };
            self.send_direct(&author, &Direct::AnnexWant(want));
        }
    }

    /// A reading party asks for chunks: they wait until nothing else does.
    pub(super) fn annex_wanted(&mut self, peer: &PartyCode, want: &AnnexWant) {
        let annexes = self.transcript.of_kind(Kind::Annex).into_iter();
        let own = annexes.filter(|d| d.header.author == self.config.own);
        let own = own.filter_map(|d| Annex::decode(&self.entry_of(&d.hash)?.body).ok());
        let reads = own.filter(|a| a.hash == want.annex).any(|a| a.readers.iter().any(|r| r.party == *peer));
        if !reads || self.relays.is_empty() {
            return;
        }
        let ours = |index: &&u32| self.annexes.chunks.contains_key(&(want.annex, **index));
        let chunks: Vec<u32> = want.chunks.iter().filter(ours).take(AT_ONCE).copied().collect();
        let good = self.relays.iter().position(|r| r.probe.fails == 0 && r.put_fails == 0).unwrap_or(0);
        let waiting = &mut self.relays[good].chunks;
        for index in chunks {
            let item = (peer.clone(), want.annex, index);
            if waiting.len() < MOST_WAITING && !waiting.contains(&item) {
                waiting.push_back(item);
            }
        }
    }

    /// The payload of a chunk that is to be sent.
    pub(super) fn chunk_payload(&self, name: &Name, index: u32) -> Option<Vec<u8>> {
        let bytes = self.annexes.chunks.get(&(*name, index))?.clone().into();
        Some(crate::cbor::encode(&Chunk { annex: *name, index, bytes }))
    }

    /// A chunk came.
    pub(super) fn chunk_came(&mut self, peer: &PartyCode, payload: &[u8]) {
        let Ok(chunk) = Chunk::decode(payload) else { return self.junk(peer.as_str(), "ANNEX") };
        let place = (chunk.annex, chunk.index);
        let Some(wanted) = self.annexes.wanted.get(&chunk.annex).filter(|w| w.author == *peer) else {
            return;
        };
        if self.annexes.chunks.contains_key(&place) || chunk.index >= annex::chunks_of(wanted.size) {
            return;
        }
        if annex::open(&chunk.annex, chunk.index, &chunk.bytes, &wanted.key).is_none() {
            return self.junk(peer.as_str(), "ANNEX-CHUNK");
        }
        self.keep_chunk(chunk.annex, chunk.index, chunk.bytes.into());
        let now = self.now.mono_ms;
        let size = self.annexes.wanted.get(&chunk.annex).map_or(0, |w| w.size);
        let left = self.annexes.missing(&chunk.annex, size, AT_ONCE);
        if left.is_empty() {
            return self.annex_is_here(chunk.annex);
        }
        let first_of_next = chunk.index + 1 == left[0];
        if let Some(wanted) = self.annexes.wanted.get_mut(&chunk.annex) {
            wanted.wait_ms = AGAIN_MS;
            if first_of_next && u64::from(left[0]).is_multiple_of(AT_ONCE as u64) {
                wanted.ask_at = now;
            }
        }
    }

    fn annex_is_here(&mut self, name: Name) {
        let Some(wanted) = self.annexes.wanted.remove(&name) else { return };
        self.annexes.own_keys.insert(name, wanted.key.clone());
        let (party, entry, annex) = (wanted.author.clone(), wanted.entry, name);
        let whole = self.annex(&name);
        if whole.is_some_and(|w| w.len() as u64 == wanted.size && annex::hash_of(&w) == name) {
            self.out.tell(Event::AnnexHere { party, annex, entry });
            return;
        }
        let chunks: Vec<u32> = (0..annex::chunks_of(wanted.size)).collect();
        for index in chunks {
            self.annexes.chunks.remove(&(name, index));
            self.out.delete(Table::Core, chunk_key(&name, index));
        }
        self.annexes.own_keys.remove(&name);
        self.annexes.bad.insert(name);
        self.out.put(Table::Core, [BAD, &name].concat(), vec![1]);
        self.junk(party.as_str(), "ANNEX-HASH");
        self.out.tell(Event::AnnexRefused { party, annex, entry });
    }

    /// An annex that is here whole, in the clear.
    pub fn annex(&self, name: &[u8; 32]) -> Option<Vec<u8>> {
        let key = self.annexes.own_keys.get(name)?;
        let size = *self.annexes.announced.get(name)?;
        let mut whole = Vec::new();
        for index in 0..annex::chunks_of(size) {
            let sealed = self.annexes.chunks.get(&(*name, index))?;
            whole.extend(annex::open(name, index, sealed, key)?);
        }
        Some(whole)
    }
}

fn chunk_key(name: &Name, index: u32) -> Vec<u8> {
    [CHUNK, name, &index.to_be_bytes()].concat()
}

/// Sealed chunks, by annex and number.
pub(super) const CHUNK: &[u8] = b"annex/";
/// Keys of own annexes.
pub(super) const OWN_KEY: &[u8] = b"annex-key/";
/// Annexes that were not what their entries said.
pub(super) const BAD: &[u8] = b"annex-bad/";
/// Chunks asked for at once.
const AT_ONCE: usize = 16;
const MOST_WAITING: usize = 256;
const MOST_KIND: usize = 32;
const AGAIN_MS: u64 = 10_000;
const LONGEST_MS: u64 = 600_000;
