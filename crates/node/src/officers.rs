//! Officers at the party's desk: persons, keys, roles; every compartment is told.

use crate::api::{Hex, OfficerTold};
use crate::error::NodeError;
use crate::party::{Desk, roster_row};
use chancery::Input;
use chancery::officers::{Authenticator, PersonId, Role, Roster};
use chancery::passkey::Passkey;
use std::collections::{BTreeMap, BTreeSet};

/// Adds a person or a further key, and sets roles.
pub(crate) fn add(
    desk: &mut Desk,
    person: &str,
    authenticator: Option<Authenticator>,
    roles: &BTreeMap<String, Vec<String>>,
) -> Result<(), NodeError> {
    let id = person_id(person)?;
    let now_ms = desk.roll.clock().now().utc_ms;
    let mut roster = desk.roster.clone();
    if let Some(authenticator) = authenticator {
        if roster.active(&id) {
            roster.enrol(&id, authenticator, now_ms)?;
        } else {
            roster.add(&id, authenticator, now_ms)?;
        }
    }
    assign(&mut roster, &id, roles)?;
    adopt(desk, roster)
}

/// The authenticator of an Ed25519 public key.
///
/// # Errors
/// [`NodeError::NotOfItsForm`].
pub(crate) fn key_file(public_key: Vec<u8>) -> Result<Authenticator, NodeError> {
    let given = hex::encode(&public_key);
    public_key.try_into().map(Authenticator::KeyFile).map_err(|_| not_of_its_form("public_key", &given))
}

/// The authenticator of a passkey: its public key as the browser gives it and its credential id.
///
/// # Errors
/// [`NodeError::NotOfItsForm`].
pub(crate) fn passkey(public_key: &[u8], credential: &[u8]) -> Result<Authenticator, NodeError> {
    let read = Passkey::of(public_key, credential).map(Authenticator::Passkey);
    read.ok_or_else(|| not_of_its_form("public_key", &hex::encode(public_key)))
}

/// Adds a person who will enrol a key by a link, and sets roles.
pub(crate) fn admit(
    desk: &mut Desk,
    person: &str,
    roles: &BTreeMap<String, Vec<String>>,
) -> Result<(), NodeError> {
    let id = person_id(person)?;
    let mut roster = desk.roster.clone();
    roster.admit(&id)?;
    assign(&mut roster, &id, roles)?;
    adopt(desk, roster)
}

fn assign(
    roster: &mut Roster,
    id: &PersonId,
    roles: &BTreeMap<String, Vec<String>>,
) -> Result<(), NodeError> {
    for (compartment, words) in roles {
        let role = |word: &String| Role::parse(word).ok_or_else(|| not_of_its_form("role", word));
        let set: BTreeSet<Role> = words.iter().map(role).collect::<Result<_, _>>()?;
        roster.assign(id, compartment, set)?;
    }
    Ok(())
}

/// A person leaves.
pub(crate) fn leave(desk: &mut Desk, person: &str) -> Result<(), NodeError> {
    let mut roster = desk.roster.clone();
    roster.leave(&person_id(person)?, desk.roll.clock().now().utc_ms)?;
    adopt(desk, roster)
}

/// All persons, by code.
pub(crate) fn list(desk: &Desk) -> Vec<OfficerTold> {
    let told = |(person, officer): (&PersonId, &chancery::officers::Officer)| OfficerTold {
        person: person.to_string(),
        roles: officer
            .roles
            .iter()
            .map(|(c, set)| (c.clone(), set.iter().map(|r| r.word().to_owned()).collect()))
            .collect(),
        keys: officer.authenticators.iter().map(|a| Hex(a.id().0.to_vec())).collect(),
        left: officer.left,
    };
    desk.roster.officers().map(told).collect()
}

fn adopt(desk: &mut Desk, roster: Roster) -> Result<(), NodeError> {
    desk.keep(&[roster_row(&roster)])?;
    desk.roster = roster.clone();
    for (_, worker) in desk.roll.all() {
        worker.input(Input::Roster(roster.clone()));
    }
    Ok(())
}

fn person_id(person: &str) -> Result<PersonId, NodeError> {
    PersonId::parse(person).ok_or_else(|| not_of_its_form("person", person))
}

fn not_of_its_form(field: &str, given: &str) -> NodeError {
    NodeError::NotOfItsForm { field: field.to_owned(), given: given.to_owned() }
}
