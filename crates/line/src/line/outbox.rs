//! Entries on their way to each recipient over each path (line.md section 9). It holds entries, not envelopes.
//!
//! I1 an item leaves only when its recipient covers it. I2 lane 0 goes first. I3 nothing here scans all items
//! for one of them. It is rebuilt from the transcript after a restart, so it has no rows of its own.

use crate::entry::Lane;
use crate::ids::{EntryHash, PartyCode, Seq};
use std::collections::{BTreeMap, BTreeSet};

/// What is not yet covered.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    items: BTreeMap<u64, Item>,
    places: BTreeMap<(PartyCode, PartyCode, Seq, EntryHash), u64>,
    ready: Vec<BTreeSet<(Lane, u64)>>,
    timers: BTreeSet<(u64, u64)>,
    next: u64,
    /// Items whose cover is awaited: all but the quiet ones.
    loud: usize,
    /// Who follows rarely or by pouch: what a relay keeps for them is not sealed again by the clock or for a new epoch.
    patient: BTreeSet<PartyCode>,
}

/// One entry for one recipient.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub hash: EntryHash,
    pub author: PartyCode,
    pub seq: Seq,
    pub recipient: PartyCode,
    lane: Lane,
    /// A RECEIPT, or for a silent member: nobody acknowledges it, so silence is no reason to repeat it.
    quiet: bool,
    paths: Vec<Leg>,
    resend_at: Option<u64>,
    wait_ms: u64,
}

#[derive(Debug, Clone)]
struct Leg {
    at: Stage,
    tries: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Ready,
    Sent,
    Kept,
    Later(u64),
}

/// An item taken for sending over one path.
#[derive(Debug, Clone)]
pub(super) struct Parcel {
    pub id: u64,
    pub hash: EntryHash,
    pub recipient: PartyCode,
    /// Attempts before this one over this path.
    pub tries: u32,
}

impl Outbox {
    /// An empty outbox over so many paths.
    pub(super) fn new(paths: usize) -> Self {
        Outbox { ready: vec![BTreeSet::new(); paths], ..Outbox::default() }
    }

    /// Queues an entry for a recipient over every path. Queued already: sends it again where it is not under way.
    pub(super) fn add(&mut self, head: &crate::entry::Head, lane: Lane, recipient: &PartyCode, quiet: bool) {
        let place = (recipient.clone(), head.author.clone(), head.seq, head.hash);
        if let Some(id) = self.places.get(&place).copied() {
            self.again(id);
            return;
        }
        let id = self.next;
        self.next += 1;
        let leg = Leg { at: Stage::Ready, tries: 0 };
        let item = Item {
            hash: head.hash,
            author: head.author.clone(),
            seq: head.seq,
            recipient: recipient.clone(),
            lane,
            quiet,
            paths: vec![leg; self.ready.len()],
            resend_at: None,
            wait_ms: UNACKNOWLEDGED_MS,
        };
        self.places.insert(place, id);
        self.items.insert(id, item);
        self.loud += usize::from(!quiet);
        for ready in &mut self.ready {
            ready.insert((lane, id));
        }
    }

    /// Makes every leg that rests ready again, counted as a further attempt.
    fn again(&mut self, id: u64) {
        let Some(item) = self.items.get_mut(&id) else { return };
        for (path, leg) in item.paths.iter_mut().enumerate() {
            if let Stage::Kept | Stage::Later(_) = leg.at {
                *leg = Leg { at: Stage::Ready, tries: leg.tries + 1 };
                self.ready[path].insert((item.lane, id));
            }
        }
    }

    /// The next item for a path, lane 0 first; it is under way until [`Outbox::kept`] or [`Outbox::failed`].
    pub(super) fn take(&mut self, path: usize) -> Option<Parcel> {
        let (_, id) = self.ready.get_mut(path)?.pop_first()?;
        let item = self.items.get_mut(&id)?;
        let leg = &mut item.paths[path];
        leg.at = Stage::Sent;
        Some(Parcel { id, hash: item.hash, recipient: item.recipient.clone(), tries: leg.tries })
    }

    /// A relay holds it: wait for the recipient.
    pub(super) fn kept(&mut self, path: usize, id: u64, now: u64) {
        let Some(item) = self.items.get_mut(&id) else { return };
        item.paths[path].at = Stage::Kept;
        if item.resend_at.is_none() && !item.quiet && !self.patient.contains(&item.recipient) {
            let at = now.saturating_add(item.wait_ms);
            item.resend_at = Some(at);
            self.timers.insert((at, id));
        }
    }

    /// No relay receipt came: try again later, sealed anew; the first wait is `first_ms`, doubling to 10 min.
    pub(super) fn failed(&mut self, path: usize, id: u64, now: u64, first_ms: u64) {
        let Some(item) = self.items.get_mut(&id) else { return };
        let leg = &mut item.paths[path];
        let wait = first_ms.saturating_mul(1 << leg.tries.min(16)).min(LONGEST_RETRY_MS);
        let at = now.saturating_add(wait);
        *leg = Leg { at: Stage::Later(at), tries: leg.tries + 1 };
        self.timers.insert((at, id));
    }

    /// Wakes what is due.
    pub(super) fn tick(&mut self, now: u64) {
        while let Some((at, id)) = self.timers.first().copied().filter(|(at, _)| *at <= now) {
            self.timers.remove(&(at, id));
            self.wake(id, now);
        }
    }

    fn wake(&mut self, id: u64, now: u64) {
        let Some(item) = self.items.get_mut(&id) else { return };
        for (path, leg) in item.paths.iter_mut().enumerate() {
            if matches!(leg.at, Stage::Later(at) if at <= now) {
                leg.at = Stage::Ready;
                self.ready[path].insert((item.lane, id));
            }
        }
        if item.resend_at.is_some_and(|at| at <= now) {
            item.wait_ms = item.wait_ms.saturating_mul(2).min(LONGEST_UNACKNOWLEDGED_MS);
            item.resend_at = None;
            self.again(id);
        }
    }

    /// Everything that waits on a path after a failure is tried at once: the path is good again.
    pub(super) fn path_is_good(&mut self, path: usize) {
        for (id, item) in &mut self.items {
            if let Some(leg) = item.paths.get_mut(path).filter(|leg| matches!(leg.at, Stage::Later(_))) {
                leg.at = Stage::Ready;
                self.ready[path].insert((item.lane, *id));
            }
        }
    }

    /// After an epoch change everything is sealed anew.
    pub(super) fn seal_all_anew(&mut self) {
        let waits = |item: &Item| self.patient.contains(&item.recipient);
        let ids: Vec<u64> = self.items.iter().filter(|(_, i)| !waits(i)).map(|(id, _)| *id).collect();
        ids.into_iter().for_each(|id| self.again(id));
    }

    /// These follow rarely or by pouch.
    pub(super) fn patient(&mut self, parties: BTreeSet<PartyCode>) {
        self.patient = parties;
    }

    /// Not now: the recipient has no mailbox there. What was not tried is no attempt; what was is sealed anew.
    pub(super) fn put_off(&mut self, path: usize, id: u64, until: u64, tried: bool) {
        let Some(item) = self.items.get_mut(&id) else { return };
        let leg = &mut item.paths[path];
        *leg = Leg { at: Stage::Later(until), tries: leg.tries + u32::from(tried) };
        self.timers.insert((until, id));
    }

    /// The recipient's heads cover an author's entries up to a place: those items leave and are returned.
    pub(super) fn cover(&mut self, recipient: &PartyCode, author: &PartyCode, upto: Seq) -> Vec<Item> {
        let low = (recipient.clone(), author.clone(), 0, EntryHash([0; 32]));
        let high = (recipient.clone(), author.clone(), upto, EntryHash([0xFF; 32]));
        let ids: Vec<u64> = self.places.range(low..=high).map(|(_, id)| *id).collect();
        ids.into_iter().filter_map(|id| self.remove(id)).collect()
    }

    /// Nothing more goes to this party.
    pub(super) fn forget(&mut self, recipient: &PartyCode) {
        let theirs = |place: &&(PartyCode, PartyCode, Seq, EntryHash)| place.0 == *recipient;
        let ids: Vec<u64> =
            self.places.keys().filter(theirs).filter_map(|p| self.places.get(p)).copied().collect();
        ids.into_iter().for_each(|id| drop(self.remove(id)));
    }

    /// The recipient holds this one entry.
    pub(super) fn cover_one(&mut self, recipient: &PartyCode, head: &crate::entry::Head) -> Option<Item> {
        let place = (recipient.clone(), head.author.clone(), head.seq, head.hash);
        let id = *self.places.get(&place)?;
        self.remove(id)
    }

    fn remove(&mut self, id: u64) -> Option<Item> {
        let item = self.items.remove(&id)?;
        self.loud -= usize::from(!item.quiet);
        self.places.remove(&(item.recipient.clone(), item.author.clone(), item.seq, item.hash));
        for (path, leg) in item.paths.iter().enumerate() {
            match leg.at {
                Stage::Ready => {
                    self.ready[path].remove(&(item.lane, id));
                }
                Stage::Later(at) => {
                    self.timers.remove(&(at, id));
                }
                Stage::Sent | Stage::Kept => {}
            }
        }
        if let Some(at) = item.resend_at {
            self.timers.remove(&(at, id));
        }
        Some(item)
    }

    /// When [`Outbox::tick`] is due.
    pub(super) fn deadline(&self) -> Option<u64> {
        self.timers.first().map(|(at, _)| *at)
    }

    /// Whether this entry still waits for a recipient's cover.
    pub(super) fn awaits(&self, recipient: &PartyCode, head: &crate::entry::Head) -> bool {
        self.places.contains_key(&(recipient.clone(), head.author.clone(), head.seq, head.hash))
    }

    /// Items for a recipient, in the order of author and place.
    pub(super) fn for_recipient(&self, recipient: &PartyCode) -> Vec<EntryHash> {
        self.places.keys().filter(|(r, ..)| r == recipient).map(|(.., hash)| *hash).collect()
    }

    /// How many items of which somebody's cover is awaited; RECEIPTs are not counted.
    pub(super) fn len(&self) -> usize {
        self.loud
    }
}

/// First repetition of what a relay holds and the recipient does not acknowledge.
const UNACKNOWLEDGED_MS: u64 = 600_000;
/// Its longest wait.
const LONGEST_UNACKNOWLEDGED_MS: u64 = 86_400_000;
/// Longest wait for a relay receipt.
const LONGEST_RETRY_MS: u64 = 600_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Head;

    fn party(code: &str) -> PartyCode {
        PartyCode::parse(code).expect("a party code")
    }

    fn head(seq: Seq) -> Head {
        Head { author: party("US"), seq, hash: EntryHash([seq as u8; 32]) }
    }

    fn filled(lanes: &[Lane]) -> Outbox {
        let mut outbox = Outbox::new(2);
        for (seq, lane) in (1..).zip(lanes) {
            outbox.add(&head(seq), *lane, &party("IR"), false);
        }
        outbox
    }

    fn taken(outbox: &mut Outbox, path: usize) -> Vec<u8> {
        std::iter::from_fn(|| outbox.take(path)).map(|p| p.hash.0[0]).collect()
    }

    #[test]
    fn lane_0_goes_first_over_every_path() {
        let mut outbox = filled(&[Lane::Routine, Lane::Flash, Lane::Floor, Lane::Flash]);
        assert_eq!(taken(&mut outbox, 0), [3, 2, 4, 1]);
        assert_eq!(taken(&mut outbox, 1), [3, 2, 4, 1]);
        assert_eq!(taken(&mut outbox, 1), [] as [u8; 0]);
    }

    #[test]
    fn without_a_relay_receipt_it_is_tried_again_after_10_s_doubling_to_10_min() {
        let mut outbox = filled(&[Lane::Routine]);
        let mut now = 0;
        for wait in [10, 20, 40, 80, 160, 320, 600, 600] {
            let parcel = outbox.take(0).expect("ready");
            outbox.failed(0, parcel.id, now, 10_000);
            outbox.tick(now + wait * 1_000 - 1);
            assert!(outbox.take(0).is_none(), "not before {wait} s");
            now += wait * 1_000;
            outbox.tick(now);
        }
        assert!(outbox.take(1).is_some(), "the other path is untouched");
    }

    #[test]
    fn kept_and_unacknowledged_it_is_sent_anew_after_10_min_then_20() {
        let mut outbox = filled(&[Lane::Routine]);
        for path in 0..2 {
            let parcel = outbox.take(path).expect("ready");
            outbox.kept(path, parcel.id, 0);
        }
        outbox.tick(599_999);
        assert!(outbox.take(0).is_none());
        outbox.tick(600_000);
        let again = outbox.take(0).expect("due");
        assert_eq!(again.tries, 1);
        outbox.kept(0, again.id, 600_000);
        outbox.tick(600_000 + 1_199_999);
        assert!(outbox.take(0).is_none());
        outbox.tick(600_000 + 1_200_000);
        assert!(outbox.take(0).is_some());
    }

    #[test]
    fn what_is_covered_leaves_and_only_that() {
        let mut outbox = filled(&[Lane::Routine, Lane::Routine, Lane::Routine]);
        assert_eq!(outbox.cover(&party("IR"), &party("US"), 2).len(), 2);
        assert_eq!((outbox.len(), taken(&mut outbox, 0)), (1, vec![3]));
        assert!(outbox.cover_one(&party("IR"), &head(3)).is_some());
        assert_eq!((outbox.len(), outbox.deadline()), (0, None));
    }
}
