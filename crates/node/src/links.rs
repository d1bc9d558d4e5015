//! One-time links: the way from the terminal to a person's first key in a browser.
//!
//! I1 a link serves once and for ten minutes. I2 the node keeps its hash only.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

/// Links handed out and not yet used.
#[derive(Default)]
pub(crate) struct Links {
    open: BTreeMap<[u8; 32], Link>,
}

struct Link {
    person: String,
    until_mono_ms: u64,
}

impl Links {
    /// Keeps a fresh token for a person.
    pub(crate) fn issue(&mut self, now_mono_ms: u64, person: &str, token: &[u8; 32]) {
        self.open.retain(|_, link| link.until_mono_ms > now_mono_ms);
        let link = Link { person: person.to_owned(), until_mono_ms: now_mono_ms.saturating_add(LIFE_MS) };
        self.open.insert(hash(token), link);
    }

    /// Whether a token can still be used.
    pub(crate) fn knows(&mut self, now_mono_ms: u64, token: &[u8]) -> bool {
        self.find(now_mono_ms, token).is_some()
    }

    /// The person of a token, who can use it no second time.
    pub(crate) fn take(&mut self, now_mono_ms: u64, token: &[u8]) -> Option<String> {
        let found = self.find(now_mono_ms, token)?;
        self.open.remove(&found).map(|link| link.person)
    }

    fn find(&mut self, now_mono_ms: u64, token: &[u8]) -> Option<[u8; 32]> {
        self.open.retain(|_, link| link.until_mono_ms > now_mono_ms);
        let given = hash(token);
        self.open.keys().find(|kept| bool::from(kept.ct_eq(&given))).copied()
    }
}

fn hash(token: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(b"demarche/console-link/1").chain_update(token).finalize().into()
}

/// How long a link can be used, ms (console.md, "Login").
pub(crate) const LIFE_MS: u64 = 600_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_serves_once_and_for_ten_minutes() {
        let mut links = Links::default();
        links.issue(0, "anne", &[1; 32]);
        links.issue(0, "boris", &[2; 32]);
        assert_eq!(links.take(1, &[3; 32]), None);
        assert_eq!(links.take(1, &[1; 32]).as_deref(), Some("anne"));
        assert_eq!(links.take(1, &[1; 32]), None);
        assert_eq!(links.take(LIFE_MS, &[2; 32]), None);
    }
}
