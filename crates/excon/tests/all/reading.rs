//! A reading relay: it keeps every body after TLS, both ways, and is searched for what it must not know.
//!
//! What it keeps is taken apart by the types of the relay's API, which hold nothing but numbers and byte strings:
//! envelopes, mailbox ids, tokens, hashes, keys, MACs. A body that does not decode is a finding itself.

use line::cbor;
use line::envelope::Bucket;
use line::relay_api::{PutOutcome, RelayReceipt, Request, Response};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use crate::secrets::{Needle, Secrets};

/// What one relay kept.
#[derive(Default)]
pub struct Kept {
    /// How many bodies.
    pub bodies: usize,
    /// Bodies of no form of the API.
    pub strange: usize,
    /// Different byte strings in them: envelopes without the mailbox id that stands first, and all else.
    pub parts: BTreeSet<Vec<u8>>,
    /// Sizes of envelopes, with how many there were.
    pub sizes: BTreeMap<usize, usize>,
    /// Different bodies whole.
    whole: BTreeSet<Vec<u8>>,
}

/// All relays that read, by id.
pub type Shelf = Arc<Mutex<BTreeMap<String, Kept>>>;

/// Keeps a body of a relay.
pub fn keep(shelf: &Shelf, relay: &str, body: &[u8]) {
    let mut shelf = shelf.lock().expect("no holder of the shelf panics");
    shelf.entry(relay.to_owned()).or_default().take(body);
}

impl Kept {
    /// Whether an envelope came that is no bucket.
    pub fn has_a_misfit(&self) -> bool {
        self.sizes.keys().any(|size| Bucket::of_size(*size).is_none())
    }

    fn take(&mut self, body: &[u8]) {
        self.bodies += 1;
        if !self.whole.insert(body.to_vec()) {
            return;
        }
        if let Ok(request) = cbor::decode::<Request>(body) {
            self.request(request);
        } else if let Ok(response) = cbor::decode::<Response>(body) {
            self.response(response);
        } else {
            self.strange += 1;
        }
    }

    fn request(&mut self, request: Request) {
        match request {
            Request::Open(open) => {
                self.part(&open.account.0);
                for new in open.boxes {
                    let (fill, empty) = (new.fill_receipt_key.0, new.empty_receipt_key.0);
                    for part in [new.mailbox.0, new.fill_hash, new.empty_hash, fill, empty] {
                        self.part(&part);
                    }
                }
            }
            Request::Put(put) => {
                for item in put.items {
                    self.part(&item.fill.0);
                    self.envelope(&item.envelope);
                }
                put.ask_hand_over.iter().for_each(|ask| self.both(&ask.mailbox.0, &ask.fill.0));
            }
            Request::Take(take) => take.from.iter().for_each(|t| self.both(&t.mailbox.0, &t.empty.0)),
            Request::Drop(drop) => drop.upto.iter().for_each(|t| self.both(&t.mailbox.0, &t.empty.0)),
            Request::Mark(mark) => {
                self.both(&mark.slot.0, &mark.fill.0);
                mark.envelope.iter().for_each(|envelope| self.envelope(envelope));
                mark.ask_hand_over.iter().for_each(|ask| self.both(&ask.mailbox.0, &ask.fill.0));
            }
            Request::Time(_) => {}
        }
    }

    fn response(&mut self, response: Response) {
        let hand_overs = match response {
            Response::Put(outcomes, hand_overs) => {
                for outcome in outcomes {
                    if let PutOutcome::Kept(receipt) = outcome {
                        self.receipt(&receipt);
                    }
                }
                hand_overs
            }
            Response::Taken(taken) => {
                for one in taken {
                    self.receipt(&one.receipt);
                    self.envelope(&one.envelope);
                }
                Vec::new()
            }
            Response::Marked(before, hand_overs, _) => {
                before.iter().for_each(|envelope| self.envelope(envelope));
                hand_overs
            }
            Response::Opened | Response::Dropped | Response::Time(_) | Response::Refused(_) => Vec::new(),
        };
        hand_overs.iter().for_each(|h| self.both(&h.mailbox.0, &h.mac));
    }

    fn receipt(&mut self, receipt: &RelayReceipt) {
        self.both(&receipt.mailbox.0, &receipt.envelope.0);
        self.both(&receipt.log_head, &receipt.mac);
    }

    fn both(&mut self, one: &[u8], other: &[u8]) {
        self.part(one);
        self.part(other);
    }

    fn envelope(&mut self, envelope: &[u8]) {
        *self.sizes.entry(envelope.len()).or_default() += 1;
        let (mailbox, rest) = envelope.split_at(envelope.len().min(32));
        self.both(mailbox, rest);
    }

    fn part(&mut self, part: &[u8]) {
        if !self.parts.contains(part) {
            self.parts.insert(part.to_vec());
        }
    }
}

/// Everything that the relays could read, one line a finding; empty if they read nothing.
pub fn findings(shelf: &BTreeMap<String, Kept>, secrets: &Secrets) -> Vec<String> {
    let mut found = Vec::new();
    for (relay, kept) in shelf {
        let misfits = kept.sizes.iter().filter(|(size, _)| Bucket::of_size(**size).is_none());
        found.extend(misfits.map(|(size, n)| format!("{relay}: {n} envelopes of {size} bytes")));
        if kept.strange > 0 {
            found.push(format!("{relay}: {} bodies of no form of the API", kept.strange));
        }
        found.extend(texts(relay, kept, secrets));
    }
    let relays: Vec<(&String, &Kept)> = shelf.iter().collect();
    for (i, (a, of_a)) in relays.iter().enumerate() {
        for (b, of_b) in &relays[i + 1..] {
            let runs = common_runs(&of_a.parts, &of_b.parts);
            if runs > 0 {
                found.push(format!("{a} and {b}: {runs} equal runs of 16 bytes"));
            }
        }
    }
    found
}

/// Secrets in the parts, and long ones also anywhere in the bodies.
fn texts(relay: &str, kept: &Kept, secrets: &Secrets) -> Vec<String> {
    let mut seen = vec![0usize; secrets.needles.len()];
    let mut found = BTreeSet::new();
    let parts = kept.parts.iter().map(|part| (part, true));
    let mut bytes = 0;
    for (body, apart) in parts.chain(kept.whole.iter().map(|body| (body, false))) {
        bytes += if apart { body.len() } else { 0 };
        if let Some(run) = secrets.printable_run(body) {
            found.insert(format!("{relay}: a readable text: {run}"));
        }
        secrets.each_hit(body, |needle| {
            let long = secrets.needles[needle].bytes.len() >= Needle::LONG;
            seen[needle] += usize::from(apart || long);
        });
    }
    for (needle, times) in secrets.needles.iter().zip(seen) {
        let chance = needle.by_chance(bytes);
        if times > chance {
            found.insert(format!("{relay}: {} ({times} times, by chance at most {chance})", needle.what));
        }
    }
    found.into_iter().collect()
}

/// Places in `of_b` where 16 bytes stand that stand in `of_a` too. Any run of 16 bytes holds a whole block of 8 that
/// begins at a multiple of 8, so only those are indexed.
fn common_runs(of_a: &BTreeSet<Vec<u8>>, of_b: &BTreeSet<Vec<u8>>) -> usize {
    let mut blocks: Vec<(u64, u32, u32)> = Vec::new();
    let parts: Vec<&Vec<u8>> = of_a.iter().collect();
    for (n, part) in (0u32..).zip(&parts) {
        for (at, block) in (0u32..).step_by(8).zip(part.chunks_exact(8)) {
            blocks.push((u64::from_be_bytes(block.try_into().expect("eight bytes")), n, at));
        }
    }
    blocks.sort_unstable();
    let sieve = crate::secrets::Sieve::of(blocks.iter().map(|(block, _, _)| *block));
    let mut runs = 0;
    for part in of_b {
        for (at, window) in part.windows(8).enumerate() {
            let block = u64::from_be_bytes(window.try_into().expect("eight bytes"));
            if !sieve.may_hold(block) {
                continue;
            }
            let from = blocks.partition_point(|(other, _, _)| *other < block);
            let same = blocks[from..].iter().take_while(|(other, _, _)| *other == block);
            runs += usize::from(
                same.into_iter()
                    .any(|(_, n, there)| common_around(part, at, parts[*n as usize], *there as usize) >= 16),
            );
        }
    }
    runs
}

/// Length of the common stretch round two equal places.
fn common_around(a: &[u8], at_a: usize, b: &[u8], at_b: usize) -> usize {
    let after = a[at_a..].iter().zip(&b[at_b..]).take_while(|(x, y)| x == y).count();
    let before = a[..at_a].iter().rev().zip(b[..at_b].iter().rev()).take_while(|(x, y)| x == y).count();
    before + after
}

#[test]
fn an_equal_run_is_found_wherever_it_stands_and_a_shorter_one_is_not() {
    let noise = |seed: u8, n: usize| (0..n).map(|i| (i as u8).wrapping_mul(167) ^ seed).collect::<Vec<u8>>();
    for at in 0..9 {
        let run = noise(7, 16);
        let a = [vec![1; at], run.clone(), vec![2; 9]].concat();
        let b = [vec![3; 11], run.clone(), vec![4; 5]].concat();
        assert!(common_runs(&BTreeSet::from([a]), &BTreeSet::from([b.clone()])) > 0, "at {at}");
        let shorter = [vec![1; at], run[..15].to_vec(), vec![2; 9]].concat();
        assert_eq!(common_runs(&BTreeSet::from([shorter]), &BTreeSet::from([b])), 0, "at {at}");
    }
}
