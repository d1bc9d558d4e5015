//! Refreshing: the shares of a set change, root and seal stay; old shares fit no new ones.
//!
//! I1 three old shares still make the old secret whole (k = 3): only renewal, a new root, ends what k who left may have
//! copied. I2 k cannot change here. I3 the new set is a version higher.

use crate::enrol::{next_version, widened};
use crate::error::CustodyError;
use crate::package::{Index, Public, Secret32, identifier};
use crate::share::{Share, together};
use frost_ed25519::Identifier;
use frost_ed25519::keys::refresh::{refresh_dkg_part1, refresh_dkg_part2, refresh_dkg_shares};
use frost_ed25519::keys::{KeyPackage, PublicKeyPackage};
use frost_ed25519::rand_core::{CryptoRng, RngCore};
use std::collections::BTreeMap;

/// The next version of a set among those who stay: `staying` of the old, and all newcomers.
///
/// # Errors
/// [`CustodyError::Thresholds`] if fewer than k would be left; what shares of one set must be.
pub fn refresh<R: RngCore + CryptoRng>(
    staying: &[Share],
    newcomers: &[Share],
    rng: &mut R,
) -> Result<Vec<Share>, CustodyError> {
    let wide = newcomers.first();
    let mut all: Vec<Share> = staying
        .iter()
        .map(|old| wide.map_or_else(|| old.clone(), |wide| widened(old, wide)))
        .chain(newcomers.iter().cloned())
        .collect();
    all.sort_by_key(|share| share.index);
    let first = together(&all)?;
    let (n, k) = (u16::try_from(all.len()).unwrap_or(u16::MAX), first.k());
    if n > crate::dealing::MOST {
        return Err(CustodyError::Thresholds { k, n });
    }
    let set = next_version(&first.set);
    let indices: Vec<Index> = all.iter().map(|share| share.index).collect();
    let roots = all.iter().map(Share::root_package).collect::<Result<Vec<_>, _>>()?;
    let seals = all.iter().map(Share::seal_package).collect::<Result<Vec<_>, _>>()?;
    let (root_public, roots) = fresh(&roots, &first.root_public, &indices, rng)?;
    let (seal_public, seals) = fresh(&seals, &first.seal_public, &indices, rng)?;
    let share = |((index, root), seal): ((Index, KeyPackage), KeyPackage)| Share {
        set: set.clone(),
        index,
        root: Secret32::of(root.signing_share().serialize()),
        seal: Secret32::of(seal.signing_share().serialize()),
        root_public: root_public.clone(),
        seal_public: seal_public.clone(),
    };
    Ok(indices.into_iter().zip(roots).zip(seals).map(share).collect())
}

fn fresh<R: RngCore + CryptoRng>(
    old: &[KeyPackage],
    public: &Public,
    indices: &[Index],
    rng: &mut R,
) -> Result<(Public, Vec<KeyPackage>), CustodyError> {
    let (n, k) = (u16::try_from(old.len()).unwrap_or(u16::MAX), public.k);
    let whole = public.frost()?;
    // the public package of those who stay: what is refreshed knows nobody else
    let mut shares = BTreeMap::new();
    for index in indices {
        let id = identifier(*index)?;
        let share = whole.verifying_shares().get(&id).ok_or(CustodyError::NoSuchIndex { index: *index })?;
        shares.insert(id, *share);
    }
    let narrow = PublicKeyPackage::new(shares, *whole.verifying_key(), Some(k));
    let (mut secrets, mut firsts) = (BTreeMap::new(), BTreeMap::new());
    for package in old {
        let (secret, first) = refresh_dkg_part1(*package.identifier(), n, k, &mut *rng)?;
        secrets.insert(*package.identifier(), secret);
        firsts.insert(*package.identifier(), first);
    }
    let (mut kept, mut given) = (BTreeMap::new(), BTreeMap::new());
    for (id, secret) in secrets {
        let (secret, packages) = refresh_dkg_part2(secret, &without(&firsts, &id))?;
        kept.insert(id, secret);
        given.insert(id, packages);
    }
    let (mut made, mut packages) = (None, Vec::new());
    for package in old {
        let id = *package.identifier();
        let to_this = given.iter().filter_map(|(from, all)| Some((*from, all.get(&id)?.clone()))).collect();
        let (fresh, public) = refresh_dkg_shares(
            &kept[&id],
            &without(&firsts, &id),
            &to_this,
            narrow.clone(),
            package.clone(),
        )?;
        packages.push(fresh);
        made = Some(public);
    }
    let made = made.ok_or(CustodyError::TooFew { have: 0, need: usize::from(k) })?;
    Ok((Public::of(&made, k)?, packages))
}

fn without<T: Clone>(all: &BTreeMap<Identifier, T>, id: &Identifier) -> BTreeMap<Identifier, T> {
    all.iter().filter(|(other, _)| *other != id).map(|(other, value)| (*other, value.clone())).collect()
}
