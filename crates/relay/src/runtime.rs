//! The threads that serve sockets.

use tokio::runtime::{Builder, Runtime};

/// A runtime with a thread for every second core, at least one. The other half is for the threads that hold
/// mailboxes and compartments: a thread of the runtime that looks for work in vain takes a core from them just
/// when one message passes from hand to hand.
///
/// # Errors
/// The system gives no thread.
pub fn runtime() -> std::io::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Builder::new_multi_thread().worker_threads((cores / 2).max(1)).enable_all().build()
}
