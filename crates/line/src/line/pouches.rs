//! A pouch: the outbox of one recipient, sealed anew, in one file; import is the receive path (line.md section 9).

use super::Line;
use super::boxes::POUCH;
use super::receive::Carriage;
use crate::direct::{Direct, PouchManifest};
use crate::envelope::{self, Kind};
use crate::error::LineError;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode};
use crate::keys::mailbox_keys;
use crate::machine::Event;
use crate::pouch;
use sha2::{Digest, Sha256};

impl<G: Group> Line<G> {
    /// Packs all that a party has not acknowledged, and what was lately sent to it by `direct`. A node that may not
    /// seal packs the latter only, with its start challenge: so quarantine ends where no relay is in reach.
    pub(super) fn pack_pouch(&mut self, to: &PartyCode) {
        match self.try_pack(to) {
            Ok(bytes) => self.out.tell(Event::PouchPacked { to: to.clone(), bytes }),
            Err(error) => self.refuse(&error),
        }
    }

    fn try_pack(&mut self, to: &PartyCode) -> Result<Vec<u8>, LineError> {
        if *to == self.config.own || !self.config.members.contains_key(to) {
            return Err(LineError::NoSuchMember(to.to_string()));
        }
        let sealing = self.may_write().is_ok();
        let entries: Vec<EntryHash> = if sealing { self.outbox.for_recipient(to) } else { Vec::new() };
        let heads = self.transcript.cut().heads();
        let mut envelopes = Vec::new();
        let mut parts = entries.chunks(MOST_NAMED).peekable();
        loop {
            let part = parts.next().unwrap_or_default().to_vec();
            let compartment = self.config.compartment;
            let manifest = PouchManifest { compartment, entries: part, heads: heads.clone() };
            let direct = Direct::PouchManifest(manifest).encode();
            envelopes.push(self.pouch_envelope(to, Kind::Direct, &direct)?);
            if parts.peek().is_none() {
                break;
            }
        }
        if let Some(challenge) = self.start_challenge() {
            envelopes.push(self.pouch_envelope(
                to,
                Kind::Direct,
                &Direct::StartChallenge(challenge).encode(),
            )?);
        }
        if self.quarantine.is_rolled_back() {
            let want = Direct::Want(self.lacking());
            envelopes.push(self.pouch_envelope(to, Kind::Direct, &want.encode())?);
        }
        for direct in self.pouch_directs.remove(to).unwrap_or_default() {
            envelopes.push(self.pouch_envelope(to, Kind::Direct, &direct)?);
        }
        for hash in entries {
            let bytes = self.entry_of(&hash).map(|e| e.encode()).unwrap_or_default();
            let sealed = self.group.seal(&bytes).map_err(|e| LineError::Group(e.to_string()))?;
            self.mark.sealed_one();
            envelopes.push(self.pouch_envelope(to, Kind::Mls, &sealed)?);
            let sealing: [u8; 32] = Sha256::digest(&sealed).into();
            self.state_deposit(&hash, POUCH, to, self.now, None, sealing.first_chunk().copied());
        }
        Ok(pouch::pack(self.config.status, envelopes))
    }

    /// Keeps a direct message for the next pouch to a peer: the newest few, each once.
    pub(super) fn keep_for_pouch(&mut self, peer: &PartyCode, payload: &[u8]) {
        let kept = self.pouch_directs.entry(peer.clone()).or_default();
        if !kept.iter().any(|k| k == payload) {
            kept.push_back(payload.to_vec());
        }
        if kept.len() > MOST_DIRECTS {
            kept.pop_front();
        }
    }

    fn pouch_envelope(&mut self, to: &PartyCode, kind: Kind, payload: &[u8]) -> Result<Vec<u8>, LineError> {
        let none = || LineError::NoSuchMember(to.to_string());
        let place = self.pouch_place(&self.config.own.clone(), to);
        let root = self.config.pairs.get(to).ok_or_else(none)?;
        let mailbox = mailbox_keys(root, self.config.status, &place).id;
        let key = self.wrap_key(usize::MAX, to, true).ok_or_else(none)?;
        let nonce = self.stream.bytes();
        envelope::wrap(&key, &mailbox, &nonce, kind, payload).map_err(|long| LineError::TooLarge(long.bytes))
    }

    /// Opens a pouch carried in: each envelope is tried as from the peer whose pouch mailbox it names.
    pub(super) fn open_pouch(&mut self, bytes: &[u8]) {
        let envelopes = match pouch::open(bytes, self.config.status) {
            Ok(envelopes) => envelopes,
            Err(error) => {
                self.refuse(&LineError::Pouch(error.to_string()));
                return;
            }
        };
        let own = self.config.own.clone();
        let mut senders = std::collections::BTreeMap::new();
        for peer in self.peers() {
            if let Some(root) = self.config.pairs.get(&peer) {
                senders
                    .insert(mailbox_keys(root, self.config.status, &self.pouch_place(&peer, &own)).id, peer);
            }
        }
        for bytes in envelopes {
            let mailbox = envelope::mailbox_of(&bytes);
            let Some((mailbox, peer)) = mailbox.and_then(|m| Some((m, senders.get(&m)?.clone()))) else {
                let foreign =
                    |id| self.peers().iter().any(|p| self.of_another_status(&self.pouch_place(p, &own), &id));
                let check = if mailbox.is_some_and(foreign) { "OTHER-STATUS" } else { "MAILBOX" };
                self.junk(POUCH, check);
                continue;
            };
            let Some(key) = self.wrap_key(usize::MAX, &peer, false) else { continue };
            let carriage = Carriage {
                peer,
                path: POUCH.into(),
                told: None,
                handed_over: None,
                fetch: None,
                sealing: None,
            };
            match envelope::unwrap(&key, &mailbox, &bytes) {
                Ok((kind, payload)) => self.payload(carriage, kind, payload),
                Err(_) => self.junk(POUCH, "ENVELOPE"),
            }
        }
    }
}

/// Entries that one manifest names; a longer pouch has several.
const MOST_NAMED: usize = 1_500;
/// Direct messages kept for a peer's next pouch.
const MOST_DIRECTS: usize = 64;
