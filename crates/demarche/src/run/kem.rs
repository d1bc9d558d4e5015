//! The X-Wing key pair of a party's identity, from the seed that the root gives.

use custody::{Secret32, SetId};
use line::ids::{PartyCode, Status};
use line::pairing::Identity;
use line::secret::Secret;

/// The public key of a seed; party, status and generation are no part of it.
pub fn public(seed: &Secret32) -> Vec<u8> {
    let anybody = PartyCode::parse("AA").expect("a code");
    identity_of(anybody, Status::Test, 1, seed).kem_public()
}

/// The identity of a set.
pub fn identity(set: &SetId, seed: &Secret32) -> Option<Identity> {
    let status = Status::parse(set.status.word())?;
    Some(identity_of(PartyCode::parse(&set.party)?, status, set.generation, seed))
}

fn identity_of(party: PartyCode, status: Status, generation: u32, seed: &Secret32) -> Identity {
    Identity { party, status, generation, kem_seed: Secret::new(*seed.bytes()) }
}
