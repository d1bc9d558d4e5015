//! Junk in the mailboxes of one compartment, from somebody who has its fill tokens: far more than a mailbox takes.
//!
//! I1 what is put is by the line's own rules: kept or refused by the relay, thrown away by whoever takes it.

use super::World;
use line::ids::MailboxId;
use line::relay_api::{Put, PutItem, PutOutcome, Request, Response, Token};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What is known of mailboxes, and what became of junk.
#[derive(Debug, Default)]
pub(crate) struct Flood {
    /// Fill tokens that deposits showed, by compartment, relay and mailbox.
    fills: BTreeMap<(String, usize, MailboxId), Token>,
    /// How many envelopes were made: no two are alike, and no chance of the world is spent on them.
    drawn: u64,
    /// Junk kept and refused, by compartment.
    put: BTreeMap<String, (u64, u64)>,
}

impl Flood {
    /// A deposit by a node: where it went, and by which token.
    pub(crate) fn note(&mut self, compartment: &str, relay: usize, put: &Put) {
        for item in &put.items {
            let Some(mailbox) = item.envelope.first_chunk::<32>() else { continue };
            self.fills.insert((compartment.to_owned(), relay, MailboxId(*mailbox)), item.fill);
        }
    }

    /// Junk kept and refused in a compartment's mailboxes.
    pub(crate) fn told(&self, compartment: &str) -> (u64, u64) {
        self.put.get(compartment).copied().unwrap_or_default()
    }
}

impl World {
    /// A second of flood: ten times what each mailbox takes in one.
    pub(crate) fn flood(&mut self, compartment: &str) {
        let known: Vec<(usize, MailboxId, Token)> = self
            .flood
            .fills
            .iter()
            .filter(|((code, _, _), _)| code == compartment)
            .map(|((_, relay, mailbox), fill)| (*relay, *mailbox, *fill))
            .collect();
        for (relay, mailbox, fill) in known {
            let mut left = u64::from(self.posts[relay].relay.limits().box_rate).saturating_mul(TIMES);
            while left > 0 {
                let now = left.min(AT_ONCE);
                left -= now;
                self.junk(compartment, (relay, mailbox, fill), now);
            }
            self.serve_parked(relay, &[mailbox]);
        }
    }

    fn junk(&mut self, compartment: &str, (relay, mailbox, fill): (usize, MailboxId, Token), count: u64) {
        let mut items = Vec::new();
        for _ in 0..count {
            let mut envelope = mailbox.0.to_vec();
            self.flood.drawn += 1;
            let junk = Sha256::digest(self.flood.drawn.to_be_bytes());
            envelope.extend(junk.iter().cycle().take(SIZE - envelope.len()));
            items.push(PutItem { fill, envelope });
        }
        let put = Request::Put(Put { items, ask_hand_over: Vec::new() });
        let (now_ms, stranger) = (self.now_ms(), usize::MAX);
        let response = self.posts[relay].relay.answer(now_ms, stranger, &put, &mut self.chance);
        let told = self.flood.put.entry(compartment.to_owned()).or_default();
        match response {
            Response::Put(outcomes, _) => {
                let kept =
                    outcomes.iter().filter(|outcome| matches!(outcome, PutOutcome::Kept(_))).count() as u64;
                *told = (told.0 + kept, told.1 + count - kept);
            }
            _ => told.1 += count,
        }
    }
}

/// Of what a mailbox takes.
const TIMES: u64 = 10;
/// Envelopes in one deposit.
const AT_ONCE: u64 = 128;
/// Bytes of one.
const SIZE: usize = 2_048;
