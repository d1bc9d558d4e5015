//! The leaf certificate: what ties a leaf key to a party, for its peers only (line.md section 3).
//!
//! In: the pairwise MACs of a [`CertificateAuthority`]. Out: a certificate, or the first check that failed.
//!
//! I1 nobody outside the pair can tell a certificate from one that the peer made. I2 a serial never goes back.
//! I3 each check has its own name, so the member that made a bad leaf is told which.

use crate::body::PeerMac;
use crate::cbor;
use crate::group::CertificateAuthority;
use crate::ids::{CompartmentId, PartyCode};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use subtle::ConstantTimeEq;

/// What stands in the MLS credential of type 0xF0DE.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LeafCertificate {
    /// Who.
    #[n(0)]
    pub party: PartyCode,
    /// In which compartment.
    #[n(1)]
    pub compartment: CompartmentId,
    /// One more for each leaf key of the party in the compartment.
    #[n(2)]
    pub serial: u64,
    /// Ids of the courier runs that the day roots of these MACs include, if any.
    #[n(3)]
    pub courier: Option<ByteVec>,
    /// Ed25519 public key; the leaf's signature key.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub leaf_key: [u8; 32],
    /// A MAC for every other member, by party.
    #[n(5)]
    pub macs: Vec<PeerMac>,
}

/// The former fields, which the MACs cover.
#[derive(Encode)]
#[cbor(map)]
struct Former<'a> {
    #[n(0)]
    party: &'a PartyCode,
    #[n(1)]
    compartment: &'a CompartmentId,
    #[n(2)]
    serial: u64,
    #[n(3)]
    courier: Option<&'a ByteVec>,
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    leaf_key: &'a [u8; 32],
}

/// The first check that a certificate fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CertificateFault {
    /// Not the canonical form.
    Malformed,
    /// Its leaf key is not the leaf's signature key.
    WrongKey,
    /// For another compartment.
    WrongGroup,
    /// Not of a party that is (to be) a member.
    NotAMember(PartyCode),
    /// It has no MAC for us, or one for a peer is missing that every certificate must address.
    PeerMissing(PartyCode),
    /// The MAC for us is wrong.
    WrongMac(PartyCode),
    /// The MAC for us is that of another status: an exercise's leaf on an actual line, or the reverse (R14).
    OtherStatus(PartyCode),
    /// The serial is not above all seen.
    Serial {
        /// Whose.
        party: PartyCode,
        /// The one that stands in it.
        serial: u64,
        /// The highest seen.
        seen: u64,
    },
    /// Not paired with this peer, so no certificate can be made for it.
    NotPaired(PartyCode),
}

impl CertificateFault {
    /// The check's name as `GroupError::Certificate` carries it.
    pub fn check(&self) -> &'static str {
        match self {
            CertificateFault::Malformed => "MALFORMED",
            CertificateFault::WrongKey => "WRONG-KEY",
            CertificateFault::WrongGroup => "WRONG-GROUP",
            CertificateFault::NotAMember(_) => "NOT-A-MEMBER",
            CertificateFault::PeerMissing(_) => "PEER-MISSING",
            CertificateFault::WrongMac(_) => "WRONG-MAC",
            CertificateFault::OtherStatus(_) => "OTHER-STATUS",
            CertificateFault::Serial { .. } => "SERIAL",
            CertificateFault::NotPaired(_) => "NOT-PAIRED",
        }
    }

    /// The party concerned, if it could be read.
    pub fn party(&self) -> Option<&PartyCode> {
        match self {
            CertificateFault::Malformed | CertificateFault::WrongKey | CertificateFault::WrongGroup => None,
            CertificateFault::NotAMember(p)
            | CertificateFault::PeerMissing(p)
            | CertificateFault::WrongMac(p)
            | CertificateFault::OtherStatus(p)
            | CertificateFault::NotPaired(p)
            | CertificateFault::Serial { party: p, .. } => Some(p),
        }
    }
}

/// Which serials a receiver takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SerialRule {
    /// A new leaf: above all seen of its party, or that of an unused spare KeyPackage.
    AboveSeen,
    /// A leaf that stands in a tree one joins, or one checked before.
    AnyOnce,
}

impl LeafCertificate {
    /// Makes the own certificate for every other member.
    ///
    /// # Errors
    /// [`CertificateFault::NotPaired`] naming the first member without a day root.
    pub fn make(
        authority: &dyn CertificateAuthority,
        compartment: &CompartmentId,
        serial: u64,
        leaf_key: &[u8; 32],
    ) -> Result<Self, CertificateFault> {
        let mut certificate = LeafCertificate {
            party: authority.own().clone(),
            compartment: *compartment,
            serial,
            courier: None,
            leaf_key: *leaf_key,
            macs: Vec::new(),
        };
        let former = certificate.former();
        let mut peers = authority.members();
        peers.retain(|p| p != authority.own());
        peers.sort();
        peers.dedup();
        for peer in peers {
            let mac = authority.mac(&peer, &former).ok_or(CertificateFault::NotPaired(peer.clone()))?;
            certificate.macs.push(PeerMac { peer, mac });
        }
        Ok(certificate)
    }

    /// Canonical bytes: the content of the MLS credential.
    pub fn encode(&self) -> Vec<u8> {
        cbor::encode(self)
    }

    /// Reads without checking anything but the form.
    ///
    /// # Errors
    /// [`CertificateFault::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CertificateFault> {
        let certificate: LeafCertificate = cbor::decode(bytes).map_err(|_| CertificateFault::Malformed)?;
        let ascends = certificate.macs.windows(2).all(|w| w[0].peer < w[1].peer);
        let own = certificate.macs.iter().any(|m| m.peer == certificate.party);
        if ascends && !own { Ok(certificate) } else { Err(CertificateFault::Malformed) }
    }

    /// Checks a leaf one by one: form, key, group, membership, peers, MAC, serial. A leaf of our own is checked
    /// for form, key and group only.
    ///
    /// # Errors
    /// The first [`CertificateFault`].
    pub fn check(
        bytes: &[u8],
        authority: &dyn CertificateAuthority,
        compartment: &CompartmentId,
        leaf_key: &[u8],
        serials: SerialRule,
    ) -> Result<Self, CertificateFault> {
        let certificate = LeafCertificate::decode(bytes)?;
        if certificate.leaf_key.as_slice() != leaf_key {
            return Err(CertificateFault::WrongKey);
        }
        if certificate.compartment != *compartment {
            return Err(CertificateFault::WrongGroup);
        }
        if certificate.party != *authority.own() {
            certificate.check_peers(authority)?;
            certificate.check_mac(authority)?;
            certificate.check_serial(authority, serials)?;
        }
        Ok(certificate)
    }

    fn check_peers(&self, authority: &dyn CertificateAuthority) -> Result<(), CertificateFault> {
        let members = authority.members();
        if !members.contains(&self.party) {
            return Err(CertificateFault::NotAMember(self.party.clone()));
        }
        for member in members.iter().filter(|m| **m != self.party) {
            if !self.macs.iter().any(|m| m.peer == *member) {
                return Err(CertificateFault::PeerMissing(self.party.clone()));
            }
        }
        Ok(())
    }

    fn check_mac(&self, authority: &dyn CertificateAuthority) -> Result<(), CertificateFault> {
        let ours = self.macs.iter().find(|m| m.peer == *authority.own());
        let ours = ours.ok_or_else(|| CertificateFault::PeerMissing(self.party.clone()))?;
        let right = authority
            .mac(&self.party, &self.former())
            .ok_or_else(|| CertificateFault::NotPaired(self.party.clone()))?;
        if bool::from(right.ct_eq(&ours.mac)) {
            Ok(())
        } else if authority.of_another_status(&self.party, &self.former(), &ours.mac) {
            Err(CertificateFault::OtherStatus(self.party.clone()))
        } else {
            Err(CertificateFault::WrongMac(self.party.clone()))
        }
    }

    fn check_serial(
        &self,
        authority: &dyn CertificateAuthority,
        serials: SerialRule,
    ) -> Result<(), CertificateFault> {
        let seen = authority.highest_serial(&self.party);
        let old = self.serial <= seen && !authority.is_spare(&self.party, self.serial);
        if serials == SerialRule::AboveSeen && old {
            return Err(CertificateFault::Serial { party: self.party.clone(), serial: self.serial, seen });
        }
        Ok(())
    }

    /// The bytes that every MAC covers: the map of fields 0 to 4.
    fn former(&self) -> Vec<u8> {
        cbor::encode(&Former {
            party: &self.party,
            compartment: &self.compartment,
            serial: self.serial,
            courier: self.courier.as_ref(),
            leaf_key: &self.leaf_key,
        })
    }
}
