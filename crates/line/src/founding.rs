//! Founding a compartment between parties that are paired (line.md section 2, Creation).
//!
//! In: what people decided ([`FoundingInput::Start`]), answers of relays, KeyPackages and Welcomes from whoever
//! holds the group code. Out: calls to relays, rows, and [`FoundingEvent`]s: lend KeyPackages, found the group,
//! join it. One value serves a node; it works over the pairs' mailboxes, outside every compartment.
//!
//! ```text
//! creator: request -> every member: KeyPackages -> creator: Ready, founds, Welcome -> member: joins, done
//! ```
//!
//! I1 the creator founds only with a KeyPackage of every member, all told the same charter. I2 whatever is lost
//! is sent again until it is answered; whatever comes twice is answered alike. I3 no call leaves before the rows
//! that remember it. I4 a request of another status or with a member that is not paired here is declined.

mod desk;
mod post;

pub use desk::{FoundingEffect, FoundingEvent, FoundingInput, Foundings};
pub use post::{OwnRelay, Peer};
