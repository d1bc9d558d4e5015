//! Founding in one room: a root and a seal are made, shared k of n, and the whole is forgotten.
//!
//! All sit at one machine, so a distributed generation would protect no more than a dealer does; the ceremony says so.

use crate::error::CustodyError;
use crate::package::{Index, Public, Secret32, SetId, index_of};
use crate::share::Share;
use frost_ed25519::keys::{IdentifierList, KeyPackage, generate_with_dealer};
use frost_ed25519::rand_core::{CryptoRng, RngCore};
use std::collections::BTreeMap;

/// Custodians of a set, at most.
pub const MOST: u16 = 15;

/// What a founding gives: all shares; the public packages stand in each.
pub struct Dealt {
    /// One share a custodian, by index.
    pub shares: Vec<Share>,
}

/// Makes root and seal and shares both among `n`, of whom `k` act. Indices run from `first`.
///
/// # Errors
/// [`CustodyError::Thresholds`].
pub fn found<R: RngCore + CryptoRng>(
    set: &SetId,
    k: u16,
    n: u16,
    first: Index,
    rng: &mut R,
) -> Result<Dealt, CustodyError> {
    if k < 2 || k > n || n > MOST || first == 0 || first > Index::MAX - MOST {
        return Err(CustodyError::Thresholds { k, n });
    }
    let indices: Vec<Index> = (first..first + n).collect();
    let (root_public, mut roots) = deal(k, &indices, rng)?;
    let (seal_public, mut seals) = deal(k, &indices, rng)?;
    let share = |index: &Index| -> Result<Share, CustodyError> {
        let missing = CustodyError::NoSuchIndex { index: *index };
        Ok(Share {
            set: set.clone(),
            index: *index,
            root: roots.remove(index).ok_or(missing.clone())?,
            seal: seals.remove(index).ok_or(missing)?,
            root_public: root_public.clone(),
            seal_public: seal_public.clone(),
        })
    };
    Ok(Dealt { shares: indices.iter().map(share).collect::<Result<_, _>>()? })
}

fn deal<R: RngCore + CryptoRng>(
    k: u16,
    indices: &[Index],
    rng: &mut R,
) -> Result<(Public, BTreeMap<Index, Secret32>), CustodyError> {
    let ids =
        indices.iter().map(|index| crate::package::identifier(*index)).collect::<Result<Vec<_>, _>>()?;
    let n = u16::try_from(ids.len()).unwrap_or(MOST);
    let (shares, public) = generate_with_dealer(n, k, IdentifierList::Custom(&ids), rng)?;
    let mut secrets = BTreeMap::new();
    for (id, share) in shares {
        let package = KeyPackage::try_from(share)?;
        secrets.insert(index_of(&id), Secret32::of(package.signing_share().serialize()));
    }
    Ok((Public::of(&public, k)?, secrets))
}
