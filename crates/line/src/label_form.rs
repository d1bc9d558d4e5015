//! What [`crate::label_group::LabelGroup`] sends in place of ciphertexts: labels that say openly what the real
//! message would hide, of the same size, with a tag that only a member of that epoch can make.
//!
//! I1 nothing here is random, so equal histories give equal bytes. I2 a label has the size of its MLS
//! counterpart, so that buckets are equal. I3 decoding refuses whatever does not encode to the same bytes.

use crate::ids::{Epoch, PartyCode};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

/// Where in the ratchets a sealing stands; what the checker for *generation used twice* compares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Generation {
    /// MLS group id.
    pub group: [u8; 32],
    /// Its epoch.
    pub epoch: Epoch,
    /// Whose ratchet.
    pub sender: PartyCode,
    /// The place in it.
    pub generation: u32,
}

/// Reads where a sealing of a `LabelGroup` stands and what it seals, without any check of its tag.
pub fn generation_of(sealed: &[u8]) -> Option<(Generation, Vec<u8>)> {
    let s: Sealing = unpad(sealed)?;
    let place = Generation { group: s.group, epoch: s.epoch, sender: s.sender, generation: s.generation };
    Some((place, s.plaintext))
}

/// A leaf: what a KeyPackage or an UPDATE puts into the tree.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct LabelLeaf {
    /// The leaf certificate.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub certificate: Vec<u8>,
    /// The leaf's public key.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub key: [u8; 32],
    /// Whether it declares the suite and the credential type.
    #[n(2)]
    pub capable: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct Sealing {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub group: [u8; 32],
    #[n(1)]
    pub epoch: Epoch,
    #[n(2)]
    pub sender: PartyCode,
    #[n(3)]
    pub generation: u32,
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub tag: [u8; 16],
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub plaintext: Vec<u8>,
}

/// A KeyPackage: `["KeyPackage", leaf]`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct LabelKeyPackage {
    /// Always "KeyPackage".
    #[n(0)]
    pub what: String,
    /// The leaf it offers.
    #[n(1)]
    pub leaf: LabelLeaf,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct UpdateLabel {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub group: [u8; 32],
    #[n(1)]
    pub epoch: Epoch,
    #[n(2)]
    pub by: PartyCode,
    #[n(3)]
    pub leaf: LabelLeaf,
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub tag: [u8; 16],
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct CommitLabel {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub group: [u8; 32],
    #[n(1)]
    pub epoch: Epoch,
    #[n(2)]
    pub by: PartyCode,
    #[n(3)]
    pub leaf: LabelLeaf,
    #[n(4)]
    pub updates: Vec<minicbor::bytes::ByteArray<32>>,
    #[n(5)]
    pub adds: Vec<minicbor::bytes::ByteVec>,
    #[n(6)]
    pub removes: Vec<PartyCode>,
    #[n(7)]
    pub psks: Vec<minicbor::bytes::ByteVec>,
    #[n(8)]
    #[cbor(with = "minicbor::bytes")]
    pub tag: [u8; 16],
}

/// A place in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct Seat {
    #[n(0)]
    pub index: u32,
    #[n(1)]
    pub party: PartyCode,
    #[n(2)]
    pub serial: u64,
    #[n(3)]
    pub leaf: LabelLeaf,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct WelcomeLabel {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub group: [u8; 32],
    #[n(1)]
    pub epoch: Epoch,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub secret: [u8; 32],
    #[n(3)]
    pub seats: Vec<Seat>,
    #[n(4)]
    pub key_packages: Vec<minicbor::bytes::ByteArray<32>>,
}

/// Encodes a label and pads it with zeros to `size`, or not at all where the label itself is longer.
pub(crate) fn pad<T: Encode<()>>(label: &T, size: usize) -> Vec<u8> {
    let mut bytes = crate::cbor::encode(label);
    bytes.resize(bytes.len().max(size), 0);
    bytes
}

/// Decodes a label followed by zeros only; `None` if anything else stands there.
pub(crate) fn unpad<T>(bytes: &[u8]) -> Option<T>
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    let mut decoder = minicbor::Decoder::new(bytes);
    let label: T = decoder.decode().ok()?;
    let (form, zeros) = bytes.split_at(decoder.position());
    (zeros.iter().all(|b| *b == 0) && crate::cbor::encode(&label) == form).then_some(label)
}

/// A tag under a secret of labels: what stands for MAC, AEAD tag and derived key alike.
pub(crate) fn derive(name: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update((name.len() as u64).to_be_bytes());
    hash.update(name);
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The first half of [`derive`], the length of an AEAD tag.
pub(crate) fn tag(name: &str, parts: &[&[u8]]) -> [u8; 16] {
    let whole = derive(name, parts);
    std::array::from_fn(|i| whole[i])
}

/// Size of the sealing of `n` bytes.
pub(crate) fn sealing_size(n: usize) -> usize {
    let inner = vec_size(n) + vec_size(SIGNATURE) + AEAD_TAG;
    SEALING_HEAD + vec_size(inner)
}

/// Size of a KeyPackage with a certificate of `n` bytes.
pub(crate) fn key_package_size(n: usize) -> usize {
    KEY_PACKAGE + vec_size(n)
}

/// Size of an UPDATE with a certificate of `n` bytes.
pub(crate) fn update_size(n: usize) -> usize {
    UPDATE + vec_size(n)
}

/// A byte string with its MLS length (RFC 9420 section 2.1.2).
pub(crate) fn vec_size(n: usize) -> usize {
    n + match n {
        0..64 => 1,
        64..16_384 => 2,
        _ => 4,
    }
}

/// What the sizes of a commit and its Welcome depend on. In a full rotation every inner node above a member that
/// updates is blank, so the committer seals one path secret to every other leaf that was there before.
pub(crate) struct CommitShape {
    /// Leaves that stay, the committer's among them.
    pub stay: Vec<u32>,
    /// Leaves of newcomers.
    pub enter: Vec<u32>,
    /// The committer's leaf.
    pub by: u32,
    /// Length of the committer's certificate.
    pub certificate: usize,
    /// Number of UPDATEs folded.
    pub updates: usize,
    /// Number of members removed.
    pub removes: usize,
    /// Lengths of KeyPackages.
    pub adds: Vec<usize>,
    /// Lengths of ids of pre-shared keys.
    pub psks: Vec<usize>,
}

impl CommitShape {
    /// Size of the PublicMessage (RFC 9420 sections 12.4 and 7.6).
    pub(crate) fn size(&self) -> usize {
        let adds: usize = self.adds.iter().map(|n| INLINE + n).sum();
        let psks: usize = self.psks.iter().map(|n| INLINE + psk_id_size(*n)).sum();
        let proposals = self.updates * PROPOSAL_REF + adds + self.removes * (INLINE + 4) + psks;
        let nodes: usize = self.path().map(|sealed| HPKE_KEY + vec_size(sealed * SEALED_SECRET)).sum();
        COMMIT + self.certificate + vec_size(proposals) + vec_size(nodes)
    }

    /// Size of the Welcome to all newcomers, with the tree in it (RFC 9420 section 12.4.3), for certificates of
    /// these lengths.
    pub(crate) fn welcome_size(&self, certificates: &[usize]) -> usize {
        let last = self.stay.iter().chain(&self.enter).max().copied().unwrap_or_default() as usize;
        let parents = self.path().count();
        let leaves: usize = certificates.iter().map(|n| LEAF + vec_size(*n)).sum();
        let blank = (last + 1).saturating_sub(certificates.len()) + last.saturating_sub(parents);
        let parent_hashes = parents * HASH;
        let nodes = leaves + self.enter.len() * LIFETIME + parents * PARENT + parent_hashes + 1 + blank;
        let tree = vec_size(vec_size(vec_size(nodes)) + 2);
        let psks: usize = self.psks.iter().map(|n| psk_id_size(*n)).sum();
        let secrets = self.enter.len() * (WELCOME_SECRETS + vec_size(psks) - 1);
        WELCOME + secrets + vec_size(tree)
    }

    /// For each inner node above the committer with somebody on its other side: to how many old leaves its secret
    /// is sealed.
    fn path(&self) -> impl Iterator<Item = usize> {
        let all = || self.stay.iter().chain(&self.enter);
        let depth = u32::BITS - all().max().copied().unwrap_or_default().leading_zeros();
        let beside = move |s: &&u32, level: u32| *s >> level == (self.by >> level) ^ 1;
        (0..depth)
            .filter(move |level| all().any(|s| beside(&s, *level)))
            .map(move |level| self.stay.iter().filter(|s| beside(s, level)).count())
    }
}

/// Type, id and a nonce of the suite's hash length.
fn psk_id_size(id: usize) -> usize {
    1 + vec_size(id) + HASH
}

const SIGNATURE: usize = 64;
const AEAD_TAG: usize = 16;
/// A hash with its length.
const HASH: usize = 33;
/// Version, wire format, group id, epoch, content type, empty authenticated data, sender data.
const SEALING_HEAD: usize = 2 + 2 + 33 + 8 + 1 + 1 + 29;
/// Everything of a KeyPackage but the certificate.
const KEY_PACKAGE: usize = 2_637;
/// Everything of an UPDATE but the certificate.
const UPDATE: usize = 1_485;
/// Everything of a commit but certificate, proposals and path.
const COMMIT: usize = 1_552;
/// Kind, type of an inline proposal.
const INLINE: usize = 3;
/// Kind and reference of a proposal.
const PROPOSAL_REF: usize = 34;
/// X-Wing public key with its length.
const HPKE_KEY: usize = 2 + 1_216;
/// X-Wing ciphertext and sealed path secret, with their lengths.
const SEALED_SECRET: usize = 2 + 1_120 + 1 + 48;
/// A leaf in the tree but for its certificate.
const LEAF: usize = 1_334;
/// What a leaf from a KeyPackage has more.
const LIFETIME: usize = 16;
/// An inner node without its parent hash.
const PARENT: usize = 2 + HPKE_KEY + 1;
/// Everything of a Welcome but the secrets and the tree.
const WELCOME: usize = 239;
/// One newcomer's sealed group secrets.
const WELCOME_SECRETS: usize = 1_241;
