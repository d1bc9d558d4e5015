//! **War games**: scenarios, their play in virtual time on the real cores, and the shipped example.
//!
//! In: the texts of a scenario's folder ([`folder::Folder`]). Out: a checked scenario ([`inspect::inspect`]); its play
//! ([`play::play`]): end states, checks, fingerprints, what was refused; its transcripts, which [`replay`] folds again
//! in other orders. No disk: texts are handed in; the shipped example is embedded.
//!
//! I1 an unknown key, name, word or file is refused with file and line before anything is played. I2 a scenario that
//! is inspected names only what it declares. I3 no scenario can be ACTUAL. I4 equal scenarios give equal plays.

pub mod error;
pub mod expect;
mod feed;
pub mod folder;
pub mod inspect;
pub mod mirror;
pub mod moment;
pub mod play;
pub mod question;
pub mod replay;
pub mod report;
pub mod scenario;
pub mod shipped;
pub mod texts;
pub mod timeline;
pub mod world;
