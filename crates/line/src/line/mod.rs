//! The sans-IO machine of one compartment at one node (line.md sections 4 to 13).
//!
//! I1 effects come in an order in which a Persist precedes all that rests on it. I2 equal inputs, times and
//! entropy give equal effects. I3 no input can make it panic. I4 what a restart needs is rows: everything else
//! here is rebuilt from the entries.

mod annexes;
mod boxes;
mod changes;
mod deliver;
mod diagnose;
mod disclose;
mod flares;
mod getters;
mod line_test;
mod marks;
mod merge;
mod out;
mod outbox;
mod past;
mod pending;
mod pouches;
mod proof;
mod psks;
mod quarantine;
mod receipts;
mod receive;
mod reforming;
mod rekey;
mod relay;
mod restore;
mod roll;
mod rows;
mod spares;
mod statements;
mod stream;
mod welcomes;
mod write;

use crate::archive::Past;
use crate::config::Config;
use crate::cut::Cut;
use crate::direct::Welcome;
use crate::docket::Docket;
use crate::entry::Entry;
use crate::era::Era;
use crate::error::LineError;
use crate::group::{Entropy, Group};
use crate::ids::{EntryHash, PartyCode, PathId, Seq, Term};
use crate::machine::{CallId, Effect, Event, Input};
use crate::time::Now;
use crate::transcript::Transcript;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

pub use flares::SeenFlare;
pub use past::Saying;

/// How the last process of this store ended, as the shell found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// A clean-stop marker bound to boot id, file inode and store generation was found and consumed.
    Clean,
    /// Killed, restored, or unknown: the node is quarantined until a member has answered its challenge.
    Unknown,
}

/// What this node knows of the marks K0 and K1 of one entry for one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Relays that hold or held a sealing of it for this recipient (K0).
    pub held_by: Vec<PathId>,
    /// The recipient's heads or RECEIPT cover it (K1).
    pub covered: bool,
}

/// One arrival of an entry here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// By which path.
    pub path: PathId,
    /// Own clock, ms UTC.
    pub utc_ms: i64,
    /// Its declared error, ms.
    pub error_ms: u32,
}

/// One compartment at one node.
pub struct Line<G: Group> {
    config: Config,
    group: G,
    authority: boxes::Authority,
    identity: rows::Identity,
    stream: stream::Stream,
    term: Term,
    roll: roll::Roll,
    /// This party is no longer a member.
    left: bool,
    now: Now,
    started: Now,
    out: out::Out,
    transcript: Transcript,
    /// How many entries are known to be committed.
    committed: usize,
    growing: past::Growing,
    /// Heads named by each author's own entries, up to its last admitted one.
    told: BTreeMap<PartyCode, Cut>,
    /// What each member is known to hold: highest place of each author.
    coverage: BTreeMap<PartyCode, BTreeMap<PartyCode, Seq>>,
    leaves: BTreeMap<Era, rows::EpochRow>,
    openings: BTreeMap<PartyCode, Era>,
    inboxes: BTreeMap<(usize, crate::ids::MailboxId), boxes::Box>,
    keys: boxes::KeyCache,
    relays: Vec<relay::Relay>,
    calls: BTreeMap<CallId, relay::Call>,
    next_call: CallId,
    outbox: outbox::Outbox,
    pouch_directs: BTreeMap<PartyCode, std::collections::VecDeque<Vec<u8>>>,
    sealings: BTreeMap<EntryHash, deliver::Sealing>,
    opened: receive::Opened,
    awaiting: receive::AwaitingRoom,
    junk: BTreeMap<(String, &'static str), u64>,
    debt: receipts::Debt,
    statements: statements::Statements,
    rekey: rekey::Rekey,
    psks: psks::Psks,
    /// CHARTER versions that the own people have agreed to.
    agreed: BTreeSet<EntryHash>,
    invites: welcomes::Invites,
    flares: flares::Flares,
    annexes: annexes::Annexes,
    /// A Welcome that came before what it rests on.
    later_welcome: Option<(PartyCode, Welcome)>,
    /// KeyPackages of members whose store is an old copy, by their own word.
    rejoining: BTreeMap<PartyCode, Vec<u8>>,
    own_rejoin: Option<Vec<u8>>,
    reforms: reforming::Reforms,
    reform_offer: Option<Vec<u8>>,
    /// KeyPackages of others that lie here for a term founded again.
    spares: BTreeMap<PartyCode, Vec<Vec<u8>>>,
    /// The members to whom own spares were lent.
    spares_for: Vec<PartyCode>,
    disclosure: disclose::Disclosure,
    tests: line_test::LineTests,
    watchers: BTreeMap<PartyCode, diagnose::Watched>,
    quarantine: quarantine::Quarantine,
    mark: marks::OwnMark,
    /// Peers that said which era's mailboxes they read.
    reads: BTreeMap<PartyCode, Era>,
    late_from: Option<usize>,
    held_gaps: BTreeMap<PartyCode, receipts::GapSeen>,
}

impl<G: Group> Line<G> {
    /// Starts a compartment from a group that was just founded or joined. The first Persist carries the whole
    /// state; the first entry is this member's OPENING.
    pub fn open(config: Config, group: G, now: Now, entropy: &mut dyn Entropy) -> (Self, Vec<Effect>) {
        let mut stream = stream::Stream::new(entropy);
        let identity = rows::Identity {
            status: config.status,
            compartment: config.compartment,
            own: config.own.clone(),
            joined: group.epoch(),
            secret: stream.bytes(),
            term: None,
        };
        let mut line = Line::assemble(config, group, identity, stream, now);
        line.persist_identity();
        line.begin_mark();
        line.enter_epoch(now.utc_ms, None);
        line.open_boxes(line.era());
        line.write_opening(None);
        let effects = line.finish();
        (line, effects)
    }

    /// Starts a compartment that this party joins while it runs: from the group that it has joined by this Welcome.
    /// Nothing is written before the record up to the Welcome's heads has come.
    pub fn join(
        config: Config,
        group: G,
        welcome: &Welcome,
        now: Now,
        entropy: &mut dyn Entropy,
    ) -> (Self, Vec<Effect>) {
        let mut stream = stream::Stream::new(entropy);
        let identity = rows::Identity {
            status: config.status,
            compartment: config.compartment,
            own: config.own.clone(),
            joined: crate::era::of(welcome.term, group.epoch()),
            secret: stream.bytes(),
            term: Some(welcome.term).filter(|term| *term > 0),
        };
        let mut line = Line::assemble(config, group, identity, stream, now);
        line.persist_identity();
        line.enter_epoch(now.utc_ms, None);
        line.open_boxes(line.era());
        let heads = welcome.heads.clone();
        line.begin_joining(rows::JoiningRow { heads, waits_for_voters: false });
        let effects = line.finish();
        (line, effects)
    }

    /// All effects so far were carried out, the Persists committed: what is old may leave memory with the next batch.
    pub fn all_is_committed(&mut self) {
        self.committed = self.transcript.len();
    }

    /// Takes a batch of up to 64 inputs; gives the effects of all, with at most one Persist, first.
    pub fn handle(&mut self, now: Now, inputs: Vec<Input>) -> Vec<Effect> {
        self.now = Now { mono_ms: now.mono_ms.max(self.now.mono_ms), ..now };
        self.let_go();
        for input in inputs {
            self.take_input(input);
        }
        self.finish()
    }

    /// Entries of the past are read back from here from now on, instead of staying in memory.
    pub fn read_back_from(&mut self, past: Past) {
        self.transcript.read_back_from(past);
    }

    fn take_input(&mut self, input: Input) {
        match input {
            Input::Tick => {}
            Input::Release(release) => self.release(release),
            Input::Answer { call, asked, result } => self.answered(call, asked, result),
            Input::Pouch(bytes) => self.open_pouch(&bytes),
            Input::PackPouch { to } => self.pack_pouch(&to),
            Input::TestNow => self.test_now(),
            Input::Test { slot_ms, state_root, watch } => self.write_test(slot_ms, state_root, watch),
            Input::Watch(watch) => self.tests.watch = watch,
            Input::Psk { id, secret } => self.enter_psk(&id, &secret),
            Input::Rotate(changes) => self.order_rotation(changes),
            Input::Change { charter, packages } => self.order_charter(charter, packages),
            Input::CharterAgreed(charter) => self.charter_agreed(charter),
            Input::Paired { party, root } => self.paired(party, root),
            Input::Annex(annex) => self.send_annex(annex),
            Input::Rejoin => self.ask_to_rejoin(),
            Input::Reform(order) => self.order_reform(order),
            Input::ReformAgree(entry) => self.agree_to_reform(entry),
            Input::EquivocationSeen { author } => self.equivocation_seen(&author),
            Input::Declared { party, until_ms } => self.declared(&party, until_ms),
            Input::Tempo(interval_ms) => self.tempo(interval_ms),
            Input::Attention { party, unopened, answer_overdue } => {
                self.attention(&party, unopened, answer_overdue);
            }
        }
    }

    /// Everything that follows from the batch: timers, epoch change, receipts, sealing; then the effects.
    fn finish(&mut self) -> Vec<Effect> {
        self.expire_calls();
        self.outbox.tick(self.now.mono_ms);
        self.drive_quarantine();
        self.drive_tests();
        self.drive_rekey();
        self.drive_flares();
        self.drive_annexes();
        self.drive_invites();
        self.drive_spares();
        self.drive_disclosure();
        self.drive_receipts();
        self.pump();
        self.diagnose();
        self.tell_test_due();
        if let Some(from) = self.late_from.take() {
            self.out.tell(Event::Late { from });
        }
        for (key, value) in self.group.export() {
            match value {
                Some(value) => self.out.put(crate::machine::Table::Group, key, value),
                None => self.out.delete(crate::machine::Table::Group, key),
            }
        }
        self.out.take(self.config.planted.acknowledge_before_persist)
    }

    /// When a `Tick` is due, in ms of the monotonic clock.
    pub fn next_deadline(&self) -> Option<u64> {
        let calls = self.calls.values().map(|c| c.deadline);
        let relays = self.relays.iter().flat_map(relay::Relay::deadlines);
        calls.chain(relays).chain(self.own_deadlines()).filter(|at| *at > self.now.mono_ms).min()
    }

    /// When something is due besides looking whether a quiet relay has anything: worlds leap to it. Waiting polls and
    /// probes that pass are no matter; whoever leaps answers the polls with nothing before the tick.
    pub fn next_matter(&self) -> Option<u64> {
        let calls = self.calls.values().filter(|c| !matches!(c.what, relay::What::Take)).map(|c| c.deadline);
        let relays = self.relays.iter().flat_map(relay::Relay::matters);
        calls.chain(relays).chain(self.own_deadlines()).filter(|at| *at > self.now.mono_ms).min()
    }

    /// What the line itself waits for, apart from relays.
    fn own_deadlines(&self) -> impl Iterator<Item = u64> + use<G> {
        let own = [
            self.outbox.deadline(),
            self.debt_deadline(),
            self.tests.deadline(),
            self.rekey.deadline(),
            self.disclosure_deadline(),
            self.quarantine.deadline(),
            self.diagnose_deadline(),
            self.invites.deadline(),
            self.flares.deadline(),
            self.annexes.deadline(),
            self.reforms.send_at,
        ];
        own.into_iter().flatten()
    }

    /// Whether this node may write and seal now.
    fn may_write(&self) -> Result<(), LineError> {
        if self.left {
            return Err(LineError::Left);
        }
        if self.quarantine.is_rolled_back() {
            return Err(LineError::RolledBack);
        }
        if self.quarantine.record().is_some() {
            return Err(LineError::Joining);
        }
        if self.quarantined() {
            return Err(LineError::Quarantined);
        }
        if !self.config.sends(&self.config.own) {
            return Err(LineError::Silent);
        }
        Ok(())
    }

    fn refuse(&mut self, error: &LineError) {
        self.out.tell(Event::Refused(refusal::Refusal::of(error)));
    }

    /// Counts what is refused; told once a kind and place, then only counted.
    fn junk(&mut self, from: &str, check: &'static str) {
        let count = self.junk.entry((from.to_owned(), check)).or_default();
        *count += 1;
        if *count == 1 {
            self.refuse(&LineError::Junk { from: from.to_owned(), check });
        }
    }

    fn peers(&self) -> Vec<PartyCode> {
        self.config.peers().cloned().collect()
    }

    /// A pair made after the start: certificates and mailboxes of that party can be made from now on.
    fn paired(&mut self, party: PartyCode, root: crate::secret::Secret) {
        self.authority.pair(party.clone(), root.clone());
        if !self.config.pairs.contains_key(&party) {
            self.config.pairs.insert(party.clone(), root);
            self.persist_root(&party);
        }
    }

    fn docket_of(&self, hash: &EntryHash) -> Option<&Docket> {
        self.transcript.docket(hash)
    }

    fn entry_of(&self, hash: &EntryHash) -> Option<Cow<'_, Entry>> {
        self.transcript.entry(hash)
    }
}
