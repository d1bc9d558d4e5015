//! `direct`: CBOR under the wrapping alone (line.md section 8). No forward secrecy; nothing else uses it.
//!
//! In: the payload of an envelope of kind direct. Out: a [`Direct`]. What must go to one peer before, beside or
//! after the group: KeyPackages, Welcomes, handshake entries, challenges, flares, manifests, founding.

use crate::body::{MemberTempo, Parameters};
use crate::cbor::{self, Malformed};
use crate::entry::Head;
use crate::ids::{CompartmentId, EntryHash, Epoch, PartyCode, Seq, Status, Term};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

/// A direct message.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Direct {
    /// Spare KeyPackages for a compartment, and the record key if it is TRANSFERABLE.
    #[n(0)]
    KeyPackages(#[n(0)] KeyPackages),
    /// An invitation into a group.
    #[n(1)]
    Welcome(#[n(0)] Welcome),
    /// Entries passed on outside the group: handshake entries after a merge, what a quarantined node lacks, the
    /// record for a newcomer.
    #[n(2)]
    Entries(#[n(0)] Entries),
    /// A RE-FORM entry, to whoever may not open what is sealed.
    #[n(3)]
    Reform(#[n(0)] ByteVec),
    /// A node that has started asks for its own last entry.
    #[n(4)]
    StartChallenge(#[n(0)] StartChallenge),
    /// The answer.
    #[n(5)]
    StartAnswer(#[n(0)] StartAnswer),
    /// A floor notice from a restored node.
    #[n(6)]
    Flare(#[n(0)] Flare),
    /// First in a pouch: what it holds.
    #[n(7)]
    PouchManifest(#[n(0)] PouchManifest),
    /// The creator of a compartment asks a member for KeyPackages.
    #[n(8)]
    FoundingRequest(#[n(0)] FoundingRequest),
    /// A member declines, or the creator gives up.
    #[n(9)]
    FoundingRefusal(#[n(0)] FoundingRefusal),
    /// The member has joined: the Welcome need not be sent again.
    #[n(10)]
    FoundingDone(#[n(0)] FoundingDone),
    /// The own mark at a relay.
    #[n(11)]
    Mark(#[n(0)] MarkState),
    /// A pairing message 2 to 4 that travels by relay instead of by file (`crate::pairing`).
    #[n(12)]
    Pairing(#[n(0)] ByteVec),
    /// Asks for entries outside the group (answered by [`Direct::Entries`]).
    #[n(13)]
    Want(#[n(0)] Want),
    /// A party whose store is an old copy asks to be taken out of the group and in again in one commit.
    #[n(14)]
    Rejoin(#[n(0)] Rejoin),
    /// A reading party asks for chunks of an annex.
    #[n(15)]
    AnnexWant(#[n(0)] AnnexWant),
}

/// Chunks of one annex, from one on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AnnexWant {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// SHA-256 of the annex's plaintext.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub annex: [u8; 32],
    /// The chunks, by number.
    #[n(2)]
    pub chunks: Vec<u32>,
}

/// The asker never seals in its old leaf again.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Rejoin {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// The KeyPackage of its new leaf.
    #[n(1)]
    pub package: ByteVec,
}

/// KeyPackages that a party holds ready.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct KeyPackages {
    /// For which compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// At most four.
    #[n(1)]
    pub packages: Vec<ByteVec>,
    /// Ed25519 record key, in TRANSFERABLE only.
    #[n(2)]
    pub record_key: Option<ByteArray<32>>,
}

/// A Welcome with what a newcomer must know to begin.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Welcome {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// Its term.
    #[n(1)]
    pub term: Term,
    /// The epoch that the newcomer enters.
    #[n(2)]
    pub epoch: Epoch,
    /// The MLS Welcome with its ratchet tree.
    #[n(3)]
    pub welcome: ByteVec,
    /// The decision (proposer's ACK) behind it; absent at the founding.
    #[n(4)]
    pub decision: Option<EntryHash>,
    /// The record up to here follows in [`Direct::Entries`]; empty at the founding.
    #[n(5)]
    pub heads: Vec<Head>,
}

/// Entries passed on, each with its body and signature.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Entries {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// Entry bytes, lower seqs of an author before higher ones.
    #[n(1)]
    pub entries: Vec<ByteVec>,
}

/// Asks for ranges by author.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Want {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// What; a range may reach beyond what there is.
    #[n(1)]
    pub missing: Vec<crate::body::Missing>,
    /// The epoch whose mailboxes the asker reads; absent: those of its last OPENING.
    #[n(2)]
    pub reads: Option<Epoch>,
}

/// 16 random bytes, both ways (line.md section 11).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StartChallenge {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// Random.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub nonce: [u8; 16],
    /// The asker's own last seq as its store has it.
    #[n(2)]
    pub own_seq: Seq,
    /// The epoch whose mailboxes the asker reads: an old copy has no tokens for those of later ones.
    #[n(3)]
    pub reads: Option<Epoch>,
}

/// What the answerer's heads say of the asker.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct StartAnswer {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// The challenge's.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub nonce: [u8; 16],
    /// The asker's last entry here, held or admitted; absent if there is none.
    #[n(2)]
    pub head: Option<Head>,
}

/// A floor notice sent while quarantined.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Flare {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// Random.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub id: [u8; 16],
    /// Canonical notice bytes.
    #[n(2)]
    pub notice: ByteVec,
    /// The sender's clock, ms UTC.
    #[n(3)]
    pub utc_ms: i64,
}

/// What a pouch holds; names nobody outside the wrapping.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PouchManifest {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// The entries sealed in it, in the order of their envelopes.
    #[n(1)]
    pub entries: Vec<EntryHash>,
    /// The packer's heads, by author.
    #[n(2)]
    pub heads: Vec<Head>,
}

/// What every member is told before it lends KeyPackages: the whole of what it would join.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FoundingRequest {
    /// The compartment to be.
    #[n(0)]
    pub compartment: CompartmentId,
    /// Its status.
    #[n(1)]
    pub status: Status,
    /// Who founds it.
    #[n(2)]
    pub creator: PartyCode,
    /// The charter form's canonical bytes, not yet in force.
    #[n(3)]
    pub charter: ByteVec,
    /// What `line` needs of it, with the members.
    #[n(4)]
    pub parameters: Parameters,
}

/// A founding that does not go on.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FoundingRefusal {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
    /// Why.
    #[n(1)]
    pub why: FoundingWhy,
}

/// Why a member declines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum FoundingWhy {
    /// Not paired with all members.
    #[n(0)]
    NotPaired,
    /// Another status than this node's.
    #[n(1)]
    OtherStatus,
    /// The charter form is not one that this version understands.
    #[n(2)]
    Charter,
    /// An officer declined.
    #[n(3)]
    Declined,
    /// The creator gives up.
    #[n(4)]
    Withdrawn,
}

/// The newcomer is in.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FoundingDone {
    /// The compartment.
    #[n(0)]
    pub compartment: CompartmentId,
}

/// What a mark says, under a key of the node's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MarkState {
    /// Own last seq.
    #[n(0)]
    pub seq: Seq,
    /// Sealings made by this store in its life; it only rises.
    #[n(1)]
    pub generation: u64,
    /// The epoch.
    #[n(2)]
    pub epoch: Epoch,
}

impl Direct {
    /// Canonical bytes, to be wrapped as `EnvelopeKind::Direct`.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    /// Reads the payload of a direct envelope.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let direct: Direct = cbor::decode(bytes)?;
        match &direct {
            Direct::KeyPackages(k) if k.packages.len() > MOST_KEY_PACKAGES => {
                Err(Malformed::Rule("at most four KeyPackages"))
            }
            Direct::FoundingRequest(f) => f.parameters.check().map(|()| direct),
            _ => Ok(direct),
        }
    }
}

impl FoundingRequest {
    /// The members with tempo, by code.
    pub fn members(&self) -> &[MemberTempo] {
        &self.parameters.members
    }
}

/// Spare KeyPackages that every member keeps with every other.
pub const MOST_KEY_PACKAGES: usize = 4;
