//! **How it travels**: entries, transcript, groups behind the trait [`group::Group`], delivery, receipts,
//! tests, diagnosis, time bounds, and the mailbox rules of a relay. Payloads are bytes to this crate.
//!
//! In: [`machine::Input`] and the time. Out: [`machine::Effect`]. No clock, disk, socket or randomness:
//! all four are handed in.
//!
//! I1 nothing is sent, acknowledged or shown before its Persist has committed. I2 equal admitted sets give
//! equal order, digest and state on every node. I3 nothing acknowledged is lost, doubled or altered unseen.
//! I4 no generation of a ratchet seals twice. I5 a MUTUAL_ONLY compartment carries no long-term signature.

pub mod annex;
pub mod archive;
pub mod armour;
pub mod ballot;
pub mod body;
pub mod cbor;
pub mod certificate;
pub mod closing;
pub mod config;
pub mod cut;
pub mod diagnosis;
pub mod direct;
pub mod docket;
pub mod entry;
mod entry_row;
pub mod envelope;
pub mod era;
pub mod error;
pub mod fingerprint;
pub mod founding;
pub mod group;
pub mod header;
pub mod ids;
pub mod keys;
pub mod label_form;
pub mod label_group;
mod label_window;
pub mod labels;
mod leaf;
pub mod line;
pub mod machine;
pub mod mailbox;
pub mod merkle;
mod mls_crypto;
pub mod mls_group;
mod mls_leaf;
mod mls_refusal;
mod mls_storage;
mod mls_welcome;
mod mls_wire;
pub mod offsets;
pub mod opening_rows;
pub mod pairing;
mod places;
pub mod pouch;
pub mod prove;
pub mod record;
pub mod reform;
pub mod refused;
pub mod relay_api;
pub mod script;
pub mod secret;
mod segment;
pub mod sheet;
pub mod time;
pub mod transcript;
pub mod witness;
