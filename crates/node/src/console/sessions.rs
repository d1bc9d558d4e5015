//! Who is logged in: random ids in cookies, looked up here; in memory only, so a restart ends them all.
//!
//! I1 a session ends 13 h after it began; it locks 15 min after the last act and then hears alarms, nothing else.
//! I2 only hashes of ids are kept. I3 a nonce for a login serves once, for two minutes.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Sessions and login nonces.
#[derive(Default)]
pub(crate) struct Sessions {
    open: BTreeMap<[u8; 32], Session>,
    nonces: BTreeMap<[u8; 32], u64>,
}

/// One person at one browser.
#[derive(Clone)]
pub(crate) struct Session {
    /// The person's code.
    pub(crate) person: String,
    /// Ends then whatever happens, ms of the monotonic clock.
    pub(crate) ends_mono_ms: u64,
    /// Locks then unless something is done.
    pub(crate) locks_mono_ms: u64,
}

/// How a request stands to a session.
pub(crate) enum Standing {
    /// Nobody is logged in.
    Nobody,
    /// Locked: alarms only.
    Locked(Session),
    /// At work.
    Open(Session),
}

impl Sessions {
    /// Begins a session under a fresh id.
    pub(crate) fn begin(&mut self, now_mono_ms: u64, person: &str, id: &[u8; 32]) {
        self.sweep(now_mono_ms);
        let session = Session {
            person: person.to_owned(),
            ends_mono_ms: now_mono_ms.saturating_add(ABSOLUTE_MS),
            locks_mono_ms: now_mono_ms.saturating_add(IDLE_MS),
        };
        self.open.insert(hash(id), session);
    }

    /// Finds a session; `acting` puts its lock off.
    pub(crate) fn find(&mut self, now_mono_ms: u64, id: &[u8], acting: bool) -> Standing {
        let key = hash(id);
        let Some(session) = self.open.get_mut(&key) else { return Standing::Nobody };
        if now_mono_ms >= session.ends_mono_ms {
            self.open.remove(&key);
            return Standing::Nobody;
        }
        if now_mono_ms >= session.locks_mono_ms {
            return Standing::Locked(session.clone());
        }
        if acting {
            session.locks_mono_ms = now_mono_ms.saturating_add(IDLE_MS);
        }
        Standing::Open(session.clone())
    }

    /// Ends a session.
    pub(crate) fn end(&mut self, id: &[u8]) {
        self.open.remove(&hash(id));
    }

    /// Ends all sessions of a person.
    pub(crate) fn end_all(&mut self, person: &str) {
        self.open.retain(|_, session| session.person != person);
    }

    /// Whether anybody's session is open and unlocked.
    pub(crate) fn anybody(&self, now_mono_ms: u64) -> bool {
        self.open.values().any(|s| now_mono_ms < s.locks_mono_ms && now_mono_ms < s.ends_mono_ms)
    }

    /// Keeps a nonce for a login; false when too many are open.
    pub(crate) fn offer(&mut self, now_mono_ms: u64, nonce: [u8; 32]) -> bool {
        self.sweep(now_mono_ms);
        if self.nonces.len() >= MOST_NONCES {
            return false;
        }
        self.nonces.insert(nonce, now_mono_ms.saturating_add(NONCE_MS));
        true
    }

    /// Uses a nonce up.
    pub(crate) fn use_nonce(&mut self, now_mono_ms: u64, nonce: &[u8; 32]) -> bool {
        self.nonces.remove(nonce).is_some_and(|until| now_mono_ms < until)
    }

    fn sweep(&mut self, now_mono_ms: u64) {
        self.open.retain(|_, session| now_mono_ms < session.ends_mono_ms);
        self.nonces.retain(|_, until| now_mono_ms < *until);
    }
}

fn hash(id: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(b"demarche/console-session/1").chain_update(id).finalize().into()
}

/// A watch of twelve hours and its hand-over, ms (console.md).
pub(crate) const ABSOLUTE_MS: u64 = 13 * 3_600_000;
/// Idle time before the lock, ms (console.md).
pub(crate) const IDLE_MS: u64 = 15 * 60_000;
const NONCE_MS: u64 = 120_000;
const MOST_NONCES: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    fn open(standing: &Standing) -> bool {
        matches!(standing, Standing::Open(_))
    }

    #[test]
    fn a_session_locks_when_idle_and_ends_after_a_watch() {
        let mut sessions = Sessions::default();
        sessions.begin(0, "anne", &[1; 32]);
        assert!(open(&sessions.find(IDLE_MS - 1, &[1; 32], true)));
        assert!(open(&sessions.find(2 * IDLE_MS - 2, &[1; 32], false)));
        assert!(matches!(sessions.find(2 * IDLE_MS, &[1; 32], true), Standing::Locked(_)));
        assert!(matches!(sessions.find(ABSOLUTE_MS, &[1; 32], true), Standing::Nobody));
        assert!(matches!(sessions.find(1, &[2; 32], true), Standing::Nobody));
    }

    #[test]
    fn a_nonce_serves_once() {
        let mut sessions = Sessions::default();
        assert!(sessions.offer(0, [7; 32]));
        assert!(sessions.use_nonce(1, &[7; 32]));
        assert!(!sessions.use_nonce(1, &[7; 32]));
        assert!(sessions.offer(0, [8; 32]));
        assert!(!sessions.use_nonce(NONCE_MS, &[8; 32]));
    }
}
