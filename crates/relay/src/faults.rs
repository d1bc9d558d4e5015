//! Cut and slow links for exercises and demonstrations: a handle that only library callers can hold, since no
//! configuration names it.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// What the link of a client does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Link {
    /// Nothing passes; calls under way break.
    pub cut: bool,
    /// Each call waits this long before it leaves.
    pub delay: Duration,
}

/// A shared handle on the link of one or more clients.
#[derive(Debug, Clone)]
pub struct Faults {
    link: Arc<watch::Sender<Link>>,
}

impl Default for Faults {
    fn default() -> Self {
        Faults { link: Arc::new(watch::Sender::new(Link::default())) }
    }
}

impl Faults {
    /// Sets the link of every client that shares this handle.
    pub fn set(&self, link: Link) {
        self.link.send_replace(link);
    }

    /// The link now.
    pub fn link(&self) -> Link {
        *self.link.borrow()
    }

    /// Returns when the link is cut.
    pub(crate) async fn until_cut(&self) {
        let mut seen = self.link.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _ = seen.wait_for(|link| link.cut).await;
    }
}
