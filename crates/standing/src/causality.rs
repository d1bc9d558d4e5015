//! Who had what beneath them when they spoke, from the headers alone (line.md sections 5 and 6).
//!
//! I1 the answer depends on the set of entries, not on the order in which they were noted.

use crate::chain::Chain;
use crate::horizon::Horizon;
use crate::trace::Slot;
use line::docket::Brief;
use line::ids::{Epoch, PartyCode, Seq};
use std::collections::BTreeMap;

/// For each pair (who spoke, whose chain): at which own seq how much of that chain was beneath.
#[derive(Debug, Clone, Default)]
pub struct Causality {
    covered: BTreeMap<PartyCode, BTreeMap<PartyCode, Vec<(Seq, Seq)>>>,
    claimed: BTreeMap<PartyCode, Chain<i64>>,
    epochs: BTreeMap<PartyCode, BTreeMap<Epoch, (Seq, i64)>>,
}

impl Causality {
    /// Notes an entry's header.
    pub fn note(&mut self, header: &Brief) {
        self.claimed.entry(header.author.clone()).or_default().put(header.seq, header.claimed_ms);
        let first = (header.seq, header.claimed_ms);
        let opened =
            self.epochs.entry(header.author.clone()).or_default().entry(header.epoch).or_insert(first);
        *opened = (*opened).min(first);
        for head in &header.heads {
            let mine = self.covered.entry(header.author.clone()).or_default();
            let steps = mine.entry(head.author.clone()).or_default();
            let step = (header.seq, head.seq);
            if steps.last().is_none_or(|last| *last < step) {
                steps.push(step);
            } else if let Err(at) = steps.binary_search(&step) {
                steps.insert(at, step);
            }
        }
    }

    /// First entry of `by` within the horizon that has (author, seq) beneath it: its seq and claimed time.
    pub fn first_covering(
        &self,
        by: &PartyCode,
        author: &PartyCode,
        seq: Seq,
        horizon: &Horizon,
    ) -> Option<(Seq, i64)> {
        let first = || {
            let steps = self.covered.get(by)?.get(author)?;
            let at = steps.partition_point(|(_, covered)| *covered < seq);
            let by_seq = steps.get(at)?.0;
            let claimed = *self.claimed.get(by)?.get(by_seq)?;
            horizon.sees(by, by_seq).then_some((by_seq, claimed))
        };
        let first = first();
        if first.is_none() {
            horizon.looked_up(|| Slot::Party(by.clone()));
        }
        first
    }

    /// The last place of each author.
    pub fn ends(&self) -> impl Iterator<Item = (&PartyCode, Seq)> {
        let end = |chain: &Chain<i64>| chain.all().last().map_or(0, |(seq, _)| *seq);
        self.claimed.iter().map(move |(author, chain)| (author, end(chain)))
    }

    /// The last place of an author; 0 without one.
    pub fn end(&self, author: &PartyCode) -> Seq {
        self.claimed.get(author).and_then(|chain| chain.all().last()).map_or(0, |(seq, _)| *seq)
    }

    /// Narrows a horizon to what each author had said by a time, by its own clock, ms UTC.
    pub fn narrow(&self, horizon: &mut Horizon, at_ms: i64) {
        for (author, claimed) in &self.claimed {
            let said = claimed.all().iter().rev().find(|(_, claimed)| *claimed <= at_ms).map(|(seq, _)| *seq);
            horizon.narrow(author, said.unwrap_or(0));
        }
    }

    /// The epoch in which an author made an entry.
    pub fn epoch(&self, author: &PartyCode, seq: Seq) -> Epoch {
        let mine = self.epochs.get(author).into_iter().flatten();
        mine.filter(|(_, (first, _))| *first <= seq).map(|(epoch, _)| *epoch).max().unwrap_or_default()
    }

    /// When an author first spoke in a later epoch than this, by its own clock, ms UTC.
    pub fn left(&self, author: &PartyCode, epoch: Epoch, horizon: &Horizon) -> Option<i64> {
        horizon.looked_up(|| Slot::Party(author.clone()));
        let later = self.epochs.get(author)?.range(epoch.saturating_add(1)..);
        later.filter(|(_, (seq, _))| horizon.sees(author, *seq)).map(|(_, (_, claimed))| *claimed).min()
    }

    /// The latest time, by its author's clock, of what lay beneath an entry, ms UTC: it was not spoken before.
    pub fn not_before(&self, author: &PartyCode, seq: Seq) -> i64 {
        let beneath = self.beneath(author, seq);
        let last = |of: &PartyCode| beneath.seq(of).saturating_sub(Seq::from(of == author));
        let claimed = beneath.authors().filter_map(|of| self.claimed.get(of)?.get(last(of)));
        claimed.copied().max().unwrap_or(i64::MIN)
    }

    /// What lay beneath an author's entry, that entry included.
    pub fn beneath(&self, author: &PartyCode, seq: Seq) -> Horizon {
        let mut beneath = Horizon::default();
        beneath.widen(author, seq);
        for (of, steps) in self.covered.get(author).into_iter().flatten() {
            let upto = steps.partition_point(|(by_seq, _)| *by_seq <= seq);
            if let Some((_, covered)) = upto.checked_sub(1).and_then(|last| steps.get(last)) {
                beneath.widen(of, *covered);
            }
        }
        beneath
    }
}
