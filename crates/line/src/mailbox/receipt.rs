//! Receipts: MACs for one reader, depositor or fetcher (line.md section 10). They convince nobody else.
//!
//! The relay knows no status; the receipt key that it was given carries it.

use super::state::{Deposit, Mailbox};
use crate::ids::MailboxId;
use crate::labels::hmac_bytes;
use crate::relay_api::{HandOver, NewBox, ReceiptKey, RelayReceipt, RelayTime};
use subtle::ConstantTimeEq;

/// The receipt that the depositor gets.
pub(super) fn for_depositor(
    relay: &str,
    id: &MailboxId,
    new: &NewBox,
    seq: u64,
    deposit: &Deposit,
) -> RelayReceipt {
    make(relay, id, &new.fill_receipt_key, seq, deposit, None)
}

/// The receipt that the fetcher gets; its MAC covers the hand-over too.
pub(super) fn for_fetcher(
    relay: &str,
    id: &MailboxId,
    new: &NewBox,
    seq: u64,
    deposit: &Deposit,
    handed_over: RelayTime,
) -> RelayReceipt {
    make(relay, id, &new.empty_receipt_key, seq, deposit, Some(handed_over))
}

/// Whether a receipt is the relay's word: for a depositor with `handed_over` absent, for a fetcher with the time
/// that stands beside the envelope.
pub fn receipt_is(
    relay: &str,
    key: &ReceiptKey,
    receipt: &RelayReceipt,
    handed_over: Option<RelayTime>,
) -> bool {
    mac_of(relay, key, receipt, handed_over).ct_eq(&receipt.mac).into()
}

/// The last hand-over of a mailbox, for its depositor.
pub(super) fn hand_over(relay: &str, id: &MailboxId, mailbox: &Mailbox) -> HandOver {
    let mut told =
        HandOver { mailbox: *id, seq: mailbox.handed_to, minute: mailbox.last_take_minute, mac: [0; 32] };
    told.mac = hand_over_mac(relay, &mailbox.new.fill_receipt_key, &told);
    told
}

/// Whether a hand-over is the relay's word.
pub fn hand_over_is(relay: &str, key: &ReceiptKey, told: &HandOver) -> bool {
    hand_over_mac(relay, key, told).ct_eq(&told.mac).into()
}

fn make(
    relay: &str,
    id: &MailboxId,
    key: &ReceiptKey,
    seq: u64,
    deposit: &Deposit,
    handed_over: Option<RelayTime>,
) -> RelayReceipt {
    let mut receipt = RelayReceipt {
        mailbox: *id,
        seq,
        envelope: deposit.envelope,
        bucket: deposit.bucket,
        deposited: deposit.deposited,
        log_head: deposit.log_head,
        mac: [0; 32],
    };
    receipt.mac = mac_of(relay, key, &receipt, handed_over);
    receipt
}

fn mac_of(relay: &str, key: &ReceiptKey, receipt: &RelayReceipt, handed_over: Option<RelayTime>) -> [u8; 32] {
    let mut message = framed(b"demarche/relay-receipt/1", relay);
    message.extend_from_slice(&receipt.mailbox.0);
    message.extend_from_slice(&receipt.seq.to_be_bytes());
    message.extend_from_slice(&receipt.envelope.0);
    message.push(receipt.bucket);
    push_time(&mut message, receipt.deposited);
    message.extend_from_slice(&receipt.log_head);
    if let Some(time) = handed_over {
        push_time(&mut message, time);
    }
    hmac_bytes(&key.0, &message)
}

fn hand_over_mac(relay: &str, key: &ReceiptKey, told: &HandOver) -> [u8; 32] {
    let mut message = framed(b"demarche/hand-over/1", relay);
    message.extend_from_slice(&told.mailbox.0);
    message.extend_from_slice(&told.seq.to_be_bytes());
    message.extend_from_slice(&told.minute.unwrap_or(i64::MIN).to_be_bytes());
    hmac_bytes(&key.0, &message)
}

fn framed(label: &[u8], relay: &str) -> Vec<u8> {
    let length = u32::try_from(relay.len()).unwrap_or(u32::MAX);
    [label, &length.to_be_bytes(), relay.as_bytes()].concat()
}

fn push_time(message: &mut Vec<u8>, time: RelayTime) {
    message.extend_from_slice(&time.utc_ms.to_be_bytes());
    message.extend_from_slice(&time.error_ms.to_be_bytes());
}
