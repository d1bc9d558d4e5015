//! **What k of n custodians hold for a party** (continuity.md): its root and its seal as FROST shares, and everything that
//! is done with shares. No disk, clock, socket or randomness: the generator is an argument of every call that draws.
//!
//! In: shares, typed digits, texts to approve, time, a generator. Out: shares, digits, proofs, signatures, refusals.
//!
//! I1 fewer than k shares give nothing: every call that needs k says so before it computes. I2 shares of two sets never
//! mix: party, status, generation and version are compared first. I3 a secret that was made whole is compared with the
//! stored key before it is used, because interpolation of mixed shares gives a wrong key without an error. I4 secrets are
//! wiped when dropped, stand in no Debug output, and are compared in constant time. I5 the public package of the root
//! is secret material too: a quantum computer finds the root in it.

pub mod apart;
mod approval;
mod bytes;
mod closing;
mod custodians;
mod damm;
mod dealing;
mod derived;
mod drill;
mod enrol;
mod error;
mod file;
mod governance;
mod health;
mod label;
mod package;
mod proof;
mod refresh;
mod register;
mod seal;
mod share;
mod sheet;
mod state;
mod steps;

pub use approval::{Act, Approval, Approved, approve, approved};
pub use closing::{COOLING_MS, Closing, Moved, closing};
pub use custodians::{Change, Custodian, Warning, warnings};
pub use dealing::{Dealt, MOST, found};
pub use derived::{Derived, derived, whole_root};
pub use drill::{DrillRecord, DrillResult};
pub use enrol::{enrol, places_for};
pub use error::CustodyError;
pub use file::{Kind as FileKind, Paper, Waiting, Word, file, kind_of, read};
pub use frost_ed25519::rand_core;
pub use governance::{GovernanceAct, Kind as GovernanceKind, act_mac, act_mac_is};
pub use health::{Health, health};
pub use package::{Index, Public, Secret32, SetId, Status};
pub use proof::{Proof, prove, proved};
pub use refresh::refresh;
pub use register::Register;
pub use seal::{Commitments, Nonces, aggregate, commit, sign, sign_together, signature_is};
pub use share::Share;
pub use sheet::{GROUPS, Which, digits, read_digits};
pub use state::CustodyState;
pub use steps::{Ceremony, Plan, Step, StepDone};
