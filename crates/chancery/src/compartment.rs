//! One compartment of a party: the carrier, what it adds up to, and the desk.
//!
//! Four kinds of method: `open` and `restore` make it; [`Compartment::handle`] is what the world and officers do;
//! [`Compartment::challenge`] hands out a nonce; everything else asks and changes nothing.
//!
//! I1 at most one Persist a batch, first: rows of the carrier, the desk and the release commit together. I2 equal
//! inputs, times and entropy give equal effects. I3 no officer's name, key or signature is handed to the carrier.

use crate::attention::Attention;
use crate::challenge::{Answer, Challenge, Purpose};
use crate::desk::Desk;
use crate::due::{self, Due};
use crate::error::ChanceryError;
use crate::examination::{self, Examination};
use crate::holdings::Holdings;
use crate::input::{Command, Effect, Event, Findings, Input, Reply, Ticket};
use crate::officers::PersonId;
use crate::outlook::outlook;
use crate::paper::{DraftId, Paper, Reasons, Sent, Text};
use crate::release::{self, Bench, Outgoing};
use crate::revisions::Revisions;
use crate::service;
use crate::setup::Setup;
use crate::spots::Spots;
use crate::table::{self, Authority, Decision, Sealed};
use line::error::LineError;
use line::group::{Entropy, Group};
use line::ids::{EntryHash, PartyCode};
use line::line::{Line, Stop};
use line::machine::{Effect as Carried, Input as Carry, Release, Rows, Write};
use line::prove::{PathProof, ProveReport};
use line::time::Now;
use notice::spec::Release as Rule;
use notice::{Number, Parameters};
use refusal::Refusal;
use standing::{Stand, Standing};
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// One compartment at one node.
pub struct Compartment<G: Group> {
    pub(crate) setup: Setup,
    pub(crate) charter: Parameters,
    pub(crate) line: Line<G>,
    pub(crate) standing: Standing,
    pub(crate) desk: Desk,
    pub(crate) attention: Attention,
    pub(crate) numbers: BTreeMap<EntryHash, Number>,
    pub(crate) revisions: Revisions,
    /// Charter versions that were agreed to, or refused, by entry.
    pub(crate) agreed: BTreeSet<EntryHash>,
    pub(crate) watch: [u8; 16],
    elsewhere: Vec<Holdings>,
    /// Where and when things happened here, once another compartment has asked.
    pub(crate) spots: Option<Spots>,
    pub(crate) crisis_until_ms: i64,
    pub(crate) now: Now,
    entropy: Box<dyn Entropy + Send>,
    in_flight: BTreeMap<u64, InFlight>,
    next_flight: u64,
}

/// A release that the carrier has been handed.
struct InFlight {
    ticket: Ticket,
    draft: DraftId,
    number: Number,
    sent: Sent,
    serial: Option<(u8, u32)>,
    second_seal_by_ms: Option<i64>,
}

/// A number taken: year, serial, and the row that keeps it.
type Taken = (u8, u32, Write);

/// What a batch gives, gathered.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) writes: Vec<Write>,
    pub(crate) tail: Vec<Effect>,
    pub(crate) next: Vec<Carry>,
    pub(crate) touched: BTreeSet<Number>,
}

impl Gathered {
    pub(crate) fn tell(&mut self, event: Event) {
        self.tail.push(Effect::Tell(event));
    }

    fn reply(&mut self, ticket: Ticket, result: Result<Reply, ChanceryError>) {
        let result = result.map_err(|why| Refusal::of(&why));
        self.tail.push(Effect::Reply { ticket, result });
    }

    fn effects(self) -> Vec<Effect> {
        let persist = (!self.writes.is_empty()).then_some(Effect::Persist(self.writes));
        persist.into_iter().chain(self.tail).collect()
    }
}

impl<G: Group> Compartment<G> {
    /// Starts from a group that was just founded or joined.
    ///
    /// # Errors
    /// [`ChanceryError::Invalid`] if the charter lacks a mandatory paragraph.
    pub fn open(
        setup: Setup,
        group: G,
        now: Now,
        mut entropy: Box<dyn Entropy + Send>,
    ) -> Result<(Self, Vec<Effect>), ChanceryError> {
        let charter = typed(&setup)?;
        let (line, effects) = Line::open(setup.line.clone(), group, now, entropy.as_mut());
        Ok(Compartment::begun(setup, charter, line, effects, (now, entropy)))
    }

    /// Starts a compartment that this party joins while it runs, by this Welcome.
    ///
    /// # Errors
    /// [`ChanceryError::Invalid`] if the charter lacks a mandatory paragraph.
    pub fn join(
        setup: Setup,
        group: G,
        welcome: &line::direct::Welcome,
        now: Now,
        mut entropy: Box<dyn Entropy + Send>,
    ) -> Result<(Self, Vec<Effect>), ChanceryError> {
        let charter = typed(&setup)?;
        let (line, effects) = Line::join(setup.line.clone(), group, welcome, now, entropy.as_mut());
        Ok(Compartment::begun(setup, charter, line, effects, (now, entropy)))
    }

    fn begun(
        setup: Setup,
        charter: Parameters,
        line: Line<G>,
        effects: Vec<Carried>,
        (now, entropy): (Now, Box<dyn Entropy + Send>),
    ) -> (Self, Vec<Effect>) {
        let mut compartment = Compartment::assemble(setup, charter, line, Desk::default(), (now, entropy));
        let mut gathered = Gathered::default();
        compartment.ensure_tag_key(&mut gathered);
        compartment.carry_out(now, effects, &mut gathered);
        compartment.settle(now, &mut gathered);
        (compartment, gathered.effects())
    }

    /// Rebuilds it from all rows of its store.
    ///
    /// # Errors
    /// [`ChanceryError`] if a row is unreadable or the seal log is broken, or what `line` says of its rows;
    /// [`ChanceryError::Store`] if the store could not be read now.
    pub fn restore(
        setup: Setup,
        provider: G::Provider,
        rows: &Rows,
        stop: Stop,
        now: Now,
        mut entropy: Box<dyn Entropy + Send>,
    ) -> Result<(Self, Vec<Effect>), ChanceryError> {
        let charter = typed(&setup)?;
        let desk = Desk::restore(rows)?;
        let revisions = Revisions::restore(rows);
        let (line, effects) = Line::restore(setup.line.clone(), provider, rows, stop, now, entropy.as_mut())
            .map_err(not_restored)?;
        let mut compartment = Compartment::assemble(setup, charter, line, desk, (now, entropy));
        compartment.revisions = revisions;
        compartment.read_transcript(now);
        compartment.charter_took_effect(compartment.line.charter_in_force());
        let mut gathered = Gathered::default();
        compartment.ensure_tag_key(&mut gathered);
        compartment.carry_out(now, effects, &mut gathered);
        compartment.settle(now, &mut gathered);
        Ok((compartment, gathered.effects()))
    }

    fn assemble(
        setup: Setup,
        charter: Parameters,
        line: Line<G>,
        desk: Desk,
        (now, entropy): (Now, Box<dyn Entropy + Send>),
    ) -> Self {
        let standing = Standing::new(setup.code.as_str(), Some(charter.clone())).with_planted(setup.planted);
        Compartment {
            setup,
            charter,
            line,
            standing,
            desk,
            attention: Attention::default(),
            numbers: BTreeMap::new(),
            revisions: Revisions::default(),
            agreed: BTreeSet::new(),
            watch: [0; 16],
            elsewhere: Vec::new(),
            spots: None,
            crisis_until_ms: i64::MIN,
            now,
            entropy,
            in_flight: BTreeMap::new(),
            next_flight: 0,
        }
    }

    /// Takes a batch of up to 64 inputs; gives the effects of all, with at most one Persist, first. Whoever hands one in has
    /// committed the Persist of the one before, or thrown this away.
    pub fn handle(&mut self, now: Now, inputs: Vec<Input>) -> Vec<Effect> {
        self.now = now;
        self.line.all_is_committed();
        let mut gathered = Gathered::default();
        for input in inputs {
            match input {
                Input::Line(Carry::Release(_)) => {
                    gathered.tell(Event::Refused(Refusal::of(&ChanceryError::NotByTheDesk)));
                }
                Input::Line(input) => {
                    if let Carry::Watch(watch) = input {
                        self.watch = watch;
                    }
                    gathered.next.push(input);
                }
                Input::Command { ticket, command } => self.command(now, ticket, command, &mut gathered),
                Input::Roster(roster) => self.setup.roster = roster,
            }
        }
        self.run_carrier(now, &mut gathered);
        self.settle(now, &mut gathered);
        gathered.effects()
    }

    /// When a `Tick` is due, in ms of the monotonic clock.
    pub fn next_deadline(&self) -> Option<u64> {
        [self.line.next_deadline(), self.next_look()].into_iter().flatten().min()
    }

    /// The same for a world that leaps quiet time (`line::line::Line::next_matter`).
    pub fn next_matter(&self) -> Option<u64> {
        [self.line.next_matter(), self.next_look()].into_iter().flatten().min()
    }

    /// When the desk looks at something again, ms of the monotonic clock.
    fn next_look(&self) -> Option<u64> {
        let at_ms = self.attention.next_ms()?;
        let ahead = at_ms.saturating_sub(self.now.utc_ms).max(0).unsigned_abs();
        Some(self.now.mono_ms.saturating_add(ahead))
    }

    /// Hands out a challenge: may the person who signs it do this with this paper?
    ///
    /// # Errors
    /// [`ChanceryError::NoSuchDraft`]; [`ChanceryError::TooManyChallenges`]; [`ChanceryError::Invalid`].
    pub fn challenge(
        &mut self,
        now: Now,
        purpose: Purpose,
        draft: DraftId,
    ) -> Result<Challenge, ChanceryError> {
        let mut nonce = [0; 32];
        self.entropy.fill(&mut nonce);
        self.desk.challenge(now, self.setup.node, self.setup.code.as_str(), (purpose, draft), nonce)
    }

    /// Entries of the past are read back from here from now on, instead of staying in memory.
    pub fn read_back_from(&mut self, past: line::archive::Past) {
        self.line.read_back_from(past);
    }

    /// The carrier.
    pub fn line(&self) -> &Line<G> {
        &self.line
    }

    /// What it adds up to, at the own cut and this time.
    pub fn stand(&self, now: Now) -> Stand<'_> {
        self.standing.at(&self.line.cut(), now.utc_ms)
    }

    /// The folds, for any other cut and time.
    pub fn standing(&self) -> &Standing {
        &self.standing
    }

    /// What it was set up with, with the officers as they are now.
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The typed charter.
    pub fn charter(&self) -> &Parameters {
        &self.charter
    }

    /// The desk: papers, seal log, what went out.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// What validation and lint say of a paper now, and who must seal it.
    ///
    /// # Errors
    /// [`ChanceryError::NoSuchDraft`].
    pub fn examine(&self, now: Now, draft: DraftId) -> Result<(Findings, Rule), ChanceryError> {
        let paper = self.desk.paper(draft)?;
        let stand = self.stand(now);
        let bench = self.bench(&stand, now);
        Ok((bench.examine(&paper.text), bench.rule(&paper.text)))
    }

    /// What this compartment holds that a draft of another may touch. It stays inside the own node.
    pub fn holdings(&mut self, now: Now) -> Option<Holdings> {
        let stand = self.standing.at(&self.line.cut(), now.utc_ms);
        let spots = self.spots.get_or_insert_with(|| Spots::of(&stand)).clone();
        Some(Holdings { spots, ..Holdings::of(&stand, &self.setup.line.own)? })
    }

    /// Takes in what the other compartments of the own node hold, before a draft is looked over or sealed.
    pub fn look_elsewhere(&mut self, held: Vec<Holdings>) {
        self.elsewhere = held;
    }

    /// One look at a text before it goes, for a person: everything the drafter must see.
    pub fn look_over(&self, now: Now, text: &Text, person: Option<&PersonId>) -> Examination {
        let stand = self.stand(now);
        examination::examine(&self.bench(&stand, now), text, person)
    }

    /// What is unread, unanswered, unconfirmed or overdue, by time.
    pub fn due(&self, now: Now) -> Vec<Due> {
        let stand = self.stand(now);
        let own = &self.setup.line.own;
        let open =
            self.attention.open().flat_map(|number| due::of_notice(&stand, &self.charter, own, number));
        let papers = self.desk.papers().filter(|(_, paper)| paper.first.is_some()).map(|(id, _)| Due {
            at_ms: None,
            why: due::Why::PendingRelease,
            number: None,
            draft: Some(id),
            party: None,
        });
        let review = self.desk.all_sent().filter(|(_, sent)| sent.review).map(|(number, sent)| Due {
            at_ms: Some(sent.at_ms),
            why: due::Why::Review,
            number: Some(number.clone()),
            draft: None,
            party: None,
        });
        let revised = self.revised(now).into_iter().map(|revised| Due {
            at_ms: None,
            why: due::Why::Revised,
            number: Some(revised.subject),
            draft: None,
            party: revised.addressee,
        });
        let mut all: Vec<Due> = open.chain(papers).chain(review).chain(revised).collect();
        all.sort();
        all
    }

    /// Marks of a notice for an addressee that this node alone saw (K0, N1) and those of the folds.
    pub fn marks(&self, number: &Number, addressee: &PartyCode) -> BTreeSet<notice::vocabulary::Mark> {
        self.attention.marks(number, addressee)
    }

    /// Where and when a notice was deposited and received; `None` if it is not here.
    pub fn prove(&self, number: &Number) -> Option<ProveReport> {
        let stand = self.stand(self.now);
        self.line.prove(&stand.notice(number)?.entry)
    }

    /// Lines of that proof which this node alone has seen so far; none if it is not here.
    pub fn seen_here(&self, number: &Number) -> Vec<PathProof> {
        let stand = self.stand(self.now);
        stand.notice(number).map(|filed| self.line.seen_here(&filed.entry)).unwrap_or_default()
    }

    /// What every service notice of this station to these stations says about itself (`service`).
    pub fn service(&self, to: Vec<notice::Station>) -> service::Desk {
        service::Desk {
            status: self.setup.charter.status,
            attestation: self.charter.attestation,
            from: self.setup.station.clone(),
            to,
            term_set: notice::envelope::NO_TERMS,
        }
    }

    pub(crate) fn bench<'a>(&'a self, stand: &'a Stand<'a>, now: Now) -> Bench<'a> {
        let (setup, charter, desk) = (&self.setup, &self.charter, &self.desk);
        Bench { stand, setup, charter, desk, elsewhere: &self.elsewhere, now }
    }

    fn command(&mut self, now: Now, ticket: Ticket, command: Command, gathered: &mut Gathered) {
        let result = match command {
            Command::Draft { draft, remark } => {
                self.keep(now, Paper::new(Text::Notice(draft), remark), gathered)
            }
            Command::DraftCharter { charter } => {
                self.keep(now, Paper::new(Text::Charter(charter), None), gathered)
            }
            Command::Seal { draft, purpose, answer, reasons } => {
                let asked = (purpose, draft);
                match self.seal(now, ticket, asked, &answer, reasons, gathered) {
                    Ok(None) => return,
                    Ok(Some(reply)) => Ok(reply),
                    Err(why) => Err(why),
                }
            }
            Command::Withdraw { draft, answer } => self.withdraw(now, draft, &answer, gathered),
            Command::RevisedSeen { because } => self.revised_seen(now, &because, gathered),
            Command::ApplyCharter { version, packages } => {
                self.apply_charter(now, version, packages, gathered)
            }
        };
        gathered.reply(ticket, result);
    }

    pub(crate) fn keep(
        &mut self,
        now: Now,
        paper: Paper,
        gathered: &mut Gathered,
    ) -> Result<Reply, ChanceryError> {
        let stand = self.standing.at(&self.line.cut(), now.utc_ms);
        let bench = self.bench(&stand, now);
        let findings = bench.examine(&paper.text);
        let (draft, rows) = self.desk.keep(paper)?;
        gathered.writes.extend(rows);
        Ok(Reply::Drafted { draft, findings })
    }

    fn withdraw(
        &mut self,
        now: Now,
        draft: DraftId,
        answer: &Answer,
        gathered: &mut Gathered,
    ) -> Result<Reply, ChanceryError> {
        let approved = self.desk.verify(now, &self.setup.roster, answer, (Purpose::Withdraw, draft))?;
        if approved.roles().is_empty() {
            let person = approved.person().to_string();
            return Err(ChanceryError::NoRole { person, asked: "DESK".into() });
        }
        let (_, row) = self.desk.log(&approved);
        gathered.writes.push(row);
        gathered.writes.push(self.desk.discard(draft));
        Ok(Reply::Withdrawn { draft })
    }

    /// One more seal on a paper. `None`: it went to the carrier, whose word is the reply.
    fn seal(
        &mut self,
        now: Now,
        ticket: Ticket,
        asked: (Purpose, DraftId),
        answer: &Answer,
        reasons: Reasons,
        gathered: &mut Gathered,
    ) -> Result<Option<Reply>, ChanceryError> {
        let (purpose, draft) = asked;
        let approved = self.desk.verify(now, &self.setup.roster, answer, asked)?;
        let mut paper = self.desk.paper(draft)?.clone();
        paper.reasons = reasons.or(&paper.reasons);
        let decision = {
            let stand = self.standing.at(&self.line.cut(), now.utc_ms);
            let bench = self.bench(&stand, now);
            if let (true, Text::Notice(text)) = (purpose != Purpose::Draft, &paper.text) {
                let (stand, person) = (&stand, Some(approved.person()));
                let touches = outlook(stand, &self.setup, &self.elsewhere, text, person).1;
                if !touches.is_empty() {
                    gathered.tell(Event::Touches { compartments: touches });
                }
            }
            if purpose != Purpose::Draft {
                bench.releasable(&paper.text, &paper.reasons, &approved)?;
            }
            let so_far = Sealed { drafter: paper.drafter.as_ref(), first: paper.first.as_ref() };
            table::decide(bench.rule(&paper.text), so_far, &approved, &self.setup.roster)?
        };
        if let Decision::Release(authority) = decision {
            let outgoing = self.stamp(now, &paper.text, &authority)?;
            let (seal, row) = self.desk.log(&approved);
            gathered.writes.push(row);
            self.hand_over(ticket, draft, release::seals(&paper, seal), paper.reasons, outgoing, gathered);
            return Ok(None);
        }
        let (seal, row) = self.desk.log(&approved);
        gathered.writes.push(row);
        let reply = if decision == Decision::Drafted {
            paper.drafter = Some(seal);
            Reply::Drafted { draft, findings: self.examine(now, draft)?.0 }
        } else {
            paper.first = Some(seal);
            Reply::Pending { draft }
        };
        gathered.writes.push(self.desk.replace(draft, paper)?);
        Ok(Some(reply))
    }

    /// Gives the number and stamps. The row of the number travels with the release.
    fn stamp(
        &mut self,
        now: Now,
        text: &Text,
        authority: &Authority,
    ) -> Result<(Outgoing, Option<Taken>), ChanceryError> {
        let draft = match text {
            Text::Charter(version) => return Ok((release::charter_entry(&self.setup, version, now)?, None)),
            Text::Notice(draft) => draft,
        };
        let at = notice::Instant::from_ms(now.utc_ms)
            .ok_or_else(|| ChanceryError::Invalid { findings: vec!["2".into()] })?;
        if self.line.quarantined() {
            // an old copy does not know which numbers its lost life has given
            self.desk.skip_numbers(at, FLARE_GAP);
        }
        let (year, serial, row) = self.desk.take_number(at);
        let number = Number {
            party: self.setup.station.party.clone(),
            compartment: self.setup.code.clone(),
            year,
            serial,
            kind: draft.kind,
        };
        match release::stamp(&self.setup, draft, number, authority, now) {
            Ok(outgoing) => Ok((outgoing, Some((year, serial, row)))),
            Err(why) => {
                self.desk.give_back(year, serial);
                Err(why)
            }
        }
    }

    fn hand_over(
        &mut self,
        ticket: Ticket,
        draft: DraftId,
        seals: Vec<crate::seal_log::Seal>,
        reasons: Reasons,
        (outgoing, taken): (Outgoing, Option<Taken>),
        gathered: &mut Gathered,
    ) {
        let Outgoing { number, bytes, kind, lane, record_sig, sent, then_seal } = outgoing;
        let sent = Sent { seals, reasons, ..sent };
        let serial = taken.as_ref().map(|(year, serial, _)| (*year, *serial));
        let mut with = vec![Desk::sent_row(&number, &sent), Paper::erase(draft)];
        with.extend(taken.map(|(_, _, row)| row));
        let second_seal_by_ms =
            then_seal.then(|| sent.at_ms.saturating_add(self.charter.clocks.second_seal.ms()));
        self.next_flight += 1;
        let flight = InFlight { ticket, draft, number, sent, serial, second_seal_by_ms };
        self.in_flight.insert(self.next_flight, flight);
        let release = Release { ticket: self.next_flight, bytes, kind, lane, record_sig, with };
        gathered.next.push(Carry::Release(release));
    }

    /// Feeds the carrier until nothing more follows from what it told.
    pub(crate) fn run_carrier(&mut self, now: Now, gathered: &mut Gathered) {
        let mut inputs = std::mem::take(&mut gathered.next);
        for _ in 0..MOST_ROUNDS {
            let effects = self.line.handle(now, inputs);
            self.carry_out(now, effects, gathered);
            inputs = std::mem::take(&mut gathered.next);
            if inputs.is_empty() {
                return;
            }
        }
        gathered.next = inputs;
    }

    fn carry_out(&mut self, now: Now, effects: Vec<Carried>, gathered: &mut Gathered) {
        for effect in effects {
            match effect {
                Carried::Persist(writes) => gathered.writes.extend(writes),
                Carried::Call { relay, call, request } => {
                    gathered.tail.push(Effect::Call { relay, call, request });
                }
                Carried::Cancel { call } => gathered.tail.push(Effect::Cancel { call }),
                Carried::Tell(event) => self.told(now, event, gathered),
            }
        }
    }

    /// The carrier took a release: the paper is gone, the number is given, the officer has an answer.
    pub(crate) fn released(&mut self, flight: u64, entry: EntryHash, gathered: &mut Gathered) {
        let Some(InFlight { ticket, draft, number, sent, second_seal_by_ms, .. }) =
            self.in_flight.remove(&flight)
        else {
            return;
        };
        self.desk.discard(draft);
        self.desk.went_out(number.clone(), sent);
        self.numbers.insert(entry, number.clone());
        gathered.reply(ticket, Ok(Reply::Released { number, entry, second_seal_by_ms }));
    }

    /// A floor notice went out as a flare: the paper is gone and the number given, as with a release; its entry comes
    /// when this node may write again.
    pub(crate) fn flared(&mut self, flight: u64, gathered: &mut Gathered) {
        let Some(InFlight { ticket, draft, number, sent, .. }) = self.in_flight.remove(&flight) else {
            return;
        };
        self.desk.discard(draft);
        self.desk.went_out(number.clone(), sent);
        gathered.reply(ticket, Ok(Reply::Flared { number }));
    }

    /// The carrier refused a release: the paper stays with its first seal, the number is given back.
    pub(crate) fn not_released(&mut self, flight: u64, why: Refusal, gathered: &mut Gathered) {
        let Some(InFlight { ticket, serial, .. }) = self.in_flight.remove(&flight) else { return };
        if let Some((year, serial)) = serial {
            self.desk.give_back(year, serial);
        }
        gathered.reply(ticket, Err(ChanceryError::Carrier(why)));
    }

    /// Every epoch has its own key for tags of seals.
    pub(crate) fn ensure_tag_key(&mut self, gathered: &mut Gathered) {
        let mut fresh = Zeroizing::new([0; 32]);
        self.entropy.fill(fresh.as_mut());
        gathered.writes.extend(self.desk.open_epoch(self.line.era(), fresh));
    }

    /// This party has given its leaf key of an epoch away: in a MUTUAL_ONLY compartment the keys of tags up to it are
    /// destroyed with the same Persist, and the seal log no longer tells what was approved then.
    pub(crate) fn disclosed(&mut self, epoch: line::ids::Epoch, gathered: &mut Gathered) {
        if self.setup.line.attestation == line::config::Attestation::MutualOnly {
            gathered.writes.extend(self.desk.disclose_up_to(epoch));
        }
    }
}

fn not_restored(why: LineError) -> ChanceryError {
    match why {
        LineError::Archive(said) => ChanceryError::Store(said),
        why => ChanceryError::Carrier(Refusal::of(&why)),
    }
}

fn typed(setup: &Setup) -> Result<Parameters, ChanceryError> {
    setup.charter.parameters().ok_or_else(|| ChanceryError::Invalid { findings: vec!["CH".into()] })
}

/// Numbers left out before a flare: more than a lost life may have given.
const FLARE_GAP: u32 = 200;
/// Rounds in which what the carrier tells may lead to a further input in the same batch.
const MOST_ROUNDS: usize = 4;
