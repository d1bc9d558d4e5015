//! Showing who acts: a nonce from the node, an answer signed by an officer's authenticator, and [`Approved`],
//! the value that only a verified answer can make (house.md, "An officer's way").
//!
//! I1 a nonce serves once, for one purpose and one subject, for two minutes. I2 no `Approved` without a good
//! signature by an authenticator that a person of the roster holds at that moment. I3 signatures are checked and
//! dropped: none is stored, none leaves the node. I4 an answer is held against the subject of its challenge, not
//! against a tag made anew: who types a passphrase while the group changes epoch is not refused for it.

use crate::error::ChanceryError;
use crate::officers::{AuthenticatorId, PersonId, Proof, Role, Roster};
use ed25519_dalek::{Signer, SigningKey};
use line::ids::Epoch;
use line::time::Now;
use minicbor::{Decode, Encode};
use std::collections::{BTreeMap, BTreeSet};

/// What an officer is asked to approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum Purpose {
    /// "This draft is mine."
    #[n(0)]
    Draft,
    /// "Release this", first or only seal.
    #[n(1)]
    Release,
    /// "Release this", the other person's seal.
    #[n(2)]
    Second,
    /// "Throw this draft or pending release away."
    #[n(3)]
    Withdraw,
}

/// What the node asks to be signed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Challenge {
    /// Id of the node that asks.
    #[n(0)]
    #[cbor(with = "minicbor::bytes")]
    pub node: [u8; 32],
    /// Code of the compartment.
    #[n(1)]
    pub compartment: String,
    /// For what.
    #[n(2)]
    pub purpose: Purpose,
    /// HMAC of the subject under a key of this node and epoch; says nothing of the subject by itself.
    #[n(3)]
    #[cbor(with = "minicbor::bytes")]
    pub tag: [u8; 32],
    /// Fresh randomness.
    #[n(4)]
    #[cbor(with = "minicbor::bytes")]
    pub nonce: [u8; 32],
    /// Until when it can be answered, ms UTC by the node's clock (the node itself counts on its monotonic one).
    #[n(5)]
    pub until_ms: i64,
}

impl Challenge {
    /// The bytes to sign: "demarche/officer/1" and the canonical challenge.
    pub fn message(&self) -> Vec<u8> {
        let mut message = b"demarche/officer/1".to_vec();
        message.extend(line::cbor::encode(self));
        message
    }

    /// Signs it with the key of a key file. This is what the officer's terminal does, not the node.
    pub fn answer(&self, key: &SigningKey) -> Answer {
        let public = key.verifying_key().to_bytes();
        Answer {
            authenticator: crate::officers::Authenticator::KeyFile(public).id(),
            nonce: self.nonce,
            proof: Proof::Signature(key.sign(&self.message()).to_bytes()),
        }
    }
}

/// An officer's answer to a [`Challenge`].
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Answer {
    /// With which authenticator.
    #[n(0)]
    pub authenticator: AuthenticatorId,
    /// The challenge's nonce.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub nonce: [u8; 32],
    /// Over [`Challenge::message`].
    #[n(2)]
    pub proof: Proof,
}

/// Proof that a person of this party approved one purpose on one subject. Only [`Challenges::verify`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    person: PersonId,
    authenticator: AuthenticatorId,
    roles: BTreeSet<Role>,
    purpose: Purpose,
    tag: [u8; 32],
    epoch: Epoch,
    at_ms: i64,
}

impl Approved {
    /// Who.
    pub fn person(&self) -> &PersonId {
        &self.person
    }

    /// With which authenticator.
    pub fn authenticator(&self) -> &AuthenticatorId {
        &self.authenticator
    }

    /// Roles the person had in the compartment at that moment.
    pub fn roles(&self) -> &BTreeSet<Role> {
        &self.roles
    }

    /// For what.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Tag of the subject.
    pub fn tag(&self) -> &[u8; 32] {
        &self.tag
    }

    /// Epoch whose key made the tag.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// When, ms UTC by the node's clock.
    pub fn at_ms(&self) -> i64 {
        self.at_ms
    }
}

/// Challenges handed out and not yet answered. Kept in memory only: a restart voids them all.
#[derive(Debug, Default)]
pub struct Challenges {
    open: BTreeMap<[u8; 32], Open>,
}

#[derive(Debug)]
struct Open {
    challenge: Challenge,
    subject: Subject,
    until_mono_ms: u64,
}

/// What is to be approved; it stays in memory while its challenge is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject {
    /// Canonical hash of the paper.
    pub hash: [u8; 32],
    /// HMAC of the hash under the key of the epoch.
    pub tag: [u8; 32],
    /// Epoch whose key made the tag.
    pub epoch: Epoch,
}

impl Challenges {
    /// Hands out a challenge.
    ///
    /// # Errors
    /// [`ChanceryError::TooManyChallenges`] when 256 are open.
    pub fn issue(
        &mut self,
        now: Now,
        node: [u8; 32],
        compartment: &str,
        (purpose, subject): (Purpose, Subject),
        nonce: [u8; 32],
    ) -> Result<Challenge, ChanceryError> {
        self.open.retain(|_, open| open.until_mono_ms > now.mono_ms);
        if self.open.len() >= MOST_OPEN {
            return Err(ChanceryError::TooManyChallenges);
        }
        let challenge = Challenge {
            node,
            compartment: compartment.to_owned(),
            purpose,
            tag: subject.tag,
            nonce,
            until_ms: now.utc_ms.saturating_add(LIFE_MS),
        };
        let until_mono_ms = now.mono_ms.saturating_add(LIFE_MS.unsigned_abs());
        self.open.insert(nonce, Open { challenge: challenge.clone(), subject, until_mono_ms });
        Ok(challenge)
    }

    /// Checks an answer for a purpose and the canonical hash of a paper; the nonce is used up whatever comes of it.
    ///
    /// # Errors
    /// [`ChanceryError::NoSuchChallenge`], [`ChanceryError::ChallengeExpired`],
    /// [`ChanceryError::ChallengeForAnother`], [`ChanceryError::UnknownKey`], [`ChanceryError::WrongSignature`].
    pub fn verify(
        &mut self,
        now: Now,
        roster: &Roster,
        answer: &Answer,
        (purpose, hash): (Purpose, [u8; 32]),
    ) -> Result<Approved, ChanceryError> {
        let open = self.open.remove(&answer.nonce).ok_or(ChanceryError::NoSuchChallenge)?;
        if now.mono_ms >= open.until_mono_ms {
            return Err(ChanceryError::ChallengeExpired);
        }
        if (open.challenge.purpose, open.subject.hash) != (purpose, hash) {
            return Err(ChanceryError::ChallengeForAnother);
        }
        let (person, authenticator) =
            roster.holder(&answer.authenticator).ok_or(ChanceryError::UnknownKey)?;
        if !authenticator.verifies(&open.challenge.message(), &answer.proof) {
            return Err(ChanceryError::WrongSignature { person: person.to_string() });
        }
        Ok(Approved {
            person: person.clone(),
            authenticator: answer.authenticator,
            roles: roster.roles(person, &open.challenge.compartment),
            purpose,
            tag: open.subject.tag,
            epoch: open.subject.epoch,
            at_ms: now.utc_ms,
        })
    }
}

/// How long a challenge can be answered, ms (house.md: two minutes).
pub const LIFE_MS: i64 = 120_000;
const MOST_OPEN: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::officers::Authenticator;

    const SUBJECT: Subject = Subject { hash: [3; 32], tag: [5; 32], epoch: 7 };
    const ASKED: (Purpose, [u8; 32]) = (Purpose::Release, SUBJECT.hash);

    fn at(ms: u64) -> Now {
        Now { mono_ms: ms, utc_ms: 1_800_000_000_000 + ms as i64, error_ms: 10 }
    }

    fn world() -> (Roster, SigningKey, Challenges, Challenge) {
        let key = SigningKey::from_bytes(&[9; 32]);
        let mut roster = Roster::default();
        let anne = PersonId::parse("anne").expect("a well-formed code");
        roster.add(&anne, Authenticator::KeyFile(key.verifying_key().to_bytes()), 0).expect("first");
        roster.assign(&anne, "LEV", BTreeSet::from([Role::Watch])).expect("anne is known");
        let mut challenges = Challenges::default();
        let challenge = challenges
            .issue(at(0), [1; 32], "LEV", (Purpose::Release, SUBJECT), [2; 32])
            .expect("room for a challenge");
        (roster, key, challenges, challenge)
    }

    #[test]
    fn a_good_answer_names_the_person_and_serves_once() {
        let (roster, key, mut challenges, challenge) = world();
        let answer = challenge.answer(&key);
        let approved = challenges.verify(at(5), &roster, &answer, ASKED).expect("a good answer");
        assert_eq!(approved.person().as_str(), "anne");
        assert_eq!(approved.roles(), &BTreeSet::from([Role::Watch]));
        assert_eq!((approved.tag(), approved.epoch()), (&SUBJECT.tag, SUBJECT.epoch));
        let again = challenges.verify(at(6), &roster, &answer, ASKED);
        assert_eq!(again, Err(ChanceryError::NoSuchChallenge));
    }

    #[test]
    fn an_answer_after_two_minutes_is_refused() {
        let (roster, key, mut challenges, challenge) = world();
        let late = challenges.verify(at(120_000), &roster, &challenge.answer(&key), ASKED);
        assert_eq!(late, Err(ChanceryError::ChallengeExpired));
    }

    #[test]
    fn an_answer_serves_no_other_purpose_or_subject() {
        for asked in [(Purpose::Second, [3; 32]), (Purpose::Release, [4; 32])] {
            let (roster, key, mut challenges, challenge) = world();
            let other = challenges.verify(at(5), &roster, &challenge.answer(&key), asked);
            assert_eq!(other, Err(ChanceryError::ChallengeForAnother));
        }
    }

    #[test]
    fn a_signature_by_a_stranger_or_over_another_challenge_is_refused() {
        let (roster, _, mut challenges, challenge) = world();
        let stranger = challenge.answer(&SigningKey::from_bytes(&[8; 32]));
        assert_eq!(challenges.verify(at(5), &roster, &stranger, ASKED), Err(ChanceryError::UnknownKey));
        let (roster, key, mut challenges, challenge) = world();
        let mut other = challenge.clone();
        other.until_ms += 1;
        let mut answer = other.answer(&key);
        answer.nonce = challenge.nonce;
        let wrong = challenges.verify(at(5), &roster, &answer, ASKED);
        assert_eq!(wrong, Err(ChanceryError::WrongSignature { person: "anne".into() }));
    }
}
