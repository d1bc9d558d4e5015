//! RE-FORM: founding the group again by the word of people when an epoch is stuck (line.md section 7, rule 9). Drives
//! the pure rules of [`crate::reform`] against the entries and the group.
//!
//! I1 while an own word is not dead nothing is acknowledged or merged in the old term. I2 of the old term nothing
//! above the cut is admitted but what lies beneath the writers' first entries of the new one. I3 what a RE-FORM
//! stands on are entries: every node that has them comes to the same.

use super::Line;
use super::roll::members;
use super::rows::Turn;
use crate::body::{Control, MemberTempo, Reform, ReformWhy, Tempo};
use crate::direct::{Direct, KeyPackages};
use crate::docket::Docket;
use crate::entry::{Head, Kind};
use crate::era::{self, Era};
use crate::error::LineError;
use crate::group::{Changes, Group};
use crate::ids::{EntryHash, PartyCode, Term};
use crate::machine::{Event, ReformOrder, Table};
use crate::reform::{Proposal, Reforming};
use std::collections::{BTreeMap, BTreeSet};

/// Cut, members and reason of a proposal, as canonical bytes of the RE-FORM with attempt 0.
type Content = Vec<u8>;

/// RE-FORMs by the era in which they were written.
#[derive(Debug, Default)]
pub(super) struct Reforms {
    by_era: BTreeMap<Era, Reforming<PartyCode, Content>>,
    /// Entries that are RE-FORMs, by the term that they would open.
    words: BTreeMap<Term, BTreeSet<EntryHash>>,
    /// Told as standing.
    told: Option<Era>,
    pub send_at: Option<u64>,
    wait_ms: u64,
}

impl Reforms {
    /// What was written is told at once, then ever later.
    pub(super) fn begin(&mut self, now: u64) {
        (self.send_at, self.wait_ms) = (Some(now), AGAIN_MS);
    }
}

/// What is asked for, whatever the attempt.
fn content(reform: &Reform) -> Content {
    crate::cbor::encode(&Reform { attempt: 0, ..reform.clone() })
}

fn read(content: &Content) -> Option<Reform> {
    crate::cbor::decode(content).ok()
}

fn proposal(reform: &Reform) -> Proposal<PartyCode, Content> {
    Proposal { writers: reform.writers.iter().cloned().collect(), content: content(reform) }
}

impl<G: Group> Line<G> {
    fn reforming(&mut self, era: Era) -> &mut Reforming<PartyCode, Content> {
        let (voters, own) = (self.voters_at(era), self.config.own.clone());
        let planted = self.config.planted.break_pledge;
        let opened: Vec<PartyCode> = self
            .rekey
            .opened_at
            .iter()
            .filter(|(_, (at, _))| *at > era && era::term(*at) == era::term(era))
            .map(|(party, _)| party.clone())
            .collect();
        self.reforms.by_era.entry(era).or_insert_with(|| {
            let mut fresh = Reforming::new(own, voters).without_pledge(planted);
            opened.iter().for_each(|party| fresh.opened(party));
            fresh
        })
    }

    /// A RE-FORM is held.
    pub(super) fn learn_reform(&mut self, by: &PartyCode, entry: EntryHash, era: Era, reform: &Reform) {
        if era::term(era).checked_add(1) != Some(reform.term) || era > self.known_era() {
            self.junk(by.as_str(), "RE-FORM");
            return;
        }
        self.reforms.words.entry(reform.term).or_default().insert(entry);
        let (attempt, asked) = (reform.attempt, proposal(reform));
        if !self.reforming(era).hear(by, attempt, asked) {
            self.junk(by.as_str(), "RE-FORM");
            return;
        }
        self.void_above_the_cut(era);
    }

    /// A member shows that it has left an era for the next epoch of its term: whatever it would have written is void.
    pub(super) fn shows_opening(&mut self, by: &PartyCode, opened: Era) {
        let left = self.reforms.by_era.range_mut(..opened);
        for (_, reforming) in left.filter(|(era, _)| era::term(**era) == era::term(opened)) {
            reforming.opened(by);
        }
    }

    /// Whether an own RE-FORM of this era is not dead.
    pub(super) fn is_pledged(&self) -> bool {
        self.reforms.by_era.get(&self.era()).is_some_and(Reforming::is_pledged)
    }

    /// The RE-FORM that stands in this term, with its era.
    fn standing(&self) -> Option<(Era, Reform)> {
        let of_term = self.reforms.by_era.iter().filter(|(era, _)| era::term(**era) == self.term);
        of_term.into_iter().find_map(|(era, r)| Some((*era, read(&r.stands()?.1.content)?)))
    }

    /// What of the old term lies above the cut and is no writer's is void as soon as a RE-FORM stands.
    fn void_above_the_cut(&mut self, era: Era) {
        let stands = self.reforms.by_era.get(&era).and_then(Reforming::stands);
        let Some(reform) = stands.and_then(|(_, p)| read(&p.content)) else { return };
        for party in self.roll.at(era).into_keys().filter(|p| !reform.writers.contains(p)) {
            let kept = reform.cut.iter().find(|h| h.author == party).map_or(0, |h| h.seq);
            if let Some(from) = self.transcript.void(&party, kept + 1, reform.term) {
                self.late_from = Some(self.late_from.map_or(from, |f| f.min(from)));
                let to = self.transcript.known_to(&party);
                self.out.tell(Event::Void { author: party, from: kept + 1, to });
            }
        }
    }

    /// A person proposes to found the group again.
    pub(super) fn order_reform(&mut self, order: ReformOrder) {
        let reform = Reform {
            term: self.term.saturating_add(1),
            attempt: 0,
            cut: self.transcript.cut().heads(),
            writers: order.writers,
            members: order.members,
            why: order.why,
        };
        let era = self.era();
        let Some(attempt) = self.reforming(era).may_propose() else {
            return self.refuse(&LineError::Reform("PLEDGED"));
        };
        match self.judge_reform(&reform, true) {
            Ok(()) => self.write_reform(Reform { attempt, ..reform }),
            Err(why) => self.refuse(&LineError::Reform(why)),
        }
    }

    /// A person agrees to a RE-FORM that another has written: the same is written here.
    pub(super) fn agree_to_reform(&mut self, entry: EntryHash) {
        let found = self.entry_of(&entry).map(|e| (e.header.era(), e.body.clone()));
        let Some((era, Ok(Control::Reform(reform)))) = found.map(|(e, b)| (e, Control::decode(&b))) else {
            return self.refuse(&LineError::Reform("NO-SUCH-PROPOSAL"));
        };
        let (attempt, asked) = (reform.attempt, proposal(&reform));
        let agrees = era == self.era() && self.reforming(era).may_agree(attempt, &asked);
        let judged = if agrees { self.judge_reform(&reform, false) } else { Err("DEAD") };
        match judged {
            Ok(()) => self.write_reform(reform),
            Err(why) => self.refuse(&LineError::Reform(why)),
        }
    }

    /// Why a RE-FORM may not be written here, if it may not.
    fn judge_reform(&self, reform: &Reform, own_proposal: bool) -> Result<(), &'static str> {
        let (own, now) = (&self.config.own, &self.config.members);
        if !self.config.votes(own) || !reform.writers.contains(own) {
            return Err("NOT-A-WRITER");
        }
        if self.rekey.round.as_ref().and_then(crate::ballot::Round::may_merge).is_some() {
            return Err("DECISION-HELD");
        }
        let voters = self.voters_at(self.era());
        let writers: BTreeSet<&PartyCode> = reform.writers.iter().collect();
        if writers.len() < 2
            || writers.len() * 2 <= voters.len()
            || !writers.iter().all(|w| voters.contains(w))
        {
            return Err("TOO-FEW-WRITERS");
        }
        let then = members(&reform.members);
        if now.len() <= 2 && !now.keys().eq(then.keys()) {
            return Err("TWO-PARTY");
        }
        if then.keys().any(|p| !now.contains_key(p)) || writers.iter().any(|w| !then.contains_key(*w)) {
            return Err("OTHER-MEMBERS");
        }
        let away = then.iter().filter(|(p, _)| !writers.contains(p));
        for (party, tempo) in away {
            let keeps = now.get(party) == Some(tempo) && *tempo != Tempo::Voting;
            if *tempo != Tempo::Following && !keeps {
                return Err("AWAY-FOLLOWS");
            }
        }
        let held = |h: &Head| self.transcript.at(&h.author, h.seq).is_some_and(|e| e.hash == h.hash);
        if !own_proposal && !reform.cut.iter().all(held) {
            return Err("CUT-NOT-HERE");
        }
        let lacks = |p: &&PartyCode| *p != own && !writers.contains(p) && !self.spares.contains_key(p);
        if then.keys().any(|p| lacks(&p)) {
            return Err("NO-KEY-PACKAGE");
        }
        let silence = match reform.why {
            ReformWhy::Vanished => VANISHED_MS,
            ReformWhy::Leak => LEAK_MS,
            ReformWhy::Suite | ReformWhy::Revival => return Ok(()),
        };
        let heard = |v: &&PartyCode| self.unheard_ms(v).is_none_or(|ms| ms < silence);
        match voters.iter().filter(|v| !writers.contains(v)).find(heard) {
            Some(_) => Err("STILL-HEARD"),
            None => Ok(()),
        }
    }

    /// For how long nothing of a member has arrived, ms by the own clock; `None` if nothing ever has.
    pub fn unheard_ms(&self, party: &PartyCode) -> Option<i64> {
        let top = self.transcript.known_to(party);
        let arrived = (1..=top).rev().take(LOOKED_BACK).filter_map(|seq| {
            let entry = self.transcript.at(party, seq)?;
            let arrivals = self.arrivals(&entry.hash);
            arrivals.first().map(|a| a.utc_ms).or(Some(entry.header.claimed_ms))
        });
        let last = arrived.max()?;
        Some(self.now.utc_ms.saturating_sub(last).max(0))
    }

    /// Writes it, hands the writers a KeyPackage for the new term and goes on telling until it stands or dies. A store
    /// that may not seal writes it all the same: it goes by `direct`.
    fn write_reform(&mut self, reform: Reform) {
        let control = Control::Reform(reform.clone());
        let written = match self.quarantine.is_rolled_back() {
            true => self.write_unsealed(&control),
            false => self.write_control(&control),
        };
        if written.is_none() {
            self.refuse(&LineError::Reform("MAY-NOT-WRITE"));
            return;
        }
        self.offer_for_term(&reform);
        self.reforms.begin(self.now.mono_ms);
    }

    fn offer_for_term(&mut self, reform: &Reform) {
        let members: BTreeSet<PartyCode> = reform.members.iter().map(|m| m.party.clone()).collect();
        let serial = self.next_serial();
        let made = self.addressing(members, |line| line.group.spare_key_package(&line.authority, serial));
        match made {
            Ok(package) => {
                self.reform_offer = Some(package.clone());
                self.out.put(Table::Core, OFFER.to_vec(), package);
            }
            Err(error) => self.refuse(&LineError::Group(error.to_string())),
        }
    }

    /// RE-FORM entries of a term, as they go by `direct`.
    pub(super) fn reform_words(&self, term: Term) -> Vec<Vec<u8>> {
        let words = self.reforms.words.get(&term).into_iter().flatten();
        words.filter_map(|hash| self.entry_of(hash)).map(|e| e.encode()).collect()
    }

    /// Founds the new term where it is this node's to found, and goes on telling what was written.
    pub(super) fn drive_reform(&mut self) {
        self.tell_again();
        let Some((era, reform)) = self.standing() else { return };
        if self.reforms.told != Some(era) {
            self.reforms.told = Some(era);
            let (term, members) = (reform.term, reform.members.clone());
            self.out.tell(Event::ReformStands { term, members });
        }
        if reform.writers.first() == Some(&self.config.own) {
            self.found_term(&reform);
        } else {
            self.try_later_welcome();
        }
    }

    fn tell_again(&mut self) {
        let now = self.now.mono_ms;
        if self.reforms.send_at.is_none_or(|at| at > now) {
            return;
        }
        let era = self.era();
        let own = &self.config.own;
        let alive = self
            .reforms
            .by_era
            .get(&era)
            .is_some_and(|r| r.open().iter().any(|(_, p)| p.writers.contains(own)));
        if !alive {
            self.reforms.send_at = None;
            return;
        }
        self.reforms.send_at = Some(now + self.reforms.wait_ms);
        self.reforms.wait_ms = (self.reforms.wait_ms * 2).min(LONGEST_MS);
        let words = self.reform_words(self.term.saturating_add(1));
        let offer = self.reform_offer.clone();
        for peer in self.peers() {
            for bytes in &words {
                self.send_direct(&peer, &Direct::Reform(bytes.clone().into()));
            }
            if let Some(package) = &offer {
                let packages = KeyPackages {
                    compartment: self.config.compartment,
                    packages: vec![package.clone().into()],
                    record_key: None,
                };
                self.send_direct(&peer, &Direct::KeyPackages(packages));
            }
        }
    }

    /// The first writer by code founds the group of the new term with a KeyPackage of every other member.
    fn found_term(&mut self, reform: &Reform) {
        let own = self.config.own.clone();
        let others: Vec<PartyCode> =
            reform.members.iter().map(|m| m.party.clone()).filter(|p| *p != own).collect();
        let newest = |p: &PartyCode| Some((p.clone(), self.spares.get(p)?.last()?.clone()));
        let adds: Option<BTreeMap<PartyCode, Vec<u8>>> = others.iter().map(newest).collect();
        let Some(adds) = adds else { return };
        let members: Vec<PartyCode> = reform.members.iter().map(|m| m.party.clone()).collect();
        let (first, second, term) = (self.next_serial(), self.next_serial(), reform.term);
        let changes = Changes { adds, ..Changes::default() };
        let founded = self.addressing(members, |line| {
            line.group.found_again(&line.authority, term, first)?;
            let commit = line.group.commit(&line.authority, &[], second, &changes)?;
            line.group.merge()?;
            Ok(commit)
        });
        match founded {
            Ok(commit) => {
                for (party, package) in &changes.adds {
                    self.spare_used(party, package);
                }
                self.enter_term(Some(commit.welcomes));
            }
            Err(error) => self.refuse(&LineError::Group(error.to_string())),
        }
    }

    /// Whether a Welcome into the next term is this party's to give.
    pub(super) fn founds_next_term(&self, from: &PartyCode) -> bool {
        self.standing().is_some_and(|(_, reform)| reform.writers.first() == Some(from))
    }

    /// The members of the term that a standing RE-FORM opens.
    pub(super) fn members_of_next_term(&self) -> Vec<PartyCode> {
        let standing = self.standing().map(|(_, reform)| reform.members).unwrap_or_default();
        standing.into_iter().map(|m: MemberTempo| m.party).collect()
    }

    /// The group is that of the next term: its first epoch is opened. Whoever founded it has Welcomes to send.
    pub(super) fn enter_term(&mut self, welcomes: Option<BTreeMap<PartyCode, Vec<u8>>>) {
        let Some((_, reform)) = self.standing() else { return };
        let away = reform.members.iter().map(|m| &m.party).filter(|p| !reform.writers.contains(p));
        let turn = Turn {
            entered: reform.members.iter().map(|m| m.party.clone()).collect(),
            away: away.cloned().collect(),
            members: reform.members.clone(),
            charter: None,
        };
        let void = self.voided_here();
        self.term = reform.term;
        self.identity.term = Some(reform.term);
        self.persist_identity();
        self.disclosure.close_term(self.known_era());
        self.drop_order();
        self.forget_pending();
        self.reform_offer = None;
        self.out.delete(Table::Core, OFFER.to_vec());
        self.reforms.send_at = None;
        if self.quarantined() {
            self.begin_new_life();
        }
        self.invite(welcomes.unwrap_or_default(), None);
        self.enter_epoch(self.now.utc_ms, Some(turn));
        self.open_boxes(self.era());
        self.forget_sealings();
        self.write_opening(None);
        self.enter_flares();
        self.try_awaiting();
        self.out.tell(Event::Reformed { term: self.term, void });
    }

    /// Own entries that the cut leaves out, for the officers who sent them.
    fn voided_here(&self) -> Vec<Head> {
        let own = &self.config.own;
        let top = self.transcript.linked_to(own);
        let voided = (1..=top).filter(|seq| self.transcript.is_void(own, *seq));
        let entries = voided.filter_map(|seq| self.transcript.at(own, seq));
        entries.filter(|e| matches!(e.header.kind, Kind::Notice | Kind::Charter)).map(Docket::head).collect()
    }

    /// A RE-FORM came by `direct`.
    pub(super) fn reform_came(&mut self, carriage: &super::receive::Carriage, bytes: &[u8]) {
        self.entry_bytes(carriage, bytes);
    }
}

/// An own KeyPackage handed out with a RE-FORM.
pub(super) const OFFER: &[u8] = b"reform-offer";
/// Who has written nothing for so long may be left out (line.md section 7, rule 9).
const VANISHED_MS: i64 = 14 * 86_400_000;
/// The same where a leak is suspected.
const LEAK_MS: i64 = 6 * 3_600_000;
const AGAIN_MS: u64 = 10_000;
const LONGEST_MS: u64 = 3_600_000;
/// Places of a chain that are looked at for the last arrival.
const LOOKED_BACK: usize = 64;
