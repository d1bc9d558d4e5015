//! What the layer above may ask at any time.

use super::{Line, Marks};
use crate::config::Config;
use crate::cut::Cut;
use crate::diagnosis::LineState;
use crate::docket::Docket;
use crate::entry::{Entry, Kind};
use crate::group::{Group, Member};
use crate::ids::{CutDigest, EntryHash, Epoch, PartyCode, Seq, Term};
use std::borrow::Cow;
use std::collections::BTreeMap;

impl<G: Group> Line<G> {
    /// The configuration in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Dockets of admitted entries in total order.
    pub fn order(&self) -> impl ExactSizeIterator<Item = &Docket> + DoubleEndedIterator {
        self.transcript.order()
    }

    /// Admitted entries in total order, whole. Those that lie in the store only are read one by one.
    pub fn record(&self) -> impl DoubleEndedIterator<Item = Cow<'_, Entry>> {
        self.order().filter_map(|docket| self.entry(&docket.hash))
    }

    /// Admitted entries of a kind in total order, whole.
    pub fn record_of(&self, kind: Kind) -> impl DoubleEndedIterator<Item = Cow<'_, Entry>> {
        self.transcript.of_kind(kind).into_iter().filter_map(|docket| self.entry(&docket.hash))
    }

    /// Dockets of admitted entries of a cut, in total order.
    pub fn order_at<'a>(&'a self, cut: &'a Cut) -> impl Iterator<Item = &'a Docket> {
        self.order().filter(|d| cut.covers(&d.header.author, d.header.seq))
    }

    /// Place in the total order, if admitted.
    pub fn position(&self, entry: &EntryHash) -> Option<usize> {
        self.transcript.position(entry)
    }

    /// The docket of an entry held or admitted here.
    pub fn docket(&self, entry: &EntryHash) -> Option<&Docket> {
        self.transcript.docket(entry)
    }

    /// An entry held or admitted here, whole, read from the store if need be.
    pub fn entry(&self, entry: &EntryHash) -> Option<Cow<'_, Entry>> {
        self.transcript.entry(entry)
    }

    /// The docket of an entry held or admitted here, by author and place.
    pub fn docket_at(&self, author: &PartyCode, seq: Seq) -> Option<&Docket> {
        self.transcript.at(author, seq)
    }

    /// Why something of the past could not be read back from the store, if anything could not: what was answered or
    /// made since is not to be relied on, and the machine is to be thrown away and restored.
    pub fn trouble(&self) -> Option<refusal::Refusal> {
        self.transcript.trouble()
    }

    /// Dockets of entries opened and signed well whose links are missing, by author and seq.
    pub fn held(&self) -> impl Iterator<Item = &Docket> {
        self.transcript.held()
    }

    /// Heads of what is admitted here.
    pub fn cut(&self) -> Cut {
        self.transcript.cut()
    }

    /// Digest of [`Line::cut`]; its fingerprint is what two parties read to each other.
    pub fn digest(&self) -> CutDigest {
        self.cut().digest(&self.config.compartment)
    }

    /// The digest as 8 groups of 5 digits.
    pub fn fingerprint(&self) -> String {
        crate::fingerprint::digits(&self.digest().0)
    }

    /// Current epoch of the term.
    pub fn epoch(&self) -> Epoch {
        self.group.epoch()
    }

    /// Current term: one more with each RE-FORM.
    pub fn term(&self) -> Term {
        self.term
    }

    /// Whether this party is no longer a member.
    pub fn has_left(&self) -> bool {
        self.left
    }

    /// Whether the record that a Welcome spoke of is still on its way.
    pub fn is_joining(&self) -> bool {
        self.quarantine.record().is_some()
    }

    /// Members whose store is an old copy, by their own word, and who wait to be taken in anew.
    pub fn put_back(&self) -> impl Iterator<Item = &PartyCode> {
        self.rejoining.keys()
    }

    /// When the current epoch was opened here, ms UTC.
    pub fn epoch_opened_ms(&self) -> i64 {
        self.leaves.get(&self.era()).map_or(self.started.utc_ms, |e| e.opened_ms)
    }

    /// Members of the current epoch.
    pub fn members(&self) -> Vec<Member> {
        self.group.members()
    }

    /// State of the line to each other member.
    pub fn line_states(&self) -> BTreeMap<PartyCode, LineState> {
        self.watchers.iter().map(|(party, w)| (party.clone(), w.said.clone())).collect()
    }

    /// Marks K0 and K1 of an own entry, by recipient; empty for another's entry or none.
    pub fn marks(&self, entry: &EntryHash) -> BTreeMap<PartyCode, Marks> {
        let Some(e) = self.transcript.docket(entry).filter(|e| e.header.author == self.config.own) else {
            return BTreeMap::new();
        };
        let marks = |peer: &PartyCode| {
            let heads = self.coverage.get(peer).and_then(|c| c.get(&self.config.own)).copied().unwrap_or(0);
            let covered = heads >= e.header.seq || !self.outbox.awaits(peer, &e.head());
            (peer.clone(), Marks { held_by: self.held_by(entry, peer), covered })
        };
        self.config.peers().map(marks).collect()
    }

    /// Own and forwarded entries not yet covered by their recipients, RECEIPTs not counted.
    pub fn outbox_len(&self) -> usize {
        self.outbox.len()
    }

    /// What was refused so far, counted by where it came from and the check that failed.
    pub fn refused(&self) -> impl Iterator<Item = (&str, &'static str, u64)> {
        self.junk.iter().map(|((from, check), count)| (from.as_str(), *check, *count))
    }

    /// Forgeries with leaf keys that are out, refused so far; they name nobody.
    pub fn forged_late(&self) -> u64 {
        self.disclosure.forged()
    }

    /// Authors who wrote two entries at one place, with the first such place.
    pub fn equivocators(&self) -> impl Iterator<Item = (&PartyCode, Seq)> {
        self.transcript.equivocators()
    }
}
