//! From rows back to the machine (line.md section 11). Everything that is not a row follows from the entries.

use super::boxes::{Authority, Box, KeyCache};
use super::diagnose::Watched;
use super::line_test::LineTests;
use super::outbox::Outbox;
use super::quarantine::Quarantine;
use super::relay::Relay;
use super::rows::{
    AGREED, AWAITING, CURSOR, EPOCH, EpochRow, IDENTITY, INBOX, Identity, JOINING, JoiningRow, LEFT, MARK,
    ORDERED, OrderRow, PENDING, QUARANTINED, REJOIN, ROLLED_BACK, ROOT, SEEN, SERIAL, WELCOME,
};
use super::stream::Stream;
use super::{Line, Stop};
use crate::config::Config;
use crate::entry::Kind;
use crate::error::LineError;
use crate::group::{Entropy, Group};
use crate::ids::{EntryHash, MailboxId, PartyCode};
use crate::keys::mailbox_keys;
use crate::machine::{Effect, Event, RolledBack, Rows, Table};
use crate::secret::Secret;
use crate::segment;
use crate::time::Now;
use crate::transcript::Transcript;
use refusal::Refusal;
use std::collections::BTreeMap;

impl<G: Group> Line<G> {
    /// An empty machine round a group.
    pub(super) fn assemble(config: Config, group: G, identity: Identity, stream: Stream, now: Now) -> Self {
        let relays: Vec<Relay> = config.relays.iter().cloned().map(Relay::new).collect();
        let term = identity.term.unwrap_or(0);
        let watchers = config.peers().map(|p| (p.clone(), Watched::new(now))).collect();
        let mut outbox = Outbox::new(relays.len());
        let mut transcript = Transcript::new(config.planted.trust_relay_order);
        if let Some(past) = &config.past {
            transcript.read_back_from(past.clone());
        }
        outbox.patient(config.members.keys().filter(|p| !config.votes(p)).cloned().collect());
        Line {
            authority: Authority::new(&config),
            group,
            identity,
            stream,
            term,
            roll: super::roll::Roll::new(config.members.clone()),
            left: false,
            now,
            started: now,
            out: super::out::Out::default(),
            transcript,
            committed: 0,
            growing: super::past::Growing::default(),
            told: BTreeMap::new(),
            coverage: BTreeMap::new(),
            leaves: BTreeMap::new(),
            openings: BTreeMap::new(),
            inboxes: BTreeMap::new(),
            keys: KeyCache::default(),
            outbox,
            pouch_directs: BTreeMap::new(),
            relays,
            calls: BTreeMap::new(),
            next_call: 1,
            sealings: BTreeMap::new(),
            opened: super::receive::Opened::default(),
            awaiting: super::receive::AwaitingRoom::default(),
            junk: BTreeMap::new(),
            debt: super::receipts::Debt::default(),
            statements: super::statements::Statements::default(),
            rekey: super::rekey::Rekey::default(),
            psks: super::psks::Psks::default(),
            agreed: std::collections::BTreeSet::new(),
            invites: super::welcomes::Invites::default(),
            flares: super::flares::Flares::default(),
            annexes: super::annexes::Annexes::default(),
            later_welcome: None,
            rejoining: BTreeMap::new(),
            own_rejoin: None,
            reforms: super::reforming::Reforms::default(),
            reform_offer: None,
            spares: BTreeMap::new(),
            spares_for: Vec::new(),
            disclosure: super::disclose::Disclosure::new(&config),
            tests: LineTests::new(config.test_interval_ms, now),
            watchers,
            quarantine: Quarantine::default(),
            mark: super::marks::OwnMark::default(),
            reads: BTreeMap::new(),
            late_from: None,
            held_gaps: BTreeMap::new(),
            config,
        }
    }

    /// Writes whose store this is.
    pub(super) fn persist_identity(&mut self) {
        let row = crate::cbor::encode(&self.identity);
        self.out.put(Table::Core, IDENTITY.to_vec(), row);
        for party in self.config.pairs.keys().cloned().collect::<Vec<_>>() {
            self.persist_root(&party);
        }
    }

    /// Writes by which root this party and another address each other here.
    pub(super) fn persist_root(&mut self, party: &PartyCode) {
        if let Some(root) = self.config.pairs.get(party) {
            self.out.put(Table::Core, [ROOT, party.as_str().as_bytes()].concat(), root.bytes().to_vec());
        }
    }

    /// Mailboxes, pouches and ACKs stay with the roots of the first pairing: a pair that was made again since speaks in
    /// leaf certificates only, because both sides come to hold its root at different times. A store without these rows
    /// was written before any pair was made again.
    fn read_roots(&mut self, rows: &Rows) -> Result<(), LineError> {
        let mut kept = BTreeMap::new();
        for (key, value) in prefixed(rows, ROOT) {
            let root = value.try_into().map_err(|_| LineError::StoreUnreadable)?;
            kept.insert(party(key)?, Secret::new(root));
        }
        let fresh: Vec<PartyCode> =
            self.config.pairs.keys().filter(|party| !kept.contains_key(*party)).cloned().collect();
        self.config.pairs.extend(kept);
        fresh.iter().for_each(|party| self.persist_root(party));
        Ok(())
    }

    /// Rebuilds the machine from all rows of its store. Effects restart what the crash cut off.
    ///
    /// # Errors
    /// [`LineError`] if the rows do not hold a compartment of this configuration.
    pub fn restore(
        config: Config,
        provider: G::Provider,
        rows: &Rows,
        stop: Stop,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Vec<Effect>), LineError> {
        let identity: Identity = row(rows, IDENTITY)?.ok_or(LineError::StoreUnreadable)?;
        let same = (identity.status, identity.compartment, &identity.own);
        if same != (config.status, config.compartment, &config.own) {
            return Err(LineError::OtherCompartment);
        }
        let of_group = rows.range((Table::Group, Vec::new())..(Table::Outbox, Vec::new()));
        let of_group: BTreeMap<Vec<u8>, Vec<u8>> =
            of_group.map(|((_, k), v)| (k.clone(), v.clone())).collect();
        let group = G::restore(provider, &of_group).map_err(|e| LineError::Group(e.to_string()))?;
        let mut line = Line::assemble(config.clone(), group, identity, Stream::new(entropy), now);
        let whole = line.read_record(rows).map_err(|why| line.said_by_the_store(why))?;
        if !whole {
            let rows = line.rows_without_segments(rows).map_err(|why| line.said_by_the_store(why))?;
            line = Line::assemble(config, line.group, line.identity, line.stream, now);
            line.read_record(&rows).map_err(|why| line.said_by_the_store(why))?;
        }
        line.read_erased(rows)?;
        line.begin_saying();
        line.take_roll(false);
        line.refill_outbox();
        line.resume_passing_on();
        line.begin_quarantine(rows, stop)?;
        let effects = line.finish();
        Ok((line, effects))
    }

    /// Why a start failed: what the store itself said, where it could not be read.
    fn said_by_the_store(&self, why: LineError) -> LineError {
        let own = Refusal::of(&LineError::StoreUnreadable).code;
        let said = self.transcript.trouble().filter(|said| said.code != own);
        said.map_or(why, LineError::Archive)
    }

    /// All but what is begun at every start; false if it is to be read from other rows ([`Line::read_entries`]).
    fn read_record(&mut self, rows: &Rows) -> Result<bool, LineError> {
        self.read_core(rows)?;
        self.read_statements(rows)?;
        self.read_entries(rows)
    }

    /// An old copy stays one; an unclean start is quarantined, and so is a clean one that was before it stopped.
    fn begin_quarantine(&mut self, rows: &Rows, stop: Stop) -> Result<(), LineError> {
        if let Some(record) = row::<JoiningRow>(rows, JOINING)? {
            self.hear_of(&record.heads);
            self.quarantine = Quarantine::joining(record, self.now.mono_ms);
            self.out.tell(Event::Quarantined(true));
            return Ok(());
        }
        if let Some(evidence) = row::<RolledBack>(rows, ROLLED_BACK)? {
            self.transcript.heard_of(&self.config.own, evidence.seq);
            self.quarantine = Quarantine::old_copy(evidence, self.now.mono_ms);
            self.out.tell(Event::Quarantined(true));
            return Ok(());
        }
        let before = rows.contains_key(&(Table::Core, QUARANTINED.to_vec()));
        if (stop == Stop::Unknown || before) && !self.config.planted.seal_after_restore {
            self.quarantine_from_start();
        }
        Ok(())
    }

    fn read_core(&mut self, rows: &Rows) -> Result<(), LineError> {
        self.read_roots(rows)?;
        for (key, value) in prefixed(rows, EPOCH) {
            let (era, epoch): (_, EpochRow) = (number(key)?, decode(value)?);
            if let Some(turn) = epoch.turn.clone() {
                self.roll.turn(era, turn);
            }
            self.leaves.insert(era, epoch);
        }
        self.read_changes(rows)?;
        for (key, value) in prefixed(rows, SERIAL) {
            self.authority.serials.insert(party(key)?, decode(value)?);
        }
        for (key, _) in prefixed(rows, SEEN) {
            self.rekey.seen.insert(party(key)?);
        }
        for (key, value) in prefixed(rows, AWAITING) {
            self.awaiting.rows.insert(number(key)?, decode(value)?);
        }
        for (_, value) in prefixed(rows, INBOX) {
            self.read_box(rows, value)?;
        }
        self.rekey.pending = row(rows, PENDING)?;
        self.mark = super::marks::OwnMark::restored(row(rows, MARK)?);
        let opened = self.leaves.get(&self.known_era()).map(|e: &EpochRow| e.opened_ms);
        self.begin_round(opened.ok_or(LineError::StoreUnreadable)?);
        Ok(())
    }

    /// What is under way besides rotations: members, charters, Welcomes, spares.
    fn read_changes(&mut self, rows: &Rows) -> Result<(), LineError> {
        self.config.members = self.roll.at(self.known_era());
        self.authority.members = self.config.members.keys().cloned().collect();
        self.watchers = self.config.peers().map(|p| (p.clone(), Watched::new(self.now))).collect();
        self.left = rows.contains_key(&(Table::Core, LEFT.to_vec()));
        for (key, _) in prefixed(rows, AGREED) {
            let hash = key.try_into().map_err(|_| LineError::StoreUnreadable)?;
            self.agreed.insert(crate::ids::EntryHash(hash));
        }
        for (id, _) in prefixed(rows, super::psks::PSK) {
            self.psks.restore(id);
        }
        for (key, value) in prefixed(rows, WELCOME) {
            self.invites.waiting.insert(party(key)?, decode(value)?);
        }
        self.invites.begin(self.now.mono_ms);
        for (key, value) in prefixed(rows, REJOIN) {
            let party = party(key)?;
            match party == self.config.own {
                true => self.own_rejoin = Some(value.to_vec()),
                false => drop(self.rejoining.insert(party, value.to_vec())),
            }
        }
        for (key, value) in prefixed(rows, super::spares::SPARES) {
            self.restore_spares(party(key)?, decode(value)?);
        }
        self.spares_for = row(rows, super::spares::LENT)?.unwrap_or_default();
        for (_, value) in prefixed(rows, super::flares::FLARE) {
            self.flares.restore_own(decode(value)?, self.now.mono_ms);
        }
        for (_, value) in prefixed(rows, super::flares::SEEN_FLARE) {
            self.flares.restore_seen(decode(value)?);
        }
        for (key, value) in prefixed(rows, super::annexes::CHUNK) {
            self.annexes.restore_chunk(key, value).ok_or(LineError::StoreUnreadable)?;
        }
        for (key, value) in prefixed(rows, super::annexes::OWN_KEY) {
            self.annexes.restore_key(key, decode(value)?).ok_or(LineError::StoreUnreadable)?;
        }
        for (key, _) in prefixed(rows, super::annexes::BAD) {
            let hash = key.try_into().map_err(|_| LineError::StoreUnreadable)?;
            self.annexes.restore_bad(hash);
        }
        let ordered: Option<OrderRow> = row(rows, ORDERED)?;
        self.rekey.ordered = ordered.map(super::changes::Order::of);
        self.reform_offer = rows.get(&(Table::Core, super::reforming::OFFER.to_vec())).cloned();
        if self.reform_offer.is_some() {
            self.reforms.begin(self.now.mono_ms);
        }
        Ok(())
    }

    fn read_box(&mut self, rows: &Rows, value: &[u8]) -> Result<(), LineError> {
        let inbox: super::rows::Inbox = decode(value)?;
        let relay = self.relays.iter().position(|r| r.config.path == inbox.place.relay);
        let root = self.config.pairs.get(&inbox.place.sender);
        let (Some(relay), Some(root)) = (relay, root) else { return Ok(()) };
        let id: MailboxId = mailbox_keys(root, self.config.status, &inbox.place).id;
        let cursor = super::rows::box_key(CURSOR, &inbox.place.relay, &id);
        let after = row(rows, &cursor)?.unwrap_or(0);
        self.inboxes.insert((relay, id), Box { inbox, after });
        Ok(())
    }

    fn read_statements(&mut self, rows: &Rows) -> Result<(), LineError> {
        for (_, value) in rows.range((Table::Arrivals, Vec::new())..(Table::Core, Vec::new())) {
            self.statements.restore(decode(value)?);
        }
        Ok(())
    }

    /// What no RECEIPT of the record has said, and what is worth saying, is still to be said.
    fn begin_saying(&mut self) {
        let transcript = &self.transcript;
        let kind = |entry: &EntryHash| transcript.docket(entry).map(|d| d.header.kind);
        let worth =
            |entry: &EntryHash| matches!(kind(entry), Some(Kind::Notice | Kind::Test | Kind::Charter));
        self.statements.keep_unsaid(worth);
        self.statements.take_up(|entry| transcript.is_past(entry));
    }

    /// Own entries that a peer's heads do not cover go out again.
    pub(super) fn refill_outbox(&mut self) {
        if self.config.planted.forget_outbox_at_crash {
            return;
        }
        let own = self.config.own.clone();
        for peer in self.peers() {
            let covered = self.coverage.get(&peer).and_then(|c| c.get(&own)).copied().unwrap_or(0);
            let from = self.first_for(&peer).max(covered + 1);
            let run = crate::transcript::Run { author: own.clone(), from, to: u64::MAX };
            let sends = self.config.sends(&peer);
            let items: Vec<_> = self
                .transcript
                .run(&run, usize::MAX)
                .into_iter()
                .map(|e| (e.head(), e.header.lane, e.header.kind == Kind::Receipt || !sends))
                .collect();
            for (head, lane, quiet) in items {
                self.outbox.add(&head, lane, &peer, quiet);
            }
        }
    }
}

impl<G: Group> Line<G> {
    /// The first own place that a member is owed: what lies before its joining it gets with the record.
    fn first_for(&self, peer: &PartyCode) -> u64 {
        let entered = self.roll.entered(peer);
        if entered == 0 {
            return 1;
        }
        let own = &self.config.own;
        let top = self.transcript.linked_to(own);
        let of = |seq: &u64| self.transcript.at(own, *seq).is_some_and(|e| e.header.era() >= entered);
        (1..=top).rev().take_while(of).last().unwrap_or(top + 1)
    }
}

fn decode<T>(bytes: &[u8]) -> Result<T, LineError>
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>,
{
    crate::cbor::decode(bytes).map_err(|_| LineError::StoreUnreadable)
}

fn row<T>(rows: &Rows, key: &[u8]) -> Result<Option<T>, LineError>
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>,
{
    rows.get(&(Table::Core, key.to_vec())).map(|value| decode(value)).transpose()
}

/// Rows of the core under a prefix, with the rest of their key.
fn prefixed<'a>(rows: &'a Rows, prefix: &'a [u8]) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    segment::under(rows, Table::Core, prefix)
}

pub(super) fn number(key: &[u8]) -> Result<u64, LineError> {
    key.try_into().map(u64::from_be_bytes).map_err(|_| LineError::StoreUnreadable)
}

pub(super) fn party(key: &[u8]) -> Result<PartyCode, LineError> {
    std::str::from_utf8(key).ok().and_then(PartyCode::parse).ok_or(LineError::StoreUnreadable)
}
