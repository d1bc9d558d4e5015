//! The release table of notices.md ("Who may release"): what one more seal makes of a draft.
//!
//! I1 persons and authenticators are counted, never flags: two seals are two persons with two authenticators, also
//! where one of either passed from hand to hand within the last 24 hours. I2 nobody without a sealing role seals.

use crate::challenge::{Approved, Purpose};
use crate::error::ChanceryError;
use crate::officers::{Role, Roster};
use crate::seal_log::Seal;
use notice::spec::Release;
use notice::vocabulary::AuthorityLevel;
use std::collections::BTreeSet;

/// Seals a draft has so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sealed<'a> {
    /// "This draft is mine."
    pub drafter: Option<&'a Seal>,
    /// "Release this."
    pub first: Option<&'a Seal>,
}

/// What a further seal makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Kept as the drafter's.
    Drafted,
    /// Kept as the first; another person's is missing.
    Pending,
    /// It goes.
    Release(Authority),
}

/// Who released, by office and by role: all that leaves the node of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Highest rank among the seals.
    pub level: AuthorityLevel,
    /// Role of the first seal or drafter.
    pub drafted_by: Role,
    /// Role of the last seal.
    pub released_by: Role,
}

/// Applies the table.
///
/// # Errors
/// [`ChanceryError::NoRole`], [`ChanceryError::SamePerson`], [`ChanceryError::SameKey`],
/// [`ChanceryError::RankMissing`]; the seals so far stay.
pub fn decide(
    rule: Release,
    so_far: Sealed<'_>,
    seal: &Approved,
    roster: &Roster,
) -> Result<Decision, ChanceryError> {
    if seal.purpose() == Purpose::Draft {
        may(seal, !seal.roles().is_empty(), "DESK")?;
        return Ok(Decision::Drafted);
    }
    may(seal, seal.roles().iter().any(|role| role.seals()), "WATCH, DEPUTY, SENIOR, PRINCIPAL")?;
    let other = match rule {
        Release::One | Release::OneReviewedAfter | Release::OneThenSeal => None,
        Release::DraftedByAnother => Some(so_far.first.or(so_far.drafter)),
        Release::Two | Release::TwoWith(_) => Some(so_far.first),
    };
    let Some(other) = other else {
        return Ok(Decision::Release(authority(seal.roles(), seal.roles())));
    };
    let Some(other) = other else { return Ok(Decision::Pending) };
    distinct(other, seal, roster)?;
    if let Release::TwoWith(level) = rule {
        let ranked =
            [&other.roles, seal.roles()].iter().any(|roles| roles.iter().any(|r| reaches(*r, level)));
        if !ranked {
            return Err(ChanceryError::RankMissing { asked: level.word().to_owned() });
        }
    }
    Ok(Decision::Release(authority(&other.roles, seal.roles())))
}

/// Two seals are of two persons with two authenticators.
///
/// # Errors
/// [`ChanceryError::SamePerson`], [`ChanceryError::SameKey`].
pub fn distinct(first: &Seal, second: &Approved, roster: &Roster) -> Result<(), ChanceryError> {
    if first.person == *second.person() {
        return Err(ChanceryError::SamePerson { person: first.person.to_string() });
    }
    let passed_on = roster.holders_of_late(&first.authenticator, second.at_ms()).contains(second.person())
        || roster.holders_of_late(second.authenticator(), second.at_ms()).contains(&first.person);
    if first.authenticator == *second.authenticator() || passed_on {
        return Err(ChanceryError::SameKey);
    }
    Ok(())
}

fn may(seal: &Approved, may: bool, asked: &str) -> Result<(), ChanceryError> {
    let refused = || ChanceryError::NoRole { person: seal.person().to_string(), asked: asked.to_owned() };
    if may { Ok(()) } else { Err(refused()) }
}

fn reaches(role: Role, level: AuthorityLevel) -> bool {
    match level {
        AuthorityLevel::Watch => role.seals(),
        AuthorityLevel::Senior => role.ranked(),
        AuthorityLevel::Principal => role == Role::Principal,
    }
}

fn authority(first: &BTreeSet<Role>, last: &BTreeSet<Role>) -> Authority {
    let highest = |roles: &BTreeSet<Role>| roles.last().copied().unwrap_or(Role::Watch);
    let (drafted_by, released_by) = (highest(first), highest(last));
    let level = match drafted_by.max(released_by) {
        Role::Principal => AuthorityLevel::Principal,
        Role::Senior => AuthorityLevel::Senior,
        _ => AuthorityLevel::Watch,
    };
    Authority { level, drafted_by, released_by }
}
