//! **A relay**: the shell round the mailbox rules of [`line::mailbox`], and the client side of its verbs.
//!
//! In: HTTPS POSTs with CBOR bodies from nodes that it does not know, a configuration from its host. Out:
//! answers, counts on a loopback address, words for the host.
//!
//! I1 what is answered as kept is durable. I2 a client can harm only itself: sizes, times, rates and connections
//! are bounded, every decoder is total. I3 neither logs nor metrics name a mailbox, a token or a party. I4 a
//! client accepts one pinned key and no other; two clients share no connection.

mod client;
mod config;
mod error;
mod faults;
mod health;
mod limits;
mod metrics;
mod progress;
mod prove;
mod server;
mod tls;
mod writer;

pub use client::Client;
pub use config::{AccountConfig, LimitsConfig, RelayConfig};
pub use error::RelayError;
pub use faults::{Faults, Link};
pub use progress::{Progress, Say, silent};
pub use prove::prove;
pub use server::{Relay, Tap};
pub use tls::{Pin, ServerIdentity, client_config as client_tls};
