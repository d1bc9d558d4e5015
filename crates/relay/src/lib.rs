//! **A relay**: the shell round the mailbox rules of [`line::mailbox`], and the client side of its verbs.
//!
//! In: HTTPS POSTs with CBOR bodies from nodes that it does not know, a configuration from its host. Out:
//! answers; on a loopback address a page for the host's desk, health and counts; the kit for a host who is no
//! engineer; words.
//!
//! I1 what is answered as kept is durable. I2 a client can harm only itself: sizes, times, rates and connections
//! are bounded, every decoder is total. I3 neither logs nor metrics name a mailbox, a token or a party. I4 a
//! client accepts one pinned key and no other; two clients share no connection.

mod client;
mod config;
mod desk;
mod error;
mod faults;
mod kit;
mod limits;
mod metrics;
mod page;
mod progress;
mod prove;
mod runtime;
mod server;
mod survey;
mod tls;
mod words;
mod writer;

pub use client::Client;
pub use config::{AccountConfig, LimitsConfig, RelayConfig};
pub use error::RelayError;
pub use faults::{Faults, Link};
pub use kit::{parties_page, write_kit};
pub use progress::{Progress, Say, silent};
pub use prove::{in_words, prove};
pub use runtime::runtime;
pub use server::{Relay, Tap};
pub use survey::{Survey, survey};
pub use tls::{Pin, ServerIdentity, client_config as client_tls};
