//! The red-line crate through its public door.

mod claims;
mod drafts;
mod maps;
mod oracle;
mod random;
mod same;
mod sound;
mod tables;
mod weak;
