//! What stands in the seal log in place of a notice: HMAC(key of this node and epoch, canonical hash).
//!
//! I1 without the key a tag tells neither the notice nor whether two tags mean the same one. I2 once an epoch of a
//! MUTUAL_ONLY compartment is disclosed its key is destroyed: from then on the log says *who approved something
//! at that time* and no longer *what* (issue 3, "Officers on the command line"). I3 a destroyed key is not made again.

use crate::error::ChanceryError;
use hmac::{Hmac, Mac};
use line::ids::Epoch;
use line::machine::{Table, Write};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt;
use zeroize::Zeroizing;

/// The keys of all epochs that can still be told apart.
#[derive(Default)]
pub struct TagKeys {
    keys: BTreeMap<Epoch, Zeroizing<[u8; 32]>>,
}

impl fmt::Debug for TagKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TagKeys").field(&self.keys.keys().collect::<Vec<_>>()).finish()
    }
}

impl TagKeys {
    /// Takes a key in from its row.
    ///
    /// # Errors
    /// [`ChanceryError::RowUnreadable`] if it is not a row of this table.
    pub fn restore(&mut self, key: &[u8], value: &[u8]) -> Result<(), ChanceryError> {
        let unreadable = || ChanceryError::RowUnreadable { row: "tag".into() };
        let epoch = key.strip_prefix(PREFIX).and_then(|rest| rest.try_into().ok()).ok_or_else(unreadable)?;
        let secret: [u8; 32] = value.try_into().map_err(|_| unreadable())?;
        self.keys.insert(Epoch::from_be_bytes(epoch), Zeroizing::new(secret));
        Ok(())
    }

    /// Makes the key of a new epoch from fresh randomness; nothing if it is there.
    pub fn open(&mut self, epoch: Epoch, fresh: Zeroizing<[u8; 32]>) -> Option<Write> {
        if self.keys.contains_key(&epoch) {
            return None;
        }
        let write = Write { table: Table::Desk, key: row(epoch), value: Some(fresh.to_vec()) };
        self.keys.insert(epoch, fresh);
        Some(write)
    }

    /// Destroys the keys of all epochs up to this one, in memory and in their rows. Called when it is disclosed.
    pub fn destroy_up_to(&mut self, epoch: Epoch) -> Vec<Write> {
        let gone: Vec<Epoch> = self.keys.range(..=epoch).map(|(of, _)| *of).collect();
        let destroy = |of: Epoch| {
            self.keys.remove(&of);
            Write { table: Table::Desk, key: row(of), value: None }
        };
        gone.into_iter().map(destroy).collect()
    }

    /// The newest epoch that has a key.
    pub fn newest(&self) -> Option<Epoch> {
        self.keys.keys().next_back().copied()
    }

    /// The tag of a subject in an epoch; `None` once the key is destroyed, or before it is made.
    pub fn tag(&self, epoch: Epoch, subject: &[u8; 32]) -> Option<[u8; 32]> {
        let key = self.keys.get(&epoch)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_slice()).expect("HMAC takes a key of any length");
        mac.update(b"demarche/subject/1");
        mac.update(subject);
        Some(mac.finalize().into_bytes().into())
    }
}

fn row(epoch: Epoch) -> Vec<u8> {
    [PREFIX, &epoch.to_be_bytes()].concat()
}

/// Rows of this file in the table `Desk` begin so.
pub const PREFIX: &[u8] = b"tag/";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_key_is_destroyed_no_tag_can_be_tied_to_its_subject() {
        let mut keys = TagKeys::default();
        let made = keys.open(4, Zeroizing::new([1; 32])).expect("new");
        let tag = keys.tag(4, &[5; 32]).expect("the key is there");
        let mut restored = TagKeys::default();
        restored.restore(&made.key, &made.value.expect("a row")).expect("readable");
        assert_eq!(restored.tag(4, &[5; 32]), Some(tag), "a restart keeps what the log means");
        keys.open(5, Zeroizing::new([2; 32]));
        let gone = keys.destroy_up_to(4);
        assert_eq!(gone.len(), 1, "the next epoch's key stays");
        assert_eq!((&gone[0].key, &gone[0].value), (&made.key, &None), "the row goes with it");
        assert_eq!(keys.tag(4, &[5; 32]), None);
        assert!(keys.tag(5, &[5; 32]).is_some());
    }

    #[test]
    fn epochs_have_unlike_tags_for_one_subject() {
        let mut keys = TagKeys::default();
        keys.open(4, Zeroizing::new([1; 32]));
        keys.open(5, Zeroizing::new([2; 32]));
        assert_ne!(keys.tag(4, &[5; 32]), keys.tag(5, &[5; 32]));
        assert_eq!(keys.newest(), Some(5));
    }
}
