//! Custodians of a party: shares of its root and seal, k of n, made anew when some of them are replaced.
//!
//! I1 a play has no secrets: the shares are drawn from its chance. I2 what is told of a set is tried on it: enough of the
//! new shares give the root, one of the old among them gives nothing.

use crate::error::ExerciseError;
use crate::world::World;
use custody::rand_core::{CryptoRng, RngCore};
use custody::{CustodyError, Index, SetId, Share, enrol, found, places_for, refresh, whole_root};
use sim::chance::Chance;

/// The custodians of a party.
pub(crate) struct Custodians {
    shares: Vec<Share>,
    used: Vec<Index>,
    /// A share of a custodian who left.
    left: Option<Share>,
}

impl Custodians {
    /// Five, of whom three act.
    pub(crate) fn new(party: &str, chance: &mut Chance) -> Result<Self, ExerciseError> {
        let set =
            SetId { party: party.to_owned(), status: custody::Status::Exercise, generation: 1, version: 1 };
        let dealt = found(&set, ACT, ALL, 1, &mut Drawn(chance)).map_err(|why| wrong(party, &why))?;
        Ok(Custodians { shares: dealt.shares, used: Vec::new(), left: None })
    }

    /// So many leave, as many join, and all shares are made anew.
    pub(crate) fn replace(&mut self, many: u16, chance: &mut Chance) -> Result<(), CustodyError> {
        if many == 0 {
            return Ok(());
        }
        let many = many.min(ALL);
        let there: Vec<Index> = self.shares.iter().map(|share| share.index).collect();
        let newcomers = places_for(many, &self.used, &there);
        let joined = enrol(&self.shares, &self.used, &newcomers, &mut Drawn(chance))?;
        let left = self.shares.drain(..usize::from(many)).collect::<Vec<_>>();
        self.shares = refresh(&self.shares, &joined, &mut Drawn(chance))?;
        self.used.extend(left.iter().map(|share| share.index));
        self.left = left.into_iter().next();
        Ok(())
    }

    /// How many of how many act, which version, whether they give the root, and whether one who left still can.
    pub(crate) fn told(&self) -> String {
        let acting = &self.shares[..usize::from(ACT).min(self.shares.len())];
        let whole = whole_root(acting).is_ok();
        let version = self.shares.first().map_or(0, |share| share.set.version);
        let places: Vec<String> = self.shares.iter().map(|share| share.index.to_string()).collect();
        let old = self.left.as_ref().map_or("", |left| {
            let mut mixed: Vec<Share> = acting[1..].to_vec();
            mixed.push(left.clone());
            if whole_root(&mixed).is_ok() {
                ", an old share still counts"
            } else {
                ", an old share counts no more"
            }
        });
        let works = if whole { "whole" } else { "broken" };
        format!(
            "{ACT} of {}, version {version}, places {}, {works}{old}",
            self.shares.len(),
            places.join(" ")
        )
    }
}

fn wrong(party: &str, why: &CustodyError) -> ExerciseError {
    World::wrong(party, &format!("custodians: {why}"))
}

/// The play's chance, as a generator of shares.
struct Drawn<'a>(&'a mut Chance);

impl RngCore for Drawn<'_> {
    fn next_u32(&mut self) -> u32 {
        self.next_u64() as u32
    }

    fn next_u64(&mut self) -> u64 {
        self.0.between(0, u64::MAX - 1)
    }

    fn fill_bytes(&mut self, out: &mut [u8]) {
        for chunk in out.chunks_mut(32) {
            chunk.copy_from_slice(&self.0.bytes32()[..chunk.len()]);
        }
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), custody::rand_core::Error> {
        self.fill_bytes(out);
        Ok(())
    }
}

impl CryptoRng for Drawn<'_> {}

const ACT: u16 = 3;
const ALL: u16 = 5;
