//! Enrolling newcomers: k old custodians together give each newcomer a share at a new index; root and seal stay the same.
//!
//! I1 no index is given twice in a generation. I2 a newcomer's share is tried before the old set is refreshed away: with
//! one newcomer and k - 1 old shares the key must come out, else one who helped has lied.

use crate::error::CustodyError;
use crate::package::{Index, Public, Secret32, SetId, identifier};
use crate::share::{Share, together};
use frost_ed25519::Identifier;
use frost_ed25519::keys::repairable::{repair_share_part1, repair_share_part2, repair_share_part3};
use frost_ed25519::keys::{KeyPackage, reconstruct};
use frost_ed25519::rand_core::{CryptoRng, RngCore};

/// Shares for the newcomers, in the wide set of old and new. They carry the old version until [`refresh`](crate::refresh).
///
/// # Errors
/// [`CustodyError::IndexUsed`], [`CustodyError::Lied`], what k shares of one set must be.
pub fn enrol<R: RngCore + CryptoRng>(
    old: &[Share],
    used: &[Index],
    newcomers: &[Index],
    rng: &mut R,
) -> Result<Vec<Share>, CustodyError> {
    let first = together(old)?;
    let helpers = &old[..usize::from(first.k())];
    let mut seen = used.to_vec();
    for index in newcomers {
        if *index == 0 || seen.contains(index) || first.seal_public.indices().contains(index) {
            return Err(CustodyError::IndexUsed { index: *index });
        }
        seen.push(*index);
    }
    let roots = first.root_public.key_packages(helpers.iter().map(|share| (share.index, &share.root)))?;
    let seals = first.seal_public.key_packages(helpers.iter().map(|share| (share.index, &share.seal)))?;
    let (root_public, roots) = widen(&roots, &first.root_public, newcomers, rng)?;
    let (seal_public, seals) = widen(&seals, &first.seal_public, newcomers, rng)?;
    let share = |((index, root), seal): ((&Index, KeyPackage), KeyPackage)| Share {
        set: first.set.clone(),
        index: *index,
        root: Secret32::of(root.signing_share().serialize()),
        seal: Secret32::of(seal.signing_share().serialize()),
        root_public: root_public.clone(),
        seal_public: seal_public.clone(),
    };
    Ok(newcomers.iter().zip(roots).zip(seals).map(share).collect())
}

/// Places for so many newcomers: behind all that stand in the set or ever stood there in this generation.
pub fn places_for(join: u16, used: &[Index], there: &[Index]) -> Vec<Index> {
    let first = used.iter().chain(there).max().copied().unwrap_or_default() + 1;
    (first..first + join).collect()
}

/// An old share as one of the wide set that the newcomers stand in.
pub(crate) fn widened(old: &Share, newcomer: &Share) -> Share {
    Share {
        root_public: newcomer.root_public.clone(),
        seal_public: newcomer.seal_public.clone(),
        ..old.clone()
    }
}

/// The set of the next version, same party and generation.
pub(crate) fn next_version(set: &SetId) -> SetId {
    SetId { version: set.version + 1, ..set.clone() }
}

fn widen<R: RngCore + CryptoRng>(
    helpers: &[KeyPackage],
    public: &Public,
    newcomers: &[Index],
    rng: &mut R,
) -> Result<(Public, Vec<KeyPackage>), CustodyError> {
    // repairing reads key and threshold of the package, no public share
    let narrow = public.frost_of(&[])?;
    let ids: Vec<Identifier> = helpers.iter().map(|helper| *helper.identifier()).collect();
    let mut packages = Vec::new();
    for index in newcomers {
        let newcomer = identifier(*index)?;
        let mut deltas = Vec::new();
        for helper in helpers {
            deltas.push(repair_share_part1::<frost_ed25519::Ed25519Sha512, R>(&ids, helper, rng, newcomer)?);
        }
        let sigmas = ids.iter().map(|id| {
            let to_this = deltas.iter().filter_map(|from| from.get(id).copied()).collect::<Vec<_>>();
            repair_share_part2(&to_this)
        });
        let package = repair_share_part3(&sigmas.collect::<Vec<_>>(), newcomer, &narrow)?;
        tried(&package, helpers, public, *index)?;
        packages.push(package);
    }
    Ok((public.wider(&packages)?, packages))
}

/// The key that the newcomer gives with k - 1 old shares is that of the set.
fn tried(
    newcomer: &KeyPackage,
    helpers: &[KeyPackage],
    public: &Public,
    index: Index,
) -> Result<(), CustodyError> {
    let mut some: Vec<KeyPackage> = helpers[1..].to_vec();
    some.push(newcomer.clone());
    let key = frost_ed25519::VerifyingKey::from(reconstruct(&some)?).serialize()?;
    if key == public.key { Ok(()) } else { Err(CustodyError::Lied { index }) }
}
