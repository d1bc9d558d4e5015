//! What a node and a relay say to each other: six verbs over HTTPS POST with CBOR bodies (line.md section 10).
//! Nothing secret stands in a URL. The relay learns mailbox, time, size class and account.
//!
//! One verb is one POST to `/v1/VERB`; request and answer are the canonical CBOR of these types.

use crate::ids::{EnvelopeHash, MailboxId};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};

/// A token shown to a relay; compared there by SHA-256 in constant time, never stored in the clear.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct Token(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

impl Token {
    /// What the relay keeps and compares: SHA-256 of the token.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(secret)")
    }
}

/// The key under which a relay's receipts for one reader are MACed.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct ReceiptKey(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

impl std::fmt::Debug for ReceiptKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReceiptKey(secret)")
    }
}

/// A request of any verb.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Request {
    /// Opens mailboxes for the account that holds the token.
    #[n(0)]
    Open(#[n(0)] Open),
    /// Deposits envelopes.
    #[n(1)]
    Put(#[n(0)] Put),
    /// Fetches envelopes after a seq; long poll.
    #[n(2)]
    Take(#[n(0)] Take),
    /// Deletes up to a seq, after the fetcher's Persist.
    #[n(3)]
    Drop(#[n(0)] DropUpTo),
    /// Replaces the newest mark in the own slot; also the path probe.
    #[n(4)]
    Mark(#[n(0)] Mark),
    /// Asks the relay's clock.
    #[n(5)]
    Time(#[n(0)] TimeAsk),
}

impl Request {
    /// The last segment of the URL path.
    pub fn verb(&self) -> &'static str {
        match self {
            Request::Open(_) => "open",
            Request::Put(_) => "put",
            Request::Take(_) => "take",
            Request::Drop(_) => "drop",
            Request::Mark(_) => "mark",
            Request::Time(_) => "time",
        }
    }
}

/// Opens mailboxes under an account, one account token a compartment.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Open {
    /// The account token, given by the relay's host.
    #[n(0)]
    pub account: Token,
    /// The mailboxes, at most 256.
    #[n(1)]
    pub boxes: Vec<NewBox>,
}

/// One mailbox to be opened; opening the same one twice with equal fields is the same as once.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NewBox {
    /// Its id.
    #[n(0)]
    pub mailbox: MailboxId,
    /// SHA-256 of the fill token.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub fill_hash: [u8; 32],
    /// SHA-256 of the empty token.
    #[n(2)]
    #[cbor(with = "minicbor::bytes")]
    pub empty_hash: [u8; 32],
    /// Key of receipts to the depositor.
    #[n(3)]
    pub fill_receipt_key: ReceiptKey,
    /// Key of receipts to the fetcher.
    #[n(4)]
    pub empty_receipt_key: ReceiptKey,
    /// Whether the depositor may learn seq and minute of the last hand-over.
    #[n(5)]
    pub tell_hand_over: bool,
}

/// Deposits envelopes, in order; each is durable before the answer names it.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Put {
    /// The envelopes, at most 128 and 4 MiB together.
    #[n(0)]
    pub items: Vec<PutItem>,
    /// Mailboxes whose last hand-over is asked for, with their fill tokens.
    #[n(1)]
    pub ask_hand_over: Vec<HandOverAsk>,
}

/// One envelope for one mailbox.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct PutItem {
    /// The fill token of the mailbox that stands first in the envelope.
    #[n(0)]
    pub fill: Token,
    /// The whole envelope: 2, 8, 32 or 64 KiB, its first 32 bytes the mailbox.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub envelope: Vec<u8>,
}

/// Asks when a mailbox was last emptied.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct HandOverAsk {
    /// The mailbox.
    #[n(0)]
    pub mailbox: MailboxId,
    /// Its fill token.
    #[n(1)]
    pub fill: Token,
}

/// Fetches what stands after a seq in each mailbox; answers at once if there is any, else waits.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Take {
    /// The mailboxes, at most 256.
    #[n(0)]
    pub from: Vec<TakeFrom>,
    /// How long to wait for something, at most 55,000 ms.
    #[n(1)]
    pub wait_ms: u32,
    /// At most this many bytes of envelopes, at most 4 MiB (one always fits).
    #[n(2)]
    pub max_bytes: u32,
}

/// One mailbox to fetch from.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TakeFrom {
    /// The mailbox.
    #[n(0)]
    pub mailbox: MailboxId,
    /// Its empty token.
    #[n(1)]
    pub empty: Token,
    /// Only envelopes with a greater seq.
    #[n(2)]
    pub after: u64,
}

/// Deletes what the fetcher has persisted.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct DropUpTo {
    /// At most 256 of (mailbox, empty token, seq up to and including which to delete).
    #[n(0)]
    pub upto: Vec<TakeFrom>,
}

/// Replaces the own mark: one slot a mailbox, newest only.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Mark {
    /// The own mark slot (a mailbox whose fill and empty token are the own party's).
    #[n(0)]
    pub slot: MailboxId,
    /// Its fill token.
    #[n(1)]
    pub fill: Token,
    /// A new mark of bucket size, or absent to read only.
    #[n(2)]
    pub envelope: Option<minicbor::bytes::ByteVec>,
    /// Mailboxes whose last hand-over is asked for.
    #[n(3)]
    pub ask_hand_over: Vec<HandOverAsk>,
}

/// Asks the relay's clock.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TimeAsk {}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Response {
    /// Mailboxes are open.
    #[n(0)]
    Opened,
    /// One outcome an item, in order, and the hand-overs asked for.
    #[n(1)]
    Put(#[n(0)] Vec<PutOutcome>, #[n(1)] Vec<HandOver>),
    /// Envelopes, by mailbox and seq.
    #[n(2)]
    Taken(#[n(0)] Vec<Taken>),
    /// Deleted.
    #[n(3)]
    Dropped,
    /// The mark that stood before, and the hand-overs asked for.
    #[n(4)]
    Marked(#[n(0)] Option<minicbor::bytes::ByteVec>, #[n(1)] Vec<HandOver>, #[n(2)] RelayTime),
    /// The relay's clock.
    #[n(5)]
    Time(#[n(0)] RelayTime),
    /// The whole request is refused; nothing was changed.
    #[n(6)]
    Refused(#[n(0)] RelayRefusal),
}

/// The relay's clock with its declared error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RelayTime {
    /// Milliseconds since 1970 UTC.
    #[n(0)]
    pub utc_ms: i64,
    /// Declared error, milliseconds.
    #[n(1)]
    pub error_ms: u32,
}

/// What became of one deposited envelope.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum PutOutcome {
    /// Durable; the receipt convinces the depositor only.
    #[n(0)]
    Kept(#[n(0)] RelayReceipt),
    /// Not kept.
    #[n(1)]
    Refused(#[n(0)] RelayRefusal),
}

/// A relay's word about one envelope, MACed for one reader.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RelayReceipt {
    /// The mailbox.
    #[n(0)]
    pub mailbox: MailboxId,
    /// Its place in the mailbox.
    #[n(1)]
    pub seq: u64,
    /// SHA-256 of the envelope.
    #[n(2)]
    pub envelope: EnvelopeHash,
    /// Size class 0 to 3 (2, 8, 32, 64 KiB).
    #[n(3)]
    pub bucket: u8,
    /// When it was deposited, by the relay's clock.
    #[n(4)]
    pub deposited: RelayTime,
    /// Head of the mailbox's carrier log with this deposit in it.
    #[n(5)]
    #[cbor(with = "minicbor::bytes")]
    pub log_head: [u8; 32],
    /// HMAC-SHA-256 under the reader's receipt key, label "demarche/relay-receipt/1", over the fields above and the relay id.
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    pub mac: [u8; 32],
}

/// One fetched envelope.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Taken {
    /// The receipt for the fetcher (deposit time as told to the fetcher).
    #[n(0)]
    pub receipt: RelayReceipt,
    /// The envelope.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub envelope: Vec<u8>,
    /// When it was handed over, by the relay's clock.
    #[n(2)]
    pub handed_over: RelayTime,
}

/// When a mailbox was last emptied, to the minute, MACed for the depositor.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct HandOver {
    /// The mailbox.
    #[n(0)]
    pub mailbox: MailboxId,
    /// Highest seq handed over, 0 if none.
    #[n(1)]
    pub seq: u64,
    /// Minute of the last `take`, whether it found anything or not, minutes since 1970; absent if never.
    #[n(2)]
    pub minute: Option<i64>,
    /// HMAC under the fill receipt key, label "demarche/hand-over/1".
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub mac: [u8; 32],
}

/// Why a relay refuses; N1 for the sender.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum RelayRefusal {
    /// No such mailbox, or the token does not fit (one answer for both).
    #[n(0)]
    NoSuchBox,
    /// No such account.
    #[n(1)]
    NoSuchAccount,
    /// Mailbox or account over its quota in bytes or count; dated, nothing is evicted.
    #[n(2)]
    OverQuota(#[n(0)] RelayTime),
    /// Too many requests; try again after this many ms.
    #[n(3)]
    TooFast(#[n(0)] u32),
    /// Not one of the four sizes.
    #[n(4)]
    NotABucket,
    /// Not the canonical form, or over a limit of this page.
    #[n(5)]
    Malformed,
    /// The relay could not make it durable (disk full, failing).
    #[n(6)]
    NotDurable,
    /// A mailbox of that id is open with other fields.
    #[n(7)]
    AlreadyOpen,
    /// The account has as many mailboxes as it may.
    #[n(8)]
    TooManyBoxes,
}
