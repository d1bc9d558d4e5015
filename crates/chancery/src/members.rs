//! Members and charter versions while the line runs: agreeing to a version by reading it back, putting one in force,
//! what takes effect with a commit (line.md sections 4 and 7).
//!
//! I1 a version is agreed to when its text and what the carrier is told beside it say the same, and the own party has
//! read it back or proposed it. I2 the folds and the desk run on the charter that the last commit named.

use crate::charter::{in_force_for, same};
use crate::compartment::{Compartment, Gathered};
use crate::error::ChanceryError;
use crate::input::{Event, Reply};
use line::body::{Charter as Body, Tempo};
use line::error::LineError;
use line::group::Group;
use line::ids::{EntryHash, PartyCode};
use line::machine::Input as Carry;
use line::time::Now;
use notice::vocabulary::NoticeType;
use notice::{Charter, Number};
use refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

impl<G: Group> Compartment<G> {
    /// Agrees to every version that may be agreed to and was not yet; a version whose text says otherwise than its
    /// parameters is named and never agreed to.
    pub(crate) fn agree_to_charters(&mut self, now: Now, gathered: &mut Gathered) {
        let own = self.setup.line.own.clone();
        let stand = self.standing.at(&self.line.cut(), now.utc_ms);
        let judged: Vec<(EntryHash, Result<bool, ChanceryError>)> = stand
            .charters()
            .filter(|filed| !self.agreed.contains(&filed.entry))
            .map(|filed| {
                let number = filed.charter.number();
                let body = self.body_of(&filed.entry);
                let says = body.as_ref().map_or(Ok(()), |body| same(&filed.charter, &body.parameters));
                let read = in_force_for(&stand, &number, &own);
                let quiet = body.is_some_and(|body| self.may_be_silent(&stand, &number, &body));
                (filed.entry, says.map(|()| read && quiet))
            })
            .collect();
        drop(stand);
        for (entry, judged) in judged {
            match judged {
                Ok(true) => {
                    self.agreed.insert(entry);
                    gathered.next.push(Carry::CharterAgreed(entry));
                }
                Ok(false) => {}
                Err(why) => {
                    self.agreed.insert(entry);
                    gathered.tell(Event::Refused(Refusal::of(&why)));
                }
            }
        }
    }

    fn body_of(&self, entry: &EntryHash) -> Option<Body> {
        let found = self.line.entry(entry)?;
        Body::decode(&found.body, self.setup.line.attestation).ok()
    }

    /// A following member becomes silent when it has read that back, or was not heard for 60 days (rule 10).
    fn may_be_silent(&self, stand: &standing::Stand<'_>, number: &Number, body: &Body) -> bool {
        let members = &self.line.config().members;
        let silenced = body
            .parameters
            .members
            .iter()
            .filter(|m| m.tempo == Tempo::Silent && members.get(&m.party) == Some(&Tempo::Following));
        silenced.into_iter().all(|m| {
            in_force_for(stand, number, &m.party)
                || self.line.unheard_ms(&m.party).is_none_or(|ms| ms >= SILENCED_AFTER_MS)
        })
    }

    /// A person puts a version in force: every voter must have read it back.
    pub(crate) fn apply_charter(
        &mut self,
        now: Now,
        version: u32,
        packages: BTreeMap<PartyCode, Vec<u8>>,
        gathered: &mut Gathered,
    ) -> Result<Reply, ChanceryError> {
        let refused = |why| ChanceryError::Carrier(Refusal::of(&LineError::Change(why)));
        let stand = self.standing.at(&self.line.cut(), now.utc_ms);
        let filed = stand.charters().find(|filed| filed.charter.version == version);
        let filed = filed.ok_or_else(|| refused("NO-SUCH-CHARTER"))?;
        let (number, charter) = (filed.charter.number(), filed.entry);
        let config = self.line.config();
        let voters = config.members.keys().filter(|p| config.votes(p));
        if voters.into_iter().any(|p| !in_force_for(&stand, &number, p)) {
            return Err(refused("NOT-AGREED"));
        }
        drop(stand);
        // What time alone has made agreeable since (rule 10) is agreed to now.
        self.agree_to_charters(now, gathered);
        gathered.next.push(Carry::Change { charter, packages });
        Ok(Reply::Ordered)
    }

    /// The members are others, or another version is in force: setup, desk and folds follow.
    pub(crate) fn charter_took_effect(&mut self, entry: Option<EntryHash>) {
        self.setup.line.members.clone_from(&self.line.config().members);
        self.setup.line.test_interval_ms = self.line.config().test_interval_ms;
        let Some(body) = entry.and_then(|entry| self.body_of(&entry)) else { return };
        let Ok(charter) = Charter::decode(&body.bytes) else { return };
        if let Some(typed) = charter.parameters() {
            self.standing.set_charter(typed.clone());
            self.charter = typed;
            self.setup.charter = charter;
        }
    }

    /// Whether a look at the versions is due after these numbers moved.
    pub(crate) fn touches_charters(touched: &BTreeSet<Number>) -> bool {
        touched.iter().any(|number| number.kind == NoticeType::Ch)
    }
}

/// Rule 10: unheard for so long a following member may be silent in the next version.
const SILENCED_AFTER_MS: i64 = 60 * 86_400_000;
