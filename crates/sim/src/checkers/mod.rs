//! The promises of the line, one checker a file.

mod acknowledged;
mod apart;
mod closed;
mod dedupe;
mod durable;
mod generation;
mod given_away;
mod heads;
mod liars;
mod named;
mod one_commit;
mod outbox;
mod read_backs;
mod revised;
mod same;
mod sealed_anew;

use crate::promise::Checker;

/// Every checker, fresh.
pub fn all() -> Vec<Box<dyn Checker>> {
    vec![
        Box::new(acknowledged::Acknowledged::default()),
        Box::new(durable::DurableFirst),
        Box::new(dedupe::NothingTwice::default()),
        Box::new(same::SameEverywhere),
        Box::new(one_commit::OneCommit::default()),
        Box::new(generation::GenerationOnce::default()),
        Box::new(sealed_anew::SealedAnew::default()),
        Box::new(outbox::OutboxKept::default()),
        Box::new(named::Named::default()),
        Box::new(liars::LiarsOnly),
        Box::new(apart::Apart::default()),
        Box::new(read_backs::ReadBacks),
        Box::new(revised::RevisedAlike),
        Box::new(given_away::GivenAway::default()),
        Box::new(closed::Closed::default()),
        Box::new(heads::HeadsMeet),
    ]
}

pub use acknowledged::NAME as NOTHING_ACKNOWLEDGED_IS_LOST;
pub use apart::NAME as COMPARTMENTS_APART;
pub use closed::NAME as CLOSED_STAYS_CLOSED;
pub use dedupe::NAME as NOTHING_TWICE;
pub use durable::NAME as NOTHING_SHOWN_BEFORE_DURABLE;
pub use generation::NAME as NO_GENERATION_TWICE;
pub use given_away::NAME as NO_KEY_GIVEN_EARLY;
pub use heads::NAME as ALL_HEADS_MEET;
pub use liars::NAME as NO_HONEST_RELAY_IS_NAMED;
pub use named::NAME as FORKS_ARE_NAMED;
pub use one_commit::NAME as ONE_COMMIT_AN_EPOCH;
pub use outbox::NAME as OUTBOX_SURVIVES;
pub use read_backs::NAME as NO_READ_BACK_WITHOUT_A_MATCH;
pub use revised::NAME as REVISED_ALIKE;
pub use same::NAME as SAME_SET_SAME_ORDER;
pub use sealed_anew::NAME as SEALED_ANEW;
