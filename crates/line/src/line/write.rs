//! Own entries: composed, signed, persisted, queued for every other member (line.md section 5).

use super::Line;
use super::rows::{SEEN, of_party};
use crate::body::{Control, Opening};
use crate::docket::Docket;
use crate::entry::{Entry, Header, Kind, Lane, NoticeBody, VERSION, lamport_after};
use crate::entry_row::row_of;
use crate::envelope::MAX_PAYLOAD;
use crate::error::LineError;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode};
use crate::machine::{Event, Release, Table};
use crate::transcript::Change;
use minicbor::bytes::ByteArray;

impl<G: Group> Line<G> {
    /// A release of the layer above: its entry and its rows commit together, or nothing of it.
    pub(super) fn release(&mut self, release: Release) {
        let ticket = release.ticket;
        if self.flares_up(&release) {
            return self.flare_up(release);
        }
        match self.try_release(release) {
            Ok(entry) => {
                let compartment = self.config.compartment;
                self.out.tell(Event::Released { ticket, entry, compartment });
            }
            Err(error) => {
                self.out.tell(Event::ReleaseRefused { ticket, refusal: refusal::Refusal::of(&error) });
            }
        }
    }

    fn try_release(&mut self, release: Release) -> Result<EntryHash, LineError> {
        self.may_write()?;
        self.write_release(release, None)
    }

    /// The entry of a release; `flare` names the one that carried its notice before.
    pub(super) fn write_release(
        &mut self,
        release: Release,
        flare: Option<[u8; 16]>,
    ) -> Result<EntryHash, LineError> {
        if let Some(author) = self.unseen_equivocator() {
            return Err(LineError::Equivocation(author));
        }
        let body = match release.kind {
            Kind::Notice => {
                let record_sig = match release.record_sig.map(<[u8; 64]>::try_from) {
                    None => None,
                    Some(Ok(sig)) => Some(ByteArray::from(sig)),
                    Some(Err(_)) => return Err(LineError::RecordSignature),
                };
                crate::cbor::encode(&NoticeBody {
                    bytes: release.bytes.into(),
                    record_sig,
                    flare: flare.map(Into::into),
                })
            }
            Kind::Charter => release.bytes,
            _ => return Err(LineError::NotReleasable),
        };
        crate::body::check(release.kind, &body, self.config.attestation).map_err(|e| match release.kind {
            Kind::Notice => LineError::RecordSignature,
            _ => LineError::Body(e.to_string()),
        })?;
        if body.len() > MAX_PAYLOAD - ROOM {
            return Err(LineError::TooLarge(body.len()));
        }
        let hash = self.write(release.kind, release.lane, body)?;
        self.out.with(release.with);
        Ok(hash)
    }

    /// Somebody wrote two entries at one place and no person has seen it yet.
    fn unseen_equivocator(&self) -> Option<PartyCode> {
        let mut all = self.transcript.equivocators().map(|(author, _)| author);
        all.find(|author| !self.rekey.seen.contains(*author)).cloned()
    }

    /// A person has seen it: sending goes on.
    pub(super) fn equivocation_seen(&mut self, author: &PartyCode) {
        self.rekey.seen.insert(author.clone());
        self.out.put(Table::Core, of_party(SEEN, author), vec![1]);
    }

    /// Appends an own entry and queues it.
    pub(super) fn write(&mut self, kind: Kind, lane: Lane, body: Vec<u8>) -> Result<EntryHash, LineError> {
        self.may_write()?;
        let header =
            self.next_header(kind, lane).ok_or_else(|| LineError::Group("the lamport is spent".into()))?;
        let group = &self.group;
        let entry = Entry::compose(header, body, |bytes| group.sign(bytes));
        let (hash, head) = (entry.hash, entry.head());
        self.keep(entry);
        for peer in self.peers() {
            let quiet = kind == Kind::Receipt || !self.config.sends(&peer);
            self.outbox.add(&head, lane, &peer, quiet);
        }
        Ok(hash)
    }

    fn next_header(&self, kind: Kind, lane: Lane) -> Option<Header> {
        let own = &self.config.own;
        let told = self.told.get(own);
        let last = self.transcript.at(own, self.transcript.linked_to(own)).map(Docket::head);
        let heads: Vec<_> = self
            .transcript
            .cut()
            .heads()
            .into_iter()
            .filter(|h| h.author != *own && told.is_none_or(|t| t.seq(&h.author) < h.seq))
            .collect();
        let below =
            last.iter().chain(&heads).filter_map(|h| self.docket_of(&h.hash)).map(|d| d.header.lamport);
        Some(Header {
            v: VERSION,
            status: self.config.status,
            compartment: self.config.compartment,
            term: self.term,
            author: own.clone(),
            seq: last.as_ref().map_or(0, |h| h.seq) + 1,
            prev: last.as_ref().map(|h| h.hash),
            lamport: lamport_after(below)?,
            heads,
            epoch: self.group.epoch(),
            kind,
            lane,
            body_hash: [0; 32],
            claimed_ms: self.now.utc_ms,
            clock_error_ms: self.now.error_ms,
        })
    }

    /// Puts an entry into the transcript with its row; the caller has checked it.
    pub(super) fn keep(&mut self, entry: Entry) {
        let index = self.transcript.len() as u64;
        let (key, row) = row_of(&entry, index);
        self.out.put(Table::Entries, key, row);
        if entry.header.author != self.config.own {
            self.out.tell(Event::Held(entry.clone()));
        }
        self.set_aside_if_late(&entry.header.author, entry.header.seq, &entry.hash);
        self.place_entry(entry, true);
    }

    /// Puts an entry into the transcript and lets everything learn from it. `live` is false while a restart
    /// reads rows: nothing is told or asked then.
    pub(super) fn place_entry(&mut self, entry: Entry, live: bool) {
        let hash = entry.hash;
        let change = self.transcript.put(entry);
        self.learn_change(&hash, change, live);
    }

    /// What follows from an entry that was put in.
    pub(super) fn learn_change(&mut self, hash: &EntryHash, change: Option<Change>, live: bool) {
        let Some(change) = change else { return };
        self.learn_held(hash);
        if let Some(entries) = change.equivocation {
            self.learn_equivocation(hash, entries, live);
        }
        for refused in &change.refused {
            if self.transcript.falls_back(refused) {
                self.refuse_forged_late();
                continue;
            }
            let author = self.docket_of(refused).map(|d| d.header.author.to_string());
            self.junk(&author.unwrap_or_default(), "LINKS");
        }
        for admitted in &change.admitted {
            self.learn_admitted(admitted, live);
        }
        if let Some(from) = change.late_from.filter(|_| live) {
            self.late_from = Some(self.late_from.map_or(from, |f| f.min(from)));
        }
    }

    fn learn_equivocation(&mut self, hash: &EntryHash, entries: [EntryHash; 2], live: bool) {
        let Some(head) = self.docket_of(hash).map(Docket::head) else { return };
        if live {
            self.out.tell(Event::Equivocation { author: head.author.clone(), seq: head.seq, entries });
        }
        self.fork_found(&head, live);
    }

    /// The first entry of this member in the epoch.
    pub(super) fn write_opening(&mut self, decision: Option<EntryHash>) {
        let authenticator = self.group.authenticator().into();
        self.write_control(&Control::Opening(Opening { decision, authenticator }));
    }

    /// A CONTROL entry by a store that may not seal: kept and signed, and handed on by `direct` only.
    pub(super) fn write_unsealed(&mut self, control: &Control) -> Option<EntryHash> {
        let header = self.next_header(Kind::Control, Lane::Service)?;
        let last = header.prev.and_then(|prev| self.docket_of(&prev)).map(|d| d.header.era());
        if self.left || last.is_some_and(|era| era > header.era()) {
            return None;
        }
        let group = &self.group;
        let entry = Entry::compose(header, crate::cbor::encode(control), |bytes| group.sign(bytes));
        let hash = entry.hash;
        self.keep(entry);
        Some(hash)
    }

    /// A CONTROL entry; in quarantine or silence nothing is written.
    pub(super) fn write_control(&mut self, control: &Control) -> Option<EntryHash> {
        self.write(Kind::Control, Lane::Service, crate::cbor::encode(control)).ok()
    }
}

/// Bytes of an envelope that header, signature and sealing need at most.
const ROOM: usize = 2_048;
