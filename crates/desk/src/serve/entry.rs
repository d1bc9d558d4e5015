//! Who comes in: a link that works once, and the key of the session that it opened.

use axum::http::{HeaderMap, header};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};
use subtle::ConstantTimeEq;

/// A session lasts a watch with its handover.
const LASTS: Duration = Duration::from_secs(13 * 3_600);
/// Sessions at a time; the oldest gives way.
const MOST: usize = 8;

/// Shows the next link to whoever started the desk.
pub type Announce = Box<dyn Fn(&str) + Send + Sync>;

/// Links and sessions.
pub struct Entry {
    state: Mutex<State>,
    announce: Announce,
}

struct State {
    link: String,
    sessions: Vec<(String, Instant)>,
}

impl Entry {
    /// The first link is announced at once; each that is used is followed by the next.
    ///
    /// # Errors
    /// What the operating system said when asked for randomness.
    pub fn new(announce: Announce) -> Result<Self, getrandom::Error> {
        let link = secret()?;
        announce(&link);
        Ok(Entry { state: Mutex::new(State { link, sessions: Vec::new() }), announce })
    }

    /// The key of a new session for a link; `None` for one that is not the link of now.
    ///
    /// # Errors
    /// What the operating system said when asked for randomness.
    pub fn enter(&self, link: &str) -> Result<Option<String>, getrandom::Error> {
        let (key, next) = (secret()?, secret()?);
        let mut state = self.state();
        if !same(&state.link, link) {
            return Ok(None);
        }
        if state.sessions.len() >= MOST {
            state.sessions.remove(0);
        }
        state.sessions.push((key.clone(), Instant::now()));
        state.link.clone_from(&next);
        drop(state);
        (self.announce)(&next);
        Ok(Some(key))
    }

    /// Whether a request carries the key of a session.
    pub fn knows(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(key) = given.and_then(|value| value.strip_prefix("Bearer ")) else { return false };
        let mut state = self.state();
        state.sessions.retain(|(_, since)| since.elapsed() < LASTS);
        state.sessions.iter().any(|(own, _)| same(own, key))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the sessions panics")
    }
}

fn same(own: &str, given: &str) -> bool {
    own.as_bytes().ct_eq(given.as_bytes()).into()
}

fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use std::sync::Arc;

    fn bearing(key: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_str(&format!("Bearer {key}")).expect("a header");
        headers.insert(header::AUTHORIZATION, value);
        headers
    }

    #[test]
    fn a_link_opens_one_session_and_the_next_link_is_announced() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = told.clone();
        let entry = Entry::new(Box::new(move |link| heard.lock().expect("no panic").push(link.to_owned())))
            .expect("randomness");
        let first = told.lock().expect("no panic")[0].clone();
        assert_eq!(entry.enter("guessed").expect("randomness"), None);
        let key = entry.enter(&first).expect("randomness").expect("a session");
        assert_eq!(entry.enter(&first).expect("randomness"), None, "a link works once");
        let next = told.lock().expect("no panic")[1].clone();
        assert!(entry.knows(&bearing(&key)));
        assert!(
            !entry.knows(&bearing(&first)) && !entry.knows(&bearing("")) && !entry.knows(&HeaderMap::new())
        );
        for _ in 0..MOST {
            let link = told.lock().expect("no panic").last().expect("a link").clone();
            assert!(entry.enter(&link).expect("randomness").is_some());
        }
        assert!(!entry.knows(&bearing(&key)), "the oldest session gave way");
        assert_ne!(next, first);
    }
}
