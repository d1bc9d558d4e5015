//! The protocol of founding: who has been asked, who has lent, who is in.

use super::post::{OwnRelay, Peer, Post, Step};
use crate::body::Parameters;
use crate::cbor::{self, Malformed};
use crate::direct::{
    Direct, FoundingDone, FoundingRefusal, FoundingRequest, FoundingWhy, KeyPackages, MOST_KEY_PACKAGES,
    Welcome,
};
use crate::entry::Attestation;
use crate::group::Entropy;
use crate::ids::{CompartmentId, Epoch, PartyCode, PathId, Status, Term};
use crate::keys::Secret;
use crate::machine::{CallFailed, CallId, Table, Write};
use crate::refused::Refused;
use crate::relay_api::{Request, Response};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use std::collections::BTreeMap;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundingInput {
    /// The deadline came.
    Tick,
    /// A relay answered, or did not.
    Answer {
        /// The call.
        call: CallId,
        /// What came.
        result: Result<Response, CallFailed>,
    },
    /// A pairing was completed, or is known from the store at start.
    Paired(Peer),
    /// People here decided to found a compartment; this party is its creator.
    Start(FoundingRequest),
    /// A charter version lets a party into a compartment that runs: it is asked for KeyPackages. The request names this
    /// party as the one that invites.
    Invite {
        /// What the newcomer would join.
        request: FoundingRequest,
        /// Whom.
        newcomer: PartyCode,
    },
    /// The commit that adds an invited party is merged.
    Welcome {
        /// Whom.
        newcomer: PartyCode,
        /// What it needs to join.
        welcome: Welcome,
    },
    /// KeyPackages for a compartment that [`FoundingEvent::Asked`] named; their private rows are durable.
    Lend(KeyPackages),
    /// This party does not take part.
    Decline {
        /// Of which compartment.
        compartment: CompartmentId,
        /// Why.
        why: FoundingWhy,
    },
    /// The group that [`FoundingEvent::Ready`] asked for is founded and durable.
    Welcomes {
        /// The compartment.
        compartment: CompartmentId,
        /// Its term.
        term: Term,
        /// The epoch that the newcomers enter.
        epoch: Epoch,
        /// A Welcome for every other member.
        welcomes: BTreeMap<PartyCode, Vec<u8>>,
    },
    /// The group that [`FoundingEvent::Welcomed`] brought is joined and durable.
    Joined(CompartmentId),
}

/// What the shell must do, in order; calls and events only after the Persist before them is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundingEffect {
    /// Commit these rows (table `Core`, keys begin with `post/` or `founding/`) in the node's own store.
    Persist(Vec<Write>),
    /// Ask a relay; answer with [`FoundingInput::Answer`] under the same id.
    Call {
        /// The relay, by its id.
        relay: PathId,
        /// The id.
        call: CallId,
        /// The request.
        request: Request,
    },
    /// Tell the layer above.
    Tell(FoundingEvent),
}

/// What the layer above must do or know. After a restart it may come again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundingEvent {
    /// A member is asked for KeyPackages: make them for this compartment and hand in [`FoundingInput::Lend`].
    Asked(FoundingRequest),
    /// The creator has a KeyPackage of every other member: found the group with all of them in one commit, open
    /// the `Line`, hand in [`FoundingInput::Welcomes`].
    Ready {
        /// What was agreed to be founded.
        request: FoundingRequest,
        /// One KeyPackage of every other member.
        packages: BTreeMap<PartyCode, Vec<u8>>,
        /// Record keys of the other members, in TRANSFERABLE only.
        record_keys: BTreeMap<PartyCode, [u8; 32]>,
    },
    /// An invited party has lent a KeyPackage: the charter version may be put in force with it.
    Lent {
        /// What it was told.
        request: FoundingRequest,
        /// Who.
        newcomer: PartyCode,
        /// Its KeyPackage.
        package: Vec<u8>,
    },
    /// A member is welcome: join the group, open the `Line`, hand in [`FoundingInput::Joined`].
    Welcomed {
        /// What was agreed to be founded.
        request: FoundingRequest,
        /// The Welcome.
        welcome: Welcome,
    },
    /// The creator knows that every member is in.
    Founded(CompartmentId),
    /// A founding does not go on, or was refused before it began.
    Refused {
        /// Of which compartment.
        compartment: CompartmentId,
        /// Why.
        why: Refused,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Creating {
    #[n(0)]
    request: FoundingRequest,
    #[n(1)]
    lent: BTreeMap<PartyCode, KeyPackages>,
    #[n(2)]
    welcomed: bool,
    #[n(3)]
    joined: Vec<PartyCode>,
}

/// A newcomer of a compartment that runs.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Inviting {
    #[n(0)]
    request: FoundingRequest,
    #[n(1)]
    newcomer: PartyCode,
    #[n(2)]
    lent: Option<KeyPackages>,
    #[n(3)]
    welcome: Option<ByteVec>,
}

#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Invited {
    #[n(0)]
    request: FoundingRequest,
    #[n(1)]
    lent: Option<KeyPackages>,
    #[n(2)]
    welcome: Option<ByteVec>,
    #[n(3)]
    joined: bool,
}

/// All foundings of one node, and the post between its pairs.
#[derive(Debug)]
pub struct Foundings {
    own: PartyCode,
    status: Status,
    post: Post,
    creating: BTreeMap<CompartmentId, Creating>,
    invited: BTreeMap<CompartmentId, Invited>,
    inviting: BTreeMap<(CompartmentId, PartyCode), Inviting>,
}

/// One step's effects before they are put in order.
#[derive(Default)]
struct Work {
    step: Step,
    events: Vec<FoundingEvent>,
}

impl Foundings {
    /// A node without rows. `secret` is random and the node's own, the same at every start: empty tokens of the
    /// pairing mailboxes come from it.
    pub fn new(own: PartyCode, status: Status, secret: Secret, relays: Vec<OwnRelay>) -> Self {
        let post = Post::new(own.clone(), status, secret, relays);
        let (creating, invited, inviting) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Foundings { own, status, post, creating, invited, inviting }
    }

    /// Rebuilds from the rows persisted before (others are skipped), then hand in `Paired` for every pair.
    /// Events that were told before may be among the next effects again.
    ///
    /// # Errors
    /// [`Malformed`] if a row is not one that this version writes.
    pub fn restore<'a>(
        mut self,
        rows: impl IntoIterator<Item = (&'a [u8], &'a [u8])>,
    ) -> Result<(Self, Vec<FoundingEffect>), Malformed> {
        for (key, value) in rows {
            if let Some(id) = key.strip_prefix(CREATING) {
                self.creating.insert(compartment(id)?, cbor::decode(value)?);
            } else if let Some(id) = key.strip_prefix(INVITED) {
                self.invited.insert(compartment(id)?, cbor::decode(value)?);
            } else if key.starts_with(INVITING) {
                let inviting: Inviting = cbor::decode(value)?;
                let place = (inviting.request.compartment, inviting.newcomer.clone());
                self.inviting.insert(place, inviting);
            } else {
                self.post.restore(key, value)?;
            }
        }
        let lent = self.inviting.values().filter_map(Inviting::has_lent);
        let ready = self.creating.values().filter_map(Creating::ready);
        let open = self.invited.values().filter_map(Invited::open_question);
        let effects = ready.chain(open).chain(lent).map(FoundingEffect::Tell).collect();
        Ok((self, effects))
    }

    /// When to hand in a Tick, monotonic ms.
    pub fn next_deadline(&self) -> Option<u64> {
        self.post.next_deadline()
    }

    /// One input. `mono_ms` never goes back while the process lives.
    pub fn handle(
        &mut self,
        mono_ms: u64,
        input: FoundingInput,
        entropy: &mut dyn Entropy,
    ) -> Vec<FoundingEffect> {
        let mut work = Work::default();
        match input {
            FoundingInput::Tick => {}
            FoundingInput::Answer { call, result } => {
                self.post.answer(mono_ms, call, result.ok(), &mut work.step);
                for (from, direct) in std::mem::take(&mut work.step.received) {
                    self.receive(&from, direct, &mut work);
                }
            }
            FoundingInput::Paired(peer) => self.post.add_peer(peer),
            FoundingInput::Start(request) => self.start(request, &mut work),
            FoundingInput::Invite { request, newcomer } => self.invite(request, newcomer, &mut work),
            FoundingInput::Welcome { newcomer, welcome } => {
                self.welcome_newcomer(&newcomer, welcome, &mut work);
            }
            FoundingInput::Lend(packages) => self.lend(packages, &mut work),
            FoundingInput::Decline { compartment, why } => self.decline(&compartment, why, &mut work),
            FoundingInput::Welcomes { compartment, term, epoch, welcomes } => {
                self.welcome(&compartment, (term, epoch), welcomes, &mut work);
            }
            FoundingInput::Joined(compartment) => self.joined(&compartment, &mut work),
        }
        self.post.due(mono_ms, entropy, &mut work.step);
        work.effects()
    }

    fn start(&mut self, request: FoundingRequest, work: &mut Work) {
        let id = request.compartment;
        if let Err(why) = self.check(&request, &self.own) {
            work.events.push(FoundingEvent::Refused { compartment: id, why });
            return;
        }
        if self.creating.contains_key(&id) {
            return;
        }
        for member in others(&request.parameters, &self.own) {
            self.post.send(&member, &Direct::FoundingRequest(request.clone()), false, &mut work.step);
        }
        let creating = Creating { request, lent: BTreeMap::new(), welcomed: false, joined: Vec::new() };
        self.keep_creating(id, creating, work);
    }

    fn invite(&mut self, request: FoundingRequest, newcomer: PartyCode, work: &mut Work) {
        let id = request.compartment;
        if let Err(why) = self.check(&request, &self.own) {
            work.events.push(FoundingEvent::Refused { compartment: id, why });
            return;
        }
        let place = (id, newcomer.clone());
        let known = self.inviting.get(&place).filter(|known| known.request == request);
        if let Some(known) = known {
            work.events.extend(known.has_lent());
            return;
        }
        self.post.answered(&newcomer, &mut work.step, |direct| asks_of(direct) == Some(id));
        self.post.send(&newcomer, &Direct::FoundingRequest(request.clone()), false, &mut work.step);
        self.keep_inviting(Inviting { request, newcomer, lent: None, welcome: None }, work);
    }

    fn welcome_newcomer(&mut self, newcomer: &PartyCode, welcome: Welcome, work: &mut Work) {
        let place = (welcome.compartment, newcomer.clone());
        let Some(inviting) = self.inviting.get(&place).filter(|i| i.welcome.is_none()) else { return };
        let inviting = Inviting { welcome: Some(cbor::encode(&welcome).into()), ..inviting.clone() };
        self.post.send(newcomer, &Direct::Welcome(welcome), false, &mut work.step);
        self.keep_inviting(inviting, work);
    }

    fn keep_inviting(&mut self, inviting: Inviting, work: &mut Work) {
        let (id, newcomer) = (inviting.request.compartment, inviting.newcomer.clone());
        let value = Some(cbor::encode(&inviting));
        work.step.writes.push(Write { table: Table::Core, key: inviting_key(&id, &newcomer), value });
        self.inviting.insert((id, newcomer), inviting);
    }

    fn drop_inviting(&mut self, id: &CompartmentId, newcomer: &PartyCode, work: &mut Work) -> bool {
        let known = self.inviting.remove(&(*id, newcomer.clone())).is_some();
        if known {
            let key = inviting_key(id, newcomer);
            work.step.writes.push(Write { table: Table::Core, key, value: None });
            self.post.answered(newcomer, &mut work.step, |direct| asks_of(direct) == Some(*id));
        }
        known
    }

    fn lend(&mut self, packages: KeyPackages, work: &mut Work) {
        let id = packages.compartment;
        let Some(invited) = self.invited.get(&id).filter(|i| i.lent.is_none()) else { return };
        let mut invited = invited.clone();
        invited.lent = Some(packages.clone());
        let creator = invited.request.creator.clone();
        self.post.send(&creator, &Direct::KeyPackages(packages), true, &mut work.step);
        self.keep_invited(id, invited, work);
    }

    fn decline(&mut self, id: &CompartmentId, why: FoundingWhy, work: &mut Work) {
        let refusal = Direct::FoundingRefusal(FoundingRefusal { compartment: *id, why });
        if let Some(invited) = self.invited.remove(id) {
            work.step.writes.push(row(INVITED, id, None));
            self.post.send(&invited.request.creator, &refusal, true, &mut work.step);
        }
        if let Some(creating) = self.creating.remove(id) {
            work.step.writes.push(row(CREATING, id, None));
            for member in others(&creating.request.parameters, &self.own) {
                self.post.answered(&member, &mut work.step, |direct| asks_of(direct) == Some(*id));
                self.post.send(&member, &refusal, true, &mut work.step);
            }
        }
    }

    fn welcome(
        &mut self,
        id: &CompartmentId,
        (term, epoch): (Term, Epoch),
        welcomes: BTreeMap<PartyCode, Vec<u8>>,
        work: &mut Work,
    ) {
        let Some(creating) = self.creating.get(id).filter(|c| !c.welcomed) else { return };
        let mut creating = creating.clone();
        for (member, welcome) in welcomes {
            let welcome = Welcome {
                compartment: *id,
                term,
                epoch,
                welcome: welcome.into(),
                decision: None,
                heads: Vec::new(),
            };
            self.post.send(&member, &Direct::Welcome(welcome), false, &mut work.step);
        }
        creating.welcomed = true;
        self.keep_creating(*id, creating, work);
    }

    fn joined(&mut self, id: &CompartmentId, work: &mut Work) {
        let Some(invited) = self.invited.get(id) else { return };
        let mut invited = invited.clone();
        invited.joined = true;
        let done = Direct::FoundingDone(FoundingDone { compartment: *id });
        self.post.send(&invited.request.creator, &done, true, &mut work.step);
        self.keep_invited(*id, invited, work);
    }

    fn receive(&mut self, from: &PartyCode, direct: Direct, work: &mut Work) {
        match direct {
            Direct::FoundingRequest(request) => self.requested(from, request, work),
            Direct::KeyPackages(packages) => self.lent(from, packages, work),
            Direct::Welcome(welcome) => self.welcomed(from, welcome, work),
            Direct::FoundingDone(done) => self.done(from, done.compartment, work),
            Direct::FoundingRefusal(refusal) => self.refused(from, refusal, work),
            _ => {}
        }
    }

    fn requested(&mut self, from: &PartyCode, request: FoundingRequest, work: &mut Work) {
        let id = request.compartment;
        let known = self.invited.get(&id);
        if let Some(known) = known.filter(|k| k.request == request) {
            match known.lent.clone() {
                Some(lent) => drop(self.post.send(from, &Direct::KeyPackages(lent), true, &mut work.step)),
                None => work.events.push(FoundingEvent::Asked(request)),
            }
            return;
        }
        let why = match self.check(&request, from) {
            Ok(()) if known.is_none() => {
                work.events.push(FoundingEvent::Asked(request.clone()));
                let invited = Invited { request, lent: None, welcome: None, joined: false };
                return self.keep_invited(id, invited, work);
            }
            Ok(()) => FoundingWhy::Declined,
            Err(Refused::OtherStatus { .. }) => FoundingWhy::OtherStatus,
            Err(Refused::NotPaired(_)) => FoundingWhy::NotPaired,
            Err(_) => FoundingWhy::Charter,
        };
        let refusal = Direct::FoundingRefusal(FoundingRefusal { compartment: id, why });
        self.post.send(from, &refusal, true, &mut work.step);
    }

    fn lent(&mut self, from: &PartyCode, packages: KeyPackages, work: &mut Work) {
        let id = packages.compartment;
        if let Some(inviting) = self.inviting.get(&(id, from.clone())).filter(|i| i.lent.is_none()) {
            let inviting = Inviting { lent: Some(packages), ..inviting.clone() };
            let is_request = |d: &Direct| matches!(d, Direct::FoundingRequest(r) if r.compartment == id);
            self.post.answered(from, &mut work.step, is_request);
            work.events.extend(inviting.has_lent());
            return self.keep_inviting(inviting, work);
        }
        let Some(creating) = self.creating.get(&id) else { return };
        let transferable = creating.request.parameters.attestation == Attestation::Transferable;
        let usable = (1..=MOST_KEY_PACKAGES).contains(&packages.packages.len())
            && packages.record_key.is_some() == transferable
            && creating.request.parameters.tempo(from).is_some();
        if !usable || creating.lent.contains_key(from) {
            return;
        }
        let mut creating = creating.clone();
        creating.lent.insert(from.clone(), packages);
        let is_request = |d: &Direct| matches!(d, Direct::FoundingRequest(r) if r.compartment == id);
        self.post.answered(from, &mut work.step, is_request);
        work.events.extend(creating.ready());
        self.keep_creating(id, creating, work);
    }

    fn welcomed(&mut self, from: &PartyCode, welcome: Welcome, work: &mut Work) {
        let id = welcome.compartment;
        let Some(invited) = self.invited.get(&id).filter(|i| i.request.creator == *from && i.lent.is_some())
        else {
            return;
        };
        if invited.joined {
            let done = Direct::FoundingDone(FoundingDone { compartment: id });
            self.post.send(from, &done, true, &mut work.step);
            return;
        }
        let mut invited = invited.clone();
        invited.welcome = Some(cbor::encode(&welcome).into());
        work.events.push(FoundingEvent::Welcomed { request: invited.request.clone(), welcome });
        self.keep_invited(id, invited, work);
    }

    fn done(&mut self, from: &PartyCode, id: CompartmentId, work: &mut Work) {
        if self.drop_inviting(&id, from, work) {
            return;
        }
        let Some(creating) = self.creating.get(&id).filter(|c| c.welcomed) else { return };
        let mut creating = creating.clone();
        let is_welcome = |d: &Direct| matches!(d, Direct::Welcome(w) if w.compartment == id);
        self.post.answered(from, &mut work.step, is_welcome);
        if !creating.joined.contains(from) {
            creating.joined.push(from.clone());
        }
        let all = others(&creating.request.parameters, &self.own).all(|m| creating.joined.contains(&m));
        if all {
            self.creating.remove(&id);
            work.step.writes.push(row(CREATING, &id, None));
            work.events.push(FoundingEvent::Founded(id));
        } else {
            self.keep_creating(id, creating, work);
        }
    }

    fn refused(&mut self, from: &PartyCode, refusal: FoundingRefusal, work: &mut Work) {
        let id = refusal.compartment;
        if self.drop_inviting(&id, from, work) {
            let why = Refused::Declined { party: from.clone(), why: word(refusal.why) };
            work.events.push(FoundingEvent::Refused { compartment: id, why });
            return;
        }
        let ours =
            self.creating.get(&id).is_some_and(|c| !c.welcomed && c.request.parameters.tempo(from).is_some());
        let theirs = self.invited.get(&id).is_some_and(|i| !i.joined && i.request.creator == *from);
        if ours {
            self.decline(&id, FoundingWhy::Withdrawn, work);
        } else if theirs {
            self.invited.remove(&id);
            work.step.writes.push(row(INVITED, &id, None));
        } else {
            return;
        }
        let why = Refused::Declined { party: from.clone(), why: word(refusal.why) };
        work.events.push(FoundingEvent::Refused { compartment: id, why });
    }

    fn check(&self, request: &FoundingRequest, creator: &PartyCode) -> Result<(), Refused> {
        if request.status != self.status {
            return Err(Refused::OtherStatus { ours: self.status, theirs: request.status });
        }
        request.parameters.check().map_err(Refused::Malformed)?;
        let is_member = |party: &PartyCode| request.parameters.tempo(party).is_some();
        if request.creator != *creator || !is_member(&self.own) || !is_member(creator) {
            return Err(Refused::NotForUs);
        }
        match others(&request.parameters, &self.own).find(|member| !self.post.is_peer(member)) {
            Some(stranger) => Err(Refused::NotPaired(stranger)),
            None => Ok(()),
        }
    }

    fn keep_creating(&mut self, id: CompartmentId, creating: Creating, work: &mut Work) {
        work.step.writes.push(row(CREATING, &id, Some(cbor::encode(&creating))));
        self.creating.insert(id, creating);
    }

    fn keep_invited(&mut self, id: CompartmentId, invited: Invited, work: &mut Work) {
        work.step.writes.push(row(INVITED, &id, Some(cbor::encode(&invited))));
        self.invited.insert(id, invited);
    }
}

impl Creating {
    /// The event that all have lent, unless the group is founded already.
    fn ready(&self) -> Option<FoundingEvent> {
        let all = others(&self.request.parameters, &self.request.creator).all(|m| self.lent.contains_key(&m));
        let first = |k: &KeyPackages| k.packages.first().map(|p| p.to_vec());
        let packages = self.lent.iter().filter_map(|(p, k)| Some((p.clone(), first(k)?)));
        let record_keys =
            self.lent.iter().filter_map(|(p, k)| Some((p.clone(), k.record_key.map(Into::into)?)));
        (all && !self.welcomed).then(|| FoundingEvent::Ready {
            request: self.request.clone(),
            packages: packages.collect(),
            record_keys: record_keys.collect(),
        })
    }
}

impl Inviting {
    /// The event that the newcomer has lent.
    fn has_lent(&self) -> Option<FoundingEvent> {
        let package = self.lent.as_ref()?.packages.first()?.to_vec();
        let (request, newcomer) = (self.request.clone(), self.newcomer.clone());
        self.welcome.is_none().then_some(FoundingEvent::Lent { request, newcomer, package })
    }
}

impl Invited {
    /// What the layer above still owes, told again after a restart.
    fn open_question(&self) -> Option<FoundingEvent> {
        if self.joined {
            return None;
        }
        match &self.welcome {
            Some(bytes) => {
                let welcome = cbor::decode(bytes).ok()?;
                Some(FoundingEvent::Welcomed { request: self.request.clone(), welcome })
            }
            None => self.lent.is_none().then(|| FoundingEvent::Asked(self.request.clone())),
        }
    }
}

impl Work {
    fn effects(self) -> Vec<FoundingEffect> {
        let persist = (!self.step.writes.is_empty()).then_some(FoundingEffect::Persist(self.step.writes));
        let calls = self.step.calls.into_iter().map(|(relay, call, request)| FoundingEffect::Call {
            relay,
            call,
            request,
        });
        persist.into_iter().chain(calls).chain(self.events.into_iter().map(FoundingEffect::Tell)).collect()
    }
}

/// Members but one.
fn others(parameters: &Parameters, but: &PartyCode) -> impl Iterator<Item = PartyCode> {
    let members = parameters.members.iter().map(|m| m.party.clone()).filter(|p| p != but);
    members.collect::<Vec<_>>().into_iter()
}

/// The compartment that a request or Welcome is about.
fn asks_of(direct: &Direct) -> Option<CompartmentId> {
    match direct {
        Direct::FoundingRequest(request) => Some(request.compartment),
        Direct::Welcome(welcome) => Some(welcome.compartment),
        _ => None,
    }
}

fn word(why: FoundingWhy) -> &'static str {
    match why {
        FoundingWhy::NotPaired => "NOT-PAIRED",
        FoundingWhy::OtherStatus => "OTHER-STATUS",
        FoundingWhy::Charter => "CHARTER",
        FoundingWhy::Declined => "DECLINED",
        FoundingWhy::Withdrawn => "WITHDRAWN",
    }
}

fn row(prefix: &[u8], id: &CompartmentId, value: Option<Vec<u8>>) -> Write {
    Write { table: Table::Core, key: [prefix, &id.0].concat(), value }
}

fn inviting_key(id: &CompartmentId, newcomer: &PartyCode) -> Vec<u8> {
    [INVITING, &id.0, newcomer.as_str().as_bytes()].concat()
}

fn compartment(key: &[u8]) -> Result<CompartmentId, Malformed> {
    let id = key.try_into().map_err(|_| Malformed::Rule("a row's key has another length"))?;
    Ok(CompartmentId(id))
}

const CREATING: &[u8] = b"founding/creating/";
const INVITED: &[u8] = b"founding/invited/";
const INVITING: &[u8] = b"founding/inviting/";
