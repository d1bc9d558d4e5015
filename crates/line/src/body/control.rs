//! CONTROL: epoch change and its like (line.md section 7).

use super::ascending;
use super::charter::MemberTempo;
use crate::cbor::{self, Malformed};
use crate::header::Head;
use crate::ids::{EntryHash, Epoch, PartyCode, Term};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// CONTROL: epoch change and its like (line.md section 7).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Control {
    /// The proposer of a ballot asks for UPDATEs.
    #[n(0)]
    Ask(#[n(0)] Ask),
    /// A member's proposal to rotate its leaf (a PublicMessage).
    #[n(1)]
    Update(#[n(0)] ByteVec),
    /// The commit of a ballot.
    #[n(2)]
    Commit(#[n(0)] Commit),
    /// A voter's binding word for it.
    #[n(3)]
    Ack(#[n(0)] Ack),
    /// A voter's binding word against a ballot.
    #[n(4)]
    Nack(#[n(0)] Nack),
    /// First entry of an author in an epoch.
    #[n(5)]
    Opening(#[n(0)] Opening),
    /// A leaf key of a closed epoch, given away.
    #[n(6)]
    Disclose(#[n(0)] Disclose),
    /// A pre-shared key has been imported here.
    #[n(7)]
    PskPresent(#[n(0)] PskPresent),
    /// A new group by the word of people.
    #[n(8)]
    Reform(#[n(0)] Reform),
}

/// Why a ballot is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum AskWhy {
    /// The epoch is 7 d old.
    #[n(0)]
    Age,
    /// A charter version.
    #[n(1)]
    Charter,
    /// A member joins.
    #[n(2)]
    Join,
    /// A member is removed.
    #[n(3)]
    Removal,
    /// A pre-shared key goes in.
    #[n(4)]
    Psk,
    /// A person's word.
    #[n(5)]
    Person,
}

/// Body of ASK.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ask {
    /// The ballot, from 0 in each epoch.
    #[n(0)]
    pub ballot: u32,
    /// Why.
    #[n(1)]
    pub why: AskWhy,
}

/// Body of COMMIT.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Commit {
    /// The ballot.
    #[n(0)]
    pub ballot: u32,
    /// The commit (a PublicMessage).
    #[n(1)]
    pub commit: ByteVec,
    /// The UPDATE entries that it folds, in the order in which they are stored before staging.
    #[n(2)]
    pub updates: Vec<EntryHash>,
    /// The CHARTER entry whose version takes effect with it; the one in force if nothing changes.
    #[n(3)]
    pub charter: Option<EntryHash>,
    /// KeyPackages of newcomers, by party.
    #[n(4)]
    pub adds: Vec<Newcomer>,
    /// Parties that leave, by code.
    #[n(5)]
    pub removes: Vec<PartyCode>,
    /// Ids of the pre-shared keys that go in, ascending.
    #[n(6)]
    pub psks: Vec<ByteVec>,
}

/// A newcomer and the KeyPackage that it is added with.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Newcomer {
    /// Who.
    #[n(0)]
    pub party: PartyCode,
    /// Its KeyPackage.
    #[n(1)]
    pub key_package: ByteVec,
}

/// Body of ACK.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Ack {
    /// The ballot.
    #[n(0)]
    pub ballot: u32,
    /// The COMMIT's entry.
    #[n(1)]
    pub commit: EntryHash,
    /// Authenticator of the epoch it opens; absent from a member that is being removed.
    #[n(2)]
    pub authenticator: Option<ByteVec>,
    /// A MAC for each peer, by party ([`crate::keys::ack_mac`]).
    #[n(3)]
    pub macs: Vec<PeerMac>,
    /// In the proposer's ACK, which is the decision: the ACK entries of all other voters, by voter's code.
    #[n(4)]
    pub decides: Vec<EntryHash>,
}

/// A MAC for one peer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(array)]
pub struct PeerMac {
    /// For whom.
    #[n(0)]
    pub peer: PartyCode,
    /// Under the day root of author and peer.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub mac: [u8; 32],
}

/// Why a voter is against a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum NackWhy {
    /// A leaf certificate in it fails.
    #[n(0)]
    Certificate,
    /// A pre-shared key is not here.
    #[n(1)]
    PskMissing,
    /// The proposer was silent for a quarter of the test interval.
    #[n(2)]
    ProposerSilent,
    /// Own urgent rekey.
    #[n(3)]
    OwnRekey,
    /// The commit cannot be staged.
    #[n(4)]
    Unusable,
    /// The proposer abandons its ballot.
    #[n(5)]
    Abandoned,
}

/// Body of NACK.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Nack {
    /// The ballot.
    #[n(0)]
    pub ballot: u32,
    /// Why.
    #[n(1)]
    pub why: NackWhy,
}

/// Body of OPENING.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Opening {
    /// The proposer's ACK that decided; absent at the founding and after a RE-FORM.
    #[n(0)]
    pub decision: Option<EntryHash>,
    /// The authenticator of the epoch that is opened.
    #[n(1)]
    pub authenticator: ByteVec,
}

/// Body of DISCLOSE.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Disclose {
    /// The closed epoch.
    #[n(0)]
    pub epoch: Epoch,
    /// The author's private leaf key of that epoch (Ed25519 seed).
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub leaf_seed: [u8; 32],
}

/// Body of PSK-PRESENT.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PskPresent {
    /// [`crate::keys::psk_id_hash`] of its id.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub id_hash: [u8; 32],
}

/// Body of RE-FORM.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reform {
    /// The term it opens.
    #[n(0)]
    pub term: Term,
    /// The attempt, from 0.
    #[n(1)]
    pub attempt: u32,
    /// What is kept of the old term, by author.
    #[n(2)]
    pub cut: Vec<Head>,
    /// Who writes it, by code.
    #[n(3)]
    pub writers: Vec<PartyCode>,
    /// Members of the new term with tempo, by code.
    #[n(4)]
    pub members: Vec<MemberTempo>,
    /// Why.
    #[n(5)]
    pub why: ReformWhy,
}

/// Why a group is founded anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum ReformWhy {
    /// A voter or proposer has vanished.
    #[n(0)]
    Vanished,
    /// A leak is suspected.
    #[n(1)]
    Leak,
    /// The suite changes.
    #[n(2)]
    Suite,
    /// Dormancy ends.
    #[n(3)]
    Revival,
}

impl Control {
    /// Reads a CONTROL body.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(body: &[u8]) -> Result<Self, Malformed> {
        let control: Control = cbor::decode(body)?;
        match &control {
            Control::Commit(c) => {
                ascending(&c.adds, |a| a.party.clone(), "newcomers ascend by code")?;
                ascending(&c.removes, PartyCode::clone, "leavers ascend by code")?;
                ascending(&c.psks, |id| id.to_vec(), "pre-shared keys ascend by id")?;
            }
            Control::Ack(a) => ascending(&a.macs, |m| m.peer.clone(), "MACs ascend by peer")?,
            Control::Reform(r) => {
                ascending(&r.cut, |h| h.author.clone(), "a cut ascends by author")?;
                ascending(&r.writers, PartyCode::clone, "writers ascend by code")?;
                ascending(&r.members, |m| m.party.clone(), "members ascend by code")?;
            }
            _ => {}
        }
        Ok(control)
    }

    /// The word of the table in line.md section 5.
    pub fn word(&self) -> &'static str {
        match self {
            Control::Ask(_) => "ASK",
            Control::Update(_) => "UPDATE",
            Control::Commit(_) => "COMMIT",
            Control::Ack(_) => "ACK",
            Control::Nack(_) => "NACK",
            Control::Opening(_) => "OPENING",
            Control::Disclose(_) => "DISCLOSE",
            Control::PskPresent(_) => "PSK-PRESENT",
            Control::Reform(_) => "RE-FORM",
        }
    }
}
