//! The exchange between the two invitations: messages 2 to 4 and the roots that come of them.

use super::invitation::{Identity, Invitation};
use crate::armour::{File, FileKind};
use crate::cbor::{self, Malformed};
use crate::fingerprint;
use crate::ids::{PartyCode, Status};
use crate::keys::Secret;
use crate::labels::{self, Name};
use crate::refused::Refused;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use x_wing::{Ciphertext, DecapsulationKeyRejectNonContrib, EncapsulationKey, TryDecapsulate};
use zeroize::{Zeroize, Zeroizing};

/// What the two parties share for as long as both generations last.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Roots {
    /// R_AB, the day root.
    #[n(0)]
    pub day: Secret,
    /// Governance key under which *this* party speaks; an ACTUAL node forgets it after the ceremony.
    #[n(1)]
    pub governance_own: Secret,
    /// Governance key under which the peer speaks, to verify.
    #[n(2)]
    pub governance_peer: Secret,
}

/// The end of a pairing.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Paired {
    /// The peer's invitation.
    #[n(0)]
    pub peer: Invitation,
    /// What is shared.
    #[n(1)]
    pub roots: Roots,
    /// Whether a courier secret went in; without one the pair shows FINGERPRINT ONLY.
    #[n(2)]
    pub courier: bool,
}

/// A pairing under way; goes into the node's store between the files.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Exchange {
    /// Id of the pairing: SHA-256 of messages 1 and 2.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub id: [u8; 32],
    /// The peer's invitation, its fingerprint typed.
    #[n(1)]
    pub peer: Invitation,
    /// The file to be given to the peer (again).
    #[n(2)]
    pub out: ByteVec,
    #[n(3)]
    own: Invitation,
    #[n(4)]
    state: State,
    #[n(5)]
    courier: Option<Secret>,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
enum State {
    /// B after message 2: the first shared secret, until message 3 brings the second.
    #[n(0)]
    Replied(#[n(0)] Secret),
    /// A after message 3.
    #[n(1)]
    Confirmed(#[n(0)] Roots, #[n(1)] Secret),
    /// B after message 4, A after receiving it.
    #[n(2)]
    Done(#[n(0)] Roots),
}

/// What a received file led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// B is paired; the file in `Exchange::out` goes to A.
    PairedGive(Paired),
    /// A is paired; nothing more to give.
    Paired(Paired),
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Reply {
    /// SHA-256 of A's invitation.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    to: [u8; 32],
    #[n(1)]
    invitation: ByteVec,
    #[n(2)]
    ct1: ByteVec,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Confirm {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    id: [u8; 32],
    #[n(1)]
    ct2: ByteVec,
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    mac: [u8; 32],
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Close {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    id: [u8; 32],
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    mac: [u8; 32],
}

impl Exchange {
    /// B, having read A's invitation and typed its fingerprint: message 2.
    ///
    /// # Errors
    /// [`Refused`]: status, own code, order, fingerprint, KEM key.
    pub fn reply(
        identity: &Identity,
        own: &Invitation,
        theirs: &Invitation,
        typed: &str,
        courier: Option<Secret>,
        mut randomness: [u8; 64],
    ) -> Result<Exchange, Refused> {
        check_pair(identity, theirs, typed)?;
        if own.party < theirs.party {
            return Err(Refused::WeGoFirst(theirs.party.clone()));
        }
        let (ct1, ss1) = encapsulate(theirs, &randomness)?;
        randomness.zeroize();
        let reply =
            cbor::encode(&Reply { to: theirs.hash(), invitation: own.encode().into(), ct1: ct1.into() });
        Ok(Exchange {
            id: pairing_id(theirs, &reply),
            peer: theirs.clone(),
            out: file(FileKind::PairingReply, identity.status, reply),
            own: own.clone(),
            state: State::Replied(ss1),
            courier,
        })
    }

    /// Reads whose reply (message 2) a file is, so that its fingerprint can be asked for.
    ///
    /// # Errors
    /// [`Refused`]: not a file, another kind or status, malformed.
    pub fn replier(bytes: &[u8], ours: Status) -> Result<Invitation, Refused> {
        let reply = read_reply(bytes, ours)?.1;
        Invitation::decode(&reply.invitation).map_err(Refused::Malformed)
    }

    /// A, having read message 2 and typed B's fingerprint: message 3.
    ///
    /// # Errors
    /// [`Refused`]: status, own code, order, not for this invitation, fingerprint, KEM key or ciphertext.
    pub fn confirm(
        identity: &Identity,
        own: &Invitation,
        message: &[u8],
        typed: &str,
        courier: Option<Secret>,
        mut randomness: [u8; 64],
    ) -> Result<Exchange, Refused> {
        let (bytes, reply) = read_reply(message, identity.status)?;
        let theirs = Invitation::decode(&reply.invitation).map_err(Refused::Malformed)?;
        check_pair(identity, &theirs, typed)?;
        if theirs.party < own.party {
            return Err(Refused::TheyGoFirst(theirs.party));
        }
        if reply.to != own.hash() {
            return Err(Refused::NotForUs);
        }
        let ss1 = decapsulate(identity, &reply.ct1, &theirs.party)?;
        let (ct2, ss2) = encapsulate(&theirs, &randomness)?;
        randomness.zeroize();
        let (roots, key) = derive_roots(own, &theirs, &ss1, &ss2, courier.as_ref());
        let id = pairing_id(own, &bytes);
        let mac = labels::mac(&key, Name::ConfirmMac, own.status, &[b"3", &id, &ct2]);
        let confirm = cbor::encode(&Confirm { id, ct2: ct2.into(), mac });
        let close = close_mac(&key, own.status, &id, &confirm);
        Ok(Exchange {
            id,
            peer: theirs,
            out: file(FileKind::PairingConfirm, identity.status, confirm),
            own: own.clone(),
            state: State::Confirmed(roots, Secret::new(close)),
            courier,
        })
    }

    /// Which pairing a message 3 or 4 belongs to.
    ///
    /// # Errors
    /// [`Refused`]: not a file, another kind or status, malformed.
    pub fn id_in(bytes: &[u8], ours: Status) -> Result<[u8; 32], Refused> {
        let opened = File::read(bytes)?;
        match opened.kind {
            FileKind::PairingConfirm => {
                let payload = opened.expect(FileKind::PairingConfirm, ours)?;
                Ok(cbor::decode::<Confirm>(&payload).map_err(Refused::Malformed)?.id)
            }
            _ => {
                let payload = opened.expect(FileKind::PairingClose, ours)?;
                Ok(cbor::decode::<Close>(&payload).map_err(Refused::Malformed)?.id)
            }
        }
    }

    /// B with message 3, or A with message 4. A file that came before gives the same again.
    ///
    /// # Errors
    /// [`Refused`]; the exchange is unchanged then.
    pub fn receive(&mut self, identity: &Identity, bytes: &[u8]) -> Result<Step, Refused> {
        if Exchange::id_in(bytes, identity.status)? != self.id {
            return Err(Refused::NoSuchPairing);
        }
        let opened = File::read(bytes)?;
        match opened.kind {
            FileKind::PairingConfirm => self.receive_confirm(identity, &opened.payload),
            _ => self.receive_close(&opened.payload),
        }
    }

    /// What came of it, once done.
    pub fn paired(&self) -> Option<Paired> {
        match &self.state {
            State::Done(roots) => Some(self.result(roots)),
            _ => None,
        }
    }

    fn receive_confirm(&mut self, identity: &Identity, payload: &[u8]) -> Result<Step, Refused> {
        let ss1 = match &self.state {
            State::Replied(ss1) => ss1.clone(),
            State::Done(roots) if self.own.party > self.peer.party => {
                return Ok(Step::PairedGive(self.result(roots)));
            }
            _ => return Err(Refused::NoSuchPairing),
        };
        let confirm: Confirm = cbor::decode(payload).map_err(Refused::Malformed)?;
        let ss2 = decapsulate(identity, &confirm.ct2, &self.peer.party)?;
        let (roots, key) = derive_roots(&self.peer, &self.own, &ss1, &ss2, self.courier.as_ref());
        let status = self.own.status;
        if !labels::mac_is(&key, Name::ConfirmMac, status, &[b"3", &self.id, &confirm.ct2], &confirm.mac) {
            return Err(Refused::WrongMac(self.peer.party.clone()));
        }
        let close = cbor::encode(&Close { id: self.id, mac: close_mac(&key, status, &self.id, payload) });
        let roots = Roots {
            governance_own: roots.governance_peer.clone(),
            governance_peer: roots.governance_own.clone(),
            day: roots.day,
        };
        let paired = self.result(&roots);
        self.out = file(FileKind::PairingClose, status, close);
        self.state = State::Done(roots);
        Ok(Step::PairedGive(paired))
    }

    fn receive_close(&mut self, payload: &[u8]) -> Result<Step, Refused> {
        let (roots, expected) = match &self.state {
            State::Confirmed(roots, expected) => (roots.clone(), expected.clone()),
            State::Done(roots) if self.own.party < self.peer.party => {
                return Ok(Step::Paired(self.result(roots)));
            }
            _ => return Err(Refused::NoSuchPairing),
        };
        let close: Close = cbor::decode(payload).map_err(Refused::Malformed)?;
        if Secret::new(close.mac) != expected {
            return Err(Refused::WrongMac(self.peer.party.clone()));
        }
        let paired = self.result(&roots);
        self.state = State::Done(roots);
        Ok(Step::Paired(paired))
    }

    fn result(&self, roots: &Roots) -> Paired {
        Paired { peer: self.peer.clone(), roots: roots.clone(), courier: self.courier.is_some() }
    }
}

/// Roots as A sees them (its own governance key is the lower code's), and the key of the MACs.
fn derive_roots(
    a: &Invitation,
    b: &Invitation,
    ss1: &Secret,
    ss2: &Secret,
    courier: Option<&Secret>,
) -> (Roots, Secret) {
    let salt = courier.map_or([0; 32], |c| *c.bytes());
    let secrets = Zeroizing::new([*ss1.bytes(), *ss2.bytes()].concat());
    let prk = labels::extract(&salt, &secrets);
    let (hash_a, hash_b) = (a.hash(), b.hash());
    let (g_a, g_b) = (a.generation.to_be_bytes(), b.generation.to_be_bytes());
    let key = |name| labels::derive(&prk, name, a.status, &[&hash_a, &hash_b, &g_a, &g_b]);
    let roots = Roots {
        day: key(Name::Root),
        governance_own: key(Name::GovernanceLower),
        governance_peer: key(Name::GovernanceHigher),
    };
    (roots, key(Name::Confirm))
}

fn check_pair(identity: &Identity, theirs: &Invitation, typed: &str) -> Result<(), Refused> {
    if theirs.status != identity.status {
        return Err(Refused::OtherStatus { ours: identity.status, theirs: theirs.status });
    }
    if theirs.party == identity.party {
        return Err(Refused::OwnCode(theirs.party.clone()));
    }
    if !fingerprint::typed_is(typed, &theirs.fingerprint()) {
        return Err(Refused::FingerprintDiffers(theirs.party.clone()));
    }
    Ok(())
}

fn read_reply(bytes: &[u8], ours: Status) -> Result<(Vec<u8>, Reply), Refused> {
    let payload = File::read(bytes)?.expect(FileKind::PairingReply, ours)?;
    let reply: Reply = cbor::decode(&payload).map_err(Refused::Malformed)?;
    if reply.ct1.len() != x_wing::CIPHERTEXT_SIZE {
        return Err(Refused::Malformed(Malformed::Rule("an X-Wing ciphertext has 1,120 bytes")));
    }
    Ok((payload, reply))
}

fn pairing_id(a: &Invitation, reply: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(a.hash()).chain_update(Sha256::digest(reply)).finalize().into()
}

fn close_mac(key: &Secret, status: Status, id: &[u8; 32], confirm: &[u8]) -> [u8; 32] {
    labels::mac(key, Name::ConfirmMac, status, &[b"4", id, confirm])
}

fn encapsulate(to: &Invitation, randomness: &[u8; 64]) -> Result<(Vec<u8>, Secret), Refused> {
    let key = EncapsulationKey::try_from(to.kem_public.as_slice());
    let key = key.map_err(|_| Refused::BadKem(to.party.clone()))?;
    let (ct, ss) = key.encapsulate_deterministic(&(*randomness).into());
    Ok((ct.to_vec(), Secret::new(ss.into())))
}

fn decapsulate(identity: &Identity, ct: &[u8], from: &PartyCode) -> Result<Secret, Refused> {
    let bad = || Refused::BadKem(from.clone());
    let ct = Ciphertext::try_from(ct).map_err(|_| bad())?;
    let key = DecapsulationKeyRejectNonContrib::from(*identity.kem_seed.bytes());
    let ss = key.try_decapsulate(&ct).map_err(|_| bad())?;
    Ok(Secret::new(ss.into()))
}

fn file(kind: FileKind, status: Status, payload: Vec<u8>) -> ByteVec {
    File { kind, status, payload }.armour().into_bytes().into()
}
