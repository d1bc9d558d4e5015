//! **What it adds up to**: folds over the admitted entries of one compartment (notices.md section 8).
//!
//! In: admitted entries, in any order that a carrier may admit them. Out: states at a cut and a time, one root.
//!
//! I1 every state is a pure function of (cut, as_of): neither the order of admission nor what this node alone saw
//! changes it. I2 nothing in an entry makes a fold panic: what is not readable is kept and shown as such.
//! I3 MATCH and MISMATCH are computed here, never carried.

pub mod revised;
pub mod stand;
pub mod terms;

pub use stand::Standing;
pub use terms::Terms;
