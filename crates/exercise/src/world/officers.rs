//! The officers of a party: two on the watch, a deputy, two of rank, with key files made from the play's chance.

use chancery::challenge::Purpose;
use chancery::input::{Command, Findings, Input, Reply};
use chancery::officers::{Authenticator, PersonId, Role, Roster};
use chancery::paper::{DraftId, Reasons, Text};
use ed25519_dalek::SigningKey;
use notice::Draft;
use notice::spec::Release;
use notice::vocabulary::NoticeType;
use refusal::Refusal;
use sim::chance::Chance;
use std::collections::{BTreeMap, BTreeSet};

use super::World;

/// The officers of a party.
pub struct Team {
    number: u32,
    keys: BTreeMap<&'static str, SigningKey>,
}

/// Seats of a team: name and role.
const POSITIONS: [(&str, Role); 5] = [
    ("watch-1", Role::Watch),
    ("watch-2", Role::Watch),
    ("deputy", Role::Deputy),
    ("senior-1", Role::Senior),
    ("senior-2", Role::Senior),
];

impl Team {
    /// A team with fresh keys.
    pub(crate) fn new(number: u32, chance: &mut Chance) -> Self {
        let keys = POSITIONS.map(|(name, _)| (name, SigningKey::from_bytes(&chance.bytes32())));
        Team { number, keys: keys.into() }
    }

    fn person(&self, position: &str) -> Option<PersonId> {
        PersonId::parse(&format!("{position}.{}", self.number))
    }

    /// Adds the team to a roster, with its roles in every compartment.
    pub(crate) fn join(
        &self,
        roster: &mut Roster,
        compartments: &[String],
        now_ms: i64,
    ) -> Result<(), chancery::ChanceryError> {
        for (position, role) in POSITIONS {
            let (Some(person), Some(key)) = (self.person(position), self.keys.get(position)) else {
                continue;
            };
            roster.add(&person, Authenticator::KeyFile(key.verifying_key().to_bytes()), now_ms)?;
            for compartment in compartments {
                roster.assign(&person, compartment, BTreeSet::from([role]))?;
            }
        }
        Ok(())
    }

    /// Takes the team off a roster.
    pub(crate) fn leave(&self, roster: &mut Roster, now_ms: i64) -> Result<(), chancery::ChanceryError> {
        POSITIONS
            .iter()
            .filter_map(|(position, _)| self.person(position))
            .try_for_each(|p| roster.leave(&p, now_ms))
    }

    /// The team that follows it.
    pub(crate) fn next(&self, chance: &mut Chance) -> Self {
        Team::new(self.number + 1, chance)
    }
}

impl World {
    /// Officers give a command to a node; `None` if the node is off.
    pub(crate) fn command(&mut self, node: usize, command: Command) -> Option<Result<Reply, Refusal>> {
        let ticket = self.ticket();
        self.hand_in(node, vec![Input::Command { ticket, command }]);
        self.nodes[node].replies.remove(&ticket)
    }

    /// One officer's seal on a draft.
    fn seal(
        &mut self,
        node: usize,
        position: &str,
        purpose: Purpose,
        draft: DraftId,
        overrule: Option<&str>,
    ) -> Option<Result<Reply, Refusal>> {
        let now = self.now();
        let team = &self.seats[self.nodes[node].party].team;
        let key = team.keys.get(position)?.clone();
        let challenge = match self.nodes[node].core.as_mut()?.challenge(now, purpose, draft) {
            Ok(challenge) => challenge,
            Err(why) => return Some(Err(Refusal::of(&why))),
        };
        let answer = challenge.answer(&key);
        let reasons = Reasons { lint: overrule.map(str::to_owned), flash: overrule.map(str::to_owned) };
        self.command(node, Command::Seal { draft, purpose, answer, reasons })
    }

    /// Keeps a draft; gives its id and what validation and lint say of it. `None`: the node is off.
    pub(crate) fn keep(&mut self, node: usize, draft: Draft) -> Option<Result<(DraftId, Findings), Refusal>> {
        match self.command(node, Command::Draft { draft: Box::new(draft), remark: None })? {
            Ok(Reply::Drafted { draft, findings }) => Some(Ok((draft, findings))),
            Ok(_) => None,
            Err(why) => Some(Err(why)),
        }
    }

    /// The same of a charter version.
    pub(crate) fn keep_charter(&mut self, node: usize, charter: notice::Charter) -> Option<DraftId> {
        match self.command(node, Command::DraftCharter { charter: Box::new(charter) })? {
            Ok(Reply::Drafted { draft, .. }) => Some(draft),
            _ => None,
        }
    }

    /// Keeps a draft and releases it.
    pub(crate) fn release(&mut self, node: usize, draft: Draft) -> Option<Result<Reply, Refusal>> {
        match self.keep(node, draft)? {
            Ok((draft, _)) => self.seal_all(node, draft, None),
            Err(why) => Some(Err(why)),
        }
    }

    /// Has a draft sealed by as many officers as the table asks; the last seal releases it.
    pub(crate) fn seal_all(
        &mut self,
        node: usize,
        draft: DraftId,
        overrule: Option<&str>,
    ) -> Option<Result<Reply, Refusal>> {
        let now = self.now();
        let core = self.nodes[node].core.as_ref()?;
        let rule = match core.examine(now, draft) {
            Ok((_, rule)) => rule,
            Err(why) => return Some(Err(Refusal::of(&why))),
        };
        let confirms = core.desk().paper(draft).is_ok_and(|paper| match &paper.text {
            Text::Notice(draft) => draft.kind == NoticeType::L5 && draft.content.word("A") == Some("CONFIRM"),
            Text::Charter(_) => false,
        });
        let seals: &[(&str, Purpose)] = match rule {
            // Whoever gives a second seal is another person than gave the first.
            Release::One | Release::OneReviewedAfter | Release::OneThenSeal if confirms => {
                &[("watch-2", Purpose::Release)]
            }
            Release::One | Release::OneReviewedAfter | Release::OneThenSeal => {
                &[("watch-1", Purpose::Release)]
            }
            Release::DraftedByAnother => &[("watch-1", Purpose::Draft), ("watch-2", Purpose::Release)],
            Release::Two => &[("watch-1", Purpose::Release), ("watch-2", Purpose::Second)],
            Release::TwoWith(_) => &[("watch-1", Purpose::Release), ("senior-1", Purpose::Second)],
        };
        let mut last = None;
        for (position, purpose) in seals {
            let reply = self.seal(node, position, *purpose, draft, overrule)?;
            if reply.is_err() {
                return Some(reply);
            }
            last = Some(reply);
        }
        last
    }
}
