//! Founding apart: every custodian at the own machine, three rounds of files, and nobody ever holds more than one share
//! (FROST's distributed key generation: Komlo, Goldberg, FROST: Flexible Round-Optimized Schnorr Threshold Signatures,
//! 2020, figure 1; RFC 9591 leaves it to the application).
//!
//! *Begin* gives a first file for everybody; *give* takes all first files and gives a second file for each other
//! custodian, secret, to be sealed to that custodian's transport key; *take* takes what came to this custodian and gives
//! the share.
//!
//! I1 files of another party, status, generation, k or n are refused. I2 before the second round all compare the digest of
//! all first files by voice: a file that was swapped on its way shows there. I3 what is held between rounds is secret.

use crate::bytes;
use crate::error::CustodyError;
use crate::label::{Name, framed};
use crate::package::{Index, Public, Secret32, SetId, identifier};
use crate::share::Share;
use frost_ed25519::Identifier;
use frost_ed25519::keys::dkg::{part1, part2, part3, round1, round2};
use frost_ed25519::keys::{KeyPackage, PublicKeyPackage};
use frost_ed25519::rand_core::{CryptoRng, RngCore};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use zeroize::{Zeroize, Zeroizing};

/// Who sits where, in which set.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Seat {
    /// The set that is founded.
    #[n(0)]
    pub set: SetId,
    /// How many act.
    #[n(1)]
    pub k: u16,
    /// Of how many; places run from 1.
    #[n(2)]
    pub n: u16,
    /// This custodian's place.
    #[n(3)]
    pub index: Index,
}

/// What a custodian gives everybody in the first round. No secret stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct First {
    /// Whose.
    #[n(0)]
    pub seat: Seat,
    #[n(1)]
    root: ByteVec,
    #[n(2)]
    seal: ByteVec,
    /// What second files to this custodian are sealed to; opaque here.
    #[n(3)]
    pub transport: ByteVec,
}

/// What a custodian gives one other in the second round. Secret.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Second {
    /// Whose.
    #[n(0)]
    pub seat: Seat,
    /// For whom.
    #[n(1)]
    pub to: Index,
    #[n(2)]
    root: ByteVec,
    #[n(3)]
    seal: ByteVec,
}

/// What a custodian holds between the rounds. Secret: its file is these bytes under a passphrase.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub struct Held {
    /// Where this custodian sits.
    #[n(0)]
    pub seat: Seat,
    /// Seed of the own transport key.
    #[n(1)]
    pub transport: Secret32,
    #[n(2)]
    root: ByteVec,
    #[n(3)]
    seal: ByteVec,
    /// All first files, once this custodian has given second ones.
    #[n(4)]
    firsts: Option<Vec<First>>,
}

impl Held {
    /// Canonical bytes.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(bytes::encode(self))
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// [`CustodyError::NotAFile`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CustodyError> {
        bytes::decode(bytes)
    }

    /// Whether second files were given already: what they rest on is settled then.
    pub fn given(&self) -> bool {
        self.firsts.is_some()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.root.zeroize();
        self.seal.zeroize();
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        self.root.zeroize();
        self.seal.zeroize();
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Held").field("seat", &self.seat).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Second {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Second").field("seat", &self.seat).field("to", &self.to).finish_non_exhaustive()
    }
}

/// First round: what is held, and what everybody gets. `transport` is the seed of the own transport key, `transport_public`
/// its public half.
///
/// # Errors
/// [`CustodyError::Thresholds`], [`CustodyError::NoSuchIndex`].
pub fn begin<R: RngCore + CryptoRng>(
    seat: Seat,
    transport: Secret32,
    transport_public: Vec<u8>,
    rng: &mut R,
) -> Result<(Held, First), CustodyError> {
    let Seat { k, n, index, .. } = seat;
    if k < 2 || k > n || n > crate::dealing::MOST {
        return Err(CustodyError::Thresholds { k, n });
    }
    if index == 0 || index > n {
        return Err(CustodyError::NoSuchIndex { index });
    }
    let (root_secret, root) = part1(identifier(index)?, n, k, &mut *rng)?;
    let (seal_secret, seal) = part1(identifier(index)?, n, k, &mut *rng)?;
    let first = First {
        seat: seat.clone(),
        root: root.serialize()?.into(),
        seal: seal.serialize()?.into(),
        transport: transport_public.into(),
    };
    let (root, seal) = (root_secret.serialize()?.into(), seal_secret.serialize()?.into());
    Ok((Held { seat, transport, root, seal, firsts: None }, first))
}

/// What all custodians compare by voice: one digest of all first files, the same on every machine.
///
/// # Errors
/// [`CustodyError::MixedSets`], [`CustodyError::SameIndex`], [`CustodyError::TooFew`].
pub fn compared(held: &Held, firsts: &[First]) -> Result<[u8; 32], CustodyError> {
    let all = everybody(&held.seat, firsts)?;
    let encoded: Vec<Vec<u8>> = all.values().map(|first| bytes::encode(*first)).collect();
    let fields: Vec<&[u8]> = encoded.iter().map(Vec::as_slice).collect();
    Ok(Sha256::digest(framed(Name::Apart, held.seat.set.status, &fields)).into())
}

/// Second round: what is held from now on, and a secret file for each other custodian.
///
/// # Errors
/// As [`compared`]; [`CustodyError::WrongShare`] names a custodian whose first file proves nothing.
pub fn give(held: &Held, firsts: &[First]) -> Result<(Held, Vec<Second>), CustodyError> {
    let seat = held.seat.clone();
    let all = everybody(&seat, firsts)?;
    let (root, roots) = second_of(&held.root, &others(&all, &seat, |first| &first.root)?)?;
    let (seal, mut seals) = second_of(&held.seal, &others(&all, &seat, |first| &first.seal)?)?;
    let mut given = Vec::new();
    for (id, root) in roots {
        let to = crate::package::index_of(&id);
        let seal = seals.remove(&id).ok_or(CustodyError::NoSuchIndex { index: to })?;
        let (root, seal) = (root.serialize()?.into(), seal.serialize()?.into());
        given.push(Second { seat: seat.clone(), to, root, seal });
    }
    let firsts = Some(all.into_values().cloned().collect());
    Ok((Held { seat, transport: held.transport.clone(), root, seal, firsts }, given))
}

/// Third round: the share. The wide packages of all custodians come out alike.
///
/// # Errors
/// [`CustodyError::WrongStep`] before the second round; as [`give`].
pub fn take(held: &Held, seconds: &[Second]) -> Result<Share, CustodyError> {
    let early = || CustodyError::WrongStep { next: "GIVE".to_owned(), asked: "TAKE".to_owned() };
    let firsts = held.firsts.as_ref().ok_or_else(early)?;
    let seat = &held.seat;
    let to_this = seconds.iter().filter(|second| second.to == seat.index);
    let places: Vec<Index> = (1..=seat.n).filter(|index| *index != seat.index).collect();
    let from_others = seated(seat, to_this, &places, |second| &second.seat)?;
    let all = everybody(seat, firsts)?;
    let (root, root_public) =
        third_of(&held.root, &others(&all, seat, |first| &first.root)?, &from_others, |second| &second.root)?;
    let (seal, seal_public) =
        third_of(&held.seal, &others(&all, seat, |first| &first.seal)?, &from_others, |second| &second.seal)?;
    Ok(Share {
        set: seat.set.clone(),
        index: seat.index,
        root: Secret32::of(root.signing_share().serialize()),
        seal: Secret32::of(seal.signing_share().serialize()),
        root_public: Public::of(&root_public, seat.k)?,
        seal_public: Public::of(&seal_public, seat.k)?,
    })
}

/// One file each of these places, by place.
fn seated<'a, T>(
    own: &Seat,
    files: impl IntoIterator<Item = &'a T>,
    places: &[Index],
    seat: impl Fn(&T) -> &Seat,
) -> Result<BTreeMap<Index, &'a T>, CustodyError> {
    let mut all = BTreeMap::new();
    for file in files {
        let found = seat(file);
        let same = (&found.set, found.k, found.n) == (&own.set, own.k, own.n);
        if !same || !places.contains(&found.index) {
            let of = |seat: &Seat| format!("{} {}/{}", seat.set, seat.k, seat.n);
            return Err(CustodyError::MixedSets { index: found.index, found: of(found), expected: of(own) });
        }
        if all.insert(found.index, file).is_some() {
            return Err(CustodyError::SameIndex { index: found.index });
        }
    }
    let (have, need) = (all.len(), places.len());
    if have < need { Err(CustodyError::TooFew { have, need }) } else { Ok(all) }
}

/// The first files of all, the own among them.
fn everybody<'a>(own: &Seat, firsts: &'a [First]) -> Result<BTreeMap<Index, &'a First>, CustodyError> {
    let places: Vec<Index> = (1..=own.n).collect();
    seated(own, firsts, &places, |first| &first.seat)
}

type Rounds1 = BTreeMap<Identifier, round1::Package>;

fn others(
    all: &BTreeMap<Index, &First>,
    own: &Seat,
    part: impl Fn(&First) -> &ByteVec,
) -> Result<Rounds1, CustodyError> {
    let mut packages = BTreeMap::new();
    for (index, first) in all.iter().filter(|(index, _)| **index != own.index) {
        packages.insert(identifier(*index)?, round1::Package::deserialize(part(first))?);
    }
    Ok(packages)
}

fn second_of(
    held: &[u8],
    firsts: &Rounds1,
) -> Result<(ByteVec, BTreeMap<Identifier, round2::Package>), CustodyError> {
    let (secret, packages) = part2(round1::SecretPackage::deserialize(held)?, firsts)?;
    Ok((secret.serialize()?.into(), packages))
}

fn third_of(
    held: &[u8],
    firsts: &Rounds1,
    seconds: &BTreeMap<Index, &Second>,
    part: impl Fn(&Second) -> &ByteVec,
) -> Result<(KeyPackage, PublicKeyPackage), CustodyError> {
    let mut packages = BTreeMap::new();
    for (index, second) in seconds {
        packages.insert(identifier(*index)?, round2::Package::deserialize(part(second))?);
    }
    Ok(part3(&round2::SecretPackage::deserialize(held)?, firsts, &packages)?)
}
