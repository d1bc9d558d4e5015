//! Pairing: how two parties come to share a day root, by four files (line.md section 2).
//!
//! In: invitations, the fingerprint that a person typed, an optional courier secret, 64 random bytes. Out: the
//! next file, and at the end [`Paired`]. A = the lower party code; its invitation is message 1.
//!
//! ```text
//! A: invitation (1)             ->  B: types A's fingerprint, reply (2) = B's invitation, ct1
//! A: types B's fingerprint, confirm (3) = ct2, MAC     ->  B: paired, close (4) = MAC  ->  A: paired
//! ```
//!
//! I1 nothing is encapsulated to a key whose fingerprint no person has typed. I2 no signature anywhere. I3 each
//! state survives a restart, and a message that comes twice gets the same answer. I4 a file of another status is
//! refused with that reason (R14).

mod exchange;
mod invitation;

pub use exchange::{Exchange, Paired, Roots, Step};
pub use invitation::{Identity, Invitation, InvitationName, InvitationRelay};
