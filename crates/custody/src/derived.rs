//! What comes of the root: made whole inside a ceremony only, used, and wiped.

use crate::error::CustodyError;
use crate::label::{Name, derive};
use crate::package::{Secret32, SetId, array};
use crate::share::{Share, together};
use frost_ed25519::keys::{KeyPackage, reconstruct};

/// The two seeds that a ceremony makes key pairs of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// Seed of the X-Wing key pair of the party's identity.
    pub kem_seed: Secret32,
    /// Seed of the X-Wing key pair that backups and pair records are sealed to.
    pub backup_seed: Secret32,
}

/// The root from k shares of one set, compared with the stored key.
///
/// # Errors
/// What [`together`](crate::share) refuses, [`CustodyError::WrongKey`].
pub fn whole_root(shares: &[Share]) -> Result<Secret32, CustodyError> {
    let first = together(shares)?;
    let packages = shares.iter().map(Share::root_package).collect::<Result<Vec<KeyPackage>, _>>()?;
    let key = reconstruct(&packages)?;
    let root = Secret32::of(key.serialize());
    let public = frost_ed25519::VerifyingKey::from(key);
    if array(public.serialize()?) != first.root_public.key {
        return Err(CustodyError::WrongKey);
    }
    Ok(root)
}

/// S = HKDF(r, "custody-root", party, g, status), and the seeds from S. The version is no part of it: resharing changes
/// no key.
pub fn derived(root: &Secret32, set: &SetId) -> Derived {
    let generation = set.generation.to_be_bytes();
    let s = derive(root, Name::Root, set.status, &[set.party.as_bytes(), &generation]);
    Derived {
        kem_seed: derive(&s, Name::Kem, set.status, &[]),
        backup_seed: derive(&s, Name::Backup, set.status, &[]),
    }
}
