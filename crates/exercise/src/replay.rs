//! Folds a play's transcripts again: in their order, and in other orders in which entries may arrive.
//!
//! I1 every order is causally valid by construction: an entry is taken in when all beneath it is there
//! (`line::transcript`). I2 equal sets give equal digests and equal state roots, whatever the order.

use crate::report::Transcript;
use line::transcript::Transcript as Order;
use serde_json::{Value, json};
use sim::chance::Chance;
use standing::Standing;

/// What became of replaying one compartment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Code of the compartment.
    pub compartment: String,
    /// Entries in its transcript.
    pub entries: usize,
    /// How many orders were tried, the live one included.
    pub orders: usize,
    /// How many came to the live play's digest and state root.
    pub equal: usize,
}

impl Replayed {
    /// As a document.
    pub fn document(&self) -> Value {
        json!({
            "compartment": self.compartment, "entries": self.entries, "orders": self.orders, "equal": self.equal,
        })
    }
}

/// Replays a transcript in its own order and in so many random orders.
pub fn replay(transcript: &Transcript, random: usize) -> Replayed {
    let mut chance = Chance::of(0, &format!("replay {}", transcript.compartment));
    let mut equal = 0;
    for order in 0..=random {
        let mut arriving: Vec<usize> = (0..transcript.entries.len()).collect();
        if order > 0 {
            chance.shuffle(&mut arriving);
        }
        equal += usize::from(folds_alike(transcript, &arriving));
    }
    let (compartment, entries) = (transcript.compartment.clone(), transcript.entries.len());
    Replayed { compartment, entries, orders: random + 1, equal }
}

fn folds_alike(transcript: &Transcript, arriving: &[usize]) -> bool {
    let mut order = Order::new(false);
    let mut standing = Standing::new(&transcript.compartment, Some(transcript.charter.clone()));
    for at in arriving {
        let Some(change) = order.put(transcript.entries[*at].clone()) else { continue };
        for hash in change.admitted {
            if let Some(entry) = order.entry(&hash) {
                standing.admit(&entry);
            }
        }
    }
    let cut = order.cut();
    let digest = cut.digest(&transcript.id);
    digest.0 == transcript.digest && standing.at(&cut, transcript.as_of_ms).root() == transcript.root
}
