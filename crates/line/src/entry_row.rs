//! How an entry lies in the store.

use crate::entry::Entry;
use crate::ids::{EntryHash, PartyCode, Seq};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// An entry as stored: in which order it came here, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub(crate) struct EntryRow {
    #[n(0)]
    pub index: u64,
    #[n(1)]
    pub bytes: ByteVec,
}

/// The row of the entry that came as the `index`th: its key and its value.
pub(crate) fn row_of(entry: &Entry, index: u64) -> (Vec<u8>, Vec<u8>) {
    let h = &entry.header;
    let row = EntryRow { index, bytes: entry.encode().into() };
    (entry_key(&h.author, h.seq, &entry.hash), crate::cbor::encode(&row))
}

/// Row key of an entry: author, 0, seq, hash.
pub(crate) fn entry_key(author: &PartyCode, seq: Seq, hash: &EntryHash) -> Vec<u8> {
    [&place_key(author, seq)[..], &hash.0[..8]].concat()
}

/// With what row keys of an author's place begin.
pub(crate) fn place_key(author: &PartyCode, seq: Seq) -> Vec<u8> {
    [author.as_str().as_bytes(), &[0], &seq.to_be_bytes()].concat()
}
