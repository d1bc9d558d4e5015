//! What stands in an entry's body, by kind (line.md section 5).
//!
//! In: body bytes. Out: typed values.
//!
//! I1 every list that has an order is refused in any other, so one meaning has one form.

mod annex;
mod charter;
mod control;
mod receipt;
mod test;

pub use annex::{Annex, Reader};
pub use charter::{Charter, CharterRelay, MemberTempo, Parameters, RecordKey, Tempo};
pub use control::{
    Ack, Ask, AskWhy, Commit, Control, Disclose, Nack, NackWhy, Newcomer, Opening, PeerMac, PskPresent,
    Reform, ReformWhy,
};
pub use receipt::{Instant, Missing, Receipt, Statement};
pub use test::{Echo, OffsetBound, Test};

use crate::cbor::{self, Malformed};
use crate::header::{Attestation, Kind};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

/// Body of a NOTICE: `[bytes]`, or `[bytes, record_sig]` in a TRANSFERABLE compartment; after a flare its id is third.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct NoticeBody {
    /// Canonical bytes of `notice`, opaque here.
    #[n(0)]
    pub bytes: ByteVec,
    /// Record signature (line.md section 4).
    #[n(1)]
    pub record_sig: Option<ByteArray<64>>,
    /// The flare that carried this notice before its author could write entries (line.md section 11).
    #[n(2)]
    pub flare: Option<ByteArray<16>>,
}

impl NoticeBody {
    /// Reads a NOTICE body and holds it to the compartment's attestation (entry I3).
    ///
    /// # Errors
    /// [`Malformed`]; a record signature in MUTUAL_ONLY, or none in TRANSFERABLE, is [`Malformed::Rule`].
    pub fn decode(body: &[u8], attestation: Attestation) -> Result<Self, Malformed> {
        let notice: NoticeBody = cbor::decode(body)?;
        match (attestation, notice.record_sig.is_some()) {
            (Attestation::MutualOnly, true) => Err(Malformed::Rule("a record signature in MUTUAL_ONLY")),
            (Attestation::Transferable, false) => Err(Malformed::Rule("no record signature in TRANSFERABLE")),
            _ => Ok(notice),
        }
    }
}

/// Checks a body against its kind; what the entry codec calls.
///
/// # Errors
/// [`Malformed`], naming the rule.
pub fn check(kind: Kind, body: &[u8], attestation: Attestation) -> Result<(), Malformed> {
    match kind {
        Kind::Notice => NoticeBody::decode(body, attestation).map(drop),
        Kind::Receipt => Receipt::decode(body).map(drop),
        Kind::Test => Test::decode(body).map(drop),
        Kind::Charter => Charter::decode(body, attestation).map(drop),
        Kind::Control => Control::decode(body).map(drop),
        Kind::Annex => Annex::decode(body).map(drop),
    }
}

/// Whether a text is a path id: 1 to 32 of capital letters, digits and '-'.
pub fn is_path(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
}

fn rule(holds: bool, rule: &'static str) -> Result<(), Malformed> {
    if holds { Ok(()) } else { Err(Malformed::Rule(rule)) }
}

fn ascending<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K, name: &'static str) -> Result<(), Malformed> {
    rule(items.windows(2).all(|w| key(&w[0]) < key(&w[1])), name)
}
