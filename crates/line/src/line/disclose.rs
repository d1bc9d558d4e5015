//! Closing an epoch (line.md section 7, "Closing"): giving the own leaf key away once all that count have covered
//! the OPENING, erasing what was signed with a key that is out, refusing what is forged with it. The rules are
//! those of [`crate::closing`].
//!
//! I1 no DISCLOSE is written before they allow it, and the secrets of its epoch go in the same Persist. I2 an entry
//! without a signature is its author's word only below an entry of that author that is here. I3 what is forged
//! with a key that is out names nobody.

use super::Line;
use super::receive::Carriage;
use super::restore::{number, party};
use super::rows::{ERASED, of_party};
use crate::body::{Control, Disclose};
use crate::closing::{Closing, LeafState};
use crate::config::Config;
use crate::docket::Brief;
use crate::entry::{Entry, Kind};
use crate::entry_row::row_of;
use crate::era::{self, Era};
use crate::error::LineError;
use crate::group::Group;
use crate::ids::{EntryHash, PartyCode, Seq};
use crate::machine::{Event, Rows, Table};
use crate::segment;
use crate::transcript::Run;
use std::collections::{BTreeMap, BTreeSet};

/// Which epochs are closed, and what is still to be done for it.
#[derive(Debug)]
pub(super) struct Disclosure {
    closing: Closing<PartyCode>,
    /// The last epoch that this node has closed for itself.
    closed_to: Option<Era>,
    /// Authors of whom signatures may still have to be erased.
    erasing: BTreeSet<PartyCode>,
    /// Entries without a signature that no entry here stands above yet, with how they came.
    unsigned: BTreeMap<EntryHash, (Carriage, Entry)>,
    unsigned_bytes: usize,
    forged: u64,
}

/// What an entry's signature is worth here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// It is its author's word.
    Good,
    /// Nothing yet: an entry of its author above it has to come first.
    Waits,
    /// It is nobody's word.
    None,
    /// The key is out, or may be.
    Late,
}

impl Disclosure {
    /// An entry was admitted.
    pub(super) fn admitted(&mut self, h: &Brief) {
        let heads = h.heads.iter().map(|head| (head.author.clone(), head.seq));
        self.closing.admitted(&h.author, h.era(), h.seq, heads);
    }

    /// Nothing is closed.
    pub(super) fn new(config: &Config) -> Self {
        let counted = config.members.keys().filter(|p| config.sends(p)).cloned();
        Disclosure {
            closing: Closing::new(config.own.clone(), counted),
            closed_to: None,
            erasing: BTreeSet::new(),
            unsigned: BTreeMap::new(),
            unsigned_bytes: 0,
            forged: 0,
        }
    }

    /// These hold disclosures back from now on.
    pub(super) fn count(&mut self, counted: Vec<PartyCode>) {
        self.closing.count(counted);
    }

    /// A term ends with this era: own leaf keys of it are erased with its group, none is given away.
    pub(super) fn close_term(&mut self, last: Era) {
        self.closed_to = Some(last);
    }

    /// How many forgeries with keys that are out were refused.
    pub(super) fn forged(&self) -> u64 {
        self.forged
    }

    fn wait(&mut self, carriage: &Carriage, entry: Entry) -> bool {
        let bytes = entry.body.len() + UNSIGNED_OVERHEAD;
        if self.unsigned_bytes + bytes > UNSIGNED_BYTES {
            return false;
        }
        if self.unsigned.insert(entry.hash, (carriage.clone(), entry)).is_none() {
            self.unsigned_bytes += bytes;
        }
        true
    }

    fn take_up(&mut self, hash: &EntryHash) -> Option<(Carriage, Entry)> {
        let found = self.unsigned.remove(hash)?;
        self.unsigned_bytes -= found.1.body.len() + UNSIGNED_OVERHEAD;
        Some(found)
    }
}

impl<G: Group> Line<G> {
    /// Where a member's leaf key of an era stands; `None` before that one was entered here.
    pub fn leaf_state(&self, party: &PartyCode, epoch: Era) -> Option<LeafState> {
        let leaves = &self.leaves.get(&epoch)?.leaves;
        let known = leaves.iter().any(|l| l.party == *party);
        known.then(|| self.disclosure.closing.state_of(party, epoch))
    }

    /// The last era whose leaf key a member has given away.
    pub fn disclosed_by(&self, party: &PartyCode) -> Option<Era> {
        self.disclosure.closing.disclosed_by(party)
    }

    /// Takes entry bytes that were decoded and are of this compartment and of no later epoch: keeps what is its
    /// author's word, and whatever that stands above. Gives whether it is, or was, good.
    pub(super) fn take_entry(&mut self, carriage: &Carriage, entry: Entry) -> bool {
        match self.worth_of(&entry) {
            Worth::Good => {
                let before = entry.header.prev;
                self.good_entry(carriage, entry);
                self.take_those_below(before);
                true
            }
            Worth::Waits if self.disclosure.wait(carriage, entry) => false,
            Worth::Late => {
                self.refuse_forged_late();
                false
            }
            Worth::Waits | Worth::None => {
                self.junk(carriage.peer.clone().as_str(), "SIGNATURE");
                false
            }
        }
    }

    fn worth_of(&self, entry: &Entry) -> Worth {
        let h = &entry.header;
        let leaf = self.leaves.get(&h.era()).and_then(|e| e.leaves.iter().find(|l| l.party == h.author));
        let wrong = |l: &super::rows::Leaf| !self.group.verify(&l.key, &entry.sign_bytes(), &entry.sig);
        let signed = !entry.sig.is_empty() && leaf.is_some();
        if signed && leaf.is_some_and(wrong) {
            return Worth::None;
        }
        let admits_closed = self.config.planted.admit_closed_epoch;
        if self.disclosure.closing.is_spent(&h.author, h.era()) && !admits_closed {
            return Worth::Late;
        }
        let vouched =
            self.quarantine.record().is_some_and(|r| r.heads.iter().any(|head| head.hash == entry.hash));
        // an old copy learns a later epoch's keys only through what was signed in one that may be closed meanwhile
        let erased = entry.sig.is_empty() && self.quarantine.is_rolled_back();
        match signed || erased || vouched || self.transcript.awaits(&entry.hash) {
            true => Worth::Good,
            false if h.era() < self.known_era() => Worth::Waits,
            false => Worth::None,
        }
    }

    /// An entry is here whose author's entry before it may have waited for it.
    fn take_those_below(&mut self, mut before: Option<EntryHash>) {
        while let Some((carriage, entry)) = before.and_then(|hash| self.disclosure.take_up(&hash)) {
            before = entry.header.prev;
            self.good_entry(&carriage, entry);
        }
    }

    /// Something signed with a key that is out was refused: counted, told ever more rarely, nobody is named.
    pub(super) fn refuse_forged_late(&mut self) {
        self.disclosure.forged += 1;
        if self.disclosure.forged.is_power_of_two() {
            self.refuse(&LineError::ForgedLate(self.disclosure.forged));
        }
    }

    /// What every node learns from a DISCLOSE when it is admitted.
    pub(super) fn learn_disclose(&mut self, entry: &Entry, live: bool) {
        let h = &entry.header;
        if h.kind != Kind::Control {
            return;
        }
        if let Ok(Control::Disclose(disclose)) = Control::decode(&entry.body) {
            self.learn_disclosure(&h.author, h.era(), &disclose, live);
        }
    }

    fn learn_disclosure(&mut self, author: &PartyCode, at: Era, disclose: &Disclose, live: bool) {
        let given = era::of(era::term(at), disclose.epoch);
        let leaf = |era: &Era| {
            let leaves = &self.leaves.get(era)?.leaves;
            leaves.iter().find(|l| l.party == *author).map(|l| l.key)
        };
        let fits = leaf(&given).is_none_or(|key| self.group.is_private_half(&disclose.leaf_seed, &key));
        if given >= at || !fits {
            self.junk(author.as_str(), "DISCLOSE");
            return;
        }
        self.disclosure.closing.disclosed(author, given);
        self.disclosure.erasing.insert(author.clone());
        if live {
            self.out.tell(Event::Disclosed { author: author.clone(), epoch: given });
        }
    }

    /// Gives own leaf keys away as far as the rules allow, deletes the secrets of their epochs, erases signatures.
    pub(super) fn drive_disclosure(&mut self) {
        if self.may_write().is_ok() {
            let from = self.disclosure.closed_to.map_or(0, |era| era + 1);
            let own = self.config.own.clone();
            for era in self.disclosure.closing.epochs_of(&own, from) {
                if era >= self.era() || !self.close_own(&own, era) {
                    break;
                }
            }
        }
        self.erase_signatures();
    }

    fn close_own(&mut self, own: &PartyCode, era: Era) -> bool {
        let closing = &self.disclosure.closing;
        let early = self.config.planted.disclose_early && closing.left_at(own, era).is_some();
        if !early && !closing.may_disclose(own, era) {
            return false;
        }
        let epoch = era::epoch(era);
        if let Some(seed) = self.group.replaced_key(epoch) {
            let disclose = Disclose { epoch, leaf_seed: *seed.bytes() };
            if self.write_control(&Control::Disclose(disclose)).is_none() {
                return false;
            }
        }
        self.group.close(epoch);
        self.disclosure.closed_to = Some(era);
        true
    }

    /// Erases signatures of keys that are out, in memory and in the rows, some in each batch.
    fn erase_signatures(&mut self) {
        let mut room = ERASED_AT_ONCE;
        while let Some(author) = self.disclosure.erasing.first().cloned() {
            let closing = &self.disclosure.closing;
            let left = closing.disclosed_by(&author).and_then(|epoch| closing.left_at(&author, epoch));
            let run = Run { author: author.clone(), from: 1, to: left.map_or(0, |seq: Seq| seq - 1) };
            let erased = self.transcript.erase_signatures(&run, room);
            room -= erased.len();
            for (index, entry) in erased {
                let (key, row) = row_of(&entry, index as u64);
                self.out.put(Table::Entries, key, row);
            }
            if room == 0 {
                return;
            }
            self.out.put(Table::Core, of_party(ERASED, &author), run.to.to_be_bytes().to_vec());
            self.disclosure.erasing.remove(&author);
        }
    }

    /// Signatures that were erased before are erased, whatever a segment says that was written before.
    pub(super) fn read_erased(&mut self, rows: &Rows) -> Result<(), LineError> {
        for (author, to) in segment::under(rows, Table::Core, ERASED) {
            self.transcript.count_as_erased(&Run { author: party(author)?, from: 1, to: number(to)? });
        }
        Ok(())
    }

    /// When signatures are still to be erased: at once.
    pub(super) fn disclosure_deadline(&self) -> Option<u64> {
        (!self.disclosure.erasing.is_empty()).then_some(self.now.mono_ms + 1)
    }
}

/// Rows that one batch rewrites at most.
const ERASED_AT_ONCE: usize = 512;
/// What is kept of entries without a signature until the entry above them comes.
const UNSIGNED_BYTES: usize = 16 << 20;
/// What such an entry takes besides its body, about.
const UNSIGNED_OVERHEAD: usize = 512;
