//! A pouch: a file of envelopes carried by hand; importing it is the receive path (line.md section 9).
//!
//! In: envelopes for one recipient, the first a `direct` manifest. Out: a file, and back.
//!
//! I1 the file names nobody: mailboxes and sizes are all that a finder sees, and the status. I2 the order of
//! envelopes is kept, but nothing rests on it.

use crate::armour::{File, FileKind};
use crate::cbor::{self, Malformed};
use crate::envelope::Bucket;
use crate::ids::Status;
use crate::refused::Refused;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

#[derive(Encode, Decode)]
#[cbor(map)]
struct Wire {
    #[n(0)]
    envelopes: Vec<ByteVec>,
}

/// Packs envelopes into a file (binary form; a pouch is too long for armour).
pub fn pack(status: Status, envelopes: Vec<Vec<u8>>) -> Vec<u8> {
    let envelopes = envelopes.into_iter().map(Into::into).collect();
    File { kind: FileKind::Pouch, status, payload: cbor::encode(&Wire { envelopes }) }.encode()
}

/// Reads the envelopes of a pouch for a node of a status. Whether they open is the receive path's business.
///
/// # Errors
/// [`Refused`]: not a file, another kind, another status, malformed.
pub fn open(bytes: &[u8], ours: Status) -> Result<Vec<Vec<u8>>, Refused> {
    let payload = File::read(bytes)?.expect(FileKind::Pouch, ours)?;
    let wire: Wire = cbor::decode(&payload).map_err(Refused::Malformed)?;
    if wire.envelopes.iter().any(|e| Bucket::of_size(e.len()).is_none()) {
        return Err(Refused::Malformed(Malformed::Rule("an envelope of another size")));
    }
    Ok(wire.envelopes.into_iter().map(Into::into).collect())
}

/// The path of everything that comes by pouch; no relay may have this id.
pub const PATH: &str = "POUCH";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pouch_comes_back_in_order_and_to_its_own_status_only() {
        let envelopes = vec![vec![1; 2_048], vec![2; 8_192]];
        let file = pack(Status::Exercise, envelopes.clone());
        assert_eq!(open(&file, Status::Exercise), Ok(envelopes));
        assert!(matches!(open(&file, Status::Actual), Err(Refused::OtherStatus { .. })));
    }

    #[test]
    fn an_envelope_of_another_size_is_refused() {
        assert!(matches!(
            open(&pack(Status::Test, vec![vec![1; 7]]), Status::Test),
            Err(Refused::Malformed(_))
        ));
    }
}
