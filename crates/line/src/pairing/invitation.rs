//! The invitation: a party's public face (line.md section 2).

use crate::armour::{File, FileKind};
use crate::body::is_path;
use crate::cbor::{self, Malformed};
use crate::fingerprint;
use crate::ids::{MailboxId, PartyCode, PathId, Status};
use crate::keys::Secret;
use crate::refused::Refused;
use crate::relay_api::Token;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use x_wing::{DecapsulationKey, Decapsulator, KeyExport};

/// A party's one long-lived key: an X-Wing seed of a generation (no signature key).
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Identity {
    /// The party.
    #[n(0)]
    pub party: PartyCode,
    /// ACTUAL, EXERCISE or TEST.
    #[n(1)]
    pub status: Status,
    /// Generation, from 1.
    #[n(2)]
    pub generation: u32,
    /// X-Wing decapsulation key.
    #[n(3)]
    pub kem_seed: Secret,
}

impl Identity {
    /// The X-Wing public key, 1,216 bytes.
    pub fn kem_public(&self) -> Vec<u8> {
        let secret = DecapsulationKey::from(*self.kem_seed.bytes());
        secret.encapsulation_key().to_bytes().to_vec()
    }
}

/// What one party gives another to pair with.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Invitation {
    /// Format version, 1.
    #[n(0)]
    pub v: u8,
    /// ACTUAL, EXERCISE or TEST.
    #[n(1)]
    pub status: Status,
    /// Whose.
    #[n(2)]
    pub party: PartyCode,
    /// Names by language tag.
    #[n(3)]
    pub names: Vec<InvitationName>,
    /// Generation of the KEM key.
    #[n(4)]
    pub generation: u32,
    /// X-Wing public key, 1,216 bytes.
    #[n(5)]
    pub kem_public: ByteVec,
    /// SHA-256 of the node's own SubjectPublicKeyInfo.
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    pub node_pin: [u8; 32],
    /// Relays where this party empties mailboxes, by id.
    #[n(7)]
    pub relays: Vec<InvitationRelay>,
}

/// A party's name in one language.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct InvitationName {
    /// BCP 47 tag ("en", "fa").
    #[n(0)]
    pub language: String,
    /// The name, NFC.
    #[n(1)]
    pub name: String,
}

/// A relay with the pairing mailbox that the party holds there.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct InvitationRelay {
    /// Its id ("CH-1").
    #[n(0)]
    pub id: PathId,
    /// `https://host:port`.
    #[n(1)]
    pub url: String,
    /// SHA-256 of the relay's SubjectPublicKeyInfo.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub spki_pin: [u8; 32],
    /// Mailbox for pairing messages that go by relay.
    #[n(3)]
    pub mailbox: MailboxId,
    /// Its fill token.
    #[n(4)]
    pub fill: Token,
    /// Wraps pairing messages.
    #[n(5)]
    pub pairing_key: Secret,
}

impl Invitation {
    /// An invitation of this identity.
    pub fn new(
        identity: &Identity,
        names: Vec<InvitationName>,
        node_pin: [u8; 32],
        relays: Vec<InvitationRelay>,
    ) -> Self {
        Invitation {
            v: 1,
            status: identity.status,
            party: identity.party.clone(),
            names,
            generation: identity.generation,
            kem_public: identity.kem_public().into(),
            node_pin,
            relays,
        }
    }

    /// Canonical bytes: what the fingerprint and the pairing's MACs cover.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    /// Reads canonical bytes and checks the invitation's own rules.
    ///
    /// # Errors
    /// [`Malformed`], naming the rule.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let invitation: Invitation = cbor::decode(bytes)?;
        let rule = |holds: bool, rule| if holds { Ok(()) } else { Err(Malformed::Rule(rule)) };
        rule(invitation.v == 1, "unknown invitation version")?;
        rule(invitation.generation >= 1, "generations begin at 1")?;
        rule(invitation.kem_public.len() == x_wing::ENCAPSULATION_KEY_SIZE, "an X-Wing key has 1,216 bytes")?;
        let names = &invitation.names;
        rule(names.windows(2).all(|w| w[0].language < w[1].language), "names ascend by language")?;
        rule(
            names.iter().all(|n| n.name.len() <= 200 && n.language.len() <= 16),
            "a name is at most 200 bytes",
        )?;
        let relays = &invitation.relays;
        rule(relays.windows(2).all(|w| w[0].id < w[1].id), "relays ascend by id")?;
        rule(relays.iter().all(|r| is_path(&r.id)), "not a path id")?;
        rule(relays.iter().all(|r| r.url.starts_with("https://") && r.url.len() <= 256), "not an https URL")?;
        Ok(invitation)
    }

    /// As a file.
    pub fn file(&self) -> File {
        File { kind: FileKind::Invitation, status: self.status, payload: self.encode() }
    }

    /// Reads an invitation file for a node of a status.
    ///
    /// # Errors
    /// [`Refused`]: not a file, another kind, another status, malformed.
    pub fn read(bytes: &[u8], ours: Status) -> Result<Self, Refused> {
        let payload = File::read(bytes)?.expect(FileKind::Invitation, ours)?;
        let invitation = Invitation::decode(&payload).map_err(Refused::Malformed)?;
        if invitation.status != ours {
            return Err(Refused::OtherStatus { ours, theirs: invitation.status });
        }
        Ok(invitation)
    }

    /// SHA-256 of the canonical bytes.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.encode()).into()
    }

    /// 8 groups of 5 digits, to be read aloud and typed.
    pub fn fingerprint(&self) -> String {
        fingerprint::digits(&self.hash())
    }
}
