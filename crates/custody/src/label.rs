//! Labels of this crate: "demarche/" NAME "/1" || STATUS, then each field with its length, as the line's (line.md 3).

use crate::package::{Secret32, Status};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// What a derived key, a MAC or a signature is for. No word begins another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    Root,
    Kem,
    Backup,
    Proof,
    Approval,
    Drill,
    Act,
    Sheet,
    Apart,
}

impl Name {
    fn word(self) -> &'static str {
        match self {
            Name::Root => "custody-root",
            Name::Kem => "custody-kem",
            Name::Backup => "custody-backup",
            Name::Proof => "custody-proof",
            Name::Approval => "custody-approval",
            Name::Drill => "custody-drill",
            Name::Act => "custody-act",
            Name::Sheet => "custody-sheet",
            Name::Apart => "custody-dkg",
        }
    }
}

/// Label and fields as one string.
pub(crate) fn framed(name: Name, status: Status, fields: &[&[u8]]) -> Vec<u8> {
    let mut out = format!("demarche/{}/1{}", name.word(), status.word()).into_bytes();
    for field in fields {
        let length = u32::try_from(field.len()).expect("no field here is near 4 GiB");
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(field);
    }
    out
}

/// HKDF-SHA-256 with an empty salt, 32 bytes.
pub(crate) fn derive(key: &Secret32, name: Name, status: Status, fields: &[&[u8]]) -> Secret32 {
    let mut out = [0; 32];
    Hkdf::<Sha256>::new(None, key.bytes())
        .expand(&framed(name, status, fields), &mut out)
        .expect("32 bytes are always allowed");
    Secret32::new(out)
}

/// HMAC-SHA-256.
pub(crate) fn mac(key: &[u8; 32], name: Name, status: Status, fields: &[&[u8]]) -> [u8; 32] {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    hmac.update(&framed(name, status, fields));
    hmac.finalize().into_bytes().into()
}
