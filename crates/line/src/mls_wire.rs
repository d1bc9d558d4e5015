//! The leaves inside handshake messages, read without the group (RFC 9420 sections 6, 7.2, 10, 12): certificate and
//! signature key of whoever enters or rotates. Nothing is verified here but the form.
//!
//! I1 total: any bytes give leaves or a refusal. I2 no length field is trusted beyond the bytes that are there.

use crate::group::GroupError;

/// Certificate and leaf key.
pub(crate) type RawLeaf = (Vec<u8>, [u8; 32]);

/// The new leaf of an UPDATE.
pub(crate) fn of_update(message: &[u8]) -> Result<RawLeaf, GroupError> {
    let mut reader = content(message, PROPOSAL).ok_or_else(|| malformed("UPDATE"))?;
    let update = reader.number(2) == Some(UPDATE);
    reader.leaf().filter(|_| update).ok_or_else(|| malformed("UPDATE"))
}

/// The committer's new leaf.
pub(crate) fn of_commit(message: &[u8]) -> Result<RawLeaf, GroupError> {
    let mut reader = content(message, COMMIT).ok_or_else(|| malformed("commit"))?;
    let path = reader.vector().and_then(|_| reader.number(1)) == Some(1);
    reader.leaf().filter(|_| path).ok_or_else(|| malformed("commit"))
}

/// The leaf that a KeyPackage offers.
pub(crate) fn of_key_package(bytes: &[u8]) -> Result<RawLeaf, GroupError> {
    let mut reader = Reader(bytes);
    let leaf = reader.number(4).and_then(|_| reader.vector()).and_then(|_| reader.leaf());
    leaf.ok_or_else(|| malformed("KeyPackage"))
}

/// Behind the head of a PublicMessage by a member, if its content is of this type.
fn content(message: &[u8], kind: u64) -> Option<Reader<'_>> {
    let mut reader = Reader(message);
    let public = reader.number(2)? == MLS_10 && reader.number(2)? == PUBLIC_MESSAGE;
    reader.vector()?;
    reader.number(8)?;
    let member = reader.number(1)? == MEMBER;
    reader.number(4)?;
    reader.vector()?;
    let right = reader.number(1)? == kind;
    (public && member && right).then_some(reader)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(head)
    }

    fn number(&mut self, bytes: usize) -> Option<u64> {
        Some(self.take(bytes)?.iter().fold(0, |n, b| n << 8 | u64::from(*b)))
    }

    /// A byte string with its length (RFC 9420 section 2.1.2).
    fn vector(&mut self) -> Option<&'a [u8]> {
        let first = *self.0.first()?;
        let bytes = 1usize << (first >> 6);
        let length = self.number(bytes)? & !(0b11 << (bytes * 8 - 2));
        self.take(usize::try_from(length).ok().filter(|_| bytes < 8)?)
    }

    /// Encryption key, signature key and credential of a LeafNode.
    fn leaf(&mut self) -> Option<RawLeaf> {
        self.vector()?;
        let key = self.vector()?.try_into().ok()?;
        self.number(2)?;
        let certificate = self.vector()?.to_vec();
        Some((certificate, key))
    }
}

fn malformed(what: &str) -> GroupError {
    GroupError::Malformed(format!("{what}: no leaf can be read in it"))
}

const MLS_10: u64 = 1;
const PUBLIC_MESSAGE: u64 = 1;
const MEMBER: u64 = 1;
const PROPOSAL: u64 = 2;
const COMMIT: u64 = 3;
const UPDATE: u64 = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = (of_update(&bytes), of_commit(&bytes), of_key_package(&bytes));
        }
    }

    #[test]
    fn a_length_beyond_the_bytes_is_refused() {
        assert!(Reader(&[0xBF, 0xFF, 0xFF, 0xFF, 1]).vector().is_none());
        assert!(Reader(&[0xFF; 16]).vector().is_none(), "the fourth form is not used");
        assert_eq!(Reader(&[2, 7, 8, 9]).vector(), Some([7, 8].as_slice()));
    }
}
