//! Who may act for this party: persons, their authenticators, their roles in each compartment.
//!
//! In: what an administrator of this node says, with the time. Out: a [`Roster`] that the release desk asks.
//!
//! I1 persons and authenticators are counted, never flags (house.md, "An officer's way"). I2 one authenticator
//! belongs to one person, and to nobody else until 24 hours after it was taken away. I3 a person's code is never
//! given to another. I4 no officer's name or key leaves the node.

use crate::error::ChanceryError;
use crate::passkey::{Assertion, Passkey};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A person of this party, by a code that stays inside the node: 2 to 32 of `a-z 0-9 . -`, a letter first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct PersonId(#[n(0)] String);

impl PersonId {
    /// Reads a person's code; `None` if it has another shape.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
        let shape = (2..=32).contains(&text.len())
            && text.bytes().all(fits)
            && text.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
        shape.then(|| PersonId(text.to_owned()))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a person is in a compartment (notices.md, envelope `release` and charter C).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Role {
    /// Drafts; releases nothing.
    #[n(0)]
    Desk,
    /// On the watch as a deputy: paged after the watch, releases like it.
    #[n(1)]
    Deputy,
    /// On the watch.
    #[n(2)]
    Watch,
    /// One of the ranks that threats and understandings need.
    #[n(3)]
    Senior,
    /// The other.
    #[n(4)]
    Principal,
}

impl Role {
    /// Every role, lowest first.
    pub const ALL: [Role; 5] = [Role::Desk, Role::Deputy, Role::Watch, Role::Senior, Role::Principal];

    /// The word in commands, files and notices.
    pub fn word(self) -> &'static str {
        match self {
            Role::Desk => "DESK",
            Role::Deputy => "DEPUTY",
            Role::Watch => "WATCH",
            Role::Senior => "SENIOR",
            Role::Principal => "PRINCIPAL",
        }
    }

    /// The code in a notice's release line, where a code has at most eight letters.
    pub fn code(self) -> &'static str {
        match self {
            Role::Principal => "PRINC",
            other => other.word(),
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether this role may seal a release at all.
    pub fn seals(self) -> bool {
        self != Role::Desk
    }

    /// Whether this role is one of the ranks (notices.md, "Who may release").
    pub fn ranked(self) -> bool {
        matches!(self, Role::Senior | Role::Principal)
    }
}

/// SHA-256 of an authenticator's kind and public part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct AuthenticatorId(
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub [u8; 32],
);

impl fmt::Display for AuthenticatorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// How a person shows who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Authenticator {
    /// A passphrase-encrypted Ed25519 key file on the officer's terminal; here its public key.
    #[n(0)]
    KeyFile(#[cbor(n(0), with = "minicbor::bytes")] [u8; 32]),
    /// A passkey that the browser uses at the console.
    #[n(1)]
    Passkey(#[n(0)] Passkey),
}

impl Authenticator {
    /// Its id.
    pub fn id(&self) -> AuthenticatorId {
        let mut hash = Sha256::new();
        hash.update(b"demarche/authenticator/1");
        match self {
            Authenticator::KeyFile(public) => {
                hash.update(b"ed25519");
                hash.update(public);
            }
            Authenticator::Passkey(passkey) => {
                hash.update(b"webauthn-es256");
                hash.update(passkey.public);
            }
        }
        AuthenticatorId(hash.finalize().into())
    }

    /// Whether `proof` over `message` was made with it. Strict: no small-order keys, no second encoding.
    pub fn verifies(&self, message: &[u8], proof: &Proof) -> bool {
        match (self, proof) {
            (Authenticator::KeyFile(public), Proof::Signature(signature)) => {
                let signature = ed25519_dalek::Signature::from_bytes(signature);
                ed25519_dalek::VerifyingKey::from_bytes(public)
                    .is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
            }
            (Authenticator::Passkey(passkey), Proof::Assertion(assertion)) => {
                passkey.made(assertion, message)
            }
            _ => false,
        }
    }
}

/// What a person hands in to show that an authenticator is theirs.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Proof {
    /// Ed25519, by a key file.
    #[n(0)]
    Signature(#[cbor(n(0), with = "minicbor::bytes")] [u8; 64]),
    /// By a passkey.
    #[n(1)]
    Assertion(#[n(0)] Assertion),
}

/// One person of this party.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Officer {
    /// Roles by compartment code ("LEV").
    #[n(0)]
    pub roles: BTreeMap<String, BTreeSet<Role>>,
    /// Authenticators in use.
    #[n(1)]
    pub authenticators: Vec<Authenticator>,
    /// Whether the person has left; the code stays taken.
    #[n(2)]
    pub left: bool,
}

/// An authenticator that was taken from a person.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Withdrawn {
    /// Which.
    #[n(0)]
    pub authenticator: AuthenticatorId,
    /// Whose it was.
    #[n(1)]
    pub person: PersonId,
    /// When, ms UTC.
    #[n(2)]
    pub at_ms: i64,
}

/// All persons of this party, with what was taken from whom within the last day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Roster {
    #[n(0)]
    officers: BTreeMap<PersonId, Officer>,
    #[n(1)]
    withdrawn: Vec<Withdrawn>,
}

impl Roster {
    /// Adds a person with a first authenticator.
    ///
    /// # Errors
    /// [`ChanceryError::PersonTaken`] if the code was ever used; [`ChanceryError::KeyHeld`] by I2.
    pub fn add(&mut self, person: &PersonId, first: Authenticator, now_ms: i64) -> Result<(), ChanceryError> {
        if self.officers.contains_key(person) {
            return Err(ChanceryError::PersonTaken { person: person.to_string() });
        }
        self.refuse_foreign_key(person, &first.id(), now_ms)?;
        let officer = Officer { roles: BTreeMap::new(), authenticators: vec![first], left: false };
        self.officers.insert(person.clone(), officer);
        Ok(())
    }

    /// Adds a person who has no authenticator yet; nothing changes for one who is here already.
    ///
    /// # Errors
    /// [`ChanceryError::PersonTaken`] if the person has left.
    pub fn admit(&mut self, person: &PersonId) -> Result<(), ChanceryError> {
        let fresh = Officer { roles: BTreeMap::new(), authenticators: Vec::new(), left: false };
        if self.officers.entry(person.clone()).or_insert(fresh).left {
            return Err(ChanceryError::PersonTaken { person: person.to_string() });
        }
        Ok(())
    }

    /// Whether the person is on the roster and has not left.
    pub fn active(&self, person: &PersonId) -> bool {
        self.officers.get(person).is_some_and(|officer| !officer.left)
    }

    /// Gives a person a further authenticator.
    ///
    /// # Errors
    /// [`ChanceryError::UnknownPerson`]; [`ChanceryError::KeyHeld`] by I2.
    pub fn enrol(&mut self, person: &PersonId, new: Authenticator, now_ms: i64) -> Result<(), ChanceryError> {
        self.refuse_foreign_key(person, &new.id(), now_ms)?;
        let officer = self.active_mut(person)?;
        if !officer.authenticators.contains(&new) {
            officer.authenticators.push(new);
        }
        Ok(())
    }

    /// Takes an authenticator away. It stays this person's for 24 hours more in every count.
    ///
    /// # Errors
    /// [`ChanceryError::UnknownPerson`].
    pub fn withdraw(
        &mut self,
        person: &PersonId,
        which: &AuthenticatorId,
        now_ms: i64,
    ) -> Result<(), ChanceryError> {
        self.active_mut(person)?.authenticators.retain(|a| a.id() != *which);
        self.withdrawn.retain(|w| now_ms.saturating_sub(w.at_ms) <= ROLE_MEMORY_MS);
        self.withdrawn.push(Withdrawn { authenticator: *which, person: person.clone(), at_ms: now_ms });
        Ok(())
    }

    /// Sets a person's roles in one compartment; an empty set ends them there.
    ///
    /// # Errors
    /// [`ChanceryError::UnknownPerson`].
    pub fn assign(
        &mut self,
        person: &PersonId,
        compartment: &str,
        roles: BTreeSet<Role>,
    ) -> Result<(), ChanceryError> {
        let officer = self.active_mut(person)?;
        if roles.is_empty() {
            officer.roles.remove(compartment);
        } else {
            officer.roles.insert(compartment.to_owned(), roles);
        }
        Ok(())
    }

    /// A person leaves: no role, no authenticator, the code stays taken.
    ///
    /// # Errors
    /// [`ChanceryError::UnknownPerson`].
    pub fn leave(&mut self, person: &PersonId, now_ms: i64) -> Result<(), ChanceryError> {
        let ids: Vec<AuthenticatorId> =
            self.active_mut(person)?.authenticators.iter().map(Authenticator::id).collect();
        for id in ids {
            self.withdraw(person, &id, now_ms)?;
        }
        let officer = self.active_mut(person)?;
        officer.roles.clear();
        officer.left = true;
        Ok(())
    }

    /// Whose authenticator this is, with its public part; `None` if nobody uses it.
    pub fn holder(&self, id: &AuthenticatorId) -> Option<(&PersonId, &Authenticator)> {
        self.officers.iter().find_map(|(person, officer)| {
            let mine = officer.authenticators.iter().find(|a| a.id() == *id)?;
            Some((person, mine))
        })
    }

    /// Whose passkey has this credential id, with its public part.
    pub fn passkey(&self, credential: &[u8]) -> Option<(&PersonId, &Authenticator)> {
        self.officers.iter().find_map(|(person, officer)| {
            let named = |a: &&Authenticator| matches!(a, Authenticator::Passkey(p) if p.is_named(credential));
            Some((person, officer.authenticators.iter().find(named)?))
        })
    }

    /// Everybody whose authenticator this was within the last 24 hours, the present holder included.
    pub fn holders_of_late(&self, id: &AuthenticatorId, now_ms: i64) -> BTreeSet<PersonId> {
        let recent =
            |w: &&Withdrawn| w.authenticator == *id && now_ms.saturating_sub(w.at_ms) <= ROLE_MEMORY_MS;
        let former = self.withdrawn.iter().filter(recent).map(|w| w.person.clone());
        former.chain(self.holder(id).map(|(person, _)| person.clone())).collect()
    }

    /// A person's roles in a compartment.
    pub fn roles(&self, person: &PersonId, compartment: &str) -> BTreeSet<Role> {
        let officer = self.officers.get(person).filter(|o| !o.left);
        officer.and_then(|o| o.roles.get(compartment)).cloned().unwrap_or_default()
    }

    /// All persons, by code.
    pub fn officers(&self) -> impl Iterator<Item = (&PersonId, &Officer)> {
        self.officers.iter()
    }

    fn active_mut(&mut self, person: &PersonId) -> Result<&mut Officer, ChanceryError> {
        let found = self.officers.get_mut(person).filter(|o| !o.left);
        found.ok_or_else(|| ChanceryError::UnknownPerson { person: person.to_string() })
    }

    fn refuse_foreign_key(
        &self,
        person: &PersonId,
        id: &AuthenticatorId,
        now_ms: i64,
    ) -> Result<(), ChanceryError> {
        match self.holders_of_late(id, now_ms).into_iter().find(|holder| holder != person) {
            Some(holder) => Err(ChanceryError::KeyHeld { holder: holder.to_string() }),
            None => Ok(()),
        }
    }
}

/// How long a withdrawn authenticator still counts as its former holder's (issue 3: "a role change within 24 h").
pub const ROLE_MEMORY_MS: i64 = 86_400_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn person(code: &str) -> PersonId {
        PersonId::parse(code).expect("a well-formed code")
    }

    #[test]
    fn a_key_cannot_pass_to_another_person_within_a_day() {
        let (anne, boris) = (person("anne"), person("boris"));
        let key = Authenticator::KeyFile([7; 32]);
        let mut roster = Roster::default();
        roster.add(&anne, key, 0).expect("first");
        let held = ChanceryError::KeyHeld { holder: "anne".into() };
        assert_eq!(roster.add(&boris, key, 1), Err(held.clone()));
        roster.withdraw(&anne, &key.id(), 10).expect("anne is known");
        assert_eq!(roster.add(&boris, key, 10 + ROLE_MEMORY_MS), Err(held));
        assert_eq!(roster.add(&boris, key, 11 + ROLE_MEMORY_MS), Ok(()));
    }

    #[test]
    fn a_code_of_a_person_who_left_is_not_given_again() {
        let anne = person("anne");
        let mut roster = Roster::default();
        roster.add(&anne, Authenticator::KeyFile([7; 32]), 0).expect("first");
        roster.assign(&anne, "LEV", BTreeSet::from([Role::Watch])).expect("anne is known");
        roster.leave(&anne, 5).expect("anne is known");
        assert!(roster.roles(&anne, "LEV").is_empty());
        let again = roster.add(&anne, Authenticator::KeyFile([8; 32]), 6);
        assert_eq!(again, Err(ChanceryError::PersonTaken { person: "anne".into() }));
    }

    #[test]
    fn a_roster_survives_its_own_encoding() {
        let anne = person("anne");
        let mut roster = Roster::default();
        roster.add(&anne, Authenticator::KeyFile([7; 32]), 0).expect("first");
        roster.assign(&anne, "LEV", BTreeSet::from([Role::Watch, Role::Senior])).expect("anne is known");
        let bytes = line::cbor::encode(&roster);
        assert_eq!(line::cbor::decode::<Roster>(&bytes), Ok(roster));
    }
}
