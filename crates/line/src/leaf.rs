//! Making and checking the certificate of an MLS leaf, alike for both groups (line.md section 3).
//!
//! I1 a certificate that any check refuses never reaches a merge. I2 what is checked is the pairing MAC made for
//! *this* party; of the others only that they were addressed, since each checks its own.

use crate::cbor;
use crate::group::{CertificateAuthority, GroupError, Member};
use crate::ids::{CompartmentId, PartyCode};
use minicbor::{Decode, Encode};
use subtle::ConstantTimeEq;

/// `{party, compartment, serial, k, leaf key, [(peer, MAC)]}`, the content of the MLS credential.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Certificate {
    #[n(0)]
    party: PartyCode,
    #[n(1)]
    compartment: CompartmentId,
    #[n(2)]
    serial: u64,
    #[n(3)]
    courier: Option<minicbor::bytes::ByteVec>,
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    leaf_key: [u8; 32],
    #[n(5)]
    macs: Option<Vec<PeerMac>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
struct PeerMac {
    #[n(0)]
    peer: PartyCode,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    mac: [u8; 32],
}

/// Whether a leaf enters the tree now or was found there on joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entering {
    /// By UPDATE, COMMIT or Add: its serial must be above all seen.
    Now,
    /// Found in the tree that a Welcome brought: its serial may have been seen.
    Before,
}

/// A certificate of the own party for `leaf_key`, addressed to every member.
pub(crate) fn certify(
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    serial: u64,
    leaf_key: &[u8; 32],
) -> Result<Vec<u8>, GroupError> {
    let own = authority.own();
    let mut certificate = Certificate {
        party: own.clone(),
        compartment: CompartmentId(*compartment),
        serial,
        courier: None,
        leaf_key: *leaf_key,
        macs: None,
    };
    let former = cbor::encode(&certificate);
    let mut macs = Vec::new();
    for peer in authority.members().into_iter().filter(|p| p != own) {
        let mac = authority
            .mac(&peer, &former)
            .ok_or(GroupError::Certificate { party: Some(peer.clone()), check: "PEER-MISSING" })?;
        macs.push(PeerMac { peer, mac });
    }
    certificate.macs = Some(macs);
    Ok(cbor::encode(&certificate))
}

/// Checks another party's certificate against the leaf it stands in.
pub(crate) fn check(
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    bytes: &[u8],
    leaf_key: &[u8],
    entering: Entering,
) -> Result<Member, GroupError> {
    let refuse = |party: Option<&PartyCode>, check| GroupError::Certificate { party: party.cloned(), check };
    let mut certificate: Certificate = cbor::decode(bytes).map_err(|_| refuse(None, "MALFORMED"))?;
    let macs = certificate.macs.take().unwrap_or_default();
    let former = cbor::encode(&certificate);
    let party = &certificate.party;
    if !party.well_formed() {
        return Err(refuse(None, "MALFORMED"));
    }
    if certificate.leaf_key.as_slice() != leaf_key {
        return Err(refuse(Some(party), "WRONG-KEY"));
    }
    if certificate.compartment.0 != *compartment {
        return Err(refuse(Some(party), "WRONG-GROUP"));
    }
    let fresh = certificate.serial > authority.highest_serial(party);
    if entering == Entering::Now && !fresh {
        return Err(refuse(Some(party), "SERIAL"));
    }
    let addressed = |peer: &PartyCode| macs.iter().any(|m| m.peer == *peer);
    if !authority.members().iter().all(|p| p == party || addressed(p)) || !addressed(authority.own()) {
        return Err(refuse(Some(party), "PEER-MISSING"));
    }
    let expected = authority.mac(party, &former).ok_or_else(|| refuse(Some(party), "PEER-MISSING"))?;
    let ours = macs.iter().filter(|m| m.peer == *authority.own());
    if !ours.clone().all(|m| bool::from(m.mac.ct_eq(&expected))) {
        return Err(refuse(Some(party), "WRONG-MAC"));
    }
    Ok(Member { party: party.clone(), serial: certificate.serial, leaf_key: certificate.leaf_key })
}

/// The member that a certificate names, without any check: for leaves checked when they entered, and one's own.
pub(crate) fn read(bytes: &[u8]) -> Result<Member, GroupError> {
    let malformed = |_| GroupError::Certificate { party: None, check: "MALFORMED" };
    let certificate: Certificate = cbor::decode(bytes).map_err(malformed)?;
    Ok(Member { party: certificate.party, serial: certificate.serial, leaf_key: certificate.leaf_key })
}
