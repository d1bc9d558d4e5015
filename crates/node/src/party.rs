//! What belongs to the party and not to one compartment: identity, pairs, officers, foundings, the index of
//! compartments; one thread, one store (`node.db`).
//!
//! I1 nothing is answered, lent or sent before `node.db` has it. I2 a compartment's thread starts only when the
//! index names it: what a crash left before that is made again. I3 officers' names and keys stay here.

pub(crate) mod found;

use crate::caller::{Caller, weight};
use crate::clock::Clock;
use crate::config::NodeConfig;
use crate::entropy::{SystemEntropy, random};
use crate::error::NodeError;
use crate::queue::Queue;
use crate::roll::Roll;
use crate::setup::{Indexed, Party};
use chancery::officers::Roster;
use line::cbor;
use line::founding::{FoundingEffect, FoundingEvent, FoundingInput, Foundings, OwnRelay, Peer};
use line::ids::{CompartmentId, PartyCode};
use line::line::Stop;
use line::machine::Write;
use line::mls_group::MlsProvider;
use line::pairing::{Exchange, Identity, Invitation, InvitationName, InvitationRelay, Paired};
use line::relay_api::Token;
use line::secret::Secret;
use refusal::Refusal;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::{NodeFolder, NodeStore, NodeTable, NodeWrite};
use tokio::sync::oneshot;

/// Something for the party's thread to do.
pub(crate) enum Duty {
    /// A relay answered a call of the foundings.
    Founding(FoundingInput),
    /// A question or an order.
    Do(Box<dyn FnOnce(&mut Desk) + Send>),
    /// Stop in good order.
    Stop,
}

/// The thread of the party.
pub(crate) struct PartyThread {
    queue: Arc<Queue<Duty>>,
    thread: std::sync::Mutex<Option<std::thread::JoinHandle<()>>>,
}

/// All that the thread owns.
pub(crate) struct Desk {
    pub(crate) config: Arc<NodeConfig>,
    pub(crate) folder: NodeFolder,
    store: NodeStore,
    pub(crate) identity: Identity,
    pub(crate) node: [u8; 32],
    post_secret: Secret,
    pub(crate) invitation: Option<Invitation>,
    pub(crate) roster: Roster,
    pub(crate) exchanges: BTreeMap<[u8; 32], Exchange>,
    pub(crate) pairs: BTreeMap<PartyCode, Paired>,
    roots: BTreeMap<PartyCode, Secret>,
    pub(crate) index: BTreeMap<CompartmentId, Indexed>,
    pub(crate) foundings: BTreeMap<CompartmentId, Progress>,
    /// Charter versions that wait for KeyPackages of newcomers.
    pub(crate) applying: BTreeMap<CompartmentId, found::Applying>,
    machine: Foundings,
    caller: Caller,
    clock: Clock,
    queue: Arc<Queue<Duty>>,
    pub(crate) roll: Roll,
    pub(crate) provider: MlsProvider,
}

/// How a founding stands, for the operator.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    pub(crate) code: String,
    pub(crate) creator: PartyCode,
    pub(crate) state: &'static str,
    pub(crate) refused: Option<Refusal>,
}

/// What the thread is started with.
pub(crate) struct Opening {
    pub(crate) config: Arc<NodeConfig>,
    pub(crate) folder: NodeFolder,
    pub(crate) store: NodeStore,
    pub(crate) caller: Caller,
    pub(crate) clock: Clock,
    pub(crate) roll: Roll,
}

impl PartyThread {
    /// Reads `node.db`, starts every compartment of the index and the thread.
    pub(crate) fn start(opening: Opening) -> Result<Self, NodeError> {
        let queue = Arc::new(Queue::new(BUDGET));
        let (mut desk, effects) = Desk::open(opening, queue.clone())?;
        let thread = std::thread::Builder::new()
            .name("party".to_owned())
            .spawn(move || {
                desk.start_compartments();
                desk.carry_out(effects);
                desk.know_pairs();
                desk.run();
            })
            .map_err(|e| NodeError::Listen { address: "thread".to_owned(), detail: e.to_string() })?;
        Ok(PartyThread { queue, thread: std::sync::Mutex::new(Some(thread)) })
    }

    /// Asks or orders something.
    ///
    /// # Errors
    /// [`NodeError::Stopping`].
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Desk) -> T + Send + 'static,
    ) -> Result<T, NodeError> {
        let (reply, answer) = oneshot::channel();
        self.queue.push(Duty::Do(Box::new(move |desk| drop(reply.send(question(desk))))), 0);
        answer.await.map_err(|_| NodeError::Stopping)
    }

    /// Stops in good order and waits for the thread.
    pub(crate) fn stop(&self) {
        self.queue.push(Duty::Stop, 0);
        let thread = self.thread.lock().expect("no holder of the thread panics").take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

impl Desk {
    fn open(opening: Opening, queue: Arc<Queue<Duty>>) -> Result<(Self, Vec<FoundingEffect>), NodeError> {
        let Opening { config, folder, mut store, caller, clock, roll } = opening;
        let rows = store.load()?;
        let row = |table: NodeTable, key: &[u8]| rows.get(&(table, key.to_vec()));
        let identity: Identity = read(row(NodeTable::Party, IDENTITY), "identity")?;
        let asked = format!("{} {}", config.party, config.status);
        let found = format!("{} {}", identity.party, identity.status.word());
        if asked != found {
            return Err(NodeError::OtherIdentity { found, asked });
        }
        let post_secret: Secret = read(row(NodeTable::Party, POST_SECRET), "post")?;
        let invitation =
            row(NodeTable::Party, INVITATION).map(|v| read(Some(v), "invitation")).transpose()?;
        let roster = row(NodeTable::Officers, ROSTER).map(|v| read(Some(v), "roster")).transpose()?;
        let node: Secret = read(row(NodeTable::Party, NODE_ID), "node")?;
        let (mut pairs, mut exchanges, mut index) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for ((table, key), value) in &rows {
            match table {
                NodeTable::Pairs => {
                    let paired: Paired = read(Some(value), "pair")?;
                    pairs.insert(paired.peer.party.clone(), paired);
                }
                NodeTable::Index => {
                    let indexed: Indexed = read(Some(value), "index")?;
                    index.insert(indexed.request.compartment, indexed);
                }
                NodeTable::Steps if key.starts_with(EXCHANGE) => {
                    let exchange: Exchange = read(Some(value), "exchange")?;
                    exchanges.insert(exchange.id, exchange);
                }
                _ => {}
            }
        }
        if let Some(watch) = row(NodeTable::Party, WATCH) {
            let watch = watch.as_slice().try_into();
            roll.man(watch.map_err(|_| NodeError::RowUnreadable { row: "watch".to_owned() })?);
        }
        let roots =
            pairs.iter().map(|(party, p): (&PartyCode, &Paired)| (party.clone(), p.roots.day.clone()));
        let roots = roots.collect();
        let (machine, effects) = foundings(&identity, &post_secret, &config, &rows)?;
        let desk = Desk {
            config,
            folder,
            store,
            identity,
            node: *node.bytes(),
            post_secret,
            invitation,
            roster: roster.unwrap_or_default(),
            exchanges,
            pairs,
            roots,
            index,
            foundings: BTreeMap::new(),
            applying: BTreeMap::new(),
            machine,
            caller,
            clock,
            queue,
            roll,
            provider: MlsProvider::from_system()?,
        };
        Ok((desk, effects))
    }

    fn run(&mut self) {
        loop {
            let now = self.clock.mono_ms();
            let wait = self.machine.next_deadline().map_or(60_000, |at| at.saturating_sub(now).min(60_000));
            let duties = self.queue.take(BATCH, Duration::from_millis(wait));
            for duty in duties {
                match duty {
                    Duty::Founding(input) => self.founding(input),
                    Duty::Do(order) => order(self),
                    Duty::Stop => return self.end(),
                }
            }
            if self.machine.next_deadline().is_some_and(|at| at <= self.clock.mono_ms()) {
                self.founding(FoundingInput::Tick);
            }
        }
    }

    /// What this node brings to every compartment.
    pub(crate) fn party(&self) -> Party<'_> {
        Party {
            config: &self.config,
            node: self.node,
            pairs: &self.roots,
            roster: &self.roster,
            planted: self.roll.planted(),
        }
    }

    /// Commits rows of `node.db`.
    ///
    /// # Errors
    /// A refusal of the store; nothing is kept then.
    pub(crate) fn keep(&mut self, writes: &[NodeWrite]) -> Result<(), NodeError> {
        Ok(self.store.commit(writes)?)
    }

    /// Keeps what the watch says of itself, and tells every compartment.
    ///
    /// # Errors
    /// A refusal of the store; nothing is said then.
    pub(crate) fn man(&mut self, watch: [u8; 16]) -> Result<(), NodeError> {
        let value = Some(watch.to_vec());
        self.keep(&[NodeWrite { table: NodeTable::Party, key: WATCH.to_vec(), value }])?;
        self.roll.man(watch);
        Ok(())
    }

    /// Rows of `node.db`, for a backup.
    ///
    /// # Errors
    /// A refusal of the store.
    pub(crate) fn rows(&mut self) -> Result<store::AllRows<NodeTable>, NodeError> {
        Ok(self.store.load()?)
    }

    /// One row of `node.db`.
    ///
    /// # Errors
    /// A refusal of the store.
    pub(crate) fn row(&mut self, table: NodeTable, key: &[u8]) -> Result<Option<Vec<u8>>, NodeError> {
        Ok(self.store.load()?.remove(&(table, key.to_vec())))
    }

    /// The register of custodians: with one the identity is theirs, and the own key of this node serves nobody.
    ///
    /// # Errors
    /// A refusal of the store; a row that is not readable.
    pub(crate) fn register(&mut self) -> Result<Option<::custody::Register>, NodeError> {
        let unreadable = |_| NodeError::RowUnreadable { row: "custody".to_owned() };
        let row = self.row(NodeTable::Party, REGISTER)?;
        row.map(|row| ::custody::Register::decode(&row).map_err(unreadable)).transpose()
    }

    /// Whose authenticator this is now.
    pub(crate) fn holder(&self, id: &chancery::officers::AuthenticatorId) -> Option<String> {
        self.roster.holder(id).map(|(person, _)| person.to_string())
    }

    /// Whose passkey has this credential id.
    pub(crate) fn passkey(&self, credential: &[u8]) -> Option<(String, chancery::officers::Authenticator)> {
        self.roster.passkey(credential).map(|(person, authenticator)| (person.to_string(), *authenticator))
    }

    /// Hands an input to the foundings and carries out what follows.
    pub(crate) fn founding(&mut self, input: FoundingInput) {
        let effects = self.machine.handle(self.clock.mono_ms(), input, &mut SystemEntropy);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<FoundingEffect>) {
        for effect in effects {
            match effect {
                FoundingEffect::Persist(writes) => {
                    let rows: Vec<NodeWrite> = writes.into_iter().map(step).collect();
                    if let Err(error) = self.keep(&rows) {
                        self.roll.say(&Refusal::of(&error));
                        return self.rebuild();
                    }
                }
                FoundingEffect::Call { relay, call, request } => {
                    let queue = self.queue.clone();
                    self.caller.call((relay, call), request, move |result| {
                        let bytes = weight(&result);
                        queue.push(Duty::Founding(FoundingInput::Answer { call, result }), bytes);
                    });
                }
                FoundingEffect::Tell(event) => self.told(event),
            }
        }
    }

    /// After a failed commit: the foundings as `node.db` has them.
    fn rebuild(&mut self) {
        self.caller.cancel_all();
        let rebuilt = self
            .store
            .load()
            .map_err(NodeError::from)
            .and_then(|rows| foundings(&self.identity, &self.post_secret, &self.config, &rows));
        match rebuilt {
            Ok((machine, _)) => self.machine = machine,
            Err(error) => self.roll.say(&Refusal::of(&error)),
        }
    }

    fn told(&mut self, event: FoundingEvent) {
        let outcome = match event {
            FoundingEvent::Asked(request) => found::lend(self, request),
            FoundingEvent::Ready { request, packages, .. } => found::create(self, request, packages),
            FoundingEvent::Lent { request, newcomer, package } => {
                found::lent(self, &request.compartment, newcomer, package);
                Ok(())
            }
            FoundingEvent::Welcomed { request, welcome } => found::join(self, request, &welcome),
            FoundingEvent::Founded(id) => {
                self.note(&id, "DONE", None);
                Ok(())
            }
            FoundingEvent::Refused { compartment, why } => {
                self.note(&compartment, "REFUSED", Some(Refusal::of(&why)));
                Ok(())
            }
        };
        if let Err(error) = outcome {
            self.roll.say(&Refusal::of(&error));
        }
    }

    /// Notes how a founding stands.
    pub(crate) fn note(&mut self, id: &CompartmentId, state: &'static str, refused: Option<Refusal>) {
        if let Some(progress) = self.foundings.get_mut(id) {
            progress.state = state;
            progress.refused = refused;
        }
    }

    /// Begins to note a founding.
    pub(crate) fn note_new(
        &mut self,
        id: CompartmentId,
        code: &str,
        creator: &PartyCode,
        state: &'static str,
    ) {
        let progress = Progress { code: code.to_owned(), creator: creator.clone(), state, refused: None };
        self.foundings.insert(id, progress);
    }

    /// Starts the threads of all compartments that the index names.
    fn start_compartments(&mut self) {
        for (id, indexed) in self.index.clone() {
            if let Err(error) = self.start_compartment(&id, &indexed) {
                self.roll.say(&Refusal::of(&error));
            }
        }
    }

    fn start_compartment(&mut self, id: &CompartmentId, indexed: &Indexed) -> Result<(), NodeError> {
        let setup = self.party().setup(indexed)?;
        let (store, stop) = self.folder.open_compartment(id)?;
        let stop = match stop {
            store::Stop::Clean => Stop::Clean,
            store::Stop::Unclean => Stop::Unknown,
        };
        self.roll.start(setup, self.provider.clone(), store, None, stop, self.folder.boot())
    }

    /// Tells the foundings of every pair, at start and after a pairing.
    fn know_pairs(&mut self) {
        for paired in self.pairs.values().cloned().collect::<Vec<_>>() {
            self.know(&paired);
        }
    }

    /// Takes a finished pairing in use.
    pub(crate) fn know(&mut self, paired: &Paired) {
        let (party, root) = (paired.peer.party.clone(), paired.roots.day.clone());
        self.roots.insert(party.clone(), root.clone());
        for (_, worker) in self.roll.all() {
            let paired = line::machine::Input::Paired { party: party.clone(), root: root.clone() };
            worker.input(chancery::Input::Line(paired));
        }
        let peer = Peer {
            party: paired.peer.party.clone(),
            root: paired.roots.day.clone(),
            relays: paired.peer.relays.iter().map(|r| r.id.clone()).collect(),
        };
        self.founding(FoundingInput::Paired(peer));
    }

    /// The own invitation, made once and kept while the relays stay the same.
    ///
    /// # Errors
    /// A refusal of the store or of the TLS identity.
    pub(crate) fn invitation(&mut self) -> Result<Invitation, NodeError> {
        let relays: Vec<&str> = self.config.relays.iter().map(|r| r.id.as_str()).collect();
        let same = |i: &&Invitation| i.relays.iter().map(|r| r.id.as_str()).eq(relays.iter().copied());
        if let Some(kept) = self.invitation.as_ref().filter(same) {
            return Ok(kept.clone());
        }
        let names = self.config.names.iter();
        let names = names.map(|(l, n)| InvitationName { language: l.clone(), name: n.clone() }).collect();
        let pin = relay::ServerIdentity::of_folder(&self.config.folder)?.pin();
        let mut relays: Vec<InvitationRelay> = self.config.relays.iter().filter_map(invited).collect();
        relays.sort_by(|a, b| a.id.cmp(&b.id));
        let mut invitation = Invitation::new(&self.identity, names, pin.0, relays);
        if let Some(register) = self.register()? {
            invitation.generation = register.set.generation;
            invitation.kem_public = register.kem_public;
        }
        let value = Some(cbor::encode(&invitation));
        self.keep(&[NodeWrite { table: NodeTable::Party, key: INVITATION.to_vec(), value }])?;
        self.invitation = Some(invitation.clone());
        Ok(invitation)
    }

    fn end(&mut self) {
        self.caller.cancel_all();
    }
}

/// First rows of a new node.
pub(crate) fn first_rows(identity: &Identity) -> Vec<NodeWrite> {
    let write = |key: &[u8], value: Vec<u8>| NodeWrite {
        table: NodeTable::Party,
        key: key.to_vec(),
        value: Some(value),
    };
    vec![
        write(IDENTITY, cbor::encode(identity)),
        write(POST_SECRET, cbor::encode(&Secret::new(random()))),
        write(NODE_ID, cbor::encode(&Secret::new(random()))),
    ]
}

/// The row of the roster.
pub(crate) fn roster_row(roster: &Roster) -> NodeWrite {
    NodeWrite { table: NodeTable::Officers, key: ROSTER.to_vec(), value: Some(cbor::encode(roster)) }
}

/// The row of an exchange under way.
pub(crate) fn exchange_row(exchange: &Exchange) -> NodeWrite {
    let key = [EXCHANGE, exchange.id.as_slice()].concat();
    NodeWrite { table: NodeTable::Steps, key, value: Some(cbor::encode(exchange)) }
}

/// The row of a finished pairing.
pub(crate) fn pair_row(paired: &Paired) -> NodeWrite {
    let key = paired.peer.party.as_str().as_bytes().to_vec();
    NodeWrite { table: NodeTable::Pairs, key, value: Some(cbor::encode(paired)) }
}

/// The row of a compartment.
pub(crate) fn index_row(indexed: &Indexed) -> NodeWrite {
    let key = indexed.request.compartment.0.to_vec();
    NodeWrite { table: NodeTable::Index, key, value: Some(cbor::encode(indexed)) }
}

fn step(write: Write) -> NodeWrite {
    NodeWrite { table: NodeTable::Steps, key: write.key, value: write.value }
}

fn foundings(
    identity: &Identity,
    secret: &Secret,
    config: &NodeConfig,
    rows: &store::AllRows<NodeTable>,
) -> Result<(Foundings, Vec<FoundingEffect>), NodeError> {
    let own =
        |r: &crate::config::NodeRelay| Some(OwnRelay { path: r.id.clone(), account: r.pairing_account()? });
    let relays = config.relays.iter().filter_map(own).collect();
    let machine = Foundings::new(identity.party.clone(), identity.status, secret.clone(), relays);
    let steps = rows.iter().filter(|((table, _), _)| *table == NodeTable::Steps);
    let steps = steps.map(|((_, key), value)| (key.as_slice(), value.as_slice()));
    machine.restore(steps).map_err(|_| NodeError::RowUnreadable { row: "founding".to_owned() })
}

fn invited(relay: &crate::config::NodeRelay) -> Option<InvitationRelay> {
    Some(InvitationRelay {
        id: relay.id.clone(),
        url: format!("https://{}", relay.address),
        spki_pin: relay.pin()?.0,
        mailbox: line::ids::MailboxId(random()),
        fill: Token(random()),
        pairing_key: Secret::new(random()),
    })
}

fn read<T>(value: Option<&Vec<u8>>, row: &str) -> Result<T, NodeError>
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()>,
{
    let unreadable = || NodeError::RowUnreadable { row: row.to_owned() };
    cbor::decode(value.ok_or_else(unreadable)?).map_err(|_| unreadable())
}

const IDENTITY: &[u8] = b"identity";
const POST_SECRET: &[u8] = b"post-secret";
const NODE_ID: &[u8] = b"node-id";
/// Row of the own invitation.
pub(crate) const INVITATION: &[u8] = b"invitation";
/// Row of the register of custodians.
pub(crate) const REGISTER: &[u8] = b"custody";
const ROSTER: &[u8] = b"roster";
const WATCH: &[u8] = b"watch";
const EXCHANGE: &[u8] = b"pairing/";
const BUDGET: usize = 64 << 20;
const BATCH: usize = 64;
