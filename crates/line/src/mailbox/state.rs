//! What a relay knows of an account and of a mailbox; what stands in its rows.

use super::{RelayTable, RelayWrite, erase, write};
use crate::cbor::{self, Malformed};
use crate::envelope::Bucket;
use crate::ids::{EnvelopeHash, MailboxId};
use crate::relay_api::{NewBox, RelayTime};
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

/// An account: its quota as rows keep it, its use as the state counts it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Account {
    #[n(0)]
    pub(super) quota_bytes: u64,
    #[n(1)]
    pub(super) quota_boxes: u32,
    #[cbor(skip)]
    pub(super) bytes: u64,
    #[cbor(skip)]
    pub(super) boxes: u32,
}

impl Account {
    pub(super) fn decode(row: &[u8]) -> Result<Self, Malformed> {
        cbor::decode(row)
    }
}

/// What is known of one deposit besides its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Deposit {
    #[n(0)]
    pub(super) envelope: EnvelopeHash,
    #[n(1)]
    pub(super) bucket: u8,
    #[n(2)]
    pub(super) deposited: RelayTime,
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub(super) log_head: [u8; 32],
}

impl Deposit {
    fn bytes(&self) -> u64 {
        Bucket::ALL.get(usize::from(self.bucket)).map_or(0, |b| b.size() as u64)
    }
}

/// One mailbox.
#[derive(Debug, Clone)]
pub(super) struct Mailbox {
    pub(super) owner: [u8; 32],
    pub(super) new: NewBox,
    pub(super) next_seq: u64,
    pub(super) dropped_to: u64,
    pub(super) handed_to: u64,
    pub(super) last_take_minute: Option<i64>,
    pub(super) log_head: [u8; 32],
    pub(super) log_from: u64,
    pub(super) log_next: u64,
    deposits: BTreeMap<u64, Deposit>,
    by_hash: BTreeMap<EnvelopeHash, u64>,
    bytes: u64,
    count: u64,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Row {
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    owner: [u8; 32],
    #[n(1)]
    new: NewBox,
    #[n(2)]
    next_seq: u64,
    #[n(3)]
    dropped_to: u64,
    #[n(4)]
    handed_to: u64,
    #[n(5)]
    last_take_minute: Option<i64>,
    #[n(6)]
    #[cbor(with = "minicbor::bytes")]
    log_head: [u8; 32],
    #[n(7)]
    log_from: u64,
    #[n(8)]
    log_next: u64,
}

impl Mailbox {
    pub(super) fn open(owner: [u8; 32], new: NewBox) -> Self {
        Mailbox {
            owner,
            new,
            next_seq: 1,
            dropped_to: 0,
            handed_to: 0,
            last_take_minute: None,
            log_head: [0; 32],
            log_from: 0,
            log_next: 0,
            deposits: BTreeMap::new(),
            by_hash: BTreeMap::new(),
            bytes: 0,
            count: 0,
        }
    }

    pub(super) fn decode(row: &[u8]) -> Result<Self, Malformed> {
        let row: Row = cbor::decode(row)?;
        Ok(Mailbox {
            next_seq: row.next_seq,
            dropped_to: row.dropped_to,
            handed_to: row.handed_to,
            last_take_minute: row.last_take_minute,
            log_head: row.log_head,
            log_from: row.log_from,
            log_next: row.log_next,
            ..Mailbox::open(row.owner, row.new)
        })
    }

    pub(super) fn row(&self, id: &MailboxId) -> RelayWrite {
        let row = Row {
            owner: self.owner,
            new: self.new.clone(),
            next_seq: self.next_seq,
            dropped_to: self.dropped_to,
            handed_to: self.handed_to,
            last_take_minute: self.last_take_minute,
            log_head: self.log_head,
            log_from: self.log_from,
            log_next: self.log_next,
        };
        write(RelayTable::Boxes, id.0.to_vec(), cbor::encode(&row))
    }

    /// Envelopes not dropped.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Bytes of envelopes not dropped.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn has_after(&self, seq: u64) -> bool {
        self.after(seq).next().is_some()
    }

    pub(super) fn after(&self, seq: u64) -> impl Iterator<Item = (u64, &Deposit)> {
        let from = seq.max(self.dropped_to).saturating_add(1);
        self.deposits.range(from..).map(|(seq, deposit)| (*seq, deposit))
    }

    pub(super) fn known(&self, hash: &EnvelopeHash) -> Option<(u64, &Deposit)> {
        let seq = *self.by_hash.get(hash)?;
        self.deposits.get(&seq).map(|deposit| (seq, deposit))
    }

    /// Takes a deposit into the index.
    pub(super) fn remember(&mut self, seq: u64, deposit: Deposit) {
        if seq > self.dropped_to {
            self.bytes += deposit.bytes();
            self.count += 1;
        }
        self.next_seq = self.next_seq.max(seq.saturating_add(1));
        self.by_hash.insert(deposit.envelope, seq);
        self.deposits.insert(seq, deposit);
    }

    /// When the last deposit that is still known was made, dropped or not.
    pub(super) fn last_deposit_ms(&self) -> Option<i64> {
        self.deposits.last_key_value().map(|(_, deposit)| deposit.deposited.utc_ms)
    }

    /// The last seq deposited before an instant, if any is not dropped yet.
    pub(super) fn last_deposited_before(&self, utc_ms: i64) -> Option<u64> {
        let old = self.after(0).take_while(|(_, deposit)| deposit.deposited.utc_ms < utc_ms);
        old.last().map(|(seq, _)| seq)
    }

    /// Deletes envelopes up to a seq and gives the bytes freed. The last [`REMEMBERED`] deposits stay known, so
    /// that a repeated put of a dropped envelope gets its receipt again instead of a second place.
    pub(super) fn drop_up_to(&mut self, id: &MailboxId, seq: u64, writes: &mut Vec<RelayWrite>) -> u64 {
        let upto = seq.min(self.next_seq - 1);
        if upto <= self.dropped_to {
            return 0;
        }
        let mut freed = 0;
        for (seq, deposit) in self.deposits.range(self.dropped_to + 1..=upto) {
            freed += deposit.bytes();
            self.count -= 1;
            writes.push(erase(RelayTable::Envelopes, join_key(id, *seq)));
        }
        self.bytes -= freed;
        self.dropped_to = upto;
        let forget_to = upto.saturating_sub(REMEMBERED);
        let forgotten: Vec<u64> = self.deposits.range(..=forget_to).map(|(seq, _)| *seq).collect();
        for seq in forgotten {
            if let Some(deposit) = self.deposits.remove(&seq) {
                self.by_hash.remove(&deposit.envelope);
                writes.push(erase(RelayTable::Deposits, join_key(id, seq)));
            }
        }
        freed
    }
}

/// Whether a mailbox is asked for with the fields that it was opened with, in constant time.
pub(super) fn same_box(old: &NewBox, new: &NewBox) -> bool {
    let same = old.fill_hash.ct_eq(&new.fill_hash)
        & old.empty_hash.ct_eq(&new.empty_hash)
        & old.fill_receipt_key.0.ct_eq(&new.fill_receipt_key.0)
        & old.empty_receipt_key.0.ct_eq(&new.empty_receipt_key.0);
    bool::from(same) && old.mailbox == new.mailbox && old.tell_hand_over == new.tell_hand_over
}

/// mailbox || seq, 8 bytes big-endian: rows of one mailbox stand together, in order.
pub(super) fn join_key(id: &MailboxId, seq: u64) -> Vec<u8> {
    [id.0.as_slice(), &seq.to_be_bytes()].concat()
}

pub(super) fn split_key(key: &[u8]) -> Result<(MailboxId, u64), Malformed> {
    let (id, seq) = key.split_first_chunk::<32>().ok_or(SHORT_KEY)?;
    let seq: [u8; 8] = seq.try_into().map_err(|_| SHORT_KEY)?;
    Ok((MailboxId(*id), u64::from_be_bytes(seq)))
}

pub(super) fn key32(key: &[u8]) -> Result<[u8; 32], Malformed> {
    key.try_into().map_err(|_| SHORT_KEY)
}

const SHORT_KEY: Malformed = Malformed::Rule("a row's key has another length");

/// Dropped deposits that stay known, a mailbox.
const REMEMBERED: u64 = 1_024;
