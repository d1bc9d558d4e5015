//! The leaf certificate as both groups use it: its faults become refusals of a group verb.
//!
//! I1 a certificate that any check refuses never reaches a merge.

use crate::certificate::{CertificateFault, LeafCertificate, SerialRule};
use crate::group::{CertificateAuthority, GroupError, Member};
use crate::ids::CompartmentId;

/// A certificate of the own party for `leaf_key`, addressed to every member.
pub(crate) fn certify(
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    serial: u64,
    leaf_key: &[u8; 32],
) -> Result<Vec<u8>, GroupError> {
    let made = LeafCertificate::make(authority, &CompartmentId(*compartment), serial, leaf_key);
    made.map(|certificate| certificate.encode()).map_err(refusal)
}

/// Checks a certificate against the leaf it stands in.
pub(crate) fn check(
    authority: &dyn CertificateAuthority,
    compartment: &[u8; 32],
    bytes: &[u8],
    leaf_key: &[u8],
    serials: SerialRule,
) -> Result<Member, GroupError> {
    let compartment = CompartmentId(*compartment);
    LeafCertificate::check(bytes, authority, &compartment, leaf_key, serials).map(member).map_err(refusal)
}

/// The member that a certificate names, without any check: for leaves checked when they entered, and one's own.
pub(crate) fn read(bytes: &[u8]) -> Result<Member, GroupError> {
    LeafCertificate::decode(bytes).map(member).map_err(refusal)
}

fn member(certificate: LeafCertificate) -> Member {
    Member { party: certificate.party, serial: certificate.serial, leaf_key: certificate.leaf_key }
}

fn refusal(fault: CertificateFault) -> GroupError {
    GroupError::Certificate { party: fault.party().cloned(), check: fault.check() }
}
